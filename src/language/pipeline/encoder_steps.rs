//! [`EncoderPipeline`]: the steps of an analysis by the encoder.

use super::encoder_linking::EncoderReader;
use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::from_tags::tag;
use crate::language::coref::Trace;
use crate::language::coref::linker::{Linker, TextEncoder};
use crate::language::document::Document;
use crate::language::pipeline::analysis::Analysis;
use crate::language::pipeline::steps::Pipeline;
use crate::language::tag::encoder::pairs::EncodedText;
use crate::language::tag::encoder::pieces::WordPieces;
use crate::language::tag::encoder::{Encoder, PackedWeights, Window, WindowOutput, marginals};
use crate::language::tag::linear_model::LinearModel;
use crate::language::tag::tags::PerTag;
use crate::text::Span;
use std::sync::Arc;

/// An article, or a part of one, as the encoder reads it.
pub struct EncoderPipeline<'a> {
    passes: &'a Pipeline<'a>,
    encoder: &'static Encoder<'static>,
    packed: Arc<PackedWeights>,
    pieces: WordPieces,
    windows: Vec<Window>,
}

impl<'a> Pipeline<'a> {
    /// The text as the encoder reads it; `None` in a language that it does not know.
    pub fn read(&'a self) -> Option<EncoderPipeline<'a>> {
        let encoder = Encoder::embedded().filter(|_| self.language().is_english())?;
        let pieces = encoder.pieces(self.document(), 0..self.document().article.blocks().len());
        Some(EncoderPipeline {
            passes: self,
            encoder,
            packed: encoder.packed(),
            windows: encoder.windows(&pieces),
            pieces,
        })
    }
}

impl EncoderPipeline<'_> {
    /// How many windows there are to read. They do not depend on each other.
    pub fn windows(&self) -> usize {
        self.windows.len()
    }

    /// What of the text window number `nth` answers for.
    pub fn span(&self, nth: usize) -> Span {
        self.windows.get(nth).map_or(Span::default(), |window| self.passes.document().span(window.tokens.clone()))
    }

    /// What the encoder makes of window number `nth`.
    pub fn read(&self, nth: usize) -> WindowOutput {
        self.windows
            .get(nth)
            .map_or_else(WindowOutput::default, |window| self.encoder.encode_window(&self.packed, &self.pieces, window))
    }

    /// What is said, and by whom, when all windows that are to be read are.
    pub fn resolve(&self, reads: &[Option<&WindowOutput>]) -> Analysis {
        let scores: Vec<Option<&[PerTag]>> = reads.iter().map(|read| read.map(|read| read.scores.as_slice())).collect();
        let heard = self.heard(reads);
        // What was only half read is no second opinion.
        let encoder = reads.iter().all(Option::is_some).then_some(&heard as &dyn TextEncoder);
        self.passes.resolve_with(self.attribute(&scores), encoder)
    }

    /// What is asked of `linker` about the refined attributions `found`.
    pub fn trace(&self, reads: &[Option<&WindowOutput>], found: &[Attribution], linker: &dyn Linker) -> Trace {
        self.passes.trace(found, linker, Some(&self.heard(reads)))
    }

    fn heard<'r>(&'r self, reads: &'r [Option<&'r WindowOutput>]) -> EncoderReader<'r> {
        let text =
            EncodedText { document: self.passes.document(), pieces: &self.pieces, windows: &self.windows, reads };
        EncoderReader { encoder: self.encoder, text }
    }

    /// The quotations under the `scores` of all windows, in order. Where a window has none, the linear model's word counts.
    pub fn attribute(&self, scores: &[Option<&[PerTag]>]) -> Vec<Attribution> {
        let document = self.passes.document();
        let Document { article, tokens, .. } = document;
        let blocks = 0..article.blocks().len();
        let unread = scores.iter().any(Option::is_none);
        let linear = if unread { tag(document, blocks.clone()) } else { Vec::new() };
        let mut all = Vec::with_capacity(tokens.len());
        for (window, scores) in self.windows.iter().zip(scores) {
            match scores {
                Some(scores) => all.extend_from_slice(scores),
                None => all.extend(linear.get(window.tokens.clone()).unwrap_or(&[]).iter().map(as_scores)),
            }
        }
        let rows = marginals(tokens, blocks, &all);
        LinearModel::embedded().attribute(&self.encoder.fit, document, &rows)
    }
}

/// Scores under which the tags have the probabilities `row`.
fn as_scores(row: &PerTag) -> PerTag {
    row.map(|p| p.max(1e-6).ln())
}
