//! The pickers: opening, moving the cursor, narrowing and closing. The choice is carried out in
//! `choose.rs`.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::input::mode::{Mode, Picker, PickerKind, PickerTarget, PromptKind};
use crate::reader::update::actions::motion;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::effect::Effect;

/// The keys that open a picker.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    match action {
        Action::Contents => open(app, PickerKind::Contents, None),
        Action::Places => open(app, PickerKind::Places, None),
        Action::Sources => open(app, PickerKind::Sources, None),
        Action::Commands => open(app, PickerKind::Commands, count),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Opens a picker, with the cursor on the present place. `count` goes to the command that is chosen.
fn open(app: &mut App, of: PickerKind, count: Option<usize>) {
    let top = app.document.viewport.shown().start as usize;
    let mut picker = Picker::new(app, of, None);
    picker.count = count;
    picker.chosen = match of {
        PickerKind::Contents => {
            let above = |target: &PickerTarget| matches!(*target, PickerTarget::Heading(at) if at <= top);
            picker.all.iter().map(|row| row.target).rfind(above)
        }
        PickerKind::Sources => Some(PickerTarget::Source(app.sources.shown())),
        PickerKind::Places | PickerKind::Commands => None,
    };
    match of {
        // Commands are found by name, so the prompt opens at once.
        PickerKind::Commands => narrow(app, picker),
        PickerKind::Contents if picker.all.is_empty() => app.notice = Some("No headings in this text".into()),
        PickerKind::Places if picker.all.is_empty() => {
            app.notice = Some(format!("No marks or jumps yet · {} sets a mark", app.key(Action::SetMark)));
        }
        PickerKind::Contents | PickerKind::Sources | PickerKind::Places => {
            app.main_view.close_evidence();
            app.mode = Mode::Picker(picker);
        }
    }
}

/// Opens the prompt that narrows `picker`.
fn narrow(app: &mut App, picker: Picker) {
    open_prompt::open(app, PromptKind::Picker(picker.of));
    if let Mode::Prompt(prompt) = &mut app.mode {
        prompt.picker = Some(picker);
    }
}

/// An action while a picker is open: moves its cursor, narrows it, or closes it. `None` passes the action on.
pub(in crate::reader::update) fn intercept(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let page = app.geometry.panel_rows();
    let Mode::Picker(picker) = &mut app.mode else { return None };
    if let Some(row) = motion::row(action, count, picker.cursor(), page, picker.matching.len()) {
        move_cursor_to(picker, row, page);
    } else if action == Action::Search {
        if let Mode::Picker(picker) = std::mem::take(&mut app.mode) {
            narrow(app, picker);
        }
    } else if action.ends_or_redraws() || action == Action::Commands {
        return None;
    } else {
        app.mode = Mode::Normal;
    }
    Some(Effect::Draw)
}

/// A key while a picker is being narrowed: moves its cursor. False for any other key.
pub(in crate::reader::update) fn moved(app: &mut App, key: Key) -> bool {
    let height = app.geometry.panel_rows();
    let Mode::Prompt(prompt) = &mut app.mode else { return false };
    let Some(picker) = &mut prompt.picker else { return false };
    let by = match (key.code, key.ctrl) {
        (Code::Down | Code::Tab, _) | (Code::Char('n'), true) => 1,
        (Code::Up | Code::BackTab, _) | (Code::Char('p'), true) => -1,
        (Code::PageDown, _) => height as isize,
        (Code::PageUp, _) => -(height as isize),
        _ => return false,
    };
    let last = picker.matching.len().saturating_sub(1);
    move_cursor_to(picker, picker.cursor().saturating_add_signed(by).min(last), height);
    true
}

/// Scrolls the open picker by `by` rows. The cursor stays on the screen. False where no picker is open.
pub(in crate::reader::update) fn scroll(app: &mut App, by: isize) -> bool {
    let height = app.geometry.panel_rows();
    let Some(picker) = shown(app) else { return false };
    let last = picker.matching.len().saturating_sub(height);
    let top = picker.first_row(height).saturating_add_signed(by).min(last);
    picker.chosen = picker.target(picker.cursor().clamp(top, top + height - 1));
    picker.top = top;
    true
}

/// Closes the picker and returns the target of row `row`, or of the one under the cursor, with the count for it.
pub(in crate::reader::update) fn take(app: &mut App, row: Option<usize>) -> Option<(PickerTarget, Option<usize>)> {
    let picker = shown(app)?;
    let target = picker.target(row.unwrap_or(picker.cursor()))?;
    let count = picker.count;
    app.mode = Mode::Normal;
    Some((target, count))
}

/// Updates the open list of sources if they have changed.
pub(in crate::reader::update) fn refresh(app: &mut App) {
    let (revision, height) = (app.sources.revision(), app.geometry.panel_rows());
    let Some(picker) = shown(app).filter(|picker| picker.of == PickerKind::Sources && picker.revision != revision)
    else {
        return;
    };
    // The row under the cursor stays where it is on the screen.
    let (chosen, first) = (picker.chosen, picker.first_row(height));
    let above = picker.cursor() - first;
    let anew = Picker::new(app, PickerKind::Sources, chosen);
    if let Some(picker) = shown(app) {
        *picker = anew;
    }
    if let Mode::Prompt(prompt) = &mut app.mode
        && let Some(picker) = &mut prompt.picker
    {
        picker.narrow(prompt.input.value());
    }
    if let Some(picker) = shown(app) {
        picker.top = picker.cursor().saturating_sub(above);
    }
}

/// The open picker.
pub(in crate::reader::update) fn shown(app: &mut App) -> Option<&mut Picker> {
    match &mut app.mode {
        Mode::Picker(picker) => Some(picker),
        Mode::Prompt(prompt) => prompt.picker.as_mut(),
        _ => None,
    }
}

/// Puts the cursor of `picker` on row `row`, on a screen of `height` rows.
fn move_cursor_to(picker: &mut Picker, row: usize, height: usize) {
    picker.top = picker.first_row(height);
    picker.chosen = picker.target(row);
}
