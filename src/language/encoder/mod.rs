//! The second tagger: a small transformer encoder that reads whole windows of text. `pieces` is what it reads, `windows`
//! how a long text is divided, `weights` what it learned, `forward` and `arithmetic` how it reads one window.

mod arithmetic;
mod forward;
pub mod pieces;
mod weights;
mod windows;

pub use windows::Window;

use super::crf::{Chain, Transitions};
use super::marks::Marks;
use super::tag::PerTag;
use super::tagger::Tagger;
use super::tokens::Tokens;
use crate::article::Article;
use pieces::{Pieces, Vocabulary};
use std::ops::Range;
use weights::Weights;

/// A learned encoder.
pub struct Encoder<'a> {
    weights: Weights<'a>,
    words: Vocabulary<'a>,
}

impl<'a> Encoder<'a> {
    /// The encoder in `blob`; `None` if it is of another version or cut short.
    pub fn read(blob: &'a [u8]) -> Option<Encoder<'a>> {
        let weights = Weights::read(blob)?;
        Some(Encoder { words: Vocabulary::read(weights.vocabulary)?, weights })
    }

    /// What it reads of the blocks `blocks`.
    pub fn pieces(&self, article: &Article, tokens: &Tokens, marks: &Marks, blocks: Range<usize>) -> Pieces {
        Pieces::of(article, tokens, marks, blocks, &self.words)
    }

    /// The windows in which it reads `pieces`, in order. They do not depend on each other: callers may read them side by
    /// side, or those first that matter most.
    pub fn windows(&self, pieces: &Pieces) -> Vec<Window> {
        windows::windows(pieces, self.weights.shape.window - 2)
    }

    /// Scores of each tag for the tokens that `window` answers for, one row each.
    pub fn scores(&self, pieces: &Pieces, window: &Window) -> Vec<PerTag> {
        let [_, opens, closes, _] = self.words.special;
        let rows = forward::scores(&self.weights, pieces, window.pieces.clone(), [opens, closes]);
        let firsts = pieces.first.get(window.tokens.clone()).unwrap_or(&[]);
        let row = |&first: &u32| (first as usize).checked_sub(window.pieces.start).and_then(|at| rows.get(at));
        firsts.iter().map(|first| row(first).copied().unwrap_or_default()).collect()
    }
}

/// The probability of each tag of each token in `blocks`, given their `scores`: of all sequences those count in which no
/// span goes on that did not begin.
pub fn marginals(tokens: &Tokens, blocks: Range<usize>, scores: &[PerTag]) -> Vec<PerTag> {
    let mut rows = Vec::with_capacity(scores.len());
    let mut chain = Chain::default();
    let start = tokens.block(blocks.start).start;
    let held = tokens.tokens.get(start..).unwrap_or(&[]);
    for block in held.chunk_by(|a, b| a.block == b.block).take_while(|block| (block[0].block as usize) < blocks.end) {
        let own = scores.get(rows.len()..).and_then(|rest| rest.get(..block.len())).unwrap_or(&[]);
        chain.sum(&Transitions::default(), own);
        rows.extend((0..own.len()).map(|at| chain.marginals(at)));
    }
    rows
}

impl Tagger for Encoder<'_> {
    fn tag(&self, article: &Article, tokens: &Tokens, marks: &Marks, blocks: Range<usize>) -> Vec<PerTag> {
        let pieces = self.pieces(article, tokens, marks, blocks.clone());
        let scores: Vec<PerTag> =
            self.windows(&pieces).iter().flat_map(|window| self.scores(&pieces, window)).collect();
        marginals(tokens, blocks, &scores)
    }
}
