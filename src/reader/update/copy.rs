//! Copying a quotation.

use crate::reader::state::app::App;
use crate::reader::state::citation::{CitationFormat, cite};
use crate::reader::update::effect::Effect;
use crate::record::count_words;
use crate::text::pluralize;

/// The message that `words` were copied by the sequence that terminals take, `what` saying how or which.
pub(super) fn copied(what: &str, words: &str) -> String {
    format!("Copied{what} (OSC 52), {}", pluralize(count_words(words), "word"))
}

/// Copies the current quotation in the format that `letter` stands for.
pub(super) fn quotation(app: &mut App, letter: char) -> Effect {
    let Some(format) = CitationFormat::of(letter) else {
        app.notice = Some(format!("{letter} copies nothing"));
        return Effect::Draw;
    };
    match app.current() {
        Some(id) => {
            let words = cite(&app.document, id, format);
            let message = match format {
                CitationFormat::Words => copied("", &words),
                CitationFormat::Attributed => copied(" with speaker and source", &words),
                CitationFormat::Markdown => copied(" as Markdown", &words),
                // A place has no words to count.
                CitationFormat::Locator => format!("Copied {words} (OSC 52)"),
            };
            Effect::Copy(words, message)
        }
        None => {
            app.notice = Some("No quotation here to copy".into());
            Effect::Draw
        }
    }
}
