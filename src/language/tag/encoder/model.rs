//! [`Encoder`]: the second tagger, a small transformer encoder that reads whole windows of text.

use super::forward;
use super::int8::PackedWeights;
use super::output::{WindowOutput, to_bf16};
use super::pairs::{EncodedMention, EncodedText, PairScorer};
use super::parameters;
use super::pieces::{Vocabulary, WordPieces};
use super::weights::EncoderWeights;
use super::windows::{self, Window};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::tokens::Tokens;
use crate::language::tag::calibration::DecodingParameters;
use crate::language::tag::crf::{Chain, Transitions};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::{PerTag, TAGS};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

/// A trained encoder.
pub struct Encoder<'a> {
    weights: EncoderWeights<'a>,
    words: Vocabulary<'a>,
    /// Adapts the links and confidence of the linear model to the probabilities of this encoder.
    pub fit: DecodingParameters,
    packed: Mutex<Weak<PackedWeights>>,
    /// The blob, if it is a constant of the binary.
    constant: Option<&'static [u8]>,
}

impl Encoder<'static> {
    /// The encoder embedded in the binary. Nothing of it is read before the first call.
    pub fn embedded() -> Option<&'static Encoder<'static>> {
        static ENCODER: LazyLock<Option<Encoder<'static>>> = LazyLock::new(|| {
            const BLOB: &[u8] = include_bytes!("../../../../assets/encoder.bin");
            let fit = parameters::read(include_str!("../../../../assets/encoder.fit.txt"))?;
            Some(Encoder { fit, constant: Some(BLOB), ..Encoder::read(BLOB)? })
        });
        ENCODER.as_ref()
    }
}

impl<'a> Encoder<'a> {
    /// Reads the encoder in `blob`, with default decoding parameters. Returns `None` if it is of another version or
    /// truncated.
    pub fn read(blob: &'a [u8]) -> Option<Encoder<'a>> {
        let weights = EncoderWeights::read(blob)?;
        let words = Vocabulary::read(weights.vocabulary)?;
        Some(Encoder { words, weights, fit: DecodingParameters::default(), packed: Mutex::default(), constant: None })
    }

    /// The weights packed for this processor. Concurrent holders share them; they are freed with the last one.
    pub fn packed(&self) -> Arc<PackedWeights> {
        let mut shared = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let packed = Arc::new(PackedWeights::of(&self.weights, self.constant));
            *shared = Arc::downgrade(&packed);
            packed
        })
    }

    /// The word pieces of the blocks `blocks`.
    pub fn pieces(&self, tokenized: TokenizedArticle, blocks: Range<usize>) -> WordPieces {
        WordPieces::of(tokenized, blocks, &self.words)
    }

    /// The windows over `pieces`, in order. They are independent: callers may encode them in parallel, or the most
    /// important ones first.
    pub fn windows(&self, pieces: &WordPieces) -> Vec<Window> {
        windows::windows(pieces, self.weights.shape.window - 2)
    }

    /// Encodes `window`. `packed` must be the [`Encoder::packed`] weights of this encoder.
    pub fn encode_window(&self, packed: &PackedWeights, pieces: &WordPieces, window: &Window) -> WindowOutput {
        let [_, opens, closes, _] = self.words.special;
        let firsts = pieces.first.get(window.tokens.clone()).unwrap_or(&[]);
        let Some(rows) = forward::forward(&self.weights, packed, pieces, window.pieces.clone(), [opens, closes]) else {
            let scores = vec![[0.0; TAGS]; firsts.len()];
            return WindowOutput { scores, ..WindowOutput::default() };
        };
        let width = self.weights.shape.width;
        let mut read = WindowOutput::default();
        read.vectors.reserve(firsts.len() * width);
        for &first in firsts {
            let at = (first as usize).checked_sub(window.pieces.start).unwrap_or(usize::MAX);
            read.scores.push(rows.scores.get(at).copied().unwrap_or_default());
            read.kinds.push(rows.kinds.get(at).copied().unwrap_or_default());
            let state = rows.state.chunks_exact(width.max(1)).nth(at).unwrap_or(&[]);
            read.vectors.extend(state.iter().map(|&x| to_bf16(x)));
            read.vectors.resize(read.scores.len() * width, 0);
        }
        read
    }

    /// Prepares the `mentions` and `quotations` of a text for scoring. Mentions must be sorted by their heads,
    /// quotations (the token spans of their content) by their first token.
    pub fn pairs(
        &self,
        text: &EncodedText,
        mentions: Vec<EncodedMention>,
        quotations: Vec<Vec<Range<u32>>>,
    ) -> PairScorer<'_> {
        PairScorer::of(&self.weights, text, mentions, quotations)
    }
}

/// The marginal probability of each tag of each token in `blocks`, given emission scores. Only valid BIO sequences
/// count.
pub fn marginals(tokens: &Tokens, blocks: Range<usize>, scores: &[PerTag]) -> Vec<PerTag> {
    let mut rows = Vec::with_capacity(scores.len());
    let mut chain = Chain::default();
    let start = tokens.block(blocks.start).start;
    let held = tokens.tokens.get(start..).unwrap_or(&[]);
    for block in held.chunk_by(|a, b| a.block == b.block).take_while(|block| (block[0].block as usize) < blocks.end) {
        let own = scores.get(rows.len()..).and_then(|rest| rest.get(..block.len())).unwrap_or(&[]);
        chain.forward_backward(&Transitions::default(), own);
        rows.extend((0..own.len()).map(|at| chain.marginals(at)));
    }
    rows
}

impl Tagger for Encoder<'_> {
    fn tag(&self, tokenized: TokenizedArticle, blocks: Range<usize>) -> Vec<PerTag> {
        let pieces = self.pieces(tokenized, blocks.clone());
        let (windows, packed) = (self.windows(&pieces), self.packed());
        let read = |window| self.encode_window(&packed, &pieces, window).scores;
        let scores: Vec<PerTag> = windows.iter().flat_map(read).collect();
        marginals(tokenized.tokens, blocks, &scores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::lexical::quotation_marks::QuotationMarks;
    use crate::language::tag::encoder::sizes::{
        CASES, HEAD_KINDS, PAIR_HIDDEN, PAIR_WIDTH, QUOTE_STATES, SAME_FEATURES, SPEAKER_FEATURES, TURN_FEATURES,
    };
    use crate::language::tag::encoder::weights;
    use proptest::prelude::*;

    const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\n[unused0]\nthe\nmayor\nsaid\n##s\n.\n“\n”\n,\ns\na";

    /// A blob of small random weights: width 8, 2 layers, windows of 12 pieces.
    fn blob() -> Vec<u8> {
        let (width, inner, layers, window) = (8, 12, 2, 12);
        let mut seed = 7u32;
        let mut small = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let mut blob = weights::MAGIC.to_vec();
        let pieces = VOCABULARY.lines().count();
        let sizes = [pieces, width, 2, inner, layers, window, CASES, QUOTE_STATES, TAGS, VOCABULARY.len()];
        blob.extend(sizes.iter().flat_map(|&size| (size as u32).to_le_bytes()));
        blob.extend(VOCABULARY.bytes());
        let numbers = |blob: &mut Vec<u8>, count: usize, value: f32| {
            (0..count).for_each(|_| blob.extend(value.to_le_bytes()));
        };
        let mut rows = |blob: &mut Vec<u8>, rows: usize, columns: usize| {
            numbers(blob, rows, 0.01);
            blob.extend((0..rows * columns).map(|_| small()));
        };
        let norm = |blob: &mut Vec<u8>| {
            numbers(blob, width, 1.0);
            numbers(blob, width, 0.0);
        };
        for count in [pieces, window, CASES, QUOTE_STATES] {
            rows(&mut blob, count, width);
        }
        norm(&mut blob);
        for _ in 0..layers {
            for (count, columns, last) in
                [(3 * width, width, false), (width, width, true), (inner, width, false), (width, inner, true)]
            {
                rows(&mut blob, count, columns);
                numbers(&mut blob, count, 0.0);
                if last {
                    norm(&mut blob);
                }
            }
        }
        rows(&mut blob, TAGS, width);
        numbers(&mut blob, TAGS, 0.0);
        rows(&mut blob, HEAD_KINDS, width);
        numbers(&mut blob, HEAD_KINDS, 0.0);
        for spots in [3, 3, 4] {
            rows(&mut blob, PAIR_WIDTH, spots * width);
            numbers(&mut blob, PAIR_WIDTH, 0.0);
            numbers(&mut blob, PAIR_WIDTH, 1.0);
            numbers(&mut blob, PAIR_WIDTH, 0.0);
        }
        for sizes in [&SAME_FEATURES[..], &SPEAKER_FEATURES, &TURN_FEATURES] {
            rows(&mut blob, PAIR_WIDTH, PAIR_WIDTH);
            rows(&mut blob, PAIR_HIDDEN, PAIR_WIDTH);
            numbers(&mut blob, PAIR_HIDDEN, 0.0);
            rows(&mut blob, PAIR_HIDDEN, PAIR_WIDTH);
            rows(&mut blob, PAIR_HIDDEN, PAIR_WIDTH);
            numbers(&mut blob, sizes.iter().sum::<usize>() * PAIR_HIDDEN + PAIR_HIDDEN + 1, 0.1);
        }
        blob
    }

    fn rows(encoder: &Encoder, text: &str) -> Vec<PerTag> {
        let article = plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let rows = encoder.tag(
            TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks },
            0..article.blocks().len(),
        );
        assert_eq!(rows.len(), tokens.len());
        rows
    }

    #[test]
    fn every_token_gets_probabilities() {
        let blob = blob();
        let encoder = Encoder::read(&blob).unwrap();
        let found =
            rows(&encoder, "“The mayors said,” said the mayor. The mayor said.\n\n“The mayor,” the mayor said.");
        assert!(found.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-4));
        // No span continues at the start of a block.
        assert!([2, 4, 6].into_iter().all(|inside| found[0][inside] == 0.0));
        let short = rows(&encoder, "The mayor said.");
        assert!(short.iter().flatten().any(|p| (p - 1.0 / TAGS as f32).abs() > 0.05), "{short:?}");
    }

    #[test]
    fn truncated_blobs_and_other_versions_are_refused() {
        let blob = blob();
        assert!((0..5000).chain((5000..blob.len()).step_by(997)).all(|end| Encoder::read(&blob[..end]).is_none()));
        assert!((0..48).filter(|at| Encoder::read(&changed(&blob, *at)).is_some()).count() <= 4);
    }

    fn changed(blob: &[u8], at: usize) -> Vec<u8> {
        let mut blob = blob.to_vec();
        blob[at] ^= 0x41;
        blob
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read(text in "(the|mayor|said|[“”,. \n]|\\PC){0,200}") {
            let blob = blob();
            let found = rows(&Encoder::read(&blob).unwrap(), &text);
            prop_assert!(found.iter().flatten().all(|p| p.is_finite()));
        }

        #[test]
        fn any_pair_has_scores(
            text in "(the|mayor|said|[“”,. \n]|\\PC){0,200}",
            mentions in prop::collection::vec((0..90u32, 0..90u32, 0..12u8), 0..40),
            quotations in prop::collection::vec(prop::collection::vec((0..90u32, 0..9u32), 0..3), 0..9),
        ) {
            let blob = blob();
            let encoder = Encoder::read(&blob).unwrap();
            let article = plain::article(text);
            let tokens = Tokens::of(&article);
            let marks = QuotationMarks::of(&article, &tokens);
            let tokenized = TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks };
            let pieces = encoder.pieces(tokenized, 0..article.blocks().len());
            let windows = encoder.windows(&pieces);
            let read: Vec<WindowOutput> = windows.iter().map(|window| encoder.encode_window(&encoder.packed(), &pieces, window)).collect();
            // One window was not encoded.
            let reads: Vec<Option<&WindowOutput>> = read.iter().zip(0..).map(|(read, at)| (at != 1).then_some(read)).collect();
            let text = EncodedText { tokenized, pieces: &pieces, windows: &windows, reads: &reads };
            let mentions = mentions.into_iter().map(|(head, first, class)| EncodedMention { head, first, class }).collect();
            let spans = |(start, length): (u32, u32)| start..start + length;
            let spans = quotations.into_iter().map(|quotation| quotation.into_iter().map(spans).collect()).collect();
            let pairs = encoder.pairs(&text, mentions, spans);
            for at in 0..41 {
                prop_assert!(pairs.same(at).iter().all(|(_, score)| score.is_finite()));
                prop_assert!(pairs.speakers(at).iter().all(|(_, score)| score.is_finite()));
            }
        }
    }
}
