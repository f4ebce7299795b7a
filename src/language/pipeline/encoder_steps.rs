//! [`EncoderPipeline`]: the steps of an analysis by the encoder.

use super::encoder_linking::EncoderReader;
use crate::article::BlockKind;
use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::from_tags::tag;
use crate::language::coref::Trace;
use crate::language::coref::ranking::linker::{Linker, TextEncoder};
use crate::language::lexical::TokenizedArticle;
use crate::language::pipeline::analysis::Analysis;
use crate::language::pipeline::steps::Pipeline;
use crate::language::tag::encoder::pairs::EncodedText;
use crate::language::tag::encoder::pieces::WordPieces;
use crate::language::tag::encoder::{Encoder, PackedWeights, Window, WindowOutput, marginals};
use crate::language::tag::linear_model::LinearModel;
use crate::language::tag::tags::PerTag;
use crate::text::Span;
use std::sync::Arc;

/// The most pieces per word in a window worth reading. Prose has fewer than two.
const MAX_PIECES_A_WORD: usize = 8;

/// A chunk of a text, split for the encoder.
pub struct EncoderPipeline<'a> {
    pipeline: &'a Pipeline<'a>,
    encoder: &'static Encoder<'static>,
    packed: Arc<PackedWeights>,
    pieces: WordPieces,
    windows: Vec<Window>,
}

impl<'a> Pipeline<'a> {
    /// Splits the text for the encoder. Returns `None` in a language that it does not know.
    pub fn read(&'a self) -> Option<EncoderPipeline<'a>> {
        let encoder = Encoder::embedded().filter(|_| self.language().is_english())?;
        let pieces = encoder.pieces(self.tokenized(), 0..self.tokenized().article.blocks().len());
        Some(EncoderPipeline {
            pipeline: self,
            encoder,
            packed: encoder.packed(),
            windows: encoder.windows(&pieces),
            pieces,
        })
    }
}

impl EncoderPipeline<'_> {
    /// The number of windows. They are independent of each other.
    pub fn windows(&self) -> usize {
        self.windows.len()
    }

    /// The bytes that window `nth` covers.
    pub fn span(&self, nth: usize) -> Span {
        self.windows.get(nth).map_or(Span::default(), |window| self.pipeline.tokenized().span(window.tokens.clone()))
    }

    /// Encodes window `nth`. The output is empty if the window has hardly any words: it has no quotations, and symbols
    /// cost as much as words.
    pub fn read(&self, nth: usize) -> WindowOutput {
        self.windows
            .get(nth)
            .filter(|window| self.has_words(window))
            .map_or_else(WindowOutput::default, |window| self.encoder.encode_window(&self.packed, &self.pieces, window))
    }

    fn has_words(&self, window: &Window) -> bool {
        let tokenized = self.pipeline.tokenized();
        // A table has cells rather than sentences.
        let is_in_table =
            |at: usize| tokenized.blocks().get(tokenized.block(at)).is_some_and(|block| block.kind == BlockKind::Table);
        let is_word =
            |&at: &usize| !is_in_table(at) && tokenized.text(at).chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
        let words = window.tokens.clone().filter(is_word).count();
        words * MAX_PIECES_A_WORD >= window.pieces.len()
    }

    /// Finds the quotations and their speakers, given the output of the windows read so far.
    pub fn resolve(&self, reads: &[Option<&WindowOutput>]) -> Analysis {
        let is_whole = reads.iter().all(Option::is_some);
        let reads: Vec<Option<&WindowOutput>> =
            reads.iter().map(|read| read.filter(|read| !read.scores.is_empty())).collect();
        let scores: Vec<Option<&[PerTag]>> = reads.iter().map(|read| read.map(|read| read.scores.as_slice())).collect();
        let reader = self.reader(&reads);
        // A text that is only partly encoded gives no second opinion.
        let encoder = is_whole.then_some(&reader as &dyn TextEncoder);
        self.pipeline.resolve_with(self.attribute(&scores), encoder)
    }

    /// The queries to `linker` about the refined attributions `found`.
    pub fn trace(&self, reads: &[Option<&WindowOutput>], found: &[Attribution], linker: &dyn Linker) -> Trace {
        self.pipeline.trace(found, linker, Some(&self.reader(reads)))
    }

    fn reader<'r>(&'r self, reads: &'r [Option<&'r WindowOutput>]) -> EncoderReader<'r> {
        let text =
            EncodedText { tokenized: self.pipeline.tokenized(), pieces: &self.pieces, windows: &self.windows, reads };
        EncoderReader { encoder: self.encoder, text }
    }

    /// The quotations for the tag `scores` of the windows, in order. The linear model fills in for windows without
    /// scores.
    pub fn attribute(&self, scores: &[Option<&[PerTag]>]) -> Vec<Attribution> {
        let tokenized = self.pipeline.tokenized();
        let TokenizedArticle { article, tokens, .. } = tokenized;
        let blocks = 0..article.blocks().len();
        let unread = scores.iter().any(Option::is_none);
        let linear = if unread { tag(tokenized, blocks.clone()) } else { Vec::new() };
        let mut all = Vec::with_capacity(tokens.len());
        for (window, scores) in self.windows.iter().zip(scores) {
            match scores {
                Some(scores) => all.extend_from_slice(scores),
                None => all.extend(linear.get(window.tokens.clone()).unwrap_or(&[]).iter().map(as_scores)),
            }
        }
        let rows = marginals(tokens, blocks, &all);
        LinearModel::embedded().attribute(&self.encoder.fit, tokenized, &rows)
    }
}

/// Emission scores that give the tags the probabilities `row`.
fn as_scores(row: &PerTag) -> PerTag {
    row.map(|p| p.max(1e-6).ln())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::pipeline::analyse::{Jobs, analyse_with};
    use crate::language::pipeline::analysis::Engine;

    #[test]
    fn windows_of_symbols_are_skipped() {
        let said = "The ferries would stay in the harbor all winter, the keeper Ada Lind told the council. ".repeat(12);
        let text = format!("{said}\n\n{}\n\n{said}", "[a](<b".repeat(600));
        let article = plain::article(text);
        let pipeline = Pipeline::new(&article);
        let encoder = pipeline.read().unwrap();
        let is_read = |nth| !encoder.read(nth).scores.is_empty();
        let read = (0..encoder.windows()).filter(|&nth| is_read(nth)).count();
        assert!(encoder.windows() > 8 && (2..=6).contains(&read), "{read} of {}", encoder.windows());
        assert!(is_read(0) && is_read(encoder.windows() - 1));
        let run = |jobs: Jobs| {
            jobs.due.for_each(jobs.job);
            true
        };
        let found = analyse_with(&article, Engine::Best, run).unwrap();
        assert_eq!((found.engine, found.quotations.len()), (Engine::Best, 24));
    }
}
