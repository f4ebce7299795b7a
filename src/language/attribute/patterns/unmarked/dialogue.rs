//! Dialogue dashes: *—Come in, she said. —No.* A paragraph that opens with a dash is a turn, without the clause that
//! names its speaker. The verbs of speech depend on the language of the text.

use crate::article::BlockKind;
use crate::language::attribute::patterns::bylines;
use crate::language::attribute::patterns::search_range::MAX_DISTANCE;
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{QUOTATIVE, SOURCE_PRONOUN};
use crate::text::words::WordClass;
use crate::text::{Span, chars};
use std::ops::Range;

/// The verbs of speech of a language, in lower case.
#[derive(Clone, Copy)]
pub(crate) struct SpeechVerbs {
    pub speaks: &'static WordClass,
    /// The pronouns that may follow such a verb.
    pub pronouns: &'static WordClass,
    /// Whether turns without a speaker alternate between the last two speakers. Only if the mentions found suffice to
    /// tell people apart.
    pub carries: bool,
}

/// The English verbs.
pub(crate) fn english() -> SpeechVerbs {
    SpeechVerbs { speaks: &QUOTATIVE, pronouns: &SOURCE_PRONOUN, carries: true }
}

/// The turns of an English text that open with a dash.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    with(input, english())
}

/// The turns that open with a dash, in the language of `verbs`.
pub(crate) fn with(input: TokenizedArticle, verbs: SpeechVerbs) -> Vec<UnmarkedSpeech> {
    let dashed: Vec<usize> = (0..input.article.blocks().len()).filter(|&block| opens(input, block)).collect();
    let strong = dashed.iter().filter(|&&block| input.text(input.tokens.block(block).start) != "-").count();
    if dashed.len() < 2 || strong == 0 && dashed.len() < 4 {
        return Vec::new();
    }
    let mut turns: Vec<UnmarkedSpeech> = Vec::new();
    let mut before = None;
    for block in dashed {
        let range = input.tokens.block(block);
        let mut turn = read(input, verbs, range.start + 1..range.end);
        if turn.source.is_none() && verbs.carries && before == block.checked_sub(1) {
            turn.source = other(input, &turns);
            turn.source_confidence = 0.7;
        }
        before = Some(block);
        if !turn.content.is_empty() {
            turns.push(turn);
        }
    }
    turns
}

/// Of the last two speakers, the one who did not speak last.
fn other(input: TokenizedArticle, turns: &[UnmarkedSpeech]) -> Option<Span> {
    let last = turns.last()?.source?;
    let words = |span: Span| input.article.slice(span).to_lowercase();
    turns.iter().rev().take(6).filter_map(|turn| turn.source).find(|other| words(*other) != words(last))
}

fn is_dash(input: TokenizedArticle, at: usize) -> bool {
    let word = input.text(at);
    word == "--" || !word.is_empty() && word.chars().all(chars::is_dash)
}

/// Whether the block opens with a dash before words, and is neither a list item nor a byline.
fn opens(input: TokenizedArticle, block: usize) -> bool {
    let Some(kind) = input.article.blocks().get(block).map(|block| block.kind) else { return false };
    let range = input.tokens.block(block);
    let hyphen = input.text(range.start) == "-" && kind == BlockKind::Paragraph;
    let quotes = kind.is_text() && !matches!(kind, BlockKind::Headline | BlockKind::Heading(_) | BlockKind::Byline);
    let ends = range
        .end
        .checked_sub(1)
        .is_some_and(|last| input.is_end(last) || matches!(input.text(last), "»" | "”" | ")" | "," | ":" | ";" | "\""));
    quotes && range.len() > 1 && (is_dash(input, range.start) || hyphen) && ends && !bylines::is_byline(input, range)
}

/// The turn in `range`, after its dash.
fn read(input: TokenizedArticle, verbs: SpeechVerbs, range: Range<usize>) -> UnmarkedSpeech {
    let mut turn =
        UnmarkedSpeech { source: None, cue: None, content: Vec::new(), source_confidence: 0.95, confidence: 0.97 };
    let mut start = range.start;
    let mut at = range.start + 1;
    while at < range.end {
        let Some((from, source, cue)) = attribution(input, verbs, start, at, range.end) else {
            at += 1;
            continue;
        };
        push(input, &mut turn, start..from);
        if turn.cue.is_none() {
            (turn.source, turn.cue) = (source, cue);
        }
        // The narrator's clause extends to the next dash, or to the end of its sentence.
        let sentence = input.sentence_range(at).end.min(range.end);
        let dash = (at + 1..range.end.min(at + MAX_DISTANCE)).find(|&place| is_dash(input, place));
        let led_by_dash = is_dash(input, at);
        let end = match dash {
            Some(dash) if led_by_dash || dash < sentence => dash + 1,
            _ if led_by_dash => range.end,
            Some(dash) if dash == sentence => dash + 1,
            _ => sentence,
        };
        let speech =
            |&place: &usize| input.begins_with_letter(place) || matches!(input.text(place), "¿" | "¡" | "«" | "“");
        start = (end..range.end).find(speech).unwrap_or(range.end);
        at = start + 1;
    }
    push(input, &mut turn, start..range.end);
    turn
}

fn push(input: TokenizedArticle, turn: &mut UnmarkedSpeech, mut range: Range<usize>) {
    while range.end > range.start && (is_dash(input, range.end - 1) && !input.touches_previous(range.end - 1)) {
        range.end -= 1;
    }
    if range.clone().any(|at| input.begins_with_letter(at)) {
        turn.content.push(input.span(range));
    }
}

/// The attribution that begins at token `at`: the end of the words before it, the mention and the verb.
fn attribution(
    input: TokenizedArticle,
    verbs: SpeechVerbs,
    start: usize,
    at: usize,
    limit: usize,
) -> Option<(usize, Option<Span>, Option<Span>)> {
    let dash = is_dash(input, at);
    let led = dash || at > start && matches!(input.text(at - 1), "," | "?" | "!" | "…" | "..." | ".");
    let verb = if dash { at + 1 } else { at };
    if !led || verb >= limit {
        return None;
    }
    let stop = !dash && input.text(at - 1) == ".";
    let from = at;
    if let Some((cue, pronoun)) = hyphened(input, verbs, verb) {
        return Some((from, Some(pronoun), Some(cue)));
    }
    let is_verb = |at: usize| at < limit && input.is(at, verbs.speaks);
    if is_verb(verb) && !input.is_capital(verb) && !stop {
        return Some((from, after_verb(input, verbs, verb + 1, limit), Some(input.span(verb..verb + 1))));
    }
    if !stop || dash {
        let source = source_mention::at(input, verb, limit.min(verb + 6));
        // “John Eglin sedately said”
        let verb = |source: &Range<usize>| {
            let verb = source_mention::past_adverbs(input, source.end, limit);
            (is_verb(verb) && !input.is_capital(verb)).then_some(verb)
        };
        if let Some((source, verb)) = source.and_then(|source| Some((source.clone(), verb(&source)?))) {
            return Some((from, Some(input.span(source)), Some(input.span(verb..verb + 1))));
        }
    }
    // A verb that is on no list, with a name right behind it.
    if dash
        && !verbs.carries
        && input.begins_with_letter(verb)
        && !input.is_capital(verb)
        && input.text(verb).chars().count() > 3
    {
        let name = source_mention::at(input, verb + 1, limit).filter(|name| input.is_capital(name.start));
        if let Some(name) = name.filter(|name| name.end >= limit || !input.begins_with_letter(name.end)) {
            return Some((from, Some(input.span(name)), Some(input.span(verb..verb + 1))));
        }
    }
    // Spanish: the narrator's words are between dashes, whatever their verb.
    let spanish = dash
        && !input.touches_previous(at)
        && input.touches_previous(at + 1)
        && input.text(verb).starts_with(char::is_lowercase);
    spanish.then_some((from, None, None))
}

/// The mention right after a verb: a name, or a pronoun of the language.
fn after_verb(input: TokenizedArticle, verbs: SpeechVerbs, at: usize, limit: usize) -> Option<Span> {
    if at < limit && input.is(at, verbs.pronouns) {
        return Some(input.span(at..at + 1));
    }
    let name = source_mention::at(input, at, limit)?;
    (verbs.carries || input.is_capital(name.start)).then(|| input.span(name))
}

/// *dit-il*, *demanda-t-elle*: the verb, and the pronoun attached to it.
fn hyphened(input: TokenizedArticle, verbs: SpeechVerbs, at: usize) -> Option<(Span, Span)> {
    let token = input.tokens.tokens.get(at)?.span;
    let word = input.text(at);
    let (verb, _) = word.split_once('-')?;
    let (before, pronoun) = word.rsplit_once('-')?;
    if !verbs.speaks.contains(verb) || !verbs.pronouns.contains(pronoun) {
        return None;
    }
    let start = token.start as usize;
    let pronoun = Span::new(start + before.len() + 1, token.end as usize);
    Some((Span::new(start, start + verb.len()), pronoun))
}
