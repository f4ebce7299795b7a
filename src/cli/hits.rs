//! Places that a search found, as lines for people and rows for scripts.

use super::outcome::Outcome;
use super::rows::{RowFormat, Rows, marked};
use crate::export::wording::{person_kind, rounded};
use crate::library::{Hit, Speech};
use crate::record::UNCERTAIN;
use crate::text::one_line;
use serde_json::Value;
use std::ops::Range;

const COLUMNS: [&str; 16] = [
    "source",
    "title",
    "outlet",
    "published",
    "day",
    "words",
    "kind",
    "act",
    "speaker",
    "role",
    "speaker_kind",
    "confidence",
    "speaker_confidence",
    "start",
    "end",
    "matches",
];

/// Prints what was found.
///
/// # Errors
/// If the output cannot be written.
pub(super) fn print(hits: &[Hit], format: RowFormat) -> anyhow::Result<Outcome> {
    let mut rows = Rows::begin(format, &COLUMNS)?;
    for hit in hits {
        rows.row(row(hit), || text(hit))?;
    }
    if hits.is_empty() && format == RowFormat::Text {
        rows.row(Vec::new(), || "No match in the library.".into())?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn row(hit: &Hit) -> Vec<Value> {
    let speech = hit.quotation.as_ref();
    let speaker = speech.and_then(|speech| speech.speaker.as_ref());
    // Offsets count code points, as everywhere else.
    let points = |range: &Range<usize>| {
        let start = hit.words[..range.start].chars().count();
        Value::from(vec![start, start + hit.words[range.clone()].chars().count()])
    };
    vec![
        hit.key.as_str().into(),
        hit.title.clone().into(),
        hit.outlet.clone().into(),
        hit.published.clone().into(),
        hit.day.map(|day| day.to_string()).into(),
        hit.words.clone().into(),
        speech.map(|speech| speech.kind.name()).into(),
        speech.map(|speech| speech.act.name()).into(),
        speaker.map(|speaker| speaker.name.clone()).into(),
        speaker.and_then(|speaker| speaker.role.clone()).into(),
        speaker.map(|speaker| person_kind(speaker.kind)).into(),
        speech.map(|speech| rounded(speech.confidence)).into(),
        speech.map(|speech| rounded(speech.speaker_confidence)).into(),
        hit.code_points.start.into(),
        hit.code_points.end.into(),
        hit.matches.iter().map(points).collect::<Vec<_>>().into(),
    ]
}

/// The words with what matches set off, who says them, and where.
fn text(hit: &Hit) -> String {
    let mut lines = marked(&hit.words, &hit.matches);
    if let Some(speech) = &hit.quotation {
        lines += &format!("\n  {}", credited(speech));
    }
    let name = one_line(hit.title.as_deref().unwrap_or(hit.key.as_str()));
    let mut place = vec![name];
    place.extend(hit.outlet.as_deref().map(one_line));
    place.extend(hit.day.map(|day| day.to_string()));
    if hit.title.is_some() {
        place.push(one_line(hit.key.as_str()));
    }
    lines + &format!("\n  {}\n", place.join(" · "))
}

/// The speaker with their role, and the kind of speech.
fn credited(speech: &Speech) -> String {
    let kind = speech.kind.name();
    let Some(speaker) = &speech.speaker else { return format!("speaker unknown · {kind}") };
    let perhaps = if speech.speaker_confidence < UNCERTAIN { "perhaps " } else { "" };
    let role = speaker.role.as_deref().filter(|role| *role != speaker.name).map(one_line);
    let role = role.map(|role| format!(", {role}")).unwrap_or_default();
    format!("{perhaps}{}{role} · {kind}", one_line(&speaker.name))
}
