//! The links between text and people: from quotation to quotation, from mention to mention, from the panel to the text
//! and back.

use super::super::panel::{Item, Who, speaker_of};
use super::super::state::{Focus, Progress, State};
use super::focus_people;
use crate::record::{PersonId, QuotationId};

/// Whose quotations a key walks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Anyone,
    Selected,
    Uncertain,
}

/// Goes to the next or the previous quotation.
pub(super) fn quotation(state: &mut State, next: bool, of: Of) {
    let person = state.person();
    if of == Of::Selected && person.is_none() {
        state.message = Some(nobody(state));
        return;
    }
    let wanted = |id: &QuotationId| match of {
        Of::Anyone => true,
        Of::Selected => state.record.quotations()[*id].speaker == person,
        Of::Uncertain => state.record.uncertain(*id),
    };
    let all = state.record.quotations().len();
    let found = match state.current() {
        Some(current) if next => state.shown_of(current + 1..all).find(wanted),
        Some(current) => state.shown_of(0..current).rfind(wanted),
        None => {
            let place = state.viewport.shown();
            let start = |id: &QuotationId| state.record.quotations()[*id].extent().start;
            if next {
                state.shown_of(0..all).filter(wanted).find(|id| start(id) >= place.start)
            } else {
                state.shown_of(0..all).filter(wanted).rfind(|id| start(id) < place.start)
            }
        }
    };
    // The current quotation may be the one wanted without having been chosen yet: then it comes first.
    let unchosen = state.current().filter(|&id| state.chosen != Some(id) && wanted(&id) && next && of == Of::Anyone);
    let whose = match of {
        Of::Anyone => String::new(),
        Of::Selected => person.map_or(String::new(), |id| format!(" of {}", state.record.people()[id].name)),
        Of::Uncertain => " with an uncertain speaker".into(),
    };
    match unchosen.or(found) {
        Some(id) => {
            if of == Of::Selected {
                state.selected = person;
            }
            choose(state, id);
        }
        None if next && matches!(state.progress, Progress::Running(_)) => {
            state.message = Some("no further quotation yet: the text is still being analysed".into());
        }
        None if next => state.message = Some(format!("no further quotation{whose}")),
        None => state.message = Some(format!("no earlier quotation{whose}")),
    }
}

/// Makes `id` the current quotation and brings it onto the screen, remembering where a jump began.
pub(super) fn choose(state: &mut State, id: QuotationId) {
    state.choose(id);
    let at = state.record.quotations()[id].extent().start as usize;
    go(state, at);
}

/// Brings byte `at` onto the screen. Where that scrolls, the place left is remembered.
pub(super) fn go(state: &mut State, at: usize) {
    let before = state.viewport.anchor();
    state.viewport.show(&state.article, at);
    if state.viewport.anchor() != before {
        state.jumps.leave(before);
    }
}

/// Why nobody is selected.
pub(super) fn nobody(state: &State) -> String {
    let why = if state.current().is_some() { "the speaker here is not known" } else { "no quotation here" };
    format!("nobody is selected: {why}")
}

/// Goes to the next or the previous mention of the selected person.
pub(super) fn mention(state: &mut State, next: bool) {
    let Some(person) = state.person() else {
        state.message = Some(nobody(state));
        return;
    };
    let mentions = &state.record.people()[person].mentions;
    let here = state.mention.filter(|&(whose, _)| whose == person).map(|(_, index)| index);
    let visible = here.filter(|&index| mentions.get(index).is_some_and(|m| state.viewport.shows(m.span)));
    let found = match visible {
        Some(index) if next => Some(index + 1).filter(|&index| index < mentions.len()),
        Some(index) => index.checked_sub(1),
        None => {
            // From the quotation that was gone to, else from the top of the screen.
            let gone_to = state.current().filter(|&id| state.chosen == Some(id));
            let from = gone_to.map(|id| state.record.quotations()[id].extent().start);
            let from = from.unwrap_or(state.viewport.shown().start);
            let first = mentions.partition_point(|mention| mention.span.start < from);
            if next { Some(first).filter(|&first| first < mentions.len()) } else { first.checked_sub(1) }
        }
    };
    match found {
        Some(index) => {
            let at = mentions[index].span.start as usize;
            state.message =
                Some(format!("mention {} of {} of {}", index + 1, mentions.len(), state.record.people()[person].name));
            state.selected = Some(person);
            state.choose_mention(person, index);
            go(state, at);
        }
        None => {
            let name = &state.record.people()[person].name;
            let which = if next { "further" } else { "earlier" };
            state.message = Some(format!("no {which} mention of {name}"));
        }
    }
}

/// Selects the speaker of the current quotation.
pub(super) fn select(state: &mut State) {
    let speaker = state.current().and_then(|id| state.record.quotations()[id].speaker);
    match speaker.or_else(|| state.person()) {
        Some(person) => select_person(state, person),
        None => state.message = Some("nobody known speaks here".into()),
    }
}

/// Selects `person` and says so.
pub(super) fn select_person(state: &mut State, person: PersonId) {
    state.selected = Some(person);
    let said = state.record.quotations_of(person).len();
    let name = &state.record.people()[person].name;
    let mentions = state.record.people()[person].mentions.len();
    state.message = Some(format!("{name} · {} · {}", counted(said, "quotation"), counted(mentions, "mention")));
}

/// `1 mention`, `2 mentions`.
pub(crate) fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Shows in the text what the panel's cursor stands on, without committing to it.
pub(super) fn preview(state: &mut State) {
    if let Some(Item::Quotation(id)) = state.panel.cursor {
        state.choose(id);
        let at = state.record.quotations()[id].extent().start as usize;
        state.viewport.show(&state.article, at);
    }
}

/// Chooses the first quotation of `person` that is shown, or their first mention, and gives its place.
pub(super) fn first_of(state: &mut State, person: PersonId) -> Option<usize> {
    let first = state.record.quotations_of(person).iter().copied().find(|&id| state.shows(id));
    if let Some(id) = first {
        state.choose(id);
        return Some(state.record.quotations()[id].extent().start as usize);
    }
    let mention = state.record.people()[person].mentions.first().map(|mention| mention.span.start as usize)?;
    state.choose_mention(person, 0);
    Some(mention)
}

/// Follows the link: from the text to the line in the panel, from the panel to the place in the text.
pub(super) fn follow_link(state: &mut State) {
    if state.focus == Focus::Article {
        match state.current() {
            Some(id) => {
                let record = state.record.clone();
                state.choose(id);
                state.panel.unfold(&record, Item::Speaker(speaker_of(&record, id)));
                focus_people(state);
                state.panel.cursor = Some(Item::Quotation(id));
            }
            None => state.message = Some("no quotation here to follow".into()),
        }
        return;
    }
    let Some(cursor) = state.panel.cursor else { return };
    let at = match cursor {
        Item::Quotation(id) => {
            state.choose(id);
            Some(state.record.quotations()[id].extent().start as usize)
        }
        Item::Speaker(Who::Person(person)) | Item::Detail(Who::Person(person)) | Item::Silent(person) => {
            state.selected = Some(person);
            first_of(state, person)
        }
        Item::Speaker(Who::Unknown) | Item::Detail(Who::Unknown) => {
            let first = state.record.unattributed().iter().copied().find(|&id| state.shows(id));
            first.map(|id| {
                state.choose(id);
                state.record.quotations()[id].extent().start as usize
            })
        }
        Item::Mentioned => {
            let record = state.record.clone();
            if !state.panel.unfold(&record, Item::Mentioned) {
                state.panel.fold(&record, Item::Mentioned);
            }
            return;
        }
    };
    if let Some(at) = at {
        let left = state.origin.take().unwrap_or_else(|| state.viewport.anchor());
        state.viewport.show(&state.article, at);
        if state.viewport.anchor() != left {
            state.jumps.leave(left);
        }
        state.focus = Focus::Article;
    }
}
