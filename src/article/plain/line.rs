//! [`MeasuredLine`]: a line of plain text with what distinguishes a wrapped line from a paragraph: length, indentation,
//! first word, beginning and end.

use crate::article::transcript::TurnStart;
use crate::text::chars;

/// The longest line, in characters, that counts as hard-wrapped.
pub(super) const MAX_WRAPPED: u16 = 140;

/// The columns of the shortest line that leads in a quotation in the next one: “… she said,”.
const LEADS_IN: u16 = 24;

/// A line that is not blank, without surrounding white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct MeasuredLine {
    /// The first byte in the text.
    pub start: u32,
    pub end: u32,
    /// Columns of indentation. A tab advances to the next multiple of eight.
    pub indent: u16,
    /// Characters including the indentation; not exact above [`MAX_WRAPPED`].
    pub columns: u16,
    /// Characters of the first word, which had no room on the line before if that was wrapped.
    pub first_word: u16,
    pub initial: Initial,
    /// The marker that it begins with, if that is certain.
    pub marker: Marker,
    /// Whether it ends like a sentence.
    pub ends_sentence: bool,
    /// Whether it ends with a comma.
    pub ends_clause: bool,
    /// Whether it opens with a quotation mark.
    pub opens_quotation: bool,
    /// The opening of a turn, if the text is a transcript.
    pub turn: TurnStart,
}

/// The first letter of a line, after quotation marks and brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Initial {
    Lower,
    Upper,
    /// A letter of a script without case and without spaces.
    Ideograph,
    Other,
}

/// The kind of line that its first characters indicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    None,
    /// `## Heading` with its level.
    Heading(u8),
    /// `• item`, `1. item`.
    Item,
    /// `> quotation` with its depth.
    Quote(u8),
    /// `-----`, `* * *`: only strokes.
    Rule,
}

impl MeasuredLine {
    /// Measures the line `text[start..end]`. Returns `None` if it is blank.
    pub fn measure(text: &str, start: usize, end: usize) -> Option<MeasuredLine> {
        let whole = text.get(start..end)?;
        let trimmed = whole.trim_start();
        let from = end - trimmed.len();
        let words = trimmed.trim_end();
        let last = words.chars().next_back()?;
        let indent = indent_columns(&whole[..from - start]);
        let mut line = MeasuredLine {
            start: from as u32,
            end: (from + words.len()) as u32,
            indent,
            columns: MAX_WRAPPED + 1,
            first_word: 0,
            initial: Initial::Other,
            marker: Marker::None,
            ends_sentence: is_sentence_end(words, last),
            ends_clause: last == ',',
            opens_quotation: words.starts_with(chars::is_quotation_mark),
            turn: TurnStart::None,
        };
        // A character has at most four bytes: there is no need to count longer lines.
        if words.len() <= 4 * MAX_WRAPPED as usize {
            line.columns = indent.saturating_add(characters(words.as_bytes()));
            line.initial = initial(words);
            let first = memchr::memchr2(b' ', b'\t', words.as_bytes()).unwrap_or(words.len());
            line.first_word = match line.initial {
                // It can break anywhere, except before a full stop.
                Initial::Ideograph => 2,
                _ => characters(&words.as_bytes()[..first]),
            };
        }
        line.marker = Marker::of(words, line.ends_sentence, line.is_too_long());
        Some(line)
    }

    /// Whether it is too long for a line of a wrapped paragraph.
    pub fn is_too_long(&self) -> bool {
        self.columns > MAX_WRAPPED
    }

    /// Whether `next` continues the sentence at its end.
    pub fn runs_on_into(&self, next: &MeasuredLine) -> bool {
        // A shorter line is a salutation.
        let leads_in = self.ends_clause && self.columns >= LEADS_IN && next.opens_quotation;
        leads_in || !self.ends_sentence && matches!(next.initial, Initial::Lower | Initial::Ideograph)
    }
}

impl Marker {
    /// The marker of `line`; `ends_sentence` and `long` as in [`MeasuredLine`].
    fn of(line: &str, ends_sentence: bool, long: bool) -> Marker {
        let bytes = line.as_bytes();
        match bytes.first() {
            Some(b'#') => {
                let level = bytes.iter().take_while(|&&b| b == b'#').count();
                let spaced = bytes.get(level) == Some(&b' ');
                if spaced && level <= 6 && !long { Marker::Heading(level as u8) } else { Marker::None }
            }
            Some(b'>') => quote(bytes),
            Some(b'-' | b'*' | b'+' | b'_' | b'=' | b'~') => bullet(bytes, ends_sentence),
            Some(b'0'..=b'9') => {
                let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
                let spaced = matches!(bytes.get(digits), Some(b'.' | b')')) && bytes.get(digits + 1) == Some(&b' ');
                if digits <= 2 && spaced { Marker::Item } else { Marker::None }
            }
            Some(0xe2) => {
                let mut chars = line.chars();
                let bullet = matches!(chars.next(), Some('•' | '‣' | '▪' | '●' | '◦' | '■' | '▸' | '‧'));
                if bullet && chars.as_str().starts_with([' ', '\t', '\u{a0}']) { Marker::Item } else { Marker::None }
            }
            _ => Marker::None,
        }
    }
}

/// `> > words`: a quotation with its depth. `>:(` is not one.
fn quote(bytes: &[u8]) -> Marker {
    let (mut depth, mut spaced) = (0u8, true);
    for &byte in bytes {
        match byte {
            b'>' => depth = depth.saturating_add(1),
            b' ' => {}
            byte => {
                spaced = byte.is_ascii_alphanumeric() || bytes.get(depth as usize) == Some(&b' ') || !byte.is_ascii();
                break;
            }
        }
    }
    if spaced { Marker::Quote(depth) } else { Marker::None }
}

/// A rule, an item, or neither. A hyphen before a whole sentence may open a line of dialogue, and is no marker.
fn bullet(bytes: &[u8], ends_sentence: bool) -> Marker {
    if bytes.len() >= 3 && bytes.iter().all(|b| matches!(b, b'-' | b'*' | b'_' | b'=' | b'~' | b' ')) {
        return Marker::Rule;
    }
    match bytes {
        [b'*' | b'+', b' ', ..] => Marker::Item,
        [b'-', b' ', ..] if !ends_sentence => Marker::Item,
        _ => Marker::None,
    }
}

/// Whether a sentence ends with `last`, the last character of `words`, closing marks and brackets aside.
fn is_sentence_end(words: &str, last: char) -> bool {
    let ends = |c| matches!(c, '.' | '!' | '?' | '…' | ':' | '。' | '！' | '？' | '؟' | '।');
    if last.is_alphanumeric() {
        return false;
    }
    let closing = |c| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | '」' | '』' | '›');
    ends(last) || (closing(last) && words.trim_end_matches(closing).chars().next_back().is_some_and(ends))
}

fn initial(words: &str) -> Initial {
    let first = match words.as_bytes().first() {
        Some(b'a'..=b'z') => return Initial::Lower,
        Some(b'A'..=b'Z') => return Initial::Upper,
        _ => words.chars().take(4).find(|c| !matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '«' | '„' | '*' | '_')),
    };
    match first {
        Some(c) if c.is_lowercase() => Initial::Lower,
        Some(c) if c.is_uppercase() => Initial::Upper,
        Some('\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..) => {
            Initial::Ideograph
        }
        _ => Initial::Other,
    }
}

/// The number of characters that start in `bytes`.
fn characters(bytes: &[u8]) -> u16 {
    // Sums of bytes let the compiler count sixteen at once.
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte as i8 >= -0x40)).sum::<u8>();
    bytes.chunks(255).fold(0u16, |sum, bytes| sum.saturating_add(u16::from(few(bytes))))
}

fn indent_columns(white: &str) -> u16 {
    white.chars().fold(0u16, |columns, c| if c == '\t' { (columns / 8 + 1) * 8 } else { columns + 1 }.min(1 << 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> MeasuredLine {
        MeasuredLine::measure(text, 0, text.len()).unwrap()
    }

    #[test]
    fn measures() {
        let text = "\t “So it goes,” ";
        let l = line(text);
        assert_eq!(
            (&text[l.start as usize..l.end as usize], l.indent, l.columns, l.first_word),
            ("“So it goes,”", 9, 22, 3)
        );
        assert_eq!((l.initial, l.ends_sentence), (Initial::Upper, false));
        assert!(
            line("“Yes.”").ends_sentence
                && line("(Yes!)").ends_sentence
                && !line("Yes,”").ends_sentence
                && !line("and").ends_sentence
        );
        assert!(line(&"x".repeat(141)).is_too_long() && !line(&"é".repeat(140)).is_too_long());
        assert!(MeasuredLine::measure(" \u{a0}\t", 0, 4).is_none());
    }

    #[test]
    fn marks() {
        for (text, marker) in [
            ("## The vote", Marker::Heading(2)),
            ("#hashtag", Marker::None),
            ("• “Move upstairs.”", Marker::Item),
            ("1. Soup", Marker::Item),
            ("12) Soup", Marker::Item),
            ("1984. It was cold", Marker::None),
            ("1.5 million", Marker::None),
            ("- eggs", Marker::Item),
            ("- Where are you going?", Marker::None),
            ("-5 degrees", Marker::None),
            ("— Where are you going?", Marker::None),
            ("* * *", Marker::Rule),
            ("-----", Marker::Rule),
            ("*really*", Marker::None),
            ("> he wrote", Marker::Quote(1)),
            (">> he wrote", Marker::Quote(2)),
            ("> > he wrote", Marker::Quote(2)),
            (">:(", Marker::None),
            ("plain", Marker::None),
        ] {
            assert_eq!(line(text).marker, marker, "{text}");
        }
    }
}
