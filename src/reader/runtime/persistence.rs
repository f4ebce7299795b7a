//! The library as the reader uses it: the place, marks and corrections of each source, stored between runs. Nothing
//! here interrupts reading. A change that cannot be stored waits and is retried; the reader says so at once, and at the
//! end lists the changes that were never stored.

use crate::library::{self, ArticleOrder, ErrorKind, Library, ReadingPosition, SourceKey, fingerprint};
use crate::reader::event::Event;
use crate::reader::keys::action::Action;
use crate::reader::keys::keymap::Keymap;
use crate::reader::runtime::library_writer::{LibraryWriter, StoreJob, clone_of};
use crate::reader::runtime::pending_write::{LibraryChange, PendingWrite, UnsavedChanges, named};
use crate::reader::state::document::Document;
use crate::reader::state::document::viewport::ViewPosition;
use crate::reader::update::effect::{Change, PeopleChange};
use crate::source::Source;
use crate::source::fetch::Response;
use crate::text::{TextAnchor, printable, without_credentials};
use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Below this share of the text a position is not worth storing.
const MIN_SHARE: f32 = 0.005;

/// The wait for another program that writes to the library: none before the first frame, short enough during reading
/// that no key is delayed, longest at the end, unless a signal ends the reader.
const AT_START: Duration = Duration::ZERO;
const MEANWHILE: Duration = Duration::from_millis(100);
const AT_END: Duration = Duration::from_millis(1500);
const AT_SIGNAL: Duration = Duration::from_millis(200);
/// The same while one of our own articles may be being written.
const AT_SIGNAL_WRITING: Duration = Duration::from_millis(600);

/// The interval during that wait at which a signal is checked for.
const SLICE: Duration = Duration::from_millis(25);

/// The most recent sources that a prompt offers.
const MAX_RECENT: usize = 200;

/// Opens the library, and waits this long for another program that has it open. `None` where none is wanted.
pub type Open = Box<dyn Fn(Duration) -> Result<Option<Library>, library::Error>>;

/// The library, if there is one, and the changes that wait to be stored in it.
pub struct Persistence {
    open: Open,
    library: Option<Library>,
    /// Whether the library is open, or none is wanted.
    opened: bool,
    /// Why nothing can be stored or looked up at present.
    error: Option<library::Error>,
    waiting: VecDeque<PendingWrite>,
    /// Whether some source could not be looked up. Until it is, nothing is stored, to keep the order of changes.
    lookup_failed: bool,
    /// Whether nothing has ever been stored.
    first_run: bool,
    /// Whether no article has ever been stored.
    first_article: bool,
    library_writer: LibraryWriter,
    /// Whether the reader is ending, so that waits are postponed until the terminal is left.
    is_ending: bool,
    /// Whether it is to end at once.
    ends_at_once: bool,
    /// Why articles could not be stored, and the names of their sources.
    unstored: Option<library::Error>,
    unstored_names: Vec<String>,
}

impl Persistence {
    /// Stores changes in the library that `open` opens.
    pub fn new(open: Open) -> Persistence {
        Persistence {
            open,
            library: None,
            opened: false,
            error: None,
            waiting: VecDeque::new(),
            lookup_failed: false,
            first_run: false,
            first_article: false,
            library_writer: LibraryWriter::default(),
            is_ending: false,
            ends_at_once: false,
            unstored: None,
            unstored_names: Vec::new(),
        }
    }

    /// Opens the library, if that needs no waiting.
    pub fn open(&mut self) {
        self.try_open(AT_START);
    }

    /// Opens the library unless it is open. False while it cannot be opened.
    fn try_open(&mut self, patience: Duration) -> bool {
        if !self.opened {
            match (self.open)(patience) {
                Ok(library) => {
                    self.first_run = library.as_ref().is_some_and(Library::is_new);
                    self.first_article =
                        library.as_ref().is_some_and(|library| library.has_no_article().unwrap_or(false));
                    self.error = library.as_ref().and_then(Library::read_only);
                    (self.library, self.opened) = (library, true);
                }
                Err(error) => self.error = Some(error),
            }
        }
        self.opened
    }

    /// Why nothing can be stored at present, in one line.
    pub fn error(&self) -> Option<&library::Error> {
        self.error.as_ref().or(self.unstored.as_ref())
    }

    /// Whether the error may pass, so that a retry makes sense.
    pub fn may_recover(&self) -> bool {
        self.error().is_some_and(|error| error.cause.may_pass())
    }

    /// Whether all waiting changes were written.
    pub fn is_writable(&self) -> bool {
        self.error.is_none()
    }

    /// Whether this is the first run. True once.
    pub fn is_first_run(&mut self) -> bool {
        std::mem::take(&mut self.first_run)
    }

    /// The path of the library, the first time that an article is stored; `None` after that.
    pub fn first_article(&mut self) -> Option<PathBuf> {
        self.library_path().filter(|path| std::mem::take(&mut self.first_article) && library::can_be_made(path))
    }

    /// Whether the library can be opened at once and has an article.
    pub fn has_articles(&mut self) -> bool {
        self.open();
        self.library.is_some() && !self.first_article
    }

    /// The path of the library, if there is one.
    pub fn library_path(&self) -> Option<PathBuf> {
        self.library.as_ref().map(|library| library.path().to_owned())
    }

    /// Whether there is no library, because none is wanted.
    pub fn is_unwanted(&self) -> bool {
        self.opened && self.library.is_none()
    }

    /// Begins to store the article called `name`; an [`Event::Stored`] reports the end. False if there is no library at
    /// present: if one is wanted, that is noted.
    pub fn store_article(&mut self, job: StoreJob, name: String, to: Sender<Event>) -> bool {
        let Some(path) = self.library_path() else {
            if let Some(error) = self.error.as_ref().map(clone_of) {
                self.note_unstored(error, name);
            }
            return false;
        };
        self.library_writer.store(path, job, name, to);
        true
    }

    /// Rebuilds the search index of an article after a correction.
    pub fn refresh(&mut self, document: &Document, source: &Source) {
        if let Some(library) = &self.library {
            self.library_writer.refresh(library.path().to_owned(), SourceKey::of(source, document.article.text()));
        }
    }

    /// Begins to store a decision about people; an [`Event::Decided`] reports the end. False if there is no library at
    /// present.
    pub fn decide(&mut self, change: PeopleChange, to: Sender<Event>) -> bool {
        let Some(path) = self.library_path() else { return false };
        self.library_writer.decide(path, change, to);
        true
    }

    /// Stores the present items of a feed. If that fails, they are still listed.
    pub fn note_feed(&mut self, key: &SourceKey, title: Option<&str>, ids: &[&str]) {
        let patience = self.patience_while_reading();
        if let Some(library) = &mut self.library {
            library.wait_for_others(patience);
            let _ = library.note_feed(key, title, ids);
        }
    }

    /// Notes why the article called `name` could not be stored. True for the first.
    pub fn note_unstored(&mut self, error: library::Error, name: String) -> bool {
        if !self.unstored_names.contains(&name) {
            self.unstored_names.push(name);
        }
        self.unstored.replace(error).is_none()
    }

    /// Notes that the article called `name` is stored after all.
    pub fn note_stored(&mut self, name: &str) {
        self.unstored_names.retain(|unstored| unstored != name);
        if self.unstored_names.is_empty() {
            self.unstored = None;
        }
    }

    /// Notes that articles can be stored, or are about to be tried again.
    pub fn clear_unstored(&mut self) {
        self.unstored = None;
        self.unstored_names.clear();
    }

    /// Removes everything that is stored of a source, or waits to be.
    ///
    /// # Errors
    /// If that cannot be done now.
    pub fn forget(&mut self, key: &SourceKey) -> Result<(), library::Error> {
        self.waiting.retain(|write| write.key != *key);
        // A write still in progress would bring it back.
        self.library_writer.wait(AT_END);
        let patience = self.patience_while_reading();
        let Some(library) = &mut self.library else { return Ok(()) };
        library.wait_for_others(patience);
        library.forget_source(key).map(|_| ())
    }

    /// Sets in a document whether the library has its text or an earlier one.
    pub fn compare(&self, document: &mut Document, source: &Source) {
        let Some(library) = &self.library else { return };
        let text = document.article.text();
        (document.library.stored, document.library.changed_since) = (false, None);
        // If the look-up fails, the document is compared later.
        let key = SourceKey::of(source, text);
        let Ok(Some(latest)) = library.latest_version(&key) else { return };
        let is_from_feed = matches!(source, Source::FeedItem(_));
        document.library.stored = library.is_stored(&key, text, is_from_feed).unwrap_or(false);
        document.library.changed_since = Some(latest.stored_at).filter(|_| !document.library.stored);
    }

    /// The time to wait for other programs during reading. One of our own articles takes only a moment.
    fn patience_while_reading(&mut self) -> Duration {
        match self.library_writer.is_busy() {
            _ if self.is_ending => Duration::ZERO,
            true => AT_END,
            false => MEANWHILE,
        }
    }

    /// The position to restore in a text that begins with `beginning`, if it is known already; the first byte of a text
    /// that was never read. The source is identified by its path or address.
    pub fn position_in(&mut self, beginning: &str, source: &Source) -> Option<usize> {
        match self.library.as_ref().map_or(Ok(None), |library| library.position_of(&SourceKey::of(source, beginning))) {
            Ok(Some(stop)) => stop.place.unmoved(beginning).map(|span| span.start as usize),
            Ok(None) | Err(_) => Some(0),
        }
    }

    /// Restores the marks and corrections of a document that was opened, and its place unless reading has `begun`.
    /// False if they cannot be looked up yet.
    pub fn restore(&mut self, document: &mut Document, source: &Source, keymap: &Keymap, begun: bool) -> bool {
        if !self.opened {
            self.lookup_failed = true;
            return false;
        }
        let patience = self.patience_while_reading();
        let Some(library) = &mut self.library else { return true };
        library.wait_for_others(patience);
        let key = SourceKey::of(source, document.article.text());
        let restored = library
            .corrections_of(&key)
            .and_then(|corrections| Ok((corrections, library.marks_of(&key)?, library.position_of(&key)?)));
        let (corrections, marks, stop) = match restored {
            Ok(restored) => restored,
            Err(error) => {
                document.deferred.notice = Some(error.to_string());
                (self.error, self.lookup_failed) = (Some(error), true);
                return false;
            }
        };
        // Corrections made before the look-up come after the stored ones, as they do in the library.
        document.analysis.corrections.splice(0..0, corrections);
        for (letter, place) in marks {
            let Some(span) = place.find(document.article.text()) else { continue };
            document.marks.entry(letter).or_insert(ViewPosition { at: span.start as usize, blank: false });
        }
        self.compare(document, source);
        if let Some(stop) = stop {
            resume(document, &stop, keymap, begun);
        }
        true
    }

    /// Recently read addresses and files, the latest first: first those of this run, `now`, then earlier ones; without
    /// `here`, the one on the screen.
    pub fn recent_sources(&self, now: Vec<SourceKey>, here: Option<&SourceKey>) -> Vec<String> {
        let mut all = now;
        // Without the library's list only these are offered.
        if let Some(library) = &self.library {
            let stops = library.recent(MAX_RECENT).unwrap_or_default().into_iter().map(|stop| (stop.read_at, stop.key));
            let stored = library.read_articles(ArticleOrder::Stored, MAX_RECENT).unwrap_or_default().into_iter();
            let mut before: Vec<(i64, SourceKey)> =
                stops.chain(stored.map(|read| (read.at, read.article.key))).collect();
            before.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            all.extend(before.into_iter().map(|(_, key)| key));
        }
        let others = all.iter().filter(|key| Some(*key) != here);
        let names = others.map(SourceKey::as_str).filter(|name| !name.starts_with("text:"));
        names.map(without_credentials).filter(|name| printable(name) == *name).collect()
    }

    /// The items of the feed `key` that were read.
    pub fn read_items(&mut self, key: &SourceKey) -> HashSet<String> {
        // If the list cannot be read, all count as unread.
        self.library.as_ref().and_then(|library| library.read_items(key).ok()).unwrap_or_default()
    }

    /// Stores that the feed item called `name` was read.
    pub fn mark_read(&mut self, feed: &SourceKey, id: &str, name: String) {
        self.enqueue(PendingWrite { key: feed.clone(), name, write: LibraryChange::Read(id.to_owned()) });
    }

    /// The cached response of a web address.
    pub fn cached_response(&mut self, source: &Source) -> Option<Response> {
        let Source::Web(address) = source else { return None };
        // Without it the page is fetched again.
        self.try_open(AT_START);
        let stored = self.library.as_ref()?.cached_response(&address.to_string());
        stored.ok().flatten().filter(|_| !address.has_credentials())
    }

    /// Stores the response of a web address. If that fails, the page is fetched again next time.
    pub fn cache_response(&mut self, source: &Source, answer: &Response) {
        let (Some(library), Source::Web(address)) = (&mut self.library, source) else { return };
        if let Err(error) = library.cache_response(&address.to_string(), answer) {
            self.error = Some(error);
        }
    }

    /// Stores where reading of a source stopped.
    pub fn save_position(&mut self, document: &Document, source: &Source) {
        let text = document.article.text();
        let at = document.viewport.anchor().at;
        let above = at as f32 / text.len().max(1) as f32;
        // A text read to the end counts as read, even if its last screenful is long.
        let share = if above >= MIN_SHARE && document.percent() >= 100 { 1.0 } else { above };
        let key = SourceKey::of(source, text);
        let stop = ReadingPosition { place: TextAnchor::from(text, at), share, fingerprint: fingerprint(text) };
        let place = PendingWrite {
            key,
            name: source.name(),
            write: LibraryChange::Place(document.article.meta.title.clone(), stop),
        };
        // The top of a text needs no stored place unless another one was stored before; but that a text was read at all
        // is worth storing if possible.
        if share < MIN_SHARE && !self.waiting.iter().any(|before| place.replaces(before)) {
            match &mut self.library {
                Some(library) if library.is_new() => {
                    if let Err(error) = place.write_to(library) {
                        self.error = Some(error);
                    }
                    return;
                }
                Some(library) if matches!(library.position_of(&place.key), Ok(Some(_))) => {}
                Some(_) | None => return,
            }
        }
        self.enqueue(place);
    }

    /// Stores or removes a mark or a correction. False if that is not done at once.
    pub fn save(&mut self, document: &Document, source: &Source, change: &Change) -> bool {
        let text = document.article.text();
        let write = match change {
            Change::Marked(letter, anchor) => LibraryChange::Mark(*letter, TextAnchor::from(text, anchor.at)),
            Change::Corrected(correction) => LibraryChange::Correction(correction.clone()),
            Change::Undone(correction) => LibraryChange::Undone(correction.clone()),
        };
        self.enqueue(PendingWrite { key: SourceKey::of(source, text), name: source.name(), write })
    }

    /// Queues `new` and writes the queue. False if it has to wait.
    fn enqueue(&mut self, new: PendingWrite) -> bool {
        self.waiting.retain(|before| !new.replaces(before));
        // A correction that was never stored need not be undone in the library.
        let undone = match &new.write {
            LibraryChange::Undone(correction) => self.waiting.iter().rposition(
                |before| matches!(&before.write, LibraryChange::Correction(stored) if stored == correction && before.key == new.key),
            ),
            _ => None,
        };
        match undone {
            Some(at) => drop(self.waiting.remove(at)),
            None => self.waiting.push_back(new),
        }
        let patience = self.patience_while_reading();
        !self.lookup_failed && self.flush(patience)
    }

    /// Writes the waiting changes, in order. False if that is not possible yet.
    fn flush(&mut self, patience: Duration) -> bool {
        if !self.opened {
            return false;
        }
        let Some(library) = &mut self.library else {
            self.waiting.clear();
            return true;
        };
        library.wait_for_others(patience);
        while let Some(next) = self.waiting.front() {
            if let Err(error) = next.write_to(library) {
                self.error = Some(error);
                return false;
            }
            self.waiting.pop_front();
            self.error = None;
        }
        true
    }

    /// Retries look-ups and writes that failed: true if the library can be used again.
    pub fn retry(&mut self) -> bool {
        self.close_emptied();
        if !self.try_open(AT_START) {
            return false;
        }
        let Some(library) = &mut self.library else { return true };
        library.wait_for_others(AT_START);
        match library.recent(1) {
            Ok(_) => self.error = None,
            Err(error) => self.error = Some(error),
        }
        self.error.is_none()
    }

    /// Writes the waiting changes, once everything is looked up. Returns their number.
    pub fn write_pending(&mut self) -> usize {
        self.lookup_failed = false;
        let before = self.waiting.len();
        self.flush(AT_START);
        before - self.waiting.len()
    }

    /// Closes a library whose file was emptied, so that a new one is begun.
    fn close_emptied(&mut self) {
        if self.error.as_ref().is_some_and(|error| matches!(error.cause, ErrorKind::Emptied)) {
            (self.library, self.opened) = (None, false);
        }
    }

    /// Notes that the reader is to end at once.
    pub fn end_at_once(&mut self) {
        self.ends_at_once = true;
    }

    /// Notes that the reader is ending. Waiting changes are written by [`Persistence::close`].
    pub fn end(&mut self) {
        self.is_ending = true;
        if let Some(library) = &mut self.library {
            library.wait_for_others(Duration::ZERO);
        }
    }

    /// Writes the waiting changes, and returns those that could not be written, and why. It waits for another program
    /// that has the library, but not if `ends_at_once`.
    pub fn close(&mut self, ends_at_once: impl Fn() -> bool) -> Option<UnsavedChanges> {
        let begun = Instant::now();
        loop {
            self.ends_at_once |= ends_at_once();
            let patience = match self.library_writer.is_busy() {
                _ if !self.ends_at_once => AT_END,
                true => AT_SIGNAL_WRITING,
                false => AT_SIGNAL,
            };
            self.library_writer.wait(SLICE);
            self.close_emptied();
            let is_done = self.try_open(SLICE) && self.flush(SLICE) && !self.library_writer.is_busy();
            let is_in_use = self.library_writer.is_busy() || self.may_recover();
            if is_done || !is_in_use || begun.elapsed() >= patience {
                break;
            }
        }
        let path = self.library_path().unwrap_or_default();
        for (name, error) in self.library_writer.finish() {
            let error = error.unwrap_or_else(|| library::Error { path: path.clone(), cause: ErrorKind::Busy });
            match name {
                Some(name) => drop(self.note_unstored(error, name)),
                None => self.unstored = Some(error),
            }
        }
        let articles = self.unstored_names.iter().map(|name| format!("the article {name}"));
        let changes = named(&self.waiting).into_iter().chain(articles).collect();
        self.error.take().or(self.unstored.take()).map(|why| UnsavedChanges { why, changes })
    }
}

/// Scrolls a document to where reading stopped, unless it has `begun` again, and says so.
fn resume(document: &mut Document, stop: &ReadingPosition, keymap: &Keymap, begun: bool) {
    let text = document.article.text();
    let at = match stop.place.find(text) {
        Some(span) => span.start as usize,
        None => document.byte_at(stop.share),
    };
    let is_told = document.library.changed_since.is_some();
    let changed = if stop.fingerprint == fingerprint(text) || is_told { "" } else { "; the text has changed since" };
    if !begun {
        document.viewport.set(&document.article, ViewPosition { at, blank: false });
    }
    if stop.share >= MIN_SHARE {
        let top = keymap.key_of(Action::Top);
        document.deferred.notice = Some(format!("Resumed at {}%{changed} · {top} goes to the top", document.percent()));
    }
}
