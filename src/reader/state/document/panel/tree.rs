//! [`PanelTree`]: the rows of the panel, without a list of all of them: a long text has a hundred thousand, and a
//! screen shows forty.

use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::record::{PersonId, QuotationId, Record};
use std::borrow::Cow;

/// The rows of the panel, from the top: groups of a head and the rows unfolded below it.
#[derive(Debug, Default)]
pub struct PanelTree<'r> {
    groups: Vec<Group<'r>>,
    rows: usize,
}

/// The rows below the head of a group.
#[derive(Clone, Debug)]
pub enum Children<'r> {
    /// It is folded.
    Nothing,
    /// The row of counts and the quotations of a speaker, in order.
    Said(PanelSpeaker, Cow<'r, [QuotationId]>),
    /// The same with two rows for each quotation that is marked as long.
    Wrapped(PanelSpeaker, Vec<(QuotationId, bool)>),
    /// People who are only mentioned.
    Silent(Vec<PersonId>),
}

#[derive(Debug)]
struct Group<'r> {
    /// Its first row.
    at: usize,
    head: PanelItem,
    children: Children<'r>,
}

impl<'r> PanelTree<'r> {
    /// Adds a group at the end.
    pub fn push(&mut self, head: PanelItem, children: Children<'r>) {
        let rows = match &children {
            Children::Nothing => 0,
            Children::Said(_, quotations) => quotations.len() + 1,
            Children::Wrapped(_, quotations) => quotation_rows(quotations).count() + 1,
            Children::Silent(people) => people.len(),
        };
        self.groups.push(Group { at: self.rows, head, children });
        self.rows += rows + 1;
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The item on row `row`, from 0.
    pub fn get(&self, row: usize) -> Option<PanelItem> {
        let group = self.group_at(row)?;
        let Some(nth) = (row - group.at).checked_sub(1) else { return Some(group.head) };
        match &group.children {
            Children::Nothing => None,
            Children::Said(speaker, quotations) => match nth.checked_sub(1) {
                None => Some(PanelItem::Detail(*speaker)),
                Some(nth) => quotations.get(nth).map(|&id| PanelItem::Quotation(id)),
            },
            Children::Wrapped(speaker, quotations) => match nth.checked_sub(1) {
                None => Some(PanelItem::Detail(*speaker)),
                Some(nth) => quotation_rows(quotations).nth(nth),
            },
            Children::Silent(people) => people.get(nth).map(|&id| PanelItem::Silent(id)),
        }
    }

    /// The same tree with two rows for each quotation for which that is wanted.
    pub fn wrapped(&self, is_long: impl Fn(QuotationId) -> bool) -> PanelTree<'r> {
        let mut tree = PanelTree::default();
        for group in &self.groups {
            let children = match &group.children {
                Children::Said(speaker, quotations) => {
                    Children::Wrapped(*speaker, quotations.iter().map(|&id| (id, is_long(id))).collect())
                }
                children => children.clone(),
            };
            tree.push(group.head, children);
        }
        tree
    }

    /// The rows from `row` on.
    pub fn from(&self, row: usize) -> impl Iterator<Item = PanelItem> {
        (row..self.rows).map_while(|row| self.get(row))
    }

    /// The row on which `item` of `record` stands.
    pub fn position(&self, record: &Record, item: PanelItem) -> Option<usize> {
        let head = item.speaker(record).map_or(PanelItem::Mentioned, PanelItem::Speaker);
        let group = self.groups.iter().find(|group| group.head == head)?;
        let below = match (item, &group.children) {
            (PanelItem::Speaker(_) | PanelItem::Mentioned, _) => return Some(group.at),
            (PanelItem::Detail(_), Children::Said(..) | Children::Wrapped(..)) => 0,
            (PanelItem::Quotation(_) | PanelItem::Rest(_), Children::Wrapped(_, quotations)) => {
                quotation_rows(quotations).position(|other| other == item)? + 1
            }
            (PanelItem::Quotation(id), Children::Said(_, quotations)) => quotations.binary_search(&id).ok()? + 1,
            (PanelItem::Silent(id), Children::Silent(people)) => people.iter().position(|&other| other == id)?,
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

/// The rows of quotations, one or two for each.
fn quotation_rows(quotations: &[(QuotationId, bool)]) -> impl Iterator<Item = PanelItem> {
    let rows = |&(id, is_long): &(QuotationId, bool)| {
        std::iter::once(PanelItem::Quotation(id)).chain(is_long.then_some(PanelItem::Rest(id)))
    };
    quotations.iter().flat_map(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_number() {
        let record = Record::empty();
        let (folded, unfolded) = (PanelSpeaker::Person(3), PanelSpeaker::Unknown);
        let mut tree = PanelTree::default();
        tree.push(PanelItem::Speaker(folded), Children::Nothing);
        tree.push(PanelItem::Speaker(unfolded), Children::Said(unfolded, vec![4, 7].into()));
        tree.push(PanelItem::Mentioned, Children::Silent(vec![5]));
        let rows = [
            PanelItem::Speaker(folded),
            PanelItem::Speaker(unfolded),
            PanelItem::Detail(unfolded),
            PanelItem::Quotation(4),
            PanelItem::Quotation(7),
            PanelItem::Mentioned,
            PanelItem::Silent(5),
        ];
        assert_eq!(tree.from(0).collect::<Vec<_>>(), rows);
        assert_eq!(tree.len(), rows.len());
        for (row, item) in rows.into_iter().enumerate() {
            assert_eq!(tree.position(&record, item), Some(row), "{item:?}");
        }
        assert_eq!(tree.position(&record, PanelItem::Detail(folded)), None);
        assert_eq!(tree.position(&record, PanelItem::Quotation(5)), None);
        assert_eq!((tree.head_of(0), tree.head_of(4), tree.head_of(6)), (0, 1, 5));
        assert_eq!((tree.get(7), PanelTree::default().get(0)), (None, None));
        let wrapped = tree.wrapped(|id| id == 4);
        let rest = [PanelItem::Rest(4)];
        let rows: Vec<PanelItem> = rows[..4].iter().chain(&rest).chain(&rows[4..]).copied().collect();
        assert_eq!(wrapped.from(0).collect::<Vec<_>>(), rows);
        for (row, item) in rows.into_iter().enumerate() {
            assert_eq!(wrapped.position(&record, item), Some(row), "{item:?}");
        }
    }
}
