//! What the user did with the people and quotations of one record, carried over to the record that takes its place: a
//! better answer, or a correction.

use crate::reader::filter::Filter;
use crate::reader::panel::{Item, Who};
use crate::reader::state::{Correcting, PromptKind, State};
use crate::record::{PersonId, QuotationId, Record};
use std::collections::HashMap;
use std::sync::Arc;

/// Who and what of a record is who and what in the next.
pub struct Carry {
    people: Vec<Option<PersonId>>,
    quotations: Vec<Option<QuotationId>>,
}

impl Carry {
    pub fn new(before: &Record, after: &Record) -> Carry {
        if before.people().is_empty() && before.quotations().is_empty() {
            return Carry { people: Vec::new(), quotations: Vec::new() };
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
            // The same name, else whoever the first mention stands for now.
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
        Carry {
            people: before.people().iter().map(person).collect(),
            quotations: before.quotations().iter().map(quotation).collect(),
        }
    }

    pub fn person(&self, id: PersonId) -> Option<PersonId> {
        self.people.get(id).copied().flatten()
    }

    pub fn quotation(&self, id: QuotationId) -> Option<QuotationId> {
        self.quotations.get(id).copied().flatten()
    }

    pub fn who(&self, who: Who) -> Option<Who> {
        match who {
            Who::Person(id) => self.person(id).map(Who::Person),
            Who::Unknown => Some(Who::Unknown),
        }
    }

    pub fn item(&self, item: Item) -> Option<Item> {
        match item {
            Item::Speaker(who) => self.who(who).map(Item::Speaker),
            Item::Detail(who) => self.who(who).map(Item::Detail),
            Item::Quotation(id) => self.quotation(id).map(Item::Quotation),
            Item::Mentioned => Some(Item::Mentioned),
            Item::Silent(id) => self.person(id).map(Item::Silent),
        }
    }

    fn correcting(&self, what: Correcting, before: &Record, after: &Record) -> Option<Correcting> {
        Some(match what {
            Correcting::Speaker(id) => Correcting::Speaker(self.quotation(id)?),
            Correcting::Missed(span) => Correcting::Missed(span),
            Correcting::Name(id) => Correcting::Name(self.person(id)?),
            Correcting::Merge(id) => Correcting::Merge(self.person(id)?),
            Correcting::Mention(id, index) => {
                let (person, index) = mention((id, index), before, after)?;
                Correcting::Mention(person, index)
            }
        })
    }
}

/// Puts `record` in the place of the one that `state` shows.
pub fn replace(state: &mut State, record: Arc<Record>) {
    let before = std::mem::replace(&mut state.record, record.clone());
    let carry = Carry::new(&before, &record);
    state.selected = state.selected.and_then(|id| carry.person(id));
    state.chosen = state.chosen.and_then(|id| carry.quotation(id));
    state.mention = state.mention.and_then(|at| mention(at, &before, &record));
    if let Some(selection) = &mut state.selection {
        selection.extent_of = selection.extent_of.and_then(|id| carry.quotation(id));
    }
    if let Some(prompt) = &mut state.prompt
        && let PromptKind::Correct(what) = prompt.kind
    {
        match carry.correcting(what, &before, &record) {
            Some(what) => prompt.kind = PromptKind::Correct(what),
            None => {
                state.prompt = None;
                state.message = Some("what was to be corrected is no longer there".into());
            }
        }
    }
    state.panel.carry(&carry);
    state.keep_colours(&before, &carry);
    state.give_colours();
    state.draw_map();
    if let Some(filter) = &state.panel.filter {
        state.panel.filter = Some(Filter::new(&state.article, &record, &filter.pattern));
    }
}

/// The mention at the same place.
fn mention((person, index): (PersonId, usize), before: &Record, after: &Record) -> Option<(PersonId, usize)> {
    let span = before.people().get(person)?.mentions.get(index)?.span;
    let found = after.mention_at(span.start as usize)?;
    Some((found.person, found.index))
}
