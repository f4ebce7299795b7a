//! Whom a description stands for (“the mayor”, “the agency”, “the striker”): everybody mentioned shortly before, those whose
//! role has its noun, those most often named and those named next are candidates, and somebody new is one too.

use super::descriptions::{self, Description, Opening};
use super::entities::{Entity, Who};
use super::features::{Asked, kind_step, step};
use super::linker::{Candidate, Query};
use super::pronouns::{self, Place, Slot};
use super::ranker::{Features, Question, word};
use super::resolver::{Choice, Walk};
use super::words::Shape;
use crate::language::coref::mention::{Form, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{self, Classes};
use std::ops::Range;

/// Candidates by their role, and those named next.
const BY_ROLE: usize = 16;
const NEXT: usize = 5;

/// How a role or name answers to a description.
#[derive(Clone, Copy, Default)]
struct Fit {
    /// 2 when the head of a role is the same office, 1 when another word of it is.
    office: u64,
    /// Words of the description that the role has too, and words of place or nation in which they differ.
    shared: u64,
    differs: u64,
    /// The noun is a word of the name: 2 the last one, 1 another one.
    named: u64,
    /// The name stands in the description itself: 1 as an owner, 2 before the noun, 3 behind it.
    holds: u64,
    /// Both say whose they are (“his campaign”, “the Hale campaign”): 1 the same one’s, 2 another’s.
    owner: u64,
}

impl Walk<'_, '_> {
    /// Whom `found`, the source of attribution `source` perhaps, stands for; `None` for somebody new.
    /// `extent` is the whole phrase: “a poll by the institute”.
    pub(super) fn meant_by(
        &mut self,
        found: &Description,
        extent: Range<usize>,
        source: Option<usize>,
    ) -> Option<Choice> {
        let words = self.words;
        let at = found.head;
        let gender = found.gender(words);
        let quoted = self.in_quotation(at);
        let inside = source.map_or_else(Vec::new, |index| self.named_inside(index));
        let place = pronouns::place(words, found.range.start, found.range.end);
        let asked = Asked { at, place, quoted, source, gender, inside: &inside };
        let mut slots = self.slots_for(found, &extent);
        slots.retain(|slot| self.may_mean(found, &extent, slot));
        let mut rank = 0;
        let mut candidates = Vec::with_capacity(slots.len() + 1);
        let class = self.class_of(at);
        let mut best = Fit::default();
        for slot in &slots {
            let entity = &self.cast.entities[slot.who];
            let mut fit = self.fit(found, entity);
            fit.holds = self.holds(found, &extent, slot.who);
            best.holds = best.holds.max(fit.holds);
            best.office = best.office.max(fit.office);
            best.named = best.named.max(fit.named);
            let mut features = Features::with_room();
            self.common(&asked, slot, rank, &mut features);
            self.of_described(found, slot, fit, class, &mut features);
            candidates.push(Candidate { who: Some(slot.who), at: slot.at, features });
            rank += usize::from(entity.is_person() == words.is(at, Classes::HUMAN));
        }
        let mut nobody = Features::with_room();
        self.of_nobody_described(found, source.is_some(), best, class, rank, &mut nobody);
        candidates.push(Candidate { who: None, at, features: nobody });
        let (from, mentions) = (found.range.start, Vec::new());
        let query = Query {
            question: Question::Description,
            at,
            from,
            attribution: source,
            mentions,
            candidates,
            heard: Vec::new(),
        };
        let ((who, number), confidence) = self.choose(query)?;
        let who = who?;
        let fit = self.fit(found, &self.cast.entities[who]);
        let reason = match self.cast.entities[who].kind {
            _ if fit.named > 0 => Reason::ShortForm,
            PersonKind::Unnamed => Reason::SameHead,
            _ if fit.office > 0 => Reason::Role,
            _ => Reason::Nearest,
        };
        self.last_described.insert(words.symbol(at), (who, at));
        Some(Choice { who, antecedent: slots.get(number).map_or(at, |slot| slot.at), reason, confidence })
    }

    /// May `found`, which is the phrase `extent`, mean the one in `slot`? What is certain by form speaks against some.
    fn may_mean(&self, found: &Description, extent: &Range<usize>, slot: &Slot) -> bool {
        const NAMES: [&str; 8] = ["is", "was", "are", "were", "be", "been", "named", "called"];
        let words = self.words;
        let (entity, head) = (&self.cast.entities[slot.who], found.head);
        // “The Hale campaign” is never “the Orr campaign”, and “his campaign” and “her lawyer” are not he and she.
        let owned = found.opening == Opening::Possessive || pronouns::third_person(words, found.range.start).is_some();
        let owner = owned && words.is(head, Classes::ORG.or(Classes::HUMAN)) && self.owner(found) == Some(slot.who);
        if owner || self.same_owner(found, entity) == 2 {
            return false;
        }
        if extent.clone().any(|at| self.known(at) == Some(slot.who)) {
            return true;
        }
        // “The mayor had read Voltaire”: whom a verb joins are two, but for “is” and “was”.
        let between = || head + 1..slot.at;
        let joined = slot.at > head
            && words.sentence(slot.at) == words.sentence(head)
            && pronouns::one_clause(words, head, slot.at)
            && between().any(|at| words.is_word(at))
            && !between().any(|at| words.one_of(at, &NAMES));
        // Several are no single person, and whoever is introduced (“one user”) was not mentioned before.
        let person = entity.kind == PersonKind::Person;
        let several = words.is(head, Classes::PLURAL.or(Classes::PEOPLE)) && words.shape(head) == Shape::Lower;
        let before = slot.at < found.range.start && entity.seen.is_some();
        let new = found.opening == Opening::Indefinite && before;
        !joined && !(person && (several && !entity.plural || new))
    }

    /// Where the name of `who` stands in the description `found` that is the phrase `extent`.
    fn holds(&self, found: &Description, extent: &Range<usize>, who: Who) -> u64 {
        let words = self.words;
        let Some(at) = (extent.start..extent.end).find(|&at| self.known(at) == Some(who)) else { return 0 };
        let end = (at..extent.end).find(|&next| self.known(next) != Some(who)).unwrap_or(extent.end);
        match at > found.head {
            true => 3,
            false if words.one_of(end, &["’s", "'s", "’", "'"]) => 1,
            false => 2,
        }
    }

    /// Everybody who may be meant, with their last mention or the next.
    fn slots_for(&self, found: &Description, extent: &Range<usize>) -> Vec<Slot> {
        let words = self.words;
        let mut slots: Vec<Slot> = self.slots.iter().rev().copied().collect();
        let add = |who: Who, at: usize, slots: &mut Vec<Slot>| {
            if !slots.iter().any(|slot| slot.who == who) {
                let place = Place::Possessive;
                let form = Form::Name;
                slots.push(Slot { who, at, place, quoted: false, form, named: None, subject: None, times: 0 });
            }
        };
        let office = self.offices.get(lexicon::office(words.lower(found.head))).map_or(&[][..], Vec::as_slice);
        for &who in office.iter().rev().take(BY_ROLE).chain(&self.most_named) {
            let entity = &self.cast.entities[who];
            add(who, entity.seen.unwrap_or(entity.name.start), &mut slots);
        }
        if let Some(&(who, at)) = self.last_described.get(&words.symbol(found.head)) {
            add(who, at, &mut slots);
        }
        let next = self.names.partition_point(|name| name.whole.start <= found.head);
        for (index, name) in self.names.iter().enumerate().skip(next).take(NEXT) {
            if let Some(who) = self.given.get(index).copied().flatten() {
                add(who, name.whole.start, &mut slots);
            }
        }
        for at in extent.clone() {
            if let Some(who) = self.known(at) {
                add(who, at, &mut slots);
            }
        }
        slots.retain(|slot| self.cast.entities[slot.who].members.is_empty());
        slots
    }

    fn fit(&self, found: &Description, entity: &Entity) -> Fit {
        let words = self.words;
        let head = words.lower(found.head);
        let described = std::iter::once(&entity.name).filter(|_| entity.kind != PersonKind::Person);
        let mut best = Fit::default();
        for role in entity.roles.iter().chain(described) {
            let mut fit =
                Fit { office: descriptions::names_office(words, role.clone(), head).into(), ..Fit::default() };
            for at in found.modifiers().filter(|&at| !words.is(at, Classes::DETERMINER)) {
                let placed = words.is(at, Classes::DEMONYM.or(Classes::PLACE)) || words.shape(at) != Shape::Lower;
                if role.clone().any(|mine| words.symbol(mine) == words.symbol(at)) {
                    fit.shared += 1;
                } else if placed {
                    fit.differs += 1;
                }
            }
            if (fit.office, fit.shared, 9 - fit.differs.min(9)) > (best.office, best.shared, 9 - best.differs.min(9)) {
                best = fit;
            }
        }
        best.owner = self.same_owner(found, entity);
        let symbol = words.symbol(found.head);
        let mut name = entity.name.clone().filter(|&at| words.is_word(at)).rev().take(8);
        best.named = match name.next() {
            Some(last) if words.symbol(last) == symbol => 2,
            _ if name.any(|at| words.symbol(at) == symbol) => 1,
            _ => 0,
        };
        best
    }

    /// Do `found` and the name of `entity` have the same head noun and say whose they are? 1 the same one’s, 2 another’s.
    fn same_owner(&self, found: &Description, entity: &Entity) -> u64 {
        let words = self.words;
        let last = entity.name.end.saturating_sub(1);
        if entity.kind == PersonKind::Person || words.symbol(last) != words.symbol(found.head) || last == found.head {
            return 0;
        }
        // “The campaign of Ann Lee”
        let behind = || {
            let name = self.names.get(self.names.partition_point(|name| name.whole.start < found.head + 2))?;
            let of = words.lower(found.head + 1) == "of" && name.whole.start == found.head + 2;
            of.then(|| (self.known(name.name.start), name.name.end - 1))
        };
        let one = self.belongs_to(found.range.start..found.head).or_else(behind);
        let other = self.belongs_to(entity.name.start..last);
        match (one, other) {
            (Some((one, a)), Some((other, b))) if one == other || words.symbol(a) == words.symbol(b) => 1,
            (Some(_), Some(_)) => 2,
            _ => 0,
        }
    }

    /// Whose the words before a noun say that it is, and the token that says it.
    fn belongs_to(&self, before: Range<usize>) -> Option<(Option<Who>, usize)> {
        let words = self.words;
        before.rev().take(5).find_map(|at| {
            let named = words.capital(at) && !words.is(at, Classes::DETERMINER.or(Classes::TITLE).or(Classes::DEMONYM));
            let his = pronouns::third_person(words, at).is_some();
            (his && self.known(at).is_some() || named).then(|| (self.known(at), at))
        })
    }

    /// The classes of a noun that may stand for somebody, as a number.
    fn class_of(&self, at: usize) -> u64 {
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
        self.words.entry(at).bits(&classes)
    }

    fn of_described(&self, found: &Description, slot: &Slot, fit: Fit, class: u64, out: &mut Features) {
        let words = self.words;
        let entity = &self.cast.entities[slot.who];
        let head = word(words.lower(found.head));
        let opening = self.opening(found);
        let kind = kind_step(entity);
        let known = u64::from(self.counts.get(slot.who).copied().unwrap_or(0) > 0);
        let sentences = step(words.sentence(found.head).abs_diff(words.sentence(slot.at)), 6);
        let (shared, differs) = (fit.shared.min(2), fit.differs.min(2));
        let last = entity.name.end.saturating_sub(1);
        let tail = word(words.lower(last));
        let ahead = u64::from(slot.at > found.head);
        out.add(100, [fit.office, opening, kind]);
        out.add(101, [fit.office, shared, differs]);
        out.add(102, [fit.office, sentences, ahead]);
        out.add(103, [fit.named, opening, kind]);
        out.add(104, [fit.named, fit.office, sentences]);
        out.add(105, [class, kind, known]);
        out.add(106, [head, kind, known]);
        out.add(107, [head, tail]);
        out.add(108, [class, opening, kind, sentences.min(3)]);
        out.add(109, [class, self.class_of(last), kind]);
        out.add(110, [head, entity.roles.first().map_or(1, |role| word(words.lower(role.end.saturating_sub(1))))]);
        let before = self.last_described.get(&words.symbol(found.head));
        let again = before.map_or(2, |(who, _)| u64::from(*who == slot.who));
        let ago = before.map_or(9, |(_, at)| step(words.sentence(found.head).saturating_sub(words.sentence(*at)), 6));
        out.add(111, [again, ago, opening]);
        out.add(112, [again, fit.office, fit.named]);
        out.add(113, [slot.place as u64, class & 7, sentences.min(3), opening]);
        out.add(114, [u64::from(words.shape(last) == Shape::Upper), class & 7]);
        out.add(115, [u64::from(words.capital(found.head)), fit.office, kind]);
        out.add(116, [step(found.modifiers().len(), 3), fit.office, shared, differs]);
        for at in found.modifiers().take(3) {
            out.add(117, [word(words.lower(at)), kind]);
        }
        out.add(119, [fit.holds, class]);
        out.add(120, [fit.holds, head]);
        out.add(121, [fit.holds, kind, u64::from(words.is(found.head, Classes::HUMAN))]);
        out.add(122, [fit.owner, kind, sentences.min(3)]);
        out.add(118, [u64::from(words.sentence(found.head) == words.sentence(slot.at)), slot.form as u64, opening]);
    }

    fn of_nobody_described(
        &self,
        found: &Description,
        source: bool,
        best: Fit,
        class: u64,
        rank: usize,
        out: &mut Features,
    ) {
        let words = self.words;
        let head = word(words.lower(found.head));
        let opening = self.opening(found);
        let source = u64::from(source);
        out.add(130, [source, opening]);
        out.add(131, [head, opening]);
        out.add(132, [class, opening, source]);
        out.add(133, [best.office, best.named, opening]);
        out.add(134, [step(rank, 4), class & 7]);
        out.add(135, [step(found.modifiers().len(), 4), opening]);
        out.add(136, [u64::from(self.last_described.contains_key(&words.symbol(found.head))), opening]);
        out.add(137, [u64::from(words.capital(found.head)), best.office, opening]);
        for at in found.modifiers().take(3) {
            out.add(138, [word(words.lower(at))]);
        }
        out.add(139, [word(words.lower(found.range.start)), class]);
        out.add(140, [word(words.lower(found.range.end)), opening]);
        out.add(141, [head, best.office]);
        out.add(142, [best.holds, class]);
        out.add(143, [best.holds, head]);
    }

    fn opening(&self, found: &Description) -> u64 {
        let first = self.words.lower(found.range.start);
        match (found.opening, first) {
            (Opening::Definite, "the") => 0,
            (Opening::Definite, "this" | "that" | "these" | "those") => 1,
            (Opening::Possessive, _) => 2,
            (Opening::Definite, _) => 3,
            (Opening::Indefinite, "a" | "an") => 4,
            (Opening::Indefinite, _) => 5,
        }
    }
}
