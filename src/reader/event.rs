//! [`Event`]: everything that can happen to the reader, from one channel.

use crate::article::Article;
use crate::library::{self, StoreOutcome};
use crate::reader::keys::key::Key;
use crate::reader::state::catalogue::CatalogueList;
use crate::reader::state::geometry::Size;
use crate::reader::state::input::candidates::Folder;
use crate::record::{Engine, FilteredAnalysis, Record};
use crate::source;
use std::io;
use std::sync::Arc;

/// The id of a background job: the number of its source, and its number among the jobs of that source. Only the latest
/// counts.
pub type JobId = (usize, u32);

/// The result of an analysis.
#[derive(Debug)]
pub struct Answer {
    pub found: Arc<FilteredAnalysis>,
    /// The record of its confident part, with the first `applied` corrections.
    pub record: Arc<Record>,
    pub applied: usize,
}

/// An article loaded from the library.
#[derive(Debug)]
pub struct LoadedArticle {
    pub article: Article,
    pub answer: Answer,
    /// The model that found it, and its version.
    pub engine: Engine,
    pub model: u8,
}

/// An event of the reader.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    Resize(Size),
    Signal(Signal),
    /// A left click on a column and a row of the screen.
    Click(u16, u16),
    /// The mouse wheel over a column of the screen: by this many rows, down if positive.
    Wheel(u16, isize),
    /// The progress of a download.
    Arriving(JobId, source::fetch::DownloadProgress),
    /// The beginning of a long text, with the bytes of the whole.
    Begun(JobId, Box<Article>, u64),
    /// A source was opened, or the error.
    Opened(JobId, Box<Result<source::Opened, source::Error>>),
    /// The names in a folder, for a prompt.
    Folder(Folder),
    /// Whether the terminal's background is dark.
    Dark(bool),
    /// Share of the text that is analysed, 0 to 1.
    Progress(JobId, f32),
    /// The fast model's answer, while the best model is still running.
    First(JobId, Answer),
    /// The best model's answer for the part on the screen.
    Partial(JobId, Answer),
    /// The analysis is done, or why it failed.
    Analysed(JobId, Result<Answer, String>),
    /// An article was stored, with this many corrections; `None` if it could not be prepared. Or the error.
    Stored {
        nth: usize,
        corrections: usize,
        stored: Result<Option<StoreOutcome>, library::Error>,
    },
    /// A decision about people was stored: the message, and if two were joined their numbers, first the one that is
    /// gone. Or the error.
    Decided(Result<(String, Option<(i64, i64)>), library::Error>),
    /// A list of the library, for the request with this number.
    Listed(u64, Box<CatalogueList>),
    /// An article was loaded from the library; `None` if it is no longer there. Or the error.
    ArticleLoaded(JobId, Box<Result<Option<LoadedArticle>, String>>),
    /// It is time to retry failed writes.
    RetryWrites,
    /// The keyboard cannot be read, and why.
    InputLost(io::Error),
}

/// A signal that the reader handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Asked to end: SIGTERM, SIGHUP, SIGINT, SIGQUIT.
    End,
    /// Asked to stop: SIGTSTP.
    Stop,
    /// Running again: SIGCONT.
    Continue,
}
