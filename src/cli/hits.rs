//! Writes the hits of a search as lines for people and rows for scripts.

use super::messages::warn;
use super::outcome::Outcome;
use super::rows::{RowFormat, Rows, marked};
use crate::export::markdown::{escaped, target};
use crate::export::wording::{person_kind, rounded};
use crate::library::{Hit, Speech, utterances};
use crate::record::UNCERTAIN;
use crate::text::one_line;
use serde_json::Value;
use std::io::{self, BufWriter, Write};
use std::ops::Range;

const COLUMNS: [&str; 19] = [
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
    "utterance",
    "reports",
    "earlier_version",
];

/// Prints the first `limit` utterances found, each with its reports.
///
/// # Errors
/// If the output cannot be written.
pub(super) fn print(hits: &[Hit], limit: usize, format: RowFormat) -> anyhow::Result<Outcome> {
    let is_cut = hits.len() > limit;
    let hits = &hits[..hits.len().min(limit)];
    let utterances = utterances(hits);
    if format == RowFormat::Markdown {
        let mut out = BufWriter::new(io::stdout());
        for reports in &utterances {
            writeln!(out, "{}", markdown(hits, reports))?;
        }
        out.flush()?;
        if is_cut {
            warn(format_args!("only the first {limit} are printed; --limit N prints more"));
        }
        return Ok(Outcome::Done);
    }
    let mut rows = Rows::begin(format, &COLUMNS)?;
    if format == RowFormat::Text {
        for reports in &utterances {
            rows.row(Vec::new(), || text(hits, reports))?;
        }
        if hits.is_empty() {
            rows.row(Vec::new(), || "No match in the library.".into())?;
        }
    } else {
        let mut of = vec![0; hits.len()];
        utterances.iter().enumerate().for_each(|(nth, reports)| reports.iter().for_each(|&hit| of[hit] = nth));
        for (hit, &utterance) in hits.iter().zip(&of) {
            rows.row(row(hit, utterance + 1, utterances[utterance].len()), String::new)?;
        }
    }
    if is_cut {
        rows.cut(limit)?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

/// The row of a hit, with the number of its utterance and the number of that utterance's reports.
fn row(hit: &Hit, utterance: usize, reports: usize) -> Vec<Value> {
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
        utterance.into(),
        reports.into(),
        hit.earlier_version.into(),
    ]
}

/// The words with matches highlighted, their speaker, and each report on a line.
fn text(hits: &[Hit], reports: &[usize]) -> String {
    let Some(first) = reports.first().and_then(|&first| hits.get(first)) else { return String::new() };
    let mut lines = marked(&first.words, &first.matches);
    if let Some(speech) = &first.quotation {
        lines += &format!("\n  {}", credited(speech));
    }
    for hit in reports.iter().filter_map(|&report| hits.get(report)) {
        let name = one_line(hit.title.as_deref().unwrap_or(hit.key.as_str()));
        let mut place = vec![name];
        place.extend(facts(hit));
        if hit.title.is_some() {
            place.push(one_line(hit.key.as_str()));
        }
        let sign = if std::ptr::eq(hit, first) { "" } else { "≡ " };
        lines += &format!("\n  {sign}{}", place.join(" · "));
    }
    lines + "\n"
}

/// The outlet and the date of a hit, and whether the latest version has lost the words.
fn facts(hit: &Hit) -> Vec<String> {
    let mut facts: Vec<String> = hit.outlet.as_deref().map(one_line).into_iter().collect();
    facts.extend(hit.day.map(|day| day.to_string()));
    facts.extend(hit.earlier_version.map(|version| format!("only in the earlier version {version}")));
    facts
}

/// An utterance as a quotation in Markdown, and below it the speaker and the reports.
fn markdown(hits: &[Hit], reports: &[usize]) -> String {
    let Some(first) = reports.first().and_then(|&first| hits.get(first)) else { return String::new() };
    let mut lines = format!("> {}\n", escaped(&one_line(&first.words)));
    if let Some(speech) = &first.quotation {
        lines += &format!(">\n> — {}\n", escaped(&credited(speech)));
    }
    for hit in reports.iter().filter_map(|&report| hits.get(report)) {
        let name = escaped(&one_line(hit.title.as_deref().unwrap_or(hit.key.as_str())));
        let is_address = hit.key.as_str().starts_with("http");
        let linked = if is_address { format!("[{name}]({})", target(hit.key.as_str())) } else { name };
        let facts: String = facts(hit).iter().map(|fact| format!(" · {}", escaped(fact))).collect();
        lines += &format!(">\n> {linked}{facts}\n");
    }
    lines
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
