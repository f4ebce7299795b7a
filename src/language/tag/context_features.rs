//! Features for the second stage of the tagger: the first stage's tags around a token. The positions of the nearest
//! cue, source and content replace most of what a parser would provide.

use crate::language::tag::features::FeatureExtractor;
use crate::language::tag::hashing::{feature, mix};
use crate::language::tag::tags::{PerTag, Role, RoleSpan, TAGS, Tag, role_of, role_spans};
use std::ops::Range;

/// The output of the first stage for the tokens of a [`FeatureExtractor`].
pub struct FirstStage {
    /// The best tag of each token.
    pub tags: Vec<Tag>,
    /// The probability of each tag of each token.
    pub marginals: Vec<PerTag>,
}

/// Extracts the features of the second stage.
pub struct ContextFeatures<'a> {
    extractor: &'a FeatureExtractor,
    first: &'a FirstStage,
    spans: Vec<RoleSpan>,
    /// For each token: the span it is in, and the nearest span of each role that ends before it or starts after it.
    own: Vec<u32>,
    before: Vec<[u32; 3]>,
    after: Vec<[u32; 3]>,
    /// For each span: the pattern of roles on both sides, its words, its first stem.
    patterns: Vec<Pattern>,
    /// For each token: the lowest probability of content from it to the last word of its sentence.
    least: Vec<f32>,
    /// For each sentence: the number of sources and of cues that begin in it.
    counts: Vec<[u64; 2]>,
}

#[derive(Clone, Copy, Default)]
struct Pattern {
    sides: u64,
    words: u64,
    stem: u64,
}

const NONE: u32 = u32::MAX;

impl<'a> ContextFeatures<'a> {
    /// Indexes `first`, which holds the tags of every token of `extractor`.
    pub fn new(extractor: &'a FeatureExtractor, first: &'a FirstStage) -> ContextFeatures<'a> {
        let length = extractor.words.len();
        // Spans end with their block: the first tag of the next block cannot continue one.
        let mut found = Vec::new();
        for block in &extractor.blocks {
            found.extend(role_spans(&first.tags[block.clone()]).into_iter().map(|span| RoleSpan {
                tokens: span.tokens.start + block.start..span.tokens.end + block.start,
                ..span
            }));
        }
        let mut context = ContextFeatures {
            extractor,
            first,
            own: vec![NONE; length],
            before: Vec::with_capacity(length),
            after: vec![[NONE; 3]; length],
            patterns: Vec::with_capacity(found.len()),
            least: vec![1.0; length],
            counts: vec![[0; 2]; extractor.sentences.len()],
            spans: found,
        };
        context.index();
        context.sum_content();
        context
    }

    fn index(&mut self) {
        let length = self.own.len();
        let (mut nearest, mut next) = ([NONE; 3], 0);
        for at in 0..length {
            while let Some(span) = self.spans.get(next).filter(|span| span.tokens.end <= at) {
                nearest[span.role as usize - 1] = next as u32;
                next += 1;
            }
            self.before.push(nearest);
        }
        let (mut nearest, mut next) = ([NONE; 3], self.spans.len());
        for at in (0..length).rev() {
            while let Some(span) = next.checked_sub(1).map(|last| &self.spans[last]).filter(|p| p.tokens.start > at) {
                next -= 1;
                nearest[span.role as usize - 1] = next as u32;
            }
            self.after[at] = nearest;
        }
        for (number, span) in self.spans.iter().enumerate() {
            self.own[span.tokens.clone()].fill(number as u32);
            let sentence = self.extractor.sentence[span.tokens.start] as usize;
            match span.role {
                Role::Source => self.counts[sentence][0] += 1,
                Role::Cue => self.counts[sentence][1] += 1,
                Role::Content => {}
            }
            self.patterns.push(self.pattern(&span.tokens));
        }
    }

    fn sum_content(&mut self) {
        for sentence in &self.extractor.sentences {
            let mut least = 1.0f32;
            let (last, words) = (sentence.end.saturating_sub(1), sentence.clone());
            for at in words.rev().filter(|&at| at < last) {
                least = least.min(self.first.marginals.get(at).map_or(1.0, |row| roles(row)[2]));
                self.least[at] = least;
            }
        }
    }

    fn pattern(&self, tokens: &Range<usize>) -> Pattern {
        let (words, tags) = (&self.extractor.words, &self.first.tags);
        let role = |at: usize| u64::from(role_of(tags[at]));
        let sentence = &self.extractor.sentences[self.extractor.sentence[tokens.start] as usize];
        let before = if tokens.start > sentence.start { role(tokens.start - 1) } else { 8 };
        let after = if tokens.end >= sentence.end {
            9
        } else if (words[tokens.end].comma || words[tokens.end].colon) && tokens.end + 1 < words.len() {
            10 + role(tokens.end + 1)
        } else {
            role(tokens.end)
        };
        Pattern {
            sides: before * 32 + after,
            words: tokens.clone().take(3).fold(5, |hash, at| mix(hash, words[at].lower)),
            stem: words[tokens.start].stem,
        }
    }

    /// Appends the second-stage features of token `at` of block `block` to `out`.
    pub fn features(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        self.tags_near(block, at, out);
        self.marginals_near(block, at, out);
        self.clause(at, out);
        self.spans_near(block, at, 0, out);
        self.spans_near(block, at, 1, out);
        let word = &self.extractor.words[at];
        let [sources, cues] = self.counts[self.extractor.sentence[at] as usize].map(|count| count.min(2));
        out.push(feature(222, [sources, cues]));
        out.push(feature(223, [sources, cues, u64::from(self.first.tags[at]), word.class]));
        if let Some(span) = self.spans.get(self.own[at] as usize) {
            let words = &self.extractor.words;
            let role = span.role as u64;
            out.extend([
                feature(226, [role, bucket(span.tokens.len())]),
                feature(227, [role, words[span.tokens.start].lower]),
                feature(
                    228,
                    [role, words[span.tokens.end - 1].lower, words.get(span.tokens.end).map_or(0, |word| word.lower)],
                ),
            ]);
        }
    }

    fn tags_near(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        let range = &self.extractor.blocks[block];
        let tag = |offset: isize| match at.checked_add_signed(offset) {
            Some(at) if range.contains(&at) => u64::from(self.first.tags[at]),
            _ => 15,
        };
        for offset in -3..=3 {
            out.push(feature(200, [(offset + 9) as u64, tag(offset)]));
        }
        let word = &self.extractor.words[at];
        out.extend([
            feature(201, [tag(-1), tag(0), tag(1)]),
            feature(202, [tag(0), tag(1), tag(2)]),
            feature(203, [tag(-2), tag(-1), tag(0)]),
            feature(204, [tag(0), word.class]),
            feature(205, [tag(0), word.lower]),
        ]);
    }

    fn marginals_near(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        let range = &self.extractor.blocks[block];
        let marginals = &self.first.marginals;
        let own = roles(&marginals[at]);
        for (role, &p) in own.iter().enumerate() {
            out.push(feature(206, [role as u64, step(p, 10.0)]));
        }
        out.push(feature(207, own.map(|p| step(p, 5.0))));
        for (role, tag) in Role::ALL.into_iter().zip([1, 3, 5]) {
            out.push(feature(224, [role as u64, step(marginals[at][tag], 6.0)]));
        }
        if at + 1 < range.end {
            out.push(feature(208, roles(&marginals[at + 1]).map(|p| step(p, 4.0))));
        }
        if at > range.start {
            out.push(feature(209, roles(&marginals[at - 1]).map(|p| step(p, 4.0))));
        }
    }

    /// Features for the end of content: the rest of the sentence, and whether the first stage tags it as content.
    fn clause(&self, at: usize, out: &mut Vec<u64>) {
        let word = &self.extractor.words[at];
        let tag = u64::from(self.first.tags[at]);
        let sentence = &self.extractor.sentences[self.extractor.sentence[at] as usize];
        let (left, _) = self.extractor.between(at + 1, sentence.end);
        let content = |at: usize| self.first.marginals.get(at).map_or(0.0, |row| roles(row)[2]);
        // The last token is usually a full stop, which annotators leave out.
        let last = content(sentence.end.saturating_sub(2).max(at));
        let least = self.least[at];
        out.extend([
            feature(229, [tag, left, word.class]),
            feature(230, [step(last, 5.0), step(content(at), 5.0)]),
            feature(231, [step(last, 5.0), left, word.lower]),
            feature(232, [step(least, 5.0), step(content(at), 5.0)]),
            feature(233, [step(content(at + 1), 10.0), step(content(at + 2), 5.0)]),
        ]);
        let cue = self.spans.get(self.before[at][Role::Cue as usize - 1] as usize);
        if let Some(cue) = cue.filter(|cue| cue.tokens.start >= sentence.start) {
            let (commas, that) = self.extractor.between(cue.tokens.end, at);
            out.extend([
                feature(234, [commas, that, left, word.lower]),
                feature(235, [commas, word.class, self.extractor.words[cue.tokens.start].stem]),
            ]);
        }
        if let Some(span) = self.spans.get(self.own[at] as usize) {
            let role = span.role as u64;
            let rest = bucket(sentence.end.saturating_sub(span.tokens.end));
            let next = self.extractor.words.get(span.tokens.end).map_or(0, |word| word.class);
            out.extend([
                feature(236, [role, rest, word.class]),
                feature(237, [role, bucket(span.tokens.end - at), next]),
            ]);
        }
    }

    /// The nearest span of each role on one side: `side` is 0 for before, 1 for after.
    fn spans_near(&self, block: usize, at: usize, side: u64, out: &mut Vec<u64>) {
        let nearest = if side == 0 { &self.before[at] } else { &self.after[at] };
        let (words, sentence) = (&self.extractor.words, &self.extractor.sentence);
        let word = &words[at];
        let tag = u64::from(self.first.tags[at]);
        let get = |role: Role| {
            let number = nearest[role as usize - 1] as usize;
            let span = self.spans.get(number)?;
            let far = if side == 0 { at + 1 - span.tokens.end } else { span.tokens.start - at };
            Some((&self.patterns[number], span, bucket(far)))
        };
        let same = |span: &RoleSpan| sentence[span.tokens.start] == sentence[at];
        match get(Role::Cue).filter(|(_, span, _)| same(span)) {
            Some((pattern, _, far)) => out.extend([
                feature(210, [side, far, pattern.sides]),
                feature(211, [side, pattern.words]),
                feature(212, [side, pattern.stem, pattern.sides, far.min(4)]),
                feature(213, [side, pattern.sides, word.class, word.mark]),
                feature(214, [side, pattern.sides, tag]),
                feature(225, [side, pattern.words, far.min(3), word.class]),
            ]),
            None => out.push(feature(215, [side])),
        }
        match get(Role::Source).filter(|(_, span, _)| same(span)) {
            Some((_, _, far)) => out.extend([feature(216, [side, far]), feature(217, [side, word.class])]),
            None => out.push(feature(218, [side])),
        }
        let range = &self.extractor.blocks[block];
        match get(Role::Content).filter(|(_, span, _)| range.contains(&span.tokens.start)) {
            Some((_, span, far)) => {
                let edge = if side == 1 { span.tokens.start } else { span.tokens.end - 1 };
                out.extend([
                    feature(219, [side, far, u64::from(same(span))]),
                    feature(220, [side, words[edge].mark, tag]),
                ]);
            }
            None => out.push(feature(221, [side])),
        }
    }
}

/// The probability of each role, summed over its two tags.
fn roles(marginals: &[f32; TAGS]) -> [f32; 3] {
    [marginals[1] + marginals[2], marginals[3] + marginals[4], marginals[5] + marginals[6]]
}

fn step(probability: f32, steps: f32) -> u64 {
    (probability * steps) as u64
}

/// Buckets a distance in tokens; buckets widen.
fn bucket(distance: usize) -> u64 {
    match distance {
        0..4 => distance as u64,
        4..6 => 4,
        6..10 => 6,
        10..20 => 10,
        _ => 20,
    }
}
