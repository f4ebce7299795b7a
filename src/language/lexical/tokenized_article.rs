//! [`TokenizedArticle`]: an article with its tokens, its quotation marks and the lexicon's entries for its words, the
//! input of every stage of the analysis.

use crate::article::{Article, Block};
use crate::language::lexical::lexicon::{Classes, Entry};
use crate::language::lexical::quotation_marks::{QuotationMarks, QuoteState};
use crate::language::lexical::tokens::Tokens;
use crate::language::lexical::word_classes::{MENTION_PRONOUN, POSSESSIVE_ENDING};
use crate::language::lexical::word_types::{WordShape, WordType};
use crate::text::Span;
use crate::text::words::WordSet;
use std::ops::Range;

/// A class that a token may belong to: a set of words (`&QUOTATIVE`, `&["who"]`), or [`Classes`] of the lexicon.
pub trait TokenClass {
    /// Whether token `at` of `article` belongs to the class, ignoring case.
    fn holds(self, article: TokenizedArticle, at: usize) -> bool;
}

impl<W: WordSet + ?Sized> TokenClass for &W {
    fn holds(self, article: TokenizedArticle, at: usize) -> bool {
        self.has(article.lower(at))
    }
}

impl TokenClass for Classes {
    fn holds(self, article: TokenizedArticle, at: usize) -> bool {
        article.entry(at).is(self)
    }
}

/// An article with its tokens and quotation marks. All of it is borrowed, so copies are cheap. Words are looked up in
/// the word lists when the first of them is asked for: tagging does not pay for it.
#[derive(Clone, Copy)]
pub struct TokenizedArticle<'a> {
    pub article: &'a Article,
    pub tokens: &'a Tokens,
    pub quotation_marks: &'a QuotationMarks,
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

    /// The text of the token before `at`; empty before the first.
    pub fn before(self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    /// The text of token `at` in lower case; empty past the end.
    pub fn lower(self, at: usize) -> &'a str {
        self.word_type(at).map_or("", |word| self.word(word.symbol))
    }

    /// The symbol of token `at`; `u32::MAX` past the end. Equal symbols are equal words but for case.
    pub fn symbol(self, at: usize) -> u32 {
        self.word_type(at).map_or(u32::MAX, |word| word.symbol)
    }

    /// The lower-case word behind a symbol.
    pub fn word(self, symbol: u32) -> &'a str {
        self.tokens.types(self.article).word(symbol)
    }

    /// The shape of token `at`; a mark past the end.
    pub fn shape(self, at: usize) -> WordShape {
        self.word_type(at).map_or(WordShape::Mark, |word| word.shape)
    }

    /// The lexicon’s entry for token `at`; nothing past the end.
    pub fn entry(self, at: usize) -> Entry {
        self.word_type(at).map_or_else(Entry::default, |word| word.entry)
    }

    /// Whether token `at` belongs to `class`, ignoring case.
    pub fn is(self, at: usize, class: impl TokenClass) -> bool {
        class.holds(self, at)
    }

    /// Whether token `at` is a pronoun of any person but *he* and *she*.
    pub fn is_pronoun(self, at: usize) -> bool {
        self.is(at, &MENTION_PRONOUN)
    }

    /// Whether token `at` makes the word before it a possessive: “’s”, or an apostrophe after an s that closes no
    /// quotation.
    pub fn is_possessive_ending(self, at: usize) -> bool {
        let mark = !self.text(at).ends_with(char::is_alphabetic);
        self.is(at, &POSSESSIVE_ENDING)
            && (!mark
                || self.quotation_marks.state(at) != QuoteState::Closes
                    && at.checked_sub(1).is_some_and(|before| self.lower(before).ends_with('s')))
    }

    /// Whether token `at` begins with a capital letter.
    pub fn is_capital(self, at: usize) -> bool {
        matches!(self.shape(at), WordShape::Capital | WordShape::Upper | WordShape::Letter)
    }

    /// Whether the word of token `at` begins with a capital letter in the middle of a sentence somewhere in the
    /// article, as most names do.
    pub fn is_capital_within_sentence(self, at: usize) -> bool {
        self.word_type(at).is_some_and(|word| word.capital_within_sentence)
    }

    /// Whether token `at` is a word or a number.
    pub fn is_word(self, at: usize) -> bool {
        !matches!(self.shape(at), WordShape::Mark)
    }

    /// Whether token `at` begins with a letter.
    pub fn begins_with_letter(self, at: usize) -> bool {
        self.text(at).starts_with(char::is_alphabetic)
    }

    /// The number of words in `range`, without marks and punctuation.
    pub fn count_words(self, range: Range<usize>) -> usize {
        range.filter(|&at| self.text(at).starts_with(char::is_alphanumeric)).count()
    }

    /// Whether token `at` can end a sentence or quoted words.
    pub fn is_end(self, at: usize) -> bool {
        matches!(self.text(at), "." | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-")
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

    /// Whether token `at` is the first word of its sentence, marks aside.
    pub fn opens_sentence(self, at: usize) -> bool {
        let start = self.sentence_range(at).start;
        // A quotation or a label begins a sentence of its own.
        let mut before = at;
        while before > start {
            before -= 1;
            match self.text(before) {
                "“" | "\"" | "``" | "''" | "‘" | "'" | "(" | "[" | "—" | "–" | "•" | "*" => {
                    if self.quotation_marks.state(before) == QuoteState::Opens {
                        return true;
                    }
                }
                ":" => return true,
                _ => return false,
            }
        }
        true
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
    pub fn is_quoted(self, at: usize) -> bool {
        self.quotation_marks.state(at) != QuoteState::Outside
    }

    fn word_type(self, at: usize) -> Option<&'a WordType> {
        self.tokens.types(self.article).of_token(at)
    }
}
