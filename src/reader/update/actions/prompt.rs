//! Prompts: typing and pasting a line, cancelling and accepting it. Searches and filters run while you type.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::filter::Filter;
use crate::reader::state::document::search::{Search, SearchMode};
use crate::reader::state::input::mode::{Correcting, Help, Mode, PickerKind, Prompt, PromptKind};
use crate::reader::state::overlay::help;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::actions::{catalogue, correct, go_to, navigate, panel, picker};
use crate::reader::update::complete;
use crate::reader::update::effect::{Effect, PeopleChange};
use crate::reader::update::sync::sync_panel;
use crate::text::{one_line, shown, without_credentials};
use tui_input::InputRequest;

/// Searches and filters.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Search => return Some(open_prompt::open(app, PromptKind::Search(SearchMode::Words))),
        Action::Next => next(app, true, times),
        Action::Previous => next(app, false, times),
        Action::Filter => return Some(open_prompt::open(app, PromptKind::Filter)),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// A key while a prompt is open.
pub(in crate::reader::update) fn press(app: &mut App, key: Key) -> Effect {
    if picker::moved(app, key) || catalogue::moved(app, key) {
        return Effect::Draw;
    }
    if let Some(effect) = complete::press(app, key) {
        changed(app);
        return effect;
    }
    let Mode::Prompt(prompt) = &mut app.mode else { return Effect::Draw };
    let is_full = prompt.is_full();
    let request = match (key.code, key.ctrl) {
        (Code::Char('c'), true) => return Effect::Quit,
        (Code::Char('z'), true) => return Effect::Suspend,
        (Code::Char('l'), true) => return Effect::Redraw,
        (Code::Esc, _) => return cancel(app),
        (Code::Enter, _) => return accept(app),
        (Code::Backspace, _) if prompt.input.value().is_empty() => return cancel(app),
        (Code::Char('r'), true) => {
            if let PromptKind::Search(mode) = &mut prompt.kind {
                *mode = mode.other();
                return typed(app);
            }
            return Effect::Draw;
        }
        (Code::Char('w'), true) => InputRequest::DeletePrevWord,
        (Code::Char('u'), true) => InputRequest::DeleteLine,
        (Code::Char('k'), true) => InputRequest::DeleteTillEnd,
        (Code::Char('a'), true) | (Code::Home, _) => InputRequest::GoToStart,
        (Code::Char('e'), true) | (Code::End, _) => InputRequest::GoToEnd,
        (Code::Char(c), false) if !key.alt && !is_full && shown(c) == c => InputRequest::InsertChar(c),
        (Code::Backspace, _) => InputRequest::DeletePrevChar,
        (Code::Delete, _) => InputRequest::DeleteNextChar,
        (Code::Left, _) => InputRequest::GoToPrevChar,
        (Code::Right, _) => InputRequest::GoToNextChar,
        _ => return Effect::Draw,
    };
    let is_offered = std::mem::take(&mut prompt.is_offered);
    if is_offered && matches!(request, InputRequest::InsertChar(_)) {
        prompt.input.reset();
    }
    let change = prompt.input.handle(request);
    if change.is_some_and(|change| change.value) {
        return typed(app);
    }
    Effect::Draw
}

/// Text that was pasted: up to its first line end, and as much as there is room for.
pub(in crate::reader::update) fn paste(app: &mut App, text: &str) -> Effect {
    let Mode::Prompt(prompt) = &mut app.mode else {
        app.notice = Some("Nothing to paste into".into());
        return Effect::Draw;
    };
    let line = text.lines().next().unwrap_or("");
    if std::mem::take(&mut prompt.is_offered) {
        prompt.input.reset();
    }
    let mut room = Prompt::LONGEST.saturating_sub(prompt.input.value().len());
    // Characters that are shown as others cannot be typed.
    for c in line.chars().filter(|&c| shown(c) == c) {
        let Some(left) = room.checked_sub(c.len_utf8()) else { break };
        room = left;
        prompt.input.handle(InputRequest::InsertChar(c));
    }
    typed(app)
}

/// Notes that the line was changed.
fn typed(app: &mut App) -> Effect {
    if let Mode::Prompt(prompt) = &mut app.mode {
        prompt.candidates.chosen = None;
        (prompt.stale, prompt.past, prompt.confirms_new_person, prompt.refusal) = (true, 0, false, None);
    }
    changed(app);
    complete::wanted(app)
}

/// Searches or filters for the line if it has changed, unless more keys are waiting.
fn changed(app: &mut App) {
    if !app.input.more_waits {
        catch_up(app);
    }
}

/// Searches or filters for the line, if that was put off.
pub fn catch_up(app: &mut App) {
    let Mode::Prompt(prompt) = &mut app.mode else { return };
    if !std::mem::take(&mut prompt.stale) {
        return;
    }
    match prompt.kind {
        PromptKind::Search(_) => search(app),
        PromptKind::Picker(of) => {
            if let Some(picker) = &mut prompt.picker {
                picker.narrow(prompt.input.value());
                picker.top = 0;
                // Of the commands the best match is selected; in other pickers the cursor stays.
                picker.chosen = picker.chosen.filter(|_| of != PickerKind::Commands);
            }
        }
        PromptKind::Catalogue => {
            let typed = prompt.input.value().to_owned();
            catalogue::narrow(app, &typed);
        }
        PromptKind::Filter => {
            let value = prompt.input.value();
            let filter = Filter::new(&app.document.article, &app.document.record, value);
            app.document.panel.filter = (!value.trim().is_empty()).then_some(filter);
            app.document.panel.top = 0;
            panel::list_cursor(app);
        }
        // Whether another name is taken is not known.
        PromptKind::Replace if prompt.input.value() != prompt.typed => prompt.kind = PromptKind::Export,
        PromptKind::Replace
        | PromptKind::Help
        | PromptKind::GoTo
        | PromptKind::Open
        | PromptKind::Export
        | PromptKind::Rename(_)
        | PromptKind::Correct(_) => {}
    }
    complete::refresh(app);
    sync_panel(app);
}

/// Searches for the line, from where the prompt was opened.
fn search(app: &mut App) {
    let Mode::Prompt(prompt) = &app.mode else { return };
    let PromptKind::Search(mode) = prompt.kind else { return };
    let (value, origin) = (prompt.input.value(), prompt.origin);
    let document = &mut app.document;
    let mut search = Search::new(&document.article, value, mode);
    document.viewport.set(&document.article, origin);
    search.current = search.at_or_after(document.viewport.shown().start as usize);
    document.selection.select_match();
    if let Some(index) = search.current {
        document.viewport.show(&document.article, search.matches[index].start as usize);
    }
    document.search = (!value.trim().is_empty()).then_some(search);
}

/// Closes the prompt, and undoes its search or filter.
fn cancel(app: &mut App) -> Effect {
    if let Mode::Prompt(prompt) = std::mem::take(&mut app.mode) {
        match prompt.kind {
            PromptKind::Search(_) => {
                app.document.search = None;
                app.document.viewport.set(&app.document.article, prompt.origin);
            }
            PromptKind::Help => app.mode = Mode::Help(Help::default()),
            PromptKind::Picker(PickerKind::Commands) => {}
            PromptKind::Catalogue => catalogue::narrow(app, ""),
            PromptKind::Picker(_) => {
                if let Some(mut picker) = prompt.picker {
                    picker.chosen = picker.target(picker.cursor()).or(picker.chosen);
                    picker.narrow("");
                    app.mode = Mode::Picker(picker);
                }
            }
            PromptKind::Filter => {
                let document = &mut app.document;
                document.panel.filter = None;
                (document.selection, document.focus) = (prompt.selection, prompt.focus);
                document.viewport.set(&document.article, prompt.origin);
            }
            PromptKind::GoTo
            | PromptKind::Open
            | PromptKind::Export
            | PromptKind::Replace
            | PromptKind::Rename(_)
            | PromptKind::Correct(_) => {}
        }
    }
    sync_panel(app);
    Effect::Draw
}

fn accept(app: &mut App) -> Effect {
    catch_up(app);
    if let Some(effect) = complete::continue_in_folder(app) {
        catch_up(app);
        return effect;
    }
    let Mode::Prompt(mut prompt) = std::mem::take(&mut app.mode) else { return Effect::Draw };
    let value = prompt.input.value().trim();
    let chosen = prompt.candidates.choice().and_then(|choice| choice.person);
    match prompt.kind {
        PromptKind::Search(_) => {
            app.input.histories.searches.push(prompt.input.value());
            accept_search(app, &prompt);
        }
        PromptKind::GoTo => {
            app.input.histories.places.push(value);
            match chosen {
                Some(person) => go_to::go_to_person(app, value, person),
                None => go_to::go_to(app, value),
            }
        }
        PromptKind::Export | PromptKind::Open | PromptKind::Rename(_) if value.is_empty() => {}
        PromptKind::Rename(person) => return Effect::Decide(PeopleChange::Renamed(person, value.to_owned())),
        PromptKind::Catalogue => return catalogue::accept(app),
        PromptKind::Open => {
            // A password has to be typed each time.
            app.input.histories.opened.push(&without_credentials(value));
            return Effect::Add(value.into());
        }
        PromptKind::Export | PromptKind::Replace => {
            return Effect::Export { name: value.into(), replace: prompt.kind == PromptKind::Replace };
        }
        // A typing error must not add a person.
        PromptKind::Correct(correcting)
            if !correct::is_clear(app, correcting, value, chosen, prompt.confirms_new_person) =>
        {
            // There is no person to merge with, and none is created.
            prompt.confirms_new_person = !matches!(correcting, Correcting::Merge(_));
            app.mode = Mode::Prompt(prompt);
            return Effect::Draw;
        }
        PromptKind::Correct(correcting) => return correct::accept(app, correcting, value, chosen),
        PromptKind::Filter if app.document.panel.filter.is_some() => panel::focus(app),
        PromptKind::Filter | PromptKind::Picker(_) => {}
        PromptKind::Help => {
            let filter = prompt.input.value().to_owned();
            if help::is_nothing(&filter, &app.input.keymap) {
                app.notice = Some(format!("No match for “{}”", one_line(&filter)));
            }
            app.mode = Mode::Help(Help { top: 0, filter });
        }
    }
    sync_panel(app);
    Effect::Draw
}

/// Keeps the typed search, if it is valid and found something.
fn accept_search(app: &mut App, prompt: &Prompt) {
    let document = &mut app.document;
    match &document.search {
        Some(Search { problem: Some(problem), pattern, .. }) => {
            app.notice = Some(format!("“{pattern}” is not a regular expression: {problem}"));
            document.search = None;
        }
        Some(search) if search.matches.is_empty() => {
            app.notice = Some(format!("No match for “{}”", search.pattern));
            document.search = None;
        }
        Some(_) => {
            document.focus = Focus::Article;
            if document.viewport.anchor() != prompt.origin {
                document.jumps.leave(prompt.origin);
            }
        }
        None => {}
    }
}

/// Goes `times` matches of the search on or back, or without a search as many quotations.
pub(in crate::reader::update) fn next(app: &mut App, next: bool, times: usize) {
    let Some(search) = &mut app.document.search else {
        return navigate::quotation(app, next, navigate::QuotationFilter::Anyone, times);
    };
    let all = search.matches.len();
    if all == 0 {
        return;
    }
    // If the match is off the screen, the search continues from the screen, as in less.
    let here = search.current.filter(|&index| app.document.viewport.shows(search.matches[index]));
    let top = app.document.viewport.shown().start;
    let below = || search.matches.partition_point(|found| found.start < top);
    let (found, index) = if next {
        let found = here.map_or_else(below, |index| index + 1) + times - 1;
        (Some(found).filter(|&found| found < all), found % all)
    } else {
        let before = here.unwrap_or_else(below);
        (before.checked_sub(times), (before + all * times - times) % all)
    };
    if found.is_none() && all > 1 {
        app.notice = Some(if next { "Search wrapped to the top" } else { "Search wrapped to the bottom" }.into());
    }
    app.document.selection.select_match();
    search.current = Some(index);
    let at = search.matches[index].start as usize;
    app.document.viewport.show(&app.document.article, at);
}
