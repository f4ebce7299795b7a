//! Overlapping windows over the pieces of an article. Each covers the tokens in its middle, so a long text takes linear
//! time and bounded memory.

use super::pieces::WordPieces;
use std::ops::Range;

/// The smallest overlap of two neighbouring windows, in pieces. The outer half of it on each side is context only.
const MIN_OVERLAP: usize = 128;

/// A window: the pieces that are encoded, and the tokens that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The pieces that are encoded.
    pub pieces: Range<usize>,
    /// The tokens that it covers, numbered as in [`WordPieces::first`].
    pub tokens: Range<usize>,
}

/// Divides `pieces` into windows of at most `longest` pieces, of similar length, that together cover every token in
/// order.
pub fn windows(pieces: &WordPieces, longest: usize) -> Vec<Window> {
    let length = pieces.ids.len();
    if length == 0 || longest == 0 {
        return Vec::new();
    }
    let shared = MIN_OVERLAP.min(longest / 2);
    let count = if length <= longest { 1 } else { (length - shared).div_ceil(longest - shared) };
    let own = (length + (count - 1) * shared).div_ceil(count);
    let start = |nth: usize| (nth * own.saturating_sub(shared)).min(length);
    // Neighbouring windows meet in the middle of their overlap.
    let begins = |nth: usize| if nth == 0 { 0 } else { start(nth) + shared / 2 };
    let token = |piece: usize| pieces.first.partition_point(|&first| (first as usize) < piece);
    let all = (0..count).map(|nth| Window {
        pieces: start(nth)..(start(nth) + own).min(length),
        tokens: token(begins(nth))..if nth + 1 == count { pieces.first.len() } else { token(begins(nth + 1)) },
    });
    all.filter(|window| !window.tokens.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares windows over `length` pieces, every third of which begins a token, as `pieces/tokens`.
    fn check(length: usize, longest: usize, expected: &[&str]) {
        let pieces = WordPieces {
            ids: vec![0; length],
            case: vec![0; length],
            mark: vec![0; length],
            first: (0..length as u32).step_by(3).collect(),
        };
        let shown: Vec<String> = windows(&pieces, longest)
            .iter()
            .map(|Window { pieces, tokens }| format!("{}–{}/{}–{}", pieces.start, pieces.end, tokens.start, tokens.end))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn windows_cover_every_token() {
        check(0, 510, &[]);
        check(1, 510, &["0–1/0–1"]);
        check(510, 510, &["0–510/0–170"]);
        check(600, 510, &["0–364/0–100", "236–600/100–200"]);
        check(1200, 510, &["0–486/0–141", "358–844/141–260", "716–1200/260–400"]);
        check(9, 4, &["0–4/0–1", "2–6/1–2", "4–8/2–3"]);
    }
}
