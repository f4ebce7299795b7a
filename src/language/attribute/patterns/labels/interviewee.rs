//! Interviewer and interviewee, from the introduction of an interview whose turns do not name them.

use crate::article::BlockKind;
use crate::language::attribute::patterns::source_mention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::{
    ARTICLE, ASKED_BY, BEFORE_ANSWERER, CONVERSE, HUMAN_PRONOUN, INTERVIEWING_PHRASE, INTERVIEWING_VERB, NAME_PARTICLE,
    REPORTER, TALK_WITH, WHO_OF_PEOPLE,
};
use crate::text::Span;
use crate::text::words::WordSet;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The most tokens between the names of two people who talk.
const MAX_BETWEEN: usize = 12;
/// The most names that are compared.
const MAX_NAMES: usize = 60;

/// The interviewer and the interviewee, as far as the introduction names them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Interview {
    /// The interviewer; set only if the introduction says that this person asked.
    pub asks: Option<Span>,
    pub answers: Option<Span>,
}

impl Interview {
    /// Reads the blocks `introduction`: the person who was asked is the interviewee, otherwise the person it is about.
    pub(crate) fn introduced(input: TokenizedArticle, introduction: &[usize]) -> Interview {
        let candidates = candidates(input, introduction);
        let best = candidates.iter().map(|candidate| candidate.weight).max().filter(|&weight| weight > 0);
        let mut likely = candidates.iter().filter(|candidate| Some(candidate.weight) == best);
        let Some(first) = likely.next() else { return Interview::default() };
        // “Ada Lind talked to Bo Holt”: either may have asked.
        let talked = likely.any(|other| {
            let between = first.name.end..other.name.start;
            between.len() <= MAX_BETWEEN && between.into_iter().any(|at| input.is(at, &CONVERSE))
        });
        let asks = candidates.iter().find(|candidate| candidate.weight < 0 && candidate.last != first.last);
        Interview {
            answers: (!talked).then(|| input.span(first.name.clone())),
            asks: asks.map(|asks| input.span(asks.name.clone())),
        }
    }
}

/// A person of the introduction.
struct IntervieweeCandidate<'a> {
    /// The first mention of the full name, in tokens.
    name: Range<usize>,
    last: &'a str,
    /// The evidence that they were asked; below 0, that they asked.
    weight: i32,
}

/// The people with full names in the introduction, in order.
fn candidates<'a>(input: TokenizedArticle<'a>, introduction: &[usize]) -> Vec<IntervieweeCandidate<'a>> {
    const ASKED: i32 = 100;
    const TITLED: i32 = 10;
    let tokens = || introduction.iter().map(|&block| input.tokens.block(block));
    let pronoun = tokens().flatten().any(|at| input.is(at, &HUMAN_PRONOUN));
    let mut times: FxHashMap<&str, i32> = FxHashMap::default();
    for at in tokens().flatten().filter(|&at| input.is_capital(at)) {
        *times.entry(input.text(at)).or_default() += 1;
    }
    let titles: Vec<&str> = introduction
        .iter()
        .filter_map(|&block| input.article.blocks().get(block))
        .filter(|block| matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_)))
        .map(|block| input.article.slice(block.span))
        .chain(input.article.meta.title.as_deref())
        .collect();
    let byline = input.article.meta.byline.as_deref().unwrap_or("");
    let mut found: Vec<IntervieweeCandidate> = Vec::new();
    let names = tokens().flat_map(|range| source_mention::all(input, range)).filter_map(|found| full(input, found));
    for name in names.take(MAX_NAMES) {
        let weight = match () {
            () if was_asked(input, &name) => ASKED,
            () if has_asked(input, &name) => -ASKED,
            () => 0,
        };
        let last = input.text(name.end - 1);
        if let Some(known) = found.iter_mut().find(|known| known.last == last) {
            known.weight += weight;
        } else if is_person(input, &name, pronoun) {
            let told = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == last);
            let titled = if titles.iter().any(|title| told(title)) { TITLED } else { 0 };
            let signed = if told(byline) { ASKED } else { 0 };
            let described = i32::from(is_described(input, &name));
            let weight = weight + times.get(last).copied().unwrap_or(0) + titled + described - signed;
            found.push(IntervieweeCandidate { name, last, weight });
        }
    }
    found
}

/// The first name of several words in a mention: “Mara Lindqvist” of “The novelist Mara Lindqvist”.
fn full(input: TokenizedArticle, mention: Range<usize>) -> Option<Range<usize>> {
    let named = |at: usize| input.is_capital(at) && !is_opener(input, at);
    let joins = |at: usize| input.is(at, &NAME_PARTICLE) || input.text(at) == "." && input.touches_previous(at);
    let mut start = mention.start;
    while start < mention.end {
        let mut end = start;
        while end < mention.end && (named(end) || end > start && joins(end)) {
            end += 1;
        }
        let last = (start..end).rev().find(|&at| named(at)).map_or(start, |last| last + 1);
        if last > start + 1 {
            return Some(start..last);
        }
        start = end.max(start + 1);
    }
    None
}

/// Whether the word opens a description: “The novelist”.
fn is_opener(input: TokenizedArticle, at: usize) -> bool {
    input.entry(at).is(Classes::DETERMINER)
}

/// Whether the introduction says that `name` was asked: “interviewed Bo Holt”, “an interview with Bo Holt”, “sat down
/// with Bo Holt”. A description of Bo Holt may precede the name.
fn was_asked(input: TokenizedArticle, name: &Range<usize>) -> bool {
    const ROLE: usize = 4;
    let sentence = input.sentence_range(name.start).start;
    let mut at = name.start;
    while at > sentence && name.start - at < ROLE && (is_role(input, at - 1) || is_opener(input, at - 1)) {
        at -= 1;
    }
    let is =
        |back: usize, words: &dyn WordSet| at.checked_sub(back).is_some_and(|at| at >= sentence && input.is(at, words));
    is(1, &INTERVIEWING_VERB) || is(1, &["interviewing"]) || is(1, &BEFORE_ANSWERER) && is(2, &TALK_WITH)
}

/// Whether the introduction says that `name` asked: “Bo Holt interviewed”, “our reporter Bo Holt”, “interviewed by Bo
/// Holt”.
fn has_asked(input: TokenizedArticle, name: &Range<usize>) -> bool {
    let sentence = input.sentence_range(name.start);
    let before = name.start.checked_sub(1).filter(|&at| at >= sentence.start);
    let by = before.is_some_and(|at| {
        input.is(at, &REPORTER) || input.is(at, &["by"]) && at.checked_sub(1).is_some_and(|at| input.is(at, &ASKED_BY))
    });
    let next = name.end;
    let asks = input.is(next, &INTERVIEWING_VERB)
        || INTERVIEWING_PHRASE.has(&format!("{} {}", input.text(next), input.text(next + 1)));
    let apposed = input.text(next) == ","
        && (next + 1..sentence.end.min(next + 5))
            .take_while(|&at| input.text(at) != ",")
            .any(|at| input.is(at, &REPORTER));
    by || asks || apposed
}

/// Whether a description of the person stands beside the name: “the novelist Bo Holt”, “Bo Holt, a novelist”.
fn is_described(input: TokenizedArticle, name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).filter(|&at| at >= input.sentence_range(name.start).start);
    before.is_some_and(|at| !input.is_capital(at) && is_role(input, at))
        || input.text(name.end) == "," && (input.is(name.end + 1, &ARTICLE) || input.is(name.end + 1, &WHO_OF_PEOPLE))
}

fn is_role(input: TokenizedArticle, at: usize) -> bool {
    let entry = input.entry(at);
    entry.is(Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE)) || input.text(at).ends_with("ist")
}

/// Whether `name` is a person's: it has a given name or a title, or unknown words while the text says *he* or
/// *she*.
fn is_person(input: TokenizedArticle, name: &Range<usize>, pronoun_near: bool) -> bool {
    let first = input.entry(name.start);
    let last = input.entry(name.end - 1);
    let thing = last.is(Classes::ORG.or(Classes::PLACE_HEAD).or(Classes::DOC)) && last.surname == 0;
    let common = |entry: lexicon::Entry| entry.is(Classes::COMMON) && entry.surname == 0 && entry.given == 0;
    !thing
        && (first.given > 0 && !common(last)
            || first.is(Classes::TITLE_OR_OFFICE)
            || pronoun_near && !common(first) && !common(last))
}
