//! Products with 8-bit weights. The weights are packed once for the processor, and shared. The other side of a product
//! is quantised row by row. Sums are exact, so every processor gives the same result.

use super::arithmetic::{max_min, rounded, with_widest_simd};
use super::pages;
use super::weights::{EncoderWeights, Layer, Matrix};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

/// The largest quantised number. Processors without a dot product of bytes add two products in 16 bits, and 2 · 127 ·
/// 127 is the most that fits.
const MAX_QUANTISED: f32 = 127.0;

/// Rows per product, so that the results of a layer stay in the cache.
pub const ROW_BLOCK: usize = 64;

/// The packed weights of all layers. They take as much memory as those in the binary, so they should live no longer
/// than needed.
pub struct PackedWeights {
    pub layers: Vec<PackedLayer>,
    /// The bytes they were packed from, if those are a constant of the binary.
    constant: Option<&'static [u8]>,
}

/// The four matrices of a layer.
pub struct PackedLayer {
    pub attention: PackedMatrix,
    pub out: PackedMatrix,
    pub up: PackedMatrix,
    pub down: PackedMatrix,
}

/// A quantised matrix, with the sum, the scale and the bias of each output.
pub struct PackedMatrix {
    weights: PackedBMatrix<i8>,
    sums: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl PackedWeights {
    /// Packs `weights`. `constant` holds the bytes they were read from, if those are a constant of the binary.
    pub fn of(weights: &EncoderWeights, constant: Option<&'static [u8]>) -> PackedWeights {
        let gemm = Gemm::new();
        let pack = |matrix: &Matrix| PackedMatrix::of(matrix, &gemm);
        let layer = |layer: &Layer| PackedLayer {
            attention: pack(&layer.attention),
            out: pack(&layer.out),
            up: pack(&layer.up),
            down: pack(&layer.down),
        };
        let packed = PackedWeights { layers: weights.layers.iter().map(layer).collect(), constant };
        packed.release();
        packed
    }

    /// Releases the memory of the constant.
    fn release(&self) {
        if let Some(bytes) = self.constant {
            // SAFETY: it is a constant of the binary.
            unsafe { pages::release(bytes) };
        }
    }
}

impl Drop for PackedWeights {
    fn drop(&mut self) {
        self.release();
    }
}

type Gemm = GemmExecutor<u8, i8, i32>;

impl PackedMatrix {
    fn of(matrix: &Matrix, gemm: &Gemm) -> PackedMatrix {
        let (rows, columns) = (matrix.bias.len(), matrix.rows.columns());
        let values: Vec<i8> = matrix.rows.values().collect();
        // A row of the blob is an output, so the matrix is transposed.
        let view = NdTensorView::from_data([rows, columns], &values[..]);
        PackedMatrix {
            weights: gemm.prepack_b(view.transposed()),
            sums: values.chunks_exact(columns.max(1)).map(|row| row.iter().copied().map(i32::from).sum()).collect(),
            scales: matrix.rows.scales().collect(),
            bias: matrix.bias.clone(),
        }
    }

    /// The number of outputs.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }
}

/// Multiplies rows by packed matrices. Holds scratch space, so each thread needs its own.
pub struct Int8Matmul {
    gemm: Gemm,
    values: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<i32>,
    sums: Vec<i32>,
}

impl Int8Matmul {
    /// Empty scratch space, which grows with the first matrix.
    pub fn new() -> Int8Matmul {
        Int8Matmul { gemm: Gemm::new(), values: Vec::new(), scales: Vec::new(), zeros: Vec::new(), sums: Vec::new() }
    }

    /// Multiplies `rows`, up to [`ROW_BLOCK`] of them, by `matrix`, and writes the results to `out`. Does nothing if
    /// the shapes do not match.
    pub fn product(&mut self, rows: &[f32], matrix: &PackedMatrix, out: &mut [f32]) {
        let (width, outputs) = (matrix.weights.rows(), matrix.outputs());
        let count = rows.len() / width.max(1);
        let Some(out) = out.get_mut(..count * outputs).filter(|_| rows.len() == count * width) else {
            debug_assert!(false, "matrices that do not fit");
            return;
        };
        self.quantise(rows, width);
        self.sums.resize(out.len(), 0);
        let left = NdTensorView::from_data([count, width], &self.values[..]);
        let (left, right) = (GemmInputA::Unpacked(left), GemmInputB::Packed(&matrix.weights));
        let done = self.gemm.gemm(&mut self.sums, left, right, GemmOptions::default());
        debug_assert!(done.is_ok(), "{done:?}");
        let Int8Matmul { sums, scales, zeros, .. } = &*self;
        with_widest_simd(
            #[inline(always)]
            || {
                let rows = out.chunks_exact_mut(outputs.max(1)).zip(sums.chunks_exact(outputs.max(1)));
                for ((to, sums), (by, zero)) in rows.zip(scales.iter().zip(zeros)) {
                    let learned = matrix.sums.iter().zip(&matrix.scales).zip(&matrix.bias);
                    for ((cell, sum), ((all, scale), bias)) in to.iter_mut().zip(sums).zip(learned) {
                        // Correct for the zero point, which was added to each number of the row.
                        *cell = (sum - zero * all) as f32 * (by * scale) + bias;
                    }
                }
            },
        );
    }

    /// Quantises each row to integers from 0 to [`MAX_QUANTISED`], so that 0 is represented exactly.
    fn quantise(&mut self, rows: &[f32], width: usize) {
        let Int8Matmul { values, scales, zeros, .. } = self;
        let count = rows.len() / width.max(1);
        values.resize(rows.len(), 0);
        scales.resize(count, 0.0);
        zeros.resize(count, 0);
        with_widest_simd(
            #[inline(always)]
            || {
                let to = values.chunks_exact_mut(width.max(1)).zip(scales.iter_mut().zip(zeros.iter_mut()));
                for (row, (values, (scale, zero))) in rows.chunks_exact(width.max(1)).zip(to) {
                    let (greatest, least) = max_min(row);
                    let (greatest, least) = (greatest.max(0.0), least.min(0.0));
                    *scale = ((greatest - least) / MAX_QUANTISED).max(f32::MIN_POSITIVE);
                    let by = 1.0 / *scale;
                    let middle = (-least * by).round_ties_even().clamp(0.0, MAX_QUANTISED);
                    *zero = middle as i32;
                    for (value, &x) in values.iter_mut().zip(row) {
                        *value = rounded(x * by + middle, MAX_QUANTISED);
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a matrix with this many outputs of `width` numbers.
    fn blob(outputs: usize, width: usize) -> Vec<u8> {
        let mut blob: Vec<u8> = (0..outputs).flat_map(|at| (0.001 * (at + 1) as f32).to_le_bytes()).collect();
        blob.extend((0..outputs * width).map(|at| (at * 7919 % 255) as u8));
        blob.extend((0..outputs).flat_map(|at| (at as f32 - 3.0).to_le_bytes()));
        blob
    }

    /// Compares products of `count` rows with floating-point sums. They may differ by the error of quantisation: half a
    /// step per number.
    fn check(count: usize, width: usize, outputs: usize, number: impl Fn(usize) -> f32) {
        let blob = blob(outputs, width);
        let matrix = Matrix::take(&mut &blob[..], outputs, width).unwrap();
        let packed = PackedMatrix::of(&matrix, &Gemm::new());
        let rows: Vec<f32> = (0..count * width).map(number).collect();
        let mut out = vec![0.0; count * outputs];
        Int8Matmul::new().product(&rows, &packed, &mut out);
        let mut weights = vec![0.0; outputs * width];
        matrix.rows.unpack(&mut weights);
        for (at, found) in out.iter().enumerate() {
            let row = &rows[at / outputs * width..][..width];
            let own = &weights[at % outputs * width..][..width];
            let expected: f32 = row.iter().zip(own).map(|(x, w)| x * w).sum::<f32>() + matrix.bias[at % outputs];
            let (greatest, least) = max_min(row);
            let step = (greatest.max(0.0) - least.min(0.0)) / MAX_QUANTISED;
            let most = own.iter().map(|w| w.abs()).sum::<f32>() * step * 0.51 + 1e-3;
            assert!((found - expected).abs() <= most, "{count} {width} {outputs} {at}: {found} {expected}");
        }
    }

    #[test]
    fn products_agree_with_sums() {
        let wave = |at: usize| (at * 104_729 % 997) as f32 / 300.0 - 1.2;
        for (count, width, outputs) in [(1, 8, 3), (2, 12, 32), (9, 33, 7), (64, 384, 40), (17, 1100, 33)] {
            check(count, width, outputs, wave);
        }
        // All of one sign, all equal, and all zero.
        check(3, 16, 5, |at| at as f32 + 40.0);
        check(3, 16, 5, |at| -(at as f32) - 40.0);
        check(3, 16, 5, |_| 7.0);
        check(3, 16, 5, |_| 0.0);
    }

    #[test]
    fn infinite_and_invalid_numbers_do_no_harm() {
        let blob = blob(4, 6);
        let packed = PackedMatrix::of(&Matrix::take(&mut &blob[..], 4, 6).unwrap(), &Gemm::new());
        let mut out = vec![0.0; 8];
        let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0];
        Int8Matmul::new().product(&[odd, [1.0; 6]].concat(), &packed, &mut out);
        assert!(out[4..].iter().all(|x| x.is_finite()));
    }
}
