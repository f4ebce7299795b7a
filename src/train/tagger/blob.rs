//! Writes a linear model: quantised weights, in the layout that `language::tag::linear_model` reads in place.

use super::crf::{Dictionary, Weights};
use super::log_linear::Map;
use crate::language::tag::calibration::CalibrationCurve;
use crate::language::tag::crf::Transitions;
use crate::language::tag::hash_table::{BUCKET_BYTES, FeatureTable, HEAD_BYTES, SmallTable};
use crate::language::tag::hashing;
use crate::language::tag::linear_model::{HEADER, MAGIC, WEIGHTS_PER_FEATURE};
use crate::language::tag::tags::PerTag;
use crate::language::tag::word_features::WordFacts;

/// The contents of a blob.
pub struct BlobParts<'a> {
    pub base: &'a Dictionary,
    pub context: &'a Dictionary,
    pub first: &'a Weights,
    pub second: &'a Weights,
    pub lexicon: Vec<(u64, WordFacts)>,
    pub links: &'a Map,
    pub confidence: &'a Map,
    pub bias: PerTag,
    pub calibration: [CalibrationCurve; 2],
    pub least: [f32; 3],
}

/// Weights of features below this are left out. Most weights of the tagger are small but many: at 0.02, four in a
/// hundred quotations were lost.
const LEAST: f32 = 0.002;
/// The same for the links and the confidence, where few features decide.
const LEAST_SINGLE: f32 = 0.04;
/// The load of the hash tables, in percent.
const LOAD: usize = 90;

impl BlobParts<'_> {
    /// The bytes of the blob.
    pub fn write(&self) -> Vec<u8> {
        let first = QuantisedTable::of(self.base, self.first);
        let second = QuantisedTable::of(self.base, self.second);
        let context = QuantisedTable::of(self.context, self.second);
        let base = first.rows.iter().zip(&second.rows).map(|((hash, one), (_, two))| (*hash, [*one, *two].concat()));
        let base: Vec<(u64, Vec<u8>)> = base.filter(|(_, row)| row.iter().any(|&w| w != 0)).collect();
        let is_used = |(_, row): &&(u64, [u8; WEIGHTS_PER_FEATURE])| row.iter().any(|&w| w != 0);
        let context_rows = context.rows.iter().filter(is_used).map(|(hash, row)| (*hash, row.to_vec())).collect();
        let (links, links_scale) = single(self.links);
        let (confidence, confidence_scale) = single(self.confidence);

        let mut numbers: Vec<f32> = Vec::new();
        for transitions in [&self.first.transitions, &self.second.transitions] {
            numbers.extend(relative(transitions));
        }
        numbers.extend([first.scale, second.scale, context.scale, links_scale, confidence_scale]);
        numbers.extend(self.bias);
        numbers.extend(self.calibration.iter().flatten());
        numbers.extend(self.least);
        numbers.resize(HEADER, 0.0);

        let mut blob = MAGIC.to_vec();
        blob.extend(numbers.into_iter().flat_map(f32::to_le_bytes));
        put_features::<4, { 2 * WEIGHTS_PER_FEATURE }>(&mut blob, base);
        put_features::<6, WEIGHTS_PER_FEATURE>(&mut blob, context_rows);
        put_numbers(&mut blob, self.lexicon.iter().map(|(word, known)| (*word, known.pack().to_le_bytes())).collect());
        put_numbers(&mut blob, links);
        put_numbers(&mut blob, confidence);
        blob
    }
}

fn relative(transitions: &Transitions) -> impl Iterator<Item = f32> {
    transitions.follow.iter().chain([&transitions.start]).flatten().copied().collect::<Vec<f32>>().into_iter()
}

/// Rows of weights, quantised with one scale.
struct QuantisedTable {
    rows: Vec<(u64, [u8; WEIGHTS_PER_FEATURE])>,
    scale: f32,
}

impl QuantisedTable {
    /// The rows of `dictionary` in `weights`, each relative to its first tag: only differences matter.
    fn of(dictionary: &Dictionary, weights: &Weights) -> QuantisedTable {
        let mut order: Vec<(u64, u32)> = dictionary.iter().map(|(&hash, &number)| (hash, number)).collect();
        order.sort_unstable();
        let relative = |number: u32| -> [f32; WEIGHTS_PER_FEATURE] {
            let row = &weights.rows[number as usize];
            let trimmed = row.map(|weight| if weight.abs() < LEAST { 0.0 } else { weight });
            std::array::from_fn(|lane| trimmed[lane + 1] - trimmed[0])
        };
        let most = order.iter().flat_map(|&(_, number)| relative(number)).fold(0.0f32, |most, w| most.max(w.abs()));
        let scale = (most / 127.0).max(f32::MIN_POSITIVE);
        let rounded = |number: u32| relative(number).map(|weight| ((weight / scale).round() as i8) as u8);
        QuantisedTable { rows: order.into_iter().map(|(hash, number)| (hash, rounded(number))).collect(), scale }
    }
}

/// Single weights, quantised to sixteen bits, and their scale.
fn single(map: &Map) -> (Vec<(u64, [u8; 2])>, f32) {
    let most = map.0.values().fold(0.0f32, |most, weight| most.max(weight.abs()));
    let scale = (most / f32::from(i16::MAX)).max(f32::MIN_POSITIVE);
    let mut rows: Vec<(u64, f32)> = map.0.iter().map(|(&hash, &weight)| (hash, weight)).collect();
    rows.retain(|(_, weight)| weight.abs() >= LEAST_SINGLE);
    rows.sort_unstable_by_key(|&(hash, _)| hash);
    let bytes = |weight: f32| ((weight / scale).round() as i16).to_le_bytes();
    (rows.into_iter().map(|(hash, weight)| (hash, bytes(weight))).collect(), scale)
}

/// Appends a table of `rows` to `blob`. A feature goes to the first of its two buckets with a free slot; where neither
/// has one, it takes the place of another, which goes to its own other bucket (cuckoo hashing).
fn put_features<const SLOTS: usize, const ROW: usize>(blob: &mut Vec<u8>, rows: Vec<(u64, Vec<u8>)>) {
    let count = rows.len() * 100 / (LOAD * SLOTS) + 1;
    let mut buckets: Vec<Vec<(u64, Vec<u8>)>> = vec![Vec::new(); count];
    let mut turns = 0;
    for mut moving in rows {
        let [first, second] = FeatureTable::<SLOTS, ROW>::candidate_buckets(moving.0, count);
        let mut home = if buckets[first].len() < SLOTS { first } else { second };
        while buckets[home].len() == SLOTS {
            turns += 1;
            let slot = (hashing::mix(turns, 3) % SLOTS as u64) as usize;
            std::mem::swap(&mut moving, &mut buckets[home][slot]);
            let [first, second] = FeatureTable::<SLOTS, ROW>::candidate_buckets(moving.0, count);
            home = if home == first { second } else { first };
        }
        buckets[home].push(moving);
    }
    put_head(blob, count);
    for bucket in buckets {
        let mut bytes = [0; BUCKET_BYTES];
        for (slot, (hash, row)) in bucket.into_iter().enumerate() {
            bytes[4 * slot..][..4].copy_from_slice(&FeatureTable::<SLOTS, ROW>::key(hash).to_le_bytes());
            bytes[FeatureTable::<SLOTS, ROW>::row(slot)..][..ROW].copy_from_slice(&row);
        }
        blob.extend(bytes);
    }
}

/// Appends a table of single numbers to `blob`.
fn put_numbers(blob: &mut Vec<u8>, rows: Vec<(u64, [u8; 2])>) {
    let count = (rows.len() * 100 / LOAD + 1).next_multiple_of(16);
    let mut slots = vec![[0u8; 4]; count];
    for (hash, number) in rows {
        let mut at = SmallTable::home(hash, count);
        while slots[at][..2] != [0; 2] {
            at = (at + 1) % count;
        }
        let [low, high] = SmallTable::key(hash);
        slots[at] = [low, high, number[0], number[1]];
    }
    put_head(blob, count);
    blob.extend(slots.as_flattened());
}

fn put_head(blob: &mut Vec<u8>, count: usize) {
    let mut head = [0; HEAD_BYTES];
    head[..4].copy_from_slice(&(count as u32).to_le_bytes());
    blob.extend(head);
}
