//! Other people's formats → [`Article`]: which form some bytes are in, and who reads it. Every parser but that of plain
//! text runs behind `guard`, so that no file takes the program with it. Nothing here opens a file or a connection.

mod decode;
pub mod feed;
mod guard;
pub mod html;

pub use decode::decode;

use crate::article::{Article, plain};
use feed::Feed;

/// The longest text that is read, in bytes: offsets stay well inside `u32`, and memory inside what a laptop has.
pub const LIMIT: u64 = 1_000_000_000;

/// Bytes at the beginning that tell the form.
pub const PROBE: usize = 64 << 10;

/// What a source can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    Html,
    Feed,
}

/// What is known about bytes beside themselves.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// Taken as this, whatever it looks like.
    pub form: Option<Form>,
    /// The name of the file, for its ending.
    pub name: Option<String>,
    /// The `Content-Type` that a server gave.
    pub content_type: Option<String>,
    /// The address it came from, without credentials.
    pub url: Option<String>,
}

/// What a source held.
#[derive(Clone, Debug)]
pub enum Content {
    Article(Article),
    Feed(Feed),
}

/// Why bytes gave no article; one line.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("is binary, not text")]
    Binary,
    #[error("holds no text")]
    Empty,
    #[error("is longer than 1 GB, the most that is read")]
    TooLong,
    #[error("{0} cannot be read yet, only text, HTML and feeds")]
    Form(&'static str),
    #[error("holds a feed that cannot be read ({0})")]
    Feed(String),
    #[error("is a feed without a text in it")]
    NoItem,
    #[error("is damaged in a way that its parser does not survive")]
    Failed,
    #[error("takes too long to read")]
    Slow,
}

/// Reads `bytes`.
///
/// # Errors
/// See [`Cause`].
pub fn read(bytes: Vec<u8>, hint: &Hint) -> Result<Content, Cause> {
    let start = &bytes[..bytes.len().min(PROBE)];
    if let Some(cause) = refused(start, hint) {
        return Err(cause);
    }
    match form(start, hint) {
        Form::Text => text(bytes).map(plain::article).map(Content::Article),
        Form::Html => {
            let hint = hint.clone();
            guard::run(move || {
                let html = decode::decode_html(bytes, hint.content_type.as_deref());
                html::article(&html, hint.url.as_deref()).map(Content::Article)
            })
        }
        Form::Feed => {
            let url = hint.url.clone();
            guard::run(move || feed::read(&bytes, url.as_deref()).map(Content::Feed))
        }
    }
}

/// Reads `bytes` as one article: of a feed the first item that has a text.
///
/// # Errors
/// See [`Cause`].
pub fn article(bytes: Vec<u8>, hint: &Hint) -> Result<Article, Cause> {
    match read(bytes, hint)? {
        Content::Article(article) => Ok(article),
        Content::Feed(feed) => feed.items.into_iter().find_map(|item| item.article).ok_or(Cause::NoItem),
    }
}

/// Why what begins with `start` is no form that is read; known before all of it is there.
pub fn refused(start: &[u8], hint: &Hint) -> Option<Cause> {
    if hint.form.is_none() {
        if start.trim_ascii_start().starts_with(b"%PDF-") {
            return Some(Cause::Form("PDF"));
        }
        if start.starts_with(b"PK\x03\x04") && start.get(30..58) == Some(b"mimetypeapplication/epub+zip") {
            return Some(Cause::Form("EPUB"));
        }
    }
    decode::is_binary(start).then_some(Cause::Binary)
}

/// The form of what begins with `start`: what was asked for, else what its first bytes say beyond doubt, else what its
/// server or its name says and the bytes do not contradict, else plain text.
fn form(start: &[u8], hint: &Hint) -> Form {
    if let Some(form) = hint.form {
        return form;
    }
    // Enough of UTF-16 to see tags in it.
    let start: Vec<u8> = start.iter().copied().filter(|&byte| byte != 0).take(4096).collect();
    let start = start.strip_prefix(b"\xef\xbb\xbf").or(start.strip_prefix(b"\xff\xfe")).unwrap_or(&start);
    let start = without_comments(start.strip_prefix(b"\xfe\xff").unwrap_or(start));
    let begins = |with: &str| start.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    let holds = |what: &str| memchr::memmem::find(start, what.as_bytes()).is_some();
    if begins("<!doctype html") || begins("<html") {
        return Form::Html;
    }
    let is_feed = || ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| holds(tag));
    if begins("<rss") || begins("<feed") || begins("<rdf:rdf") || (begins("<?xml") && is_feed()) {
        return Form::Feed;
    }
    if begins("<?xml") && (holds("<html") || holds("<!DOCTYPE html")) {
        return Form::Html;
    }
    if begins("{") && holds("jsonfeed.org/version") {
        return Form::Feed;
    }
    let told = hint.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let name = hint.name.as_deref().or(hint.url.as_deref()).unwrap_or("").to_ascii_lowercase();
    let named = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let has_tags = memchr::memchr(b'<', start).is_some();
    if has_tags && (told == "text/html" || told == "application/xhtml+xml") {
        return Form::Html;
    }
    if has_tags && told.is_empty() && named(&[".html", ".htm", ".xhtml", ".shtml"]) {
        return Form::Html;
    }
    Form::Text
}

/// `start` behind white space and comments.
fn without_comments(mut start: &[u8]) -> &[u8] {
    loop {
        start = start.trim_ascii_start();
        let Some(comment) = start.strip_prefix(b"<!--") else { return start };
        let Some(end) = memchr::memmem::find(comment, b"-->") else { return start };
        start = &comment[end + 3..];
    }
}

/// Decodes `bytes` as plain text.
fn text(bytes: Vec<u8>) -> Result<String, Cause> {
    if bytes.len() as u64 > LIMIT {
        return Err(Cause::TooLong);
    }
    let text = decode(bytes);
    if text.len() as u64 > LIMIT * 2 {
        return Err(Cause::TooLong);
    }
    if text.trim_start().is_empty() { Err(Cause::Empty) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &str, name: &str, content_type: &str, expected: Form) {
        let given = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        let hint = Hint { name: given(name), content_type: given(content_type), ..Hint::default() };
        assert_eq!(form(start.as_bytes(), &hint), expected, "{start} {name} {content_type}");
    }

    #[test]
    fn forms_by_bytes_then_by_server_then_by_name() {
        check("\n<!DOCTYPE HTML PUBLIC", "", "", Form::Html);
        check("<!-- saved --><html lang=en>", "a.txt", "text/plain", Form::Html);
        check("<?xml version=\"1.0\"?><html xmlns", "", "", Form::Html);
        check("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", "", "text/html", Form::Feed);
        check("<feed xmlns=", "", "", Form::Feed);
        check("{\"version\": \"https://jsonfeed.org/version/1.1\"", "", "", Form::Feed);
        check("<p>“Hello,” he said.", "", "text/html; charset=utf-8", Form::Html);
        check("<p>“Hello,” he said.", "page.HTM", "", Form::Html);
        check("<p>“Hello,” he said.", "page.txt", "", Form::Text);
        check("Words without tags", "page.html", "text/html", Form::Text);
        check("a < b", "", "", Form::Text);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_cause() {
        for (bytes, cause) in [
            (&b""[..], "holds no text"),
            (b" \n\t\r\n", "holds no text"),
            (b"\xef\xbb\xbf\n", "holds no text"),
            (b"\x7fELF\x02\x01\0\0\0", "is binary, not text"),
            (b"text\0text", "is binary, not text"),
            (b"\x01\x02\x03\x04\x05\x06\x07", "is binary, not text"),
            (b"%PDF-1.7 ", "PDF cannot be read yet, only text, HTML and feeds"),
            (b"<!DOCTYPE html><p> ", "holds no text"),
            (b"<rss version=\"2.0\"><channel></channel></rss>", "is a feed without a text in it"),
        ] {
            let cause_found = article(bytes.to_vec(), &Hint::default()).map(drop).map_err(|cause| cause.to_string());
            assert_eq!(cause_found, Err(cause.to_owned()), "{:?}", bytes.escape_ascii().to_string());
        }
        let read = article(b"a\x1b[31mred".to_vec(), &Hint::default()).unwrap();
        assert_eq!(read.text(), "a\x1b[31mred");
    }
}
