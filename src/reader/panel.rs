//! [`Panel`]: the list of people and what they said: its items, which people are unfolded, and where the cursor is.

use super::filter::Filter;
use super::listing::{Below, Listing};
use super::update::Carry;
use crate::record::{PersonId, QuotationId, Record};
use std::borrow::Cow;
use std::collections::HashSet;

/// The order in which the panel lists people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they first appear in the text.
    #[default]
    Appearance,
    /// Those who say most first.
    Words,
    Name,
}

impl Order {
    pub fn next(self) -> Order {
        match self {
            Order::Appearance => Order::Words,
            Order::Words => Order::Name,
            Order::Name => Order::Appearance,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Order::Appearance => "appearance",
            Order::Words => "words said",
            Order::Name => "name",
        }
    }

    fn sort(self, record: &Record, people: &mut [PersonId]) {
        match self {
            Order::Appearance => {}
            Order::Words => people.sort_by_key(|&id| std::cmp::Reverse(record.words_of(id))),
            Order::Name => people.sort_by_cached_key(|&id| record.people()[id].name.to_lowercase()),
        }
    }
}

/// Somebody whose quotations the panel groups: a person, or nobody known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    Person(PersonId),
    /// Speech without a known speaker.
    Unknown,
}

/// One row of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// Somebody who speaks, or the row of speech without a speaker.
    Speaker(Who),
    /// The row below an unfolded speaker: role and counts.
    Detail(Who),
    /// A quotation of the speaker above.
    Quotation(QuotationId),
    /// The heading above those who are only mentioned.
    Mentioned,
    /// Somebody who says nothing.
    Silent(PersonId),
}

impl Item {
    /// Can the cursor stand on it?
    pub fn selectable(self) -> bool {
        !matches!(self, Item::Detail(_))
    }
}

/// What the user did with the panel.
#[derive(Debug, Default)]
pub struct Panel {
    /// The item with the cursor; it is an item, not a row, so that a new analysis does not move it.
    pub cursor: Option<Item>,
    /// The list's first row on the screen.
    pub top: usize,
    /// The speaker of the current quotation, who is unfolded while one reads.
    pub followed: Option<Who>,
    pub order: Order,
    /// What the list is narrowed to.
    pub filter: Option<Filter>,
    unfolded: HashSet<Who>,
    folded: HashSet<Who>,
    mentioned_unfolded: bool,
}

impl Panel {
    /// The rows of the panel: of quotations only those that `shown` and the filter let through. `all` says that `shown`
    /// lets all of them through, and that nobody has to ask.
    pub fn listing<'r>(&self, record: &'r Record, all: bool, shown: impl Fn(QuotationId) -> bool) -> Listing<'r> {
        let filter = self.filter.as_ref();
        let listed = |id: QuotationId| shown(id) && filter.is_none_or(|filter| filter.lets_quotation(record, id));
        let named = |id: PersonId| filter.is_none_or(|filter| filter.lets_person(id));
        let of = |ids: &'r [QuotationId]| match all && filter.is_none() {
            true => Cow::Borrowed(ids),
            false => ids.iter().copied().filter(|&id| listed(id)).collect(),
        };
        let mut listing = Listing::default();
        let mut group = |who: Who, said: &'r [QuotationId], wanted: bool| {
            if !self.is_unfolded(who) && filter.is_none() {
                if wanted || said.iter().any(|&id| listed(id)) {
                    listing.push(Item::Speaker(who), Below::Nothing);
                }
                return;
            }
            let said = of(said);
            if wanted || !said.is_empty() {
                listing.push(Item::Speaker(who), Below::Said(who, said));
            }
        };
        let mut speakers: Vec<PersonId> = record.speakers().collect();
        self.order.sort(record, &mut speakers);
        for person in speakers {
            group(Who::Person(person), record.quotations_of(person), named(person));
        }
        group(Who::Unknown, record.unattributed(), false);
        let mut silent: Vec<PersonId> = record.silent().filter(|&id| named(id)).collect();
        if !silent.is_empty() {
            let unfolded = self.mentioned_unfolded || filter.is_some();
            if unfolded {
                self.order.sort(record, &mut silent);
            }
            listing.push(Item::Mentioned, if unfolded { Below::Silent(silent) } else { Below::Nothing });
        }
        listing
    }

    pub fn is_unfolded(&self, who: Who) -> bool {
        self.unfolded.contains(&who) || (self.followed == Some(who) && !self.folded.contains(&who))
    }

    /// Are those who are only mentioned listed?
    pub fn lists_mentioned(&self) -> bool {
        self.mentioned_unfolded
    }

    /// Unfolds the group that `item` belongs to; true when that changed anything.
    pub fn unfold(&mut self, record: &Record, item: Item) -> bool {
        match group_of(record, item) {
            Some(who) => {
                self.folded.remove(&who);
                self.unfolded.insert(who)
            }
            None => !std::mem::replace(&mut self.mentioned_unfolded, true),
        }
    }

    /// Folds the group that `item` belongs to and gives the item that stays of it.
    pub fn fold(&mut self, record: &Record, item: Item) -> Item {
        match group_of(record, item) {
            Some(who) => {
                self.unfolded.remove(&who);
                self.folded.insert(who);
                Item::Speaker(who)
            }
            None => {
                self.mentioned_unfolded = false;
                Item::Mentioned
            }
        }
    }

    /// In a new record ids mean other people: the cursor and what was folded by hand go with them.
    pub fn carry(&mut self, to: &Carry) {
        let carried = |all: &HashSet<Who>| all.iter().filter_map(|&who| to.who(who)).collect();
        (self.unfolded, self.folded) = (carried(&self.unfolded), carried(&self.folded));
        self.followed = self.followed.and_then(|who| to.who(who));
        self.cursor = self.cursor.and_then(|item| to.item(item));
    }

    /// Moves the cursor by `by` selectable items of `listing`, no further than the ends.
    pub fn move_cursor(&mut self, record: &Record, listing: &Listing, by: isize) {
        let here = self.cursor.and_then(|cursor| listing.position(record, cursor));
        let mut row = here.unwrap_or(0);
        let mut left = if here.is_some() { by.unsigned_abs() } else { 0 };
        if left >= listing.len() {
            row = if by > 0 { listing.len().saturating_sub(1) } else { 0 };
            left = 0;
        }
        // Where the cursor may stand, and how far it has come.
        let mut stands = row;
        while left > 0 {
            let Some(next) = row.checked_add_signed(by.signum()).filter(|&next| next < listing.len()) else { break };
            row = next;
            if listing.get(row).is_some_and(Item::selectable) {
                (stands, left) = (row, left - 1);
            }
        }
        // Only the row below a head is no place for it.
        let item = listing.get(stands);
        self.cursor = if item.is_some_and(Item::selectable) { item } else { listing.get(stands.saturating_sub(1)) };
    }

    /// Scrolls so that the cursor is among `height` rows, with the speaker above it where that fits.
    pub fn scroll_to_cursor(&mut self, record: &Record, listing: &Listing, height: usize) {
        let last = listing.len().saturating_sub(height);
        let Some(row) = self.cursor.and_then(|cursor| listing.position(record, cursor)) else {
            self.top = self.top.min(last);
            return;
        };
        let head = listing.head_of(row);
        let first = if row - head < height { head } else { row };
        if first < self.top {
            self.top = first;
        } else if row >= self.top + height {
            self.top = row + 1 - height;
        }
        self.top = self.top.min(last);
    }
}

/// The group that an item belongs to; `None` for those only mentioned.
fn group_of(record: &Record, item: Item) -> Option<Who> {
    match item {
        Item::Speaker(who) | Item::Detail(who) => Some(who),
        Item::Quotation(id) => Some(speaker_of(record, id)),
        Item::Mentioned | Item::Silent(_) => None,
    }
}

/// Under whom the panel lists a quotation.
pub fn speaker_of(record: &Record, quotation: QuotationId) -> Who {
    record.quotations().get(quotation).and_then(|q| q.speaker).map_or(Who::Unknown, Who::Person)
}
