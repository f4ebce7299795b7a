//! Learning the linker's rankers: an analysis asks its questions under the rankers learned so far, the right answers are
//! looked up, new rankers are learned from them; and so on for a few rounds, since what is asked, and with which
//! candidates, depends on the answers before.

use super::corpora::{self, Corpus, Text};
use super::parallel;
use super::ranker::{Choice, Schedule, learn, right};
use crate::article::Article;
use crate::language::coref::linker::{Linker, Query};
use crate::language::coref::ranker::{Question, Ranker, Rankers};
use crate::language::parts::Parts;
use crate::language::passes::Passes;
use crate::language::{Attribution, Language};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Rankers whose questions are kept.
struct Learning<'a>(&'a Rankers<'a>);

impl Linker for Learning<'_> {
    fn shares(&self, query: &Query) -> Vec<f32> {
        self.0.shares(query)
    }

    fn rankers(&self) -> &Rankers<'_> {
        self.0
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
    let parts = Parts::of(&article);
    let part = |blocks| {
        let (article, start) = parts.article(blocks);
        let article = article.into_owned();
        let passes = Passes::of(&article, Language::ENGLISH);
        let found = passes.chunks().into_iter().flat_map(|chunk| passes.attribute(chunk)).collect();
        let found = passes.refine(found);
        Ready { text, article, start, found }
    };
    parts.blocks().iter().map(part).collect()
}

/// Rounds of asking and learning.
const ROUNDS: usize = 3;

/// How the ranker for `question` is learned. What a name is its words tell almost alone: it is easily learned by heart.
fn schedule(question: Question, seed: u64) -> Schedule {
    match question {
        Question::Kind => Schedule { epochs: 6, rate: 0.04, dropout: 0.35, seed },
        Question::Description => Schedule { epochs: 8, rate: 0.04, dropout: 0.3, seed },
        Question::Doubt => Schedule { epochs: 5, rate: 0.03, dropout: 0.2, seed },
        Question::Pronoun | Question::Speaker => Schedule { epochs: 8, rate: 0.04, dropout: 0.25, seed },
    }
}

/// What is asked in a part, and answered.
struct Answered {
    corpus: Corpus,
    set_aside: bool,
    choices: Vec<(Question, Choice)>,
}

/// Texts in so many folds: the ranker of doubt learns from answers of rankers that did not learn from the same texts.
const FOLDS: usize = 2;

/// Learns from the corpora in `folder`; gives the blob. `say` is told what goes on.
pub fn learn_rankers(folder: &Path, seed: u64, say: &dyn Fn(&str)) -> Result<Vec<u8>> {
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
    let folds: Vec<usize> = (0..FOLDS).collect();
    let mut doubts: Vec<Answered> = Vec::new();
    for fold in folds {
        let in_fold = |at: usize| at % FOLDS == fold;
        let numbered = || answered.iter().enumerate();
        let others: Vec<&Answered> =
            numbered().filter(|(at, part)| !in_fold(*at) && !part.set_aside).map(|(_, part)| part).collect();
        let rankers = learn_all(&others, seed)?;
        let own: Vec<&Ready> =
            parts.iter().enumerate().filter(|(at, part)| in_fold(*at) && !part.text.set_aside).map(|(_, part)| part).collect();
        doubts.extend(parallel(&own, |part| answer(part, &rankers)));
    }
    let choices: Vec<&Choice> = of(&doubts.iter().collect::<Vec<_>>(), Question::Doubt);
    let doubt = learn(&choices, schedule(Question::Doubt, seed));
    rankers.rankers[Question::Doubt as usize] = owned(&doubt)?;
    let answered = parallel(&parts, |part| answer(part, &rankers));
    for question in Question::ALL {
        say(&format!("{question:?}: {}", shares(&answered, question, rankers.of(question))));
    }
    Ok(rankers.write())
}

fn owned(bytes: &[u8]) -> Result<Ranker<'static>> {
    Ok(Ranker::read(bytes).context("a ranker that is cut short")?.into_owned())
}

/// What was asked as `question` in `parts`.
fn of<'a>(parts: &[&'a Answered], question: Question) -> Vec<&'a Choice> {
    let own = parts.iter().flat_map(|part| part.choices.iter().filter(move |(asked, _)| *asked == question));
    own.map(|(_, choice)| choice).collect()
}

fn learn_all(parts: &[&Answered], seed: u64) -> Result<Rankers<'static>> {
    let learned = parallel(&Question::ALL, |&question| learn(&of(parts, question), schedule(question, seed)));
    let rankers: Vec<Ranker> = learned.iter().map(|bytes| owned(bytes)).collect::<Result<_>>()?;
    let rankers = rankers.try_into().map_err(|_| anyhow::anyhow!("a question without a ranker"))?;
    Ok(Rankers { rankers, mixtures: Rankers::none().mixtures })
}

fn answer(part: &Ready, rankers: &Rankers) -> Answered {
    let passes = Passes::of(&part.article, Language::ENGLISH);
    let trace = passes.trace(&part.found, &Learning(rankers), None);
    let choices = part.text.gold.choices(&trace, passes.tokens(), &part.found, part.start);
    Answered { corpus: part.text.corpus, set_aside: part.text.set_aside, choices }
}

/// Of each corpus how many choices there are, and how many of those set aside `ranker` makes rightly.
fn shares(answered: &[Answered], question: Question, ranker: &Ranker) -> String {
    let mut by_corpus: BTreeMap<Corpus, [Vec<&Choice>; 2]> = BTreeMap::new();
    for part in answered {
        let own = part.choices.iter().filter(|(asked, _)| *asked == question).map(|(_, choice)| choice);
        by_corpus.entry(part.corpus).or_default()[usize::from(part.set_aside)].extend(own);
    }
    let one = |(corpus, [learned, aside]): (&Corpus, &[Vec<&Choice>; 2])| {
        format!(
            "{corpus:?} {:.1} learned of {}, {:.1} aside of {}",
            100.0 * right(ranker, learned),
            learned.len(),
            100.0 * right(ranker, aside),
            aside.len(),
        )
    };
    by_corpus.iter().filter(|(_, [learned, _])| !learned.is_empty()).map(one).collect::<Vec<String>>().join("; ")
}
