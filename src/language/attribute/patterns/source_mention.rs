//! The mention at a position: a pronoun, a name with its title, a description. Only its extent matters here; `coref`
//! resolves it.

use crate::language::attribute::attribution::Attribution;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{
    ARTICLE, BEFORE_VERB, CALL, CALLED, DESCRIPTION_OPENER, ENDS_DESCRIPTION, GENITIVE_ENDING, GO, GOVERNING, KNOWN,
    KNOWN_BY, NAME_PARTICLE, NO_SUBJECT, PERSON_ENDING, PERSON_NOUN, POSSESSIVE, QUOTATION_LIST, QUOTATIVE, REFLEXIVE,
    RELATED, REPLY, ROLE_PREPOSITION, SENTENCE_OPENER, SOURCE_PRONOUN, THING, TIME, TITLE,
};
use crate::text::Span;
use crate::text::words::WordSet;
use std::ops::Range;

/// The most tokens in a mention.
const MAX_TOKENS: usize = 12;

/// The mention that starts at token `at` and ends before `limit`.
pub(crate) fn at(input: TokenizedArticle, at: usize, limit: usize) -> Option<Range<usize>> {
    let limit = limit.min(at + MAX_TOKENS).min(input.tokens.len());
    if at >= limit {
        return None;
    }
    if input.is(at, &POSSESSIVE) {
        return description(input, at, limit).map(|found| possessor(input, found));
    }
    if input.is(at, &SOURCE_PRONOUN) {
        return Some(at..at + 1);
    }
    if input.is(at, &DESCRIPTION_OPENER) {
        return description(input, at, limit);
    }
    if input.is_capital(at) && !input.is(at, &SENTENCE_OPENER) {
        let name = name(input, at, limit);
        // The capital may be due to the start of a sentence: “Next to the sentence …”.
        let known = name.len() > 1 || input.is_capital_within_sentence(at) || input.is(name.end, &QUOTATIVE);
        let begins =
            input.sentence_range(at).start == at || !input.begins_with_letter(at - 1) && input.text(at - 1) != ",";
        let beside = matches!(input.text(name.end), ":" | ",") || name.end >= input.tokens.len();
        return (known || !begins || beside).then_some(name);
    }
    // “counsel replied”, “councillors said”: a bare noun before its verb is left to the caller.
    None
}

/// A name with its titles that starts at `at`: capitals, particles, initials.
fn name(input: TokenizedArticle, at: usize, limit: usize) -> Range<usize> {
    let mut end = at + 1;
    while end < limit {
        let word = input.text(end);
        let short = input.text(end - 1).chars().count() <= 5 && input.sentence_range(end + 1).start != end + 1;
        let initial = word == "." && input.touches_previous(end) && short;
        let more = input.is_capital(end) && !input.is(end, &QUOTATIVE);
        let particle = input.is(end, &NAME_PARTICLE)
            && (input.is_capital(end + 1) || input.is(end + 1, &NAME_PARTICLE))
            && end + 1 < limit;
        if initial && end + 1 < limit && input.is_capital(end + 1) || more || particle {
            end += 1;
        } else if GENITIVE_ENDING.contains(word) {
            // “Baskerton’s press secretary” is the secretary.
            match description(input, end, limit) {
                Some(owned) if owned.end > end + 1 => return at..owned.end,
                _ => break,
            }
        } else {
            break;
        }
    }
    at..end
}

/// “the council leader”, “a man in waders”, starting with the determiner `at`.
fn description(input: TokenizedArticle, at: usize, limit: usize) -> Option<Range<usize>> {
    let mut end = at + 1;
    while end < limit {
        let joins = input.is(end, &["of"]) || GENITIVE_ENDING.contains(input.text(end));
        let word = input.text(end).starts_with(char::is_alphanumeric);
        let stops = input.is(end, &QUOTATIVE)
            || input.is(end, &SOURCE_PRONOUN)
            || input.is(end, &ENDS_DESCRIPTION)
            || input.text(end).ends_with("ly");
        if !joins && (!word || stops) {
            break;
        }
        end += 1;
    }
    (end > at + 1).then_some(at..end)
}

/// “his” of “his advice”, but all of “his wife”.
fn possessor(input: TokenizedArticle, found: Range<usize>) -> Range<usize> {
    let related = found.clone().any(|at| input.is(at, &RELATED));
    if related { found } else { found.start..found.start + 1 }
}

/// The mentions outside quotation marks in `range`, in order.
pub(crate) fn all(input: TokenizedArticle, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut place = range.start;
    while place < range.end {
        match at(input, place, range.end) {
            Some(mention) if !input.is_quoted(mention.start) => {
                place = mention.end;
                found.push(mention);
            }
            _ => place += 1,
        }
    }
    found
}

/// The subject of a sentence: the first mention not governed by a preposition.
pub(crate) fn subject(input: TokenizedArticle, sentence: Range<usize>) -> Option<Range<usize>> {
    all(input, sentence.clone())
        .into_iter()
        .filter(|mention| !input.is(mention.start, &NO_SUBJECT))
        .find(|mention| mention.start == sentence.start || !input.is(mention.start - 1, &GOVERNING))
}

/// Skips adverbs and auxiliary verbs from `at` on.
pub(crate) fn past_adverbs(input: TokenizedArticle, mut at: usize, limit: usize) -> usize {
    while at < limit && (input.is(at, &BEFORE_VERB) || input.text(at).ends_with("ly")) {
        at += 1;
    }
    at
}

/// Whether `name` can be a name: no digits, and more than one letter.
pub(crate) fn is_nameable(input: TokenizedArticle, name: &Range<usize>) -> bool {
    input.text(name.start).chars().count() > 1 && input.text(name.start).chars().all(|c| !c.is_numeric())
}

/// Whether two mentions are certainly of two people.
pub(crate) fn certainly_differ(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let pronoun = |words: &str| SOURCE_PRONOUN.contains(words);
    one != other && pronoun(&one) == pronoun(&other)
}

/// Completes a source that the tagger cut off in the middle of its noun phrase: “a clerk known only as | Witness B”,
/// “data from | the Orwick Institute”, “the | county board”, “Mrs | . Hale”. What was tagged as content there goes to
/// the source.
pub(crate) fn completed(input: TokenizedArticle, mut found: Attribution) -> Attribution {
    let Some(source) = found.source else { return found };
    if let Some(noun) = noun_in_cue(input, &found) {
        found.cue = found.cue.map(|cue| input.span(noun.end..input.tokens.within(cue).end));
        found.source = Some(source.join(input.span(noun)));
        return found;
    }
    let Some(rest) = missing(input, input.tokens.within(source), found.cue) else { return found };
    let rest = input.span(rest);
    let content: Vec<Span> = found.content.iter().copied().filter(|piece| !rest.contains(*piece)).collect();
    if !content.is_empty() && !content.iter().any(|piece| piece.overlaps(rest)) {
        found.source = Some(source.join(rest));
        found.content = content;
    }
    found
}

/// The noun that the tagger gave to the cue and not to the article before it: “the | *suspect* alleged”.
fn noun_in_cue(input: TokenizedArticle, found: &Attribution) -> Option<Range<usize>> {
    let (source, cue) = (input.tokens.within(found.source?), input.tokens.within(found.cue?));
    let article = source.end.checked_sub(1).filter(|&last| input.is(last, &ARTICLE))?;
    let verb = cue.end.checked_sub(1).filter(|&verb| cue.start < verb)?;
    let noun = cue.start..verb;
    let plain =
        noun.clone().all(|at| input.begins_with_letter(at) && !input.is(at, &QUOTATIVE) && !input.is(at, &BEFORE_VERB));
    (article + 1 == cue.start && plain).then_some(noun)
}

/// The tokens that the noun phrase `source` lacks at its end, before the cue that may follow.
fn missing(input: TokenizedArticle, source: Range<usize>, cue: Option<Span>) -> Option<Range<usize>> {
    let end = source.end;
    let last = end.checked_sub(1).filter(|last| source.contains(last))?;
    let cue = cue.map(|cue| input.tokens.within(cue).start).filter(|&cue| cue >= end);
    let limit = cue.unwrap_or(usize::MAX).min(input.sentence_range(last).end).min(end + MAX_TOKENS);
    let past = if input.is(last, &KNOWN) {
        let name = (end..end + 3).find(|&at| !input.is(at, &KNOWN_BY)).filter(|&name| name > end)?;
        (name..name + MAX_TOKENS).find(|&at| !input.is_capital(at)).filter(|&past| past > name)?
    } else if input.is(last, &ARTICLE) {
        description(input, last, limit)?.end
    } else if input.is(last, &TITLE) && (input.text(end) == "." || input.is_capital(end)) {
        name(input, last, limit).end
    } else if input.is(last, &ROLE_PREPOSITION) && source.len() > 1 {
        at(input, end, limit)?.end
    } else {
        return None;
    };
    (past > end).then_some(end..past)
}

/// Whether `source` is in the position of a speaker but cannot be one: a time, “the reply”, or the “Key” of “Key
/// quotes:”.
pub(crate) fn is_no_speaker(input: TokenizedArticle, source: Range<usize>) -> bool {
    let Range { start, end } = source;
    let reply = source.len() > 1 && input.is(start, &DESCRIPTION_OPENER) && input.is(end - 1, &REPLY);
    let lead = source.len() == 1
        && input.sentence_range(start).start == start
        && input.is(end, &QUOTATION_LIST)
        && input.text(end + 1) == ":";
    let cut = source.len() == 1 && input.is(start, &ARTICLE);
    reply || lead || cut || is_time(input, source)
}

/// Whether `source` is a time (“Friday’s”).
fn is_time(input: TokenizedArticle, mut source: Range<usize>) -> bool {
    !source.is_empty() && source.all(|at| input.is(at, &TIME) || GENITIVE_ENDING.contains(input.text(at)))
}

/// Whether the quoted words `inner`, whose mark opens at `start`, are a name or nickname: “a man who goes by the name
/// ‘Stubby’”, “asked to be called ‘Wren’”.
pub(crate) fn is_called(input: TokenizedArticle, start: usize, inner: Range<usize>) -> bool {
    const MAX_TOKENS: usize = 4;
    let Some(before) = start.checked_sub(1).filter(|&at| input.block(at) == input.block(start)) else {
        return false;
    };
    let word = |back: usize, words: &dyn WordSet| before.checked_sub(back).is_some_and(|at| input.is(at, words));
    let led = input.is(before, &CALLED)
        || word(0, &REFLEXIVE) && word(1, &CALL)
        || word(0, &["as"]) && word(1, &KNOWN)
        || word(0, &["by"]) && word(1, &GO);
    let words: Vec<usize> = inner.filter(|&at| input.begins_with_letter(at)).collect();
    // “the Admiral”
    let words = match words.split_first() {
        Some((&first, rest)) if input.is(first, &ARTICLE) && !rest.is_empty() => rest.to_vec(),
        _ => words,
    };
    led && (1..=MAX_TOKENS).contains(&words.len()) && words.iter().all(|&at| input.is_capital(at))
}

pub(crate) fn is_name(input: TokenizedArticle, found: &Range<usize>) -> bool {
    found.clone().all(|at| input.is_capital(at) || !input.begins_with_letter(at) || input.text(at).len() <= 3)
        && !input.is(found.start, &SENTENCE_OPENER)
}

/// Whether a description may be of a person: “the mayor”, “her husband”. Nouns for people mostly have one of a few
/// endings.
pub(crate) fn is_person(input: TokenizedArticle, found: &Range<usize>) -> bool {
    let head = found.clone().take_while(|&at| !input.is(at, &["of"])).last();
    head.is_some_and(|head| {
        let word = input.text(head).to_lowercase();
        input.is(head, &RELATED)
            || PERSON_ENDING.iter().any(|ending| word.ends_with(&ending[1..])) && !THING.contains(&word)
            || PERSON_NOUN.contains(&word)
    })
}
