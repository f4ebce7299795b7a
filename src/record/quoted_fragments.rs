//! The quoted fragments of a mixed quotation: the words inside quotation marks, which are the speaker's own.

use crate::text::{Span, chars};

/// The fragments of `text` inside quotation marks, marks included, as spans offset by `start`. Single marks count only
/// if there are no double ones. A mark that is never closed extends to the end, one that was never opened from the
/// start.
pub fn quoted_fragments(text: &str, start: usize) -> Vec<Span> {
    let double = runs(text, start, false);
    if double.is_empty() { runs(text, start, true) } else { double }
}

fn runs(text: &str, start: usize, single: bool) -> Vec<Span> {
    let mut found = Vec::new();
    let mut opened: Option<usize> = None;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let end = at + c.len_utf8();
        let (opens, closes) = if single {
            let inside_a_word = before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
            (c == '‘' && !inside_a_word, c == '’' && opened.is_some() && !next.is_some_and(char::is_alphanumeric))
        } else {
            match c {
                '"' => (opened.is_none(), opened.is_some()),
                '\'' if next == Some('\'') => (opened.is_none(), false),
                // The second of two apostrophes: the pair has just opened, or it closes what is open.
                '\'' if before == '\'' => (false, opened.is_some_and(|from| from + 1 < at)),
                // German closes with the mark that opens in English.
                '“' if opened.is_some_and(|from| text[from..].starts_with(['„', '‚'])) => (false, true),
                c => (chars::is_opening_mark(c), chars::is_closing_mark(c)),
            }
        };
        before = c;
        if closes {
            found.push(Span::new(start + opened.take().unwrap_or(0), start + end));
        } else if opens && opened.is_none() {
            opened = Some(at);
        }
    }
    if let Some(from) = opened {
        found.push(Span::new(start + from, start + text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_between_marks() {
        for (text, expected) in [
            ("no marks", vec![]),
            ("accepted it “with regret” but", vec!["“with regret”"]),
            ("a \"b\" c \"d\"", vec!["\"b\"", "\"d\""]),
            ("a ''b c'' d", vec!["''b c''"]),
            ("it’s ‘no man’s land’ now", vec!["‘no man’s land’"]),
            ("from the start” on", vec!["from the start”"]),
            ("to “the end", vec!["“the end"]),
            ("«un» et „zwei“", vec!["«un»", "„zwei“"]),
        ] {
            let found: Vec<&str> = quoted_fragments(text, 0).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
