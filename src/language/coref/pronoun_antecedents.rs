//! The antecedent of a pronoun: the entities mentioned last and those named next are the candidates.

use super::entities::EntityId;
use super::features::MentionContext;
use super::linker::{Candidate, Query};
use super::position::{self, Position};
use super::pronouns::{self, Pronoun};
use super::ranker::Task;
use super::resolver::{Choice, RecentMention, Resolver};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::Gender;
use crate::language::document::word_classes::IT;

impl Resolver<'_, '_> {
    /// Resolves the pronoun of the third person at token `at`.
    pub(super) fn resolve_pronoun(&mut self, at: usize) {
        let words = self.words;
        let Some(pronoun) = pronouns::third_person(words, at) else { return };
        let source =
            self.source_at.get(&at).copied().filter(|&index| {
                self.attributions[index].source.is_some_and(|span| words.tokens.within(span).len() == 1)
            });
        let Some(choice) = self.pronoun_antecedent(&pronoun, source) else { return };
        self.link_pronoun(at, choice);
        self.entities[choice.entity].add_gender_evidence(pronoun.gender, 0.3 * choice.confidence);
        self.last_pronoun[pronoun.gender as usize] = Some((choice.entity, at));
    }

    /// Makes the pronoun at token `at` a mention of the chosen entity.
    fn link_pronoun(&mut self, at: usize, choice: Choice) {
        let words = self.words;
        let span = words.tokens.tokens.get(at).map(|token| token.span).unwrap_or_default();
        let antecedent = words.tokens.tokens.get(choice.antecedent).map(|token| token.span);
        // The whole mention of which the antecedent's token is a part.
        let mut latest = self.entities[choice.entity].mentions.iter().rev().take(8).map(|mention| mention.span);
        let whole = latest.find(|mention| antecedent.is_some_and(|antecedent| mention.overlaps(antecedent)));
        let (antecedent, reason, confidence) = (whole.or(antecedent), choice.reason, choice.confidence);
        let mention = Mention { span, form: Form::Pronoun, reason, antecedent, confidence };
        self.entities.mention(choice.entity, at, mention);
        self.assign(at, choice.entity);
        let quoted = self.in_quotation(at);
        self.remember(choice.entity, at..at + 1, quoted, Form::Pronoun);
    }

    /// The antecedent of `pronoun`, which may be the source of attribution `source`.
    pub(super) fn pronoun_antecedent(&mut self, pronoun: &Pronoun, source: Option<usize>) -> Option<Choice> {
        let inside = source.map_or_else(Vec::new, |index| self.named_inside(index));
        let context = MentionContext {
            at: pronoun.at,
            position: pronoun.position,
            quoted: self.in_quotation(pronoun.at),
            source,
            gender: pronoun.gender,
            inside: &inside,
        };
        let candidates = self.pronoun_candidates(pronoun);
        let conflicts =
            |mention: &RecentMention| self.entities[mention.entity].likely_gender().conflicts_with(pronoun.gender);
        let fitting = candidates.iter().filter(|mention| !conflicts(mention)).count();
        let nearest = candidates.iter().position(|mention| !conflicts(mention));
        let mut rank = 0;
        let mut scored = Vec::with_capacity(candidates.len() + 1);
        for mention in &candidates {
            let features = self.pronoun_features(pronoun, &context, mention, rank, fitting);
            scored.push(Candidate { entity: Some(mention.entity), at: mention.at, features });
            rank += usize::from(!conflicts(mention));
        }
        scored.push(Candidate { entity: None, at: pronoun.at, features: self.nobody_features(&context, fitting) });
        let ((entity, number), confidence) = self.choose(Query {
            task: Task::Pronoun,
            at: pronoun.at,
            start: pronoun.at,
            attribution: source,
            mentions: Vec::new(),
            candidates: scored,
            encoder: Vec::new(),
        })?;
        let (entity, chosen) = (entity?, candidates.get(number));
        let reason = if source.is_some() && self.last_speaker.is_some_and(|(speaker, _)| speaker == entity) {
            Reason::Speaker
        } else if chosen.is_some_and(|mention| self.is_subject_before(mention, pronoun.at)) {
            Reason::Subject
        } else if nearest == Some(number) {
            Reason::Nearest
        } else {
            Reason::Likeliest
        };
        Some(Choice { entity, antecedent: chosen.map_or(pronoun.at, |mention| mention.at), reason, confidence })
    }

    /// Whether `mention` is the subject of a clause of the sentence of token `at`, before it, or of the sentence before.
    fn is_subject_before(&self, mention: &RecentMention, at: usize) -> bool {
        mention.position == Position::Subject
            && mention.at < at
            && self.words.sentence(at) <= self.words.sentence(mention.at) + 1
    }

    /// The possible antecedents of `pronoun`, the nearest first.
    fn pronoun_candidates(&mut self, pronoun: &Pronoun) -> Vec<RecentMention> {
        let singular = pronoun.gender != Gender::Unknown;
        let they = pronouns::is_they(self.words, pronoun.at);
        let thing = they || self.words.has(pronoun.at, &IT) || self.words.lower(pronoun.at) == "which";
        let several = if they { self.candidates_for_they(pronoun.at) } else { Vec::new() };
        // Nobody is the *he* of their own words.
        let speaker = self.speaker_at(pronoun.at).filter(|_| singular);
        let fits = |mention: &&RecentMention| {
            let entity = &self.entities[mention.entity];
            // A single man or woman is no *they* and no *it*.
            let person = entity.kind == PersonKind::Person
                && (entity.key.len() > 1 || entity.likely_gender() != Gender::Unknown);
            match singular {
                true => entity.is_person() && speaker != Some(mention.entity) && !entity.excludes(pronoun.gender),
                false => !thing || !person || entity.plural,
            }
        };
        let next = self.named_next(pronoun.at);
        let mut candidates: Vec<RecentMention> = self.recent.iter().rev().chain(&next).filter(fits).copied().collect();
        let is_recent = |entity| self.recent.iter().any(|known| known.entity == entity);
        candidates.extend(several.into_iter().filter(|mention| !is_recent(mention.entity)));
        candidates
    }

    /// The candidate of `query` with the highest probability: its entity, its number, and its probability.
    pub(super) fn choose(&mut self, mut query: Query) -> Option<((Option<EntityId>, usize), f32)> {
        query.encoder = self.encoder_probabilities(&query);
        let probabilities = self.linker.probabilities(&query);
        let better =
            |&one: &usize, &other: &usize| probabilities[one].total_cmp(&probabilities[other]).then(other.cmp(&one));
        let best = (0..probabilities.len()).max_by(better)?;
        let entity = query.candidates.get(best)?.entity;
        if let Some(probability) = query.encoder.get(best) {
            self.encoder_at.insert(query.at, *probability);
        }
        if let Some(log) = &mut self.log {
            log.push(query);
        }
        Some(((entity, best), probabilities[best]))
    }

    /// The entities named next after token `at`, unless they were mentioned just before.
    fn named_next(&self, at: usize) -> Vec<RecentMention> {
        const NAMES: usize = 3;
        const TOKENS: usize = 48;
        let next = self.names.partition_point(|name| name.whole.start <= at);
        let mut found: Vec<RecentMention> = Vec::new();
        for (index, name) in self.names.iter().enumerate().skip(next).take(2 * NAMES) {
            let Some(entity) = self.entity_of_name.get(index).copied().flatten() else { continue };
            if found.len() >= NAMES || name.whole.start > at + TOKENS {
                break;
            }
            if !self.recent.iter().chain(&found).any(|known| known.entity == entity) {
                let at = name.whole.start;
                let position = position::position(self.words, at, name.whole.end);
                let quoted = self.in_quotation(at);
                let form = Form::Name;
                found.push(RecentMention {
                    entity,
                    at,
                    position,
                    quoted,
                    form,
                    named: Some(at),
                    subject: None,
                    times: 0,
                });
            }
        }
        found
    }
}
