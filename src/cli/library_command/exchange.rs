//! `onrecord library export` and `import`.

use super::access::wanted;
use super::table;
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::{Export, Import};
use crate::cli::line_reader::each_line;
use crate::cli::messages::{print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::formats::decode;
use crate::library::{Imported, ImportedSource, Library};
use crate::source::{self, LIMIT, Source};
use crate::text::pluralize;
use anyhow::Context;
use std::io::{BufRead, Read};
use std::time::Duration;

/// The limits of one batch: lines, and their bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 << 20;
/// The time to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs `library export`.
///
/// # Errors
/// If the library cannot be read or the output cannot be written.
pub(super) fn export(command: &Export, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    if let Some(output) = command.output.as_deref().filter(|output| Source::File(library.path().into()).is_file(output))
    {
        anyhow::bail!("{}: is the library; nothing was written", crate::text::shown_path(output));
    }
    let mut output = Output::open(command.output.as_deref(), command.force)?;
    let mut failed = None;
    output.write(|to| match library.export(to) {
        Ok(written) => written,
        Err(error) => {
            failed = Some(error);
            Ok(())
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    output.finish()?;
    Ok(Outcome::Done)
}

/// Runs `library import`.
///
/// # Errors
/// If the library cannot be written to. What was imported before stays.
pub(super) fn import(command: &Import, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let mut library = wanted(general)?;
    library.wait_for_others(PATIENCE);
    let progress = Progress::new(true);
    let (mut all, mut outcome, mut tables) = (Imported::default(), Outcome::Done, 0);
    for file in &command.files {
        let mut input = match source::open_raw(&Source::from_argument(file.clone())) {
            Ok(input) => input,
            Err(error) => {
                progress.aside(|| warn(error));
                outcome = Outcome::Incomplete;
                continue;
            }
        };
        progress.expect(input.size());
        let start = input.reader.fill_buf().unwrap_or_default();
        if table::is_table(start) {
            let (name, mut bytes) = (std::mem::take(&mut input.name), Vec::new());
            input.reader.by_ref().take(LIMIT).read_to_end(&mut bytes).with_context(|| name.clone())?;
            let least = command.min_confidence.unwrap_or(0.0);
            let done = progress.aside(|| table::import(&mut library, &name, &decode(bytes), least))?;
            let (made, articles) = (pluralize(done.corrections, "correction"), pluralize(done.articles, "article"));
            progress.aside(|| print_line(format_args!("{name}: {made} in {articles}")))?;
            outcome = if done.is_incomplete { Outcome::Incomplete } else { outcome };
            tables += 1;
            continue;
        }
        let (mut batch, mut bytes, mut stored) = (Vec::new(), 0, Ok(()));
        let name = std::mem::take(&mut input.name);
        each_line(&mut input.reader, LIMIT * 4, |number, line| {
            match line.and_then(|line| {
                bytes += line.len();
                ImportedSource::parse(&line)
            }) {
                Ok(source) => batch.push(source),
                Err(cause) => {
                    progress.aside(|| warn(format_args!("{name}: line {number}: {cause}")));
                    outcome = Outcome::Incomplete;
                }
            }
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                stored = store(&mut library, &mut batch, &mut all);
                progress.reach(progress.position() + bytes as u64);
                bytes = 0;
            }
            stored.is_ok()
        });
        stored?;
        store(&mut library, &mut batch, &mut all)?;
        progress.reach(progress.position() + bytes as u64);
    }
    drop(progress);
    if tables == command.files.len() {
        return Ok(outcome);
    }
    for (count, what) in [(all.new, "new"), (all.unchanged, "unchanged"), (all.changed, "changed")] {
        print_line(format_args!("{count} {what}"))?;
    }
    let (marks, corrections) = (pluralize(all.marks, "mark"), pluralize(all.corrections, "correction"));
    print_line(format_args!("{marks} and {corrections}"))?;
    Ok(outcome)
}

fn store(library: &mut Library, batch: &mut Vec<ImportedSource>, all: &mut Imported) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let done = library.import(batch)?;
    batch.clear();
    all.new += done.new;
    all.unchanged += done.unchanged;
    all.changed += done.changed;
    all.marks += done.marks;
    all.corrections += done.corrections;
    Ok(())
}
