//! The syntactic position of a mention in its clause, as far as the words beside it tell.

use super::lexical_article::{LexicalArticle, Shape};
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{ADDRESS_VERB, CLAUSE_CONJUNCTION, CLAUSE_OPENER, COORDINATOR};

/// The syntactic position of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    Subject,
    Object,
    Prepositional,
    Possessive,
}

/// The position of the mention of tokens `start..end`.
pub fn position(words: &LexicalArticle, start: usize, end: usize) -> Position {
    if words.touch(end.saturating_sub(1)) && matches!(words.text(end), "’s" | "'s" | "’" | "'") {
        // “Ann’s going” and “Ann’s a doctor” are rare beside the possessive.
        return Position::Possessive;
    }
    let Some(before) = start.checked_sub(1).filter(|&before| words.together(before)) else { return Position::Subject };
    if !words.is_word(before) {
        return Position::Subject;
    }
    let verb_follows =
        words.is(end, Classes::SAY.or(Classes::HUMAN_VERB).or(Classes::AUXILIARY).or(Classes::PLURAL_VERB));
    if words.is(before, Classes::SAY) {
        let addressee = words.has(before, &ADDRESS_VERB);
        let inverted = before.checked_sub(1).is_none_or(|mark| !words.is_word(mark) || !words.together(mark));
        return if inverted && !addressee { Position::Subject } else { Position::Object };
    }
    if words.is(before, Classes::SUBORDINATOR) || words.has(before, &CLAUSE_CONJUNCTION) {
        let clause = verb_follows || words.is(before, Classes::SUBORDINATOR) && !words.is(before, Classes::PREPOSITION);
        return if clause || words.has(before, &COORDINATOR) { Position::Subject } else { Position::Prepositional };
    }
    // “Led by Ann Lee”: she is the one who acts. Whoever is “asked by Ann Lee” speaks next.
    let led = |verb: usize| words.lower(verb).ends_with("ed") && words.lower(verb) != "asked";
    if words.lower(before) == "by" && before.checked_sub(1).is_some_and(led) {
        return Position::Subject;
    }
    if words.is(before, Classes::PREPOSITION) {
        return Position::Prepositional;
    }
    if verb_follows || words.is(before, Classes::FUNCTION) && !words.is(before, Classes::AUXILIARY) {
        return Position::Subject;
    }
    if words.shape(before) == Shape::Lower { Position::Object } else { Position::Subject }
}

/// Whether nothing between tokens `from` and `to` opens a new clause.
pub fn one_clause(words: &LexicalArticle, from: usize, to: usize) -> bool {
    const LONGEST: usize = 24;
    to.saturating_sub(from) < LONGEST
        && !(from + 1..to).any(|at| {
            words.is(at, Classes::SUBORDINATOR) && !words.is(at, Classes::PREPOSITION)
                || matches!(words.text(at), "," | ";" | ":" | "“" | "”" | "\"" | "—")
                || words.has(at, &CLAUSE_OPENER)
        })
}
