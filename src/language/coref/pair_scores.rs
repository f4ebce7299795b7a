//! What a second reader of the text, the encoder, says of who is meant: shares of mentions become shares of candidates.

use super::descriptions;
use super::entities::Who;
use super::linker::{Mention, Query, Voice};
use super::markables::Item;
use super::ranker::{Question, softmax};
use super::resolver::Walk;
use crate::language::coref::mention::Form;
use std::ops::Range;

impl Walk<'_, '_> {
    /// All mentions of the text, for the second reader: names by their last word, descriptions by their noun, pronouns.
    pub(super) fn mentions(&self) -> Vec<Mention> {
        let words = self.words;
        let mut mentions: Vec<Mention> = Vec::new();
        for (at, item) in &self.items {
            let (head, first, form) = match item {
                Item::Name(index) => {
                    let name = &self.names[*index].name;
                    (name.end.saturating_sub(1), name.start, Form::Name)
                }
                Item::Described if descriptions::describe(words, *at, true).is_some() => (*at, *at, Form::Description),
                Item::Body(range) => (range.end.saturating_sub(1), range.end.saturating_sub(1), Form::Description),
                Item::Pronoun => (*at, *at, Form::Pronoun),
                Item::Described | Item::Source(_) => continue,
            };
            mentions.push(Mention { head, first, form });
        }
        for at in (0..words.len()).filter(|&at| words.is_pronoun(at)) {
            let first_person = words.one_of(at, &["i", "me", "my", "we", "us", "our"]);
            let second = words.one_of(at, &["you", "your"]);
            if !(second || first_person && words.quoted(at)) {
                mentions.push(Mention { head: at, first: at, form: Form::Pronoun });
            }
        }
        mentions.sort_by_key(|mention| mention.head);
        mentions.dedup_by_key(|mention| mention.head);
        mentions
    }

    /// The tokens of what is said in each attribution, in order of the attributions.
    pub(super) fn contents(&self) -> Vec<Vec<Range<usize>>> {
        let tokens = |span: &crate::text::Span| self.words.tokens.within(*span);
        self.attributions.iter().map(|attribution| attribution.content.iter().map(tokens).collect()).collect()
    }

    /// The share of each candidate of `query` by the second reader; empty without one, or where it says nothing.
    pub(super) fn heard(&self, query: &Query) -> Vec<f32> {
        let Some(pairing) = &self.pairing else { return Vec::new() };
        let mut shares = vec![0.0; query.candidates.len()];
        let mut give = |who: Option<Who>, share: f32| {
            let place = query.candidates.iter().position(|candidate| candidate.who == who);
            if let Some(cell) = place.and_then(|at| shares.get_mut(at)) {
                *cell += share;
            }
        };
        match query.question {
            Question::Pronoun | Question::Description => {
                let scores = pairing.same(query.at);
                if scores.is_empty() {
                    return Vec::new();
                }
                let all = softmax(std::iter::once(0.0).chain(scores.iter().map(|(_, score)| *score)).collect());
                let [nobody, mentions @ ..] = &all[..] else { return Vec::new() };
                give(None, *nobody);
                for ((head, _), share) in scores.iter().zip(mentions) {
                    if let Some(who) = self.stands_at(*head) {
                        give(Some(who), *share);
                    }
                }
            }
            Question::Speaker => {
                let scores = query.attribution.map_or_else(Vec::new, |index| pairing.speakers(index));
                if scores.is_empty() {
                    return Vec::new();
                }
                let all = softmax(scores.iter().map(|(_, score)| *score).collect());
                for ((voice, _), share) in scores.iter().zip(all) {
                    let who = match voice {
                        Voice::Mention(head) => self.stands_at(*head),
                        Voice::Quotation(index) => {
                            self.speakers.get(*index).copied().flatten().map(|speaker| speaker.who)
                        }
                    };
                    if who.is_some() {
                        give(who, share);
                    }
                }
            }
            Question::Kind | Question::Doubt => return Vec::new(),
        }
        shares
    }

    /// Whom the mention with its head at token `at` stands for, as far as known; names that were not yet come to as well.
    fn stands_at(&self, at: usize) -> Option<Who> {
        self.known(at).or_else(|| {
            let next = self.names.partition_point(|name| name.name.end <= at);
            self.names.get(next).filter(|name| name.name.contains(&at))?;
            self.given.get(next).copied().flatten()
        })
    }
}
