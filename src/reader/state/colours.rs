//! [`Colours`]: a number for everyone who speaks, kept by name when a new analysis comes. Neighbours never share one while
//! another is free.

use crate::reader::state::remap::Remap;
use crate::record::{PersonId, Record};
use std::collections::{HashMap, HashSet};

/// Colours that every theme has for speakers.
pub const COLOURS: usize = 10;

/// The numbers of the speakers' colours, below [`COLOURS`], by name.
#[derive(Debug, Default)]
pub struct Colours {
    given: HashMap<String, usize>,
}

impl Colours {
    /// The number of a person's colour; `None` for those who say nothing.
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
        self.give(after);
    }

    /// Gives every speaker of `record` without a colour the one that their neighbours do not have, and of those the one
    /// that is the least used.
    fn give(&mut self, record: &Record) {
        let neighbours = neighbours(record);
        let mut used = [0; COLOURS];
        for person in record.speakers() {
            if let Some(had) = self.of(record, person) {
                used[had % COLOURS] += 1;
            }
        }
        for person in record.speakers() {
            if self.of(record, person).is_some() {
                continue;
            }
            let beside = neighbours.get(&person).into_iter().flatten().filter_map(|&other| self.of(record, other));
            let beside: HashSet<usize> = beside.collect();
            let free = |colour: &usize| (beside.contains(colour), used[*colour], *colour);
            let colour = (0..COLOURS).min_by_key(free).unwrap_or_default();
            used[colour] += 1;
            self.given.insert(record.people()[person].name.clone(), colour);
        }
    }
}

/// The speakers beside each speaker: before or after them in the text, or in the panel.
fn neighbours(record: &Record) -> HashMap<PersonId, HashSet<PersonId>> {
    let said: Vec<PersonId> = record.quotations().iter().filter_map(|quotation| quotation.speaker).collect();
    let listed: Vec<PersonId> = record.speakers().collect();
    let mut neighbours: HashMap<PersonId, HashSet<PersonId>> = HashMap::new();
    for pair in said.windows(2).chain(listed.windows(2)) {
        if let &[one, other] = pair
            && one != other
        {
            neighbours.entry(one).or_default().insert(other);
            neighbours.entry(other).or_default().insert(one);
        }
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::analyse;
    use crate::record;

    #[test]
    fn neighbours_have_colours_of_their_own() {
        let letters = |n: usize| format!("{}{}", char::from(b'a' + (n / 26) as u8), char::from(b'a' + (n % 26) as u8));
        let names: Vec<String> = (0..200).map(|n| format!("Ada M{}rova", letters(n))).collect();
        let turns = (0..600).map(|n| format!("“It is {n} o’clock,” said {}.\n\n", names[n * 7 % names.len()]));
        let article = plain::article(turns.collect());
        let record = record::build(&article, analyse(&article), &[]);
        assert!(record.speakers().count() > 100);
        let mut colours = Colours::default();
        colours.give(&record);
        for (person, beside) in neighbours(&record) {
            for other in beside {
                assert_ne!(colours.of(&record, person), colours.of(&record, other), "{person} and {other}");
            }
        }
    }
}
