//! Counts how often each word is a cue or a source. The counts for an article leave it out, so that learning sees the
//! same uncertainty as a new article will.

use crate::language::lexical::stem::lower_case;
use crate::language::lexical::word_classes::{SAID, TAGGER_PRONOUN, THOUGHT, TITLE};
use crate::language::tag::hashing;
use crate::language::tag::tags::{Role, role_of};
use crate::language::tag::word_features::{FactSource, WordFacts};
use crate::text::words::WordClass;
use crate::train::samples::Sample;
use rustc_hash::{FxHashMap, FxHashSet};

/// The occurrences of a word outside quotation marks.
#[derive(Clone, Copy, Default)]
struct WordCount {
    all: u32,
    cue: u32,
    source: u32,
}

type CountTable = FxHashMap<u64, WordCount>;

/// Counts over all articles and over each.
pub struct WordCounts {
    total: CountTable,
    each: Vec<CountTable>,
    frequent: FxHashSet<u64>,
    listed: FxHashMap<u64, WordFacts>,
}

/// Words that occur fewer times are rare: their counts are no evidence.
const SEEN: u32 = 3;
/// Number of words that are frequent.
const FREQUENT: usize = 150;

impl WordCounts {
    /// Counts the words of `samples`.
    pub fn new(samples: &[Sample]) -> WordCounts {
        let each: Vec<CountTable> = samples.iter().map(count).collect();
        let mut total = CountTable::default();
        for table in &each {
            for (&word, counts) in table {
                let sum = total.entry(word).or_default();
                sum.all += counts.all;
                sum.cue += counts.cue;
                sum.source += counts.source;
            }
        }
        let mut by_count: Vec<(u32, u64)> = total.iter().map(|(&word, counts)| (counts.all, word)).collect();
        by_count.sort_unstable_by(|a, b| b.cmp(a));
        let frequent = by_count.iter().take(FREQUENT).map(|&(_, word)| word).collect();
        WordCounts { total, each, frequent, listed: listed() }
    }

    /// The lexicon of all articles but number `sample`, for learning from it.
    pub fn without(&self, sample: usize) -> impl FactSource + '_ {
        LeaveOneOut { counted: self, own: Some(&self.each[sample]) }
    }

    /// The lexicon of all articles.
    pub fn all(&self) -> impl FactSource + '_ {
        LeaveOneOut { counted: self, own: None }
    }

    /// Every word with known facts, sorted.
    pub fn entries(&self) -> Vec<(u64, WordFacts)> {
        let mut words: Vec<u64> = self.total.keys().chain(self.listed.keys()).copied().collect();
        words.sort_unstable();
        words.dedup();
        let lexicon = self.all();
        words
            .into_iter()
            .map(|word| (word, lexicon.known(word)))
            .filter(|(_, known)| *known != WordFacts::UNKNOWN)
            .collect()
    }
}

struct LeaveOneOut<'a> {
    counted: &'a WordCounts,
    own: Option<&'a CountTable>,
}

impl FactSource for LeaveOneOut<'_> {
    fn known(&self, word: u64) -> WordFacts {
        let total = self.counted.total.get(&word).copied().unwrap_or_default();
        let own = self.own.and_then(|own| own.get(&word)).copied().unwrap_or_default();
        let all = total.all - own.all;
        let listed = self.counted.listed.get(&word).copied().unwrap_or(WordFacts::UNKNOWN);
        WordFacts {
            cue: share(total.cue - own.cue, all),
            source: share(total.source - own.source, all),
            frequent: self.counted.frequent.contains(&word),
            ..listed
        }
    }
}

fn share(count: u32, all: u32) -> u8 {
    if all < SEEN {
        return WordFacts::RARE;
    }
    let share = count as f32 / (all as f32 + 1.0);
    [0.01, 0.05, 0.15, 0.35, 0.6].iter().take_while(|&&step| share >= step).count() as u8
}

fn listed() -> FxHashMap<u64, WordFacts> {
    let mut listed: FxHashMap<u64, WordFacts> = FxHashMap::default();
    let mut add = |words: &WordClass, set: fn(&mut WordFacts)| {
        for word in words.iter() {
            set(listed.entry(hashing::word(word)).or_insert(WordFacts::UNKNOWN));
        }
    };
    add(&SAID, |known| known.reports = true);
    add(&THOUGHT, |known| known.reports = true);
    add(&TITLE, |known| known.title = true);
    add(&TAGGER_PRONOUN, |known| known.pronoun = true);
    listed
}

fn count(sample: &Sample) -> CountTable {
    let mut table = CountTable::default();
    let mut lower = String::new();
    for (at, &tag) in sample.tags.iter().enumerate() {
        if sample.quotation_marks.state(at) as u8 != 0 {
            continue;
        }
        lower_case(sample.tokens.text(&sample.article, at), &mut lower);
        let counts = table.entry(hashing::word(&lower)).or_default();
        counts.all += 1;
        counts.cue += u32::from(role_of(tag) == Role::Cue as u8);
        counts.source += u32::from(role_of(tag) == Role::Source as u8);
    }
    table
}
