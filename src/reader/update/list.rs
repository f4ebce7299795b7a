//! Lists to choose from: opening one, moving its cursor, narrowing it, and putting it away. What is chosen is carried out in
//! [`choose`](super::choose).

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::mode::{List, ListOf, Mode, Prompt, PromptKind, Target};
use crate::reader::update::effect::Effect;
use crate::reader::update::{motion, open_prompt};

/// Opens a list, with the cursor on where one is.
pub(super) fn open(app: &mut App, of: ListOf) {
    let top = app.document.viewport.shown().start as usize;
    let mut list = List::new(app, of, None);
    list.chosen = match of {
        ListOf::Contents => {
            let above = |target: &Target| matches!(*target, Target::Heading(at) if at <= top);
            list.all.iter().map(|row| row.target).rfind(above)
        }
        ListOf::Sources => Some(Target::Source(app.documents.shown())),
        ListOf::Places | ListOf::Commands => None,
    };
    match of {
        // A command is found by its name, so that is typed at once.
        ListOf::Commands => narrow(app, list),
        ListOf::Contents if list.all.is_empty() => app.notice = Some("No headings in this text".into()),
        ListOf::Places if list.all.is_empty() => {
            app.notice = Some(format!("No marks or jumps yet · {} sets a mark", app.key(Action::SetMark)));
        }
        ListOf::Contents | ListOf::Sources | ListOf::Places => {
            app.evidence = None;
            app.mode = Mode::List(list);
        }
    }
}

/// Opens the prompt that narrows `list`.
fn narrow(app: &mut App, list: List) {
    open_prompt::open(app, PromptKind::List(list.of));
    if let Mode::Prompt(prompt) = &mut app.mode {
        prompt.list = Some(Box::new(list));
    }
}

/// An action while a list is open: moves its cursor, narrows it, or puts it away. `None` for an action that holds
/// everywhere.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let page = app.geometry.panel_rows();
    let Mode::List(list) = &mut app.mode else { return None };
    if let Some(row) = motion::row(action, count, list.cursor(), page, list.matching.len()) {
        stand_on(list, row, page);
    } else if action == Action::Search {
        if let Mode::List(list) = std::mem::take(&mut app.mode) {
            narrow(app, list);
        }
    } else if action.ends_or_redraws() || action == Action::Commands {
        return None;
    } else {
        app.mode = Mode::Normal;
    }
    Some(Effect::Draw)
}

/// A key while a list is being narrowed: moves its cursor. False for any other key.
pub(super) fn moved(app: &mut App, key: Key) -> bool {
    let height = app.geometry.panel_rows();
    let Mode::Prompt(Prompt { list: Some(list), .. }) = &mut app.mode else { return false };
    let by = match (key.code, key.ctrl) {
        (Code::Down | Code::Tab, _) | (Code::Char('n'), true) => 1,
        (Code::Up | Code::BackTab, _) | (Code::Char('p'), true) => -1,
        (Code::PageDown, _) => height as isize,
        (Code::PageUp, _) => -(height as isize),
        _ => return false,
    };
    let last = list.matching.len().saturating_sub(1);
    stand_on(list, list.cursor().saturating_add_signed(by).min(last), height);
    true
}

/// Scrolls the open list by `by` rows. The cursor stays on the screen. False where no list is open.
pub(super) fn scroll(app: &mut App, by: isize) -> bool {
    let height = app.geometry.panel_rows();
    let Some(list) = shown(app) else { return false };
    let last = list.matching.len().saturating_sub(height);
    let top = list.first_row(height).saturating_add_signed(by).min(last);
    list.chosen = list.target(list.cursor().clamp(top, top + height - 1));
    list.top = top;
    true
}

/// Puts the list away and gives what its cursor is on, or row `row` where there is one.
pub(super) fn take(app: &mut App, row: Option<usize>) -> Option<Target> {
    let list = shown(app)?;
    let target = list.target(row.unwrap_or(list.cursor()))?;
    app.mode = Mode::Normal;
    Some(target)
}

/// Lists the sources anew where they have changed under the open list.
pub(super) fn refresh(app: &mut App) {
    let revision = app.documents.revision();
    let Some(list) = shown(app).filter(|list| list.of == ListOf::Sources && list.revision != revision) else { return };
    let (chosen, top) = (list.chosen, list.top);
    let anew = List { top, ..List::new(app, ListOf::Sources, chosen) };
    if let Some(list) = shown(app) {
        *list = anew;
    }
    if let Mode::Prompt(Prompt { list: Some(list), input, .. }) = &mut app.mode {
        list.narrow(input.value());
    }
}

/// The open list.
pub(super) fn shown(app: &mut App) -> Option<&mut List> {
    match &mut app.mode {
        Mode::List(list) => Some(list),
        Mode::Prompt(prompt) => prompt.list.as_deref_mut(),
        _ => None,
    }
}

/// Puts the cursor of `list` on row `row`, on a screen of `height` rows.
fn stand_on(list: &mut List, row: usize, height: usize) {
    list.top = list.first_row(height);
    list.chosen = list.target(row);
}
