//! Lower-casing and stemming, so that *Says* and *saying* match.

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
    for ending in ["ing", "ies", "ied", "ed", "es", "s"] {
        if lower.len() > ending.len() + 3
            && let Some(stem) = lower.strip_suffix(ending)
        {
            return stem;
        }
    }
    if lower.len() > 4 { lower.trim_end_matches(['e', 'y']) } else { lower }
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
    }
}
