//! Copying a quotation.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::citation::{Format, cite};
use crate::reader::update::effect::Effect;
use crate::record::count_words;
use crate::text::pluralize;

/// What is copied, with the number of its words.
pub(super) fn described(what: &str, words: &str) -> String {
    format!("{what}, {}", pluralize(count_words(words), "word"))
}

/// Copies the current quotation in the format that `letter` stands for.
pub(super) fn quotation(app: &mut App, letter: char) -> Effect {
    let Some(format) = Format::of(letter) else {
        app.notice = Some(format!("{} {letter} is not a copy command", app.key(Action::Copy)));
        return Effect::Draw;
    };
    match app.current() {
        Some(id) => {
            let words = cite(&app.document, id, format);
            // A place has no words to count.
            let description = match format {
                Format::Locator => format!("{} {words}", format.name()),
                Format::Words | Format::Attributed | Format::Markdown => described(format.name(), &words),
            };
            Effect::Copy(words, description)
        }
        None => {
            app.notice = Some("No quotation here to copy".into());
            Effect::Draw
        }
    }
}
