//! [`Honorific`]: the honorific before a name, which can distinguish people with the same surname: Mrs. Holt is not
//! Miss Holt, and Captain Holt is neither.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{MARRIED_HONORIFIC, PHYSICIAN, UNMARRIED_HONORIFIC};
use std::ops::Range;

/// An honorific before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Honorific {
    /// “Mrs.”
    Married,
    /// “Miss”
    Unmarried,
    /// A military rank or “Dr.”, of a man or a woman.
    Ranked,
}

impl Honorific {
    /// The honorific in the tokens `title`, which stand before a name.
    pub fn of_title(article: TokenizedArticle, title: Range<usize>) -> Option<Honorific> {
        title.rev().find_map(|at| {
            if article.is(at, &MARRIED_HONORIFIC) {
                Some(Honorific::Married)
            } else if article.is(at, &UNMARRIED_HONORIFIC) {
                Some(Honorific::Unmarried)
            } else {
                (article.is(at, Classes::RANK) || article.is(at, &PHYSICIAN)).then_some(Honorific::Ranked)
            }
        })
    }

    /// Whether a person with the honorific `one`, of whom only a surname is known if `surname_alone`, and who is a
    /// woman if `is_woman`, never has the honorific `other`.
    pub fn differ(one: Option<Honorific>, other: Option<Honorific>, surname_alone: bool, is_woman: bool) -> bool {
        match (one, other) {
            (Some(Honorific::Ranked), Some(Honorific::Married | Honorific::Unmarried)) => !is_woman,
            (Some(Honorific::Married | Honorific::Unmarried), Some(Honorific::Ranked)) => surname_alone,
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }
}
