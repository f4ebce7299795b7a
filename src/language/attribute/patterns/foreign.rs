//! Attributions in languages other than English: speech in quotation marks or after dashes, with *a dit X*, *sagte X*,
//! *dijo X*, *X:* next to it. Pronouns are not resolved there, so only names count.

use super::labels;
use super::nearby;
use super::source_mention;
use super::unspaced;
use crate::article::BlockKind;
use crate::language::attribute::attribution::{Attribution, Kind, SpeechAct};
use crate::language::attribute::patterns::unmarked::dialogue::{self, SpeechVerbs};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{
    ASIAN, DUTCH, FINNIC, FOREIGN_PRONOUN, FRENCH, GERMAN, GREEK, ITALIAN, NAME_PARTICLE, NORDIC, PORTUGUESE, SEMITIC,
    SLAVIC, SPANISH,
};
use crate::text::Span;
use crate::text::words::{EMPTY, WordClass};
use std::ops::Range;

/// The most words between a verb and its name: articles and roles in lower case.
const ROLE: usize = 4;

/// The speech shown by quotation marks and dashes in an article in the language `code` (ISO 639).
pub(crate) fn find(input: TokenizedArticle, code: &str) -> Vec<Attribution> {
    let TokenizedArticle { article, quotation_marks: marks, .. } = input;
    let verbs = SpeechVerbs { speaks: verbs(code), pronouns: &FOREIGN_PRONOUN, carries: false };
    let mut found = Vec::new();
    let mut spoken = vec![false; article.blocks().len()];
    for turn in labels::find(input).into_iter().chain(dialogue::with(input, verbs)) {
        for piece in &turn.content {
            if let Some(spoken) = article.block_at(piece.start as usize).and_then(|block| spoken.get_mut(block)) {
                *spoken = true;
            }
        }
        // Scripts without case do not mark names by capitals.
        let named = turn.source.filter(|source| !article.slice(*source).starts_with(char::is_lowercase));
        found.push(attribution(turn.content, named, turn.cue, 0.9));
    }
    let mut last: Option<LastRun> = None;
    for (number, run) in marks.runs.iter().enumerate() {
        let block = input.block(run.tokens.start);
        let headline = article.blocks().get(block).is_none_or(|block| block.kind == BlockKind::Headline);
        if run.outer.is_some() || headline || spoken.get(block).copied().unwrap_or(false) {
            continue;
        }
        if let Some((pieces, named)) = insertion(input, verbs, run) {
            last = Some(LastRun { run: number, found: found.len(), end: run.tokens.end, behind: false });
            found.push(attribution(pieces, named.source, named.cue, 0.9));
            continue;
        }
        let named = after(input, verbs, run).or_else(|| before(input, verbs, run));
        let named =
            named.or_else(|| unspaced::reported(input, run).then_some(ForeignAttribution { source: None, cue: None }));
        if let Some(before) = &last {
            let between = before.end..run.tokens.start;
            let clause = before.behind && named.is_none() && !between.is_empty() && {
                let sentence = input.sentence_range(between.start);
                sentence.contains(&(between.end - 1)) && between.len() < 40
            };
            if run.continues == Some(before.run) || clause && nearby::whole_sentence(input, run) {
                let turn: &mut Attribution = &mut found[before.found];
                turn.content.push(run.span);
                if let Some(named) = named.filter(|_| turn.source.is_none()) {
                    (turn.source, turn.cue) = (named.source, named.cue);
                    turn.source_confidence = 0.9;
                }
                last = Some(LastRun { run: number, end: run.tokens.end, ..*before });
                continue;
            }
        }
        if named.is_none() && !stands(input, run) || !run.closed && named.is_none() && run.single {
            continue;
        }
        let behind = named.as_ref().is_some_and(|named| named.cue.is_some_and(|cue| cue.start >= run.span.end));
        last = Some(LastRun { run: number, found: found.len(), end: run.tokens.end, behind });
        let (source, cue) = named.map_or((None, None), |named| (named.source, named.cue));
        found.push(attribution(vec![run.span], source, cue, if cue.is_some() { 0.9 } else { 0.75 }));
    }
    found
}

/// The last run that was taken for speech.
#[derive(Clone, Copy)]
struct LastRun {
    run: usize,
    /// Its index among the attributions found.
    found: usize,
    /// The token after it.
    end: usize,
    /// Whether its attribution comes after it.
    behind: bool,
}

struct ForeignAttribution {
    source: Option<Span>,
    cue: Option<Span>,
}

fn attribution(content: Vec<Span>, source: Option<Span>, cue: Option<Span>, confidence: f32) -> Attribution {
    let source_confidence = if source.is_some() { 0.9 } else { 0.0 };
    Attribution {
        kind: Kind::Direct,
        act: SpeechAct::Said,
        content,
        cue,
        source,
        confidence,
        source_confidence,
        inside: None,
    }
}

fn verbs(code: &str) -> &'static WordClass {
    match code {
        "fr" => &FRENCH,
        "de" => &GERMAN,
        "es" | "ca" => &SPANISH,
        "pt" => &PORTUGUESE,
        "it" => &ITALIAN,
        "nl" | "af" => &DUTCH,
        "sv" | "da" | "nb" | "nn" => &NORDIC,
        "pl" | "ru" | "uk" | "cs" | "sk" | "hr" | "sr" | "sl" | "bg" | "be" | "mk" => &SLAVIC,
        "fi" | "hu" | "et" | "tr" => &FINNIC,
        "el" => &GREEK,
        "ar" | "fa" | "ur" | "he" | "yi" => &SEMITIC,
        "ko" | "hi" | "mr" | "ne" | "hy" | "ka" => &ASIAN,
        _ => &EMPTY,
    }
}

/// The attribution after `run`: `“…”, a dit X` or `“…”, X dit`, with a verb within a few words and the name next to it.
fn after(input: TokenizedArticle, verbs: SpeechVerbs, run: &QuotedRun) -> Option<ForeignAttribution> {
    let at = run.tokens.end + usize::from(input.text(run.tokens.end) == ",");
    if !run.closed || input.block(at) != input.block(run.tokens.start) {
        return None;
    }
    let limit = input.sentence_range(at).end;
    let hyphened = (at..limit.min(at + 2)).find(|&at| {
        input.text(at).split_once('-').is_some_and(|(verb, pronoun)| {
            verbs.speaks.contains(verb) && FOREIGN_PRONOUN.contains(pronoun.trim_start_matches("t-"))
        })
    });
    if let Some(at) = hyphened {
        return Some(ForeignAttribution { source: None, cue: Some(input.span(at..at + 1)) });
    }
    let leading = name(input, at, limit);
    let from = leading.as_ref().map_or(at, |name| name.end);
    // In a script without case the name is among the words before the verb.
    let cased = input.text(from).starts_with(|c: char| c.is_uppercase() || c.is_lowercase());
    let reach = if cased { 3 } else { 6 };
    let verb = (from..limit.min(from + reach)).find(|&at| input.is(at, verbs.speaks) && !input.is_capital(at));
    let Some(verb) = verb else { return unlisted(input, run, at, limit) };
    let source = leading.or_else(|| name_after(input, verb + 1, limit));
    Some(ForeignAttribution { source: source.map(|name| input.span(name)), cue: Some(input.span(verb..verb + 1)) })
}

/// The attribution after `run` by a verb that is on no list: “…”, lamentó X. A comma or a mark leads to it, and the
/// name is near.
fn unlisted(input: TokenizedArticle, run: &QuotedRun, at: usize, limit: usize) -> Option<ForeignAttribution> {
    const SHORTEST: usize = 4;
    let last = run.inner().next_back()?;
    let asks = matches!(input.text(last), "?" | "!");
    // “s’interroge X”, “si chiede X”
    let short = input.text(at).chars().count() < SHORTEST && input.text(at + 1).starts_with(char::is_lowercase);
    let lead = at;
    let at = if short && !input.is(at, &["so"]) { at + 1 } else { at };
    let leads = lead > run.tokens.end || matches!(input.text(last), "," | "?" | "!" | "…");
    let small = input.text(at).starts_with(char::is_lowercase);
    let long = input.text(at).chars().count() >= SHORTEST || input.is(at, &["so"]);
    let fewest = if asks { 2 } else { 3 };
    let spoken = input.count_words(run.tokens.clone()) >= fewest && nearby::begins_sentence(input, run);
    if !(leads && small && long && spoken) || input.is(lead, &NAME_PARTICLE) {
        return None;
    }
    let source = name_after(input, at + 1, limit)?;
    Some(ForeignAttribution { source: Some(input.span(source)), cue: Some(input.span(at..at + 1)) })
}

/// A reporting clause inside `run`, between dashes or commas: «A, — сказала X. — B», « A, confie X, B ». Returns the
/// pieces around it and the attribution that it gives.
fn insertion(input: TokenizedArticle, verbs: SpeechVerbs, run: &QuotedRun) -> Option<(Vec<Span>, ForeignAttribution)> {
    let inner = run.inner();
    let dash = |at: usize| matches!(input.text(at), "—" | "–" | "-");
    let opens = |at: &usize| {
        dash(*at)
            && matches!(input.before(*at), "," | "?" | "!" | "…")
            && input.text(*at + 1).starts_with(char::is_lowercase)
    };
    let comma = |at: &usize| {
        let named =
            || name_after(input, at + 2, inner.end).is_some_and(|name| matches!(input.text(name.end), "," | "."));
        input.text(*at) == "," && input.is(*at + 1, verbs.speaks) && !input.is_capital(*at + 1) && named()
    };
    let open = inner.clone().skip(1).find(|at| opens(at) || comma(at))?;
    let between = dash(open);
    let verb = open + 1;
    let listed = input.is(verb, verbs.speaks);
    let name = name_after(input, verb + 1, inner.end).filter(|name| listed || name.start == verb + 1)?;
    let after = name.end + usize::from(matches!(input.text(name.end), "." | ","));
    let rest = if after >= inner.end {
        None
    } else if dash(after) {
        Some(after + 1..run.tokens.end)
    } else if !between && input.text(after - 1) == "," {
        Some(after..run.tokens.end)
    } else {
        return None;
    };
    let first = input.span(run.tokens.start..open);
    let pieces = [first].into_iter().chain(rest.filter(|rest| rest.start < inner.end).map(|rest| input.span(rest)));
    let named = ForeignAttribution { source: Some(input.span(name)), cue: Some(input.span(verb..verb + 1)) };
    Some((pieces.collect(), named))
}

/// The attribution before `run`: `X a dit: “…”` or `X: “…”`.
fn before(input: TokenizedArticle, verbs: SpeechVerbs, run: &QuotedRun) -> Option<ForeignAttribution> {
    let at = run.tokens.start;
    let lead = at.checked_sub(1).filter(|&lead| input.block(lead) == input.block(at))?;
    if !matches!(input.text(lead), ":" | "," | "：") {
        return None;
    }
    let sentence = input.sentence_range(lead);
    let verb = (sentence.start.max(lead.saturating_sub(12))..lead).rev().find(|&at| input.is(at, verbs.speaks));
    let Some(verb) = verb else {
        let label = name(input, sentence.start, lead).filter(|name| name.end == lead && input.text(lead) != ",")?;
        return Some(ForeignAttribution { source: Some(input.span(label)), cue: Some(input.span(lead..at)) });
    };
    let ahead = (sentence.start..verb).rev().take(4).find_map(|at| {
        name(input, at, verb).filter(|name| name.end + 2 >= verb && (at == sentence.start || !input.is_capital(at - 1)))
    });
    let source = ahead.or_else(|| name_after(input, verb + 1, lead));
    Some(ForeignAttribution { source: source.map(|name| input.span(name)), cue: Some(input.span(verb..verb + 1)) })
}

/// The first name at `at` or after a few words in lower case (“el alcalde Juan Lanza”).
fn name_after(input: TokenizedArticle, at: usize, limit: usize) -> Option<Range<usize>> {
    (at..limit.min(at + ROLE)).take_while(|&at| input.begins_with_letter(at)).find_map(|at| name(input, at, limit))
}

/// A name that starts at `at`: capitals, with particles between.
fn name(input: TokenizedArticle, at: usize, limit: usize) -> Option<Range<usize>> {
    if at >= limit || !input.is_capital(at) {
        return None;
    }
    let mut end = at + 1;
    while end < limit && end < at + 6 {
        let particle = input.is(end, &NAME_PARTICLE) && input.is_capital(end + 1) && end + 1 < limit;
        let initial = input.text(end) == "." && input.text(end - 1).chars().count() == 1;
        if !(input.is_capital(end) || particle || initial) {
            break;
        }
        end += 1;
    }
    // A single capital at the start of a sentence proves nothing.
    let begins = input.sentence_range(at).start == at && end == at + 1 && !input.is_capital_within_sentence(at);
    let label = input.text(end) == ":";
    (!begins || label).then_some(at..end).filter(|name| source_mention::is_nameable(input, name))
}

/// Whether `run` is a sentence, where a sentence can begin, and nothing continues it.
fn stands(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let at = run.tokens.start;
    let begins =
        input.sentence_range(at).start == at || input.is_end(at - 1) || matches!(input.text(at - 1), ":" | "：");
    let end = run.tokens.end;
    let ends = input.block(end) != input.block(at) || input.sentence_range(end).start == end || input.is_end(end);
    let words = input.count_words(run.tokens.clone());
    let inner = run.inner();
    let stop = inner
        .clone()
        .next_back()
        .is_some_and(|last| input.is_end(last) || matches!(input.text(last), "。" | "！" | "？"));
    let closed = stop || input.is_end(end);
    begins && ends && closed && (words > 2 || stop && words > 0) && nearby::begins_sentence(input, run)
}
