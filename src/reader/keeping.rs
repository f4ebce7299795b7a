//! What the reader keeps between runs: where reading stopped, marks and corrections of each source. Nothing here stops
//! the reading; what could not be kept is said in the status line.

use super::action::Action;
use super::state::State;
use super::update::Change;
use super::viewport::Anchor;
use crate::library::{Key, Library, Stop, fingerprint};
use crate::source::Source;
use crate::source::fetch::Fetched;
use crate::text::Place;
use std::collections::HashSet;

/// Share of the text above the screen below which there is no place worth coming back to.
const WORTH: f32 = 0.005;

/// The library, if there is one, and what is known of the sources that are open.
pub struct Keeper {
    library: Option<Library>,
    /// How to open it, until that was done.
    unopened: Option<Box<dyn FnOnce() -> Option<Library>>>,
    /// Has nothing ever been kept?
    first_run: bool,
}

impl Keeper {
    /// Keeps things in what `open` opens, when it is first needed.
    pub fn new(open: Box<dyn FnOnce() -> Option<Library>>) -> Keeper {
        Keeper { library: None, unopened: Some(open), first_run: false }
    }

    /// The library, opened now if it was not before.
    pub fn library(&mut self) -> Option<&mut Library> {
        if let Some(open) = self.unopened.take() {
            self.library = open();
            self.first_run = self.library.as_ref().is_some_and(Library::is_new);
        }
        self.library.as_mut()
    }

    /// Is this the first time that anything is read? True once.
    pub fn is_first_run(&mut self) -> bool {
        std::mem::take(&mut self.first_run)
    }

    /// The place in a text that begins with `beginning` to come back to, when that can be told already; of a text that was
    /// never read its first byte. The source is known by its path or address.
    pub fn place_in(&mut self, beginning: &str, source: &Source) -> Option<usize> {
        match self.library().map_or(Ok(None), |library| library.place_of(&Key::of(source, beginning))) {
            Ok(Some(stop)) => stop.place.unmoved(beginning).map(|span| span.start as usize),
            Ok(None) | Err(_) => Some(0),
        }
    }

    /// Gives a source that was just opened its place, marks and corrections back; its place not when it had `begun` to be
    /// read there.
    pub fn recall(&mut self, state: &mut State, source: &Source, begun: bool) {
        let Some(library) = self.library() else { return };
        let text = state.article.text();
        let key = Key::of(source, text);
        let recalled = library
            .corrections_of(&key)
            .and_then(|corrections| Ok((corrections, library.marks_of(&key)?, library.place_of(&key)?)));
        let (corrections, marks, stop) = match recalled {
            Ok(recalled) => recalled,
            Err(error) => {
                state.message = Some(error.to_string());
                return;
            }
        };
        state.corrections = corrections;
        for (letter, place) in marks {
            let Some(span) = place.find(state.article.text()) else { continue };
            state.marks.insert(letter, Anchor { at: span.start as usize, blank: false });
        }
        if let Some(stop) = stop {
            let text = state.article.text();
            let at = match stop.place.find(text) {
                Some(span) => span.start as usize,
                None => state.byte_at(stop.share),
            };
            let changed = if stop.text == fingerprint(text) { "" } else { "; the text has changed since" };
            if !begun {
                state.viewport.set(&state.article, Anchor { at, blank: false });
            }
            if stop.share >= WORTH {
                let top = state.key(Action::Top);
                state.message = Some(format!("resumed at {} %{changed} · {top} goes to the top", state.percent()));
            }
        }
    }

    /// The items of the feed `key` that were read.
    pub fn read_items(&mut self, key: &Key) -> HashSet<String> {
        // Without the list all are unread, which is no reason to stop.
        self.library().and_then(|library| library.read_items(key).ok()).unwrap_or_default()
    }

    /// Keeps that an item of a feed was read.
    pub fn mark_read(&mut self, state: &mut State, feed: &Key, id: &str) {
        let Some(library) = self.library() else { return };
        if let Err(error) = library.mark_read(feed, id) {
            state.message = Some(error.to_string());
        }
    }

    /// The last answer that is kept for a web address.
    pub fn answer_of(&mut self, source: &Source) -> Option<Fetched> {
        let Source::Web(address) = source else { return None };
        // Without it the page is fetched whole.
        self.library()?.answer_of(&address.to_string()).ok().flatten().filter(|_| !address.is_private())
    }

    /// Keeps the answer for a web address.
    pub fn keep_answer(&mut self, state: &mut State, source: &Source, answer: &Fetched) {
        let (Some(library), Source::Web(address)) = (self.library(), source) else { return };
        if let Err(error) = library.keep_answer(&address.to_string(), answer) {
            state.message = Some(error.to_string());
        }
    }

    /// Keeps where reading of a source stopped.
    pub fn remember(&mut self, state: &mut State, source: &Source) {
        let Some(library) = self.library() else { return };
        let text = state.article.text();
        let at = state.viewport.anchor().at;
        let share = at as f32 / text.len().max(1) as f32;
        let key = Key::of(source, text);
        // The top of a text that was never moved from needs no place of its own, but one left there later does; and
        // somebody's first reading is worth remembering.
        if share < WORTH && !library.is_new() && matches!(library.place_of(&key), Ok(None) | Err(_)) {
            return;
        }
        let stop = Stop { place: Place::from(text, at), share, text: fingerprint(text) };
        if let Err(error) = library.remember_place(&key, state.article.meta.title.as_deref(), &stop) {
            state.message = Some(error.to_string());
        }
    }

    /// Keeps a mark or a correction, or forgets one.
    pub fn keep(&mut self, state: &mut State, source: &Source, change: &Change) {
        let Some(library) = self.library() else { return };
        let text = state.article.text();
        let key = Key::of(source, text);
        let kept = match change {
            Change::Marked(letter, anchor) => library.set_mark(&key, *letter, &Place::from(text, anchor.at)),
            Change::Corrected(correction) => library.add_correction(&key, correction),
            Change::Undone(correction) => library.remove_correction(&key, correction),
        };
        if let Err(error) = kept {
            state.message = Some(error.to_string());
        }
    }
}
