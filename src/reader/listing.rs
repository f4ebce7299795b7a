//! [`Listing`]: the rows of the panel, without a list of all of them: of a long text there are a hundred thousand, of which
//! a screen shows forty.

use super::panel::{Item, Who, speaker_of};
use crate::record::{PersonId, QuotationId, Record};
use std::borrow::Cow;

/// The rows of the panel, from the top: groups of a head and what is unfolded below it.
#[derive(Debug, Default)]
pub struct Listing<'r> {
    groups: Vec<Group<'r>>,
    rows: usize,
}

/// What stands below the head of a group.
#[derive(Debug)]
pub enum Below<'r> {
    /// It is folded.
    Nothing,
    /// The row of counts and the quotations of a speaker, in order.
    Said(Who, Cow<'r, [QuotationId]>),
    /// Those who are only mentioned.
    Silent(Vec<PersonId>),
}

#[derive(Debug)]
struct Group<'r> {
    /// Its first row.
    at: usize,
    head: Item,
    below: Below<'r>,
}

impl<'r> Listing<'r> {
    /// Adds a group at the end.
    pub fn push(&mut self, head: Item, below: Below<'r>) {
        let rows = match &below {
            Below::Nothing => 0,
            Below::Said(_, quotations) => quotations.len() + 1,
            Below::Silent(people) => people.len(),
        };
        self.groups.push(Group { at: self.rows, head, below });
        self.rows += rows + 1;
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// What stands on row `row`, from 0.
    pub fn get(&self, row: usize) -> Option<Item> {
        let group = self.group_at(row)?;
        let Some(nth) = (row - group.at).checked_sub(1) else { return Some(group.head) };
        match &group.below {
            Below::Nothing => None,
            Below::Said(who, quotations) => match nth.checked_sub(1) {
                None => Some(Item::Detail(*who)),
                Some(nth) => quotations.get(nth).map(|&id| Item::Quotation(id)),
            },
            Below::Silent(people) => people.get(nth).map(|&id| Item::Silent(id)),
        }
    }

    /// The rows from `row` on.
    pub fn from(&self, row: usize) -> impl Iterator<Item = Item> {
        (row..self.rows).map_while(|row| self.get(row))
    }

    /// The row on which `item` of `record` stands.
    pub fn position(&self, record: &Record, item: Item) -> Option<usize> {
        let head = match item {
            Item::Speaker(who) | Item::Detail(who) => Item::Speaker(who),
            Item::Quotation(id) => Item::Speaker(speaker_of(record, id)),
            Item::Mentioned | Item::Silent(_) => Item::Mentioned,
        };
        let group = self.groups.iter().find(|group| group.head == head)?;
        let below = match (item, &group.below) {
            (Item::Speaker(_) | Item::Mentioned, _) => return Some(group.at),
            (Item::Detail(_), Below::Said(..)) => 0,
            (Item::Quotation(id), Below::Said(_, quotations)) => quotations.binary_search(&id).ok()? + 1,
            (Item::Silent(id), Below::Silent(people)) => people.iter().position(|&other| other == id)?,
            _ => return None,
        };
        Some(group.at + 1 + below)
    }

    /// The head of the group to which row `row` belongs.
    pub fn head_of(&self, row: usize) -> usize {
        self.group_at(row).map_or(row, |group| group.at)
    }

    fn group_at(&self, row: usize) -> Option<&Group<'r>> {
        self.groups[..self.groups.partition_point(|group| group.at <= row)].last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_number() {
        let record = Record::empty();
        let (folded, unfolded) = (Who::Person(3), Who::Unknown);
        let mut listing = Listing::default();
        listing.push(Item::Speaker(folded), Below::Nothing);
        listing.push(Item::Speaker(unfolded), Below::Said(unfolded, vec![4, 7].into()));
        listing.push(Item::Mentioned, Below::Silent(vec![5]));
        let rows = [
            Item::Speaker(folded),
            Item::Speaker(unfolded),
            Item::Detail(unfolded),
            Item::Quotation(4),
            Item::Quotation(7),
            Item::Mentioned,
            Item::Silent(5),
        ];
        assert_eq!(listing.from(0).collect::<Vec<_>>(), rows);
        assert_eq!(listing.len(), rows.len());
        for (row, item) in rows.into_iter().enumerate() {
            assert_eq!(listing.position(&record, item), Some(row), "{item:?}");
        }
        assert_eq!(listing.position(&record, Item::Detail(folded)), None);
        assert_eq!(listing.position(&record, Item::Quotation(5)), None);
        assert_eq!((listing.head_of(0), listing.head_of(4), listing.head_of(6)), (0, 1, 5));
        assert_eq!((listing.get(7), Listing::default().get(0)), (None, None));
    }
}
