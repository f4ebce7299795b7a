//! [`DocumentView`]: a document as the patterns of speech look at it.

use crate::language::document::Document;
use crate::language::document::quotation_marks::QuoteState;
use crate::language::document::word_classes::WordSet;
use rustc_hash::FxHashSet;
use std::ops::{Deref, Range};

/// Words of `article` with a capital in the middle of a sentence: names, most of them.
pub(crate) fn names<'a>(document: Document<'a>) -> FxHashSet<&'a str> {
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

/// Tokens that are searched in one direction at most.
pub(crate) const FAR: usize = 300;

/// What every form looks at.
#[derive(Clone, Copy)]
pub(crate) struct DocumentView<'a> {
    pub document: Document<'a>,
    /// Words with a capital where no sentence begins.
    pub names: &'a FxHashSet<&'a str>,
    /// Looking at words that stand in marks themselves: everything there is text, not quotation.
    pub within: bool,
}

impl<'a> Deref for DocumentView<'a> {
    type Target = Document<'a>;

    fn deref(&self) -> &Document<'a> {
        &self.document
    }
}

impl<'a> DocumentView<'a> {
    /// The words of the token before `at`; empty before the first.
    pub fn before(self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    /// Is token `at` one of `words`, whatever its case?
    pub fn is(self, at: usize, words: &(impl WordSet + ?Sized)) -> bool {
        words.has(self.text(at))
    }

    /// Does it start with a letter?
    pub fn is_word(self, at: usize) -> bool {
        self.text(at).starts_with(char::is_alphabetic)
    }

    pub fn is_capital(self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    /// Is it outside of all marks (of those further in, where the look is at words in marks)?
    pub fn is_outside(self, at: usize) -> bool {
        self.within || self.marks.state(at) == QuoteState::Outside
    }

    /// `start`, or the place [`FAR`] before `at` where that is nearer: what is looked for backwards is sought no farther,
    /// so that a text without full stops costs no more than others.
    pub fn near(self, start: usize, at: usize) -> usize {
        start.max(at.saturating_sub(FAR))
    }

    /// Words in `range`; marks and punctuation do not count.
    pub fn count_words(self, range: Range<usize>) -> usize {
        range.filter(|&at| self.text(at).starts_with(char::is_alphanumeric)).count()
    }

    /// Does the sentence, or the words in marks, end with token `at`?
    pub fn is_end(self, at: usize) -> bool {
        matches!(self.text(at), "." | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-")
    }
}
