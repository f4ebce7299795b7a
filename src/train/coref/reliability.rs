//! The reliability of speakers: how often they are right, by their confidence, in whole analyses of texts with known
//! speakers.

use crate::article::plain;
use crate::language::{Person, analyse};
use crate::text::{Offsets, Span};
use crate::train::gold;
use crate::train::samples::{self, Points};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
struct AnnotatedText {
    text: String,
    quotes: Vec<AnnotatedQuote>,
    people: Vec<AnnotatedPerson>,
}

#[derive(Deserialize)]
struct AnnotatedQuote {
    content: Vec<Points>,
    /// Name of one of the people.
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct AnnotatedPerson {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl AnnotatedPerson {
    fn is(&self, person: &Person) -> bool {
        let name = person.name.to_lowercase();
        self.name.to_lowercase() == name || self.aliases.iter().any(|alias| alias.to_lowercase() == name)
    }
}

const BINS: usize = 10;

/// The speakers with a confidence in one tenth.
#[derive(Clone, Copy, Default)]
struct Bin {
    given: usize,
    right: usize,
    confidence: f64,
}

/// A table for the JSON Lines at `path`: for each tenth of confidence the number of speakers, and the share that is
/// right.
///
/// # Errors
/// If the file cannot be read, or a line has another form.
pub fn reliability(path: &Path) -> Result<String> {
    let mut bins = [Bin::default(); BINS];
    for (number, line) in samples::read(path)?.lines().enumerate() {
        let line: AnnotatedText =
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1))?;
        let offsets = Offsets::new(&line.text);
        let spans = |quote: &AnnotatedQuote| quote.content.iter().map(|points| points.span(&offsets)).collect();
        let said: Vec<QuotedPieces> =
            line.quotes.iter().map(|quote| (spans(quote), quote.speaker.as_deref())).collect();
        count(&line.text, &said, &line.people, &mut bins);
    }
    Ok(table(&bins))
}

/// The table for the annotated texts of `tests/people`.
///
/// # Errors
/// If a text cannot be read.
pub fn own_reliability() -> Result<String> {
    let mut bins = [Bin::default(); BINS];
    for gold in gold::all()? {
        let spans = |quote: &gold::GoldQuote| quote.content.iter().map(|r| Span::new(r.start, r.end)).collect();
        let said: Vec<QuotedPieces> =
            gold.quotes.iter().map(|quote| (spans(quote), quote.speaker.as_deref())).collect();
        let known =
            |person: &gold::GoldPerson| AnnotatedPerson { name: person.name.clone(), aliases: person.aliases.clone() };
        let people: Vec<AnnotatedPerson> = gold.people.iter().map(known).collect();
        count(&gold.text, &said, &people, &mut bins);
    }
    Ok(table(&bins))
}

fn table(bins: &[Bin]) -> String {
    let mut out = String::from("| confidence | speakers | mean | right |\n|---|---|---|---|\n");
    for (at, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.given > 0) {
        let (low, high) = (at as f32 / BINS as f32, (at + 1) as f32 / BINS as f32);
        let percent = |sum: f64| 100.0 * sum / bin.given as f64;
        let (mean, right) = (percent(bin.confidence), percent(bin.right as f64));
        let _ = writeln!(out, "| {low:.1}–{high:.1} | {} | {mean:.1} | {right:.1} |", bin.given);
    }
    out
}

/// An annotated quotation: its pieces, and the name of one of the people.
type QuotedPieces<'a> = (Vec<Span>, Option<&'a str>);

/// Counts the speakers of the quotations in `text` that share half their bytes with one of `said`.
fn count(text: &str, said: &[QuotedPieces], people: &[AnnotatedPerson], bins: &mut [Bin; BINS]) {
    let found = analyse(&plain::article(text.to_owned()));
    for quotation in &found.quotations {
        let Some(speaker) = quotation.speaker.and_then(|id| found.people.get(id)) else { continue };
        let gold = said.iter().find(|(content, _)| overlap(&quotation.content, content) >= 0.5);
        let Some(gold) = gold.and_then(|(_, speaker)| *speaker) else { continue };
        let right = people.iter().find(|known| known.name == gold).is_some_and(|known| known.is(speaker));
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
