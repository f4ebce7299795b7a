//! What runs in the background: opening a source, analysing an article. Each is a thread that reports to the loop with
//! the number of the run it belongs to; a panic in it becomes a message.

use super::event::Event;
use crate::article::Article;
use crate::language::{self, Analysis, Engine, Executor, Jobs};
use crate::record::{self, Correction, Record, Sifted};
use crate::source::fetch::Fetched;
use crate::source::{self, Source, Underway};
use crate::text::Span;
use crate::threads::{cores, products_on_their_own, side_by_side};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The number of a source and of the run for it.
pub type Run = (usize, u32);

/// Opens `source`, of which an answer was perhaps `kept`. Says how much has arrived and how it begins, and gives
/// up when `latest` is no longer the number of `run`.
pub fn open(source: Source, kept: Option<Fetched>, run: Run, latest: Arc<AtomicU32>, to: Sender<Event>) {
    thread::spawn(move || {
        let opened = source::open_all(&source, kept, &mut |underway| {
            let _ = to.send(match underway {
                Underway::Arriving(progress) => Event::Arriving(run, progress),
                Underway::Begun(beginning, bytes) => Event::Begun(run, Box::new(beginning), bytes),
            });
            // Whoever draws it may have been woken on this very core: the rest can wait, the first text cannot.
            thread::yield_now();
            if latest.load(Ordering::Relaxed) == run.1 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        // A reader that has ended wants to know no more.
        let _ = to.send(Event::Opened(run, Box::new(opened)));
    });
}

/// What an analysis gives: what was found, the record of it, and under how many corrections that was built.
pub type Found = (Arc<Sifted>, Arc<Record>, usize);

/// Threads that look at a text side by side, at most. One core is left to the keys.
const THREADS: usize = 4;

/// Bytes from which on an analysis takes long enough to be in the way of keys.
const LONG: usize = 100_000;

/// Between two words on how far it is: each of them draws a frame.
const PACE: Duration = Duration::from_millis(250);

/// How long the first answer waits for the better one, so that a page is not coloured twice, and for texts of how many
/// bytes: two or three windows, which even a slow machine has read by then.
const HOLD: Duration = Duration::from_secs(1);
const PAGE: usize = 10_000;

/// Has `engine` analyse `article`, and builds its record under `corrections`; the bytes `seen` are on the screen, and come
/// first where the order is free. The best model's answer is preceded by the fast one's where it takes longer than
/// [`HOLD`]. Says now and then how far it is, and stops without a word when `latest` is no longer the number of `run`.
pub fn analyse(
    article: Arc<Article>,
    corrections: Vec<Correction>,
    engine: Engine,
    seen: Span,
    run: Run,
    latest: Arc<AtomicU32>,
    to: Sender<Event>,
) {
    thread::spawn(move || {
        let is_long = article.text().len() > LONG;
        if is_long {
            step_back();
        }
        let given_up = || latest.load(Ordering::Relaxed) != run.1;
        let told = Mutex::new(Instant::now());
        let tell = |share: f32| {
            // Whoever else tells it just now does it for this thread too.
            let Ok(mut told) = told.try_lock() else { return };
            if told.elapsed() >= PACE {
                *told = Instant::now();
                let _ = to.send(Event::Progress(run, share));
            }
        };
        let found = |analysis: Analysis| -> Found {
            let found = Sifted::new(analysis);
            let record = record::build(&article, found.evident.clone(), &corrections);
            (Arc::new(found), Arc::new(record), corrections.len())
        };
        let asked = |asked: Engine, so_far: &dyn Fn(Analysis)| {
            // How far it is goes up once: what comes before the answer that was asked for does not count.
            let tell = |share: f32| {
                if asked == engine {
                    tell(share)
                }
            };
            let work = SideBySide { seen, given_up: &given_up, tell: &tell, so_far };
            let analysed = || language::analyse_with(&article, asked, work).map(found);
            catch_unwind(AssertUnwindSafe(analysed)).map_err(|panic| cause(panic.as_ref()))
        };
        let answer = match asked(Engine::Fast, &|_| {}) {
            Ok(Some(first)) if engine == Engine::Best && first.1.language().is_english() => {
                step_back();
                products_on_their_own();
                let is_page = article.text().len() <= PAGE;
                let held = Held::new(first, run, to.clone(), if is_page { HOLD } else { Duration::ZERO });
                let so_far = |analysis| {
                    held.withdraw();
                    let _ = to.send(Event::SoFar(run, found(analysis)));
                };
                let better = asked(engine, &so_far);
                if better.is_err() {
                    held.send();
                }
                held.withdraw();
                better
            }
            answer => answer,
        };
        if let Some(answer) = answer.transpose() {
            let _ = to.send(Event::Analysed(run, answer));
        }
    });
}

/// The first answer, until it is sent or the better one makes it needless.
#[derive(Clone)]
struct Held {
    found: Arc<Mutex<Option<Found>>>,
    run: Run,
    to: Sender<Event>,
}

impl Held {
    /// Holds `found` for at most `time`.
    fn new(found: Found, run: Run, to: Sender<Event>, time: Duration) -> Held {
        let held = Held { found: Arc::new(Mutex::new(Some(found))), run, to };
        if time.is_zero() {
            held.send();
        } else {
            let late = held.clone();
            thread::spawn(move || {
                thread::sleep(time);
                late.send();
            });
        }
        held
    }

    /// Sends it, unless that is done or it is withdrawn.
    fn send(&self) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        // Sent under the lock: once it is withdrawn nothing comes behind the better answer.
        if let Some(found) = found.take() {
            let _ = self.to.send(Event::First(self.run, found));
        }
    }

    fn withdraw(&self) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Does the jobs that are due on as many cores as may be had.
struct SideBySide<'s> {
    seen: Span,
    given_up: &'s (dyn Fn() -> bool + Sync),
    tell: &'s (dyn Fn(f32) + Sync),
    so_far: &'s dyn Fn(Analysis),
}

impl Executor for SideBySide<'_> {
    fn run(&mut self, jobs: Jobs) -> bool {
        let SideBySide { given_up, tell, .. } = *self;
        side_by_side(&jobs, (cores() - 1).min(THREADS), |done| {
            tell(done as f32 / jobs.all as f32);
            !given_up()
        })
    }

    fn priority(&self) -> Option<Span> {
        Some(self.seen)
    }

    fn on_partial(&mut self, found: Analysis) {
        (self.so_far)(found);
    }
}

/// Makes this thread, and those that it starts, yield to whoever else wants the processor: to the keys and the screen above
/// all.
fn step_back() {
    // Elsewhere the whole process would step back.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// What a panic had to say.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown fault".into())
}
