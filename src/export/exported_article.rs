//! [`ExportedArticle`]: an article with its record and its name, the input of every format.

use super::text_fragment;
use crate::article::Article;
use crate::record::{Quotation, Record};
use crate::text::{Offsets, Span, one_line};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::value::RawValue;

/// The id of a record, given by the caller.
#[derive(Clone, Debug)]
pub enum Id<'a> {
    /// The given path, `-` for standard input, or the `id` of a JSON line.
    Name(&'a str),
    /// The `id` of a JSON line that is a number, digit for digit.
    Number(&'a RawValue),
    /// A JSON line without `id`.
    None,
}

/// Characters that are invalid in addresses, though browsers accept them.
const NO_IRI: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// An article and its record, to be written.
#[derive(Clone, Debug)]
pub struct ExportedArticle<'a> {
    pub id: Id<'a>,
    /// The path or address that the article came from.
    pub source: Option<&'a str>,
    pub article: &'a Article,
    pub record: &'a Record,
}

impl<'a> ExportedArticle<'a> {
    /// Its name where it has no title.
    pub fn name(&self) -> &'a str {
        match self.id {
            Id::Name("-") => "standard input",
            Id::Name(name) => name,
            Id::Number(number) => number.get(),
            Id::None => self.source.unwrap_or("standard input"),
        }
    }

    /// The title, or the name, on one line.
    pub(super) fn title(&self) -> String {
        one_line(self.article.meta.title.as_deref().unwrap_or(self.name()))
    }

    /// The web address of the article.
    pub(super) fn address(&self) -> Option<&'a str> {
        let is_web = |address: &&str| address.starts_with("https://") || address.starts_with("http://");
        self.article.meta.url.as_deref().filter(is_web).filter(|address| !address.contains(char::is_whitespace))
    }

    /// The address of the article, or else a URN for it.
    pub(super) fn iri(&self) -> String {
        match (self.address(), &self.id) {
            (Some(address), _) => utf8_percent_encode(address, NO_IRI).to_string(),
            (None, Id::None) => "urn:onrecord:document".to_owned(),
            (None, _) => format!("urn:onrecord:document:{}", utf8_percent_encode(self.name(), NON_ALPHANUMERIC)),
        }
    }

    /// The number of the paragraph in which `quotation` begins, as the reader shows it.
    pub(super) fn paragraph(&self, quotation: &Quotation) -> usize {
        self.article.block_at(quotation.extent().start as usize).map_or(1, |block| block + 1)
    }

    /// The unbroken pieces of `quotation` in the text as given: without text in the margin.
    pub(super) fn pieces(&self, quotation: &Quotation) -> impl Iterator<Item = Span> {
        quotation.content.iter().flat_map(|&piece| self.article.between_margins(piece))
    }

    /// The address of the words of `quotation` on the page.
    pub(super) fn link(&self, quotation: &Quotation) -> Option<String> {
        self.address().map(|address| text_fragment::link(address, self.article, &quotation.content))
    }
}

/// A span in code points, end exclusive.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct CodePoints {
    pub start: usize,
    pub end: usize,
}

impl CodePoints {
    /// `span` in code points.
    pub fn of(span: Span, offsets: &Offsets) -> CodePoints {
        let (start, end) = offsets.code_points(span);
        CodePoints { start, end }
    }
}
