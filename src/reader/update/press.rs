//! Keys and actions on their way through the layers.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::input::mode::Mode;
use crate::reader::update::actions::dispatch;
use crate::reader::update::actions::{catalogue, go_to, help, picker, prompt, select};
use crate::reader::update::choose::choose;
use crate::reader::update::effect::Effect;
use crate::reader::update::pending;
use crate::reader::update::sync::sync_panel;

/// The greatest count.
const MAX_COUNT: usize = 9999;

/// Handles a key press: it goes to a mode that takes all keys, otherwise through the key table.
pub fn press(app: &mut App, key: Key) -> Effect {
    match &app.mode {
        Mode::Prompt(prompt) if prompt.picker.is_some() && key.code == Code::Enter => {
            app.notice = None;
            return picker::take(app, None).map_or(Effect::Draw, |(target, count)| choose(app, target, count));
        }
        Mode::Prompt(_) => return prompt::press(app, key),
        &Mode::Pending(pending) => return pending::press(app, pending, key),
        &Mode::Select(selection) => return select::press(app, selection, key),
        Mode::Normal | Mode::Help(_) | Mode::Picker(_) => {}
    }
    if let Some(count) = with_digit(app, key) {
        (app.input.count, app.notice) = (Some(count), None);
        return Effect::Draw;
    }
    match app.input.keymap.action_of(key) {
        Some(action) => update(app, action),
        None => {
            app.input.count = None;
            app.notice = Some(format!("{key} does nothing · {} shows the keys", app.key(Action::Help)));
            Effect::Draw
        }
    }
}

/// The count with the digit `key` appended; `None` if the key is not part of a count. A digit that is bound to a
/// command begins no count. Most commands ignore a count of 0, but `0G` must not go to the end.
fn with_digit(app: &App, key: Key) -> Option<usize> {
    let Code::Char(c) = key.code else { return None };
    let digit = c.to_digit(10).filter(|_| !key.ctrl && !key.alt)? as usize;
    let begins = app.input.keymap.action_of(key).is_none();
    (app.input.count.is_some() || begins).then(|| (app.input.count.unwrap_or(0) * 10 + digit).min(MAX_COUNT))
}

/// Handles an action: it goes to an overlay, which takes it or passes it on to the document.
pub fn update(app: &mut App, action: Action) -> Effect {
    app.notice = None;
    let count = app.input.count.take();
    if count.is_some() && action == Action::Back {
        return Effect::Draw;
    }
    let goes_to_paragraph =
        matches!(app.mode, Mode::Normal) && !app.main_view.is_library() && app.document.focus == Focus::Article;
    let count = match (count, action) {
        (Some(0), Action::Top | Action::Bottom) if goes_to_paragraph => {
            go_to::go_to(app, "0");
            return Effect::Draw;
        }
        (Some(0), Action::Top | Action::Bottom) => Some(1),
        (count, _) => count.filter(|&count| count > 0),
    };
    let taken = match app.mode {
        Mode::Help(_) => help::intercept(app, action, count),
        Mode::Picker(_) if action == Action::Follow => {
            return picker::take(app, count.map(|number| number - 1))
                .map_or(Effect::Draw, |(target, count)| choose(app, target, count));
        }
        Mode::Picker(_) => picker::intercept(app, action, count),
        Mode::Normal if app.main_view.is_library() => catalogue::intercept(app, action, count),
        _ => help::scroll_evidence(app, action, count),
    };
    let effect = taken.unwrap_or_else(|| dispatch(app, action, count));
    sync_panel(app);
    effect
}

/// Pasted text goes to the open prompt, up to its first line end, and nowhere else.
pub fn paste(app: &mut App, text: &str) -> Effect {
    prompt::paste(app, text)
}

/// Runs searches and filters that were put off while keys arrived faster than frames.
pub fn catch_up(app: &mut App) {
    app.input.more_waits = false;
    prompt::catch_up(app);
    picker::refresh(app);
}

/// Whether `key` ends, suspends or redraws the reader, or backs out, if no overlay is open.
pub fn ends(app: &App, key: Key) -> bool {
    app.input.keymap.action_of(key).is_some_and(Action::ends_or_redraws)
}

/// Whether `key` moves the text by rows, pages or paragraphs, or to an end.
pub fn moves(app: &App, key: Key) -> bool {
    use Action::*;
    let moves = |action: Action| {
        matches!(
            action,
            Down | Up
                | ScrollDown
                | ScrollUp
                | HalfPageDown
                | HalfPageUp
                | PageDown
                | PageUp
                | NextParagraph
                | PreviousParagraph
                | Top
                | Bottom
        )
    };
    app.input.keymap.action_of(key).is_some_and(moves)
}

/// Whether `key` only moves within the part of the text that has arrived.
pub fn stays_near(app: &App, key: Key) -> bool {
    let document = &app.document;
    // Room for this key and another one that arrived at the same time.
    let room = document.viewport.shown().end as usize * 4 <= document.article.text().len();
    room && app.input.count.is_none() && moves(app, key) && app.input.keymap.action_of(key) != Some(Action::Bottom)
}
