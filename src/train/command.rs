//! The commands of `onrecord-model`: learning from a folder of annotated texts, scoring on it, measuring speed.

use super::coref::{self, reliability as speaker_reliability};
use super::joining;
use super::parallel::parallel;
use super::samples::{self, Sample};
use super::tagger::calibration::{self, HELD, Tagged};
use super::tagger::encoder_data;
use super::tagger::evaluation::{Scores, score};
use super::tagger::pipeline::{Hyperparameters, TrainingOutcome, learn_model};
use super::tagger::report::{errors, reliability, table};
use super::timing;
use crate::language::attribute::patterns::refine::refine;
use crate::language::tag::calibration::DecodingParameters;
use crate::language::tag::encoder::{self as best, Encoder};
use crate::language::tag::hashing;
use crate::language::tag::linear_model::LinearModel;
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::PerTag;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Instant;

const USAGE: &str = "usage: onrecord-model learn FOLDER | score FOLDER | link FOLDER | pieces FOLDER | cut FILE |
       calibrate FOLDER | joined FOLDER | speed FILE
  learn  learns from FOLDER/train.jsonl.xz: writes assets/model.bin and assets/model.recipe.md, then scores
  score  scores assets/model.bin and assets/encoder.bin on FOLDER/dev.jsonl: writes
         assets/model.scores.md and assets/encoder.scores.md
  link   learns the rankers of coreference: writes assets/coref.bin
         and assets/coref.scores.md
  pieces writes the training data of assets/encoder/train.py into the current folder, and
         vocab.txt from there cut to the pieces that occur
  cut    writes the texts of FILE (JSON Lines of id and text) as the pieces of
         assets/encoder.bin, one a line
  calibrate
         fits decoding and confidence to assets/encoder.bin: writes assets/encoder.fit.txt,
         then scores
  joined scores how people of several articles are joined: writes assets/people/identity.scores.md
  speed  times the start and the analysis of FILE's text, cut or repeated, by either model";

const MODEL: &str = "assets/model.bin";
const RECIPE: &str = "assets/model.recipe.md";
const SCORES: &str = "assets/model.scores.md";
const ENCODER: &str = "assets/encoder.bin";
const FIT: &str = "assets/encoder.fit.txt";
const ENCODER_SCORES: &str = "assets/encoder.scores.md";
const RANKERS: &str = "assets/coref.bin";
const RANKERS_SCORES: &str = "assets/coref.scores.md";
const JOINING_SCORES: &str = "assets/people/identity.scores.md";
/// The score on the odd half of weights that were fitted to the even half alone; it was measured once.
const HELD_OUT: &str = "\nThe weights are fitted to articles of both halves. Fitted to the even half alone, they gave on the \
                        odd one: precision 99.98, recall 95.20.\n";
const SEED: u64 = 1;

/// Runs the command in `arguments`, which lack the program's name.
///
/// # Errors
/// If the arguments are no command, or the command fails. The error names the file.
pub fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let arguments: Vec<String> = arguments.collect();
    let [command, path] = arguments.as_slice() else { bail!(USAGE) };
    match command.as_str() {
        "learn" => learn(Path::new(path)),
        "score" => {
            score_model(Path::new(path))?;
            score_encoder(Path::new(path))
        }
        "calibrate" => calibrate(Path::new(path)),
        "link" => learn_links(Path::new(path)),
        "pieces" => write_pieces(Path::new(path)),
        "cut" => cut(Path::new(path)),
        "joined" => score_joining(Path::new(path)),
        "speed" => timing::print_times(Path::new(path)),
        _ => bail!(USAGE),
    }
}

fn learn(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let text = samples::read(&folder.join("train.jsonl.xz"))?;
    let samples = samples::samples(&text)?;
    let options = Hyperparameters::new(SEED);
    let outcome = learn_model(&samples, &options, &|line| eprintln!("{:4} s  {line}", start.elapsed().as_secs()));
    write(MODEL, &outcome.blob)?;
    write(RECIPE, recipe(&text, &samples, &options, &outcome).as_bytes())?;
    score_model(folder)
}

fn learn_links(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let say = |line: &str| eprintln!("{:4} s  {}", start.elapsed().as_secs(), line.trim_end());
    let (blob, table) = coref::learn_rankers(folder, SEED, &say)?;
    write(RANKERS, &blob)?;
    let mut data = String::new();
    for file in coref::FILES {
        let text = samples::read(&folder.join(file))?;
        data += &format!("| `{file}` | {} | {:016x} |\n", text.lines().count(), hashing::word(&text));
    }
    let scores = format!(
        "# Scores of `coref.bin`\nWritten, with the blob, in about five minutes on two cores by\n```text\ncargo run --release \
         --features train --bin onrecord-model -- link FOLDER\n```\nSeed {SEED}, {} bytes. The model card is \
         `MODELS.md`.\n\n| learned from | lines | hash (`language::tag::hashing::word`) |\n|---|---|---|\n{data}\nEvery sixth text of \
         each is set aside (of GAP the validation part), with the encoder too.\n\n{table}",
        blob.len(),
    );
    write(RANKERS_SCORES, scores.as_bytes())
}

fn score_joining(folder: &Path) -> Result<()> {
    let scores = format!(
        "# Scores of `identity.txt`\nWritten in a minute or two by\n```text\ncargo run --release --features train --bin \
         onrecord-model -- joined FOLDER\n```\nfrom {}, read by the fast model. A pair is two mentions of one of a hundred people \
         in two articles; who is who is told by hand in `tests/identity/hundred.txt`.\n\n{}{HELD_OUT}",
        joining::FILES.join(" and "),
        joining::score(folder)?,
    );
    write(JOINING_SCORES, scores.as_bytes())
}

fn write_pieces(folder: &Path) -> Result<()> {
    let train = samples::samples(&samples::read(&folder.join("train.jsonl.xz"))?)?;
    let dev = samples::samples(&samples::read(&folder.join("dev.jsonl"))?)?;
    let words = encoder_data::vocabulary(&train, &samples::read(Path::new("vocab.txt"))?)?;
    write("vocabulary.txt", words.as_bytes())?;
    write("train.pieces.jsonl", encoder_data::lines(&train, &words)?.as_bytes())?;
    write("dev.pieces.jsonl", encoder_data::lines(&dev, &words)?.as_bytes())
}

fn cut(path: &Path) -> Result<()> {
    let blob = std::fs::read(ENCODER).with_context(|| format!("cannot read {ENCODER}"))?;
    print!("{}", encoder_data::cut(&samples::read(path)?, &read_encoder(&blob)?)?);
    Ok(())
}

fn calibrate(folder: &Path) -> Result<()> {
    let text = samples::read(&folder.join("train.jsonl.xz"))?;
    let samples = samples::samples(&text)?;
    let held: Vec<&Sample> = samples.iter().step_by(HELD).collect();
    let blob = std::fs::read(ENCODER).with_context(|| format!("cannot read {ENCODER}"))?;
    let encoder = read_encoder(&blob)?;
    let tagged: Vec<Tagged> = held.iter().copied().zip(parallel(&held, |sample| tag(&encoder, sample))).collect();
    let outcome = calibration::fit(&tagged, LinearModel::embedded(), &|line| eprintln!("{line}"));
    let written = format!(
        "# Fits decoding to `encoder.bin`. Written by\n#   cargo run --release --features train --bin onrecord-model -- \
         calibrate FOLDER\n# from {} articles that the encoder did not learn from.\n{}",
        held.len(),
        best::parameters::write(&outcome.fit),
    );
    write(FIT, written.as_bytes())?;
    println!("{}\n{}", table(&outcome.scores), reliability(&outcome.evaluated));
    score_encoder(folder)
}

fn read_encoder(blob: &[u8]) -> Result<Encoder<'_>> {
    Encoder::read(blob).with_context(|| format!("{ENCODER} is not an encoder of this version"))
}

fn tag(tagger: &(dyn Tagger + Sync), sample: &Sample) -> Vec<PerTag> {
    tagger.tag(sample.document(), 0..sample.article.blocks().len())
}

fn recipe(text: &str, samples: &[Sample], options: &Hyperparameters, outcome: &TrainingOutcome) -> String {
    format!(
        "# How `model.bin` was made\nWritten by the command itself:\n```text\ncargo run --release --features train --bin \
         onrecord-model -- learn FOLDER\n```\nFrom {} articles ({} tokens) in `FOLDER/train.jsonl.xz`; unpacked {} bytes, \
         hash {:016x} (`language::tag::hashing::word`).\nSeed {SEED}. {} bytes.\n```text\n{options:#?}\n```\n## On held-out \
         articles\nEvery part was learned on four fifths of the articles and tried on the rest.\n\n{}\n## Reliability\nOf \
         what is given with some confidence, how much is right (held-out articles, in percent).\n\n{}",
        samples.len(),
        samples.iter().map(|sample| sample.tokens.len()).sum::<usize>(),
        text.len(),
        hashing::word(text),
        outcome.blob.len(),
        table(&outcome.held_out),
        reliability(&outcome.evaluated),
    )
}

fn score_model(folder: &Path) -> Result<()> {
    let samples = samples::samples(&samples::read(&folder.join("dev.jsonl"))?)?;
    let blob = std::fs::read(MODEL).with_context(|| format!("cannot read {MODEL}"))?;
    let model = LinearModel::read(&blob).with_context(|| format!("{MODEL} is not a model of this version"))?;
    let tagged: Vec<Tagged> = samples.iter().zip(parallel(&samples, |sample| tag(&model, sample))).collect();
    let people = folder.join("people/people.jsonl");
    let speakers = if people.is_file() {
        format!(
            "\n## Speakers\nOf those given in `people/people.jsonl`, from text to name, in percent.\n\n{}\nIn the texts of \
             `tests/people`, which the rules were written with:\n\n{}",
            speaker_reliability::reliability(&people)?,
            speaker_reliability::own_reliability()?,
        )
    } else {
        String::new()
    };
    write_scores(SCORES, "model.bin", &scores(&tagged, &model, &model.fit), &speakers)
}

fn score_encoder(folder: &Path) -> Result<()> {
    let samples = samples::samples(&samples::read(&folder.join("dev.jsonl"))?)?;
    let blob = std::fs::read(ENCODER).with_context(|| format!("cannot read {ENCODER}"))?;
    let encoder = read_encoder(&blob)?;
    let fit = best::parameters::read(&samples::read(Path::new(FIT))?).with_context(|| format!("{FIT} lacks a line"))?;
    let tagged: Vec<Tagged> = samples.iter().zip(parallel(&samples, |sample| tag(&encoder, sample))).collect();
    write_scores(ENCODER_SCORES, "encoder.bin", &scores(&tagged, LinearModel::embedded(), &fit), "")
}

/// The scores of the quotations found with the probabilities of `tagged`: with the speech patterns, and without them.
fn scores(tagged: &[Tagged], model: &LinearModel, fit: &DecodingParameters) -> [Scores; 2] {
    let found = parallel(tagged, |(sample, rows)| model.attribute(fit, sample.document(), rows));
    let mut scores = [Scores::default(), Scores::default()];
    for ((sample, _), found) in tagged.iter().zip(found) {
        score(sample, &found, &mut scores[1]);
        score(sample, &refine(sample.document(), found), &mut scores[0]);
    }
    scores
}

fn write_scores(path: &str, name: &str, [refined, learned]: &[Scores; 2], more: &str) -> Result<()> {
    let scores = format!(
        "# Scores of `{name}`\nOn `dev.jsonl`, in percent. Rewritten by\n```text\ncargo run --release --features train \
         --bin onrecord-model -- score FOLDER\n```\n## Model and forms of speech\n{}\n## What went wrong\n{}\n## The \
         model alone\n{}{more}",
        table(refined),
        errors(refined),
        table(learned),
    );
    write(path, scores.as_bytes())?;
    print!("{scores}");
    Ok(())
}

fn write(path: &str, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {path}"))
}
