//! Completion in prompts: finding candidates as you type, choosing among them, and recalling earlier lines.

use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::input::candidates;
use crate::reader::state::input::candidates::{Candidates, Folder};
use crate::reader::state::input::history::History;
use crate::reader::state::input::mode::{Correcting, Mode, Prompt, PromptKind};
use crate::reader::update::effect::Effect;
use std::collections::HashSet;
use tui_input::Input;

/// Finds the candidates for the line of the open prompt.
pub(super) fn refresh(app: &mut App) {
    let Mode::Prompt(prompt) = &mut app.mode else { return };
    let (value, record) = (prompt.input.value(), &app.document.record);
    let recent: Vec<String>;
    let all = match prompt.kind {
        PromptKind::GoTo if value.trim().is_empty() || value.starts_with(|c: char| c.is_ascii_digit() || c == '¶') => {
            Vec::new()
        }
        PromptKind::GoTo
        | PromptKind::Correct(Correcting::Speaker(_) | Correcting::Missed(_) | Correcting::Mention(..)) => {
            candidates::people(record, value, None)
        }
        PromptKind::Correct(Correcting::Merge(person)) => candidates::people(record, value, Some(person)),
        PromptKind::Open => {
            let here = &app.document.name;
            let mut before = HashSet::new();
            let all = app.input.histories.opened.latest_first().chain(&app.input.histories.recent_sources);
            recent = all.filter(|&name| name != here && before.insert(name)).cloned().collect();
            candidates::sources(prompt.folder.as_ref(), &recent, value)
        }
        PromptKind::Export => candidates::sources(prompt.folder.as_ref(), &[], value),
        PromptKind::Correct(Correcting::Name(_))
        | PromptKind::Search(_)
        | PromptKind::Help
        | PromptKind::Catalogue
        | PromptKind::Rename(_)
        | PromptKind::Filter
        | PromptKind::Replace
        | PromptKind::Picker(_) => Vec::new(),
    };
    prompt.candidates = Candidates { all, chosen: None };
}

/// Asks for the names in the folder of the path in the open prompt, if they are not known.
pub(super) fn wanted(app: &mut App) -> Effect {
    let Mode::Prompt(prompt) = &mut app.mode else { return Effect::Draw };
    if !matches!(prompt.kind, PromptKind::Open | PromptKind::Export) {
        return Effect::Draw;
    }
    let Some(folder) = Folder::folder_of(prompt.input.value()) else { return Effect::Draw };
    if prompt.folder.as_ref().is_some_and(|known| known.typed == folder) {
        return Effect::Draw;
    }
    let folder = folder.to_owned();
    prompt.folder = Some(Folder::new(folder.clone(), Vec::new()));
    Effect::ListFolder(folder)
}

/// Handles the names in a folder, if the open prompt has asked for them.
pub fn listed(app: &mut App, folder: Folder) {
    let Mode::Prompt(prompt) = &mut app.mode else { return };
    if prompt.folder.as_ref().is_some_and(|asked| asked.typed == folder.typed) {
        prompt.folder = Some(folder);
        prompt.stale |= prompt.candidates.chosen.is_none();
    }
}

/// A key that chooses a candidate or recalls a line. `None` for any other.
pub(super) fn press(app: &mut App, key: Key) -> Option<Effect> {
    let Mode::Prompt(prompt) = &mut app.mode else { return None };
    let has_past = matches!(prompt.kind, PromptKind::Search(_) | PromptKind::GoTo);
    let offers = !prompt.candidates.all.is_empty();
    let code = match key.code {
        Code::Char('n') if key.ctrl => Code::Down,
        Code::Char('p') if key.ctrl => Code::Up,
        code => code,
    };
    match code {
        Code::Tab if offers && prompt.candidates.chosen.is_none() && is_path(prompt) => {
            return Some(complete_prefix(app));
        }
        Code::Tab if offers => step(prompt, true),
        Code::BackTab if offers => step(prompt, false),
        // In an untouched line the key recalls, in a typed one it chooses.
        Code::Up | Code::Down if has_past && (!offers || prompt.past > 0) => recall_line(app, code == Code::Up),
        Code::Up | Code::Down if offers => step(prompt, code == Code::Down),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// If Enter completes a folder, continues inside it.
pub(super) fn continue_in_folder(app: &mut App) -> Option<Effect> {
    let Mode::Prompt(prompt) = &mut app.mode else { return None };
    prompt.candidates.choice().filter(|choice| is_path(prompt) && choice.text.ends_with('/'))?;
    prompt.candidates.chosen = None;
    prompt.stale = true;
    Some(wanted(app))
}

fn is_path(prompt: &Prompt) -> bool {
    matches!(prompt.kind, PromptKind::Open | PromptKind::Export)
}

/// Completes a path by the common prefix of all candidates; if there is none, chooses the first.
fn complete_prefix(app: &mut App) -> Effect {
    let Mode::Prompt(prompt) = &mut app.mode else { return Effect::Draw };
    let common = candidates::common_beginning(&prompt.candidates.all);
    let longer = common.chars().count() > prompt.input.value().chars().count();
    if !longer {
        step(prompt, true);
        return Effect::Draw;
    }
    prompt.input = Input::new(common.to_owned());
    (prompt.stale, prompt.is_offered) = (true, false);
    wanted(app)
}

/// Puts the next or the previous candidate into the line; after the last comes the typed line.
fn step(prompt: &mut Prompt, next: bool) {
    let all = prompt.candidates.all.len();
    let chosen = match (prompt.candidates.chosen, next) {
        (None, true) => Some(0),
        (None, false) => Some(all - 1),
        (Some(last), true) if last + 1 == all => None,
        (Some(index), true) => Some(index + 1),
        (Some(index), false) => index.checked_sub(1),
    };
    choose(prompt, chosen);
}

/// Puts candidate `index` into the line of the open prompt. False if it is there already, or does not exist.
pub(super) fn put(app: &mut App, index: usize) -> bool {
    let Mode::Prompt(prompt) = &mut app.mode else { return false };
    let is_new = index < prompt.candidates.all.len() && prompt.candidates.chosen != Some(index);
    if is_new {
        choose(prompt, Some(index));
    }
    is_new
}

/// Puts a candidate into the line, or the typed line back.
fn choose(prompt: &mut Prompt, chosen: Option<usize>) {
    if prompt.candidates.chosen.is_none() {
        prompt.typed = prompt.input.value().to_owned();
    }
    prompt.candidates.chosen = chosen;
    (prompt.confirms_new_person, prompt.is_offered) = (false, false);
    let text = prompt.candidates.choice().map_or(&prompt.typed, |choice| &choice.text);
    prompt.input = Input::new(text.clone());
}

/// Recalls an earlier or a later line of this kind of prompt; after the latest comes the typed line.
fn recall_line(app: &mut App, earlier: bool) {
    let Mode::Prompt(prompt) = &mut app.mode else { return };
    let histories = &app.input.histories;
    let history: &History = if prompt.kind == PromptKind::GoTo { &histories.places } else { &histories.searches };
    if prompt.past == 0 {
        prompt.typed = prompt.input.value().to_owned();
    }
    let past = if earlier { prompt.past + 1 } else { prompt.past.saturating_sub(1) };
    let line = if past == 0 { Some(prompt.typed.as_str()) } else { history.line(past) };
    if let Some(line) = line {
        prompt.input = Input::new(line.to_owned());
        (prompt.past, prompt.stale) = (past, true);
    }
}
