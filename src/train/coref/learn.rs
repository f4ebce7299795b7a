//! Learns the rankers of the linker. An analysis logs its queries under the rankers learned so far, and new rankers are
//! learned from the right answers. There are a few rounds of that, since the queries and their candidates depend on the
//! answers to earlier ones.

use super::corpora::{self, Corpus, Text};
use super::mixture;
use super::ranker::{RankingExample, accuracy, learn};
use crate::article::Article;
use crate::language::coref::ranking::linker::{LinkQuery, Linker};
use crate::language::coref::ranking::ranker::{Mixture, Ranker, Rankers, Task};
use crate::language::pipeline::chunking::Chunks;
use crate::language::pipeline::steps::Pipeline;
use crate::language::tag::encoder::WindowOutput;
use crate::language::{Attribution, Language};
use crate::train::parallel::parallel;
use crate::train::tagger::crf::Schedule;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// A linker that logs its queries.
struct Logging<'a>(&'a Rankers<'a>);

impl Linker for Logging<'_> {
    fn probabilities(&self, query: &LinkQuery) -> Vec<f32> {
        self.0.probabilities(query)
    }

    fn learns(&self) -> bool {
        true
    }
}

/// A part of a text, ready for coreference.
struct Part<'t> {
    text: &'t Text,
    /// The fold of its text.
    fold: usize,
    article: Article,
    /// The byte of the text at which it starts.
    start: u32,
    found: Vec<Attribution>,
}

fn parts_of(text: &Text, fold: usize) -> Vec<Part<'_>> {
    let article = text.gold.article();
    let parts = Chunks::of(&article);
    let part = |blocks| {
        let (article, start) = parts.article(blocks);
        let article = article.into_owned();
        let pipeline = Pipeline::with_language(&article, Language::ENGLISH);
        let found = pipeline.batches().into_iter().flat_map(|batch| pipeline.attribute(batch)).collect();
        let found = pipeline.refine(found);
        Part { text, fold, article, start, found }
    };
    parts.blocks().iter().map(part).collect()
}

/// Rounds of logging queries and learning.
const ROUNDS: usize = 3;

/// The schedule of the ranker for `task`. The type of a name is easily learned by heart, since its words almost
/// determine it; hence the high dropout.
fn schedule(task: Task, seed: u64) -> Schedule {
    match task {
        Task::EntityType => Schedule { epochs: 6, rate: 0.04, dropout: 0.35, seed },
        Task::Description => Schedule { epochs: 6, rate: 0.04, dropout: 0.3, seed },
        Task::Confidence => Schedule { epochs: 5, rate: 0.03, dropout: 0.2, seed },
        Task::Pronoun | Task::Speaker => Schedule { epochs: 6, rate: 0.04, dropout: 0.25, seed },
    }
}

/// The queries of a part with known answers.
struct Answered {
    corpus: Corpus,
    set_aside: bool,
    choices: Vec<(Task, RankingExample)>,
}

/// Folds of the texts. The ranker of confidence learns from the answers of rankers that did not learn from the same
/// texts. Training the other rankers on such answers as well made no difference.
const FOLDS: usize = 3;

/// Learns from the corpora in `folder`. Gives the blob and the tables of its scores. `say` receives progress messages.
///
/// # Errors
/// If a corpus cannot be read.
pub fn learn_rankers(folder: &Path, seed: u64, say: &dyn Fn(&str)) -> Result<(Vec<u8>, String)> {
    let texts = corpora::read(folder)?;
    say(&format!("{} texts", texts.len()));
    let numbered: Vec<(usize, &Text)> = texts.iter().enumerate().collect();
    let parts = parallel(&numbered, |&(number, text)| parts_of(text, number % FOLDS));
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    say(&format!("{} parts", parts.len()));
    let mut answered = parallel(&parts, |part| answer(part, &Rankers::none()));
    let mut rankers = learn_all(&learned_from(&answered), seed)?;
    for _ in 1..ROUNDS {
        answered = parallel(&parts, |part| answer(part, &rankers));
        rankers = learn_all(&learned_from(&answered), seed)?;
    }
    let mut held_out = answer_held_out(&parts, &answered, seed)?;
    rankers.rankers[Task::Confidence as usize] = learn_confidence(&held_out, seed)?;
    let answered = parallel(&parts, |part| answer(part, &rankers));
    let mut report = String::from(HEAD);
    for task in Task::ALL {
        let row = row(&answered, task, rankers.of(task));
        say(&row);
        report += &row;
    }
    report += HEAD_WITH_ENCODER;
    let encoded = encode_set_aside(&parts);
    say(&format!("{} parts read by the encoder", encoded.len()));
    for round in 0..MIXTURE_ROUNDS {
        let answered: Vec<Answered> = parallel(&encoded, |part| answer_with_encoder(part, &rankers));
        let rows = fit_mixtures(&mut rankers, &answered);
        say(&rows);
        if round + 1 == MIXTURE_ROUNDS {
            report += &rows;
        }
        held_out.extend(answered);
    }
    rankers.rankers[Task::Confidence as usize] = learn_confidence(&held_out, seed)?;
    Ok((rankers.write(), report))
}

/// The parts of `answered` to learn from.
fn learned_from(answered: &[Answered]) -> Vec<&Answered> {
    answered.iter().filter(|part| !part.set_aside).collect()
}

/// Rounds of answering queries with the encoder and fitting the mixtures.
const MIXTURE_ROUNDS: usize = 2;

/// The queries about the parts to learn from, answered under rankers that have not learned from the part’s fold of
/// `answered`.
fn answer_held_out(parts: &[Part], answered: &[Answered], seed: u64) -> Result<Vec<Answered>> {
    let without = |fold: usize| {
        let others = parts.iter().zip(answered).filter(|(part, own)| part.fold != fold && !own.set_aside);
        learn_all(&others.map(|(_, own)| own).collect::<Vec<_>>(), seed)
    };
    let rankers = (0..FOLDS).map(without).collect::<Result<Vec<_>>>()?;
    let own: Vec<&Part> = parts.iter().filter(|part| !part.text.set_aside).collect();
    Ok(parallel(&own, |part| answer(part, &rankers[part.fold])))
}

/// Encodes the parts from which neither the encoder nor the rankers learned; of the novels only some.
fn encode_set_aside<'t>(parts: &'t [Part<'t>]) -> Vec<EncodedPart<'t>> {
    let is_novel = |part: &Part| part.text.corpus == Corpus::Novels;
    let aside = || parts.iter().filter(|part| part.text.set_aside);
    let novels = aside().filter(|part| is_novel(part)).step_by(NOVELS);
    let aside: Vec<&Part> = aside().filter(|part| !is_novel(part)).chain(novels).collect();
    parallel(&aside, |part| encode(part)).into_iter().flatten().collect()
}

/// Fits the mixtures of `rankers` to `answered`. Gives the rows of the table.
fn fit_mixtures(rankers: &mut Rankers, answered: &[Answered]) -> String {
    let mut rows = String::new();
    for task in [Task::EntityType, Task::Pronoun, Task::Description, Task::Speaker] {
        let named = matches!(task, Task::Pronoun | Task::Speaker);
        let choices = of(&answered.iter().collect::<Vec<_>>(), task);
        let (mixture, before, after) = mixture::fit(rankers.of(task), &choices, named);
        let Mixture { features, encoder, nobody } = mixture;
        let name = task_name(task);
        rows += &format!("| {name} | {before:.1} | {after:.1} | {features:.2} | {encoder:.2} | {nobody:.2} |\n");
        rankers.mixtures[task as usize] = mixture;
    }
    rows
}

/// The encoder reads one in this many of the parts of novels set aside.
const NOVELS: usize = 4;

/// A part that the encoder has read.
struct EncodedPart<'t> {
    part: &'t Part<'t>,
    reads: Vec<WindowOutput>,
    found: Vec<Attribution>,
}

fn encode<'t>(part: &'t Part<'t>) -> Option<EncodedPart<'t>> {
    let pipeline = Pipeline::with_language(&part.article, Language::ENGLISH);
    let reading = pipeline.read()?;
    let reads: Vec<WindowOutput> = (0..reading.windows()).map(|window| reading.read(window)).collect();
    let scores: Vec<_> = reads.iter().map(|read| Some(read.scores.as_slice())).collect();
    let found = pipeline.refine(reading.attribute(&scores));
    Some(EncodedPart { part, reads, found })
}

/// The queries of a part with known answers, with the encoder.
fn answer_with_encoder(heard: &EncodedPart, rankers: &Rankers) -> Answered {
    let EncodedPart { part, reads, found } = heard;
    let pipeline = Pipeline::with_language(&part.article, Language::ENGLISH);
    let reads: Vec<Option<&WindowOutput>> = reads.iter().map(Some).collect();
    let choices = pipeline.read().map_or_else(Vec::new, |reading| {
        let trace = reading.trace(&reads, found, &Logging(rankers));
        part.text.gold.choices(&trace, pipeline.tokens(), found, part.start)
    });
    Answered { corpus: part.text.corpus, set_aside: true, choices }
}

fn owned(bytes: &[u8]) -> Result<Ranker<'static>> {
    Ok(Ranker::read(bytes).context("a ranker that is cut short")?.into_owned())
}

/// The queries of `task` in `parts`.
fn of<'a>(parts: &[&'a Answered], task: Task) -> Vec<&'a RankingExample> {
    let own = parts.iter().flat_map(|part| part.choices.iter().filter(move |(asked, _)| *asked == task));
    own.map(|(_, choice)| choice).collect()
}

fn learn_confidence(parts: &[Answered], seed: u64) -> Result<Ranker<'static>> {
    let choices = of(&parts.iter().collect::<Vec<_>>(), Task::Confidence);
    owned(&learn(&choices, schedule(Task::Confidence, seed)))
}

fn learn_all(parts: &[&Answered], seed: u64) -> Result<Rankers<'static>> {
    let learned = parallel(&Task::ALL, |&task| learn(&of(parts, task), schedule(task, seed)));
    let rankers: Vec<Ranker> = learned.iter().map(|bytes| owned(bytes)).collect::<Result<_>>()?;
    let rankers = rankers.try_into().map_err(|_| anyhow::anyhow!("a question without a ranker"))?;
    Ok(Rankers { rankers, mixtures: Rankers::none().mixtures })
}

fn answer(part: &Part, rankers: &Rankers) -> Answered {
    let pipeline = Pipeline::with_language(&part.article, Language::ENGLISH);
    let trace = pipeline.trace(&part.found, &Logging(rankers), None);
    let choices = part.text.gold.choices(&trace, pipeline.tokens(), &part.found, part.start);
    Answered { corpus: part.text.corpus, set_aside: part.text.set_aside, choices }
}

const HEAD: &str = "## By features alone
Right answers in percent, of how many, in texts set aside (in brackets: in those learned from).

| task | news | web | LitBank | GUM | GAP | novels | our own |
|---|---|---|---|---|---|---|---|
";

const HEAD_WITH_ENCODER: &str = "
## With the encoder
In texts set aside, all corpora together (of the novels a part). The numbers on the right, fitted there, are the
weights of the score, of the logarithm of the encoder's probability, and of being nobody.

| task | features alone | with the encoder | score | encoder | nobody |
|---|---|---|---|---|---|
";

fn task_name(task: Task) -> &'static str {
    match task {
        Task::EntityType => "entity type of a name",
        Task::Pronoun => "antecedent of a pronoun",
        Task::Description => "antecedent of a description",
        Task::Speaker => "speaker of direct speech",
        Task::Confidence => "whether a speaker is right",
    }
}

/// A row of the table: the accuracy of `ranker` on each corpus.
fn row(answered: &[Answered], task: Task, ranker: &Ranker) -> String {
    let mut by_corpus: BTreeMap<Corpus, [Vec<&RankingExample>; 2]> = BTreeMap::new();
    for part in answered {
        let own = part.choices.iter().filter(|(asked, _)| *asked == task).map(|(_, choice)| choice);
        by_corpus.entry(part.corpus).or_default()[usize::from(part.set_aside)].extend(own);
    }
    let cell = |[learned, aside]: &[Vec<&RankingExample>; 2]| match aside.is_empty() {
        true => "–".to_owned(),
        false => {
            format!(
                "{:.1} of {} ({:.1})",
                100.0 * accuracy(ranker, aside),
                aside.len(),
                100.0 * accuracy(ranker, learned)
            )
        }
    };
    let cells: Vec<String> = by_corpus.values().map(cell).collect();
    format!("| {} | {} |\n", task_name(task), cells.join(" | "))
}
