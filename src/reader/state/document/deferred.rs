//! [`Deferred`]: what waits until a document can be shown.

use crate::text::TextAnchor;

/// Work that waits until there is a text, or until the document is on the screen.
#[derive(Debug, Default)]
pub struct Deferred {
    /// The words to go to as soon as there is a text.
    pub place: Option<TextAnchor>,
    /// The words where the quotation begins that was selected in the text before, until the new one is analysed.
    pub selected: Option<TextAnchor>,
    /// The item of this feed to list, with the others around it, when the feed comes to the screen.
    pub item: Option<usize>,
    /// The message for the status line when the document comes to the screen.
    pub notice: Option<String>,
}
