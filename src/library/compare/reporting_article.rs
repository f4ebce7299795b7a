//! A quotation as one article reports it, and a candidate to be compared with given words.

use crate::library::search::hits::Speaker;
use crate::library::store::SourceKey;
use crate::record::Kind;
use crate::text::{Day, Span, TextAnchor};
use std::ops::Range;

/// The similarity below which a wording is left out.
pub(in crate::library) const MIN_CLOSENESS: f32 = 0.6;

/// An article that reports an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportingArticle {
    pub key: SourceKey,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub day: Option<Day>,
    pub kind: Kind,
    /// The whole quotation.
    pub words: String,
    /// Its place in the text, in bytes and in code points.
    pub span: Span,
    pub code_points: Range<usize>,
    pub anchor: TextAnchor,
    /// The number of the version, if the latest text no longer has it.
    pub earlier_version: Option<u32>,
}

/// A quotation that may be similar to the given words.
pub(in crate::library) struct SimilarQuotation {
    pub article: i64,
    pub speaker_id: Option<i64>,
    /// The person that the speaker is joined to.
    pub individual: Option<i64>,
    pub speaker: Option<Speaker>,
    /// All names of the speaker, in this article and in others.
    pub names: String,
    pub reporting: ReportingArticle,
}
