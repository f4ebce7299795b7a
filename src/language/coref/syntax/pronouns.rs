//! Pronouns of the third person.

use crate::language::coref::syntax::position::Position;
use crate::language::document::lexicon::{Classes, Gender};
use crate::language::document::word_classes::{AFTER_POSSESSIVE, THEY};
use crate::language::document::{Shape, TokenizedArticle};

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
    let (gender, position, reflexive) = match lower.strip_suffix("said").unwrap_or(lower) {
        "he" => (Gender::Male, Position::Subject, false),
        "she" => (Gender::Female, Position::Subject, false),
        "him" => (Gender::Male, object_position(article, at), false),
        "himself" => (Gender::Male, Position::Object, true),
        "herself" => (Gender::Female, Position::Object, true),
        "his" => (Gender::Male, Position::Possessive, false),
        "hers" => (Gender::Female, Position::Object, false),
        "her" if is_possessive_her(article, at) => (Gender::Female, Position::Possessive, false),
        "her" => (Gender::Female, object_position(article, at), false),
        _ => return None,
    };
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
    !next.is(links) || modifies || article.shape(at + 1) != Shape::Lower
}
