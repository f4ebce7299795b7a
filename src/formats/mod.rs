//! Bytes in other people's formats → [`Article`]. Every parser but the one of plain text runs behind `guard`, so that
//! no file can crash the program. Nothing here opens a file or a connection.

mod decode;
mod epub;
pub mod feed;
mod format_error;
mod guard;
pub mod html;
mod mail;
mod markdown;
mod mhtml;
pub mod opml;
mod pdf;
mod sniff;
mod subtitles;

pub use decode::decode;
pub use format_error::FormatError;
pub use sniff::{Format, Hint, PROBE_BYTES, refusal};

use crate::article::{Article, plain};
use feed::Feed;

/// The longest text that is read, in bytes. It keeps offsets inside `u32` and memory within the limits of a laptop.
pub const LIMIT: u64 = 1_000_000_000;

/// The content of a source.
#[derive(Clone, Debug)]
pub enum Content {
    Article(Article),
    Feed(Feed),
}

/// Reads `bytes`.
///
/// # Errors
/// See [`FormatError`].
pub fn read(bytes: Vec<u8>, hint: &Hint) -> Result<Content, FormatError> {
    let mut content = content(bytes, hint)?;
    if let Content::Article(article) = &mut content {
        // An article without an address of its own is at the one it came from.
        article.meta.url = article.meta.url.take().or_else(|| hint.url.clone());
    }
    Ok(content)
}

fn content(bytes: Vec<u8>, hint: &Hint) -> Result<Content, FormatError> {
    let start = &bytes[..bytes.len().min(PROBE_BYTES)];
    if let Some(cause) = refusal(start, hint) {
        return Err(cause);
    }
    let format = sniff::sniff(start, hint);
    let is_text = matches!(format, Format::Text | Format::Markdown | Format::Subtitles | Format::Html | Format::Feed);
    if is_text && !decode::is_utf16(start) && guard::is_mostly_nul(&bytes) {
        return Err(FormatError::Binary);
    }
    match format {
        Format::Text => text(bytes, hint).map(plain::article).map(Content::Article),
        Format::Markdown => {
            let (text, hint) = (text(bytes, hint)?, hint.clone());
            guard::run(move || {
                markdown::article(&text, hint.url.as_deref(), hint.base.as_deref()).map(Content::Article)
            })
        }
        Format::Subtitles => {
            let text = text(bytes, hint)?;
            guard::run(move || subtitles::article(&text).map(Content::Article))
        }
        Format::Html => {
            let hint = hint.clone();
            guard::run(move || {
                let html = decode::decode_html(bytes, hint.content_type.as_deref());
                html::article(&html, hint.url.as_deref(), hint.base.as_deref()).map(Content::Article)
            })
        }
        Format::Mhtml => {
            let url = hint.url.clone();
            guard::run(move || mhtml::article(&bytes, url.as_deref()).map(Content::Article))
        }
        Format::Mail => guard::run(move || mail::article(&bytes).map(Content::Article)),
        Format::Epub => guard::run(move || epub::article(bytes).map(Content::Article)),
        Format::Pdf => guard::run(move || pdf::article(bytes).map(Content::Article)),
        Format::Feed => {
            let url = hint.url.clone();
            guard::run(move || feed::read(&bytes, url.as_deref()).map(Content::Feed))
        }
    }
}

/// The article at the beginning of a long plain text, from its first bytes `start`, to show while the rest is read. Its
/// text is a prefix of the whole. Returns `None` for other formats, and if the encoding can only be detected from the
/// whole text.
pub fn beginning(start: &[u8], hint: &Hint) -> Option<Article> {
    if sniff::sniff(start, hint) != Format::Text {
        return None;
    }
    // A character or a line cut in the middle might read as something else.
    let blank = [&b"\n\n"[..], b"\n\r\n"].iter().find_map(|blank| memchr::memmem::rfind(start, blank));
    let start = &start[..blank.or_else(|| memchr::memrchr(b'\n', start))?];
    std::str::from_utf8(start).ok()?;
    Some(plain::article(decode(start.to_vec()))).filter(|article| !article.blocks().is_empty())
}

/// Reads `bytes` as one article; of a feed, as the first item with a text.
///
/// # Errors
/// See [`FormatError`].
pub fn article(bytes: Vec<u8>, hint: &Hint) -> Result<Article, FormatError> {
    match read(bytes, hint)? {
        Content::Article(article) => Ok(article),
        Content::Feed(feed) => feed.items.into_iter().find_map(|item| item.article).ok_or(FormatError::NoItem),
    }
}

/// Decodes `bytes` as plain text.
fn text(bytes: Vec<u8>, hint: &Hint) -> Result<String, FormatError> {
    if bytes.len() as u64 > LIMIT {
        return Err(FormatError::TooLong);
    }
    let text = decode::decode_text(bytes, hint.content_type.as_deref());
    if text.len() as u64 > LIMIT * 2 {
        return Err(FormatError::TooLong);
    }
    if text.trim_start().is_empty() { Err(FormatError::Empty) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_files_are_refused_with_the_cause() {
        for (bytes, cause) in [
            (&b""[..], "contains no text"),
            (b" \n\t\r\n", "contains no text"),
            (b"\xef\xbb\xbf\n", "contains no text"),
            (b"\x7fELF\x02\x01\0\0\0", "is binary, not text"),
            (b"text\0text", "is binary, not text"),
            (b"\x01\x02\x03\x04\x05\x06\x07", "is binary, not text"),
            (b"%PDF-1.7 ", "is a PDF that cannot be read (it is broken)"),
            (b"<!DOCTYPE html><p> ", "contains no text"),
            (b"<rss version=\"2.0\"><channel></channel></rss>", "is a feed without any text"),
        ] {
            let cause_found = article(bytes.to_vec(), &Hint::default()).map(drop).map_err(|cause| cause.to_string());
            assert_eq!(cause_found, Err(cause.to_owned()), "{:?}", bytes.escape_ascii().to_string());
        }
        // NULs after the bytes that are sniffed.
        let words = b"<html><p>Words here.</p>".repeat(PROBE_BYTES / 20);
        let nul = [words.clone(), vec![0; words.len()]].concat();
        assert!(matches!(article(nul, &Hint::default()), Err(FormatError::Binary)));
        assert!(article([words, vec![0; 10]].concat(), &Hint::default()).is_ok());
        let read = article(b"a\x1b[31mred".to_vec(), &Hint::default()).unwrap();
        assert_eq!(read.text(), "a\x1b[31mred");
    }
}
