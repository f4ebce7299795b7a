//! [`TokenizedArticle`]: an article with its tokens and quotation marks, as every stage of the analysis reads it.

use crate::article::{Article, Block};
use crate::language::document::quotation_marks::{QuotationMarks, QuoteState};
use crate::language::document::tokens::Tokens;
use crate::text::Span;
use std::ops::Range;

/// An article with its tokens and quotation marks. All of it is borrowed, so copies are cheap.
#[derive(Clone, Copy)]
pub struct TokenizedArticle<'a> {
    pub article: &'a Article,
    pub tokens: &'a Tokens,
    pub marks: &'a QuotationMarks,
}

impl<'a> TokenizedArticle<'a> {
    /// The number of tokens.
    pub fn len(self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    /// The text of token `at`; empty past the end.
    pub fn text(self, at: usize) -> &'a str {
        self.tokens.text(self.article, at)
    }

    /// The text of `span`.
    pub fn slice(self, span: Span) -> &'a str {
        self.article.slice(span)
    }

    /// The blocks of the article.
    pub fn blocks(self) -> &'a [Block] {
        self.article.blocks()
    }

    /// The bytes from the first to the last token of `range`.
    pub fn span(self, range: Range<usize>) -> Span {
        self.tokens.span(range)
    }

    /// The number of the sentence of token `at`; `usize::MAX` past the end.
    pub fn sentence(self, at: usize) -> usize {
        self.tokens.tokens.get(at).map_or(usize::MAX, |token| token.sentence as usize)
    }

    /// The tokens of the sentence of token `at`; empty past the end.
    pub fn sentence_range(self, at: usize) -> Range<usize> {
        self.tokens.sentence(self.sentence(at))
    }

    /// The number of the block of token `at`; `usize::MAX` past the end.
    pub fn block(self, at: usize) -> usize {
        self.tokens.tokens.get(at).map_or(usize::MAX, |token| token.block as usize)
    }

    /// Whether no space separates token `at` from the one before it in its block.
    pub fn touches_previous(self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|before| self.tokens.tokens.get(before)), self.tokens.tokens.get(at)) {
            (Some(before), Some(token)) => before.block == token.block && before.span.end == token.span.start,
            _ => false,
        }
    }

    /// Whether no space separates tokens `at` and `at + 1`.
    pub fn touch(self, at: usize) -> bool {
        match (self.tokens.tokens.get(at), self.tokens.tokens.get(at + 1)) {
            (Some(one), Some(other)) => one.span.end == other.span.start,
            _ => false,
        }
    }

    /// Whether tokens `at` and `at + 1` are in one sentence.
    pub fn together(self, at: usize) -> bool {
        self.sentence(at) == self.sentence(at + 1) && at + 1 < self.len()
    }

    /// Whether token `at` is inside quotation marks, or is one itself.
    pub fn quoted(self, at: usize) -> bool {
        self.marks.state(at) != QuoteState::Outside
    }
}
