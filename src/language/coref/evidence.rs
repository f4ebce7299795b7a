//! Evidence from the whole text, collected before any mention is resolved: the gender that pronouns near a name suggest,
//! and the roles that appositions and the like give to names.

use super::descriptions;
use super::entities::EntityId;
use super::lexical_article::LexicalArticle;
use super::markables::Markable;
use super::pronouns;
use super::resolver::Resolver;
use crate::language::document::lexicon::{self, Classes, Gender};
use std::ops::Range;

impl Resolver<'_, '_> {
    /// Learns genders from sentences that name one person: the pronouns that follow are likely theirs.
    pub(super) fn learn_genders(&mut self) {
        let words = self.words;
        let mut last: Option<(EntityId, usize, usize)> = None;
        let mut alone = true;
        for (at, markable) in &self.markables {
            if self.words.quoted(*at) {
                continue;
            }
            match markable {
                Markable::Name(index) => {
                    let Some(id) = self.entity_of_name[*index] else { continue };
                    let sentence = words.sentence(*at);
                    alone = match last {
                        Some((before, seen, _)) if seen == sentence => before == id && alone,
                        _ => true,
                    };
                    last = Some((id, sentence, *at));
                }
                Markable::Pronoun => {
                    if let Some(pronoun) = pronouns::third_person(words, *at)
                        && let Some((id, seen, named)) = last
                        && words.sentence(*at) <= seen + 1
                        && !self.is_said_by(*at, named)
                    {
                        let clear = words.sentence(*at) == seen || words.opens_sentence(*at);
                        let weight = if clear { 0.35 } else { 0.15 };
                        self.entities[id]
                            .add_gender_evidence(pronoun.gender, if alone { weight } else { weight * 0.5 });
                    }
                }
                Markable::Description => alone = false,
                _ => {}
            }
        }
    }

    /// Whether token `named` stands in the words of the source at token `at`. Then the pronoun there hardly refers to whoever
    /// is named: “Moss had paid, she said”.
    fn is_said_by(&self, at: usize, named: usize) -> bool {
        let said = self.source_at.get(&at).and_then(|&index| self.attributions.get(index));
        said.is_some_and(|said| said.content.iter().any(|&piece| self.words.tokens.within(piece).contains(&named)))
    }

    /// Collects the roles of all names, and indexes them.
    pub(super) fn collect_roles(&mut self) {
        let words = self.words;
        for (index, name) in self.names.iter().enumerate() {
            let end = name.whole.end;
            if words.text(end) == "," {
                self.followed_by.entry(words.text(end + 1)).or_default().push(index);
            }
            let Some(id) = self.entity_of_name[index] else { continue };
            let entity = &mut self.entities[id];
            // “Ann Lee, the mayor,”
            if let Some((_, role)) = descriptions::apposition(words, end) {
                let is_kin = role.clone().any(|at| words.is(at, Classes::KIN));
                entity.add_gender_evidence(role_gender(words, &role), if is_kin { 1.5 } else { 2.5 });
                entity.add_role(words, role);
            }
            // “The mayor, Ann Lee,”
            if let Some(before) = descriptions::before_name(words, name) {
                self.apposed.insert(before.head);
                entity.add_gender_evidence(before.gender(words), 2.5);
                let is_kin = words.is(before.head, Classes::KIN);
                let start = if is_kin { before.head } else { before.modifiers().start };
                entity.add_role(words, start..before.head + 1);
            }
            // “Ann Lee, for the defence,”
            if let Some(role) = descriptions::pleads(words, end) {
                entity.add_role(words, role);
            }
            // “Ann Lee is the mayor”
            if let Some(role) = descriptions::predicate(words, end) {
                entity.add_gender_evidence(role_gender(words, &role), 1.5);
                entity.add_role(words, role);
            }
        }
        for id in 0..self.entities.len() {
            for role in self.entities[id].roles.clone() {
                self.index_role(id, role);
            }
        }
    }

    /// Adds `id` to the index under the words of `role`.
    pub(super) fn index_role(&mut self, id: EntityId, role: Range<usize>) {
        for at in role {
            if self.words.is(at, Classes::PREPOSITION) {
                break;
            }
            if self.words.is(at, Classes::HUMAN.or(Classes::CREDENTIAL)) {
                let canonical = lexicon::canonical_role(self.words.lower(at)).into();
                let all = self.by_role.entry(canonical).or_default();
                if all.last() != Some(&id) {
                    all.push(id);
                }
            }
        }
    }
}

/// The gender that the first word of a role with one gives.
fn role_gender(words: &LexicalArticle, role: &Range<usize>) -> Gender {
    let mut genders = role.clone().map(|at| descriptions::gender_of(words, at));
    genders.find(|&gender| gender != Gender::Unknown).unwrap_or_default()
}
