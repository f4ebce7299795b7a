//! Wraps a piece of text into rows of byte spans with textwrap: words by the Unicode line breaking rules, rows by first
//! fit, so that a row never depends on what follows it.

use crate::text::{Span, graphemes, shown, width};
use std::borrow::Cow;
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

/// A word, or a part of one that is wider than a row, with the white space after it.
#[derive(Clone, Copy, Debug)]
struct MeasuredWord {
    word: Span,
    columns: usize,
    space: usize,
}

impl Fragment for MeasuredWord {
    fn width(&self) -> f64 {
        self.columns as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The rows of `segment` at `columns` columns, as spans of `text` without trailing white space. A word wider than a row
/// is cut between graphemes; a grapheme wider than a row stands alone.
pub fn wrap(text: &str, segment: Span, columns: usize) -> Vec<Span> {
    let start = segment.start as usize;
    let words = words_of(segment.of(text), start, columns.max(1));
    wrap_first_fit(&words, &[columns.max(1) as f64])
        .into_iter()
        .filter_map(|row| Some(row.first()?.word.join(row.last()?.word)))
        .filter(|row| !row.is_empty())
        .collect()
}

/// The columns of the white space between two words; a soft line break counts only by its last character.
pub(super) fn space_columns(white: &str) -> usize {
    let from = if white.contains('\n') { white.char_indices().next_back().map_or(0, |(at, _)| at) } else { 0 };
    width(&white[from..])
}

fn words_of(words: &str, start: usize, columns: usize) -> Vec<MeasuredWord> {
    let with_shown_widths = with_shown_widths(words);
    let mut words_of = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(&with_shown_widths) {
        let (from, to) = (at, at + word.word.len());
        at = to + word.whitespace.len();
        let space = space_columns(&words[to..at]);
        let solid = &words[from..to];
        let solid_columns = width(solid);
        if solid_columns <= columns {
            words_of.push(MeasuredWord { word: Span::new(start + from, start + to), columns: solid_columns, space });
            continue;
        }
        let (mut cut, mut filled) = (from, 0);
        for (offset, _, wide) in graphemes(solid) {
            if filled + wide > columns && filled > 0 {
                let word = Span::new(start + cut, start + from + offset);
                words_of.push(MeasuredWord { word, columns: filled, space: 0 });
                (cut, filled) = (from + offset, 0);
            }
            filled += wide;
        }
        words_of.push(MeasuredWord { word: Span::new(start + cut, start + to), columns: filled, space });
    }
    words_of
}

/// `words` with each character that is shown as another replaced by one of as many bytes, so that offsets stay: white
/// space by spaces, the rest by something that breaks like a word.
fn with_shown_widths(words: &str) -> Cow<'_, str> {
    if words.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match (shown(c), c.len_utf8()) {
            (same, _) if same == c => out.push(c),
            (' ', bytes) => (0..bytes).for_each(|_| out.push(' ')),
            (_, 1) => out.push('x'),
            (_, 2) => out.push('é'),
            (_, _) => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}
