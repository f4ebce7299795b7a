//! Motion in the article and the panel: rows, pages, paragraphs, both ends.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::update::panel;

/// Rows that stay on the screen when it is paged, so that the eye finds its place again.
const KEPT: isize = 2;

/// The rows of half a screen.
pub(super) fn half_page(app: &App) -> isize {
    (app.document.viewport.rows().len() as isize / 2).max(1)
}

/// The rows of a screen but those that stay.
pub(super) fn page(app: &App) -> isize {
    (app.document.viewport.rows().len() as isize - KEPT).max(1)
}

/// Moves by rows in the article, by items in the panel.
pub(super) fn step(app: &mut App, by: isize) {
    match app.document.focus {
        Focus::Article => scroll(app, by),
        Focus::People => panel::step(app, by),
    }
}

/// Scrolls the article by `by` rows, whatever has the focus.
pub(super) fn scroll(app: &mut App, by: isize) {
    app.document.viewport.scroll(&app.document.article, by);
}

/// Goes to the top of the text, or to the first item of the panel.
pub(super) fn top(app: &mut App) {
    match app.document.focus {
        Focus::Article => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.top(&app.document.article);
        }
        Focus::People => panel::step(app, isize::MIN),
    }
}

/// Goes to the end of the text, or to the last item of the panel.
pub(super) fn bottom(app: &mut App) {
    match app.document.focus {
        Focus::Article => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.bottom(&app.document.article);
        }
        Focus::People => panel::step(app, isize::MAX),
    }
}

/// Brings the next or the previous paragraph to the top.
pub(super) fn paragraph(app: &mut App, next: bool) {
    let Some(top) = app.document.viewport.rows().first().copied() else { return };
    let index = match (next, top.blank) {
        (true, true) => top.block,
        (true, false) => top.block + 1,
        // From inside a paragraph back to its start, from its start to the one before.
        (false, _) if top.blank || top.first => match top.block.checked_sub(1) {
            Some(above) => above,
            None => return,
        },
        (false, _) => top.block,
    };
    if let Some(block) = app.document.article.blocks().get(index) {
        app.document.viewport.lift(&app.document.article, block.span.start as usize);
    }
}

/// The rows by which `action` scrolls an overlay of `page` rows; `None` where it does not scroll.
pub(super) fn rows(action: Action, page: usize) -> Option<isize> {
    let page = page as isize;
    match action {
        Action::Down | Action::ScrollDown => Some(1),
        Action::Up | Action::ScrollUp => Some(-1),
        Action::HalfPageDown => Some(page / 2),
        Action::HalfPageUp => Some(-page / 2),
        Action::PageDown => Some(page),
        Action::PageUp => Some(-page),
        Action::Top => Some(isize::MIN),
        Action::Bottom => Some(isize::MAX),
        _ => None,
    }
}
