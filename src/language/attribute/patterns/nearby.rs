//! The attribution that stands beside marked words: `“…,” said X`, `X said: “…”`, `X: “…”`.

use super::source_mention;
use super::view::View;
use super::words::{BETWEEN, NO_NAME, REPLIES, SPEAKS};
use crate::language::document::quotation_marks::Run;
use std::ops::Range;

/// Who is named beside marked words, and by which verb.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    /// Tokens of the mention.
    pub source: Range<usize>,
    /// Tokens of the verb, or of the colon.
    pub cue: Range<usize>,
    /// How sure it is that the mention speaks.
    pub confidence: f32,
}

/// Tokens between a verb and the words that it introduces, at most.
const REACH: usize = 16;
/// Tokens of an apposition between a name and its verb, at most.
const APPOSITION: usize = 24;

/// Verbs that lead on to somebody's very words, however few: *answering “no comment”*.
const ANSWERS: &[&str] = &[
    "answered",
    "answering",
    "chanted",
    "chanting",
    "cried",
    "muttered",
    "replied",
    "replying",
    "shouted",
    "shouting",
    "whispered",
    "yelled",
    "yelling",
];

/// Verbs that take whom they are said to as their object.
const ADDRESSES: &[&str] = &["asked", "asks", "begged", "reminded", "teased", "tells", "told", "urged", "warned"];

/// Small words that belong to the verb: “put in”, “shot back”.
const WITH_VERB: &[&str] = &["in", "back", "out", "up", "on", "aloud", "again", "softly", "afterwards"];

/// The attribution behind `run`.
pub(crate) fn after(view: View, run: &Run, block_end: usize) -> Option<Named> {
    let inner = run.inner();
    let mut at = run.tokens.end;
    if !run.closed || at >= block_end || inner.is_empty() {
        return None;
    }
    let last = inner.rev().map(|at| view.word(at)).find(|word| !matches!(*word, "’" | "'" | "”" | "\"")).unwrap_or("");
    let comma = view.word(at) == ",";
    at += usize::from(comma);
    let stop = last == ".";
    let leads = comma || matches!(last, "," | "—" | "–" | "--" | "-" | "…" | "...");
    let asks = matches!(last, "?" | "!");
    if at >= block_end {
        return None;
    }
    let limit = view.sentence(at).end.min(block_end);
    // “…,” said X. A verb that is on no list will do where it can be nothing else.
    let verb = view.is(at, SPEAKS);
    let lower = !view.is_capital(at) && view.is_word(at);
    if lower && (verb || (leads || asks) && past_tense(view, at)) {
        let mut next = at + 1;
        while next < limit && (view.is(next, WITH_VERB) || view.word(next).ends_with("ly")) {
            next += 1;
        }
        let bare = view.is_word(next) && !view.is(next, NO_NAME) && !view.is_capital(next);
        let source = source_mention::at(view, next, limit).or_else(|| {
            let ends = next + 1 >= limit || matches!(view.word(next + 1), "." | "," | ";" | ":");
            (bare && verb && ends).then_some(next..next + 1)
        });
        let listed = |source: &Range<usize>| verb || !view.is(source.start, super::words::DETERMINERS);
        return source.filter(listed).map(|source| Named {
            source,
            cue: at..at + 1,
            confidence: if verb { 0.97 } else { 0.85 },
        });
    }
    if lower && view.is(at, &["according"]) && view.is(at + 1, &["to"]) {
        let source = source_mention::at(view, at + 2, limit)?;
        return Some(Named { source, cue: at..at + 2, confidence: 0.97 });
    }
    if stop || !(leads || asks) {
        return None;
    }
    // “…,” X said.
    let source = source_mention::at(view, at, limit)
        .or_else(|| (view.is_word(at) && view.is(at + 1, SPEAKS)).then_some(at..at + 1))?;
    let verb = verb_after(view, source.end, limit)?;
    // “What?” The man said he was late: a sentence of its own. “What?” Ada asked Tom: none.
    let object = view.is(verb, ADDRESSES) && !view.is(verb + 1, &["if", "that", "to", "what", "whether"]);
    if asks && view.is_capital(at) && !leads && !object && !ends_attribution(view, verb + 1, limit) {
        return None;
    }
    Some(Named { source, cue: verb..verb + 1, confidence: if view.is(verb, SPEAKS) { 0.97 } else { 0.8 } })
}

/// *came the reply*, *was the answer*, right behind `run`: words that say that they were spoken, but not by whom.
pub(crate) fn reply(view: View, run: &Run) -> Option<Range<usize>> {
    const COMES: &[&str] = &["came", "comes", "was", "is", "ran", "runs", "went", "goes", "began", "read", "reads"];
    let at = run.tokens.end;
    let near = (at + 1..at + 5).any(|word| view.is(word, REPLIES));
    (view.is(at, COMES) && view.is(at + 1, super::words::DETERMINERS) && near).then_some(at..at + 1)
}

/// The verb whose subject ends at token `at`: past adverbs, or past an apposition between commas.
fn verb_after(view: View, at: usize, limit: usize) -> Option<usize> {
    let verb = source_mention::past_adverbs(view, at, limit);
    if verb < limit && view.is(verb, SPEAKS) {
        return Some(verb);
    }
    if verb < limit && past_tense(view, verb) && ends_attribution(view, verb + 1, limit) {
        return Some(verb);
    }
    if view.word(at) == "," || view.is(at, &["who"]) || view.word(at) == "(" {
        return (at + 1..limit.min(at + APPOSITION))
            .filter(|&comma| matches!(view.word(comma), "," | ")"))
            .map(|comma| source_mention::past_adverbs(view, comma + 1, limit))
            .find(|&verb| verb < limit && view.is(verb, SPEAKS) && view.is_outside(verb));
    }
    None
}

/// A verb of the past by its look, such as “deadpanned”.
fn past_tense(view: View, at: usize) -> bool {
    let word = view.word(at);
    word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase)
}

/// Does what follows a verb leave it without a clause of its own, so that what it reports must be the words before?
fn ends_attribution(view: View, at: usize, limit: usize) -> bool {
    const GOES_ON: &[&str] = &[
        "after", "again", "as", "at", "back", "before", "during", "from", "her", "him", "in", "into", "me", "on",
        "once", "softly", "them", "through", "to", "us", "when", "while", "with", "without",
    ];
    at >= limit
        || matches!(view.word(at), "." | "," | ";" | ":" | "“" | "\"" | "—" | "–")
        || view.is(at, GOES_ON)
        || view.word(at).ends_with("ly")
        || view.word(at).ends_with("ing")
}

/// The attribution before `run`, from token `floor` on.
pub(crate) fn before(view: View, run: &Run, floor: usize) -> Option<Named> {
    let at = run.tokens.start;
    if at <= floor || view.block(at - 1) != view.block(at) {
        return None;
    }
    let (colon, comma) = (view.word(at - 1) == ":", view.word(at - 1) == ",");
    // A full stop before the words ends what came before.
    if view.sentence(at - 1) != view.sentence(at) && view.is_end(at - 1) {
        return None;
    }
    let start = view.near(view.sentence(at - 1).start.max(floor), at);
    if colon {
        // “Brisco: …”
        if let Some(source) = source_mention::at(view, start, at).filter(|source| source.end == at - 1) {
            return Some(Named { source, cue: at - 1..at, confidence: 0.95 });
        }
    }
    let reach = if colon || comma { REACH } else { 3 };
    let verb =
        (start.max(at.saturating_sub(reach))..at).rev().find(|&verb| view.is(verb, SPEAKS) && view.is_outside(verb));
    let answers = || view.is(at - 1, ANSWERS) && view.count_words(run.tokens.clone()) > 1;
    if !(colon || comma) && !(verb == Some(at - 1) && (whole_sentence(view, run) || answers())) {
        return None;
    }
    match verb {
        Some(verb) => {
            let source = subject_of(view, start, verb, at)?;
            Some(Named { source, cue: verb..verb + 1, confidence: 0.95 })
        }
        None if colon => {
            let source = source_mention::subject(view, start..at)?;
            Some(Named { source, cue: at - 1..at, confidence: 0.75 })
        }
        None => None,
    }
}

/// The mention that is the subject of the verb at token `verb`, in a sentence from `start` on.
pub(crate) fn subject_of(view: View, start: usize, verb: usize, limit: usize) -> Option<Range<usize>> {
    let mentions = source_mention::all(view, start..verb);
    let adjacent = mentions.iter().rev().find(|found| source_mention::past_adverbs(view, found.end, verb) == verb);
    if let Some(found) = adjacent {
        return Some(found.clone());
    }
    // “Freya Berg, a forecaster at the Met Centre, has said”: the name before the first of the two commas.
    let mut comma = verb;
    while comma > start && (view.is(comma - 1, BETWEEN) || view.word(comma - 1).ends_with("ly")) {
        comma -= 1;
    }
    if comma > start && view.word(comma - 1) == "," {
        let apart = |found: &&Range<usize>| found.end + 1 < comma && matches!(view.word(found.end), "," | "(");
        let named = mentions
            .iter()
            .rev()
            .filter(apart)
            .find(|found| view.is_capital(found.start) && !view.is(found.start, NO_NAME));
        if let Some(found) = named.or_else(|| mentions.iter().rev().find(apart)) {
            return Some(found.clone());
        }
    }
    // “Said Smith: …”
    if mentions.is_empty() {
        return source_mention::at(view, verb + 1, limit);
    }
    source_mention::subject(view, start..verb).or_else(|| mentions.last().cloned())
}

/// Do the words of `run` begin and end as a sentence does?
pub(crate) fn whole_sentence(view: View, run: &Run) -> bool {
    let last = run.inner().rev().find(|&at| !matches!(view.word(at), "’" | "'" | "”" | ")" | "\""));
    begins_sentence(view, run) && (!run.closed || last.is_some_and(|last| view.is_end(last)))
}

/// Do they begin with a capital or a number?
pub(crate) fn begins_sentence(view: View, run: &Run) -> bool {
    let first = run.inner().map(|at| view.word(at)).find(|word| word.starts_with(char::is_alphanumeric));
    first.is_some_and(|first| first.starts_with(|c: char| !c.is_lowercase()))
}
