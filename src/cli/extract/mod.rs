//! `onrecord extract`: one thread opens, several read and analyse, the caller's thread writes, in the order of the
//! sources and their lines. Only a few are in memory at a time, however many there are.

mod done;
mod job;
mod line_ids;
mod open;
mod parts;
mod shared_sink;
mod work;

use super::arguments::{Arguments, Extract, GlobalOptions};
use super::messages::{no_thread, warn};
use super::outcome::Outcome;
use super::progress::Progress;
use super::records::{RecordFormat, RecordSink};
use super::{library_command, output, settings};
use crate::export::{Fields, Format, WriteOptions};
use crate::source::{self, Source};
use crate::text::shown_path;
use crate::threads::cores;
use clap::CommandFactory;
use clap::error::ErrorKind;
use done::Done;
use job::{ExtractEvent, Pending};
use line_ids::LineIds;
use open::Opener;
use shared_sink::SharedSink;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use work::Worker;

/// Jobs in flight for each thread: enough to keep all of them busy while one analyses a long text.
const PENDING: usize = 4;
const MIN_PENDING: usize = 32;

/// Runs `extract`.
///
/// # Errors
/// If the output cannot be written, or the records of an earlier run cannot be read. Sources that cannot be read are
/// reported, and make the outcome incomplete.
pub(super) fn run(command: Extract, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let sources = sources(&command);
    let output = command.output.as_deref();
    if let Some(output) = output.filter(|output| sources.iter().any(|source| source.is_file(output))) {
        anyhow::bail!("{}: is also a source; nothing was written", shown_path(output));
    }
    let columns = output::columns().filter(|_| output.is_none());
    let format = output_format(&command, sources.len(), columns.is_some());
    let done = done(&command, format)?;
    let settings = settings::settings(general).0;
    let fields = command.fields.map_or(Fields::ALL, |fields| fields.into_iter().collect());
    let how = WriteOptions { columns, fields };
    let record_format = RecordFormat { format, how, model: settings.model, min_confidence: command.min_confidence };
    // Records on the terminal show the progress by themselves.
    let shows_progress = output.is_some() || !io::stdout().is_terminal();
    let sink = RecordSink::open(output, format, command.force)?;
    let progress = Arc::new(Progress::new(shows_progress));
    let ending = progress.clone();
    let sink = SharedSink::new(sink, move || ending.end());
    let count = sources.len();
    if count > 1 {
        progress.expect(sources.iter().map(source::size).sum());
    }

    let jobs = command.jobs.map_or_else(cores, usize::from);
    let max_pending = MIN_PENDING.max(jobs * PENDING);
    let (to_jobs, waiting) = mpsc::sync_channel(max_pending);
    let (to_queue, queue) = mpsc::sync_channel(max_pending);
    let library = library_command::open(&settings);
    let worker = Worker {
        input: command.input,
        format: record_format,
        threads: (jobs / count).max(1),
        is_alone: count == 1,
        done: Arc::new(done),
        library: library.as_ref().map(|library| library.path().to_owned()),
        progress: progress.clone(),
    };
    let opener = Opener {
        input: command.input,
        is_alone: count == 1,
        done: worker.done.clone(),
        library,
        progress: progress.clone(),
        jobs: to_jobs,
        queue: to_queue,
    };
    let waiting = Arc::new(Mutex::new(waiting));
    // If the output ends early they are left running, as the process is about to end.
    for nth in 0..jobs {
        let (worker, waiting) = (worker.clone(), waiting.clone());
        let started = thread::Builder::new().spawn(move || worker.run(&waiting));
        match started {
            Ok(_) => {}
            // With fewer threads the run only takes longer.
            Err(_) if nth > 0 => break,
            Err(error) => return Err(no_thread(error)),
        }
    }
    thread::Builder::new().spawn(move || opener.run(sources)).map_err(no_thread)?;
    let written = write(&queue, count, command.fail_fast, &sink, &progress);
    progress.end();
    let RunSummary { outcome, records, lines, is_whole } = written?;
    lines.report(command.skip_done.is_some());
    // If nothing could be read, an existing file is not replaced by an empty one.
    if outcome == Outcome::Done || is_whole && records > 0 || output.is_none() {
        sink.finish()?;
    }
    Ok(outcome)
}

/// The sources that were named, or else standard input. If that is a terminal, says so and exits with status 2.
fn sources(command: &Extract) -> Vec<Source> {
    if command.sources.is_empty() && io::stdin().is_terminal() {
        let message = "no SOURCE was given and standard input is a terminal";
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    }
    match command.sources.as_slice() {
        [] => vec![Source::Stdin],
        some => some.iter().cloned().map(Source::from_argument).collect(),
    }
}

/// The records of the file named by `--skip-done`.
fn done(command: &Extract, format: Format) -> anyhow::Result<Done> {
    let Some(path) = command.skip_done.as_deref() else { return Ok(Done::default()) };
    let is_same = |output: &Path| Source::File(path.to_owned()).is_file(output);
    if command.output.as_deref().is_some_and(is_same) {
        anyhow::bail!("{}: holds what is done; add to it with >>, or write to another file", shown_path(path));
    }
    let done = Done::read(path)?;
    if done.is_continued && format != Format::Jsonl {
        anyhow::bail!("{}: holds records as jsonl, and {} does not go with them", shown_path(path), format.name());
    }
    Ok(done)
}

/// The outcome of a run.
struct RunSummary {
    outcome: Outcome,
    records: usize,
    lines: LineIds,
    /// Whether every source was tried.
    is_whole: bool,
}

/// Writes the results of the jobs in the `queue`, of `count` sources in all, until there are no more, or one fails and
/// that `is_enough`.
fn write(
    queue: &Receiver<Pending>,
    count: usize,
    is_enough: bool,
    sink: &SharedSink,
    progress: &Progress,
) -> anyhow::Result<RunSummary> {
    let mut written = RunSummary { outcome: Outcome::Done, records: 0, lines: LineIds::default(), is_whole: true };
    for Pending { source, bytes, events } in queue {
        progress.source(source, count);
        for event in events {
            match event {
                ExtractEvent::Record(record) => {
                    // After a signal the process is about to end.
                    let Some(put) = sink.with(|sink| sink.put(&record.text, |to| record.parts.write(to))) else {
                        return Ok(written);
                    };
                    put?;
                    written.records += 1;
                    written.lines.add(record.line);
                }
                ExtractEvent::Skipped(place, id) => written.lines.skip(place, id),
                ExtractEvent::Note(line) => progress.aside(|| warn(line)),
                ExtractEvent::Failed(line) => {
                    progress.aside(|| warn(line));
                    written.outcome = Outcome::Incomplete;
                    if is_enough {
                        written.is_whole = false;
                        return Ok(written);
                    }
                }
            }
        }
        progress.reach(progress.position() + bytes);
    }
    Ok(written)
}

/// The format, by name or by the extension of the output. If the extension is unknown, or the format cannot hold this
/// many `sources` or another requested option, prints why and exits with status 2.
fn output_format(command: &Extract, sources: usize, on_terminal: bool) -> Format {
    let wrong = |message: String| Arguments::command().error(ErrorKind::InvalidValue, message).exit();
    // A device may have any name.
    let is_file = |path: &&Path| path.metadata().map_or(true, |meta| meta.is_file());
    let file = command.output.as_deref().filter(is_file);
    let by_extension = || {
        Some(Format::from_path(file?).unwrap_or_else(|| {
            let extension = file.and_then(Path::extension).map(|extension| extension.to_string_lossy());
            let known = Format::extensions();
            let named = format!("FILE must end in {known}, or name a format with --format");
            wrong(extension.map_or(named.clone(), |unknown| format!("no format is called .{unknown}; {named}")))
        }))
    };
    if let Some((format, file)) = command.format.zip(file).filter(|(format, file)| !format.fits(file)) {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        wrong(format!("--format {} does not go in a file called .{extension}; leave out one of them", format.name()));
    }
    let otherwise = if on_terminal { Format::Text } else { Format::Jsonl };
    let format = command.format.or_else(by_extension).unwrap_or(otherwise);
    if sources > 1 && !format.holds_many() {
        wrong(format!("{} holds one document: give one SOURCE at a time", format.name()));
    }
    if command.fields.is_some() && !format.has_fields() {
        wrong(format!("{} has no fields to choose from: --fields is for jsonl and json", format.name()));
    }
    format
}
