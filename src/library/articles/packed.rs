//! Packs and unpacks texts, structures and records for the library.

use crate::article::{Block, Inline};
use crate::language::{Analysis, Engine, Language, Person, Quotation};
use crate::text::Span;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// The version of this format. Data of a newer one is left alone. Version 1 had no times of words, 2 no margins.
pub(in crate::library) const PACKED_VERSION: i64 = 3;

/// The most bytes that anything is unpacked to: the limit for texts, with room for their records.
const MAX_BYTES: u64 = 8_000_000_000;

/// The blocks and inlines of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::library) struct Structure {
    pub blocks: Vec<Block>,
    pub inlines: Vec<Inline>,
}

/// The result of an analysis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::library) struct Findings {
    pub people: Vec<Person>,
    pub quotations: Vec<Quotation>,
}

impl Findings {
    /// Whether every span lies within `text`, and every id refers to a person or quotation here.
    pub fn fits(&self, text: &str) -> bool {
        let is_span = |span: &Span| text.get(span.range()).is_some() && span.start <= span.end;
        let (people, quotations) = (self.people.len(), self.quotations.len());
        self.people.iter().all(|person| {
            person.members.iter().all(|&member| member < people)
                && person
                    .mentions
                    .iter()
                    .all(|mention| is_span(&mention.span) && mention.antecedent.iter().all(is_span))
        }) && self.quotations.iter().all(|quotation| {
            !quotation.content.is_empty()
                && quotation.content.iter().chain(&quotation.cue).chain(&quotation.source).all(is_span)
                && quotation.speaker.is_none_or(|speaker| speaker < people)
                && quotation.inside.is_none_or(|outer| outer < quotations)
        })
    }

    pub fn into_analysis(self, language: Language, engine: Engine) -> Analysis {
        Analysis { language, engine, people: self.people, quotations: self.quotations }
    }
}

/// Packs `value`. A [`Structure`] or [`Findings`] may be serialised from borrowed data.
pub(in crate::library) fn pack(value: &impl Serialize) -> Vec<u8> {
    // Only sequences of unknown length fail to serialise.
    deflate(&postcard::to_stdvec(value).unwrap_or_default())
}

/// The value in `packed`; `None` if that is damaged.
pub(in crate::library) fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Option<T> {
    postcard::from_bytes(&inflate(packed)?).ok()
}

pub(in crate::library) fn pack_text(text: &str) -> Vec<u8> {
    deflate(text.as_bytes())
}

pub(in crate::library) fn unpack_text(packed: &[u8]) -> Option<String> {
    String::from_utf8(inflate(packed)?).ok()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::fast());
    // Writing to a vector cannot fail.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}

fn inflate(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() * 3);
    DeflateDecoder::new(packed).take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Packs `spans` as differences of their starts, and lengths.
pub(in crate::library) fn pack_spans(spans: &[Span]) -> Vec<u8> {
    let mut at = 0;
    let steps: Vec<(u32, u32)> = spans
        .iter()
        .map(|span| {
            let step = (span.start.wrapping_sub(at), span.end.saturating_sub(span.start));
            at = span.end;
            step
        })
        .collect();
    postcard::to_stdvec(&steps).unwrap_or_default()
}

/// The spans that were packed; none if they are damaged.
pub(in crate::library) fn unpack_spans(packed: &[u8]) -> Vec<Span> {
    let mut at = 0_u32;
    let steps: Vec<(u32, u32)> = postcard::from_bytes(packed).unwrap_or_default();
    steps
        .into_iter()
        .map(|(gap, length)| {
            let start = at.wrapping_add(gap);
            at = start.saturating_add(length);
            Span { start, end: at }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    #[test]
    fn everything_comes_back() {
        let article = plain::article("A headline\n\n“It is late,” said Ada Quill.\n\n- one\n- two\n".repeat(9));
        let analysis = crate::language::analyse(&article);
        assert!(!analysis.quotations.is_empty());
        let found = Findings { people: analysis.people, quotations: analysis.quotations };
        let structure = Structure { blocks: article.blocks().to_vec(), inlines: article.inlines().to_vec() };
        assert_eq!(unpack(&pack(&found)), Some(found.clone()));
        assert_eq!(unpack(&pack(&structure)), Some(structure));
        assert_eq!(unpack_text(&pack_text(article.text())).as_deref(), Some(article.text()));
        assert!(found.fits(article.text()) && !found.fits("short"));
        for quotation in &found.quotations {
            assert_eq!(unpack_spans(&pack_spans(&quotation.content)), quotation.content);
        }
        assert_eq!(
            unpack_spans(&pack_spans(&[Span::new(9, 12), Span::new(3, 4)])),
            [Span::new(9, 12), Span::new(3, 4)]
        );
    }

    #[test]
    fn damaged_data_does_not_panic() {
        let good = pack(&Structure::default());
        for cut in 0..good.len() {
            let _: Option<Structure> = unpack(&good[..cut]);
        }
        assert_eq!(unpack::<Findings>(b"no deflate stream"), None);
        assert!(unpack_spans(b"\xff\xff\xff\xff").is_empty());
    }
}
