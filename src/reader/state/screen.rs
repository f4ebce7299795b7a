//! [`Screen`]: what lies below the prompts and the lists. One at a time, so that the library and the evidence are never
//! shown together.

use crate::reader::state::evidence::EvidenceView;

/// The screen below the mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The document with its panel.
    #[default]
    Document,
    /// The document, with the evidence for the current quotation in place of the panel.
    Evidence(EvidenceView),
    /// The library, in place of the document.
    Library,
}

impl Screen {
    /// Whether the library is in place of the document.
    pub fn is_library(self) -> bool {
        self == Screen::Library
    }

    /// The evidence, where it is shown.
    pub fn evidence(self) -> Option<EvidenceView> {
        match self {
            Screen::Evidence(view) => Some(view),
            Screen::Document | Screen::Library => None,
        }
    }

    /// Hides the evidence; false if it is not shown.
    pub fn close_evidence(&mut self) -> bool {
        let is_shown = self.evidence().is_some();
        if is_shown {
            *self = Screen::Document;
        }
        is_shown
    }
}
