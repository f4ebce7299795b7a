//! Speech set off by its place alone: a paragraph introduced by the one before (*In a letter he wrote:*), a block
//! quotation, and interviews whose questions are bold, headings, or simply every other paragraph.

use super::labels::{interviewed, speech};
use super::nearby;
use super::pattern_input::PatternInput;
use super::unmarked_speech::UnmarkedSpeech;
use crate::article::{BlockKind, InlineKind};
use crate::language::document::word_classes::{FIRST_PERSON, FIRST_PERSON_SINGULAR, QUOTATIVE, SECOND_PERSON};
use crate::text::{Span, chars};
use std::ops::Range;

/// The least number of questions of an interview if they are bold or headings.
const MIN_EMPHASISED: usize = 3;
/// The same if only their place sets them apart.
const MIN_PLAIN: usize = 4;
/// The most words in a question.
const MAX_QUESTION_WORDS: usize = 90;

/// The paragraphs and block quotations that are introduced.
pub(crate) fn introduced(input: PatternInput) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks();
    let mut found: Vec<UnmarkedSpeech> = Vec::new();
    let mut block = 1;
    while block < blocks.len() {
        let quoted = |block: usize| matches!(blocks.get(block).map(|b| b.kind), Some(BlockKind::Quote(_)));
        let end = match blocks[block].kind {
            BlockKind::Quote(_) => (block..).find(|&block| !quoted(block)).unwrap_or(block + 1),
            _ => block + 1,
        };
        let led =
            introduction(input, block - 1).or_else(|| quoted(block).then(|| speaker_before(input, block)).flatten());
        if let Some(turn) = led.and_then(|(source, cue)| turn(input, source, cue, block..end)) {
            found.push(turn);
        }
        block = end;
    }
    found
}

/// The speaker and the verb in `block` that introduce what follows: “In a letter to the mayor he wrote:”.
fn introduction(input: PatternInput, block: usize) -> Option<(Span, Span)> {
    const FAR: usize = 40;
    let kind = input.article.blocks().get(block)?.kind;
    let range = input.tokens.block(block);
    let colon = range.end.checked_sub(1).filter(|&last| last > range.start && input.text(last) == ":")?;
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Quote(_)) || !input.is_outside(colon) {
        return None;
    }
    let start = input.sentence_range(colon).start.max(range.start).max(colon.saturating_sub(FAR));
    let verb = (start..colon).rev().find(|&at| input.is(at, &QUOTATIVE) && input.is_outside(at))?;
    let source = nearby::subject_of(input, start, verb, colon)?;
    Some((input.span(source), input.span(verb..verb + 1)))
}

/// The speaker and the verb in the paragraph before the block quotation `block`, if the quotation says *I* or *we*.
fn speaker_before(input: PatternInput, block: usize) -> Option<(Span, Span)> {
    let before = block.checked_sub(1)?;
    let range = input.tokens.block(before);
    let own = input.tokens.block(block).any(|at| input.is(at, &FIRST_PERSON) && input.is_outside(at));
    if input.article.blocks().get(before)?.kind != BlockKind::Paragraph || !own {
        return None;
    }
    let verbs = range.clone().rev().filter(|&at| input.is(at, &QUOTATIVE) && input.is_outside(at)).take(4);
    verbs.into_iter().find_map(|verb| {
        let start = input.sentence_range(verb).start.max(range.start);
        let source = nearby::subject_of(input, start, verb, range.end)?;
        Some((input.span(source), input.span(verb..verb + 1)))
    })
}

/// The turn made of `blocks`, unless they are a list or a heading, or in quotation marks, which other patterns handle.
fn turn(input: PatternInput, source: Span, cue: Span, blocks: Range<usize>) -> Option<UnmarkedSpeech> {
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

/// The questions and answers of an interview without labels; empty if the article is not one.
pub(crate) fn interview(input: PatternInput) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks();
    let text: Vec<usize> = (0..blocks.len())
        .filter(|&block| blocks[block].kind.is_text() && blocks[block].kind != BlockKind::Byline)
        .collect();
    let plain: Vec<bool> = text.iter().map(|&block| is_question(input, block)).collect();
    let bold: Vec<bool> = text.iter().zip(&plain).map(|(&block, &asks)| asks && is_emphasised(input, block)).collect();
    let questions = match (answered(&bold), answered(&plain)) {
        (apart, _) if apart >= MIN_EMPHASISED && is_talk(input, &text, &bold) => bold,
        (_, all) if all >= MIN_PLAIN && in_first_person(input, &text, &plain) => plain,
        _ => return Vec::new(),
    };
    let Some(first) = questions.iter().position(|&asks| asks) else { return Vec::new() };
    let answers = interviewed(input, text.get(..first).unwrap_or(&[]));
    let last = questions.iter().rposition(|&asks| asks).unwrap_or(first);
    let mut turns: Vec<UnmarkedSpeech> = Vec::new();
    let mut ended = false;
    for (place, (&block, &asks)) in text.iter().zip(&questions).enumerate().skip(first) {
        let range = input.tokens.block(block);
        if range.is_empty() {
            continue;
        }
        let span = input.span(range.clone());
        let goes_on = turns.last().is_some_and(|turn| turn.source.is_some() || turn.cue.is_some());
        if asks {
            turns.push(UnmarkedSpeech {
                source: None,
                cue: None,
                content: vec![span],
                source_confidence: 0.0,
                confidence: 0.9,
            });
        } else if !ended
            && !matches!(blocks[block].kind, BlockKind::Heading(_))
            && (speech(input, range.clone(), place <= last) || !goes_on && can_answer(input, range.start))
        {
            match turns.last_mut() {
                Some(turn) if goes_on => turn.content.push(span),
                _ => turns.push(UnmarkedSpeech {
                    source: answers,
                    cue: None,
                    content: vec![span],
                    source_confidence: 0.9,
                    confidence: 0.9,
                }),
            }
        } else {
            // Text after the last answer (“This interview was edited”) has no speaker.
            ended = place > last;
        }
    }
    turns
}

/// Whether the block at token `at`, right after a question, can answer it. A stage direction cannot.
fn can_answer(input: PatternInput, at: usize) -> bool {
    !matches!(input.text(at), "(" | "[" | "*" | "_" | "♪")
}

/// Whether the block is a question, or ends with one.
fn is_question(input: PatternInput, block: usize) -> bool {
    let kind = input.article.blocks().get(block).map(|block| block.kind);
    let range = input.tokens.block(block);
    let Some(last) = range.end.checked_sub(1).filter(|_| !range.is_empty()) else { return false };
    input.text(last) == "?"
        && input.is_outside(last)
        && input.is_outside(range.start)
        && matches!(kind, Some(BlockKind::Paragraph | BlockKind::Heading(_)))
        && input.count_words(range) <= MAX_QUESTION_WORDS
}

/// Whether the block is a heading, or bold or emphasised throughout.
fn is_emphasised(input: PatternInput, block: usize) -> bool {
    let Some(block) = input.article.blocks().get(block) else { return false };
    let inlines = input.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < block.span.start);
    let apart = inlines[from..].iter().take_while(|inline| inline.span.start < block.span.end).any(|inline| {
        matches!(inline.kind, InlineKind::Strong | InlineKind::Emphasis) && inline.span.len() + 2 >= block.span.len()
    });
    apart || matches!(block.kind, BlockKind::Heading(_))
}

/// The number of questions that are followed by something else.
fn answered(questions: &[bool]) -> usize {
    questions.windows(2).filter(|pair| pair[0] && !pair[1]).count()
}

/// Whether a question addresses *you*, or an answer says *I*. Headings of an explanatory page do neither.
fn is_talk(input: PatternInput, text: &[usize], questions: &[bool]) -> bool {
    let first = questions.iter().position(|&asks| asks).unwrap_or(0);
    text.iter().zip(questions).skip(first).any(|(&block, &asks)| {
        let persons = if asks { &SECOND_PERSON } else { &FIRST_PERSON_SINGULAR };
        input.tokens.block(block).any(|at| input.is(at, persons) && input.is_outside(at))
    })
}

/// Whether at least half of the answers say *I* or *we*, and questions and answers fill the text from the first
/// question on.
fn in_first_person(input: PatternInput, text: &[usize], questions: &[bool]) -> bool {
    let person = |block: usize| input.tokens.block(block).any(|at| input.is(at, &FIRST_PERSON) && input.is_outside(at));
    let first = questions.iter().position(|&asks| asks).unwrap_or(0);
    let asked = questions.iter().filter(|&&asks| asks).count();
    let answers: Vec<usize> = questions
        .windows(2)
        .zip(text.iter().skip(1))
        .filter(|(pair, _)| pair[0] && !pair[1])
        .map(|(_, &b)| b)
        .collect();
    let own = answers.iter().filter(|&&block| person(block)).count();
    own * 2 >= answers.len() && asked * 4 >= text.len() - first
}
