//! The linear model as a [`Tagger`].

use crate::language::lexical::TokenizedArticle;
use crate::language::tag::context_features::{ContextFeatures, FirstStage};
use crate::language::tag::crf::{self, Chain};
use crate::language::tag::features::{AFTER, BEFORE, FeatureExtractor, Neighbour, OFFSETS, near_word, neighbour};
use crate::language::tag::hashing::mix;
use crate::language::tag::linear_model::{LinearModel, WEIGHTS_PER_FEATURE};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::{PerTag, TAGS};
use crate::language::tag::word_features::WordFeatures;
use rustc_hash::FxHashMap;
use std::ops::Range;

impl Tagger for LinearModel<'_> {
    fn tag(&self, tokenized: TokenizedArticle, blocks: Range<usize>) -> Vec<PerTag> {
        let extractor = FeatureExtractor::new(tokenized, blocks, self);
        let (first, mut second) = self.score_words(&extractor);
        let mut found =
            FirstStage { tags: Vec::with_capacity(first.len()), marginals: Vec::with_capacity(first.len()) };
        let mut chain = Chain::default();
        for range in &extractor.blocks {
            let scores = &first[range.clone()];
            found.tags.extend(crf::viterbi(&self.first, scores));
            chain.forward_backward(&self.first, scores);
            found.marginals.extend((0..scores.len()).map(|at| chain.marginals(at)));
        }
        self.score_context(&extractor, &found, &mut second);
        let mut rows = found.marginals;
        for range in &extractor.blocks {
            chain.forward_backward(&self.second, &second[range.clone()]);
            for (row, at) in rows[range.clone()].iter_mut().zip(0..) {
                *row = chain.marginals(at);
            }
        }
        rows
    }
}

impl LinearModel<'_> {
    /// The scores of the word features for both stages. One look-up of a feature serves both.
    fn score_words(&self, extractor: &FeatureExtractor) -> (Vec<PerTag>, Vec<PerTag>) {
        let length = extractor.words.len();
        let (mut first, mut second) = (Vec::with_capacity(length), Vec::with_capacity(length));
        let mut features = Vec::with_capacity(192);
        let near = WordSums::new(self, &extractor.words);
        for (block, range) in extractor.blocks.iter().enumerate() {
            for at in range.clone() {
                features.clear();
                extractor.wider_features(block, at, &mut features);
                let mut sums = near.around(range, at);
                self.base.each(&features, |weights| add(&mut sums, weights));
                let (one, two) = sums.split_at(WEIGHTS_PER_FEATURE);
                first.push(scaled(one, self.scales[0]));
                second.push(scaled(two, self.scales[1]));
            }
        }
        (first, second)
    }

    /// Adds the scores of the context features to `scores`.
    fn score_context(&self, extractor: &FeatureExtractor, first: &FirstStage, scores: &mut [PerTag]) {
        let context = ContextFeatures::new(extractor, first);
        let mut features = Vec::with_capacity(96);
        for (block, range) in extractor.blocks.iter().enumerate() {
            for at in range.clone() {
                features.clear();
                context.features(block, at, &mut features);
                let mut sums = [0i16; WEIGHTS_PER_FEATURE];
                self.context.each(&features, |weights| add(&mut sums, weights));
                for (score, more) in scores[at].iter_mut().zip(scaled(&sums, self.scales[2])) {
                    *score += more;
                }
            }
        }
    }
}

/// The sums of the weights of both stages.
type Sums = [i16; 2 * WEIGHTS_PER_FEATURE];

/// The sums of the features that a word alone contributes to the tokens around it. They are computed once per different
/// word of a text, which saves a third of the look-ups.
struct WordSums {
    /// For each different word, and the two edges of a block first: the sums for each of [`OFFSETS`].
    sums: Vec<[Sums; NEAR]>,
    /// For each token: the index of its word in `sums`.
    word: Vec<u32>,
}

/// The number of [`OFFSETS`].
const NEAR: usize = (*OFFSETS.end() - *OFFSETS.start() + 1) as usize;

impl WordSums {
    fn new(model: &LinearModel, words: &[WordFeatures]) -> WordSums {
        let mut features = Vec::new();
        let mut sums_of = |word: &WordFeatures| {
            let mut all = [[0; 2 * WEIGHTS_PER_FEATURE]; NEAR];
            for (sums, offset) in all.iter_mut().zip(OFFSETS) {
                features.clear();
                near_word(word, offset, &mut features);
                model.base.each(&features, |weights| add(sums, weights));
            }
            all
        };
        let mut sums = vec![sums_of(&BEFORE), sums_of(&AFTER)];
        let mut known = FxHashMap::default();
        let index = |word: &WordFeatures| {
            let values = [word.stem, word.shape, word.class, word.fine, word.last3, word.first3, word.cue, word.source];
            *known.entry(values.into_iter().fold(word.lower, mix)).or_insert_with(|| {
                sums.push(sums_of(word));
                sums.len() as u32 - 1
            })
        };
        let word = words.iter().map(index).collect();
        WordSums { sums, word }
    }

    /// The sums of the words around token `at` of the block `block`.
    fn around(&self, block: &Range<usize>, at: usize) -> Sums {
        let mut total: Sums = [0; 2 * WEIGHTS_PER_FEATURE];
        for (nth, offset) in OFFSETS.enumerate() {
            let word = match neighbour(block, at, offset) {
                Neighbour::Before => 0,
                Neighbour::Token(at) => self.word[at] as usize,
                Neighbour::After => 1,
            };
            for (total, more) in total.iter_mut().zip(&self.sums[word][nth]) {
                *total = total.wrapping_add(*more);
            }
        }
        total
    }
}

/// Adds small weights. A token has fewer than 256 features, so the sums cannot overflow.
#[inline]
fn add<const LENGTH: usize>(sums: &mut [i16; LENGTH], weights: &[u8; LENGTH]) {
    for (sum, &weight) in sums.iter_mut().zip(weights) {
        *sum = sum.wrapping_add(i16::from(weight as i8));
    }
}

/// Converts sums to scores. The first tag is the reference and scores 0.
fn scaled(sums: &[i16], scale: f32) -> PerTag {
    let mut scores = [0.0; TAGS];
    for (score, &sum) in scores[1..].iter_mut().zip(sums) {
        *score = f32::from(sum) * scale;
    }
    scores
}
