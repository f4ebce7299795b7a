//! Carries out the choice in a picker: goes to a place, or runs a command.

use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::input::mode::PickerTarget;
use crate::reader::update::actions::dispatch;
use crate::reader::update::actions::{catalogue, marks, sources};
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;

/// Goes to the target of a picker's row; a command runs with its `count`.
pub(super) fn choose(app: &mut App, target: PickerTarget, count: Option<usize>) -> Effect {
    let effect = match target {
        PickerTarget::Heading(at) => {
            app.document.jumps.leave(app.document.viewport.anchor());
            app.document.viewport.lift(&app.document.article, at);
            app.document.focus = Focus::Article;
            Effect::Draw
        }
        PickerTarget::Source(nth) => sources::go_to(app, nth),
        PickerTarget::Visited { back } => match app.sources.step(back) {
            Some(source) => sources::return_to(app, source),
            None => Effect::Draw,
        },
        PickerTarget::Mark(letter) => marks::go_to(app, letter),
        PickerTarget::Jump { back, steps } => {
            marks::jump(app, back, steps);
            Effect::Draw
        }
        PickerTarget::Command(action) if app.main_view.is_library() => {
            catalogue::intercept(app, action, count).unwrap_or_else(|| dispatch(app, action, count))
        }
        PickerTarget::Command(action) => dispatch(app, action, count),
    };
    sync_panel(app);
    effect
}
