//! Lower-casing and stemming, so that *Says* and *saying* match.

use crate::language::lexical::word_classes::INFLECTION;

/// Writes `text` in lower case to `lower`. Both forms of the apostrophe in *’s* become one.
pub fn lower_case(text: &str, lower: &mut String) {
    lower.clear();
    if text.is_ascii() {
        lower.push_str(text);
        lower.make_ascii_lowercase();
        return;
    }
    let ending = text.strip_prefix('’').filter(|rest| !rest.is_empty());
    if ending.is_some() {
        lower.push('\'');
    }
    lower.extend(ending.unwrap_or(text).chars().flat_map(char::to_lowercase));
}

/// Strips common endings from a lower-case word.
pub fn stem(lower: &str) -> &str {
    const LONGEST: usize = 3;
    const LEAST: usize = 4;
    let mut stems = (1..=LONGEST).rev().filter_map(|length| {
        let (stem, ending) = lower.split_at_checked(lower.len().checked_sub(length)?)?;
        (stem.len() >= LEAST && INFLECTION.contains(ending)).then_some(stem)
    });
    let whole = || if lower.len() > LEAST { lower.trim_end_matches(['e', 'y']) } else { lower };
    stems.next().unwrap_or_else(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (word, expected) in
            [("says", "says"), ("warning", "warn"), ("claimed", "claim"), ("é", "é"), ("denies", "deni")]
        {
            assert_eq!(stem(word), expected);
        }
        assert!(INFLECTION.iter().all(|ending| stem(&format!("word{ending}")) == "word"));
    }
}
