//! The features of the entities that a description may refer to. The weights are learned.

use crate::language::coref::antecedents::mention_features;
use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::person::PersonKind;
use crate::language::coref::ranking::buckets::{bucket, gender_bucket, kind_bucket};
use crate::language::coref::ranking::ranker::{Features, word};
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::coref::syntax::position::Position;
use crate::language::coref::syntax::pronouns::{self, Pronoun};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::noun_groups::NounGroup;
use crate::language::lexical::word_classes::{ARTICLE, DEMONSTRATIVE_PRONOUN};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The fit of a role or a name to a description.
#[derive(Clone, Copy, Default)]
pub struct Fit {
    /// 2 if the head noun of a role is the same, 1 if another word of it is.
    pub role: u64,
    /// The likeness of its head noun to that of a role: see [`NounGroup::likeness`].
    pub alike: u64,
    /// The broad group of the head noun of the role that is most alike, 0 if there is none.
    pub group: u64,
    /// Words of the description that the role has too.
    pub shared: u64,
    /// Words for a place or nation that it has not.
    pub differs: u64,
    /// 2 if the noun is the last word of the name, 1 if it is another one.
    pub named: u64,
    /// The place of the name in the description itself: 1 as its owner, 2 before the noun, 3 after it, 0 if it is not
    /// there.
    pub inside: u64,
    /// The way in which the reported words name it: see [`mention_features::named_inside`].
    pub reported: u64,
    /// 1 if both have the same owner (“his campaign”, “the Hale campaign”), 2 if they have different ones.
    pub owner: u64,
    /// Twice the `IssuerLink` of the entity to the document that the noun denotes, plus 1 if other entities issued it
    /// as well; 0 if it did not issue it.
    pub made: u64,
    /// Whether the owner in the description has a role in the entity: “her bank” is Orwick Trust if she is its
    /// director.
    pub affiliated: bool,
    /// Whether it is named next after the description.
    pub next: bool,
    /// Whether it speaks in the next turn: see [`mention_features::speaks_next`].
    pub next_turn: u64,
}

impl Fit {
    /// The likeness of the head noun to that of a role: 4 if they are the same role, otherwise [`Fit::alike`].
    fn likeness(&self) -> u64 {
        if self.role == 2 { 4 } else { self.alike }
    }
}

/// The best fit of the roles and the name of `entity` to `found`.
pub fn fit(discourse: &Discourse, found: &Description, entity: &Entity) -> Fit {
    let article = discourse.text.article;
    let head = article.lower(found.head);
    let described = Some(&entity.name).filter(|_| entity.kind != PersonKind::Person);
    let mut best = Fit::default();
    for role in entity.roles.iter().chain(described) {
        let mut fit = Fit { role: descriptions::same_role(article, role.clone(), head).into(), ..Fit::default() };
        for at in found.modifiers().filter(|&at| !article.is(at, Classes::DETERMINER)) {
            let placed = article.is(at, Classes::DEMONYM.or(Classes::PLACE)) || article.shape(at) != WordShape::Lower;
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
    let group = NounGroup::of(head);
    for role in entity.roles.iter().chain(described).map(|role| role_group(article, role)) {
        let alike = NounGroup::likeness(group, role);
        if alike > best.alike || best.group == 0 {
            best.alike = alike;
            best.group = role.map_or(0, |role| role.broad.into());
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

/// The group of the head noun of `role`: of its last noun in one, before a preposition.
fn role_group(article: TokenizedArticle, role: &Range<usize>) -> Option<NounGroup> {
    let words = role.clone().take_while(|&at| !article.is(at, Classes::PREPOSITION));
    words.filter_map(|at| NounGroup::of(article.lower(at))).last()
}

/// Whether a role of `person` names the organisation `id`.
pub fn has_role_in(discourse: &Discourse, person: EntityId, id: EntityId) -> bool {
    let article = discourse.text.article;
    let (person, organisation) = (&discourse.entities[person], &discourse.entities[id]);
    let mut name = organisation.name.clone().filter(|&at| article.is_capital(at)).peekable();
    let within = |role: &Range<usize>, at: usize| role.clone().any(|mine| article.symbol(mine) == article.symbol(at));
    organisation.kind == PersonKind::Group
        && name.peek().is_some()
        && name.all(|at| person.roles.iter().any(|role| within(role, at)))
}

/// Whether `found` and the name of `entity` have the same head noun and the same owner: see [`Fit::owner`].
pub fn same_owner(discourse: &Discourse, found: &Description, entity: &Entity) -> u64 {
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
        (Some((one, a)), Some((other, b)))
            if one.is_some() && one == other || article.symbol(a) == article.symbol(b) =>
        {
            1
        }
        // “The city’s department” may be “the Pell department”.
        (Some((_, a)), Some((_, b))) if article.is_capital(a) == article.is_capital(b) => 2,
        (Some((Some(_), _)), Some((Some(_), _))) => 2,
        _ => 0,
    }
}

/// The owner of a noun according to the words before it, with the token that names the owner.
fn owner_before(discourse: &Discourse, before: Range<usize>) -> Option<(Option<EntityId>, usize)> {
    let article = discourse.text.article;
    before.rev().take(5).find_map(|at| {
        // “The city’s department”
        let noun = at.checked_sub(1).filter(|&noun| article.is_possessive_ending(at) && !article.is_capital(noun));
        if let Some(noun) = noun {
            return Some((discourse.entity_at(noun), noun));
        }
        let named = article.is_capital(at)
            && !article.is(at, Classes::DETERMINER.or(Classes::TITLE_OR_OFFICE).or(Classes::DEMONYM));
        let his = pronouns::third_person(article, at).is_some();
        (his && discourse.entity_at(at).is_some() || named).then(|| (discourse.entity_at(at), at))
    })
}

/// The classes of a noun that matter for its antecedent, one bit for each.
fn noun_classes(article: TokenizedArticle, at: usize) -> u64 {
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

/// The noun at token `at` as the value of a feature. All ages are one: “the 22-year-old”.
fn noun_word(article: TokenizedArticle, at: usize) -> u64 {
    const AGE: &str = "-year-old";
    let noun = article.lower(at);
    word(if noun.ends_with(AGE) { AGE } else { noun })
}

/// The head noun of a description, with all that does not depend on the candidate.
#[derive(Clone, Copy)]
pub struct HeadNoun {
    classes: u64,
    /// Its broad and its narrow group, 0 if it is in none: see [`NounGroup`].
    groups: [u64; 2],
    /// Bucket of the number of earlier descriptions with this noun.
    before: u64,
    /// Bucket of the number of descriptions with this noun in the whole text.
    times: u64,
    /// Bucket of the number of named people with this role.
    bearers: u64,
    /// The pronoun after it in its clause, if any: “the judge told *him*”.
    pronoun: Option<Pronoun>,
}

impl HeadNoun {
    /// The form of the pronoun after it, as a number: 0 if there is none, 1 if it is an owner, 2 if not.
    fn pronoun_form(&self) -> u64 {
        self.pronoun.map_or(0, |pronoun| 1 + u64::from(pronoun.position != Position::Possessive))
    }

    /// The noun at token `at`.
    pub fn at(discourse: &Discourse, at: usize) -> HeadNoun {
        let (before, times) = discourse.text.times_described(at);
        let called = discourse.roles.with_role(discourse.text.article.lower(at)).iter();
        let bearers = called.filter(|&&id| discourse.entities[id].kind == PersonKind::Person).take(2).count();
        let group = NounGroup::of(discourse.text.article.lower(at));
        HeadNoun {
            classes: noun_classes(discourse.text.article, at),
            groups: group.map_or([0, 0], |group| [group.broad.into(), group.narrow.into()]),
            before: bucket(before, 2),
            times: bucket(times, 4),
            bearers: bearers as u64,
            pronoun: pronoun_after(discourse.text.article, at),
        }
    }
}

/// The first pronoun of the third person after the noun `head` in its clause, unless it is the subject of another.
fn pronoun_after(article: TokenizedArticle, head: usize) -> Option<Pronoun> {
    const FAR: usize = 8;
    let end = article.sentence_range(head).end.min(head + FAR);
    let clause = (head + 1..end).take_while(|&at| article.is_word(at));
    let pronoun = clause.into_iter().find_map(|at| pronouns::third_person(article, at))?;
    (pronoun.position != Position::Subject && !pronoun.reflexive).then_some(pronoun)
}

/// Adds the features of the entity of `mention` as the antecedent of `found`.
pub fn description_features(
    discourse: &Discourse,
    found: &Description,
    mention: &RecentMention,
    fit: Fit,
    noun: HeadNoun,
    out: &mut Features,
) {
    let HeadNoun { classes, groups: [broad, narrow], before, times, bearers, pronoun } = noun;
    let article = discourse.text.article;
    let entity = &discourse.entities[mention.entity];
    let head = noun_word(article, found.head);
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
    let described = discourse.salience.last_described.get(&article.symbol(found.head));
    let again = described.map_or(2, |(id, _)| u64::from(*id == mention.entity));
    let ago =
        described.map_or(9, |(_, at)| bucket(article.sentence(found.head).saturating_sub(article.sentence(*at)), 6));
    out.add(111, [again, ago, opening]);
    out.add(112, [again, fit.role, fit.named]);
    out.add(113, [mention.position as u64, classes & 7, sentences.min(3), opening]);
    out.add(114, [u64::from(article.shape(last) == WordShape::Upper), classes & 7]);
    out.add(115, [u64::from(article.is_capital(found.head)), fit.role, kind]);
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
    // News often describes a person first and gives the name later.
    let lede = bucket(article.block(found.head), 3);
    let blocks = bucket(article.block(mention.at).saturating_sub(article.block(found.head)), 4);
    out.add(125, [lede, ahead, opening, fit.role, fit.named]);
    out.add(126, [lede, ahead, blocks, opening, kind]);
    out.add(127, [lede, ahead, u64::from(fit.next), opening]);
    out.add(128, [u64::from(fit.affiliated), kind, opening]);
    // A role that nobody is known to have rarely refers to a person with another role, or to the last speaker.
    let roles = bucket(entity.roles.len(), 2);
    let names = bucket(discourse.frequency.count(mention.entity), 5);
    let spoke = mention_features::spoke_last(discourse, found.head, mention.entity);
    out.add(129, [fit.role, roles, opening, kind]);
    out.add(160, [fit.role, before, times, opening, kind]);
    out.add(161, [fit.role, names, opening, kind]);
    out.add(162, [fit.role, spoke, opening]);
    out.add(163, [head, fit.role, roles]);
    out.add(164, [classes, fit.role, before, kind]);
    out.add(165, [fit.role, bearers, ahead, opening]);
    out.add(166, [fit.role, bearers, kind, classes & 31]);
    out.add(167, [fit.role, bearers, known, before]);
    // In a story “the stranger” rarely refers to a named person.
    let genre = discourse.text.genre;
    out.add(168, [genre, fit.role, opening, kind]);
    out.add(169, [genre, known, again, kind]);
    // “The tall man” and “the old man” are two.
    let modified = u64::from(!found.modifiers().is_empty());
    let name_modified = u64::from(entity.name.len() > 2);
    out.add(170, [fit.role, shared.min(1), modified, name_modified, kind]);
    // Two who speak in turn are two people.
    out.add(171, [fit.next_turn, fit.role, kind, genre]);
    out.add(172, [fit.next_turn, spoke, fit.role, opening]);
    // “The judge told him”: *he* is rarely the judge.
    let agrees = pronoun.map_or(0, |pronoun| gender_bucket(entity, pronoun.gender));
    out.add(173, [noun.pronoun_form(), agrees, fit.role, kind]);
    out.add(174, [noun.pronoun_form(), agrees, sentences.min(3), names]);
    // “The lawyer” may refer to a person who was called an attorney, but rarely to the violinist.
    let alike = fit.likeness();
    out.add(175, [alike, opening, kind]);
    out.add(176, [alike, sentences.min(4), ahead]);
    out.add(177, [alike, again, names]);
    out.add(178, [alike, known, before, kind]);
    out.add(179, [broad, fit.group, kind]);
    out.add(180, [broad, kind, known]);
    out.add(181, [narrow, kind, known]);
    out.add(182, [broad, NounGroup::of(article.lower(last)).map_or(0, |group| group.broad.into()), kind]);
    out.add(183, [broad, spoke, alike]);
    // “Kestrel Foods will close its plant, the company said.”
    out.add(186, [fit.reported, kind, opening]);
    out.add(187, [fit.reported, broad, kind]);
    out.add(188, [fit.reported, alike, ahead]);
    let subject = u64::from(mention.position == Position::Subject);
    out.add(189, [ahead, sentences.min(4), kind, broad]);
    out.add(190, [ahead, sentences.min(4), kind, subject, opening]);
    out.add(191, [ahead, kind, alike, names.min(3)]);
}

/// Adds the features of a new entity. `best` has the best fit of the other candidates, `rank` is their number.
pub fn new_entity_features(
    discourse: &Discourse,
    found: &Description,
    source: bool,
    best: Fit,
    noun: HeadNoun,
    rank: usize,
    out: &mut Features,
) {
    let HeadNoun { classes, groups: [broad, narrow], before, times, bearers, .. } = noun;
    let article = discourse.text.article;
    let head = noun_word(article, found.head);
    let opening = opening(article, found);
    let source = u64::from(source);
    out.add(130, [source, opening]);
    out.add(131, [head, opening]);
    out.add(132, [classes, opening, source]);
    out.add(133, [best.role, best.named, opening]);
    out.add(134, [bucket(rank, 4), classes & 7]);
    out.add(135, [bucket(found.modifiers().len(), 4), opening]);
    out.add(136, [u64::from(discourse.salience.last_described.contains_key(&article.symbol(found.head))), opening]);
    out.add(137, [u64::from(article.is_capital(found.head)), best.role, opening]);
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
    out.add(148, [best.role, before, times, opening]);
    out.add(149, [head, best.role, before]);
    out.add(150, [classes, best.role, before, source]);
    out.add(151, [best.role, bearers, opening]);
    out.add(152, [best.role, bearers, before, source]);
    let genre = discourse.text.genre;
    out.add(153, [genre, opening, source, classes & 31]);
    out.add(154, [genre, best.role, before, opening]);
    out.add(155, [noun.pronoun_form(), best.role, opening]);
    let alike = best.likeness();
    out.add(156, [alike, opening, source]);
    out.add(157, [alike, before, times, opening]);
    out.add(158, [broad, opening, source]);
    out.add(159, [narrow, opening]);
    out.add(184, [broad, alike, before]);
    out.add(185, [alike, bearers, genre]);
}

/// The words with which a description opens, as a number.
fn opening(article: TokenizedArticle, found: &Description) -> u64 {
    let first = article.lower(found.range.start);
    match (found.opening, first) {
        (Opening::Definite, "the") => 0,
        (Opening::Definite, first) if DEMONSTRATIVE_PRONOUN.contains(first) => 1,
        (Opening::Possessive, _) => 2,
        (Opening::Definite, _) => 3,
        (Opening::Indefinite, first) if ARTICLE.contains(first) => 4,
        (Opening::Indefinite, _) => 5,
    }
}

/// The place of the name of `id` in the description `found`, which is the phrase `extent`: see [`Fit::inside`].
pub fn name_inside(discourse: &Discourse, found: &Description, extent: &Range<usize>, id: EntityId) -> u64 {
    let article = discourse.text.article;
    let Some(at) = (extent.start..extent.end).find(|&at| discourse.entity_at(at) == Some(id)) else { return 0 };
    let end = (at..extent.end).find(|&next| discourse.entity_at(next) != Some(id)).unwrap_or(extent.end);
    match at > found.head {
        true => 3,
        false if article.is_possessive_ending(end) => 1,
        false => 2,
    }
}
