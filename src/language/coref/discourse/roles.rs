//! [`RoleIndex`]: the roles that appositions and the like give to names, collected from the whole text before any
//! mention is resolved, so that “the mayor” finds who is called one.

use crate::language::coref::discourse::relations::Relations;
use crate::language::coref::entities::{Entities, EntityId};
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes, Gender};
use crate::language::lexical::word_classes::ADDITIVE_CONJUNCTION;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Entities by role.
#[derive(Default)]
pub struct RoleIndex {
    /// Entities by the canonical words of their roles.
    by_role: FxHashMap<Box<str>, Vec<EntityId>>,
    /// The first entity of each age in years that stands after a name.
    by_age: FxHashMap<u8, EntityId>,
    /// Heads of the descriptions that stand in apposition before a name.
    pub apposed: FxHashSet<usize>,
}

impl RoleIndex {
    /// Collects the roles and the genders that stand beside the names of `text`, and indexes all roles of `entities`. Adds
    /// to `relations` whose relatives they are.
    pub fn of(
        text: &TextIndex,
        entity_of_name: &[Option<EntityId>],
        entities: &mut Entities,
        relations: &mut Relations,
    ) -> RoleIndex {
        let article = text.article;
        let mut index = RoleIndex::default();
        for (name, id) in text.names.iter().zip(entity_of_name) {
            let Some(id) = *id else { continue };
            let mut add_kin = |role: &Range<usize>| {
                for (noun, other) in relatives_in(text, role) {
                    if let Some(other) = entity_of_name[other].filter(|&other| other != id) {
                        relations.add_relative(other, article.symbol(noun), id);
                    }
                }
            };
            let (end, entity) = (name.whole.end, &mut entities[id]);
            // “Ann Lee, the mayor,”
            if let Some((_, role)) = descriptions::apposition(article, end) {
                let is_kin = role.clone().any(|at| article.is(at, Classes::KIN));
                entity.add_gender_evidence(role_gender(article, &role), if is_kin { 1.5 } else { 2.5 });
                add_kin(&role);
                entity.add_role(article, role);
            }
            // “The mayor, Ann Lee,”
            if let Some(before) = descriptions::before_name(article, name) {
                index.apposed.insert(before.head);
                entity.add_gender_evidence(before.gender(article), 2.5);
                let is_kin = article.is(before.head, Classes::KIN);
                let start = if is_kin { before.head } else { before.modifiers().start };
                entity.add_role(article, start..before.head + 1);
            }
            entity.age = entity.age.or_else(|| age_after(article, end));
            // “Ann Lee, for the defence,”
            if let Some(role) = descriptions::pleads(article, end) {
                entity.add_role(article, role);
            }
            // “Ann Lee is the mayor”
            if let Some(role) = descriptions::predicate(article, end) {
                entity.add_gender_evidence(role_gender(article, &role), 1.5);
                add_kin(&role);
                entity.add_role(article, role);
            }
        }
        for (id, entity) in entities.iter().enumerate() {
            entity.roles.iter().for_each(|role| index.add(article, id, role.clone()));
            if let Some(age) = entity.age {
                index.by_age.entry(age).or_insert(id);
            }
        }
        index
    }

    /// Adds `id` under the words of `role`.
    pub fn add(&mut self, article: TokenizedArticle, id: EntityId, role: Range<usize>) {
        for at in role {
            if article.is(at, Classes::PREPOSITION) {
                break;
            }
            if article.is(at, Classes::HUMAN.or(Classes::CREDENTIAL)) {
                let canonical = lexicon::canonical_role(article.lower(at)).into();
                let all = self.by_role.entry(canonical).or_default();
                if all.last() != Some(&id) {
                    all.push(id);
                }
            }
        }
    }

    /// The first entity after whose name `age` stands, in years.
    pub fn of_age(&self, age: u8) -> Option<EntityId> {
        self.by_age.get(&age).copied()
    }

    /// The entities with the role that `noun` calls, in order of their first mention.
    pub fn with_role(&self, noun: &str) -> &[EntityId] {
        self.by_role.get(lexicon::canonical_role(noun)).map_or(&[], Vec::as_slice)
    }
}

/// The names of those whose relative `role` describes, each as the noun for the relative and the index of the name: “the
/// daughter of a baker, *Peter Mott*, and *Dora Mott*”.
fn relatives_in(text: &TextIndex, role: &Range<usize>) -> Vec<(usize, usize)> {
    const APART: usize = 6;
    let article = text.article;
    let kin = |at: &usize| article.is(*at, Classes::KIN) && article.lower(at + 1) == "of";
    let Some(noun) = role.clone().find(kin) else { return Vec::new() };
    let sentence = article.sentence_range(noun);
    let first = text.names.partition_point(|name| name.whole.start < noun + 2);
    let mut end = noun + 2;
    let near = text.names.iter().enumerate().skip(first).take(2).take_while(|(_, name)| {
        let joined = end == noun + 2 || (end..name.whole.start).any(|at| article.is(at, &ADDITIVE_CONJUNCTION));
        let near = name.whole.start <= end + APART && name.whole.start < sentence.end && joined;
        let clause = (end..name.whole.start).any(|at| article.is(at, Classes::AUXILIARY.or(Classes::SAY)));
        end = name.whole.end;
        near && !clause
    });
    near.map(|(index, _)| (noun, index)).collect()
}

/// The age in years after the name that ends before token `after`: “Ines Falk, 34,”.
fn age_after(article: TokenizedArticle, after: usize) -> Option<u8> {
    let closed = matches!(article.text(after + 2), "," | "." | ")");
    (matches!(article.text(after), "," | "(") && closed).then(|| article.text(after + 1).parse().ok())?
}

/// The gender that the first word of a role with one gives. Its complement and its owner have none: “a doctor at the
/// Royal Women’s Hospital”, “the boys’ coach”.
fn role_gender(article: TokenizedArticle, role: &Range<usize>) -> Gender {
    let own = role.clone().take_while(|&at| !article.is(at, Classes::PREPOSITION));
    let own = own.filter(|&at| !article.is_possessive_ending(at + 1));
    let mut genders = own.map(|at| descriptions::gender_of(article, at));
    genders.find(|&gender| gender != Gender::Unknown).unwrap_or_default()
}
