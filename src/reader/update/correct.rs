//! Corrections: what the reader knows better. Each is added to a list from which the record is built anew; undoing takes
//! the last one off.

use super::super::action::Action;
use super::super::panel::{Item, Who as Listed, speaker_of};
use super::super::state::{Correcting, PromptKind, Selection, State};
use super::{Change, Effect, carry, follow, prompt};
use crate::record::{self, Correction, Kind, PersonId, PersonRef, Referent, anchor_at, anchor_of};
use crate::text::Span;
use std::sync::Arc;

/// Completes `e` with what is to be set right.
pub(super) fn choose(state: &mut State, letter: char) -> Effect {
    let quotation = state.in_question();
    let person = state.person();
    match (letter, quotation, person) {
        ('s', Some(id), _) => ask(state, Correcting::Speaker(id)),
        ('k', Some(id), _) => {
            let quotation = &state.record.quotations()[id];
            let (kind, done) = match quotation.kind {
                Kind::Direct => (Kind::Mixed, "mixed now"),
                Kind::Mixed => (Kind::Indirect, "indirect now"),
                Kind::Indirect => (Kind::Direct, "direct now"),
            };
            let place = anchor_of(&state.article, quotation);
            apply(state, Correction::Kind { quotation: place, kind }, done)
        }
        ('w', Some(id), _) => {
            let extent = state.record.quotations()[id].extent();
            state.selection =
                Some(Selection { from: extent.start as usize, to: extent.end as usize, extent_of: Some(id) });
            Effect::Draw
        }
        ('r', _, Some(person)) => ask(state, Correcting::Name(person)),
        ('m', _, Some(person)) => ask(state, Correcting::Merge(person)),
        ('p', _, _) => match state.mention {
            Some((person, index)) => ask(state, Correcting::Mention(person, index)),
            None => {
                let (next, previous) = (state.key(Action::NextMention), state.key(Action::PreviousMention));
                say(state, &format!("go to the mention first: {next} and {previous} walk the mentions of a person"))
            }
        },
        ('s' | 'k' | 'w', None, _) => say(state, "no quotation here to correct"),
        ('r' | 'm', _, None) => say(state, "nobody is selected to be corrected"),
        (letter, ..) => say(state, &format!("e {letter} corrects nothing")),
    }
}

/// The current quotation is none.
pub(super) fn dismiss(state: &mut State) -> Effect {
    match state.in_question() {
        Some(id) => {
            let place = anchor_of(&state.article, &state.record.quotations()[id]);
            apply(state, Correction::Dismissed { quotation: place }, "not a quotation")
        }
        None => say(state, "no quotation here to dismiss"),
    }
}

/// Takes the last correction back.
pub(super) fn undo(state: &mut State) -> Effect {
    let Some(correction) = state.corrections.pop() else {
        return say(state, "no correction to take back");
    };
    rebuild(state);
    say(state, &format!("taken back; {} left", super::counted(state.corrections.len(), "correction")));
    Effect::Keep(Change::Undone(correction))
}

/// The words that are selected: a quotation that was missed, or the extent of one that was found.
pub(super) fn selected(state: &mut State) -> Effect {
    let Some(selection) = state.selection.take() else { return Effect::Draw };
    let span = selection.span();
    match selection.extent_of.and_then(|id| state.record.quotations().get(id)) {
        Some(quotation) => {
            let quotation = anchor_of(&state.article, quotation);
            let words = anchor_at(&state.article, span);
            apply(state, Correction::Extent { quotation, words }, "its extent is changed")
        }
        None => ask(state, Correcting::Missed(span)),
    }
}

/// Opens the prompt for a name.
fn ask(state: &mut State, what: Correcting) -> Effect {
    prompt::open(state, PromptKind::Correct(what))
}

/// The name was typed: carries the correction out.
pub(super) fn named(state: &mut State, what: Correcting, typed: &str) -> Effect {
    if typed.is_empty() {
        return Effect::Draw;
    }
    match what {
        Correcting::Speaker(id) => {
            let Some(quotation) = state.record.quotations().get(id) else { return Effect::Draw };
            let quotation = anchor_of(&state.article, quotation);
            let speaker = who(state, typed);
            apply(state, Correction::Speaker { quotation, speaker }, "its speaker is changed")
        }
        Correcting::Missed(span) => {
            let words = anchor_at(&state.article, span);
            let kind = kind_of(state, span);
            let speaker = who(state, typed);
            apply(state, Correction::Missed { words, kind, speaker }, "a quotation now")
        }
        Correcting::Name(person) => {
            let Some(person) = somebody(state, person) else { return Effect::Draw };
            apply(state, Correction::Renamed { person, name: typed.into() }, "renamed")
        }
        Correcting::Merge(person) => match (somebody(state, person), named_person(state, typed)) {
            (Some(_), Some(into)) if into == person => say(state, "that is the same person"),
            (Some(one), Some(into)) => match somebody(state, into) {
                Some(into) => apply(state, Correction::Merged { person: one, into }, "merged into one"),
                None => Effect::Draw,
            },
            _ => say(state, &format!("nobody here is called “{typed}”")),
        },
        Correcting::Mention(person, index) => {
            let found = state.record.people().get(person).and_then(|person| person.mentions.get(index));
            let Some(mention) = found.map(|mention| mention.span) else { return Effect::Draw };
            let mention = anchor_at(&state.article, mention);
            let who = who(state, typed);
            apply(state, Correction::Mention { mention, who }, "somebody else")
        }
    }
}

/// What the prompt says about the name that is typed: whom it means.
pub fn meaning(state: &State, what: Correcting, typed: &str) -> String {
    let typed = typed.trim();
    match (what, named_person(state, typed)) {
        _ if typed.is_empty() => String::new(),
        (Correcting::Name(_), _) => String::new(),
        (Correcting::Merge(_), None) => "nobody here".into(),
        (_, _) if typed == "?" => "nobody known".into(),
        (_, Some(person)) => format!("→ {}", state.record.people()[person].name),
        (_, None) => "→ somebody new".into(),
    }
}

/// Whom a typed name means: `?` nobody known, a name of the cast that person, any other somebody new.
fn who(state: &State, typed: &str) -> Referent {
    if typed == "?" {
        return Referent::Nobody;
    }
    match named_person(state, typed).and_then(|person| somebody(state, person)) {
        Some(person) => Referent::Person(person),
        None => Referent::New { name: typed.into() },
    }
}

/// The person of the cast with this name, or the one whose name has it as a word.
fn named_person(state: &State, typed: &str) -> Option<PersonId> {
    let typed = typed.to_lowercase();
    let people = state.record.people();
    let exact = people.iter().position(|person| person.name.to_lowercase() == typed);
    exact.or_else(|| {
        let word = |person: &&record::Person| {
            person.name.to_lowercase().split_whitespace().any(|word| typed.len() > 2 && word.starts_with(&typed))
        };
        let mut found = people.iter().enumerate().filter(|(_, person)| word(person)).map(|(id, _)| id);
        // A beginning that two people share means neither.
        found.next().filter(|_| found.next().is_none())
    })
}

fn somebody(state: &State, person: PersonId) -> Option<PersonRef> {
    state.record.people().get(person).map(|person| PersonRef::of(&state.article, person))
}

/// The kind that the marks in `span` show.
fn kind_of(state: &State, span: Span) -> Kind {
    let own: usize = state.record.quoted_fragments(&state.article, span).iter().map(|own| own.len()).sum();
    match own {
        0 => Kind::Indirect,
        own if own + 2 >= state.article.slice(span).trim().len() => Kind::Direct,
        _ => Kind::Mixed,
    }
}

fn apply(state: &mut State, correction: Correction, done: &str) -> Effect {
    state.corrections.push(correction.clone());
    rebuild(state);
    if state.record.orphaned.contains(&(state.corrections.len() - 1)) {
        state.corrections.pop();
        rebuild(state);
        return say(state, "that does not fit the text: nothing changed");
    }
    say(state, &format!("{done} · {} takes it back", state.key(Action::Undo)));
    Effect::Keep(Change::Corrected(correction))
}

/// Builds the record anew, under the corrections as they are and of the kinds that are shown.
pub(super) fn rebuild(state: &mut State) {
    let Some(record) = state.build_record() else { return };
    let unfolded = state.panel.cursor.is_some_and(|cursor| matches!(cursor, Item::Quotation(_)));
    carry::replace(state, Arc::new(record));
    if let Some(id) = state.chosen.filter(|_| unfolded) {
        let speaker = speaker_of(&state.record, id);
        let record = state.record.clone();
        state.panel.unfold(&record, Item::Speaker(speaker));
        state.panel.cursor = Some(Item::Quotation(id));
    } else if let Some(person) = state.selected {
        state.panel.cursor = Some(Item::Speaker(Listed::Person(person)));
    }
    follow(state);
}

fn say(state: &mut State, what: &str) -> Effect {
    state.message = Some(what.into());
    Effect::Draw
}
