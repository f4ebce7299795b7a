//! `--model`: which model is used, and that the record names it.

use crate::run::{Folder, run};
use onrecord::language::Engine;

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
fn the_record_says_which_model_answered() {
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
fn the_configuration_chooses_too() {
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
