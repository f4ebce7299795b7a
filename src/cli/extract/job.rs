//! Messages between the threads of `extract`: a [`Job`] goes to the next free thread, its [`ExtractEvent`]s to the
//! writing thread, which takes them in the order of the jobs.

use super::parts::RecordParts;
use crate::source::{RawInput, Source};
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

/// Something that is read and analysed as a whole.
pub(super) enum Job {
    /// A line of JSON Lines, of the file or address `path`.
    Line {
        line: Vec<u8>,
        place: SourcePlace,
        path: Option<Arc<str>>,
    },
    Source {
        source: Source,
        input: Box<RawInput>,
    },
}

/// A job with the channel for its results.
pub(super) struct Assigned {
    pub job: Job,
    pub events: SyncSender<ExtractEvent>,
}

/// A job in the order of the output.
pub(super) struct Pending {
    /// The number of its source, from 1.
    pub source: usize,
    /// The bytes of input that the job covers.
    pub bytes: u64,
    pub events: Receiver<ExtractEvent>,
}

/// A result of a job.
pub(super) enum ExtractEvent {
    Record(Rendered),
    /// A line whose id is done.
    Skipped(SourcePlace, LineId),
    /// A message for people, in one line.
    Note(String),
    /// An error for it or a part of it, in one line.
    Failed(String),
}

/// A written record.
pub(super) struct Rendered {
    pub parts: RecordParts,
    /// The text of the article, if the format needs a file for it.
    pub text: String,
    /// The line of JSON Lines that the record is of, if any.
    pub line: Option<(SourcePlace, LineId)>,
}

/// The id of a line, for finding duplicates.
#[derive(Clone, Copy)]
pub(super) enum LineId {
    Missing,
    /// A hash of the id and its source.
    Hashed(u64),
}

/// A line of a source.
#[derive(Clone)]
pub(super) struct SourcePlace {
    /// The name of the source, as messages have it.
    pub name: Arc<str>,
    /// From 1.
    pub line: u64,
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        write!(to, "{}: line {}", self.name, self.line)
    }
}
