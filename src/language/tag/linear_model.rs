//! [`Model`]: the learned weights, read in place from a blob of bytes. Nothing is parsed or copied but a short header, so
//! a model is ready at once. `train::blob` writes what is read here; `assets/model.recipe.md` says how it was made.

use crate::language::tag::calibration::{Fit, STEPS};
use crate::language::tag::crf::Transitions;
use crate::language::tag::hashing::mix;
use crate::language::tag::tags::TAGS;
use crate::language::tag::weights::Weigh;
use crate::language::tag::word_features::{Known, Lexicon};
use std::sync::LazyLock;

/// The first bytes of every blob: a name and the version of its layout and of the features it was learned with.
pub const MAGIC: [u8; 8] = [b'O', b'N', b'R', b'E', b'C', b'M', VERSION, 0];
/// Numbers count over both models: records made by different ones can be told apart.
pub const VERSION: u8 = 1;

/// Weights of one stage: one for each tag but the first, against which the others are measured.
pub const LANES: usize = TAGS - 1;

/// The tables that keep one weight for each feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    Links = 0,
    Judge = 1,
}

/// Features of words: key, weights of the first stage, weights of the second.
pub type BaseTable<'a> = Table<'a, 4, { 4 + 2 * LANES }>;
/// Features of the second stage alone: key, weights, two bytes to spare.
pub type ContextTable<'a> = Table<'a, 4, { 6 + LANES }>;
/// Key and a number of sixteen bits.
pub type SmallTable<'a> = Table<'a, 2, 4>;

/// A learned model.
#[derive(Clone, Default)]
pub struct Model<'a> {
    pub first: Transitions,
    pub second: Transitions,
    /// What a weight of 1 stands for: first stage, second stage, second stage's own features, links, judge.
    pub scales: [f32; 5],
    pub fit: Fit,
    pub lexicon: SmallTable<'a>,
    pub base: BaseTable<'a>,
    pub context: ContextTable<'a>,
    pub single: [SmallTable<'a>; 2],
}

/// Numbers in the header, after the magic; some at its end are spare, so that the tables start on a cache line.
pub const HEADER: usize = (2 * (TAGS * TAGS + TAGS) + 5 + TAGS + 2 * STEPS + 3 + 2).next_multiple_of(16) - 2;

/// The blob, aligned so that no entry of the largest table straddles two cache lines.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);
static BLOB: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../assets/model.bin"));

impl Model<'static> {
    /// The model in the binary.
    pub fn embedded() -> &'static Model<'static> {
        static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| Model::read(&BLOB.0).unwrap_or_default());
        &MODEL
    }
}

impl<'a> Model<'a> {
    /// The model in `blob`; `None` if it is of another version or cut short.
    pub fn read(blob: &'a [u8]) -> Option<Model<'a>> {
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
        Some(Model {
            first,
            second,
            scales: std::array::from_fn(|_| next()),
            fit: Fit {
                bias: std::array::from_fn(|_| next()),
                calibration: std::array::from_fn(|_| std::array::from_fn(|_| next())),
                least: std::array::from_fn(|_| next()),
            },
            base: Table::take(&mut rest)?,
            context: Table::take(&mut rest)?,
            lexicon: Table::take(&mut rest)?,
            single: [Table::take(&mut rest)?, Table::take(&mut rest)?],
        })
    }

    /// Weights of single features from one of the small tables.
    pub fn weights(&self, table: Single) -> Weights<'_> {
        Weights { table: self.single[table as usize], scale: self.scales[3 + table as usize] }
    }
}

impl Lexicon for Model<'_> {
    fn known(&self, word: u64) -> Known {
        self.lexicon
            .find(word)
            .map_or(Known::UNKNOWN, |&[_, _, low, high]| Known::unpack(u16::from_le_bytes([low, high])))
    }
}

/// Weights of single features.
pub struct Weights<'a> {
    table: SmallTable<'a>,
    scale: f32,
}

impl Weigh for Weights<'_> {
    fn weight(&self, feature: u64) -> f32 {
        self.table
            .find(feature)
            .map_or(0.0, |&[_, _, low, high]| f32::from(i16::from_le_bytes([low, high])) * self.scale)
    }
}

/// A hash table in bytes: slots of `SLOT` bytes of which the first `KEY` are part of the hash, 0 where a slot is free.
/// A feature stands in the first free slot at or after its own. Two features with the same key and slot are taken for
/// one, which happens to one in 2³² or, in small tables, 2¹⁶.
#[derive(Clone, Copy)]
pub struct Table<'a, const KEY: usize, const SLOT: usize> {
    slots: &'a [[u8; SLOT]],
}

impl<const KEY: usize, const SLOT: usize> Default for Table<'_, KEY, SLOT> {
    fn default() -> Self {
        Table { slots: &[] }
    }
}

impl<'a, const KEY: usize, const SLOT: usize> Table<'a, KEY, SLOT> {
    /// Takes a table from the front of `blob`: the number of its slots (four bytes and padding to 64), then the slots.
    fn take(blob: &mut &'a [u8]) -> Option<Self> {
        let (head, rest) = blob.split_at_checked(PAD)?;
        let count = u32::from_le_bytes(*head.first_chunk()?) as usize;
        let (slots, rest) = rest.split_at_checked(count.checked_mul(SLOT)?)?;
        *blob = rest;
        Some(Table { slots: slots.as_chunks().0 })
    }

    /// The slot of the feature with this hash.
    #[inline]
    pub fn find(&self, hash: u64) -> Option<&'a [u8; SLOT]> {
        let key = Self::key(hash);
        let mut at = Self::home(hash, self.slots.len());
        for _ in 0..self.slots.len() {
            let slot = &self.slots[at];
            if slot[..KEY] == key {
                return Some(slot);
            }
            if slot[..KEY] == [0; KEY] {
                return None;
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
        None
    }

    /// What stands in the slot of a hash to tell it from others; never all 0.
    #[inline]
    pub fn key(hash: u64) -> [u8; KEY] {
        let low = hash as u32 & (u32::MAX >> (32 - 8 * KEY));
        let bytes = low.max(1).to_le_bytes();
        std::array::from_fn(|at| bytes[at])
    }

    /// The first slot, of `slots`, where a hash may stand.
    #[inline]
    pub fn home(hash: u64, slots: usize) -> usize {
        ((u128::from(mix(hash, 1)) * slots as u128) >> 64) as usize
    }
}

/// Bytes before the slots of a table, a whole cache line of them. The number of slots is a multiple of 16 for the same
/// reason.
pub const PAD: usize = 64;
