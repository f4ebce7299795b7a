//! Sources that leave out their noun: “some say”, “another said”, “among nurses, 74 percent said”. The noun comes from
//! the whole that they are a part of, or from the source that they contrast with (“one user wrote … another said”).

use crate::language::coref::antecedents::pronoun_antecedents;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::syntax::plurals::{names_several, plural_phrase};
use crate::language::coref::syntax::position::Position;
use crate::language::coref::syntax::pronouns::Pronoun;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::{
    DEFINITE, INDEFINITE, OF_SEVERAL, ONE_OF_SEVERAL, PART_PREPOSITION, PORTION, SOMEBODY_ELSE,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The entity of the source `range` of attribution `index`, if that is a quantifier without its noun. It is a new
/// entity, which no other quantifier shares.
pub fn quantified_source(discourse: &mut Discourse, range: &Range<usize>, index: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    if !elides_noun(article, range) {
        return None;
    }
    let noun = among(article, range.start).or_else(|| {
        let portion = article.is(range.end - 1, &PORTION);
        // “One might think”
        let general = article.lower(range.start) == "one" && article.is(range.end, Classes::AUXILIARY);
        if portion || general {
            None
        } else {
            noun_set_against(discourse, range).or_else(|| noun_of_they(discourse, range, index))
        }
    });
    let id = discourse.entities.quantified(article, range.clone(), noun);
    Some((id, 0.85))
}

/// Whether the noun of the tokens `range` is left out: a quantifier of some of several (“some”, “another”), or a
/// portion (“only 7 percent”).
pub fn elides_noun(article: TokenizedArticle, range: &Range<usize>) -> bool {
    let last = range.end.saturating_sub(1);
    let quantifier = article.is(last, &OF_SEVERAL) || article.is(last, &ONE_OF_SEVERAL);
    range.len() == 1 && quantifier || article.is(last, &PORTION)
}

/// The noun phrase behind “among” or “of” that opens the sentence of token `at`: “Among nurses, 74 percent said”.
fn among(article: TokenizedArticle, at: usize) -> Option<Range<usize>> {
    let first = (article.sentence_range(at).start..at).find(|&at| article.is_word(at))?;
    if !article.is(first, &PART_PREPOSITION) {
        return None;
    }
    let comma = (first + 1..at).find(|&at| article.text(at) == ",")?;
    let ends = |at: &usize| article.is(*at, Classes::PREPOSITION) || article.is(*at, Classes::AUXILIARY);
    let end = (first + 1..comma).find(ends).unwrap_or(comma);
    let start = (first + 1..end).find(|&at| !article.is(at, &DEFINITE))?;
    names_several(article, end - 1).then_some(start..end)
}

/// The noun of an entity that another quantifier introduced shortly before the source `range`: “One user wrote …
/// Another”.
fn noun_set_against(discourse: &Discourse, range: &Range<usize>) -> Option<Range<usize>> {
    const SENTENCES: usize = 4;
    let article = discourse.text.article;
    let other = article.is(range.start, &SOMEBODY_ELSE) || article.lower(range.start) == "one";
    if !other {
        return None;
    }
    let near = |at: usize| at < range.start && article.sentence(at) + SENTENCES >= article.sentence(range.start);
    let recent = discourse.salience.recent.iter().rev().filter(|mention| near(mention.at));
    recent.map(|mention| &discourse.entities[mention.entity]).find_map(|entity| noun_of_part(article, entity))
}

/// The noun of an entity that is introduced as one or some of its kind: “one user”, or “another” (user).
fn noun_of_part(article: TokenizedArticle, entity: &Entity) -> Option<Range<usize>> {
    let name = &entity.name;
    let noun = name.start + 1..name.end;
    let introduced = article.is(name.start, &INDEFINITE) || article.is(name.start, &OF_SEVERAL);
    let simple = noun.clone().all(|at| article.is_word(at) && !article.is(at, Classes::PREPOSITION));
    entity.noun.clone().or_else(|| (introduced && simple && !noun.is_empty() && entity.key.is_empty()).then_some(noun))
}

/// The noun of the people to whom “they” would refer in place of the source `range`.
fn noun_of_they(discourse: &mut Discourse, range: &Range<usize>, index: usize) -> Option<Range<usize>> {
    const CLEAR: f32 = 0.4;
    let article = discourse.text.article;
    let position = Position::Subject;
    let they = Pronoun { at: range.start, gender: Gender::Unknown, position, reflexive: false, several: true };
    let choice = pronoun_antecedents::pronoun_antecedent(discourse, &they, Some(index))?;
    let entity = &discourse.entities[choice.entity];
    if choice.confidence < CLEAR || !entity.members.is_empty() {
        return None;
    }
    if entity.noun.is_some() || elides_noun(article, &entity.name) {
        return entity.noun.clone();
    }
    let head = entity.name.clone().take_while(|&at| !article.is(at, Classes::PREPOSITION)).last()?;
    let phrase = plural_phrase(article, head);
    // “At least six different companies”
    let counts = Classes::DETERMINER.or(Classes::PREPOSITION);
    let open = |at: usize| {
        article.is(at, counts) || article.is_possessive_ending(at) || article.shape(at) == WordShape::Number
    };
    let start = (phrase.start.max(entity.name.start)..head).rev().take_while(|&at| !open(at)).last().unwrap_or(head);
    names_several(article, head).then_some(start..head + 1)
}
