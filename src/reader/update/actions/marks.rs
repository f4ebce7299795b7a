//! Places to come back to: marks and the jump list.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::input::mode::{Mode, PendingCommand};
use crate::reader::update::actions::{catalogue, sources};
use crate::reader::update::effect::{Change, Effect};

/// Marks and jumps.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::JumpBack => return Some(jump(app, true, times)),
        Action::JumpForward => return Some(jump(app, false, times)),
        Action::SetMark => app.mode = Mode::Pending(PendingCommand::SetMark),
        Action::GoToMark => app.mode = Mode::Pending(PendingCommand::GoToMark),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Sets the mark `letter` at the top of the screen.
pub(in crate::reader::update) fn set(app: &mut App, letter: char) -> Effect {
    if !letter.is_alphanumeric() {
        return refuse(app, letter);
    }
    if !app.document.is_open() {
        app.notice = Some("Nothing to mark yet".into());
        return Effect::Draw;
    }
    let here = app.document.viewport.anchor();
    app.document.marks.insert(letter, here);
    app.notice = Some(format!("Mark {letter} set · {}{letter} returns", app.key(Action::GoToMark)));
    Effect::Save(Change::Marked(letter, here))
}

/// Goes to the mark `letter`; `'` goes back along the jump list.
pub(in crate::reader::update) fn go_to(app: &mut App, letter: char) -> Effect {
    if letter == '\'' {
        return jump(app, true, 1);
    }
    match app.document.marks.get(&letter).copied() {
        Some(anchor) => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.set(&app.document.article, anchor);
        }
        None => app.notice = Some(format!("No mark {letter}")),
    }
    Effect::Draw
}

fn refuse(app: &mut App, letter: char) -> Effect {
    let typed = if letter.is_whitespace() { "a space".to_owned() } else { letter.to_string() };
    app.notice = Some(format!("A mark is a letter or a digit, not {typed}"));
    Effect::Draw
}

/// Goes along the jump list, `times` steps or to its end. From the end it goes on to the source that was read before
/// this one, or after it.
pub(in crate::reader::update) fn jump(app: &mut App, back: bool, times: usize) -> Effect {
    let jumps = &mut app.document.jumps;
    let mut here = app.document.viewport.anchor();
    for made in 0..times {
        match if back { jumps.back(here) } else { jumps.forward(here) } {
            Some(anchor) => here = anchor,
            None if made == 0 => {
                if back && app.sources.is_from_library() && catalogue::return_to(app) {
                    return Effect::Draw;
                }
                if let Some(source) = app.sources.step(back) {
                    return sources::return_to(app, source);
                }
                if back && catalogue::return_to(app) {
                    return Effect::Draw;
                }
                app.notice = Some(format!("No {} jump", if back { "earlier" } else { "later" }));
                return Effect::Draw;
            }
            None => break,
        }
    }
    app.document.viewport.set(&app.document.article, here);
    Effect::Draw
}
