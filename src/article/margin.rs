//! Margins: text before the words of a line that is not part of them, such as the signs of quoted mail. An article has
//! the given text, and a copy with blanks for the margins.

use super::block::{Inline, InlineKind};
use crate::text::Span;

/// The margins among `inlines`, in order.
pub(super) fn margins(inlines: &[Inline]) -> impl Iterator<Item = Span> {
    inlines.iter().filter(|inline| inline.kind == InlineKind::Margin).map(|inline| inline.span)
}

/// `text` with a blank for each character of a margin, so that all offsets stay, in bytes and in characters.
pub(super) fn blanked(text: &str, margins: impl Iterator<Item = Span>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for margin in margins.map(Span::range).filter(|margin| !margin.is_empty()) {
        if margin.start < at {
            continue;
        }
        out.push_str(&text[at..margin.start]);
        let blank = |c: char| if c.is_ascii() && c != '\n' { ' ' } else { c };
        out.extend(text[margin.clone()].chars().map(blank));
        at = margin.end;
    }
    out.push_str(&text[at..]);
    out
}
