//! `--model`: which model is used, that the record names it, and that the model cards have the figures of the scores.

use crate::run::{Folder, run};
use onrecord::language::Engine;
use std::fs;
use std::path::Path;

const TEXT: &str = "“We will mend it,” said the harbour master, Orla Finch. Finch added that nobody had asked her.";
const SWEDISH: &str = "Hamnen stängs i mars, säger borgmästaren Ottilie Kvist. ”Ingen vill det här”, sade hon till \
                       tidningen på tisdagen, och lade till att rådet hade bestämt sig redan i höstas.";

/// The version of the model used with `arguments` for a text on standard input.
fn check(arguments: &[&str], text: &str, expected: u8) {
    let ran = run(arguments, text.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
    let tool = ran.records()[0]["tool"].as_str().unwrap().to_owned();
    assert!(tool.ends_with(&format!(", model {expected}")), "{arguments:?}: {tool}");
}

#[test]
fn records_name_their_model() {
    let best = if Engine::HAS_BEST { 3 } else { 1 };
    let line = format!("{{\"text\": {TEXT:?}}}");
    check(&["extract", "--model", "fast"], TEXT, 1);
    check(&["extract", "--model", "auto"], TEXT, best);
    check(&["extract", "--model", "auto"], SWEDISH, 1);
    check(&["extract", "--model", "auto", "--input", "jsonl"], &line, best);
    let feed = format!(
        "<rss version='2.0'><channel><title>T</title><item><guid>1</guid><description>{TEXT}</description></item></channel></rss>"
    );
    check(&["extract", "--model", "auto", "--input", "feed"], &feed, best);
    check(&["extract", "--model", "auto"], &format!("{TEXT}\n\n").repeat(200_000 / TEXT.len() + 1), 1);
    check(&["--model", "auto", "extract", "--input", "text"], &line, best);
    if Engine::HAS_BEST {
        check(&["extract", "--model", "best", "--input", "jsonl"], &line, 3);
        check(&["extract", "--model", "best"], SWEDISH, 1);
    } else {
        let ran = run(["extract", "--model", "best"], TEXT.as_bytes());
        assert!(ran.status == Some(2) && ran.err.contains("must be one of fast, auto"), "{}", ran.err);
    }
}

#[test]
fn the_configuration_chooses_the_model() {
    let folder = Folder::new();
    let file = folder.file("c.toml", b"model = \"auto\"");
    let file = file.to_str().unwrap();
    let best = if Engine::HAS_BEST { 3 } else { 1 };
    check(&["extract", "--config", file], TEXT, best);
    check(&["extract", "--config", file, "--model", "fast"], TEXT, 1);
    let wrong = folder.file("w.toml", b"model = \"slow\"");
    let ran = run(["extract", "--config", wrong.to_str().unwrap()], TEXT.as_bytes());
    assert!(ran.status == Some(0) && ran.err.contains("w.toml:1: `model` must be one of fast, "), "{}", ran.err);
}

/// A file of `assets`.
fn asset(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)).unwrap()
}

/// The figure in column `column` of the first row of `scores` that begins with `label`.
fn figure(scores: &str, label: &str, column: usize) -> String {
    let row = scores.lines().find(|line| line.starts_with(&format!("| {label} |"))).unwrap();
    row.split('|').nth(column).unwrap().trim().to_owned()
}

#[test]
fn model_cards_have_the_figures_of_the_scores() {
    let cards = asset("MODELS.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let assert_named = |expected: String| assert!(cards.contains(&expected), "{expected}");
    for name in ["model.scores.md", "encoder.scores.md"] {
        let scores = asset(name);
        let f1 = |label| figure(&scores, label, 4);
        assert_named(format!(
            "F1 of quotations {} (direct {}, mixed {}, indirect {}); right source for {} of those found",
            f1("quotations"),
            f1("… direct"),
            f1("… mixed"),
            f1("… indirect"),
            figure(&scores, "source of matched quotations", 3)
        ));
    }
    let scores = asset("coref.scores.md");
    let (_, scores) = scores.split_once("## With the encoder").unwrap();
    for task in
        ["entity type of a name", "antecedent of a pronoun", "antecedent of a description", "speaker of direct speech"]
    {
        assert_named(format!("{task} {}", figure(scores, task, 3)));
    }
}
