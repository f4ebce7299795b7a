//! What somebody wrote, behind a lead without a verb: `Halloran, in an email: We have nothing to add.`

use super::set_off::SetOff;
use super::source_mention;
use super::view::View;
use super::words::NO_NAME;
use crate::article::BlockKind;
use crate::text::chars;

/// Tokens of the lead at most.
const LONGEST: usize = 24;

/// Words between a name and what the words were written in.
const BY: &[&str] = &["in", "by", "on", "via", "through", "over", "from"];

/// What words are written or spoken in.
#[rustfmt::skip]
const CHANNELS: &[&str] = &[
    "address", "affidavit", "answer", "blog", "broadcast", "call", "column", "comment", "conference", "diary", "e-mail",
    "email", "essay", "facebook", "filing", "instagram", "interview", "letter", "mail", "memo", "memoir", "message", "note",
    "op-ed", "petition", "phone", "podcast", "post", "postcard", "release", "reply", "report", "response", "sms", "speech",
    "statement", "telegram", "telephone", "testimony", "text", "thread", "tweet", "twitter", "video", "voicemail", "whatsapp",
    "x",
];

/// The paragraphs that such a lead opens.
pub(crate) fn find(view: View) -> Vec<SetOff> {
    let blocks = view.article.blocks().iter().enumerate();
    let text = blocks.filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)));
    text.filter_map(|(block, _)| turn(view, block)).collect()
}

fn turn(view: View, block: usize) -> Option<SetOff> {
    let range = view.tokens.block(block);
    let limit = range.end.min(range.start + LONGEST);
    let name = source_mention::at(view, range.start, limit)?;
    if !view.is_capital(name.start) || view.is(name.start, NO_NAME) {
        return None;
    }
    let colon = (name.end..limit).find(|&at| view.word(at) == ":")?;
    let comma = view.word(name.end) == ",";
    let by = (name.end..colon).rev().find(|&at| view.is(at, BY) && view.before(at) == ",")?;
    let channel = (by + 1..colon).any(|at| view.is(at, CHANNELS));
    let plain = (name.end..colon).all(|at| view.is_outside(at) && !matches!(view.word(at), "." | "?" | "!" | ";"));
    let first = view.word(colon + 1);
    let said =
        colon + 1 < range.end && !first.starts_with(chars::quotation_mark) && first.starts_with(char::is_alphanumeric);
    (comma && channel && plain && said).then(|| SetOff {
        source: Some(view.span(name)),
        cue: Some(view.span(by..colon)),
        content: vec![view.span(colon + 1..range.end)],
        confidence: 0.95,
        sure: 0.9,
    })
}
