//! Features of single words: hashed forms, and the facts that a [`FactSource`] has about them.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::stem::{lower_case, stem};
use crate::language::lexical::word_classes::TYPICAL_ENDING;
use crate::language::tag::hashing;
use std::ops::Range;

/// Facts about a word, from the training texts and from short lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordFacts {
    /// The share of its occurrences outside quotation marks that are part of a cue, from 0 (hardly any) to 5 (most);
    /// [`WordFacts::RARE`] for a word seen too seldom to tell.
    pub cue: u8,
    /// The same for sources.
    pub source: u8,
    /// Whether it reports speech or thought (“said”, “feared”).
    pub reports: bool,
    /// Whether it stands before a name (“Sen.”).
    pub title: bool,
    pub pronoun: bool,
    /// Whether it is one of the few dozen most frequent words, each of which is a grammatical class of its own.
    pub frequent: bool,
}

impl WordFacts {
    /// The bucket of a word that is rare in the training texts.
    pub const RARE: u8 = 9;

    /// Features of a word that is in no list.
    pub const UNKNOWN: WordFacts = WordFacts {
        cue: WordFacts::RARE,
        source: WordFacts::RARE,
        reports: false,
        title: false,
        pronoun: false,
        frequent: false,
    };

    /// Packs the facts into twelve bits, for the table of the model.
    pub fn pack(self) -> u16 {
        let flags = [self.reports, self.title, self.pronoun, self.frequent];
        let flags = flags.iter().zip(0..).map(|(&flag, bit)| u16::from(flag) << bit).sum::<u16>();
        u16::from(self.cue & 15) | u16::from(self.source & 15) << 4 | flags << 8
    }

    /// The inverse of [`WordFacts::pack`].
    pub fn unpack(bits: u16) -> WordFacts {
        let flag = |bit: u16| bits >> (8 + bit) & 1 == 1;
        WordFacts {
            cue: (bits & 15) as u8,
            source: (bits >> 4 & 15) as u8,
            reports: flag(0),
            title: flag(1),
            pronoun: flag(2),
            frequent: flag(3),
        }
    }
}

/// The source of [`WordFacts`]: the table of the model, or counts during training.
pub trait FactSource {
    /// The facts about the lower-cased word with the [hash](hashing::word) `word`; [`WordFacts::UNKNOWN`] if there are
    /// none.
    fn known(&self, word: u64) -> WordFacts;
}

/// The features of one token.
#[derive(Clone, Copy, Debug)]
pub struct WordFeatures {
    /// The lower-cased word. All numbers are one word.
    pub lower: u64,
    /// Its stem.
    pub stem: u64,
    /// Its pattern of capitals, small letters and digits.
    pub shape: u64,
    /// A coarse class: reporting word, title, pronoun, capitalised, number, other word, or the mark itself.
    pub class: u64,
    /// A finer class, close to parts of speech: frequent words are their own class, others go by their ending.
    pub fine: u64,
    pub last3: u64,
    pub last2: u64,
    pub first3: u64,
    pub cue: u64,
    pub source: u64,
    /// The quotation state, as a number.
    pub mark: u64,
    /// Whether it reports speech or thought, by the lists or by the training texts.
    pub reports: bool,
    pub comma: bool,
    pub colon: bool,
    pub that: bool,
    pub according: bool,
}

impl WordFeatures {
    /// Padding for the tokens beyond an edge of a block: each value is `value`.
    pub const fn of_edge(value: u64) -> WordFeatures {
        WordFeatures {
            lower: value,
            stem: value,
            shape: value,
            class: value,
            fine: value,
            last3: value,
            last2: value,
            first3: value,
            cue: value,
            source: value,
            mark: value,
            reports: false,
            comma: false,
            colon: false,
            that: false,
            according: false,
        }
    }
}

/// The features of the tokens `range`.
pub fn word_features<L: FactSource + ?Sized>(
    tokenized: TokenizedArticle,
    range: Range<usize>,
    lexicon: &L,
) -> Vec<WordFeatures> {
    let mut lower = String::new();
    range.map(|at| word(tokenized.text(at), tokenized.quotation_marks.state(at) as u64, lexicon, &mut lower)).collect()
}

fn word<L: FactSource + ?Sized>(text: &str, mark: u64, lexicon: &L, lower: &mut String) -> WordFeatures {
    lower_case(text, lower);
    let first = text.chars().next().unwrap_or(' ');
    let form = hashing::word(lower);
    let known = lexicon.known(form);
    let reports = known.reports || (2..WordFacts::RARE).contains(&known.cue);
    let class = match first {
        _ if reports => "RV",
        _ if known.title => "TI",
        _ if known.pronoun => "PR",
        c if c.is_uppercase() => "Cap",
        c if c.is_numeric() => "Num",
        c if c.is_alphabetic() => "w",
        _ if mark == 2 => "QO",
        _ if mark == 3 => "QC",
        _ => lower,
    };
    let class = hashing::word(class);
    let last3 = hashing::word(last(lower, 3));
    let small = first.is_lowercase();
    let fine = match first {
        c if known.frequent && (small || c == '\'' || c == '’') => form,
        _ if reports => hashing::mix(class, hashing::word(last(lower, 2))),
        _ if small && lower.len() > 4 => hashing::word(ending(lower)),
        _ => class,
    };
    WordFeatures {
        lower: if first.is_numeric() { hashing::word("0") } else { form },
        stem: hashing::word(stem(lower)),
        shape: shape(text),
        class,
        fine,
        last3,
        last2: hashing::word(last(lower, 2)),
        first3: hashing::word(&lower[..lower.char_indices().nth(3).map_or(lower.len(), |(at, _)| at)]),
        cue: u64::from(known.cue),
        source: u64::from(known.source),
        mark,
        reports,
        comma: text == ",",
        colon: text == ":",
        that: lower == "that",
        according: lower == "according",
    }
}

/// The last `count` characters of `text`.
fn last(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count - 1).map_or(text, |(at, _)| &text[at..])
}

/// The ending of `lower` that is most typical of a part of speech: the longest on the list.
fn ending(lower: &str) -> &str {
    const LONGEST: usize = 4;
    let mut endings = (1..=LONGEST).rev().filter_map(|length| lower.get(lower.len().checked_sub(length)?..));
    endings.find(|ending| TYPICAL_ENDING.contains(ending)).unwrap_or("w")
}

/// The sequence of capitals, small letters and digits, up to six changes.
fn shape(text: &str) -> u64 {
    let (mut shape, mut before, mut changes) = (11, 0, 0);
    for c in text.chars() {
        let kind = match c {
            c if c.is_uppercase() => 1,
            c if c.is_lowercase() => 2,
            c if c.is_numeric() => 3,
            c => 4 + c as u64,
        };
        if kind != before {
            shape = hashing::mix(shape, kind);
            changes += 1;
        }
        if changes >= 6 {
            break;
        }
        before = kind;
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_facts_survive_packing() {
        for known in [
            WordFacts::UNKNOWN,
            WordFacts::default(),
            WordFacts { cue: 5, source: 3, reports: true, title: false, pronoun: true, frequent: true },
        ] {
            assert_eq!(WordFacts::unpack(known.pack()), known);
        }
    }

    #[test]
    fn endings() {
        assert_eq!(last("été", 2), "té");
        assert_eq!(ending("nation"), "tion");
        assert!(TYPICAL_ENDING.iter().all(|listed| ending(&format!("xx{listed}")) == listed));
    }
}
