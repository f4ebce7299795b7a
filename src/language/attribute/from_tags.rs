//! From the tagger to [`Attribution`]s: spans in bytes, kinds by the marks, acts by the cue's words, confidence.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::confidence::{ConfidenceTarget, TaggedDocument};
use crate::language::attribute::decode::{DecodedQuotation, decode_spans, group_by_cue};
use crate::language::attribute::reporting::act_of;
use crate::language::document::Document;
use crate::language::document::quotation_marks::QuoteState;
use crate::language::tag::calibration::{DecodingParameters, calibrated};
use crate::language::tag::linear_model::{LinearModel, WeightTable};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::PerTag;
use crate::language::tag::weights::FeatureWeights;
use crate::text::Span;
use std::ops::Range;

/// The quotations of `article` that the learned model finds, in order of their first piece.
pub fn attribute(document: Document) -> Vec<Attribution> {
    let rows = tag(document, 0..document.article.blocks().len());
    attribute_tagged(document, &rows)
}

/// The first and longest step of [`attribute`], for blocks `blocks` only: the probability of each tag of each of their
/// tokens. Ranges may be tagged side by side; [`attribute_tagged`] takes the rows of all, in order.
pub fn tag(document: Document, blocks: Range<usize>) -> Vec<PerTag> {
    LinearModel::embedded().tag(document, blocks)
}

/// The second step of [`attribute`].
pub fn attribute_tagged(document: Document, rows: &[PerTag]) -> Vec<Attribution> {
    let model = LinearModel::embedded();
    model.attribute(&model.fit, document, rows)
}

impl LinearModel<'_> {
    /// The attributions under `rows`, one row for each token, of a tagger to which links and judge were fitted by `fit`.
    pub fn attribute(&self, fit: &DecodingParameters, document: Document, rows: &[PerTag]) -> Vec<Attribution> {
        let evidence = TaggedDocument { document, rows };
        let turns = decode_quotations(&evidence, &fit.bias, &self.weights(WeightTable::Links));
        let judge = self.weights(WeightTable::Confidence);
        let judged = turns.iter().map(|turn| {
            let mut found = attribution(&evidence, turn);
            let ask = |question: ConfidenceTarget| {
                calibrated(&fit.calibration[question as usize], evidence.judge(question, turn, found.kind, &judge))
            };
            (found.confidence, found.source_confidence) =
                (ask(ConfidenceTarget::Quotation), ask(ConfidenceTarget::Source));
            found
        });
        judged.filter(|found| found.confidence >= fit.least[found.kind as usize]).collect()
    }
}

/// The quotations that the tagger's probabilities and the links make, the doubtful ones too.
pub fn decode_quotations<W: FeatureWeights + ?Sized>(
    evidence: &TaggedDocument,
    bias: &PerTag,
    links: &W,
) -> Vec<DecodedQuotation> {
    let &TaggedDocument { document, rows } = evidence;
    let pieces = decode_spans(document, rows, bias);
    group_by_cue(document, &pieces, links)
}

/// `turn` as an attribution of unknown confidence.
pub fn attribution(evidence: &TaggedDocument, turn: &DecodedQuotation) -> Attribution {
    let document = evidence.document;
    let kind = kind(document, &turn.content);
    let cue = turn.cue.clone().map(|range| document.span(range));
    let source = turn.source.clone().map(|range| document.span(range));
    let words = |span: Option<Span>| span.map_or("", |span| document.article.slice(span));
    let content = turn.content.iter().map(|range| match kind {
        Kind::Direct => document.span(with_marks(document, range.clone())),
        _ => document.span(range.clone()),
    });
    Attribution {
        kind,
        act: act_of(words(cue), words(source)),
        content: content.collect(),
        cue,
        source,
        confidence: 0.0,
        source_confidence: 0.0,
        inside: None,
    }
}

/// How much of `content` is marked as quoted, in words.
fn kind(document: Document, content: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (false, false);
    for at in content.iter().cloned().flatten() {
        if document.text(at).contains(char::is_alphanumeric) {
            match document.marks.state(at) {
                QuoteState::Outside => plain = true,
                _ => quoted = true,
            }
        }
    }
    match (quoted, plain) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// `range` with the quotation marks beside it, and the comma or full stop before the closing one.
fn with_marks(document: Document, mut range: Range<usize>) -> Range<usize> {
    let Document { tokens, marks, .. } = document;
    let block = |at: usize| tokens.tokens.get(at).map(|token| token.block);
    let own = block(range.start);
    if range.start > 0 && block(range.start - 1) == own && marks.state(range.start - 1) == QuoteState::Opens {
        range.start -= 1;
    }
    let closes = |at: usize| block(at) == own && marks.state(at) == QuoteState::Closes;
    let stop = |at: usize| block(at) == own && matches!(document.text(at), "," | "." | "?" | "!" | "…" | "...");
    if marks.state(range.end - 1) == QuoteState::Inside {
        if closes(range.end) {
            range.end += 1;
        } else if stop(range.end) && closes(range.end + 1) {
            range.end += 2;
        }
    }
    range
}
