//! [`MainView`]: the part of the screen below prompts and lists. There is only one, so that the library and the
//! evidence are never shown together.

use crate::reader::state::evidence::EvidenceView;

/// Which view fills the screen, below any prompt or list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MainView {
    /// The document with its panel.
    #[default]
    Document,
    /// The document, with the evidence for the current quotation in place of the panel.
    Evidence(EvidenceView),
    /// The library, in place of the document.
    Library,
}

impl MainView {
    /// Whether the library is in place of the document.
    pub fn is_library(self) -> bool {
        self == MainView::Library
    }

    /// The evidence, where it is shown.
    pub fn evidence(self) -> Option<EvidenceView> {
        match self {
            MainView::Evidence(view) => Some(view),
            MainView::Document | MainView::Library => None,
        }
    }

    /// Hides the evidence; false if it is not shown.
    pub fn close_evidence(&mut self) -> bool {
        let is_shown = self.evidence().is_some();
        if is_shown {
            *self = MainView::Document;
        }
        is_shown
    }
}
