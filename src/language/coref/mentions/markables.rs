//! Mention detection: finds the places that need to be resolved, in text order, and the quotation that contains each
//! token.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::coref::names::citizens::is_citizen;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::syntax::pronouns::{self};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::DEFINITE;
use crate::language::lexical::{TokenizedArticle, WordShape};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Something to be resolved at a token: a possible mention, or a source.
pub enum Markable {
    /// The index of a name.
    Name(usize),
    /// The head of a description.
    Description,
    /// The tokens of an organisation, with or without a name.
    Organisation(Range<usize>),
    Pronoun,
    /// The last token of the source of the attribution with this index.
    Source(usize),
}

/// All markables of the article, in order, each with its token; and the attributions by the token at which their source
/// starts.
pub fn find(
    article: TokenizedArticle,
    names: &[NameMention],
    attributions: &[Attribution],
) -> (Vec<(usize, Markable)>, FxHashMap<usize, usize>) {
    let mut source_at = FxHashMap::default();
    let mut ends: Vec<(usize, usize, usize)> = Vec::new();
    for (index, attribution) in attributions.iter().enumerate() {
        if let Some(source) = attribution.source {
            let range = article.tokens.within(source);
            if !range.is_empty() {
                source_at.insert(range.start, index);
                ends.push((range.end - 1, range.start, index));
            }
        }
    }
    ends.sort();
    let mut ends = ends.into_iter().peekable();
    let mut waiting = names.iter().enumerate().peekable();
    let mut found = Vec::new();
    let mut named_to = 0;
    for at in 0..article.len() {
        while let Some((index, _)) = waiting.next_if(|(_, name)| name.name.start <= at) {
            named_to = named_to.max(names[index].whole.end);
            found.push((names[index].name.start, Markable::Name(index)));
        }
        // A title before a name belongs to it.
        let before_name = waiting.peek().is_some_and(|(_, name)| name.whole.start <= at);
        if at >= named_to && !before_name {
            if pronouns::third_person(article, at).is_some() {
                found.push((at, Markable::Pronoun));
            } else if article.is(at, Classes::HUMAN) && article.is_word(at) || is_citizen(article, at) {
                found.push((at, Markable::Description));
            } else if article.shape(at) == WordShape::Lower
                && article.is(at, Classes::ORG.or(Classes::DOC))
                && !article.is(at, Classes::PLURAL)
                && let Some(range) = organisation_range(article, at)
            {
                found.push((at, Markable::Organisation(range)));
            }
        }
        while let Some((end, _, index)) = ends.next_if(|(end, _, _)| *end <= at) {
            found.push((end, Markable::Source(index)));
        }
    }
    (found, source_at)
}

/// The innermost attributions in whose content the tokens of a text stand.
pub struct ContentIndex {
    /// For each token: the index of the innermost attribution that quotes it verbatim, plus one; 0 if there is none. A
    /// direct quotation is verbatim as a whole, any other only within quotation marks.
    own_words: Vec<u32>,
    /// The same for attributions that are at least partly paraphrased.
    reported: Vec<u32>,
}

impl ContentIndex {
    pub fn of(article: TokenizedArticle, attributions: &[Attribution]) -> ContentIndex {
        let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
        for (index, attribution) in attributions.iter().enumerate() {
            pieces.extend(attribution.content.iter().map(|&span| (article.tokens.within(span), index)));
        }
        pieces.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut own_words = vec![0; article.len()];
        let mut reported = vec![0; article.len()];
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut pieces = pieces.into_iter().peekable();
        for (at, (own_words, reported)) in own_words.iter_mut().zip(&mut reported).enumerate() {
            while let Some((range, index)) = pieces.next_if(|(range, _)| range.start <= at) {
                open.push((range.end, index));
            }
            while open.last().is_some_and(|(end, _)| *end <= at) {
                open.pop();
            }
            // Words that are reported inside a direct quotation are still its speaker's own.
            let around = || open.iter().rev().take(8).filter(|(end, _)| *end > at);
            let is_direct = |index: usize| attributions[index].kind == Kind::Direct;
            let spoken = around().find(|(_, index)| is_direct(*index));
            let marked = || around().find(|_| article.is_quoted(at));
            if let Some((_, index)) = spoken.or_else(marked) {
                *own_words = *index as u32 + 1;
            }
            if let Some((_, index)) = around().find(|(_, index)| !is_direct(*index)) {
                *reported = *index as u32 + 1;
            }
        }
        ContentIndex { own_words, reported }
    }

    /// The innermost attribution in whose own words token `at` stands.
    pub fn own_words_at(&self, at: usize) -> Option<usize> {
        (*self.own_words.get(at)? as usize).checked_sub(1)
    }

    /// The innermost attribution, other than of direct speech, in whose content token `at` stands.
    pub fn reported_at(&self, at: usize) -> Option<usize> {
        (*self.reported.get(at)? as usize).checked_sub(1)
    }
}

/// The tokens of an organisation or a document with its determiner (“the coastal authority”, “the report”), up to
/// `head`.
fn organisation_range(article: TokenizedArticle, head: usize) -> Option<Range<usize>> {
    if article.together(head)
        && article.shape(head + 1) == WordShape::Lower
        && article.is(head + 1, Classes::HUMAN.or(Classes::ORG))
    {
        return None;
    }
    let start = article.sentence_range(head).start;
    for before in (start..head).rev().take(4) {
        if article.is(before, Classes::DETERMINER) {
            return article.is(before, &DEFINITE).then_some(before..head + 1);
        }
        if !article.is_word(before)
            || article.is(before, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY))
        {
            return None;
        }
    }
    None
}
