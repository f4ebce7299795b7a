//! Resolves descriptions: “the mayor” by role, “her husband” by family, “Mr. President” as an address.

use super::descriptions::{self, Description, Opening};
use super::entities::{Entity, EntityId};
use super::resolver::Resolver;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::language::document::word_classes::{BEFORE_OFFICE, BEFORE_PREDICATE, COPULA, SPOUSE};
use std::ops::Range;

impl Resolver<'_, '_> {
    /// The entity that owns “her husband” or “Ann’s aide”.
    pub(super) fn owner(&self, described: &Description) -> Option<EntityId> {
        (described.range.start..described.head).find_map(|at| self.entity_at(at))
    }

    /// The token before the ’s in “the firm’s lawyer”.
    pub(super) fn owner_token(&self, described: &Description) -> Option<usize> {
        let end = described.modifiers().start.checked_sub(2)?;
        (described.opening == Opening::Possessive && self.words.is_possessive_ending(end + 1)).then_some(end)
    }

    /// Whether `id` is known to belong to another owner: “Ann’s lawyer” is not “the firm’s lawyer, Jane Roe”.
    fn belongs_to_another(&self, described: &Description, id: EntityId) -> bool {
        let (Some(owner), Some(&other)) = (self.owner_token(described), self.owner_of.get(&id)) else { return false };
        let same_word = self.words.symbol(owner) == self.words.symbol(other);
        !same_word && (self.entity_at(owner).is_none() || self.entity_at(owner) != self.entity_at(other))
    }

    /// Resolves the description with this head noun.
    pub(super) fn resolve_description(&mut self, head: usize) {
        if self.entity_at(head).is_some() || self.apposed.contains(&head) {
            return;
        }
        let words = self.words;
        let Some(found) = descriptions::describe(words, head, false) else { return };
        let before = found.range.start.checked_sub(1).filter(|&before| words.together(before));
        let predicative = before.is_some_and(|before| words.has(before, &BEFORE_PREDICATE));
        let identifies = before.is_some_and(|before| words.text(before) == "as" || words.has(before, &COPULA));
        if predicative && (found.opening != Opening::Definite || identifies) {
            return;
        }
        let resolved = match found.opening {
            Opening::Possessive if words.is(head, Classes::KIN) => self.relative_of_owner(&found),
            Opening::Possessive | Opening::Definite => self.known_by_description(&found, found.range.clone(), None),
            Opening::Indefinite => None,
        };
        let (id, reason, confidence) = match resolved {
            // Somebody known by nothing but this address.
            Some((id, _, _)) if self.addressed.get(&words.symbol(head)) == Some(&id) => {
                self.resolve_address(&found);
                return;
            }
            Some(resolved) => resolved,
            None if found.opening == Opening::Indefinite
                || found.opening == Opening::Possessive && words.is(head, Classes::KIN) =>
            {
                let id = self.new_unnamed(found.range.clone(), found.gender(words));
                if found.opening == Opening::Possessive
                    && let Some(owner) = self.owner(&found)
                {
                    self.relatives.insert((owner, words.symbol(head)), id);
                }
                (id, Reason::Introduces, 0.9)
            }
            None => {
                self.resolve_address(&found);
                return;
            }
        };
        self.link_description(&found, id, reason, confidence);
    }

    /// Resolves an address by office (“Mr. President”, “Madam Speaker”): somebody without a name, to whom no pronoun refers.
    fn resolve_address(&mut self, found: &Description) {
        let words = self.words;
        let honorific = |at: usize| words.has(at, &BEFORE_OFFICE) && words.capital(at);
        let mut start = found.range.start;
        if !honorific(start) {
            let point = usize::from(words.text(start.saturating_sub(1)) == ".");
            start = start.saturating_sub(1 + point);
        }
        if !honorific(start) || start >= found.head || words.sentence(start) != words.sentence(found.head) {
            return;
        }
        let range = start..found.range.end;
        let old = self.addressed.get(&words.symbol(found.head)).copied();
        let id = old.unwrap_or_else(|| self.new_unnamed(range.clone(), descriptions::gender_of(words, start)));
        self.addressed.insert(words.symbol(found.head), id);
        let reason = if old.is_some() { Reason::SameHead } else { Reason::Introduces };
        let antecedent = self.entities[id].mentions.last().map(|m| m.span);
        let span = words.span(range);
        self.entities.mention(
            id,
            found.head,
            Mention { span, form: Form::Description, reason, antecedent, confidence: 0.8 },
        );
        self.assign(found.head, id);
    }

    /// Makes the description `found` a mention of `id`.
    pub(super) fn link_description(&mut self, found: &Description, id: EntityId, reason: Reason, confidence: f32) {
        let antecedent = self.entities[id].mentions.last().map(|m| m.span);
        self.entities.mention(
            id,
            found.head,
            Mention {
                span: self.words.span(found.range.clone()),
                form: Form::Description,
                reason,
                antecedent,
                confidence,
            },
        );
        self.entities[id].add_gender_evidence(found.gender(self.words), if confidence > 0.8 { 2.0 } else { 0.3 });
        self.assign(found.head, id);
        if found.opening != Opening::Possessive {
            self.assign(found.range.start, id);
        }
        let quoted = self.in_quotation(found.head);
        self.remember(id, found.range.clone(), quoted, Form::Description);
    }

    /// The known entity to which `found` refers, with reason and confidence. It may be the source of attribution `source`.
    pub(super) fn known_by_description(
        &mut self,
        found: &Description,
        extent: Range<usize>,
        source: Option<usize>,
    ) -> Option<(EntityId, Reason, f32)> {
        let choice = self
            .description_antecedent(found, extent, source)
            .filter(|choice| !self.belongs_to_another(found, choice.entity))?;
        Some((choice.entity, choice.reason, choice.confidence))
    }

    /// Adds somebody without a name, who is described by the tokens `range`.
    pub(super) fn new_unnamed(&mut self, range: Range<usize>, gender: Gender) -> EntityId {
        let name = range.start..descriptions::role_end(self.words, range.end - 1).max(range.end);
        let mut entity = Entity::new(PersonKind::Unnamed, Vec::new(), name);
        entity.add_gender_evidence(gender, 2.0);
        let id = self.entities.add(entity);
        self.index_role(id, range);
        id
    }

    /// The known entity with that relation to an owner (“her husband”, “his lawyer”), or the only one with the owner’s surname
    /// and a fitting gender.
    pub(super) fn relative_of_owner(&self, found: &Description) -> Option<(EntityId, Reason, f32)> {
        let words = self.words;
        let owner = self.owner(found)?;
        if let Some(&id) = self.relatives.get(&(owner, words.symbol(found.head))) {
            return Some((id, Reason::Kinship, 0.9));
        }
        if !words.is(found.head, Classes::KIN) {
            return None;
        }
        let spouse = words.has(found.head, &SPOUSE);
        let surname = self.entities[owner].key.last()?;
        let fits = |id: &EntityId| {
            let other = &self.entities[*id];
            *id != owner
                && other.key.len() > 1
                && other.key.last() == Some(surname)
                && !other.likely_gender().conflicts_with(found.gender(words))
        };
        let mut family = (0..self.entities.len().min(2000)).filter(fits);
        let only = family.next()?;
        (spouse && family.next().is_none()).then_some((only, Reason::Kinship, 0.8))
    }
}
