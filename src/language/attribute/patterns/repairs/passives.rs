//! Passives: “Dan Moss was told by the police that his house had been searched” reports what the police said. The
//! tagger may take the subject for the content.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::patterns::source_mention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{ADDRESS_VERB, BEFORE_PASSIVE, CONTENT_OPENER, PASSIVE_AUXILIARY};
use crate::text::Span;

/// The most tokens between the cue and the clause that it reports.
const REACH: usize = 16;

/// `found`; if its cue is a passive whose subject was taken for the content or the source, the clause after the cue,
/// said by the agent named with “by”. `None` if there is no such clause.
pub(crate) fn repaired(input: TokenizedArticle, found: Attribution) -> Option<Attribution> {
    let Some(cue) = passive_cue(input, &found) else { return Some(found) };
    let sentence = input.sentence_range(cue);
    let agent = match found.source.filter(|&source| !hears(input, source, cue)) {
        Some(source) => Some(input.tokens.within(source)),
        None if input.text(cue + 1) == "by" => source_mention::at(input, cue + 2, sentence.end),
        None => None,
    };
    let after = agent.as_ref().map_or(cue + 1, |agent| agent.end.max(cue + 1));
    let opener = (after..sentence.end.min(after + REACH)).find(|&at| input.is(at, &CONTENT_OPENER))?;
    let start = opener + usize::from(input.text(opener) == "that");
    let end = (start..sentence.end).rev().find(|&at| input.begins_with_letter(at))? + 1;
    let marked = (start..end).any(|at| input.is_quoted(at));
    Some(Attribution {
        kind: if marked { Kind::Mixed } else { Kind::Indirect },
        content: vec![input.span(start..end)],
        source: agent.map(|agent| input.span(agent)),
        ..found
    })
}

/// The token of the participle if the cue of `found` is a passive, and its subject was taken for the content or the
/// source.
fn passive_cue(input: TokenizedArticle, found: &Attribution) -> Option<usize> {
    let cue = input.tokens.within(found.cue?).next_back()?;
    let passive = cue.checked_sub(1).is_some_and(|at| input.is(at, &PASSIVE_AUXILIARY) && input.is(cue, &ADDRESS_VERB));
    let mut taken = found.content.iter().chain(&found.source);
    let hearer =
        taken.any(|&span| is_subject(input, span, cue)) || found.source.is_some_and(|span| hears(input, span, cue));
    (found.kind != Kind::Direct && passive && hearer).then_some(cue)
}

/// Whether `source` stands before the participle at `cue`, and not behind “by”: “*Ann Lee* rang, only to be told”.
fn hears(input: TokenizedArticle, source: Span, cue: usize) -> bool {
    let range = input.tokens.within(source);
    let agent = range.start.checked_sub(1).is_some_and(|by| input.text(by) == "by");
    range.end <= cue && !agent && input.sentence(range.start) == input.sentence(cue)
}

/// Whether `span` stands right before the auxiliaries of the participle at `cue`: “*Dan Moss, 40,* had been told”.
fn is_subject(input: TokenizedArticle, span: Span, cue: usize) -> bool {
    let auxiliary = cue.saturating_sub(1);
    let before = (auxiliary.saturating_sub(2)..auxiliary).rev();
    let first = before.take_while(|&at| input.is(at, &BEFORE_PASSIVE)).last().unwrap_or(auxiliary);
    let range = input.tokens.within(span);
    let ends = range.end == first || range.end + 1 == first && input.text(range.end) == ",";
    ends && input.sentence(range.start) == input.sentence(cue)
}
