//! Lists to choose from: the contents of the article, the sources.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::lists::rows;
use crate::reader::state::mode::{List, ListOf, Mode};
use crate::reader::update::documents;
use crate::reader::update::effect::Effect;
use crate::reader::update::motion;

/// Opens a list, with the cursor on where one is.
pub(super) fn open(app: &mut App, of: ListOf) {
    let rows = rows(app, of);
    let top = app.document.viewport.shown().start as usize;
    let cursor = match of {
        ListOf::Contents => rows.iter().rposition(|&(_, at)| at <= top).unwrap_or(0),
        ListOf::Sources => app.documents.shown(),
    };
    if rows.is_empty() {
        app.notice = Some("No headings in this text".into());
    } else {
        app.evidence = None;
        app.mode = Mode::List(List { of, cursor });
    }
}

/// An action while a list is open: moves its cursor, goes where that points, or puts the list away. `None` for an action
/// that holds everywhere.
pub(super) fn act(app: &mut App, action: Action) -> Option<Effect> {
    let Mode::List(list) = &mut app.mode else { return None };
    let of = list.of;
    if let Some(by) = motion::rows(action, app.geometry.panel_rows()) {
        let cursor = list.cursor;
        let last = rows(app, of).len().saturating_sub(1);
        app.mode = Mode::List(List { of, cursor: cursor.saturating_add_signed(by).min(last) });
        return Some(Effect::Draw);
    }
    if action.ends_or_redraws() {
        return None;
    }
    let cursor = list.cursor;
    app.mode = Mode::Normal;
    match rows(app, of).into_iter().nth(cursor).filter(|_| action == Action::Follow) {
        Some((_, target)) => Some(choose(app, of, target)),
        None => Some(Effect::Draw),
    }
}

fn choose(app: &mut App, of: ListOf, target: usize) -> Effect {
    match of {
        ListOf::Contents => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.lift(&app.document.article, target);
            app.document.focus = Focus::Article;
            Effect::Draw
        }
        ListOf::Sources => documents::go_to(app, target),
    }
}
