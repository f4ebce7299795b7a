//! Recognises lists of keys, commands and options by their terms.

/// The longest key, in words.
const MAX_WORDS: usize = 4;
/// The share of terms that must be keys, one in this many; the others may be called by a word (“Space”).
const SHARE: usize = 2;

/// Whether the terms of a list are keys, commands, options or words: each stands there once, and most do not look like
/// names (`q`, `:quit`, `--all`, `Ctrl-x`, `make install`).
pub fn are_keys(terms: &[&str]) -> bool {
    let terms: Vec<&str> = terms.iter().map(|term| term.trim()).collect();
    let keys = terms.iter().filter(|term| is_key(term)).count();
    let mut unique = terms.clone();
    unique.sort_unstable();
    unique.dedup();
    keys > 0 && keys * SHARE >= terms.len() && unique.len() == terms.len()
}

/// Whether `term` is written as no name is.
fn is_key(term: &str) -> bool {
    let mut letters = term.chars();
    let Some(first) = letters.next() else { return false };
    // “Ctrl-x”, “Alt+F4”, “F1”
    let last = term.rsplit(['-', '+']).next().unwrap_or(term);
    let chord = last.len() < term.len() && last.chars().count() == 1
        || first == 'F' && term.len() > 1 && letters.all(|c| c.is_ascii_digit());
    let small = first.is_lowercase() || first.is_ascii_punctuation() && !matches!(first, '"' | '\'' | '(' | '[');
    (small || chord) && term.split_whitespace().count() <= MAX_WORDS && !term.ends_with(['.', '?', '!', '”', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_distinguished_from_names() {
        for (terms, expected) in [
            (vec!["q", "s"], true),
            (vec!["auto"], true),
            (vec!["j, k", "Space", ":quit", "Enter"], true),
            (vec!["Ctrl-x", "Alt+4", "F1"], true),
            (vec!["--all", "-q"], true),
            (vec!["Ada Bell", "Tom Hale"], false),
            (vec!["Q", "A"], false),
            (vec!["ada", "tom", "ada"], false),
            (vec!["A ferry", "a boat that comes back."], false),
            (vec!["Year", "Boats", "lost"], false),
            (vec![], false),
        ] {
            assert_eq!(are_keys(&terms), expected, "{terms:?}");
        }
    }
}
