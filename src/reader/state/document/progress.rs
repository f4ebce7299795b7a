//! [`DocumentProgress`]: how far the opening and the analysis of a source are.

use crate::source::fetch::DownloadProgress;

/// The progress of opening and analysing a source.
#[derive(Debug)]
pub struct DocumentProgress {
    pub phase: Phase,
    /// Bytes of the whole text, if known, while only its beginning is there.
    pub full_length: Option<usize>,
    /// The progress of the download, while the source is opened or reloaded.
    pub arriving: Option<DownloadProgress>,
    /// Progress of the better analysis that will replace the first one, 0 to 1.
    pub refining: Option<f32>,
    /// Whether the analysis under way was requested with a key, so that its end is reported.
    pub requested: bool,
}

/// The phase of opening and analysing a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The source is being opened.
    Loading,
    /// It was cancelled or could not be opened, and there is nothing to show.
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

    /// Whether opening the source can still be cancelled: nothing of it is shown yet, or it is being reloaded.
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
