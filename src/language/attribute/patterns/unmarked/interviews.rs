//! Interviews without labels: their questions are bold, in italics, headings, or simply every other paragraph.

use crate::article::{BlockKind, InlineKind};
use crate::language::attribute::patterns::labels::interviewee::Interview;
use crate::language::attribute::patterns::labels::speech;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{
    CONVERSE, FIRST_PERSON, FIRST_PERSON_SINGULAR, SECOND_PERSON, TELLS_OF_INTERVIEW,
};
use crate::text::Span;
use std::ops::Range;

/// The least number of questions of an interview if they are emphasised.
const MIN_EMPHASISED: usize = 3;
/// The same if they are bold paragraphs below an introduction of the interviewee.
const MIN_INTRODUCED: usize = 2;
/// The same if only their position sets them apart.
const MIN_PLAIN: usize = 4;
/// The most words in a question.
const MAX_QUESTION_WORDS: usize = 90;

/// A block, or the part of one before or after the end of its emphasis: “**Why?** I like it.”
struct BlockPart {
    block: usize,
    tokens: Range<usize>,
    kind: BlockKind,
    /// Whether it is a heading, or emphasised throughout.
    emphasised: bool,
}

/// The questions and answers of an interview without labels; empty if the article is not one.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let parts = parts(input);
    let plain: Vec<bool> = parts.iter().map(|part| is_question(input, part)).collect();
    let bold: Vec<bool> = parts.iter().zip(&plain).map(|(part, &asks)| asks && part.emphasised).collect();
    let marked: Vec<bool> = parts.iter().map(|part| part.emphasised && part.kind == BlockKind::Paragraph).collect();
    let asks = bold.iter().any(|&asks| asks);
    let (mut questions, emphasised) = match (answered(&bold), answered(&plain)) {
        (apart, _) if apart >= MIN_EMPHASISED && is_talk(input, &parts, &bold) => (bold, true),
        _ if asks && answered(&marked) >= MIN_EMPHASISED && is_announced(input, &parts, &marked) => (marked, true),
        (apart, _) if apart >= MIN_INTRODUCED && is_introduced(input, &parts, &bold) => (bold, true),
        (_, all) if all >= MIN_EMPHASISED && is_announced(input, &parts, &plain) && fills(&plain) => (plain, false),
        (_, all) if all >= MIN_PLAIN && in_first_person(input, &parts, &plain) => (plain, false),
        _ => return Vec::new(),
    };
    let Some(first) = questions.iter().position(|&asks| asks) else { return Vec::new() };
    let interview = introduced(input, &parts[..first]);
    let last = questions.iter().rposition(|&asks| asks).unwrap_or(first);
    for place in first + 1..last {
        // “Tell us about the winter.”, “Do you miss it? They say nobody does.”
        let part = &parts[place];
        let asks = if emphasised {
            part.kind == BlockKind::Paragraph && part.emphasised
        } else {
            !questions[place - 1] && !questions[place + 1] && asks_within(input, part)
        };
        questions[place] |= asks && input.count_words(part.tokens.clone()) <= MAX_QUESTION_WORDS;
    }
    let mut turns: Vec<UnmarkedSpeech> = Vec::new();
    let mut answering = false;
    let mut ended = false;
    for (place, (part, &asks)) in parts.iter().zip(&questions).enumerate().skip(first) {
        let range = part.tokens.clone();
        let span = input.span(range.clone());
        if asks {
            answering = false;
            turns.push(turn(interview.asks, 0.85, span));
        } else if !ended
            && !matches!(part.kind, BlockKind::Heading(_))
            && (speech(input, range.clone(), place <= last) || !answering && can_answer(input, range.start))
        {
            match turns.last_mut() {
                Some(turn) if answering => turn.content.push(span),
                _ => turns.push(turn(interview.answers, 0.9, span)),
            }
            answering = true;
        } else {
            // Text after the last answer (“This interview was edited”) has no speaker.
            ended = place > last;
        }
    }
    turns
}

fn turn(source: Option<Span>, source_confidence: f32, content: Span) -> UnmarkedSpeech {
    UnmarkedSpeech { source, cue: None, content: vec![content], source_confidence, confidence: 0.9 }
}

/// The parts of the text, none empty.
fn parts(input: TokenizedArticle) -> Vec<BlockPart> {
    let mut parts = Vec::new();
    for (number, block) in input.article.blocks().iter().enumerate() {
        let tokens = input.tokens.block(number);
        if !block.kind.is_text() || block.kind == BlockKind::Byline || tokens.is_empty() {
            continue;
        }
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let split = emphasis(input, number).map(|emphasis| input.tokens.within(emphasis).end);
        let split = split.filter(|&at| at > tokens.start && block.kind == BlockKind::Paragraph);
        let part = |tokens: Range<usize>, emphasised| BlockPart { block: number, tokens, kind: block.kind, emphasised };
        match split {
            Some(at) if at < tokens.end && input.text(at - 1) == "?" => {
                parts.extend([part(tokens.start..at, true), part(at..tokens.end, false)]);
            }
            Some(at) if at >= tokens.end => parts.push(part(tokens, true)),
            _ => parts.push(part(tokens, heading)),
        }
    }
    parts
}

/// The emphasis with which block `number` begins.
fn emphasis(input: TokenizedArticle, number: usize) -> Option<Span> {
    let block = input.article.blocks().get(number)?;
    let inlines = input.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < block.span.start);
    let here = inlines[from..].iter().take_while(|inline| inline.span.start <= block.span.start + 1);
    let emphasised = here.filter(|inline| matches!(inline.kind, InlineKind::Strong | InlineKind::Emphasis));
    emphasised.map(|inline| inline.span).max_by_key(|span| span.end)
}

/// Whether the part at token `at`, right after a question, can answer it. A stage direction cannot.
fn can_answer(input: TokenizedArticle, at: usize) -> bool {
    !matches!(input.text(at), "(" | "[" | "*" | "_" | "♪")
}

/// Whether the part is a question, or ends with one.
fn is_question(input: TokenizedArticle, part: &BlockPart) -> bool {
    let last = part.tokens.end - 1;
    input.text(last) == "?"
        && !input.is_quoted(last)
        && !input.is_quoted(part.tokens.start)
        && matches!(part.kind, BlockKind::Paragraph | BlockKind::Heading(_))
        && input.count_words(part.tokens.clone()) <= MAX_QUESTION_WORDS
}

/// Whether the part asks *you* something before it ends, and says nothing of *me*.
fn asks_within(input: TokenizedArticle, part: &BlockPart) -> bool {
    let outside = || part.tokens.clone().filter(|&at| !input.is_quoted(at));
    outside().any(|at| input.text(at) == "?")
        && outside().any(|at| input.is(at, &SECOND_PERSON))
        && !outside().any(|at| input.is(at, &FIRST_PERSON_SINGULAR))
}

/// The number of questions that are followed by something else.
fn answered(questions: &[bool]) -> usize {
    questions.windows(2).filter(|pair| pair[0] && !pair[1]).count()
}

/// Whether a question addresses *you*, or an answer says *I*. Headings of an explanatory page do neither.
fn is_talk(input: TokenizedArticle, parts: &[BlockPart], questions: &[bool]) -> bool {
    let first = questions.iter().position(|&asks| asks).unwrap_or(0);
    parts.iter().zip(questions).skip(first).any(|(part, &asks)| {
        let persons = if asks { &SECOND_PERSON } else { &FIRST_PERSON_SINGULAR };
        part.tokens.clone().any(|at| input.is(at, persons) && !input.is_quoted(at))
    })
}

/// The two speakers, according to the parts before the first question.
fn introduced(input: TokenizedArticle, before: &[BlockPart]) -> Interview {
    let introduction: Vec<usize> = before.iter().map(|part| part.block).collect();
    Interview::introduced(input, &introduction)
}

/// Whether the questions fill the text from the first on: at least one part of three is one.
fn fills(questions: &[bool]) -> bool {
    let asked = questions.iter().filter(|&&asks| asks).count();
    asked * 3 >= questions.iter().skip_while(|asks| !**asks).count()
}

/// Whether the text before the first question names the interviewee and mentions an interview.
fn is_announced(input: TokenizedArticle, parts: &[BlockPart], questions: &[bool]) -> bool {
    let before = &parts[..questions.iter().position(|&asks| asks).unwrap_or(0)];
    let told = |at: usize| input.is(at, &CONVERSE) || input.is(at, &TELLS_OF_INTERVIEW);
    before.iter().flat_map(|part| part.tokens.clone()).any(told) && introduced(input, before).answers.is_some()
}

/// Whether the bold questions and their answers fill the text from the first question on, an answer says *I*, and the
/// introduction names the interviewee.
fn is_introduced(input: TokenizedArticle, parts: &[BlockPart], questions: &[bool]) -> bool {
    let Some(first) = questions.iter().position(|&asks| asks) else { return false };
    let asked = questions.iter().filter(|&&asks| asks).count();
    let own =
        |part: &BlockPart| part.tokens.clone().any(|at| input.is(at, &FIRST_PERSON_SINGULAR) && !input.is_quoted(at));
    let bold = parts
        .iter()
        .zip(questions)
        .skip(first)
        .all(|(part, &asks)| !matches!(part.kind, BlockKind::Heading(_)) && part.emphasised == asks);
    let answers = || parts.iter().zip(questions).skip(first).filter(|(_, asks)| !**asks).map(|(part, _)| part);
    bold && asked * 4 >= parts.len() - first
        && answers().any(own)
        && introduced(input, &parts[..first]).answers.is_some()
}

/// Whether at least half of the answers say *I* or *we*, and questions and answers fill the text from the first
/// question on.
fn in_first_person(input: TokenizedArticle, parts: &[BlockPart], questions: &[bool]) -> bool {
    let person = |part: &BlockPart| part.tokens.clone().any(|at| input.is(at, &FIRST_PERSON) && !input.is_quoted(at));
    let first = questions.iter().position(|&asks| asks).unwrap_or(0);
    let asked = questions.iter().filter(|&&asks| asks).count();
    let pairs = questions.windows(2).zip(parts.iter().skip(1));
    let answers: Vec<&BlockPart> = pairs.filter(|(pair, _)| pair[0] && !pair[1]).map(|(_, part)| part).collect();
    let own = answers.iter().filter(|part| person(part)).count();
    own * 2 >= answers.len() && asked * 4 >= parts.len() - first
}
