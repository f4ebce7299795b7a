//! [`Panel`]: the list of people and their quotations: which people are unfolded, the filter, and the cursor.

pub mod filter;
pub mod item;
pub mod tree;

use crate::reader::state::document::panel::filter::Filter;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::panel::tree::{Children, PanelTree};
use crate::reader::state::document::remap::Remap;
use crate::reader::state::document::selection::Selection;
use crate::reader::state::document::viewport::ViewPosition;
use crate::reader::state::preferences::PanelOrder;
use crate::record::{PersonId, QuotationId, Record};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The state of the panel.
#[derive(Debug, Default)]
pub struct Panel {
    /// The item with the cursor; it is an item, not a row, so that a new analysis does not move it.
    pub cursor: Option<PanelItem>,
    /// The list's first row on the screen.
    pub top: usize,
    /// The speaker of the current quotation, who is unfolded while one reads.
    pub auto_unfolded: Option<PanelSpeaker>,
    /// The filter to which the list is narrowed.
    pub filter: Option<Filter>,
    /// The view when the panel took the focus, to return to.
    pub origin: Option<PanelOrigin>,
    unfolded: HashSet<PanelSpeaker>,
    folded: HashSet<PanelSpeaker>,
    mentioned_unfolded: bool,
    /// The words of people by which they are listed, while the counts of the first answer hold.
    words: HashMap<PersonId, usize>,
    /// The order in which the answer that came first is listed unless asked otherwise.
    usual_order: Option<PanelOrder>,
}

/// The position in the article and the selection when the panel took the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelOrigin {
    pub place: ViewPosition,
    pub selection: Selection,
}

impl Panel {
    /// The rows of the panel in this order: only quotations for which `shown` is true and that pass the filter. `all`
    /// says that `shown` is always true, so that it need not be called.
    pub fn tree<'r>(
        &self,
        record: &'r Record,
        order: PanelOrder,
        all: bool,
        shown: impl Fn(QuotationId) -> bool,
    ) -> PanelTree<'r> {
        let filter = self.filter.as_ref();
        let listed = |id: QuotationId| shown(id) && filter.is_none_or(|filter| filter.matches_quotation(record, id));
        let named = |id: PersonId| filter.is_none_or(|filter| filter.matches_person(id));
        let of = |ids: &'r [QuotationId]| match all && filter.is_none() {
            true => Cow::Borrowed(ids),
            false => ids.iter().copied().filter(|&id| listed(id)).collect(),
        };
        let mut tree = PanelTree::default();
        let mut group = |speaker: PanelSpeaker, said: &'r [QuotationId], wanted: bool| {
            if !self.is_unfolded(speaker) && filter.is_none() {
                if wanted || said.iter().any(|&id| listed(id)) {
                    tree.push(PanelItem::Speaker(speaker), Children::Nothing);
                }
                return;
            }
            let said = of(said);
            if wanted || !said.is_empty() {
                tree.push(PanelItem::Speaker(speaker), Children::Said(speaker, said));
            }
        };
        let mut speakers: Vec<PersonId> = record.speakers().collect();
        let words = |id: PersonId| self.words_of(record, id);
        order.sort(record, words, &mut speakers);
        for person in speakers {
            group(PanelSpeaker::Person(person), record.quotations_of(person), named(person));
        }
        group(PanelSpeaker::Unknown, record.unattributed(), false);
        let mut silent: Vec<PersonId> = record.silent().filter(|&id| named(id)).collect();
        if !silent.is_empty() {
            let unfolded = self.mentioned_unfolded || filter.is_some();
            if unfolded {
                order.sort(record, words, &mut silent);
            }
            tree.push(PanelItem::Mentioned, if unfolded { Children::Silent(silent) } else { Children::Nothing });
        }
        tree
    }

    /// The words of a person by which they are listed.
    fn words_of(&self, record: &Record, person: PersonId) -> usize {
        self.words.get(&person).copied().unwrap_or_else(|| record.words_of(person))
    }

    /// The order of `record` unless asked otherwise.
    pub fn usual_order(&self, record: &Record) -> PanelOrder {
        self.usual_order.unwrap_or_else(|| PanelOrder::usual(record))
    }

    /// Lists people by the present word counts, instead of those of the first answer.
    pub fn forget_order(&mut self) {
        self.words.clear();
    }

    /// Whether the quotations of `speaker` are listed.
    pub fn is_unfolded(&self, speaker: PanelSpeaker) -> bool {
        self.unfolded.contains(&speaker) || (self.auto_unfolded == Some(speaker) && !self.folded.contains(&speaker))
    }

    /// Whether those who are only mentioned are listed.
    pub fn lists_mentioned(&self) -> bool {
        self.mentioned_unfolded
    }

    /// Unfolds the group that `item` belongs to; true when that changed anything.
    pub fn unfold(&mut self, record: &Record, item: PanelItem) -> bool {
        match item.speaker(record) {
            Some(speaker) => {
                self.folded.remove(&speaker);
                self.unfolded.insert(speaker)
            }
            None => !std::mem::replace(&mut self.mentioned_unfolded, true),
        }
    }

    /// Folds the group that `item` belongs to, and returns the item that remains of it.
    pub fn fold(&mut self, record: &Record, item: PanelItem) -> PanelItem {
        match item.speaker(record) {
            Some(speaker) => {
                self.unfolded.remove(&speaker);
                self.folded.insert(speaker);
                PanelItem::Speaker(speaker)
            }
            None => {
                self.mentioned_unfolded = false;
                PanelItem::Mentioned
            }
        }
    }

    /// Takes the cursor, what was folded by hand and the order over to a new record, in which ids mean other people.
    pub fn remap(&mut self, to: &Remap) {
        let before = to.before();
        self.usual_order = before.speakers().next().map(|_| self.usual_order(before));
        let mut words: HashMap<PersonId, usize> = HashMap::new();
        for id in before.speakers() {
            if let Some(now) = to.person(id) {
                let had = self.words_of(before, id);
                words.entry(now).and_modify(|most| *most = had.max(*most)).or_insert(had);
            }
        }
        self.words = words;
        let speaker = |speaker| match speaker {
            PanelSpeaker::Person(id) => to.person(id).map(PanelSpeaker::Person),
            PanelSpeaker::Unknown => Some(PanelSpeaker::Unknown),
        };
        let item = |item| match item {
            PanelItem::Speaker(of) => speaker(of).map(PanelItem::Speaker),
            PanelItem::Detail(of) => speaker(of).map(PanelItem::Detail),
            PanelItem::Quotation(id) | PanelItem::Rest(id) => to.quotation(id).map(PanelItem::Quotation),
            PanelItem::Mentioned => Some(PanelItem::Mentioned),
            PanelItem::Silent(id) => to.person(id).map(PanelItem::Silent),
        };
        let all = |speakers: &HashSet<PanelSpeaker>| speakers.iter().filter_map(|&of| speaker(of)).collect();
        (self.unfolded, self.folded) = (all(&self.unfolded), all(&self.folded));
        self.auto_unfolded = self.auto_unfolded.and_then(speaker);
        self.cursor = self.cursor.and_then(item);
    }

    /// Moves the cursor by `by` selectable items of `tree`, no further than the ends.
    pub fn move_cursor(&mut self, record: &Record, tree: &PanelTree, by: isize) {
        let here = self.cursor.and_then(|cursor| tree.position(record, cursor));
        let mut row = here.unwrap_or(0);
        let mut left = if here.is_some() { by.unsigned_abs() } else { 0 };
        if left >= tree.len() {
            row = if by > 0 { tree.len().saturating_sub(1) } else { 0 };
            left = 0;
        }
        // The last row that the cursor can be on; `row` is how far the search has come.
        let mut stands = row;
        while left > 0 {
            let Some(next) = row.checked_add_signed(by.signum()).filter(|&next| next < tree.len()) else { break };
            row = next;
            if tree.get(row).is_some_and(PanelItem::is_selectable) {
                (stands, left) = (row, left - 1);
            }
        }
        // The cursor never stands on the row below a head.
        let item = tree.get(stands);
        self.cursor =
            if item.is_some_and(PanelItem::is_selectable) { item } else { tree.get(stands.saturating_sub(1)) };
    }

    /// Scrolls so that the cursor is among `height` rows, with the speaker above it where that fits.
    pub fn scroll_to_cursor(&mut self, record: &Record, tree: &PanelTree, height: usize) {
        let last = tree.len().saturating_sub(height);
        let Some(row) = self.cursor.and_then(|cursor| tree.position(record, cursor)) else {
            self.top = self.top.min(last);
            return;
        };
        let head = tree.head_of(row);
        let first = if row - head < height { head } else { row };
        if first < self.top {
            self.top = first;
        } else if row >= self.top + height {
            self.top = row + 1 - height;
        }
        self.top = self.top.min(last);
    }
}
