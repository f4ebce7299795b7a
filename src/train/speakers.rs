//! How often the speaker given is the right one, by the confidence given with it: on texts with every speaker named, the
//! whole analysis from text to name.

use super::data::{self, Points};
use crate::article::plain;
use crate::language::{Person, analyse};
use crate::text::{Offsets, Span};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
struct Line {
    text: String,
    quotes: Vec<Quote>,
    people: Vec<Known>,
}

#[derive(Deserialize)]
struct Quote {
    content: Vec<Points>,
    /// Name of one of the people.
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct Known {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Known {
    fn is(&self, person: &Person) -> bool {
        let name = person.name.to_lowercase();
        self.name.to_lowercase() == name || self.aliases.iter().any(|alias| alias.to_lowercase() == name)
    }
}

const BINS: usize = 10;

/// Speakers in one tenth of confidence.
#[derive(Clone, Copy, Default)]
struct Bin {
    given: usize,
    right: usize,
    confidence: f64,
}

/// A table for the JSON Lines at `path`: for each tenth of confidence how many speakers were given, and how many of them
/// were right.
///
/// # Errors
/// When the file cannot be read, or a line is no such text.
pub fn reliability(path: &Path) -> Result<String> {
    let mut bins = [Bin::default(); BINS];
    for (number, line) in data::read(path)?.lines().enumerate() {
        let line: Line = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1))?;
        count(&line, &mut bins);
    }
    let mut out = String::from("| confidence | speakers | mean | right |\n|---|---|---|---|\n");
    for (at, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.given > 0) {
        let (low, high) = (at as f32 / BINS as f32, (at + 1) as f32 / BINS as f32);
        let percent = |sum: f64| 100.0 * sum / bin.given as f64;
        let (mean, right) = (percent(bin.confidence), percent(bin.right as f64));
        let _ = writeln!(out, "| {low:.1}–{high:.1} | {} | {mean:.1} | {right:.1} |", bin.given);
    }
    Ok(out)
}

/// Counts the speakers of those quotations that share half their words with an annotated one.
fn count(line: &Line, bins: &mut [Bin; BINS]) {
    let offsets = Offsets::new(&line.text);
    let found = analyse(&plain::article(line.text.clone()));
    for quotation in &found.quotations {
        let Some(speaker) = quotation.speaker.and_then(|id| found.people.get(id)) else { continue };
        let gold = line.quotes.iter().find(|quote| {
            let spans = quote.content.iter().map(|points| points.span(&offsets));
            overlap(&quotation.content, &spans.collect::<Vec<Span>>()) >= 0.5
        });
        let Some(gold) = gold.and_then(|quote| quote.speaker.as_ref()) else { continue };
        let right = line.people.iter().find(|known| known.name == *gold).is_some_and(|known| known.is(speaker));
        let bin = &mut bins[((quotation.speaker_confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.given += 1;
        bin.right += usize::from(right);
        bin.confidence += f64::from(quotation.speaker_confidence);
    }
}

/// Dice's coefficient of the bytes of two lists of spans.
fn overlap(one: &[Span], other: &[Span]) -> f64 {
    let length = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>() as f64;
    let shared = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    let both: usize = one.iter().map(|a| other.iter().map(|b| shared(a, b)).sum::<usize>()).sum();
    2.0 * both as f64 / (length(one) + length(other)).max(1.0)
}
