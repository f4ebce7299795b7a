//! Nested quotations: *“He said, ‘Go.’ So I went.”* Only if a speaker is named for the inner words: the others are
//! mostly scare quotes and titles.

use crate::language::attribute::attribution::{Attribution, Kind, SpeechAct};
use crate::language::attribute::patterns::nearby;
use crate::language::lexical::TokenizedArticle;
use crate::text::Span;

/// The quotations nested in the content of `speech`.
pub(crate) fn find(input: TokenizedArticle, speech: &[Attribution]) -> Vec<Attribution> {
    let marks = input.quotation_marks.from_inside();
    let input = TokenizedArticle { quotation_marks: &marks, ..input };
    let mut pieces: Vec<Span> = speech.iter().flat_map(|a| a.content.iter().copied()).collect();
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut found: Vec<Attribution> = Vec::new();
    // The last one: its end, its index and the piece around it, while it may continue.
    let mut last: Option<(usize, usize, Span)> = None;
    for run in input.quotation_marks.runs.iter().filter(|run| run.closed && run.opened) {
        let after = pieces.partition_point(|piece| piece.start <= run.span.start);
        let Some(piece) = pieces[..after].last().filter(|piece| piece.contains(run.span) && **piece != run.span) else {
            continue;
        };
        let holder = run.outer.and_then(|outer| input.quotation_marks.runs.get(outer)).map(|outer| outer.inner());
        let room = holder.unwrap_or_else(|| input.tokens.within(*piece));
        let floor = last.filter(|(end, _, _)| room.contains(end)).map_or(room.start, |(end, _, _)| end);
        let behind = nearby::after(input, run, room.end);
        let named = behind.or_else(|| nearby::before(input, run, floor));
        match (named, last) {
            (None, Some((end, number, same))) if same == *piece && goes_on(input, end, run.tokens.start) => {
                found[number].content.push(run.span);
                last = None;
            }
            (None, _) => {}
            (Some(named), _) => {
                let source = input.span(named.source);
                last = (named.cue.start >= run.tokens.end).then_some((run.tokens.end, found.len(), *piece));
                found.push(Attribution {
                    kind: Kind::Direct,
                    act: SpeechAct::Said,
                    content: vec![run.span],
                    cue: Some(input.span(named.cue)),
                    source: Some(source),
                    confidence: 0.85,
                    source_confidence: named.confidence,
                    inside: None,
                });
            }
        }
    }
    found
}

/// Whether only the clause of an attribution stands between the two positions.
fn goes_on(input: TokenizedArticle, end: usize, start: usize) -> bool {
    start > end + 1 && start - end < 30 && (input.sentence_range(end).contains(&(start - 1)))
}
