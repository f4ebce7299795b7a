//! The encoder's weights, read in place from a blob of bytes: one signed byte a weight and one scale a row, as
//! `assets/encoder/train.py` writes them. Only what is small is copied: biases, norms, the table of the vocabulary.

use super::sizes::{
    CASES, HEAD_KINDS, PAIR_HIDDEN, PAIR_WIDTH, QUOTE_STATES, SAME_FEATURES, SPEAKER_FEATURES, TURN_FEATURES,
};
use crate::language::tag::tags::TAGS;

/// The first bytes of every blob: a name and the version of its layout.
pub const MAGIC: [u8; 8] = [b'O', b'N', b'R', b'E', b'C', b'E', VERSION, 0];
/// Numbers count over both models.
pub const VERSION: u8 = 3;

/// How large the parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderShape {
    /// WordPieces in the vocabulary.
    pub pieces: usize,
    /// Numbers that stand for a piece while it is read.
    pub width: usize,
    /// Heads of attention; they divide the width.
    pub heads: usize,
    /// Numbers in the middle of a layer.
    pub inner: usize,
    pub layers: usize,
    /// WordPieces of the longest window, with what opens and closes it.
    pub window: usize,
}

/// Everything in a blob.
pub struct EncoderWeights<'a> {
    pub shape: EncoderShape,
    /// One piece a line.
    pub vocabulary: &'a str,
    pub word: QuantisedRows<'a>,
    pub place: QuantisedRows<'a>,
    pub case: QuantisedRows<'a>,
    pub mark: QuantisedRows<'a>,
    pub norm: LayerNorm,
    pub layers: Vec<Layer<'a>>,
    /// What gives a piece its scores for each tag.
    pub head: Matrix<'a>,
    pub heads: Heads<'a>,
}

/// What tells who is meant and who speaks, from the numbers that stand for pieces.
pub struct Heads<'a> {
    /// Is this the head word of a mention, and of what kind?
    pub kind: Matrix<'a>,
    /// A mention, as one that may be the same as another.
    pub mention: Projection<'a>,
    /// A mention, as one that may speak.
    pub voice: Projection<'a>,
    pub quote: Projection<'a>,
    pub same: PairWeights<'a>,
    pub speak: PairWeights<'a>,
    pub turn: PairWeights<'a>,
}

/// Makes few numbers of many: a matrix, a gelu and a norm.
pub struct Projection<'a> {
    pub dense: Matrix<'a>,
    pub norm: LayerNorm,
}

/// Scores a pair.
pub struct PairWeights<'a> {
    /// How well the two fit as they are.
    pub rough: QuantisedRows<'a>,
    /// The small network: what it takes from the first, the second, their product and plain features.
    pub one: Matrix<'a>,
    pub two: QuantisedRows<'a>,
    pub both: QuantisedRows<'a>,
    /// For each feature one row a value.
    pub plain: Vec<Vec<f32>>,
    pub out: Vec<f32>,
    pub bias: f32,
}

/// One layer: attention, then two matrices with a gelu between them, each with a norm behind it.
pub struct Layer<'a> {
    /// What asks, what answers and what is told, side by side.
    pub attention: Matrix<'a>,
    pub out: Matrix<'a>,
    pub norm: LayerNorm,
    pub up: Matrix<'a>,
    pub down: Matrix<'a>,
    pub last_norm: LayerNorm,
}

/// QuantisedRows of small numbers, each with its scale.
#[derive(Clone, Copy)]
pub struct QuantisedRows<'a> {
    columns: usize,
    scales: &'a [[u8; 4]],
    values: &'a [u8],
}

/// A matrix and what is added to its product.
pub struct Matrix<'a> {
    pub rows: QuantisedRows<'a>,
    pub bias: Vec<f32>,
}

/// Scale and shift of a layer norm.
pub struct LayerNorm {
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
}

impl<'a> EncoderWeights<'a> {
    /// The weights in `blob`; `None` if it is of another version, cut short, or its parts do not fit together.
    pub fn read(blob: &'a [u8]) -> Option<EncoderWeights<'a>> {
        let mut rest = blob.strip_prefix(&MAGIC)?;
        let mut number = || take_number(&mut rest);
        let shape = EncoderShape {
            pieces: number()?,
            width: number()?,
            heads: number()?,
            inner: number()?,
            layers: number()?,
            window: number()?,
        };
        let (cases, states, tags, vocabulary) = (number()?, number()?, number()?, number()?);
        let EncoderShape { pieces, width, heads, inner, layers, window } = shape;
        let sound = cases == CASES
            && states == QUOTE_STATES
            && tags == TAGS
            && window > 2
            && heads > 0
            && width.is_multiple_of(heads)
            && [pieces, width, inner, layers, window].iter().all(|&size| size < 1 << 16);
        if !sound {
            return None;
        }
        let (vocabulary, after) = rest.split_at_checked(vocabulary)?;
        rest = after;
        let vocabulary = std::str::from_utf8(vocabulary).ok().filter(|text| text.lines().count() == pieces)?;
        let from = &mut rest;
        Some(EncoderWeights {
            shape,
            vocabulary,
            word: QuantisedRows::take(from, pieces, width)?,
            place: QuantisedRows::take(from, window, width)?,
            case: QuantisedRows::take(from, CASES, width)?,
            mark: QuantisedRows::take(from, QUOTE_STATES, width)?,
            norm: LayerNorm::take(from, width)?,
            layers: (0..layers)
                .map(|_| {
                    Some(Layer {
                        attention: Matrix::take(from, 3 * width, width)?,
                        out: Matrix::take(from, width, width)?,
                        norm: LayerNorm::take(from, width)?,
                        up: Matrix::take(from, inner, width)?,
                        down: Matrix::take(from, width, inner)?,
                        last_norm: LayerNorm::take(from, width)?,
                    })
                })
                .collect::<Option<Vec<Layer>>>()?,
            head: Matrix::take(from, TAGS, width)?,
            heads: Heads::take(from, width)?,
        })
    }
}

impl<'a> Heads<'a> {
    fn take(from: &mut &'a [u8], width: usize) -> Option<Heads<'a>> {
        Some(Heads {
            kind: Matrix::take(from, HEAD_KINDS, width)?,
            mention: Projection::take(from, 3 * width)?,
            voice: Projection::take(from, 3 * width)?,
            quote: Projection::take(from, 4 * width)?,
            same: PairWeights::take(from, &SAME_FEATURES)?,
            speak: PairWeights::take(from, &SPEAKER_FEATURES)?,
            turn: PairWeights::take(from, &TURN_FEATURES)?,
        })
    }
}

impl<'a> Projection<'a> {
    fn take(from: &mut &'a [u8], columns: usize) -> Option<Projection<'a>> {
        Some(Projection { dense: Matrix::take(from, PAIR_WIDTH, columns)?, norm: LayerNorm::take(from, PAIR_WIDTH)? })
    }
}

impl<'a> PairWeights<'a> {
    fn take(from: &mut &'a [u8], sizes: &[usize]) -> Option<PairWeights<'a>> {
        Some(PairWeights {
            rough: QuantisedRows::take(from, PAIR_WIDTH, PAIR_WIDTH)?,
            one: Matrix::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            two: QuantisedRows::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            both: QuantisedRows::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            plain: sizes.iter().map(|size| take_numbers(from, size * PAIR_HIDDEN)).collect::<Option<_>>()?,
            out: take_numbers(from, PAIR_HIDDEN)?,
            bias: *take_numbers(from, 1)?.first()?,
        })
    }
}

impl<'a> QuantisedRows<'a> {
    /// How many numbers a row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// All values as they are kept, one row after the other.
    pub fn values(&self) -> impl Iterator<Item = i8> {
        self.values.iter().map(|&value| value as i8)
    }

    /// What the values of each row are multiplied by.
    pub fn scales(&self) -> impl Iterator<Item = f32> {
        self.scales.iter().map(|&scale| f32::from_le_bytes(scale))
    }

    /// Adds row number `at` to `to`; nothing for a row that is not there.
    pub fn add(&self, at: usize, to: &mut [f32]) {
        let Some((row, scale)) = self.rows().nth(at) else { return };
        for (cell, &value) in to.iter_mut().zip(row) {
            *cell += f32::from(value as i8) * scale;
        }
    }

    /// Puts all rows, one after the other, into `to`, which is as long as [`QuantisedRows::len`].
    pub fn unpack(&self, to: &mut [f32]) {
        for ((row, scale), cells) in self.rows().zip(to.chunks_exact_mut(self.columns.max(1))) {
            for (cell, &value) in cells.iter_mut().zip(row) {
                *cell = f32::from(value as i8) * scale;
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = (&'a [u8], f32)> {
        self.values.chunks_exact(self.columns.max(1)).zip(self.scales())
    }

    fn take(from: &mut &'a [u8], rows: usize, columns: usize) -> Option<QuantisedRows<'a>> {
        let (scales, rest) = from.split_at_checked(4 * rows)?;
        let (values, rest) = rest.split_at_checked(rows.checked_mul(columns)?)?;
        *from = rest;
        Some(QuantisedRows { columns, scales: scales.as_chunks().0, values })
    }
}

impl<'a> Matrix<'a> {
    /// Takes a matrix from the front of `from`.
    pub fn take(from: &mut &'a [u8], rows: usize, columns: usize) -> Option<Matrix<'a>> {
        Some(Matrix { rows: QuantisedRows::take(from, rows, columns)?, bias: take_numbers(from, rows)? })
    }
}

impl LayerNorm {
    fn take(from: &mut &[u8], width: usize) -> Option<LayerNorm> {
        Some(LayerNorm { scale: take_numbers(from, width)?, shift: take_numbers(from, width)? })
    }
}

fn take_number(from: &mut &[u8]) -> Option<usize> {
    let (bytes, rest) = from.split_first_chunk::<4>()?;
    *from = rest;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

fn take_numbers(from: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    let (bytes, rest) = from.split_at_checked(4 * count)?;
    *from = rest;
    Some(bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
}
