//! The commands of `onrecord-model`: learning from a folder of annotated articles, scoring on it, measuring speed.

use super::data::{self, Sample};
use super::encoder;
use super::parallel;
use super::pipeline::{Options, Outcome, learn_model};
use super::report::{errors, reliability, table};
use super::score::{Scores, score};
use super::speakers;
use crate::article::plain;
use crate::language::model::Model;
use crate::language::tagger::Tagger;
use crate::language::{Attribution, analyse, forms, hash};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Instant;

const USAGE: &str = "usage: onrecord-model learn FOLDER | score FOLDER | pieces FOLDER | speed FILE
  learn  learns from FOLDER/train.jsonl.xz: writes assets/model.bin and assets/model.recipe.md, then scores
  score  scores assets/model.bin on FOLDER/dev.jsonl: writes assets/model.scores.md
  pieces writes what assets/encoder/train.py learns from into the current folder, whose
         vocab.txt it cuts to the pieces that occur
  speed  times the whole analysis of FILE's text, cut or repeated to 4 KB and up to 10 MB";

const MODEL: &str = "assets/model.bin";
const RECIPE: &str = "assets/model.recipe.md";
const SCORES: &str = "assets/model.scores.md";
const SEED: u64 = 1;

/// Runs the command that `arguments` (without the program's name) ask for.
pub fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let arguments: Vec<String> = arguments.collect();
    let [command, path] = arguments.as_slice() else { bail!(USAGE) };
    match command.as_str() {
        "learn" => learn(Path::new(path)),
        "score" => score_model(Path::new(path)),
        "pieces" => write_pieces(Path::new(path)),
        "speed" => speed(Path::new(path)),
        _ => bail!(USAGE),
    }
}

fn learn(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let text = data::read(&folder.join("train.jsonl.xz"))?;
    let samples = data::samples(&text)?;
    let options = Options::new(SEED);
    let outcome = learn_model(&samples, &options, &|line| eprintln!("{:4} s  {line}", start.elapsed().as_secs()));
    write(MODEL, &outcome.blob)?;
    write(RECIPE, recipe(&text, &samples, &options, &outcome).as_bytes())?;
    score_model(folder)
}

fn write_pieces(folder: &Path) -> Result<()> {
    let train = data::samples(&data::read(&folder.join("train.jsonl.xz"))?)?;
    let dev = data::samples(&data::read(&folder.join("dev.jsonl"))?)?;
    let words = encoder::vocabulary(&train, &data::read(Path::new("vocab.txt"))?)?;
    write("vocabulary.txt", words.as_bytes())?;
    write("train.pieces.jsonl", encoder::lines(&train, &words)?.as_bytes())?;
    write("dev.pieces.jsonl", encoder::lines(&dev, &words)?.as_bytes())
}

fn recipe(text: &str, samples: &[Sample], options: &Options, outcome: &Outcome) -> String {
    format!(
        "# How `model.bin` was made\nWritten by the command itself:\n```text\ncargo run --release --features train --bin \
         onrecord-model -- learn FOLDER\n```\nFrom {} articles ({} tokens) in `FOLDER/train.jsonl.xz`; unpacked {} bytes, \
         hash {:016x} (`language::hash::word`).\nSeed {SEED}. {} bytes.\n```text\n{options:#?}\n```\n## On held-out \
         articles\nEvery part was learned on four fifths of the articles and tried on the rest.\n\n{}\n## Reliability\nOf \
         what is given with some confidence, how much is right (held-out articles, in percent).\n\n{}",
        samples.len(),
        samples.iter().map(|sample| sample.tokens.len()).sum::<usize>(),
        text.len(),
        hash::word(text),
        outcome.blob.len(),
        table(&outcome.held_out),
        reliability(&outcome.judged),
    )
}

fn score_model(folder: &Path) -> Result<()> {
    let samples = data::samples(&data::read(&folder.join("dev.jsonl"))?)?;
    let blob = std::fs::read(MODEL).with_context(|| format!("cannot read {MODEL}"))?;
    let model = Model::read(&blob).with_context(|| format!("{MODEL} is no model of this version"))?;
    let found = parallel(&samples, |sample| attribute(&model, sample));
    let (mut learned, mut refined) = (Scores::default(), Scores::default());
    for (sample, found) in samples.iter().zip(found) {
        score(sample, &found, &mut learned);
        score(sample, &forms::refine(&sample.article, &sample.tokens, &sample.marks, found), &mut refined);
    }
    let scores = format!(
        "# Scores of `model.bin`\nOn `dev.jsonl` ({} articles), in percent. Rewritten by\n```text\ncargo run --release \
         --features train --bin onrecord-model -- score FOLDER\n```\n## Model and forms of speech\n{}\n## What went \
         wrong\n{}\n## The model alone\n{}",
        samples.len(),
        table(&refined),
        errors(&refined),
        table(&learned),
    );
    let people = folder.join("people/people.jsonl");
    let scores = if people.is_file() {
        let table = speakers::reliability(&people)?;
        format!(
            "{scores}\n## Speakers\nOf those given in `people/people.jsonl`, from text to name, in percent.\n\n{table}"
        )
    } else {
        scores
    };
    write(SCORES, scores.as_bytes())?;
    print!("{scores}");
    Ok(())
}

fn attribute(model: &Model, sample: &Sample) -> Vec<Attribution> {
    let (article, tokens, marks) = (&sample.article, &sample.tokens, &sample.marks);
    let rows = model.tag(article, tokens, marks, 0..article.blocks().len());
    model.attribute(article, tokens, marks, &rows)
}

/// Prints how long it takes until a first sentence is analysed, and the time of the whole analysis for texts from 4 KB to
/// 10 MB, on one core.
fn speed(file: &Path) -> Result<()> {
    let text = data::read(file)?;
    if text.trim().is_empty() {
        bail!("{} holds no text", file.display());
    }
    let start = Instant::now();
    analyse(&plain::article("The bridge will hold, said Ada Lind.".to_owned()));
    println!("ready after {:.1} ms: model, word lists, one sentence", start.elapsed().as_secs_f64() * 1e3);
    println!("{:>10}  {:>9}  {:>6}", "bytes", "ms", "MB/s");
    for size in [4_000, 40_000, 400_000, 1_000_000, 4_000_000, 10_000_000] {
        let mut long = format!("{text}\n\n").repeat(size / text.len() + 1);
        let end = (0..=size).rev().find(|&at| long.is_char_boundary(at)).unwrap_or(0);
        long.truncate(end);
        let article = plain::article(long);
        let start = Instant::now();
        let found = analyse(&article);
        let seconds = start.elapsed().as_secs_f64();
        let rate = end as f64 / 1e6 / seconds;
        println!("{end:>10}  {:>9.1}  {rate:>6.2}  {} quotations", seconds * 1e3, found.quotations.len());
    }
    Ok(())
}

fn write(path: &str, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {path}"))
}
