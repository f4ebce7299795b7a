//! Whether confidences hold, on the texts of `tests/people`: of the quotations that are given 0.9, nine in ten are
//! right. The models were calibrated on other texts, and learned from some of these, so that they may be right more
//! often.

use crate::gold::{self, Gold};
use crate::people::{dice, words};
use onrecord::article::plain;
use onrecord::language::{SpeechAct, analyse};

/// The share of right ones may be this far below the confidence, or above it where little is promised.
const LEEWAY: f64 = 0.09;

/// The confidence of each quotation that is found in `text`, with whether it is annotated. What may be taken for one or
/// not is left out.
fn judged(text: &Gold) -> Vec<(f64, bool)> {
    let analysis = analyse(&plain::article(text.text.clone()));
    let wanted: Vec<_> =
        text.quotes.iter().map(|quote| (words(&text.text, quote.content.iter().cloned()), quote.optional)).collect();
    let judge = |quotation: &onrecord::record::Quotation| {
        let given = words(&text.text, quotation.content.iter().map(|piece| piece.range()));
        let near = wanted.iter().map(|(wanted, optional)| (dice(&given, wanted), *optional));
        let (is_right, is_optional) = near
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map_or((false, false), |(dice, optional)| (dice >= 0.5, dice >= 0.5 && optional));
        // Beliefs are not annotated in these texts.
        let is_left_out = is_optional || !is_right && quotation.act == SpeechAct::Thought;
        (!is_left_out).then_some((f64::from(quotation.confidence), is_right))
    };
    analysis.quotations.iter().filter_map(judge).collect()
}

#[test]
fn confidences_are_calibrated() {
    let judged: Vec<(f64, bool)> = gold::all().unwrap().iter().flat_map(judged).collect();
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (least, most) in [(0.1, 0.2), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)] {
        let within: Vec<&(f64, bool)> = judged.iter().filter(|(given, _)| (least..most).contains(given)).collect();
        let right = within.iter().filter(|(_, is_right)| *is_right).count() as f64 / within.len().max(1) as f64;
        let given = within.iter().map(|(given, _)| given).sum::<f64>() / within.len().max(1) as f64;
        table += &format!("{least}: {} given {given:.3}, right {right:.3}\n", within.len());
        let is_good = right >= given - LEEWAY && (least >= 0.5 || right <= given + LEEWAY);
        wrong.extend((within.len() < 50 || !is_good).then_some(least));
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{wrong:?}\n{table}");
}
