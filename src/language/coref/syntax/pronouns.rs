//! Pronouns of the third person.

use crate::language::coref::syntax::position::Position;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::{
    AFTER_POSSESSIVE, HE, NOMINATIVE, OBJECTIVE, POSSESSIVE, REFLEXIVE, SHE, THEY,
};
use crate::language::lexical::{TokenizedArticle, WordShape};

/// A pronoun to be resolved.
#[derive(Clone, Copy, Debug)]
pub struct Pronoun {
    /// Its token.
    pub at: usize,
    pub gender: Gender,
    pub position: Position,
    pub reflexive: bool,
    /// Whether it stands for several, as *they* does.
    pub several: bool,
}

/// Whether token `at` stands for several: *they* in any form, or *both*.
pub fn is_they(article: TokenizedArticle, at: usize) -> bool {
    article.is(at, &THEY) || article.lower(at) == "both"
}

/// The pronoun *he* or *she*, in any form, at token `at`.
pub fn third_person(article: TokenizedArticle, at: usize) -> Option<Pronoun> {
    // “Shesaid”: pages lose spaces.
    let lower = article.lower(at);
    let word = lower.strip_suffix("said").unwrap_or(lower);
    let gender = if HE.contains(word) {
        Gender::Male
    } else if SHE.contains(word) {
        Gender::Female
    } else {
        return None;
    };
    let object = OBJECTIVE.contains(word);
    let position = if NOMINATIVE.contains(word) {
        Position::Subject
    } else if POSSESSIVE.contains(word) && (!object || is_possessive_her(article, at)) {
        Position::Possessive
    } else if object {
        object_position(article, at)
    } else {
        Position::Object
    };
    let reflexive = REFLEXIVE.contains(word);
    Some(Pronoun { at, gender, position, reflexive, several: false })
}

fn object_position(article: TokenizedArticle, at: usize) -> Position {
    match at.checked_sub(1) {
        Some(before) if article.is(before, Classes::PREPOSITION) => Position::Prepositional,
        _ => Position::Object,
    }
}

/// Whether a noun, or a word that describes one, follows: “her plan”, not “told her that”.
fn is_possessive_her(article: TokenizedArticle, at: usize) -> bool {
    let next = article.entry(at + 1);
    if !article.together(at) || !article.is_word(at + 1) {
        return false;
    }
    let links = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SUBORDINATOR);
    let modifies = next.is(Classes::MODIFIER) || article.is(at + 1, &AFTER_POSSESSIVE);
    !next.is(links) || modifies || article.shape(at + 1) != WordShape::Lower
}
