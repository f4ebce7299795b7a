//! Bylines after a quotation: `“…” — Ada Lind, novelist`, in the same paragraph or in the next.

use super::pattern_input::PatternInput;
use super::source_mention;
use super::speech_turn::SpeechTurn;
use crate::language::document::word_classes::{QUOTATIVE, SENTENCE_OPENER};
use crate::text::chars;
use std::ops::Range;

/// The most tokens in a byline.
const MAX_TOKENS: usize = 20;

/// Sets the source of each turn that is followed by a byline.
pub(crate) fn sign(input: PatternInput, turns: &mut [SpeechTurn]) {
    for turn in turns {
        let Some(run) = turn.runs.last().and_then(|&run| input.marks.runs.get(run)) else { continue };
        let block = input.tokens.block(input.block(run.tokens.start));
        let behind = run.tokens.end..block.end;
        let signed = if behind.is_empty() {
            // Only a quotation that fills its paragraph can be signed by the next one.
            let next = input.block(block.end);
            (run.tokens.start == block.start).then(|| input.tokens.block(next)).and_then(|next| byline(input, next))
        } else {
            byline(input, behind)
        };
        if let Some((source, cue)) = signed {
            turn.source = Some(input.span(source));
            turn.cue = Some(input.span(cue));
            turn.source_confidence = 0.95;
            turn.confidence = turn.confidence.max(0.95);
        }
    }
}

/// Whether the block `range` is a byline for what comes before it.
pub(crate) fn is_byline(input: PatternInput, range: Range<usize>) -> bool {
    byline(input, range).is_some()
}

/// The name and the dash in `— Name, role`, which must fill `range`.
pub(crate) fn byline(input: PatternInput, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let dashes = range.clone().take_while(|&at| is_dash(input, at)).count();
    if dashes == 0 || range.len() > MAX_TOKENS {
        return None;
    }
    let start = range.start + dashes;
    let name = source_mention::at(input, start, range.end)?;
    let rest = input.text(name.end);
    let ends = name.end >= range.end || matches!(rest, "," | "(" | "." | "|" | "/");
    let speaks = range.clone().any(|at| input.is(at, &QUOTATIVE)) || input.is(name.start, &SENTENCE_OPENER);
    let sentence = range.clone().filter(|&at| input.is_end(at) && at > name.end && !is_dash(input, at)).count() > 1;
    (ends && input.is_capital(name.start) && !sentence && !speaks).then_some((name, range.start..start))
}

fn is_dash(input: PatternInput, at: usize) -> bool {
    matches!(input.text(at), "-" | "--" | "~")
        || input.text(at).chars().all(chars::is_dash) && !input.text(at).is_empty()
}
