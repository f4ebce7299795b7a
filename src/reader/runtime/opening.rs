//! Opening sources: starting the jobs that read them, and handling what arrives: text, beginnings and failures.

use crate::article::Article;
use crate::config::{ColourDepth, ThemeName, expand_path};
use crate::formats::Content;
use crate::formats::feed::{Feed, FeedItem};
use crate::library::SourceKey;
use crate::reader::event::{Answer, JobId, LoadedArticle};
use crate::reader::keys::action::Action;
use crate::reader::runtime::jobs;
use crate::reader::runtime::session::Session;
use crate::reader::state::catalogue::{CataloguePage, CatalogueView};
use crate::reader::state::document::progress::Phase;
use crate::reader::state::geometry::Size;
use crate::reader::state::input::mode::{Mode, Picker, PickerKind, PickerTarget};
use crate::reader::state::main_view::MainView;
use crate::reader::state::sources::SourceEntry;
use crate::reader::state::sources::feed_item_row;
use crate::reader::state::sources::feed_item_row::FeedItemRow;
use crate::reader::update::actions::sources;
use crate::record::Engine;
use crate::source::fetch::{self, Address};
use crate::source::{self, Source};
use crate::text::printable;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Bytes of the longest text that is analysed without being asked to.
const MAX_UNASKED_BYTES: usize = 20 * 1000 * 1000;

/// Bytes of the longest text that is given a moment to be analysed before it is first drawn, so that it does not flash
/// from plain to coloured.
pub const SHORT_BYTES: usize = 3 * 1024;

impl Session {
    /// Brings source `nth` to the screen, opening it when it was not opened before.
    pub fn show(&mut self, nth: usize, size: Size) {
        if nth < self.app.sources.len() {
            self.leave();
            self.switch(nth, size, true);
        }
    }

    /// Brings source `nth` to the screen, in place of the one that is there, which is kept or dropped.
    pub(super) fn switch(&mut self, nth: usize, size: Size, keep: bool) {
        if sources::show(&mut self.app, nth, size, keep) {
            self.open(nth);
        }
    }

    /// Starts opening source `nth`. Earlier jobs for it are cancelled.
    pub(super) fn open(&mut self, nth: usize) {
        let Some(entry) = self.app.sources.get(nth) else { return };
        let (source, latest) = (entry.source.clone(), entry.latest_job.clone());
        let number = latest.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(document) =
            self.app.document_mut(nth).filter(|document| document.progress.phase == Phase::NotOpened)
        {
            document.progress.phase = Phase::Loading;
        }
        if let Source::Stored(key) = &source
            && let Some(path) = self.persistence.library_path()
        {
            return self.library_reader.open(path, (nth, number), SourceKey::named(&**key), &self.to);
        }
        let cached = self.persistence.cached_response(&source);
        jobs::open(source, cached, (nth, number), latest, self.to.clone());
    }

    /// Brings the source of this name to the screen: a further one, or the same where it is open already. In a path `~`
    /// and variables are expanded.
    pub fn add_named(&mut self, name: &str, size: Size) {
        let path = if name.contains("://") { name.into() } else { expand_path(name) };
        if self.app.main_view.is_library() {
            // A name that is neither an address nor a file is searched for.
            if !name.contains("://") && !path.exists() {
                let view = CatalogueView::Articles;
                self.app.catalogue.trail.clear();
                let page = CataloguePage { view, query: name.to_owned(), ..CataloguePage::default() };
                return self.app.catalogue.turn_to(page);
            }
            self.app.main_view = MainView::Document;
        }
        let nth = self.app.sources.add(Source::from_argument(path));
        self.show(nth, size);
    }

    /// Finds the names in the folder that was `typed` in a prompt, and the sources that were read recently: in this
    /// run, then before.
    pub fn list_folder(&mut self, typed: String) {
        let key = |source: &Source| SourceKey::of(source, "");
        let here = self.source().map(key);
        let now = self.app.sources.recently_opened().filter(|source| source.location().is_some()).map(key);
        let recent = self.persistence.recent_sources(now.collect(), here.as_ref());
        self.app.input.histories.recent_sources = recent;
        jobs::list_folder(typed, self.to.clone());
    }

    /// Opens the source on the screen again.
    pub fn reload(&mut self) {
        let nth = self.app.sources.shown();
        let page = match self.source() {
            Some(Source::Stored(key)) => {
                let (key, source) = (key.clone(), Source::from_argument(PathBuf::from(&**key)));
                let is_there = !matches!(&source, Source::File(path) if !path.exists());
                if !is_there {
                    return self.notify(&format!("{} is no longer there; this is what was kept", printable(&key)));
                }
                if let Some(entry) = self.app.sources.get_mut(nth) {
                    entry.source = source;
                }
                None
            }
            Some(Source::Stdin) => return self.notify("Standard input can only be read once"),
            Some(Source::FeedItem(item)) => Some(item.link.as_deref().and_then(Address::parse)),
            _ => None,
        };
        match page {
            // The feed has no more text of an item; reloading fetches the item's page.
            Some(Some(Ok(address))) => {
                if let Some(entry) = self.app.sources.get_mut(nth) {
                    entry.source = Source::Web(address);
                }
                self.notify(&format!("Fetching the page… · {} cancels", self.app.key(Action::Back)));
            }
            Some(_) => return self.notify("The feed has no address for this item"),
            None => self.notify(&format!("Reloading… · {} cancels", self.app.key(Action::Back))),
        }
        self.open(nth);
    }

    /// Cancels opening the source on the screen. A text that is already open stays.
    pub fn cancel(&mut self, size: Size) {
        let Some(entry) = self.app.sources.get_mut(self.app.sources.shown()) else { return };
        entry.latest_job.fetch_add(1, Ordering::Relaxed);
        if self.app.document.progress.phase != Phase::Loading {
            self.app.document.progress.arriving = None;
            self.notify("Cancelled");
            return;
        }
        entry.failed = true;
        let name = entry.source.name();
        match self.app.sources.open_before().or_else(|| self.app.sources.first_usable()) {
            Some(other) => {
                self.gave_up = true;
                self.failures.push(source::Error { name: name.clone(), cause: fetch::Error::Cancelled.into() });
                self.switch(other, size, false);
                self.notify(&format!("Opening {name} was cancelled"));
            }
            None => {
                let document = &mut self.app.document;
                (document.progress.phase, document.progress.arriving) = (Phase::NotOpened, None);
            }
        }
    }

    /// Handles the progress of a download.
    pub fn arriving(&mut self, job: JobId, progress: fetch::DownloadProgress) {
        if !self.is_current(job) {
            return;
        }
        let Some(document) = self.app.document_mut(job.0) else { return };
        document.progress.arriving = Some(progress);
        if document.progress.phase != Phase::Loading {
            let cancel = self.app.key(Action::Back);
            self.app.notify(job.0, format!("Fetching… {progress} · {cancel} cancels"));
        }
    }

    /// Handles the beginning of a text of `bytes` bytes, while there is nothing else to show.
    pub fn begun(&mut self, (nth, number): JobId, beginning: Article, bytes: u64) {
        let Some(entry) = self.app.sources.get(nth).filter(|_| self.is_current((nth, number))) else { return };
        // The beginning is not shown if the reader stopped at a later place.
        let Some(at) = self.persistence.position_in(beginning.text(), &entry.source) else { return };
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        if self.app.document_mut(nth).is_some_and(|document| document.progress.phase == Phase::Loading) {
            sources::begun(&mut self.app, nth, Arc::new(beginning), bytes, at);
        }
    }

    /// Whether the library's record of source `nth` makes a new analysis unnecessary.
    pub(super) fn is_good_enough(&mut self, nth: usize, known: &LoadedArticle) -> bool {
        let model = self.settings.model;
        let Some(document) = self.app.document_mut(nth) else { return true };
        let wanted = model.engine(document.article.text().len());
        known.model == known.engine.version() && (known.engine == wanted || known.engine == Engine::Best)
    }

    /// Handles a source that was opened, or the error. After an error the next source is tried.
    pub fn opened(&mut self, (nth, number): JobId, result: Result<source::Opened, source::Error>) {
        if !self.is_current((nth, number)) {
            return;
        }
        let unread = match &result {
            Ok(source::Opened { content: Content::Feed(feed), .. }) => Some(self.add_items(nth, feed)),
            _ => None,
        };
        let Some(source) = self.app.sources.get(nth).map(|entry| entry.source.clone()) else { return };
        let reload = self.app.key(Action::Reload);
        let Some(document) = self.app.document_mut(nth) else { return };
        document.progress.arriving = None;
        let is_loading = document.progress.phase == Phase::Loading;
        let article = match (result, &source) {
            (Ok(opened), _) => {
                if let Some(answer) = &opened.response {
                    self.persistence.cache_response(&source, answer);
                }
                Ok(match opened.content {
                    Content::Article(article) => article,
                    Content::Feed(feed) => feed_item_row::feed_placeholder(&feed),
                })
            }
            (Err(source::Error { cause: source::Cause::Teaser, .. }), Source::FeedItem(item)) => {
                Ok(feed_item_row::item_placeholder(item, &reload))
            }
            (Err(error), _) => Err(error),
        };
        match article {
            Ok(article) => {
                self.take_article(nth, article, None);
                let is_free = nth == self.app.sources.shown() && matches!(self.app.mode, Mode::Normal);
                if let Some(first) = unread.filter(|_| is_free) {
                    let picker = Picker::new(&self.app, PickerKind::Sources, Some(PickerTarget::Source(first)));
                    self.app.mode = Mode::Picker(picker);
                }
            }
            Err(error) if is_loading => self.fail(nth, error),
            Err(error) => self.app.notify(nth, error.to_string()),
        }
    }

    /// Whether the screen has colours.
    fn has_colours(&self) -> bool {
        self.app.preferences.theme != ThemeName::Monochrome && ColourDepth::from_env() != ColourDepth::None
    }

    /// Handles the article of source `nth`, restores its stored data, and starts its analysis.
    pub(super) fn take_article(&mut self, nth: usize, article: Article, known: Option<LoadedArticle>) {
        let is_unasked = article.text().len() <= MAX_UNASKED_BYTES;
        let is_short = article.text().len() <= SHORT_BYTES;
        let source = self.app.sources.get(nth).map(|entry| entry.source.clone());
        let Some(document) = self.app.document_mut(nth) else { return };
        let is_first = document.progress.phase == Phase::Loading;
        let begun = document.progress.full_length.is_some();
        sources::opened(&mut self.app, nth, Arc::new(article));
        if is_first {
            self.restore(nth, begun);
            let is_shown = nth == self.app.sources.shown();
            let news = self.app.document_mut(nth).and_then(|document| document.deferred.notice.take());
            let notice = if is_shown { self.app.notice.take().or(news) } else { news };
            let is_item = |entry: &SourceEntry| entry.feed_item_row.as_ref().is_some_and(|row| row.feed_number == nth);
            let welcome =
                self.persistence.is_first_run().then(|| match self.app.sources.entries().iter().any(is_item) {
                    true => self.app.welcome_to_feed(),
                    false => self.app.welcome(self.has_colours()),
                });
            self.notify_of_storage(nth, notice.or(welcome));
        } else {
            if let Some((source, document)) = source.zip(self.app.document_mut(nth)) {
                self.persistence.compare(document, &source);
            }
            self.notify_of_storage(nth, Some("Reloaded".into()));
        }
        let is_known = known.is_some();
        let is_unasked = is_unasked && !known.as_ref().is_some_and(|known| self.is_good_enough(nth, known));
        if let Some(LoadedArticle { answer: Answer { found, record, applied }, .. }) = known {
            sources::analysed(&mut self.app, nth, found, record, applied);
        }
        let Some(entry) = self.app.sources.get_mut(nth) else { return };
        entry.failed = false;
        entry.due = is_unasked && (!is_short || is_known);
        let name = entry.source.name();
        self.failures.retain(|failure| failure.name != name);
        if let Some((feed, id)) = self.app.sources.mark_read(nth) {
            self.persistence.mark_read(feed, id, name);
        }
        if is_unasked {
            if let Some(document) = self.app.document_mut(nth).filter(|_| !is_known) {
                document.progress.phase = Phase::Running(0.0);
            }
            if is_short && !is_known {
                self.start_analysis(nth, None);
            }
        }
    }

    /// Handles the error of source `nth`, and shows another source if this one was to be on the screen.
    pub(super) fn fail(&mut self, nth: usize, error: source::Error) {
        let line = error.to_string();
        self.failures.push(error);
        if let Some(entry) = self.app.sources.get_mut(nth) {
            entry.failed = true;
        }
        if nth != self.app.sources.shown() {
            self.app.sources.close(nth);
        } else {
            let size = self.app.geometry.size;
            match self.app.sources.open_before().or_else(|| self.app.sources.first_usable()) {
                Some(other) => self.switch(other, size, false),
                // Cancelling one source does not quit the reader.
                None if self.app.catalogue.is_start => {
                    self.app.document.progress.phase = Phase::NotOpened;
                    self.app.main_view = MainView::Library;
                }
                None if self.gave_up => self.app.document.progress.phase = Phase::NotOpened,
                None => self.is_over = true,
            }
        }
        self.notify(&line);
    }

    /// Adds the items of `feed`, which is source `nth`, to the sources, and lists those that were not read first. Gives
    /// the number of the first of them.
    fn add_items(&mut self, nth: usize, feed: &Feed) -> usize {
        let Some(source) = self.app.sources.get(nth).map(|entry| &entry.source) else { return nth };
        let text: String = feed.items.iter().map(|item| item.id.as_str()).collect();
        let key = SourceKey::of(source, &text);
        let read = self.persistence.read_items(&key);
        if !matches!(source, Source::Stdin | Source::Sample) {
            let ids: Vec<&str> = feed.items.iter().map(|item| item.id.as_str()).collect();
            self.persistence.note_feed(&key, feed.title.as_deref(), &ids);
        }
        let sources = &mut self.app.sources;
        let add = |item: &FeedItem| {
            let entry = FeedItemRow::new(&key, nth, item, read.contains(&item.id));
            sources.add_item(Source::FeedItem(Arc::new(item.clone())), entry)
        };
        let mut places: Vec<usize> = feed.items.iter().map(add).collect();
        places.sort_by_key(|&place| !self.app.sources.get(place).is_some_and(SourceEntry::is_unread));
        self.app.sources.list_below(nth, &places);
        let is_unread = |place: &usize| self.app.sources.get(*place).is_some_and(|entry| entry.is_unread());
        places.iter().copied().find(is_unread).or(places.first().copied()).unwrap_or(nth)
    }
}
