//! Reading one window: from pieces to the numbers that stand for them (the encoder of Devlin et al. 2019, layer by layer). All but
//! attention is done for some of the pieces at a time, so that reading takes little more memory than the window itself.

use super::arithmetic::{Second, View, add, bend, multiply, normalise, shares};
use super::int8::{Multiplier, Packed, PackedLayer, PackedMatrix, ROWS};
use super::pairs::{KINDS, PerKind};
use super::pieces::Pieces;
use super::weights::{Layer, Matrix, Weights};
use crate::language::tag::tags::{PerTag, TAGS};
use std::ops::Range;

/// Pieces that ask at a time: what they are told by all others stays in the processor's cache.
const ASKING: usize = 128;

/// What a window says of its pieces, one row each.
pub struct Rows {
    /// Scores of each tag.
    pub scores: Vec<PerTag>,
    /// Scores of each kind of mention that a piece may head.
    pub kinds: Vec<PerKind>,
    /// The numbers that stand for the pieces.
    pub state: Vec<f32>,
}

/// What is said of the pieces `window` of `pieces`. `window` is no longer than the encoder reads at once, and lies in
/// `pieces`; there are no rows otherwise. `special` opens and closes it.
pub fn read(
    weights: &Weights,
    packed: &Packed,
    pieces: &Pieces,
    window: Range<usize>,
    special: [u16; 2],
) -> Option<Rows> {
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
    let mut reading = Reading::new(weights, &read);
    weights.layers.iter().zip(&packed.layers).for_each(|(layer, packed)| reading.pass(layer, packed));
    // What opens and closes the window is nobody's.
    let inside = weights.shape.width..weights.shape.width * (1 + ids.len());
    reading.state = reading.state.get(inside)?.to_vec();
    reading.length = ids.len();
    Some(reading.finish())
}

/// A window while it is read.
struct Reading<'a> {
    weights: &'a Weights<'a>,
    multiplier: Multiplier,
    /// Pieces in the window.
    length: usize,
    /// What stands for each piece.
    state: Vec<f32>,
    /// Attention's three parts, side by side.
    parts: Vec<f32>,
    /// Who is told by whom, of some of the pieces.
    told: Vec<f32>,
    /// What attention gives.
    given: Vec<f32>,
    /// What the two matrices of a layer make of some of the pieces.
    middle: Vec<f32>,
}

impl<'a> Reading<'a> {
    fn new(weights: &'a Weights<'a>, read: &[(u16, u8, u8)]) -> Reading<'a> {
        let (length, shape) = (read.len(), weights.shape);
        let mut state = vec![0.0; length * shape.width];
        for ((row, place), &(id, case, mark)) in state.chunks_exact_mut(shape.width.max(1)).zip(0..).zip(read) {
            weights.word.add(usize::from(id), row);
            weights.place.add(place, row);
            weights.case.add(usize::from(case), row);
            weights.mark.add(usize::from(mark), row);
        }
        normalise(&mut state, shape.width, &weights.norm.scale, &weights.norm.shift);
        Reading {
            weights,
            multiplier: Multiplier::new(),
            length,
            state,
            parts: vec![0.0; length * 3 * shape.width],
            told: vec![0.0; length * ASKING.min(length)],
            given: vec![0.0; length * shape.width],
            middle: vec![0.0; ROWS * (shape.inner + shape.width)],
        }
    }

    /// One layer.
    fn pass(&mut self, layer: &Layer, packed: &PackedLayer) {
        let width = self.weights.shape.width;
        self.attend(&packed.attention);
        let Reading { multiplier, state, given, middle, .. } = self;
        let (inner, out) = middle.split_at_mut(ROWS * self.weights.shape.inner);
        let rows = state.chunks_mut(ROWS * width.max(1)).zip(given.chunks(ROWS * width.max(1)));
        for (state, given) in rows {
            multiplier.product(given, &packed.out, out);
            add(state, out);
            normalise(state, width, &layer.norm.scale, &layer.norm.shift);
            let inner = inner.get_mut(..state.len() / width.max(1) * packed.up.outputs()).unwrap_or_default();
            multiplier.product(state, &packed.up, inner);
            bend(inner);
            multiplier.product(inner, &packed.down, out);
            add(state, out);
            normalise(state, width, &layer.last_norm.scale, &layer.last_norm.shift);
        }
    }

    /// Attention: each piece asks all others, by `heads` questions, and is told by each as much as its answer fits.
    fn attend(&mut self, matrix: &PackedMatrix) {
        let (length, shape) = (self.length, self.weights.shape);
        let (width, size) = (shape.width, shape.width / shape.heads);
        let Reading { multiplier, state, parts, told: shared, given, .. } = self;
        for (state, parts) in state.chunks(ROWS * width.max(1)).zip(parts.chunks_mut(ROWS * 3 * width.max(1))) {
            multiplier.product(state, matrix, parts);
        }
        let part = |first: usize, rows: usize, head: usize, of: usize| View {
            offset: first * 3 * width + of * width + head * size,
            rows,
            columns: size,
            stride: 3 * width,
        };
        for head in 0..shape.heads {
            for first in (0..length).step_by(ASKING) {
                let rows = ASKING.min(length - first);
                let told = View::whole(rows, length);
                let (asks, answers) =
                    ((&parts[..], part(first, rows, head, 0)), (&parts[..], part(0, length, head, 1)));
                multiply((shared, told), false, asks, answers, Second::Turned);
                shares(shared.get_mut(..rows * length).unwrap_or_default(), length, 1.0 / (size as f32).sqrt());
                let out = View { offset: first * width + head * size, rows, columns: size, stride: width };
                let tells = (&parts[..], part(0, length, head, 2));
                multiply((given, out), false, (shared, told), tells, Second::Plain);
            }
        }
    }

    fn finish(self) -> Rows {
        let (width, weights) = (self.weights.shape.width, self.weights);
        let mut matrix = Vec::new();
        let mut scores = vec![0.0; self.length * TAGS];
        product(&self.state, width, &weights.head, &mut matrix, &mut scores);
        let mut kinds = vec![0.0; self.length * KINDS];
        product(&self.state, width, &weights.heads.kind, &mut matrix, &mut kinds);
        Rows { scores: scores.as_chunks().0.to_vec(), kinds: kinds.as_chunks().0.to_vec(), state: self.state }
    }
}

/// Puts what `matrix` makes of `rows` of `width` numbers into `out`, one row after the other.
pub fn product(rows: &[f32], width: usize, matrix: &Matrix, unpacked: &mut Vec<f32>, out: &mut [f32]) {
    let columns = matrix.bias.len();
    for row in out.chunks_exact_mut(columns.max(1)) {
        row.copy_from_slice(&matrix.bias);
    }
    unpacked.resize(matrix.rows.len(), 0.0);
    matrix.rows.unpack(unpacked);
    let length = rows.len() / width.max(1);
    let (left, right) = (View::whole(length, width), View::whole(columns, width));
    multiply((out, View::whole(length, columns)), true, (rows, left), (unpacked, right), Second::Turned);
}
