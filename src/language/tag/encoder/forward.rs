//! ForwardPass one window: from pieces to the numbers that stand for them (the encoder of Devlin et al. 2019, layer by layer). All but
//! attention is done for some of the pieces at a time, so that pass takes little more memory than the window itself.

use super::arithmetic::{Layout, MatrixView, add, gelu, layer_norm, multiply, softmax};
use super::dense::dense;
use super::int8::{Multiplier, PackedLayer, PackedMatrix, PackedWeights, ROW_BLOCK};
use super::pieces::WordPieces;
use super::sizes::{HEAD_KINDS, PerKind};
use super::weights::{EncoderWeights, Layer};
use crate::language::tag::tags::{PerTag, TAGS};
use std::ops::Range;

/// WordPieces that ask at a time: what they are attention by all others stays in the processor's cache.
const QUERY_BLOCK: usize = 128;

/// What a window says of its pieces, one row each.
pub struct ForwardOutput {
    /// Scores of each tag.
    pub scores: Vec<PerTag>,
    /// Scores of each kind of mention that a piece may head.
    pub kinds: Vec<PerKind>,
    /// The numbers that stand for the pieces.
    pub state: Vec<f32>,
}

/// What is said of the pieces `window` of `pieces`. `window` is no longer than the encoder reads at once, and lies in
/// `pieces`; there are no rows otherwise. `special` opens and closes it.
pub fn forward(
    weights: &EncoderWeights,
    packed: &PackedWeights,
    pieces: &WordPieces,
    window: Range<usize>,
    special: [u16; 2],
) -> Option<ForwardOutput> {
    let (Some(ids), Some(cases), Some(marks)) =
        (pieces.ids.get(window.clone()), pieces.case.get(window.clone()), pieces.mark.get(window))
    else {
        return None;
    };
    let [opens, closes] = special.map(|id| (id, 0, 0));
    let inside = ids.iter().zip(cases).zip(marks).map(|((&id, &case), &mark)| (id, case, mark));
    let read: Vec<(u16, u8, u8)> = [opens].into_iter().chain(inside).chain([closes]).collect();
    if read.len() > weights.shape.window {
        return None;
    }
    let mut pass = ForwardPass::new(weights, &read);
    weights.layers.iter().zip(&packed.layers).for_each(|(layer, packed)| pass.layer(layer, packed));
    // What opens and closes the window is nobody's.
    let inside = weights.shape.width..weights.shape.width * (1 + ids.len());
    pass.state = pass.state.get(inside)?.to_vec();
    pass.length = ids.len();
    Some(pass.finish())
}

/// A window while it is read.
struct ForwardPass<'a> {
    weights: &'a EncoderWeights<'a>,
    multiplier: Multiplier,
    /// WordPieces in the window.
    length: usize,
    /// What stands for each piece.
    state: Vec<f32>,
    /// Attention's three projections, side by side.
    projections: Vec<f32>,
    /// SpeakerCandidate is attention by whom, of some of the pieces.
    attention: Vec<f32>,
    /// What attention gives.
    attended: Vec<f32>,
    /// What the two matrices of a layer make of some of the pieces.
    hidden: Vec<f32>,
}

impl<'a> ForwardPass<'a> {
    fn new(weights: &'a EncoderWeights<'a>, read: &[(u16, u8, u8)]) -> ForwardPass<'a> {
        let (length, shape) = (read.len(), weights.shape);
        let mut state = vec![0.0; length * shape.width];
        for ((row, place), &(id, case, mark)) in state.chunks_exact_mut(shape.width.max(1)).zip(0..).zip(read) {
            weights.word.add(usize::from(id), row);
            weights.place.add(place, row);
            weights.case.add(usize::from(case), row);
            weights.mark.add(usize::from(mark), row);
        }
        layer_norm(&mut state, shape.width, &weights.norm.scale, &weights.norm.shift);
        ForwardPass {
            weights,
            multiplier: Multiplier::new(),
            length,
            state,
            projections: vec![0.0; length * 3 * shape.width],
            attention: vec![0.0; length * QUERY_BLOCK.min(length)],
            attended: vec![0.0; length * shape.width],
            hidden: vec![0.0; ROW_BLOCK * (shape.inner + shape.width)],
        }
    }

    /// One layer.
    fn layer(&mut self, layer: &Layer, packed: &PackedLayer) {
        let width = self.weights.shape.width;
        self.self_attention(&packed.attention);
        let ForwardPass { multiplier, state, attended, hidden, .. } = self;
        let (inner, out) = hidden.split_at_mut(ROW_BLOCK * self.weights.shape.inner);
        let rows = state.chunks_mut(ROW_BLOCK * width.max(1)).zip(attended.chunks(ROW_BLOCK * width.max(1)));
        for (state, attended) in rows {
            multiplier.product(attended, &packed.out, out);
            add(state, out);
            layer_norm(state, width, &layer.norm.scale, &layer.norm.shift);
            let inner = inner.get_mut(..state.len() / width.max(1) * packed.up.outputs()).unwrap_or_default();
            multiplier.product(state, &packed.up, inner);
            gelu(inner);
            multiplier.product(inner, &packed.down, out);
            add(state, out);
            layer_norm(state, width, &layer.last_norm.scale, &layer.last_norm.shift);
        }
    }

    /// Attention: each piece asks all others, by `heads` questions, and is attention by each as much as its answer fits.
    fn self_attention(&mut self, matrix: &PackedMatrix) {
        let (length, shape) = (self.length, self.weights.shape);
        let (width, size) = (shape.width, shape.width / shape.heads);
        let ForwardPass { multiplier, state, projections, attention, attended, .. } = self;
        for (state, projections) in
            state.chunks(ROW_BLOCK * width.max(1)).zip(projections.chunks_mut(ROW_BLOCK * 3 * width.max(1)))
        {
            multiplier.product(state, matrix, projections);
        }
        let part = |first: usize, rows: usize, head: usize, of: usize| MatrixView {
            offset: first * 3 * width + of * width + head * size,
            rows,
            columns: size,
            stride: 3 * width,
        };
        for head in 0..shape.heads {
            for first in (0..length).step_by(QUERY_BLOCK) {
                let rows = QUERY_BLOCK.min(length - first);
                let scores = MatrixView::whole(rows, length);
                let (asks, answers) =
                    ((&projections[..], part(first, rows, head, 0)), (&projections[..], part(0, length, head, 1)));
                multiply((attention, scores), false, asks, answers, Layout::Transposed);
                softmax(attention.get_mut(..rows * length).unwrap_or_default(), length, 1.0 / (size as f32).sqrt());
                let out = MatrixView { offset: first * width + head * size, rows, columns: size, stride: width };
                let tells = (&projections[..], part(0, length, head, 2));
                multiply((attended, out), false, (attention, scores), tells, Layout::AsIs);
            }
        }
    }

    fn finish(self) -> ForwardOutput {
        let (width, weights) = (self.weights.shape.width, self.weights);
        let mut matrix = Vec::new();
        let mut scores = vec![0.0; self.length * TAGS];
        dense(&self.state, width, &weights.head, &mut matrix, &mut scores);
        let mut kinds = vec![0.0; self.length * HEAD_KINDS];
        dense(&self.state, width, &weights.heads.kind, &mut matrix, &mut kinds);
        ForwardOutput { scores: scores.as_chunks().0.to_vec(), kinds: kinds.as_chunks().0.to_vec(), state: self.state }
    }
}
