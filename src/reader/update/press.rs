//! Keys and actions on their way through the layers.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::Key;
use crate::reader::state::app::App;
use crate::reader::state::mode::Mode;
use crate::reader::update::act::act;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;
use crate::reader::update::{help, list, pending, prompt, select};

/// Carries out a key press: it goes to whatever takes keys as they are, else through the key table.
pub fn press(app: &mut App, key: Key) -> Effect {
    match app.mode {
        Mode::Prompt(_) => return prompt::press(app, key),
        Mode::Pending(pending) => return pending::press(app, pending, key),
        Mode::Select(selection) => return select::press(app, selection, key),
        Mode::Normal | Mode::Help(_) | Mode::List(_) => {}
    }
    match app.keymap.action_of(key) {
        Some(action) => update(app, action),
        None => {
            app.notice = Some(format!("{key} does nothing · {} shows the keys", app.key(Action::Help)));
            Effect::Draw
        }
    }
}

/// Carries out an action: it goes to an overlay, which takes it or passes it on to the document.
pub fn update(app: &mut App, action: Action) -> Effect {
    app.notice = None;
    let taken = match app.mode {
        Mode::Help(_) => help::act(app, action),
        Mode::List(_) => list::act(app, action),
        _ => help::scroll_evidence(app, action),
    };
    let effect = taken.unwrap_or_else(|| act(app, action));
    sync_panel(app);
    effect
}

/// Text that was pasted: goes to the open prompt, up to its first line end, and nowhere else.
pub fn paste(app: &mut App, text: &str) -> Effect {
    prompt::paste(app, text);
    Effect::Draw
}

/// Catches up with searches and filters that were put off while keys came faster than frames.
pub fn settle(app: &mut App) {
    app.input_pending = false;
    prompt::catch_up(app);
}

/// Whether `key` ends, stops or redraws the reader, or gives something up, where nothing lies over the text.
pub fn ends(app: &App, key: Key) -> bool {
    app.keymap.action_of(key).is_some_and(Action::ends_or_redraws)
}

/// Whether `key` moves the text by rows, pages, or to an end.
pub fn moves(app: &App, key: Key) -> bool {
    use Action::*;
    let moves = |action: Action| {
        matches!(
            action,
            Down | Up | ScrollDown | ScrollUp | HalfPageDown | HalfPageUp | PageDown | PageUp | Top | Bottom
        )
    };
    app.keymap.action_of(key).is_some_and(moves)
}

/// Whether `key` only moves the text, no further than what is there of one that has only begun to be read.
pub fn stays_near(app: &App, key: Key) -> bool {
    let document = &app.document;
    // Room for this key and another one that has come at the same time.
    let room = document.viewport.shown().end as usize * 4 <= document.article.text().len();
    room && moves(app, key) && app.keymap.action_of(key) != Some(Action::Bottom)
}
