//! [`OverlayLine`]: the text of the overlays as lines ready to be drawn, wrapped to a width.

use crate::text::Span;

/// A line of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlayLine {
    Heading(String),
    Plain(String),
    /// A quotation.
    Words(String),
    /// A remark in passing.
    Aside(String),
    /// Keys, and what they do.
    Keys(String, String),
}

impl OverlayLine {
    /// The line in rows of at most `columns` columns.
    pub fn wrapped(self, columns: usize) -> Vec<OverlayLine> {
        let rows = |text: &str| -> Vec<String> {
            if text.is_empty() {
                return vec![String::new()];
            }
            let whole = Span::new(0, text.len());
            crate::layout::wrap(text, whole, columns).into_iter().map(|row| row.of(text).to_string()).collect()
        };
        match self {
            OverlayLine::Heading(text) => rows(&text).into_iter().map(OverlayLine::Heading).collect(),
            OverlayLine::Plain(text) => rows(&text).into_iter().map(OverlayLine::Plain).collect(),
            OverlayLine::Words(text) => rows(&text).into_iter().map(OverlayLine::Words).collect(),
            OverlayLine::Aside(text) => rows(&text).into_iter().map(OverlayLine::Aside).collect(),
            OverlayLine::Keys(keys, does) => {
                let named = std::iter::once(keys).chain(std::iter::repeat(String::new()));
                named.zip(rows(&does)).map(|(keys, does)| OverlayLine::Keys(keys, does)).collect()
            }
        }
    }
}
