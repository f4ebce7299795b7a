//! The noun phrase of a source: its extent and its head.

use crate::language::coref::discourse::issuers;
use crate::language::coref::names::role_complement;
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{
    AFTER_SOURCE, ARTICLE, BEFORE_SOURCE, DATE_PREPOSITION, INDEFINITE, INTRODUCES_EXAMPLES, ISSUING_VERB,
    NOUN_CONJUNCTION, REFLEXIVE, RELATIVE_OF, RELATIVE_SUBJECT, SPEAKS_BY_ITSELF, WHO,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The noun phrase of a source: without conjunctions and marks at its ends, without a date (“in February”), and without
/// a clause before the word that speaks (“the move unsettled some”).
pub fn trim(article: TokenizedArticle, mut range: Range<usize>) -> Range<usize> {
    // “BERLIN — The agency”: the dateline does not belong to it.
    let dash = range.clone().rev().skip(1).find(|&at| matches!(article.text(at), "—" | "–" | "--"));
    if let Some(dash) =
        dash.filter(|&dash| (range.start..dash).all(|at| !article.is_word(at) || article.is_capital(at)))
    {
        range.start = dash + 1;
    }
    while range.len() > 1 && (!article.is_word(range.start) || article.is(range.start, &BEFORE_SOURCE)) {
        range.start += 1;
    }
    while range.len() > 1
        && (!article.is_word(range.end - 1) && article.text(range.end - 1) != "."
            || article.is(range.end - 1, &AFTER_SOURCE))
    {
        range.end -= 1;
    }
    let dated = (range.start + 1..range.end).rev().take(4).find(|&at| article.is(at, Classes::PREPOSITION));
    if let Some(at) = dated
        && article.is(at, &DATE_PREPOSITION)
        && (at + 1..range.end).all(|t| {
            article.is(t, Classes::CALENDAR.or(Classes::DETERMINER).or(Classes::MODIFIER))
                || article.shape(t) == WordShape::Number
        })
        && at + 1 < range.end
    {
        range.end = at;
    }
    let last = range.end.saturating_sub(1);
    // “As the county’s former engineer I can say”
    if range.len() > 1 && article.text(last) == "I" {
        range.start = last;
    }
    if range.len() > 2
        && article.is(last, &SPEAKS_BY_ITSELF)
        && article.shape(last - 1) == WordShape::Lower
        && !article
            .is(last - 1, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::DETERMINER).or(Classes::MODIFIER))
    {
        range.start = last;
    }
    range
}

/// The relative pronoun for which the source `range` stands: “who has been involved in the drafting”, “some of whom”.
pub fn relative_in(article: TokenizedArticle, range: &Range<usize>) -> Option<usize> {
    if article.is(range.start, &RELATIVE_SUBJECT) {
        return Some(range.start);
    }
    let mut part = (range.start + 1..range.end).take(3).take_while(|&at| article.is_word(at));
    let of = part.find(|&at| article.lower(at) == "of")?;
    article.is(of + 1, &RELATIVE_OF).then_some(of + 1).filter(|at| range.contains(at))
}

/// Whether the mention at `name` is the head of the source `range`, rather than an owner in it or part of a phrase.
pub fn heads_source(article: TokenizedArticle, range: &Range<usize>, name: Range<usize>) -> bool {
    let after = name.end;
    if after < range.end {
        let owner = article.is_possessive_ending(after);
        let noun = article.shape(after) == WordShape::Lower
            && !article.is(after, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::AUXILIARY).or(Classes::SAY))
            && !article.is(after, &REFLEXIVE)
            && article.lower(after) != "who"
            && article.lower(after) != "and";
        // “Andy Warhol Foundation” begins with the name of a person but is not one.
        let thing = article.is_capital(after) && !article.is(after, Classes::SUFFIX.or(Classes::CREDENTIAL));
        if owner || noun || thing {
            return false;
        }
    }
    // Only the words of a role, or a description set off by a comma, may stand before it.
    let before = range.start..descriptions::past_late(article, name.start).max(range.start);
    let comma = before.clone().rev().find(|&at| article.text(at) == ",");
    let set_off = comma.is_some_and(|comma| {
        // “The town’s MP, the Conservative Sir Giles Ward”
        // “The ministry in the capital, Orsk”
        let place = comma > range.start && article.is(comma - 1, Classes::PLACE_HEAD);
        (comma + 1..before.end).all(|at| article.is(at, Classes::DETERMINER) || article.is_capital(at)) && !place
    });
    // “A coalition of groups, including Harbor Watch”
    if before.clone().any(|at| article.is(at, &INTRODUCES_EXAMPLES)) {
        return false;
    }
    if descriptions::restricted_noun(article, name.start).is_some_and(|noun| range.contains(&noun)) {
        return false;
    }
    set_off
        || role_with_complement(article, range, name.start).is_some()
        || before.clone().any(|at| descriptions::known_as(article, at) == Some(name.start))
        || before.clone().all(|at| {
            !article.is(at, Classes::PREPOSITION)
                && article.text(at) != ","
                && !article.is(at, &WHO)
                && (article.text(at) != "and" || joins_roles(article, &before, at))
                && !article.is_possessive_ending(at)
                || article.is_possessive_ending(at)
                    && before.clone().next_back().is_some_and(|last| article.is(last, Classes::HUMAN))
        })
}

/// Whether the phrase that starts at token `start` is the agent of a participle before the subject: “asked by Ann Lee, …”.
pub fn is_agent(article: TokenizedArticle, start: usize) -> bool {
    let by = issuers::link_before(article, start).filter(|&by| article.lower(by) == "by");
    by.and_then(|by| by.checked_sub(1)).is_some_and(|verb| article.lower(verb).ends_with("ed"))
}

/// The comma in the tokens `range` that opens a clause about the noun phrase before it: “the group, whose president, Ann
/// Lee, resigned”, “the agency, led by a former general, Tom Lee”.
pub fn clause_opener(article: TokenizedArticle, range: &Range<usize>) -> Option<usize> {
    let by = |at: usize| article.lower(at) == "by";
    (range.start + 1..range.end).find(|&at| {
        let passive = || descriptions::is_passive_participle(article, at + 1) && (at + 2..range.end).any(by);
        article.text(at) == "," && (article.is(at + 1, &WHO) || passive())
    })
}

/// The head noun in the source `range` of a role whose complement stands right before the name at token `name`: “the
/// governor of Ohio Ann Lee”.
pub fn role_with_complement(article: TokenizedArticle, range: &Range<usize>, name: usize) -> Option<usize> {
    let before = descriptions::past_late(article, name).max(range.start);
    role_complement::role_before(article, before).filter(|head| range.contains(head))
}

/// Whether `and` joins two roles of one person, in the tokens `before` a name: “Danish journalist and author Ann Lee”,
/// but not “the mayor and councillor Ann Lee”.
fn joins_roles(article: TokenizedArticle, before: &Range<usize>, and: usize) -> bool {
    let role = |at: usize| article.is(at, Classes::HUMAN) && article.shape(at) == WordShape::Lower;
    let bare = !before.clone().any(|at| article.is(at, Classes::DETERMINER) || !article.is_word(at));
    // The name may begin with the second one.
    bare && and > before.start && role(and - 1) && (and + 1..before.end.max(and + 2)).any(role)
}

/// The description with the noun `head` in the source `range`.
pub fn source_description(article: TokenizedArticle, range: &Range<usize>, head: usize) -> Description {
    let described = descriptions::describe(article, head, true).filter(|found| found.range.start >= range.start);
    described.unwrap_or_else(|| {
        let indefinite = article.is(range.start, &INDEFINITE);
        Description {
            range: range.start..head + 1,
            head,
            opening: if indefinite { Opening::Indefinite } else { Opening::Definite },
            owner: usize::from(article.is(range.start, Classes::DETERMINER) && range.start < head),
        }
    })
}

/// `range` without “, who asked not to be named”, and without a partitive that lacks its noun (“some of”).
pub fn without_clause(article: TokenizedArticle, range: Range<usize>) -> Range<usize> {
    // “A newly released memo”
    let is_modifier = |at: usize| article.is(at - 1, Classes::DETERMINER) || article.lower(at - 1).ends_with("ly");
    let end = (range.start + 1..range.end)
        .find(|&at| {
            let dash = matches!(article.text(at), "-" | "—" | "–" | "--") && !article.touches_previous(at);
            let issued = article.is(at, &ISSUING_VERB) && !is_modifier(at);
            article.text(at) == "," && !descriptions::joins_modifiers(article, &range, at)
                || article.text(at) == "("
                || dash
                || article.is(at, &WHO)
                || article.is(at, &INTRODUCES_EXAMPLES)
                || issued
        })
        .unwrap_or(range.end);
    let lacks_noun = |at: &usize| {
        article.is(*at, Classes::PREPOSITION) || article.is(*at, &ARTICLE) || article.is(*at, &NOUN_CONJUNCTION)
    };
    let cut = (range.start + 1..end).rev().take_while(lacks_noun).count();
    range.start..end - cut
}
