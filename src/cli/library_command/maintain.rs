//! `onrecord library remove`, `forget`, `check`, `path` and `stats`.

use super::access::{named, wanted, wanted_path};
use super::list::model;
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::{Chosen, Forget, Stats};
use crate::cli::messages::{print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::progress::Progress;
use crate::cli::rows::Rows;
use crate::library::{Library, SourceKey};
use crate::record::Engine;
use crate::text::{one_line, pluralize, shown_path};
use serde_json::Value;

/// Runs `library remove`.
///
/// # Errors
/// If the library cannot be read or written to, here and below.
pub(super) fn remove(command: &Chosen, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    each(&command.sources, &mut wanted(general)?, "Removed", "its text is not in the library", |library, key| {
        Ok(library.remove(key)?)
    })
}

/// Runs `library forget`.
pub(super) fn forget(command: &Forget, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let mut library = wanted(general)?;
    if !command.sources.is_empty() {
        return each(&command.sources, &mut library, "Forgot", "not in the library", |library, key| {
            Ok(library.forget_source(key)?)
        });
    }
    let gone = library.forget()?;
    let name = library.path().to_string_lossy().into_owned();
    let articles = if gone.articles > 0 { pluralize(gone.articles, "article") + ", " } else { String::new() };
    let sources = pluralize(gone.sources, "source");
    let marks = pluralize(gone.marks, "mark");
    let corrections = pluralize(gone.corrections, "correction");
    print_line(format_args!("Removed {articles}{sources}, {marks} and {corrections}. {name} is now empty."))?;
    Ok(Outcome::Done)
}

/// Applies an operation to each of the named sources, and reports those that do not exist.
fn each(
    names: &[String],
    library: &mut Library,
    done: &str,
    missing: &str,
    mut act: impl FnMut(&mut Library, &SourceKey) -> anyhow::Result<bool>,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for name in names {
        match named(library, name) {
            Ok(key) if act(library, &key)? => print_line(format_args!("{done} {}", key.as_str()))?,
            Ok(key) => {
                warn(format_args!("{}: {missing}", key.as_str()));
                outcome = Outcome::Incomplete;
            }
            Err(error) => {
                warn(format_args!("{error:#}"));
                outcome = Outcome::Incomplete;
            }
        }
    }
    Ok(outcome)
}

/// Runs `library check`.
pub(super) fn check(general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let path = wanted_path(general)?;
    // Part of a mistyped command must not empty the whole library.
    anyhow::ensure!(path.exists(), "{}: there is no library here, so there is nothing to check", shown_path(&path));
    let library = wanted(general)?;
    let progress = Progress::new(true);
    let size = std::fs::metadata(library.path()).map_or(0, |meta| meta.len());
    progress.expect(Some(size));
    let found = library.check(&mut |done, all| progress.reach(size * done as u64 / all.max(1) as u64))?;
    drop(progress);
    found.problems.iter().for_each(|problem| warn(format_args!("{}: {problem}", library.path().display())));
    if !found.problems.is_empty() {
        return Ok(Outcome::Incomplete);
    }
    print_line(format_args!("The library is whole: {}.", pluralize(found.versions, "text")))?;
    Ok(Outcome::Done)
}

/// Runs `library path`.
pub(super) fn path(general: &GlobalOptions) -> anyhow::Result<Outcome> {
    print_line(wanted_path(general)?.to_string_lossy())?;
    Ok(Outcome::Done)
}

const COLUMNS: [&str; 2] = ["what", "count"];

/// Runs `library stats`.
pub(super) fn stats(command: &Stats, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    let found = library.statistics()?;
    let mut lines: Vec<(String, Value)> = [
        ("articles", found.articles),
        ("versions", found.versions),
        ("outlets", found.outlets),
        ("people", found.people),
        ("quotations", found.quotations),
        ("words", found.words),
        ("sources", found.sources),
        ("marks", found.marks),
        ("corrections", found.corrections),
    ]
    .map(|(what, count)| (what.to_owned(), count.into()))
    .into();
    for (engine, version, count) in found.models {
        let engine = if engine == 0 { Engine::Fast } else { Engine::Best };
        lines.push((format!("articles read by {}", model(engine, version)), count.into()));
    }
    if let Some((first, last)) = found.days {
        lines.push(("first day".into(), first.to_string().into()));
        lines.push(("last day".into(), last.to_string().into()));
    }
    lines.push(("bytes of text".into(), found.text_bytes.into()));
    lines.push(("bytes of the file".into(), found.file_bytes.into()));
    let mut rows = Rows::begin(command.format, &COLUMNS)?;
    for (what, value) in lines {
        let text = match &value {
            Value::String(text) => one_line(text),
            number => number.to_string(),
        };
        rows.row(vec![what.clone().into(), value], || format!("{text:>12}  {what}"))?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}
