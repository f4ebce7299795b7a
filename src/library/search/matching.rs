//! Finds the terms of a search in a text, and the sentence with most of them.

use super::query::Term;
use crate::article::{Article, Block, BlockKind, Meta};
use crate::language::lexical::tokens::Tokens;
use crate::library::words::{fold, words};
use crate::text::Span;
use std::ops::Range;

/// Bytes that are searched after the first match: enough for the best sentence of an article.
const MAX_BYTES: u32 = 256 << 10;
/// Bytes of a long block on either side of a match in which its sentence is sought.
const MAX_SENTENCE: usize = 600;

/// The best sentence of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::library) struct SentenceMatch {
    pub sentence: Span,
    /// The first match in it.
    pub first: Option<Span>,
}

/// The bytes of `text` where any of `terms` stands, in order, none overlapping.
pub(in crate::library) fn matches(text: &str, terms: &[&Term]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (_, range) in each_match(text, terms) {
        match found.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => found.push(range),
        }
    }
    found
}

/// Whether each of `terms` stands in `text`.
pub(in crate::library) fn has_all(text: &str, terms: &[&Term]) -> bool {
    terms.iter().all(|term| !each_match(text, &[term]).is_empty())
}

/// Each place in `text` where one of `terms` stands, with its number.
fn each_match(text: &str, terms: &[&Term]) -> Vec<(usize, Range<usize>)> {
    if terms.is_empty() {
        return Vec::new();
    }
    let ranges: Vec<Range<usize>> = words(text).collect();
    let mut found = Vec::new();
    let (mut word, mut next) = (String::new(), String::new());
    for (at, range) in ranges.iter().enumerate() {
        word.clear();
        fold(&text[range.clone()], &mut word);
        for (number, term) in terms.iter().enumerate() {
            let goes_on = |nth: usize, next: &mut String| {
                let Some(range) = ranges.get(at + nth) else { return false };
                next.clear();
                fold(&text[range.clone()], next);
                term.is_word(nth, next)
            };
            if term.is_word(0, &word) && (1..term.words().len()).all(|nth| goes_on(nth, &mut next)) {
                found.push((number, range.start..ranges[at + term.words().len() - 1].end));
            }
        }
    }
    found
}

/// The sentence of `text` in which most of `terms` stand; the first of those with as many. Without a match it is the
/// first sentence.
pub(in crate::library) fn best_sentence(text: &str, blocks: &[Block], terms: &[&Term]) -> SentenceMatch {
    let mut best: Option<(usize, SentenceMatch)> = None;
    let mut until = u32::MAX;
    for block in blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate) {
        if block.span.start > until {
            break;
        }
        let found = each_match(block.span.of(text), terms);
        let mut next = 0;
        while let Some((_, range)) = found.get(next) {
            let first = Span::new(block.span.start as usize + range.start, block.span.start as usize + range.end);
            until = until.min(first.start.saturating_add(MAX_BYTES));
            let sentence = sentence_at(text, block.span, first);
            let end = (sentence.end - block.span.start) as usize;
            let here = found[next..].iter().take_while(|(_, range)| range.start < end);
            let mut numbers: Vec<usize> = here.map(|&(number, _)| number).collect();
            next += numbers.len().max(1);
            numbers.sort_unstable();
            numbers.dedup();
            if best.is_none_or(|(most, _)| numbers.len() > most) {
                best = Some((numbers.len(), SentenceMatch { sentence, first: Some(first) }));
            }
            if numbers.len() == terms.len() {
                until = 0;
                break;
            }
        }
    }
    best.map_or_else(
        || {
            let first = blocks.iter().find(|block| block.kind.is_text()).map_or(Span::default(), |block| block.span);
            SentenceMatch { sentence: sentence_at(text, first, Span { end: first.start, ..first }), first: None }
        },
        |(_, found)| found,
    )
}

/// The sentence of `block` in which `at` begins.
pub(in crate::library) fn sentence_at(text: &str, block: Span, at: Span) -> Span {
    // In a long block only the sentences near the match are split.
    let start = text.floor_char_boundary((at.start as usize).saturating_sub(MAX_SENTENCE).max(block.start as usize));
    let end = text.floor_char_boundary((at.end as usize + MAX_SENTENCE).min(block.end as usize)).max(start);
    let words = text.get(start..end).unwrap_or("");
    let paragraph = Block { kind: BlockKind::Paragraph, span: Span::new(0, words.len()) };
    let article = Article::new(words.to_owned(), vec![paragraph], Meta::default());
    let tokens = Tokens::of(&article);
    let local = (at.start as usize).saturating_sub(start) as u32;
    let spans = (0..tokens.sentences.len()).map(|sentence| tokens.span(tokens.sentence(sentence)));
    let around = spans.filter(|span| !span.is_empty()).take_while(|span| span.start <= local).last();
    let found = around.unwrap_or(Span::new(0, words.len()));
    Span::new(start + found.start as usize, start + found.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    fn check(text: &str, typed: &[&str]) -> String {
        let article = plain::article(text.to_owned());
        let terms: Vec<Term> = typed.iter().filter_map(|typed| Term::new(typed)).collect();
        let terms: Vec<&Term> = terms.iter().collect();
        let found = best_sentence(article.text(), article.blocks(), &terms);
        let sentence = found.sentence.of(article.text());
        let mut shown = sentence.to_owned();
        for range in matches(sentence, &terms).into_iter().rev() {
            shown.insert(range.end, ']');
            shown.insert(range.start, '[');
        }
        shown
    }

    #[test]
    fn the_sentence_with_most_of_it() {
        let text = "Dr. Quill came. The Café was shut; the ferry late.\n\n“A late ferry,” said Mr. Orr, “is a ferry.” He left.";
        for (typed, expected) in [
            (&["ferry"][..], "The Café was shut; the [ferry] late."),
            (&["late ferry"], "“A [late ferry],” said Mr. Orr, “is a ferry.”"),
            (&["orr", "ferry"], "“A late [ferry],” said Mr. [Orr], “is a [ferry].”"),
            (&["CAFE"], "The [Café] was shut; the ferry late."),
            (&["fer*", "qu*"], "Dr. [Quill] came."),
            (&["quill came the"], "Dr. Quill came."),
            (&["nowhere"], "Dr. Quill came."),
            (&[], "Dr. Quill came."),
        ] {
            assert_eq!(check(text, typed), expected, "{typed:?}");
        }
        assert_eq!(check(&("x".repeat(5000) + " ferry " + &"y ".repeat(5000)), &["ferry"]).matches('[').count(), 1);
    }
}
