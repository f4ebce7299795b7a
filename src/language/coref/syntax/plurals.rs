//! Plurals, and the phrases that end with one: “many of the state’s young voters”.

use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The phrase whose last word is the plural at `end`: “many of the state’s young voters”, “activists and thinkers”.
pub fn plural_phrase(article: TokenizedArticle, end: usize) -> Range<usize> {
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
pub fn is_plural(article: TokenizedArticle, at: usize) -> bool {
    let lower = article.lower(at);
    let ending = lower.len() > 4 && lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us");
    article.shape(at) == WordShape::Lower
        && (article.is(at, Classes::PLURAL.or(Classes::PEOPLE)) || ending)
        && !article.is(at, Classes::FUNCTION.or(Classes::AUXILIARY).or(Classes::SAY).or(Classes::PREPOSITION))
}

/// Whether the noun at token `at` is a plural, in whatever case: “nurses”, “Democrats”.
pub fn names_several(article: TokenizedArticle, at: usize) -> bool {
    is_plural(article, at) || article.is(at, Classes::PLURAL.or(Classes::PEOPLE))
}

/// The singular of the plural `noun`: “nurses”, “agencies”, “women”.
pub fn singular(noun: &str) -> String {
    if let Some(singular) = replaced(noun, lexicon::irregular_plurals()) {
        return singular;
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let stem = noun.strip_suffix("es").filter(|stem| takes_es(stem));
    stem.or_else(|| noun.strip_suffix('s')).unwrap_or(noun).to_owned()
}

/// The plural of the singular `noun`: “nurses”, “agencies”, “women”.
pub fn plural(noun: &str) -> String {
    // “Germans”
    let demonym = || lexicon::look_up(&noun.to_lowercase()).is(Classes::DEMONYM);
    let irregular = lexicon::irregular_plurals().map(|(plural, singular)| (singular, plural));
    if let Some(plural) = replaced(noun, irregular).filter(|_| !demonym()) {
        return plural;
    }
    let vowel_before_last = noun.chars().rev().nth(1).is_some_and(|letter| "aeiou".contains(letter));
    match noun.strip_suffix('y') {
        Some(stem) if !vowel_before_last => format!("{stem}ies"),
        _ if takes_es(noun) || noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// `noun` with the first of `pairs` that it is, or that it ends with, replaced. A pair of endings begins with hyphens.
fn replaced<'w>(noun: &str, pairs: impl Iterator<Item = (&'w str, &'w str)>) -> Option<String> {
    let whole = |from: &str| (noun == from).then_some("");
    let stem = |from: &str| from.strip_prefix('-').map_or_else(|| whole(from), |ending| noun.strip_suffix(ending));
    let mut found: Vec<String> =
        pairs.filter_map(|(from, to)| Some(format!("{}{}", stem(from)?, to.trim_start_matches('-')))).collect();
    // A word of its own goes before an ending: “human” before “man”.
    found.pop()
}

/// Whether the plural of `noun` has an *e* before its *s*: “boss”, “coach”, “dish”, “box”.
fn takes_es(noun: &str) -> bool {
    noun.ends_with('x') || noun.ends_with("ss") || noun.strip_suffix('h').is_some_and(|rest| rest.ends_with(['s', 'c']))
}

#[cfg(test)]
mod tests {
    use super::{plural, singular};

    #[test]
    fn singulars_and_plurals() {
        let pairs = [("nurse", "nurses"), ("agency", "agencies"), ("boy", "boys"), ("coach", "coaches")];
        let more = [
            ("woman", "women"),
            ("German", "Germans"),
            ("human", "humans"),
            ("person", "people"),
            ("boss", "bosses"),
            ("Democrat", "Democrats"),
        ];
        for (one, several) in pairs.into_iter().chain(more) {
            assert_eq!((plural(one).as_str(), singular(several).as_str()), (several, one));
        }
    }
}
