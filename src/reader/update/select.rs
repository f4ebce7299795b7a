//! Selecting text, from the keyboard, to copy it or to make it a quotation.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::mode::{Mode, TextSelection};
use crate::reader::update::copy::copied;
use crate::reader::update::correct;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;
use crate::text::{Span, one_line};

/// Begins a selection: at the current quotation when there is one, else at the first words on the screen.
pub(super) fn begin(app: &mut App) {
    let start = match app.current() {
        Some(id) => app.document.record.quotations()[id].content.first().copied().unwrap_or_default(),
        None => {
            let Some(row) = app.document.viewport.rows().iter().find(|row| !row.blank) else { return };
            Span { end: row.span.start, ..row.span }
        }
    };
    app.document.focus = Focus::Article;
    let from = start.start as usize;
    let to = if start.is_empty() { word_end(app, from) } else { start.end as usize };
    app.mode = Mode::Select(TextSelection { from, to, extent_of: None });
}

/// A key while text is being selected. Moves extend the selection by words and rows, from its end; the key that opens
/// the source elsewhere goes to work on its other end.
pub(super) fn press(app: &mut App, selection: TextSelection, key: Key) -> Effect {
    app.notice = None;
    let TextSelection { from, to, .. } = selection;
    let moved = match (app.input.keymap.action_of(key), key.code) {
        (Some(Action::Quit), _) => return Effect::Quit,
        (Some(Action::Suspend), _) => return Effect::Suspend,
        (Some(Action::Redraw), _) => return Effect::Redraw,
        (Some(Action::Back | Action::Select | Action::Close), _) => {
            app.mode = Mode::Normal;
            return Effect::Draw;
        }
        (Some(Action::Correct), _) => return correct::selected(app, selection),
        (Some(Action::Follow), _) if selection.extent_of.is_some() => return correct::selected(app, selection),
        (Some(Action::Copy | Action::Follow), _) => {
            app.mode = Mode::Normal;
            let text = one_line(app.document.article.slice(selection.span()));
            let description = copied(" the selection", &text);
            return Effect::Copy(text, description);
        }
        (Some(Action::OpenSource), _) => {
            app.mode = Mode::Select(TextSelection { from: to, to: from, ..selection });
            return Effect::Draw;
        }
        (Some(Action::Down), _) => row_from(app, to, 1),
        (Some(Action::Up), _) => row_from(app, to, -1),
        (Some(Action::NextParagraph), _) => block_edge(app, to, true),
        (Some(Action::PreviousParagraph), _) => block_edge(app, to, false),
        (Some(Action::Unfold), _) | (_, Code::Char('w')) => word_end(app, to),
        (Some(Action::Fold), _) | (_, Code::Char('b')) => word_start(app, to),
        // The status line lists the keys that do something.
        _ => return Effect::Draw,
    };
    app.mode = Mode::Select(TextSelection { to: moved, ..selection });
    app.document.viewport.show(&app.document.article, moved.saturating_sub(1).max(from.min(moved)));
    sync_panel(app);
    Effect::Draw
}

/// The end of the word after `at`.
fn word_end(app: &App, at: usize) -> usize {
    let rest = app.document.article.text().get(at..).unwrap_or_default();
    let start = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
    let length = rest[start..].find(char::is_whitespace).unwrap_or(rest.len() - start);
    at + start + length
}

/// The end of the word before the one that ends at `at`, or the start of the text.
fn word_start(app: &App, at: usize) -> usize {
    let before = app.document.article.text().get(..at).unwrap_or_default().trim_end();
    let word = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    before[..word].trim_end().len()
}

/// The place `by` rows from `at`, in the same column.
fn row_from(app: &mut App, at: usize, by: isize) -> usize {
    app.document.viewport.place_below(&app.document.article, at, by)
}

/// The end or the start of the paragraph that holds `at`; from there, of the next one.
fn block_edge(app: &App, at: usize, end: bool) -> usize {
    let blocks = app.document.article.blocks();
    if end {
        blocks.iter().map(|block| block.span.end as usize).find(|&end| end > at).unwrap_or(at)
    } else {
        blocks.iter().map(|block| block.span.start as usize).rfind(|&start| start < at).unwrap_or(at)
    }
}
