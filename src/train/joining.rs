//! Scores how people of several articles are joined: on a hundred people who were identified by hand in the articles.

use super::parallel::parallel;
use super::samples;
use crate::article::plain;
use crate::language;
use crate::library::{Library, PreparedArticle, SourceKey, fingerprint};
use anyhow::{Context, Result, ensure};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::path::Path;

/// The articles: news, each with a text.
pub const FILES: [&str; 2] = ["train.jsonl.xz", "dev.jsonl"];
/// The labels: lines of a person's number and of a name as the articles write it; 0 for one that could be several
/// people's.
const PEOPLE: &str = "tests/identity/hundred.txt";

/// Pairs of mentions, in different articles.
#[derive(Default)]
struct Pairs {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Pairs {
    fn row(&self, what: &str) -> String {
        let share = |other: usize| 100.0 * self.right as f64 / (self.right + other).max(1) as f64;
        let (precision, recall) = (share(self.wrong), share(self.missed));
        format!("| {what} | {} | {precision:.2} | {recall:.2} |\n", self.right + self.missed)
    }
}

/// Stores the articles in `folder` in a temporary library and compares its joins with the labels. Returns a table.
///
/// # Errors
/// If a file cannot be read or written, or no person of the list is found.
pub fn score(folder: &Path) -> Result<String> {
    let mut texts = Vec::new();
    for file in FILES {
        for line in samples::read(&folder.join(file))?.lines() {
            let article: Value = serde_json::from_str(line).with_context(|| format!("{file} is not JSON Lines"))?;
            texts.extend(article["text"].as_str().map(str::to_owned));
        }
    }
    let told = std::fs::read_to_string(PEOPLE).with_context(|| format!("cannot read {PEOPLE}"))?;
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, name) in told.lines().filter_map(|line| line.split_once('\t')) {
        numbers.insert(name, number.parse().with_context(|| format!("{PEOPLE}: {number} is not a number"))?);
    }
    let mut table = "| articles | pairs | precision | recall |\n|---|---|---|---|\n".to_owned();
    let halves: [(&str, &dyn Fn(u64) -> bool); 3] =
        [("all", &|_| true), ("the even half", &|print| print % 2 == 0), ("the odd half", &|print| print % 2 == 1)];
    for (what, is_of) in halves {
        let some: Vec<&String> = texts.iter().filter(|text| is_of(fingerprint(text))).collect();
        table += &joined(&some, &numbers)?.row(what);
    }
    Ok(table)
}

fn joined(texts: &[&String], numbers: &FxHashMap<&str, usize>) -> Result<Pairs> {
    let place = tempfile::tempdir()?;
    let mut library = Library::open(&place.path().join("library.sqlite"))?;
    let ready = parallel(texts, |text| {
        let article = plain::article((*text).clone());
        let analysis = language::analyse(&article);
        PreparedArticle::new(key(text), &article, analysis, &[])
    });
    library.store(&ready)?;
    // For each person of the library, the numbers of articles in which a person of the list, and anybody else, is
    // joined to it.
    let mut mentions: FxHashMap<(usize, i64), usize> = FxHashMap::default();
    let mut others: FxHashMap<i64, usize> = FxHashMap::default();
    for text in texts {
        for (_, name, individual) in library.people_in(&key(text))? {
            match numbers.get(name.as_str()) {
                Some(0) => {}
                Some(&number) => *mentions.entry((number, individual)).or_default() += 1,
                None => *others.entry(individual).or_default() += 1,
            }
        }
    }
    ensure!(!mentions.is_empty(), "none of the people of {PEOPLE} is in these articles");
    let two_of = |count: usize| count * count.saturating_sub(1) / 2;
    let (mut pairs, mut wrong) = (Pairs::default(), 0);
    let mut by_number: FxHashMap<usize, usize> = FxHashMap::default();
    for (&(number, individual), &count) in &mentions {
        pairs.right += two_of(count);
        *by_number.entry(number).or_default() += count;
        // Pairs with a person of the list are found from both sides.
        let listed = mentions.iter().filter(|((other, joined), _)| *joined == individual && *other != number);
        wrong += count * (listed.map(|(_, count)| count).sum::<usize>() + 2 * others.get(&individual).unwrap_or(&0));
    }
    pairs.wrong = wrong / 2;
    pairs.missed = by_number.values().map(|&count| two_of(count)).sum::<usize>() - pairs.right;
    Ok(pairs)
}

fn key(text: &str) -> SourceKey {
    SourceKey::named(format!("text:{:016x}", fingerprint(text)))
}
