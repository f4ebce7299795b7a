//! The antecedent of a relative pronoun that is the source of an attribution: “the voters, who said”.

use crate::language::coref::antecedents::pronoun_antecedents;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::Reason;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::descriptions::{self, Description};
use crate::language::coref::syntax::plurals::{self, is_plural};
use crate::language::coref::syntax::position::Position;
use crate::language::coref::syntax::pronouns::Pronoun;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::{BELONGING_PREPOSITION, QUANTIFIER, WHO_OF_PEOPLE};
use std::ops::Range;

/// The noun phrase before a relative pronoun.
enum NounPhrase {
    Known(EntityId),
    /// The tokens of a plural that refers to no known entity.
    Group(Range<usize>),
    /// A description of a new entity.
    New(Description),
}

/// The longest part of a group, in tokens: “, at least two of whom”.
const PART: usize = 6;

/// The antecedent of the relative pronoun at token `at`, the source of attribution `index`, with its confidence.
pub fn relative_antecedent(discourse: &mut Discourse, at: usize, index: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    let id = match noun_before(discourse, at) {
        Some(NounPhrase::Known(id)) => id,
        Some(NounPhrase::Group(range)) => discourse.entities.group(article, range),
        Some(NounPhrase::New(found)) => {
            let id = discourse.new_unnamed(found.range.clone(), found.gender(article));
            discourse.entities[id].plural = article.is(found.head, Classes::PLURAL.or(Classes::PEOPLE));
            discourse.link_description(&found, id, Reason::Introduces, 0.9);
            id
        }
        None => {
            let (gender, position) = (Gender::Unknown, Position::Subject);
            let pronoun = Pronoun { at, gender, position, reflexive: false, several: false };
            let choice = pronoun_antecedents::pronoun_antecedent(discourse, &pronoun, Some(index))?;
            return Some((choice.entity, choice.confidence));
        }
    };
    Some((id, 0.8))
}

/// The noun phrase without a name before the relative pronoun at token `at`.
fn noun_before(discourse: &Discourse, at: usize) -> Option<NounPhrase> {
    let article = discourse.text.article;
    let start = article.sentence_range(at).start;
    let personal = article.is(at, &WHO_OF_PEOPLE);
    // “Critics, some of whom”, “the staff – most of whom”
    let part = article.lower(at.saturating_sub(1)) == "of";
    let edge = (start..at).rev().take(PART).find(|&at| !article.is_word(at));
    let at = if part { edge? } else { at };
    if let Some(range) = quantified_before(article, at).filter(|range| discourse.entity_at(range.end - 1).is_none()) {
        return Some(NounPhrase::Group(range));
    }
    if let Some(found) = personal.then(|| plural_before(discourse, start, at)).flatten() {
        return Some(found);
    }
    if let Some(id) = organisation_before(discourse, at).filter(|_| !personal && !part) {
        return Some(NounPhrase::Known(id));
    }
    // “A man who said”
    let near = (start..at).rev().take(3).take_while(|&near| discourse.entity_at(near).is_none());
    let mut described = near
        .filter(|&near| article.is(near, Classes::HUMAN))
        .filter_map(|near| descriptions::describe(article, near, true));
    described.next().map(NounPhrase::New)
}

/// The organisation whose name stands right before the relative pronoun at token `at`: “the Orwick Group, which said”.
fn organisation_before(discourse: &Discourse, at: usize) -> Option<EntityId> {
    let article = discourse.text.article;
    let last = at.checked_sub(1)?;
    let last = if article.text(last) == "," { last.checked_sub(1)? } else { last };
    let id = discourse.eventual_entity_at(last).filter(|_| article.sentence(last) == article.sentence(at))?;
    (discourse.entities[id].kind == PersonKind::Group).then_some(id)
}

/// A plural, or a noun that is resolved: “young voters who”, “employees of the Orwick Group who”.
fn plural_before(discourse: &Discourse, start: usize, at: usize) -> Option<NounPhrase> {
    let article = discourse.text.article;
    let mut head = at.checked_sub(1).filter(|&head| head >= start)?;
    if article.text(head) == "," {
        head = head.checked_sub(1).filter(|&head| head >= start)?;
    }
    // Back over “of the Orwick Group”, “in Ohio”, to a plural.
    if article.is_capital(head) {
        let mut link = head;
        while link > start && (article.is_capital(link) || article.is(link, Classes::DETERMINER)) {
            link -= 1;
        }
        let before = link.checked_sub(1).filter(|&before| before >= start)?;
        let holds = article.is(link, &BELONGING_PREPOSITION)
            && article.is(before, Classes::PLURAL.or(Classes::PEOPLE))
            && article.is(before, Classes::HUMAN);
        let person = discourse.entity_at(head).is_some_and(|id| discourse.entities[id].kind == PersonKind::Person);
        if !holds || person && article.text(at - 1) == "," {
            return None;
        }
        head = before;
    }
    let plural = article.is(head, Classes::PLURAL.or(Classes::PEOPLE));
    let noun = article.is(head, Classes::HUMAN) || plural && article.is(head, Classes::DEMONYM);
    if let Some(id) = discourse.entity_at(head).filter(|_| noun) {
        return Some(NounPhrase::Known(id));
    }
    // A noun before “who” denotes people, whatever its class: “thinkers who”. A singular without an article is not a
    // noun phrase by itself.
    let people = is_plural(article, head) || noun && plural && article.is(head, Classes::DEMONYM);
    if !people {
        return None;
    }
    Some(NounPhrase::Group(plurals::plural_phrase(article, head)))
}

/// The tokens of a plural with a quantifier right before token `at`: “some European nations, who”, “many in Europe
/// who”.
fn quantified_before(article: TokenizedArticle, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let start = article.sentence_range(at).start;
    let end = if article.text(at.checked_sub(1)?) == "," { at - 1 } else { at };
    let mut first = end;
    while first > start && end - first < LONGEST {
        first -= 1;
        if article.is(first, &QUANTIFIER) {
            return (first + 1 < end).then_some(first..end);
        }
        let placed = first + 2 == end && article.is_capital(end - 1) && article.is(first, &BELONGING_PREPOSITION);
        let stops = !article.is_word(first)
            || article.is(first, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY))
            || article.is(first, Classes::DETERMINER);
        if stops && !placed {
            return None;
        }
    }
    None
}
