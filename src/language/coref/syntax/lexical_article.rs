//! [`LexicalArticle`]: the tokens of the article with what the lexicon says of each, looked up once for every different
//! word.

use crate::language::document::TokenizedArticle;
use crate::language::document::lexicon::{self, Classes, Entry};
use crate::language::document::quotation_marks::QuoteState;
use crate::language::document::word_classes::{ARABIC_ARTICLE, MENTION_PRONOUN, POSSESSIVE_ENDING, WordClass};
use crate::text::chars;
use rustc_hash::FxHashMap;
use std::ops::Deref;

/// The shape of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `word`
    Lower,
    /// `Word`, `McWord`, `al-Word`
    Capital,
    /// `WORD`, `W.O.`
    Upper,
    /// `W`
    Letter,
    Number,
    Mark,
}

/// One different word.
struct WordType {
    shape: Shape,
    entry: Entry,
    /// The symbol of its lower-case form: equal symbols, equal words but for case.
    symbol: u32,
}

/// The tokens of an article, looked up.
pub struct LexicalArticle<'a> {
    document: TokenizedArticle<'a>,
    types: Vec<WordType>,
    /// The type of each token.
    ids: Vec<u32>,
    /// The lower-case words, by symbol.
    lower: Vec<Box<str>>,
}

impl<'a> Deref for LexicalArticle<'a> {
    type Target = TokenizedArticle<'a>;

    fn deref(&self) -> &TokenizedArticle<'a> {
        &self.document
    }
}

impl<'a> LexicalArticle<'a> {
    /// Looks every different word of `document` up.
    pub fn of(document: TokenizedArticle<'a>) -> LexicalArticle<'a> {
        let mut article =
            LexicalArticle { document, types: Vec::new(), ids: Vec::with_capacity(document.len()), lower: Vec::new() };
        let mut known: FxHashMap<&'a str, u32> = FxHashMap::default();
        let mut symbols: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for at in 0..document.len() {
            let text = document.text(at);
            let id = *known.entry(text).or_insert_with(|| {
                let lower: Box<str> = text.to_lowercase().into();
                let symbol = *symbols.entry(lower.clone()).or_insert_with(|| {
                    article.lower.push(lower.clone());
                    article.lower.len() as u32 - 1
                });
                article.types.push(WordType { shape: shape(text), entry: lexicon::look_up(&lower), symbol });
                article.types.len() as u32 - 1
            });
            article.ids.push(id);
        }
        article
    }

    /// The same in lower case.
    pub fn lower(&self, at: usize) -> &str {
        self.kind(at).map_or("", |kind| self.word(kind.symbol))
    }

    /// The lower-case word behind a symbol.
    pub fn word(&self, symbol: u32) -> &str {
        self.lower.get(symbol as usize).map_or("", |word| word)
    }

    /// The symbol of token `at`; `u32::MAX` past the end.
    pub fn symbol(&self, at: usize) -> u32 {
        self.kind(at).map_or(u32::MAX, |kind| kind.symbol)
    }

    /// The shape of token `at`; a mark past the end.
    pub fn shape(&self, at: usize) -> Shape {
        self.kind(at).map_or(Shape::Mark, |kind| kind.shape)
    }

    /// The lexicon’s entry for token `at`; nothing past the end.
    pub fn entry(&self, at: usize) -> Entry {
        self.kind(at).map_or_else(Entry::default, |kind| kind.entry)
    }

    /// Whether token `at` is in one of `classes`.
    pub fn is(&self, at: usize, classes: Classes) -> bool {
        self.entry(at).is(classes)
    }

    /// Whether it, in lower case, is in `class`.
    pub fn has(&self, at: usize, class: &WordClass) -> bool {
        class.contains(self.lower(at))
    }

    /// Whether it is a pronoun of any person but *he* and *she*.
    pub fn is_pronoun(&self, at: usize) -> bool {
        self.has(at, &MENTION_PRONOUN)
    }

    /// Whether it makes the word before it a possessive: “’s”, or an apostrophe after an s that closes no quotation.
    pub fn is_possessive_ending(&self, at: usize) -> bool {
        let mark = !self.text(at).ends_with(char::is_alphabetic);
        self.has(at, &POSSESSIVE_ENDING)
            && (!mark
                || self.marks.state(at) != QuoteState::Closes
                    && at.checked_sub(1).is_some_and(|before| self.lower(before).ends_with('s')))
    }

    /// Whether it begins with a capital letter.
    pub fn capital(&self, at: usize) -> bool {
        matches!(self.shape(at), Shape::Capital | Shape::Upper | Shape::Letter)
    }

    /// Whether token `at` is a word or a number.
    pub fn is_word(&self, at: usize) -> bool {
        !matches!(self.shape(at), Shape::Mark)
    }

    /// Whether token `at` is the first word of its sentence, marks aside.
    pub fn opens_sentence(&self, at: usize) -> bool {
        let start = self.sentence_range(at).start;
        // A quotation or a label begins a sentence of its own.
        let mut before = at;
        while before > start {
            before -= 1;
            match self.text(before) {
                "“" | "\"" | "``" | "''" | "‘" | "'" | "(" | "[" | "—" | "–" | "•" | "*" => {
                    if self.marks.state(before) == QuoteState::Opens {
                        return true;
                    }
                }
                ":" => return true,
                _ => return false,
            }
        }
        true
    }

    fn kind(&self, at: usize) -> Option<&WordType> {
        self.ids.get(at).and_then(|&id| self.types.get(id as usize))
    }
}

fn shape(text: &str) -> Shape {
    let Some(first) = text.chars().next() else { return Shape::Mark };
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_alphabetic() {
        // ’s and its like are words in lower case.
        let ending = chars::is_apostrophe(first) && text.chars().nth(1).is_some_and(char::is_alphabetic);
        return if ending { Shape::Lower } else { Shape::Mark };
    }
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if first.is_uppercase() {
        return match letters().count() {
            1 => Shape::Letter,
            _ if letters().all(char::is_uppercase) => Shape::Upper,
            _ => Shape::Capital,
        };
    }
    if !first.is_lowercase() {
        // Writing without capital letters (Chinese, Arabic): nothing tells a name.
        return Shape::Lower;
    }
    let part = text.split(['-', '\u{2011}']).nth(1).and_then(|part| part.chars().next());
    let prefix = text.split('-').next().is_some_and(|prefix| ARABIC_ARTICLE.contains(prefix));
    if prefix && part.is_some_and(char::is_uppercase) { Shape::Capital } else { Shape::Lower }
}
