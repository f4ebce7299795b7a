//! What is read in an article, in order: every token at which a mention may stand, and the ends of the sources. And in
//! whose own words each token stands.

use super::names::NameAt;
use super::pronouns;
use super::words::{Shape, Words};
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::document::lexicon::Classes;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What may be a mention, at its token.
pub enum Item {
    /// Index of a name.
    Name(usize),
    /// Head of a description.
    Described,
    /// A body with or without a name: its tokens.
    Body(Range<usize>),
    Pronoun,
    /// The end of the source of an attribution.
    Source(usize),
}

/// All items of the article with the token of each, in order, and the attributions by the token at which their source
/// starts.
pub fn find(
    words: &Words,
    names: &[NameAt],
    attributions: &[Attribution],
) -> (Vec<(usize, Item)>, FxHashMap<usize, usize>) {
    let mut source_at = FxHashMap::default();
    let mut ends: Vec<(usize, usize, usize)> = Vec::new();
    for (index, attribution) in attributions.iter().enumerate() {
        if let Some(source) = attribution.source {
            let range = words.tokens.within(source);
            if !range.is_empty() {
                source_at.insert(range.start, index);
                ends.push((range.end - 1, range.start, index));
            }
        }
    }
    ends.sort();
    let mut ends = ends.into_iter().peekable();
    let mut waiting = names.iter().enumerate().peekable();
    let mut items = Vec::new();
    let mut named_to = 0;
    for at in 0..words.len() {
        while let Some((index, _)) = waiting.next_if(|(_, name)| name.name.start <= at) {
            named_to = named_to.max(names[index].whole.end);
            items.push((names[index].name.start, Item::Name(index)));
        }
        // Titles before a name belong to it.
        let before_name = waiting.peek().is_some_and(|(_, name)| name.whole.start <= at);
        if at >= named_to && !before_name {
            if pronouns::third_person(words, at).is_some() {
                items.push((at, Item::Pronoun));
            } else if words.is(at, Classes::HUMAN) && words.is_word(at) {
                items.push((at, Item::Described));
            } else if words.shape(at) == Shape::Lower
                && words.is(at, Classes::ORG.or(Classes::DOC))
                && !words.is(at, Classes::PLURAL)
                && let Some(range) = body_range(words, at)
            {
                items.push((at, Item::Body(range)));
            }
        }
        while let Some((end, _, index)) = ends.next_if(|(end, _, _)| *end <= at) {
            items.push((end, Item::Source(index)));
        }
    }
    (items, source_at)
}

/// For each token the innermost attribution in whose own words it stands, plus one: all of a direct quotation, the marked
/// words of others.
pub fn voices(words: &Words, attributions: &[Attribution]) -> Vec<u32> {
    let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
    for (index, attribution) in attributions.iter().enumerate() {
        pieces.extend(attribution.content.iter().map(|&span| (words.tokens.within(span), index)));
    }
    pieces.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut voices = vec![0; words.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    for (at, voice) in voices.iter_mut().enumerate() {
        while let Some((range, index)) = pieces.next_if(|(range, _)| range.start <= at) {
            open.push((range.end, index));
        }
        while open.last().is_some_and(|(end, _)| *end <= at) {
            open.pop();
        }
        // Reported words inside a quotation are still the speaker's own: the innermost that is spoken counts.
        let spoken =
            open.iter().rev().take(8).find(|(end, index)| *end > at && attributions[*index].kind == Kind::Direct);
        let marked = || open.iter().rev().take(8).find(|(end, _)| *end > at && words.quoted(at));
        if let Some((_, index)) = spoken.or_else(marked) {
            *voice = *index as u32 + 1;
        }
    }
    voices
}

/// The tokens of “the Coastal Lights Authority”, “the report” whose last is `head`.
fn body_range(words: &Words, head: usize) -> Option<Range<usize>> {
    if words.together(head)
        && words.shape(head + 1) == Shape::Lower
        && words.is(head + 1, Classes::HUMAN.or(Classes::ORG))
    {
        return None;
    }
    let start = words.sentence_range(head).start;
    for before in (start..head).rev().take(4) {
        if words.is(before, Classes::DETERMINER) {
            return words
                .one_of(before, &["the", "this", "that", "its", "his", "her", "their"])
                .then_some(before..head + 1);
        }
        if !words.is_word(before) || words.is(before, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY))
        {
            return None;
        }
    }
    None
}
