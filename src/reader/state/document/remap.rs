//! [`Remap`]: the numbers of a record's people, quotations and mentions in the record that takes its place,
//! with a better answer or a correction.

use crate::record::{PersonId, QuotationId, Record};
use std::collections::HashMap;
use std::sync::Arc;

/// Maps the ids of one record to the ids of the next.
#[derive(Debug)]
pub struct Remap {
    before: Arc<Record>,
    after: Arc<Record>,
    people: Vec<Option<PersonId>>,
    quotations: Vec<Option<QuotationId>>,
}

impl Remap {
    /// Matches people by name, else by their first mention; quotations by where they start, else by the bytes they
    /// share.
    pub fn new(before: Arc<Record>, after: Arc<Record>) -> Remap {
        if before.people().is_empty() && before.quotations().is_empty() {
            return Remap { before, after, people: Vec::new(), quotations: Vec::new() };
        }
        let mut by_name: HashMap<&str, PersonId> = HashMap::new();
        for (id, person) in after.people().iter().enumerate() {
            by_name.entry(&person.name).or_insert(id);
        }
        let mut by_start: HashMap<u32, QuotationId> = HashMap::new();
        for (id, quotation) in after.quotations().iter().enumerate() {
            by_start.entry(quotation.extent().start).or_insert(id);
        }
        let person = |person: &crate::record::Person| {
            let first = person.mentions.first().map(|mention| mention.span.start as usize);
            by_name.get(person.name.as_str()).copied().or_else(|| Some(after.mention_at(first?)?.person))
        };
        let quotation = |quotation: &crate::record::Quotation| {
            let shared = |id: QuotationId| {
                let common = |a: &crate::text::Span, b: &crate::text::Span| {
                    a.end.min(b.end).saturating_sub(a.start.max(b.start))
                };
                let content = &after.quotations().get(id).map_or(&[][..], |q| &q.content);
                quotation.content.iter().flat_map(|a| content.iter().map(move |b| common(a, b))).sum::<u32>()
            };
            let same = by_start.get(&quotation.extent().start).copied();
            let near = || quotation.content.iter().flat_map(|&piece| after.pieces_in(piece)).map(|(_, id)| id);
            same.or_else(|| near().max_by_key(|&id| (shared(id), std::cmp::Reverse(id))))
        };
        let people = before.people().iter().map(person).collect();
        let quotations = before.quotations().iter().map(quotation).collect();
        Remap { before, after, people, quotations }
    }

    /// The record that was replaced.
    pub fn before(&self) -> &Record {
        &self.before
    }

    /// The record in its place.
    pub fn after(&self) -> &Record {
        &self.after
    }

    /// The same person in the new record.
    pub fn person(&self, id: PersonId) -> Option<PersonId> {
        self.people.get(id).copied().flatten()
    }

    /// The same quotation in the new record.
    pub fn quotation(&self, id: QuotationId) -> Option<QuotationId> {
        self.quotations.get(id).copied().flatten()
    }

    /// The mention at the same place, as a person and the index among their mentions.
    pub fn mention(&self, (person, index): (PersonId, usize)) -> Option<(PersonId, usize)> {
        let span = self.before.people().get(person)?.mentions.get(index)?.span;
        let found = self.after.mention_at(span.start as usize)?;
        Some((found.person, found.index))
    }
}
