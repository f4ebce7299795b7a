//! Having an article analysed: [`analyse`] does all passes one after the other, [`analyse_with`] leaves it to its caller who
//! does the work, on which cores and in which order, and whether it goes on.

use crate::article::Article;
use crate::language::document::language::{Language, detect};
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::language::pipeline::chunking::{ChunkMerger, Chunks};
#[cfg(feature = "best")]
use crate::language::pipeline::encoder_steps::EncoderPipeline;
use crate::language::pipeline::steps::Pipeline;
#[cfg(feature = "best")]
use crate::language::tag::encoder::{Encoder, PackedWeights, WindowOutput};
use crate::text::Span;
use std::ops::Range;
#[cfg(feature = "best")]
use std::sync::Arc;
use std::sync::OnceLock;

/// Some of the pieces of work of which an analysis consists. They do not depend on each other.
pub struct Jobs<'j> {
    /// About how many there are in the whole analysis.
    pub all: usize,
    /// Those that are to be done now; as many as their first number are done.
    pub due: Range<usize>,
    /// Does one of them.
    pub job: &'j (dyn Fn(usize) + Sync),
}

/// Somebody who has an analysis done.
pub trait Executor {
    /// Does the jobs that are due, in any order, and says whether to go on.
    fn run(&mut self, jobs: Jobs) -> bool;

    /// The bytes of the text that matter most: the encoder reads them first. Asked when it begins.
    fn priority(&self) -> Option<Span> {
        None
    }

    /// Takes what is found when the encoder has read those: elsewhere it is still what the fast model finds.
    fn on_partial(&mut self, _found: Analysis) {}
}

/// Whoever only does the jobs.
impl<R: FnMut(Jobs) -> bool> Executor for R {
    fn run(&mut self, jobs: Jobs) -> bool {
        self(jobs)
    }
}

/// What an engine needs while it runs, for callers who have many texts analysed: it stays from one to the next as long as
/// this lives.
pub struct PreparedEngine {
    #[cfg(feature = "best")]
    _packed: Option<Arc<PackedWeights>>,
}

/// Makes `engine` ready.
pub fn prepare(engine: Engine) -> PreparedEngine {
    #[cfg(not(feature = "best"))]
    let _ = engine;
    PreparedEngine {
        #[cfg(feature = "best")]
        _packed: Encoder::embedded().filter(|_| engine == Engine::Best).map(Encoder::packed),
    }
}

/// What is said in `article`, and by whom, as the fast model finds it. Runs all passes, one after the other, over the
/// whole text. In a language other than English only what is marked as direct speech is given, and no model is asked.
pub fn analyse(article: &Article) -> Analysis {
    let in_turn = |jobs: Jobs| {
        jobs.due.for_each(jobs.job);
        true
    };
    analyse_with(article, Engine::Fast, in_turn).unwrap_or_else(|| ChunkMerger::default().finish(Language::ENGLISH))
}

/// The same by either model, for callers who have the work done side by side, see how far it is or give it up. `None` when
/// it was given up.
pub fn analyse_with(article: &Article, engine: Engine, mut work: impl Executor) -> Option<Analysis> {
    let language = detect(article);
    let parts = Chunks::of(article);
    let mut joined = ChunkMerger::default();
    let mut answers = Engine::Fast;
    for (nth, part) in parts.blocks().iter().enumerate() {
        let (own, start) = parts.article(part);
        let passes = Pipeline::with_language(&own, language);
        let mut round = Round { nth, all: parts.blocks().len(), work: &mut work };
        let found = match best(&passes, engine, &mut round)? {
            Some(found) => {
                answers = Engine::Best;
                found
            }
            None => {
                let chunks = passes.chunks();
                let found =
                    round.each(0..chunks.len(), chunks.len(), |chunk| passes.attribute(chunks[chunk].clone()))?;
                passes.resolve(found.into_iter().flatten().collect())
            }
        };
        joined.add(start, found);
    }
    Some(Analysis { engine: answers, ..joined.finish(language) })
}

/// Windows that are left when those that matter most are read, from which on it pays to tell what is found so far.
#[cfg(feature = "best")]
const MANY: usize = 3;

/// What the encoder finds, if it is there, asked for, and knows the language. The outer `None` is that it was given up.
#[cfg(feature = "best")]
fn best(passes: &Pipeline, engine: Engine, round: &mut Round) -> Option<Option<Analysis>> {
    // Its weights and the text in its pieces take memory, which nobody pays who does not ask for it.
    let Some(reading) = (engine == Engine::Best).then(|| passes.read()).flatten() else { return Some(None) };
    // What is looked at lies in the only part of a text, or in one of so many that nobody waits for it.
    let first = round.work.priority().filter(|_| round.all == 1);
    let order = order(&reading, first);
    let count = order.all.len();
    let read = |nth: usize| order.all.get(nth).map_or_else(WindowOutput::default, |&window| reading.read(window));
    let mut reads = round.each(0..order.first, count, read)?;
    if order.first > 0 && count - order.first >= MANY {
        round.work.on_partial(reading.resolve(&order.put(&reads)));
    }
    reads.extend(round.each(order.first..count, count, read)?);
    Some(Some(reading.resolve(&order.put(&reads))))
}

#[cfg(not(feature = "best"))]
fn best(_: &Pipeline, _: Engine, _: &mut Round) -> Option<Option<Analysis>> {
    Some(None)
}

/// In which order windows are read: numbers of windows, and how many of them come first.
#[cfg(feature = "best")]
struct Order {
    all: Vec<usize>,
    first: usize,
}

#[cfg(feature = "best")]
fn order(reading: &EncoderPipeline, seen: Option<Span>) -> Order {
    let is_seen = |window: &usize| seen.is_some_and(|seen| reading.span(*window).overlaps(seen));
    let (mut all, rest): (Vec<usize>, Vec<usize>) = (0..reading.windows()).partition(is_seen);
    let first = all.len();
    all.extend(rest);
    Order { all, first }
}

#[cfg(feature = "best")]
impl Order {
    /// `reads`, as far as there are any, by the numbers of their windows.
    fn put<'s>(&self, reads: &'s [WindowOutput]) -> Vec<Option<&'s WindowOutput>> {
        let mut put = vec![None; self.all.len()];
        for (&window, read) in self.all.iter().zip(reads) {
            if let Some(place) = put.get_mut(window) {
                *place = Some(read);
            }
        }
        put
    }
}

/// The work on one of several parts of about the same length.
struct Round<'r> {
    nth: usize,
    all: usize,
    work: &'r mut dyn Executor,
}

impl Round<'_> {
    /// What `job` gives for each number of `due`, of `count` jobs in this part; `None` when it was given up.
    fn each<T: Send + Sync>(
        &mut self,
        due: Range<usize>,
        count: usize,
        job: impl Fn(usize) -> T + Sync,
    ) -> Option<Vec<T>> {
        let start = self.nth * count;
        let done: Vec<OnceLock<T>> = due.clone().map(|_| OnceLock::new()).collect();
        let one = |number: usize| {
            let nth = number.wrapping_sub(start);
            if let Some(cell) = nth.checked_sub(due.start).and_then(|at| done.get(at)) {
                cell.get_or_init(|| job(nth));
            }
        };
        let jobs = Jobs { all: self.all * count, due: start + due.start..start + due.end, job: &one };
        let goes_on = due.is_empty() || self.work.run(jobs);
        done.into_iter().map(OnceLock::into_inner).collect::<Option<Vec<T>>>().filter(|_| goes_on)
    }
}

#[cfg(feature = "best")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    /// Does all jobs, and writes down which and what is told on the way.
    struct Watch {
        first: Option<Span>,
        rounds: Vec<Range<usize>>,
        so_far: Vec<Analysis>,
    }

    impl Executor for &mut Watch {
        fn run(&mut self, jobs: Jobs) -> bool {
            self.rounds.push(jobs.due.clone());
            jobs.due.for_each(jobs.job);
            true
        }

        fn priority(&self) -> Option<Span> {
            self.first
        }

        fn on_partial(&mut self, found: Analysis) {
            self.so_far.push(found);
        }
    }

    #[test]
    fn what_matters_most_is_read_first() {
        let said = |n: usize| {
            format!(
                "The keeper of harbor {n} could imagine that ships would stay away, Ada Lind told the council there. "
            )
        };
        let text: Vec<String> = (0..80).map(|n| said(n) + if n % 4 == 3 { "\n\n" } else { "" }).collect();
        let article = plain::article(text.concat());
        let end = article.text().len();
        for (first, rounds) in [(None, 1), (Some(Span::new(end - 300, end)), 2)] {
            let mut watch = Watch { first, rounds: Vec::new(), so_far: Vec::new() };
            let found = analyse_with(&article, Engine::Best, &mut watch).unwrap();
            assert_eq!((watch.rounds.len(), watch.so_far.len()), (rounds, rounds - 1), "{first:?}");
            // No job is left out, none is done twice.
            let done: Vec<usize> = watch.rounds.into_iter().flatten().collect();
            assert!(done.iter().copied().eq(0..done.len()) && done.len() > MANY);
            if let Some(so_far) = watch.so_far.first() {
                let seen = |analysis: &Analysis| {
                    let all = analysis.quotations.iter().map(|quotation| (quotation.content.clone(), quotation.cue));
                    all.filter(|(content, _)| content[0].start as usize > end - 300).collect::<Vec<_>>()
                };
                assert!(!seen(&found).is_empty());
                assert_eq!(seen(so_far), seen(&found));
            }
        }
    }
}
