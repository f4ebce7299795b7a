//! [`View`]: an article with its tokens and marks, as the forms look at it: words by place, and what stands beside them.

use crate::article::Article;
use crate::language::document::quotation_marks::{Mark, Marks};
use crate::language::document::tokens::Tokens;
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Words of `article` with a capital in the middle of a sentence: names, most of them.
pub(crate) fn names<'a>(article: &'a Article, tokens: &Tokens) -> FxHashSet<&'a str> {
    let mut names = FxHashSet::default();
    for sentence in &tokens.sentences {
        let range = sentence.start as usize..sentence.end as usize;
        for at in range.skip(1) {
            let word = tokens.text(article, at);
            let before = tokens.text(article, at - 1);
            let starts = before.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ',' | '’' | '\''));
            if word.starts_with(char::is_uppercase) && !starts {
                names.insert(word);
            }
        }
    }
    names
}

/// Tokens that are searched in one direction at most.
pub(crate) const FAR: usize = 300;

/// What every form looks at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub article: &'a Article,
    pub tokens: &'a Tokens,
    pub marks: &'a Marks,
    /// Words with a capital where no sentence begins.
    pub names: &'a FxHashSet<&'a str>,
    /// Looking at words that stand in marks themselves: everything there is text, not quotation.
    pub within: bool,
}

impl<'a> View<'a> {
    /// The words of token `at`; empty past the end.
    pub fn word(self, at: usize) -> &'a str {
        self.tokens.text(self.article, at)
    }

    /// The words of the token before `at`; empty before the first.
    pub fn before(self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Is token `at` one of `words`, whatever its case?
    pub fn is(self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|one| one.eq_ignore_ascii_case(word))
    }

    /// Does it start with a letter?
    pub fn is_word(self, at: usize) -> bool {
        self.word(at).starts_with(char::is_alphabetic)
    }

    pub fn is_capital(self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// Is it outside of all marks (of those further in, where the look is at words in marks)?
    pub fn is_outside(self, at: usize) -> bool {
        self.within || self.marks.state(at) == Mark::Outside
    }

    /// Does token `at` touch the one before it?
    pub fn touches(self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|before| self.tokens.tokens.get(before)), self.tokens.tokens.get(at)) {
            (Some(before), Some(token)) => before.block == token.block && before.span.end == token.span.start,
            _ => false,
        }
    }

    /// The tokens of the sentence that token `at` is in; empty past the end.
    pub fn sentence(self, at: usize) -> Range<usize> {
        self.tokens.tokens.get(at).map_or(0..0, |token| self.tokens.sentence(token.sentence as usize))
    }

    /// Number of the block of token `at`.
    pub fn block(self, at: usize) -> usize {
        self.tokens.tokens.get(at).map_or(usize::MAX, |token| token.block as usize)
    }

    /// `start`, or the place [`FAR`] before `at` where that is nearer: what is looked for backwards is sought no farther,
    /// so that a text without full stops costs no more than others.
    pub fn near(self, start: usize, at: usize) -> usize {
        start.max(at.saturating_sub(FAR))
    }

    pub fn span(self, range: Range<usize>) -> Span {
        self.tokens.span(range)
    }

    /// Words in `range`; marks and punctuation do not count.
    pub fn count_words(self, range: Range<usize>) -> usize {
        range.filter(|&at| self.word(at).starts_with(char::is_alphanumeric)).count()
    }

    /// Does the sentence, or the words in marks, end with token `at`?
    pub fn is_end(self, at: usize) -> bool {
        matches!(self.word(at), "." | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-")
    }
}
