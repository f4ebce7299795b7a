//! Motion in the article and the panel: rows, pages, paragraphs, both ends.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::{Document, Focus};
use crate::reader::update::actions::{go_to, panel};
use crate::reader::update::effect::Effect;

/// Motion in the text and the panel.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    let rows = times as isize;
    match action {
        Action::Down => step(app, rows),
        Action::Up => step(app, -rows),
        Action::HalfPageDown => step(app, rows * half_page(app)),
        Action::HalfPageUp => step(app, -rows * half_page(app)),
        Action::PageDown => step(app, rows * page(app)),
        Action::PageUp => step(app, -rows * page(app)),
        Action::Top | Action::Bottom if let Some(number) = count => go_to_number(app, number),
        Action::Top => top(app),
        Action::Bottom => bottom(app),
        Action::ScrollDown => scroll(app, rows),
        Action::ScrollUp => scroll(app, -rows),
        Action::NextParagraph => paragraph(app, true, times),
        Action::PreviousParagraph => paragraph(app, false, times),
        Action::TableRight => shift_table(app, rows),
        Action::TableLeft => shift_table(app, -rows),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Goes to the paragraph with this number, or in the panel to the item.
fn go_to_number(app: &mut App, number: usize) {
    match app.document.focus {
        Focus::Article => go_to::go_to(app, &number.to_string()),
        Focus::People => {
            panel::step(app, isize::MIN);
            panel::step(app, number as isize - 1);
        }
    }
}

/// Rows of overlap between two pages, so that the reader does not lose the place.
const PAGE_OVERLAP: isize = 2;

/// The rows of half a screen.
fn half_page(app: &App) -> isize {
    (app.document.viewport.rows().len() as isize / 2).max(1)
}

/// The rows of a page: the screen without the overlap.
fn page(app: &App) -> isize {
    (app.document.viewport.rows().len() as isize - PAGE_OVERLAP).max(1)
}

/// Moves by rows in the article, by items in the panel.
fn step(app: &mut App, by: isize) {
    match app.document.focus {
        Focus::Article => scroll(app, by),
        Focus::People => panel::step(app, by),
    }
}

/// Scrolls the article by `by` rows, whatever has the focus.
pub(in crate::reader::update) fn scroll(app: &mut App, by: isize) {
    app.document.viewport.scroll(&app.document.article, by);
}

/// Scrolls tables and code that are wider than the screen to the right by half a screen, `times` times; to the left if
/// negative.
fn shift_table(app: &mut App, times: isize) {
    let half = (app.geometry.columns() as isize / 2).max(1);
    let Document { article, viewport, .. } = &mut app.document;
    if !viewport.shift(article, times * half) {
        app.notice = Some("No table or code here is wider than the screen".into());
    }
}

/// Goes to the top of the text, or to the first item of the panel.
fn top(app: &mut App) {
    match app.document.focus {
        Focus::Article => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.top(&app.document.article);
        }
        Focus::People => panel::step(app, isize::MIN),
    }
}

/// Goes to the end of the text, or to the last item of the panel.
fn bottom(app: &mut App) {
    match app.document.focus {
        Focus::Article => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.bottom(&app.document.article);
        }
        Focus::People => panel::step(app, isize::MAX),
    }
}

/// Brings the next or the previous paragraph to the top, or the one `times` further on.
fn paragraph(app: &mut App, next: bool, times: usize) {
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
    let last = app.document.article.blocks().len().saturating_sub(1);
    let index = if next { (index + times - 1).min(last.max(index)) } else { index.saturating_sub(times - 1) };
    if let Some(block) = app.document.article.blocks().get(index) {
        app.document.viewport.lift(&app.document.article, block.span.start as usize);
    }
}

/// The row to which `action` scrolls an overlay of `page` rows and `all` lines from row `from`; `None` if it does not
/// scroll.
pub(in crate::reader::update) fn row(
    action: Action,
    count: Option<usize>,
    from: usize,
    page: usize,
    all: usize,
) -> Option<usize> {
    let last = all.saturating_sub(1);
    let times = count.unwrap_or(1) as isize;
    let by = match action {
        Action::Down | Action::ScrollDown => 1,
        Action::Up | Action::ScrollUp => -1,
        Action::HalfPageDown => page as isize / 2,
        Action::HalfPageUp => -(page as isize / 2),
        Action::PageDown => page as isize,
        Action::PageUp => -(page as isize),
        Action::Top | Action::Bottom if let Some(number) = count => return Some((number - 1).min(last)),
        Action::Top => return Some(0),
        Action::Bottom => return Some(last),
        _ => return None,
    };
    Some(from.saturating_add_signed(by.saturating_mul(times)).min(last))
}
