//! Plain text → [`Article`]. Paragraphs may be separated by blank lines, be one line each, or be hard-wrapped as in
//! mail and old books. The lines themselves tell, stretch by stretch, so that mixed files work. `line_numbers` strips
//! the numbers of lines, `line` measures lines, `wrap` finds paragraphs, `boilerplate` marks what pages have around
//! their text, `headline` finds the headline.

mod boilerplate;
mod headline;
mod line;
mod line_numbers;
mod wrap;

use super::transcript::Transcript;
use crate::article::Article;
use crate::article::block::{Block, BlockKind};
use crate::text::Span;
use line::MeasuredLine;
use wrap::WrapWidth;

/// Bytes at the beginning from which the width of hard-wrapped lines is learned before any paragraph is decided.
const LEARNING_BYTES: usize = 64 << 10;
/// The most lines that are decided together. Only a text without blank lines has longer stretches.
const MAX_STRETCH: usize = 1 << 16;

/// Divides plain text into blocks, in linear time and without an allocation for each line.
pub fn article(text: String) -> Article {
    let text = line_numbers::strip_line_numbers(text);
    let mut width = WrapWidth::default();
    let head = (0..4).find_map(|less| text.get(..LEARNING_BYTES - less)).unwrap_or(&text);
    let transcript = Transcript::detect(head);
    divide(head, &mut width, &transcript);
    let mut blocks = divide(&text, &mut width, &transcript);
    boilerplate::mark(&text, &mut blocks);
    let meta = headline::mark(&text, &mut blocks);
    Article::new(text, blocks, meta)
}

/// Whether `text` has line numbers in the margin.
pub fn has_line_numbers(text: &str) -> bool {
    line_numbers::has_line_numbers(text)
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
fn divide(text: &str, width: &mut WrapWidth, transcript: &Transcript) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut stretch: Vec<MeasuredLine> = Vec::new();
    let mut flush = |stretch: &mut Vec<MeasuredLine>| {
        wrap::paragraphs(stretch, width, |first, last| blocks.push(block(first, last)));
        stretch.clear();
    };
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let line = MeasuredLine::measure(text, start, end).map(|line| {
            let turn = transcript.turn(text.get(line.start as usize..line.end as usize).unwrap_or(""));
            MeasuredLine { turn, ..line }
        });
        match line {
            None => flush(&mut stretch),
            // Nobody wraps by hand at such a length: the line is a paragraph.
            Some(line) if line.is_too_long() => {
                flush(&mut stretch);
                stretch.push(line);
                flush(&mut stretch);
            }
            Some(line) => {
                stretch.push(line);
                if stretch.len() == MAX_STRETCH {
                    flush(&mut stretch);
                }
            }
        }
        start = end + 1;
    }
    flush(&mut stretch);
    blocks
}

/// The block from line `first` to line `last`.
fn block(first: &MeasuredLine, last: &MeasuredLine) -> Block {
    let span = Span { start: first.start, end: last.end };
    let kind = match first.marker {
        line::Marker::Heading(level) if first.start == last.start => BlockKind::Heading(level),
        line::Marker::Item => BlockKind::Item((first.indent / 2).min(8) as u8 + 1),
        line::Marker::Quote(depth) => BlockKind::Quote(depth),
        line::Marker::Rule if first.start == last.start => BlockKind::Boilerplate,
        _ => BlockKind::Paragraph,
    };
    Block { kind, span }
}
