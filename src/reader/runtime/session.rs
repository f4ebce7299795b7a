//! [`Session`]: one run of the reader around its state: the channel that its jobs report to, and the library.

use crate::config::Settings;
use crate::reader::event::{Event, JobId};
use crate::reader::keys::keymap::Keymap;
use crate::reader::runtime::library_reader::LibraryReader;
use crate::reader::runtime::pending_write::UnsavedChanges;
use crate::reader::runtime::persistence::Persistence;
use crate::reader::state::app::App;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::geometry::Size;
use crate::reader::state::main_view::MainView;
use crate::reader::state::preferences::Preferences;
use crate::reader::update::actions::sources;
use crate::reader::update::effect::Change;
use crate::source::{self, Source, fetch};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// The time between two attempts to store a change.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// One run of the reader.
pub struct Session {
    pub app: App,
    pub(super) settings: Settings,
    pub(super) persistence: Persistence,
    /// The channel to which the threads of the jobs report.
    pub(super) to: Sender<Event>,
    /// Sources that could not be opened, to be named when the reader ends.
    pub(super) failures: Vec<source::Error>,
    /// Whether a source was cancelled, so that another one came to the screen.
    pub(super) gave_up: bool,
    /// Whether no source could be opened, so that there is nothing to show.
    pub(super) is_over: bool,
    /// Whether an [`Event::RetryWrites`] is on its way.
    pub(super) awaits_retry: bool,
    pub(super) library_reader: LibraryReader,
}

impl Session {
    /// A session of these `sources`, or of the library where there are none. Jobs report `to` the event loop. The
    /// caller opens the first source.
    pub fn new(
        sources: &[Source],
        persistence: Persistence,
        settings: Settings,
        keymap: Keymap,
        size: Size,
        to: Sender<Event>,
    ) -> Session {
        let app = App::new(sources, Preferences::of(&settings), Arc::new(keymap), size);
        let mut session = Session {
            app,
            settings,
            persistence,
            to,
            failures: Vec::new(),
            gave_up: false,
            is_over: false,
            awaits_retry: false,
            library_reader: LibraryReader::default(),
        };
        if sources.is_empty() {
            (session.app.main_view, session.app.catalogue.is_start) = (MainView::Library, true);
            session.app.catalogue.refresh();
        }
        session
    }

    /// Whether no source could be opened, so that there is nothing to show.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The sources that could not be opened, and those that were cancelled and never opened.
    pub fn into_failures(mut self) -> Vec<source::Error> {
        let shown = self.app.sources.get(self.app.sources.shown()).map(|entry| (entry, &self.app.document));
        for (entry, document) in self.app.sources.all_in_background().chain(shown.filter(|_| !self.is_over)) {
            let name = entry.source.name();
            let is_new = self.failures.iter().all(|failure| failure.name != name);
            if matches!(document.progress.phase, Phase::NotOpened | Phase::Loading) && is_new {
                self.failures.push(source::Error { name, cause: fetch::Error::Cancelled.into() });
            }
        }
        self.failures
    }

    /// Whether one of the sources that the reader was started with could not be opened.
    pub fn has_unread(&self) -> bool {
        self.app.sources.entries().iter().any(|entry| entry.failed && !entry.asked && entry.feed_item_row.is_none())
    }

    /// Whether any source was opened, at least in part.
    pub fn anything_open(&self) -> bool {
        let shown = (!self.is_over).then_some(&self.app.document);
        self.app
            .sources
            .all_in_background()
            .map(|(_, document)| document)
            .chain(shown)
            .any(|document| document.is_open())
    }

    /// The source on the screen.
    pub(super) fn source(&self) -> Option<&Source> {
        self.app.sources.get(self.app.sources.shown()).map(|entry| &entry.source)
    }

    /// Whether this job is the latest for its source.
    pub(super) fn is_current(&self, (nth, number): JobId) -> bool {
        self.app.sources.get(nth).is_some_and(|entry| entry.latest_job.load(Ordering::Relaxed) == number)
    }

    /// Shows a message in the status line.
    pub fn notify(&mut self, message: &str) {
        self.app.notice = Some(message.into());
    }

    /// Notes that the reader is ending; waits for other programs happen after the terminal is left.
    pub fn end(&mut self) {
        self.persistence.end();
    }

    /// Stores the place in the source on the screen.
    pub fn leave(&mut self) {
        let document = &self.app.document;
        let is_open = document.progress.full_length.is_none() && !document.article.blocks().is_empty();
        if let Some(entry) = self.app.sources.get(self.app.sources.shown()).filter(|_| is_open && !self.is_over) {
            if document.library.forgotten {
                return;
            }
            self.persistence.save_position(document, &entry.source);
        }
    }

    /// Saves a change of the document on the screen. The status line says if that is not done at once.
    pub fn save(&mut self, change: &Change) {
        let Some(entry) = self.app.sources.get(self.app.sources.shown()) else { return };
        if !self.persistence.save(&self.app.document, &entry.source, change) {
            let yet = if self.persistence.may_recover() { " yet" } else { "" };
            let done = self.app.notice.take().unwrap_or_default();
            self.app.notice = Some(format!("Not saved{yet} · {done}"));
        } else if self.app.document.library.stored && !matches!(change, Change::Marked(..)) {
            self.persistence.refresh(&self.app.document, &entry.source);
        }
    }

    /// Opens the library, where that can be done at once.
    pub fn open_library(&mut self) {
        self.persistence.open();
    }

    /// The message that nothing can be stored, and why.
    pub fn library_error(&self) -> Option<String> {
        self.persistence.error().map(|error| format!("Nothing can be saved: {error}"))
    }

    /// Sets on the screen whether changes can be stored, and schedules a retry if that may help.
    pub fn schedule_retry(&mut self) {
        self.app.unsaved = self.persistence.error().is_some();
        if self.persistence.may_recover() && !self.awaits_retry {
            let to = self.to.clone();
            let started = thread::Builder::new().spawn(move || {
                thread::sleep(RETRY_INTERVAL);
                // A reader that has ended does not retry.
                let _ = to.send(Event::RetryWrites);
            });
            // If no thread can be started, the next key tries again.
            self.awaits_retry = started.is_ok();
        }
    }

    pub(super) fn is_unrestored(&self, nth: usize) -> bool {
        self.app.sources.get(nth).is_some_and(|entry| entry.unrestored)
    }

    /// Restores the marks and corrections of source `nth`, which was just opened, and its place unless reading has
    /// `begun`.
    pub(super) fn restore(&mut self, nth: usize, begun: bool) {
        let Some(source) = self.app.sources.get(nth).map(|entry| entry.source.clone()) else { return };
        let keymap = self.app.input.keymap.clone();
        let Some(document) = self.app.document_mut(nth) else { return };
        let restored = self.persistence.restore(document, &source, &keymap, begun);
        if let Some(news) = document.deferred.notice.take() {
            self.app.notify(nth, news);
        }
        if let Some(entry) = self.app.sources.get_mut(nth) {
            entry.unrestored = !restored;
        }
    }

    /// [`Session::restore`] for a source that is already being read. The text does not move.
    pub(super) fn restore_late(&mut self, nth: usize) {
        let Some(document) = self.app.document_mut(nth) else { return };
        let moved = document.viewport.anchor() != Default::default();
        self.restore(nth, moved);
        if !self.is_unrestored(nth) {
            sources::corrected(&mut self.app, nth);
        }
    }

    /// Makes the library wait for no other program: the reader is to end at once.
    pub fn end_at_once(&mut self) {
        self.persistence.end_at_once();
    }

    /// Writes the waiting changes, and returns those that could not be written. It waits for other programs unless
    /// `ends_at_once`.
    pub fn finish_writes(&mut self, ends_at_once: impl Fn() -> bool) -> Option<UnsavedChanges> {
        self.persistence.close(ends_at_once)
    }
}
