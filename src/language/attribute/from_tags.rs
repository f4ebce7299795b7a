//! From the tagger to [`Attribution`]s: spans in bytes, kinds by the marks, acts by the cue's words, confidence.

use crate::article::Article;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::confidence::{ConfidenceTarget, TaggedDocument};
use crate::language::attribute::decode::{DecodedQuotation, decode_spans, group_by_cue};
use crate::language::attribute::reporting::act_of;
use crate::language::document::quotation_marks::{QuotationMarks, QuoteState};
use crate::language::document::tokens::Tokens;
use crate::language::tag::calibration::{DecodingParameters, calibrated};
use crate::language::tag::linear_model::{LinearModel, WeightTable};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::PerTag;
use crate::language::tag::weights::FeatureWeights;
use crate::text::Span;
use std::ops::Range;

/// The quotations of `article` that the learned model finds, in order of their first piece.
pub fn attribute(article: &Article, tokens: &Tokens, marks: &QuotationMarks) -> Vec<Attribution> {
    let rows = tag(article, tokens, marks, 0..article.blocks().len());
    attribute_tagged(article, tokens, marks, &rows)
}

/// The first and longest step of [`attribute`], for blocks `blocks` only: the probability of each tag of each of their
/// tokens. Ranges may be tagged side by side; [`attribute_tagged`] takes the rows of all, in order.
pub fn tag(article: &Article, tokens: &Tokens, marks: &QuotationMarks, blocks: Range<usize>) -> Vec<PerTag> {
    LinearModel::embedded().tag(article, tokens, marks, blocks)
}

/// The second step of [`attribute`].
pub fn attribute_tagged(
    article: &Article,
    tokens: &Tokens,
    marks: &QuotationMarks,
    rows: &[PerTag],
) -> Vec<Attribution> {
    let model = LinearModel::embedded();
    model.attribute(&model.fit, article, tokens, marks, rows)
}

impl LinearModel<'_> {
    /// The attributions under `rows`, one row for each token, of a tagger to which links and judge were fitted by `fit`.
    pub fn attribute(
        &self,
        fit: &DecodingParameters,
        article: &Article,
        tokens: &Tokens,
        marks: &QuotationMarks,
        rows: &[PerTag],
    ) -> Vec<Attribution> {
        let evidence = TaggedDocument { article, tokens, marks, rows };
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
    let &TaggedDocument { article, tokens, marks, rows } = evidence;
    let pieces = decode_spans(tokens, marks, rows, bias);
    group_by_cue(article, tokens, marks, &pieces, links)
}

/// `turn` as an attribution of unknown confidence.
pub fn attribution(evidence: &TaggedDocument, turn: &DecodedQuotation) -> Attribution {
    let &TaggedDocument { article, tokens, marks, .. } = evidence;
    let kind = kind(article, tokens, marks, &turn.content);
    let cue = turn.cue.clone().map(|range| tokens.span(range));
    let source = turn.source.clone().map(|range| tokens.span(range));
    let words = |span: Option<Span>| span.map_or("", |span| article.slice(span));
    let content = turn.content.iter().map(|range| match kind {
        Kind::Direct => tokens.span(with_marks(article, tokens, marks, range.clone())),
        _ => tokens.span(range.clone()),
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
fn kind(article: &Article, tokens: &Tokens, marks: &QuotationMarks, content: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (false, false);
    for at in content.iter().cloned().flatten() {
        if tokens.text(article, at).contains(char::is_alphanumeric) {
            match marks.state(at) {
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
fn with_marks(article: &Article, tokens: &Tokens, marks: &QuotationMarks, mut range: Range<usize>) -> Range<usize> {
    let block = |at: usize| tokens.tokens.get(at).map(|token| token.block);
    let own = block(range.start);
    if range.start > 0 && block(range.start - 1) == own && marks.state(range.start - 1) == QuoteState::Opens {
        range.start -= 1;
    }
    let closes = |at: usize| block(at) == own && marks.state(at) == QuoteState::Closes;
    let stop = |at: usize| block(at) == own && matches!(tokens.text(article, at), "," | "." | "?" | "!" | "…" | "...");
    if marks.state(range.end - 1) == QuoteState::Inside {
        if closes(range.end) {
            range.end += 1;
        } else if stop(range.end) && closes(range.end + 1) {
            range.end += 2;
        }
    }
    range
}
