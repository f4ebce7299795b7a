//! Learning the linker's rankers: an analysis asks its questions under the rankers learned so far, the right answers are
//! looked up, new rankers are learned from them; and so on for a few rounds, since what is asked, and with which
//! candidates, depends on the answers before.

use super::corpora::{self, Corpus, Text};
use super::mixture;
use super::ranker::{Choice, learn, right};
use crate::article::Article;
use crate::language::coref::linker::{Linker, Query};
use crate::language::coref::ranker::{Mixture, Ranker, Rankers, Task};
use crate::language::pipeline::chunking::Chunks;
use crate::language::pipeline::steps::Pipeline;
use crate::language::tag::encoder::WindowOutput;
use crate::language::{Attribution, Language};
use crate::train::parallel::parallel;
use crate::train::tagger::crf::Schedule;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Rankers whose questions are kept.
struct Learning<'a>(&'a Rankers<'a>);

impl Linker for Learning<'_> {
    fn probabilities(&self, query: &Query) -> Vec<f32> {
        self.0.probabilities(query)
    }

    fn learns(&self) -> bool {
        true
    }
}

/// A part of a text, up to where the linker is asked.
struct Ready<'t> {
    text: &'t Text,
    article: Article,
    /// Byte of the text at which it starts.
    start: u32,
    found: Vec<Attribution>,
}

fn ready(text: &Text) -> Vec<Ready<'_>> {
    let article = text.gold.article();
    let parts = Chunks::of(&article);
    let part = |blocks| {
        let (article, start) = parts.article(blocks);
        let article = article.into_owned();
        let passes = Pipeline::with_language(&article, Language::ENGLISH);
        let found = passes.chunks().into_iter().flat_map(|chunk| passes.attribute(chunk)).collect();
        let found = passes.refine(found);
        Ready { text, article, start, found }
    };
    parts.blocks().iter().map(part).collect()
}

/// Rounds of asking and learning.
const ROUNDS: usize = 3;

/// How the ranker for `task` is learned. What a name is its words tell almost alone: it is easily learned by heart.
fn schedule(task: Task, seed: u64) -> Schedule {
    match task {
        Task::EntityType => Schedule { epochs: 6, rate: 0.04, dropout: 0.35, seed },
        Task::Description => Schedule { epochs: 8, rate: 0.04, dropout: 0.3, seed },
        Task::Confidence => Schedule { epochs: 5, rate: 0.03, dropout: 0.2, seed },
        Task::Pronoun | Task::Speaker => Schedule { epochs: 8, rate: 0.04, dropout: 0.25, seed },
    }
}

/// What is asked in a part, and answered.
struct Answered {
    corpus: Corpus,
    set_aside: bool,
    choices: Vec<(Task, Choice)>,
}

/// Texts in so many folds: the ranker of doubt learns from answers of rankers that did not learn from the same texts.
const FOLDS: usize = 2;

/// Learns from the corpora in `folder`; gives the blob and the table of how right it is. `say` is told what goes on.
pub fn learn_rankers(folder: &Path, seed: u64, say: &dyn Fn(&str)) -> Result<(Vec<u8>, String)> {
    let texts = corpora::read(folder)?;
    say(&format!("{} texts", texts.len()));
    let parts: Vec<Ready> = parallel(&texts, ready).into_iter().flatten().collect();
    say(&format!("{} parts", parts.len()));
    let mut rankers = Rankers::none();
    let mut answered = Vec::new();
    for _ in 0..ROUNDS {
        answered = parallel(&parts, |part| answer(part, &rankers));
        let learning: Vec<&Answered> = answered.iter().filter(|part| !part.set_aside).collect();
        rankers = learn_all(&learning, seed)?;
    }
    // What is right and wrong in texts that were not learned from.
    let mut doubts: Vec<Answered> = Vec::new();
    for fold in 0..FOLDS {
        let in_fold = |at: usize| at % FOLDS == fold;
        let numbered = || answered.iter().enumerate();
        let others: Vec<&Answered> =
            numbered().filter(|(at, part)| !in_fold(*at) && !part.set_aside).map(|(_, part)| part).collect();
        let rankers = learn_all(&others, seed)?;
        let own: Vec<&Ready> = parts
            .iter()
            .enumerate()
            .filter(|(at, part)| in_fold(*at) && !part.text.set_aside)
            .map(|(_, part)| part)
            .collect();
        doubts.extend(parallel(&own, |part| answer(part, &rankers)));
    }
    rankers.rankers[Task::Confidence as usize] = learn_doubt(&doubts, seed)?;
    let answered = parallel(&parts, |part| answer(part, &rankers));
    let mut report = String::from(HEAD);
    for task in Task::ALL {
        let row = row(&answered, task, rankers.of(task));
        say(&row);
        report += &row;
    }
    report += HEARD;
    // With the encoder as a second reader, on texts that neither learned from.
    let aside: Vec<&Ready> =
        parts.iter().filter(|part| part.text.set_aside && part.text.corpus != Corpus::Novels).collect();
    let novels = parts.iter().filter(|part| part.text.set_aside && part.text.corpus == Corpus::Novels);
    let aside: Vec<&Ready> = aside.into_iter().chain(novels.step_by(NOVELS)).collect();
    let read: Vec<HeardPart> = parallel(&aside, |part| hear(part)).into_iter().flatten().collect();
    say(&format!("{} parts read by the encoder", read.len()));
    for round in 0..2 {
        let encoder: Vec<Answered> = parallel(&read, |part| answer_best(part, &rankers));
        for task in [Task::EntityType, Task::Pronoun, Task::Description, Task::Speaker] {
            let named = matches!(task, Task::Pronoun | Task::Speaker);
            let choices = of(&encoder.iter().collect::<Vec<_>>(), task);
            let (mixture, before, after) = mixture::fit(rankers.of(task), &choices, named);
            let Mixture { features, encoder, nobody } = mixture;
            let row =
                format!("| {} | {before:.1} | {after:.1} | {features:.2} | {encoder:.2} | {nobody:.2} |\n", asks(task));
            say(&row);
            if round == 1 {
                report += &row;
            }
            rankers.mixtures[task as usize] = mixture;
        }
        doubts.extend(encoder);
    }
    rankers.rankers[Task::Confidence as usize] = learn_doubt(&doubts, seed)?;
    Ok((rankers.write(), report))
}

/// Of the parts of novels set aside every so many-th is read by the encoder.
const NOVELS: usize = 4;

/// A part as the encoder read it.
struct HeardPart<'t> {
    part: &'t Ready<'t>,
    reads: Vec<WindowOutput>,
    found: Vec<Attribution>,
}

fn hear<'t>(part: &'t Ready<'t>) -> Option<HeardPart<'t>> {
    let passes = Pipeline::with_language(&part.article, Language::ENGLISH);
    let reading = passes.read()?;
    let reads: Vec<WindowOutput> = (0..reading.windows()).map(|window| reading.read(window)).collect();
    let scores: Vec<_> = reads.iter().map(|read| Some(read.scores.as_slice())).collect();
    let found = passes.refine(reading.attribute(&scores));
    Some(HeardPart { part, reads, found })
}

/// What is asked in a part, with the encoder as a second reader.
fn answer_best(heard: &HeardPart, rankers: &Rankers) -> Answered {
    let HeardPart { part, reads, found } = heard;
    let passes = Pipeline::with_language(&part.article, Language::ENGLISH);
    let reads: Vec<Option<&WindowOutput>> = reads.iter().map(Some).collect();
    let choices = passes.read().map_or_else(Vec::new, |reading| {
        let trace = reading.trace(&reads, found, &Learning(rankers));
        part.text.gold.choices(&trace, passes.tokens(), found, part.start)
    });
    Answered { corpus: part.text.corpus, set_aside: true, choices }
}

fn owned(bytes: &[u8]) -> Result<Ranker<'static>> {
    Ok(Ranker::read(bytes).context("a ranker that is cut short")?.into_owned())
}

/// What was asked as `task` in `parts`.
fn of<'a>(parts: &[&'a Answered], task: Task) -> Vec<&'a Choice> {
    let own = parts.iter().flat_map(|part| part.choices.iter().filter(move |(asked, _)| *asked == task));
    own.map(|(_, choice)| choice).collect()
}

fn learn_doubt(parts: &[Answered], seed: u64) -> Result<Ranker<'static>> {
    let choices = of(&parts.iter().collect::<Vec<_>>(), Task::Confidence);
    owned(&learn(&choices, schedule(Task::Confidence, seed)))
}

fn learn_all(parts: &[&Answered], seed: u64) -> Result<Rankers<'static>> {
    let learned = parallel(&Task::ALL, |&task| learn(&of(parts, task), schedule(task, seed)));
    let rankers: Vec<Ranker> = learned.iter().map(|bytes| owned(bytes)).collect::<Result<_>>()?;
    let rankers = rankers.try_into().map_err(|_| anyhow::anyhow!("a question without a ranker"))?;
    Ok(Rankers { rankers, mixtures: Rankers::none().mixtures })
}

fn answer(part: &Ready, rankers: &Rankers) -> Answered {
    let passes = Pipeline::with_language(&part.article, Language::ENGLISH);
    let trace = passes.trace(&part.found, &Learning(rankers), None);
    let choices = part.text.gold.choices(&trace, passes.tokens(), &part.found, part.start);
    Answered { corpus: part.text.corpus, set_aside: part.text.set_aside, choices }
}

const HEAD: &str = "## By plain features alone
Right answers in percent, of how many, in texts set aside (in brackets: in those learned from).

| what is asked | news | web | LitBank | GUM | GAP | novels | our own |
|---|---|---|---|---|---|---|---|
";

const HEARD: &str = "
## With the encoder
In texts set aside, all corpora together (of the novels a part). The numbers on the right, fitted there, say what a score
counts, the logarithm of the encoder's share, and being nobody.

| what is asked | plain features | with the encoder | score | share | nobody |
|---|---|---|---|---|---|
";

fn asks(task: Task) -> &'static str {
    match task {
        Task::EntityType => "what a name stands for",
        Task::Pronoun => "whom a pronoun stands for",
        Task::Description => "whom a description stands for",
        Task::Speaker => "who says what is set off as speech",
        Task::Confidence => "whether a speaker is right",
    }
}

/// Of each corpus how many of the choices set aside `ranker` makes rightly.
fn row(answered: &[Answered], task: Task, ranker: &Ranker) -> String {
    let mut by_corpus: BTreeMap<Corpus, [Vec<&Choice>; 2]> = BTreeMap::new();
    for part in answered {
        let own = part.choices.iter().filter(|(asked, _)| *asked == task).map(|(_, choice)| choice);
        by_corpus.entry(part.corpus).or_default()[usize::from(part.set_aside)].extend(own);
    }
    let cell = |[learned, aside]: &[Vec<&Choice>; 2]| match aside.is_empty() {
        true => "–".to_owned(),
        false => {
            format!("{:.1} of {} ({:.1})", 100.0 * right(ranker, aside), aside.len(), 100.0 * right(ranker, learned))
        }
    };
    let cells: Vec<String> = by_corpus.values().map(cell).collect();
    format!("| {} | {} |\n", asks(task), cells.join(" | "))
}
