//! Bylines after a quotation: `“…” — Ada Lind, novelist`, in the same paragraph or in the next.

use super::source_mention;
use super::speech_turn::SpeechTurn;
use super::view::PatternInput;
use crate::language::document::word_classes::{QUOTATIVE, SENTENCE_OPENER};
use crate::text::chars;
use std::ops::Range;

/// The most tokens in a byline.
const MAX_TOKENS: usize = 20;

/// Sets the source of each turn that is followed by a byline.
pub(crate) fn sign(view: PatternInput, turns: &mut [SpeechTurn]) {
    for turn in turns {
        let Some(run) = turn.runs.last().and_then(|&run| view.marks.runs.get(run)) else { continue };
        let block = view.tokens.block(view.block(run.tokens.start));
        let behind = run.tokens.end..block.end;
        let signed = if behind.is_empty() {
            // Only a quotation that fills its paragraph can be signed by the next one.
            let next = view.block(block.end);
            (run.tokens.start == block.start).then(|| view.tokens.block(next)).and_then(|next| byline(view, next))
        } else {
            byline(view, behind)
        };
        if let Some((source, cue)) = signed {
            turn.source = Some(view.span(source));
            turn.cue = Some(view.span(cue));
            turn.source_confidence = 0.95;
            turn.confidence = turn.confidence.max(0.95);
        }
    }
}

/// Whether the block `range` is a byline for what comes before it.
pub(crate) fn is_byline(view: PatternInput, range: Range<usize>) -> bool {
    byline(view, range).is_some()
}

/// The name and the dash in `— Name, role`, which must fill `range`.
pub(crate) fn byline(view: PatternInput, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let dashes = range.clone().take_while(|&at| is_dash(view, at)).count();
    if dashes == 0 || range.len() > MAX_TOKENS {
        return None;
    }
    let start = range.start + dashes;
    let name = source_mention::at(view, start, range.end)?;
    let rest = view.text(name.end);
    let ends = name.end >= range.end || matches!(rest, "," | "(" | "." | "|" | "/");
    let speaks = range.clone().any(|at| view.is(at, &QUOTATIVE)) || view.is(name.start, &SENTENCE_OPENER);
    let sentence = range.clone().filter(|&at| view.is_end(at) && at > name.end && !is_dash(view, at)).count() > 1;
    (ends && view.is_capital(name.start) && !sentence && !speaks).then_some((name, range.start..start))
}

fn is_dash(view: PatternInput, at: usize) -> bool {
    matches!(view.text(at), "-" | "--" | "~") || view.text(at).chars().all(chars::is_dash) && !view.text(at).is_empty()
}
