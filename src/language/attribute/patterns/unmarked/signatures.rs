//! Signed block quotations: `— Ada Lind, keeper` as their last paragraph, as the paragraph after them, or after their
//! last sentence, as in embedded posts of social networks. Posts may also begin with their author: `Ada Lind (@ada)`.

use crate::article::BlockKind;
use crate::language::attribute::patterns::bylines::{bare_byline, byline};
use crate::language::attribute::patterns::nearby;
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{
    AFTER_SIGNING, DEMONSTRATIVE_PRONOUN, MEDIUM_PREPOSITION, ORIGIN_PREPOSITION, ORIGIN_VERB, QUOTATIVE,
    SIGNING_ADVERB,
};
use crate::text::chars;
use std::ops::Range;

/// The signed block quotations.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks();
    let quoted = |block: usize| matches!(blocks.get(block).map(|b| b.kind), Some(BlockKind::Quote(_)));
    let mut found = Vec::new();
    let mut block = 0;
    while block < blocks.len() {
        if !quoted(block) {
            block += 1;
            continue;
        }
        let end = (block..).find(|&block| !quoted(block)).unwrap_or(block + 1);
        let posted = posted(input, block..end);
        let mut first = if posted.is_some() { end } else { block };
        found.extend(posted);
        let mut at = first;
        while at < end {
            at += 1;
            if let Some((turn, signed)) = turn(input, first..at) {
                found.push(turn);
                first = signed;
            }
        }
        if first < end && paragraph_signs(input, end) {
            let behind = input.tokens.block(end);
            let introduced = block.checked_sub(1).is_some_and(|before| {
                input.tokens.block(before).next_back().is_some_and(|last| input.text(last) == ":")
            });
            let dashes = behind.clone().take_while(|&at| input.text(at).chars().all(chars::is_dash)).count();
            let told =
                || attribution_sentence(input, first..end, behind.start + dashes..behind.end).filter(|_| !introduced);
            found.extend(signed_by(input, first..end, behind.clone()).or_else(told));
        }
        block = end;
    }
    found
}

/// Whether `block` can sign the quotation before it.
fn paragraph_signs(input: TokenizedArticle, block: usize) -> bool {
    let kind = input.article.blocks().get(block).map(|block| block.kind);
    matches!(kind, Some(BlockKind::Paragraph | BlockKind::Caption))
}

/// The turn made of `blocks`, if the last one is a signature or ends with one, and the block after them.
fn turn(input: TokenizedArticle, blocks: Range<usize>) -> Option<(UnmarkedSpeech, usize)> {
    let last = blocks.end.checked_sub(1).filter(|last| *last >= blocks.start)?;
    let range = input.tokens.block(last);
    if blocks.len() > 1
        && let Some(turn) = signed_by(input, blocks.start..last, range.clone())
    {
        return Some((turn, blocks.end));
    }
    // “… after midnight. — Rolf Asmund (@rasmund)”
    let dash = range.clone().skip(1).rev().find(|&at| {
        let word = input.text(at);
        (word == "--" || word.chars().all(chars::is_dash) && !word.is_empty() && word != "-") && ends(input, at - 1)
    })?;
    let (source, cue) = byline(input, dash..range.end)?;
    let mut content = spans(input, blocks.start..last);
    content.push(input.span(range.start..dash));
    Some((set_off(input, source, Some(cue), content)?, blocks.end))
}

/// The turn made of `blocks`, signed by the tokens `range`.
fn signed_by(input: TokenizedArticle, blocks: Range<usize>, range: Range<usize>) -> Option<UnmarkedSpeech> {
    if let Some((source, cue)) = byline(input, range.clone()) {
        return set_off(input, source, Some(cue), spans(input, blocks));
    }
    let inside =
        input.tokens.tokens.get(range.start).and_then(|token| input.article.blocks().get(token.block as usize));
    if matches!(inside?.kind, BlockKind::Quote(_))
        && input.text(range.start).chars().all(chars::is_dash)
        && let Some(turn) = attribution_sentence(input, blocks.clone(), range.start + 1..range.end)
    {
        return Some(turn);
    }
    let before = input.tokens.block(blocks.end.checked_sub(1)?);
    let source = bare_byline(input, range).filter(|_| before.end > before.start && ends(input, before.end - 1))?;
    set_off(input, source, None, spans(input, blocks))
}

/// The turn made of `blocks`, if the short sentence `range` after them only says who wrote them: “Ada Lind, keeper,
/// wrote”, “wrote Ada Lind in her diary.”, “Ada Lind wrote this on Monday.”
fn attribution_sentence(input: TokenizedArticle, blocks: Range<usize>, range: Range<usize>) -> Option<UnmarkedSpeech> {
    const MOST: usize = 16;
    let last = range.end.checked_sub(1).filter(|_| range.len() > 1 && range.len() <= MOST)?;
    let one = input.sentence_range(range.start).end >= range.end && range.clone().all(|at| !input.is_quoted(at));
    if let Some(source) = come_from(input, range.clone()).filter(|_| one) {
        return set_off(input, source, None, spans(input, blocks));
    }
    // “So wrote Ada Lind.”
    let range = if input.is(range.start, &SIGNING_ADVERB) { range.start + 1..range.end } else { range };
    let verb = range.clone().find(|&at| input.is(at, &QUOTATIVE))?;
    let source = if verb == range.start {
        source_mention::at(input, verb + 1, range.end)?
    } else {
        nearby::subject_of(input, range.start, verb, range.end).filter(|source| source.end <= verb)?
    };
    // A sentence with a clause or an object says more than that.
    let next = if verb == range.start { source.end } else { verb + 1 };
    let closes = next >= range.end
        || matches!(input.text(next), "." | ",")
        || input.is(next, &MEDIUM_PREPOSITION)
        || input.is(next, &AFTER_SIGNING)
        || input.is(next, &["that"]) && (next + 1 >= range.end || matches!(input.text(next + 1), "." | ","));
    let ends = next >= range.end
        || input.is_end(last)
        || range.start.checked_sub(1).is_some_and(|dash| input.text(dash).chars().all(chars::is_dash));
    (one && closes && ends && input.is_capital(source.end - 1))
        .then(|| set_off(input, source, Some(verb..verb + 1), spans(input, blocks)))
        .flatten()
}

/// The name in the sentence `range`, if it says where the words above come from: “This came from Mara Holt, a miller.”,
/// “That was Mara Holt.”
fn come_from(input: TokenizedArticle, range: Range<usize>) -> Option<Range<usize>> {
    let points = input.is(range.start, &DEMONSTRATIVE_PRONOUN);
    let verb = range.start + 1;
    let from = (verb + 1..verb + 3).find(|&at| input.is(at, &ORIGIN_PREPOSITION) && at < range.end);
    let comes = input.is(verb, &ORIGIN_VERB);
    let name = source_mention::at(input, from.map_or(verb + 1, |from| from + 1), range.end)?;
    let ends = name.end >= range.end || matches!(input.text(name.end), "," | ".");
    (points && comes && ends && input.is_capital(name.start) && name.len() > 1).then_some(name)
}

/// The turn made of `blocks` after the first, if that is the author with a handle: `Ada Lind (@ada)`.
fn posted(input: TokenizedArticle, blocks: Range<usize>) -> Option<UnmarkedSpeech> {
    let head = input.tokens.block(blocks.start);
    let source = bare_byline(input, head.clone()).filter(|_| blocks.len() > 1)?;
    let handle =
        matches!(input.text(source.end), "(" | "@" | "|") && input.article.slice(input.span(head)).contains('@');
    handle.then(|| set_off(input, source, None, spans(input, blocks.start + 1..blocks.end))).flatten()
}

fn spans(input: TokenizedArticle, blocks: Range<usize>) -> Vec<crate::text::Span> {
    blocks
        .map(|block| input.tokens.block(block))
        .filter(|range| !range.is_empty())
        .map(|range| input.span(range))
        .collect()
}

/// Quoted words are left to other patterns.
fn set_off(
    input: TokenizedArticle,
    source: Range<usize>,
    cue: Option<Range<usize>>,
    content: Vec<crate::text::Span>,
) -> Option<UnmarkedSpeech> {
    let marked = input.article.slice(*content.first()?).starts_with(chars::is_quotation_mark);
    (!marked).then(|| UnmarkedSpeech {
        source: Some(input.span(source)),
        cue: cue.map(|cue| input.span(cue)),
        content,
        source_confidence: 0.95,
        confidence: 0.95,
    })
}

/// Whether a sentence can end with token `at`.
fn ends(input: TokenizedArticle, at: usize) -> bool {
    input.is_end(at) || matches!(input.text(at), "”" | "\"" | "’" | ")" | ":")
}
