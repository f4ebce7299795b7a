//! [`PatternInput`]: a document with what the patterns of speech need besides.

use crate::language::document::TokenizedArticle;
use crate::language::document::lexicon;
use crate::language::document::quotation_marks::QuoteState;
use crate::text::words::WordSet;

use rustc_hash::FxHashSet;
use std::ops::{Deref, Range};

/// The words with a capital in the middle of a sentence, most of which are names.
pub(crate) fn names<'a>(document: TokenizedArticle<'a>) -> FxHashSet<&'a str> {
    let mut names = FxHashSet::default();
    for sentence in &document.tokens.sentences {
        let range = sentence.start as usize..sentence.end as usize;
        for at in range.skip(1) {
            let word = document.text(at);
            let before = document.text(at - 1);
            let starts = before.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ',' | '’' | '\''));
            if word.starts_with(char::is_uppercase) && !starts {
                names.insert(word);
            }
        }
    }
    names
}

/// The most tokens searched in one direction.
pub(crate) const MAX_DISTANCE: usize = 300;

/// The input of every pattern.
#[derive(Clone, Copy)]
pub(crate) struct PatternInput<'a> {
    pub document: TokenizedArticle<'a>,
    /// The words with a capital where no sentence begins.
    pub names: &'a FxHashSet<&'a str>,
    /// Whether the text is seen from inside quotation marks: then all words count as outside.
    pub within: bool,
}

impl<'a> Deref for PatternInput<'a> {
    type Target = TokenizedArticle<'a>;

    fn deref(&self) -> &TokenizedArticle<'a> {
        &self.document
    }
}

impl<'a> PatternInput<'a> {
    /// The text of the token before `at`; empty before the first.
    pub fn before(self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    /// Whether token `at` is one of `words`, ignoring ASCII case.
    pub fn is(self, at: usize, words: &(impl WordSet + ?Sized)) -> bool {
        words.has(self.text(at))
    }

    /// The lexicon’s entry for token `at`.
    pub fn entry(self, at: usize) -> lexicon::Entry {
        lexicon::look_up(&self.text(at).to_lowercase())
    }

    /// Whether token `at` starts with a letter.
    pub fn is_word(self, at: usize) -> bool {
        self.text(at).starts_with(char::is_alphabetic)
    }

    /// Whether token `at` begins with a capital letter.
    pub fn is_capital(self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    /// Whether token `at` is outside quotation marks.
    pub fn is_outside(self, at: usize) -> bool {
        self.within || self.marks.state(at) == QuoteState::Outside
    }

    /// `start`, or the token [`MAX_DISTANCE`] before `at` if that is nearer: bounds a backward search, so that a text
    /// without full stops takes linear time.
    pub fn near(self, start: usize, at: usize) -> usize {
        start.max(at.saturating_sub(MAX_DISTANCE))
    }

    /// The number of words in `range`, without marks and punctuation.
    pub fn count_words(self, range: Range<usize>) -> usize {
        range.filter(|&at| self.text(at).starts_with(char::is_alphanumeric)).count()
    }

    /// Whether token `at` can end a sentence or quoted words.
    pub fn is_end(self, at: usize) -> bool {
        matches!(self.text(at), "." | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-")
    }
}
