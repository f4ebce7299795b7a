//! Web pages saved as one file (MHTML: `.mhtml`, `.mht`) → [`Article`]. The file is a MIME message with the page as one
//! of its parts. A library takes it apart, and the page is read like any other.

use super::format_error::FormatError;
use super::html;
use crate::article::Article;
use mail_parser::{MessageParser, MimeHeaders, PartType};

/// Whether `start` is the head of a message with a web page.
pub(super) fn is_saved_page(start: &[u8]) -> bool {
    let name = start.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    if name == 0 || start.get(name) != Some(&b':') {
        return false;
    }
    let end = [&b"\n\n"[..], b"\r\n\r\n"].iter().filter_map(|blank| memchr::memmem::find(start, blank)).min();
    let head = start.get(..end.unwrap_or(start.len())).unwrap_or(start).to_ascii_lowercase();
    let holds = |what: &[u8]| memchr::memmem::find(&head, what).is_some();
    holds(b"mime-version:") && (holds(b"multipart/related") || holds(b"content-type: text/html"))
}

/// Reads the page in `bytes`. Its address is the one it was saved from, or else `url`.
///
/// # Errors
/// If there is no page in it, or no text in the page.
pub(super) fn article(bytes: &[u8], url: Option<&str>) -> Result<Article, FormatError> {
    let message = MessageParser::new().with_mime_headers().parse(bytes).ok_or(FormatError::NoPage)?;
    // Parts after the first page are its frames.
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((html, part.content_location())),
        _ => None,
    });
    let (page, saved_from) = page.ok_or(FormatError::NoPage)?;
    let saved_from = saved_from.filter(|from| from.starts_with("http://") || from.starts_with("https://"));
    html::article(page, saved_from.or(url), None)
}
