//! A dense layer over rows of numbers.

use super::arithmetic::{Layout, MatrixView, multiply};
use super::weights::Matrix;

/// Puts what `matrix` makes of `rows` of `width` numbers into `out`, one row after the other.
pub fn dense(rows: &[f32], width: usize, matrix: &Matrix, unpacked: &mut Vec<f32>, out: &mut [f32]) {
    let columns = matrix.bias.len();
    for row in out.chunks_exact_mut(columns.max(1)) {
        row.copy_from_slice(&matrix.bias);
    }
    unpacked.resize(matrix.rows.len(), 0.0);
    matrix.rows.unpack(unpacked);
    let length = rows.len() / width.max(1);
    let (left, right) = (MatrixView::whole(length, width), MatrixView::whole(columns, width));
    multiply((out, MatrixView::whole(length, columns)), true, (rows, left), (unpacked, right), Layout::Transposed);
}
