//! Copying a quotation.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::citation::{CitationFormat, cite};
use crate::reader::state::input::mode::{Mode, PendingCommand};
use crate::reader::update::effect::Effect;
use crate::record::{Kind, count_words};
use crate::text::pluralize;

/// The key that copies a quotation.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::Copy => begin(app),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// The message that `words` were copied by OSC 52. `what` says what was copied and how.
pub(in crate::reader::update) fn copied(what: &str, words: &str) -> String {
    format!("Copied{what} (OSC 52), {}", pluralize(count_words(words), "word"))
}

/// Asks how to copy the current quotation.
fn begin(app: &mut App) {
    match app.current() {
        Some(_) => app.mode = Mode::Pending(PendingCommand::Copy),
        None => app.notice = Some(format!("No quotation here to copy · {} selects text", app.key(Action::Select))),
    }
}

/// Copies the current quotation in the format that `letter` stands for.
pub(in crate::reader::update) fn quotation(app: &mut App, letter: char) -> Effect {
    let Some(format) = CitationFormat::from_key(letter) else {
        app.notice = Some(format!("{letter} copies nothing"));
        return Effect::Draw;
    };
    match app.current() {
        Some(id) => {
            let words = cite(&app.document, id, format);
            let is_paraphrase = app.document.record.quotations()[id].kind == Kind::Indirect;
            let paraphrase = if is_paraphrase { " a paraphrase" } else { "" };
            let message = match format {
                CitationFormat::Words => copied(paraphrase, &words),
                CitationFormat::Attributed => copied(&format!("{paraphrase} with speaker and source"), &words),
                CitationFormat::Markdown => copied(&format!("{paraphrase} as Markdown"), &words),
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
