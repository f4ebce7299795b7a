//! Who a label names. Each label is somebody of their own, unless it is a shorter form of the name that another gives:
//! *Lind* is *Ada Lind*, while *Respondent 2* is not *Respondent 1*, nor *Senator Holm* the *Judge Holm* of the same page.

use super::entities::{Entity, Who};
use super::resolver::Walk;
use super::words::Words;
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{self, Classes, Gender};
use std::ops::Range;

impl Walk<'_, '_> {
    /// Who is named by the label `range`, of the symbols `label`, of attribution `index`.
    pub(super) fn behind_label(&mut self, range: Range<usize>, label: &[u32], index: usize) -> Option<(Who, f32)> {
        let words = self.words;
        // A number or a small letter makes a name that stands for nobody but its bearer, and so does a role alone.
        let role = Classes::HUMAN.or(Classes::DETERMINER).or(Classes::FUNCTION);
        let is_role = |at: usize| {
            let entry = words.entry(at);
            entry.is(role) && entry.surname == 0 && entry.given == 0 && !entry.is(Classes::KIN)
        };
        let own = range.clone().any(|at| words.text(at).contains(|c: char| c.is_ascii_digit()))
            || !words.capital(range.start)
            || range.len() == 1 && words.text(range.start).chars().count() == 1
            || range.clone().filter(|&at| words.is_word(at)).all(is_role);
        let found = if own { None } else { self.behind(range.clone(), index) };
        if let Some((who, sure)) = found
            && self.labelled.get(&who).is_none_or(|other| one_person(words, other, label))
        {
            self.labelled.entry(who).or_insert_with(|| label.to_vec());
            return Some((who, sure));
        }
        // “LIND” after “ADA LIND”.
        if !own && let Some(who) = self.longer_label(label) {
            return Some((who, 0.95));
        }
        let named = !own && words.capital(range.end - 1) && !words.is(range.end - 1, Classes::HUMAN);
        let who = if named && found.is_some() {
            self.cast.entities.push(Entity::new(PersonKind::Person, Vec::new(), range));
            self.cast.entities.len() - 1
        } else {
            self.unnamed(range, Gender::Unknown)
        };
        self.labelled.insert(who, label.to_vec());
        Some((who, 0.95))
    }
}

impl Walk<'_, '_> {
    /// The only one whose label holds all the words of `label`.
    fn longer_label(&self, label: &[u32]) -> Option<Who> {
        const LOOKED_AT: usize = 60;
        let words = self.words;
        let longer = |other: &[u32]| other.len() > label.len() && one_person(words, other, label);
        if self.labelled.len() > LOOKED_AT {
            return None;
        }
        let mut found = self.labelled.iter().filter(|(_, other)| longer(other)).map(|(&who, _)| who);
        found.next().filter(|_| found.next().is_none())
    }
}

/// May two labels that the text would give to one person be one person's?
fn one_person(words: &Words, one: &[u32], other: &[u32]) -> bool {
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
    !male.against(female) && (within(&one, &other) || within(&other, &one))
}
