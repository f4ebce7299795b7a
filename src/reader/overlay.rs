//! What the overlays say, as lines ready to be drawn: the help from the live key table, and the evidence for a speaker.

use super::action::{Group, TABLE};
use super::keymap::Keymap;
use super::state::{Overlay, State};
use crate::record::{Act, Kind, Mention, PersonId, QuotationId, Reason, Record};
use crate::text::{Span, printable, width};

/// Columns of the help at most.
const HELP: u16 = 84;

/// A line of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Heading(String),
    Plain(String),
    /// A quotation, or words of the text.
    Words(String),
    /// What is said in passing.
    Aside(String),
    /// Keys and what they do.
    Keys(String, String),
}

/// Rows that the open overlay has in all; 0 when none is open.
pub fn rows(state: &State) -> usize {
    lines(state).len()
}

/// The first row of the open overlay in which a quotation stands.
pub fn words_at(state: &State) -> usize {
    lines(state).iter().position(|line| matches!(line, Line::Aside(_))).unwrap_or(0)
}

/// The lines of the open overlay, wrapped to the width of the panel's inside.
pub fn lines(state: &State) -> Vec<Line> {
    let columns = usize::from(state.geometry.panel.inner().width.saturating_sub(2)).max(10);
    match &state.overlay {
        Some(Overlay::Help { filter, .. }) => {
            let lines = help(filter, &state.keymap);
            // Two columns before the keys and two between both.
            let columns = usize::from(help_columns(state).saturating_sub(4)).saturating_sub(4 + key_columns(&lines));
            lines.into_iter().flat_map(|line| wrapped(line, columns.max(10))).collect()
        }
        Some(Overlay::Why { .. }) => match state.in_question() {
            Some(id) => evidence(state, id).into_iter().flat_map(|line| wrapped(line, columns)).collect(),
            None => vec![Line::Plain("no quotation here".into())],
        },
        Some(Overlay::List { of, .. }) => state.list(*of).into_iter().map(|(row, _)| Line::Plain(row)).collect(),
        None => Vec::new(),
    }
}

/// Columns of the help with its border.
pub fn help_columns(state: &State) -> u16 {
    state.geometry.size.columns.saturating_sub(4).clamp(1, HELP)
}

/// Columns of the widest keys among `lines`.
pub fn key_columns(lines: &[Line]) -> usize {
    let keys = lines.iter().filter_map(|line| if let Line::Keys(keys, _) = line { Some(width(keys)) } else { None });
    keys.max().unwrap_or(0)
}

/// The keys whose name or meaning holds `filter`, under their headings.
pub fn help(filter: &str, keymap: &Keymap) -> Vec<Line> {
    let filter = filter.to_lowercase();
    let mut lines = Vec::new();
    for group in Group::ALL {
        let heading = lines.len();
        for binding in TABLE.iter().filter(|binding| binding.group == group) {
            let keys = keymap.keys_of(binding.action).iter().map(|key| key.to_string()).collect::<Vec<_>>().join(" ");
            if keys.is_empty() {
                continue;
            }
            if keys.to_lowercase().contains(&filter) || binding.does.to_lowercase().contains(&filter) {
                lines.push(Line::Keys(keys, binding.does.into()));
            }
        }
        if lines.len() > heading {
            lines.insert(heading, Line::Heading(group.name().into()));
        }
    }
    if lines.is_empty() {
        lines.push(Line::Plain(format!("no key for “{}”", clean(&filter))));
    }
    lines
}

/// Why `id` is a quotation, and of whom.
fn evidence(state: &State, id: QuotationId) -> Vec<Line> {
    let record = &state.record;
    let quotation = &record.quotations()[id];
    let mut lines = Vec::new();
    let sure = |confidence: f32| format!("{:.0} %", confidence * 100.0);
    match quotation.speaker {
        Some(person) => {
            lines.push(Line::Heading(clean(&record.people()[person].name)));
            if let Some(role) = &record.people()[person].role {
                lines.push(Line::Plain(clean(role)));
            }
        }
        None => lines.push(Line::Heading("speaker unknown".into())),
    }
    lines.push(Line::Plain(String::new()));
    let kind = match quotation.kind {
        Kind::Direct => "direct: all in the speaker’s words",
        Kind::Mixed => "mixed: a paraphrase that holds quoted words",
        Kind::Indirect => "indirect: a paraphrase",
    };
    let act = match quotation.act {
        Act::Said => "",
        Act::Thought => ", thought rather than said",
    };
    lines.push(Line::Plain(format!("{kind}{act}")));
    let source = quotation.source.map(|span| words(state, span));
    let cue = quotation.cue.map(|span| words(state, span));
    match (&source, &cue) {
        (Some(source), Some(cue)) => lines.push(Line::Plain(format!("{source} ── {cue} (cue)"))),
        (Some(source), None) => lines.push(Line::Plain(format!("{source}, beside it"))),
        (None, Some(cue)) => lines.push(Line::Plain(format!("{cue} (cue), without a source"))),
        (None, None) => lines.push(Line::Plain("no cue and no source beside it".into())),
    }
    if let (Some(person), Some(source)) = (quotation.speaker, quotation.source) {
        lines.extend(chain(record, person, source).map(|mention| Line::Plain(step(state, mention))));
    }
    lines.push(Line::Plain(String::new()));
    lines.push(Line::Plain(format!("a quotation: {} sure", sure(quotation.confidence))));
    if quotation.speaker.is_some() {
        let doubt = if record.uncertain(id) { " · speaker uncertain" } else { "" };
        lines.push(Line::Plain(format!("this speaker: {} sure{doubt}", sure(quotation.speaker_confidence))));
    }
    lines.push(Line::Plain(String::new()));
    for &piece in &quotation.content {
        lines.push(Line::Aside(format!("¶{}", state.number_of(piece.start as usize))));
        lines.push(Line::Words(words(state, piece)));
    }
    lines
}

/// The mention at `source`, the one it was resolved to, and so on to the one that introduces `person`.
fn chain(record: &Record, person: PersonId, source: Span) -> impl Iterator<Item = &Mention> {
    let mentions = &record.people()[person].mentions;
    let find = |span: Span| mentions.iter().find(|mention| mention.span == span);
    // A chain longer than the list would go in circles.
    std::iter::successors(find(source), move |mention| mention.antecedent.and_then(find)).take(mentions.len().min(8))
}

/// One step of the chain, in words.
fn step(state: &State, mention: &Mention) -> String {
    let here = words(state, mention.span);
    let why = because(mention.reason);
    match mention.antecedent {
        Some(antecedent) => {
            let number = state.number_of(antecedent.start as usize);
            format!("{here} → {} ¶{number}: {why}", words(state, antecedent))
        }
        None => format!("{here} ¶{}: {why}", state.number_of(mention.span.start as usize)),
    }
}

/// A reason, as a reader would say it.
fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::Reader => "as you corrected it",
        Reason::Introduces => "introduced here",
        Reason::SameName => "the same name",
        Reason::PartOfName => "part of the name",
        Reason::TitledName => "the surname with a title that fits",
        Reason::Label => "the label of the speech",
        Reason::Apposition => "described beside the name",
        Reason::Role => "the role fits",
        Reason::SameHead => "the same description",
        Reason::ShortForm => "a short form of the name",
        Reason::Kinship => "family",
        Reason::FirstPerson => "speaks of themselves",
        Reason::Subject => "the subject of the clause before",
        Reason::Speaker => "the speaker of the words before",
        Reason::Nearest => "the nearest that fits",
    }
}

/// The words of `span`, fit to be shown, with white space as single spaces.
fn words(state: &State, span: Span) -> String {
    clean(state.article.slice(span))
}

/// `text` as it may be shown, with white space as single spaces.
pub fn clean(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `line` in rows of at most `columns` columns.
fn wrapped(line: Line, columns: usize) -> Vec<Line> {
    let rows = |text: &str| -> Vec<String> {
        if text.is_empty() {
            return vec![String::new()];
        }
        let whole = Span::new(0, text.len());
        crate::layout::wrap(text, whole, columns).into_iter().map(|row| row.of(text).to_string()).collect()
    };
    match line {
        Line::Heading(text) => rows(&text).into_iter().map(Line::Heading).collect(),
        Line::Plain(text) => rows(&text).into_iter().map(Line::Plain).collect(),
        Line::Words(text) => rows(&text).into_iter().map(Line::Words).collect(),
        Line::Aside(text) => rows(&text).into_iter().map(Line::Aside).collect(),
        Line::Keys(keys, does) => {
            let named = std::iter::once(keys).chain(std::iter::repeat(String::new()));
            named.zip(rows(&does)).map(|(keys, does)| Line::Keys(keys, does)).collect()
        }
    }
}
