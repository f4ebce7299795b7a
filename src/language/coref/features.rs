//! What a ranker looks at where a mention may stand for somebody: distances, grammatical place, gender, kind, how often and
//! when somebody was mentioned, who spoke. Every figure is put into a few steps; what each is worth is learned.

use super::entities::{Entity, Who};
use super::pronouns::{self, Place, Pronoun, Slot};
use super::ranker::{Features, word};
use super::resolver::Walk;
use crate::language::attribute::attribution::Kind;
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};

/// A count or distance in steps: 0 to 4 by themselves, then 5–7, 8–15, 16–31 and so on, up to `most`.
pub fn step(number: usize, most: u64) -> u64 {
    let step = match number {
        0..=4 => number as u64,
        5..=7 => 5,
        _ => u64::from(number.ilog2()) + 3,
    };
    step.min(most)
}

/// How far the evidence speaks for `gender`, in steps; against it below 5.
pub fn gender_step(entity: &Entity, gender: Gender) -> u64 {
    let [male, female] = entity.gender;
    let lead = match gender {
        Gender::Male => male - female,
        Gender::Female => female - male,
        Gender::Unknown => return if male + female > 0.5 { 20 } else { 21 },
    };
    match lead {
        lead if lead <= -3.5 => 0,
        lead if lead <= -1.5 => 1,
        lead if lead <= -0.85 => 2,
        lead if lead <= -0.4 => 3,
        lead if lead < -0.01 => 4,
        lead if lead <= 0.01 => 5,
        lead if lead < 0.4 => 6,
        lead if lead < 0.85 => 7,
        lead if lead < 1.5 => 8,
        lead if lead < 3.5 => 9,
        _ => 10,
    }
}

pub fn kind_step(entity: &Entity) -> u64 {
    match (entity.kind, entity.plural, entity.members.is_empty()) {
        (_, _, false) => 5,
        (PersonKind::Person, _, _) => 0,
        (PersonKind::Unnamed, false, _) => 1,
        (PersonKind::Unnamed, true, _) => 2,
        (PersonKind::Group, false, _) => 3,
        (PersonKind::Group, true, _) => 4,
    }
}

/// What is looked at for every candidate of a query.
pub(super) struct Asked<'q> {
    /// Token of the mention.
    pub at: usize,
    pub place: Place,
    pub quoted: bool,
    /// The attribution whose source the mention is.
    pub source: Option<usize>,
    pub gender: Gender,
    /// Those named in the words that it is to have said, and how.
    pub inside: &'q [(Who, u64)],
}

impl Walk<'_, '_> {
    /// The features of the one in `slot`, for a mention of any form. `rank`: how many fitting candidates were mentioned since.
    pub(super) fn common(&self, asked: &Asked, slot: &Slot, rank: usize, out: &mut Features) {
        let words = self.words;
        let entity = &self.cast.entities[slot.who];
        let ahead = slot.at > asked.at;
        let sentences = step(words.sentence(asked.at).abs_diff(words.sentence(slot.at)), 8);
        let blocks = step(words.block(asked.at).abs_diff(words.block(slot.at)), 6);
        let tokens = step(asked.at.abs_diff(slot.at), 11);
        let place = slot.place as u64;
        let own_place = asked.place as u64;
        let sex = gender_step(entity, asked.gender);
        let source = u64::from(asked.source.is_some());
        let quoted = u64::from(asked.quoted) * 2 + u64::from(slot.quoted);
        let names = step(self.counts.get(slot.who).copied().unwrap_or(0) as usize, 6);
        let times = step(entity.times as usize, 6);
        let rank = step(rank, 6);
        let kind = kind_step(entity);
        let form = slot.form as u64;
        let (ahead, near) = (u64::from(ahead), u64::from(blocks == 0));
        out.add(1, [ahead, sentences]);
        out.add(2, [ahead, blocks]);
        out.add(3, [ahead, tokens]);
        out.add(4, [place, form]);
        out.add(5, [sex]);
        out.add(6, [quoted, form]);
        out.add(7, [names]);
        out.add(8, [times]);
        out.add(9, [rank]);
        out.add(10, [kind]);
        out.add(11, [own_place, place, sentences.min(3), ahead]);
        out.add(12, [rank, sentences.min(5), near]);
        out.add(13, [sex, rank]);
        out.add(14, [source, place, sentences.min(3)]);
        out.add(15, [quoted, sentences.min(4), source]);
        out.add(16, [names, sentences.min(6)]);
        out.add(17, [form, sentences.min(4), place]);
        // The nearest of several mentions is not all: when they were last named, and last acted.
        let since =
            |at: Option<usize>| at.map_or(9, |at| step(words.sentence(asked.at).abs_diff(words.sentence(at)), 7));
        out.add(18, [since(slot.named)]);
        out.add(19, [since(slot.subject), own_place]);
        out.add(20, [since(slot.subject), sentences.min(3), place]);
        out.add(21, [step(slot.times as usize, 4), sentences.min(2)]);
        let first = entity.mentions.first().map_or(0, |mention| mention.span.start);
        let early = words.article.blocks().get(1).is_none_or(|block| first < block.span.start);
        out.add(22, [u64::from(early)]);
        // Who spoke, and whose words these are.
        let spoke = match self.spoke {
            Some((who, block)) if who == slot.who => 1 + step(words.block(asked.at).saturating_sub(block), 3),
            Some(_) => 8,
            None => 9,
        };
        out.add(23, [spoke, source]);
        out.add(24, [spoke, source, sentences.min(3), place]);
        let voice = self.voice(asked.at);
        let addressed = self.turns.0.filter(|who| Some(*who) != voice && asked.quoted);
        out.add(25, [u64::from(voice == Some(slot.who)), u64::from(voice.is_some())]);
        out.add(26, [u64::from(addressed == Some(slot.who)), u64::from(addressed.is_some())]);
        out.add(27, [u64::from(self.narrator == Some(slot.who)), u64::from(asked.quoted)]);
        let inside = asked.inside.iter().filter(|(who, _)| *who == slot.who).map(|(_, how)| *how).max();
        out.add(28, [inside.unwrap_or(0)]);
        if sentences == 0 {
            let (first, last) = (slot.at.min(asked.at), slot.at.max(asked.at));
            let clause = 2 * ahead + u64::from(pronouns::one_clause(words, first, last));
            out.add(29, [clause, own_place, place]);
            out.add(30, [clause, own_place, place, form]);
        }
        let next = words.entry(slot.at + 1);
        out.add(31, [u64::from(next.is(Classes::SAY)), sentences.min(3)]);
        out.add(32, [u64::from(self.narrator.is_some()), form, sentences.min(3)]);
        if let Some((who, at)) = self.last_pronoun[asked.gender as usize] {
            let ago = step(words.sentence(asked.at).saturating_sub(words.sentence(at)), 4);
            out.add(33, [u64::from(who == slot.who), ago]);
            out.add(34, [u64::from(who == slot.who), ago, rank.min(2), sentences.min(3)]);
        }
    }

    /// The features of a candidate for a pronoun.
    pub(super) fn of_pronoun(
        &self,
        pronoun: &Pronoun,
        asked: &Asked,
        slot: &Slot,
        rank: usize,
        fitting: usize,
    ) -> Features {
        let words = self.words;
        let mut out = Features::with_room();
        self.common(asked, slot, rank, &mut out);
        let lower = word(words.lower(pronoun.at));
        let entity = &self.cast.entities[slot.who];
        let sentences = words.sentence(asked.at).abs_diff(words.sentence(slot.at));
        out.add(40, [lower, kind_step(entity)]);
        out.add(41, [lower, step(sentences, 6)]);
        out.add(42, [u64::from(pronoun.reflexive), step(sentences, 1), slot.place as u64]);
        out.add(43, [step(fitting, 4), step(rank, 3)]);
        out.add(44, [u64::from(words.opens_sentence(asked.at)), slot.place as u64, step(sentences, 3)]);
        out.add(45, [word(words.lower(asked.at + 1)), slot.place as u64, step(sentences, 1)]);
        out.add(46, [lower, gender_step(entity, asked.gender), kind_step(entity)]);
        out
    }

    /// The features of nobody: that a mention stands for none of the candidates.
    pub(super) fn of_nobody(&self, asked: &Asked, fitting: usize) -> Features {
        let words = self.words;
        let mut out = Features::with_room();
        let lower = word(words.lower(asked.at));
        out.add(60, []);
        out.add(61, [lower]);
        out.add(62, [step(fitting, 4)]);
        out.add(63, [u64::from(asked.source.is_some()), u64::from(asked.quoted)]);
        out.add(64, [u64::from(self.narrator.is_some()), u64::from(asked.quoted)]);
        out.add(65, [lower, step(fitting, 2), u64::from(asked.quoted)]);
        out
    }

    /// Those named in the content of attribution `index`, who are hardly the “he” that says it, with how they are named.
    pub(super) fn named_inside(&self, index: usize) -> Vec<(Who, u64)> {
        const LOOKED_AT: usize = 40;
        let attribution = &self.attributions[index];
        let mut inside = Vec::new();
        for span in &attribution.content {
            let range = self.words.tokens.within(*span);
            let first = self.names.partition_point(|name| name.whole.start < range.start);
            for (offset, name) in
                self.names[first..].iter().take_while(|name| name.whole.start < range.end).take(LOOKED_AT).enumerate()
            {
                let who = self.given.get(first + offset).copied().flatten().or_else(|| self.known(name.name.start));
                // “Moss had paid, he said” is of somebody else; “Moss’s plan, he said” perhaps not.
                let subject = name.whole.start == range.start
                    && pronouns::place(self.words, name.whole.start, name.whole.end) == Place::Subject;
                let how = match attribution.kind {
                    Kind::Direct => 4,
                    Kind::Mixed => 2,
                    Kind::Indirect if subject => 3,
                    Kind::Indirect => 1,
                };
                inside.extend(who.map(|who| (who, how)));
            }
        }
        inside
    }
}
