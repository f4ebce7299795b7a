//! The people and quotations of an analysis, made from the entities: each person under the fullest name.

use crate::language::attribute::attribution::Attribution;
use crate::language::coref::discourse::state::{ChosenSpeaker, Discourse};
use crate::language::coref::entities::{Entities, Entity, EntityId};
use crate::language::coref::mention::{Mention, MentionType};
use crate::language::coref::non_speakers::drop_non_speakers;
use crate::language::coref::person::{Person, PersonId, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::coref::speakers::speaker_confidence;
use crate::language::coref::syntax::plurals;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{ONE_OF_SEVERAL, PORTION, POSSESSIVE, TITLE_OF_FIRST_NAME};
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::text::Span;
use std::ops::Range;

/// The people in order of first mention, and the quotations in order of first span.
pub fn people_and_quotations(discourse: &mut Discourse) -> (Vec<Person>, Vec<Quotation>) {
    drop_non_speakers(discourse);
    let confidence: Vec<f32> = (0..discourse.speakers.len())
        .map(|index| {
            discourse.speakers[index].map_or(0.0, |speaker| speaker_confidence::confidence(discourse, index, speaker))
        })
        .collect();
    let order = order_of_people(discourse);
    let mut ids = vec![None; discourse.entities.len()];
    for (person, &entity) in order.iter().enumerate() {
        ids[entity] = Some(person);
    }
    let names = display_names(discourse, &order, &ids);
    let person = |(&id, name): (&EntityId, String)| {
        let entity = &discourse.entities[id];
        Person {
            name,
            kind: entity.kind,
            role: first_role(discourse.text.article, entity),
            mentions: in_order(entity.mentions.clone()),
            members: entity.members.iter().filter_map(|&member| ids[member]).collect(),
        }
    };
    let people = order.iter().zip(names).map(person).collect();
    (people, quotations(discourse, &ids, &confidence))
}

/// The entities that become people, in order of first mention: all persons, and every other entity that speaks or is
/// spoken to.
fn order_of_people(discourse: &Discourse) -> Vec<EntityId> {
    let entities = &discourse.entities;
    let mut takes_part = vec![false; entities.len()];
    discourse.relations.addressed.values().for_each(|&id| takes_part[id] = true);
    for speaker in discourse.speakers.iter().flatten() {
        takes_part[speaker.entity] = true;
        for &member in &entities[speaker.entity].members {
            takes_part[member] = true;
        }
    }
    let kept = |id: &EntityId| {
        let entity = &entities[*id];
        !entity.mentions.is_empty() && (entity.kind == PersonKind::Person || takes_part[*id])
    };
    let first = |id: EntityId| entities[id].mentions.iter().map(|m| m.span.start).min().unwrap_or(u32::MAX);
    let mut order: Vec<(u32, EntityId)> = (0..entities.len()).filter(kept).map(|id| (first(id), id)).collect();
    order.sort();
    order.into_iter().map(|(_, id)| id).collect()
}

/// The names of the people in `order`. `people` has the place of each entity there.
fn display_names(discourse: &Discourse, order: &[EntityId], people: &[Option<PersonId>]) -> Vec<String> {
    let article = discourse.text.article;
    let entities = &discourse.entities;
    let shared = shared_names(entities, order);
    let shown = order.iter().zip(&shared).map(|(&id, &shared)| display_name(article, &entities[id], shared));
    let mut names: Vec<String> = shown.collect();
    for (person, &id) in order.iter().enumerate() {
        let members = entities[id].members.iter();
        let members: Vec<&str> = members.filter_map(|&member| Some(names[people[member]?].as_str())).collect();
        if let [first @ .., last] = &members[..]
            && !first.is_empty()
        {
            names[person] = format!("{} and {last}", first.join(", "));
        }
        if let Some(name) = name_with_owner(discourse, id).or_else(|| name_with_noun(article, &entities[id])) {
            names[person] = name;
        }
        if discourse.narrator == Some(id) && entities[id].kind == PersonKind::Unnamed {
            names[person] = article.article.meta.byline.clone().unwrap_or_else(|| NARRATOR.to_owned());
        }
    }
    names
}

/// The attributions as quotations, in order of first span. `people` has the person of each entity, `confidence` the
/// confidence in each speaker.
fn quotations(discourse: &Discourse, people: &[Option<PersonId>], confidence: &[f32]) -> Vec<Quotation> {
    let quotation = |(index, (attribution, speaker)): (usize, (&Attribution, &Option<ChosenSpeaker>))| {
        let speaker = speaker.and_then(|speaker| people[speaker.entity]);
        let quotation = Quotation {
            kind: attribution.kind,
            act: attribution.act,
            content: attribution.content.clone(),
            cue: attribution.cue,
            source: attribution.source.filter(|_| !discourse.rejected_sources.contains(&index)),
            speaker,
            confidence: attribution.confidence,
            speaker_confidence: speaker.map_or(0.0, |_| confidence[index]),
            inside: attribution.inside,
        };
        (index, quotation)
    };
    let mut quotations: Vec<(usize, Quotation)> =
        discourse.text.attributions.iter().zip(&discourse.speakers).enumerate().map(quotation).collect();
    quotations.sort_by_key(|(index, quotation)| {
        let first = quotation.content.first().map_or(0, |piece| piece.start);
        (first, std::cmp::Reverse(quotation.extent().end), *index)
    });
    let mut place = vec![0; quotations.len()];
    for (new, (old, _)) in quotations.iter().enumerate() {
        place[*old] = new;
    }
    for (new, (_, quotation)) in quotations.iter_mut().enumerate() {
        // A quotation of which only a later piece lies in another is not inside it.
        let outer = quotation.inside.and_then(|outer| place.get(outer).copied());
        quotation.inside = outer.filter(|&outer| outer < new);
    }
    quotations.into_iter().map(|(_, quotation)| quotation).collect()
}

/// “His campaign” with its owner's name instead of the pronoun: a name that is shown by itself has no antecedent.
fn name_with_owner(discourse: &Discourse, id: EntityId) -> Option<String> {
    let article = discourse.text.article;
    let entity = &discourse.entities[id];
    let first = entity.name.start;
    let possessive = article.is(first, &POSSESSIVE);
    if entity.kind == PersonKind::Person || !possessive || entity.name.len() < 2 || !entity.members.is_empty() {
        return None;
    }
    let owner = &discourse.entities[discourse.entity_at(first).filter(|&owner| owner != id)?];
    let named = owner.mentions.iter().any(|mention| mention.mention_type == MentionType::Name);
    let name = display_name(article, owner, false);
    let rest = article.slice(article.span(first + 1..entity.name.end));
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let ending = if name.ends_with('s') { "’" } else { "’s" };
    named.then(|| format!("{name}{ending} {rest}"))
}

/// “Some” and “7 percent” with the noun that they leave out: “some nurses”, “7 percent of nurses”.
fn name_with_noun(article: TokenizedArticle, entity: &Entity) -> Option<String> {
    let noun = entity.noun.clone()?;
    let last = noun.end.checked_sub(1)?;
    let mut quantifier = entity.name.clone().map(|at| article.lower(at)).collect::<Vec<_>>().join(" ");
    if quantifier == "others" {
        quantifier = "other".to_owned();
    }
    // A capital at the beginning of a sentence is not part of the noun.
    let word = |at: usize| match article.opens_sentence(at) && !article.is(at, Classes::DEMONYM) {
        true => article.lower(at),
        false => article.text(at),
    };
    let words = |range: Range<usize>| range.map(word).collect::<Vec<_>>().join(" ");
    let before = if noun.len() > 1 { words(noun.start..last) + " " } else { String::new() };
    let head = word(last);
    if article.is(entity.name.end - 1, &PORTION) {
        return Some(format!("{quantifier} of {before}{head}"));
    }
    let singular = article.is(entity.name.start, &ONE_OF_SEVERAL);
    let head = match (singular, plurals::names_several(article, last)) {
        (true, true) => plurals::singular(head),
        (false, false) => plurals::plural(head),
        _ => head.to_owned(),
    };
    Some(format!("{quantifier} {before}{head}"))
}

/// The name of a narrator who says *I* and has no name in the text.
pub const NARRATOR: &str = "the author";

/// Whether each of `order` has a name of one word that is part of another person's name too.
fn shared_names(entities: &Entities, order: &[EntityId]) -> Vec<bool> {
    let mut bearers: rustc_hash::FxHashMap<u32, u32> = rustc_hash::FxHashMap::default();
    for &id in order {
        for &word in &entities[id].key {
            *bearers.entry(word).or_default() += 1;
        }
    }
    order
        .iter()
        .map(|&id| matches!(entities[id].key[..], [only] if bearers.get(&only).copied().unwrap_or(0) > 1))
        .collect()
}

/// The displayed name: its fullest form, with the title if `shared` says that others have the same name.
pub fn display_name(article: TokenizedArticle, entity: &Entity, shared: bool) -> String {
    let range = entity.name.clone();
    let titled = || {
        entity
            .mentions
            .iter()
            .filter(|m| m.mention_type == MentionType::Name)
            .filter_map(|m| with_title(article, entity, m.span))
            .max_by_key(|text| text.len())
    };
    let part = |at: usize| article.is(at, &TITLE_OF_FIRST_NAME) && article.is_capital(at);
    let royal = range.len() == 1 && range.start.checked_sub(1).is_some_and(part);
    let text = match titled().filter(|_| shared) {
        None if royal => article.slice(article.span(range.start - 1..range.end)),
        Some(text) => text,
        None => article.slice(article.span(range.clone())),
    };
    let text = if is_upper_case(text) { in_lower_case(article, entity, text).unwrap_or(text) } else { text };
    let mut name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if entity.kind != PersonKind::Person
        && article.is_capital(range.start)
        && article.is(range.start, Classes::DETERMINER.or(Classes::FUNCTION))
    {
        name = match is_upper_case(&name) {
            true => name.to_lowercase(),
            // “IF Metall”
            false if article.shape(range.start) == WordShape::Upper => name,
            false => name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect(),
        };
    }
    // “I:” is the label of an interviewer.
    let label = article.text(range.end) == ":";
    if (name == "I" || name == "i") && !label { NARRATOR.to_owned() } else { name }
}

/// The words of the mention in `span`, up to the only word of the name of `entity`: “Mrs. Lee, who was late”.
fn with_title<'a>(article: TokenizedArticle<'a>, entity: &Entity, span: Span) -> Option<&'a str> {
    let range = article.tokens.within(span);
    let name = range.clone().find(|&at| entity.key.first() == Some(&article.symbol(at)))?;
    Some(article.slice(article.span(range.start..name + 1)))
}

/// Whether it is all in capitals, as labels are.
fn is_upper_case(name: &str) -> bool {
    name.len() > 4 && !name.chars().any(char::is_lowercase)
}

/// `name`, which a label has in capitals, as another mention writes it.
fn in_lower_case<'a>(article: TokenizedArticle<'a>, entity: &Entity, name: &str) -> Option<&'a str> {
    let written = |mention: &Mention| {
        let text = article.slice(mention.span);
        let same = text.get(text.len().checked_sub(name.len())?..)?;
        (same.eq_ignore_ascii_case(name) && !is_upper_case(same)).then_some(same)
    };
    entity.mentions.iter().filter(|mention| mention.mention_type == MentionType::Name).find_map(written)
}

/// The first role, as the text has it.
fn first_role(article: TokenizedArticle, entity: &Entity) -> Option<String> {
    let role = entity.roles.first()?;
    let text = article.slice(article.span(role.clone()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Mentions in order, without those that overlap one before.
fn in_order(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        match kept.last() {
            Some(last) if last.span.overlaps(mention.span) => {}
            _ => kept.push(mention),
        }
    }
    kept
}
