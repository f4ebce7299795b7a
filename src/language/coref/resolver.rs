//! [`Resolver`]: reads the article mention by mention and decides to which entity each refers. The first pass reads the
//! narration, with who says what in it; the second what stands in quotation marks, where *I* is the speaker and *he* is not.

use super::entities::{Entities, EntityId};
use super::lexical_article::LexicalArticle;
use super::linker::{Linker, PairScores, Query};
use super::markables::{self, Markable};
use super::names::NameMention;
use super::position::{self, Position};
use super::pronouns;
use crate::language::attribute::attribution::Attribution;
use crate::language::coref::mention::{Form, Reason};
use crate::language::document::lexicon::Gender;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The antecedent of a mention.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub entity: EntityId,
    /// Token of the antecedent.
    pub antecedent: usize,
    pub reason: Reason,
    pub confidence: f32,
}

/// The speaker of a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Speaker {
    pub entity: EntityId,
    pub confidence: f32,
}

/// The last mention of an entity.
#[derive(Clone, Copy, Debug)]
pub struct RecentMention {
    pub entity: EntityId,
    /// First token.
    pub at: usize,
    pub position: Position,
    /// Whether it stands in somebody's own words.
    pub quoted: bool,
    pub form: Form,
    /// Token of the entity's last mention by name.
    pub named: Option<usize>,
    /// Token of the entity's last mention as a subject of the narration.
    pub subject: Option<usize>,
    /// Number of mentions in a row that are the entity's up to here.
    pub times: u32,
}

/// Somebody who made something that speaks, and how the text says so.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    pub entity: EntityId,
    pub link: Link,
}

/// How a text joins a maker with what was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// “The Orwick Tribune poll”
    Beside = 1,
    /// “A study published by Orwick Air”
    By,
    /// “Orwick Air’s study”
    Owner,
    /// “Ann Lee, the lead author of the study”
    Author,
}

/// The state of coreference while it goes through an article.
pub struct Resolver<'w, 'a> {
    pub(super) words: &'w LexicalArticle<'a>,
    pub(super) names: &'w [NameMention],
    pub(super) attributions: &'w [Attribution],
    pub(super) linker: &'w dyn Linker,
    /// The encoder's scores, where there is an encoder.
    pub(super) pair_scores: Option<Box<dyn PairScores + 'w>>,
    /// All queries so far, if the linker learns.
    pub(super) log: Option<Vec<Query>>,

    // Known of the whole text before the first pass.
    pub(super) markables: Vec<(usize, Markable)>,
    /// Attributions by the token at which their source starts.
    pub(super) source_at: FxHashMap<usize, usize>,
    /// For each token the index of the innermost attribution in whose own words it stands, plus one; 0 for none.
    pub(super) quotation_at: Vec<u32>,
    /// Number of mentions by name of each entity.
    pub(super) name_counts: Vec<u32>,
    /// The entities with most mentions by name.
    pub(super) most_named: Vec<EntityId>,
    /// Entities by the canonical words of their roles.
    pub(super) by_role: FxHashMap<Box<str>, Vec<EntityId>>,
    /// The makers of what is written (“the Orwick Tribune poll”), by the noun for it.
    pub(super) makers: FxHashMap<Box<str>, Vec<Maker>>,
    /// Heads of the descriptions that stand in apposition before a name.
    pub(super) apposed: FxHashSet<usize>,
    /// Names followed by a comma, by the word after it, which may be an age (“Ines Falk, 34,”).
    pub(super) followed_by: FxHashMap<&'a str, Vec<usize>>,

    // Found on the way.
    pub(super) entities: Entities,
    /// The entity of each name, as far as known.
    pub(super) entity_of_name: Vec<Option<EntityId>>,
    /// The entity of the mention at each token, plus one; 0 for none.
    pub(super) entity_of_token: Vec<u32>,
    /// The speaker of each attribution, as far as known.
    pub(super) speakers: Vec<Option<Speaker>>,
    /// Attributions whose source is not the speaker.
    pub(super) rejected_sources: FxHashSet<usize>,
    /// The encoder's probability of the choice made for a mention, by its token, or for a quotation, by its first token.
    pub(super) encoder_at: FxHashMap<usize, f32>,
    /// Entities by label (`WALLACE:`).
    pub(super) by_label: FxHashMap<Vec<u32>, EntityId>,
    /// The first label of each of them.
    pub(super) label_of: FxHashMap<EntityId, Vec<u32>>,
    /// Family and staff by the person to whom they belong and by their head noun.
    pub(super) relatives: FxHashMap<(EntityId, u32), EntityId>,
    /// The owner with which somebody was introduced: the token before the ’s (“the firm’s lawyer, Ann Lee”).
    pub(super) owner_of: FxHashMap<EntityId, usize>,
    /// Entities without a name that are addressed by their office (“Mr. President”), by its head noun.
    pub(super) addressed: FxHashMap<u32, EntityId>,
    pub(super) narrator: Option<EntityId>,
    /// The entity of the last name of one word, by the word and the gender of its title.
    pub(super) last_bearer: FxHashMap<(u32, Gender), EntityId>,

    // Remembered in the current pass.
    /// The last mentions of the entities mentioned last, the latest at the end.
    pub(super) recent: Vec<RecentMention>,
    /// The last speaker of the narration, and their block.
    pub(super) last_speaker: Option<(EntityId, usize)>,
    /// The last two in whose own words a mention stood: the one before the last, and the last.
    pub(super) last_speakers: (Option<EntityId>, Option<EntityId>),
    /// The antecedent of the last pronoun of each gender, and the pronoun's token.
    pub(super) last_pronoun: [Option<(EntityId, usize)>; 3],
    /// The antecedent of the last description with a head noun, and the description's token.
    pub(super) last_described: FxHashMap<u32, (EntityId, usize)>,
}

/// Entities whose last mention is remembered.
pub const REMEMBERED: usize = 24;
/// Entities that are candidates for every description, since they are named most.
const MOST_NAMED: usize = 6;

impl<'w, 'a> Resolver<'w, 'a> {
    /// `entity_of_name` has the entity of each of `names`, as far as known.
    pub fn new(
        words: &'w LexicalArticle<'a>,
        names: &'w [NameMention],
        attributions: &'w [Attribution],
        entities: Entities,
        entity_of_name: Vec<Option<EntityId>>,
        linker: &'w dyn Linker,
    ) -> Self {
        let (markables, source_at) = markables::find(words, names, attributions);
        let mut name_counts = vec![0; entities.len()];
        for id in entity_of_name.iter().flatten() {
            name_counts[*id] += 1;
        }
        let mut resolver = Resolver {
            words,
            names,
            attributions,
            linker,
            pair_scores: None,
            log: None,
            markables,
            source_at,
            quotation_at: markables::quotation_at(words, attributions),
            most_named: most_named(&name_counts),
            name_counts,
            by_role: FxHashMap::default(),
            makers: FxHashMap::default(),
            apposed: FxHashSet::default(),
            followed_by: FxHashMap::default(),
            entities,
            entity_of_name,
            entity_of_token: vec![0; words.len()],
            speakers: vec![None; attributions.len()],
            rejected_sources: FxHashSet::default(),
            encoder_at: FxHashMap::default(),
            by_label: FxHashMap::default(),
            label_of: FxHashMap::default(),
            relatives: FxHashMap::default(),
            owner_of: FxHashMap::default(),
            addressed: FxHashMap::default(),
            narrator: None,
            last_bearer: FxHashMap::default(),
            recent: Vec::new(),
            last_speaker: None,
            last_speakers: (None, None),
            last_pronoun: [None; 3],
            last_described: FxHashMap::default(),
        };
        resolver.learn_genders();
        resolver.collect_roles();
        resolver.collect_makers();
        resolver
    }

    /// Resolves the mentions outside quotation marks.
    pub fn read_narration(&mut self) {
        self.pass(false);
    }

    /// Resolves the mentions inside them, once the speakers are known.
    pub fn read_quotations(&mut self) {
        self.pass(true);
    }

    fn pass(&mut self, quotations: bool) {
        self.recent.clear();
        self.last_speaker = None;
        self.last_speakers = (None, None);
        self.last_pronoun = [None; 3];
        self.last_described.clear();
        let markables = std::mem::take(&mut self.markables);
        for (at, markable) in &markables {
            let quoted = self.in_quotation(*at);
            if let Some(speaker) = self.speaker_at(*at)
                && self.last_speakers.1 != Some(speaker)
            {
                self.last_speakers = (self.last_speakers.1, Some(speaker));
            }
            if quoted == quotations {
                self.resolve(*at, markable);
            } else {
                self.pass_by(*at, markable, quoted);
            }
            if let Markable::Source(index) = markable
                && !quoted
                && let Some(speaker) = self.speakers[*index]
            {
                let asked = self.words.one_of(at.saturating_sub(2), &["asked"]);
                let answers_next = asked && self.words.one_of(at.saturating_sub(1), &["by"]);
                self.last_speaker = (!answers_next).then_some((speaker.entity, self.words.block(*at)));
            }
        }
        self.markables = markables;
    }

    fn resolve(&mut self, at: usize, markable: &Markable) {
        match markable {
            Markable::Name(index) => self.resolve_name(*index),
            Markable::Description => self.resolve_description(at),
            Markable::Organisation(range) => self.resolve_organisation(range.clone()),
            Markable::Pronoun => self.resolve_pronoun(at),
            Markable::Source(index) => self.resolve_source(*index),
        }
    }

    /// Remembers a mention that belongs to the other pass, as far as it is resolved: the reader has read it too.
    fn pass_by(&mut self, at: usize, markable: &Markable, quoted: bool) {
        if let Some(id) = self.entity_at(at) {
            let (range, form) = match markable {
                Markable::Name(index) => (self.names[*index].whole.clone(), Form::Name),
                Markable::Pronoun => (at..at + 1, Form::Pronoun),
                _ => (at..at + 1, Form::Description),
            };
            self.remember(id, range, quoted, form);
        } else if let Markable::Name(index) = markable
            && let Some(id) = self.entity_of_name.get(*index).copied().flatten()
        {
            self.remember(id, self.names[*index].whole.clone(), quoted, Form::Name);
        }
    }

    /// Whether token `at` stands in somebody's own words.
    pub(super) fn in_quotation(&self, at: usize) -> bool {
        self.words.quoted(at) || self.quotation_at.get(at).is_some_and(|&quotation| quotation > 0)
    }

    /// The entity in whose own words token `at` stands.
    pub(super) fn speaker_at(&self, at: usize) -> Option<EntityId> {
        let quotation = (*self.quotation_at.get(at)? as usize).checked_sub(1)?;
        self.speakers.get(quotation).copied().flatten().map(|speaker| speaker.entity)
    }

    /// The entity of the mention at token `at`.
    pub(super) fn entity_at(&self, at: usize) -> Option<EntityId> {
        self.entity_of_token.get(at).and_then(|&id| (id as usize).checked_sub(1))
    }

    /// Makes `id` the entity at token `at`.
    pub(super) fn assign(&mut self, at: usize, id: EntityId) {
        if let Some(entity) = self.entity_of_token.get_mut(at) {
            *entity = id as u32 + 1;
        }
    }

    /// Makes the mention in the tokens `range` the last one of `id`.
    pub(super) fn remember(&mut self, id: EntityId, range: Range<usize>, quoted: bool, form: Form) {
        let position = pronouns::third_person(self.words, range.start)
            .filter(|_| form == Form::Pronoun)
            .map_or_else(|| position::position(self.words, range.start, range.end), |found| found.position);
        let at = range.start;
        let named = (form == Form::Name).then_some(at);
        let subject = (position == Position::Subject && !quoted).then_some(at);
        let mut mention = RecentMention { entity: id, at, position, quoted, form, named, subject, times: 1 };
        let old = self.recent.iter().position(|known| known.entity == id);
        if let Some(old) = old {
            let alone = old + 1 == self.recent.len();
            let last = self.recent.remove(old);
            mention.named = mention.named.or(last.named);
            mention.subject = mention.subject.or(last.subject);
            mention.times += if alone { last.times } else { 0 };
            // Within a sentence the better position stays: “Ann lost her keys when …”.
            if self.words.sentence(last.at) == self.words.sentence(at) && last.position == Position::Subject {
                mention.position = Position::Subject;
                mention.quoted &= last.quoted;
            }
        } else if self.recent.len() >= REMEMBERED {
            self.recent.remove(0);
        }
        self.recent.push(mention);
    }
}

/// The entities with most of `name_counts`, the most frequent first.
fn most_named(name_counts: &[u32]) -> Vec<EntityId> {
    let mut most: Vec<EntityId> = (0..name_counts.len()).filter(|&id| name_counts[id] > 1).collect();
    most.sort_by_key(|&id| (std::cmp::Reverse(name_counts[id]), id));
    most.truncate(MOST_NAMED);
    most
}
