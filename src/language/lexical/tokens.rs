//! [`Tokens`]: the words and marks of an article, divided into sentences and blocks.

use crate::article::{Article, BlockKind};
use crate::language::lexical::word_classes::{ABBREVIATION, CLITIC};
use crate::language::lexical::word_types::WordTypes;
use crate::text::words::WordSet;
use crate::text::{Span, chars};
use std::ops::Range;
use std::sync::OnceLock;

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the article's text.
    pub span: Span,
    /// Index of its sentence in [`Tokens::sentences`].
    pub sentence: u32,
    /// Index of its block in the article.
    pub block: u32,
}

/// The tokens of an article, in order. Boilerplate and the headings of tables have none.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    /// Token ranges of the sentences, in order, none empty. No sentence spans two blocks, or two cells of a table.
    pub sentences: Vec<Range<u32>>,
    types: OnceLock<WordTypes>,
}

/// Whether `caption` has words in quotation marks. Without any, nothing in it is analysed.
fn quotes(caption: &str) -> bool {
    caption.contains(|c| chars::is_quotation_mark(c) && !chars::is_apostrophe(c))
}

impl Tokens {
    /// Tokenizes `article`. A line break inside a block counts as a space, and a cell of a table as a block.
    ///
    /// A token is a word with its hyphens (*Adeyemi-Holt*), a number with its points (*1,200.5*), initials with theirs
    /// (*U.S.*), `''`, ` `` `, `...`, `--`, or any other single character. The end of a possessive or contraction is a
    /// token of its own (*Sund* *’s*, *don* *’t*).
    pub fn of(article: &Article) -> Tokens {
        let mut all = Tokens::default();
        all.tokens.reserve(article.text().len() / 5);
        for (block, at) in article.blocks().iter().zip(0..) {
            if block.kind == BlockKind::Table {
                // A sentence never continues in the next cell, and the bar between two cells is not a word.
                let cells = article.cells(at as usize);
                if cells.iter().all(|(_, cell)| cell.is_head) {
                    continue;
                }
                for (words, _) in cells {
                    all.add_block(article.text(), words, at);
                }
            } else if block.kind.is_text() || block.kind == BlockKind::Caption && quotes(article.slice(block.span)) {
                all.add_block(article.text(), block.span, at);
            }
        }
        all
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens of block `block`; empty for boilerplate and past the end.
    pub fn block(&self, block: usize) -> Range<usize> {
        let start = self.tokens.partition_point(|token| (token.block as usize) < block);
        let length = self.tokens[start..].partition_point(|token| token.block as usize == block);
        start..start + length
    }

    /// The tokens of sentence `sentence`; empty past the end.
    pub fn sentence(&self, sentence: usize) -> Range<usize> {
        self.sentences.get(sentence).map_or(0..0, |range| range.start as usize..range.end as usize)
    }

    /// The text of token `at`; empty past the end.
    pub fn text<'a>(&self, article: &'a Article, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| article.slice(token.span))
    }

    /// The different words among the tokens of `article`, looked up when they are first asked for.
    pub(super) fn types(&self, article: &Article) -> &WordTypes {
        self.types.get_or_init(|| {
            let words: Vec<&str> = self.tokens.iter().map(|token| article.slice(token.span)).collect();
            WordTypes::of(&words, &self.sentences)
        })
    }

    /// The bytes from the first to the last token of `range`; an empty span for an empty range.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self.tokens.get(range) {
            Some([first, .., last]) => first.span.join(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// The tokens that overlap `span`.
    pub fn within(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// Copies the tokens `range`, which are whole blocks, and renumbers their sentences.
    pub fn part(&self, range: Range<usize>) -> Tokens {
        let tokens = self.tokens.get(range.clone()).unwrap_or(&[]);
        let (first, last) = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => (first.sentence, last.sentence),
            _ => return Tokens::default(),
        };
        let start = range.start as u32;
        let sentences = self.sentences.get(first as usize..=last as usize).unwrap_or(&[]);
        Tokens {
            tokens: tokens.iter().map(|token| Token { sentence: token.sentence - first, ..*token }).collect(),
            sentences: sentences.iter().map(|range| range.start - start..range.end - start).collect(),
            types: OnceLock::new(),
        }
    }

    /// Adds the tokens of `block`, or of a part of it, which is number `number`.
    fn add_block(&mut self, text: &str, block: Span, number: u32) {
        let first = self.tokens.len();
        let mut sentence = self.sentences.len() as u32;
        let mut start = first;
        for span in token_spans(text, block) {
            if self.tokens.len() > start && ends_sentence(text, &self.tokens[start..], span) {
                self.sentences.push(start as u32..self.tokens.len() as u32);
                sentence += 1;
                start = self.tokens.len();
            }
            self.tokens.push(Token { span, sentence, block: number });
        }
        if self.tokens.len() > start {
            self.sentences.push(start as u32..self.tokens.len() as u32);
        }
    }
}

/// The spans of the tokens of `block`, in order.
fn token_spans(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let end = block.end as usize;
    let mut at = block.start as usize;
    // The end of the last token if it ended in a letter: an apostrophe there may begin a clitic.
    let mut letter_end = usize::MAX;
    std::iter::from_fn(move || {
        let rest = text.get(at..end)?;
        let skipped = rest.find(|c: char| !is_blank(c))?;
        at += skipped;
        let rest = &rest[skipped..];
        let length = match clitic_length(rest) {
            Some(length) if letter_end == at => length,
            _ => token_length(rest),
        };
        let span = Span::new(at, at + length);
        at += length;
        letter_end = if rest[..length].ends_with(is_word_char) { at } else { usize::MAX };
        Some(span)
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn is_word_char(c: char) -> bool {
    // Combining accents, soft hyphens and joiners belong to the word around them.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// The length in bytes of the apostrophe and clitic that `rest` starts with.
fn clitic_length(rest: &str) -> Option<usize> {
    let mark = rest.chars().next().filter(|&c| chars::is_apostrophe(c))?.len_utf8();
    let letters = letters_length(&rest[mark..]);
    CLITIC.contains(&rest[mark..mark + letters]).then_some(mark + letters)
}

/// This many equal signs in a row are a single token: a drawn line, or the marks of mail quoted many times.
const MIN_REPEATED: usize = 8;

/// The length in bytes of the token that `rest` starts with. `rest` must not be empty or start with a blank.
fn token_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    if is_word_char(first) {
        let initials =
            rest.as_bytes().chunks_exact(2).take_while(|c| c[0].is_ascii_alphabetic() && c[1] == b'.').count();
        return if initials >= 2 { initials * 2 } else { letters_length(rest) };
    }
    if first.is_numeric() {
        return number_length(rest);
    }
    let repeated = rest.chars().take_while(|&c| c == first).count();
    if repeated >= MIN_REPEATED && !chars::is_quotation_mark(first) {
        return repeated * first.len_utf8();
    }
    ["''", "``", "...", "--"].iter().find(|mark| rest.starts_with(**mark)).map_or(first.len_utf8(), |mark| mark.len())
}

/// The fewest asterisks that hide the end of a word, and something inside it. Fewer may be markup or a sum.
const MIN_MASK: usize = 3;
const MIN_INNER_MASK: usize = 2;

/// The length in bytes of the asterisks that `rest` starts with, if they hide a part of the word before them: “Man***”,
/// “J**n”.
fn mask_length(rest: &str) -> usize {
    let length = rest.bytes().take_while(|&byte| byte == b'*').count();
    let least = if rest[length..].starts_with(is_word_char) { MIN_INNER_MASK } else { MIN_MASK };
    if length >= least { length } else { 0 }
}

/// The length in bytes of the letters that `rest` starts with, hyphens between letters and masks included.
fn letters_length(rest: &str) -> usize {
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '*' && length > 0 {
            let mask = mask_length(&rest[at..]);
            if mask == 0 {
                break;
            }
            length = at + mask;
            for _ in 1..mask {
                chars.next();
            }
            continue;
        }
        let joins = matches!(c, '-' | '\u{2010}' | '\u{2011}')
            && length > 0
            && chars.peek().is_some_and(|&(_, next)| is_word_char(next));
        if !is_word_char(c) && !joins {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

/// The length in bytes of the number that `rest` starts with, points and colons between digits included.
fn number_length(rest: &str) -> usize {
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | ':') && chars.peek().is_some_and(|&(_, next)| next.is_numeric());
        if !c.is_numeric() && !joins {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

/// Whether a sentence ends after the tokens `before`, given the next token.
fn ends_sentence(text: &str, before: &[Token], next: Span) -> bool {
    let Some(last) = before.last() else { return false };
    if last.span.end == next.start {
        return false;
    }
    let begins = next.of(text).chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    if !begins {
        return false;
    }
    // Skip the marks and brackets that close after the full stop.
    let mut stop = before.len() - 1;
    while stop > 0
        && matches!(before[stop].span.of(text), "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»")
        && before[stop - 1].span.end == before[stop].span.start
    {
        stop -= 1;
    }
    match before[stop].span.of(text) {
        "?" | "!" | "..." | "…" => true,
        "." if stop + 1 < before.len() || stop == 0 => true,
        "." => {
            let word = before[stop - 1].span;
            let attached = word.end == before[stop].span.start;
            let word = word.of(text);
            let initial = word.len() == 1 && word.starts_with(char::is_alphabetic);
            !(attached && (initial || ABBREVIATION.has(word)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, Meta};

    fn article(text: &str, kind: BlockKind) -> Article {
        let mut at = 0;
        let blocks = text.split("\n\n").map(|block| {
            let span = Span::new(at, at + block.len());
            at += block.len() + 2;
            Block { kind, span }
        });
        Article::new(text.to_owned(), blocks.collect(), Meta::default())
    }

    /// Compares the tokens separated by spaces, sentences by `|`, blocks by `¶`.
    fn check(text: &str, expected: &str) {
        let article = article(text, BlockKind::Paragraph);
        let tokens = Tokens::of(&article);
        let mut shown = String::new();
        for (sentence, range) in tokens.sentences.iter().enumerate() {
            let start = range.start as usize;
            if sentence > 0 {
                let same = tokens.tokens[start].block == tokens.tokens[start - 1].block;
                shown += if same { " | " } else { " ¶ " };
            }
            let words: Vec<&str> = tokens.sentence(sentence).map(|at| tokens.text(&article, at)).collect();
            shown += &words.join(" ");
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_marks_and_sentences() {
        for (text, expected) in [
            ("", ""),
            ("Sen. Adeyemi-Holt’s plan didn't fail.", "Sen . Adeyemi-Holt ’s plan didn 't fail ."),
            ("The U.S. paid $1,200.50 at 3:30 p.m. on 1st May", "The U.S. paid $ 1,200.50 at 3:30 p.m. on 1 st May"),
            ("“Go!” she said. “Now.” Then", "“ Go ! ” she said . | “ Now . ” | Then"),
            ("''Late,'' he said... -- ok", "'' Late , '' he said ... | -- ok"),
            ("J. Q. Lee met Dr. No. He left.", "J . Q . Lee met Dr . No . He left ."),
            ("One.\nTwo.\n\nthree\n\n \n\nFour", "One . | Two . ¶ three ¶ Four"),
            (
                ">>>>>>>>> She left. ---------- It rained. >> No",
                ">>>>>>>>> She left . | ---------- It rained . | > > No",
            ),
            ("naïve Ærø e\u{301}te 世界", "naïve Ærø e\u{301}te 世界"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn boilerplate_has_no_tokens() {
        assert!(Tokens::of(&article("Follow us", BlockKind::Boilerplate)).is_empty());
    }

    #[test]
    fn ranges() {
        let article = article("One two.\n\nThree four five.", BlockKind::Paragraph);
        let tokens = Tokens::of(&article);
        assert_eq!(tokens.block(1), 3..7);
        assert_eq!(tokens.block(2), 7..7);
        assert_eq!(article.slice(tokens.span(3..5)), "Three four");
        assert_eq!(tokens.within(Span::new(5, 12)), 1..4);
        assert_eq!(tokens.span(4..4), Span::default());
    }
}
