//! `onrecord library audit`.

use super::access::wanted;
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::AuditArguments;
use crate::cli::outcome::Outcome;
use crate::cli::rows::{RowFormat, Rows};
use crate::export::wording::person_kind;
use crate::library::{self, AuditedSource, LibraryQuery};
use crate::record::PersonKind;
use crate::text::{one_line, pluralize};

const COLUMNS: [&str; 9] = ["name", "kind", "role", "articles", "direct", "mixed", "indirect", "words", "share"];
/// The default number of sources shown to people.
const SHOWN: usize = 20;

/// Runs `library audit`.
///
/// # Errors
/// If a date is invalid, the library cannot be read, or the output cannot be written.
pub(super) fn run(command: &AuditArguments, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let today = library::today();
    let mut query = LibraryQuery::default();
    for place in &command.place {
        query.add("in", place, today)?;
    }
    for (field, value) in command.published.fields() {
        query.add(field, value, today)?;
    }
    let audit = wanted(general)?.audit(&query)?;
    let mut rows = Rows::begin(command.format, &COLUMNS)?;
    let is_text = command.format == RowFormat::Text;
    if is_text {
        for line in audit.summary().into_iter().chain([String::new()]) {
            rows.row(Vec::new(), || line)?;
        }
    }
    let shown = command.limit.unwrap_or(if is_text { SHOWN } else { usize::MAX });
    for source in audit.sources.iter().take(shown) {
        let share = audit.share(source.words);
        let [direct, mixed, indirect] = source.quotations;
        let values = vec![
            source.name.clone().into(),
            person_kind(source.kind).into(),
            source.role.clone().into(),
            source.articles.into(),
            direct.into(),
            mixed.into(),
            indirect.into(),
            source.words.into(),
            ((share * 10_000.0).round() / 10_000.0).into(),
        ];
        rows.row(values, || line(source, share))?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn percent(share: f64) -> String {
    format!("{share:.1}%")
}

fn line(source: &AuditedSource, share: f64) -> String {
    let role = source.role.as_deref().filter(|role| *role != source.name).map(|role| format!(", {}", one_line(role)));
    let kind = if source.kind == PersonKind::Person { "" } else { person_kind(source.kind) };
    let kind = if kind.is_empty() { String::new() } else { format!(" ({kind})") };
    let [direct, mixed, indirect] = source.quotations;
    format!(
        "{:>6}  {}{}{kind} · {} · {direct} direct, {mixed} mixed, {indirect} indirect · {}",
        percent(share * 100.0),
        one_line(&source.name),
        role.unwrap_or_default(),
        pluralize(source.words, "word"),
        pluralize(source.articles, "article")
    )
}
