//! Speech shown only by its position: a paragraph introduced by the one before (*In a letter he wrote:*), and a block
//! quotation.

use crate::article::BlockKind;
use crate::language::attribute::patterns::nearby;
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{FIRST_PERSON, ORIGIN_PREPOSITION, QUOTATIVE};
use crate::text::{Span, chars};
use std::ops::Range;

/// The paragraphs and block quotations that are introduced.
pub(crate) fn introduced(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks();
    let mut found: Vec<UnmarkedSpeech> = Vec::new();
    let mut block = 1;
    while block < blocks.len() {
        let quoted = |block: usize| matches!(blocks.get(block).map(|b| b.kind), Some(BlockKind::Quote(_)));
        let end = match blocks[block].kind {
            BlockKind::Quote(_) => (block..).find(|&block| !quoted(block)).unwrap_or(block + 1),
            _ => block + 1,
        };
        let led = introduction(input, block - 1, quoted(block))
            .or_else(|| quoted(block).then(|| speaker_before(input, block)).flatten());
        if let Some(turn) = led.and_then(|(source, cue)| turn(input, source, cue, block..end)) {
            found.push(turn);
        }
        block = end;
    }
    found
}

/// The speaker and the verb in `block` that introduce what follows: “In a letter to the mayor he wrote:”. What follows
/// needs no colon before it if it is `quoted`: “She wrote that”.
fn introduction(input: TokenizedArticle, block: usize, quoted: bool) -> Option<(Span, Span)> {
    const FAR: usize = 40;
    let kind = input.article.blocks().get(block)?.kind;
    let range = input.tokens.block(block);
    // A signature belongs to the quotation above it.
    if matches!(kind, BlockKind::Quote(_)) && input.text(range.start).chars().all(chars::is_dash) {
        return None;
    }
    let leads =
        |last: usize| input.text(last) == ":" || quoted && (input.text(last) == "," || input.is(last, &["that"]));
    let last = range.end.checked_sub(1).filter(|&last| last > range.start)?;
    // Without a sign the verb itself is the end.
    let colon = if quoted && input.is(last, &QUOTATIVE) { last + 1 } else { Some(last).filter(|&last| leads(last))? };
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Quote(_)) || input.is_quoted(last) {
        return None;
    }
    let start = input.sentence_range(last).start.max(range.start).max(colon.saturating_sub(FAR));
    let verb = (start..colon).rev().find(|&at| input.is(at, &QUOTATIVE) && !input.is_quoted(at));
    let Some(verb) = verb else { return quoted.then(|| sent_by(input, start..colon)).flatten() };
    let source = nearby::subject_of(input, start, verb, colon)?;
    Some((input.span(source), input.span(verb..verb + 1)))
}

/// The name right before the colon that ends `range`, and the word before it: “The answer came from Petra Lindqvist:”,
/// “A letter from Petra Lindqvist:”.
fn sent_by(input: TokenizedArticle, range: Range<usize>) -> Option<(Span, Span)> {
    let from = range.clone().rev().find(|&at| input.is(at, &ORIGIN_PREPOSITION))?;
    let name = source_mention::at(input, from + 1, range.end)?;
    let all = name.end >= range.end || input.text(name.end) == ",";
    (all && input.is_capital(name.start)).then(|| (input.span(name), input.span(from..from + 1)))
}

/// The speaker and the verb in the paragraph before the block quotation `block`, if the quotation says *I* or *we*.
fn speaker_before(input: TokenizedArticle, block: usize) -> Option<(Span, Span)> {
    let before = block.checked_sub(1)?;
    let range = input.tokens.block(before);
    let own = input.tokens.block(block).any(|at| input.is(at, &FIRST_PERSON) && !input.is_quoted(at));
    if input.article.blocks().get(before)?.kind != BlockKind::Paragraph || !own {
        return None;
    }
    let verbs = range.clone().rev().filter(|&at| input.is(at, &QUOTATIVE) && !input.is_quoted(at)).take(4);
    verbs.into_iter().find_map(|verb| {
        let start = input.sentence_range(verb).start.max(range.start);
        let source = nearby::subject_of(input, start, verb, range.end)?;
        Some((input.span(source), input.span(verb..verb + 1)))
    })
}

/// The turn made of `blocks`, unless they are a list or a heading, or in quotation marks, which other patterns handle.
fn turn(input: TokenizedArticle, source: Span, cue: Span, blocks: Range<usize>) -> Option<UnmarkedSpeech> {
    let kind = input.article.blocks().get(blocks.start)?.kind;
    let quotation = matches!(kind, BlockKind::Quote(_));
    let content: Vec<Span> = blocks
        .map(|block| input.tokens.block(block))
        .filter(|range| !range.is_empty())
        .map(|r| input.span(r))
        .collect();
    let first = input.article.slice(*content.first()?);
    let marked = first.starts_with(chars::is_quotation_mark)
        || first.starts_with(chars::is_dash)
        || first.starts_with(['•', '·']);
    let sentence = first.starts_with(char::is_uppercase) && first.trim_end().ends_with(['.', '!', '?', '…']);
    let plain = kind == BlockKind::Paragraph && sentence;
    (!marked && (quotation || plain)).then_some(UnmarkedSpeech {
        source: Some(source),
        cue: Some(cue),
        content,
        source_confidence: 0.85,
        confidence: if quotation { 0.95 } else { 0.8 },
    })
}
