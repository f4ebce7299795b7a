//! Written statements after a lead: `Halloran, in an email: We have nothing to add.`, `Lindqvist tweeted: Sold at
//! night!`

use crate::article::BlockKind;
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{CHANNEL, MEDIUM_PREPOSITION, QUOTATIVE, SENTENCE_OPENER};
use crate::text::chars;

/// The most tokens in the lead.
const MAX_TOKENS: usize = 24;

/// The paragraphs that such a lead opens.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let blocks = input.article.blocks().iter().enumerate();
    let text = blocks.filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)));
    text.filter_map(|(block, _)| turn(input, block)).collect()
}

fn turn(input: TokenizedArticle, block: usize) -> Option<UnmarkedSpeech> {
    let range = input.tokens.block(block);
    let limit = range.end.min(range.start + MAX_TOKENS);
    let name = source_mention::at(input, range.start, limit)?;
    if !input.is_capital(name.start) || input.is(name.start, &SENTENCE_OPENER) {
        return None;
    }
    let colon = (name.end..limit).find(|&at| input.text(at) == ":")?;
    let by = (name.end..colon).rev().find(|&at| input.is(at, &MEDIUM_PREPOSITION) && input.before(at) == ",");
    let channel = input.text(name.end) == "," && by.is_some_and(|by| (by + 1..colon).any(|at| input.is(at, &CHANNEL)));
    let verb = source_mention::past_adverbs(input, name.end, colon);
    let reports = verb + 1 == colon && input.is(verb, &QUOTATIVE);
    let cue = if channel { by? } else { verb };
    let plain = (name.end..colon).all(|at| !input.is_quoted(at) && !matches!(input.text(at), "." | "?" | "!" | ";"));
    let first = input.text(colon + 1);
    let said = colon + 1 < range.end
        && !first.starts_with(chars::is_quotation_mark)
        && first.starts_with(char::is_alphanumeric);
    ((channel || reports) && plain && said).then(|| UnmarkedSpeech {
        source: Some(input.span(name)),
        cue: Some(input.span(cue..colon)),
        content: vec![input.span(colon + 1..range.end)],
        source_confidence: 0.95,
        confidence: 0.9,
    })
}
