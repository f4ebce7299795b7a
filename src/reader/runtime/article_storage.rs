//! Storing articles in the library, by default or with a key, and forgetting them.

use crate::article::BlockKind;
use crate::config::KeepChoice;
use crate::library::{self, Day, SourceKey, StoreOutcome};
use crate::reader::keys::action::Action;
use crate::reader::runtime::library_writer::StoreJob;
use crate::reader::runtime::session::Session;
use crate::reader::state::document::Document;
use crate::reader::state::document::progress::Phase;
use crate::reader::update::actions::sources;
use crate::source::Source;
use crate::text::printable;

impl Session {
    /// Stores the article of source `nth`, whose analysis has ended, if the settings say so.
    pub(super) fn store_read(&mut self, nth: usize) {
        let is_asked = self.app.document_mut(nth).is_some_and(|document| document.library.storing);
        if is_asked || self.settings.keep == KeepChoice::Opened {
            self.store_article(nth);
        }
    }

    /// Stores the article on the screen on request.
    pub fn store_requested(&mut self) {
        let nth = self.app.sources.shown();
        let is_of_a_kind = self.source().is_some_and(is_storable) && is_text(&self.app.document);
        if self.persistence.is_unwanted() {
            return self.notify("No library in this session to keep it in");
        } else if !is_of_a_kind {
            return self.notify("Only files, web pages and feed items are kept");
        }
        (self.app.document.library.forgotten, self.app.document.library.storing) = (false, true);
        match self.app.document.progress.phase {
            Phase::Done if self.app.document.progress.is_done() => {
                if !self.store_article(nth)
                    && let Some(error) = self.library_error()
                {
                    self.notify(&error);
                }
            }
            Phase::Running(_) | Phase::Done => self.notify("It will be kept once the analysis is done"),
            Phase::Loading | Phase::NotOpened | Phase::Unasked | Phase::Failed(_) => {
                let analyse = self.app.key(Action::Analyse);
                self.notify(&format!("It will be kept once it is analysed · {analyse} analyses it"));
            }
        }
    }

    /// Begins to store the article of source `nth`. False if that is not possible.
    fn store_article(&mut self, nth: usize) -> bool {
        let Some(source) = self.app.sources.get(nth).map(|entry| entry.source.clone()) else { return false };
        let Some(document) = self.app.document_mut(nth) else { return false };
        let Some(found) = document.analysis.found.clone() else { return false };
        if !is_storable(&source)
            || !is_text(document)
            || document.library.forgotten
            || document.progress.full_length.is_some()
        {
            return false;
        }
        let job = StoreJob {
            nth,
            key: SourceKey::of(&source, document.article.text()),
            article: document.article.clone(),
            found,
            corrections: document.analysis.corrections.clone(),
            is_from_feed: matches!(source, Source::FeedItem(_)),
        };
        let to = self.to.clone();
        self.persistence.store_article(job, source.name(), to)
    }

    /// Handles the end of storing the article of source `nth`, with its first `corrections`.
    pub fn stored(&mut self, nth: usize, corrections: usize, stored: Result<Option<StoreOutcome>, library::Error>) {
        let Some(source) = self.app.sources.get(nth).map(|entry| entry.source.clone()) else { return };
        let Some(document) = self.app.document_mut(nth) else { return };
        let is_asked = std::mem::take(&mut document.library.storing);
        match stored {
            Ok(Some(_)) => {
                // An article that was forgotten meanwhile is forgotten again.
                document.library.stored = !document.library.forgotten;
                if document.library.forgotten || document.analysis.corrections.len() != corrections {
                    let Some(document) = self.app.document_mut(nth) else { return };
                    match document.library.forgotten {
                        true => drop(self.persistence.forget(&SourceKey::of(&source, document.article.text()))),
                        false => self.persistence.refresh(document, &source),
                    }
                }
                self.persistence.clear_unstored();
                if is_asked {
                    let forget = self.app.key(Action::Keep);
                    self.app.notify(nth, format!("Kept in the library · {forget} forgets it"));
                }
            }
            Ok(None) => self.app.notify(nth, "The article could not be prepared for the library".into()),
            Err(error) => {
                let said = format!("Not kept: {error}");
                if self.persistence.note_unstored(error, source.name()) || is_asked {
                    // The notice of a change just made stays beside it.
                    let before = self.app.notice.take().filter(|_| nth == self.app.sources.shown());
                    let said = match before {
                        Some(before) if before.contains(&said) => before,
                        Some(before) => format!("{before} · {said}"),
                        None => said,
                    };
                    self.app.notify(nth, said);
                }
            }
        }
    }

    /// Retries all look-ups and writes that failed.
    pub fn retry_writes(&mut self) {
        self.awaits_retry = false;
        if !self.persistence.retry() {
            return;
        }
        // Older changes first.
        let unrestored = (0..self.app.sources.len()).filter(|&nth| self.is_unrestored(nth)).collect::<Vec<_>>();
        for nth in unrestored {
            self.restore_late(nth);
        }
        // An article may have been stored before.
        for nth in 0..self.app.sources.len() {
            let name = self.app.sources.get(nth).map(|entry| entry.source.name()).unwrap_or_default();
            if self.app.document_mut(nth).is_some_and(|document| document.library.stored) {
                self.persistence.note_stored(&name);
            }
        }
        let all_restored = !(0..self.app.sources.len()).any(|nth| self.is_unrestored(nth));
        if all_restored && self.persistence.write_pending() > 0 && self.persistence.is_writable() {
            self.notify("Saved after all: the library is available again");
        }
        self.retry_unstored();
    }

    /// Retries the articles that could not be stored.
    fn retry_unstored(&mut self) {
        for nth in 0..self.app.sources.len() {
            let is_due = self
                .app
                .document_mut(nth)
                .is_some_and(|document| !document.library.stored && document.progress.is_done());
            if is_due {
                self.store_read(nth);
            }
        }
    }

    /// Forgets the article on the screen, with everything that is stored of it.
    pub fn forget(&mut self) {
        let Some(source) = self.source().cloned() else { return };
        let key = SourceKey::of(&source, self.app.document.article.text());
        match self.persistence.forget(&key) {
            Ok(()) => {
                self.forgot(self.app.sources.shown());
                let keep = self.app.key(Action::Keep);
                self.notify(&format!("Forgotten: nothing of it is left in the library · {keep} keeps it again"));
            }
            Err(error) => self.notify(&format!("Not forgotten: {error}")),
        }
    }

    /// Removes from the document of source `nth` the marks and corrections that the library has forgotten.
    pub(super) fn forgot(&mut self, nth: usize) {
        let Some(document) = self.app.document_mut(nth) else { return };
        document.marks.clear();
        document.analysis.corrections.clear();
        (document.library.stored, document.library.forgotten, document.library.changed_since) = (false, true, None);
        sources::corrected(&mut self.app, nth);
    }

    /// Reports where the first article is stored and how to forget it; and if an article has changed since it was
    /// stored, since when. `said` is another message to show with these.
    pub(super) fn notify_of_storage(&mut self, nth: usize, said: Option<String>) {
        let source = self.app.sources.get(nth).map(|entry| entry.source.clone());
        let Some(document) = self.app.document_mut(nth) else { return };
        let is_stored = source.as_ref().is_some_and(is_storable) && is_text(document);
        let changed = document.library.changed_since.map(|since| {
            let changes = self.app.key(Action::Changes);
            format!("The text has changed since {} · {changes} lists the quotations that changed", Day::at(since))
        });
        let first = match self.settings.keep {
            KeepChoice::Opened if is_stored => self.persistence.first_article(),
            _ => None,
        };
        let first = first.map(|path| {
            let path = printable(&path.to_string_lossy());
            format!("Articles you open are kept in {path} · {} forgets one", self.app.key(Action::Keep))
        });
        let all: Vec<String> = said.into_iter().chain(changed).chain(first).collect();
        if !all.is_empty() {
            self.app.notify(nth, all.join(" · "));
        }
    }
}

/// Whether articles of `source` can be stored: those that can be read again.
fn is_storable(source: &Source) -> bool {
    match source {
        // A pipe is not a file, whatever its name.
        Source::File(path) => path.metadata().is_ok_and(|meta| meta.is_file()),
        Source::Web(_) | Source::FeedItem(_) | Source::Stored(_) => true,
        Source::Stdin | Source::Sample => false,
    }
}

/// Whether there is any text of an article, rather than a list of items or nothing.
fn is_text(document: &Document) -> bool {
    document.article.blocks().iter().any(|block| block.kind != BlockKind::Boilerplate)
}
