//! Whom a pronoun stands for: those mentioned before it and those named next are candidates. And how a candidate is chosen,
//! here and elsewhere.

use super::entities::Who;
use super::features::Asked;
use super::linker::{Candidate, Query};
use super::pronouns::{self, Place, Pronoun, Slot};
use super::ranker::Question;
use super::resolver::{Choice, Walk};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::Gender;

impl Walk<'_, '_> {
    /// Gives the pronoun of the third person at token `at` to somebody.
    pub(super) fn pronoun(&mut self, at: usize) {
        let words = self.words;
        let Some(pronoun) = pronouns::third_person(words, at) else { return };
        let source =
            self.source_at.get(&at).copied().filter(|&index| {
                self.attributions[index].source.is_some_and(|span| words.tokens.within(span).len() == 1)
            });
        let Some(choice) = self.stands_for(&pronoun, source) else { return };
        self.link_pronoun(at, choice);
        self.cast.entities[choice.who].learn(pronoun.gender, 0.3 * choice.confidence);
        self.last_pronoun[pronoun.gender as usize] = Some((choice.who, at));
    }

    /// Makes the pronoun at token `at` a mention of whom it stands for.
    fn link_pronoun(&mut self, at: usize, choice: Choice) {
        let words = self.words;
        let span = words.tokens.tokens.get(at).map(|token| token.span).unwrap_or_default();
        let antecedent = words.tokens.tokens.get(choice.antecedent).map(|token| token.span);
        let whole = self.cast.entities[choice.who]
            .mentions
            .iter()
            .rev()
            .take(8)
            .map(|m| m.span)
            .find(|m| antecedent.is_some_and(|a| m.overlaps(a)));
        let (antecedent, reason, confidence) = (whole.or(antecedent), choice.reason, choice.confidence);
        let mention = Mention { span, form: Form::Pronoun, reason, antecedent, confidence };
        self.cast.mention(choice.who, at, mention);
        self.set(at, choice.who);
        let quoted = self.in_quotation(at);
        self.touch(choice.who, at..at + 1, quoted, Form::Pronoun);
    }

    /// Whom `pronoun`, the source of attribution `source` perhaps, stands for.
    pub(super) fn stands_for(&mut self, pronoun: &Pronoun, source: Option<usize>) -> Option<Choice> {
        let inside = source.map_or_else(Vec::new, |index| self.named_inside(index));
        let quoted = self.in_quotation(pronoun.at);
        let asked =
            Asked { at: pronoun.at, place: pronoun.place, quoted, source, gender: pronoun.gender, inside: &inside };
        let one = pronoun.gender != Gender::Unknown;
        let they = self.words.one_of(pronoun.at, &["they", "them", "their", "theirs", "themselves"]);
        let thing = they || self.words.one_of(pronoun.at, &["it", "its", "itself", "which"]);
        let several = if they { self.candidates_for_they(pronoun.at) } else { Vec::new() };
        // Nobody is the *he* of their own words.
        let voice = self.voice(pronoun.at).filter(|_| one);
        let fits = |slot: &Slot| {
            let entity = &self.cast.entities[slot.who];
            // One man or woman is no *they* and no *it*.
            let person = entity.kind == PersonKind::Person && (entity.key.len() > 1 || entity.sex() != Gender::Unknown);
            match one {
                true => entity.is_person() && voice != Some(slot.who) && !entity.is_surely_not(pronoun.gender),
                false => !thing || !person || entity.plural,
            }
        };
        let mut slots: Vec<Slot> =
            self.slots.iter().rev().chain(&self.ahead(pronoun.at)).filter(|slot| fits(slot)).copied().collect();
        slots.extend(several.into_iter().filter(|slot| !self.slots.iter().any(|known| known.who == slot.who)));
        let against = |slot: &Slot| self.cast.entities[slot.who].sex().against(pronoun.gender);
        let fitting = slots.iter().filter(|slot| !against(slot)).count();
        let mut rank = 0;
        let mut candidates = Vec::with_capacity(slots.len() + 1);
        for slot in &slots {
            let features = self.of_pronoun(pronoun, &asked, slot, rank, fitting);
            candidates.push(Candidate { who: Some(slot.who), at: slot.at, features });
            rank += usize::from(!against(slot));
        }
        candidates.push(Candidate { who: None, at: pronoun.at, features: self.of_nobody(&asked, fitting) });
        let place = |at: usize| slots.get(at).map(|slot| slot.place);
        let (best, confidence) = self.choose(Query {
            question: Question::Pronoun,
            at: pronoun.at,
            from: pronoun.at,
            attribution: source,
            mentions: Vec::new(),
            candidates,
            heard: Vec::new(),
        })?;
        let (who, slot) = (best.0?, place(best.1));
        let reason = if source.is_some() && self.spoke.is_some_and(|(spoke, _)| spoke == who) {
            Reason::Speaker
        } else if slot == Some(Place::Subject) {
            Reason::Subject
        } else {
            Reason::Nearest
        };
        Some(Choice { who, antecedent: slots.get(best.1).map_or(pronoun.at, |slot| slot.at), reason, confidence })
    }

    /// The candidate of `query` with the largest share: who it is, its place, and its share.
    pub(super) fn choose(&mut self, mut query: Query) -> Option<((Option<Who>, usize), f32)> {
        query.heard = self.heard(&query);
        let shares = self.linker.shares(&query);
        let best =
            (0..shares.len()).max_by(|&one, &other| shares[one].total_cmp(&shares[other]).then(other.cmp(&one)))?;
        let who = query.candidates.get(best)?.who;
        if let Some(share) = query.heard.get(best) {
            self.heard_at.insert(query.at, *share);
        }
        if let Some(log) = &mut self.log {
            log.push(query);
        }
        Some(((who, best), shares[best]))
    }

    /// Those named next behind token `at`, if they were not mentioned just before.
    fn ahead(&self, at: usize) -> Vec<Slot> {
        const NAMES: usize = 3;
        const TOKENS: usize = 48;
        let next = self.names.partition_point(|name| name.whole.start <= at);
        let mut found: Vec<Slot> = Vec::new();
        for (index, name) in self.names.iter().enumerate().skip(next).take(2 * NAMES) {
            let Some(who) = self.given.get(index).copied().flatten() else { continue };
            let known = self.slots.iter().any(|slot| slot.who == who) || found.iter().any(|slot| slot.who == who);
            if found.len() >= NAMES || name.whole.start > at + TOKENS {
                break;
            }
            if !known {
                let at = name.whole.start;
                let place = pronouns::place(self.words, at, name.whole.end);
                let quoted = self.in_quotation(at);
                found.push(Slot { who, at, place, quoted, form: Form::Name, named: Some(at), subject: None, times: 0 });
            }
        }
        found
    }
}
