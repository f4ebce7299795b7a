//! Explanations of keys, commands and options, which only look like speech (`q` “quit,” says the menu): only named
//! people speak there.

use crate::article::{Article, Block, BlockKind, InlineKind, keys};
use crate::language::attribute::attribution::Attribution;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{MENTION_PRONOUN, SENTENCE_OPENER};
use crate::text::Span;

/// The gap between a key and its explanation in a plain text.
const GAP: &str = "   ";

/// The places of a text that explain keys, in order.
pub(crate) struct Explanations {
    /// Entries of lists and rows of tables.
    entries: Vec<Span>,
    /// Paragraphs that speak of keys or code.
    beside_code: Vec<Span>,
}

impl Explanations {
    pub fn of(article: &Article) -> Explanations {
        let mut entries = rows(article);
        entries.extend(columns(article));
        let mut beside_code = Vec::new();
        let code: Vec<Span> = article
            .inlines()
            .iter()
            .filter(|inline| inline.kind == InlineKind::Code)
            .map(|inline| inline.span)
            .collect();
        let mut at = 0;
        let mut follows_key = false;
        for block in article.blocks() {
            while code.get(at).is_some_and(|code| code.end <= block.span.start) {
                at += 1;
            }
            let first = code.get(at).filter(|code| code.start < block.span.end);
            let is_key = first.is_some_and(|code| code.contains(block.span));
            let opens = first.is_some_and(|code| code.start == block.span.start);
            match () {
                () if is_key || follows_key || opens && block.kind.is_item() => entries.push(block.span),
                () if first.is_some() => beside_code.push(block.span),
                () => {}
            }
            follows_key = is_key;
        }
        entries.sort_by_key(|span| span.start);
        Explanations { entries, beside_code }
    }

    /// Whether `found` explains a key rather than reporting speech.
    pub fn explains_key(&self, input: TokenizedArticle, found: &Attribution) -> bool {
        let stands_in = |spans: &[Span]| {
            found.content.iter().chain(&found.source).any(|piece| {
                let first = spans.partition_point(|span| span.end <= piece.start);
                spans.get(first).is_some_and(|span| span.overlaps(*piece))
            })
        };
        let source = found.source.map(|source| input.tokens.within(source));
        if stands_in(&self.entries) {
            let is_name = |at: usize| input.is_capital(at) && !input.is(at, &SENTENCE_OPENER);
            return source.is_none_or(|mut source| !source.any(is_name));
        }
        // “auto” does not describe a person.
        let is_bare = |at: usize| {
            !input.is_capital(at)
                && !input.is(at, &MENTION_PRONOUN)
                && !input.entry(at).classes.any(Classes::HUMAN.or(Classes::ORG).or(Classes::PLURAL))
        };
        source.is_some_and(|source| source.len() == 1 && is_bare(source.start)) && stands_in(&self.beside_code)
    }
}

/// The rows of tables whose first column has keys.
fn rows(article: &Article) -> Vec<Span> {
    let mut found = Vec::new();
    let blocks = article.blocks();
    let is_row = |at: usize| blocks.get(at).is_some_and(|block: &Block| block.kind == BlockKind::Table);
    let mut at = 0;
    while at < blocks.len() {
        let end = (at..).find(|&row| !is_row(row)).unwrap_or(at);
        let first = |row: usize| article.cells(row).first().copied();
        let heads = usize::from(end > at + 1);
        let terms: Vec<&str> = (at + heads..end)
            .filter_map(first)
            .filter(|(_, cell)| cell.column == 0)
            .map(|(words, _)| article.slice(words))
            .collect();
        if keys::are_keys(&terms) {
            found.extend(blocks[at..end].iter().map(|row| row.span));
        }
        at = end.max(at + 1);
    }
    found
}

/// The paragraphs of a plain text whose lines each have a key and, after a gap, its explanation.
fn columns(article: &Article) -> Vec<Span> {
    let mut terms = Vec::new();
    let mut found = Vec::new();
    for block in article.blocks().iter().filter(|block| block.kind.is_text() && block.kind != BlockKind::Table) {
        let before = terms.len();
        let mut lines = 0;
        for line in article.slice(block.span).lines().map(str::trim) {
            lines += 1;
            terms.extend(line.split_once(GAP).map(|(term, _)| term));
        }
        found.extend(((terms.len() - before) * 2 > lines).then_some(block.span));
    }
    if terms.len() > 1 && keys::are_keys(&terms) { found } else { Vec::new() }
}
