//! Groups that speak together: “Ann Lee and Tom Orr”, “Lee and her aides”; and the possible antecedents of *they*.

use super::entities::{Entity, EntityId};
use super::lexical_article::{LexicalArticle, Shape};
use super::position::{self, Position};
use super::pronouns;
use super::resolver::{RecentMention, Resolver};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{QUANTIFIER, TOGETHER, WHO};
use std::ops::Range;

/// Tokens before *they* in which antecedents are looked for.
const BACK: usize = 120;
/// Pairs of names that are candidates for *they*; of plurals there are as many more.
const PAIRS: usize = 6;
/// The longest source, in tokens, that may be a coordination.
const LONGEST: usize = 120;

impl Resolver<'_, '_> {
    /// The tokens of `range` that only tell where somebody in a list is from: “(D-Ore.)”, “of Maryland”.
    fn asides(&self, range: &Range<usize>) -> Vec<usize> {
        let words = self.words;
        let mut aside = Vec::new();
        let (mut brackets, mut from) = (false, false);
        for at in range.clone() {
            brackets |= words.text(at) == "(";
            let named = at + 1 + usize::from(words.lower(at + 1) == "the");
            from = words.lower(at) == "of" && words.capital(named)
                || from && (words.capital(at) || words.one_of(at, &[".", "the"]))
                || from && words.one_of(at, &["of", "for"]) && (words.capital(at + 1) || words.capital(named));
            if brackets || from {
                aside.push(at);
            }
            brackets &= words.text(at) != ")";
        }
        aside
    }

    /// The group of a coordination, with its confidence: “the candidates, Ann Lee, the mayor, and Tom Orr”. A source is cut
    /// at commas and “and”. A part that ends with a name, after no more than a role, is a member. A role may precede them
    /// all, or follow one.
    pub(super) fn coordination(&mut self, range: &Range<usize>) -> Option<(EntityId, f32)> {
        let words = self.words;
        let joined = |at: usize| matches!(words.lower(at), "and" | "&" | "or") || words.has(at, &TOGETHER);
        if range.len() > LONGEST || !range.clone().any(joined) {
            return None;
        }
        let named = self.names_in(range);
        let aside = self.asides(range);
        let within = |at: usize| named.iter().any(|&index| self.names[index].whole.contains(&at));
        // “Ann Lee, along with Tom Orr”
        let together = |at: usize| words.has(at, &TOGETHER) && words.lower(at + 1) == "with";
        let with = |at: usize| words.lower(at) == "with" && at > 0 && together(at - 1);
        let joins =
            |at: usize| !within(at) && (matches!(words.lower(at), "and" | "&" | "or") || together(at) || with(at));
        let dash = |at: usize| words.text(at) == "-" && !words.touches_previous(at);
        let cuts = |at: usize| {
            joins(at) || !within(at) && (matches!(words.text(at), "," | ";" | "—" | "–" | "--" | ":") || dash(at))
        };
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
        let mut members: Vec<EntityId> = Vec::new();
        let mut end = range.start;
        let mut closed = false;
        let mut after_role = false;
        for (number, (part, joined)) in parts.iter().enumerate() {
            // “Ann Lee, head of the fund and Tom Orr’s aide”: without a comma, “and” belongs to her role.
            let comma = words.text(part.start.saturating_sub(2)) == ",";
            let member = self.conjunct(part, &aside, &named).filter(|_| !after_role || *joined && comma);
            match member {
                Some((id, to)) => {
                    after_role = false;
                    if members.last() != Some(&id) {
                        members.push(id);
                    }
                    closed |= *joined && members.len() > 1;
                    end = to;
                }
                // A role before them all, or after one of them.
                None if *joined || number > 0 && members.is_empty() => break,
                None => after_role = !members.is_empty(),
            }
        }
        // “Lee and Orr’s lawyer” is neither of them; “Lee and Orr’s analysis” gives the words of both.
        let owners = end < range.end && words.is_possessive_ending(end);
        let theirs = owners && self.is_written(end + 1..range.end);
        if !closed || owners && !theirs {
            return None;
        }
        Some((self.group_of(members, range.start..end.min(range.end)), 0.9))
    }

    /// The entity of the part of a coordination that ends with a name or is a pronoun, and the end of that name.
    fn conjunct(&self, part: &Range<usize>, aside: &[usize], named: &[usize]) -> Option<(EntityId, usize)> {
        let words = self.words;
        let end = part.clone().find(|at| aside.contains(at)).unwrap_or(part.end);
        let owner =
            (part.start..end).find(|&at| words.is_possessive_ending(at)).filter(|&at| self.is_written(at + 1..end));
        if part.len() == 1 && pronouns::third_person(words, part.start).is_some() {
            return self.entity_at(part.start).map(|id| (id, part.end));
        }
        let plain = |at: usize| {
            // “24-year-old Tom Orr”
            (words.is_word(at) || matches!(words.text(at), "." | "-") || words.shape(at) == Shape::Number)
                && !words.is(at, Classes::PREPOSITION.or(Classes::AUXILIARY).or(Classes::SAY))
                && !words.has(at, &WHO)
                && !words.is_possessive_ending(at)
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
        Some((self.entity_at(name.name.start)?, name.whole.end))
    }

    /// Whether the tokens `range`, after the ’s of an owner, begin with a noun for something written (“latest analysis”).
    fn is_written(&self, range: Range<usize>) -> bool {
        let words = self.words;
        let noun =
            range.take_while(|&at| words.shape(at) == Shape::Lower && !words.is(at, Classes::PREPOSITION)).last();
        noun.is_some_and(|at| words.is(at, Classes::DOC))
    }

    /// The group of `members`, found or added. The tokens `name` name it first.
    pub(super) fn group_of(&mut self, members: Vec<EntityId>, name: Range<usize>) -> EntityId {
        let old = self.entities.iter().rev().take(64).position(|entity| entity.members == members);
        if let Some(back) = old {
            return self.entities.len() - 1 - back;
        }
        let mut group = Entity::new(PersonKind::Group, Vec::new(), name);
        group.plural = true;
        group.members = members;
        self.entities.add(group)
    }

    /// The group of somebody named and others who are not, with its confidence: “Edwards and others”, “Clinton and her
    /// aides”.
    pub(super) fn named_with_others(&mut self, range: &Range<usize>) -> Option<(EntityId, f32)> {
        let words = self.words;
        let first = match pronouns::third_person(words, range.start) {
            Some(_) => range.start..range.start + 1,
            None => self.names_in(range).first().map(|&index| self.names[index].whole.clone())?,
        };
        let id = self.entity_at(first.end - 1)?;
        let and = (first.end..range.end).find(|&at| words.text(at) != ",")?;
        let rest = and + 1..range.end;
        let opens = rest.start < rest.end
            && (words.is(rest.start, Classes::DETERMINER)
                || words.is(rest.start, Classes::HUMAN.or(Classes::MODIFIER))
                || rest
                    .clone()
                    .next_back()
                    .is_some_and(|last| words.is(last, Classes::HUMAN) && words.is(last, Classes::PLURAL))
                || words.has(rest.start, &QUANTIFIER));
        let plain = words.one_of(and, &["and", "&"])
            && words.shape(rest.start) == Shape::Lower
            && opens
            && rest.clone().all(|at| words.is_word(at) && !words.is(at, Classes::SAY));
        if !plain || !self.heads_source(&(range.start..first.end), first.clone()) {
            return None;
        }
        let others = self.entities.organisation(words, rest.clone());
        self.entities[others].plural = words.is(rest.end - 1, Classes::PLURAL) || rest.len() == 1;
        if self.entities[others].mentions.is_empty() {
            let (span, form) = (words.span(rest.clone()), Form::Description);
            let mention = Mention { span, form, reason: Reason::Introduces, antecedent: None, confidence: 0.9 };
            self.entities.mention(others, rest.end - 1, mention);
        }
        Some((self.group_of(vec![id, others], range.clone()), 0.9))
    }

    /// The possible antecedents of *they* at token `at` besides the entities mentioned last, the nearest first: pairs of names
    /// joined by “and”, and plurals (“the voters”, “activists and thinkers”).
    pub(super) fn candidates_for_they(&mut self, at: usize) -> Vec<RecentMention> {
        let words = self.words;
        let first = at.saturating_sub(BACK);
        let mut found: Vec<(Range<usize>, EntityId)> = Vec::new();
        let next = self.names.partition_point(|name| name.whole.start < at);
        let mut index = next;
        while index > 1 && self.names[index - 1].whole.start >= first && found.len() < PAIRS {
            index -= 1;
            let (one, other) = (self.names[index - 1].clone(), &self.names[index]);
            if other.whole.start == one.whole.end + 1 && words.one_of(one.whole.end, &["and", "&"]) {
                let range = one.whole.start..other.whole.end;
                if let (Some(one), Some(other)) = (self.entity_at(one.name.start), self.entity_at(other.name.start))
                    && one != other
                {
                    found.push((range.clone(), self.group_of(vec![one, other], range)));
                }
            }
        }
        let mut end = at;
        while end > first && found.len() < 2 * PAIRS {
            end -= 1;
            let plural = words.is(end, Classes::PLURAL.or(Classes::PEOPLE))
                && words.is(end, Classes::HUMAN.or(Classes::ORG).or(Classes::DEMONYM))
                && words.is_word(end)
                && (words.shape(end) == Shape::Lower || words.is(end, Classes::DEMONYM.or(Classes::ROLE)));
            if !plural || self.in_quotation(end) != self.in_quotation(at) {
                continue;
            }
            let range = self.with_second(self.plural_phrase(end));
            let id = match self.entity_at(range.end - 1).or_else(|| self.entity_at(end)) {
                Some(id) if self.entities[id].kind == PersonKind::Person => continue,
                Some(id) => id,
                None => self.entities.group(words, range.clone()),
            };
            end = range.start;
            if !found.iter().any(|(_, other)| *other == id) {
                found.push((range, id));
            }
        }
        found.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mention = |(range, id): (Range<usize>, EntityId)| {
            let position = position::position(words, range.start, range.end);
            let quoted = self.in_quotation(range.start);
            let subject = (position == Position::Subject && !quoted).then_some(range.start);
            let form = Form::Description;
            RecentMention { entity: id, at: range.start, position, quoted, form, named: None, subject, times: 1 }
        };
        found.into_iter().map(mention).collect()
    }

    /// The plural phrase `first` with the plural joined to it: “activists | and intellectuals who”.
    fn with_second(&self, first: Range<usize>) -> Range<usize> {
        let words = self.words;
        let (and, second) = (first.end, first.end + 1);
        let after = second + 1;
        let joined = words.lower(and) == "and"
            && is_plural(words, second)
            && words.sentence(second) == words.sentence(and)
            && (words.has(after, &WHO)
                || !words.is_word(after)
                || words.is(after, Classes::AUXILIARY.or(Classes::PLURAL_VERB).or(Classes::SAY)));
        if joined { first.start..after } else { first }
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
            let paired =
                words.lower(before) == "and" && start == end && before > sentence && is_plural(words, before - 1);
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

/// Whether the word at `at`, in lower case, is a plural by its class or its ending.
pub(super) fn is_plural(words: &LexicalArticle, at: usize) -> bool {
    let lower = words.lower(at);
    let ending = lower.len() > 4 && lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us");
    words.shape(at) == Shape::Lower
        && (words.is(at, Classes::PLURAL.or(Classes::PEOPLE)) || ending)
        && !words.is(at, Classes::FUNCTION.or(Classes::AUXILIARY).or(Classes::SAY).or(Classes::PREPOSITION))
}
