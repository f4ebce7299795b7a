//! [`Desk`]: the sources that were given, each with its own state once it was opened, and which of them is on the
//! screen. It starts the opening and the analysis in the background and takes in what comes of them.

use super::event::Event;
use super::geometry::Size;
use super::items::{self, Items};
use super::keeping::{Keeper, Lost};
use super::keymap::Keymap;
use super::state::{List, Overlay, Progress, State};
use super::update::Change;
use super::worker::{Found, Run};
use super::{update, worker};
use crate::article::Article;
use crate::config::Settings;
use crate::formats::Content;
use crate::formats::feed::Feed;
use crate::language::Engine;
use crate::library::SourceKey;
use crate::source::fetch::{self, Address};
use crate::source::{self, Source};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// Bytes of the longest text that is analysed without being asked to.
const UNASKED: usize = 20 * 1000 * 1000;

/// How long after something could not be kept that is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// All sources of one run of the reader.
pub struct Desk {
    sources: Vec<Source>,
    names: Arc<[String]>,
    states: Vec<Option<State>>,
    at: usize,
    items: Items,
    /// Sources that could not be opened, to be named when the reader ends.
    failures: Vec<source::Error>,
    /// Numbers of the sources that could not be opened or were given up, but for those that were opened since.
    failed: Vec<usize>,
    keeper: Keeper,
    /// Was a source given up so that another one came to the screen?
    gave_up: bool,
    /// Sources of which nobody could look up what is kept.
    unrecalled: Vec<usize>,
    /// Is something on its way that says to try again?
    waits_to_keep: bool,
    settings: Settings,
    keymap: Arc<Keymap>,
    to: Sender<Event>,
    /// Is the terminal's background dark? `None` until it says so.
    pub dark: Option<bool>,
    /// The source that was on the screen before this one.
    before: Option<usize>,
    /// Sources that are analysed as soon as they were drawn.
    due: Vec<usize>,
    /// Of the openings and analyses under way only those with the latest number for their source count.
    runs: Vec<Arc<AtomicU32>>,
}

impl Desk {
    /// A desk with the first of `sources` being opened; what comes of it is sent `to` the loop.
    pub fn new(
        sources: &[Source],
        keeper: Keeper,
        settings: Settings,
        keymap: Keymap,
        size: Size,
        to: Sender<Event>,
    ) -> Desk {
        let names: Arc<[String]> = sources.iter().map(Source::name).collect();
        let mut desk = Desk {
            sources: sources.to_vec(),
            states: sources.iter().map(|_| None).collect(),
            runs: sources.iter().map(|_| Arc::default()).collect(),
            names,
            at: 0,
            items: Items::default(),
            failures: Vec::new(),
            failed: Vec::new(),
            keeper,
            gave_up: false,
            unrecalled: Vec::new(),
            waits_to_keep: false,
            settings,
            keymap: Arc::new(keymap),
            to,
            dark: None,
            before: None,
            due: Vec::new(),
        };
        desk.show(0, size);
        desk
    }

    /// The state on the screen. `None` when no source could be opened.
    pub fn state(&mut self) -> Option<&mut State> {
        self.states.get_mut(self.at)?.as_mut()
    }

    /// Sources that could not be opened, and one that was given up and never opened after.
    pub fn into_failures(mut self) -> Vec<source::Error> {
        for (source, state) in self.sources.iter().zip(&self.states) {
            let name = source.name();
            let is_new = || self.failures.iter().all(|failure| failure.name != name);
            if state.as_ref().is_some_and(|state| state.progress == Progress::NotOpened) && is_new() {
                self.failures.push(source::Error { name, cause: fetch::Error::Cancelled.into() });
            }
        }
        self.failures
    }

    /// Was any source opened, or begun to be?
    pub fn anything_open(&self) -> bool {
        let is_open = |state: &State| match state.progress {
            Progress::Loading => state.beginning_of.is_some(),
            Progress::NotOpened => false,
            _ => true,
        };
        self.states.iter().flatten().any(is_open)
    }

    /// Brings source `nth` to the screen, opening it when it was not opened before.
    pub fn show(&mut self, nth: usize, size: Size) {
        if nth >= self.sources.len() {
            return;
        }
        self.leave();
        if self.at != nth {
            self.before = Some(self.at);
        }
        self.at = nth;
        match &mut self.states[nth] {
            Some(state) => {
                state.sources = self.names.clone();
                state.failed.clone_from(&self.failed);
                update::resize(state, size);
            }
            none => {
                let mut state = State::new(Arc::default(), self.sources[nth].name(), size);
                state.start(&self.settings, self.keymap.clone());
                state.progress = Progress::Loading;
                state.sources = self.names.clone();
                state.failed.clone_from(&self.failed);
                state.nth = nth;
                *none = Some(state);
                self.open(nth);
            }
        }
    }

    /// Brings `source` to the screen: a further one, or the same where it is open already.
    pub fn add(&mut self, source: Source, size: Size) {
        let nth = self.sources.iter().position(|other| *other == source).unwrap_or(self.sources.len());
        if nth == self.sources.len() {
            self.names = self.names.iter().cloned().chain([source.name()]).collect();
            self.sources.push(source);
            self.states.push(None);
            self.runs.push(Arc::default());
            for state in self.states.iter_mut().flatten() {
                state.sources = self.names.clone();
            }
        }
        self.show(nth, size);
    }

    /// Keeps where the source on the screen is left.
    pub fn leave(&mut self) {
        let is_open = |state: &&State| state.beginning_of.is_none() && !state.article.blocks().is_empty();
        if let Some(state) = self.states[self.at].as_ref().filter(is_open) {
            self.keeper.remember(state, &self.sources[self.at]);
        }
    }

    /// Keeps what the user changed.
    pub fn keep(&mut self, change: &Change) {
        if let Some(state) = &mut self.states[self.at] {
            self.keeper.keep(state, &self.sources[self.at], change);
        }
    }

    /// Opens the source on the screen again.
    pub fn reload(&mut self) {
        if self.sources.get(self.at) == Some(&Source::Stdin) {
            self.say("standard input can be read only once");
            return;
        }
        let page = match self.sources.get(self.at) {
            Some(Source::FeedItem(item)) => Some(item.link.as_deref().and_then(Address::parse)),
            _ => None,
        };
        match page {
            // What the feed gives of an item is there already: its page is what can be fetched.
            Some(Some(Ok(address))) => {
                self.sources[self.at] = Source::Web(address);
                self.say("fetching the page … Esc gives up");
            }
            Some(_) => {
                self.say("the feed gives no address of its page");
                return;
            }
            None => self.say("reloading …"),
        }
        self.open(self.at);
    }

    /// Gives up the opening of the source on the screen. What is open stays.
    pub fn cancel(&mut self, size: Size) {
        self.runs[self.at].fetch_add(1, Ordering::Relaxed);
        if let Some(state) = self.states[self.at].as_mut().filter(|state| state.progress != Progress::Loading) {
            state.arriving = None;
            state.message = Some("given up".into());
            return;
        }
        let given_up = self.states[self.at].take();
        self.failed.push(self.at);
        let name = self.sources[self.at].name();
        match self.open_before().or_else(|| self.untried()) {
            Some(other) => {
                self.gave_up = true;
                self.show(other, size);
                self.say(&format!("{name}: given up"));
            }
            None => {
                self.states[self.at] = given_up;
                if let Some(state) = self.state() {
                    (state.progress, state.arriving) = (Progress::NotOpened, None);
                }
            }
        }
    }

    /// The next source that was not tried yet, from the one on the screen on.
    fn untried(&self) -> Option<usize> {
        let mut others = (self.at + 1..self.sources.len()).chain(0..self.at);
        others.find(|nth| !self.failed.contains(nth))
    }

    /// The source to go back to: the one that was on the screen before, else the first that is open.
    fn open_before(&self) -> Option<usize> {
        let is_open = |nth: &usize| self.states.get(*nth).is_some_and(Option::is_some);
        self.before.filter(is_open).or_else(|| (0..self.states.len()).find(is_open))
    }

    /// Takes in how much of a source has arrived.
    pub fn arriving(&mut self, run: Run, progress: fetch::Progress) {
        let current = self.is_current(run);
        if let Some(state) = self.states.get_mut(run.0).and_then(Option::as_mut).filter(|_| current) {
            state.arriving = Some(progress);
            if state.progress != Progress::Loading {
                state.message = Some(format!("fetching … {progress} · Esc gives up"));
            }
        }
    }

    fn open(&mut self, nth: usize) {
        // Whatever was under way for this source is given up.
        let run = self.runs[nth].fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(state) = self.states[nth].as_mut().filter(|state| state.progress == Progress::NotOpened) {
            state.progress = Progress::Loading;
        }
        let kept = self.keeper.cached_response(&self.sources[nth]);
        worker::open(self.sources[nth].clone(), kept, (nth, run), self.runs[nth].clone(), self.to.clone());
    }

    /// Takes in the beginning of a text of so many bytes, while there is nothing else to show.
    pub fn begun(&mut self, (nth, run): Run, beginning: Article, bytes: u64) {
        if !self.is_current((nth, run)) {
            return;
        }
        // Who comes back to a place further on is not shown another one first.
        let Some(at) = self.keeper.place_in(beginning.text(), &self.sources[nth]) else { return };
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        if let Some(state) = self.states[nth].as_mut().filter(|state| state.progress == Progress::Loading) {
            update::begun(state, Arc::new(beginning), bytes, at);
        }
    }

    /// Takes in a source that was opened, or why it was not. Then the next one is tried that can take its place.
    pub fn opened(&mut self, (nth, run): Run, result: Result<source::Opened, source::Error>) {
        if !self.is_current((nth, run)) {
            return;
        }
        let feed = match &result {
            Ok(source::Opened { content: Content::Feed(feed), .. }) => Some(self.take_items(nth, feed)),
            _ => None,
        };
        let Some(state) = self.states.get_mut(nth).and_then(Option::as_mut) else { return };
        let size = state.geometry.size;
        state.arriving = None;
        let source = &self.sources[nth];
        let article = match (result, source) {
            (Ok(opened), _) => {
                if let Some(answer) = &opened.response {
                    self.keeper.cache_response(source, answer);
                }
                Ok(match opened.content {
                    Content::Article(article) => article,
                    Content::Feed(feed) => items::listing(&feed),
                })
            }
            (Err(source::Error { cause: source::Cause::Teaser, .. }), Source::FeedItem(item)) => {
                Ok(items::teaser(item))
            }
            (Err(error), _) => Err(error),
        };
        match article {
            Ok(article) => {
                self.failed.retain(|&failed| failed != nth);
                let article = Arc::new(article);
                let unasked = article.text().len() <= UNASKED;
                let first = state.progress == Progress::Loading;
                let begun = state.beginning_of.is_some();
                update::opened(state, article);
                if !first {
                    state.message = Some("reloaded".into());
                }
                if first {
                    if !self.keeper.recall(state, source, begun) {
                        self.unrecalled.push(nth);
                    }
                    if self.keeper.is_first_run() && state.message.is_none() {
                        state.message = Some(state.welcome());
                    }
                }
                if let Some((key, id)) = self.items.read(nth) {
                    self.keeper.mark_read(key, id, self.sources[nth].name());
                }
                if let Some(cursor) = feed {
                    state.overlay = Some(Overlay::List { of: List::Sources, cursor });
                }
                self.name_sources();
                if let Some(state) = self.states[nth].as_mut().filter(|_| unasked) {
                    state.progress = Progress::Running(0.0);
                    if super::is_short(&state.article) {
                        self.analyse_source(nth);
                    } else {
                        self.due.push(nth);
                    }
                }
            }
            Err(error) if state.progress == Progress::Loading => {
                let line = error.to_string();
                self.failures.push(error);
                self.failed.push(nth);
                let failed = self.states[nth].take();
                match self.open_before().or_else(|| self.untried()) {
                    // Another one is on the screen, and stays.
                    _ if nth != self.at => {}
                    Some(other) => self.show(other, size),
                    // Whoever gave something up is still there, and did not ask for the end.
                    None if self.gave_up => {
                        self.states[nth] = failed;
                        if let Some(state) = &mut self.states[nth] {
                            state.progress = Progress::NotOpened;
                        }
                    }
                    None => {}
                }
                self.say(&line);
            }
            Err(error) => state.message = Some(error.to_string()),
        }
    }

    /// Adds the items of `feed`, which is source `nth`, to the sources. Those that are there already stay what they are.
    /// Gives the first that was not read.
    fn take_items(&mut self, nth: usize, feed: &Feed) -> usize {
        let text: String = feed.items.iter().map(|item| item.id.as_str()).collect();
        let key = SourceKey::of(&self.sources[nth], &text);
        let read = self.keeper.read_items(&key);
        let mut places = Vec::new();
        for item in &feed.items {
            let known = self.items.source_of(&key, &item.id);
            places.push(known.unwrap_or(self.sources.len()));
            if known.is_none() {
                self.items.add(self.sources.len(), &key, item, read.contains(&item.id));
                self.sources.push(Source::FeedItem(Arc::new(item.clone())));
                self.states.push(None);
                self.runs.push(Arc::default());
            }
        }
        places.iter().copied().find(|&place| self.items.is_unread(place)).or(places.first().copied()).unwrap_or(nth)
    }

    /// Gives the sources their names, and the state on the screen those of all.
    fn name_sources(&mut self) {
        let name = |(nth, source): (usize, &Source)| self.items.label(nth).unwrap_or_else(|| source.name());
        self.names = self.sources.iter().enumerate().map(name).collect();
        let names = self.names.clone();
        if let Some(state) = self.state() {
            state.sources = names;
        }
    }

    /// Starts the analyses that waited until there was something to read.
    pub fn analyse_due(&mut self) {
        for nth in std::mem::take(&mut self.due) {
            self.analyse_source(nth);
        }
    }

    /// Opens what is kept between runs, where that can be done at once.
    pub fn open_library(&mut self) {
        self.keeper.start();
    }

    /// Why nothing can be kept, in one line.
    pub fn keeping_trouble(&self) -> Option<String> {
        self.keeper.trouble().map(|error| format!("nothing can be kept: {error}"))
    }

    /// Tells the state on the screen whether anything can be kept, and has it tried again where that may help.
    pub fn watch_keeping(&mut self) {
        let unkept = self.keeper.trouble().is_some();
        if let Some(state) = self.state() {
            state.unkept = unkept;
        }
        if self.keeper.may_pass() && !self.waits_to_keep {
            self.waits_to_keep = true;
            let to = self.to.clone();
            thread::spawn(move || {
                thread::sleep(AGAIN);
                // A reader that has ended has tried for the last time.
                let _ = to.send(Event::KeepAgain);
            });
        }
    }

    /// Looks up and keeps what could not be before.
    pub fn keep_again(&mut self) {
        self.waits_to_keep = false;
        if !self.keeper.again() {
            return;
        }
        // First what was kept before, then what came after it.
        for nth in std::mem::take(&mut self.unrecalled) {
            let Some(state) = &mut self.states[nth] else { continue };
            if !self.keeper.recall_late(state, &self.sources[nth]) {
                self.unrecalled.push(nth);
            }
        }
        if self.unrecalled.is_empty() && self.keeper.catch_up() > 0 && self.keeper.trouble().is_none() {
            self.say("kept, after all: the library can be used again");
        }
    }

    /// Keeps at last what waits for it, and says what could not be kept.
    pub fn end_keeping(&mut self) -> Option<Lost> {
        self.keeper.end()
    }

    /// Starts the analysis of the article on the screen that was asked for: by the best model where the fast one has
    /// answered.
    pub fn analyse(&mut self) {
        let better = self.state().is_some_and(|state| state.has_better());
        let engine = if better { Some(Engine::Best) } else { None };
        self.start_analysis(self.at, engine);
    }

    /// Gives up the analysis of the article on the screen.
    pub fn stop_analysis(&mut self) {
        self.runs[self.at].fetch_add(1, Ordering::Relaxed);
        if let Some(state) = self.state() {
            state.progress = Progress::Unasked;
        }
    }

    fn analyse_source(&mut self, nth: usize) {
        self.start_analysis(nth, None);
    }

    /// Has source `nth` analysed by `engine`, or by the one that is set for texts of its length.
    fn start_analysis(&mut self, nth: usize, engine: Option<Engine>) {
        let Some(state) = self.states.get_mut(nth).and_then(Option::as_mut) else { return };
        if state.progress == Progress::Done {
            state.refining = Some(0.0);
        } else {
            state.progress = Progress::Running(0.0);
        }
        let engine = engine.unwrap_or(self.settings.model.engine(state.article.text().len()));
        let run = (nth, self.runs[nth].load(Ordering::Relaxed));
        let (article, corrections, latest) = (state.article.clone(), state.corrections.clone(), self.runs[nth].clone());
        worker::analyse(article, corrections, engine, state.viewport.shown(), run, latest, self.to.clone());
    }

    /// Takes in how far the analysis is.
    pub fn progress(&mut self, run: Run, share: f32) {
        let current = self.is_current(run);
        if let Some(state) = self.states.get_mut(run.0).and_then(Option::as_mut).filter(|_| current) {
            match state.refining {
                Some(_) => state.refining = Some(share),
                None => state.progress = Progress::Running(share),
            }
        }
    }

    /// Is this the run that counts for its source?
    fn is_current(&self, (nth, run): Run) -> bool {
        self.runs.get(nth).is_some_and(|latest| latest.load(Ordering::Relaxed) == run)
    }

    /// Takes in what the analysis found, or why it failed.
    pub fn analysed(&mut self, (nth, run): Run, found: Result<Found, String>) {
        let current = self.is_current((nth, run));
        let Some(state) = self.states.get_mut(nth).and_then(Option::as_mut).filter(|_| current) else { return };
        match found {
            Ok((found, record, applied)) => update::analysed(state, found, record, applied),
            Err(why) if state.refining.take().is_some() => {
                state.message = Some(format!("no better answer: {why}"));
            }
            Err(why) => state.progress = Progress::Failed(why),
        }
    }

    /// Takes in what is found so far, by the fast model or the better one, which goes on.
    pub fn so_far(&mut self, run: Run, (found, record, applied): Found) {
        let current = self.is_current(run);
        let Some(state) = self.states.get_mut(run.0).and_then(Option::as_mut).filter(|_| current) else { return };
        let share = state.refining.unwrap_or(0.0);
        update::analysed(state, found, record, applied);
        state.refining = Some(share);
    }

    /// Gives the status line something to say.
    pub fn say(&mut self, message: &str) {
        if let Some(state) = self.state() {
            state.message = Some(message.into());
        }
    }
}
