//! Copying a quotation.

use crate::reader::state::app::App;
use crate::reader::state::citation::{Format, cite};
use crate::reader::update::effect::Effect;

/// Copies the quotation in question in the format that `letter` stands for.
pub(super) fn quotation(app: &mut App, letter: char) -> Effect {
    let Some(format) = Format::of(letter) else {
        app.notice = Some(format!("nothing is copied by y {letter}"));
        return Effect::Draw;
    };
    match app.quotation_in_question() {
        Some(id) => Effect::Copy(cite(&app.document, id, format), format.name().into()),
        None => {
            app.notice = Some("no quotation here to copy".into());
            Effect::Draw
        }
    }
}
