//! The antecedent of a description (“the mayor”, “the agency”, “the striker”): the candidates are the entities
//! mentioned last, entities with this noun as a role, the most frequent, the next named, and a new entity.

use crate::language::coref::antecedents::description_features::{self, Fit, HeadNoun};
use crate::language::coref::antecedents::mention_features::{self, MentionContext};
use crate::language::coref::antecedents::{choice, description_constraints, owners, they_antecedents};
use crate::language::coref::discourse::issuers::Issuer;
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::{ChosenAntecedent, Discourse};
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::Reason;
use crate::language::coref::person::PersonKind;
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery};
use crate::language::coref::ranking::ranker::{Features, Task};
use crate::language::coref::syntax::descriptions::Description;
use crate::language::coref::syntax::position;
use crate::language::lexical::lexicon::Classes;
use std::ops::Range;

/// The most candidates by role.
const BY_ROLE: usize = 16;
/// The most candidates that issued the document described.
const ISSUERS: usize = 6;
/// The most candidates that are named next.
const NEXT: usize = 5;

/// The antecedent of `found`, which may be the source of attribution `source`. `None`: a new entity. `extent` is the
/// whole phrase: “a poll by the institute”.
pub fn description_antecedent(
    discourse: &mut Discourse,
    found: &Description,
    extent: Range<usize>,
    source: Option<usize>,
) -> Option<ChosenAntecedent> {
    let article = discourse.text.article;
    let at = found.head;
    let position = position::position(article, found.range.start, found.range.end);
    let context = MentionContext::new(discourse, at, position, found.gender(article), source);
    let mut mentions = description_candidates(discourse, found, &extent);
    if description_constraints::is_bare_quantifier(article, &found.range) {
        let several = they_antecedents::candidates_for_they(discourse, found.range.start);
        mentions.retain(|mention| !several.iter().any(|other| other.entity == mention.entity));
        mentions.extend(several);
    }
    let named_after = description_constraints::named_after(discourse, at);
    mentions.retain(|mention| description_constraints::may_refer(discourse, found, &extent, &named_after, mention));
    let mut rank = 0;
    let mut candidates = Vec::with_capacity(mentions.len() + 1);
    let noun = HeadNoun::at(discourse, at);
    let issuers: Vec<Issuer> = discourse.issuers.of_noun(article.lower(at)).take(ISSUERS).collect();
    let mut best = Fit::default();
    let owner = owners::owner(discourse, found);
    let next = named_next(discourse, at).next().map(|(id, _)| id);
    for mention in &mentions {
        let entity = &discourse.entities[mention.entity];
        let mut fit = description_features::fit(discourse, found, entity);
        fit.reported = context.manner_inside(mention.entity);
        fit.inside = description_features::name_inside(discourse, found, &extent, mention.entity);
        fit.next = next == Some(mention.entity);
        fit.next_turn = mention_features::speaks_next(&context.next_turn, mention.entity);
        fit.affiliated = owner.is_some_and(|owner| description_features::has_role_in(discourse, owner, mention.entity));
        if let Some(issuer) = issuers.iter().find(|issuer| issuer.entity == mention.entity) {
            let others = issuers.iter().any(|issuer| issuer.entity != mention.entity);
            fit.made = 2 * issuer.link as u64 + u64::from(others);
        }
        best.made = best.made.max(fit.made);
        best.inside = best.inside.max(fit.inside);
        best.role = best.role.max(fit.role);
        best.alike = best.alike.max(fit.alike);
        best.affiliated |= fit.affiliated;
        best.named = best.named.max(fit.named);
        let mut features = Features::with_typical_capacity();
        mention_features::common_features(discourse, &context, mention, rank, &mut features);
        description_features::description_features(discourse, found, mention, fit, noun, &mut features);
        candidates.push(LinkCandidate { entity: Some(mention.entity), at: mention.at, features });
        rank += usize::from(entity.is_person() == article.is(at, Classes::HUMAN));
    }
    let mut nobody = Features::with_typical_capacity();
    description_features::new_entity_features(discourse, found, source.is_some(), best, noun, rank, &mut nobody);
    candidates.push(LinkCandidate { entity: None, at, features: nobody });
    let query = LinkQuery {
        task: Task::Description,
        at,
        start: found.range.start,
        attribution: source,
        mentions: Vec::new(),
        candidates,
        encoder: Vec::new(),
    };
    let ((id, number), confidence) = choice::choose(discourse, query)?;
    let id = id?;
    let fit = description_features::fit(discourse, found, &discourse.entities[id]);
    let reason = match discourse.entities[id].kind {
        _ if fit.named > 0 => Reason::ShortForm,
        PersonKind::Unnamed => Reason::SameHead,
        _ if fit.role > 0 => Reason::Role,
        _ => Reason::Nearest,
    };
    discourse.salience.last_described.insert(article.symbol(at), (id, at));
    Some(ChosenAntecedent {
        entity: id,
        antecedent: mentions.get(number).map_or(at, |mention| mention.at),
        reason,
        confidence,
    })
}

/// The possible antecedents, each with its last mention or the next.
fn description_candidates(discourse: &Discourse, found: &Description, extent: &Range<usize>) -> Vec<RecentMention> {
    let article = discourse.text.article;
    let mut mentions: Vec<RecentMention> = discourse.salience.recent.iter().rev().copied().collect();
    let add = |id: EntityId, at: usize, mentions: &mut Vec<RecentMention>| {
        if !mentions.iter().any(|mention| mention.entity == id) {
            mentions.push(RecentMention::not_recent(id, at));
        }
    };
    let by_role = discourse.roles.with_role(article.lower(found.head));
    for &id in by_role.iter().rev().take(BY_ROLE).chain(&discourse.frequency.most_named) {
        let entity = &discourse.entities[id];
        add(id, entity.last_seen.unwrap_or(entity.name.start), &mut mentions);
    }
    for Issuer { entity, .. } in discourse.issuers.of_noun(article.lower(found.head)).take(ISSUERS) {
        let known = &discourse.entities[entity];
        add(entity, known.last_seen.unwrap_or(known.name.start), &mut mentions);
    }
    if let Some(&(id, at)) = discourse.salience.last_described.get(&article.symbol(found.head)) {
        add(id, at, &mut mentions);
    }
    for (id, at) in named_next(discourse, found.head) {
        add(id, at, &mut mentions);
    }
    for at in extent.clone() {
        if let Some(id) = discourse.entity_at(at) {
            add(id, at, &mut mentions);
        }
    }
    mentions.retain(|mention| discourse.entities[mention.entity].members.is_empty());
    mentions
}

/// The entities named next after token `at`, as far as known, each with the first token of the name.
fn named_next(discourse: &Discourse, at: usize) -> impl Iterator<Item = (EntityId, usize)> {
    let next = discourse.text.names.partition_point(|name| name.whole.start <= at);
    let names = discourse.text.names.iter().zip(&discourse.entity_of_name).skip(next).take(NEXT);
    names.filter_map(|(name, entity)| Some(((*entity)?, name.whole.start)))
}
