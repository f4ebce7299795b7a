//! Measures people and speakers apart from the model: reads texts whose quotations are annotated, gives the annotated
//! quotations with their sources to `language::people`, and writes the records that come of it.
//!
//! ```text
//! cargo run --release --features train --bin onrecord-people -- people.jsonl > pred.jsonl
//! ```

use anyhow::{Context, Result};
use onrecord::article::plain;
use onrecord::export::json;
use onrecord::language::marks::Marks;
use onrecord::language::tokens::Tokens;
use onrecord::language::{Act, Analysis, Attribution, Kind, Language, people};
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
}

#[derive(Deserialize)]
struct Quote {
    kind: String,
    content: Vec<Piece>,
    #[serde(default)]
    source: Vec<Piece>,
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
        let analysis = Analysis { language: Language::ENGLISH, people, quotations };
        json::write(&mut out, &json::Id::Name(&text.id), None, &article, &record::build(&article, analysis))?;
        out.write_all(b"\n")?;
    }
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
