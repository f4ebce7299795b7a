//! [`DocumentProgress`]: how far the opening and the analysis of a source are.

use crate::source::fetch::DownloadProgress;

/// The progress of opening and analysing a source.
#[derive(Debug)]
pub struct DocumentProgress {
    pub phase: Phase,
    /// Bytes of the whole text, as far as they are known, while only its beginning is there.
    pub full_length: Option<usize>,
    /// The part of the source that has arrived, while it is opened or reloaded.
    pub arriving: Option<DownloadProgress>,
    /// Share of the better answer that is done, 0 to 1, while one is on its way to replace the first.
    pub refining: Option<f32>,
    /// Whether the analysis under way was asked for with a key, so that its end is told.
    pub requested: bool,
}

/// The phase of opening and analysing a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The source is being opened.
    Loading,
    /// It was given up or could not be opened, and there is nothing else to show.
    NotOpened,
    /// The text is too long to be analysed unasked.
    Unasked,
    /// Share of the text that is analysed, 0 to 1.
    Running(f32),
    Done,
    /// The analysis failed, and why.
    Failed(String),
}

impl DocumentProgress {
    /// A source in this phase, with nothing else under way.
    pub fn new(phase: Phase) -> DocumentProgress {
        DocumentProgress { phase, full_length: None, arriving: None, refining: None, requested: false }
    }

    /// Whether there is text to read, whole or its beginning.
    pub fn is_open(&self) -> bool {
        match self.phase {
            Phase::Loading => self.full_length.is_some(),
            Phase::NotOpened => false,
            Phase::Unasked | Phase::Running(_) | Phase::Done | Phase::Failed(_) => true,
        }
    }

    /// Whether the source can still be given up: nothing of it is shown yet, or it is being read again.
    pub fn can_cancel(&self) -> bool {
        // Once the beginning is shown, the rest is read to the end.
        (self.phase == Phase::Loading || self.arriving.is_some()) && self.full_length.is_none()
    }

    /// Whether an analysis is under way, the first or a better one.
    pub fn is_analysing(&self) -> bool {
        self.refining.is_some() || matches!(self.phase, Phase::Running(_))
    }

    /// Whether the analysis has ended, and no better one is under way.
    pub fn is_done(&self) -> bool {
        self.phase == Phase::Done && self.refining.is_none()
    }
}
