//! `tests/accuracy.txt`: the accuracy of the analysis on each of our own annotated texts, one row a text. Totals and
//! their floors (`people`, `transcripts`) hide an error in one text behind a gain in another; here both show. The file
//! explains its columns, and changes only with `UPDATE=1 cargo test accuracy`.

use crate::gold::{self, Gold};
use crate::people::{Count, score};
use crate::transcripts;
use onrecord::article::plain;
use onrecord::language::{Engine, Jobs, analyse_with};
use onrecord::threads::run_jobs;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/accuracy.txt");

const LEGEND: &str = "\
# The accuracy of the analysis on each of our own annotated texts. `UPDATE=1 cargo test accuracy` rewrites this file:
# look at every row that changes, and say in the commit why it does.
#
# Texts of tests/people, with the fast and the best model:
#   found, missed  annotated quotations that are found, or not; found means that the words agree by half (Dice)
#   spurious       found quotations that are none
#   right          found, with the speaker of the annotation, or with none where it is unknown
#   wrong          found, with another speaker
#   unnamed        found without a speaker, where the annotation has one
# Files of tests/transcripts, with the fast model:
#   right, wrong   turns that are found with their speaker, or not

";

/// The difference allowed in a row of the best model on another machine: floating point rounds differently there, so a
/// quotation may fall on the other side of a threshold.
const ROUNDING: usize = 1;

/// The rows of `text`, one for each model.
fn rows(text: &Gold) -> String {
    let article = plain::article(text.text.clone());
    let engines = [Engine::Fast, Engine::Best].into_iter().filter(|&engine| engine == Engine::Fast || Engine::HAS_BEST);
    let mut rows = String::new();
    for engine in engines {
        let analysis = analyse_with(&article, engine, |jobs: Jobs| run_jobs(&jobs, 1, |_| true)).unwrap();
        let mut count = Count::default();
        score(text, &analysis, &mut count, &mut String::new());
        let [found, gold] = ["found", "gold"].map(|what| count.get(what));
        let name = if engine == Engine::Fast { "fast" } else { "best" };
        write!(rows, "{:22} {name}", text.id).unwrap();
        let counts = [found, gold - found].into_iter();
        for count in counts.chain(["spurious", "named", "wrongly named", "unnamed"].map(|what| count.get(what))) {
            write!(rows, " {count:8}").unwrap();
        }
        rows.push('\n');
    }
    rows
}

fn table() -> String {
    let texts = gold::all().unwrap();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((text.id.as_str(), rows(text)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let threads: Vec<_> = (0..onrecord::threads::cores()).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    done.sort();
    let mut table = LEGEND.to_owned();
    table += "text                   model    found   missed spurious    right    wrong  unnamed\n";
    table.extend(done.into_iter().map(|(_, rows)| rows));
    table += "\nfile                              right    wrong\n";
    for path in transcripts::files() {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap();
        let read = |(text, turns): &(String, String)| transcripts::read(text, turns, ending);
        let (all, wrong) = transcripts::sections(&path)
            .iter()
            .map(read)
            .fold((0, 0), |(all, wrong), (more, errors)| (all + more, wrong + errors.len()));
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        writeln!(table, "{name:31} {:7} {wrong:8}", all - wrong).unwrap();
    }
    table
}

/// Whether `row` agrees with `expected`, up to the rounding of the best model.
fn agrees(row: &str, expected: &str) -> bool {
    let numbers = |row: &str| -> Vec<usize> { row.split_whitespace().filter_map(|word| word.parse().ok()).collect() };
    let same_text = row.split_whitespace().next() == expected.split_whitespace().next();
    let near = || {
        let (row, expected) = (numbers(row), numbers(expected));
        row.len() == expected.len() && row.iter().zip(&expected).all(|(a, b)| a.abs_diff(*b) <= ROUNDING)
    };
    row == expected || same_text && [row, expected].iter().all(|row| row.contains(" best ")) && near()
}

#[test]
fn accuracy_of_each_text_is_unchanged() {
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, table).unwrap();
        return;
    }
    let before = std::fs::read_to_string(PATH).unwrap_or_default();
    let before: Vec<&str> = before.lines().filter(|row| Engine::HAS_BEST || !row.contains(" best ")).collect();
    let now: Vec<&str> = table.lines().collect();
    let changed: Vec<String> = (0..now.len().max(before.len()))
        .map(|at| (before.get(at).copied().unwrap_or("nothing"), now.get(at).copied().unwrap_or("nothing")))
        .filter(|(before, now)| !agrees(now, before))
        .map(|(before, now)| format!("before: {before}\nnow:    {now}\n"))
        .collect();
    assert!(changed.is_empty(), "UPDATE=1 cargo test accuracy\n{}", changed.concat());
}

#[test]
fn only_the_best_model_has_a_rounding_tolerance() {
    let (fast, best) = ("a fast 1 0 0", "a best 1 0 0");
    assert!(agrees(fast, fast) && agrees(best, "a best 2 0 1"));
    assert!(!agrees(fast, "a fast 2 0 0") && !agrees(best, "a best 3 0 0") && !agrees(best, "b best 1 0 0"));
}
