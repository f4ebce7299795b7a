//! Features for the first stage of the tagger: the words, marks and sentence of a token. Training and tagging share one
//! function, so that they cannot drift apart.

use crate::language::lexical::TokenizedArticle;
use crate::language::tag::hashing::feature;
use crate::language::tag::word_features::{FactSource, WordFeatures, word_features};
use std::ops::{Range, RangeInclusive};

/// Extracts the features of the tokens of some blocks. Tokens are numbered from the first token of those blocks.
pub struct FeatureExtractor {
    pub words: Vec<WordFeatures>,
    /// The token ranges of the blocks that are not empty.
    pub blocks: Vec<Range<usize>>,
    /// The token ranges of the sentences.
    pub sentences: Vec<Range<usize>>,
    /// For each token: the index of its sentence in `sentences`.
    pub sentence: Vec<u32>,
    facts: Vec<SentenceFacts>,
    /// For each token: the number of commas, and of *that*, before it.
    commas: Vec<u32>,
    thats: Vec<u32>,
    /// For each token: the nearest reporting word outside quotation marks, before and after it in its sentence.
    left: Vec<u32>,
    right: Vec<u32>,
    /// For each block: whether it continues an open quotation, and whether it is the first of the article.
    continued: Vec<bool>,
    opening: Vec<bool>,
}

/// Facts about a whole sentence that become features of its tokens.
#[derive(Clone, Copy, Default)]
struct SentenceFacts {
    /// Bit 1: it has quotation marks or quoted words; bit 0: it has nothing else.
    quoted: u64,
    reports: bool,
    according: bool,
}

/// No such token.
const NONE: u32 = u32::MAX;
/// Padding for the tokens before the start and after the end of a block.
pub const BEFORE: WordFeatures = WordFeatures::of_edge(0x5151);
pub const AFTER: WordFeatures = WordFeatures::of_edge(0x5252);

impl FeatureExtractor {
    /// Prepares the blocks `blocks` of `tokenized`.
    pub fn new<L: FactSource + ?Sized>(
        tokenized: TokenizedArticle,
        blocks: Range<usize>,
        lexicon: &L,
    ) -> FeatureExtractor {
        let TokenizedArticle { tokens, quotation_marks: marks, .. } = tokenized;
        let first = tokens.block(blocks.start).start;
        let end = tokens.block(blocks.end).start;
        let words = word_features(tokenized, first..end, lexicon);
        let covered = tokens.tokens.get(first..end).unwrap_or(&[]);
        let mut extractor = FeatureExtractor {
            blocks: Vec::new(),
            sentences: Vec::new(),
            sentence: Vec::with_capacity(words.len()),
            facts: Vec::new(),
            commas: Vec::with_capacity(words.len()),
            thats: Vec::with_capacity(words.len()),
            left: vec![NONE; words.len()],
            right: vec![NONE; words.len()],
            continued: Vec::new(),
            opening: Vec::new(),
            words,
        };
        let opening = tokens.tokens.first().map(|token| token.block);
        for run in covered.chunk_by(|a, b| a.block == b.block) {
            let start = extractor.blocks.last().map_or(0, |range: &Range<usize>| range.end);
            extractor.blocks.push(start..start + run.len());
            extractor.continued.push(marks.is_continued(run[0].block as usize));
            extractor.opening.push(Some(run[0].block) == opening);
        }
        for run in covered.chunk_by(|a, b| a.sentence == b.sentence) {
            extractor.add_sentence(run.len());
        }
        extractor
    }

    fn add_sentence(&mut self, length: usize) {
        let start = self.sentences.last().map_or(0, |range| range.end);
        let range = start..start + length;
        let number = self.sentences.len() as u32;
        let (mut commas, mut thats) = match start.checked_sub(1) {
            Some(at) => {
                (self.commas[at] + u32::from(self.words[at].comma), self.thats[at] + u32::from(self.words[at].that))
            }
            None => (0, 0),
        };
        let mut facts = SentenceFacts { quoted: 1, ..SentenceFacts::default() };
        let mut left = NONE;
        for at in range.clone() {
            let word = &self.words[at];
            self.commas.push(commas);
            self.thats.push(thats);
            commas += u32::from(word.comma);
            thats += u32::from(word.that);
            self.left[at] = left;
            if word.mark == 0 {
                facts.quoted &= 2;
                if word.reports {
                    left = at as u32;
                    facts.reports = true;
                }
            } else {
                facts.quoted |= 2;
            }
            facts.according |= word.according;
            self.sentence.push(number);
        }
        let mut right = NONE;
        for at in range.clone().rev() {
            self.right[at] = right;
            if self.words[at].mark == 0 && self.words[at].reports {
                right = at as u32;
            }
        }
        self.facts.push(facts);
        self.sentences.push(range);
    }

    /// Appends the features of token `at` of block `block` (of this extractor) to `out`.
    pub fn features(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        let neighbourhood = Neighbourhood { words: &self.words, block: self.blocks[block].clone(), at };
        for offset in OFFSETS {
            near_word(neighbourhood.word(offset), offset, out);
        }
        self.wider_features(block, at, out);
    }

    /// Appends the features of token `at` of block `block`, except the features of [`near_word`].
    pub fn wider_features(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        let neighbourhood = Neighbourhood { words: &self.words, block: self.blocks[block].clone(), at };
        out.push(feature(1, []));
        neighbourhood.words_near(out);
        neighbourhood.classes_near(out);
        neighbourhood.marks_near(out);
        if self.continued[block] {
            out.extend([feature(2, []), feature(135, [self.words[at].mark])]);
        }
        self.reporting_words(at, out);
        self.place(block, at, out);
    }

    /// The number of commas in `from..to`, up to 3, and whether there is a *that*. `from` must not exceed `to`.
    pub fn between(&self, from: usize, to: usize) -> (u64, u64) {
        let count = |sums: &[u32], flag: fn(&WordFeatures) -> bool| match sums.get(to) {
            Some(&end) => end - sums[from],
            None => sums.last().map_or(0, |&last| last + u32::from(self.words.last().is_some_and(flag))) - sums[from],
        };
        let commas = if from < to { count(&self.commas, |word| word.comma) } else { 0 };
        let thats = if from < to { count(&self.thats, |word| word.that) } else { 0 };
        (u64::from(commas.min(3)), u64::from(thats > 0))
    }

    /// The nearest reporting words in the sentence, and the commas and *that* between.
    fn reporting_words(&self, at: usize, out: &mut Vec<u64>) {
        let word = &self.words[at];
        let sentence = &self.sentences[self.sentence[at] as usize];
        let (start, end) = (sentence.start, sentence.end);
        let facts = self.facts[self.sentence[at] as usize];
        let get = |at: usize| if at < end { Some(&self.words[at]) } else { None };
        let class = |at: usize| get(at).map_or(0, |word| word.class);
        let lower = |at: usize| get(at).map_or(0, |word| word.lower);
        let mark = word.mark;
        out.push(feature(136, [facts.quoted, mark]));
        let (left, right) = (self.left[at], self.right[at]);
        if left != NONE {
            let verb = left as usize;
            let (commas, that) = self.between(verb + 1, at);
            let far = (at - verb) as u64;
            let found = &self.words[verb];
            out.extend([
                feature(139, [found.stem]),
                feature(140, [far.min(8), mark]),
                feature(141, [lower(verb + 1)]),
                feature(142, [found.stem, lower(verb + 1)]),
                feature(143, [commas, that]),
                feature(144, [class(verb + 1), class(verb + 2)]),
                feature(145, [found.stem, commas.min(1), that]),
                feature(146, [found.cue, far.min(4), word.class]),
                feature(147, [found.cue, class(verb + 1), commas, that]),
            ]);
        } else {
            out.push(feature(3, []));
        }
        if right != NONE {
            let verb = right as usize;
            let (commas, _) = self.between(at + 1, verb);
            let far = (verb - at) as u64;
            let rest = (end - verb) as u64;
            let found = &self.words[verb];
            let before = &self.words[verb - 1];
            out.extend([
                feature(148, [found.stem]),
                feature(149, [far.min(8), mark]),
                feature(150, [before.lower]),
                feature(151, [commas]),
                feature(152, [class(verb + 1)]),
                feature(153, [rest.min(8)]),
                feature(154, [found.stem, rest.min(5)]),
                feature(155, [found.cue, far.min(4), word.class]),
                feature(156, [found.cue, before.class, class(verb + 1)]),
                feature(157, [found.cue, commas, rest.min(4), mark]),
            ]);
        } else {
            out.push(feature(4, []));
        }
        out.push(feature(158, [u64::from(left != NONE), u64::from(right != NONE), mark, word.class]));
        if facts.according {
            let (commas, _) = self.between(start, at);
            out.extend([feature(5, []), feature(159, [mark, commas.min(1)])]);
        }
    }

    /// The position of the token in its sentence and block, and the facts of the neighbouring sentences.
    fn place(&self, block: usize, at: usize, out: &mut Vec<u64>) {
        let word = &self.words[at];
        let number = self.sentence[at] as usize;
        let Range { start, end } = self.sentences[number];
        let range = &self.blocks[block];
        let near = |distance: usize, most: usize| distance.min(most) as u64;
        let second = if start + 1 < end { self.words[start + 1].class } else { 0 };
        let last_but_one = if end - start >= 2 { self.words[end - 2].class } else { 0 };
        let in_block = number - self.sentence[range.start] as usize;
        out.extend([
            feature(160, [near(at - start, 4)]),
            feature(161, [near(end - 1 - at, 4)]),
            feature(162, [near(at - range.start, 3)]),
            feature(163, [near(range.end - 1 - at, 3)]),
            feature(164, [near(in_block, 3), word.mark]),
            feature(165, [self.words[start].lower]),
            feature(166, [self.words[start].class, second]),
            feature(167, [self.words[end - 1].class, last_but_one]),
        ]);
        if self.opening[block] {
            out.extend([feature(6, []), feature(168, [word.class])]);
        }
        let facts = self.facts[number];
        let beside = |exists: bool, other: usize| match self.facts.get(other) {
            Some(facts) if exists => facts.quoted * 2 + u64::from(facts.reports),
            _ => 99,
        };
        let before = beside(start > range.start, number.wrapping_sub(1));
        let after = beside(end < range.end, number + 1);
        out.extend([
            feature(169, [before, word.mark]),
            feature(170, [after, word.mark]),
            feature(171, [before, after, facts.quoted, u64::from(facts.reports)]),
        ]);
    }
}

/// The distances of the neighbours whose words are features of a token by themselves.
pub const OFFSETS: RangeInclusive<isize> = -3..=3;

/// Appends the features of a token that `word`, `offset` tokens behind it (or ahead, if below 0), is by itself.
pub fn near_word(word: &WordFeatures, offset: isize, out: &mut Vec<u64>) {
    let place = (offset + 9) as u64;
    out.extend([feature(100, [place, word.lower]), feature(101, [place, word.class]), feature(102, [place, word.cue])]);
    if offset.abs() <= 2 {
        out.push(feature(172, [place, word.fine]));
    }
    if offset.abs() <= 1 {
        out.extend([
            feature(103, [place, word.stem]),
            feature(104, [place, word.shape]),
            feature(105, [place, word.source]),
        ]);
    }
    if offset == 0 {
        out.extend([feature(106, [word.last3]), feature(107, [word.last2]), feature(108, [word.first3])]);
    }
}

/// The neighbour `offset` tokens behind token `at` of `block`: a token, or padding beyond an edge.
#[inline]
pub fn neighbour(block: &Range<usize>, at: usize, offset: isize) -> Neighbour {
    match at.checked_add_signed(offset) {
        Some(at) if at >= block.end => Neighbour::After,
        Some(at) if at >= block.start => Neighbour::Token(at),
        _ => Neighbour::Before,
    }
}

/// A neighbour of a token in its block.
pub enum Neighbour {
    Before,
    Token(usize),
    After,
}

/// A token and its neighbours in the block.
struct Neighbourhood<'a> {
    words: &'a [WordFeatures],
    block: Range<usize>,
    at: usize,
}

impl Neighbourhood<'_> {
    /// The token at `offset`.
    fn word(&self, offset: isize) -> &WordFeatures {
        match neighbour(&self.block, self.at, offset) {
            Neighbour::Before => &BEFORE,
            Neighbour::Token(at) => &self.words[at],
            Neighbour::After => &AFTER,
        }
    }

    /// A value of the token at `offset`.
    fn get(&self, offset: isize, value: fn(&WordFeatures) -> u64) -> u64 {
        value(self.word(offset))
    }

    fn words_near(&self, out: &mut Vec<u64>) {
        let word = &self.words[self.at];
        let lower = |offset| self.get(offset, |word| word.lower);
        out.extend([
            feature(109, [lower(-1), word.lower]),
            feature(110, [word.lower, lower(1)]),
            feature(111, [lower(-2), lower(-1)]),
            feature(112, [lower(1), lower(2)]),
            feature(118, [lower(-1), lower(1)]),
        ]);
        if word.reports {
            let class = |offset| self.get(offset, |word| word.class);
            out.extend([
                feature(137, [word.stem, word.mark]),
                feature(138, [class(-1), class(1)]),
                feature(189, [word.stem, class(1), class(2)]),
            ]);
        }
    }

    fn classes_near(&self, out: &mut Vec<u64>) {
        let word = &self.words[self.at];
        let class = |offset| self.get(offset, |word| word.class);
        let fine = |offset| self.get(offset, |word| word.fine);
        let cue = |offset| self.get(offset, |word| word.cue);
        out.extend([
            feature(113, [class(-1), word.class, class(1)]),
            feature(114, [class(-2), class(-1), word.class]),
            feature(115, [word.class, class(1), class(2)]),
            feature(116, [class(-2), class(-1), word.class, class(1)]),
            feature(117, [class(-1), word.class, class(1), class(2)]),
            feature(119, [cue(-1), word.cue, cue(1)]),
            feature(120, [word.cue, self.get(1, |word| word.lower), word.class]),
            feature(121, [word.cue, class(-1), class(1)]),
            feature(122, [word.source, cue(1), cue(2)]),
            feature(123, [word.source, cue(-1), word.class]),
            feature(173, [fine(-1), word.fine]),
            feature(174, [word.fine, fine(1)]),
            feature(175, [fine(-1), word.fine, fine(1)]),
            feature(176, [fine(-2), fine(-1), word.fine]),
            feature(177, [word.fine, fine(1), fine(2)]),
            feature(178, [word.fine, self.get(-1, |word| word.lower)]),
            feature(179, [word.fine, self.get(1, |word| word.lower)]),
        ]);
    }

    fn marks_near(&self, out: &mut Vec<u64>) {
        let word = &self.words[self.at];
        let mark = |offset| self.get(offset, |word| word.mark);
        out.extend([
            feature(131, [word.mark]),
            feature(132, [mark(-1), word.mark]),
            feature(133, [word.mark, mark(1)]),
            feature(134, [mark(-2), mark(-1), word.mark, mark(1), mark(2)]),
        ]);
    }
}
