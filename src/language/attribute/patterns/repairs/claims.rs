//! Nouns of saying: their clause belongs to the person whose claim it is, not to the person who responds to it. “Lund
//! dismissed *Ann Lee’s claim* that …”, “Lund shrugged off a suggestion *by Ann Lee* that …”.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::reporting;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{ATTITUDE, CLAIM, ORIGIN_PREPOSITION, POSSESSIVE_ENDING};
use std::ops::Range;

/// The most tokens between a noun of saying and its clause.
const APART: usize = 12;

/// `found`; if its content is a clause that a noun of saying reports, the owner of the claim becomes its source.
pub(crate) fn repaired(input: TokenizedArticle, mut found: Attribution) -> Attribution {
    if found.kind == Kind::Direct {
        return found;
    }
    let Some(piece) = found.content.first().map(|piece| input.tokens.within(*piece)) else { return found };
    // The content may begin behind “that”, with it, or with the noun. “Ann said Lund’s claim that it was late was
    // false”: the claim is only part of what Ann said.
    let says = found.cue.is_some_and(|cue| {
        reporting::says(input.article.slice(cue)) && !input.tokens.within(cue).any(|at| input.is(at, &ATTITUDE))
    });
    let end = if says { piece.start + 1 } else { piece.end.min(piece.start + APART) };
    let near = piece.start.saturating_sub(1)..end;
    let mut thats = near.filter(|&at| input.is(at, &["that"]));
    let Some((that, owner, noun)) = thats.find_map(|that| {
        let (owner, noun) = owner_of_claim(input, that)?;
        Some((that, owner, noun))
    }) else {
        return found;
    };
    found.source = Some(input.span(owner));
    found.cue = Some(input.span(noun..noun + 1));
    if that > piece.start
        && that + 1 < piece.end
        && let Some(first) = found.content.first_mut()
    {
        *first = input.span(that + 1..piece.end);
    }
    found
}

/// The mention of the owner of the claim right before the token `that`, and the token of its noun.
fn owner_of_claim(input: TokenizedArticle, that: usize) -> Option<(Range<usize>, usize)> {
    let start = input.sentence_range(that).start.max(that.saturating_sub(APART));
    let last = that.checked_sub(1).filter(|&last| last > start)?;
    if input.is(last, &CLAIM) {
        let possessive = (start..last).rev().take(2).find(|&at| input.is(at, &POSSESSIVE_ENDING))?;
        let owner = source_mention::all(input, start..possessive).pop()?;
        return (owner.end == possessive).then_some((owner, last));
    }
    let from = (start..last).rev().find(|&at| input.is(at, &ORIGIN_PREPOSITION))?;
    let noun = from.checked_sub(1).filter(|&noun| input.is(noun, &CLAIM))?;
    let owner = source_mention::at(input, from + 1, that).filter(|owner| owner.end == that)?;
    Some((owner, noun))
}
