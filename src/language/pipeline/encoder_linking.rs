//! [`Heard`]: the encoder as the linker's second reader, which tells what names stand for, which mentions go together and
//! who says what.

use crate::language::coref::linker::{MentionHead, PairScores, SpeakerCandidate, TextEncoder};
use crate::language::coref::mention::Form;
use crate::language::tag::encoder::pairs::{DESCRIPTION, Mention as Head, NAME, Pairs, Text, Who, pronoun};
use crate::language::tag::encoder::{Encoder, Read};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A text as the encoder read it, for those who ask whom its mentions stand for.
pub struct Heard<'a> {
    pub encoder: &'a Encoder<'a>,
    pub text: Text<'a>,
}

impl Heard<'_> {
    fn read(&self, token: usize) -> Option<(&Read, usize)> {
        let nth = self.text.windows.partition_point(|window| window.tokens.end <= token);
        let (window, read) = self.text.windows.get(nth).zip(self.text.reads.get(nth).copied().flatten())?;
        Some((read, token.checked_sub(window.tokens.start)?))
    }
}

impl TextEncoder for Heard<'_> {
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
        mentions: Vec<MentionHead>,
        contents: &[Vec<Range<usize>>],
    ) -> Box<dyn PairScores + 'r> {
        let form = |mention: &MentionHead| match mention.form {
            Form::Name => NAME,
            Form::Description => DESCRIPTION,
            Form::Pronoun => pronoun(self.text.tokens.text(self.text.article, mention.head)).unwrap_or(DESCRIPTION),
        };
        let head = |mention: &MentionHead| Head {
            head: mention.head as u32,
            first: mention.first as u32,
            form: form(mention),
        };
        let heads = mentions.iter().map(head).collect();
        let mut order: Vec<usize> = (0..contents.len()).filter(|&index| !contents[index].is_empty()).collect();
        order.sort_by_key(|&index| contents[index].first().map_or(0, |piece| piece.start));
        let spans = |&index: &usize| contents[index].iter().map(|piece| piece.start as u32..piece.end as u32).collect();
        let quotations = order.iter().map(spans).collect();
        Box::new(Paired {
            pairs: self.encoder.pairs(&self.text, heads, quotations),
            number: order.iter().copied().zip(0..).collect(),
            by_head: mentions.iter().map(|mention| mention.head).zip(0..).collect(),
            mentions,
            order,
        })
    }
}

/// Pairs by the tokens and attributions that the linker knows.
struct Paired<'a> {
    pairs: Pairs<'a>,
    mentions: Vec<MentionHead>,
    by_head: FxHashMap<usize, usize>,
    /// Attributions in the order of their first tokens, and the place of each there.
    order: Vec<usize>,
    number: FxHashMap<usize, usize>,
}

impl PairScores for Paired<'_> {
    fn antecedents(&self, at: usize) -> Vec<(usize, f32)> {
        let Some(&query) = self.by_head.get(&at) else { return Vec::new() };
        let scores = self.pairs.same(query).into_iter();
        scores.filter_map(|(mention, score)| Some((self.mentions.get(mention)?.head, score))).collect()
    }

    fn speakers(&self, index: usize) -> Vec<(SpeakerCandidate, f32)> {
        let Some(&number) = self.number.get(&index) else { return Vec::new() };
        let voice = |who: Who| match who {
            Who::Mention(mention) => self.mentions.get(mention).map(|mention| SpeakerCandidate::Mention(mention.head)),
            Who::Quotation(number) => self.order.get(number).map(|&index| SpeakerCandidate::Quotation(index)),
        };
        self.pairs.speakers(number).into_iter().filter_map(|(who, score)| Some((voice(who)?, score))).collect()
    }
}
