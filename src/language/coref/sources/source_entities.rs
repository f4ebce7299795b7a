//! The entity of the source of an attribution: the mention in it that speaks, or an unnamed person or an organisation
//! known only as this source.

use crate::language::coref::antecedents::{pronoun_antecedents, relative_clauses};
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::person::PersonKind;
use crate::language::coref::resolution::description_mentions;
use crate::language::coref::sources::{coordination, document_issuers, narrator, pairs, quantified, source_phrases};
use crate::language::coref::syntax::descriptions::{self, Opening};
use crate::language::coref::syntax::position::Position;
use crate::language::coref::syntax::pronouns::{self, Pronoun};
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::{
    ANONYMOUS_SOURCE, DEFINITE, HE, I, IT, NO_SOURCE, POSSESSIVE, SHE, WE, WHO, WHO_OF_PEOPLE, WordClass,
};
use std::ops::Range;

/// The entity of the source in the tokens `range`, of attribution `index`, with its confidence.
pub fn source_entity(discourse: &mut Discourse, range: Range<usize>, index: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    if range.len() == 1 {
        if let Some(found) = one_word_source(discourse, range.start, index) {
            return found;
        }
    } else if let Some(relative) = source_phrases::relative_in(article, &range) {
        return relative_clauses::relative_antecedent(discourse, relative, index);
    } else if article.text(range.start + 1) == "."
        && range.len() == 2
        && let Some(id) = discourse.entity_at(range.start)
    {
        return Some((id, 0.95));
    }
    // Whoever is named in a clause about the source is not meant.
    let end = source_phrases::clause_opener(article, &range).unwrap_or(range.end);
    let range = range.start..end;
    if let Some(found) = coordination::coordinated(discourse, &range)
        .or_else(|| coordination::named_with_others(discourse, &range))
        .or_else(|| coordination::described_together(discourse, &range))
    {
        return Some(found);
    }
    let named: Vec<usize> = discourse.text.names_in(&range);
    // “Asked by the chair, Ann Lee, the minister, Ivo Sand, said”
    let asked = source_phrases::is_agent(article, range.start) && named.len() > 1;
    for &name in named.iter().skip(usize::from(asked)) {
        let name = &discourse.text.names[name];
        let Some(id) = discourse.entity_at(name.name.start) else { continue };
        // “A spokesman for the airline Blue Sky”
        let role = source_phrases::role_with_complement(article, &range, name.whole.start);
        let of_body = role.is_some() && discourse.entities[id].kind == PersonKind::Group;
        if !of_body && source_phrases::heads_source(article, &range, name.whole.clone()) {
            let entity = &discourse.entities[id];
            let confidence = entity.mentions.last().map_or(0.9, |m| m.confidence);
            return Some((id, confidence.min(0.97)));
        }
    }
    described_source(discourse, range, index)
}

/// The entity of a source of one word. `None` if the word is not a mention by itself, `Some(None)` if it is a pronoun
/// without an antecedent.
fn one_word_source(discourse: &mut Discourse, at: usize, index: usize) -> Option<Option<(EntityId, f32)>> {
    let article = discourse.text.article;
    let confidence =
        |discourse: &Discourse, id: EntityId| discourse.entities[id].mentions.last().map_or(0.8, |m| m.confidence);
    let is = |class: &WordClass| article.is(at, class);
    let found = if is(&HE) || is(&SHE) {
        discourse.entity_at(at).map(|id| (id, confidence(discourse, id)))
    } else if is(&I) {
        narrator::first_person(discourse, at)
    } else if is(&WE) {
        narrator::first_person(discourse, at).map(|(id, confidence)| (id, confidence * 0.8))
    } else if is(&WHO) && article.opens_sentence(at) {
        // “Who says so?”
        None
    } else if is(&WHO) {
        relative_clauses::relative_antecedent(discourse, at, index)
    } else if is(&IT) || pronouns::is_they(article, at) {
        let possessive = article.is(at, &POSSESSIVE);
        let position = if possessive { Position::Possessive } else { Position::Subject };
        let several = pronouns::is_they(article, at);
        let pronoun = Pronoun { at, gender: Gender::Unknown, position, reflexive: false, several };
        pronoun_antecedents::pronoun_antecedent(discourse, &pronoun, Some(index))
            .map(|choice| (choice.entity, choice.confidence))
    } else if article.is(at, &NO_SOURCE) {
        None
    } else if let Some(found) = pairs::pair(discourse, &(at..at + 1), at) {
        Some(found)
    } else {
        return discourse.entity_at(at).map(|id| Some((id, confidence(discourse, id).min(0.97))));
    };
    Some(found)
}

/// The entity of a source that is a description, known or new.
fn described_source(discourse: &mut Discourse, range: Range<usize>, index: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    if let Some(found) = known_by_age(discourse, &range) {
        return Some(found);
    }
    let head = descriptions::phrase_head(article, range.clone());
    if let Some(found) = pairs::pair(discourse, &range, head) {
        return Some(found);
    }
    if let Some(id) = discourse.entity_at(head) {
        let name = source_phrases::without_clause(article, range);
        let entity = &mut discourse.entities[id];
        let says_more = entity.mentions.len() <= 1 && name.contains(&entity.name.start);
        if entity.kind != PersonKind::Person && says_more {
            entity.name = name;
        } else {
            name_organisation(discourse, id, name, head);
        }
        let confidence = discourse.entities[id].mentions.last().map_or(0.85, |mention| mention.confidence);
        return Some((id, confidence));
    }
    if let Some(found) = quantified::quantified_source(discourse, &range, index) {
        return Some(found);
    }
    if let Some(found) = document_issuers::document_issuer(discourse, &range, head) {
        return Some(found);
    }
    let human = article.is(head, Classes::HUMAN);
    // A name that refers to no known entity: a source is at least an organisation.
    let named = discourse.text.names_in(&range).into_iter().map(|index| discourse.text.names[index].whole.clone());
    if let Some(name) = named.into_iter().find(|name| name.contains(&head) && !human) {
        let id = discourse.entities.organisation(article, name);
        return Some((id, 0.8));
    }
    let found = source_phrases::source_description(article, &range, head);
    let kin = found.opening == Opening::Possessive && article.is(head, Classes::KIN);
    let resolved = match kin {
        true => description_mentions::relative_of_owner(discourse, &found),
        false => description_mentions::known_by_description(discourse, &found, range.clone(), Some(index)),
    };
    if let Some((id, reason, confidence)) = resolved {
        discourse.link_description(&found, id, reason, confidence);
        name_organisation(discourse, id, source_phrases::without_clause(article, range), head);
        return Some((id, confidence));
    }
    Some((new_source(discourse, range, head), 0.85))
}

/// Names the organisation `id`, which was only described so far, by the source `name` with a capitalised noun `head`,
/// or with a name before it: the agency is “the Office of Workplace Safety”, the campaign “the Hale campaign”.
fn name_organisation(discourse: &mut Discourse, id: EntityId, name: Range<usize>, head: usize) {
    let article = discourse.text.article;
    let entity = &mut discourse.entities[id];
    let capital = |at: usize| article.is_capital(at) && !article.opens_sentence(at);
    let unknown = |at: usize| article.is_capital(at) && !article.is(at, Classes::DETERMINER.or(Classes::COMMON));
    let described = !entity.name.clone().any(|at| capital(at) || unknown(at));
    let names = (name.start..head + 1).any(|at| capital(at) && !article.is(at, Classes::CALENDAR));
    if entity.kind == PersonKind::Group && entity.members.is_empty() && described && names {
        let first = name.clone().find(|&at| !article.is(at, Classes::DETERMINER)).unwrap_or(name.start);
        entity.name = first..name.end;
    }
}

/// Adds the source `range` with the noun `head`: a person without a name, or an organisation or group.
fn new_source(discourse: &mut Discourse, range: Range<usize>, head: usize) -> EntityId {
    let article = discourse.text.article;
    let plural = article.is(head, Classes::PLURAL.or(Classes::PEOPLE)) || article.is(range.end, Classes::PLURAL_VERB);
    let indefinite = article.is(range.start, Classes::DETERMINER) && !article.is(range.start, &DEFINITE);
    // Whatever the noun, “who” follows people: “a lookout who asked not to be named”.
    let next = head + 1 + usize::from(article.text(head + 1) == ",");
    let person = article.is(head, Classes::HUMAN) || article.is(next, &WHO_OF_PEOPLE);
    let unnamed = person && (!plural || article.is(head, &ANONYMOUS_SOURCE));
    let name = source_phrases::without_clause(article, range);
    let id = if unnamed && (indefinite || !plural) {
        discourse.new_unnamed(name, descriptions::gender_of(article, head))
    } else {
        let id = discourse.entities.organisation(article, name);
        if unnamed {
            discourse.entities[id].kind = PersonKind::Unnamed;
        }
        id
    };
    discourse.entities[id].plural = plural;
    id
}

/// The entity of “the 61-year-old”, if an age was given beside a name.
fn known_by_age(discourse: &Discourse, range: &Range<usize>) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    let last = range.end.checked_sub(1).filter(|_| article.lower(range.start) == "the")?;
    discourse.roles.of_age(descriptions::age(article, last)?).map(|id| (id, 0.95))
}
