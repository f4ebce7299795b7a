//! Background jobs: opening a source, analysing an article. Each is a thread that reports to the event loop under its
//! job id; a panic becomes a message.

use crate::article::Article;
use crate::config::expand_path;
use crate::formats;
use crate::language::{self, Analysis, Engine, Executor, Jobs};
use crate::reader::event::{Answer, Event, JobId};
use crate::reader::state::input::candidates::Folder;
use crate::record::{self, Correction, FilteredAnalysis};
use crate::source::fetch::Response;
use crate::source::{self, OpenEvent, Source};
use crate::text::Span;
use crate::threads::{cores, run_in_background, run_jobs, single_threaded_products};
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Opens `source`, which may have a `cached` response. Reports progress and the beginning of the text, and stops if
/// `latest` is no longer the number of `job`.
pub fn open(source: Source, cached: Option<Response>, job: JobId, latest: Arc<AtomicU32>, to: Sender<Event>) {
    run_in_background(move || {
        let mut report = |underway| {
            let _ = to.send(match underway {
                OpenEvent::Downloading(progress) => Event::Arriving(job, progress),
                OpenEvent::Beginning(beginning, bytes) => Event::Begun(job, Box::new(beginning), bytes),
            });
            // The loop may have been woken on this very core. The first text is urgent, the rest is not.
            thread::yield_now();
            if latest.load(Ordering::Relaxed) == job.1 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let opened = catch_unwind(AssertUnwindSafe(|| source::open_content(&source, cached, &mut report)));
        let failed = |_| Err(source::Error { name: source.name(), cause: formats::FormatError::Failed.into() });
        let opened = opened.unwrap_or_else(failed);
        // If the reader has ended, the message is lost.
        let _ = to.send(Event::Opened(job, Box::new(opened)));
    });
}

/// Lists the folder that was `typed` in a prompt. One that cannot be read has no names.
pub fn list_folder(typed: String, to: Sender<Event>) {
    run_in_background(move || {
        let folder = if typed.is_empty() { PathBuf::from(".") } else { expand_path(&typed) };
        let name = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            // A symbolic link to a folder counts as one.
            let is_folder = match entry.file_type().ok()? {
                kind if kind.is_symlink() => entry.path().is_dir(),
                kind => kind.is_dir(),
            };
            Some(if is_folder { name + "/" } else { name })
        };
        let names = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(name).take(MAX_NAMES).collect();
        let _ = to.send(Event::Folder(Folder::new(typed, names)));
    });
}

/// The most names of a folder that a prompt offers.
const MAX_NAMES: usize = 100_000;

/// The most threads for one analysis. One core is left for the keys.
const MAX_THREADS: usize = 4;

/// The size in bytes above which an analysis takes long enough to delay keys.
const LONG_BYTES: usize = 100_000;

/// The time between two progress reports: each draws a frame.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(250);

/// The time that the first answer waits for the better one, so that a page is not coloured twice; and the bytes of a
/// page: two or three windows, which even a slow machine reads in that time.
const FIRST_ANSWER_DELAY: Duration = Duration::from_secs(1);
const PAGE_BYTES: usize = 10_000;

/// Analyses `article` with `engine` and builds its record under `corrections`; the bytes `seen` are on the screen, and
/// come first where the order is free. The best model's answer is preceded by the fast one's where it takes longer than
/// [`FIRST_ANSWER_DELAY`]. Reports its progress now and then, and stops silently if `latest` is no longer the number of
/// `job`.
pub fn analyse(
    article: Arc<Article>,
    corrections: Vec<Correction>,
    engine: Engine,
    seen: Span,
    job: JobId,
    latest: Arc<AtomicU32>,
    to: Sender<Event>,
) {
    run_in_background(move || {
        let is_long = article.text().len() > LONG_BYTES;
        if is_long {
            lower_priority();
        }
        let given_up = || latest.load(Ordering::Relaxed) != job.1;
        let last_sent = Mutex::new(Instant::now());
        let tell = |share: f32| {
            // Another thread is reporting already.
            let Ok(mut last_sent) = last_sent.try_lock() else { return };
            if last_sent.elapsed() >= PROGRESS_INTERVAL {
                *last_sent = Instant::now();
                let _ = to.send(Event::Progress(job, share));
            }
        };
        let found = |analysis: Analysis| -> Answer {
            let found = FilteredAnalysis::new(analysis);
            let record = record::build(&article, found.confident.clone(), &corrections);
            Answer { found: Arc::new(found), record: Arc::new(record), applied: corrections.len() }
        };
        let asked = |asked: Engine, on_partial: &dyn Fn(Analysis)| {
            // Progress goes from 0 to 1 once: the first answer does not count.
            let tell = |share: f32| {
                if asked == engine {
                    tell(share)
                }
            };
            let work = Parallel { seen, given_up: &given_up, tell: &tell, on_partial };
            let analysed = || language::analyse_with(&article, asked, work).map(found);
            catch_unwind(AssertUnwindSafe(analysed)).map_err(|panic| cause(panic.as_ref()))
        };
        let answer = match asked(Engine::Fast, &|_| {}) {
            // Without a thread for the best model the first answer stays.
            Ok(Some(first))
                if engine == Engine::Best && first.record.language().is_english() && single_threaded_products() =>
            {
                lower_priority();
                let is_page = article.text().len() <= PAGE_BYTES;
                let held = DelayedAnswer::new(
                    first,
                    job,
                    to.clone(),
                    if is_page { FIRST_ANSWER_DELAY } else { Duration::ZERO },
                );
                let on_partial = |analysis| {
                    held.withdraw();
                    let _ = to.send(Event::Partial(job, found(analysis)));
                };
                let better = asked(engine, &on_partial);
                if better.is_err() {
                    held.send();
                }
                held.withdraw();
                better
            }
            answer => answer,
        };
        if let Some(answer) = answer.transpose() {
            let _ = to.send(Event::Analysed(job, answer));
        }
    });
}

/// The first answer, until it is sent or the better one replaces it.
#[derive(Clone)]
struct DelayedAnswer {
    answer: Arc<Mutex<Option<Answer>>>,
    job: JobId,
    to: Sender<Event>,
}

impl DelayedAnswer {
    /// Holds `answer` for at most `time`.
    fn new(answer: Answer, job: JobId, to: Sender<Event>, time: Duration) -> DelayedAnswer {
        let held = DelayedAnswer { answer: Arc::new(Mutex::new(Some(answer))), job, to };
        if time.is_zero() {
            held.send();
        } else {
            let late = held.clone();
            let started = thread::Builder::new().spawn(move || {
                thread::sleep(time);
                late.send();
            });
            if started.is_err() {
                held.send();
            }
        }
        held
    }

    /// Sends it, unless it was sent or withdrawn.
    fn send(&self) {
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        // Sent under the lock, so that it never follows the better answer.
        if let Some(answer) = answer.take() {
            let _ = self.to.send(Event::First(self.job, answer));
        }
    }

    fn withdraw(&self) {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Runs the due jobs on as many cores as may be used.
struct Parallel<'s> {
    seen: Span,
    given_up: &'s (dyn Fn() -> bool + Sync),
    tell: &'s (dyn Fn(f32) + Sync),
    on_partial: &'s dyn Fn(Analysis),
}

impl Executor for Parallel<'_> {
    fn run(&mut self, jobs: Jobs) -> bool {
        let Parallel { given_up, tell, .. } = *self;
        run_jobs(&jobs, (cores() - 1).min(MAX_THREADS), |done| {
            tell(done as f32 / jobs.all as f32);
            !given_up()
        })
    }

    fn priority(&self) -> Option<Span> {
        Some(self.seen)
    }

    fn on_partial(&mut self, found: Analysis) {
        (self.on_partial)(found);
    }
}

/// Lowers the priority of this thread and its children, so that keys stay fast.
pub(super) fn lower_priority() {
    // On other systems this would affect the whole process.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// The message of a panic.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown error".into())
}
