//! The list of keys, and the evidence where it scrolls.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::evidence::EvidenceView;
use crate::reader::state::input::mode::{Help, Mode, PromptKind};
use crate::reader::state::main_view::MainView;
use crate::reader::state::overlay;
use crate::reader::update::actions::motion;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::effect::Effect;

/// The key that opens the list of keys.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::Help => Some(open(app)),
        _ => None,
    }
}

/// Opens the list of keys.
fn open(app: &mut App) -> Effect {
    app.main_view.close_evidence();
    app.mode = Mode::Help(Help::default());
    Effect::Draw
}

/// An action while the list of keys is open: scrolls it, searches it, or closes it. `None` passes the action on.
pub(in crate::reader::update) fn intercept(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let page = app.geometry.panel_rows();
    let last = overlay::rows(app).saturating_sub(page);
    let Mode::Help(help) = &mut app.mode else { return None };
    if let Some(row) = motion::row(action, count, help.top, page, last + 1) {
        help.top = row;
    } else if action == Action::Search {
        open_prompt::open(app, PromptKind::Help);
    } else if action.ends_or_redraws() || action == Action::Commands {
        return None;
    } else {
        app.mode = Mode::Normal;
    }
    Some(Effect::Draw)
}

/// Scrolls the evidence, which lies beside the text and leaves the article's keys to the article. `None` for any other
/// action, and if it is not shown.
pub(in crate::reader::update) fn scroll_evidence(
    app: &mut App,
    action: Action,
    count: Option<usize>,
) -> Option<Effect> {
    let evidence = app.main_view.evidence().filter(|_| matches!(action, Action::ScrollDown | Action::ScrollUp))?;
    let page = app.geometry.panel_rows();
    let last = overlay::rows(app).saturating_sub(page);
    let top = motion::row(action, count, evidence.top, page, last + 1)?;
    app.main_view = MainView::Evidence(EvidenceView { top, ..evidence });
    Some(Effect::Draw)
}

/// Scrolls the list of keys by `by` rows; false where it is not open.
pub(in crate::reader::update) fn scroll(app: &mut App, by: isize) -> bool {
    let last = overlay::rows(app).saturating_sub(app.geometry.panel_rows());
    let Mode::Help(help) = &mut app.mode else { return false };
    help.top = help.top.saturating_add_signed(by).min(last);
    true
}
