//! The arithmetic of the encoder: matrix products, and the functions applied between them. Loops over numbers are
//! dispatched to the widest SIMD instructions of the processor.

use gemm::Parallelism;
use pulp::{Arch, NullaryFnOnce};

/// A matrix inside a slice: rows of `columns` numbers, `stride` apart, starting at `offset`.
#[derive(Clone, Copy)]
pub struct MatrixView {
    pub offset: usize,
    pub rows: usize,
    pub columns: usize,
    pub stride: usize,
}

impl MatrixView {
    /// A contiguous matrix.
    pub fn whole(rows: usize, columns: usize) -> MatrixView {
        MatrixView { offset: 0, rows, columns, stride: columns }
    }

    /// Whether the matrix lies within a slice of `length` numbers.
    fn fits(self, length: usize) -> bool {
        let MatrixView { offset, rows, columns, stride } = self;
        let end = rows.checked_sub(1).map_or(Some(0), |last| last.checked_mul(stride)?.checked_add(columns));
        columns <= stride && end.and_then(|end| end.checked_add(offset)).is_some_and(|end| end <= length)
    }
}

/// The layout of the second matrix of a product.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MatrixLayout {
    /// Its columns meet the rows of the first matrix.
    AsIs,
    /// Its rows meet the rows of the first matrix.
    Transposed,
}

/// `out = keep · out + a × b`: the product of two matrices, added to `out` or in its place. Does nothing if the shapes
/// do not match.
pub fn matmul(
    (out, to): (&mut [f32], MatrixView),
    keep: bool,
    (a, left): (&[f32], MatrixView),
    (b, right): (&[f32], MatrixView),
    way: MatrixLayout,
) {
    let (depth, columns, down, across) = match way {
        MatrixLayout::AsIs => (right.rows, right.columns, right.stride, 1),
        MatrixLayout::Transposed => (right.columns, right.rows, 1, right.stride),
    };
    let inside = to.fits(out.len()) && left.fits(a.len()) && right.fits(b.len());
    let shapes = to.rows == left.rows && to.columns == columns && left.columns == depth;
    if !inside || !shapes || to.rows == 0 || columns == 0 {
        debug_assert!(inside && shapes, "matrices that do not fit");
        return;
    }
    // SAFETY: each view was checked to lie within its slice, and `out` is borrowed apart from `a` and `b`.
    unsafe {
        gemm::gemm(
            to.rows,
            columns,
            depth,
            out.as_mut_ptr().add(to.offset),
            1,
            to.stride as isize,
            keep,
            a.as_ptr().add(left.offset),
            1,
            left.stride as isize,
            b.as_ptr().add(right.offset),
            across as isize,
            down as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

/// Runs `work`, compiled for the widest SIMD instructions of the processor. Everything in `work` must be inlined: other
/// code is compiled for the baseline processor.
#[inline(always)]
pub fn with_widest_simd(work: impl FnMut()) {
    Arch::new().dispatch(WidestSimd(work));
}

struct WidestSimd<W>(W);

impl<W: FnMut()> NullaryFnOnce for WidestSimd<W> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        (self.0)();
    }
}

/// Layer normalisation: scales each row of `width` numbers to mean 0 and variance 1, then applies `scale` and `shift`.
pub fn layer_norm(rows: &mut [f32], width: usize, scale: &[f32], shift: &[f32]) {
    with_widest_simd(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(width.max(1)) {
                let mean = sum(row, |x| x) / width as f32;
                let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
                let by = 1.0 / (variance + 1e-12).sqrt();
                for ((cell, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
                    *cell = (*cell - mean) * by * scale + shift;
                }
            }
        },
    );
}

/// Softmax of each row of `width` numbers, scaled by `by` first.
pub fn softmax(rows: &mut [f32], width: usize, by: f32) {
    with_widest_simd(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(width.max(1)) {
                let most = max(row);
                for cell in row.iter_mut() {
                    *cell = exp((*cell - most) * by);
                }
                let part = 1.0 / sum(row, |x| x);
                for cell in row.iter_mut() {
                    *cell *= part;
                }
            }
        },
    );
}

/// GELU of each number: x · Φ(x), where Φ is the normal distribution function (Hendrycks & Gimpel 2016).
pub fn gelu(numbers: &mut [f32]) {
    with_widest_simd(
        #[inline(always)]
        || {
            for x in numbers.iter_mut() {
                *x *= 0.5 + 0.5 * erf(*x * std::f32::consts::FRAC_1_SQRT_2);
            }
        },
    );
}

/// Adds `more` to `numbers`.
pub fn add(numbers: &mut [f32], more: &[f32]) {
    with_widest_simd(
        #[inline(always)]
        || {
            for (cell, x) in numbers.iter_mut().zip(more) {
                *cell += x;
            }
        },
    );
}

/// The number of partial sums, so that sums use SIMD as well.
const LANES: usize = 16;

#[inline(always)]
fn sum(numbers: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [0.0f32; LANES];
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += of(x);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|&x| of(x)).sum::<f32>()
}

#[inline(always)]
fn max(numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [f32::MIN; LANES];
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane = greater(*lane, x);
        }
    }
    lanes.iter().chain(rest).copied().fold(f32::MIN, greater)
}

/// The maximum and the minimum of `numbers`.
#[inline(always)]
pub fn max_min(numbers: &[f32]) -> (f32, f32) {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let (mut above, mut below) = ([f32::MIN; LANES], [f32::MAX; LANES]);
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    let less = |a: f32, b: f32| if a < b { a } else { b };
    for chunk in chunks {
        for ((high, low), &x) in above.iter_mut().zip(&mut below).zip(chunk) {
            (*high, *low) = (greater(*high, x), less(*low, x));
        }
    }
    let greatest = above.iter().chain(rest).copied().fold(f32::MIN, greater);
    (greatest, below.iter().chain(rest).copied().fold(f32::MAX, less))
}

/// The integer nearest to `x`, clamped to 0 to `most`. `most` must not exceed 255.
#[inline(always)]
pub fn rounded(x: f32, most: f32) -> u8 {
    let x = if x > 0.0 { x } else { 0.0 };
    let x = if x < most { x } else { most };
    (x + ROUND).to_bits() as u8
}

/// Adding 1.5 · 2²³ rounds to an integer, which is then in the low bits; subtracting it again gives the rounded number.
const ROUND: f32 = 12_582_912.0;

/// The exponential of `x`, for `x` up to 88, to five digits: 2 to the integer part of x/ln 2, times a polynomial of the
/// rest.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let rest = x * std::f32::consts::LOG2_E - (shifted - ROUND);
    let mut power = 1.333_44e-3f32;
    for factor in [9.618_13e-3, 5.550_33e-2, 2.402_265e-1, std::f32::consts::LN_2, 1.0] {
        power = power * rest + factor;
    }
    // Moves the integer from the low bits to the exponent.
    power * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
}

/// The error function, to 3·10⁻⁷ (Abramowitz & Stegun 1964, 7.1.28).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let size = x.abs();
    let mut power = 4.306_38e-5f32;
    for factor in [2.765_672e-4, 1.520_143e-4, 9.270_527e-3, 4.228_201e-2, 7.052_308e-2, 1.0] {
        power = power * size + factor;
    }
    // Squared four times: to the 16th power.
    for _ in 0..4 {
        power *= power;
    }
    (1.0 - 1.0 / power).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_sums() {
        let number = |seed: usize| (seed * 7919 % 101) as f32 / 50.0 - 1.0;
        let a: Vec<f32> = (0..60).map(number).collect();
        let b: Vec<f32> = (0..60).map(|at| number(at + 60)).collect();
        let (left, right) = (MatrixView { offset: 2, rows: 5, columns: 4, stride: 7 }, MatrixView::whole(3, 4));
        let mut out = vec![1.0; 15];
        matmul((&mut out, MatrixView::whole(5, 3)), true, (&a, left), (&b, right), MatrixLayout::Transposed);
        for (at, cell) in out.iter().enumerate() {
            let (row, column) = (at / 3, at % 3);
            let expected: f32 = (0..4).map(|k| a[2 + row * 7 + k] * b[column * 4 + k]).sum();
            assert!((cell - expected - 1.0).abs() < 1e-5);
        }
        matmul(
            (&mut out, MatrixView::whole(5, 3)),
            false,
            (&a, left),
            (&b, MatrixView::whole(4, 3)),
            MatrixLayout::AsIs,
        );
        let expected: f32 = (0..4).map(|k| a[2 + k] * b[k * 3]).sum();
        assert!((out[0] - expected).abs() < 1e-5);
    }

    #[test]
    fn approximations_agree_with_exact_functions() {
        for step in -800..=800 {
            let x = step as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}: {} {}", exp(x), x.exp());
        }
        assert_eq!(exp(-1e30), exp(-87.0));
        for (x, expected) in [(0.0, 0.0), (0.5, 0.520_499_9), (-1.0, -0.842_700_8), (3.0, 0.999_977_9), (9.0, 1.0)] {
            assert!((erf(x) - expected).abs() < 1e-6, "{x}");
        }
        let mut row = [1.0, 2.0, 3.0];
        softmax(&mut row, 3, 1.0);
        assert!((row[2] - 0.665_240_9).abs() < 1e-6 && (row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        let mut row: Vec<f32> = (0..40).map(|x| x as f32).collect();
        layer_norm(&mut row, 40, &[2.0; 40], &[1.0; 40]);
        assert!((row.iter().sum::<f32>() / 40.0 - 1.0).abs() < 1e-5);
        let mut bent = [1.0, -1.0];
        gelu(&mut bent);
        assert!((bent[0] - 0.841_344_7).abs() < 1e-6 && (bent[1] + 0.158_655_3).abs() < 1e-6);
    }
}
