//! Measures people and speakers apart from the model: reads texts whose quotations are annotated, gives the annotated
//! quotations with their sources to `language::people`, and writes the records that come of it.
//!
//! ```text
//! cargo run --release --features train --bin onrecord-people -- people.jsonl > pred.jsonl
//! ```
//!
//! On standard error: how often the speaker is right, by the confidence given, and the speed.

use anyhow::{Context, Result};
use onrecord::article::plain;
use onrecord::export::json;
use onrecord::language::marks::Marks;
use onrecord::language::tokens::Tokens;
use onrecord::language::{Act, Analysis, Attribution, Kind, Language, Person, Quotation, people};
use onrecord::record;
use onrecord::text::{Offsets, Span};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Write};
use std::time::Instant;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    people: Vec<Known>,
}

#[derive(Deserialize)]
struct Quote {
    kind: String,
    content: Vec<Piece>,
    #[serde(default)]
    source: Vec<Piece>,
    /// Name of one of the people.
    #[serde(default)]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct Known {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// Speakers given and right, by tenths of confidence.
#[derive(Default)]
struct Reliability {
    given: [u32; 10],
    right: [u32; 10],
    sum: [f32; 10],
}

impl Reliability {
    /// Counts the speakers of `quotations` against the annotated `text`. A name is right when it is the gold name or one
    /// of its aliases.
    fn count(&mut self, text: &Text, offsets: &Offsets, people: &[Person], quotations: &[Quotation]) {
        for quotation in quotations {
            let start = quotation.extent().start as usize;
            let at = |quote: &&Quote| quote.content.first().is_some_and(|piece| offsets.byte(piece.start) == start);
            let Some(quote) = text.quotes.iter().find(at) else { continue };
            let (Some(speaker), Some(gold)) = (quotation.speaker.and_then(|id| people.get(id)), &quote.speaker) else {
                continue;
            };
            let known = text.people.iter().find(|known| known.name == *gold);
            let same = |name: &String| name.to_lowercase() == speaker.name.to_lowercase();
            let right = same(gold) || known.is_some_and(|known| known.aliases.iter().any(same));
            let bin = ((quotation.speaker_confidence * 10.0) as usize).min(9);
            self.given[bin] += 1;
            self.right[bin] += u32::from(right);
            self.sum[bin] += quotation.speaker_confidence;
        }
    }

    fn show(&self) {
        eprintln!("confidence  given  right");
        for bin in (0..10).filter(|&bin| self.given[bin] > 0) {
            let given = self.given[bin] as f32;
            eprintln!(
                "{:>10.2} {:>6} {:>5.1}%",
                self.sum[bin] / given,
                self.given[bin],
                100.0 * self.right[bin] as f32 / given
            );
        }
    }
}

/// Code points.
#[derive(Deserialize)]
struct Piece {
    start: usize,
    end: usize,
}

fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("onrecord-people FILE.jsonl")?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut bytes, mut seconds) = (0, 0.0);
    let mut reliability = Reliability::default();
    for line in BufReader::new(std::fs::File::open(&file).with_context(|| file.clone())?).lines() {
        let text: Text = serde_json::from_str(&line?)?;
        let offsets = Offsets::new(&text.text);
        let attributions = attributions(&text.quotes, &offsets);
        bytes += text.text.len();
        let article = plain::article(text.text.clone());
        let tokens = Tokens::of(&article);
        let marks = Marks::of(&article, &tokens);
        let start = Instant::now();
        let (people, quotations) = people::resolve(&article, &tokens, &marks, attributions);
        seconds += start.elapsed().as_secs_f64();
        reliability.count(&text, &offsets, &people, &quotations);
        let analysis = Analysis { language: Language::ENGLISH, people, quotations };
        json::write(&mut out, &json::Id::Name(&text.id), None, &article, &record::build(&article, analysis, &[]))?;
        out.write_all(b"\n")?;
    }
    reliability.show();
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / seconds);
    Ok(out.flush()?)
}

/// The annotated quotations, each inside the smallest that holds its first piece.
fn attributions(quotes: &[Quote], offsets: &Offsets) -> Vec<Attribution> {
    let span = |piece: &Piece| Span::new(offsets.byte(piece.start), offsets.byte(piece.end));
    let mut all: Vec<Attribution> = quotes
        .iter()
        .map(|quote| Attribution {
            kind: match quote.kind.as_str() {
                "direct" => Kind::Direct,
                "mixed" => Kind::Mixed,
                _ => Kind::Indirect,
            },
            act: Act::Said,
            content: quote.content.iter().map(span).collect(),
            cue: None,
            source: quote.source.first().map(span),
            confidence: 1.0,
            source_confidence: 1.0,
            inside: None,
        })
        .collect();
    for inner in 0..all.len() {
        let Some(&first) = all[inner].content.first() else { continue };
        let holding = |attribution: &Attribution| {
            attribution.content.iter().copied().find(|piece| piece.contains(first) && *piece != first)
        };
        all[inner].inside =
            (0..all.len()).filter_map(|outer| Some((holding(&all[outer])?.len(), outer))).min().map(|(_, outer)| outer);
    }
    all
}
