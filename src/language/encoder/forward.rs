//! Reading one window: from pieces to the numbers that stand for them (the encoder of Devlin et al. 2019, layer by layer). Weights
//! are unpacked one matrix at a time, so that reading takes little more memory than the window itself.

use super::arithmetic::{Second, View, add, bend, multiply, normalise, shares};
use super::pairs::{KINDS, PerKind};
use super::pieces::Pieces;
use super::weights::{Layer, Matrix, Weights};
use crate::language::tag::{PerTag, TAGS};
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
pub fn read(weights: &Weights, pieces: &Pieces, window: Range<usize>, special: [u16; 2]) -> Option<Rows> {
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
    weights.layers.iter().for_each(|layer| reading.pass(layer));
    // What opens and closes the window is nobody's.
    let inside = weights.shape.width..weights.shape.width * (1 + ids.len());
    reading.state = reading.state.get(inside)?.to_vec();
    reading.length = ids.len();
    Some(reading.finish())
}

/// A window while it is read.
struct Reading<'a> {
    weights: &'a Weights<'a>,
    /// Pieces in the window.
    length: usize,
    /// What stands for each piece.
    state: Vec<f32>,
    /// What a layer makes of it: attention's three parts, or the numbers in its middle.
    middle: Vec<f32>,
    /// Who is told by whom, of some of the pieces.
    told: Vec<f32>,
    /// What attention or the middle gives back.
    given: Vec<f32>,
    /// The matrix at hand.
    matrix: Vec<f32>,
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
        let room = || vec![0.0; length * shape.width];
        Reading {
            weights,
            length,
            state,
            middle: vec![0.0; length * shape.inner.max(3 * shape.width)],
            told: vec![0.0; length * ASKING.min(length)],
            given: room(),
            matrix: Vec::new(),
        }
    }

    /// One layer.
    fn pass(&mut self, layer: &Layer) {
        let width = self.weights.shape.width;
        self.attend(&layer.attention);
        let told = std::mem::take(&mut self.middle);
        self.give(&told, 3 * width, &layer.out);
        self.middle = told;
        normalise(&mut self.state, width, &layer.norm.scale, &layer.norm.shift);

        let mut middle = std::mem::take(&mut self.middle);
        product(&self.state, width, &layer.up, &mut self.matrix, &mut middle);
        bend(middle.get_mut(..self.length * layer.up.bias.len()).unwrap_or_default());
        self.give(&middle, self.weights.shape.inner, &layer.down);
        self.middle = middle;
        normalise(&mut self.state, width, &layer.last_norm.scale, &layer.last_norm.shift);
    }

    /// Attention: each piece asks all others, by `heads` questions, and is told by each as much as its answer fits. What
    /// it is told takes the place of its questions.
    fn attend(&mut self, matrix: &Matrix) {
        let (length, shape) = (self.length, self.weights.shape);
        let (width, size) = (shape.width, shape.width / shape.heads);
        let mut middle = std::mem::take(&mut self.middle);
        product(&self.state, width, matrix, &mut self.matrix, &mut middle);
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
                    ((&middle[..], part(first, rows, head, 0)), (&middle[..], part(0, length, head, 1)));
                multiply((&mut self.told, told), false, asks, answers, Second::Turned);
                shares(self.told.get_mut(..rows * length).unwrap_or_default(), length, 1.0 / (size as f32).sqrt());
                let out = View { offset: first * width + head * size, rows, columns: size, stride: width };
                let tells = (&middle[..], part(0, length, head, 2));
                multiply((&mut self.given, out), false, (&self.told, told), tells, Second::Plain);
            }
        }
        for (row, given) in middle.chunks_exact_mut(3 * width.max(1)).zip(self.given.chunks_exact(width.max(1))) {
            row.iter_mut().zip(given).for_each(|(cell, &x)| *cell = x);
        }
        self.middle = middle;
    }

    /// Adds to the state what `matrix` makes of rows of `from`, each `stride` behind the one before.
    fn give(&mut self, from: &[f32], stride: usize, matrix: &Matrix) {
        let width = self.weights.shape.width;
        for row in self.given.chunks_exact_mut(width.max(1)) {
            row.copy_from_slice(&matrix.bias);
        }
        self.matrix.resize(matrix.rows.len(), 0.0);
        matrix.rows.unpack(&mut self.matrix);
        let columns = matrix.rows.columns();
        let left = View { offset: 0, rows: self.length, columns, stride };
        let to = View::whole(self.length, width);
        multiply(
            (&mut self.given, to),
            true,
            (from, left),
            (&self.matrix, View::whole(width, columns)),
            Second::Turned,
        );
        add(&mut self.state, &self.given);
    }

    fn finish(mut self) -> Rows {
        let (width, weights) = (self.weights.shape.width, self.weights);
        let mut scores = vec![0.0; self.length * TAGS];
        product(&self.state, width, &weights.head, &mut self.matrix, &mut scores);
        let mut kinds = vec![0.0; self.length * KINDS];
        product(&self.state, width, &weights.heads.kind, &mut self.matrix, &mut kinds);
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
