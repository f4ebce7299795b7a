//! Pages of letters to the editor: each letter is signed below, `Margaret Dunn, Ternmouth`, and its words are hers.

use crate::article::BlockKind;
use crate::language::attribute::patterns::bylines::bare_byline;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::FIRST_PERSON;

/// The least number of letters on a page of letters.
const MIN_LETTERS: usize = 2;
/// Headings that are looked at for the name of the page.
const HEADINGS: usize = 6;

/// The letters, if the title or a heading says that the page has letters.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    if !is_page_of_letters(input) {
        return Vec::new();
    }
    let blocks = input.article.blocks();
    let mut letters: Vec<UnmarkedSpeech> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Paragraph => {}
            BlockKind::Headline | BlockKind::Heading(_) => {
                open.clear();
                continue;
            }
            _ => continue,
        }
        let range = input.tokens.block(number);
        let signed = bare_byline(input, range).filter(|name| matches!(input.text(name.end), "," | "("));
        let Some(name) = signed else {
            open.push(number);
            continue;
        };
        let content: Vec<_> = open.drain(..).map(|block| input.span(input.tokens.block(block))).collect();
        let own = content.iter().flat_map(|&piece| input.tokens.within(piece)).any(|at| input.is(at, &FIRST_PERSON));
        if own {
            letters.push(UnmarkedSpeech {
                source: Some(input.span(name)),
                cue: None,
                content,
                source_confidence: 0.9,
                confidence: 0.85,
            });
        }
    }
    if letters.len() < MIN_LETTERS { Vec::new() } else { letters }
}

/// Whether the title or one of the first headings speaks of letters.
fn is_page_of_letters(input: TokenizedArticle) -> bool {
    let blocks = input.article.blocks().iter();
    let heads = blocks.filter(|block| matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_))).take(HEADINGS);
    let title = input.article.meta.title.as_deref().into_iter();
    let named = |words: &str| words.split_whitespace().any(|word| word.eq_ignore_ascii_case("letters"));
    title.chain(heads.map(|block| input.article.slice(block.span))).any(named)
}
