//! [`Format`]: sniffed from the first bytes and from a [`Hint`].

use super::format_error::FormatError;
use super::{decode, mail, mhtml, subtitles};
use std::borrow::Cow;

/// Bytes at the beginning that are sniffed.
pub const PROBE_BYTES: usize = 64 << 10;

/// The format of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    /// A web page with its pictures in one file.
    Mhtml,
    /// A stored mail.
    Mail,
    Epub,
    Pdf,
    Feed,
    /// WebVTT and SRT.
    Subtitles,
}

/// Fewer NULs than one in this many bytes are strays.
const STRAY_RATIO: usize = 100;

/// The magic number of zip.
const ZIP: &[u8] = b"PK\x03\x04";

impl Format {
    /// All formats with their names on the command line.
    pub const ALL: [(&str, Format); 9] = [
        ("text", Format::Text),
        ("markdown", Format::Markdown),
        ("html", Format::Html),
        ("mhtml", Format::Mhtml),
        ("mail", Format::Mail),
        ("epub", Format::Epub),
        ("pdf", Format::Pdf),
        ("feed", Format::Feed),
        ("subtitles", Format::Subtitles),
    ];
}

/// Facts about bytes apart from themselves.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// The format that the user asked for.
    pub format: Option<Format>,
    /// The name of the file, for its extension.
    pub name: Option<String>,
    /// The `Content-Type` of the response.
    pub content_type: Option<String>,
    /// The address, without credentials.
    pub url: Option<String>,
    /// The base address for links if the page has none: the address of its file.
    pub base: Option<String>,
}

/// Why bytes that begin with `start` cannot be read, if that is known already.
pub fn refusal(start: &[u8], hint: &Hint) -> Option<FormatError> {
    match sniff(start, hint) {
        Format::Epub | Format::Pdf | Format::Mhtml | Format::Mail => None,
        _ if start.starts_with(ZIP) => Some(FormatError::Archive),
        // A page or a feed with a stray NUL is still readable.
        Format::Html | Format::Feed => decode::is_binary(&without_stray_nuls(start)).then_some(FormatError::Binary),
        _ => decode::is_binary(start).then_some(FormatError::Binary),
    }
}

/// `start` without NUL bytes if there are few.
fn without_stray_nuls(start: &[u8]) -> Cow<'_, [u8]> {
    let strays = memchr::memchr_iter(0, start).count();
    if strays > 0 && strays * STRAY_RATIO <= start.len() {
        Cow::Owned(start.iter().copied().filter(|&byte| byte != 0).collect())
    } else {
        Cow::Borrowed(start)
    }
}

/// The format of bytes that begin with `start`: the format that the user asked for; else the one that the bytes prove;
/// else the type given by the server or the name, unless the bytes contradict it; else plain text.
pub(super) fn sniff(start: &[u8], hint: &Hint) -> Format {
    if let Some(format) = hint.format {
        return format;
    }
    if start.starts_with(ZIP) && is_epub(start, hint) {
        return Format::Epub;
    }
    if start.trim_ascii_start().starts_with(b"%PDF-") {
        return Format::Pdf;
    }
    // Removing NULs makes the tags of UTF-16 visible.
    let start: Vec<u8> =
        start[..start.len().min(PROBE_BYTES)].iter().copied().filter(|&byte| byte != 0).take(4096).collect();
    let start = start.strip_prefix(b"\xef\xbb\xbf").or(start.strip_prefix(b"\xff\xfe")).unwrap_or(&start);
    let whole = start.strip_prefix(b"\xfe\xff").unwrap_or(start);
    let start = without_comments(whole);
    let begins = |with: &str| start.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    let holds = |what: &str| memchr::memmem::find(start, what.as_bytes()).is_some();
    if begins("<!doctype html") || begins("<html") {
        return Format::Html;
    }
    let is_feed = || ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| holds(tag));
    if begins("<rss") || begins("<feed") || begins("<rdf:rdf") || (begins("<?xml") && is_feed()) {
        return Format::Feed;
    }
    if begins("<?xml") && (holds("<html") || holds("<!DOCTYPE html")) {
        return Format::Html;
    }
    if begins("{") && holds("jsonfeed.org/version") {
        return Format::Feed;
    }
    if mail::is_message(whole) {
        return Format::Mail;
    }
    if mhtml::is_saved_page(whole) {
        return Format::Mhtml;
    }
    if subtitles::is_subtitles(whole) {
        return Format::Subtitles;
    }
    from_hint(start, hint)
}

/// Whether a zip archive is an EPUB, by its first file, its container file, or its name.
fn is_epub(start: &[u8], hint: &Hint) -> bool {
    let declared = hint.content_type.as_deref().is_some_and(|declared| declared.starts_with("application/epub"));
    let name = hint.name.as_deref().or(hint.url.as_deref()).unwrap_or("");
    declared
        || name.to_ascii_lowercase().ends_with(".epub")
        || start.get(30..58) == Some(b"mimetypeapplication/epub+zip")
        || memchr::memmem::find(start, b"META-INF/container.xml").is_some()
}

/// The format according to the server or the name, unless the bytes contradict it.
fn from_hint(start: &[u8], hint: &Hint) -> Format {
    let declared =
        hint.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let address = hint.url.as_deref().and_then(|url| url.split(['?', '#']).next());
    let name = hint.name.as_deref().or(address).unwrap_or("").to_ascii_lowercase();
    let name = name.trim_end_matches(".gz");
    let named = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let has_tags = memchr::memchr(b'<', start).is_some();
    if has_tags && (declared == "text/html" || declared == "application/xhtml+xml") {
        return Format::Html;
    }
    if has_tags && declared.is_empty() && named(&[".html", ".htm", ".xhtml", ".shtml"]) {
        return Format::Html;
    }
    // Servers send Markdown as plain text or as unspecified bytes.
    let undeclared = declared.is_empty() || matches!(declared.as_str(), "text/plain" | "application/octet-stream");
    if matches!(declared.as_str(), "text/markdown" | "text/x-markdown")
        || undeclared && named(&[".md", ".markdown", ".mdown", ".mkd"])
    {
        return Format::Markdown;
    }
    Format::Text
}

/// `start` after white space and comments.
fn without_comments(mut start: &[u8]) -> &[u8] {
    loop {
        start = start.trim_ascii_start();
        let Some(comment) = start.strip_prefix(b"<!--") else { return start };
        let Some(end) = memchr::memmem::find(comment, b"-->") else { return start };
        start = &comment[end + 3..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &str, name: &str, content_type: &str, expected: Format) {
        let given = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        let hint = Hint { name: given(name), content_type: given(content_type), ..Hint::default() };
        assert_eq!(sniff(start.as_bytes(), &hint), expected, "{start} {name} {content_type}");
    }

    #[test]
    fn formats_by_bytes_then_server_then_name() {
        check("\n<!DOCTYPE HTML PUBLIC", "", "", Format::Html);
        check("<!-- saved --><html lang=en>", "a.txt", "text/plain", Format::Html);
        check("<?xml version=\"1.0\"?><html xmlns", "", "", Format::Html);
        check("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", "", "text/html", Format::Feed);
        check("<feed xmlns=", "", "", Format::Feed);
        check("{\"version\": \"https://jsonfeed.org/version/1.1\"", "", "", Format::Feed);
        check("<p>“Hello,” he said.", "", "text/html; charset=utf-8", Format::Html);
        check("<p>“Hello,” he said.", "page.HTM", "", Format::Html);
        check("<p>“Hello,” he said.", "page.txt", "", Format::Text);
        check("Words without tags", "page.html", "text/html", Format::Text);
        check("a < b", "", "", Format::Text);
        check("# Words", "a.md", "", Format::Markdown);
        check("# Words", "a.MARKDOWN", "text/plain; charset=utf-8", Format::Markdown);
        check("# Words", "a.md.gz", "", Format::Markdown);
        check("# Words", "a", "text/markdown", Format::Markdown);
        check("# Words", "a.txt", "", Format::Text);
        check("<!doctype html><p>Words", "a.md", "", Format::Html);
        check("WEBVTT\n\n00:01.000 --> 00:02.000\nWords", "a.txt", "text/plain", Format::Subtitles);
        check("\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\nWords", "a.txt", "", Format::Subtitles);
        check("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "a.txt", "", Format::Mhtml);
        check("From: Ada <a@b.example>\nSubject: a\nDate: b\nMessage-ID: <1>\n\nWords", "a.txt", "", Format::Mail);
        check("From: Ada\nSent: a\nTo: b\nSubject: c\n\nWords", "a.txt", "", Format::Text);
        check("From: <Saved>\nMIME-Version: 1.0\nContent-Type: text/html\n\n", "", "", Format::Mhtml);
        check("MIME-Version: 1.0\n\nAnd then: multipart/related", "a.txt", "", Format::Text);
        check("He said: MIME-Version: is multipart/related", "a.txt", "", Format::Text);
        check("Words, no cue at all", "a.srt", "", Format::Text);
    }
}
