//! Written statements after a lead: `Halloran, in an email: We have nothing to add.`, `Lindqvist tweeted: Sold at night!`

use super::source_mention;
use super::unmarked_speech::UnmarkedSpeech;
use super::view::PatternInput;
use crate::article::BlockKind;
use crate::language::document::word_classes::{CHANNEL, MEDIUM_PREPOSITION, QUOTATIVE, SENTENCE_OPENER};
use crate::text::chars;

/// The most tokens in the lead.
const MAX_TOKENS: usize = 24;

/// The paragraphs that such a lead opens.
pub(crate) fn find(view: PatternInput) -> Vec<UnmarkedSpeech> {
    let blocks = view.article.blocks().iter().enumerate();
    let text = blocks.filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)));
    text.filter_map(|(block, _)| turn(view, block)).collect()
}

fn turn(view: PatternInput, block: usize) -> Option<UnmarkedSpeech> {
    let range = view.tokens.block(block);
    let limit = range.end.min(range.start + MAX_TOKENS);
    let name = source_mention::at(view, range.start, limit)?;
    if !view.is_capital(name.start) || view.is(name.start, &SENTENCE_OPENER) {
        return None;
    }
    let colon = (name.end..limit).find(|&at| view.text(at) == ":")?;
    let by = (name.end..colon).rev().find(|&at| view.is(at, &MEDIUM_PREPOSITION) && view.before(at) == ",");
    let channel = view.text(name.end) == "," && by.is_some_and(|by| (by + 1..colon).any(|at| view.is(at, &CHANNEL)));
    let verb = source_mention::past_adverbs(view, name.end, colon);
    let reports = verb + 1 == colon && view.is(verb, &QUOTATIVE);
    let cue = if channel { by? } else { verb };
    let plain = (name.end..colon).all(|at| view.is_outside(at) && !matches!(view.text(at), "." | "?" | "!" | ";"));
    let first = view.text(colon + 1);
    let said = colon + 1 < range.end
        && !first.starts_with(chars::is_quotation_mark)
        && first.starts_with(char::is_alphanumeric);
    ((channel || reports) && plain && said).then(|| UnmarkedSpeech {
        source: Some(view.span(name)),
        cue: Some(view.span(cue..colon)),
        content: vec![view.span(colon + 1..range.end)],
        source_confidence: 0.95,
        confidence: 0.9,
    })
}
