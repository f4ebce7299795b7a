//! The antecedent of a description (“the mayor”, “the agency”, “the striker”): the candidates are the entities
//! mentioned last, those with its noun in a role, those named most, those named next, and somebody new.

use crate::language::coref::antecedents::mention_features::{self, MentionContext};
use crate::language::coref::antecedents::{choice, owners, they_antecedents};
use crate::language::coref::discourse::makers::Maker;
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::{ChosenAntecedent, Discourse};
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::mention::Reason;
use crate::language::coref::person::PersonKind;
use crate::language::coref::ranking::buckets::{bucket, kind_bucket};
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery};
use crate::language::coref::ranking::ranker::{Features, Task, word};
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::coref::syntax::lexical_article::{LexicalArticle, Shape};
use crate::language::coref::syntax::position;
use crate::language::coref::syntax::pronouns;
use crate::language::coref::syntax::role_complement;
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{IDENTIFYING_VERB, INDEFINITE, QUANTIFIER, SOMEBODY_ELSE};
use std::ops::Range;

/// Candidates by their role.
const BY_ROLE: usize = 16;
/// Candidates that made what the description calls.
const MAKERS: usize = 6;
/// Candidates named next.
const NEXT: usize = 5;

/// The fit of a role or a name to a description.
#[derive(Clone, Copy, Default)]
struct Fit {
    /// 2 if the head noun of a role is the same, 1 if another word of it is.
    role: u64,
    /// Words of the description that the role has too.
    shared: u64,
    /// Words for a place or nation that it has not.
    differs: u64,
    /// 2 if the noun is the last word of the name, 1 if it is another one.
    named: u64,
    /// The place of the name in the description itself: 1 as its owner, 2 before the noun, 3 after it, 0 if it is not
    /// there.
    inside: u64,
    /// 1 if both have the same owner (“his campaign”, “the Hale campaign”), 2 if they have different ones.
    owner: u64,
    /// Twice the link to what the noun calls if the bearer of the name made it, and 1 if others did too; 0 if not.
    made: u64,
    /// Whether the owner of what is described has a role in it: “her bank” is Orwick Trust if she is its director.
    affiliated: bool,
    /// Whether it is named next after the description.
    next: bool,
}

/// The antecedent of `found`, which may be the source of attribution `source`. `None` for somebody new. `extent` is the
/// whole phrase: “a poll by the institute”.
pub fn description_antecedent(
    discourse: &mut Discourse,
    found: &Description,
    extent: Range<usize>,
    source: Option<usize>,
) -> Option<ChosenAntecedent> {
    let article = discourse.text.article;
    let at = found.head;
    let gender = found.gender(article);
    let quoted = discourse.text.in_quotation(at);
    let inside = source.map_or_else(Vec::new, |index| mention_features::named_inside(discourse, index));
    let position = position::position(article, found.range.start, found.range.end);
    let context = MentionContext { at, position, quoted, source, gender, inside: &inside };
    let mut mentions = description_candidates(discourse, found, &extent);
    if is_bare_quantifier(article, &found.range) {
        let several = they_antecedents::candidates_for_they(discourse, found.range.start);
        mentions.retain(|mention| !several.iter().any(|other| other.entity == mention.entity));
        mentions.extend(several);
    }
    mentions.retain(|mention| may_refer(discourse, found, &extent, mention));
    let mut rank = 0;
    let mut candidates = Vec::with_capacity(mentions.len() + 1);
    let classes = noun_classes(article, at);
    let makers: Vec<Maker> = discourse.makers.of_noun(article.lower(at)).take(MAKERS).collect();
    let mut best = Fit::default();
    let owner = owners::owner(discourse, found);
    let next = named_next(discourse, at).next().map(|(id, _)| id);
    for mention in &mentions {
        let entity = &discourse.entities[mention.entity];
        let mut fit = fit(discourse, found, entity);
        fit.inside = name_inside(discourse, found, &extent, mention.entity);
        fit.next = next == Some(mention.entity);
        fit.affiliated = owner.is_some_and(|owner| has_role_in(discourse, owner, mention.entity));
        if let Some(maker) = makers.iter().find(|maker| maker.entity == mention.entity) {
            let others = makers.iter().any(|maker| maker.entity != mention.entity);
            fit.made = 2 * maker.link as u64 + u64::from(others);
        }
        best.made = best.made.max(fit.made);
        best.inside = best.inside.max(fit.inside);
        best.role = best.role.max(fit.role);
        best.affiliated |= fit.affiliated;
        best.named = best.named.max(fit.named);
        let mut features = Features::with_room();
        mention_features::common_features(discourse, &context, mention, rank, &mut features);
        description_features(discourse, found, mention, fit, classes, &mut features);
        candidates.push(LinkCandidate { entity: Some(mention.entity), at: mention.at, features });
        rank += usize::from(entity.is_person() == article.is(at, Classes::HUMAN));
    }
    let mut nobody = Features::with_room();
    new_entity_features(discourse, found, source.is_some(), best, classes, rank, &mut nobody);
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
    let fit = fit(discourse, found, &discourse.entities[id]);
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

/// Whether the form of `found`, which is the phrase `extent`, allows the entity of `mention` as its antecedent.
fn may_refer(discourse: &Discourse, found: &Description, extent: &Range<usize>, mention: &RecentMention) -> bool {
    let article = discourse.text.article;
    let (entity, head) = (&discourse.entities[mention.entity], found.head);
    // “The Hale campaign” is never “the Orr campaign”, and “her lawyer” is not she.
    let owned = found.opening == Opening::Possessive || pronouns::third_person(article, found.range.start).is_some();
    let owner = owned
        && article.is(head, Classes::ORG.or(Classes::HUMAN))
        && owners::owner(discourse, found) == Some(mention.entity);
    if owner || same_owner(discourse, found, entity) == 2 {
        return false;
    }
    let person = entity.kind == PersonKind::Person;
    if person && article.is(head, Classes::HUMAN) && restricts(discourse, head, mention.entity) {
        return false;
    }
    // “A poll by the institute” may speak for the institute.
    if extent.clone().any(|at| discourse.entity_at(at) == Some(mention.entity)) {
        return true;
    }
    // Nobody calls themselves “the minister” in their own words.
    let speaks = person && discourse.speaker_at(head) == Some(mention.entity);
    if speaks && article.is(head, Classes::HUMAN) {
        return false;
    }
    // “The mayor had read Voltaire”: the subject and the object of a verb are two, except of “is” and “was”.
    let between = || head + 1..mention.at;
    let joined = mention.at > head
        && article.sentence(mention.at) == article.sentence(head)
        && position::one_clause(article, head, mention.at)
        && between().any(|at| article.is_word(at))
        && !between().any(|at| article.has(at, &IDENTIFYING_VERB));
    // A plural is no single person, and whoever is introduced (“one user”) was not mentioned before.
    let several = article.is(head, Classes::PLURAL.or(Classes::PEOPLE)) && article.shape(head) == Shape::Lower;
    let before = mention.at < found.range.start && entity.last_seen.is_some();
    let new = found.opening == Opening::Indefinite && before;
    // “Some … Others”: they are never the same.
    if is_bare_quantifier(article, &found.range) && is_bare_quantifier(article, &entity.name) {
        return false;
    }
    // “Another user” is not the one before.
    let other = article.has(found.range.start, &SOMEBODY_ELSE) && mention.at < found.range.start;
    !joined && !other && !(person && (several && !entity.plural || new))
}

/// Whether `id` is named in what tells which person the noun `head` means: “the widow of Ann Lee” and “the man who struck
/// Ann Lee” are never Ann Lee.
fn restricts(discourse: &Discourse, head: usize, id: EntityId) -> bool {
    let article = discourse.text.article;
    // Of titles only a clause is asked, since what they are of may be taken for a name: “former secretary of State Lee”.
    let titled = article.is(head, Classes::OFFICE.or(Classes::RANK)) || article.shape(head) != Shape::Lower;
    if titled && article.is(head + 1, Classes::PREPOSITION) {
        return false;
    }
    let restriction = descriptions::restriction(article, head);
    let Some(at) = restriction.clone().find(|&at| discourse.eventual_entity_at(at) == Some(id)) else { return false };
    // “The governor of Ohio Ann Lee” is she.
    role_complement::role_before(article, at) != Some(head)
        && !(restriction.start..at).any(|at| article.lower(at) == "and")
}

/// Whether the tokens `range` are a quantifier without its noun: “some”, “many”, “another”.
fn is_bare_quantifier(article: &LexicalArticle, range: &Range<usize>) -> bool {
    range.len() == 1 && (article.has(range.start, &QUANTIFIER) || article.has(range.start, &INDEFINITE))
}

/// The place of the name of `id` in the description `found`, which is the phrase `extent`: see [`Fit::inside`].
fn name_inside(discourse: &Discourse, found: &Description, extent: &Range<usize>, id: EntityId) -> u64 {
    let article = discourse.text.article;
    let Some(at) = (extent.start..extent.end).find(|&at| discourse.entity_at(at) == Some(id)) else { return 0 };
    let end = (at..extent.end).find(|&next| discourse.entity_at(next) != Some(id)).unwrap_or(extent.end);
    match at > found.head {
        true => 3,
        false if article.is_possessive_ending(end) => 1,
        false => 2,
    }
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
    for Maker { entity, .. } in discourse.makers.of_noun(article.lower(found.head)).take(MAKERS) {
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

/// The best fit of the roles and the name of `entity` to `found`.
fn fit(discourse: &Discourse, found: &Description, entity: &Entity) -> Fit {
    let article = discourse.text.article;
    let head = article.lower(found.head);
    let described = std::iter::once(&entity.name).filter(|_| entity.kind != PersonKind::Person);
    let mut best = Fit::default();
    for role in entity.roles.iter().chain(described) {
        let mut fit = Fit { role: descriptions::same_role(article, role.clone(), head).into(), ..Fit::default() };
        for at in found.modifiers().filter(|&at| !article.is(at, Classes::DETERMINER)) {
            let placed = article.is(at, Classes::DEMONYM.or(Classes::PLACE)) || article.shape(at) != Shape::Lower;
            if role.clone().any(|mine| article.symbol(mine) == article.symbol(at)) {
                fit.shared += 1;
            } else if placed {
                fit.differs += 1;
            }
        }
        if (fit.role, fit.shared, 9 - fit.differs.min(9)) > (best.role, best.shared, 9 - best.differs.min(9)) {
            best = fit;
        }
    }
    best.owner = same_owner(discourse, found, entity);
    let symbol = article.symbol(found.head);
    let mut name = entity.name.clone().filter(|&at| article.is_word(at)).rev().take(8);
    best.named = match name.next() {
        Some(last) if article.symbol(last) == symbol => 2,
        _ if name.any(|at| article.symbol(at) == symbol) => 1,
        _ => 0,
    };
    best
}

/// Whether a role of `person` names the organisation `id`.
fn has_role_in(discourse: &Discourse, person: EntityId, id: EntityId) -> bool {
    let article = discourse.text.article;
    let (person, organisation) = (&discourse.entities[person], &discourse.entities[id]);
    let mut name = organisation.name.clone().filter(|&at| article.capital(at)).peekable();
    let within = |role: &Range<usize>, at: usize| role.clone().any(|mine| article.symbol(mine) == article.symbol(at));
    organisation.kind == PersonKind::Group
        && name.peek().is_some()
        && name.all(|at| person.roles.iter().any(|role| within(role, at)))
}

/// Whether `found` and the name of `entity` have the same head noun and the same owner: see [`Fit::owner`].
fn same_owner(discourse: &Discourse, found: &Description, entity: &Entity) -> u64 {
    let article = discourse.text.article;
    let last = entity.name.end.saturating_sub(1);
    if entity.kind == PersonKind::Person || article.symbol(last) != article.symbol(found.head) || last == found.head {
        return 0;
    }
    // “The campaign of Ann Lee”
    let owner_after = || {
        let name =
            discourse.text.names.get(discourse.text.names.partition_point(|name| name.whole.start < found.head + 2))?;
        let of = article.lower(found.head + 1) == "of" && name.whole.start == found.head + 2;
        of.then(|| (discourse.entity_at(name.name.start), name.name.end - 1))
    };
    let one = owner_before(discourse, found.range.start..found.head).or_else(owner_after);
    let other = owner_before(discourse, entity.name.start..last);
    match (one, other) {
        (Some((one, a)), Some((other, b))) if one == other || article.symbol(a) == article.symbol(b) => 1,
        (Some(_), Some(_)) => 2,
        _ => 0,
    }
}

/// The owner of a noun, as the words before it tell, with the token that tells.
fn owner_before(discourse: &Discourse, before: Range<usize>) -> Option<(Option<EntityId>, usize)> {
    let article = discourse.text.article;
    before.rev().take(5).find_map(|at| {
        let named = article.capital(at)
            && !article.is(at, Classes::DETERMINER.or(Classes::TITLE_OR_OFFICE).or(Classes::DEMONYM));
        let his = pronouns::third_person(article, at).is_some();
        (his && discourse.entity_at(at).is_some() || named).then(|| (discourse.entity_at(at), at))
    })
}

/// The classes of a noun that matter for its antecedent, a bit each.
fn noun_classes(article: &LexicalArticle, at: usize) -> u64 {
    let classes = [
        Classes::HUMAN,
        Classes::ORG,
        Classes::DOC,
        Classes::KIN,
        Classes::OFFICE.or(Classes::RANK),
        Classes::PLURAL.or(Classes::PEOPLE),
        Classes::DEMONYM,
        Classes::PLACE_HEAD,
    ];
    article.entry(at).bits(&classes)
}

/// Adds the features of the entity of `mention` as the antecedent of `found`.
fn description_features(
    discourse: &Discourse,
    found: &Description,
    mention: &RecentMention,
    fit: Fit,
    classes: u64,
    out: &mut Features,
) {
    let article = discourse.text.article;
    let entity = &discourse.entities[mention.entity];
    let head = word(article.lower(found.head));
    let opening = opening(article, found);
    let kind = kind_bucket(entity);
    let known = u64::from(discourse.frequency.count(mention.entity) > 0);
    let sentences = bucket(article.sentence(found.head).abs_diff(article.sentence(mention.at)), 6);
    let (shared, differs) = (fit.shared.min(2), fit.differs.min(2));
    let last = entity.name.end.saturating_sub(1);
    let tail = word(article.lower(last));
    let ahead = u64::from(mention.at > found.head);
    out.add(100, [fit.role, opening, kind]);
    out.add(101, [fit.role, shared, differs]);
    out.add(102, [fit.role, sentences, ahead]);
    out.add(103, [fit.named, opening, kind]);
    out.add(104, [fit.named, fit.role, sentences]);
    out.add(105, [classes, kind, known]);
    out.add(106, [head, kind, known]);
    out.add(107, [head, tail]);
    out.add(108, [classes, opening, kind, sentences.min(3)]);
    out.add(109, [classes, noun_classes(article, last), kind]);
    out.add(110, [head, entity.roles.first().map_or(1, |role| word(article.lower(role.end.saturating_sub(1))))]);
    let before = discourse.salience.last_described.get(&article.symbol(found.head));
    let again = before.map_or(2, |(id, _)| u64::from(*id == mention.entity));
    let ago = before.map_or(9, |(_, at)| bucket(article.sentence(found.head).saturating_sub(article.sentence(*at)), 6));
    out.add(111, [again, ago, opening]);
    out.add(112, [again, fit.role, fit.named]);
    out.add(113, [mention.position as u64, classes & 7, sentences.min(3), opening]);
    out.add(114, [u64::from(article.shape(last) == Shape::Upper), classes & 7]);
    out.add(115, [u64::from(article.capital(found.head)), fit.role, kind]);
    out.add(116, [bucket(found.modifiers().len(), 3), fit.role, shared, differs]);
    for at in found.modifiers().take(3) {
        out.add(117, [word(article.lower(at)), kind]);
    }
    out.add(119, [fit.inside, classes]);
    out.add(120, [fit.inside, head]);
    out.add(121, [fit.inside, kind, u64::from(article.is(found.head, Classes::HUMAN))]);
    out.add(122, [fit.owner, kind, sentences.min(3)]);
    out.add(123, [fit.made, opening, kind]);
    out.add(124, [fit.made, head]);
    // Somebody is described at the head of the news, and named after it.
    let lede = bucket(article.block(found.head), 3);
    let blocks = bucket(article.block(mention.at).saturating_sub(article.block(found.head)), 4);
    out.add(125, [lede, ahead, opening, fit.role, fit.named]);
    out.add(126, [lede, ahead, blocks, opening, kind]);
    out.add(127, [lede, ahead, u64::from(fit.next), opening]);
    out.add(128, [u64::from(fit.affiliated), kind, opening]);
    out.add(
        118,
        [u64::from(article.sentence(found.head) == article.sentence(mention.at)), mention.form as u64, opening],
    );
}

/// Adds the features of somebody new. `best` has the best fit of the other candidates, `rank` their number.
fn new_entity_features(
    discourse: &Discourse,
    found: &Description,
    source: bool,
    best: Fit,
    classes: u64,
    rank: usize,
    out: &mut Features,
) {
    let article = discourse.text.article;
    let head = word(article.lower(found.head));
    let opening = opening(article, found);
    let source = u64::from(source);
    out.add(130, [source, opening]);
    out.add(131, [head, opening]);
    out.add(132, [classes, opening, source]);
    out.add(133, [best.role, best.named, opening]);
    out.add(134, [bucket(rank, 4), classes & 7]);
    out.add(135, [bucket(found.modifiers().len(), 4), opening]);
    out.add(136, [u64::from(discourse.salience.last_described.contains_key(&article.symbol(found.head))), opening]);
    out.add(137, [u64::from(article.capital(found.head)), best.role, opening]);
    for at in found.modifiers().take(3) {
        out.add(138, [word(article.lower(at))]);
    }
    out.add(139, [word(article.lower(found.range.start)), classes]);
    out.add(140, [word(article.lower(found.range.end)), opening]);
    out.add(141, [head, best.role]);
    out.add(142, [best.inside, classes]);
    out.add(143, [best.inside, head]);
    out.add(144, [best.made, opening]);
    let lede = bucket(article.block(found.head), 3);
    out.add(145, [lede, opening, source, best.role]);
    out.add(146, [lede, classes & 7, opening]);
    out.add(147, [u64::from(best.affiliated), opening]);
}

/// The words with which a description opens, as a number.
fn opening(article: &LexicalArticle, found: &Description) -> u64 {
    let first = article.lower(found.range.start);
    match (found.opening, first) {
        (Opening::Definite, "the") => 0,
        (Opening::Definite, "this" | "that" | "these" | "those") => 1,
        (Opening::Possessive, _) => 2,
        (Opening::Definite, _) => 3,
        (Opening::Indefinite, "a" | "an") => 4,
        (Opening::Indefinite, _) => 5,
    }
}
