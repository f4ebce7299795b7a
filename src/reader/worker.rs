//! What runs in the background: opening a source, analysing an article. Each is a thread that reports to the loop with
//! the number of the run it belongs to; a panic in it becomes a message.

use super::event::Event;
use crate::article::Article;
use crate::language::Analysis;
use crate::language::passes::Passes;
use crate::language::tag::PerTag;
use crate::record::{self, Correction, Record};
use crate::source::{self, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::thread;

/// The number of a source and of the run for it.
pub type Run = (usize, u32);

/// Opens `source`.
pub fn open(source: Source, run: Run, to: Sender<Event>) {
    thread::spawn(move || {
        let opened = source::open(&source);
        // A reader that has ended wants to know no more.
        let _ = to.send(Event::Opened(run, opened));
    });
}

/// What an analysis gives: what was found, the record of it, and under how many corrections that was built.
pub type Found = (Arc<Analysis>, Arc<Record>, usize);

/// Threads that tag a text side by side, at most: its chunks do not depend on each other. One core is left to the keys.
const THREADS: usize = 4;

/// Analyses `article`, and builds its record under `corrections`. Says how far it is after every chunk, and stops
/// without a word when `latest` is no longer the number of `run`.
pub fn analyse(
    article: Arc<Article>,
    corrections: Vec<Correction>,
    run: Run,
    latest: Arc<AtomicU32>,
    to: Sender<Event>,
) {
    thread::spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| -> Option<Found> {
            let analysis = tag_and_resolve(&article, run, &latest, &to)?;
            let record = record::build(&article, record::evident(analysis.clone()), &corrections);
            Some((Arc::new(analysis), Arc::new(record), corrections.len()))
        }));
        let found = match found {
            Ok(None) => return,
            Ok(Some(found)) => Ok(found),
            Err(panic) => Err(cause(panic.as_ref())),
        };
        let _ = to.send(Event::Analysed(run, found));
    });
}

/// `None` when the run was given up.
fn tag_and_resolve(article: &Article, run: Run, latest: &AtomicU32, to: &Sender<Event>) -> Option<Analysis> {
    let passes = Passes::new(article);
    let chunks = passes.chunks();
    let tagged: Vec<OnceLock<Vec<PerTag>>> = chunks.iter().map(|_| OnceLock::new()).collect();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let given_up = || latest.load(Ordering::Relaxed) != run.1;
    let tag_chunks = || {
        while let Some(index) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&index| index < chunks.len()) {
            if given_up() {
                return;
            }
            let _ = tagged[index].set(passes.tag(chunks[index].clone()));
            let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f32 / chunks.len() as f32;
            if chunks.len() > 1 {
                let _ = to.send(Event::Progress(run, share));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    thread::scope(|scope| {
        for _ in 1..(cores - 1).min(THREADS).min(chunks.len()) {
            scope.spawn(tag_chunks);
        }
        tag_chunks();
    });
    if given_up() {
        return None;
    }
    let rows: Vec<PerTag> = tagged.into_iter().filter_map(OnceLock::into_inner).flatten().collect();
    Some(passes.resolve(&rows))
}

/// What a panic had to say.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown fault".into())
}
