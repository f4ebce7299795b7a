//! [`WordTypes`]: the different words of an article with the lexicon's entry for each, looked up once.

use crate::language::lexical::lexicon::{self, Entry};
use crate::language::lexical::word_classes::ARABIC_ARTICLE;
use crate::text::chars;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The shape of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordShape {
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
#[derive(Clone, Debug)]
pub(super) struct WordType {
    pub shape: WordShape,
    pub entry: Entry,
    /// The symbol of its lower-case form: equal symbols, equal words but for case.
    pub symbol: u32,
    /// Whether it begins with a capital letter in the middle of a sentence, as most names do.
    pub capital_within_sentence: bool,
}

/// The different words of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct WordTypes {
    types: Vec<WordType>,
    /// The type of each token.
    ids: Vec<u32>,
    /// The lower-case words, by symbol.
    lower: Vec<Box<str>>,
}

impl WordTypes {
    /// Looks up every different word of `words`, the tokens of an article, with the ranges of its `sentences`.
    pub fn of(words: &[&str], sentences: &[Range<u32>]) -> WordTypes {
        let mut all = WordTypes { ids: Vec::with_capacity(words.len()), ..WordTypes::default() };
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut symbols: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for &text in words {
            let id = *known.entry(text).or_insert_with(|| {
                let lower: Box<str> = text.to_lowercase().into();
                let symbol = *symbols.entry(lower.clone()).or_insert_with(|| {
                    all.lower.push(lower.clone());
                    all.lower.len() as u32 - 1
                });
                let (shape, entry) = (shape(text), lexicon::look_up(&lower));
                all.types.push(WordType { shape, entry, symbol, capital_within_sentence: false });
                all.types.len() as u32 - 1
            });
            all.ids.push(id);
        }
        all.find_capitals(words, sentences);
        all
    }

    /// The type of token `at`; none past the end.
    pub fn of_token(&self, at: usize) -> Option<&WordType> {
        self.ids.get(at).and_then(|&id| self.types.get(id as usize))
    }

    /// The lower-case word behind a symbol.
    pub fn word(&self, symbol: u32) -> &str {
        self.lower.get(symbol as usize).map_or("", |word| word)
    }

    /// Marks the words with a capital in the middle of a sentence.
    fn find_capitals(&mut self, words: &[&str], sentences: &[Range<u32>]) {
        for sentence in sentences {
            for at in (sentence.start as usize..sentence.end as usize).skip(1) {
                let before = words[at - 1];
                let starts = before.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ',' | '’' | '\''));
                let id = self.ids.get(at).copied().filter(|_| !starts);
                if let Some(word) = id.and_then(|id| self.types.get_mut(id as usize)) {
                    word.capital_within_sentence |= words[at].starts_with(char::is_uppercase);
                }
            }
        }
    }
}

fn shape(text: &str) -> WordShape {
    let Some(first) = text.chars().next() else { return WordShape::Mark };
    if first.is_numeric() {
        return WordShape::Number;
    }
    if !first.is_alphabetic() {
        // ’s and similar endings count as words in lower case.
        let ending = chars::is_apostrophe(first) && text.chars().nth(1).is_some_and(char::is_alphabetic);
        return if ending { WordShape::Lower } else { WordShape::Mark };
    }
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if first.is_uppercase() {
        return match letters().count() {
            1 => WordShape::Letter,
            _ if letters().all(char::is_uppercase) => WordShape::Upper,
            _ => WordShape::Capital,
        };
    }
    if !first.is_lowercase() {
        // A script without capital letters (Chinese, Arabic): the shape is no evidence for names.
        return WordShape::Lower;
    }
    let part = text.split(['-', '\u{2011}']).nth(1).and_then(|part| part.chars().next());
    let prefix = text.split('-').next().is_some_and(|prefix| ARABIC_ARTICLE.contains(prefix));
    if prefix && part.is_some_and(char::is_uppercase) { WordShape::Capital } else { WordShape::Lower }
}
