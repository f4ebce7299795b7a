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

/// The singular of the plural `noun` by its ending: “nurses”, “agencies”, “women”.
pub fn singular(noun: &str) -> String {
    if noun == "people" {
        return "person".to_owned();
    }
    let change =
        [("men", "man"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")];
    let changed = change.iter().find_map(|(plural, singular)| Some(noun.strip_suffix(plural)?.to_owned() + singular));
    changed.unwrap_or_else(|| noun.to_owned())
}

/// The plural of the singular `noun` by its ending.
pub fn plural(noun: &str) -> String {
    let vowel_before_y = noun.chars().rev().nth(1).is_some_and(|letter| "aeiou".contains(letter));
    match noun {
        "person" => "people".to_owned(),
        "German" | "Roman" | "human" => format!("{noun}s"),
        _ if noun.ends_with("man") => noun.strip_suffix("man").unwrap_or(noun).to_owned() + "men",
        _ if noun.ends_with('y') && !vowel_before_y => noun.strip_suffix('y').unwrap_or(noun).to_owned() + "ies",
        _ if ["s", "sh", "ch", "x"].iter().any(|ending| noun.ends_with(ending)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
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
