//! Plurals, and the phrases that end with one: “many of the state’s young voters”.

use crate::language::document::lexicon::{self, Classes};
use crate::language::document::{Shape, TokenizedArticle};
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
    article.shape(at) == Shape::Lower
        && (article.is(at, Classes::PLURAL.or(Classes::PEOPLE)) || ending)
        && !article.is(at, Classes::FUNCTION.or(Classes::AUXILIARY).or(Classes::SAY).or(Classes::PREPOSITION))
}

/// Whether the noun at token `at` is a plural, in whatever case: “nurses”, “Democrats”.
pub fn names_several(article: TokenizedArticle, at: usize) -> bool {
    is_plural(article, at) || article.is(at, Classes::PLURAL.or(Classes::PEOPLE))
}

/// The singular of the plural `noun` by its ending: “nurses”, “agencies”, “women”.
pub fn singular(noun: &str) -> String {
    if noun == "people" {
        return "person".to_owned();
    }
    if let Some(stem) = noun.strip_suffix("men") {
        return format!("{stem}man");
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let hissing = noun.strip_suffix("es").filter(|stem| hisses(stem));
    hissing.or_else(|| noun.strip_suffix('s')).unwrap_or(noun).to_owned()
}

/// The plural of the singular `noun` by its ending.
pub fn plural(noun: &str) -> String {
    if noun == "person" {
        return "people".to_owned();
    }
    let regular = || noun == "human" || lexicon::look_up(&noun.to_lowercase()).is(Classes::DEMONYM);
    if let Some(stem) = noun.strip_suffix("man").filter(|_| !regular()) {
        return format!("{stem}men");
    }
    let vowel_before_last = noun.chars().rev().nth(1).is_some_and(|letter| "aeiou".contains(letter));
    match noun.strip_suffix('y') {
        Some(stem) if !vowel_before_last => format!("{stem}ies"),
        _ if hisses(noun) || noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Whether the plural of a noun that ends so has an *e* before its *s*: “boss”, “coach”, “dish”, “box”.
fn hisses(noun: &str) -> bool {
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
            ("person", "people"),
            ("boss", "bosses"),
            ("Democrat", "Democrats"),
        ];
        for (one, several) in pairs.into_iter().chain(more) {
            assert_eq!((plural(one).as_str(), singular(several).as_str()), (several, one));
        }
    }
}
