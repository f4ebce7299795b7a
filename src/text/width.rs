//! Text on the screen: the character [`shown`] for each character, and the one [`width`] function. Both agree with what
//! ratatui draws, cell for cell; a test holds them to it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The character shown in place of `c`: a space for white space, a control picture for a control character (`␛` for
/// ESC), `�` for characters that change the direction of text, and `c` itself for all others. The result is safe to
/// write to a terminal; a replacement is one column wide.
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

/// `text` on one line with every character replaced by the one [`shown`] for it. Anything from outside passes through
/// this before it becomes part of a message.
pub fn printable(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// Whether `c` takes no place and joins nothing: two names that differ in it look alike.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// `text` as [`printable`], with `�` for what cannot be seen either: for names that somebody has to find or mistyped.
pub fn visible(text: &str) -> String {
    let is_blank = |c| matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}');
    printable(text).replace(|c| is_invisible(c) || is_blank(c), "\u{fffd}")
}

/// The number of columns of `text` once every character is replaced by the one [`shown`] for it.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    graphemes(text).map(|(_, _, columns)| columns).sum()
}

/// The graphemes of `text`, each with its byte offset and its number of columns. A replaced character has the columns
/// of its replacement.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, columns(grapheme)))
}

/// The number of columns of one grapheme.
fn columns(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return 1;
    }
    if grapheme.chars().any(|c| shown(c) != c) {
        // Replaced characters no longer combine: each takes its own columns.
        return grapheme.chars().map(|c| UnicodeWidthStr::width(shown(c).encode_utf8(&mut [0; 4]) as &str)).sum();
    }
    // Half-width sound marks take a cell of their own in the terminals that ratatui measured.
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
    fn what_cannot_be_seen_is_made_visible() {
        for (text, expected) in [
            ("a\u{200b}b\u{feff}\u{ad}\u{2060}", "a�b���"),
            ("\u{e0041}\u{3164}\u{202e}\u{1b}", "���␛"),
            ("naïve e\u{301} 👩\u{200d}👧", "naïve e\u{301} 👩\u{200d}👧"),
        ] {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }

    #[test]
    fn shown_characters_are_never_control_characters() {
        for c in '\0'..=char::MAX {
            assert!(!shown(c).is_control(), "{c:?}");
        }
    }
}
