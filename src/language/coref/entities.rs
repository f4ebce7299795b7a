//! [`Entities`]: the people and organisations of an article while they are being found.

use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::names::generation::Generation;
use crate::language::coref::names::honorific::Honorific;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::person::PersonKind;
use crate::language::lexical::lexicon::{self, Classes, Gender};
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::ops::{Index, IndexMut, Range};

/// Index into [`Entities`].
pub type EntityId = usize;

/// Evidence for a gender that excludes the other: a title or a given name gives as much.
const DECISIVE: f32 = 0.9;

/// A person, an organisation or a group.
#[derive(Clone, Debug)]
pub struct Entity {
    pub kind: PersonKind,
    /// Symbols of the fullest name. Empty if there is no name.
    pub key: Vec<u32>,
    /// Tokens of the fullest name, or of the first description.
    pub name: Range<usize>,
    /// Tokens of the noun that a quantifier leaves out: “nurses” of “some say”.
    pub noun: Option<Range<usize>>,
    /// The generation that the suffix of the name gives.
    pub generation: Option<Generation>,
    /// The first honorific among its titles.
    pub honorific: Option<Honorific>,
    /// Tokens of each role, in the order in which they were found.
    pub roles: Vec<Range<usize>>,
    /// Evidence for a man and for a woman.
    pub gender_evidence: [f32; 2],
    /// The age in years that stands after its name, if any: “Ines Falk, 34,”.
    pub age: Option<u8>,
    /// Whether it is more than one person.
    pub plural: bool,
    pub mentions: Vec<Mention>,
    /// The members of a coordination (“Ann Lee and Tom Orr”). Empty otherwise.
    pub members: Vec<EntityId>,
    /// Head token of the last mention resolved so far.
    pub last_seen: Option<usize>,
    /// Number of mentions resolved so far.
    pub times: u32,
}

impl Entity {
    /// An entity without mentions, known by the symbols `key` of its name, which stands at the tokens `name`.
    pub fn new(kind: PersonKind, key: Vec<u32>, name: Range<usize>) -> Entity {
        Entity {
            kind,
            key,
            name,
            noun: None,
            generation: None,
            honorific: None,
            roles: Vec::new(),
            gender_evidence: [0.0; 2],
            age: None,
            plural: false,
            mentions: Vec::new(),
            members: Vec::new(),
            last_seen: None,
            times: 0,
        }
    }

    /// The gender for which the evidence is clear.
    pub fn likely_gender(&self) -> Gender {
        let [male, female] = self.gender_evidence;
        if male > 2.0 * female + 0.4 {
            Gender::Male
        } else if female > 2.0 * male + 0.4 {
            Gender::Female
        } else {
            Gender::Unknown
        }
    }

    /// Whether a title or a given name excludes `gender`.
    pub fn excludes(&self, gender: Gender) -> bool {
        let [male, female] = self.gender_evidence;
        male.max(female) >= DECISIVE && self.likely_gender().conflicts_with(gender)
    }

    /// Adds `weight` in favour of `gender`.
    pub fn add_gender_evidence(&mut self, gender: Gender, weight: f32) {
        match gender {
            Gender::Male => self.gender_evidence[0] += weight,
            Gender::Female => self.gender_evidence[1] += weight,
            Gender::Unknown => {}
        }
    }

    /// Adds the role in the tokens `role`, unless it is known in the same words.
    pub fn add_role(&mut self, article: TokenizedArticle, role: Range<usize>) {
        // A bound for pathological texts.
        const MOST: usize = 12;
        let same = |one: &Range<usize>| {
            one.len() == role.len()
                && one.clone().zip(role.clone()).all(|(a, b)| article.symbol(a) == article.symbol(b))
        };
        if self.roles.len() < MOST && !self.roles.iter().any(same) {
            self.roles.push(role);
        }
    }

    /// Adds the gender and the role that the title of one mention gives.
    pub fn learn_from_title(&mut self, article: TokenizedArticle, name: &NameMention) {
        self.add_gender_evidence(name.gender, 4.0);
        self.honorific = self.honorific.or(name.honorific);
        if let Some(role) = &name.role {
            self.add_role(article, role.clone());
        }
    }

    /// Whether it is a single person.
    pub fn is_person(&self) -> bool {
        self.kind != PersonKind::Group && !self.plural
    }

    /// Whether it is an organisation or group whose name has several words.
    fn has_long_name(&self) -> bool {
        self.kind == PersonKind::Group && self.name.len() > 1
    }
}

/// All entities of an article, by number.
#[derive(Default)]
pub struct Entities {
    all: Vec<Entity>,
    /// The people whose name has a word, by its symbol, in order of first mention.
    by_word: FxHashMap<u32, Vec<EntityId>>,
    /// The organisations by the symbols of their name.
    organisations: FxHashMap<Vec<u32>, EntityId>,
    /// The entities of quantifiers without a noun, by the symbols of the quantifier and of the noun that it leaves out.
    quantified: FxHashMap<Vec<u32>, EntityId>,
    /// The last mention that was recorded at each byte at which one starts.
    mention_at: FxHashMap<u32, Mention>,
}

impl Index<EntityId> for Entities {
    type Output = Entity;

    fn index(&self, id: EntityId) -> &Entity {
        &self.all[id]
    }
}

impl IndexMut<EntityId> for Entities {
    fn index_mut(&mut self, id: EntityId) -> &mut Entity {
        &mut self.all[id]
    }
}

/// The most people with a word in their name that are examined, the latest first: a bound for pathological texts.
const BEARERS: usize = 24;
/// The most entities that are examined for the long form of a name, the latest ones: a bound for pathological texts,
/// too.
const LONG_FORMS: usize = 400;

impl Entities {
    /// The number of entities.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The entities, by number.
    pub fn iter(&self) -> std::slice::Iter<'_, Entity> {
        self.all.iter()
    }

    /// Adds an entity.
    pub fn add(&mut self, entity: Entity) -> EntityId {
        self.all.push(entity);
        self.all.len() - 1
    }

    /// The people whose name has all words of `name`, and whose gender and generation do not conflict with it.
    pub fn bearers(&self, article: TokenizedArticle, name: &NameMention) -> Vec<EntityId> {
        let Some(all) = name.key.last().and_then(|word| self.by_word.get(word)) else { return Vec::new() };
        let is_woman = |entity: &Entity| entity.likely_gender() == Gender::Female;
        let fits = |id: &EntityId| {
            let entity = &self[*id];
            let held = name.key.iter().all(|word| entity.key.iter().any(|own| same_word(article, *own, *word)));
            held && entity.kind == PersonKind::Person
                && !entity.excludes(name.gender)
                && !Generation::differ(entity.generation, name.generation)
                && !Honorific::differ(entity.honorific, name.honorific, entity.key.len() == 1, is_woman(entity))
        };
        let mut found: Vec<EntityId> = all.iter().rev().take(BEARERS).copied().filter(fits).collect();
        // People known to be of the title's gender precede people who may be.
        if name.gender != Gender::Unknown && found.len() > 1 {
            let same_gender: Vec<EntityId> =
                found.iter().copied().filter(|&id| self[id].likely_gender() == name.gender).collect();
            if !same_gender.is_empty() {
                found = same_gender;
            }
        }
        // People known to be of the generation precede the others as well.
        if name.generation.is_some() && found.iter().any(|&id| self[id].generation.is_some()) {
            found.retain(|&id| self[id].generation.is_some());
        }
        found.reverse();
        found
    }

    /// Whether a role of `id` is the one that the tokens `role` name.
    pub fn has_role(&self, article: TokenizedArticle, id: EntityId, role: &Range<usize>) -> bool {
        let canonical = |role: &Range<usize>| {
            role.clone()
                .filter(|&at| article.is(at, Classes::OFFICE.or(Classes::RANK).or(Classes::ANY_ROLE)))
                .map(|at| lexicon::canonical_role(article.lower(at)))
                .collect::<Vec<_>>()
        };
        let wanted = canonical(role);
        self[id].roles.iter().any(|role| canonical(role).iter().any(|role| wanted.contains(role)))
    }

    /// Whether the name of a thing begins with the surname of the only person who bears it: “Trump Tower”, “the Warhol
    /// pictures”.
    pub fn opens_with_surname(&self, article: TokenizedArticle, name: &NameMention) -> bool {
        let first = name.name.start;
        let mut rest = (first + 1..name.name.end).filter(|&at| article.is_word(at));
        let thing = |at: usize| {
            let entry = article.entry(at);
            entry.given == 0
                && article.shape(at) == WordShape::Capital
                && (entry.surname == 0
                    || entry.is(Classes::ORG.or(Classes::PLACE_HEAD).or(Classes::DOC).or(Classes::COMMON)))
        };
        let bearers: &[EntityId] = self.by_word.get(&article.symbol(first)).map_or(&[], Vec::as_slice);
        let [only] = bearers else { return false };
        let surname = self[*only].key.last() == Some(&article.symbol(first));
        name.key.len() > 1 && surname && !article.is(first, Classes::PLACE.or(Classes::COMMON)) && rest.all(thing)
    }

    /// The person with the full name `name`, found under a form of it or added.
    pub fn full_name(&mut self, article: TokenizedArticle, name: &NameMention) -> EntityId {
        let mut best: Option<(usize, EntityId)> = None;
        for word in [name.key.first(), name.key.last()].into_iter().flatten() {
            for &id in self.by_word.get(word).into_iter().flatten().rev().take(BEARERS) {
                let entity = &self[id];
                if entity.likely_gender().conflicts_with(name.gender)
                    || Generation::differ(entity.generation, name.generation)
                {
                    continue;
                }
                if let Some(common) = shared_words(article, &entity.key, &name.key)
                    && best.is_none_or(|(most, _)| common > most)
                {
                    best = Some((common, id));
                }
            }
        }
        let Some((_, id)) = best else { return self.add_person(article, name.key.clone(), name) };
        if name.key.len() > self[id].key.len() {
            for &word in &name.key {
                if !self[id].key.contains(&word) {
                    self.by_word.entry(word).or_default().push(id);
                }
            }
            self[id].key = name.key.clone();
            self[id].name = name.name.clone();
        }
        if self[id].generation.is_none() && name.generation.is_some() {
            self[id].generation = name.generation;
            self[id].name = name.name.clone();
        }
        id
    }

    /// Adds a person who is called `name`, known by the symbols `key`.
    pub fn add_person(&mut self, article: TokenizedArticle, key: Vec<u32>, name: &NameMention) -> EntityId {
        let id = self.len();
        for &word in &key {
            let all = self.by_word.entry(word).or_default();
            if all.last() != Some(&id) {
                all.push(id);
            }
        }
        let mut entity = Entity::new(PersonKind::Person, key, name.name.clone());
        entity.generation = Generation::of_suffix(article, name.name.clone());
        let tokens: Vec<usize> = name.name.clone().filter(|&at| article.is_word(at)).collect();
        let gendered =
            |at: usize| Some(article.entry(at)).filter(|entry| entry.given > 0 && entry.gender != Gender::Unknown);
        let given_name = match tokens[..] {
            [first, .., last] => gendered(first).map(|entry| (entry, 1.0)).or_else(|| {
                // A given name after the family name.
                (article.entry(first).given == 0).then(|| gendered(last)).flatten().map(|entry| (entry, 0.6))
            }),
            // “Susan”, but a surname may be meant: “Lloyd”.
            [only] if !name.has_honorific => gendered(only).map(|entry| {
                let clear = entry.given > 1 && entry.surname == 0 && !entry.is(Classes::COMMON.or(Classes::PLACE));
                (entry, if clear { DECISIVE } else { 0.7 })
            }),
            _ => None,
        };
        if let Some((entry, weight)) = given_name {
            entity.add_gender_evidence(entry.gender, weight);
        }
        entity.add_gender_evidence(name.gender, 4.0);
        entity.honorific = name.honorific;
        self.add(entity)
    }

    /// The organisation that the tokens `name` name, found by its words or added.
    pub fn organisation(&mut self, article: TokenizedArticle, name: Range<usize>) -> EntityId {
        let key: Vec<u32> = name
            .clone()
            .filter(|&at| article.is_word(at) && !article.is(at, Classes::DETERMINER))
            .map(|at| article.symbol(at))
            .collect();
        if let Some(&id) = self.organisations.get(&key) {
            return id;
        }
        let id = self.add(Entity::new(PersonKind::Group, Vec::new(), name));
        self.organisations.insert(key, id);
        id
    }

    /// The entity of the quantifier `name` without its noun, which is `noun` if known: “some” of “nurses”. Found by
    /// both, or added.
    pub fn quantified(
        &mut self,
        article: TokenizedArticle,
        name: Range<usize>,
        noun: Option<Range<usize>>,
    ) -> EntityId {
        let words = name.clone().chain(noun.clone().unwrap_or_default());
        let key: Vec<u32> = words.map(|at| article.symbol(at)).collect();
        if let Some(&id) = self.quantified.get(&key) {
            return id;
        }
        let id = self.add(Entity::new(PersonKind::Group, Vec::new(), name));
        self[id].noun = noun;
        self.quantified.insert(key, id);
        id
    }

    /// The people whom the tokens `name` describe together (“young voters”), found by its words or added.
    pub fn group(&mut self, article: TokenizedArticle, name: Range<usize>) -> EntityId {
        let id = self.organisation(article, name);
        self[id].plural = true;
        id
    }

    /// The group of `members`, found or added. The tokens `name` name it first.
    pub fn group_of(&mut self, members: Vec<EntityId>, name: Range<usize>) -> EntityId {
        let old = self.iter().rev().take(64).position(|entity| entity.members == members);
        if let Some(back) = old {
            return self.len() - 1 - back;
        }
        let mut group = Entity::new(PersonKind::Group, Vec::new(), name);
        group.plural = true;
        group.members = members;
        self.add(group)
    }

    /// The only organisation whose name of several words begins with the single word of `name`.
    pub fn longer_name(&self, article: TokenizedArticle, name: &NameMention) -> Option<EntityId> {
        let symbol = article.symbol(name.name.start);
        self.only_long_name(|entity| {
            let first = entity.name.clone().find(|&at| !article.is(at, Classes::DETERMINER));
            first.is_some_and(|at| article.symbol(at) == symbol && article.is_capital(at))
        })
    }

    /// The only organisation for whose name `name` is short: its initials, or one of its words.
    pub fn long_form(&self, article: TokenizedArticle, name: &NameMention) -> Option<EntityId> {
        let symbol = article.symbol(name.name.start);
        match acronym(article, name) {
            Some(letters) => self.only_long_name(|entity| initials(article, entity) == letters),
            None => self.only_long_name(|entity| entity.name.clone().any(|at| article.symbol(at) == symbol)),
        }
    }

    /// The only organisation with a name of several words for which `fits` holds.
    fn only_long_name(&self, fits: impl Fn(&Entity) -> bool) -> Option<EntityId> {
        let near = self.len().saturating_sub(LONG_FORMS)..self.len();
        let mut found = near.filter(|&id| self[id].has_long_name() && fits(&self[id]));
        found.next().filter(|_| found.next().is_none())
    }

    /// The mention that starts where `span` does.
    pub fn mention_at(&self, span: Span) -> Option<&Mention> {
        self.mention_at.get(&span.start)
    }

    /// Records a mention of `id` with its head at token `at`.
    pub fn mention(&mut self, id: EntityId, at: usize, mut mention: Mention) {
        if let Some(entity) = self.all.get_mut(id) {
            if entity.mentions.is_empty() && mention.mention_type != MentionType::Pronoun {
                mention.reason = Reason::Introduces;
            }
            if mention.reason == Reason::Introduces {
                mention.antecedent = None;
            }
            entity.mentions.push(mention);
            self.mention_at.insert(mention.span.start, mention);
            entity.last_seen = Some(at);
            entity.times += 1;
        }
    }
}

/// The letters of `name` in lower case, if it is an acronym: “WHO”, “S.E.C.”.
pub fn acronym(article: TokenizedArticle, name: &NameMention) -> Option<String> {
    let parts: Vec<usize> = name.name.clone().filter(|&at| article.is_word(at)).collect();
    let letters: String = parts.iter().flat_map(|&at| article.lower(at).chars()).filter(|c| *c != '.').collect();
    let short = match parts[..] {
        [only] => article.shape(only) == WordShape::Upper,
        _ => parts.iter().all(|&at| article.shape(at) == WordShape::Letter),
    };
    (short && letters.len() > 1).then_some(letters)
}

/// The first letters of the capitalised words of the name of `entity`, in lower case.
pub fn initials(article: TokenizedArticle, entity: &Entity) -> String {
    let capitals = entity.name.clone().filter(|&at| article.is_capital(at));
    capitals.filter_map(|at| article.lower(at).chars().next()).collect()
}

/// Whether the symbols are of one word, or of a given name and a form of it.
fn same_word(article: TokenizedArticle, one: u32, other: u32) -> bool {
    one == other || lexicon::is_form_of_given_name(article.word(one), article.word(other))
}

/// Whether one of the symbols is of the initial of the other's word.
fn is_initial(article: TokenizedArticle, one: u32, other: u32) -> bool {
    let (one, other) = (article.word(one), article.word(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// The number of words that two names share. `None` if they cannot be of one person.
fn shared_words(article: TokenizedArticle, one: &[u32], other: &[u32]) -> Option<usize> {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 2 {
        return None;
    }
    let within = long.windows(short.len()).any(|part| part == short);
    let turned = short.len() == long.len() && short.len() == 2 && short[0] == long[1] && short[1] == long[0];
    if within || turned {
        return Some(short.len());
    }
    if short.last() != long.last() {
        return None;
    }
    let alike = |a: u32, b: u32| same_word(article, a, b) || is_initial(article, a, b);
    if !alike(short[0], long[0]) {
        return None;
    }
    // Every middle name of the shorter matches one of the longer, in order.
    let mut middle = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|&a| middle.any(|&b| alike(a, b))).then_some(short.len())
}
