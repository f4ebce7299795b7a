//! [`LinearModel`]: the learned weights, read in place from a blob of bytes. Only a short header is parsed, so the
//! model is ready at once. The training code writes the blob; `assets/model.recipe.md` says how it was made.

use crate::language::tag::calibration::{DecodingParameters, STEPS};
use crate::language::tag::crf::Transitions;
use crate::language::tag::hash_table::{FeatureTable, SmallTable};
use crate::language::tag::tags::TAGS;
use crate::language::tag::weights::FeatureWeights;
use crate::language::tag::word_features::{FactSource, WordFacts};
use std::sync::LazyLock;

/// The first bytes of every blob: a name, then the versions of the features it was trained with and of its layout.
pub const MAGIC: [u8; 8] = [b'O', b'N', b'R', b'E', b'C', b'M', VERSION, 1];
/// Versions are unique across both models, so that records made by different models can be distinguished.
pub const VERSION: u8 = 1;

/// The weights of a feature in one stage: one per tag except the first, which is the reference.
pub const WEIGHTS_PER_FEATURE: usize = TAGS - 1;

/// The tables with a single weight per feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightTable {
    Links = 0,
    Confidence = 1,
}

/// Word features: weights of the first stage, weights of the second.
pub type BaseTable<'a> = FeatureTable<'a, 4, { 2 * WEIGHTS_PER_FEATURE }>;
/// Features of the second stage alone.
pub type ContextTable<'a> = FeatureTable<'a, 6, WEIGHTS_PER_FEATURE>;

/// The linear model.
#[derive(Clone, Default)]
pub struct LinearModel<'a> {
    pub first: Transitions,
    pub second: Transitions,
    /// The value of a weight of 1: first stage, second stage, second-stage features, links, confidence.
    pub scales: [f32; 5],
    pub fit: DecodingParameters,
    pub lexicon: SmallTable<'a>,
    pub base: BaseTable<'a>,
    pub context: ContextTable<'a>,
    pub weight_tables: [SmallTable<'a>; 2],
}

/// The numbers in the header after the magic. Some at its end are spare, so that the tables start on a cache line.
pub const HEADER: usize = (2 * (TAGS * TAGS + TAGS) + 5 + TAGS + 2 * STEPS + 3 + 2).next_multiple_of(16) - 2;

/// The blob, aligned so that buckets are cache lines.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);
static BLOB: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../assets/model.bin"));

impl LinearModel<'static> {
    /// The model embedded in the binary.
    pub fn embedded() -> &'static LinearModel<'static> {
        static MODEL: LazyLock<LinearModel<'static>> = LazyLock::new(|| LinearModel::read(&BLOB.0).unwrap_or_default());
        &MODEL
    }
}

impl<'a> LinearModel<'a> {
    /// Reads the model in `blob`. Returns `None` if it is of another version or truncated.
    pub fn read(blob: &'a [u8]) -> Option<LinearModel<'a>> {
        let mut rest = blob.strip_prefix(&MAGIC)?;
        let mut numbers = [0.0f32; HEADER];
        for number in &mut numbers {
            let (bytes, after) = rest.split_first_chunk::<4>()?;
            *number = f32::from_le_bytes(*bytes);
            rest = after;
        }
        let mut numbers = numbers.into_iter();
        let mut next = || numbers.next().unwrap_or(0.0);
        let mut transitions = || Transitions {
            follow: std::array::from_fn(|_| std::array::from_fn(|_| next())),
            start: std::array::from_fn(|_| next()),
        };
        let (first, second) = (transitions(), transitions());
        Some(LinearModel {
            first,
            second,
            scales: std::array::from_fn(|_| next()),
            fit: DecodingParameters {
                bias: std::array::from_fn(|_| next()),
                calibration: std::array::from_fn(|_| std::array::from_fn(|_| next())),
                least: std::array::from_fn(|_| next()),
            },
            base: FeatureTable::take(&mut rest)?,
            context: FeatureTable::take(&mut rest)?,
            lexicon: SmallTable::take(&mut rest)?,
            weight_tables: [SmallTable::take(&mut rest)?, SmallTable::take(&mut rest)?],
        })
    }

    /// The weights of one of the single-weight tables.
    pub fn weights(&self, table: WeightTable) -> TableWeights<'_> {
        TableWeights { table: self.weight_tables[table as usize], scale: self.scales[3 + table as usize] }
    }
}

impl FactSource for LinearModel<'_> {
    fn known(&self, word: u64) -> WordFacts {
        self.lexicon.find(word).map_or(WordFacts::UNKNOWN, |number| WordFacts::unpack(u16::from_le_bytes(number)))
    }
}

/// The weights of a single-weight table.
pub struct TableWeights<'a> {
    table: SmallTable<'a>,
    scale: f32,
}

impl FeatureWeights for TableWeights<'_> {
    fn weight(&self, feature: u64) -> f32 {
        self.table.find(feature).map_or(0.0, |number| f32::from(i16::from_le_bytes(number)) * self.scale)
    }
}
