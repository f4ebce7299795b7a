//! Scores as Markdown tables, for the files beside the models.

use super::evaluation::{Evaluation, Scores, Tally};
use crate::language::Attribution;
use std::fmt::Write;

/// All figures of `scores`, in percent.
pub fn table(scores: &Scores) -> String {
    let mut out = String::from("| | precision | recall | F1 |\n|---|---|---|---|\n");
    let mut row = |name: &str, tally: &Tally| {
        let (p, r, f) = (tally.precision(), tally.recall(), tally.f1());
        let _ = writeln!(out, "| {name} | {p:.1} | {r:.1} | {f:.1} |");
    };
    row("end to end", &scores.end_to_end);
    row("end to end, direct and mixed", &scores.end_to_end_marked);
    row("quotations", &scores.quotations);
    for (name, tally) in ["direct", "mixed", "indirect"].iter().zip(&scores.kinds) {
        row(&format!("… {name}"), tally);
    }
    row("quotations, exactly", &scores.exact);
    row("words of quotations", &scores.words);
    for (name, tally) in ["source", "cue", "content"].iter().zip(&scores.pieces) {
        row(&format!("exact pieces: {name}"), tally);
    }
    let _ = writeln!(out, "| source of matched quotations | | {:.1} | |", scores.source.recall());
    out
}

/// The classes of errors, the most frequent first.
pub fn errors(scores: &Scores) -> String {
    let mut classes: Vec<(&str, usize)> = scores.errors.iter().map(|(&class, &count)| (class, count)).collect();
    classes.sort_by_key(|&(class, count)| (std::cmp::Reverse(count), class));
    let mut out = String::from("| error | count |\n|---|---|\n");
    for (class, count) in classes {
        let _ = writeln!(out, "| {class} | {count} |");
    }
    out
}

/// The reliability of quotations and of their sources: how many are right in each tenth of confidence.
pub fn reliability(evaluated: &[(Attribution, Evaluation)]) -> String {
    const BINS: usize = 10;
    let mut bins = [[(0.0f64, 0usize, 0usize); BINS]; 2];
    let mut count = |question: usize, confidence: f32, right: bool| {
        let bin = &mut bins[question][((confidence * BINS as f32) as usize).min(BINS - 1)];
        *bin = (bin.0 + f64::from(confidence), bin.1 + usize::from(right), bin.2 + 1);
    };
    for (found, evaluated) in evaluated {
        count(0, found.confidence, evaluated.matched);
        if let Some(right) = evaluated.source {
            count(1, found.source_confidence, right);
        }
    }
    let mut out = String::from(
        "| confidence | quotations | mean | right | sources | mean | right |\n|---|---|---|---|---|---|---|\n",
    );
    let cells = |(sum, right, all): (f64, usize, usize)| match all {
        0 => "0 | – | –".to_owned(),
        _ => format!("{all} | {:.1} | {:.1}", 100.0 * sum / all as f64, 100.0 * right as f64 / all as f64),
    };
    for (bin, (quotations, sources)) in bins[0].into_iter().zip(bins[1]).enumerate() {
        let (low, high) = (bin as f32 / BINS as f32, (bin + 1) as f32 / BINS as f32);
        let _ = writeln!(out, "| {low:.1}–{high:.1} | {} | {} |", cells(quotations), cells(sources));
    }
    out
}
