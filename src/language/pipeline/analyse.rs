//! The entry points: [`analyse`] runs the whole analysis in sequence. With [`analyse_with`] an [`Executor`] decides on
//! which cores, in which order and how far it runs.

use crate::article::{Article, BlockKind};
use crate::language::lexical::language::{Language, detect};
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::language::pipeline::chunking::Chunks;
#[cfg(feature = "best")]
use crate::language::pipeline::encoder_steps::EncoderPipeline;
use crate::language::pipeline::merging::ChunkMerger;
use crate::language::pipeline::steps::Pipeline;
#[cfg(feature = "best")]
use crate::language::tag::encoder::{Encoder, PackedWeights, WindowOutput};
use crate::text::Span;
use std::ops::Range;
#[cfg(feature = "best")]
use std::sync::Arc;
use std::sync::OnceLock;

/// Independent jobs of an analysis.
pub struct Jobs<'j> {
    /// About how many jobs the whole analysis has.
    pub all: usize,
    /// The numbers of the jobs to run now. All lower numbers are done.
    pub due: Range<usize>,
    /// Runs one of them.
    pub job: &'j (dyn Fn(usize) + Sync),
}

/// Runs the jobs of an analysis.
pub trait Executor {
    /// Runs the due jobs in any order. Returns whether to continue.
    fn run(&mut self, jobs: Jobs) -> bool;

    /// The bytes that matter most, which the encoder reads first. Called once, before the encoder starts.
    fn priority(&self) -> Option<Span> {
        None
    }

    /// Takes a partial result as soon as the encoder has read the priority bytes. The rest of it is from the fast
    /// model.
    fn on_partial(&mut self, _found: Analysis) {}
}

/// A closure that runs jobs and nothing else.
impl<R: FnMut(Jobs) -> bool> Executor for R {
    fn run(&mut self, jobs: Jobs) -> bool {
        self(jobs)
    }
}

/// Keeps an engine ready between analyses, for as long as this value lives.
pub struct PreparedEngine {
    #[cfg(feature = "best")]
    _packed: Option<Arc<PackedWeights>>,
}

/// Prepares `engine` for a series of texts.
pub fn prepare(engine: Engine) -> PreparedEngine {
    #[cfg(not(feature = "best"))]
    let _ = engine;
    PreparedEngine {
        #[cfg(feature = "best")]
        _packed: Encoder::embedded().filter(|_| engine == Engine::Best).map(Encoder::packed),
    }
}

/// Analyses `article` with the fast model, in sequence. In languages other than English, only marked direct speech is
/// found, without a model.
pub fn analyse(article: &Article) -> Analysis {
    let in_turn = |jobs: Jobs| {
        jobs.due.for_each(jobs.job);
        true
    };
    analyse_with(article, Engine::Fast, in_turn).unwrap_or_else(|| ChunkMerger::default().finish(Language::ENGLISH))
}

/// Analyses `article` with either model, with the jobs run by `work`. Returns `None` if `work` gave up.
pub fn analyse_with(article: &Article, engine: Engine, mut work: impl Executor) -> Option<Analysis> {
    let language = detect(article);
    let chunks = Chunks::of(article);
    let mut merger = ChunkMerger::default();
    let mut answers = Engine::Fast;
    for (nth, chunk) in chunks.blocks().iter().enumerate() {
        let (own, start) = chunks.article(chunk);
        let pipeline = Pipeline::with_language(&own, language);
        let mut jobs = ChunkJobs { nth, all: chunks.blocks().len(), work: &mut work };
        let found = match encode(&own, &pipeline, engine, &mut jobs)? {
            Some(found) => {
                answers = Engine::Best;
                found
            }
            None => {
                let batches = pipeline.batches();
                let found =
                    jobs.run(0..batches.len(), batches.len(), |batch| pipeline.attribute(batches[batch].clone()))?;
                pipeline.resolve(found.into_iter().flatten().collect())
            }
        };
        merger.add(start, with_sound_content(&own, found));
    }
    Some(Analysis { engine: answers, ..merger.finish(language) })
}

/// The same analysis with valid quotations: their pieces do not overlap and hold only words, not the bars between the
/// cells of a table.
fn with_sound_content(article: &Article, mut found: Analysis) -> Analysis {
    let has_tables = article.blocks().iter().any(|block| block.kind == BlockKind::Table);
    for quotation in &mut found.quotations {
        if has_tables {
            quotation.content = quotation.content.iter().flat_map(|&piece| article.words_in(piece)).collect();
        }
        // One mark may close a run and open the next.
        let mut end = 0;
        quotation.content.retain_mut(|piece| {
            piece.start = piece.start.max(end);
            end = end.max(piece.end);
            piece.start < piece.end
        });
    }
    found
}

/// The least number of remaining windows that makes a partial result worthwhile.
#[cfg(feature = "best")]
const MIN_REMAINING: usize = 3;

/// The result of the encoder, or `Some(None)` if it is not available, not requested, or does not know the language.
/// `None` if the executor gave up.
#[cfg(feature = "best")]
fn encode(article: &Article, pipeline: &Pipeline, engine: Engine, jobs: &mut ChunkJobs) -> Option<Option<Analysis>> {
    // Loading the weights and splitting the text takes memory, so only on request.
    let Some(encoder) = (engine == Engine::Best).then(|| pipeline.read()).flatten() else { return Some(None) };
    // Priority only matters in a text of a single chunk; with many, no partial result is awaited.
    let first = jobs.work.priority().filter(|_| jobs.all == 1);
    let order = window_order(&encoder, first);
    let count = order.all.len();
    let read = |nth: usize| order.all.get(nth).map_or_else(WindowOutput::default, |&window| encoder.read(window));
    let mut reads = jobs.run(0..order.first, count, read)?;
    if order.first > 0 && count - order.first >= MIN_REMAINING {
        let found = encoder.resolve(&order.in_text_order(&reads));
        jobs.work.on_partial(with_sound_content(article, found));
    }
    reads.extend(jobs.run(order.first..count, count, read)?);
    Some(Some(encoder.resolve(&order.in_text_order(&reads))))
}

#[cfg(not(feature = "best"))]
fn encode(_: &Article, _: &Pipeline, _: Engine, _: &mut ChunkJobs) -> Option<Option<Analysis>> {
    Some(None)
}

/// The order in which windows are read: their numbers, and how many of them come first.
#[cfg(feature = "best")]
struct WindowOrder {
    all: Vec<usize>,
    first: usize,
}

#[cfg(feature = "best")]
fn window_order(encoder: &EncoderPipeline, seen: Option<Span>) -> WindowOrder {
    let is_seen = |window: &usize| seen.is_some_and(|seen| encoder.span(*window).overlaps(seen));
    let (mut all, rest): (Vec<usize>, Vec<usize>) = (0..encoder.windows()).partition(is_seen);
    let first = all.len();
    all.extend(rest);
    WindowOrder { all, first }
}

#[cfg(feature = "best")]
impl WindowOrder {
    /// The outputs so far, in the order of the windows.
    fn in_text_order<'s>(&self, reads: &'s [WindowOutput]) -> Vec<Option<&'s WindowOutput>> {
        let mut put = vec![None; self.all.len()];
        for (&window, read) in self.all.iter().zip(reads) {
            if let Some(place) = put.get_mut(window) {
                *place = Some(read);
            }
        }
        put
    }
}

/// The jobs of one of several chunks of about the same length.
struct ChunkJobs<'r> {
    nth: usize,
    all: usize,
    work: &'r mut dyn Executor,
}

impl ChunkJobs<'_> {
    /// Runs `job` for each number of `due`, of `count` jobs in this chunk. Returns `None` if the executor gave up.
    fn run<T: Send + Sync>(
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

    /// Runs all jobs, and records them and the partial results.
    struct Watch {
        first: Option<Span>,
        rounds: Vec<Range<usize>>,
        partial: Vec<Analysis>,
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
            self.partial.push(found);
        }
    }

    #[test]
    fn priority_chunks_are_read_first() {
        let said = |n: usize| {
            format!(
                "The keeper of harbor {n} could imagine that ships would stay away, Ada Lind told the council there. "
            )
        };
        let text: Vec<String> = (0..80).map(|n| said(n) + if n % 4 == 3 { "\n\n" } else { "" }).collect();
        let article = plain::article(text.concat());
        let end = article.text().len();
        for (first, rounds) in [(None, 1), (Some(Span::new(end - 300, end)), 2)] {
            let mut watch = Watch { first, rounds: Vec::new(), partial: Vec::new() };
            let found = analyse_with(&article, Engine::Best, &mut watch).unwrap();
            assert_eq!((watch.rounds.len(), watch.partial.len()), (rounds, rounds - 1), "{first:?}");
            // Every job runs exactly once.
            let done: Vec<usize> = watch.rounds.into_iter().flatten().collect();
            assert!(done.iter().copied().eq(0..done.len()) && done.len() > MIN_REMAINING);
            if let Some(partial) = watch.partial.first() {
                let seen = |analysis: &Analysis| {
                    let all = analysis.quotations.iter().map(|quotation| (quotation.content.clone(), quotation.cue));
                    all.filter(|(content, _)| content[0].start as usize > end - 300).collect::<Vec<_>>()
                };
                assert!(!seen(&found).is_empty());
                assert_eq!(seen(partial), seen(&found));
            }
        }
    }
}
