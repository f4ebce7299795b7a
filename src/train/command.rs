//! The commands of `onrecord-model`: learning from a folder of annotated articles, scoring on it, measuring speed.

use super::data::{self, Sample};
use super::parallel;
use super::pipeline::{Options, learn_model};
use super::score::{Scores, score};
use crate::language::Attribution;
use crate::language::model::Model;
use crate::language::tagger::Tagger;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Instant;

const USAGE: &str = "usage: onrecord-model learn|score FOLDER
  learn  reads FOLDER/train.jsonl.xz and writes assets/model.bin
  score  scores assets/model.bin on FOLDER/dev.jsonl";

const MODEL: &str = "assets/model.bin";

/// Runs the command that `arguments` (without the program's name) ask for.
pub fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let arguments: Vec<String> = arguments.collect();
    let [command, folder] = arguments.as_slice() else { bail!(USAGE) };
    match command.as_str() {
        "learn" => learn(Path::new(folder)),
        "score" => score_model(Path::new(folder)),
        _ => bail!(USAGE),
    }
}

fn learn(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let samples = data::samples(&data::read(&folder.join("train.jsonl.xz"))?)?;
    let outcome =
        learn_model(&samples, &Options::new(1), &|line| eprintln!("{:4} s  {line}", start.elapsed().as_secs()));
    std::fs::write(MODEL, &outcome.blob).with_context(|| format!("cannot write {MODEL}"))?;
    println!("{} bytes", outcome.blob.len());
    show("held out", &outcome.held_out);
    score_model(folder)
}

fn score_model(folder: &Path) -> Result<()> {
    let samples = data::samples(&data::read(&folder.join("dev.jsonl"))?)?;
    let blob = std::fs::read(MODEL).with_context(|| format!("cannot read {MODEL}"))?;
    let model = Model::read(&blob).with_context(|| format!("{MODEL} is no model of this version"))?;
    let found = parallel(&samples, |sample| attribute(&model, sample));
    let mut scores = Scores::default();
    for (sample, found) in samples.iter().zip(&found) {
        score(sample, found, &mut scores);
    }
    show("dev", &scores);
    Ok(())
}

fn attribute(model: &Model, sample: &Sample) -> Vec<Attribution> {
    let (article, tokens, marks) = (&sample.article, &sample.tokens, &sample.marks);
    let rows = model.tag(article, tokens, marks, 0..article.blocks().len());
    model.attribute(article, tokens, marks, &rows)
}

fn show(name: &str, s: &Scores) {
    let three = |f: &dyn Fn(usize) -> f64| (0..3).map(|k| format!("{:.1}", f(k))).collect::<Vec<_>>().join("/");
    println!(
        "{name}: words {:.1} exact {:.1} quote {:.1}/{:.1}/{:.1} e2e {:.1} dm {:.1} src {:.1} R {} P {} pieces {}",
        s.words.f1(),
        s.exact.f1(),
        s.quotations.precision(),
        s.quotations.recall(),
        s.quotations.f1(),
        s.end_to_end.f1(),
        s.end_to_end_marked.f1(),
        s.source.recall(),
        three(&|k| s.kinds[k].recall()),
        three(&|k| s.kinds[k].precision()),
        three(&|k| s.pieces[k].f1()),
    );
}
