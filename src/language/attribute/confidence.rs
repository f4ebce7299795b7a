//! Confidence that a decoded quotation is one, and that its source is right: log-linear models over the certainty of
//! the tagger and the links, and over the words at its edges.

use crate::language::attribute::attribution::Kind;
use crate::language::attribute::decode::DecodedQuotation;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::stem::{lower_case, stem};
use crate::language::tag::hashing::{feature, mix};
use crate::language::tag::tags::{PerTag, Role};
use crate::language::tag::weights::FeatureWeights;
use std::ops::Range;

/// The claim that is given a probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfidenceTarget {
    /// It is a quotation.
    Quotation = 0,
    /// If it is a quotation, its source is right, or rightly missing.
    Source = 1,
}

/// An article with the probabilities of its tags.
pub struct TaggedArticle<'a> {
    pub tokenized: TokenizedArticle<'a>,
    /// The probability of each tag of each token.
    pub rows: &'a [PerTag],
}

impl TaggedArticle<'_> {
    /// The probability of `target` for `quotation`, not yet calibrated.
    pub fn probability<W: FeatureWeights + ?Sized>(
        &self,
        target: ConfidenceTarget,
        quotation: &DecodedQuotation,
        kind: Kind,
        weights: &W,
    ) -> f32 {
        let mut features = Vec::with_capacity(64);
        self.features(target, quotation, kind, &mut features);
        let score: f32 = features.iter().map(|&feature| weights.weight(feature)).sum();
        1.0 / (1.0 + (-score).exp())
    }

    /// Appends the features of `target` for `quotation` to `out`.
    pub fn features(&self, target: ConfidenceTarget, quotation: &DecodedQuotation, kind: Kind, out: &mut Vec<u64>) {
        let base = mix(target as u64 + 50, 3);
        let kind = kind as u64;
        let mut add = |template: u64, values: &[u64]| {
            let own = values.iter().copied().fold(mix(feature(template, []), base), mix);
            out.extend([own, mix(own, kind + 1)]);
        };
        let Some(first) = quotation.content.first() else { return };
        let last = quotation.content.last().unwrap_or(first);
        let content = self.certainty(Role::Content, quotation.content.iter().cloned());
        let cue = self.certainty(Role::Cue, quotation.cue.iter().cloned());
        let source = self.certainty(Role::Source, quotation.source.iter().cloned());
        let begins = self.begins(Role::Content, first.start);
        let ends = self.ends(last);
        add(1, &[]);
        for (number, certainty) in [content, cue, source].iter().enumerate() {
            add(2, &[number as u64, certainty.least]);
            add(3, &[number as u64, certainty.mean]);
        }
        add(4, &[content.mean, cue.mean, source.mean]);
        add(5, &[begins]);
        add(6, &[ends]);
        add(7, &[begins, ends]);
        add(8, &[begins, ends, cue.least]);
        add(9, &[step(quotation.cue_probability), step(quotation.source_probability)]);
        add(10, &[quotation.content.len().min(4) as u64]);
        let length: usize = quotation.content.iter().map(Range::len).sum();
        add(11, &[bucket(length)]);
        add(12, &[bucket(length), content.mean]);
        self.words(quotation, first, last, &mut add);
        self.positions(quotation, first, &mut add);
    }

    /// Features of the words of the cue and the source, and of those at the edges of the content.
    fn words(
        &self,
        quotation: &DecodedQuotation,
        first: &Range<usize>,
        last: &Range<usize>,
        add: &mut impl FnMut(u64, &[u64]),
    ) {
        let edge = |range: &Option<Range<usize>>| {
            range.as_ref().map_or([1, 1], |range| [self.word(range.start), self.word(range.end - 1)])
        };
        let (cue, source) = (edge(&quotation.cue), edge(&quotation.source));
        let all = quotation.cue.iter().cloned().flatten().take(4).fold(7, |hash, at| mix(hash, self.word(at)));
        add(20, &[all]);
        add(21, &[cue[0]]);
        add(22, &[cue[1]]);
        add(23, &[source[1]]);
        add(24, &[source[0]]);
        add(25, &[self.word(first.start)]);
        add(26, &[self.word(last.end - 1)]);
        add(27, &[first.start.checked_sub(1).map_or(1, |at| self.word(at))]);
        add(28, &[if last.end < self.tokenized.len() { self.word(last.end) } else { 1 }]);
        add(29, &[cue[0], self.word(first.start)]);
    }

    /// Features of the relative positions of content, cue and source.
    fn positions(&self, quotation: &DecodedQuotation, first: &Range<usize>, add: &mut impl FnMut(u64, &[u64])) {
        let place = |range: &Option<Range<usize>>| match range {
            None => 0,
            Some(range) => {
                let (own, other) = (self.sentence(first.start), self.sentence(range.start));
                let after = u64::from(range.start > first.start);
                1 + after + 2 * u64::from(own.abs_diff(other).min(3))
            }
        };
        let gap = match (&quotation.cue, &quotation.source) {
            (Some(cue), Some(source)) => {
                let low = cue.end.min(source.end);
                1 + bucket(cue.start.max(source.start).saturating_sub(low)) * 2 + u64::from(cue.start < source.start)
            }
            _ => 0,
        };
        add(40, &[place(&quotation.cue), place(&quotation.source)]);
        add(41, &[gap]);
        add(42, &[place(&quotation.cue), place(&quotation.source), gap]);
        let sentence = self.tokenized.tokens.sentence(self.sentence(first.start) as usize);
        add(43, &[u64::from(sentence.start == first.start), u64::from(sentence.end <= first.end + 1)]);
        add(44, &[u64::from(self.tokenized.tokens.tokens.get(first.start).is_some_and(|token| token.block == 0))]);
    }

    fn word(&self, at: usize) -> u64 {
        let mut lower = String::new();
        lower_case(self.tokenized.text(at), &mut lower);
        crate::language::tag::hashing::word(stem(&lower))
    }

    fn sentence(&self, at: usize) -> u32 {
        self.tokenized.tokens.tokens.get(at).map_or(0, |token| token.sentence)
    }

    /// The certainty of the tagger that the tokens of `ranges` have `role`.
    fn certainty(&self, role: Role, ranges: impl Iterator<Item = Range<usize>>) -> Certainty {
        let (mut least, mut sum, mut count) = (1.0f32, 0.0, 0);
        for row in ranges.flatten().filter_map(|at| self.rows.get(at)) {
            let p = row[usize::from(role.begins())] + row[usize::from(role.inside())];
            least = least.min(p);
            sum += p;
            count += 1;
        }
        if count == 0 {
            return Certainty { least: 99, mean: 99 };
        }
        Certainty { least: step(least), mean: step(sum / count as f32) }
    }

    /// The certainty of the tagger that a span begins at token `at`.
    fn begins(&self, role: Role, at: usize) -> u64 {
        self.rows.get(at).map_or(0, |row| step(row[usize::from(role.begins())]))
    }

    /// The certainty of the tagger that content does not continue after `range`.
    fn ends(&self, range: &Range<usize>) -> u64 {
        let block = |at: usize| self.tokenized.tokens.tokens.get(at).map(|token| token.block);
        if block(range.end) != block(range.start) {
            return 11;
        }
        self.rows.get(range.end).map_or(11, |row| step(1.0 - row[usize::from(Role::Content.inside())]))
    }
}

/// The lowest and the mean probability of some tokens, in steps.
#[derive(Clone, Copy)]
struct Certainty {
    least: u64,
    mean: u64,
}

/// Maps a probability to ten steps, and an eleventh for near certainty.
fn step(probability: f32) -> u64 {
    if probability > 0.97 { 10 } else { (probability * 10.0) as u64 }
}

fn bucket(length: usize) -> u64 {
    [0, 1, 2, 3, 4, 6, 8, 12, 20, 40, 80].into_iter().find(|&step| length <= step).unwrap_or(99) as u64
}
