//! Places one goes to by name: marks, headings, sources, and the jump list.

use super::super::action::Action;
use super::super::hints;
use super::super::panel::Item;
use super::super::state::{Focus, List, Overlay, Pending, State};
use super::{Change, Effect, links};

/// Completes `m` or `'` with the letter that names the mark.
pub(super) fn mark(state: &mut State, pending: Pending, letter: char) -> Effect {
    let here = state.viewport.anchor();
    match (pending, letter) {
        (Pending::GoToMark, '\'') => jump(state, true),
        (Pending::SetMark, letter) if letter.is_alphanumeric() => {
            state.marks.insert(letter, here);
            state.message = Some(format!("marked as {letter}: {} {letter} comes back", state.key(Action::GoToMark)));
            return Effect::Keep(Change::Marked(letter, here));
        }
        (Pending::GoToMark, letter) => match state.marks.get(&letter).copied() {
            Some(anchor) => {
                state.jumps.leave(here);
                state.viewport.set(&state.article, anchor);
            }
            None => state.message = Some(format!("no mark {letter}")),
        },
        (_, letter) => state.message = Some(format!("a mark is a letter or a digit, not {letter}")),
    }
    Effect::Draw
}

/// Goes along the jump list.
pub(super) fn jump(state: &mut State, back: bool) {
    let here = state.viewport.anchor();
    let to = if back { state.jumps.back(here) } else { state.jumps.forward(here) };
    match to {
        Some(anchor) => state.viewport.set(&state.article, anchor),
        None => state.message = Some(format!("no jump to go {} to", if back { "back" } else { "forward" })),
    }
}

/// Opens a list to choose from, with the cursor on where one is.
pub(super) fn open_list(state: &mut State, of: List) {
    let rows = state.list(of);
    let top = state.viewport.shown().start as usize;
    let cursor = match of {
        List::Contents => rows.iter().rposition(|&(_, at)| at <= top).unwrap_or(0),
        List::Sources => state.nth,
    };
    if rows.is_empty() {
        state.message = Some("no headings in this text".into());
    } else {
        state.overlay = Some(Overlay::List { of, cursor });
    }
}

/// Moves the cursor of the open list by `by` rows.
pub(super) fn move_in_list(state: &mut State, by: isize) {
    let Some(Overlay::List { of, cursor }) = state.overlay else { return };
    let last = state.list(of).len().saturating_sub(1);
    state.overlay = Some(Overlay::List { of, cursor: cursor.saturating_add_signed(by).min(last) });
}

/// Goes where the cursor of the open list points.
pub(super) fn choose_from_list(state: &mut State) -> Effect {
    let Some(Overlay::List { of, cursor }) = state.overlay.take() else { return Effect::Draw };
    let Some((_, target)) = state.list(of).into_iter().nth(cursor) else { return Effect::Draw };
    match of {
        List::Contents => {
            state.jumps.leave(state.viewport.anchor());
            state.viewport.lift(&state.article, target);
            state.focus = Focus::Article;
            Effect::Draw
        }
        List::Sources => source(state, target),
    }
}

/// Offers the links on the screen.
pub(super) fn offer_links(state: &mut State) {
    if hints::links(state).next().is_some() {
        state.pending = Some(Pending::Link(None));
    } else {
        state.message = Some("no link on the screen".into());
    }
}

/// Takes a letter of a link: a small one opens it in the browser, a capital here.
pub(super) fn link(state: &mut State, first: Option<char>, letter: char) -> Effect {
    let small = |c: char| c.to_ascii_lowercase();
    let typed: String = first.into_iter().chain([letter]).map(small).collect();
    let offered = hints::hints(state);
    let chosen = offered.iter().find(|(_, label)| *label == typed).map(|(link, _)| link.address.to_owned());
    let begins = offered.iter().any(|(_, label)| label.starts_with(&typed));
    match chosen {
        Some(address) if letter.is_uppercase() => return Effect::Add(address),
        Some(address) => return Effect::Open(address),
        None if begins => state.pending = Some(Pending::Link(Some(letter))),
        None => state.message = Some(format!("no link has the letters {typed}")),
    }
    Effect::Draw
}

/// Asks for another source.
pub(super) fn source(state: &mut State, nth: usize) -> Effect {
    if nth == state.nth {
        return Effect::Draw;
    }
    Effect::Source(nth)
}

/// Asks for the next source, or the one before. One that could not be opened is passed over, unless there is no other.
pub(super) fn neighbour(state: &mut State, next: bool) -> Effect {
    let count = state.sources.len();
    let open = |nth: &usize| !state.failed.contains(nth);
    let (found, nth) = if next {
        ((state.nth + 1..count).find(open), state.nth.checked_add(1))
    } else {
        ((0..state.nth.min(count)).rev().find(open), state.nth.checked_sub(1))
    };
    match found.or(nth).filter(|&nth| nth < count) {
        Some(nth) => Effect::Source(nth),
        None => {
            let which = if next { "last" } else { "first" };
            state.message = Some(if state.sources.len() == 1 {
                "there is only this source".into()
            } else {
                format!("this is the {which} of {} sources", state.sources.len())
            });
            Effect::Draw
        }
    }
}

/// A click on column `x`, row `y` of the screen: goes to what is there.
pub(super) fn click(state: &mut State, x: u16, y: u16) {
    let map = state.geometry.map();
    let text = state.geometry.text;
    let panel = state.geometry.panel.inner();
    let inside = |area: super::Area| x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
    if state.panel_shown() && inside(panel) {
        let item = state.listing().get(state.panel.top + usize::from(y - panel.y));
        if let Some(item) = item.filter(|item| item.selectable()) {
            super::focus_people(state);
            if state.panel.cursor == Some(item) || matches!(item, Item::Quotation(_)) {
                state.panel.cursor = Some(item);
                links::follow_link(state);
            } else {
                state.panel.cursor = Some(item);
            }
        }
    } else if inside(map) {
        let at = state.article.text().len() * usize::from(y - map.y) / usize::from(map.height.max(1));
        state.jumps.leave(state.viewport.anchor());
        state.viewport.lift(&state.article, at);
        state.focus = Focus::Article;
    } else if inside(text) {
        let Some(&row) = state.viewport.rows().get(usize::from(y - text.y)) else { return };
        let at = crate::layout::byte_at(&state.article, row, usize::from(x - text.x));
        state.focus = Focus::Article;
        let mention = state.record.mention_at(at);
        if let Some(id) = state.record.quotation_at(at).filter(|&id| state.shows(id)) {
            state.choose(id);
        }
        if let Some(mention) = mention {
            state.choose_mention(mention.person, mention.index);
            links::select_person(state, mention.person);
        }
    }
}
