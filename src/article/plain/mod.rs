//! Plain text → [`Article`]. Paragraphs may be separated by blank lines, be one line each, or be hard-wrapped as in
//! mail and old books. The lines themselves show which, part by part, so that mixed files work. `line_numbers` finds
//! the numbers of lines and `quoting` the signs of quoted mail, both `margins`; `line` measures lines, `wrap` finds
//! paragraphs, `boilerplate` marks the text around articles, `headline` finds the headline.

mod boilerplate;
mod headline;
mod line;
mod line_numbers;
mod margins;
mod quoting;
mod wrap;

use super::transcript::Transcript;
use super::{Article, Meta};
use crate::article::block::{Block, BlockKind};
use crate::text::Span;
use line::MeasuredLine;
use margins::{LineKind, Margins};
use wrap::WrapWidth;

/// Bytes at the beginning from which the width of hard-wrapped lines is learned before any paragraph is decided.
const LEARNING_BYTES: usize = 64 << 10;
/// The most lines that are decided together. Only a text without blank lines has longer stretches.
const MAX_STRETCH: usize = 1 << 16;

/// Divides plain text into blocks, in linear time and without an allocation for each line.
pub fn article(text: String) -> Article {
    // A text with numbered lines is a record, not a mail.
    let margins = line_numbers::margins(&text).or_else(|| quoting::margins(&text)).unwrap_or_default();
    let article = Article::new(text, Vec::new(), Meta::default()).with_inlines(margins.inlines());
    let text = article.text();
    let mut width = WrapWidth::default();
    let head = (0..4).find_map(|less| text.get(..LEARNING_BYTES - less)).unwrap_or(text);
    let transcript = Transcript::detect(head);
    divide(head, &margins, &mut width, &transcript);
    let mut blocks = divide(text, &margins, &mut width, &transcript);
    boilerplate::mark(text, &mut blocks);
    let meta = headline::mark(text, &mut blocks);
    article.with_blocks(blocks, meta)
}

/// Marks the blocks that are boilerplate.
pub fn mark_boilerplate(text: &str, blocks: &mut [Block]) {
    boilerplate::mark(text, blocks);
}

/// Whether `line` is boilerplate.
pub fn is_boilerplate(line: &str) -> bool {
    boilerplate::is_boilerplate(line)
}

/// The blocks of `text`, each by itself.
fn divide(text: &str, margins: &Margins, width: &mut WrapWidth, transcript: &Transcript) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut stretch: Vec<MeasuredLine> = Vec::new();
    let mail = margins.are_of_mail();
    let mut flush = |stretch: &mut Vec<MeasuredLine>, kind: LineKind| {
        wrap::paragraphs(stretch, width, mail, |first, last| blocks.push(block(first, last, kind)));
        stretch.clear();
    };
    let (mut start, mut kind) = (0, LineKind::Plain);
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let (line_kind, words) = margins.line(start);
        let line = MeasuredLine::measure(text, words, end).map(|line| {
            let turn = transcript.turn(text.get(line.start as usize..line.end as usize).unwrap_or(""));
            MeasuredLine { turn, ..line }
        });
        // Another depth of quoting means another writer.
        if line_kind != kind {
            flush(&mut stretch, kind);
            kind = line_kind;
        }
        match line {
            None => flush(&mut stretch, kind),
            // No text is hard-wrapped at such a length: the line is a paragraph.
            Some(line) if line.is_too_long() => {
                flush(&mut stretch, kind);
                stretch.push(line);
                flush(&mut stretch, kind);
            }
            Some(line) => {
                stretch.push(line);
                if stretch.len() == MAX_STRETCH {
                    flush(&mut stretch, kind);
                }
            }
        }
        start = end + 1;
    }
    flush(&mut stretch, kind);
    blocks
}

/// The block from line `first` to line `last`, all lines of this kind.
fn block(first: &MeasuredLine, last: &MeasuredLine, was: LineKind) -> Block {
    let span = Span { start: first.start, end: last.end };
    let kind = match (was, first.marker) {
        (LineKind::Around, _) => BlockKind::Boilerplate,
        (_, line::Marker::Rule) if first.start == last.start => BlockKind::Boilerplate,
        (LineKind::Quoted(depth), _) => BlockKind::Quote(depth),
        (_, line::Marker::Heading(level)) if first.start == last.start => BlockKind::Heading(level),
        (_, line::Marker::Item) => BlockKind::Item((first.indent / 2).min(8) as u8 + 1),
        (_, line::Marker::Quote(depth)) => BlockKind::Quote(depth),
        _ => BlockKind::Paragraph,
    };
    Block { kind, span }
}
