//! Plurals, and the phrases that end with one: “many of the state’s young voters”.

use crate::language::coref::syntax::lexical_article::{LexicalArticle, Shape};
use crate::language::document::lexicon::Classes;
use std::ops::Range;

/// The phrase whose last word is the plural at `end`: “many of the state’s young voters”, “activists and thinkers”.
pub fn plural_phrase(article: &LexicalArticle, end: usize) -> Range<usize> {
    const LONGEST: usize = 6;
    let sentence = article.sentence_range(end).start;
    let mut start = end;
    while start > sentence && end - start < LONGEST {
        let before = start - 1;
        if article.is(before, Classes::DETERMINER) {
            return before..end + 1;
        }
        let paired =
            article.lower(before) == "and" && start == end && before > sentence && is_plural(article, before - 1);
        if paired {
            start = before - 1;
            continue;
        }
        let outside = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY);
        let stops = !article.is_word(before) || article.is(before, outside) && !article.is(before, Classes::MODIFIER);
        if stops || article.lower(before).ends_with("ed") || article.lower(before).ends_with("ing") {
            break;
        }
        start = before;
    }
    start..end + 1
}

/// Whether the word at `at`, in lower case, is a plural by its class or its ending.
pub fn is_plural(article: &LexicalArticle, at: usize) -> bool {
    let lower = article.lower(at);
    let ending = lower.len() > 4 && lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us");
    article.shape(at) == Shape::Lower
        && (article.is(at, Classes::PLURAL.or(Classes::PEOPLE)) || ending)
        && !article.is(at, Classes::FUNCTION.or(Classes::AUXILIARY).or(Classes::SAY).or(Classes::PREPOSITION))
}
