//! The lines of a text with a margin that is not part of their words: the signs of quoted mail, line numbers.

use crate::article::block::{Inline, InlineKind};
use crate::text::Span;

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Plain,
    /// Quoted mail, with the replies it went through.
    Quoted(u8),
    /// The head or foot of a page whose lines are numbered.
    Around,
}

/// A line of a special kind, or with a margin.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpecialLine {
    /// The byte at which it starts.
    pub start: usize,
    /// The byte at which its words may start, behind the margin.
    pub words: usize,
    pub kind: LineKind,
}

/// The odd lines of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Margins(Vec<SpecialLine>);

impl Margins {
    pub fn new(lines: Vec<SpecialLine>) -> Margins {
        Margins(lines)
    }

    /// The kind of the line that starts at byte `start`, and the byte at which its words may start.
    pub fn line(&self, start: usize) -> (LineKind, usize) {
        match self.0.binary_search_by_key(&start, |line| line.start) {
            Ok(at) => (self.0[at].kind, self.0[at].words),
            Err(_) => (LineKind::Plain, start),
        }
    }

    /// Whether there is quoted mail.
    pub fn are_of_mail(&self) -> bool {
        self.0.iter().any(|line| matches!(line.kind, LineKind::Quoted(_)))
    }

    /// The margins as an article has them.
    pub fn inlines(&self) -> Vec<Inline> {
        let margins = self.0.iter().filter(|line| line.words > line.start);
        margins.map(|line| Inline { kind: InlineKind::Margin, span: Span::new(line.start, line.words) }).collect()
    }
}
