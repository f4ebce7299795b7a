//! [`WordPieces`]: the input of the encoder. Tokens are split into the pieces of its vocabulary (WordPiece over
//! lower-cased words without accents, as in Devlin et al. 2019), each with its case and quotation state. Training and
//! tagging share this code.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuoteState;
use rustc_hash::FxHashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The number of a piece in the vocabulary.
pub type PieceId = u16;

/// The piece for a word that the vocabulary cannot spell.
pub const UNKNOWN: &str = "[UNK]";
/// The piece that opens a window.
pub const START: &str = "[CLS]";
/// The piece that closes a window.
pub const END: &str = "[SEP]";
/// The piece between two blocks.
pub const BREAK: &str = "[unused0]";
/// The special pieces, which every vocabulary must have.
pub const SPECIAL: [&str; 4] = [UNKNOWN, START, END, BREAK];

/// The most pieces per token. A line of a million letters is one token, and only its start matters.
const MAX_PIECES: usize = 24;

/// The vocabulary of the encoder.
pub struct Vocabulary<'a> {
    numbers: FxHashMap<&'a str, PieceId>,
    /// The numbers of [`SPECIAL`].
    pub special: [PieceId; 4],
}

impl<'a> Vocabulary<'a> {
    /// Reads a vocabulary with one piece per line, numbered from 0. Pieces that continue a word begin with `##`.
    /// Returns `None` if a special piece is missing.
    pub fn read(lines: &'a str) -> Option<Vocabulary<'a>> {
        let numbers: FxHashMap<&str, PieceId> = lines.lines().zip(0..).collect();
        let mut special = [0; 4];
        for (number, piece) in special.iter_mut().zip(SPECIAL) {
            *number = *numbers.get(piece)?;
        }
        Some(Vocabulary { numbers, special })
    }

    /// Appends the pieces of `word` to `out`: at least one and at most `MAX_PIECES`.
    pub fn split(&self, word: &str, out: &mut Vec<PieceId>) {
        let start = out.len();
        let plain: String = word
            .nfd()
            .filter(|&c| !is_combining_mark(c) && !c.is_control())
            .take(8 * MAX_PIECES)
            .flat_map(char::to_lowercase)
            .collect();
        let mut rest = plain.as_str();
        while let Some(first) = rest.chars().next() {
            let length =
                if stands_alone(first) { first.len_utf8() } else { rest.find(stands_alone).unwrap_or(rest.len()) };
            let (part, after) = rest.split_at(length);
            self.split_part(part, out);
            rest = after;
        }
        out.truncate(start + MAX_PIECES);
        if out.len() == start {
            out.push(self.special[0]);
        }
    }

    /// Splits letters and digits, or one mark, greedily by the longest piece.
    fn split_part(&self, part: &str, out: &mut Vec<PieceId>) {
        let start = out.len();
        let mut key = String::with_capacity(part.len() + 2);
        let mut rest = part;
        while !rest.is_empty() {
            let continues = out.len() > start;
            let ends =
                rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_PIECE_CHARS).collect::<Vec<usize>>();
            let found = ends.into_iter().rev().find_map(|end| {
                key.clear();
                key.push_str(if continues { "##" } else { "" });
                key.push_str(&rest[..end]);
                self.numbers.get(key.as_str()).map(|&number| (number, end))
            });
            let Some((number, end)) = found else {
                out.truncate(start);
                out.push(self.special[0]);
                return;
            };
            out.push(number);
            rest = &rest[end..];
        }
    }
}

/// The length of the longest piece of the vocabulary, in characters.
const MAX_PIECE_CHARS: usize = 20;

/// Whether `c` is a word by itself: a mark, a sign, or a character of a script without spaces.
fn stands_alone(c: char) -> bool {
    let letter = c.is_alphanumeric();
    let unspaced = matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F);
    !letter || unspaced
}

/// The word pieces of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordPieces {
    pub ids: Vec<PieceId>,
    /// For each piece: 0 no letters, 1 lower case, 2 a capital first, 3 all capitals.
    pub case: Vec<u8>,
    /// For each piece: the [`QuoteState`] of its token; 4 outside marks in a block that continues a quotation.
    pub mark: Vec<u8>,
    /// For each token of the blocks: the index of its first piece.
    pub first: Vec<u32>,
}

impl WordPieces {
    /// Splits the tokens of `blocks`.
    pub fn of(tokenized: TokenizedArticle, blocks: Range<usize>, words: &Vocabulary) -> WordPieces {
        let TokenizedArticle { tokens, quotation_marks: marks, .. } = tokenized;
        let mut pieces = WordPieces::default();
        let start = tokens.block(blocks.start).start;
        let mut block = None;
        for (token, at) in tokens.tokens[start..].iter().zip(start..) {
            if token.block as usize >= blocks.end {
                break;
            }
            if block.is_some_and(|block| block != token.block) {
                pieces.push_all(&[words.special[3]], 0, 0);
            }
            block = Some(token.block);
            let text = tokenized.text(at);
            let mark = match marks.state(at) {
                QuoteState::Outside if marks.is_continued(token.block as usize) => 4,
                QuoteState::Outside => 0,
                QuoteState::Inside => 1,
                QuoteState::Opens => 2,
                QuoteState::Closes => 3,
            };
            pieces.first.push(pieces.ids.len() as u32);
            let before = pieces.ids.len();
            words.split(text, &mut pieces.ids);
            pieces.case.resize(pieces.ids.len(), case(text));
            pieces.mark.resize(pieces.ids.len(), mark);
            debug_assert!(pieces.ids.len() > before);
        }
        pieces
    }

    fn push_all(&mut self, ids: &[PieceId], case: u8, mark: u8) {
        self.ids.extend_from_slice(ids);
        self.case.resize(self.ids.len(), case);
        self.mark.resize(self.ids.len(), mark);
    }
}

fn case(word: &str) -> u8 {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        None => 0,
        Some(first) if !first.is_uppercase() => 1,
        Some(_) if word.chars().nth(1).is_some() && letters.all(char::is_uppercase) => 3,
        Some(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_into_the_longest_pieces() {
        let words = "[UNK]\n[CLS]\n[SEP]\n[unused0]\nharbour\nmaster\n##master\n##s\n-\n’\ne\n##mile";
        let words = Vocabulary::read(words).unwrap();
        let names: Vec<&str> = words_of(&words);
        let cut = |word: &str| {
            let mut out = Vec::new();
            words.split(word, &mut out);
            out.iter().map(|&id| names[usize::from(id)]).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(cut("Harbourmasters"), "harbour ##master ##s");
        assert_eq!(cut("harbour-Master"), "harbour - master");
        assert_eq!(cut("Émile’s"), "e ##mile ’ [UNK]");
        assert_eq!(cut("\u{7}"), "[UNK]");
        assert_eq!(cut(&"e-".repeat(1000)).split(' ').count(), MAX_PIECES);
    }

    fn words_of<'a>(words: &Vocabulary<'a>) -> Vec<&'a str> {
        let mut names: Vec<(PieceId, &str)> = words.numbers.iter().map(|(&name, &id)| (id, name)).collect();
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }
}
