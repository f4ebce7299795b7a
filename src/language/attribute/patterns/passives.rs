//! Passives: “Dan Moss was told by the police that his house had been searched” reports what the police said. The tagger
//! may take the subject for the content.

use super::pattern_input::PatternInput;
use super::source_mention;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::document::word_classes::{ADDRESS_VERB, CONTENT_OPENER, PASSIVE_AUXILIARY};
use crate::text::Span;

/// The most tokens between the cue and the clause that it reports.
const REACH: usize = 16;

/// `found`, or where its cue is a passive and its subject was taken for the content or the source, the clause after the
/// cue by the one who is named with “by”. `None` if there is no such clause.
pub(crate) fn mended(input: PatternInput, found: Attribution) -> Option<Attribution> {
    let Some(cue) = passive_cue(input, &found) else { return Some(found) };
    let sentence = input.sentence_range(cue);
    let agent = (input.text(cue + 1) == "by").then(|| source_mention::at(input, cue + 2, sentence.end)).flatten();
    let after = agent.as_ref().map_or(cue + 1, |agent| agent.end);
    let opener = (after..sentence.end.min(after + REACH)).find(|&at| input.is(at, &CONTENT_OPENER))?;
    let start = opener + usize::from(input.text(opener) == "that");
    let end = (start..sentence.end).rev().find(|&at| input.is_word(at))? + 1;
    let marked = (start..end).any(|at| !input.is_outside(at));
    Some(Attribution {
        kind: if marked { Kind::Mixed } else { Kind::Indirect },
        content: vec![input.span(start..end)],
        source: agent.map(|agent| input.span(agent)),
        ..found
    })
}

/// The token of the participle if the cue of `found` is a passive, and what stands right before the auxiliary was taken
/// for the content or the source.
fn passive_cue(input: PatternInput, found: &Attribution) -> Option<usize> {
    let cue = input.tokens.within(found.cue?).next_back()?;
    let auxiliary =
        cue.checked_sub(1).filter(|&at| input.is(at, &PASSIVE_AUXILIARY) && input.is(cue, &ADDRESS_VERB))?;
    // “had been told”
    let first = (auxiliary.saturating_sub(2)..auxiliary)
        .rev()
        .take_while(|&at| !input.is_capital(at) && input.is(at, &["has", "have", "had", "will", "would", "being"]));
    let first = first.last().unwrap_or(auxiliary);
    let is_subject = |span: Span| {
        let range = input.tokens.within(span);
        let before = range.end == first || range.end + 1 == first && input.text(range.end) == ",";
        before && input.sentence(range.start) == input.sentence(cue)
    };
    let is_content = found.content.iter().any(|&piece| is_subject(piece));
    let is_source = found.source.is_some_and(is_subject);
    (found.kind != Kind::Direct && (is_content || is_source)).then_some(cue)
}
