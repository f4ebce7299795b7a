//! The weights of the encoder, read in place from a blob of bytes: one signed byte per weight and one scale per row, as
//! `assets/encoder/write.py` writes them. Only small parts are copied: biases, norms, the vocabulary.

use super::sizes::{
    CASES, HEAD_KINDS, PAIR_HIDDEN, PAIR_WIDTH, QUOTE_STATES, SAME_FEATURES, SPEAKER_FEATURES, TURN_FEATURES,
};
use crate::language::tag::tags::TAGS;

/// The first bytes of every blob: a name and the version of its layout.
pub const MAGIC: [u8; 8] = [b'O', b'N', b'R', b'E', b'C', b'E', VERSION, 0];
/// Versions are unique across both models.
pub const VERSION: u8 = 3;

/// The sizes of the encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderShape {
    /// The pieces in the vocabulary.
    pub pieces: usize,
    /// The size of the hidden state.
    pub width: usize,
    /// The attention heads. Their number divides the width.
    pub heads: usize,
    /// The size of the feed-forward layer.
    pub inner: usize,
    pub layers: usize,
    /// The pieces of the longest window, including those that open and close it.
    pub window: usize,
}

/// The contents of a blob.
pub struct EncoderWeights<'a> {
    pub shape: EncoderShape,
    /// The vocabulary, one piece per line.
    pub vocabulary: &'a str,
    pub word: QuantisedRows<'a>,
    pub position: QuantisedRows<'a>,
    pub case: QuantisedRows<'a>,
    pub quote: QuantisedRows<'a>,
    pub norm: LayerNorm,
    pub layers: Vec<Layer<'a>>,
    /// The tag scores.
    pub head: Matrix<'a>,
    pub heads: Heads<'a>,
}

/// The output heads for mentions and speakers.
pub struct Heads<'a> {
    /// Whether a piece heads a mention, and of which kind.
    pub kind: Matrix<'a>,
    /// The vector of a mention as a possible antecedent.
    pub mention: Projection<'a>,
    /// The vector of a mention as a possible speaker.
    pub voice: Projection<'a>,
    pub quote: Projection<'a>,
    pub same: PairWeights<'a>,
    pub speak: PairWeights<'a>,
    pub turn: PairWeights<'a>,
}

/// A projection to a small vector: a dense layer, GELU and layer norm.
pub struct Projection<'a> {
    pub dense: Matrix<'a>,
    pub norm: LayerNorm,
}

/// The weights of a network that scores pairs.
pub struct PairWeights<'a> {
    /// The bilinear score.
    pub bilinear: QuantisedRows<'a>,
    /// The hidden layer: its inputs from the query, the candidate, their product and plain features.
    pub query: Matrix<'a>,
    pub candidate: QuantisedRows<'a>,
    pub product: QuantisedRows<'a>,
    /// For each feature: one row per value.
    pub features: Vec<Vec<f32>>,
    pub out: Vec<f32>,
    pub bias: f32,
}

/// A transformer layer: self-attention, then a feed-forward network with GELU, each followed by a layer norm.
pub struct Layer<'a> {
    /// The projections to queries, keys and values, side by side.
    pub attention: Matrix<'a>,
    pub out: Matrix<'a>,
    pub norm: LayerNorm,
    pub up: Matrix<'a>,
    pub down: Matrix<'a>,
    pub output_norm: LayerNorm,
}

/// Rows of 8-bit numbers, each with its scale.
#[derive(Clone, Copy)]
pub struct QuantisedRows<'a> {
    columns: usize,
    scales: &'a [[u8; 4]],
    values: &'a [u8],
}

/// A matrix with a bias.
pub struct Matrix<'a> {
    pub rows: QuantisedRows<'a>,
    pub bias: Vec<f32>,
}

/// The scale and shift of a layer norm.
pub struct LayerNorm {
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
}

impl<'a> EncoderWeights<'a> {
    /// Reads the weights in `blob`. Returns `None` if it is of another version, truncated or inconsistent.
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
            position: QuantisedRows::take(from, window, width)?,
            case: QuantisedRows::take(from, CASES, width)?,
            quote: QuantisedRows::take(from, QUOTE_STATES, width)?,
            norm: LayerNorm::take(from, width)?,
            layers: (0..layers)
                .map(|_| {
                    Some(Layer {
                        attention: Matrix::take(from, 3 * width, width)?,
                        out: Matrix::take(from, width, width)?,
                        norm: LayerNorm::take(from, width)?,
                        up: Matrix::take(from, inner, width)?,
                        down: Matrix::take(from, width, inner)?,
                        output_norm: LayerNorm::take(from, width)?,
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
            bilinear: QuantisedRows::take(from, PAIR_WIDTH, PAIR_WIDTH)?,
            query: Matrix::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            candidate: QuantisedRows::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            product: QuantisedRows::take(from, PAIR_HIDDEN, PAIR_WIDTH)?,
            features: sizes.iter().map(|size| take_numbers(from, size * PAIR_HIDDEN)).collect::<Option<_>>()?,
            out: take_numbers(from, PAIR_HIDDEN)?,
            bias: *take_numbers(from, 1)?.first()?,
        })
    }
}

impl<'a> QuantisedRows<'a> {
    /// The numbers in a row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The numbers in all rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// All values as stored, row after row.
    pub fn values(&self) -> impl Iterator<Item = i8> {
        self.values.iter().map(|&value| value as i8)
    }

    /// The scale of each row.
    pub fn scales(&self) -> impl Iterator<Item = f32> {
        self.scales.iter().map(|&scale| f32::from_le_bytes(scale))
    }

    /// Adds row `at` to `to`. Does nothing if there is no such row.
    pub fn add(&self, at: usize, to: &mut [f32]) {
        let Some((row, scale)) = self.rows().nth(at) else { return };
        for (cell, &value) in to.iter_mut().zip(row) {
            *cell += f32::from(value as i8) * scale;
        }
    }

    /// Writes all rows to `to`, which must be as long as [`QuantisedRows::len`].
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
