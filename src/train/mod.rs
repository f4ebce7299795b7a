//! Learning and scoring the language model: annotated articles in, `assets/model.bin` and its table of scores out. It
//! shares `language`'s feature code and is no part of what users run.

mod blob;
pub mod command;
mod coref;
mod corpora;
mod data;
mod encoder;
mod fit;
#[path = "../../tests/it/gold.rs"]
#[allow(dead_code, reason = "the tests ask more of the annotated texts")]
mod gold;
mod learn;
mod lexicon;
mod links;
mod mix;
mod pipeline;
mod rank;
mod ranker;
mod report;
mod score;
mod speakers;
mod speed;
mod stages;

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `work` for every item, on all cores, and gives the results in the items' order.
fn parallel<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&'i T) -> R + Sync) -> Vec<R> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(items.len().max(1));
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let run = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else { break };
                done.push((at, work(item)));
            }
            done
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(run)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a worker panicked")).collect()
    });
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, result)| result).collect()
}
