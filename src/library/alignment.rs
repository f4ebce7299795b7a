//! Word by word: where the words that somebody gives stand in a quotation, and how the two differ.

use super::words::fold;
use crate::language::document::word_classes::TURNS_ROUND;
use std::ops::Range;

/// The most words that are compared on either side.
const MAX_WORDS: usize = 300;

/// A stretch of words in a comparison of what was kept with what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In both, as it was kept.
    Same(String),
    /// Kept, and left out in the words that were given.
    LeftOut(String),
    /// In the words that were given, and not kept.
    Added(String),
    /// Here the words that were given join what stands apart.
    Joined,
}

/// The words of a text, for the eye and folded for comparison.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording<'t> {
    pub shown: Vec<&'t str>,
    folded: Vec<String>,
}

/// The best match of some words with a stretch of a quotation.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    /// The similarity of the two, 0 to 1.
    pub closeness: f32,
    /// The words on both sides that are the same, and all.
    same: usize,
    all: usize,
    /// The words of the quotation that they stand for.
    pub range: Range<usize>,
    pub differences: Vec<Difference>,
}

impl<'t> Wording<'t> {
    /// The first words of `text`: what stands between blanks or dashes, with a letter or a digit. Apostrophes are part
    /// of a word here, so that *don’t* is one.
    pub fn of(text: &'t str) -> Wording<'t> {
        let mut wording = Wording::default();
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '…'));
        for part in parts {
            let shown = part.trim_matches(|c: char| !c.is_alphanumeric());
            if shown.is_empty() {
                continue;
            }
            let mut folded = String::new();
            shown.split(|c: char| !c.is_alphanumeric()).for_each(|part| fold(part, &mut folded));
            wording.shown.push(shown);
            wording.folded.push(folded);
            if wording.shown.len() == MAX_WORDS {
                break;
            }
        }
        wording
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// The part of these words.
    fn part(&self, range: Range<usize>) -> Wording<'t> {
        Wording { shown: self.shown[range.clone()].to_vec(), folded: self.folded[range].to_vec() }
    }

    /// The folded words, as one can compare wordings by.
    pub fn key(&self, range: Range<usize>) -> String {
        self.folded.get(range).unwrap_or(&[]).join(" ")
    }

    fn reversed(&self) -> Wording<'t> {
        let mut all = self.clone();
        all.shown.reverse();
        all.folded.reverse();
        all
    }
}

/// The costs of aligning the first words of `given`, for each number of them, with a stretch of `kept` that ends
/// anywhere: the words that only one of them has, less those that both have. Without the latter, the fewest words of
/// `kept` would always do. The row is the number of words of `given`, the column that of `kept`.
fn costs(given: &Wording, kept: &Wording) -> Vec<Vec<i32>> {
    let mut rows = vec![vec![0; kept.len() + 1]; given.len() + 1];
    for row in 1..=given.len() {
        rows[row][0] = row as i32;
        for column in 1..=kept.len() {
            let one = rows[row - 1][column].min(rows[row][column - 1]) + 1;
            let is_same = given.folded[row - 1] == kept.folded[column - 1];
            rows[row][column] = if is_same { one.min(rows[row - 1][column - 1] - 1) } else { one };
        }
    }
    rows
}

/// The least cost of each number of words of `given` in `kept`.
fn prefix_costs(given: &Wording, kept: &Wording) -> Vec<i32> {
    costs(given, kept).into_iter().map(|row| row.into_iter().min().unwrap_or(0)).collect()
}

/// Finds where `given` stands in `kept`.
pub(super) fn align(given: &Wording, kept: &Wording) -> Alignment {
    let rows = costs(given, kept);
    let last = &rows[given.len()];
    let mut column = (0..=kept.len()).min_by_key(|&column| last[column]).unwrap_or(0);
    let (mut row, end) = (given.len(), column);
    // Read backwards: the words of each step, and on which side they are.
    let mut steps: Vec<(u8, &str)> = Vec::new();
    while row > 0 {
        let here = rows[row][column];
        let is_same = column > 0 && given.folded[row - 1] == kept.folded[column - 1];
        if is_same && here == rows[row - 1][column - 1] - 1 {
            (row, column) = (row - 1, column - 1);
            steps.push((0, kept.shown[column]));
        } else if column > 0 && here == rows[row][column - 1] + 1 {
            // Rather this than more words that were added: the two are the same as far as can be.
            column -= 1;
            steps.push((1, kept.shown[column]));
        } else {
            row -= 1;
            steps.push((2, given.shown[row]));
        }
    }
    steps.reverse();
    let same = 2 * steps.iter().filter(|(side, _)| *side == 0).count();
    let all = given.len() + (end - column);
    let closeness = if all == 0 { 0.0 } else { same as f32 / all as f32 };
    Alignment { closeness, same, all, range: column..end, differences: stretches(&steps) }
}

/// Finds `given` in two places, its beginning in `first` and its end in `second`, where that is the better reading of
/// it: each place must have some words in a row.
pub(super) fn align_joined(given: &Wording, first: &Wording, second: &Wording) -> Option<Alignment> {
    const LEAST: usize = 3;
    let before = prefix_costs(given, first);
    let mut after = prefix_costs(&given.reversed(), &second.reversed());
    after.reverse();
    let at = (LEAST..(given.len() + 1).saturating_sub(LEAST)).min_by_key(|&at| before[at] + after[at])?;
    let one = align(&given.part(0..at), first);
    let other = align(&given.part(at..given.len()), second);
    if one.range.len() < LEAST || other.range.len() < LEAST {
        return None;
    }
    let (same, all) = (one.same + other.same, one.all + other.all);
    let closeness = if all == 0 { 0.0 } else { same as f32 / all as f32 };
    let mut differences = one.differences;
    differences.push(Difference::Joined);
    differences.extend(other.differences);
    Some(Alignment { closeness, same, all, range: one.range, differences })
}

/// Steps on one side after the other, as stretches. What is replaced comes before what replaces it.
fn stretches(steps: &[(u8, &str)]) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut rest = steps;
    while let Some(&(side, _)) = rest.first() {
        let is_same = side == 0;
        let length = rest.iter().take_while(|(side, _)| (*side == 0) == is_same).count();
        let (here, after) = rest.split_at(length);
        let words = |wanted: u8| {
            let words: Vec<&str> = here.iter().filter(|(side, _)| *side == wanted).map(|(_, word)| *word).collect();
            words.join(" ")
        };
        let parts = [Difference::Same(words(0)), Difference::LeftOut(words(1)), Difference::Added(words(2))];
        all.extend(parts.into_iter().filter(|part| !part.words().is_empty()));
        rest = after;
    }
    all
}

impl Difference {
    /// The words; empty where something is joined.
    pub fn words(&self) -> &str {
        match self {
            Difference::Same(words) | Difference::LeftOut(words) | Difference::Added(words) => words,
            Difference::Joined => "",
        }
    }

    /// The word in it that turns a sentence round, if it is in one of the two alone.
    pub fn negation(&self) -> Option<&str> {
        if matches!(self, Difference::Same(_) | Difference::Joined) {
            return None;
        }
        self.words().split(' ').find(|word| {
            let lower = word.to_lowercase().replace('’', "'");
            TURNS_ROUND.contains(lower.as_str()) || lower.ends_with("n't")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(found: &Alignment) -> String {
        let parts = found.differences.iter().map(|part| match part {
            Difference::Same(words) => words.clone(),
            Difference::LeftOut(words) => format!("[-{words}-]"),
            Difference::Added(words) => format!("{{+{words}+}}"),
            Difference::Joined => "‖".into(),
        });
        format!("{:.2} {}", found.closeness, parts.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn words_are_found_and_their_differences_shown() {
        let kept = "“I will not close the mill, and nobody asked me to,” she said";
        for (given, expected) in [
            ("I will not close the mill", "1.00 I will not close the mill"),
            ("i WILL not close the mill!", "1.00 I will not close the mill"),
            ("I will close the mill", "0.91 I will [-not-] close the mill"),
            ("I will not sell the mill", "0.83 I will not [-close-] {+sell+} the mill"),
            ("nobody ever asked me to", "0.89 nobody {+ever+} asked me to"),
            ("zebras", "0.00 {+zebras+}"),
        ] {
            assert_eq!(shown(&align(&Wording::of(given), &Wording::of(kept))), expected, "{given}");
        }
        let found = align(&Wording::of("I will close the mill"), &Wording::of(kept));
        assert_eq!(found.differences.iter().find_map(Difference::negation), Some("not"));
        let dont = align(&Wording::of("we do want it"), &Wording::of("We don’t want it."));
        assert_eq!(dont.differences.iter().find_map(Difference::negation), Some("don’t"));
    }

    #[test]
    fn what_is_joined_is_found_in_both_places() {
        let (first, second) = (Wording::of("We close the mill in May."), Wording::of("In June the school follows."));
        let found = align_joined(&Wording::of("We close the mill, the school follows"), &first, &second).unwrap();
        assert_eq!(shown(&found), "1.00 We close the mill ‖ the school follows");
        assert!(align_joined(&Wording::of("close it"), &first, &second).is_none());
        assert!(align(&Wording::default(), &Wording::default()).differences.is_empty());
    }
}
