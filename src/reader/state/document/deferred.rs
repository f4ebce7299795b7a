//! [`Deferred`]: work that waits until a document can be shown.

use crate::text::TextAnchor;

/// Work that waits until there is a text, or until the document is on the screen.
#[derive(Debug, Default)]
pub struct Deferred {
    /// The words to go to as soon as there is a text.
    pub place: Option<TextAnchor>,
    /// The first words of the quotation that was selected before a reload, until the new text is analysed.
    pub selected: Option<TextAnchor>,
    /// The item to put the cursor on when this feed comes to the screen.
    pub item: Option<usize>,
    /// The message for the status line when the document comes to the screen.
    pub notice: Option<String>,
}
