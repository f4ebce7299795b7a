//! A record as one JSON object, as described by `assets/record.schema.json`. Offsets are in code points.

use super::document::{CodePoints, Document, Id};
use super::wording::{form, person_kind, rounded};
use crate::article::BlockKind;
use crate::record::Record;
use crate::text::{Offsets, Span};
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::io;

/// The name and version of the schema.
pub const SCHEMA: &str = "onrecord/1";
/// The program and the model that made the record, so that records of different origin can be told apart.
pub fn tool(record: &Record) -> String {
    format!("onrecord {}, model {}", env!("CARGO_PKG_VERSION"), record.model())
}

/// Writes a record as one line, without a line break.
///
/// # Errors
/// Those of `to`.
pub fn write(to: impl io::Write, document: &Document) -> io::Result<()> {
    write_value(to, &Object::new(document))
}

/// Writes `value` as compact JSON in which nothing is a control character.
///
/// # Errors
/// Those of `to`.
pub fn write_value(to: impl io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, TerminalSafe)).map_err(io::Error::from)
}

#[derive(Serialize)]
struct Object<'a> {
    schema: &'static str,
    tool: String,
    id: &'a Id<'a>,
    source: Option<&'a str>,
    language: &'static str,
    title: Option<&'a str>,
    byline: Option<&'a str>,
    published: Option<&'a str>,
    site: Option<&'a str>,
    url: Option<&'a str>,
    text: &'a str,
    blocks: Vec<Block>,
    people: Vec<Person<'a>>,
    quotes: Vec<Quote>,
}

/// A block as the schema has it.
#[derive(Serialize)]
struct Block {
    start: usize,
    end: usize,
    kind: &'static str,
}

#[derive(Serialize)]
struct Person<'a> {
    id: usize,
    name: &'a str,
    kind: &'static str,
    role: Option<&'a str>,
    mentions: Vec<Mention>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    members: &'a [usize],
}

#[derive(Serialize)]
struct Mention {
    start: usize,
    end: usize,
    form: &'static str,
}

#[derive(Serialize)]
struct Quote {
    id: usize,
    kind: &'static str,
    act: &'static str,
    block: usize,
    content: Vec<CodePoints>,
    cue: Option<CodePoints>,
    source: Option<CodePoints>,
    speaker: Option<usize>,
    confidence: f64,
    speaker_confidence: f64,
    inside: Option<usize>,
    edited: bool,
}

impl<'a> Object<'a> {
    fn new(document: &'a Document<'a>) -> Object<'a> {
        let Document { id, source, article, record } = document;
        let offsets = Offsets::new(article.text());
        let points = |span: Span| CodePoints::of(span, &offsets);
        let meta = &article.meta;
        Object {
            schema: SCHEMA,
            tool: tool(record),
            id,
            source: *source,
            language: record.language().code,
            title: meta.title.as_deref(),
            byline: meta.byline.as_deref(),
            published: meta.published.as_deref(),
            site: meta.site.as_deref(),
            url: meta.url.as_deref(),
            text: article.text(),
            blocks: (article.blocks().iter())
                .map(|block| {
                    let CodePoints { start, end } = points(block.span);
                    Block { start, end, kind: block_kind(block.kind) }
                })
                .collect(),
            people: (record.people().iter().enumerate())
                .map(|(id, person)| Person {
                    id,
                    name: &person.name,
                    kind: person_kind(person.kind),
                    role: person.role.as_deref(),
                    mentions: (person.mentions.iter())
                        .map(|mention| {
                            let CodePoints { start, end } = points(mention.span);
                            Mention { start, end, form: form(mention.form) }
                        })
                        .collect(),
                    members: &person.members,
                })
                .collect(),
            quotes: (record.quotations().iter().enumerate())
                .map(|(id, quotation)| Quote {
                    id,
                    kind: quotation.kind.name(),
                    act: quotation.act.name(),
                    block: document.paragraph(quotation),
                    content: quotation.content.iter().copied().map(points).collect(),
                    cue: quotation.cue.map(points),
                    source: quotation.source.map(points),
                    speaker: quotation.speaker,
                    confidence: rounded(quotation.confidence),
                    speaker_confidence: rounded(quotation.speaker_confidence),
                    inside: quotation.inside,
                    edited: record.edited(id),
                })
                .collect(),
        }
    }
}

/// The name of a kind of block.
fn block_kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline | BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph | BlockKind::Byline => "paragraph",
        BlockKind::Item(_) | BlockKind::Numbered { .. } | BlockKind::Continuation(_) => "item",
        BlockKind::Quote(_) => "blockquote",
        BlockKind::Table => "table",
        BlockKind::Code => "code",
        BlockKind::Caption => "caption",
        BlockKind::Boilerplate => "clutter",
    }
}

impl Serialize for Id<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Id::Name(name) => to.serialize_str(name),
            Id::Number(number) => number.serialize(to),
            Id::None => to.serialize_none(),
        }
    }
}

/// Compact JSON that also escapes the control characters JSON allows (DEL, C1, changes of direction): the same value,
/// and safe on a terminal.
struct TerminalSafe;

impl Formatter for TerminalSafe {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| crate::text::shown(c) != c) {
            CompactFormatter.write_string_fragment(to, &rest[..at])?;
            write!(to, "\\u{:04x}", c as u32)?;
            rest = &rest[at + c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(to, rest)
    }

    fn write_char_escape<W: io::Write + ?Sized>(&mut self, to: &mut W, escape: CharEscape) -> io::Result<()> {
        CompactFormatter.write_char_escape(to, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::record::Record;

    fn check(text: &str) -> String {
        let article = plain::article(text.to_owned());
        let mut to = Vec::new();
        let record = Record::empty();
        write(&mut to, &Document { id: Id::Name("a"), source: None, article: &article, record: &record }).unwrap();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn the_text_comes_back_and_nothing_in_it_is_a_control_character() {
        let text = "a\"b\\c\n\u{1b}[31m\u{7f}\u{9b}\u{202e}é\u{2028}世\0";
        let json = check(text);
        assert!(!json.contains(char::is_control), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["text"], text);
    }
}
