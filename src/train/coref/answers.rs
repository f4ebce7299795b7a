//! Texts with known entities and speakers, and the right answers to the queries of an analysis of them.

use super::ranker::RankingExample;
use crate::article::{Article, plain};
use crate::language::coref::ranking::linker::LinkQuery;
use crate::language::coref::ranking::ranker::Task;
use crate::language::coref::{Trace, TracedEntity};
use crate::language::lexical::tokens::Tokens;
use crate::language::{Attribution, MentionType};
use crate::text::{Offsets, Span};
use rustc_hash::FxHashMap;
use std::collections::HashSet;

/// The right answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub enum GoldSpeaker {
    /// Index into [`GoldText::people`].
    Is(usize),
    /// Anybody but these: for some pronouns nothing more is known.
    NoneOf(Vec<usize>),
    /// Several of [`GoldText::people`] together.
    Together(Vec<usize>),
    /// An unnamed person, whom one of these descriptions fits.
    Unnamed(Vec<String>),
}

/// A text with its known entities and speakers.
#[derive(Default)]
pub struct GoldText {
    pub text: String,
    pub people: Vec<Names>,
    /// Mentions with their people, sorted by start. Empty if they are not annotated.
    pub mentions: Vec<(Span, usize)>,
    /// The antecedents of pronouns, by the byte at which the pronoun starts.
    pub pronouns: FxHashMap<u32, GoldSpeaker>,
    /// Pieces of quotations with their speakers.
    pub quotations: Vec<(Vec<Span>, GoldSpeaker)>,
    /// Whether the names of `people` are known from their mentions alone.
    pub by_span: bool,
    /// Whether everybody named in the text is one of `people`.
    pub complete: bool,
}

/// A person or an organisation of a text.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Empty for an unnamed person.
    pub names: Vec<String>,
    /// The description that the text gives of an unnamed person.
    pub descriptions: Vec<String>,
    /// Whether it is an organisation, where that is known.
    pub is_organisation: Option<bool>,
}

impl GoldText {
    /// The gold speaker for a mention of the person `who`.
    fn meant(&self, who: usize) -> GoldSpeaker {
        match self.people.get(who) {
            Some(person) if !person.descriptions.is_empty() => GoldSpeaker::Unnamed(person.descriptions.clone()),
            _ => GoldSpeaker::Is(who),
        }
    }

    /// The text as an article.
    pub fn article(&self) -> Article {
        plain::article(self.text.clone())
    }

    /// The index in `people` of each of `entities`.
    fn who(&self, entities: &[TracedEntity], keys: &[Vec<Vec<String>>], offset: u32) -> Vec<Option<usize>> {
        entities
            .iter()
            .map(|entity| match self.by_span {
                true => self.by_mentions(entity, offset),
                false => self.by_titled(entity, offset).or_else(|| by_name(&entity.name, keys)),
            })
            .collect()
    }

    /// The person with most of the names, titles included, by which `entity` is mentioned.
    fn by_titled(&self, entity: &TracedEntity, offset: u32) -> Option<usize> {
        let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
        for mention in entity.mentions.iter().filter(|mention| mention.mention_type == MentionType::Name).take(40) {
            let shown = all_words(self.text.get(mention.span.shifted(offset).range())?);
            let mut bearers = (0..self.people.len())
                .filter(|&who| self.people[who].names.iter().any(|name| all_words(name) == shown));
            if let Some(only) = bearers.next().filter(|_| bearers.next().is_none()) {
                *votes.entry(only).or_default() += 1;
            }
        }
        votes.into_iter().max_by_key(|&(who, votes)| (votes, std::cmp::Reverse(who))).map(|(who, _)| who)
    }

    /// The person of most of the mentions of `entity`.
    fn by_mentions(&self, entity: &TracedEntity, offset: u32) -> Option<usize> {
        let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
        let named = entity.mentions.iter().any(|mention| mention.mention_type == MentionType::Name);
        for mention in
            entity.mentions.iter().filter(|mention| !named || mention.mention_type == MentionType::Name).take(40)
        {
            let span = mention.span.shifted(offset);
            *votes.entry(self.mention(span)?).or_default() += 1;
            if !named {
                break;
            }
        }
        votes.into_iter().max_by_key(|&(who, votes)| (votes, std::cmp::Reverse(who))).map(|(who, _)| who)
    }

    /// The person mentioned at `span`: by the mention with the same end, else by the closest that overlaps it.
    fn mention(&self, span: Span) -> Option<usize> {
        let near = self.mentions.partition_point(|(mention, _)| mention.end <= span.start);
        let overlapping = self.mentions[near..].iter().take(60).filter(|(mention, _)| mention.overlaps(span));
        let fit = |mention: &Span| {
            (mention.end != span.end, mention.start.abs_diff(span.start) + mention.end.abs_diff(span.end))
        };
        overlapping.min_by_key(|(mention, _)| fit(mention)).map(|(_, who)| *who)
    }

    /// The type of the name in question, as the number of a candidate, where it is known.
    fn entity_type(&self, query: &LinkQuery, tokens: &Tokens, offset: u32, keys: &[Vec<Vec<String>>]) -> Option<usize> {
        let spans = query.mentions.iter().map(|mention| tokens.span(mention.clone()).shifted(offset));
        let mut votes = [0; 3];
        for span in spans {
            let who = match self.by_span {
                true => self.mention(span).filter(|_| self.mentions.iter().any(|(mention, _)| mention.end == span.end)),
                false => by_name(self.text.get(span.range())?, keys),
            };
            let kind = match who.map(|who| self.people.get(who).and_then(|person| person.is_organisation)) {
                Some(None) => continue,
                Some(Some(is_organisation)) => usize::from(is_organisation),
                None if self.complete => 2,
                None => continue,
            };
            votes[kind] += 1;
        }
        let most = (0..3).max_by_key(|&kind| (votes[kind], std::cmp::Reverse(kind)))?;
        (votes[most] > 0).then_some(most)
    }

    /// The right answer to `query`, where it is known.
    fn answer(
        &self,
        query: &LinkQuery,
        tokens: &Tokens,
        attributions: &[Attribution],
        offset: u32,
    ) -> Option<GoldSpeaker> {
        let said = query.attribution.and_then(|index| attributions.get(index));
        let speaker = said.and_then(|said| self.speaker(said, offset));
        match query.task {
            // See `entity_type`.
            Task::EntityType => None,
            Task::Speaker | Task::Confidence => speaker.cloned(),
            Task::Pronoun => {
                let span = tokens.tokens.get(query.at)?.span.shifted(offset);
                let here = self.pronouns.get(&span.start).cloned();
                here.or_else(|| {
                    let exact = self.mentions.partition_point(|(mention, _)| mention.start < span.start);
                    let mention = self.mentions[exact..].iter().find(|(mention, _)| mention.start >= span.start);
                    mention.filter(|(mention, _)| *mention == span).map(|(_, who)| self.meant(*who))
                })
                .or_else(|| speaker.cloned())
            }
            Task::Description => {
                let span = tokens.tokens.get(query.at)?.span.shifted(offset);
                let from = tokens.tokens.get(query.start)?.span.shifted(offset);
                speaker.cloned().or_else(|| {
                    let near = self.mentions.partition_point(|(mention, _)| mention.start + 200 < from.start);
                    let near = self.mentions[near..].iter().take_while(|(mention, _)| mention.start < span.end);
                    let fits = near.filter(|(mention, _)| mention.end == span.end || mention.start == from.start);
                    let distance = |mention: &Span| mention.start.abs_diff(from.start) + mention.end.abs_diff(span.end);
                    fits.min_by_key(|(mention, _)| distance(mention)).map(|(_, who)| self.meant(*who))
                })
            }
        }
    }

    /// The speaker of the quotation that shares at least half its bytes with `said`.
    fn speaker(&self, said: &Attribution, offset: u32) -> Option<&GoldSpeaker> {
        let own: Vec<Span> = said.content.iter().map(|span| span.shifted(offset)).collect();
        let (first, last) = (own.first()?.start, own.last()?.end);
        let near =
            self.quotations.partition_point(|(pieces, _)| pieces.first().is_some_and(|p| p.start + 6000 < first));
        let length = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
        let overlap = |pieces: &[Span]| -> usize {
            let shared = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
            own.iter().map(|a| pieces.iter().map(|b| shared(a, b)).sum::<usize>()).sum()
        };
        self.quotations[near..]
            .iter()
            .take_while(|(pieces, _)| pieces.first().is_some_and(|piece| piece.start < last))
            .map(|(pieces, answer)| (2 * overlap(pieces), length(pieces) + length(&own), answer))
            .filter(|(shared, all, _)| 2 * shared >= *all)
            .max_by_key(|(shared, all, _)| 1000 * shared / all.max(&1))
            .map(|(_, _, answer)| answer)
    }

    /// The queries of `trace` with known answers, each with its task.
    pub fn choices(
        &self,
        trace: &Trace,
        tokens: &Tokens,
        attributions: &[Attribution],
        offset: u32,
    ) -> Vec<(Task, RankingExample)> {
        let keys: Vec<Vec<Vec<String>>> =
            self.people.iter().map(|person| person.names.iter().map(|name| words(name)).collect()).collect();
        let who = self.who(&trace.entities, &keys, offset);
        let right = |query: &LinkQuery| match query.task {
            Task::EntityType => {
                let found = self.entity_type(query, tokens, offset, &keys)?;
                Some((0..query.candidates.len()).map(|at| at == found).collect())
            }
            _ => right_candidates(query, &self.answer(query, tokens, attributions, offset)?, trace, &who),
        };
        trace.queries.iter().filter_map(|query| Some((query.task, choice(query, right(query)?)))).collect()
    }
}

/// Whether each candidate of `query` is right, if `answer` is the right answer. `who` has the person of each entity.
/// `None` if no candidate is right.
fn right_candidates(
    query: &LinkQuery,
    answer: &GoldSpeaker,
    trace: &Trace,
    who: &[Option<usize>],
) -> Option<Vec<bool>> {
    let is = |candidate: Option<usize>| candidate.and_then(|entity| who.get(entity).copied().flatten());
    let fits = |candidate: Option<usize>| match (answer, candidate) {
        (GoldSpeaker::Is(right), _) => is(candidate) == Some(*right),
        (GoldSpeaker::Together(right), _) => {
            let members = candidate.and_then(|entity| trace.entities.get(entity)).map(|entity| &entity.members);
            members.is_some_and(|members| {
                members.len() == right.len()
                    && members.iter().all(|&one| is(Some(one)).is_some_and(|one| right.contains(&one)))
            })
        }
        (GoldSpeaker::NoneOf(wrong), _) => is(candidate).is_none_or(|who| !wrong.contains(&who)),
        (GoldSpeaker::Unnamed(_), None) => true,
        (GoldSpeaker::Unnamed(descriptions), Some(entity)) => {
            let name = trace.entities.get(entity).map_or("", |entity| &entity.name);
            is(candidate).is_none() && descriptions.iter().any(|description| same_head(description, name))
        }
    };
    if query.task == Task::Confidence {
        let right = query.candidates.first().is_some_and(|candidate| fits(candidate.entity));
        return Some(vec![right, !right]);
    }
    let mut right: Vec<bool> = query.candidates.iter().map(|candidate| fits(candidate.entity)).collect();
    // The right answer is an unnamed candidate rather than no candidate. The noun of a description is no evidence of
    // that: another official may be meant than the one before.
    let known = query.candidates.iter().zip(&right).any(|(candidate, right)| *right && candidate.entity.is_some());
    if known && query.task != Task::Description && matches!(answer, GoldSpeaker::Unnamed(_)) {
        let candidates = right.iter_mut().zip(&query.candidates);
        candidates.filter(|(_, candidate)| candidate.entity.is_none()).for_each(|(right, _)| *right = false);
    }
    match (right.contains(&true), query.task) {
        (true, _) => Some(right),
        // The right entity is not a candidate: a description then refers to a new entity, other queries teach nothing.
        (false, Task::Description) => {
            Some(query.candidates.iter().map(|candidate| candidate.entity.is_none()).collect())
        }
        (false, _) => None,
    }
}

fn choice(query: &LinkQuery, right: Vec<bool>) -> RankingExample {
    let candidates = query.candidates.iter().map(|candidate| candidate.features.clone()).collect();
    let nobody = query.candidates.iter().map(|candidate| candidate.entity.is_none()).collect();
    RankingExample { candidates, right, nobody, encoder: query.encoder.clone() }
}

/// Words that do not distinguish people.
const TITLES: &[&str] = &[
    "the",
    "a",
    "an",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lady",
    "lord",
    "of",
    "sen",
    "rep",
    "gov",
    "president",
    "senator",
    "prof",
    "professor",
    "captain",
    "old",
    "young",
];

/// The words of a name, in lower case.
fn all_words(name: &str) -> Vec<String> {
    let name = name.replace("’s", "").replace("'s", "");
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words of a name without titles, in lower case.
fn words(name: &str) -> Vec<String> {
    let all = all_words(name);
    let core: Vec<String> = all.iter().filter(|word| !TITLES.contains(&word.as_str())).cloned().collect();
    if core.is_empty() { all } else { core }
}

/// The person with the name `name`. `keys` has the words of all names of everybody.
fn by_name(name: &str, keys: &[Vec<Vec<String>>]) -> Option<usize> {
    let own = words(name);
    if own.is_empty() {
        return None;
    }
    let mut exact = keys.iter().enumerate().filter(|(_, names)| names.contains(&own)).map(|(at, _)| at);
    if let Some(first) = exact.next() {
        return Some(first);
    }
    let set: HashSet<&String> = own.iter().collect();
    let within = |names: &Vec<Vec<String>>| {
        names.iter().any(|other| {
            let other_set: HashSet<&String> = other.iter().collect();
            other.last() == own.last() && (other_set.is_subset(&set) && other.len() > 1 || set.is_subset(&other_set))
        })
    };
    let mut found = keys.iter().enumerate().filter(|(_, names)| within(names)).map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none())
}

/// Whether two descriptions have the same head noun.
fn same_head(one: &str, other: &str) -> bool {
    let head = |text: &str| {
        let cut = [" of ", " who ", " in ", " with ", " for ", " at ", " from ", ","];
        let end = cut.iter().filter_map(|cut| text.find(cut)).min().unwrap_or(text.len());
        words(&text[..end]).pop()
    };
    head(one).is_some() && head(one) == head(other)
}

/// A span given in code points, in bytes.
pub fn span(offsets: &Offsets, start: usize, end: usize) -> Span {
    Span::new(offsets.byte(start), offsets.byte(end))
}
