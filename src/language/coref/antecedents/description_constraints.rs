//! Constraints on the antecedent of a description, by its form alone: in “the judge told Ann Lee” it is not Ann Lee.

use crate::language::coref::antecedents::{description_features, owners};
use crate::language::coref::discourse::issuers;
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::names::role_complement;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::coref::syntax::position;
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{IDENTIFYING_VERB, INDEFINITE, NAMELESS, QUANTIFIER, SOMEBODY_ELSE};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// Whether the form of `found`, which is the phrase `extent`, allows the entity of `mention` as its antecedent.
/// `named_after` are the entities named after it in its clause.
pub fn may_refer(
    discourse: &Discourse,
    found: &Description,
    extent: &Range<usize>,
    named_after: &[EntityId],
    mention: &RecentMention,
) -> bool {
    let article = discourse.text.article;
    let (entity, head) = (&discourse.entities[mention.entity], found.head);
    // “The Hale campaign” is never “the Orr campaign”, and “her lawyer” is not she.
    let owned = found.opening == Opening::Possessive || pronouns::third_person(article, found.range.start).is_some();
    let owner = owned
        && article.is(head, Classes::ORG.or(Classes::HUMAN))
        && owners::owner(discourse, found) == Some(mention.entity);
    if owner
        || description_features::same_owner(discourse, found, entity) == 2
        || of_another_nation(article, found, entity)
    {
        return false;
    }
    // “The 29-year-old” is not Ann Lee, 30.
    if entity.age.zip(descriptions::age(article, head)).is_some_and(|(own, told)| own != told) {
        return false;
    }
    let person = entity.kind == PersonKind::Person;
    // Nobody whose name is known is “that source”.
    if person && article.is(head, &NAMELESS) {
        return false;
    }
    if person && article.is(head, Classes::HUMAN) && restricts(discourse, head, mention.entity) {
        return false;
    }
    // “The vicar to Ann Lee”, as a source, is not Ann Lee.
    if person && article.is(head, Classes::HUMAN) && named_after.contains(&mention.entity) {
        return false;
    }
    // “The letter, which was obtained by Orwick News”, was written by another party.
    if article.is(head, Classes::DOC) && obtained(discourse, head, mention.entity) {
        return false;
    }
    // “A poll by the institute” may speak for the institute.
    if extent.clone().any(|at| discourse.entity_at(at) == Some(mention.entity)) {
        return true;
    }
    // Nobody calls themselves “the minister” in their own words.
    let speaks = person && discourse.speaker_at(head) == Some(mention.entity);
    if speaks && article.is(head, Classes::HUMAN) {
        return false;
    }
    // Nor do they address others by an office that these are not known to hold.
    let spoke_before = || {
        let before = discourse.text.turn_before(discourse.text.quotation_at(head)?)?;
        discourse.speakers[before].map(|speaker| speaker.entity)
    };
    let addressed =
        person && article.is(head, Classes::OFFICE.or(Classes::RANK)) && spoke_before() == Some(mention.entity);
    let called = |role: &Range<usize>| descriptions::same_role(article, role.clone(), article.lower(head)) > 0;
    if addressed && !entity.roles.iter().any(called) {
        return false;
    }
    // A plural is not a single person, and an indefinite description (“one user”) introduces a person.
    let several = article.is(head, Classes::PLURAL.or(Classes::PEOPLE)) && article.shape(head) == WordShape::Lower;
    let before = mention.at < found.range.start && entity.last_seen.is_some();
    let new = found.opening == Opening::Indefinite && before;
    // So does one of a body (“one company says”).
    let new_body = new && !several && article.is(head, Classes::ORG) && article.is(found.range.start, &INDEFINITE);
    // “Some … Others”: they are never the same.
    if is_bare_quantifier(article, &found.range) && is_bare_quantifier(article, &entity.name) {
        return false;
    }
    // “Another user” is not the one before.
    let other = article.is(found.range.start, &SOMEBODY_ELSE) && mention.at < found.range.start;
    !named_after.contains(&mention.entity) && !other && !new_body && !(person && (several && !entity.plural || new))
}

/// The entities named after the noun `head` in its clause. “The mayor had read Voltaire”: the subject and the object of
/// a verb are different, except of “is” and “was”.
pub fn named_after(discourse: &Discourse, head: usize) -> Vec<EntityId> {
    const FAR: usize = 23;
    let article = discourse.text.article;
    let end = article.sentence_range(head).end.min(head + FAR);
    let ends = |at: &usize| article.is(*at, &IDENTIFYING_VERB) || position::opens_clause(article, *at);
    let clause = head + 1..(head + 1..end).find(ends).unwrap_or(end);
    // “Sen. Ann Lee” is one.
    let beside = clause.clone().find(|&at| article.is_word(at)).and_then(|first| discourse.eventual_entity_at(first));
    let named = clause.filter(|&at| role_complement::role_before(article, at) != Some(head));
    named.filter_map(|at| discourse.eventual_entity_at(at)).filter(|&id| Some(id) != beside).collect()
}

/// Whether `found` and the name of the body `entity` have the same head noun and differ in their nation: “the Belgian
/// interior ministry”, “the French interior ministry”.
fn of_another_nation(article: TokenizedArticle, found: &Description, entity: &Entity) -> bool {
    let nations = |range: Range<usize>| -> Vec<u32> {
        let named = range.filter(|&at| article.is(at, Classes::DEMONYM) && article.is_capital(at));
        named.map(|at| article.symbol(at)).collect()
    };
    let last = entity.name.end.saturating_sub(1);
    let same = article.symbol(last) == article.symbol(found.head) && last != found.head;
    if !same || entity.kind == PersonKind::Person {
        return false;
    }
    let (ours, theirs) = (nations(found.range.clone()), nations(entity.name.clone()));
    !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|nation| theirs.contains(nation))
}

/// Whether the document `head` is obtained by `id` in its sentence.
fn obtained(discourse: &Discourse, head: usize, id: EntityId) -> bool {
    const FAR: usize = 12;
    let article = discourse.text.article;
    let until = article.sentence_range(head).end.min(head + FAR);
    let named = (head + 1..until).find(|&at| discourse.eventual_entity_at(at) == Some(id));
    let link = named.and_then(|at| issuers::link_before(article, at));
    link.is_some_and(|by| by > head && issuers::is_got_by(article, by))
}

/// Whether `id` is named in the phrase that restricts the noun `head`: “the widow of Ann Lee” and “the man who struck
/// Ann Lee” are never Ann Lee.
fn restricts(discourse: &Discourse, head: usize, id: EntityId) -> bool {
    let article = discourse.text.article;
    // For titles only a clause counts, since their complement may be taken for a name: “former secretary of State Lee”.
    let titled = article.is(head, Classes::OFFICE.or(Classes::RANK)) || article.shape(head) != WordShape::Lower;
    if titled && article.is(head + 1, Classes::PREPOSITION) {
        return false;
    }
    let restriction = descriptions::restriction(article, head);
    let Some(at) = restriction.clone().find(|&at| discourse.eventual_entity_at(at) == Some(id)) else { return false };
    // “The governor of Ohio Ann Lee” is she.
    role_complement::role_before(article, at) != Some(head)
        && !(restriction.start..at).any(|at| article.lower(at) == "and")
}

/// Whether the tokens `range` are a single quantifier or indefinite word, so that they have no noun to compare: “some”,
/// “all”.
pub fn is_bare_quantifier(article: TokenizedArticle, range: &Range<usize>) -> bool {
    range.len() == 1 && (article.is(range.start, &QUANTIFIER) || article.is(range.start, &INDEFINITE))
}
