//! Copying a quotation.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::citation::{Format, cite};
use crate::reader::update::effect::Effect;

/// Copies the current quotation in the format that `letter` stands for.
pub(super) fn quotation(app: &mut App, letter: char) -> Effect {
    let Some(format) = Format::of(letter) else {
        app.notice = Some(format!("{} {letter} is not a copy command", app.key(Action::Copy)));
        return Effect::Draw;
    };
    match app.current() {
        Some(id) => Effect::Copy(cite(&app.document, id, format), format.name().into()),
        None => {
            app.notice = Some("No quotation here to copy".into());
            Effect::Draw
        }
    }
}
