//! Corrections: each is added to a list, and the record is rebuilt with it; undoing removes the last one.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::{Document, Focus};
use crate::reader::state::input::mode::{Correcting, Mode, PendingCommand, PromptKind, TextSelection};
use crate::reader::state::input::person_lookup::person_named;
use crate::reader::state::preferences::Kinds;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::actions::panel;
use crate::reader::update::effect::{Change, Effect};
use crate::reader::update::sync::sync_panel;
use crate::record::{Correction, Kind, PersonId, PersonRef, QuotationId, Referent, anchor_at, anchor_of};
use crate::text::Span;
use std::sync::Arc;

/// The keys that correct, and undo.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::Correct => begin(app),
        Action::Dismiss => return Some(dismiss(app)),
        Action::Undo => return Some(undo(app)),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Asks what to correct, if there is anything.
fn begin(app: &mut App) {
    if app.current().is_none() && app.person().is_none() && app.document.selection.mention.is_none() {
        app.notice = Some(format!("Nothing here to correct · {} makes a quotation", app.key(Action::Select)));
        return;
    }
    app.mode = Mode::Pending(PendingCommand::Correct);
}

/// Completes `e` with the letter of a correction.
pub(in crate::reader::update) fn choose(app: &mut App, letter: char) -> Effect {
    let quotation = app.current();
    let person = app.person();
    if matches!(letter, 's' | 'k' | 'w') && app.stands_for() != 1 {
        return notify(app, &choose_one(app));
    }
    match (letter, quotation, person) {
        ('s', Some(id), _) => ask(app, Correcting::Speaker(id)),
        ('k', Some(id), _) => {
            let quotation = &app.document.record.quotations()[id];
            let kind = match quotation.kind {
                Kind::Direct => Kind::Mixed,
                Kind::Mixed => Kind::Indirect,
                Kind::Indirect => Kind::Direct,
            };
            let place = anchor_of(&app.document.article, quotation);
            apply(app, Correction::Kind { quotation: place, kind }, &format!("Kind: {}", kind.name()))
        }
        ('w', Some(id), _) => {
            let extent = app.document.record.quotations()[id].extent();
            let (from, to) = (extent.start as usize, extent.end as usize);
            app.mode = Mode::Select(TextSelection { from, to, extent_of: Some(id) });
            Effect::Draw
        }
        ('r', _, Some(person)) => ask(app, Correcting::Name(person)),
        ('m', _, Some(person)) => ask(app, Correcting::Merge(person)),
        ('p', _, _) => match app.document.selection.mention {
            Some((person, index)) => ask(app, Correcting::Mention(person, index)),
            None => {
                let (next, previous) = (app.key(Action::NextMention), app.key(Action::PreviousMention));
                notify(app, &format!("Go to a mention first: {next} next, {previous} previous"))
            }
        },
        ('s' | 'k' | 'w', None, _) => notify(app, "No quotation here to correct"),
        ('r' | 'm', _, None) => notify(app, "No person is selected"),
        (letter, ..) => notify(
            app,
            &format!("{letter} is not a correction · s speaker, k kind, w words, r rename, m merge, p mention"),
        ),
    }
}

/// Dismisses the current quotation.
fn dismiss(app: &mut App) -> Effect {
    if app.stands_for() != 1 {
        return notify(app, &choose_one(app));
    }
    match app.current() {
        Some(id) => {
            let place = anchor_of(&app.document.article, &app.document.record.quotations()[id]);
            let effect = apply(app, Correction::Dismissed { quotation: place }, "Quotation dismissed");
            if effect != Effect::Draw {
                select_near(app, id);
            }
            effect
        }
        None => notify(app, "No quotation here to dismiss"),
    }
}

/// Selects the quotation that now has the number `id`, or the one before if only that is on the screen.
fn select_near(app: &mut App, id: QuotationId) {
    let record = &app.document.record;
    let all = record.quotations().len();
    let (next, previous) = (app.shown_of(id..all).next(), app.shown_of(0..id.min(all)).next_back());
    let is_visible =
        |id: &QuotationId| record.quotations()[*id].content.iter().any(|&piece| app.document.viewport.shows(piece));
    let visible = next.filter(is_visible).or(previous.filter(is_visible));
    if let Some(near) = visible.or(next).or(previous) {
        select(app, near);
    }
}

/// Selects a quotation, on a row of the panel that its filter lists.
fn select(app: &mut App, id: QuotationId) {
    panel::select_quotation(app, id);
    if app.document.focus == Focus::People {
        panel::list_cursor(app);
    }
    sync_panel(app);
}

/// The message that a row of the panel stands for several quotations, and a correction needs one.
fn choose_one(app: &App) -> String {
    let speaker = app.document.panel.cursor.and_then(|item| item.speaker(&app.document.record));
    let count = app.stands_for();
    if count == 0 {
        return "Nobody is quoted on this row".into();
    }
    if speaker.is_some_and(|speaker| app.document.panel.is_unfolded(speaker)) {
        return format!("This row has {count} quotations · {} chooses one", app.key(Action::Down));
    }
    format!("This row has {count} quotations · {} unfolds it, then choose one", app.key(Action::Unfold))
}

/// Takes the last correction back.
fn undo(app: &mut App) -> Effect {
    let Some(correction) = app.document.analysis.corrections.pop() else {
        return notify(app, "Nothing to undo");
    };
    rebuild(app);
    if let Correction::Dismissed { quotation } = &correction
        && let Some(span) = quotation.find(app.document.article.text())
        && let Some(id) = app.document.record.quotation_at(span.start as usize)
    {
        select(app, id);
    }
    let message = match app.document.analysis.corrections.len() {
        0 => "Undone".to_owned(),
        1 => "Undone · 1 correction remains".to_owned(),
        count => format!("Undone · {count} corrections remain"),
    };
    notify(app, &message);
    Effect::Save(Change::Undone(correction))
}

/// The words that are selected: a quotation that was missed, or the extent of one that was found.
pub(in crate::reader::update) fn selected(app: &mut App, selection: TextSelection) -> Effect {
    app.mode = Mode::Normal;
    let span = selection.span();
    match selection.extent_of.and_then(|id| app.document.record.quotations().get(id)) {
        Some(quotation) => {
            let quotation = anchor_of(&app.document.article, quotation);
            let words = anchor_at(&app.document.article, span);
            apply(app, Correction::Extent { quotation, words }, "Words adjusted")
        }
        None => ask(app, Correcting::Missed(span)),
    }
}

/// Opens the prompt for a name.
fn ask(app: &mut App, correcting: Correcting) -> Effect {
    open_prompt::open(app, PromptKind::Correct(correcting))
}

/// Whether a typed name is unambiguous: `chosen` from the list, known, or new and `confirmed`.
pub(in crate::reader::update) fn is_clear(
    app: &App,
    correcting: Correcting,
    typed: &str,
    chosen: Option<PersonId>,
    confirmed: bool,
) -> bool {
    let is_known = || chosen.is_some() || person_named(&app.document.record, typed).is_some();
    match correcting {
        _ if typed.is_empty() => true,
        Correcting::Name(_) => true,
        Correcting::Merge(_) => is_known(),
        Correcting::Speaker(_) | Correcting::Missed(_) | Correcting::Mention(..) => {
            typed == "?" || confirmed || is_known()
        }
    }
}

/// Carries out the correction with the name that was typed, or the person `chosen`.
pub(in crate::reader::update) fn accept(
    app: &mut App,
    correcting: Correcting,
    typed: &str,
    chosen: Option<PersonId>,
) -> Effect {
    if typed.is_empty() {
        return Effect::Draw;
    }
    let meant = chosen.or_else(|| person_named(&app.document.record, typed));
    match correcting {
        Correcting::Speaker(id) => {
            let Some(quotation) = app.document.record.quotations().get(id) else { return Effect::Draw };
            let quotation = anchor_of(&app.document.article, quotation);
            let (speaker, name) = referent_of(app, typed, meant);
            apply(app, Correction::Speaker { quotation, speaker }, &format!("Speaker: {name}"))
        }
        Correcting::Missed(span) => {
            let words = anchor_at(&app.document.article, span);
            let kind = kind_of(app, span);
            let (speaker, name) = referent_of(app, typed, meant);
            apply(app, Correction::Missed { words, kind, speaker }, &format!("Quotation added, speaker: {name}"))
        }
        Correcting::Name(person) => {
            let namesake =
                app.document.record.people().iter().enumerate().any(|(other, at)| other != person && at.name == typed);
            let Some(person) = person_ref(app, person) else { return Effect::Draw };
            let correct = app.key(Action::Correct);
            let merges = format!(", which is also somebody else’s name · {correct} m merges the two");
            let merges = if namesake { merges.as_str() } else { "" };
            apply(app, Correction::Renamed { person, name: typed.into() }, &format!("Renamed to {typed}{merges}"))
        }
        Correcting::Merge(person) => match (person_ref(app, person), meant) {
            (Some(_), Some(into)) if into == person => notify(app, "That is the same person"),
            (Some(one), Some(into)) => match person_ref(app, into) {
                Some(into) => {
                    let merged = format!("Merged {} with {}", one.name, into.name);
                    apply(app, Correction::Merged { person: one, into }, &merged)
                }
                None => Effect::Draw,
            },
            _ => notify(app, &format!("Nobody here is called “{typed}”")),
        },
        Correcting::Mention(person, index) => {
            let found = app.document.record.people().get(person).and_then(|person| person.mentions.get(index));
            let Some(mention) = found.map(|mention| mention.span) else { return Effect::Draw };
            let mention = anchor_at(&app.document.article, mention);
            let (referent, name) = referent_of(app, typed, meant);
            apply(app, Correction::Mention { mention, who: referent }, &format!("Mention: {name}"))
        }
    }
}

/// The person `meant` by a typed name, and their name. `?` is an unknown speaker; an unknown name is a new person.
fn referent_of(app: &App, typed: &str, meant: Option<PersonId>) -> (Referent, String) {
    if typed == "?" {
        return (Referent::Nobody, "unknown".into());
    }
    match meant.and_then(|person| person_ref(app, person)) {
        Some(person) => {
            let name = person.name.clone();
            (Referent::Person(person), name)
        }
        None => (Referent::New { name: typed.into() }, format!("{typed} (new person)")),
    }
}

fn person_ref(app: &App, person: PersonId) -> Option<PersonRef> {
    app.document.record.people().get(person).map(|person| PersonRef::of(&app.document.article, person))
}

/// The kind that the marks in `span` show.
fn kind_of(app: &App, span: Span) -> Kind {
    let own: usize =
        app.document.record.quoted_fragments(&app.document.article, span).iter().map(|own| own.len()).sum();
    match own {
        0 => Kind::Indirect,
        own if own + 2 >= app.document.article.slice(span).trim().len() => Kind::Direct,
        _ => Kind::Mixed,
    }
}

fn apply(app: &mut App, correction: Correction, done: &str) -> Effect {
    app.document.analysis.corrections.push(correction.clone());
    rebuild(app);
    if app.document.record.orphaned.contains(&(app.document.analysis.corrections.len() - 1)) {
        app.document.analysis.corrections.pop();
        rebuild(app);
        return notify(app, "The correction does not fit the text; nothing changed");
    }
    notify(app, &format!("{done} · {} undoes", app.key(Action::Undo)));
    Effect::Save(Change::Corrected(correction))
}

/// Rebuilds the record with the present corrections, for the kinds that are shown.
pub(in crate::reader::update) fn rebuild(app: &mut App) {
    let Document { article, analysis, .. } = &app.document;
    let Some(record) = analysis.record(article, app.preferences.kinds) else { return };
    let unfolded = app.document.panel.cursor.is_some_and(|cursor| matches!(cursor, PanelItem::Quotation(_)));
    app.document.analysis.doubtful = app.preferences.kinds == Kinds::Doubtful;
    app.replace_record(Arc::new(record));
    if let Some(id) = app.document.selection.quotation.filter(|_| unfolded) {
        let speaker = PanelSpeaker::of(&app.document.record, id);
        let record = app.document.record.clone();
        app.document.panel.unfold(&record, PanelItem::Speaker(speaker));
        app.document.panel.cursor = Some(PanelItem::Quotation(id));
    } else if let Some(person) = app.document.selection.person {
        app.document.panel.cursor = Some(PanelItem::Speaker(PanelSpeaker::Person(person)));
    }
    sync_panel(app);
}

fn notify(app: &mut App, message: &str) -> Effect {
    app.notice = Some(message.into());
    Effect::Draw
}
