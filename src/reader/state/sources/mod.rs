//! [`Sources`]: all sources of one run of the reader in order, and which of them is on the screen.

pub mod feed_item_row;

use crate::library::SourceKey;
use crate::reader::state::document::Document;
use crate::reader::state::sources::feed_item_row::FeedItemRow;
use crate::source::Source;
use crate::text::one_line;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// Sources that the trail remembers.
const MAX_TRAIL: usize = 100;

/// The sources in order. The document on the screen is not in here: the [`App`](super::app::App) holds it.
#[derive(Debug)]
pub struct Sources {
    entries: Vec<SourceEntry>,
    /// The numbers of all sources in the order in which they are listed and walked.
    order: Vec<usize>,
    shown: usize,
    /// The number of each item of a feed, by feed and id.
    items: HashMap<(SourceKey, String), usize>,
    /// Goes up with every change of the list.
    revision: u64,
    /// The source that was on the screen before this one.
    previous: Option<usize>,
    /// The sources in the order in which they were shown, and the index of the present one among them.
    trail: Vec<Visit>,
    at: usize,
}

/// A source that was on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    nth: usize,
    /// Whether it was opened in a list of the library.
    from_library: bool,
}

/// One source among the others.
#[derive(Debug)]
pub struct SourceEntry {
    pub source: Source,
    pub feed_item_row: Option<FeedItemRow>,
    /// Whether it could not be opened or was cancelled: the keys for neighbours skip it.
    pub failed: bool,
    /// Whether it was requested in a prompt or by a link, not on the command line. It is dropped if it fails.
    pub asked: bool,
    /// Whether its analysis starts once it has been drawn.
    pub due: bool,
    /// Whether the library could not be read for it.
    pub unrestored: bool,
    /// The number of the latest job for it. Results of earlier ones are ignored.
    pub latest_job: Arc<AtomicU32>,
    /// `None` before it is opened, and while it is on the screen.
    document: Option<Box<Document>>,
}

impl SourceEntry {
    /// A source that is not open yet.
    pub fn new(source: Source) -> SourceEntry {
        SourceEntry {
            source,
            feed_item_row: None,
            failed: false,
            asked: false,
            due: false,
            unrestored: false,
            latest_job: Arc::default(),
            document: None,
        }
    }

    /// Whether it is shown among the sources.
    fn is_listed(&self) -> bool {
        !(self.asked && self.failed)
    }

    /// The source as the list of sources shows it, on one line.
    pub fn label(&self) -> String {
        self.feed_item_row.as_ref().map_or_else(|| one_line(&self.source.name()), FeedItemRow::label)
    }

    /// Its document, where that is opened and not on the screen.
    pub fn document(&self) -> Option<&Document> {
        self.document.as_deref()
    }

    /// Whether it is an item of a feed that was not read.
    pub fn is_unread(&self) -> bool {
        self.feed_item_row.as_ref().is_some_and(|item| !item.read)
    }
}

impl Sources {
    /// The first of `sources` is on the screen; if there are none, the number of the one on the screen is out of range.
    pub fn new(sources: &[Source]) -> Sources {
        Sources {
            entries: sources.iter().cloned().map(SourceEntry::new).collect(),
            order: (0..sources.len()).collect(),
            shown: if sources.is_empty() { usize::MAX } else { 0 },
            items: HashMap::new(),
            revision: 0,
            previous: None,
            trail: (0..sources.len().min(1)).map(|nth| Visit { nth, from_library: false }).collect(),
            at: 0,
        }
    }

    /// The number of sources.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of changes of the list so far.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The number of the source on the screen, from 0.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// The sources, by their numbers.
    pub fn entries(&self) -> &[SourceEntry] {
        &self.entries
    }

    /// The listed sources with their numbers: all but sources that were requested and could not be opened.
    pub fn listed(&self) -> impl DoubleEndedIterator<Item = (usize, &SourceEntry)> {
        let all = self.order.iter().filter_map(|&nth| Some((nth, self.entries.get(nth)?)));
        all.filter(|(_, entry)| entry.is_listed())
    }

    /// Lists `items`, in this order, right below source `nth`, the feed that they are from.
    pub fn list_below(&mut self, nth: usize, items: &[usize]) {
        let these: HashSet<usize> = items.iter().copied().collect();
        self.order.retain(|nth| !these.contains(nth));
        let below = self.order.iter().position(|&other| other == nth).map_or(self.order.len(), |at| at + 1);
        self.order.splice(below..below, items.iter().copied());
        self.revision += 1;
    }

    /// Source `nth`.
    pub fn get(&self, nth: usize) -> Option<&SourceEntry> {
        self.entries.get(nth)
    }

    /// Source `nth`, to be changed: the list of sources counts as changed.
    pub fn get_mut(&mut self, nth: usize) -> Option<&mut SourceEntry> {
        self.revision += 1;
        self.entries.get_mut(nth)
    }

    /// Takes the sources whose analysis is due.
    pub fn take_due(&mut self) -> Vec<usize> {
        let entries = self.entries.iter_mut().enumerate();
        entries.filter_map(|(nth, entry)| std::mem::take(&mut entry.due).then_some(nth)).collect()
    }

    /// The document of source `nth`, where it is opened and not on the screen.
    pub fn in_background(&mut self, nth: usize) -> Option<&mut Document> {
        self.entries.get_mut(nth)?.document.as_deref_mut()
    }

    /// The documents that are opened and not on the screen.
    pub fn all_in_background(&self) -> impl Iterator<Item = (&SourceEntry, &Document)> {
        self.entries.iter().filter_map(|entry| Some((entry, entry.document.as_deref()?)))
    }

    /// Adds `source`, which was asked for, at the end unless it is there already. Returns its number.
    pub fn add(&mut self, source: Source) -> usize {
        let known = self.entries.iter().position(|other| other.source == source);
        known.unwrap_or_else(|| {
            self.revision += 1;
            self.order.push(self.entries.len());
            self.entries.push(SourceEntry { asked: true, ..SourceEntry::new(source) });
            self.entries.len() - 1
        })
    }

    /// Adds an item of a feed at the end unless it is there already. Returns its number.
    pub fn add_item(&mut self, source: Source, item: FeedItemRow) -> usize {
        let next = self.entries.len();
        let nth = *self.items.entry((item.feed.clone(), item.id.clone())).or_insert(next);
        if nth == next {
            self.revision += 1;
            self.order.push(next);
            self.entries.push(SourceEntry { feed_item_row: Some(item), ..SourceEntry::new(source) });
        }
        nth
    }

    /// Marks the feed item that source `nth` is as read. Gives its feed and id where it was unread.
    pub fn mark_read(&mut self, nth: usize) -> Option<(&SourceKey, &str)> {
        let item = self.entries.get_mut(nth)?.feed_item_row.as_mut().filter(|item| !item.read)?;
        item.read = true;
        self.revision += 1;
        Some((&item.feed, &item.id))
    }

    /// Puts the document of source `nth` in place of the one on the screen, which is kept or dropped. A source that was
    /// not opened before gets an empty document; then it returns true.
    pub fn switch_to(&mut self, nth: usize, on_screen: &mut Document, keep: bool) -> bool {
        let Some(entry) = self.entries.get_mut(nth) else { return false };
        let document = entry.document.take();
        let is_new = document.is_none();
        let document = document.map_or_else(|| Document::loading(entry.source.name()), |document| *document);
        let before = std::mem::replace(on_screen, document);
        if let Some(entry) = self.entries.get_mut(self.shown).filter(|_| keep) {
            entry.document = Some(Box::new(before));
        }
        self.previous = Some(self.shown).filter(|&shown| shown < self.entries.len());
        self.shown = nth;
        if self.trail.get(self.at).is_none_or(|here| here.nth != nth) {
            self.visit(Visit { nth, from_library: false });
        }
        is_new
    }

    /// The feed that the source on the screen is an item of, by its number.
    pub fn feed(&self) -> Option<usize> {
        self.entries.get(self.shown)?.feed_item_row.as_ref().map(|item| item.feed_number)
    }

    /// The source that was on the screen before this one, along the trail; or after it, when one has gone back.
    pub fn visited(&self, back: bool) -> Option<usize> {
        let at = if back { self.at.checked_sub(1)? } else { self.at + 1 };
        self.trail.get(at).map(|visit| visit.nth)
    }

    /// Steps along the trail, back or forth, to the source that is to be brought to the screen next.
    pub fn step(&mut self, back: bool) -> Option<usize> {
        let nth = self.visited(back)?;
        self.at = if back { self.at - 1 } else { self.at + 1 };
        Some(nth)
    }

    /// Adds source `nth`, opened in a list of the library, to the trail, before it is brought to the screen.
    pub fn enter_from_library(&mut self, nth: usize) {
        self.visit(Visit { nth, from_library: true });
    }

    /// Whether the source on the screen was opened in a list of the library.
    pub fn is_from_library(&self) -> bool {
        self.trail.get(self.at).is_some_and(|visit| visit.from_library)
    }

    /// The sources that were on the screen in this run, the latest first.
    pub fn recently_opened(&self) -> impl Iterator<Item = &Source> {
        let entries = self.trail.iter().rev().filter_map(|visit| self.entries.get(visit.nth));
        entries.filter(|entry| !entry.failed).map(|entry| &entry.source)
    }

    /// Continues the trail from here with this visit.
    fn visit(&mut self, visit: Visit) {
        self.trail.truncate(self.at.saturating_add(1));
        self.trail.push(visit);
        if self.trail.len() > MAX_TRAIL {
            self.trail.remove(0);
        }
        self.at = self.trail.len() - 1;
    }

    /// Drops the document of source `nth`, where it is not on the screen.
    pub fn close(&mut self, nth: usize) {
        if let Some(entry) = self.entries.get_mut(nth) {
            entry.document = None;
        }
    }

    /// The source to go back to: the one that was on the screen before, else the first that is open.
    pub fn open_before(&self) -> Option<usize> {
        let is_open = |nth: &usize| self.entries.get(*nth).is_some_and(|entry| entry.document.is_some());
        self.previous.filter(is_open).or_else(|| (0..self.entries.len()).find(is_open))
    }

    /// The next source that has not failed, from the one on the screen on.
    pub fn first_usable(&self) -> Option<usize> {
        let mut others =
            (self.shown.saturating_add(1)..self.entries.len()).chain(0..self.shown.min(self.entries.len()));
        others.find(|&nth| !self.entries[nth].failed)
    }

    /// The next source, or the previous one, or the one `times` further on, as far as there are any. Those that failed
    /// are passed over, unless there is no other.
    pub fn neighbour(&self, next: bool, times: usize) -> Option<usize> {
        let here = self.order.iter().position(|&nth| nth == self.shown)?;
        let works = |nth: &usize| self.entries.get(*nth).is_some_and(|entry| !entry.failed);
        let is_listed = |nth: &usize| self.entries.get(*nth).is_some_and(SourceEntry::is_listed);
        let others: Vec<usize> = match next {
            true => self.order[here + 1..].iter().copied().filter(is_listed).collect(),
            false => self.order[..here].iter().rev().copied().filter(is_listed).collect(),
        };
        let working = others.iter().copied().filter(works).take(times).last();
        working.or(others.first().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_leads_back_and_forth() {
        let sources: Vec<Source> = (0..5).map(|n| Source::File(format!("{n}.txt").into())).collect();
        let mut sources = Sources::new(&sources);
        let mut on_screen = Document::loading(String::new());
        assert_eq!((sources.visited(true), sources.visited(false)), (None, None));
        let mut go = |to: usize| {
            sources.switch_to(to, &mut on_screen, true);
            (sources.visited(true), sources.visited(false))
        };
        assert_eq!([go(3), go(1), go(3)], [(Some(0), None), (Some(3), None), (Some(1), None)]);
        let mut walk = |back: bool| sources.step(back).inspect(|&to| _ = sources.switch_to(to, &mut on_screen, true));
        assert_eq!(
            [true, true, false, true, true, true].map(&mut walk),
            [Some(1), Some(3), Some(1), Some(3), Some(0), None]
        );
        assert_eq!(walk(false), Some(3));
        sources.switch_to(4, &mut on_screen, true);
        assert_eq!((sources.visited(true), sources.visited(false)), (Some(3), None));
        // The same source again, from the library.
        sources.enter_from_library(4);
        assert!(sources.is_from_library());
        assert_eq!((sources.step(true), sources.is_from_library()), (Some(4), false));
    }
}
