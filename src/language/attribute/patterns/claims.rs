//! What a noun of saying reports belongs to whoever it is from, not to the one who answers it: “Lund dismissed *Ann Lee’s
//! claim* that …”, “Lund shrugged off a suggestion *by Ann Lee* that …”.

use super::pattern_input::PatternInput;
use super::source_mention;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::document::word_classes::{CLAIM, ORIGIN_PREPOSITION, POSSESSIVE_ENDING};
use std::ops::Range;

/// `found`, or if its content is a clause that a noun of saying reports, with whoever that is from as its source.
pub(crate) fn mended(input: PatternInput, mut found: Attribution) -> Attribution {
    if found.kind == Kind::Direct {
        return found;
    }
    let Some(first) = found.content.first().map(|piece| input.tokens.within(*piece).start) else { return found };
    // The content may begin with “that” or behind it.
    let that = [first.checked_sub(1), Some(first)].into_iter().flatten().find(|&at| input.is(at, &["that"]));
    if let Some((owner, noun)) = that.and_then(|that| owner_of_claim(input, that)) {
        found.source = Some(input.span(owner));
        found.cue = Some(input.span(noun..noun + 1));
    }
    found
}

/// The mention of whoever the claim right before the token `that` is from, and the token of its noun.
fn owner_of_claim(input: PatternInput, that: usize) -> Option<(Range<usize>, usize)> {
    let start = input.near(input.sentence_range(that).start, that);
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
