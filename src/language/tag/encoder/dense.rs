//! A dense layer.

use super::arithmetic::{MatrixLayout, MatrixView, matmul};
use super::weights::Matrix;

/// Applies `matrix` to each of `rows`, which have `width` numbers, and writes the results to `out`. `unpacked` is
/// scratch space.
pub fn dense(rows: &[f32], width: usize, matrix: &Matrix, unpacked: &mut Vec<f32>, out: &mut [f32]) {
    let columns = matrix.bias.len();
    for row in out.chunks_exact_mut(columns.max(1)) {
        row.copy_from_slice(&matrix.bias);
    }
    unpacked.resize(matrix.rows.len(), 0.0);
    matrix.rows.unpack(unpacked);
    let length = rows.len() / width.max(1);
    let (left, right) = (MatrixView::whole(length, width), MatrixView::whole(columns, width));
    matmul((out, MatrixView::whole(length, columns)), true, (rows, left), (unpacked, right), MatrixLayout::Transposed);
}
