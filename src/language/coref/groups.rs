//! Several who speak together: “Ann Lee and Tom Orr”, “Lee and her aides”; and those for whom *they* may stand.

use super::entities::{Entity, Who};
use super::pronouns::{self, Place, Slot};
use super::resolver::Walk;
use super::words::Shape;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::Classes;
use std::ops::Range;

/// How far back, in tokens, and how many pairs and plurals *they* looks for.
const BACK: usize = 120;
const SEVERAL: usize = 6;
/// The longest source, in tokens, in which several are looked for.
const LONGEST: usize = 120;

impl Walk<'_, '_> {
    /// The tokens of `range` that only say where somebody in a list is from: “(D-Ore.)”, “of Maryland”.
    fn asides(&self, range: &Range<usize>) -> Vec<usize> {
        let words = self.words;
        let mut aside = Vec::new();
        let (mut brackets, mut from) = (false, false);
        for at in range.clone() {
            brackets |= words.text(at) == "(";
            from = words.lower(at) == "of" && words.capital(at + 1)
                || from && (words.capital(at) || words.text(at) == ".");
            if brackets || from {
                aside.push(at);
            }
            brackets &= words.text(at) != ")";
        }
        aside
    }

    /// “The candidates, Ann Lee, the mayor, and Tom Orr”: a group of those named. A source is cut at commas and “and”; a
    /// part that ends with a name, behind no more than a role, is somebody; a role may go before them all or follow one.
    pub(super) fn together(&mut self, range: &Range<usize>) -> Option<(Who, f32)> {
        let words = self.words;
        if range.len() > LONGEST || !range.clone().any(|at| matches!(words.lower(at), "and" | "&" | "or")) {
            return None;
        }
        let named = self.names_in(range);
        let aside = self.asides(range);
        let within = |at: usize| named.iter().any(|&index| self.names[index].whole.contains(&at));
        let joins = |at: usize| !within(at) && matches!(words.lower(at), "and" | "&" | "or");
        let cuts = |at: usize| joins(at) || !within(at) && matches!(words.text(at), "," | ";" | "—" | "–" | "--" | ":");
        let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
        let (mut start, mut joined) = (range.start, false);
        for at in range.clone().filter(|at| !aside.contains(at)).chain([range.end]) {
            if at == range.end || cuts(at) {
                if start < at {
                    parts.push((start..at, joined));
                    joined = false;
                }
                joined |= at < range.end && joins(at);
                start = at + 1;
            }
        }
        let mut members: Vec<Who> = Vec::new();
        let mut end = range.start;
        let mut closed = false;
        let mut behind = false;
        for (number, (part, joined)) in parts.iter().enumerate() {
            // “Ann Lee, head of the fund and Tom Orr’s aide”: without a comma the list goes on inside what is said of her.
            let comma = words.text(part.start.saturating_sub(2)) == ",";
            let somebody = self.member(part, &aside, &named).filter(|_| !behind || *joined && comma);
            match somebody {
                Some((who, to)) => {
                    behind = false;
                    if members.last() != Some(&who) {
                        members.push(who);
                    }
                    closed |= *joined && members.len() > 1;
                    end = to;
                }
                // A role before them all, or behind one of them.
                None if *joined || number > 0 && members.is_empty() => break,
                None => behind = !members.is_empty(),
            }
        }
        // “Lee and Orr’s lawyer” is neither; their analysis says what both say.
        let owners = end < range.end && words.one_of(end, &["’s", "'s", "’", "'"]);
        let theirs = owners && self.is_written(end + 1..range.end);
        if !closed || owners && !theirs {
            return None;
        }
        Some((self.group_of(members, range.start..end.min(range.end)), 0.9))
    }

    /// Who the part of a list is, if it ends with a name or is a pronoun, and where that ends.
    fn member(&self, part: &Range<usize>, aside: &[usize], named: &[usize]) -> Option<(Who, usize)> {
        let words = self.words;
        let end = part.clone().find(|at| aside.contains(at)).unwrap_or(part.end);
        let owner =
            (part.start..end).find(|&at| words.one_of(at, &["’s", "'s"])).filter(|&at| self.is_written(at + 1..end));
        if part.len() == 1 && pronouns::third_person(words, part.start).is_some() {
            return self.known(part.start).map(|who| (who, part.end));
        }
        let plain = |at: usize| {
            (words.is_word(at) || words.text(at) == ".")
                && !words.is(at, Classes::PREPOSITION.or(Classes::AUXILIARY).or(Classes::SAY))
                && !words.one_of(at, &["who", "that", "which", "’s", "'s"])
        };
        let written = |at: usize| words.is(at, Classes::DOC);
        let names = named.iter().map(|&index| &self.names[index]).filter(|name| part.contains(&name.name.start));
        let mut fitting = names.filter(|name| {
            let after = name.whole.end;
            // “Lee’s analysis”, “Orr of the Orwick Institute”.
            let ends = after == end || Some(after) == owner || words.is(after, Classes::PREPOSITION);
            let by = name.whole.start.checked_sub(1).filter(|&by| words.one_of(by, &["by", "from"]));
            let made = by.is_some_and(|by| (part.start..by).any(written));
            ends && (made || (part.start..name.whole.start.max(part.start)).all(plain))
        });
        let name = fitting.next()?;
        Some((self.known(name.name.start)?, name.whole.end))
    }

    /// Do the tokens `range`, behind the ’s of an owner, begin with what is written (“latest analysis”)?
    fn is_written(&self, range: Range<usize>) -> bool {
        let words = self.words;
        let noun =
            range.take_while(|&at| words.shape(at) == Shape::Lower && !words.is(at, Classes::PREPOSITION)).last();
        noun.is_some_and(|at| words.is(at, Classes::DOC))
    }

    /// The group of `members`, known or new, first named by the tokens `name`.
    pub(super) fn group_of(&mut self, members: Vec<Who>, name: Range<usize>) -> Who {
        let old = self.cast.entities.iter().rev().take(64).position(|entity| entity.members == members);
        if let Some(back) = old {
            return self.cast.entities.len() - 1 - back;
        }
        let mut group = Entity::new(PersonKind::Group, Vec::new(), name);
        group.plural = true;
        group.members = members;
        self.cast.entities.push(group);
        self.cast.entities.len() - 1
    }

    /// “Edwards and others”, “Clinton and her aides”: somebody named with some who are not.
    pub(super) fn with_others(&mut self, range: &Range<usize>) -> Option<(Who, f32)> {
        let words = self.words;
        let first = match pronouns::third_person(words, range.start) {
            Some(_) => range.start..range.start + 1,
            None => self.names_in(range).first().map(|&index| self.names[index].whole.clone())?,
        };
        let who = self.known(first.end - 1)?;
        let and = (first.end..range.end).find(|&at| words.text(at) != ",")?;
        let rest = and + 1..range.end;
        let opens = rest.start < rest.end
            && (words.is(rest.start, Classes::DETERMINER)
                || words.is(rest.start, Classes::HUMAN.or(Classes::MODIFIER))
                || rest
                    .clone()
                    .next_back()
                    .is_some_and(|last| words.is(last, Classes::HUMAN) && words.is(last, Classes::PLURAL))
                || words.one_of(rest.start, &["other", "others", "several", "some", "many"]));
        let plain = words.one_of(and, &["and", "&"])
            && words.shape(rest.start) == Shape::Lower
            && opens
            && rest.clone().all(|at| words.is_word(at) && !words.is(at, Classes::SAY));
        if !plain || !self.carries(&(range.start..first.end), first.clone()) {
            return None;
        }
        let others = self.cast.body(words, rest.clone());
        self.cast.entities[others].plural = words.is(rest.end - 1, Classes::PLURAL) || rest.len() == 1;
        if self.cast.entities[others].mentions.is_empty() {
            let (span, form) = (words.span(rest.clone()), Form::Description);
            let mention = Mention { span, form, reason: Reason::Introduces, antecedent: None, confidence: 0.9 };
            self.cast.mention(others, rest.end - 1, mention);
        }
        Some((self.group_of(vec![who, others], range.clone()), 0.9))
    }

    /// Whom *they* at token `at` may stand for besides those who were mentioned as one: two named side by side, and plurals
    /// that stand for nobody known (“the voters”, “activists and thinkers”). The nearest first.
    pub(super) fn candidates_for_they(&mut self, at: usize) -> Vec<Slot> {
        let words = self.words;
        let first = at.saturating_sub(BACK);
        let mut found: Vec<(Range<usize>, Who)> = Vec::new();
        let next = self.names.partition_point(|name| name.whole.start < at);
        let mut index = next;
        while index > 1 && self.names[index - 1].whole.start >= first && found.len() < SEVERAL {
            index -= 1;
            let (one, other) = (self.names[index - 1].clone(), &self.names[index]);
            if other.whole.start == one.whole.end + 1 && words.one_of(one.whole.end, &["and", "&"]) {
                let range = one.whole.start..other.whole.end;
                if let (Some(one), Some(other)) = (self.known(one.name.start), self.known(other.name.start))
                    && one != other
                {
                    found.push((range.clone(), self.group_of(vec![one, other], range)));
                }
            }
        }
        let mut end = at;
        while end > first && found.len() < 2 * SEVERAL {
            end -= 1;
            let plural = words.is(end, Classes::PLURAL.or(Classes::PEOPLE))
                && words.is(end, Classes::HUMAN.or(Classes::ORG).or(Classes::DEMONYM))
                && words.is_word(end)
                && (words.shape(end) == Shape::Lower || words.is(end, Classes::DEMONYM.or(Classes::ROLE)));
            if !plural || self.in_quotation(end) != self.in_quotation(at) {
                continue;
            }
            let range = self.plural_phrase(end);
            let who = match self.known(end) {
                Some(who) if self.cast.entities[who].kind == PersonKind::Person => continue,
                Some(who) => who,
                None => self.cast.plural_body(words, range.clone()),
            };
            end = range.start;
            if !found.iter().any(|(_, other)| *other == who) {
                found.push((range, who));
            }
        }
        found.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let slot = |(range, who): (Range<usize>, Who)| {
            let place = pronouns::place(words, range.start, range.end);
            let quoted = self.in_quotation(range.start);
            let subject = (place == Place::Subject && !quoted).then_some(range.start);
            let form = Form::Description;
            Slot { who, at: range.start, place, quoted, form, named: None, subject, times: 1 }
        };
        found.into_iter().map(slot).collect()
    }

    /// The phrase whose last word is the plural at `end`: “many of the state’s young voters”, “activists and thinkers”.
    pub(super) fn plural_phrase(&self, end: usize) -> Range<usize> {
        const LONGEST: usize = 6;
        let words = self.words;
        let sentence = words.sentence_range(end).start;
        let mut start = end;
        while start > sentence && end - start < LONGEST {
            let before = start - 1;
            if words.is(before, Classes::DETERMINER) {
                return before..end + 1;
            }
            let paired = words.lower(before) == "and"
                && start == end
                && before > sentence
                && words.is(before - 1, Classes::PLURAL)
                && words.shape(before - 1) == Shape::Lower;
            if paired {
                start = before - 1;
                continue;
            }
            let outside = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY);
            let stops = !words.is_word(before) || words.is(before, outside) && !words.is(before, Classes::MODIFIER);
            if stops || words.lower(before).ends_with("ed") || words.lower(before).ends_with("ing") {
                break;
            }
            start = before;
        }
        start..end + 1
    }
}
