//! Bylines after a quotation: `“…” — Ada Lind, novelist`, in the same paragraph or in the next.

use super::source_mention;
use super::speech_turn::SpeechTurn;
use crate::article::{BlockKind, InlineKind};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{
    MEDIUM_PREPOSITION, QUOTATIVE, SENTENCE_OPENER, SHARED_BY, SOURCE_PRONOUN,
};
use crate::text::{Span, chars};
use std::ops::Range;

/// The most tokens in a byline.
const MAX_TOKENS: usize = 20;

/// The most tokens of a name before a handle.
const MAX_BEFORE_HANDLE: usize = 8;

/// Sets the source of each turn that is followed by a byline.
pub(crate) fn sign(input: TokenizedArticle, turns: &mut [SpeechTurn]) {
    for turn in turns {
        let Some(run) = turn.runs.last().and_then(|&run| input.quotation_marks.runs.get(run)) else { continue };
        let block = input.tokens.block(input.block(run.tokens.start));
        let behind = run.tokens.end..block.end;
        let signed = if behind.is_empty() {
            // Only a quotation that fills its paragraph can be signed by the next one.
            let next = input.block(block.end);
            (run.tokens.start == block.start).then(|| input.tokens.block(next)).and_then(|next| byline(input, next))
        } else {
            byline(input, behind.clone())
        };
        let signed = signed.map(|(source, cue)| (source, Some(cue))).or_else(|| {
            // “…”, and in bold or on the next line: “Ada Lind, 61, keeper”.
            let below = run.tokens.start == block.start && !behind.is_empty() && is_set_apart(input, behind.start);
            bare_byline(input, behind).filter(|_| below).map(|source| (source, None))
        });
        let is_pronoun = |source| input.tokens.within(source).all(|at| input.is(at, &SOURCE_PRONOUN));
        let source = match signed {
            Some((source, cue)) => {
                turn.cue = cue.map(|cue| input.span(cue));
                source
            }
            // “… she wrote.” and below the block quotation: “— Ada Lind, in a letter”
            None if turn.source.is_none_or(is_pronoun) => {
                let Some(source) = signature(input, input.block(run.tokens.start)) else { continue };
                turn.cue = None;
                source
            }
            None => continue,
        };
        turn.source = Some(input.span(source));
        turn.source_confidence = 0.95;
        turn.confidence = turn.confidence.max(0.95);
    }
}

/// The name that signs the block quotation of `block`: in a line at its end or right below it.
fn signature(input: TokenizedArticle, block: usize) -> Option<Range<usize>> {
    let kind = |block: usize| input.article.blocks().get(block).map(|block| block.kind);
    let is_quoted = |block: &usize| matches!(kind(*block), Some(BlockKind::Quote(_)));
    let end = (block..).find(|block| !is_quoted(block)).filter(|&end| end > block)?;
    let last = (end - 1 > block).then(|| byline(input, input.tokens.block(end - 1))).flatten();
    let below = || {
        let range = input.tokens.block(end);
        let is_line = matches!(kind(end), Some(BlockKind::Paragraph | BlockKind::Caption));
        byline(input, range.clone()).map(|(name, _)| name).or_else(|| bare_byline(input, range)).filter(|_| is_line)
    };
    last.map(|(name, _)| name).or_else(below)
}

/// Whether token `at` starts bold text or a new line.
fn is_set_apart(input: TokenizedArticle, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let (end, start) = (input.tokens.tokens[before].span.end, input.tokens.tokens[at].span.start);
    let inlines = input.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < start);
    let mut here = inlines[from..].iter().take_while(|inline| inline.span.start == start);
    here.any(|inline| matches!(inline.kind, InlineKind::Strong))
        || end < start && input.article.slice(Span { start: end, end: start }).contains('\n')
}

/// Whether the block `range` is a byline for the block before it.
pub(crate) fn is_byline(input: TokenizedArticle, range: Range<usize>) -> bool {
    byline(input, range).is_some()
}

/// The name and the dash in `— Name, role`, which must fill `range`.
pub(crate) fn byline(input: TokenizedArticle, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let dashes = range.clone().take_while(|&at| is_dash(input, at)).count();
    // “A post shared by Ada Lind (@ada)”
    let shared = SHARED_BY.iter().map(|phrase| phrase.split(' ')).find(|words| {
        words.clone().count() < range.len() && words.clone().zip(range.clone()).all(|(word, at)| input.is(at, &[word]))
    });
    let dashes = shared.map_or(dashes, Iterator::count);
    if dashes == 0 || range.len() > MAX_TOKENS {
        return None;
    }
    let start = range.start + dashes;
    // “— colm deasy (@colm)”, with anything that a name may contain on such a site
    let handle = (start + 1..range.end.min(start + MAX_BEFORE_HANDLE)).find(|&at| input.text(at) == "(");
    if let Some(end) = handle.filter(|&at| input.text(at + 1).starts_with('@') && input.begins_with_letter(start)) {
        let last = (start..end).rev().find(|&at| input.begins_with_letter(at)).unwrap_or(start);
        return Some((start..last + 1, range.start..start));
    }
    let alone = masked(input, start..start + 1, range.end);
    let name = source_mention::at(input, start, range.end)
        .map(|name| masked(input, name, range.end))
        .or_else(|| (start < range.end && alone.end == range.end).then_some(alone))?;
    let rest = input.text(name.end);
    let written = input.is(name.end, &MEDIUM_PREPOSITION) && !input.is_end(range.end - 1);
    let ends = name.end >= range.end || matches!(rest, "," | "(" | "." | "|" | "/") || written;
    let speaks = range.clone().any(|at| input.is(at, &QUOTATIVE)) || input.is(name.start, &SENTENCE_OPENER);
    // The full stops in “@ada.bay.example” end no sentence.
    let stops = |at: usize| input.is_end(at) && at + 1 < range.end && input.touches_previous(at + 1);
    let ends_sentence = |at: &usize| input.is_end(*at) && *at > name.end && !is_dash(input, *at) && !stops(*at);
    let sentence = range.clone().filter(ends_sentence).count() > 1;
    (ends && input.is_capital(name.start) && !sentence && !speaks).then_some((name, range.start..start))
}

/// `name` with the asterisks that hide the rest of it: “Ali***”.
fn masked(input: TokenizedArticle, mut name: Range<usize>, limit: usize) -> Range<usize> {
    let hides = |at: usize| {
        input.text(at).chars().all(|c| c == '*') && !input.text(at).is_empty() && input.touches_previous(at)
    };
    while name.end < limit && hides(name.end) {
        name.end += 1;
    }
    name
}

/// The name in `Name, role` or `Name, Book`, which must fill `range`, where only its position shows that it is a
/// byline. The first word must be a given name or a title, and nothing may read as a sentence.
pub(crate) fn bare_byline(input: TokenizedArticle, range: Range<usize>) -> Option<Range<usize>> {
    const MOST: usize = 14;
    let last = range.end.checked_sub(1).filter(|_| range.len() > 1 && range.len() <= MOST)?;
    let name = source_mention::at(input, range.start, range.end)?;
    let first = input.entry(name.start);
    let called = name.len() > 1 && (first.given > 0 || first.is(Classes::TITLE_OR_OFFICE));
    let rest = input.text(name.end);
    let ends =
        name.end >= range.end || matches!(rest, "," | "(" | "|" | "/" | "@") || input.is(name.end, &MEDIUM_PREPOSITION);
    let speaks = range.clone().any(|at| input.is(at, &QUOTATIVE) || input.is_quoted(at));
    let sentence = input.is_end(last) || matches!(input.text(last), ":" | ";");
    (called && input.is_capital(name.start) && ends && !speaks && !sentence).then_some(name)
}

fn is_dash(input: TokenizedArticle, at: usize) -> bool {
    matches!(input.text(at), "-" | "--" | "~")
        || input.text(at).chars().all(chars::is_dash) && !input.text(at).is_empty()
}
