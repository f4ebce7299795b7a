//! Lines that are typed: the search as one types, the place or name to go to, the filter of the help.

use super::super::filter::Filter;
use super::super::key::{Code, Key};
use super::super::overlay::clean;
use super::super::search::Search;
use super::super::state::{Correcting, Focus, Overlay, Prompt, PromptKind, State};
use super::{Effect, correct, follow, links};
use crate::record::PersonId;
use crate::text::shown;
use tui_input::{Input, InputRequest};

/// Bytes that a prompt takes, typed or pasted.
pub(in crate::reader) const LONGEST: usize = 1000;

pub(super) fn open(state: &mut State, kind: PromptKind) -> Effect {
    let offered = match kind {
        PromptKind::Export => "quotations.json".to_string(),
        PromptKind::Filter => state.panel.filter.as_ref().map(|filter| filter.pattern.clone()).unwrap_or_default(),
        PromptKind::Correct(Correcting::Name(person)) => {
            state.record.people().get(person).map(|person| clean(&person.name)).unwrap_or_default()
        }
        PromptKind::Search(_) | PromptKind::GoTo | PromptKind::Help | PromptKind::Correct(_) => String::new(),
    };
    // A filter is worth seeing what it leaves.
    if kind == PromptKind::Filter {
        super::focus_people(state);
    }
    state.prompt = Some(Prompt { kind, input: Input::new(offered), origin: state.viewport.anchor() });
    Effect::Draw
}

/// A key while a prompt is open.
pub(super) fn press(state: &mut State, key: Key) -> Effect {
    let Some(prompt) = &mut state.prompt else { return Effect::Draw };
    let is_full = prompt.input.value().len() >= LONGEST;
    let request = match (key.code, key.ctrl) {
        (Code::Char('c'), true) => return Effect::Quit,
        (Code::Char('z'), true) => return Effect::Suspend,
        (Code::Char('l'), true) => return Effect::Redraw,
        (Code::Esc, _) => return cancel(state),
        (Code::Enter, _) => return accept(state),
        (Code::Backspace, _) if prompt.input.value().is_empty() => return cancel(state),
        (Code::Char('r'), true) => {
            if let PromptKind::Search(manner) = &mut prompt.kind {
                *manner = manner.other();
                typed(state);
            }
            return Effect::Draw;
        }
        (Code::Char('w'), true) => InputRequest::DeletePrevWord,
        (Code::Char('u'), true) => InputRequest::DeleteLine,
        (Code::Char('a'), true) | (Code::Home, _) => InputRequest::GoToStart,
        (Code::Char('e'), true) | (Code::End, _) => InputRequest::GoToEnd,
        (Code::Char(c), false) if !key.alt && !is_full && shown(c) == c => InputRequest::InsertChar(c),
        (Code::Backspace, _) => InputRequest::DeletePrevChar,
        (Code::Delete, _) => InputRequest::DeleteNextChar,
        (Code::Left, _) => InputRequest::GoToPrevChar,
        (Code::Right, _) => InputRequest::GoToNextChar,
        _ => return Effect::Draw,
    };
    prompt.input.handle(request);
    typed(state);
    Effect::Draw
}

pub(super) fn paste(state: &mut State, text: &str) {
    let Some(prompt) = &mut state.prompt else {
        state.message = Some("nothing to paste into".into());
        return;
    };
    let line = text.lines().next().unwrap_or("");
    let mut room = LONGEST.saturating_sub(prompt.input.value().len());
    // What is shown otherwise than it is cannot be typed.
    for c in line.chars().filter(|&c| shown(c) == c) {
        let Some(left) = room.checked_sub(c.len_utf8()) else { break };
        room = left;
        prompt.input.handle(InputRequest::InsertChar(c));
    }
    typed(state);
}

/// What the prompt holds has changed: searches as one types, filters as one types. Where more keys wait that is put off.
fn typed(state: &mut State) {
    state.typed_due = true;
    if !state.hurry {
        catch_up(state);
    }
}

/// Searches or filters for what the prompt holds, where that was put off.
pub(super) fn catch_up(state: &mut State) {
    if !std::mem::take(&mut state.typed_due) {
        return;
    }
    let Some(prompt) = &state.prompt else { return };
    let value = prompt.input.value();
    match prompt.kind {
        PromptKind::Search(_) => search(state),
        PromptKind::Help => state.overlay = Some(Overlay::Help { top: 0, filter: value.to_owned() }),
        PromptKind::Filter => {
            let filter = Filter::new(&state.article, &state.record, value);
            state.panel.filter = (!value.trim().is_empty()).then_some(filter);
            state.panel.top = 0;
        }
        PromptKind::GoTo | PromptKind::Export | PromptKind::Correct(_) => {}
    }
    follow(state);
}

/// Searches for what the prompt holds.
fn search(state: &mut State) {
    let Some(Prompt { kind: PromptKind::Search(manner), input, origin }) = &state.prompt else { return };
    let (value, origin) = (input.value(), *origin);
    let mut search = Search::new(&state.article, value, *manner);
    let is_blank = value.trim().is_empty();
    state.viewport.set(&state.article, origin);
    search.current = search.at_or_after(state.viewport.shown().start as usize);
    state.at_match = true;
    if let Some(index) = search.current {
        state.viewport.show(&state.article, search.matches[index].start as usize);
    }
    state.search = (!is_blank).then_some(search);
}

fn cancel(state: &mut State) -> Effect {
    state.typed_due = false;
    if let Some(prompt) = state.prompt.take() {
        match prompt.kind {
            PromptKind::Search(_) => {
                state.search = None;
                state.viewport.set(&state.article, prompt.origin);
            }
            PromptKind::Help => state.overlay = Some(Overlay::Help { top: 0, filter: String::new() }),
            PromptKind::Filter => state.panel.filter = None,
            PromptKind::GoTo | PromptKind::Export | PromptKind::Correct(_) => {}
        }
    }
    follow(state);
    Effect::Draw
}

fn accept(state: &mut State) -> Effect {
    catch_up(state);
    let Some(prompt) = state.prompt.take() else { return Effect::Draw };
    match prompt.kind {
        PromptKind::Search(_) => match &state.search {
            Some(Search { problem: Some(problem), pattern, .. }) => {
                state.message = Some(format!("“{pattern}” is no regular expression: {problem}"));
                state.search = None;
            }
            Some(search) if search.matches.is_empty() => {
                state.message = Some(format!("no match for “{}”", search.pattern));
                state.search = None;
            }
            Some(_) => {
                state.focus = Focus::Article;
                if state.viewport.anchor() != prompt.origin {
                    state.jumps.leave(prompt.origin);
                }
            }
            None => {}
        },
        PromptKind::GoTo => go_to(state, prompt.input.value().trim()),
        PromptKind::Export => {
            let name = prompt.input.value().trim();
            return if name.is_empty() { Effect::Draw } else { Effect::Export(name.into()) };
        }
        PromptKind::Correct(what) => return correct::named(state, what, prompt.input.value().trim()),
        PromptKind::Filter => {
            if state.panel.filter.is_some() {
                super::focus_people(state);
            }
        }
        PromptKind::Help => {}
    }
    follow(state);
    Effect::Draw
}

/// Goes to the next or the previous match while a search stands, else to the quotation.
pub(super) fn next(state: &mut State, next: bool) {
    let Some(search) = &mut state.search else {
        return links::quotation(state, next, links::Of::Anyone);
    };
    let all = search.matches.len();
    if all == 0 {
        return;
    }
    // Whoever has left the match behind goes on from what is on the screen, as in less.
    let here = search.current.filter(|&index| state.viewport.shows(search.matches[index]));
    let top = state.viewport.shown().start;
    let below = || search.matches.partition_point(|found| found.start < top);
    let found = if next {
        Some(here.map_or_else(below, |index| index + 1)).filter(|&index| index < all)
    } else {
        here.unwrap_or_else(below).checked_sub(1)
    };
    let index = found.unwrap_or(if next { 0 } else { all - 1 });
    if found.is_none() && all > 1 {
        state.message = Some(if next { "on from the top" } else { "on from the bottom" }.into());
    }
    state.at_match = true;
    search.current = Some(index);
    let at = search.matches[index].start as usize;
    state.viewport.show(&state.article, at);
}

/// `12` and `¶12` go to a paragraph, `40%` into the text, anything else to somebody of that name.
fn go_to(state: &mut State, wanted: &str) {
    if wanted.is_empty() {
        return;
    }
    let place = match (wanted.strip_suffix('%'), wanted.trim_start_matches('¶').parse::<usize>()) {
        (Some(percent), _) => match percent.trim().parse::<f64>() {
            Ok(percent) if (0.0..=100.0).contains(&percent) => {
                Ok((state.article.text().len() as f64 * percent / 100.0) as usize)
            }
            _ => Err(format!("“{wanted}” is no percentage from 0 to 100")),
        },
        (None, Ok(number)) => match number.checked_sub(1).and_then(|index| state.article.blocks().get(index)) {
            Some(block) => Ok(block.span.start as usize),
            None => Err(format!("no ¶{number}: the text has {}", state.article.blocks().len())),
        },
        (None, Err(_)) => match find_person(state, wanted) {
            Some(person) => {
                links::select_person(state, person);
                links::first_of(state, person).ok_or_else(|| format!("“{wanted}” stands nowhere"))
            }
            None => Err(format!("nobody here is called “{wanted}”")),
        },
    };
    match place {
        Ok(at) => {
            let before = state.viewport.anchor();
            if wanted.starts_with(|c: char| c.is_ascii_digit() || c == '¶') {
                state.viewport.lift(&state.article, at);
            } else {
                state.viewport.show(&state.article, at);
            }
            if state.viewport.anchor() != before {
                state.jumps.leave(before);
            }
            state.focus = Focus::Article;
        }
        Err(why) => state.message = Some(why),
    }
}

/// Whose name holds `wanted`, whatever the case; those whose name or last name begins with it come first, and of those
/// the one who says most.
fn find_person(state: &State, wanted: &str) -> Option<PersonId> {
    let wanted = wanted.to_lowercase();
    (0..state.record.people().len())
        .filter_map(|person| {
            let name = state.record.people()[person].name.to_lowercase();
            let begins = name.starts_with(&wanted) || name.split_whitespace().any(|word| word.starts_with(&wanted));
            (begins || name.contains(&wanted)).then_some((begins, state.record.words_of(person), person))
        })
        .max_by_key(|&(begins, words, person)| (begins, words, std::cmp::Reverse(person)))
        .map(|(_, _, person)| person)
}
