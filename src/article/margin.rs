//! Margins: what stands before the words of a line and is not part of them, such as the signs of quoted mail. An article
//! has its text as it was given, and beside that its words, with blanks for the margins.

use super::Article;
use super::block::{Block, Inline, InlineKind};
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

impl Article {
    /// `span` in pieces without the margins inside it: what anybody who cuts it out of the text as given would have as
    /// its words.
    pub fn between_margins(&self, span: Span) -> Vec<Span> {
        let from = self.inlines.partition_point(|inline| inline.span.start < span.start);
        let until = from + self.inlines[from..].partition_point(|inline| inline.span.start < span.end);
        let mut pieces = Vec::new();
        let mut at = span.start;
        let ends = margins(&self.inlines[from..until]).map(|margin| (margin.start, margin.end));
        for (end, next) in ends.chain([(span.end, span.end)]) {
            let words = self.slice(Span { start: at, end });
            let start = at as usize + words.len() - words.trim_start().len();
            if !words.trim().is_empty() {
                pieces.push(Span::new(start, start + words.trim().len()));
            }
            at = next;
        }
        if pieces.len() > 1 { pieces } else { vec![span] }
    }

    /// The article with its margins left out of the text: where that is converted anyway, nobody counts in it as it was.
    pub fn without_margins(self) -> Article {
        let margins: Vec<Span> = margins(&self.inlines).collect();
        if margins.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        // The bytes left out up to the end of each margin.
        let mut left_out = Vec::with_capacity(margins.len());
        let (mut at, mut sum) = (0, 0);
        for margin in &margins {
            text.push_str(self.text.get(at..margin.start as usize).unwrap_or_default());
            at = at.max(margin.end as usize);
            sum += margin.len();
            left_out.push(sum);
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        let moved = |at: u32| {
            let before = margins.partition_point(|margin| margin.end <= at);
            at as usize - before.checked_sub(1).map_or(0, |last| left_out[last])
        };
        let span = |span: Span| Span::new(moved(span.start), moved(span.end));
        let blocks = self.blocks.iter().map(|block| Block { span: span(block.span), ..*block }).collect();
        let others = self.inlines.iter().filter(|inline| inline.kind != InlineKind::Margin);
        let inlines = others.map(|inline| Inline { kind: inline.kind.clone(), span: span(inline.span) }).collect();
        Article::new(text, blocks, self.meta).with_inlines(inlines)
    }
}
