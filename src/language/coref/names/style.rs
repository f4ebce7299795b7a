//! [`Style`]: how somebody is styled, where that tells two of one surname apart: Mrs. Holt is not Miss Holt, and Captain
//! Holt is neither.

use crate::language::document::TokenizedArticle;
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{MARRIED_STYLE, PHYSICIAN, UNMARRIED_STYLE};
use std::ops::Range;

/// A style before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// “Mrs.”
    Married,
    /// “Miss”
    Unmarried,
    /// A military rank or “Dr.”, of a man or a woman.
    Ranked,
}

impl Style {
    /// The style in the tokens `title`, which stand before a name.
    pub fn of_title(article: TokenizedArticle, title: Range<usize>) -> Option<Style> {
        title.rev().find_map(|at| {
            if article.is(at, &MARRIED_STYLE) {
                Some(Style::Married)
            } else if article.is(at, &UNMARRIED_STYLE) {
                Some(Style::Unmarried)
            } else {
                (article.is(at, Classes::RANK) || article.is(at, &PHYSICIAN)).then_some(Style::Ranked)
            }
        })
    }

    /// Whether somebody styled `one`, of whom no more than a surname is known if `surname_alone`, and a woman if
    /// `is_woman`, is never styled `other`.
    pub fn differ(one: Option<Style>, other: Option<Style>, surname_alone: bool, is_woman: bool) -> bool {
        match (one, other) {
            (Some(Style::Ranked), Some(Style::Married | Style::Unmarried)) => !is_woman,
            (Some(Style::Married | Style::Unmarried), Some(Style::Ranked)) => surname_alone,
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }
}
