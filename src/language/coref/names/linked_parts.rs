//! Names that go on after a word in lower case: “University of Pell”, “Center for Responsive Government”, “Department
//! of Health and Human Services”.

use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::noun_groups::NounGroup;
use crate::language::lexical::word_classes::{CONCERN_PREPOSITION, OPPOSING_PREPOSITION, ORDINAL_ENDING};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// Whether the run may go on with “of” and another name after the word at `last`: “Secretary of State”, “University of
/// Pell”, “Dock Workers of America”.
pub fn takes_of(article: TokenizedArticle, start: usize, last: usize) -> bool {
    let entry = article.entry(last);
    entry.is(Classes::OFFICE.or(Classes::RANK).or(Classes::ORG).or(Classes::HONORIFIC).or(Classes::PLACE_HEAD))
        || start == last && entry.given >= 1 && !entry.is(Classes::COMMON)
        || names_members(article, start, last)
        // “Army for Liberation of the Coast”
        || (start..last).any(|at| article.shape(at) == WordShape::Lower && article.is(at, &CONCERN_PREPOSITION))
}

/// Whether the run from `start` to `last` names a body by its members: “Dock Workers of America”, “the Daughters of
/// Pell”. A capital at the beginning of a sentence is no evidence: “Residents of Pell”.
fn names_members(article: TokenizedArticle, start: usize, last: usize) -> bool {
    let entry = article.entry(last);
    let person = |at: usize| article.entry(at).given > 0 || article.is(at, Classes::TITLE_OR_OFFICE);
    entry.is(Classes::PLURAL.or(Classes::PEOPLE))
        && (start < last || entry.is(Classes::HUMAN))
        && entry.surname < 2
        && article.shape(last) == WordShape::Capital
        && !article.opens_sentence(last)
        && !(start..=last).any(person)
}

/// The distance at which the name of an organisation goes on after a preposition, if it does: “Center for Responsive
/// Government”, “Court of Appeals for the 6th Circuit”, “Committee to Protect Rivers”.
pub fn goes_on_for(article: TokenizedArticle, run: Range<usize>) -> Option<usize> {
    let end = run.end;
    let last = end.checked_sub(1)?;
    let joins = match article.lower(end) {
        link if CONCERN_PREPOSITION.contains(link) => {
            run.clone().any(|at| article.is(at, Classes::ASSOCIATION)) && !article.is(last, Classes::CALENDAR)
        }
        link if OPPOSING_PREPOSITION.contains(link) => article.is(last, Classes::PLURAL.or(Classes::ASSOCIATION)),
        "to" => article.is(last, Classes::ASSOCIATION) && article.shape(end + 1) == WordShape::Capital,
        _ => false,
    };
    if !joins || article.shape(end) != WordShape::Lower {
        return None;
    }
    let the = usize::from(article.lower(end + 1) == "the");
    let first = end + 1 + the;
    let number = |at: usize| article.shape(at) == WordShape::Number || article.is(at, &ORDINAL_ENDING);
    let ordinal = (first..first + 2).take_while(|&at| the == 1 && number(at)).count();
    let next = first + ordinal;
    let person = article.entry(next).given > 1 || article.is(next, Classes::HONORIFIC);
    (!person && article.shape(next) == WordShape::Capital).then_some(next - end)
}

/// Whether the name of an organisation goes on with “and” after `run`: “Department of Health and Human Services”. The
/// joined words are common ones, not two organisations.
pub fn goes_on_with_and(article: TokenizedArticle, run: Range<usize>) -> bool {
    let (and, last) = (run.end, run.end.saturating_sub(1));
    let plain = |at: usize| {
        let entry = article.entry(at);
        article.shape(at) == WordShape::Capital
            && entry.given == 0
            && entry.surname < 2
            && !entry.is(Classes::ORG.or(Classes::PLACE).or(Classes::HUMAN).or(Classes::DEMONYM).or(Classes::FUNCTION))
    };
    let links = |at: usize| article.lower(at) == "of" || article.is(at, &CONCERN_PREPOSITION);
    let link = run.clone().rposition(|at| article.shape(at) == WordShape::Lower && links(at));
    let headed = |link: usize| (run.start..run.start + link).any(|at| article.is(at, Classes::ORG.or(Classes::OFFICE)));
    let common = article.is(last, Classes::COMMON) || article.is(and + 1, Classes::COMMON);
    // “Food and Drug Administration”, “the Securities and Exchange Commission”
    let body = article.is(and + 2, Classes::ORG) && article.is_capital(and + 2) && run.len() == 1;
    let the = || run.start.checked_sub(1).is_some_and(|the| article.lower(the) == "the");
    let exchange = body && the() && article.shape(and + 1) == WordShape::Capital && article.entry(and + 1).given == 0;
    let joined = plain(and + 1) && common && (body || link.is_some_and(headed));
    article.text(and) == "and" && plain(last) && (joined || exchange)
}

/// The distance at which the name of an organisation goes on after a comma, if it does: “Department of Energy, *Mines*
/// and Water”. The run has its head before “of”, and the list ends with “and”.
pub fn goes_on_with_list(article: TokenizedArticle, run: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 4;
    let comma = run.end;
    let of = run.clone().find(|&at| article.lower(at) == "of")?;
    let headed = (run.start..of).any(|at| article.is(at, Classes::ORG.or(Classes::OFFICE)));
    let thing = |at: usize| {
        let lower = article.lower(at);
        let noun = NounGroup::of(lower).or_else(|| NounGroup::of(lower.strip_suffix('s')?));
        let common = article.is(at, Classes::COMMON) || noun.is_some();
        common
            && article.shape(at) == WordShape::Capital
            && article.entry(at).given == 0
            && !article.is(at, Classes::PLACE)
    };
    if !headed || !thing(comma.checked_sub(1)?) {
        return None;
    }
    if article.lower(comma) == "and" && run.clone().any(|at| article.text(at) == ",") {
        return thing(comma + 1).then_some(1);
    }
    let mut at = comma;
    for _ in 0..LONGEST {
        let serial = article.text(at) == "," && article.lower(at + 1) == "and";
        if article.lower(at) == "and" || serial {
            return thing(at + 1 + usize::from(serial)).then_some(1);
        }
        if article.text(at) != "," || !thing(at + 1) {
            return None;
        }
        at += 2;
    }
    None
}

/// Whether the name that ends before token `end` goes on with a capitalised function word: “Save Our Seas”, “Not In Our
/// Name”. Only where capitals are evidence, and not at a new sentence.
pub fn goes_on_with_function_word(article: TokenizedArticle, end: usize) -> bool {
    const WORDS: usize = 2;
    let function = |at: usize| {
        article.shape(at) == WordShape::Capital
            && article.is(at, Classes::FUNCTION)
            && !article.is(at, Classes::CALENDAR)
            && article.entry(at).given == 0
            && article.together(at)
    };
    let last = (end..end + WORDS).take_while(|&at| function(at)).last();
    last.is_some_and(|last| {
        article.together(end.saturating_sub(1))
            && !article.opens_sentence(end)
            && article.shape(last + 1) == WordShape::Capital
            && !article.is(last + 1, Classes::FUNCTION.or(Classes::CALENDAR))
    })
}
