//! Moving from quotation to quotation, from mention to mention, and between the text and the panel.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::progress::Phase;
use crate::reader::update::actions::panel;
use crate::reader::update::effect::Effect;
use crate::record::{PersonId, QuotationId};
use crate::text::pluralize;

/// Steps from quotation to quotation and from mention to mention.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::NextQuotation => quotation(app, true, QuotationFilter::Anyone, times),
        Action::PreviousQuotation => quotation(app, false, QuotationFilter::Anyone, times),
        Action::NextOfPerson => quotation(app, true, QuotationFilter::Selected, times),
        Action::PreviousOfPerson => quotation(app, false, QuotationFilter::Selected, times),
        Action::NextUncertain => quotation(app, true, QuotationFilter::Uncertain, times),
        Action::NextMention => mention(app, true, times),
        Action::PreviousMention => mention(app, false, times),
        Action::SelectPerson => select(app),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// The quotations that a key steps through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::reader::update) enum QuotationFilter {
    Anyone,
    Selected,
    Uncertain,
}

/// Goes to the next or the previous quotation, or to the one `times` further on, as far as there are any.
pub(in crate::reader::update) fn quotation(app: &mut App, next: bool, of: QuotationFilter, times: usize) {
    let person = app.person();
    if of == QuotationFilter::Selected && person.is_none() {
        app.notice = Some(nobody_selected(app));
        return;
    }
    let wanted = |id: &QuotationId| match of {
        QuotationFilter::Anyone => true,
        QuotationFilter::Selected => app.document.record.quotations()[*id].speaker == person,
        QuotationFilter::Uncertain => app.document.record.uncertain(*id),
    };
    let all = app.document.record.quotations().len();
    let found = match app.current() {
        Some(current) if next => app.shown_of(current + 1..all).filter(wanted).take(times).last(),
        Some(current) => app.shown_of(0..current).rev().filter(wanted).take(times).last(),
        None => {
            let place = app.document.viewport.shown();
            let start = |id: &QuotationId| app.document.record.quotations()[*id].extent().start;
            if next {
                app.shown_of(0..all).filter(wanted).filter(|id| start(id) >= place.start).take(times).last()
            } else {
                app.shown_of(0..all).rev().filter(wanted).filter(|id| start(id) < place.start).take(times).last()
            }
        }
    };
    let whose = match of {
        QuotationFilter::Anyone => String::new(),
        QuotationFilter::Selected => {
            person.map_or(String::new(), |id| format!(" by {}", app.document.record.people()[id].name))
        }
        QuotationFilter::Uncertain => " with an uncertain speaker".into(),
    };
    match found {
        Some(id) => {
            if of == QuotationFilter::Selected {
                app.document.selection.person = person;
            }
            choose(app, id);
        }
        None if next && matches!(app.document.progress.phase, Phase::Running(_)) => {
            app.notice = Some("No more quotations so far: still analysing".into());
        }
        None if all == 0 && app.document.progress.is_done() => app.notice = Some("No quotations in this text".into()),
        None if !(0..all).any(|id| wanted(&id)) => {
            app.notice = Some(match of {
                QuotationFilter::Uncertain => "No quotation has an uncertain speaker".into(),
                QuotationFilter::Anyone | QuotationFilter::Selected => format!("No quotations{whose}"),
            });
        }
        None if next => app.notice = Some(format!("No more quotations{whose}")),
        None => app.notice = Some(format!("No earlier quotations{whose}")),
    }
}

/// Makes `id` the current quotation and brings it onto the screen.
pub(in crate::reader::update) fn choose(app: &mut App, id: QuotationId) {
    panel::select_quotation(app, id);
    let at = app.document.record.quotations()[id].extent().start as usize;
    go(app, at);
}

/// Brings byte `at` onto the screen. If that scrolls, the place left is added to the jump list.
pub(in crate::reader::update) fn go(app: &mut App, at: usize) {
    let before = app.document.viewport.anchor();
    app.document.viewport.show(&app.document.article, at);
    if app.document.viewport.anchor() != before {
        app.document.jumps.leave(before);
    }
}

/// The message that no person is selected, and why.
pub(in crate::reader::update) fn nobody_selected(app: &App) -> String {
    let why = if app.current().is_some() { "the speaker here is unknown" } else { "no quotation here" };
    format!("No person is selected: {why}")
}

/// Goes to the next or the previous mention of the selected person, or to the one `times` further on, as far as there
/// are any.
fn mention(app: &mut App, next: bool, times: usize) {
    let Some(person) = app.person() else {
        app.notice = Some(nobody_selected(app));
        return;
    };
    let mentions = &app.document.record.people()[person].mentions;
    let here = app.document.selection.mention.filter(|&(whose, _)| whose == person).map(|(_, index)| index);
    let visible = here.filter(|&index| mentions.get(index).is_some_and(|m| app.document.viewport.shows(m.span)));
    let found = match visible {
        Some(index) if next => Some((index + times).min(mentions.len() - 1)).filter(|&found| found > index),
        Some(index) => (index > 0).then(|| index.saturating_sub(times)),
        None => {
            // From the selected quotation, else from the top of the screen.
            let gone_to = app.current().filter(|&id| app.document.selection.quotation == Some(id));
            let from = gone_to.map(|id| app.document.record.quotations()[id].extent().start);
            let from = from.unwrap_or(app.document.viewport.shown().start);
            let first = mentions.partition_point(|mention| mention.span.start < from);
            if next {
                (first < mentions.len()).then(|| (first + times - 1).min(mentions.len() - 1))
            } else {
                (first > 0).then(|| first.saturating_sub(times))
            }
        }
    };
    match found {
        Some(index) => {
            let at = mentions[index].span.start as usize;
            app.notice = Some(format!(
                "Mention {} of {} of {}",
                index + 1,
                mentions.len(),
                app.document.record.people()[person].name
            ));
            app.document.selection.person = Some(person);
            app.document.selection.select_mention(person, index);
            go(app, at);
        }
        None => {
            let name = &app.document.record.people()[person].name;
            let which = if next { "later" } else { "earlier" };
            app.notice = Some(format!("No {which} mention of {name}"));
        }
    }
}

/// Selects the speaker of the current quotation.
fn select(app: &mut App) {
    let speaker = app.current().and_then(|id| app.document.record.quotations()[id].speaker);
    match speaker.or_else(|| app.person()) {
        Some(person) => select_person(app, person),
        None if app.current().is_none() => app.notice = Some("No quotation here".into()),
        None => app.notice = Some("The speaker here is unknown".into()),
    }
}

/// Selects `person` and says so.
pub(in crate::reader::update) fn select_person(app: &mut App, person: PersonId) {
    app.document.selection.person = Some(person);
    let said = app.document.record.quotations_of(person).len();
    let name = &app.document.record.people()[person].name;
    let mentions = app.document.record.people()[person].mentions.len();
    app.notice = Some(format!("{name} · {} · {}", pluralize(said, "quotation"), pluralize(mentions, "mention")));
}

/// Selects the first quotation of `person` that is shown, or their first mention, and gives its place.
pub(in crate::reader::update) fn first_of(app: &mut App, person: PersonId) -> Option<usize> {
    first_quotation_of(app, PanelSpeaker::Person(person)).or_else(|| {
        let mentions = &app.document.record.people()[person].mentions;
        let at = mentions.first().map(|mention| mention.span.start as usize)?;
        app.document.selection.select_mention(person, 0);
        Some(at)
    })
}

/// Selects the first quotation under a head of the panel that is shown, and gives its place.
fn first_quotation_of(app: &mut App, speaker: PanelSpeaker) -> Option<usize> {
    let id = app.first_shown(speaker)?;
    app.document.selection.select_quotation(id);
    Some(app.document.record.quotations()[id].extent().start as usize)
}

/// Follows the link: from the text to the line in the panel, from the panel to the place in the text.
pub(in crate::reader::update) fn follow_link(app: &mut App) {
    if app.document.focus == Focus::Article {
        match app.current() {
            Some(id) => {
                let record = app.document.record.clone();
                app.document.selection.select_quotation(id);
                app.document.panel.unfold(&record, PanelItem::Speaker(PanelSpeaker::of(&record, id)));
                panel::focus(app);
                app.document.panel.cursor = Some(PanelItem::Quotation(id));
            }
            None => app.notice = Some("No quotation here".into()),
        }
        return;
    }
    let Some(cursor) = app.document.panel.cursor else { return };
    let at = match cursor {
        PanelItem::Quotation(id) | PanelItem::Rest(id) => {
            app.document.selection.select_quotation(id);
            Some(app.document.record.quotations()[id].extent().start as usize)
        }
        PanelItem::Speaker(PanelSpeaker::Person(person))
        | PanelItem::Detail(PanelSpeaker::Person(person))
        | PanelItem::Silent(person) => {
            app.document.selection.person = Some(person);
            first_of(app, person)
        }
        PanelItem::Speaker(PanelSpeaker::Unknown) | PanelItem::Detail(PanelSpeaker::Unknown) => {
            first_quotation_of(app, PanelSpeaker::Unknown)
        }
        PanelItem::Mentioned => {
            let record = app.document.record.clone();
            if !app.document.panel.unfold(&record, PanelItem::Mentioned) {
                app.document.panel.fold(&record, PanelItem::Mentioned);
            }
            return;
        }
    };
    if let Some(at) = at {
        let origin = app.document.panel.origin.take().map(|origin| origin.place);
        let left = origin.unwrap_or_else(|| app.document.viewport.anchor());
        app.document.viewport.show(&app.document.article, at);
        if app.document.viewport.anchor() != left {
            app.document.jumps.leave(left);
        }
        app.document.focus = Focus::Article;
    }
}
