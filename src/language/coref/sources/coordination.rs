//! Sources that are several people together: “Ann Lee and Tom Orr”, “Lee and her aides”.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::resolution::description_mentions;
use crate::language::coref::sources::source_phrases;
use crate::language::coref::syntax::descriptions;
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{
    ADDITIVE_CONJUNCTION, ARTICLE, DEFINITE, HOME_PREPOSITION, ORIGIN_PREPOSITION, QUANTIFIER, TOGETHER, WHO,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The longest source, in tokens, that may be a coordination.
const LONGEST: usize = 120;

/// The tokens of `range` that only say where a person in a list is from: “(D-Ore.)”, “of Maryland”.
fn asides(article: TokenizedArticle, range: &Range<usize>) -> Vec<usize> {
    let mut aside = Vec::new();
    let (mut brackets, mut from) = (false, false);
    for at in range.clone() {
        brackets |= article.text(at) == "(";
        let named = at + 1 + usize::from(article.lower(at + 1) == "the");
        from = article.lower(at) == "of" && article.is_capital(named)
            || from && (article.is_capital(at) || article.text(at) == "." || article.lower(at) == "the")
            || from && article.is(at, &HOME_PREPOSITION) && (article.is_capital(at + 1) || article.is_capital(named));
        if brackets || from {
            aside.push(at);
        }
        brackets &= article.text(at) != ")";
    }
    aside
}

/// The group of a coordination, with its confidence: “the candidates, Ann Lee, the mayor, and Tom Orr”. A source is cut
/// at commas and “and”. A part that ends with a name, after no more than a role, is a member. A role may precede them
/// all, or follow one.
pub fn coordinated(discourse: &mut Discourse, range: &Range<usize>) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    // “Shelter for All, or SFA”: another name for the same.
    let alias = |at: usize| article.lower(at) == "or" && article.shape(at + 1) == WordShape::Upper;
    let conjunction = |at: usize| (article.is(at, &ADDITIVE_CONJUNCTION) || article.lower(at) == "or") && !alias(at);
    if range.len() > LONGEST || !range.clone().any(|at| conjunction(at) || article.is(at, &TOGETHER)) {
        return None;
    }
    let named = discourse.text.names_in(range);
    let aside = asides(article, range);
    let within = |at: usize| named.iter().any(|&index| discourse.text.names[index].whole.contains(&at));
    // “Ann Lee, along with Tom Orr”
    let together = |at: usize| article.is(at, &TOGETHER) && article.lower(at + 1) == "with";
    let with = |at: usize| article.lower(at) == "with" && at > 0 && together(at - 1);
    let joins = |at: usize| !within(at) && (conjunction(at) || together(at) || with(at));
    let dash = |at: usize| article.text(at) == "-" && !article.touches_previous(at);
    let cuts = |at: usize| {
        joins(at) || !within(at) && (matches!(article.text(at), "," | ";" | "—" | "–" | "--" | ":") || dash(at))
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
    let mut joins_next = false;
    for (number, (part, joined)) in parts.iter().enumerate() {
        // “Ann Lee, head of the fund and Tom Orr’s aide”: without a comma, “and” belongs to her role.
        let comma = article.text(part.start.saturating_sub(2)) == ",";
        let joined = &(*joined || std::mem::take(&mut joins_next));
        let member = conjunct(discourse, part, &aside, &named).filter(|_| !after_role || *joined && comma);
        match member {
            Some((id, to)) => {
                after_role = false;
                if members.last() != Some(&id) {
                    members.push(id);
                }
                closed |= *joined && members.len() > 1;
                end = to;
            }
            // “Ann Lee and her son, Tom,”: a role before the last name.
            None if *joined && describes_next(article, part) => joins_next = true,
            // A role before them all, or after one of them.
            None if *joined || number > 0 && members.is_empty() => break,
            None => after_role = !members.is_empty(),
        }
    }
    // “Lee and Orr’s lawyer” is neither of them; “Lee and Orr’s analysis” gives the words of both.
    let owners = end < range.end && article.is_possessive_ending(end);
    let theirs = owners && is_written(article, end + 1..range.end);
    if !closed || owners && !theirs {
        return None;
    }
    Some((discourse.entities.group_of(members, range.start..end.min(range.end)), 0.9))
}

/// Whether the tokens `part` describe a person whose name comes after the comma behind them: “her son”, “a colleague”.
fn describes_next(article: TokenizedArticle, part: &Range<usize>) -> bool {
    article.is(part.start, Classes::DETERMINER)
        && article.text(part.end) == ","
        && article.is_capital(part.end + 1)
        && descriptions::describe(article, part.end - 1, false).is_some()
}

/// The entity of the part of a coordination that ends with a name or is a pronoun, and the end of that name.
fn conjunct(discourse: &Discourse, part: &Range<usize>, aside: &[usize], named: &[usize]) -> Option<(EntityId, usize)> {
    let article = discourse.text.article;
    let end = part.clone().find(|at| aside.contains(at)).unwrap_or(part.end);
    let owner =
        (part.start..end).find(|&at| article.is_possessive_ending(at)).filter(|&at| is_written(article, at + 1..end));
    if part.len() == 1 && pronouns::third_person(article, part.start).is_some() {
        return discourse.entity_at(part.start).map(|id| (id, part.end));
    }
    let plain = |at: usize| {
        // “24-year-old Tom Orr”
        (article.is_word(at) || matches!(article.text(at), "." | "-") || article.shape(at) == WordShape::Number)
            && !article.is(at, Classes::PREPOSITION.or(Classes::AUXILIARY).or(Classes::SAY))
            && !article.is(at, &WHO)
            && !article.is_possessive_ending(at)
    };
    let written = |at: usize| article.is(at, Classes::DOC);
    let names = named.iter().map(|&index| &discourse.text.names[index]).filter(|name| part.contains(&name.name.start));
    let mut fitting = names.filter(|name| {
        let after = name.whole.end;
        let by = name.whole.start.checked_sub(1).filter(|&by| article.is(by, &ORIGIN_PREPOSITION));
        let made = by.is_some_and(|by| (part.start..by).any(written));
        // “A poll by the Orwick Institute for Hale Press and Lake News”: the names behind “for” are joined to each
        // other.
        let for_others = made && article.lower(after) == "for";
        // “Lee’s analysis”, “Orr of the Orwick Institute”.
        let ends = after == end || Some(after) == owner || article.is(after, Classes::PREPOSITION) && !for_others;
        ends && (made || (part.start..name.whole.start.max(part.start)).all(plain))
    });
    let name = fitting.next()?;
    Some((discourse.entity_at(name.name.start)?, name.whole.end))
}

/// Whether the tokens `range`, after the ’s of an owner, begin with a noun for something written (“latest analysis”).
fn is_written(article: TokenizedArticle, range: Range<usize>) -> bool {
    let noun =
        range.take_while(|&at| article.shape(at) == WordShape::Lower && !article.is(at, Classes::PREPOSITION)).last();
    noun.is_some_and(|at| article.is(at, Classes::DOC))
}

/// The group of two who are described, with its confidence: “the senator and the banker”.
pub fn described_together(discourse: &mut Discourse, range: &Range<usize>) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    let and = range.clone().find(|&at| article.text(at) == "and")?;
    let parts = [range.start..and, and + 1..range.end];
    let mut members = Vec::with_capacity(parts.len());
    for part in parts {
        let head = descriptions::phrase_head(article, part.clone());
        let described = article.is(part.start, &DEFINITE)
            && article.is(head, Classes::HUMAN)
            && !article.is(head, Classes::PLURAL)
            && part.clone().all(|at| article.is_word(at));
        let found = descriptions::describe(article, head, false)
            .filter(|found| described && found.range.start == part.start)?;
        members.push(match discourse.entity_at(head) {
            Some(id) => (id, 0.8),
            None => {
                let (id, reason, confidence) =
                    description_mentions::known_by_description(discourse, &found, part, None).unwrap_or_else(|| {
                        let id = discourse.new_unnamed(found.range.clone(), found.gender(article));
                        (id, Reason::Introduces, 0.8)
                    });
                discourse.link_description(&found, id, reason, confidence);
                (id, confidence)
            }
        });
    }
    let confidence = members.iter().map(|(_, confidence)| *confidence).fold(1.0, f32::min);
    let members: Vec<EntityId> = members.into_iter().map(|(id, _)| id).collect();
    (members.first() != members.last()).then(|| (discourse.entities.group_of(members, range.clone()), confidence))
}

/// The group of a named person and others without a name, with its confidence: “Edwards and others”, “Clinton and her
/// aides”.
pub fn named_with_others(discourse: &mut Discourse, range: &Range<usize>) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    let first = match pronouns::third_person(article, range.start) {
        Some(_) => range.start..range.start + 1,
        None => discourse.text.names_in(range).first().map(|&index| discourse.text.names[index].whole.clone())?,
    };
    let id = discourse.entity_at(first.end - 1)?;
    let and = (first.end..range.end).find(|&at| article.text(at) != ",")?;
    let rest = and + 1..range.end;
    // “Ada Lind, and the hall was quiet”: of two, the second is set off only where a clause begins.
    if and > first.end && article.is(rest.start, &ARTICLE) {
        return None;
    }
    let opens = rest.start < rest.end
        && (article.is(rest.start, Classes::DETERMINER)
            || article.is(rest.start, Classes::HUMAN.or(Classes::MODIFIER))
            || rest
                .clone()
                .next_back()
                .is_some_and(|last| article.is(last, Classes::HUMAN) && article.is(last, Classes::PLURAL))
            || article.is(rest.start, &QUANTIFIER));
    let plain = article.is(and, &ADDITIVE_CONJUNCTION)
        && article.shape(rest.start) == WordShape::Lower
        && opens
        && rest.clone().all(|at| article.is_word(at) && !article.is(at, Classes::SAY));
    if !plain || !source_phrases::heads_source(article, &(range.start..first.end), first.clone()) {
        return None;
    }
    let others = discourse.entities.organisation(article, rest.clone());
    discourse.entities[others].plural = article.is(rest.end - 1, Classes::PLURAL) || rest.len() == 1;
    if discourse.entities[others].mentions.is_empty() {
        let (span, mention_type) = (article.span(rest.clone()), MentionType::Description);
        let mention = Mention { span, mention_type, reason: Reason::Introduces, antecedent: None, confidence: 0.9 };
        discourse.entities.mention(others, rest.end - 1, mention);
    }
    Some((discourse.entities.group_of(vec![id, others], range.clone()), 0.9))
}
