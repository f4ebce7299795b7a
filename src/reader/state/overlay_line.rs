//! [`OverlayLine`]: the text of the overlays as lines ready to be drawn, wrapped to a width.

use crate::text::Span;

/// A line of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlayLine {
    Heading(String),
    Plain(String),
    /// Text of which all rows but the first are indented.
    Hanging(String),
    /// A quotation.
    Words(String),
    /// A side remark.
    Aside(String),
    /// Keys with their description.
    Keys(String, String),
}

impl OverlayLine {
    /// Wraps the line into rows of at most `columns` columns.
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
            OverlayLine::Hanging(text) => {
                let first = rows(&text).swap_remove(0);
                let rest = text[first.len()..].trim_start();
                let whole = Span::new(0, rest.len());
                let more = crate::layout::wrap(rest, whole, columns.saturating_sub(2).max(1));
                let more = more.into_iter().map(|row| format!("  {}", row.of(rest)));
                let all = std::iter::once(first).chain(more.filter(|row| !row.trim().is_empty()));
                all.map(OverlayLine::Plain).collect()
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuation_rows_are_indented() {
        let wrapped = |text: &str| OverlayLine::Hanging(text.into()).wrapped(12);
        let rows = |rows: &[&str]| rows.iter().map(|row| OverlayLine::Plain((*row).into())).collect::<Vec<_>>();
        assert_eq!(wrapped("she → the mayor of it"), rows(&["she → the", "  mayor of", "  it"]));
        assert_eq!(wrapped("short"), rows(&["short"]));
        assert_eq!(wrapped(""), rows(&[""]));
        assert_eq!(wrapped("Donaudampfschiff"), rows(&["Donaudampfsc", "  hiff"]));
    }
}
