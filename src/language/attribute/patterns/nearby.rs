//! Attributions next to quoted words: `“…,” said X`, `X said: “…”`, `X: “…”`.

use super::labels;
use super::search_range::near;
use super::source_mention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{
    ADDRESS_VERB, AFTER_VERB, ANSWER_VERB, BEFORE_VERB, CONTENT_OPENER, DESCRIPTION_OPENER, QUOTATIVE, REPLY,
    REPLY_VERB, SENTENCE_OPENER, VERB_PARTICLE,
};
use std::ops::Range;

/// The speaker named next to quoted words, and the verb.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NearbyAttribution {
    /// The tokens of the mention.
    pub source: Range<usize>,
    /// The tokens of the verb, or of the colon.
    pub cue: Range<usize>,
    /// The probability that the mention is the speaker.
    pub confidence: f32,
}

/// The most tokens between a verb and the words that it introduces.
const REACH: usize = 16;
/// The most tokens in an apposition between a name and its verb.
const APPOSITION: usize = 24;

/// The attribution after `run`.
pub(crate) fn after(input: TokenizedArticle, run: &QuotedRun, block_end: usize) -> Option<NearbyAttribution> {
    let inner = run.inner();
    let mut at = run.tokens.end;
    if !run.closed || at >= block_end || inner.is_empty() {
        return None;
    }
    let last = inner.rev().map(|at| input.text(at)).find(|word| !matches!(*word, "’" | "'" | "”" | "\"")).unwrap_or("");
    let comma = input.text(at) == ",";
    at += usize::from(comma);
    let stop = last == ".";
    let leads = comma || matches!(last, "," | "—" | "–" | "--" | "-" | "…" | "...");
    let asks = matches!(last, "?" | "!");
    if at >= block_end {
        return None;
    }
    let limit = input.sentence_range(at).end.min(block_end);
    // “…,” said X. An unlisted verb counts if nothing else can follow.
    let verb = input.is(at, &QUOTATIVE);
    let lower = !input.is_capital(at) && input.begins_with_letter(at);
    if lower && (verb || (leads || asks) && past_tense(input, at)) {
        let mut next = at + 1;
        while next < limit && (input.is(next, &VERB_PARTICLE) || input.text(next).ends_with("ly")) {
            next += 1;
        }
        let bare = input.begins_with_letter(next) && !input.is(next, &SENTENCE_OPENER) && !input.is_capital(next);
        let source = source_mention::at(input, next, limit).or_else(|| {
            let ends = next + 1 >= limit || matches!(input.text(next + 1), "." | "," | ";" | ":");
            (bare && verb && ends).then_some(next..next + 1)
        });
        let listed = |source: &Range<usize>| verb || !input.is(source.start, &DESCRIPTION_OPENER);
        return source.filter(listed).map(|source| NearbyAttribution {
            source,
            cue: at..at + 1,
            confidence: if verb { 0.97 } else { 0.85 },
        });
    }
    if lower && input.is(at, &["according"]) && input.is(at + 1, &["to"]) {
        let source = source_mention::at(input, at + 2, limit)?;
        return Some(NearbyAttribution { source, cue: at..at + 2, confidence: 0.97 });
    }
    if stop || !(leads || asks) {
        return None;
    }
    // “…,” X said.
    let source = source_mention::at(input, at, limit)
        .or_else(|| (input.begins_with_letter(at) && input.is(at + 1, &QUOTATIVE)).then_some(at..at + 1))?;
    let verb = verb_after(input, source.end, limit)?;
    // “What?” The man said he was late: a sentence of its own. “What?” Ada asked Tom: an attribution.
    let object = input.is(verb, &ADDRESS_VERB) && !input.is(verb + 1, &CONTENT_OPENER);
    if asks && input.is_capital(at) && !leads && !object && !ends_attribution(input, verb + 1, limit) {
        return None;
    }
    Some(NearbyAttribution {
        source,
        cue: verb..verb + 1,
        confidence: if input.is(verb, &QUOTATIVE) { 0.97 } else { 0.8 },
    })
}

/// *came the reply*, *was the answer*, right after `run`: shows that the words were spoken, but not by whom.
pub(crate) fn reply(input: TokenizedArticle, run: &QuotedRun) -> Option<Range<usize>> {
    let at = run.tokens.end;
    let near = (at + 1..at + 5).any(|word| input.is(word, &REPLY));
    (input.is(at, &REPLY_VERB) && input.is(at + 1, &DESCRIPTION_OPENER) && near).then_some(at..at + 1)
}

/// The verb whose subject ends at token `at`: after adverbs, or after an apposition between commas.
fn verb_after(input: TokenizedArticle, at: usize, limit: usize) -> Option<usize> {
    let verb = source_mention::past_adverbs(input, at, limit);
    if verb < limit && input.is(verb, &QUOTATIVE) {
        return Some(verb);
    }
    if verb < limit && past_tense(input, verb) && ends_attribution(input, verb + 1, limit) {
        return Some(verb);
    }
    if input.text(at) == "," || input.is(at, &["who"]) || input.text(at) == "(" {
        return (at + 1..limit.min(at + APPOSITION))
            .filter(|&comma| matches!(input.text(comma), "," | ")"))
            .map(|comma| source_mention::past_adverbs(input, comma + 1, limit))
            .find(|&verb| verb < limit && input.is(verb, &QUOTATIVE) && !input.is_quoted(verb));
    }
    None
}

/// Whether the word looks like a verb in the past tense, such as “deadpanned”.
fn past_tense(input: TokenizedArticle, at: usize) -> bool {
    let word = input.text(at);
    word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase)
}

/// Whether the verb before token `at` has no clause of its own, so that it must report the quoted words.
fn ends_attribution(input: TokenizedArticle, at: usize, limit: usize) -> bool {
    at >= limit
        || matches!(input.text(at), "." | "," | ";" | ":" | "“" | "\"" | "—" | "–")
        || input.is(at, &AFTER_VERB)
        || input.text(at).ends_with("ly")
        || input.text(at).ends_with("ing")
}

/// The attribution before `run`, at token `floor` or later.
pub(crate) fn before(input: TokenizedArticle, run: &QuotedRun, floor: usize) -> Option<NearbyAttribution> {
    let at = run.tokens.start;
    if at <= floor || input.block(at - 1) != input.block(at) {
        return None;
    }
    let (colon, comma) = (input.text(at - 1) == ":", input.text(at - 1) == ",");
    // After a full stop, the sentence before is complete.
    if input.sentence_range(at - 1) != input.sentence_range(at) && input.is_end(at - 1) {
        return None;
    }
    let start = near(input.sentence_range(at - 1).start.max(floor), at);
    if colon {
        // “Brisco: …”
        if let Some(source) = source_mention::at(input, start, at).filter(|source| source.end == at - 1) {
            let key = labels::is_key(input.article.slice(input.span(source.clone())));
            return (!key).then_some(NearbyAttribution { source, cue: at - 1..at, confidence: 0.95 });
        }
    }
    let reach = if colon || comma { REACH } else { 3 };
    let verb = (start.max(at.saturating_sub(reach))..at)
        .rev()
        .find(|&verb| input.is(verb, &QUOTATIVE) && !input.is_quoted(verb));
    let answers = || input.is(at - 1, &ANSWER_VERB) && input.count_words(run.tokens.clone()) > 1;
    if !(colon || comma) && !(verb == Some(at - 1) && (whole_sentence(input, run) || answers())) {
        return None;
    }
    match verb {
        Some(verb) => {
            let source = subject_of(input, start, verb, at)?;
            Some(NearbyAttribution { source, cue: verb..verb + 1, confidence: 0.95 })
        }
        None if colon => {
            let source = source_mention::subject(input, start..at)?;
            Some(NearbyAttribution { source, cue: at - 1..at, confidence: 0.75 })
        }
        None => None,
    }
}

/// The subject of the verb at token `verb`, in a sentence that starts at `start`.
pub(crate) fn subject_of(input: TokenizedArticle, start: usize, verb: usize, limit: usize) -> Option<Range<usize>> {
    let mentions = source_mention::all(input, start..verb);
    let adjacent = mentions.iter().rev().find(|found| source_mention::past_adverbs(input, found.end, verb) == verb);
    if let Some(found) = adjacent {
        return Some(found.clone());
    }
    // “Freya Berg, a forecaster at the Met Centre, has said”: the name before the first of the two commas.
    let mut comma = verb;
    while comma > start && (input.is(comma - 1, &BEFORE_VERB) || input.text(comma - 1).ends_with("ly")) {
        comma -= 1;
    }
    if comma > start && input.text(comma - 1) == "," {
        let apart = |found: &&Range<usize>| found.end + 1 < comma && matches!(input.text(found.end), "," | "(");
        let named = mentions
            .iter()
            .rev()
            .filter(apart)
            .find(|found| input.is_capital(found.start) && !input.is(found.start, &SENTENCE_OPENER));
        if let Some(found) = named.or_else(|| mentions.iter().rev().find(apart)) {
            return Some(found.clone());
        }
    }
    // “Said Smith: …”
    if mentions.is_empty() {
        return source_mention::at(input, verb + 1, limit);
    }
    source_mention::subject(input, start..verb).or_else(|| mentions.last().cloned())
}

/// Whether `run` begins and ends as a sentence does.
pub(crate) fn whole_sentence(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let last = run.inner().rev().find(|&at| !matches!(input.text(at), "’" | "'" | "”" | ")" | "\""));
    begins_sentence(input, run) && (!run.closed || last.is_some_and(|last| input.is_end(last)))
}

/// Whether `run` begins with a capital or a number.
pub(crate) fn begins_sentence(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let first = run.inner().map(|at| input.text(at)).find(|word| word.starts_with(char::is_alphanumeric));
    first.is_some_and(|first| first.starts_with(|c: char| !c.is_lowercase()))
}
