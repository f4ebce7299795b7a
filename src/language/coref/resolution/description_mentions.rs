//! Resolves descriptions: “the mayor” by role, “her husband” by family, “Mr. President” as an address.

use crate::language::coref::antecedents::{description_antecedents, owners};
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::coref::syntax::kinship;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{BEFORE_OFFICE, BEFORE_PREDICATE, COPULA, SPOUSE};
use std::ops::Range;

/// Whether `id` is known to belong to another owner: “Ann’s lawyer” is not “the firm’s lawyer, Jane Roe”.
fn belongs_to_another(discourse: &Discourse, described: &Description, id: EntityId) -> bool {
    let article = discourse.text.article;
    let (Some(owner), Some(&other)) = (owners::owner_token(article, described), discourse.relations.owner_of.get(&id))
    else {
        return false;
    };
    let same_word = article.symbol(owner) == article.symbol(other);
    !same_word && (discourse.entity_at(owner).is_none() || discourse.entity_at(owner) != discourse.entity_at(other))
}

/// Resolves the description with this head noun.
pub fn resolve_description(discourse: &mut Discourse, head: usize) {
    if discourse.entity_at(head).is_some() || discourse.roles.apposed.contains(&head) {
        return;
    }
    let article = discourse.text.article;
    let Some(found) = descriptions::describe(article, head, false) else { return };
    let before = found.range.start.checked_sub(1).filter(|&before| article.together(before));
    let predicative = before.is_some_and(|before| article.is(before, &BEFORE_PREDICATE));
    let identifies = before.is_some_and(|before| article.text(before) == "as" || article.is(before, &COPULA));
    if predicative && (found.opening != Opening::Definite || identifies) {
        return;
    }
    let resolved = match found.opening {
        Opening::Possessive if article.is(head, Classes::KIN) => relative_of_owner(discourse, &found),
        Opening::Possessive | Opening::Definite => known_by_description(discourse, &found, found.range.clone(), None),
        Opening::Indefinite => None,
    };
    let (id, reason, confidence) = match resolved {
        // A person known only by this form of address.
        Some((id, _, _)) if discourse.relations.addressed.get(&article.symbol(head)) == Some(&id) => {
            resolve_address(discourse, &found);
            return;
        }
        Some(resolved) => resolved,
        None if introduces(discourse, &found) => {
            let id = discourse.new_unnamed(found.range.clone(), found.gender(article));
            if found.opening == Opening::Possessive
                && let Some(owner) = owners::owner(discourse, &found)
            {
                discourse.relations.add_relative(owner, article.symbol(head), id);
            }
            (id, Reason::Introduces, 0.9)
        }
        None => {
            resolve_address(discourse, &found);
            return;
        }
    };
    discourse.link_description(&found, id, reason, confidence);
}

/// Whether `found`, which refers to no known person, introduces a new one: “a man”, “her husband”, and “the man in the
/// green jacket” of a story. A title alone (“Mr. President”) does not, and a source is a new person by itself.
fn introduces(discourse: &Discourse, found: &Description) -> bool {
    found.opening != Opening::Definite || found.owner > 0 && !discourse.text.is_source_head(found.head)
}

/// Resolves an address by office (“Mr. President”, “Madam Speaker”): a person without a name, to whom no pronoun
/// refers.
fn resolve_address(discourse: &mut Discourse, found: &Description) {
    let article = discourse.text.article;
    let honorific = |at: usize| article.is(at, &BEFORE_OFFICE) && article.is_capital(at);
    let mut start = found.range.start;
    if !honorific(start) {
        let point = usize::from(article.text(start.saturating_sub(1)) == ".");
        start = start.saturating_sub(1 + point);
    }
    if !honorific(start) || start >= found.head || article.sentence(start) != article.sentence(found.head) {
        return;
    }
    let range = start..found.range.end;
    let old = discourse.relations.addressed.get(&article.symbol(found.head)).copied();
    let id = old.unwrap_or_else(|| discourse.new_unnamed(range.clone(), descriptions::gender_of(article, start)));
    discourse.relations.addressed.insert(article.symbol(found.head), id);
    let reason = if old.is_some() { Reason::SameHead } else { Reason::Introduces };
    let antecedent = discourse.entities[id].mentions.last().map(|m| m.span);
    let span = article.span(range);
    discourse.entities.mention(
        id,
        found.head,
        Mention { span, mention_type: MentionType::Description, reason, antecedent, confidence: 0.8 },
    );
    discourse.assign(found.head, id);
}

/// The known entity to which `found` refers, with reason and confidence. It may be the source of attribution `source`.
pub fn known_by_description(
    discourse: &mut Discourse,
    found: &Description,
    extent: Range<usize>,
    source: Option<usize>,
) -> Option<(EntityId, Reason, f32)> {
    let choice = description_antecedents::description_antecedent(discourse, found, extent, source)
        .filter(|choice| !belongs_to_another(discourse, found, choice.entity))?;
    Some((choice.entity, choice.reason, choice.confidence))
}

/// The known entity with that relation to an owner (“her husband”, “his lawyer”), or the only one with the owner’s
/// surname and a fitting gender.
pub fn relative_of_owner(discourse: &Discourse, found: &Description) -> Option<(EntityId, Reason, f32)> {
    let article = discourse.text.article;
    let owner = owners::owner(discourse, found)?;
    if let Some(id) = discourse.relations.relative(owner, article.symbol(found.head)) {
        return Some((id, Reason::Kinship, 0.9));
    }
    if !article.is(found.head, Classes::KIN) {
        return None;
    }
    // “Ezra Pike and his daughter Bess”, and later “her father”.
    let converse = |&(other, noun): &(EntityId, u32)| {
        let entity = &discourse.entities[other];
        entity.is_person()
            && kinship::are_converse(article.word(noun), article.lower(found.head))
            && !entity.likely_gender().conflicts_with(found.gender(article))
    };
    let mut owners = discourse.relations.owners_of(owner).filter(converse).map(|(other, _)| other);
    if let Some(other) = owners.next().filter(|&other| owners.all(|another| another == other)) {
        return Some((other, Reason::Kinship, 0.85));
    }
    let surname = discourse.entities[owner].key.last()?;
    // “His son said …”, and later “Evan Lee, son of the candidate”.
    let called = |id: &EntityId| {
        let other = &discourse.entities[*id];
        let same =
            |role: &&Range<usize>| descriptions::same_role(article, (*role).clone(), article.lower(found.head)) == 2;
        // “Ann Lee, his wife,”
        let owned = |role: &Range<usize>| {
            (role.start.saturating_sub(1)..role.end).any(|at| discourse.entity_at(at) == Some(owner))
        };
        let mut roles = other.roles.iter().filter(same);
        *id != owner && roles.any(|role| other.key.last() == Some(surname) || owned(role))
    };
    let mut called = discourse.roles.with_role(article.lower(found.head)).iter().filter(|id| called(id));
    if let Some(&only) = called.next().filter(|_| called.next().is_none()) {
        return Some((only, Reason::Kinship, 0.85));
    }
    let spouse = article.is(found.head, &SPOUSE);
    let fits = |id: &EntityId| {
        let other = &discourse.entities[*id];
        *id != owner
            && other.key.len() > 1
            && other.key.last() == Some(surname)
            && !other.likely_gender().conflicts_with(found.gender(article))
    };
    let mut family = (0..discourse.entities.len().min(2000)).filter(fits);
    let only = family.next()?;
    (spouse && family.next().is_none()).then_some((only, Reason::Kinship, 0.8))
}
