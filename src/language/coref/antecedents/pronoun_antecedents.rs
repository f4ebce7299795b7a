//! The antecedent of a pronoun: the entities mentioned last and those named next are the candidates.

use crate::language::coref::antecedents::mention_features::{self, MentionContext};
use crate::language::coref::antecedents::{choice, they_antecedents};
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::{ChosenAntecedent, Discourse};
use crate::language::coref::mention::{MentionType, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery};
use crate::language::coref::ranking::ranker::Task;
use crate::language::coref::syntax::position::{self, Position};
use crate::language::coref::syntax::pronouns::Pronoun;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Gender;
use crate::language::lexical::word_classes::IT;

/// The antecedent of `pronoun`, which may be the source of attribution `source`.
pub fn pronoun_antecedent(
    discourse: &mut Discourse,
    pronoun: &Pronoun,
    source: Option<usize>,
) -> Option<ChosenAntecedent> {
    let context = MentionContext::new(discourse, pronoun.at, pronoun.position, pronoun.gender, source);
    let candidates = pronoun_candidates(discourse, pronoun);
    let conflicts =
        |mention: &RecentMention| discourse.entities[mention.entity].likely_gender().conflicts_with(pronoun.gender);
    let fitting = candidates.iter().filter(|mention| !conflicts(mention)).count();
    let nearest = candidates.iter().position(|mention| !conflicts(mention));
    let mut rank = 0;
    let mut scored = Vec::with_capacity(candidates.len() + 1);
    for mention in &candidates {
        let features = mention_features::pronoun_features(discourse, pronoun, &context, mention, rank, fitting);
        scored.push(LinkCandidate { entity: Some(mention.entity), at: mention.at, features });
        rank += usize::from(!conflicts(mention));
    }
    scored.push(LinkCandidate {
        entity: None,
        at: pronoun.at,
        features: mention_features::nobody_features(discourse, &context, fitting),
    });
    let ((entity, number), confidence) = choice::choose(
        discourse,
        LinkQuery {
            task: Task::Pronoun,
            at: pronoun.at,
            start: pronoun.at,
            attribution: source,
            mentions: Vec::new(),
            candidates: scored,
            encoder: Vec::new(),
        },
    )?;
    let (entity, chosen) = (entity?, candidates.get(number));
    let reason = if source.is_some() && discourse.salience.last_speaker.is_some_and(|(speaker, _)| speaker == entity) {
        Reason::Speaker
    } else if chosen.is_some_and(|mention| is_subject_before(discourse.text.article, mention, pronoun.at)) {
        Reason::Subject
    } else if nearest == Some(number) {
        Reason::Nearest
    } else {
        Reason::Likeliest
    };
    Some(ChosenAntecedent { entity, antecedent: chosen.map_or(pronoun.at, |mention| mention.at), reason, confidence })
}

/// Whether `mention` is the subject of a clause of the sentence of token `at`, before it, or of the sentence before.
fn is_subject_before(article: TokenizedArticle, mention: &RecentMention, at: usize) -> bool {
    mention.position == Position::Subject && mention.at < at && article.sentence(at) <= article.sentence(mention.at) + 1
}

/// The possible antecedents of `pronoun`, the nearest first.
fn pronoun_candidates(discourse: &mut Discourse, pronoun: &Pronoun) -> Vec<RecentMention> {
    let article = discourse.text.article;
    let singular = pronoun.gender != Gender::Unknown;
    let they = pronoun.several;
    let thing = they || article.is(pronoun.at, &IT) || article.lower(pronoun.at) == "which";
    let several = if they { they_antecedents::candidates_for_they(discourse, pronoun.at) } else { Vec::new() };
    // Nobody is the *he* of their own words.
    let speaker = discourse.speaker_at(pronoun.at).filter(|_| singular);
    let fits = |mention: &&RecentMention| {
        let entity = &discourse.entities[mention.entity];
        // A single man or woman is neither *they* nor *it*.
        let person =
            entity.kind == PersonKind::Person && (entity.key.len() > 1 || entity.likely_gender() != Gender::Unknown);
        match singular {
            true => entity.is_person() && speaker != Some(mention.entity) && !entity.excludes(pronoun.gender),
            false => !thing || !person || entity.plural,
        }
    };
    let next = named_next(discourse, pronoun.at);
    let mut candidates: Vec<RecentMention> =
        discourse.salience.recent.iter().rev().chain(&next).filter(fits).copied().collect();
    let is_recent = |entity| discourse.salience.recent.iter().any(|known| known.entity == entity);
    candidates.extend(several.into_iter().filter(|mention| !is_recent(mention.entity)));
    candidates
}

/// The entities named next after token `at`, unless they were mentioned just before.
fn named_next(discourse: &Discourse, at: usize) -> Vec<RecentMention> {
    let text = discourse.text;
    const NAMES: usize = 3;
    const TOKENS: usize = 48;
    let next = text.names.partition_point(|name| name.whole.start <= at);
    let mut found: Vec<RecentMention> = Vec::new();
    for (index, name) in text.names.iter().enumerate().skip(next).take(2 * NAMES) {
        let Some(entity) = discourse.entity_of_name.get(index).copied().flatten() else { continue };
        if found.len() >= NAMES || name.whole.start > at + TOKENS {
            break;
        }
        if !discourse.salience.recent.iter().chain(&found).any(|known| known.entity == entity) {
            let at = name.whole.start;
            let position = position::position(text.article, at, name.whole.end);
            let quoted = text.in_quotation(at);
            let mention_type = MentionType::Name;
            found.push(RecentMention {
                entity,
                at,
                position,
                quoted,
                mention_type,
                named: Some(at),
                subject: None,
                times: 0,
            });
        }
    }
    found
}
