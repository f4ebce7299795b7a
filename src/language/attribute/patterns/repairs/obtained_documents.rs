//! Documents that another party obtained: “the memo, first reported by Orwick News, says …”. They are the source
//! themselves; the tagger may take the party that obtained them for the source.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::patterns::source_mention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{GETTING_VERB, QUOTATIVE};
use std::ops::Range;

/// The most tokens between the noun for the document and the verb: “the memo, which was first”.
const APART: usize = 8;

/// `found`; if its source only obtained the document that speaks, the document becomes its source.
pub(crate) fn repaired(input: TokenizedArticle, mut found: Attribution) -> Attribution {
    let (Some(source), Some(cue)) = (found.source.filter(|_| found.kind != Kind::Direct), found.cue) else {
        return found;
    };
    let (source, cue) = (input.tokens.within(source), input.tokens.within(cue));
    let Some((document, verb)) = document(input, &source) else { return found };
    // “In a video seen by Orwick News, *a diplomat* said”
    let comma = source.clone().find(|&at| input.text(at) == ",");
    let other = comma.and_then(|comma| source_mention::at(input, comma + 1, source.end));
    if let Some(other) = other {
        found.source = Some(input.span(other));
        return found;
    }
    let content = found.content.first().map_or(0, |piece| input.tokens.within(*piece).start);
    if cue.contains(&verb) {
        // “first reported by Orwick News, *said* that”
        let speaks = |at: &usize| input.is(*at, &QUOTATIVE) && !input.is_quoted(*at);
        let Some(says) = (source.end..content.min(source.end + APART)).find(speaks) else { return found };
        found.cue = Some(input.span(says..says + 1));
    } else if cue.start < source.end {
        return found;
    }
    found.source = Some(input.span(document));
    found
}

/// The mention of the document that `source` obtained, and the token of the verb that says so.
fn document(input: TokenizedArticle, source: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let by = (source.start.saturating_sub(2)..=source.start).rev().find(|&at| input.is(at, &["by"]))?;
    let verb = by.checked_sub(1).filter(|&verb| input.is(verb, &GETTING_VERB))?;
    let sentence = input.sentence_range(verb);
    let start = sentence.start.max(verb.saturating_sub(APART * 2));
    let is_written = |at: usize| !input.is_capital(at) && input.entry(at).is(Classes::DOC);
    let mentions = source_mention::all(input, start..verb);
    let document = mentions.into_iter().rev().find(|mention| mention.clone().any(is_written))?;
    let near = document.end + APART >= verb && !(document.end..verb).any(|at| input.is(at, &QUOTATIVE));
    near.then_some((document, verb))
}
