//! The entities of labels (`WALLACE:`). Each label is somebody of their own, unless it is a shorter form of another: *Lind*
//! is *Ada Lind*, while *Respondent 2* is not *Respondent 1*, nor is *Senator Holm* the *Judge Holm* of the same page.

use super::entities::{Entity, EntityId};
use super::lexical_article::LexicalArticle;
use super::resolver::Resolver;
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{self, Classes, Gender};
use std::ops::Range;

impl Resolver<'_, '_> {
    /// The entity of the label in the tokens `range`, which have the symbols `label`, of attribution `index`.
    pub(super) fn labelled_entity(
        &mut self,
        range: Range<usize>,
        label: &[u32],
        index: usize,
    ) -> Option<(EntityId, f32)> {
        let words = self.words;
        // A label with a digit or in lower case, a single letter, or a role alone refers to nobody outside the labels.
        let role = Classes::HUMAN.or(Classes::DETERMINER).or(Classes::FUNCTION);
        let is_role = |at: usize| {
            let entry = words.entry(at);
            entry.is(role) && entry.surname == 0 && entry.given == 0 && !entry.is(Classes::KIN)
        };
        let own = range.clone().any(|at| words.text(at).contains(|c: char| c.is_ascii_digit()))
            || !words.capital(range.start)
            || range.len() == 1 && words.text(range.start).chars().count() == 1
            || range.clone().filter(|&at| words.is_word(at)).all(is_role);
        let found = if own { None } else { self.source_entity(range.clone(), index) };
        if let Some((id, confidence)) = found
            && self.label_of.get(&id).is_none_or(|other| may_be_one(words, other, label))
        {
            self.label_of.entry(id).or_insert_with(|| label.to_vec());
            return Some((id, confidence));
        }
        // “LIND” after “ADA LIND”.
        if !own && let Some(id) = self.longer_label(label) {
            return Some((id, 0.95));
        }
        let named = !own && words.capital(range.end - 1) && !words.is(range.end - 1, Classes::HUMAN);
        let id = if named && found.is_some() {
            self.entities.add(Entity::new(PersonKind::Person, Vec::new(), range))
        } else {
            self.new_unnamed(range, Gender::Unknown)
        };
        self.label_of.insert(id, label.to_vec());
        Some((id, 0.95))
    }

    /// The only entity with a label that has all words of `label` and more.
    fn longer_label(&self, label: &[u32]) -> Option<EntityId> {
        const LOOKED_AT: usize = 60;
        let words = self.words;
        let longer = |other: &[u32]| other.len() > label.len() && may_be_one(words, other, label);
        if self.label_of.len() > LOOKED_AT {
            return None;
        }
        let mut found = self.label_of.iter().filter(|(_, other)| longer(other)).map(|(&id, _)| id);
        found.next().filter(|_| found.next().is_none())
    }
}

/// Whether two labels may be one person's.
fn may_be_one(words: &LexicalArticle, one: &[u32], other: &[u32]) -> bool {
    let telling = |label: &[u32]| -> (Vec<u32>, Gender) {
        let (mut rest, mut gender) = (Vec::new(), Gender::Unknown);
        for &symbol in label {
            let word = words.word(symbol);
            let classes = lexicon::look_up(word).classes;
            if classes.any(Classes::HONORIFIC_M) {
                gender = Gender::Male;
            } else if classes.any(Classes::HONORIFIC_F) {
                gender = Gender::Female;
            } else if !classes.any(Classes::HONORIFIC.or(Classes::DETERMINER)) && word.contains(char::is_alphanumeric) {
                rest.push(symbol);
            }
        }
        (rest, gender)
    };
    let ((one, male), (other, female)) = (telling(one), telling(other));
    let within = |short: &[u32], long: &[u32]| short.iter().all(|symbol| long.contains(symbol));
    !male.conflicts_with(female) && (within(&one, &other) || within(&other, &one))
}
