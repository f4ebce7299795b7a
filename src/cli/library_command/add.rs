//! `onrecord library add`: one thread opens, several read and analyse, the caller's thread stores, many articles at a
//! time.

use super::access::wanted;
use super::incoming::{self, Incoming};
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::Add;
use crate::cli::messages::{no_thread, print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::progress::Progress;
use crate::cli::settings;
use crate::config::ModelChoice;
use crate::library::{Library, PreparedArticle, StoreOutcome};
use crate::threads::cores;
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Sources that are open at a time, and articles that wait to be stored: enough to keep all threads busy.
const MAX_PENDING: usize = 32;
/// The limits of one transaction: a number of articles, of bytes, or a time, which grows with the time of the whole
/// import. Smaller batches cost more work; larger ones lose more if interrupted.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 4 << 20;
const MIN_BATCH_TIME: Duration = Duration::from_millis(300);
const MAX_BATCH_TIME: Duration = Duration::from_secs(2);
/// The time to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most causes of refusal that are listed at the end.
const CAUSES: usize = 5;

/// The outcome of the whole import.
#[derive(Default)]
struct Summary {
    new: usize,
    unchanged: usize,
    changed: usize,
    skipped: usize,
    /// Articles that could not be stored.
    unstored: usize,
    /// The number of refusals by cause.
    refused: BTreeMap<String, usize>,
}

/// Runs `library add`.
///
/// # Errors
/// If the library cannot be written to. What was stored before stays.
pub(super) fn run(command: &Add, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let mut library = wanted(general)?;
    library.wait_for_others(PATIENCE);
    let model = settings::settings(general).0.model;
    let progress = Progress::new(!command.verbose);
    progress.expect(incoming::size(&command.sources));
    let (to_jobs, jobs) = mpsc::sync_channel(MAX_PENDING);
    let (to_writer, incoming) = mpsc::sync_channel(MAX_PENDING);
    let jobs = Mutex::new(jobs);
    let mut summary = Summary::default();
    let path = library.path().to_owned();
    let stored = thread::scope(|scope| {
        let open = || incoming::open(&command.sources, &{ to_jobs });
        thread::Builder::new().spawn_scoped(scope, open).map_err(no_thread)?;
        for nth in 0..cores() {
            let to_writer = to_writer.clone();
            let (jobs, path) = (&jobs, &path);
            let work = move || {
                // This is only an optimisation: a failed look-up is noticed when the article is stored.
                let library = Library::open(path).ok();
                incoming::work(jobs, library.as_ref(), model, &to_writer);
            };
            match thread::Builder::new().spawn_scoped(scope, work) {
                Ok(_) => {}
                // With fewer threads the run only takes longer.
                Err(_) if nth > 0 => break,
                Err(error) => {
                    drain(jobs);
                    return Err(no_thread(error));
                }
            }
        }
        drop(to_writer);
        let stored = store(&mut library, incoming, command.verbose, &progress, &mut summary);
        if stored.is_err() {
            // Each thread ends when its receiver is gone: first the workers, then the one that opens.
            drain(&jobs);
        }
        stored
    });
    drop(progress);
    summary.print(model)?;
    stored?;
    Ok(if summary.refused.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}

/// Drops the remaining jobs, so that the thread that sends them ends.
fn drain<T>(jobs: &Mutex<mpsc::Receiver<T>>) {
    if let Ok(mut jobs) = jobs.lock() {
        *jobs = mpsc::sync_channel(0).1;
    }
}

/// Stores the incoming articles until the channel closes.
fn store(
    library: &mut Library,
    incoming: mpsc::Receiver<Incoming>,
    is_verbose: bool,
    progress: &Progress,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let mut batch: Vec<PreparedArticle> = Vec::new();
    let begun = Instant::now();
    let (mut bytes, mut since) = (0, begun);
    loop {
        let batch_time = (begun.elapsed() / 4).clamp(MIN_BATCH_TIME, MAX_BATCH_TIME);
        let wait = if batch.is_empty() { PATIENCE } else { batch_time.saturating_sub(since.elapsed()) };
        let next = incoming.recv_timeout(wait);
        let is_over = matches!(next, Err(RecvTimeoutError::Disconnected));
        match next {
            Ok(Incoming::Ready(article)) => {
                if batch.is_empty() {
                    since = Instant::now();
                }
                bytes += article.bytes();
                batch.push(*article);
            }
            Ok(Incoming::Unchanged) => summary.unchanged += 1,
            Ok(Incoming::Skipped) => summary.skipped += 1,
            Ok(Incoming::Refused { name, cause }) => {
                progress.aside(|| warn(format_args!("{name}: {cause}")));
                *summary.refused.entry(cause).or_default() += 1;
            }
            Ok(Incoming::Feed { key, title, ids }) => {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                library.note_feed(&key, title.as_deref(), &ids)?;
            }
            Ok(Incoming::Done(bytes)) => progress.reach(progress.position() + bytes),
            Err(_) => {}
        }
        let is_due = batch.len() >= BATCH || bytes >= BATCH_BYTES || since.elapsed() >= batch_time || is_over;
        if is_due && !batch.is_empty() {
            let stored = library.store(&batch).inspect_err(|_| summary.unstored += batch.len())?;
            for (article, stored) in batch.drain(..).zip(stored) {
                let what = match stored {
                    StoreOutcome::New => {
                        summary.new += 1;
                        "new"
                    }
                    StoreOutcome::Unchanged => {
                        summary.unchanged += 1;
                        "unchanged"
                    }
                    StoreOutcome::Changed(_) => {
                        summary.changed += 1;
                        "changed"
                    }
                };
                if is_verbose {
                    print_line(format_args!("{what} {}", article.key.as_str()))?;
                }
            }
            bytes = 0;
        }
        if is_over {
            return Ok(());
        }
    }
}

impl Summary {
    fn print(&self, model: ModelChoice) -> io::Result<()> {
        for (count, what) in [(self.new, "new"), (self.unchanged, "unchanged"), (self.changed, "changed")] {
            print_line(format_args!("{count} {what}"))?;
        }
        let refused: usize = self.refused.values().sum();
        let mut causes: Vec<(&String, &usize)> = self.refused.iter().collect();
        causes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let mut named: Vec<String> =
            causes.iter().take(CAUSES).map(|(cause, count)| format!("{count} {cause}")).collect();
        if causes.len() > CAUSES {
            let rest: usize = causes[CAUSES..].iter().map(|(_, count)| **count).sum();
            named.push(format!("{rest} for other causes"));
        }
        match named.is_empty() {
            true => print_line("0 refused")?,
            false => print_line(format_args!("{refused} refused: {}", named.join("; ")))?,
        }
        if self.unstored > 0 {
            print_line(format_args!("{} not kept", self.unstored))?;
        }
        if self.skipped > 0 {
            print_line(format_args!("{} skipped: files of other kinds", self.skipped))?;
        }
        if model == ModelChoice::Auto && self.new + self.changed > 0 {
            print_line("model auto: best for texts of up to 200 kB, fast for longer ones")?;
        }
        Ok(())
    }
}
