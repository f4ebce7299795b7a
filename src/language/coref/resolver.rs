//! [`Walk`]: through the article in reading order, mention by mention. The first time through it reads what stands outside
//! quotation marks, and who says what there; the second time what is inside, where *I* is the speaker and *he* is not.

use super::descriptions::{self, Description, Opening};
use super::entities::{self as cast, Cast, Who};
use super::linker::{Linker, Pairing, Query};
use super::markables::{self as items, Item};
use super::names::NameAt;
use super::pronouns::{self, Place, Slot};
use super::words::{Shape, Words};
use crate::language::attribute::attribution::Attribution;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Whom a mention stands for.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub who: Who,
    /// Token of the mention it leans on.
    pub antecedent: usize,
    pub reason: Reason,
    pub confidence: f32,
}

/// Who says a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Speaker {
    pub who: Who,
    pub confidence: f32,
}

pub struct Walk<'w, 'a> {
    pub words: &'w Words<'a>,
    pub linker: &'w dyn Linker,
    /// What a second reader says of the mentions and quotations.
    pub pairing: Option<Box<dyn Pairing + 'w>>,
    /// The share that it gave whom a mention, by its token, or the speaker of a quotation, by its first, was taken for.
    pub(super) heard_at: FxHashMap<usize, f32>,
    /// Who has a label.
    pub(super) labels: FxHashMap<Vec<u32>, Who>,
    /// The first label of each of them.
    pub(super) labelled: FxHashMap<Who, Vec<u32>>,
    /// Attributions whose source is not who speaks.
    pub(super) overruled: FxHashSet<usize>,
    /// What was asked so far, where that is to be learned from.
    pub log: Option<Vec<Query>>,
    /// Whom the last pronoun of each gender stood for, and its token.
    pub(super) last_pronoun: [Option<(Who, usize)>; 3],
    /// Whom a description with a head noun stood for last, and its token.
    pub(super) last_described: FxHashMap<u32, (Who, usize)>,
    /// Those who are named most in the whole text.
    pub(super) most_named: Vec<Who>,
    pub cast: Cast,
    pub names: &'w [NameAt],
    pub attributions: &'w [Attribution],
    /// The speaker of each attribution, as far as known.
    pub speakers: Vec<Option<Speaker>>,
    /// For each token the innermost attribution, plus one, in whose own words it stands; 0 for none.
    pub voices: Vec<u32>,
    /// Whom the mention at a token stands for, plus one.
    pub at: Vec<u32>,
    /// Mentions of each by name in the whole text.
    pub(super) counts: Vec<u32>,
    pub(super) given: Vec<Option<Who>>,
    pub(super) items: Vec<(usize, Item)>,
    pub(super) slots: Vec<Slot>,
    /// Speakers outside quotation marks, the latest last.
    pub(super) spoke: Option<(Who, usize)>,
    /// People by the offices that their roles name.
    pub(super) offices: FxHashMap<Box<str>, Vec<Who>>,
    /// Family and staff by the one they belong to and the head noun.
    pub(super) kin: FxHashMap<(Who, u32), Who>,
    /// Those without a name who are spoken to by their office (“Mr. President”), by its head noun.
    pub(super) addressed: FxHashMap<u32, Who>,
    /// Attributions by the token at which their source starts.
    pub(super) source_at: FxHashMap<usize, usize>,
    pub(super) narrator: Option<Who>,
    /// To whom those belong who were introduced so: the token before the ’s (“the firm’s lawyer, Ann Lee”).
    pub(super) owned: FxHashMap<Who, usize>,
    /// Heads of the descriptions that stand in apposition before a name.
    pub(super) apposed: FxHashSet<usize>,
    /// Names behind which a comma stands, by the word behind that: an age, perhaps (“Ines Falk, 34,”).
    pub(super) aged: FxHashMap<&'a str, Vec<usize>>,
    /// Whose words were read last, and before theirs whose: (before, last).
    pub(super) turns: (Option<Who>, Option<Who>),
    /// Whom a name of one word stood for last, by word and gender of its title.
    called: FxHashMap<(u32, Gender), Who>,
}

/// How many of those mentioned last are candidates.
pub const REMEMBERED: usize = 24;
/// How many of those named most are always candidates for a description.
const MOST_NAMED: usize = 6;

impl<'w, 'a> Walk<'w, 'a> {
    pub fn new(
        words: &'w Words<'a>,
        names: &'w [NameAt],
        attributions: &'w [Attribution],
        cast: Cast,
        given: Vec<Option<Who>>,
        linker: &'w dyn Linker,
    ) -> Self {
        let mut walk = Walk {
            linker,
            log: None,
            labels: FxHashMap::default(),
            labelled: FxHashMap::default(),
            pairing: None,
            heard_at: FxHashMap::default(),
            overruled: FxHashSet::default(),
            last_pronoun: [None; 3],
            last_described: FxHashMap::default(),
            most_named: Vec::new(),
            words,
            names,
            attributions,
            speakers: vec![None; attributions.len()],
            voices: items::voices(words, attributions),
            at: vec![0; words.len()],
            counts: vec![0; cast.entities.len()],
            given,
            items: Vec::new(),
            slots: Vec::new(),
            spoke: None,
            offices: FxHashMap::default(),
            kin: FxHashMap::default(),
            owned: FxHashMap::default(),
            addressed: FxHashMap::default(),
            source_at: FxHashMap::default(),
            narrator: None,
            called: FxHashMap::default(),
            apposed: FxHashSet::default(),
            aged: FxHashMap::default(),
            turns: (None, None),
            cast,
        };
        for who in walk.given.iter().flatten() {
            walk.counts[*who] += 1;
        }
        let mut most: Vec<Who> = (0..walk.counts.len()).filter(|&who| walk.counts[who] > 1).collect();
        most.sort_by_key(|&who| (std::cmp::Reverse(walk.counts[who]), who));
        most.truncate(MOST_NAMED);
        walk.most_named = most;
        (walk.items, walk.source_at) = items::find(words, names, attributions);
        walk.vote();
        walk.find_roles();
        walk
    }

    /// Reads what stands outside quotation marks.
    pub fn narration(&mut self) {
        self.pass(false);
    }

    /// Reads what stands inside them, once the speakers are known.
    pub fn quoted(&mut self) {
        self.pass(true);
    }

    fn pass(&mut self, inside: bool) {
        self.slots.clear();
        self.spoke = None;
        self.turns = (None, None);
        self.last_pronoun = [None; 3];
        self.last_described.clear();
        let items = std::mem::take(&mut self.items);
        for (at, item) in &items {
            let quoted = self.in_quotation(*at);
            if let Some(voice) = self.voice(*at)
                && self.turns.1 != Some(voice)
            {
                self.turns = (self.turns.1, Some(voice));
            }
            if quoted == inside {
                self.visit(*at, item);
            } else if let Some(who) = self.known(*at) {
                let (range, form) = match item {
                    Item::Name(index) => (self.names[*index].whole.clone(), Form::Name),
                    Item::Pronoun => (*at..*at + 1, Form::Pronoun),
                    _ => (*at..*at + 1, Form::Description),
                };
                self.touch(who, range, quoted, form);
            } else if let Item::Name(index) = item {
                // A name inside words that are read later still comes to mind.
                if let Some(who) = self.given.get(*index).copied().flatten() {
                    self.touch(who, self.names[*index].whole.clone(), quoted, Form::Name);
                }
            }
            if let Item::Source(index) = item
                && !quoted
                && let Some(speaker) = self.speakers[*index]
            {
                let asked = self.words.one_of(at.saturating_sub(2), &["asked"]);
                let answers_next = asked && self.words.one_of(at.saturating_sub(1), &["by"]);
                self.spoke = (!answers_next).then_some((speaker.who, self.words.block(*at)));
            }
        }
        self.items = items;
    }

    fn visit(&mut self, at: usize, item: &Item) {
        match item {
            Item::Name(index) => self.name(*index),
            Item::Described => self.described(at),
            Item::Body(range) => self.body(range.clone()),
            Item::Pronoun => self.pronoun(at),
            Item::Source(index) => self.source(*index),
        }
    }

    /// Does token `at` stand in somebody's own words?
    pub fn in_quotation(&self, at: usize) -> bool {
        self.words.quoted(at) || self.voices.get(at).is_some_and(|&voice| voice > 0)
    }

    pub fn known(&self, at: usize) -> Option<Who> {
        self.at.get(at).and_then(|&who| (who as usize).checked_sub(1))
    }

    pub(super) fn set(&mut self, at: usize, who: Who) {
        if let Some(slot) = self.at.get_mut(at) {
            *slot = who as u32 + 1;
        }
    }

    pub(super) fn touch(&mut self, who: Who, range: Range<usize>, quoted: bool, form: Form) {
        let place = pronouns::third_person(self.words, range.start)
            .filter(|_| form == Form::Pronoun)
            .map_or_else(|| pronouns::place(self.words, range.start, range.end), |found| found.place);
        let at = range.start;
        let named = (form == Form::Name).then_some(at);
        let subject = (place == Place::Subject && !quoted).then_some(at);
        let mut slot = Slot { who, at, place, quoted, form, named, subject, times: 1 };
        let old = self.slots.iter().position(|slot| slot.who == who);
        if let Some(old) = old {
            let alone = old + 1 == self.slots.len();
            let last = self.slots.remove(old);
            slot.named = slot.named.or(last.named);
            slot.subject = slot.subject.or(last.subject);
            slot.times += if alone { last.times } else { 0 };
            // What stands in the same sentence keeps the better place: “Ann lost her keys when …”.
            if self.words.sentence(last.at) == self.words.sentence(at) && last.place == Place::Subject {
                slot.place = Place::Subject;
                slot.quoted &= last.quoted;
            }
        } else if self.slots.len() >= REMEMBERED {
            self.slots.remove(0);
        }
        self.slots.push(slot);
    }

    /// Learns gender from sentences that name one person: the pronouns that follow are theirs.
    fn vote(&mut self) {
        let words = self.words;
        let mut last: Option<(Who, usize, usize)> = None;
        let mut alone = true;
        for (at, item) in &self.items {
            if self.words.quoted(*at) {
                continue;
            }
            match item {
                Item::Name(index) => {
                    let Some(who) = self.given[*index] else { continue };
                    let sentence = words.sentence(*at);
                    alone = match last {
                        Some((before, seen, _)) if seen == sentence => before == who && alone,
                        _ => true,
                    };
                    last = Some((who, sentence, *at));
                }
                Item::Pronoun => {
                    if let Some(pronoun) = pronouns::third_person(words, *at)
                        && let Some((who, seen, named)) = last
                        && words.sentence(*at) <= seen + 1
                        && !self.says(*at, named)
                    {
                        let clear = match (words.sentence(*at) == seen, words.opens_sentence(*at)) {
                            (true, _) => 0.35,
                            (false, true) => 0.35,
                            _ => 0.15,
                        };
                        self.cast.entities[who].learn(pronoun.gender, if alone { clear } else { clear * 0.5 });
                    }
                }
                Item::Described => alone = false,
                _ => {}
            }
        }
    }

    /// Is what stands at token `named` part of what the source at token `at` says? Then it is hardly they who are named:
    /// “Moss had paid, she said”.
    fn says(&self, at: usize, named: usize) -> bool {
        let said = self.source_at.get(&at).and_then(|&index| self.attributions.get(index));
        said.is_some_and(|said| said.content.iter().any(|&piece| self.words.tokens.within(piece).contains(&named)))
    }

    /// Roles given in apposition or by “X is a …”, over the whole text, and the index of offices.
    fn find_roles(&mut self) {
        let words = self.words;
        for (index, name) in self.names.iter().enumerate() {
            let end = name.whole.end;
            if words.text(end) == "," {
                self.aged.entry(words.text(end + 1)).or_default().push(index);
            }
            let Some(who) = self.given[index] else { continue };
            if let Some((_, role)) = descriptions::apposition(words, name.whole.end) {
                let gender = role.clone().map(|at| descriptions::gender_of(words, at)).find(|&g| g != Gender::Unknown);
                let head_is_kin = role.clone().any(|at| words.is(at, Classes::KIN));
                self.cast.entities[who].learn(gender.unwrap_or_default(), if head_is_kin { 1.5 } else { 2.5 });
                cast::add_role(words, &mut self.cast.entities[who], role);
            }
            if let Some(before) = descriptions::before_name(words, name) {
                self.apposed.insert(before.head);
                let gender = before.gender(words);
                self.cast.entities[who].learn(gender, 2.5);
                let role = if words.is(before.head, Classes::KIN) {
                    before.head..before.head + 1
                } else {
                    before.modifiers().start..before.head + 1
                };
                cast::add_role(words, &mut self.cast.entities[who], role);
            }
            if let Some(role) = descriptions::pleads(words, name.whole.end) {
                cast::add_role(words, &mut self.cast.entities[who], role);
            }
            if let Some(role) = descriptions::predicate(words, name.whole.end) {
                let gender = role.clone().map(|at| descriptions::gender_of(words, at)).find(|&g| g != Gender::Unknown);
                self.cast.entities[who].learn(gender.unwrap_or_default(), 1.5);
                cast::add_role(words, &mut self.cast.entities[who], role);
            }
        }
        for who in 0..self.cast.entities.len() {
            for role in self.cast.entities[who].roles.clone() {
                self.index_role(who, role);
            }
        }
    }

    fn name(&mut self, index: usize) {
        let names = self.names;
        let name = &names[index];
        let words = self.words;
        let (who, sure) = match self.given[index] {
            Some(who) => (who, true),
            None => match self.nearest_bearer(name) {
                Some((who, sure)) => (who, sure),
                None => {
                    self.unknown_name(index);
                    return;
                }
            },
        };
        if self.given[index].is_none() {
            self.given[index] = Some(who);
            self.cast.learn_from(words, who, name);
        }
        if let [word] = name.key[..] {
            self.called.insert((word, name.gender), who);
        }
        let entity = &self.cast.entities[who];
        let full = name.key.len() >= entity.key.len();
        let reason = match full {
            true if entity.mentions.is_empty() => Reason::Introduces,
            true => Reason::SameName,
            false if name.honorific => Reason::TitledName,
            false => Reason::PartOfName,
        };
        let antecedent = entity.mentions.last().map(|m| m.span).or_else(|| Some(words.span(entity.name.clone())));
        let span = words.span(name.whole.clone());
        let confidence = if sure { if full { 0.99 } else { 0.96 } } else { 0.65 };
        self.cast.mention(
            who,
            name.name.start,
            Mention { span, form: Form::Name, reason, antecedent: antecedent.filter(|a| *a != span), confidence },
        );
        for at in name.whole.clone() {
            self.set(at, who);
        }
        let quoted = self.in_quotation(name.name.start);
        self.touch(who, name.whole.clone(), quoted, Form::Name);
        if let Some((whole, _)) = descriptions::apposition(words, name.whole.end) {
            self.appose(who, whole, span);
        }
        if let Some(before) = descriptions::before_name(words, name) {
            if words.is(before.head, Classes::KIN)
                && let Some(owner) = self.owner(&before)
            {
                self.kin.insert((owner, words.symbol(before.head)), who);
            }
            if let Some(owner) = self.owner_token(&before) {
                self.owned.insert(who, owner);
            }
            self.appose(who, before.range, span);
        }
    }

    fn appose(&mut self, who: Who, range: Range<usize>, name: Span) {
        if range.clone().all(|at| self.known(at).is_none() || at == range.start)
            && self.known(range.end.saturating_sub(1)).is_none()
        {
            let head = range.end.saturating_sub(1);
            self.cast.mention(
                who,
                head,
                Mention {
                    span: self.words.span(range),
                    form: Form::Description,
                    reason: Reason::Apposition,
                    antecedent: Some(name),
                    confidence: 0.95,
                },
            );
            self.set(head, who);
        }
    }

    /// Of several who bear the name the nearest before, else the next.
    fn nearest_bearer(&self, name: &NameAt) -> Option<(Who, bool)> {
        if cast::stands_for_place(self.words, name) {
            return None;
        }
        let bearers = self.cast.bearers(self.words, name);
        if let [only] = bearers[..] {
            return Some((only, true));
        }
        let told = |who: &Who| {
            let [male, female] = self.cast.entities[*who].gender;
            match name.gender {
                Gender::Male => male - female,
                Gender::Female => female - male,
                Gender::Unknown => 0.0,
            }
        };
        let most = bearers.iter().map(told).fold(f32::MIN, f32::max);
        let mut bearers: Vec<Who> = bearers.into_iter().filter(|who| told(who) + 0.05 >= most).collect();
        // “Judge Holm” is the one who was called a judge with a full name.
        if let Some(role) = &name.role {
            let office = |who: &Who| self.cast.has_office(self.words, *who, role);
            if bearers.iter().any(office) {
                bearers.retain(office);
            }
        }
        // What a bare name meant before it means again.
        if let Some(&who) = self.called.get(&(name.key.last().copied().unwrap_or(0), name.gender))
            && name.key.len() == 1
            && bearers.contains(&who)
        {
            return Some((who, false));
        }
        let last = |who: &Who| self.slots.iter().rposition(|slot| slot.who == *who).map(|at| at + REMEMBERED);
        let seen = |who: &Who| self.cast.entities[*who].seen.map(|_| 1);
        // A surname alone is not used of somebody known by it as a given name.
        bearers
            .iter()
            .copied()
            .max_by_key(|who| (last(who), seen(who), self.counts.get(*who).copied()))
            .map(|who| (who, false))
    }

    /// A name that is no person's: a body, if it looks like one.
    fn unknown_name(&mut self, index: usize) {
        let names = self.names;
        let name = &names[index];
        let words = self.words;
        let last = name.name.end - 1;
        let acronym = name.name.len() == 1 && words.shape(last) == Shape::Upper;
        if words.is(last, Classes::ORG.or(Classes::DOC))
            || acronym
            || name.name.clone().any(|at| words.is(at, Classes::ORG))
        {
            self.body(name.whole.clone());
        }
    }

    /// A body by its name, by the last word of its name or by a description.
    pub(super) fn body(&mut self, range: Range<usize>) {
        let words = self.words;
        let head = range.end - 1;
        let short = words.is(range.start, Classes::DETERMINER) && range.len() == 2;
        let named = self.slots.iter().rev().find(|slot| {
            let entity = &self.cast.entities[slot.who];
            entity.kind == PersonKind::Group
                && short
                && (words.symbol(entity.name.end.saturating_sub(1)) == words.symbol(head)
                    || entity.name.clone().any(|at| words.symbol(at) == words.symbol(head)))
        });
        let initials = || {
            let text = words.lower(head);
            self.slots.iter().rev().find(|slot| {
                let entity = &self.cast.entities[slot.who];
                let all: String = entity
                    .name
                    .clone()
                    .filter(|&at| words.capital(at))
                    .filter_map(|at| words.lower(at).chars().next())
                    .collect();
                entity.kind == PersonKind::Group && text.len() > 1 && all == text
            })
        };
        let small = words.shape(head) == Shape::Lower;
        let described = || {
            let owner = usize::from(words.is(range.start, Classes::DETERMINER) && range.start < head);
            Description { range: range.clone(), head, opening: Opening::Definite, owner }
        };
        let known = match small {
            true => self
                .meant_by(&described(), range.clone(), None)
                .map(|choice| (choice.who, choice.reason, choice.confidence)),
            false => named
                .or_else(|| (words.shape(head) == Shape::Upper).then(initials).flatten())
                .map(|slot| (slot.who, Reason::ShortForm, 0.85)),
        };
        let (who, reason, confidence) =
            known.unwrap_or_else(|| (self.cast.body(words, range.clone()), Reason::SameName, 0.85));
        let antecedent = self.cast.entities[who].mentions.last().map(|m| m.span);
        let form = if words.capital(head) { Form::Name } else { Form::Description };
        self.cast.mention(who, head, Mention { span: words.span(range.clone()), form, reason, antecedent, confidence });
        for at in range.clone() {
            if self.known(at).is_none() {
                self.set(at, who);
            }
        }
        let quoted = self.in_quotation(head);
        self.touch(who, range, quoted, form);
    }

    /// The one in whose own words token `at` stands.
    pub(super) fn voice(&self, at: usize) -> Option<Who> {
        let voice = (*self.voices.get(at)? as usize).checked_sub(1)?;
        self.speakers.get(voice).copied().flatten().map(|speaker| speaker.who)
    }
}
