//! How likely the speaker of a quotation is to be right: what the choices on the way to the name were sure of, looked at
//! together. What each tells is learned from texts that nothing else was learned from.

use super::features::{kind_step, step};
use super::linker::{Candidate, Query};
use super::pronouns;
use super::ranker::{Features, Question, word};
use super::resolver::{Speaker, Walk};

/// A share in steps, finer near one.
fn share_step(share: f32) -> u64 {
    match share {
        share if share >= 0.99 => 13,
        share if share >= 0.97 => 12,
        share if share >= 0.94 => 11,
        share => (share.max(0.0) * 11.0) as u64,
    }
}

impl Walk<'_, '_> {
    /// How likely the speaker of attribution `index` is to be right.
    pub(super) fn sure(&mut self, index: usize, speaker: Speaker) -> f32 {
        let query = self.of_doubt(index, speaker);
        let shares = self.linker.shares(&query);
        if let Some(log) = &mut self.log {
            log.push(query);
        }
        shares.first().copied().unwrap_or(0.0)
    }

    /// Two candidates: that the speaker is right, and that they are not.
    fn of_doubt(&self, index: usize, speaker: Speaker) -> Query {
        let words = self.words;
        let attribution = &self.attributions[index];
        let entity = &self.cast.entities[speaker.who];
        let source = attribution.source.filter(|_| !self.overruled.contains(&index));
        let range = source.map_or(0..0, |span| words.tokens.within(span));
        let pronoun =
            range.len() == 1 && (pronouns::third_person(words, range.start).is_some() || words.is_pronoun(range.start));
        let name = range.clone().any(|at| words.capital(at)) && !pronoun;
        let form = match (range.is_empty(), pronoun, name) {
            (true, _, _) => 0,
            (_, true, _) => 1,
            (_, _, true) => 2,
            _ => 3,
        };
        let kind = attribution.kind as u64;
        let share = share_step(speaker.confidence);
        let told = share_step(attribution.source_confidence);
        let said = share_step(attribution.confidence);
        let mention = source.and_then(|span| self.cast.mention_at(span));
        let reason = mention.map_or(99, |mention| mention.reason as u64);
        let linked = mention.map_or(99, |mention| share_step(mention.confidence));
        let before = mention.and_then(|mention| self.cast.mention_at(mention.antecedent?));
        let chain = before.map_or(99, |before| before.form as u64 * 20 + share_step(before.confidence));
        let kind_of = kind_step(entity);
        let names = self.counts.get(speaker.who).copied().unwrap_or(0) as usize;
        let mut out = Features::with_room();
        out.add(1, [form, kind]);
        out.add(2, [form, share]);
        out.add(3, [form, told]);
        out.add(4, [form, said, kind]);
        out.add(5, [form, reason]);
        out.add(6, [form, linked]);
        out.add(7, [form, chain]);
        out.add(8, [form, kind_of]);
        out.add(9, [form, step(names, 5), kind_of]);
        out.add(10, [form, entity.key.len().min(4) as u64, kind_of]);
        out.add(11, [form, share, told]);
        out.add(12, [form, reason, share]);
        out.add(13, [kind_of, step(range.len(), 6)]);
        out.add(14, [form, u64::from(attribution.cue.is_some()), kind]);
        out.add(15, [form, u64::from(attribution.inside.is_some())]);
        out.add(
            16,
            [form, u64::from(entity.sex() != crate::language::document::lexicon::Gender::Unknown), share.min(9)],
        );
        let rivals =
            self.cast.entities.iter().take(200).filter(|other| other.is_person() && !other.mentions.is_empty());
        out.add(17, [form, step(rivals.count(), 8)]);
        if form == 1 || form == 3 {
            out.add(18, [word(words.lower(range.end - 1)), share.min(11)]);
        }
        if form == 2 {
            let first = words.entry(range.start);
            out.add(19, [u64::from(first.given), u64::from(words.entry(range.end - 1).surname), step(range.len(), 4)]);
            out.add(20, [u64::from(words.block(range.start) == 0), kind_of]);
        }
        // Whether a second reader is of the same mind.
        let at = attribution.content.first().map_or(0, |piece| words.tokens.within(*piece).start);
        let heard = |at: usize| self.heard_at.get(&at).map_or(99, |share| share_step(*share));
        let source_heard = if range.is_empty() { 99 } else { heard(range.end - 1) };
        out.add(22, [form, heard(at)]);
        out.add(23, [form, source_heard]);
        out.add(24, [form, heard(at), share]);
        out.add(25, [form, source_heard, linked]);
        out.add(21, [form, entity.members.len().min(3) as u64, kind_of]);
        let right = Candidate { who: Some(speaker.who), at, features: out };
        let wrong = Candidate { who: None, at, features: Features::default() };
        let (attribution, mentions) = (Some(index), Vec::new());
        Query {
            question: Question::Doubt,
            at,
            from: at,
            attribution,
            mentions,
            candidates: vec![right, wrong],
            heard: Vec::new(),
        }
    }

    /// Asks how sure each speaker is, so that it can be learned.
    pub(super) fn doubts(&mut self) {
        for index in 0..self.speakers.len() {
            if let Some(speaker) = self.speakers[index] {
                self.sure(index, speaker);
            }
        }
    }
}
