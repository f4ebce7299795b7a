//! Vocatives: the nouns by which an utterance addresses a person: “Yes, *sir*”, “Why, *Mother*?”, “*Captain*, look!”.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::IN_VOCATIVE;
use std::ops::Range;

/// The most vocatives of an utterance that are looked at.
const MOST: usize = 4;

/// The vocatives among the tokens `range`: nouns for a person, with no more than a word or two before them, that stand
/// between marks.
pub fn find(article: TokenizedArticle, range: Range<usize>) -> Vec<usize> {
    let noun = Classes::HUMAN.or(Classes::HONORIFIC);
    let is_vocative = |&at: &usize| {
        article.is(at, noun) && closes(article, at) && opens(article, at) && !article.is(at, Classes::PLURAL)
    };
    range.filter(is_vocative).take(MOST).collect()
}

/// Whether a mark follows token `at` that may end a vocative.
fn closes(article: TokenizedArticle, at: usize) -> bool {
    matches!(article.text(at + 1), "," | "." | "!" | "?" | "—" | "–" | "-" | "”" | "\"" | "’" | "'" | "…" | ";")
}

/// Whether a mark stands before token `at`, with no more than “my”, “dear”, “old”, “good”, “young” and the like
/// between.
fn opens(article: TokenizedArticle, at: usize) -> bool {
    const WORDS: usize = 3;
    let within = |at: &usize| {
        article.is(*at, &IN_VOCATIVE) || article.is(*at, Classes::MODIFIER) && !article.is(*at, Classes::FUNCTION)
    };
    let first = (at.saturating_sub(WORDS)..at).rev().take_while(within).last().unwrap_or(at);
    first.checked_sub(1).is_none_or(|before| {
        matches!(article.text(before), "," | "“" | "\"" | "‘" | "'" | "—" | "–" | "-" | "!" | "?" | "." | "…" | ";")
    })
}
