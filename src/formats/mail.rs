//! Stored mails (`.eml`) → [`Article`]. A library parses the message and decodes it; the subject becomes
//! the title, the sender the byline.

use super::format_error::FormatError;
use super::html;
use crate::article::{Article, Meta, plain};
use mail_parser::{MessageParser, PartType};

/// Fields that only mails have, those that saved pages share with them, and those that people copy too.
const SENT: [&str; 4] = ["message-id", "received", "return-path", "delivered-to"];
const SHARED: [&str; 2] = ["mime-version", "content-type"];
const COPIED: [&str; 4] = ["from", "to", "date", "subject"];
/// The fewest fields of the last kind in the head of a mail, and in one without any of the first.
const MIN_COPIED: usize = 2;
const ALL_COPIED: usize = 4;
/// The most lines of a head that are looked at.
const MAX_LINES: usize = 200;

/// Whether `start` is the head of a message: nothing but fields up to a blank line.
pub(super) fn is_message(start: &[u8]) -> bool {
    let (mut sent, mut shared, mut copied) = (0, 0, 0);
    for (number, line) in start.split(|&byte| byte == b'\n').take(MAX_LINES).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // In a mailbox, a line with the sender and the day comes first.
        if number == 0 && line.starts_with(b"From ") {
            continue;
        }
        if line.is_empty() {
            break;
        }
        if number > 0 && line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(name) = line.iter().position(|&byte| byte == b':').map(|colon| &line[..colon]) else { return false };
        if name.is_empty() || !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        let is_one =
            |fields: &[&str]| usize::from(fields.iter().any(|field| field.as_bytes().eq_ignore_ascii_case(name)));
        sent += is_one(&SENT);
        shared += is_one(&SHARED);
        copied += is_one(&COPIED);
    }
    sent > 0 && copied >= MIN_COPIED || shared > 0 && copied >= ALL_COPIED
}

/// Reads the message in `bytes`.
///
/// # Errors
/// If there is no text in it.
pub(super) fn article(bytes: &[u8]) -> Result<Article, FormatError> {
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(_) => &bytes[memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1)..],
        None => bytes,
    };
    let message = MessageParser::default().parse(bytes).ok_or(FormatError::Empty)?;
    let sender = message.from().and_then(|from| from.first());
    let meta = Meta {
        title: message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned),
        byline: sender.and_then(|sender| sender.name().or(sender.address())).map(str::to_owned),
        published: message.date().map(|date| date.to_rfc3339()),
        ..Meta::default()
    };
    let parts = |ids: &[u32]| ids.iter().filter_map(|&id| message.parts.get(id as usize)).collect::<Vec<_>>();
    let plain = parts(&message.text_body).iter().all(|part| matches!(part.body, PartType::Text(_)));
    if plain && !message.text_body.is_empty() {
        let texts: Vec<&str> = parts(&message.text_body)
            .iter()
            .filter_map(|part| match &part.body {
                PartType::Text(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        let text = texts.join("\n\n");
        if text.trim().is_empty() {
            return Err(FormatError::Empty);
        }
        let mut article = plain::article(text.replace("\r\n", "\n")).without_margins();
        article.meta = meta;
        return Ok(article);
    }
    let pages = parts(&message.html_body);
    let page = pages.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    html::fragment(page.ok_or(FormatError::Empty)?, None, meta)
}
