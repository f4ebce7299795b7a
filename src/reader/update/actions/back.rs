//! The keys that go back: one level, out of an overlay, and out of the reader.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::document::{Document, Focus};
use crate::reader::state::input::mode::Mode;
use crate::reader::update::actions::{catalogue, sources};
use crate::reader::update::effect::Effect;

/// The keys that go back.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    Some(match action {
        Action::Back => back(app),
        Action::Close => close(app),
        Action::Quit => Effect::Quit,
        Action::Suspend => Effect::Suspend,
        _ => return None,
    })
}

/// Closes the open overlay; false where none is open.
pub(in crate::reader::update) fn close_overlay(app: &mut App) -> bool {
    if matches!(app.mode, Mode::Help(_) | Mode::Picker(_)) {
        app.mode = Mode::Normal;
        return true;
    }
    app.main_view.close_evidence()
}

/// Goes back one level; if there is none left, cancels an opening or an analysis that is under way.
fn back(app: &mut App) -> Effect {
    if app.document.progress.can_cancel() {
        return Effect::Cancel;
    }
    if close_overlay(app) {
        return Effect::Draw;
    }
    if app.document.focus == Focus::Article && app.document.selection.link.take().is_some() {
        return Effect::Draw;
    }
    let document = &mut app.document;
    if document.focus == Focus::People {
        if document.panel.filter.take().is_none() {
            leave_panel(document);
        }
    } else if document.search.take().is_some() || document.panel.filter.take().is_some() {
        // Closed the search or the filter.
    } else if app.preferences.spotlight {
        app.preferences.spotlight = false;
    } else if document.selection.person.take().is_some() {
        // Closed the selection of a person. The current quotation stays.
    } else if matches!(document.progress.phase, Phase::Running(_)) || document.progress.refining.is_some() {
        return Effect::StopAnalysis;
    } else if let Some(feed) = app.sources.feed() {
        return sources::return_to(app, feed);
    } else {
        // With nothing to go back to, the key does nothing.
        catalogue::return_to(app);
    }
    Effect::Draw
}

/// Gives the focus back to the article, with the place and the selection from before.
fn leave_panel(document: &mut Document) {
    document.focus = Focus::Article;
    if let Some(origin) = document.panel.origin.take() {
        document.viewport.set(&document.article, origin.place);
        document.selection = origin.selection;
    }
}

/// Closes what is open, else ends the reader.
fn close(app: &mut App) -> Effect {
    if close_overlay(app) {
        return Effect::Draw;
    }
    if !app.geometry.wide && app.document.focus == Focus::People {
        app.document.focus = Focus::Article;
        return Effect::Draw;
    }
    Effect::Quit
}
