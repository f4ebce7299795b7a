//! [`EncoderReader`]: the encoder's second opinion for the linker, on the types of names, on which mentions corefer,
//! and on who speaks.

use crate::language::coref::mention::MentionType;
use crate::language::coref::ranking::linker::{self, PairScores, TextEncoder};
use crate::language::tag::encoder::pairs::{
    DESCRIPTION, EncodedMention, EncodedSpeaker, EncodedText, NAME, PairScorer, pronoun,
};
use crate::language::tag::encoder::{Encoder, WindowOutput};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// An encoded text, ready for the questions of the linker.
pub struct EncoderReader<'a> {
    pub encoder: &'a Encoder<'a>,
    pub text: EncodedText<'a>,
}

impl EncoderReader<'_> {
    fn read(&self, token: usize) -> Option<(&WindowOutput, usize)> {
        let nth = self.text.windows.partition_point(|window| window.tokens.end <= token);
        let (window, read) = self.text.windows.get(nth).zip(self.text.reads.get(nth).copied().flatten())?;
        Some((read, token.checked_sub(window.tokens.start)?))
    }
}

impl TextEncoder for EncoderReader<'_> {
    fn entity_types(&self, tokens: &[usize]) -> [f32; 3] {
        let mut sums = [0.0; 3];
        let mut count = 0.0;
        for &token in tokens {
            let Some(scores) = self.read(token).and_then(|(read, at)| read.kinds.get(at)) else { continue };
            let [nothing, person, body] = scores.map(f32::exp);
            let all = nothing + person + body;
            sums.iter_mut().zip([person, body, nothing]).for_each(|(sum, share)| *sum += share / all);
            count += 1.0;
        }
        if count == 0.0 { [1.0 / 3.0; 3] } else { sums.map(|sum| sum / count) }
    }

    fn score_pairs<'r>(
        &'r self,
        mentions: Vec<linker::MentionHead>,
        contents: &[Vec<Range<usize>>],
    ) -> Box<dyn PairScores + 'r> {
        let class = |mention: &linker::MentionHead| match mention.mention_type {
            MentionType::Name => NAME,
            MentionType::Description => DESCRIPTION,
            MentionType::Pronoun => pronoun(self.text.tokenized.text(mention.head)).unwrap_or(DESCRIPTION),
        };
        let head = |mention: &linker::MentionHead| EncodedMention {
            head: mention.head as u32,
            first: mention.first as u32,
            class: class(mention),
        };
        let heads = mentions.iter().map(head).collect();
        let mut order: Vec<usize> = (0..contents.len()).filter(|&index| !contents[index].is_empty()).collect();
        order.sort_by_key(|&index| contents[index].first().map_or(0, |piece| piece.start));
        let spans = |&index: &usize| contents[index].iter().map(|piece| piece.start as u32..piece.end as u32).collect();
        let quotations = order.iter().map(spans).collect();
        Box::new(EncoderPairing {
            pairs: self.encoder.pairs(&self.text, heads, quotations),
            number: order.iter().copied().zip(0..).collect(),
            by_head: mentions.iter().map(|mention| mention.head).zip(0..).collect(),
            mentions,
            order,
        })
    }
}

/// Pair scores by the tokens and attributions of the linker.
struct EncoderPairing<'a> {
    pairs: PairScorer<'a>,
    mentions: Vec<linker::MentionHead>,
    by_head: FxHashMap<usize, usize>,
    /// Attributions in the order of their first tokens, and the position of each there.
    order: Vec<usize>,
    number: FxHashMap<usize, usize>,
}

impl PairScores for EncoderPairing<'_> {
    fn antecedents(&self, at: usize) -> Vec<(usize, f32)> {
        let Some(&query) = self.by_head.get(&at) else { return Vec::new() };
        let scores = self.pairs.same(query).into_iter();
        scores.filter_map(|(mention, score)| Some((self.mentions.get(mention)?.head, score))).collect()
    }

    fn speakers(&self, index: usize) -> Vec<(linker::SpeakerCandidate, f32)> {
        let Some(&number) = self.number.get(&index) else { return Vec::new() };
        let speaker = |candidate: EncodedSpeaker| match candidate {
            EncodedSpeaker::Mention(mention) => {
                self.mentions.get(mention).map(|mention| linker::SpeakerCandidate::Mention(mention.head))
            }
            EncodedSpeaker::Quotation(number) => {
                self.order.get(number).map(|&index| linker::SpeakerCandidate::Quotation(index))
            }
        };
        self.pairs
            .speakers(number)
            .into_iter()
            .filter_map(|(candidate, score)| Some((speaker(candidate)?, score)))
            .collect()
    }
}
