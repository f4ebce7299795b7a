//! Pronouns of the third person, and where in its clause a mention stands, as far as the words beside it tell.

use super::entities::Who;
use super::words::{Shape, Words};
use crate::language::coref::mention::Form;
use crate::language::document::lexicon::{Classes, Gender};

/// Where in its clause a mention stands, as far as the words beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Subject,
    Object,
    Prepositional,
    Possessive,
}

/// The last mention of somebody.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub who: Who,
    pub at: usize,
    pub place: Place,
    /// Does it stand inside quotation marks?
    pub quoted: bool,
    pub form: Form,
    /// Token of their last mention by name, and of the last as a subject outside quotation marks.
    pub named: Option<usize>,
    pub subject: Option<usize>,
    /// How many mentions in a row were theirs alone up to here.
    pub times: u32,
}

/// A pronoun of the third person, singular.
#[derive(Clone, Copy, Debug)]
pub struct Pronoun {
    pub at: usize,
    pub gender: Gender,
    pub place: Place,
    pub reflexive: bool,
}

/// The third-person pronoun at token `at`, if it is one.
pub fn third_person(words: &Words, at: usize) -> Option<Pronoun> {
    // “Shesaid”: pages lose spaces.
    let lower = words.lower(at);
    let (gender, place, reflexive) = match lower.strip_suffix("said").unwrap_or(lower) {
        "he" => (Gender::Male, Place::Subject, false),
        "she" => (Gender::Female, Place::Subject, false),
        "him" => (Gender::Male, object_place(words, at), false),
        "himself" => (Gender::Male, Place::Object, true),
        "herself" => (Gender::Female, Place::Object, true),
        "his" => (Gender::Male, Place::Possessive, false),
        "hers" => (Gender::Female, Place::Object, false),
        "her" if possessive_her(words, at) => (Gender::Female, Place::Possessive, false),
        "her" => (Gender::Female, object_place(words, at), false),
        _ => return None,
    };
    Some(Pronoun { at, gender, place, reflexive })
}

fn object_place(words: &Words, at: usize) -> Place {
    match at.checked_sub(1) {
        Some(before) if words.is(before, Classes::PREPOSITION) => Place::Prepositional,
        _ => Place::Object,
    }
}

/// “Her plan”, not “told her that”: a noun or what describes one follows.
fn possessive_her(words: &Words, at: usize) -> bool {
    const BEFORE_NOUNS: [&str; 10] =
        ["own", "first", "second", "third", "last", "two", "three", "many", "other", "best"];
    let next = words.entry(at + 1);
    if !words.together(at) || !words.is_word(at + 1) {
        return false;
    }
    let links = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SUBORDINATOR);
    let modifies = next.is(Classes::MODIFIER) || words.one_of(at + 1, &BEFORE_NOUNS);
    !next.is(links) || modifies || words.shape(at + 1) != Shape::Lower
}

/// Where the mention of tokens `start..end` stands in its clause.
pub fn place(words: &Words, start: usize, end: usize) -> Place {
    if words.touch(end.saturating_sub(1)) && matches!(words.text(end), "’s" | "'s" | "’" | "'") {
        // “Ann’s going”, “Ann’s a doctor” are rare beside the possessive.
        return Place::Possessive;
    }
    let Some(before) = start.checked_sub(1).filter(|&before| words.together(before)) else { return Place::Subject };
    if !words.is_word(before) {
        return Place::Subject;
    }
    let verb_follows =
        words.is(end, Classes::SAY.or(Classes::HUMAN_VERB).or(Classes::AUXILIARY).or(Classes::PLURAL_VERB));
    if words.is(before, Classes::SAY) {
        let told = words.one_of(before, &["told", "tells"]);
        let inverted = before.checked_sub(1).is_none_or(|mark| !words.is_word(mark) || !words.together(mark));
        return if inverted && !told { Place::Subject } else { Place::Object };
    }
    if words.is(before, Classes::SUBORDINATOR) || words.one_of(before, &["and", "but", "or", "that", "then", "so"]) {
        let clause = verb_follows || words.is(before, Classes::SUBORDINATOR) && !words.is(before, Classes::PREPOSITION);
        return if clause || words.one_of(before, &["and", "but", "then", "so"]) {
            Place::Subject
        } else {
            Place::Prepositional
        };
    }
    // “Led by Ann Lee”: she is the one who acts. Whoever is “asked by Ann Lee” speaks next.
    let led = |verb: usize| words.lower(verb).ends_with("ed") && words.lower(verb) != "asked";
    if words.lower(before) == "by" && before.checked_sub(1).is_some_and(led) {
        return Place::Subject;
    }
    if words.is(before, Classes::PREPOSITION) {
        return Place::Prepositional;
    }
    if verb_follows || words.is(before, Classes::FUNCTION) && !words.is(before, Classes::AUXILIARY) {
        return Place::Subject;
    }
    if words.shape(before) == Shape::Lower { Place::Object } else { Place::Subject }
}

/// Does nothing that opens a new clause stand between the two?
pub fn one_clause(words: &Words, from: usize, to: usize) -> bool {
    to.saturating_sub(from) < 24
        && !(from + 1..to).any(|at| {
            words.is(at, Classes::SUBORDINATOR) && !words.is(at, Classes::PREPOSITION)
                || matches!(words.text(at), "," | ";" | ":" | "“" | "”" | "\"" | "—")
                || words.one_of(
                    at,
                    &[
                        "and", "but", "or", "that", "who", "which", "he", "she", "they", "after", "before", "since",
                        "until", "than",
                    ],
                )
        })
}
