//! What runs in the background: opening a source, analysing an article. Each is a thread that reports to the loop with
//! the number of the run it belongs to; a panic in it becomes a message.

use super::event::Event;
use crate::article::Article;
use crate::language::{self, Analysis};
use crate::record::{self, Correction, Record};
use crate::source::{self, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
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

/// Analyses `article`, and builds its record under `corrections`.
pub fn analyse(article: Arc<Article>, corrections: Vec<Correction>, run: Run, to: Sender<Event>) {
    thread::spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| -> Found {
            let analysis = language::analyse(&article);
            let record = record::build(&article, analysis.clone(), &corrections);
            (Arc::new(analysis), Arc::new(record), corrections.len())
        }));
        let found = found.map_err(|panic| cause(panic.as_ref()));
        let _ = to.send(Event::Analysed(run, found));
    });
}

/// What a panic had to say.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an unknown fault".into())
}
