//! From tag probabilities to [`Attribution`]s: byte spans, kinds by quotation marks, acts by the words of the cue,
//! confidence.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::confidence::{ConfidenceTarget, TaggedArticle};
use crate::language::attribute::decode::{DecodedQuotation, decode_spans, group_by_cue};
use crate::language::attribute::reporting::act_of;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuoteState;
use crate::language::tag::calibration::{DecodingParameters, calibrated};
use crate::language::tag::linear_model::{LinearModel, WeightTable};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::PerTag;
use crate::language::tag::weights::FeatureWeights;
use crate::text::Span;
use std::ops::Range;

/// Tags the blocks `blocks` with the linear model: the probability of each tag of each token. Ranges may be tagged in
/// parallel; [`attribute_tagged`] takes the concatenated rows.
pub fn tag(tokenized: TokenizedArticle, blocks: Range<usize>) -> Vec<PerTag> {
    LinearModel::embedded().tag(tokenized, blocks)
}

/// The quotations that the linear model finds, given the tag probabilities `rows` of [`tag`], in order of their first
/// span.
pub fn attribute_tagged(tokenized: TokenizedArticle, rows: &[PerTag]) -> Vec<Attribution> {
    let model = LinearModel::embedded();
    model.attribute(&model.fit, tokenized, rows)
}

impl LinearModel<'_> {
    /// The attributions for the probabilities `rows`, one row per token. `fit` adapts links and confidence to their
    /// tagger.
    pub fn attribute(
        &self,
        fit: &DecodingParameters,
        tokenized: TokenizedArticle,
        rows: &[PerTag],
    ) -> Vec<Attribution> {
        let tagged = TaggedArticle { tokenized, rows };
        let quotations = decode_quotations(&tagged, &fit.bias, &self.weights(WeightTable::Links));
        let weights = self.weights(WeightTable::Confidence);
        let attributions = quotations.iter().map(|quotation| {
            let mut found = attribution(&tagged, quotation);
            let probability = |target: ConfidenceTarget| {
                calibrated(
                    &fit.calibration[target as usize],
                    tagged.probability(target, quotation, found.kind, &weights),
                )
            };
            (found.confidence, found.source_confidence) =
                (probability(ConfidenceTarget::Quotation), probability(ConfidenceTarget::Source));
            found
        });
        attributions.filter(|found| found.confidence >= fit.least[found.kind as usize]).collect()
    }
}

/// Decodes all quotations, doubtful ones included.
pub fn decode_quotations<W: FeatureWeights + ?Sized>(
    tagged: &TaggedArticle,
    bias: &PerTag,
    links: &W,
) -> Vec<DecodedQuotation> {
    let &TaggedArticle { tokenized, rows } = tagged;
    let spans = decode_spans(tokenized, rows, bias);
    group_by_cue(tokenized, &spans, links)
}

/// Converts `quotation` to an attribution, without confidence.
pub fn attribution(tagged: &TaggedArticle, quotation: &DecodedQuotation) -> Attribution {
    let tokenized = tagged.tokenized;
    let kind = kind(tokenized, &quotation.content);
    let cue = quotation.cue.clone().map(|range| tokenized.span(range));
    let source = quotation.source.clone().map(|range| tokenized.span(range));
    let words = |span: Option<Span>| span.map_or("", |span| tokenized.article.slice(span));
    let content = quotation.content.iter().map(|range| match kind {
        Kind::Direct => tokenized.span(with_marks(tokenized, range.clone())),
        _ => tokenized.span(range.clone()),
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

/// The kind of quotation, by how many words of `content` are inside quotation marks.
fn kind(tokenized: TokenizedArticle, content: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (false, false);
    for at in content.iter().cloned().flatten() {
        if tokenized.text(at).contains(char::is_alphanumeric) {
            match tokenized.quotation_marks.state(at) {
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

/// Extends `range` by adjacent quotation marks, and by the comma or full stop before the closing one.
fn with_marks(tokenized: TokenizedArticle, mut range: Range<usize>) -> Range<usize> {
    let TokenizedArticle { tokens, quotation_marks: marks, .. } = tokenized;
    let block = |at: usize| tokens.tokens.get(at).map(|token| token.block);
    let own = block(range.start);
    if range.start > 0 && block(range.start - 1) == own && marks.state(range.start - 1) == QuoteState::Opens {
        range.start -= 1;
    }
    let closes = |at: usize| block(at) == own && marks.state(at) == QuoteState::Closes;
    let stop = |at: usize| block(at) == own && matches!(tokenized.text(at), "," | "." | "?" | "!" | "…" | "...");
    if marks.state(range.end - 1) == QuoteState::Inside {
        if closes(range.end) {
            range.end += 1;
        } else if stop(range.end) && closes(range.end + 1) {
            range.end += 2;
        }
    }
    range
}
