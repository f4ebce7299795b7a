//! From the tagger to [`Attribution`]s: spans in bytes, kinds by the marks, acts by the cue's words, confidence.

use crate::article::Article;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::confidence::{Evidence, Question};
use crate::language::attribute::decode::{Turn, find_pieces, turns};
use crate::language::attribute::reporting::act;
use crate::language::document::quotation_marks::{Mark, Marks};
use crate::language::document::tokens::Tokens;
use crate::language::tag::calibration::{Fit, calibrated};
use crate::language::tag::linear_model::{Model, Single};
use crate::language::tag::tagger::Tagger;
use crate::language::tag::tags::PerTag;
use crate::language::tag::weights::Weigh;
use crate::text::Span;
use std::ops::Range;

/// The quotations of `article` that the learned model finds, in order of their first piece.
pub fn attribute(article: &Article, tokens: &Tokens, marks: &Marks) -> Vec<Attribution> {
    let rows = tag(article, tokens, marks, 0..article.blocks().len());
    attribute_tagged(article, tokens, marks, &rows)
}

/// The first and longest step of [`attribute`], for blocks `blocks` only: the probability of each tag of each of their
/// tokens. Ranges may be tagged side by side; [`attribute_tagged`] takes the rows of all, in order.
pub fn tag(article: &Article, tokens: &Tokens, marks: &Marks, blocks: Range<usize>) -> Vec<PerTag> {
    Model::embedded().tag(article, tokens, marks, blocks)
}

/// The second step of [`attribute`].
pub fn attribute_tagged(article: &Article, tokens: &Tokens, marks: &Marks, rows: &[PerTag]) -> Vec<Attribution> {
    let model = Model::embedded();
    model.attribute(&model.fit, article, tokens, marks, rows)
}

impl Model<'_> {
    /// The attributions under `rows`, one row for each token, of a tagger to which links and judge were fitted by `fit`.
    pub fn attribute(
        &self,
        fit: &Fit,
        article: &Article,
        tokens: &Tokens,
        marks: &Marks,
        rows: &[PerTag],
    ) -> Vec<Attribution> {
        let evidence = Evidence { article, tokens, marks, rows };
        let turns = find_turns(&evidence, &fit.bias, &self.weights(Single::Links));
        let judge = self.weights(Single::Judge);
        let judged = turns.iter().map(|turn| {
            let mut found = attribution(&evidence, turn);
            let ask = |question: Question| {
                calibrated(&fit.calibration[question as usize], evidence.judge(question, turn, found.kind, &judge))
            };
            (found.confidence, found.source_confidence) = (ask(Question::Quotation), ask(Question::Source));
            found
        });
        judged.filter(|found| found.confidence >= fit.least[found.kind as usize]).collect()
    }
}

/// The quotations that the tagger's probabilities and the links make, the doubtful ones too.
pub fn find_turns<W: Weigh + ?Sized>(evidence: &Evidence, bias: &PerTag, links: &W) -> Vec<Turn> {
    let &Evidence { article, tokens, marks, rows } = evidence;
    let pieces = find_pieces(tokens, marks, rows, bias);
    turns(article, tokens, marks, &pieces, links)
}

/// `turn` as an attribution of unknown confidence.
pub fn attribution(evidence: &Evidence, turn: &Turn) -> Attribution {
    let &Evidence { article, tokens, marks, .. } = evidence;
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
        act: act(words(cue), words(source)),
        content: content.collect(),
        cue,
        source,
        confidence: 0.0,
        source_confidence: 0.0,
        inside: None,
    }
}

/// How much of `content` is marked as quoted, in words.
fn kind(article: &Article, tokens: &Tokens, marks: &Marks, content: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (false, false);
    for at in content.iter().cloned().flatten() {
        if tokens.text(article, at).contains(char::is_alphanumeric) {
            match marks.state(at) {
                Mark::Outside => plain = true,
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
fn with_marks(article: &Article, tokens: &Tokens, marks: &Marks, mut range: Range<usize>) -> Range<usize> {
    let block = |at: usize| tokens.tokens.get(at).map(|token| token.block);
    let own = block(range.start);
    if range.start > 0 && block(range.start - 1) == own && marks.state(range.start - 1) == Mark::Opens {
        range.start -= 1;
    }
    let closes = |at: usize| block(at) == own && marks.state(at) == Mark::Closes;
    let stop = |at: usize| block(at) == own && matches!(tokens.text(article, at), "," | "." | "?" | "!" | "…" | "...");
    if marks.state(range.end - 1) == Mark::Inside {
        if closes(range.end) {
            range.end += 1;
        } else if stop(range.end) && closes(range.end + 1) {
            range.end += 2;
        }
    }
    range
}
