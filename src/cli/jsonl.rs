//! JSON Lines: each line an article, with its id and metadata.

use crate::article::{Article, Meta, plain};
use crate::source::{LIMIT, RawInput};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// A line of input. Optional fields may have any type, and count only if they are strings.
#[derive(Deserialize)]
struct JsonLine<'l> {
    #[serde(default, borrow)]
    id: Option<&'l RawValue>,
    text: String,
    #[serde(default, borrow)]
    title: Option<&'l RawValue>,
    #[serde(default, borrow)]
    headline: Option<&'l RawValue>,
    #[serde(default, borrow)]
    byline: Option<&'l RawValue>,
    #[serde(default, borrow)]
    author: Option<&'l RawValue>,
    #[serde(default, borrow)]
    published: Option<&'l RawValue>,
    #[serde(default, borrow)]
    date: Option<&'l RawValue>,
    #[serde(default, borrow)]
    site: Option<&'l RawValue>,
    #[serde(default, borrow)]
    url: Option<&'l RawValue>,
    #[serde(default, borrow)]
    link: Option<&'l RawValue>,
}

/// A line of input.
pub(super) struct ArticleLine {
    pub id: Id,
    pub text: String,
    /// The metadata in the line.
    pub meta: Meta,
}

/// The id of a line. Numbers keep their written form.
pub(super) enum Id {
    Name(String),
    Number(Box<RawValue>),
    None,
}

/// Parses a line. The error is one line of text.
pub(super) fn parse(line: &[u8]) -> Result<ArticleLine, String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    // Serde would also accept an array of the fields.
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err("is not a JSON object".into());
    }
    let parsed: JsonLine = serde_json::from_slice(line).map_err(|error| {
        // Only one line was parsed, so the line number in the error is meaningless.
        let message = error.to_string();
        let Some((cause, _)) = message.rsplit_once(" at line ") else { return message };
        // After the last line break there is nothing to count.
        if error.line() == 1 { format!("{cause} at column {}", error.column()) } else { cause.to_owned() }
    })?;
    let said = |values: &[Option<&RawValue>]| {
        let words = values.iter().flatten().filter_map(|value| serde_json::from_str::<String>(value.get()).ok());
        words.map(|words| words.trim().to_owned()).find(|words| !words.is_empty())
    };
    let url = said(&[parsed.url, parsed.link]).filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    let meta = Meta {
        title: said(&[parsed.title, parsed.headline]),
        byline: said(&[parsed.byline, parsed.author]),
        published: said(&[parsed.published, parsed.date]),
        site: said(&[parsed.site]),
        url: url.map(|url| crate::text::without_credentials(&url)),
    };
    Ok(ArticleLine { id: parsed.id.map_or(Ok(Id::None), Id::parse)?, text: parsed.text, meta })
}

/// The article of `text`, with `meta`; missing metadata is taken from the text itself.
pub(super) fn article(text: String, meta: Meta) -> Article {
    let mut article = plain::article(text);
    let found = std::mem::take(&mut article.meta);
    article.meta = Meta {
        title: meta.title.or(found.title),
        byline: meta.byline.or(found.byline),
        published: meta.published.or(found.published),
        site: meta.site.or(found.site),
        url: meta.url.or(found.url),
    };
    article
}

impl Id {
    /// The id that a line or a record has. The error is one line of text.
    pub fn parse(value: &RawValue) -> Result<Id, String> {
        match value.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(value.get()).map(Id::Name).map_err(|error| error.to_string()),
            Some(b'-' | b'0'..=b'9') => Ok(Id::Number(value.to_owned())),
            _ => Err("`id` is neither a string nor a number".into()),
        }
    }
}

/// Whether the first line is an object with a text. The bytes read are put back.
pub(super) fn first_is_object(bytes: &mut RawInput) -> io::Result<bool> {
    let start = bytes.reader.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().first() != Some(&b'{') {
        return Ok(false);
    }
    let mut head = Vec::new();
    while head.trim_ascii().is_empty() {
        let left = (LIMIT + 1).saturating_sub(head.len() as u64);
        if bytes.reader.by_ref().take(left).read_until(b'\n', &mut head)? == 0 {
            break;
        }
    }
    let is_object = parse(&head).is_ok();
    let rest = std::mem::replace(&mut bytes.reader, BufReader::with_capacity(0, Box::new(io::empty())));
    bytes.reader = BufReader::with_capacity(1 << 16, Box::new(PeekedBytes(Cursor::new(head)).chain(rest)));
    Ok(is_object)
}

/// Bytes that are read a second time and then freed: a line may be long.
struct PeekedBytes(Cursor<Vec<u8>>);

impl Read for PeekedBytes {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(to)?;
        if self.0.position() >= self.0.get_ref().len() as u64 {
            self.0 = Cursor::default();
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<String, String> {
        let id = |id| match id {
            Id::Name(name) => format!("{name:?}"),
            Id::Number(number) => number.get().to_owned(),
            Id::None => "null".to_owned(),
        };
        parse(line.as_bytes()).map(|line| format!("{} {}", id(line.id), line.text))
    }

    #[test]
    fn metadata_of_a_line_is_read() {
        let line = parse(
            br#"{"title": " T ", "url": "https://u:p@a.example/1", "date": "2026-03-02", "author": 7, "text": "A."}"#,
        )
        .unwrap();
        assert_eq!(
            article(line.text, line.meta).meta,
            Meta {
                title: Some("T".into()),
                published: Some("2026-03-02".into()),
                url: Some("https://a.example/1".into()),
                ..Meta::default()
            }
        );
        assert_eq!(parse(br#"{"url": "file:///etc", "title": "", "text": "A."}"#).unwrap().meta, Meta::default());
    }

    #[test]
    fn lines_good_and_bad() {
        assert_eq!(check(r#"{"id":"a","text":"T"}"#).as_deref(), Ok("\"a\" T"));
        assert_eq!(check("\u{feff}{\"text\":\"T\",\"more\":[1]}\r\n").as_deref(), Ok("null T"));
        assert_eq!(check(r#"{"id":12345678901234567,"text":""}"#).as_deref(), Ok("12345678901234567 "));
        let long = "123456789012345678901234567890.50";
        assert_eq!(check(&format!("{{\"id\": {long} ,\"text\":\"\"}}")), Ok(format!("{long} ")));
        assert_eq!(check(r#"{"id":null,"text":"T"}"#).as_deref(), Ok("null T"));
        assert!(check(r#"{"id":true,"text":"T"}"#).is_err() && check(r#"{"id":01,"text":"T"}"#).is_err());
        assert_eq!(check(r#"{"id":[1],"text":""}"#), Err("`id` is neither a string nor a number".into()));
        assert_eq!(check(r#"{"id":"a"}"#), Err("missing field `text` at column 10".into()));
        assert_eq!(
            check("{\"text\": \"cut\n"),
            Err("control character (\\u0000-\\u001F) found while parsing a string".into())
        );
        assert_eq!(check("{\"text\": \"cut\"\n"), Err("EOF while parsing an object".into()));
        assert!(check(r#"{"id":"a","text":5}"#).is_err());
        assert!(check(r#"["a","T"]"#).is_err() && check("{").is_err() && check("text").is_err());
        assert!(check(&format!("{{\"id\":{}", "[".repeat(10_000))).is_err());
    }
}
