//! `onrecord library export` and `import`.

use super::access::wanted;
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::{Export, Import};
use crate::cli::messages::{print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::library::{Imported, ImportedSource, Library};
use crate::source::{self, LIMIT, Source};
use crate::text::pluralize;
use std::io::{BufRead, Read};
use std::time::Duration;

/// Lines that are kept in one go, and their bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 << 20;
/// The time to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs `library export`.
///
/// # Errors
/// If the library cannot be read or the output not be written.
pub(super) fn export(command: &Export, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    if let Some(output) = command.output.as_deref().filter(|output| Source::File(library.path().into()).is_file(output))
    {
        anyhow::bail!("{}: is the library; nothing was written", output.display());
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
    let (mut all, mut outcome) = (Imported::default(), Outcome::Done);
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
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for number in 1.. {
            let mut line = Vec::new();
            let read = input.reader.by_ref().take(LIMIT * 4).read_until(b'\n', &mut line);
            let is_over = !matches!(read, Ok(1..));
            let parsed = match read {
                Err(error) => Some(Err(error.to_string())),
                Ok(_) if line.trim_ascii().is_empty() => None,
                Ok(_) => Some(ImportedSource::parse(&line)),
            };
            match parsed {
                Some(Ok(source)) => batch.push(source),
                Some(Err(cause)) => {
                    progress.aside(|| warn(format_args!("{}: line {number}: {cause}", input.name)));
                    outcome = Outcome::Incomplete;
                }
                None => {}
            }
            bytes += line.len();
            if batch.len() >= BATCH || bytes >= BATCH_BYTES || is_over {
                store(&mut library, &mut batch, &mut all)?;
                progress.reach(progress.position() + bytes as u64);
                bytes = 0;
            }
            if is_over {
                break;
            }
        }
    }
    drop(progress);
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
