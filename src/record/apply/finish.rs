//! The last step of corrections: merged people and dismissed quotations are dropped, nesting is restored, and the rest
//! is renumbered in order.

use super::draft::Draft;
use crate::language::{Person, Quotation};
use crate::text::Span;
use std::cmp::Reverse;

/// The most quotations nested in each other: a longer chain would be a cycle.
const MAX_DEPTH: usize = 64;

impl Draft<'_> {
    /// People, quotations, and which quotations were corrected, all renumbered in order.
    pub(super) fn finish(mut self) -> (Vec<Person>, Vec<Quotation>, Vec<bool>) {
        self.restore_nesting();
        let mut first_said = vec![u32::MAX; self.people.len()];
        let mut needed = vec![false; self.people.len()];
        for said in self.quotations.iter().filter(|said| !said.removed) {
            if let Some(speaker) = said.quotation.speaker.filter(|&speaker| speaker < self.people.len()) {
                first_said[speaker] = first_said[speaker].min(said.quotation.extent().start);
                needed[speaker] = true;
            }
        }
        for draft_person in self.people.iter().filter(|draft_person| !draft_person.removed) {
            for &member in &draft_person.person.members {
                needed.get_mut(member).into_iter().for_each(|needed| *needed = true);
            }
        }
        let mut order: Vec<usize> = (0..self.people.len())
            .filter(|&id| !self.people[id].removed && (needed[id] || !self.people[id].person.mentions.is_empty()))
            .collect();
        order.sort_by_key(|&id| {
            let first = self.people[id].person.mentions.first().map_or(first_said[id], |mention| mention.span.start);
            (first, id)
        });
        let number = inverse(&order, self.people.len());
        let people = order.iter().map(|&id| {
            let mut person = self.people[id].person.clone();
            let mut members: Vec<usize> = Vec::new();
            for member in person.members.iter().filter_map(|&member| *number.get(member)?) {
                if number[id] != Some(member) && !members.contains(&member) {
                    members.push(member);
                }
            }
            person.members = members;
            person
        });
        let people: Vec<Person> = people.collect();

        let mut order: Vec<usize> = self.present().map(|(id, _)| id).collect();
        order.sort_by_key(|&id| {
            let extent = self.quotations[id].quotation.extent();
            (extent.start, Reverse(extent.end), id)
        });
        let place = inverse(&order, self.quotations.len());
        let quotations = order.iter().map(|&id| {
            let mut quotation = self.quotations[id].quotation.clone();
            quotation.speaker = quotation.speaker.and_then(|speaker| *number.get(speaker)?);
            quotation.inside = quotation.inside.and_then(|outer| *place.get(outer)?);
            quotation
        });
        (people, quotations.collect(), order.iter().map(|&id| self.quotations[id].edited).collect())
    }

    /// Restores nesting. A quotation inside a dismissed one is now inside the next outer one; an added one is inside
    /// the smallest that contains it.
    fn restore_nesting(&mut self) {
        for id in 0..self.quotations.len() {
            let mut outer = self.quotations[id].quotation.inside;
            for _ in 0..MAX_DEPTH {
                match outer.and_then(|outer| self.quotations.get(outer)) {
                    Some(said) if said.removed => outer = said.quotation.inside,
                    _ => break,
                }
            }
            self.quotations[id].quotation.inside = outer.filter(|&outer| outer != id);
        }
        let changed: Vec<usize> = (0..self.quotations.len())
            .filter(|&id| self.quotations[id].edited && !self.quotations[id].removed)
            .collect();
        for &id in &changed {
            let extent = self.quotations[id].quotation.extent();
            let holds = |other: Span, held: Span| other.contains(held) && other != held;
            let outer = self.present().filter(|(_, quotation)| holds(quotation.extent(), extent));
            let outer = outer.min_by_key(|&(id, quotation)| (quotation.extent().len(), id)).map(|(id, _)| id);
            self.quotations[id].quotation.inside = outer;
            for inner in 0..self.quotations.len() {
                let held = self.quotations[inner].quotation.inside;
                let inner_extent = self.quotations[inner].quotation.extent();
                // Another quotation may already be between the two.
                if inner != id
                    && !inner_extent.is_empty()
                    && holds(extent, inner_extent)
                    && held.is_none_or(|held| holds(self.quotations[held].quotation.extent(), extent))
                {
                    self.quotations[inner].quotation.inside = Some(id);
                }
            }
        }
    }
}

/// The inverse of `order`: the new number for each of `count` old ones.
fn inverse(order: &[usize], count: usize) -> Vec<Option<usize>> {
    let mut numbers = vec![None; count];
    for (new, &old) in order.iter().enumerate() {
        numbers[old] = Some(new);
    }
    numbers
}
