//! The library on the screen: requesting its lists, and opening articles from it.

use crate::library::{self, Audit, SourceKey};
use crate::reader::event::{JobId, LoadedArticle};
use crate::reader::keys::action::Action;
use crate::reader::runtime::catalogue_lists;
use crate::reader::runtime::session::Session;
use crate::reader::state::catalogue::{CatalogueList, CatalogueView};
use crate::reader::state::document::progress::Phase;
use crate::reader::state::geometry::Size;
use crate::reader::state::main_view::MainView;
use crate::reader::update;
use crate::reader::update::actions::sources;
use crate::reader::update::effect::PeopleChange;
use crate::source::{self, Source};
use crate::text::TextAnchor;
use std::io;
use std::sync::Arc;

/// The message in place of lists if no library is wanted.
const NO_LIBRARY: &str = "No library in this session, by --no-library or the configuration";

impl Session {
    /// Looks up the list that the catalogue requests.
    pub fn request_list(&mut self) {
        if !self.app.main_view.is_library() {
            return;
        }
        let Some(request) = self.app.catalogue.take_request() else { return };
        // The list shows how far it was read.
        if self.app.document.is_open() && request.page.view == CatalogueView::Articles {
            self.leave();
        }
        if let Some(list) = self.audit_on_screen(&request.page.view) {
            return self.app.catalogue.take(request.number, list);
        }
        match self.persistence.library_path() {
            Some(path) => self.library_reader.list(path, request, &self.to),
            None => {
                let error = self.library_error();
                let summary = error.unwrap_or_else(|| NO_LIBRARY.into());
                let list = CatalogueList { is_absent: true, ..catalogue_lists::problem(summary) };
                self.app.catalogue.take(request.number, list);
            }
        }
    }

    /// The audit of the article on the screen, if `view` asks for it and the library does not have the article.
    fn audit_on_screen(&self, view: &CatalogueView) -> Option<CatalogueList> {
        let CatalogueView::Audit(Some(key)) = view else { return None };
        let document = &self.app.document;
        let is_here = SourceKey::of(self.source()?, document.article.text()) == *key;
        if !is_here || document.library.stored && self.persistence.library_path().is_some() {
            return None;
        }
        Some(match document.progress.phase {
            Phase::Done => catalogue_lists::audit(&Audit::of(&document.article, &document.record)),
            _ => catalogue_lists::problem("This article is not analysed yet, so nobody is counted".into()),
        })
    }

    /// Lists the quotations of the article on the screen that changed with its latest version.
    pub fn list_changes(&mut self) {
        self.list_of_article(CatalogueView::Changes);
    }

    /// Counts who is quoted in the article on the screen.
    pub fn audit(&mut self) {
        self.list_of_article(|key| CatalogueView::Audit(Some(key)));
    }

    fn list_of_article(&mut self, view: impl Fn(SourceKey) -> CatalogueView) {
        let Some(source) = self.source() else { return };
        let key = SourceKey::of(source, self.app.document.article.text());
        self.app.main_view = MainView::Library;
        self.app.catalogue.begin_with(view(key));
    }

    /// Stores a decision about people.
    pub fn decide(&mut self, change: PeopleChange) {
        let to = self.to.clone();
        if !self.persistence.decide(change, to) {
            let error = self.library_error();
            self.notify(&error.unwrap_or_else(|| NO_LIBRARY.into()));
        }
    }

    /// Handles the end of storing a decision about people.
    pub fn decided(&mut self, decided: Result<(String, Option<(i64, i64)>), library::Error>) {
        match decided {
            Ok((said, joined)) => {
                let undo = self.app.key(Action::Undo);
                let said = if joined.is_some() { format!("{said} · {undo} undoes") } else { said };
                update::actions::catalogue::decided(&mut self.app, said, joined);
            }
            Err(error) => self.notify(&format!("Not decided: {error}")),
        }
    }

    /// The number of the open source of this key.
    fn nth_of(&self, key: &SourceKey) -> Option<usize> {
        let is_it = |source: &Source| match source {
            Source::Stdin | Source::Sample => false,
            source => SourceKey::of(source, "") == *key,
        };
        self.app.sources.entries().iter().position(|entry| is_it(&entry.source))
    }

    /// Forgets the article of `key`, with everything that is stored of it, even if it is open.
    pub fn forget_stored(&mut self, key: &SourceKey) {
        let nth = self.nth_of(key);
        match self.persistence.forget(key) {
            Ok(()) => {
                nth.into_iter().for_each(|nth| self.forgot(nth));
                self.notify("Forgotten: nothing of it is left in the library");
                self.app.catalogue.refresh();
            }
            Err(error) => self.notify(&format!("Not forgotten: {error}")),
        }
    }

    /// Brings the article of `key` to the screen, at the words of `place`: the open one, otherwise from the library.
    pub fn open_stored(&mut self, key: &SourceKey, place: Option<TextAnchor>, size: Size) {
        let nth = self.nth_of(key).unwrap_or_else(|| self.app.sources.add(Source::Stored(Arc::from(key.as_str()))));
        self.app.main_view = MainView::Document;
        self.app.sources.enter_from_library(nth);
        self.show(nth, size);
        self.app.document.deferred.place = place;
        sources::go_to_wanted(&mut self.app, nth);
    }

    /// Handles an article loaded from the library with its record, or the error.
    pub fn article_loaded(&mut self, (nth, number): JobId, opened: Result<Option<LoadedArticle>, String>) {
        if !self.is_current((nth, number)) {
            return;
        }
        let Some(entry) = self.app.sources.get(nth) else { return };
        let name = entry.source.name();
        match opened {
            Ok(Some(mut opened)) => {
                let article = std::mem::take(&mut opened.article);
                self.take_article(nth, article, Some(opened));
                sources::go_to_wanted(&mut self.app, nth);
            }
            Ok(None) => self.fail(nth, source::Error { name, cause: source::Cause::Forgotten }),
            Err(error) => {
                let cause = source::Cause::Io(io::Error::other(error));
                self.fail(nth, source::Error { name, cause });
            }
        }
    }
}
