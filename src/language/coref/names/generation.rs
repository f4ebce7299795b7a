//! [`Generation`]: the part of a name that distinguishes a father from his son: “Sr.”, “Jr.”, “III”, “the elder”.

use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{JUNIOR, SENIOR};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The generation of a person among namesakes of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    Senior,
    Junior,
    /// “II”, “III”, by the symbol of the word.
    Numbered(u32),
}

impl Generation {
    /// The generation that the suffix at the end of the name in `name` gives.
    pub fn of_suffix(article: TokenizedArticle, name: Range<usize>) -> Option<Generation> {
        let last = name.rev().find(|&at| article.is_word(at)).filter(|&at| article.is(at, Classes::SUFFIX))?;
        Some(Generation::of_word(article, last).unwrap_or(Generation::Numbered(article.symbol(last))))
    }

    /// The generation that the word before the surname at token `at` gives: “the elder Mabry”.
    pub fn before_surname(article: TokenizedArticle, at: usize) -> Option<Generation> {
        let before = at
            .checked_sub(1)
            .filter(|&before| article.shape(before) == WordShape::Lower && article.together(before))?;
        Generation::of_word(article, before)
    }

    fn of_word(article: TokenizedArticle, at: usize) -> Option<Generation> {
        let junior = article.is(at, &JUNIOR).then_some(Generation::Junior);
        junior.or_else(|| article.is(at, &SENIOR).then_some(Generation::Senior))
    }

    /// Whether both are known and differ.
    pub fn differ(one: Option<Generation>, other: Option<Generation>) -> bool {
        one.zip(other).is_some_and(|(one, other)| one != other)
    }
}
