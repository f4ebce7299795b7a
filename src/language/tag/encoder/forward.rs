//! The forward pass over one window, layer by layer (the encoder of Devlin et al. 2019). Everything except attention is
//! computed for a block of rows at a time, so that the pass takes little more memory than the window itself.

use super::arithmetic::{MatrixLayout, MatrixView, add, gelu, layer_norm, matmul, softmax};
use super::dense::dense;
use super::int8::{Int8Matmul, PackedLayer, PackedMatrix, PackedWeights, ROW_BLOCK};
use super::pieces::WordPieces;
use super::sizes::{HEAD_KINDS, PerKind};
use super::weights::{EncoderWeights, Layer};
use crate::language::tag::tags::{PerTag, TAGS};
use std::ops::Range;

/// Queries per attention block, so that their attention weights stay in the cache.
const QUERY_BLOCK: usize = 128;

/// The output for the pieces of a window, one row each.
pub struct ForwardOutput {
    /// The scores of each tag.
    pub scores: Vec<PerTag>,
    /// The scores of each kind of mention that a piece may head.
    pub kinds: Vec<PerKind>,
    /// The hidden state of each piece.
    pub state: Vec<f32>,
}

/// Encodes the pieces `window` of `pieces`, between the two pieces `special`. Returns `None` if `window` is longer than
/// the longest window, or not within `pieces`.
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
    // The pieces that open and close the window belong to no token.
    let inside = weights.shape.width..weights.shape.width * (1 + ids.len());
    pass.state = pass.state.get(inside)?.to_vec();
    pass.length = ids.len();
    Some(pass.output())
}

/// The state of a forward pass.
struct ForwardPass<'a> {
    weights: &'a EncoderWeights<'a>,
    int8: Int8Matmul,
    /// The pieces in the window.
    length: usize,
    /// The hidden state of each piece.
    state: Vec<f32>,
    /// Queries, keys and values, side by side.
    projections: Vec<f32>,
    /// The attention weights of a block of queries.
    attention: Vec<f32>,
    /// The output of attention.
    attended: Vec<f32>,
    /// The intermediate results of a block of rows.
    hidden: Vec<f32>,
}

impl<'a> ForwardPass<'a> {
    fn new(weights: &'a EncoderWeights<'a>, read: &[(u16, u8, u8)]) -> ForwardPass<'a> {
        let (length, shape) = (read.len(), weights.shape);
        let mut state = vec![0.0; length * shape.width];
        for ((row, place), &(id, case, mark)) in state.chunks_exact_mut(shape.width.max(1)).zip(0..).zip(read) {
            weights.word.add(usize::from(id), row);
            weights.position.add(place, row);
            weights.case.add(usize::from(case), row);
            weights.quote.add(usize::from(mark), row);
        }
        layer_norm(&mut state, shape.width, &weights.norm.scale, &weights.norm.shift);
        ForwardPass {
            weights,
            int8: Int8Matmul::new(),
            length,
            state,
            projections: vec![0.0; length * 3 * shape.width],
            attention: vec![0.0; length * QUERY_BLOCK.min(length)],
            attended: vec![0.0; length * shape.width],
            hidden: vec![0.0; ROW_BLOCK * (shape.inner + shape.width)],
        }
    }

    /// Applies one layer.
    fn layer(&mut self, layer: &Layer, packed: &PackedLayer) {
        let width = self.weights.shape.width;
        self.self_attention(&packed.attention);
        let ForwardPass { int8, state, attended, hidden, .. } = self;
        let (inner, out) = hidden.split_at_mut(ROW_BLOCK * self.weights.shape.inner);
        let rows = state.chunks_mut(ROW_BLOCK * width.max(1)).zip(attended.chunks(ROW_BLOCK * width.max(1)));
        for (state, attended) in rows {
            int8.product(attended, &packed.out, out);
            add(state, out);
            layer_norm(state, width, &layer.norm.scale, &layer.norm.shift);
            let inner = inner.get_mut(..state.len() / width.max(1) * packed.up.outputs()).unwrap_or_default();
            int8.product(state, &packed.up, inner);
            gelu(inner);
            int8.product(inner, &packed.down, out);
            add(state, out);
            layer_norm(state, width, &layer.output_norm.scale, &layer.output_norm.shift);
        }
    }

    /// Multi-head self-attention.
    fn self_attention(&mut self, matrix: &PackedMatrix) {
        let (length, shape) = (self.length, self.weights.shape);
        let (width, size) = (shape.width, shape.width / shape.heads);
        let ForwardPass { int8, state, projections, attention, attended, .. } = self;
        for (state, projections) in
            state.chunks(ROW_BLOCK * width.max(1)).zip(projections.chunks_mut(ROW_BLOCK * 3 * width.max(1)))
        {
            int8.product(state, matrix, projections);
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
                let (queries, keys) =
                    ((&projections[..], part(first, rows, head, 0)), (&projections[..], part(0, length, head, 1)));
                matmul((attention, scores), false, queries, keys, MatrixLayout::Transposed);
                softmax(attention.get_mut(..rows * length).unwrap_or_default(), length, 1.0 / (size as f32).sqrt());
                let out = MatrixView { offset: first * width + head * size, rows, columns: size, stride: width };
                let values = (&projections[..], part(0, length, head, 2));
                matmul((attended, out), false, (attention, scores), values, MatrixLayout::AsIs);
            }
        }
    }

    fn output(self) -> ForwardOutput {
        let (width, weights) = (self.weights.shape.width, self.weights);
        let mut matrix = Vec::new();
        let mut scores = vec![0.0; self.length * TAGS];
        dense(&self.state, width, &weights.head, &mut matrix, &mut scores);
        let mut kinds = vec![0.0; self.length * HEAD_KINDS];
        dense(&self.state, width, &weights.heads.kind, &mut matrix, &mut kinds);
        ForwardOutput { scores: scores.as_chunks().0.to_vec(), kinds: kinds.as_chunks().0.to_vec(), state: self.state }
    }
}
