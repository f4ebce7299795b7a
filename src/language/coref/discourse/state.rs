//! [`Discourse`]: the entities of a text, and the mentions and quotations that are given to them so far. Each step
//! reads it and records its decisions in it.

use super::issuers::Issuers;
use super::name_frequency::NameFrequency;
use super::relations::Relations;
use super::roles::RoleIndex;
use super::salience::{RecentMention, Salience};
use crate::language::coref::entities::{Entities, Entity, EntityId};
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::person::PersonKind;
use crate::language::coref::ranking::linker::{LinkQuery, Linker, PairScores};
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::coref::syntax::position::{self, Position};
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::lexicon::Gender;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The antecedent that was chosen for a mention.
#[derive(Clone, Copy, Debug)]
pub struct ChosenAntecedent {
    pub entity: EntityId,
    /// Token of the antecedent.
    pub antecedent: usize,
    pub reason: Reason,
    pub confidence: f32,
}

/// The speaker that was chosen for a quotation.
#[derive(Clone, Copy, Debug)]
pub struct ChosenSpeaker {
    pub entity: EntityId,
    pub confidence: f32,
}

/// The models that choose between candidates, and their output.
pub struct Scorer<'t> {
    pub linker: &'t dyn Linker,
    /// The encoder's scores, where there is an encoder.
    pub pair_scores: Option<Box<dyn PairScores + 't>>,
    /// All queries so far, if the linker learns.
    pub log: Option<Vec<LinkQuery>>,
    /// The encoder's probability of the choice made for a mention, by its token, or for a quotation, by its first
    /// token.
    pub encoder_at: FxHashMap<usize, f32>,
}

/// The entities of the labels of a text (`WALLACE:`), by the symbols of their words.
#[derive(Default)]
pub struct Labels {
    pub entity_of: FxHashMap<Vec<u32>, EntityId>,
    /// The first label of each of these entities.
    pub first_of: FxHashMap<EntityId, Vec<u32>>,
}

/// The state of coreference while it goes through a text.
pub struct Discourse<'t> {
    pub text: &'t TextIndex<'t>,
    pub scorer: Scorer<'t>,
    pub frequency: NameFrequency,
    pub issuers: Issuers,
    pub roles: RoleIndex,
    pub entities: Entities,
    /// The entity of each name, as far as known.
    pub entity_of_name: Vec<Option<EntityId>>,
    /// The names that occur only outside the running text (in a byline, a caption), which mentions none of these
    /// people.
    pub asides: Vec<(usize, EntityId)>,
    /// The entity of the mention at each token, plus one; 0 for none.
    entity_of_token: Vec<u32>,
    /// The speaker of each attribution, as far as known.
    pub speakers: Vec<Option<ChosenSpeaker>>,
    /// The sources of the attributions so far.
    pub have_spoken: FxHashSet<EntityId>,
    /// Attributions whose source is not the speaker.
    pub rejected_sources: FxHashSet<usize>,
    pub labels: Labels,
    pub relations: Relations,
    pub narrator: Option<EntityId>,
    /// The entity of the last name of one word, by the word and the gender of its title.
    pub last_bearer: FxHashMap<(u32, Gender), EntityId>,
    /// Of the current pass.
    pub salience: Salience,
}

impl<'t> Discourse<'t> {
    /// The state before any mention is resolved. `entity_of_name` has the entity of each name of `text`, as far as
    /// known.
    pub fn new(
        text: &'t TextIndex<'t>,
        mut entities: Entities,
        mut entity_of_name: Vec<Option<EntityId>>,
        scorer: Scorer<'t>,
    ) -> Discourse<'t> {
        let asides = take_asides(text, &mut entity_of_name);
        let frequency = NameFrequency::of(text, &entities, &entity_of_name);
        super::genders::learn(text, &entity_of_name, &mut entities);
        let mut relations = Relations::default();
        let roles = RoleIndex::of(text, &entity_of_name, &mut entities, &mut relations);
        let issuers = Issuers::of(text, &entity_of_name, &entities);
        Discourse {
            text,
            scorer,
            frequency,
            issuers,
            roles,
            entities,
            entity_of_name,
            asides,
            entity_of_token: vec![0; text.article.len()],
            speakers: vec![None; text.attributions.len()],
            have_spoken: FxHashSet::default(),
            rejected_sources: FxHashSet::default(),
            labels: Labels::default(),
            relations,
            narrator: None,
            last_bearer: FxHashMap::default(),
            salience: Salience::default(),
        }
    }

    /// The entity in whose own words token `at` stands.
    pub fn speaker_at(&self, at: usize) -> Option<EntityId> {
        let quotation = self.text.quotation_at(at)?;
        self.speakers.get(quotation).copied().flatten().map(|speaker| speaker.entity)
    }

    /// The entity of the mention at token `at`.
    pub fn entity_at(&self, at: usize) -> Option<EntityId> {
        self.entity_of_token.get(at).and_then(|&id| (id as usize).checked_sub(1))
    }

    /// The entity of the mention with its head at token `at`, as far as known: for names also before they are resolved.
    pub fn eventual_entity_at(&self, at: usize) -> Option<EntityId> {
        self.entity_at(at).or_else(|| {
            let next = self.text.names.partition_point(|name| name.name.end <= at);
            self.text.names.get(next).filter(|name| name.name.contains(&at))?;
            self.entity_of_name.get(next).copied().flatten()
        })
    }

    /// Makes `id` the entity at token `at`.
    pub fn assign(&mut self, at: usize, id: EntityId) {
        if let Some(entity) = self.entity_of_token.get_mut(at) {
            *entity = id as u32 + 1;
        }
    }

    /// Makes the mention in the tokens `range` the last one of `id`.
    pub fn record_mention(&mut self, id: EntityId, range: Range<usize>, quoted: bool, mention_type: MentionType) {
        let article = self.text.article;
        let position = pronouns::third_person(article, range.start)
            .filter(|_| mention_type == MentionType::Pronoun)
            .map_or_else(|| position::position(article, range.start, range.end), |found| found.position);
        let at = range.start;
        let named = (mention_type == MentionType::Name).then_some(at);
        let subject = (position == Position::Subject && !quoted).then_some(at);
        let mention = RecentMention { entity: id, at, position, quoted, mention_type, named, subject, times: 1 };
        let block = article.block(at);
        if subject.is_some() && self.salience.is_first_in(article, block) {
            self.salience.last_opener = Some((id, block));
        }
        self.salience.record_mention(mention, article);
    }

    /// Makes the description `found` a mention of `id`.
    pub fn link_description(&mut self, found: &Description, id: EntityId, reason: Reason, confidence: f32) {
        let article = self.text.article;
        let (span, mention_type) = (article.span(found.range.clone()), MentionType::Description);
        let antecedent = self.entities[id].mentions.last().map(|mention| mention.span);
        self.entities.mention(id, found.head, Mention { span, mention_type, reason, antecedent, confidence });
        self.entities[id].add_gender_evidence(found.gender(article), if confidence > 0.8 { 2.0 } else { 0.3 });
        self.assign(found.head, id);
        if found.opening != Opening::Possessive {
            self.assign(found.range.start, id);
        }
        let quoted = self.text.in_quotation(found.head);
        self.record_mention(id, found.range.clone(), quoted, mention_type);
    }

    /// Adds an entity without a name, described by the tokens `range`.
    pub fn new_unnamed(&mut self, range: Range<usize>, gender: Gender) -> EntityId {
        let article = self.text.article;
        let name = range.start..descriptions::role_end(article, range.end - 1).max(range.end);
        let mut entity = Entity::new(PersonKind::Unnamed, Vec::new(), name);
        entity.add_gender_evidence(gender, 2.0);
        let id = self.entities.add(entity);
        self.roles.add(article, id, range);
        id
    }
}

/// Removes from `entity_of_name` the names that occur only outside the running text (in a byline, a table, a caption),
/// and names in invocations (“Thank God”).
fn take_asides(text: &TextIndex, entity_of_name: &mut [Option<EntityId>]) -> Vec<(usize, EntityId)> {
    let (mut asides, mut others) = (Vec::new(), FxHashSet::default());
    for ((index, name), entity) in text.names.iter().enumerate().zip(entity_of_name.iter()) {
        let Some(entity) = *entity else { continue };
        if text.is_aside(name.whole.start) || text.is_called_upon(index) {
            asides.push((index, entity));
        } else {
            others.insert(entity);
        }
    }
    asides.retain(|(_, entity)| !others.contains(entity));
    asides.iter().for_each(|&(index, _)| entity_of_name[index] = None);
    asides
}
