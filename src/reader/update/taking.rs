//! Taking something along: selecting, copying, exporting.

use super::super::action::Action;
use super::super::clip::{self, Form};
use super::super::key::{Code, Key};
use super::super::overlay::clean;
use super::super::state::{Focus, Selection, State};
use super::{Effect, correct, follow};
use crate::text::Span;

/// Completes `y` with what is to be copied.
pub(super) fn copy(state: &mut State, form: char) -> Effect {
    let Some(form) = Form::of(form) else {
        state.message = Some(format!("nothing is copied by y {form}"));
        return Effect::Draw;
    };
    match state.in_question() {
        Some(id) => Effect::Copy(clip::copy(state, id, form), form.name().into()),
        None => {
            state.message = Some("no quotation here to copy".into());
            Effect::Draw
        }
    }
}

/// Begins a selection: at the current quotation when there is one, else at the first words on the screen.
pub(super) fn begin(state: &mut State) {
    let start = match state.current() {
        Some(id) => state.record.quotations()[id].content.first().copied().unwrap_or_default(),
        None => {
            let Some(row) = state.viewport.rows().iter().find(|row| !row.blank) else { return };
            Span { end: row.span.start, ..row.span }
        }
    };
    state.focus = Focus::Article;
    let from = start.start as usize;
    let to = if start.is_empty() { word_end(state, from) } else { start.end as usize };
    state.selection = Some(Selection { from, to, extent_of: None });
}

/// A key while text is being selected. Moves extend the selection by words and rows, from its end; the key that opens the
/// source elsewhere goes to work on its other end.
pub(super) fn press(state: &mut State, key: Key) -> Effect {
    let Some(selection) = state.selection else { return Effect::Draw };
    let Selection { from, to, .. } = selection;
    let moved = match (state.keymap.action_of(key), key.code) {
        (Some(Action::Quit), _) => return Effect::Quit,
        (Some(Action::Suspend), _) => return Effect::Suspend,
        (Some(Action::Redraw), _) => return Effect::Redraw,
        (Some(Action::Back | Action::Select | Action::Close), _) => {
            state.selection = None;
            return Effect::Draw;
        }
        (Some(Action::Correct), _) => return correct::selected(state),
        (Some(Action::Follow), _) if selection.extent_of.is_some() => return correct::selected(state),
        (Some(Action::Copy | Action::Follow), _) => {
            state.selection = None;
            let text = clean(state.article.slice(selection.span()));
            return Effect::Copy(text, "selection".into());
        }
        (Some(Action::OpenSource), _) => {
            state.selection = Some(Selection { from: to, to: from, ..selection });
            return Effect::Draw;
        }
        (Some(Action::Down), _) => row_from(state, to, 1),
        (Some(Action::Up), _) => row_from(state, to, -1),
        (Some(Action::NextParagraph), _) => block_edge(state, to, true),
        (Some(Action::PreviousParagraph), _) => block_edge(state, to, false),
        (Some(Action::Unfold), _) | (_, Code::Char('w')) => word_end(state, to),
        (Some(Action::Fold), _) | (_, Code::Char('b')) => word_start(state, to),
        // The status line says what there is.
        _ => return Effect::Draw,
    };
    state.selection = Some(Selection { to: moved, ..selection });
    state.viewport.show(&state.article, moved.saturating_sub(1).max(from.min(moved)));
    follow(state);
    Effect::Draw
}

/// The end of the word after `at`.
fn word_end(state: &State, at: usize) -> usize {
    let rest = state.article.text().get(at..).unwrap_or_default();
    let start = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
    let length = rest[start..].find(char::is_whitespace).unwrap_or(rest.len() - start);
    at + start + length
}

/// The end of the word before the one that ends at `at`, or the start of the text.
fn word_start(state: &State, at: usize) -> usize {
    let before = state.article.text().get(..at).unwrap_or_default().trim_end();
    let word = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    before[..word].trim_end().len()
}

/// The place `by` rows from `at`, in the same column.
fn row_from(state: &mut State, at: usize, by: isize) -> usize {
    state.viewport.place_below(&state.article, at, by)
}

/// The end or the start of the paragraph that holds `at`; from there, of the next one.
fn block_edge(state: &State, at: usize, end: bool) -> usize {
    let blocks = state.article.blocks();
    if end {
        blocks.iter().map(|block| block.span.end as usize).find(|&end| end > at).unwrap_or(at)
    } else {
        blocks.iter().map(|block| block.span.start as usize).rfind(|&start| start < at).unwrap_or(at)
    }
}
