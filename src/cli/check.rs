//! `onrecord check`: finds who said some words.

use super::arguments::GlobalOptions;
use super::library_arguments::CheckArguments;
use super::library_command;
use super::outcome::Outcome;
use super::rows::{RowFormat, Rows};
use crate::library::{Difference, ReportedWords, ReportingArticle, Term};
use crate::text::{one_line, pluralize};
use serde_json::Value;

const COLUMNS: [&str; 19] = [
    "closeness",
    "difference",
    "negation",
    "joined",
    "cut",
    "speaker",
    "role",
    "by",
    "reports",
    "source",
    "title",
    "outlet",
    "published",
    "day",
    "kind",
    "quotation",
    "start",
    "end",
    "earlier_version",
];
/// The most reports of an utterance that are listed.
const NAMED: usize = 5;

/// Runs `check`.
///
/// # Errors
/// If the library cannot be read, or the output cannot be written.
pub(super) fn run(command: &CheckArguments, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let by: Vec<Term> = command.by.iter().flat_map(|name| name.split_whitespace().filter_map(Term::new)).collect();
    let library = library_command::wanted(general)?;
    let mut found = library.alike(&command.words.join(" "), &by, command.limit.saturating_add(1))?;
    let is_cut = found.len() > command.limit;
    found.truncate(command.limit);
    let mut rows = Rows::begin(command.format, &COLUMNS)?;
    if command.format == RowFormat::Text {
        if found.is_empty() {
            rows.row(Vec::new(), || "No match in the library.".into())?;
        }
        for utterance in &found {
            rows.row(Vec::new(), || text(utterance, command.by.as_deref()))?;
        }
    } else {
        for utterance in &found {
            for report in &utterance.reports {
                rows.row(row(utterance, report), String::new)?;
            }
        }
    }
    if is_cut {
        rows.cut(command.limit)?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn row(utterance: &ReportedWords, report: &ReportingArticle) -> Vec<Value> {
    let speaker = utterance.speaker.as_ref();
    vec![
        percent(utterance).into(),
        difference(utterance).into(),
        utterance.negation().map(|(word, _)| word.to_owned()).into(),
        utterance.is_joined().into(),
        utterance.is_part().into(),
        speaker.map(|speaker| speaker.name.clone()).into(),
        speaker.and_then(|speaker| speaker.role.clone()).into(),
        utterance.is_by.into(),
        utterance.reports.len().into(),
        report.key.as_str().into(),
        report.title.clone().into(),
        report.outlet.clone().into(),
        report.published.clone().into(),
        report.day.map(|day| day.to_string()).into(),
        report.kind.name().into(),
        report.words.clone().into(),
        report.code_points.start.into(),
        report.code_points.end.into(),
        report.earlier_version.into(),
    ]
}

fn text(utterance: &ReportedWords, by: Option<&str>) -> String {
    let speaker = utterance.speaker.as_ref();
    let name = speaker.map_or_else(|| "speaker unknown".into(), |speaker| one_line(&speaker.name));
    let role = speaker.and_then(|speaker| speaker.role.as_deref()).map(|role| format!(", {}", one_line(role)));
    let of = match percent(utterance) {
        100 => "the same words".to_owned(),
        _ if utterance.is_part() => "cut out of a longer sentence".to_owned(),
        percent => format!("{percent}% the same"),
    };
    let mut lines = vec![format!("{name}{} · {of}", role.unwrap_or_default())];
    lines.push(format!("  {}", difference(utterance)));
    match utterance.negation() {
        Some((word, true)) => lines.push(format!("  Your wording leaves out “{}”.", one_line(word))),
        Some((word, false)) => lines.push(format!("  Your wording adds “{}”.", one_line(word))),
        None => {}
    }
    if utterance.is_joined() {
        lines.push("  Your wording joins what stands apart (‖).".into());
    }
    if let Some(by) = by.filter(|_| !utterance.is_by) {
        lines.push(format!("  Not said by {}.", one_line(by)));
    }
    for report in utterance.reports.iter().take(NAMED) {
        let mut parts = vec![one_line(report.title.as_deref().unwrap_or(report.key.as_str()))];
        parts.extend(report.outlet.as_deref().map(one_line));
        parts.extend(report.day.map(|day| day.to_string()));
        parts.push(report.kind.name().into());
        parts.extend(report.earlier_version.map(|version| format!("only in the earlier version {version}")));
        if report.title.is_some() {
            parts.push(one_line(report.key.as_str()));
        }
        lines.push(format!("  {}", parts.join(" · ")));
    }
    if utterance.reports.len() > NAMED {
        lines.push(format!("  and {} more", pluralize(utterance.reports.len() - NAMED, "report")));
    }
    lines.join("\n") + "\n"
}

/// The closeness in percent; 100 only if the words are the same.
fn percent(utterance: &ReportedWords) -> u8 {
    if utterance.closeness < 1.0 { (utterance.closeness * 100.0).round().min(99.0) as u8 } else { 100 }
}

/// `I will [-not-] close {+down+} the mill`.
fn difference(utterance: &ReportedWords) -> String {
    let part = |part: &Difference| match part {
        Difference::Same(words) => one_line(words),
        Difference::LeftOut(words) => format!("[-{}-]", one_line(words)),
        Difference::Added(words) => format!("{{+{}+}}", one_line(words)),
        Difference::Joined => "‖".to_owned(),
    };
    utterance.differences.iter().map(part).collect::<Vec<_>>().join(" ")
}
