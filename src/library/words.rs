//! Splits a text into the words that are searched: without case and accents. All indexes and all searches use it, so
//! that all agree on what a word is. A change here needs new indexes.

use rustc_hash::FxHashSet;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word, in folded bytes. Longer ones are cut.
const MAX_WORD: usize = 64;

/// The words of `text` by their bytes: runs of letters and digits. In scripts without spaces each character is a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, c) = chars.next()?;
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(at, next)) = chars.peek() {
                if is_unspaced(c) && !is_combining_mark(next) || is_unspaced(next) || !is_part(next) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            return Some(start..end);
        }
    })
}

/// Adds `word` to `to`, without case and accents.
pub(super) fn fold(word: &str, to: &mut String) {
    let start = to.len();
    if word.is_ascii() {
        to.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        for c in word.nfkd().filter(|&c| !is_combining_mark(c)) {
            for c in c.to_lowercase().filter(|&c| !is_combining_mark(c)) {
                match plain(c) {
                    Some(letters) => to.push_str(letters),
                    None => to.push(c),
                }
            }
        }
    }
    to.truncate(to.floor_char_boundary(start + MAX_WORD));
}

/// The words of `text`, folded, with single spaces between them.
pub(super) fn folded(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    add_folded(text, &mut all);
    all
}

/// Adds the words of `text`, folded, to those in `to`.
pub(super) fn add_folded(text: &str, to: &mut String) {
    for word in words(text) {
        if !to.is_empty() {
            to.push(' ');
        }
        fold(&text[word], to);
    }
}

/// The lengths of prefixes that have an index. Longer ones have few continuations.
pub(super) const BEGINNING: std::ops::RangeInclusive<usize> = 2..=5;

/// The prefixes of the words in `folded`, each once, with single spaces between them.
pub(super) fn beginnings(folded: &str) -> String {
    let mut seen = FxHashSet::default();
    let mut all = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).zip(1..=*BEGINNING.end());
        for (end, length) in ends {
            if BEGINNING.contains(&length) && seen.insert(&word[..end]) {
                all.push_str(if all.is_empty() { "" } else { " " });
                all.push_str(&word[..end]);
            }
        }
    }
    all
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether `c` belongs to a script without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The plain letters for a letter with a stroke or a ligature, which decomposition leaves alone: `ø`, `æ`.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prefix_is_listed_once() {
        let expected = "th the then ét éta ov ove over overl";
        assert_eq!(beginnings("the then a éta overlooking"), expected);
        assert_eq!(beginnings(""), "");
    }

    #[test]
    fn words_without_case_and_accents() {
        for (text, expected) in [
            ("Ferry late", "ferry late"),
            ("It’s—not “so”, O'Brien: 3.5 km!", "it s not so o brien 3 5 km"),
            ("Lökke RASMUSSEN, Løkke; Ångström", "lokke rasmussen lokke angstrom"),
            ("cafe\u{301} ŁÓDŹ Straße İstanbul", "cafe lodz strasse istanbul"),
            ("東京都 Tokyo", "東 京 都 tokyo"),
            ("Σοφίας σοφιας", "σοφιασ σοφιασ"),
            ("ﬁne ²", "fine 2"),
            ("\u{301} … – \u{0}", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
        let long = "é".repeat(500);
        assert_eq!(folded(&long), "e".repeat(MAX_WORD));
        assert!(folded(&"д".repeat(99)).len() <= MAX_WORD);
    }
}
