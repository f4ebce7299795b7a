//! [`Cast`]: the people of the article while they are being found. Names are gathered over the whole text first, so that
//! a surname in the first line finds the full name in the tenth.

use super::entity_type::{self as kinds, Asks, Kind};
use super::names::NameAt;
use super::words::{Shape, Words};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{self, Classes, Gender};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Index into [`Cast::entities`].
pub type Who = usize;

/// Evidence for a gender that a title or a given name gives.
const TOLD: f32 = 0.9;

/// Somebody or some body.
#[derive(Clone, Debug)]
pub struct Entity {
    pub kind: PersonKind,
    /// Symbols of the fullest name; empty for those without one.
    pub key: Vec<u32>,
    /// Tokens of the fullest name, or of the first description.
    pub name: Range<usize>,
    /// Tokens of roles, in the order in which they were met, the best first.
    pub roles: Vec<Range<usize>>,
    /// Evidence for a man, for a woman.
    pub gender: [f32; 2],
    /// More than one person?
    pub plural: bool,
    pub mentions: Vec<Mention>,
    pub members: Vec<Who>,
    /// Token of the last mention resolved so far.
    pub seen: Option<usize>,
    /// Mentions resolved so far.
    pub times: u32,
}

impl Entity {
    pub fn new(kind: PersonKind, key: Vec<u32>, name: Range<usize>) -> Entity {
        Entity {
            kind,
            key,
            name,
            roles: Vec::new(),
            gender: [0.0; 2],
            plural: false,
            mentions: Vec::new(),
            members: Vec::new(),
            seen: None,
            times: 0,
        }
    }

    /// The likelier gender, when the evidence is clear.
    pub fn sex(&self) -> Gender {
        let [male, female] = self.gender;
        if male > 2.0 * female + 0.4 {
            Gender::Male
        } else if female > 2.0 * male + 0.4 {
            Gender::Female
        } else {
            Gender::Unknown
        }
    }

    /// Does a title or a given name say that they are not of `gender`?
    pub fn is_surely_not(&self, gender: Gender) -> bool {
        let [male, female] = self.gender;
        male.max(female) >= TOLD && self.sex().against(gender)
    }

    pub fn learn(&mut self, gender: Gender, weight: f32) {
        match gender {
            Gender::Male => self.gender[0] += weight,
            Gender::Female => self.gender[1] += weight,
            Gender::Unknown => {}
        }
    }

    pub fn is_person(&self) -> bool {
        self.kind != PersonKind::Group && !self.plural
    }
}

#[derive(Default)]
pub struct Cast {
    pub entities: Vec<Entity>,
    /// Those whose name holds a word, in order of first mention.
    by_word: FxHashMap<u32, Vec<Who>>,
    /// The bodies, by the symbols of their name.
    bodies: FxHashMap<Vec<u32>, Who>,
    /// The last mention that was recorded at each byte at which one starts.
    starts: FxHashMap<u32, Mention>,
}

/// People whose names hold one word, at most this many looked at, the latest first: a bound for odd texts.
const LOOKED_AT: usize = 24;
/// Bodies that a short form may stand for, at most so many looked at, the latest.
const SHORT_FOR: usize = 400;

impl Cast {
    /// The people named in the article, and whom each of `names` stands for, where that does not depend on the place.
    /// `heading` tells of a token whether it stands in a line where every word has a capital.
    pub fn gather(
        words: &Words,
        names: &mut [NameAt],
        is_source: impl Fn(&NameAt) -> bool,
        heading: impl Fn(usize) -> bool,
        asks: &mut Asks,
    ) -> (Cast, Vec<Option<Who>>) {
        names.iter_mut().filter(|name| before_thing(words, name)).for_each(|name| name.shorten(words, 2));
        let mut cast = Cast::default();
        // Names of one word are told apart by title: Mr. Bennet is not Mrs. Bennet.
        let apart = |name: &NameAt| if name.key.len() == 1 { name.gender } else { Gender::Unknown };
        let mut kinds: FxHashMap<(&[u32], Gender), Vec<usize>> = FxHashMap::default();
        for (index, name) in names.iter().enumerate() {
            kinds.entry((&name.key, apart(name))).or_default().push(index);
        }
        let mut order: Vec<(&[u32], Vec<usize>)> = kinds.into_iter().map(|(key, all)| (key.0, all)).collect();
        order.sort_by_key(|(_, all)| all.first().copied());
        let parts: FxHashSet<u32> =
            order.iter().filter(|(key, _)| key.len() > 1).flat_map(|(key, _)| key.iter().copied()).collect();
        let keys: FxHashSet<&[u32]> = order.iter().map(|(key, _)| *key).collect();
        let mut kind = |key: &[u32], all: &[usize]| {
            let within = key.len() == 1 && parts.contains(&key[0]);
            let extends = key.len() > 2 && keys.contains(&key[..key.len() - 1]);
            let named = |&index: &usize| {
                let name = &names[index];
                kinds::Named { name, source: is_source(name), heading: heading(name.whole.start) }
            };
            let named: Vec<kinds::Named> = all.iter().map(named).collect();
            kinds::kind(words, &named, kinds::Others { within, extends }, asks)
        };
        // “Ann Lee Grills Bank Chief”: in a line of capitals a name runs on into what else stands there.
        let headed = |all: &[usize]| all.iter().all(|&index| heading(names[index].whole.start));
        let open: FxHashSet<&[u32]> =
            order.iter().filter(|(key, all)| key.len() > 1 && !headed(all)).map(|(key, _)| *key).collect();
        let runs_on = |key: &[u32], all: &[usize]| {
            headed(all) && (2..key.len()).any(|length| key.windows(length).any(|part| open.contains(part)))
        };
        let mut fixed: FxHashMap<&[u32], Who> = FxHashMap::default();
        let several: Vec<(&[u32], usize, Kind)> = order
            .iter()
            .filter(|(key, all)| key.len() > 1 && !runs_on(key, all))
            .map(|(key, all)| (*key, all[0], kind(key, all)))
            .collect();
        for (key, first, _) in several.iter().filter(|(_, _, kind)| *kind == Kind::Person) {
            let who = cast.name_of_several(words, &names[*first]);
            fixed.insert(key, who);
        }
        for (key, first, _) in several.iter().filter(|(_, _, kind)| *kind == Kind::Body) {
            let who = cast.body(words, names[*first].name.clone());
            fixed.insert(key, who);
        }
        for (key, all) in order.iter().filter(|(key, _)| key.len() == 1) {
            let name = &names[all[0]];
            let kind = kind(key, all);
            if !cast.bearers(words, name).is_empty() {
                continue;
            }
            // “Orwick” after “Orwick Dynamics”, where no such name is known of people.
            let entry = words.entry(name.name.start);
            let bare =
                entry.given == 0 && entry.surname == 0 && !name.titled && !entry.is(Classes::COMMON.or(Classes::PLACE));
            if bare && let Some(who) = cast.begins(words, name) {
                fixed.insert(key, who);
                continue;
            }
            match kind {
                Kind::Person => {
                    cast.add_person(words, key.to_vec(), name);
                }
                Kind::Body => {
                    let who = match cast.short_for(words, name) {
                        Some(who) => who,
                        None => cast.body(words, name.name.clone()),
                    };
                    fixed.insert(key, who);
                }
                Kind::Other => {}
            }
        }
        let fixed: FxHashMap<Box<[u32]>, Who> = fixed.into_iter().map(|(key, who)| (key.into(), who)).collect();
        let mut given = vec![None; names.len()];
        for (index, name) in names.iter_mut().enumerate() {
            // “The Andy Warhol Foundation” names him as well.
            if !fixed.contains_key(name.key.as_slice())
                && let Some(end) = (2..name.key.len()).rev().find(|&end| fixed.contains_key(&name.key[..end]))
            {
                name.shorten(words, end);
            } else if !fixed.contains_key(name.key.as_slice()) && cast.opens_with_known(words, name) {
                name.shorten(words, 1);
            }
            if let Some(&who) = fixed.get(name.key.as_slice()) {
                given[index] = Some(who);
                cast.learn_from(words, who, name);
            } else if let [who] = cast.bearers(words, name)[..] {
                // The only one of that name in the whole text.
                if name.key.len() == 1 && !stands_for_place(words, name) {
                    given[index] = Some(who);
                    cast.learn_from(words, who, name);
                }
            }
        }
        (cast, given)
    }

    /// Those whose name holds all of `name`, and whose gender does not speak against its title.
    pub fn bearers(&self, words: &Words, name: &NameAt) -> Vec<Who> {
        let Some(all) = name.key.last().and_then(|word| self.by_word.get(word)) else { return Vec::new() };
        let fits = |who: &Who| {
            let entity = &self.entities[*who];
            let held = name.key.iter().all(|word| entity.key.iter().any(|mine| same_word(words, *mine, *word)));
            held && entity.kind == PersonKind::Person && !entity.is_surely_not(name.gender)
        };
        let mut found: Vec<Who> = all.iter().rev().take(LOOKED_AT).copied().filter(fits).collect();
        // Somebody called just that, with that title, goes before everybody of whose name it is a part.
        if name.gender != Gender::Unknown && found.len() > 1 {
            let told: Vec<Who> = found.iter().copied().filter(|&who| self.entities[who].sex() == name.gender).collect();
            if !told.is_empty() {
                found = told;
            }
        }
        found.reverse();
        found
    }

    /// Is one of the roles told of `who` the office that `role` names?
    pub fn has_office(&self, words: &Words, who: Who, role: &Range<usize>) -> bool {
        let offices = |role: &Range<usize>| {
            role.clone()
                .filter(|&at| words.is(at, Classes::OFFICE.or(Classes::RANK).or(Classes::ANY_ROLE)))
                .map(|at| lexicon::office(words.lower(at)))
                .collect::<Vec<_>>()
        };
        let mine = offices(role);
        self.entities[who].roles.iter().any(|role| offices(role).iter().any(|office| mine.contains(office)))
    }

    /// “Trump Tower”, “the Warhol pictures”: does a thing's name begin with the surname of one known person?
    fn opens_with_known(&self, words: &Words, name: &NameAt) -> bool {
        let first = name.name.start;
        let mut rest = (first + 1..name.name.end).filter(|&at| words.is_word(at));
        let thing = |at: usize| {
            let entry = words.entry(at);
            entry.given == 0
                && words.shape(at) == Shape::Capital
                && (entry.surname == 0
                    || entry.is(Classes::ORG.or(Classes::PLACE_HEAD).or(Classes::DOC).or(Classes::COMMON)))
        };
        let bearers: &[Who] = self.by_word.get(&words.symbol(first)).map_or(&[], Vec::as_slice);
        let [only] = bearers else { return false };
        let surname = self.entities[*only].key.last() == Some(&words.symbol(first));
        name.key.len() > 1 && surname && !words.is(first, Classes::PLACE.or(Classes::COMMON)) && rest.all(thing)
    }

    fn name_of_several(&mut self, words: &Words, name: &NameAt) -> Who {
        let mut best: Option<(usize, Who)> = None;
        for word in [name.key.first(), name.key.last()].into_iter().flatten() {
            for &who in self.by_word.get(word).into_iter().flatten().rev().take(LOOKED_AT) {
                let entity = &self.entities[who];
                if entity.sex().against(name.gender) {
                    continue;
                }
                if let Some(common) = one_name(words, &entity.key, &name.key)
                    && best.is_none_or(|(most, _)| common > most)
                {
                    best = Some((common, who));
                }
            }
        }
        match best {
            Some((_, who)) => {
                if name.key.len() > self.entities[who].key.len() {
                    for &word in &name.key {
                        if !self.entities[who].key.contains(&word) {
                            self.by_word.entry(word).or_default().push(who);
                        }
                    }
                    self.entities[who].key = name.key.clone();
                    self.entities[who].name = name.name.clone();
                }
                who
            }
            None => self.add_person(words, name.key.clone(), name),
        }
    }

    fn add_person(&mut self, words: &Words, key: Vec<u32>, name: &NameAt) -> Who {
        let who = self.entities.len();
        for &word in &key {
            let all = self.by_word.entry(word).or_default();
            if all.last() != Some(&who) {
                all.push(who);
            }
        }
        let mut entity = Entity::new(PersonKind::Person, key, name.name.clone());
        let tokens: Vec<usize> = name.name.clone().filter(|&at| words.is_word(at)).collect();
        let known =
            |at: usize| Some(words.entry(at)).filter(|entry| entry.given > 0 && entry.gender != Gender::Unknown);
        let told = match tokens[..] {
            [first, .., last] => known(first).map(|entry| (entry, 1.0)).or_else(|| {
                // A given name behind the family name.
                (words.entry(first).given == 0).then(|| known(last)).flatten().map(|entry| (entry, 0.6))
            }),
            [only] if !name.honorific => known(only).map(|entry| (entry, 0.7)),
            _ => None,
        };
        if let Some((entry, weight)) = told {
            entity.learn(entry.gender, weight);
        }
        entity.learn(name.gender, 4.0);
        self.entities.push(entity);
        who
    }

    /// What the title of one mention tells of somebody.
    pub fn learn_from(&mut self, words: &Words, who: Who, name: &NameAt) {
        let entity = &mut self.entities[who];
        entity.learn(name.gender, 4.0);
        if let Some(role) = &name.role {
            add_role(words, entity, role.clone());
        }
    }

    /// The body called by the tokens of `name`, found by its words or made.
    pub fn body(&mut self, words: &Words, name: Range<usize>) -> Who {
        let key: Vec<u32> = name
            .clone()
            .filter(|&at| words.is_word(at) && !words.is(at, Classes::DETERMINER))
            .map(|at| words.symbol(at))
            .collect();
        if let Some(&who) = self.bodies.get(&key) {
            return who;
        }
        let who = self.entities.len();
        self.entities.push(Entity::new(PersonKind::Group, Vec::new(), name));
        self.bodies.insert(key, who);
        who
    }

    /// Several who are called by the tokens of `name`, found or made likewise.
    pub fn plural_body(&mut self, words: &Words, name: Range<usize>) -> Who {
        let who = self.body(words, name);
        self.entities[who].plural = true;
        who
    }

    /// The one body whose name of several words begins with the only word of `name`.
    fn begins(&self, words: &Words, name: &NameAt) -> Option<Who> {
        let symbol = words.symbol(name.name.start);
        self.only_body(|entity| {
            let first = entity.name.clone().find(|&at| !words.is(at, Classes::DETERMINER));
            first.is_some_and(|at| words.symbol(at) == symbol && words.capital(at))
        })
    }

    /// The one body for whose name `name` is short: its initials, or one of its words.
    fn short_for(&self, words: &Words, name: &NameAt) -> Option<Who> {
        let text = words.lower(name.name.start);
        let symbol = words.symbol(name.name.start);
        let initials = |entity: &Entity| -> String {
            let capitals = entity.name.clone().filter(|&at| words.capital(at));
            capitals.filter_map(|at| words.lower(at).chars().next()).collect()
        };
        let upper = words.shape(name.name.start) == Shape::Upper && text.len() > 1;
        self.only_body(|entity| match upper {
            true => initials(entity) == text,
            false => entity.name.clone().any(|at| words.symbol(at) == symbol),
        })
    }

    /// The one body with a name of several words that `fits`, if there is only one.
    fn only_body(&self, fits: impl Fn(&Entity) -> bool) -> Option<Who> {
        let near = self.entities.len().saturating_sub(SHORT_FOR)..self.entities.len();
        let mut found = near.filter(|&who| {
            let entity = &self.entities[who];
            entity.kind == PersonKind::Group && entity.name.len() > 1 && fits(entity)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The mention that starts where `span` does.
    pub fn mention_at(&self, span: Span) -> Option<&Mention> {
        self.starts.get(&span.start)
    }

    /// Records a mention of `who`, whose head is token `at`.
    pub fn mention(&mut self, who: Who, at: usize, mut mention: Mention) {
        if let Some(entity) = self.entities.get_mut(who) {
            if entity.mentions.is_empty() && mention.form != Form::Pronoun {
                mention.reason = Reason::Introduces;
            }
            if mention.reason == Reason::Introduces {
                mention.antecedent = None;
            }
            entity.mentions.push(mention);
            self.starts.insert(mention.span.start, mention);
            entity.seen = Some(at);
            entity.times += 1;
        }
    }
}

/// Adds a role unless it says nothing new; an office goes before a trade, a longer form before a shorter.
pub fn add_role(words: &Words, entity: &mut Entity, role: Range<usize>) {
    let same = |one: &Range<usize>| {
        one.len() == role.len() && one.clone().zip(role.clone()).all(|(a, b)| words.symbol(a) == words.symbol(b))
    };
    if entity.roles.len() < 12 && !entity.roles.iter().any(same) {
        entity.roles.push(role);
    }
}

/// “in Washington”, “the Washington mayor”: a place, though somebody of that name is in the text.
pub fn stands_for_place(words: &Words, name: &NameAt) -> bool {
    let at = name.name.start;
    let before = name.whole.start.checked_sub(1);
    words.is(at, Classes::PLACE)
        && !name.titled
        && before.is_some_and(|before| {
            words.together(before)
                && words.one_of(before, &["in", "at", "near", "outside", "the", "into", "from", "to", "across", "of"])
        })
}

/// “Jennifer Lopez News”, “the Jeff McBride Experience”: a common given name and a surname before words for a thing that is
/// no body and no place.
fn before_thing(words: &Words, name: &NameAt) -> bool {
    let tokens: Vec<usize> = name.name.clone().filter(|&at| words.is_word(at)).collect();
    let [given, surname, thing @ ..] = &tokens[..] else { return false };
    let away = Classes::ORG.or(Classes::PLACE_HEAD).or(Classes::PLACE).or(Classes::DOC).or(Classes::HUMAN);
    let common = |&at: &usize| {
        let entry = words.entry(at);
        words.shape(at) == Shape::Capital && entry.is(Classes::COMMON) && entry.given == 0 && !entry.is(away)
    };
    name.key.len() == tokens.len()
        && !thing.is_empty()
        && words.entry(*given).given >= 3
        && words.entry(*surname).surname >= 2
        && !words.is(*given, Classes::COMMON.or(Classes::PLACE))
        && !words.is(*surname, Classes::COMMON.or(away))
        && thing.iter().all(common)
}

/// Are the words one, or one the initial of the other?
fn same_word(words: &Words, one: u32, other: u32) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (words.word(one), words.word(other));
    lexicon::same_given(one, other)
}

fn initial_of(words: &Words, one: u32, other: u32) -> bool {
    let (one, other) = (words.word(one), words.word(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// How many words two names share, if both can be one person's.
fn one_name(words: &Words, one: &[u32], other: &[u32]) -> Option<usize> {
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
    let alike = |a: u32, b: u32| same_word(words, a, b) || initial_of(words, a, b);
    if !alike(short[0], long[0]) {
        return None;
    }
    // Every middle name of the shorter fits one of the longer, in order.
    let mut middle = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|&a| middle.any(|&b| alike(a, b))).then_some(short.len())
}
