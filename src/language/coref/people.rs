//! What comes of it all: people and quotations in order, each person under the fullest name.

use super::entities::{Entity, Who};
use super::resolver::Walk;
use super::words::Words;
use crate::language::coref::mention::{Form, Mention};
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::document::lexicon::Classes;

impl Walk<'_, '_> {
    /// People in order of first mention, quotations in order of first span.
    pub(super) fn finish(mut self) -> (Vec<Person>, Vec<Quotation>) {
        let sure: Vec<f32> = (0..self.speakers.len())
            .map(|index| self.speakers[index].map_or(0.0, |speaker| self.sure(index, speaker)))
            .collect();
        let entities = std::mem::take(&mut self.cast.entities);
        // Who speaks, or is spoken to.
        let mut takes_part = vec![false; entities.len()];
        self.addressed.values().for_each(|&who| takes_part[who] = true);
        for speaker in self.speakers.iter().flatten() {
            takes_part[speaker.who] = true;
            for &member in &entities[speaker.who].members {
                takes_part[member] = true;
            }
        }
        let kept = |who: Who| {
            !entities[who].mentions.is_empty() && (entities[who].kind == PersonKind::Person || takes_part[who])
        };
        let mut order: Vec<(u32, Who)> = (0..entities.len())
            .filter(|&who| kept(who))
            .map(|who| (entities[who].mentions.iter().map(|m| m.span.start).min().unwrap_or(u32::MAX), who))
            .collect();
        order.sort();
        let mut ids = vec![None; entities.len()];
        for (id, &(_, who)) in order.iter().enumerate() {
            ids[who] = Some(id);
        }
        let shared = shared_names(&entities, &order);
        let mut names: Vec<String> = order
            .iter()
            .zip(&shared)
            .map(|(&(_, who), &shared)| display_name(self.words, &entities[who], shared))
            .collect();
        for (id, &(_, who)) in order.iter().enumerate() {
            let members: Vec<&str> =
                entities[who].members.iter().filter_map(|&member| Some(names[ids[member]?].as_str())).collect();
            if let [first @ .., last] = &members[..]
                && !first.is_empty()
            {
                names[id] = format!("{} and {last}", first.join(", "));
            }
            if let Some(name) = self.with_owner(&entities, who) {
                names[id] = name;
            }
            if self.narrator == Some(who) && entities[who].kind == PersonKind::Unnamed {
                names[id] = self.words.article.meta.byline.clone().unwrap_or_else(|| NARRATOR.to_owned());
            }
        }
        let people = order
            .iter()
            .zip(names)
            .map(|(&(_, who), name)| {
                let entity = &entities[who];
                Person {
                    name,
                    kind: entity.kind,
                    role: best_role(self.words, entity),
                    mentions: in_order(entity.mentions.clone()),
                    members: entity.members.iter().filter_map(|&member| ids[member]).collect(),
                }
            })
            .collect();
        let mut quotations: Vec<(usize, Quotation)> = self
            .attributions
            .iter()
            .zip(&self.speakers)
            .enumerate()
            .map(|(index, (attribution, speaker))| {
                let speaker = speaker.and_then(|speaker| ids[speaker.who]);
                let quotation = Quotation {
                    kind: attribution.kind,
                    act: attribution.act,
                    content: attribution.content.clone(),
                    cue: attribution.cue,
                    source: attribution.source.filter(|_| !self.overruled.contains(&index)),
                    speaker,
                    confidence: attribution.confidence,
                    speaker_confidence: speaker.map_or(0.0, |_| sure[index]),
                    inside: attribution.inside,
                };
                (index, quotation)
            })
            .collect();
        quotations.sort_by_key(|(index, q)| {
            (q.content.first().map_or(0, |s| s.start), std::cmp::Reverse(q.extent().end), *index)
        });
        let mut place = vec![0; quotations.len()];
        for (new, (old, _)) in quotations.iter().enumerate() {
            place[*old] = new;
        }
        let quotations = quotations
            .into_iter()
            .enumerate()
            .map(|(new, (_, mut quotation))| {
                // A quotation of which only a later piece lies in another is not held by it.
                let outer = quotation.inside.and_then(|outer| place.get(outer).copied());
                quotation.inside = outer.filter(|&outer| outer < new);
                quotation
            })
            .collect();
        (people, quotations)
    }
}

impl Walk<'_, '_> {
    /// “His campaign” with the name of the one whose it is: what is shown by itself has nothing that *his* could lean on.
    fn with_owner(&self, entities: &[Entity], who: Who) -> Option<String> {
        let words = self.words;
        let entity = &entities[who];
        let first = entity.name.start;
        let possessive = words.one_of(first, &["his", "her", "its", "their"]);
        if entity.kind == PersonKind::Person || !possessive || entity.name.len() < 2 || !entity.members.is_empty() {
            return None;
        }
        let owner = &entities[self.known(first).filter(|&owner| owner != who)?];
        let named = owner.mentions.iter().any(|mention| mention.form == Form::Name);
        let name = display_name(words, owner, false);
        let rest = words.article.slice(words.span(first + 1..entity.name.end));
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let ending = if name.ends_with('s') { "’" } else { "’s" };
        named.then(|| format!("{name}{ending} {rest}"))
    }
}

/// What somebody is called who tells the text as *I* and has no name in it.
pub const NARRATOR: &str = "the author";

/// Titles that are part of a name of one word: nobody calls Prince Andrew *Andrew*.
const PART_OF_NAME: [&str; 16] = [
    "prince", "princess", "king", "queen", "pope", "saint", "emperor", "sultan", "lord", "lady", "father", "sister",
    "brother", "mother", "aunt", "uncle",
];

/// Which of `order` go by a name of one word that is part of somebody else's name too.
fn shared_names(entities: &[Entity], order: &[(u32, Who)]) -> Vec<bool> {
    let mut bearers: rustc_hash::FxHashMap<u32, u32> = rustc_hash::FxHashMap::default();
    for &(_, who) in order {
        for &word in &entities[who].key {
            *bearers.entry(word).or_default() += 1;
        }
    }
    order
        .iter()
        .map(|&(_, who)| matches!(entities[who].key[..], [only] if bearers.get(&only).copied().unwrap_or(0) > 1))
        .collect()
}

/// The name as it is shown: the fullest form, with its title where two people share all of it.
pub(super) fn display_name(words: &Words, entity: &Entity, shared: bool) -> String {
    let range = entity.name.clone();
    let titled = || {
        entity
            .mentions
            .iter()
            .filter(|m| m.form == Form::Name)
            .map(|m| words.article.slice(m.span))
            .max_by_key(|text| text.len())
    };
    let part = |at: usize| words.one_of(at, &PART_OF_NAME) && words.capital(at);
    let royal = range.len() == 1 && range.start.checked_sub(1).is_some_and(part);
    let text = match titled().filter(|_| shared) {
        None if royal => words.article.slice(words.span(range.start - 1..range.end)),
        Some(text) => text,
        None => words.article.slice(words.span(range.clone())),
    };
    let text = if shouted(text) { in_small_letters(words, entity, text).unwrap_or(text) } else { text };
    let mut name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if entity.kind != PersonKind::Person
        && words.capital(range.start)
        && words.is(range.start, Classes::DETERMINER.or(Classes::FUNCTION))
    {
        name = match shouted(&name) {
            true => name.to_lowercase(),
            false => name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect(),
        };
    }
    // “I:” is the label of an interviewer.
    let label = words.text(range.end) == ":";
    if (name == "I" || name == "i") && !label { NARRATOR.to_owned() } else { name }
}

/// Does it stand all in capitals, as labels do?
fn shouted(name: &str) -> bool {
    name.len() > 4 && !name.chars().any(char::is_lowercase)
}

/// `name`, which a label has in capitals, as another mention writes it.
fn in_small_letters<'a>(words: &Words<'a>, entity: &Entity, name: &str) -> Option<&'a str> {
    let written = |mention: &Mention| {
        let text = words.article.slice(mention.span);
        let same = text.get(text.len().checked_sub(name.len())?..)?;
        (same.eq_ignore_ascii_case(name) && !shouted(same)).then_some(same)
    };
    entity.mentions.iter().filter(|mention| mention.form == Form::Name).find_map(written)
}

/// The first role that names an office, else the first.
fn best_role(words: &Words, entity: &Entity) -> Option<String> {
    let role = entity.roles.first()?;
    let text = words.article.slice(words.span(role.clone()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// By place, without those that overlap one before.
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
