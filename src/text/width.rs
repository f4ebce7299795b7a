//! How text looks on the screen: what is [`shown`] for a character and the one [`width`] function. It agrees with
//! what ratatui draws, cell for cell (a test in `tests/` holds it to that).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The character shown in the place of `c`: white space as a space, control characters as their pictures (`␛` for
/// ESC), characters that turn the direction of writing as `�`, everything else as it is. What it gives is safe to
/// send to a terminal, and for anything that is replaced one column wide.
pub fn shown(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => '\u{fffd}',
        _ => c,
    }
}

/// `text` as it may be written to a terminal, on one line: every character as it is [`shown`]. Whatever comes from outside
/// goes through this before it is part of a message.
pub fn printable(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// Columns that `text` takes on the screen once every character is replaced by what is [`shown`] for it.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    graphemes(text).map(|(_, _, columns)| columns).sum()
}

/// The user-perceived characters of `text`: byte offset, slice and columns of each. A slice that consists of one
/// replaced character has the columns of its replacement.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, columns(grapheme)))
}

/// Columns of one grapheme.
fn columns(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return 1;
    }
    if grapheme.chars().any(|c| shown(c) != c) {
        // Replaced characters stand apart from what they combined with: each takes its own column.
        return grapheme.chars().map(|c| UnicodeWidthStr::width(shown(c).encode_utf8(&mut [0; 4]) as &str)).sum();
    }
    // Half-width sound marks take a cell of their own in the terminals that ratatui was measured on.
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    UnicodeWidthStr::width(grapheme) + marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths() {
        for (text, columns) in [
            ("", 0),
            ("abc", 3),
            ("“naïve”", 7),
            ("e\u{301}", 1),
            ("世界", 4),
            ("👩‍👩‍👧", 2),
            ("🇳🇴", 2),
            ("a\u{1b}[31m", 6),
            ("a\tb\nc", 5),
            ("\u{202e}abc", 4),
            ("\r\n", 2),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn nothing_shown_is_a_control_character() {
        for c in '\0'..=char::MAX {
            assert!(!shown(c).is_control(), "{c:?}");
        }
    }
}
