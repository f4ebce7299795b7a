//! Words in lower case and without their endings, so that *Says* and *saying* meet.

/// Puts `text` into `lower` in lower case, the two forms of the apostrophe in *’s* made one.
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

/// A word without its commonest endings, so that *says* and *saying* meet.
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
