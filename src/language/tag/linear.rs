//! The linear model as a [`Tagger`].

use crate::language::document::TokenizedArticle;
use crate::language::tag::context_features::{ContextFeatures, FirstStage};
use crate::language::tag::crf::{self, Chain};
use crate::language::tag::features::FeatureExtractor;
use crate::language::tag::linear_model::{LinearModel, WEIGHTS_PER_FEATURE};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::{PerTag, TAGS};
use std::ops::Range;

impl Tagger for LinearModel<'_> {
    fn tag(&self, document: TokenizedArticle, blocks: Range<usize>) -> Vec<PerTag> {
        let extractor = FeatureExtractor::new(document, blocks, self);
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
        for (block, range) in extractor.blocks.iter().enumerate() {
            for at in range.clone() {
                features.clear();
                extractor.features(block, at, &mut features);
                let mut sums = [0i16; 2 * WEIGHTS_PER_FEATURE];
                for slot in features.iter().filter_map(|&feature| self.base.find(feature)) {
                    add(&mut sums, &slot[4..]);
                }
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
                for slot in features.iter().filter_map(|&feature| self.context.find(feature)) {
                    add(&mut sums, &slot[4..4 + WEIGHTS_PER_FEATURE]);
                }
                for (score, more) in scores[at].iter_mut().zip(scaled(&sums, self.scales[2])) {
                    *score += more;
                }
            }
        }
    }
}

/// Adds small weights. A token has fewer than 256 features, so the sums cannot overflow.
#[inline]
fn add(sums: &mut [i16], weights: &[u8]) {
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
