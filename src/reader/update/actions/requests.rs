//! Requests about the document as a whole: to be stored, analysed, exported, printed, or opened in the browser.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::input::mode::{Mode, PendingCommand, PromptKind};
use crate::reader::update::actions::open_prompt;
use crate::reader::update::effect::Effect;

/// Requests about the document as a whole.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    Some(match action {
        Action::OpenSource => open_source(app),
        Action::Analyse => analyse(app),
        Action::Export => open_prompt::open(app, PromptKind::Export),
        Action::Print => Effect::Print,
        Action::Keep => store(app),
        _ => return None,
    })
}

/// Opens the source with the desktop's program for it.
fn open_source(app: &App) -> Effect {
    let document = &app.document;
    Effect::Open(document.article.meta.url.clone().unwrap_or_else(|| document.name.clone()))
}

/// Asks for the article to be stored, or forgotten; an article with marks or corrections only after a second key.
fn store(app: &mut App) -> Effect {
    let document = &app.document;
    match (document.is_open() && document.progress.full_length.is_none(), document.library.stored) {
        (false, _) => app.notice = Some("There is nothing to keep yet".into()),
        (true, false) => return Effect::StoreArticle,
        (true, true) if document.marks.is_empty() && document.analysis.corrections.is_empty() => {
            return Effect::ForgetArticle;
        }
        (true, true) => app.mode = Mode::Pending(PendingCommand::Forget),
    }
    Effect::Draw
}

/// Asks for an analysis, if there is none yet or a better one is possible.
fn analyse(app: &mut App) -> Effect {
    if app.document.progress.phase == Phase::Unasked || app.document.has_better() {
        return Effect::Analyse;
    }
    app.notice = Some(match app.document.progress.phase {
        Phase::Loading => "Nothing to analyse yet".into(),
        _ if app.document.progress.is_analysing() => "The analysis is already under way".into(),
        _ => "This is already the best analysis".into(),
    });
    Effect::Draw
}
