//! Aligns given words with a quotation, word by word, and finds how the two differ.

use crate::article::{Article, Block, BlockKind, Meta};
use crate::language::lexical::tokens::Tokens;
use crate::language::lexical::word_classes::TURNS_ROUND;
use crate::library::words::{fold, words};
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The most words that are compared on either side.
const MAX_WORDS: usize = 300;
/// The most further places in a quotation where given words are looked for.
const MAX_APART: usize = 4;
/// The shortest run of words that is looked for in another sentence, unless it is all that is left.
const LEAST_ELSEWHERE: usize = 3;
/// The most words left out in one place that count against the similarity.
const LONGEST_GAP: usize = 3;

/// A run of words in a comparison of stored with given words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In both, as stored.
    Same(String),
    /// Only in the stored words.
    LeftOut(String),
    /// Only in the given words.
    Added(String),
    /// The given words join two separate places here.
    Joined,
}

/// The words of a text, as written, and folded for comparison.
#[derive(Clone, Debug, Default)]
pub(in crate::library) struct Wording<'t> {
    pub shown: Vec<&'t str>,
    folded: Vec<String>,
    /// The number of the sentence of each word; one for all, unless the text was cut into sentences.
    sentence: Vec<usize>,
}

/// The best match of some words with a part of a quotation.
#[derive(Clone, Debug)]
pub(in crate::library) struct Alignment {
    /// The similarity of the two, 0 to 1.
    pub closeness: f32,
    /// The number of words that are the same on both sides, and of all.
    same: usize,
    all: usize,
    /// The words of the quotation that they match.
    pub range: Range<usize>,
    pub differences: Vec<Difference>,
}

/// A word of both sides, or of one, by its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AlignmentStep {
    Both(usize),
    Stored(usize),
    Given(usize),
    /// The given words continue elsewhere.
    Break,
}

impl AlignmentStep {
    /// The stored word that both have.
    fn both(&self) -> Option<usize> {
        if let AlignmentStep::Both(at) = self { Some(*at) } else { None }
    }

    /// The stored word that was left out.
    fn stored(&self) -> Option<usize> {
        if let AlignmentStep::Stored(at) = self { Some(*at) } else { None }
    }

    /// The given word that was added.
    fn given(&self) -> Option<usize> {
        if let AlignmentStep::Given(at) = self { Some(*at) } else { None }
    }
}

impl<'t> Wording<'t> {
    /// The first words of `text`: what stands between blanks or dashes, with a letter or a digit. Apostrophes are part
    /// of a word here, so that *don’t* is one.
    pub fn of(text: &'t str) -> Wording<'t> {
        Wording::with(text, &[])
    }

    /// [`Wording::of`], cut into sentences.
    pub fn in_sentences(text: &'t str) -> Wording<'t> {
        let paragraph = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) };
        let tokens = Tokens::of(&Article::new(text.to_owned(), vec![paragraph], Meta::default()));
        let sentences = (0..tokens.sentences.len()).map(|sentence| tokens.span(tokens.sentence(sentence)));
        Wording::with(text, &sentences.map(|span| span.end as usize).collect::<Vec<_>>())
    }

    /// The words of `text`, whose sentences end at the bytes `ends`.
    fn with(text: &'t str, ends: &[usize]) -> Wording<'t> {
        let mut wording = Wording::default();
        let mut at = 0;
        for part in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '…')) {
            at += part.len();
            let shown = part.trim_matches(|c: char| !c.is_alphanumeric());
            if shown.is_empty() {
                continue;
            }
            let mut folded = String::new();
            shown.split(|c: char| !c.is_alphanumeric()).for_each(|part| fold(part, &mut folded));
            wording.shown.push(shown);
            wording.folded.push(folded);
            let start = at - part.len() + part.find(shown).unwrap_or(0);
            wording.sentence.push(ends.partition_point(|&end| end <= start));
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
        Wording {
            shown: self.shown[range.clone()].to_vec(),
            folded: self.folded[range.clone()].to_vec(),
            sentence: self.sentence[range].to_vec(),
        }
    }

    /// The words of the sentence of the word `at`.
    fn sentence_of(&self, at: usize) -> Range<usize> {
        let Some(wanted) = self.sentence.get(at) else { return at..at };
        let start = self.sentence.partition_point(|number| number < wanted);
        start..self.sentence.partition_point(|number| number <= wanted)
    }

    /// The last word, folded.
    pub fn last_word(&self) -> &str {
        self.folded.last().map_or("", String::as_str)
    }

    /// The words of runs of sentences, with at least this many words.
    pub fn sentence_runs(&self, sentences: usize, words: usize) -> impl Iterator<Item = Range<usize>> {
        let mut ends: Vec<usize> = (1..=self.len())
            .filter(|&at| at == self.len() || self.sentence.get(at) != self.sentence.get(at - 1))
            .take(sentences)
            .collect();
        ends.insert(0, 0);
        let runs = (0..ends.len()).flat_map(move |first| {
            let ends = ends.clone();
            (first + 1..ends.len()).map(move |last| ends[first]..ends[last])
        });
        runs.filter(move |run| run.len() >= words)
    }

    /// The number of words of `self` that stand in `folded`, words that were folded: “don’t” counts by its parts, as in
    /// an index.
    pub fn count_in(&self, folded: &FxHashSet<&str>) -> usize {
        let mut part = String::new();
        let mut is_there = |shown: &str| {
            words(shown).all(|range| {
                part.clear();
                fold(&shown[range], &mut part);
                folded.contains(part.as_str())
            })
        };
        self.shown.iter().filter(|shown| is_there(shown)).count()
    }

    /// The folded words, for comparing wordings.
    pub fn key(&self, range: Range<usize>) -> String {
        self.folded.get(range).unwrap_or(&[]).join(" ")
    }

    /// The folded words, the last one first.
    fn reversed(&self) -> Vec<String> {
        self.folded.iter().rev().cloned().collect()
    }
}

/// The costs of aligning each prefix of `given` (the row) with a part of `stored` that ends at each word (the column):
/// the number of words that only one side has, minus the words that both have. Without the latter, the shortest part of
/// `stored` would always win.
fn costs(given: &[String], stored: &[String]) -> Vec<Vec<i32>> {
    let mut rows = vec![vec![0; stored.len() + 1]; given.len() + 1];
    for row in 1..=given.len() {
        rows[row][0] = row as i32;
        for column in 1..=stored.len() {
            let one = rows[row - 1][column].min(rows[row][column - 1]) + 1;
            let is_same = given[row - 1] == stored[column - 1];
            rows[row][column] = if is_same { one.min(rows[row - 1][column - 1] - 1) } else { one };
        }
    }
    rows
}

/// The least cost of each prefix of `given` in `stored`.
fn prefix_costs(given: &[String], stored: &[String]) -> Vec<i32> {
    costs(given, stored).into_iter().map(|row| row.into_iter().min().unwrap_or(0)).collect()
}

/// Aligns the words `words` of `given` with the most similar part of the words `among` of `stored`.
fn steps(given: &Wording, words: Range<usize>, stored: &Wording, among: Range<usize>) -> Vec<AlignmentStep> {
    let (given, stored) = (&given.folded[words.clone()], &stored.folded[among.clone()]);
    let rows = costs(given, stored);
    let last = &rows[given.len()];
    let mut column = (0..=stored.len()).min_by_key(|&column| last[column]).unwrap_or(0);
    let mut row = given.len();
    let mut steps = Vec::new();
    while row > 0 {
        let here = rows[row][column];
        let is_same = column > 0 && given[row - 1] == stored[column - 1];
        if is_same && here == rows[row - 1][column - 1] - 1 {
            (row, column) = (row - 1, column - 1);
            steps.push(AlignmentStep::Both(among.start + column));
        } else if column > 0 && here == rows[row][column - 1] + 1 {
            // Prefer matching words to added ones.
            column -= 1;
            steps.push(AlignmentStep::Stored(among.start + column));
        } else {
            row -= 1;
            steps.push(AlignmentStep::Given(words.start + row));
        }
    }
    steps.reverse();
    steps
}

/// The stored words from the first to the last that both have.
fn range_of(steps: &[AlignmentStep]) -> Option<Range<usize>> {
    let first = steps.iter().find_map(AlignmentStep::both)?;
    Some(first..steps.iter().rev().find_map(AlignmentStep::both)? + 1)
}

/// The unmatched given words at the beginning of `steps`.
fn added_first(steps: &[AlignmentStep]) -> usize {
    steps.iter().take_while(|step| matches!(step, AlignmentStep::Given(_))).count()
}

/// The unmatched given words at the end of `steps`.
fn added_last(steps: &[AlignmentStep]) -> usize {
    steps.iter().rev().take_while(|step| matches!(step, AlignmentStep::Given(_))).count()
}

/// Finds where `given` stands in `stored`.
pub(in crate::library) fn align(given: &Wording, stored: &Wording) -> Alignment {
    Alignment::of(&steps(given, 0..given.len(), stored, 0..stored.len()), 0, given, stored)
}

/// Finds where `given` stands in a quotation: also words that stand further off, and with the whole sentences that they
/// belong to.
pub(in crate::library) fn align_in_quotation(given: &Wording, stored: &Wording) -> Alignment {
    let mut all = steps(given, 0..given.len(), stored, 0..stored.len());
    for _ in 0..MAX_APART {
        match with_more(given, stored, &all) {
            Some(more) => all = more,
            None => break,
        }
    }
    let (all, replaced) = with_whole_sentences(&all, stored);
    Alignment::of(&all, replaced, given, stored)
}

/// Extends `all` by given words at its end or its beginning that stand elsewhere in the quotation: in the same
/// sentence, or if there are enough of them in another one. Skipped words count as left out; another order as a break.
fn with_more(given: &Wording, stored: &Wording, all: &[AlignmentStep]) -> Option<Vec<AlignmentStep>> {
    if all.contains(&AlignmentStep::Break) {
        return None;
    }
    let here = range_of(all)?;
    let (front, back) = (added_first(all), added_last(all));
    let skipped = |gap: Range<usize>| gap.map(AlignmentStep::Stored);
    let find = |words: Range<usize>, among: Range<usize>, is_near: bool| {
        let count = words.len();
        let found = if among.is_empty() { Vec::new() } else { steps(given, words, stored, among) };
        let runs = found.split(|step| !matches!(step, AlignmentStep::Both(_))).map(<[AlignmentStep]>::len);
        let (same, longest) = runs.fold((0, 0), |(sum, most), run| (sum + run, most.max(run)));
        let is_enough = if is_near { same > 0 } else { longest >= LEAST_ELSEWHERE || same == count && same > 1 };
        range_of(&found).filter(|_| is_enough).map(|range| (found, range))
    };
    if back > 0 {
        let (words, body) = (given.len() - back..given.len(), &all[..all.len() - back]);
        let near = here.end..stored.sentence_of(here.end - 1).end;
        let found = find(words.clone(), near, true).or_else(|| find(words.clone(), here.end..stored.len(), false));
        if let Some((found, range)) = found {
            return Some(body.iter().copied().chain(skipped(here.end..range.start)).chain(found).collect());
        }
        if let Some((found, _)) = find(words, 0..here.start, false) {
            return Some(body.iter().copied().chain([AlignmentStep::Break]).chain(found).collect());
        }
    }
    if front > 0 {
        let (words, body) = (0..front, &all[front..]);
        let near = stored.sentence_of(here.start).start..here.start;
        let found = find(words.clone(), near, true).or_else(|| find(words.clone(), 0..here.start, false));
        if let Some((found, range)) = found {
            return Some(found.into_iter().chain(skipped(range.end..here.start)).chain(body.iter().copied()).collect());
        }
        if let Some((found, _)) = find(words, here.end..stored.len(), false) {
            return Some(found.into_iter().chain([AlignmentStep::Break]).chain(body.iter().copied()).collect());
        }
    }
    None
}

/// Extends `all` to whole sentences; the added words count as left out. Also returns how many of the added words
/// replace given ones.
fn with_whole_sentences(all: &[AlignmentStep], stored: &Wording) -> (Vec<AlignmentStep>, usize) {
    let (mut whole, mut replaced) = (Vec::new(), 0);
    let left_out = |range: Range<usize>| {
        range.filter(|&at| !all.contains(&AlignmentStep::Both(at))).map(AlignmentStep::Stored).collect::<Vec<_>>()
    };
    for (nth, steps) in all.split(|step| *step == AlignmentStep::Break).enumerate() {
        if nth > 0 {
            whole.push(AlignmentStep::Break);
        }
        let Some(range) = range_of(steps) else {
            whole.extend(steps);
            continue;
        };
        let before = left_out(stored.sentence_of(range.start).start..range.start);
        let after = left_out(range.end..stored.sentence_of(range.end - 1).end);
        replaced += before.len().min(added_first(steps)) + after.len().min(added_last(steps));
        whole.extend(before);
        whole.extend(steps);
        whole.extend(after);
    }
    (whole, replaced)
}

/// Finds the beginning of `given` in `first` and its end in `second`, if that is a better match; each must have some
/// words in a row.
pub(in crate::library) fn align_joined(given: &Wording, first: &Wording, second: &Wording) -> Option<Alignment> {
    const LEAST: usize = 3;
    let before = prefix_costs(&given.folded, &first.folded);
    let mut after = prefix_costs(&given.reversed(), &second.reversed());
    after.reverse();
    let at = (LEAST..(given.len() + 1).saturating_sub(LEAST)).min_by_key(|&at| before[at] + after[at])?;
    let one = align_in_quotation(&given.part(0..at), first);
    let other = align_in_quotation(&given.part(at..given.len()), second);
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

impl Alignment {
    /// The alignment of these steps; `replaced` is the number of given words that replace words at the ends.
    fn of(steps: &[AlignmentStep], replaced: usize, given: &Wording, stored: &Wording) -> Alignment {
        let same = steps.iter().filter(|step| matches!(step, AlignmentStep::Both(_))).count();
        let range = range_of(steps).unwrap_or(0..0);
        // A long gap costs no more than a short one.
        let gaps = steps.split(|step| !matches!(step, AlignmentStep::Stored(at) if range.contains(at)));
        let left_out: usize = gaps.map(|gap| gap.len().min(LONGEST_GAP)).sum();
        let (same, all) = (2 * same, given.len() + same + left_out + replaced);
        let closeness = if all == 0 { 0.0 } else { same as f32 / all as f32 };
        Alignment { closeness, same, all, range, differences: differences(steps, given, stored) }
    }
}

/// The steps as runs of words. Replaced words come before those that replace them.
fn differences(steps: &[AlignmentStep], given: &Wording, stored: &Wording) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut rest = steps;
    while let Some(first) = rest.first() {
        let kind = |step: &AlignmentStep| match step {
            AlignmentStep::Both(_) => 0,
            AlignmentStep::Stored(_) | AlignmentStep::Given(_) => 1,
            AlignmentStep::Break => 2,
        };
        let length = rest.iter().take_while(|step| kind(step) == kind(first)).count();
        let (here, after) = rest.split_at(length);
        let words = |word: fn(&AlignmentStep) -> Option<usize>, side: &Wording| {
            let words: Vec<&str> = here.iter().filter_map(|step| side.shown.get(word(step)?).copied()).collect();
            words.join(" ")
        };
        let same = words(AlignmentStep::both, stored);
        let left_out = words(AlignmentStep::stored, stored);
        let added = words(AlignmentStep::given, given);
        let parts = [Difference::Same(same), Difference::LeftOut(left_out), Difference::Added(added)];
        all.extend(parts.into_iter().filter(|part| !part.words().is_empty()));
        if *first == AlignmentStep::Break {
            all.push(Difference::Joined);
        }
        rest = after;
    }
    all
}

impl Difference {
    /// The words; empty for a join.
    pub fn words(&self) -> &str {
        match self {
            Difference::Same(words) | Difference::LeftOut(words) | Difference::Added(words) => words,
            Difference::Joined => "",
        }
    }

    /// The negating word in it, if only one of the two has it.
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
        let stored = "“I will not close the mill, and nobody asked me to,” she said";
        for (given, expected) in [
            ("I will not close the mill", "1.00 I will not close the mill"),
            ("i WILL not close the mill!", "1.00 I will not close the mill"),
            ("I will close the mill", "0.91 I will [-not-] close the mill"),
            ("I will not sell the mill", "0.83 I will not [-close-] {+sell+} the mill"),
            ("nobody ever asked me to", "0.89 nobody {+ever+} asked me to"),
            ("zebras", "0.00 {+zebras+}"),
        ] {
            assert_eq!(shown(&align(&Wording::of(given), &Wording::of(stored))), expected, "{given}");
        }
        let found = align(&Wording::of("I will close the mill"), &Wording::of(stored));
        assert_eq!(found.differences.iter().find_map(Difference::negation), Some("not"));
        let dont = align(&Wording::of("we do want it"), &Wording::of("We don’t want it."));
        assert_eq!(dont.differences.iter().find_map(Difference::negation), Some("don’t"));
    }

    #[test]
    fn the_whole_sentence_and_distant_words_are_shown() {
        let resign = "“I will resign if the court finds me guilty. The court is fair.”";
        let bill = "I will vote for the harbour bill in May,";
        let dam = "“The dam is sound and the gates are closed,” … “Go home.”";
        for (stored, given, expected) in [
            ("“I never said I stole the money,”", "I stole the money", "1.00 [-I never said-] I stole the money"),
            (resign, "I will resign", "1.00 I will resign [-if the court finds me guilty-]"),
            (resign, "I will resign if the court finds me guilty", "1.00 I will resign if the court finds me guilty"),
            (resign, "the court is fair", "1.00 The court is fair"),
            (
                bill,
                "I will vote for the harbour bill in June",
                "0.89 I will vote for the harbour bill in [-May-] {+June+}",
            ),
            (
                bill,
                "You will vote for the harbour bill in May",
                "0.89 [-I-] {+You+} will vote for the harbour bill in May",
            ),
            (dam, "The dam is sound. Go home.", "0.80 The dam is sound [-and the gates are closed-] Go home"),
            (dam, "Go home. The dam is sound.", "1.00 Go home ‖ The dam is sound [-and the gates are closed-]"),
            (dam, "The dam is closed", "0.73 The dam is [-sound and the gates are-] closed"),
            (
                resign,
                "I will resign, said Mr. Orr",
                "0.50 I will resign [-if the court finds me guilty-] {+said Mr Orr+}",
            ),
        ] {
            let found = align_in_quotation(&Wording::of(given), &Wording::in_sentences(stored));
            assert_eq!(shown(&found), expected, "{given}");
        }
    }

    #[test]
    fn joined_words_are_found_in_both_places() {
        let (first, second) = (Wording::of("We close the mill in May."), Wording::of("In June the school follows."));
        let found = align_joined(&Wording::of("We close the mill, the school follows"), &first, &second).unwrap();
        assert_eq!(shown(&found), "1.00 We close the mill [-in May-] ‖ [-In June-] the school follows");
        assert!(align_joined(&Wording::of("close it"), &first, &second).is_none());
        assert!(align(&Wording::default(), &Wording::default()).differences.is_empty());
    }
}
