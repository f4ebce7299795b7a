//! A record as one JSON object, as described by `assets/record.schema.json`. Offsets are in code points.

use super::exported_article::{CodePoints, ExportedArticle, Id};
use super::fields::{Field, Fields};
use super::wording::{mention_type, person_kind, rounded};
use crate::article::{self, Article, BlockKind};
use crate::record::{self, Record};
use crate::text::{Offsets, Span};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::io;

/// The name and version of the schema.
pub const SCHEMA: &str = "onrecord/1";
/// The program and the model that made the record.
pub fn tool(record: &Record) -> String {
    format!("onrecord {}, model {}", env!("CARGO_PKG_VERSION"), record.model())
}

/// Writes these fields of a record as one line, without a line break.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl io::Write, exported: &ExportedArticle, fields: Fields) -> io::Result<()> {
    write_value(to, &Object { exported, fields })
}

/// Writes `value` as compact JSON in which nothing is a control character.
///
/// # Errors
/// The errors of `to`.
pub fn write_value(to: impl io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, TerminalSafe)).map_err(io::Error::from)
}

/// A record, or some fields of one.
struct Object<'a> {
    exported: &'a ExportedArticle<'a>,
    fields: Fields,
}

/// A block as the schema has it.
#[derive(Serialize)]
struct JsonBlock {
    start: usize,
    end: usize,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
}

/// The time at which words are spoken in a recording, in seconds from its beginning.
#[derive(Serialize)]
struct Time {
    start: f64,
    end: f64,
}

#[derive(Serialize)]
struct JsonPerson<'a> {
    id: usize,
    name: &'a str,
    kind: &'static str,
    role: Option<&'a str>,
    mentions: Vec<JsonMention>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    members: &'a [usize],
}

#[derive(Serialize)]
struct JsonMention {
    start: usize,
    end: usize,
    form: &'static str,
}

#[derive(Serialize)]
struct JsonQuotation {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
}

impl Serialize for Object<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let ExportedArticle { id, source, article, record } = self.exported;
        let offsets = Offsets::new(article.text());
        let meta = &article.meta;
        let mut object = to.serialize_map(None)?;
        for field in self.fields.iter() {
            let mut is = |value: Option<&str>| object.serialize_entry(&field, &value);
            match field {
                Field::Schema => is(Some(SCHEMA)),
                Field::Tool => is(Some(&tool(record))),
                Field::Id => object.serialize_entry(&field, id),
                Field::Source => is(*source),
                Field::Language => is(Some(record.language().code)),
                Field::Title => is(meta.title.as_deref()),
                Field::Byline => is(meta.byline.as_deref()),
                Field::Published => is(meta.published.as_deref()),
                Field::Site => is(meta.site.as_deref()),
                Field::Url => is(meta.url.as_deref()),
                Field::Text => is(Some(article.given())),
                Field::Blocks => object.serialize_entry(&field, &blocks(article, &offsets)),
                Field::People => object.serialize_entry(&field, &people(record, &offsets)),
                Field::Quotes => object.serialize_entry(&field, &quotes(self.exported, &offsets)),
            }?;
        }
        object.end()
    }
}

fn blocks(article: &Article, offsets: &Offsets) -> Vec<JsonBlock> {
    let block = |block: &article::Block| {
        let CodePoints { start, end } = CodePoints::of(block.span, offsets);
        JsonBlock { start, end, kind: block_kind(block.kind), time: time(article, &[block.span]) }
    };
    article.blocks().iter().map(block).collect()
}

fn people<'a>(record: &'a Record, offsets: &Offsets) -> Vec<JsonPerson<'a>> {
    let mention = |mention: &record::Mention| {
        let CodePoints { start, end } = CodePoints::of(mention.span, offsets);
        JsonMention { start, end, form: mention_type(mention.mention_type) }
    };
    let person = |(id, person): (usize, &'a record::Person)| JsonPerson {
        id,
        name: &person.name,
        kind: person_kind(person.kind),
        role: person.role.as_deref(),
        mentions: person.mentions.iter().map(mention).collect(),
        members: &person.members,
    };
    record.people().iter().enumerate().map(person).collect()
}

fn quotes(exported: &ExportedArticle, offsets: &Offsets) -> Vec<JsonQuotation> {
    let points = |span: Span| CodePoints::of(span, offsets);
    let quote = |(id, quotation): (usize, &record::Quotation)| JsonQuotation {
        id,
        kind: quotation.kind.name(),
        act: quotation.act.name(),
        block: exported.paragraph(quotation),
        content: exported.pieces(quotation).map(points).collect(),
        cue: quotation.cue.map(points),
        source: quotation.source.map(points),
        speaker: quotation.speaker,
        confidence: rounded(quotation.confidence),
        speaker_confidence: rounded(quotation.speaker_confidence),
        inside: quotation.inside,
        edited: exported.record.edited(id),
        time: time(exported.article, &quotation.content),
    };
    exported.record.quotations().iter().enumerate().map(quote).collect()
}

fn time(article: &Article, spans: &[Span]) -> Option<Time> {
    let seconds = |milliseconds: u32| f64::from(milliseconds) / 1000.0;
    article.times_of(spans).map(|times| Time { start: seconds(times.start), end: seconds(times.end) })
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
        BlockKind::Caption | BlockKind::Alternative => "caption",
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

    fn check(text: &str) -> String {
        let article = plain::article(text.to_owned());
        let mut to = Vec::new();
        let record = Record::empty();
        let exported = ExportedArticle { id: Id::Name("a"), source: None, article: &article, record: &record };
        write(&mut to, &exported, Fields::ALL).unwrap();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn margins_are_in_the_text_but_not_in_the_words() {
        let text = "Lena Strand wrote on 3 May 2024:\n> I think that the pier is closed and that it\n> stays closed.\n";
        let article = plain::article(text.to_owned());
        let record = record::build(&article, crate::language::analyse(&article), &[]);
        let mut to = Vec::new();
        let exported = ExportedArticle { id: Id::None, source: None, article: &article, record: &record };
        write(&mut to, &exported, Fields::ALL).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&to).unwrap();
        assert_eq!(value["text"], text);
        let pieces = value["quotes"][0]["content"].as_array().unwrap().iter();
        let cut = |piece: &serde_json::Value| {
            let [start, end] = ["start", "end"].map(|end| piece[end].as_u64().unwrap() as usize);
            text[start..end].to_owned()
        };
        assert_eq!(
            pieces.map(cut).collect::<Vec<_>>(),
            ["I think that the pier is closed and that it", "stays closed."]
        );
    }

    #[test]
    fn json_round_trips_without_control_characters() {
        let text = "a\"b\\c\n\u{1b}[31m\u{7f}\u{9b}\u{202e}é\u{2028}世\0";
        let json = check(text);
        assert!(!json.contains(char::is_control), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["text"], text);
    }
}
