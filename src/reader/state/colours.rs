//! [`Colours`]: a number for everyone who speaks, in order of appearance, kept by name when a new analysis comes.

use crate::reader::state::remap::Remap;
use crate::record::{PersonId, Record};
use std::collections::HashMap;

/// The numbers of the speakers' colours, by name.
#[derive(Debug, Default)]
pub struct Colours {
    given: HashMap<String, usize>,
}

impl Colours {
    /// The number of a person's colour, from 0; `None` for those who say nothing.
    pub fn of(&self, record: &Record, person: PersonId) -> Option<usize> {
        self.given.get(&record.people().get(person)?.name).copied()
    }

    /// Takes a new record: somebody with a new name keeps their colour, every new speaker gets one.
    pub fn remap(&mut self, to: &Remap) {
        let (before, after) = (to.before(), to.after());
        for person in before.speakers() {
            let new = to.person(person).and_then(|id| Some(after.people().get(id)?.name.clone()));
            let had = self.of(before, person);
            if let Some((new, had)) = new.zip(had) {
                self.given.entry(new).or_insert(had);
            }
        }
        let mut next = self.given.values().max().map_or(0, |last| last + 1);
        for person in after.speakers() {
            self.given.entry(after.people()[person].name.clone()).or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
    }
}
