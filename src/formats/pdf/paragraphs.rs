//! Lines → article. Drops running heads and page numbers, joins lines into paragraphs across columns and pages, rejoins
//! hyphenated words, and makes larger or bold lines headings.

use super::lines::{PageLines, TextLine};
use super::word_lists::COMPOUND_PREFIX;
use crate::article::transcript::{Transcript, TurnStart};
use crate::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// Lines at the top and bottom of a page that may be running heads.
const EDGE_LINES: usize = 4;
/// The pages on which a line must repeat at the same height to be a running head.
const MIN_REPEATED: usize = 2;
/// A line longer than this, in bytes, is not a running head.
const SENTENCE: usize = 60;
/// The share of the height of a page that is margin, at the top and at the bottom.
const MARGIN: f32 = 0.09;
/// Text larger than most by this factor is a heading; text smaller by this one at the foot of a column is a note.
const HEADING_SIZE: f32 = 1.12;
const NOTE_SIZE: f32 = 0.93;
/// The longest heading, in bytes.
const MAX_HEADING: usize = 250;
const MAX_BOLD: usize = 120;
/// The share of bold text up to which bold text stands out.
const MAX_BOLD_SHARE: f32 = 0.25;

/// Lines from which a transcript is detected.
const LEARNING_LINES: usize = 2000;

/// Makes the article of `pages`.
pub(super) fn article(pages: &[PageLines], meta: Meta) -> Article {
    let body = body_size(pages);
    let running = running_heads(pages, body);
    let mut builder = ArticleBuilder::new(pages, body);
    let mut notes: Vec<&TextLine> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        if page.is_picture {
            builder.aside(&format!("[page {}: a picture without text]", number + 1));
            continue;
        }
        let lines: Vec<&TextLine> = page
            .lines
            .iter()
            .enumerate()
            .filter(|(at, _)| !running.contains(&(number, *at)))
            .map(|(_, line)| line)
            .collect();
        let mut at = 0;
        while let Some(&line) = lines.get(at) {
            let length = note(&lines[at..], lines.len(), body);
            if length > 0 {
                notes.extend(&lines[at..at + length]);
                at += length;
            } else {
                builder.push(line, number);
                at += 1;
            }
        }
    }
    // Notes go to the end, so that they do not interrupt a paragraph that continues overleaf.
    builder.close();
    notes.into_iter().for_each(|line| builder.push(line, usize::MAX));
    builder.finish(meta)
}

/// The number of `lines`, from the first on, that are notes: small, and the last of a column of `of` lines.
fn note(lines: &[&TextLine], of: usize, body: f32) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let small = lines.iter().take_while(|line| line.size < body * NOTE_SIZE && line.column == first.column).count();
    let ends = lines.get(small).is_none_or(|next| next.column != first.column);
    if ends && small * 3 <= of { small } else { 0 }
}

/// The usual font size.
fn body_size(pages: &[PageLines]) -> f32 {
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *sizes.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    let most = sizes.into_iter().max_by_key(|&(size, bytes)| (bytes, size));
    most.map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// The running heads and page numbers, by page and index: lines at the top or bottom that repeat, or that stand apart
/// in the margin of a later page, are not set like headings, and are not at the height of text on another page.
fn running_heads(pages: &[PageLines], body: f32) -> HashSet<(usize, usize)> {
    let mut found = HashSet::new();
    let texts: HashSet<i64> = (pages.iter())
        .flat_map(|page| page.lines.iter().filter(|line| line.text.len() > SENTENCE))
        .map(height)
        .collect();
    // Letters and height → places.
    let mut seen: HashMap<(String, i64), Vec<(usize, usize)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        let mut by_height: Vec<usize> = (0..page.lines.len()).collect();
        by_height.sort_by(|&a, &b| page.lines[a].base.total_cmp(&page.lines[b].base));
        let mut edges = edge_lines(page, by_height.iter().copied());
        edges.extend(edge_lines(page, by_height.iter().rev().copied()));
        let is_apart: HashSet<usize> = edges.iter().copied().collect();
        let ends = [by_height.first(), by_height.last()].map(|end| end.map_or(0.0, |&end| page.lines[end].base));
        edges.extend(by_height.iter().filter(|&&at| ends.contains(&page.lines[at].base) && !is_apart.contains(&at)));
        for at in edges {
            let line = &page.lines[at];
            let in_margin = line.base < page.height * MARGIN || line.base > page.height * (1.0 - MARGIN);
            let apart = is_apart.contains(&at);
            let is_heading = line.bold || line.size > body * HEADING_SIZE || texts.contains(&height(line));
            let alone = number > 0 && apart && in_margin && !is_heading && !ends_sentence(&line.text);
            if is_page_number(&line.text) || alone {
                found.insert((number, at));
            }
            let words: String = line.text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            if !words.is_empty() && line.text.len() < 200 {
                seen.entry((words, height(line))).or_default().push((number, at));
            }
        }
    }
    found.extend(seen.into_values().filter(|places| places.len() >= MIN_REPEATED).flatten());
    found
}

/// The height of a line on its page, rounded so that it compares equal on two pages.
fn height(line: &TextLine) -> i64 {
    (line.base / 8.0).round() as i64
}

/// The first lines up to a gap that separates them from the rest; none if there is no gap.
fn edge_lines(page: &PageLines, lines: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut edge = Vec::new();
    let mut before: Option<&TextLine> = None;
    for at in lines.take(EDGE_LINES + 1) {
        let line = &page.lines[at];
        if before.is_some_and(|before| (line.base - before.base).abs() > 1.7 * line.size.max(before.size)) {
            return edge;
        }
        edge.push(at);
        before = Some(line);
    }
    Vec::new()
}

/// Whether `text` is a page number: “12”, “– 12 –”, “Page 12 of 30”, “xiv”.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| {
        word.len() <= 5 && word.bytes().all(|b| b.is_ascii_digit())
            || word.len() <= 6 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'))
    };
    match words.as_slice() {
        [number] => is_number(number),
        ["page" | "p", number] => is_number(number),
        [number, "of", all] | ["page", number, "of", all] => is_number(number) && is_number(all),
        [number, all] => lower.contains('/') && is_number(number) && is_number(all),
        _ => false,
    }
}

/// A paragraph or a heading.
struct Paragraph {
    text: String,
    size: f32,
    aside: bool,
    bold: bool,
}

/// Builds the article.
struct ArticleBuilder<'a> {
    parts: Vec<Paragraph>,
    /// The last line and its page.
    before: Option<(&'a TextLine, usize)>,
    /// The line before that, if it is in the same paragraph.
    earlier: Option<&'a TextLine>,
    body: f32,
    /// The distance of baselines in a paragraph of usual size.
    leading: f32,
    /// Whether paragraphs are indented.
    indents: bool,
    /// Whether bold text stands out.
    bold: bool,
    /// Detects turns.
    transcript: Transcript,
    /// Words inside lines, to decide which hyphens stay.
    words: HashSet<&'a str>,
}

impl<'a> ArticleBuilder<'a> {
    fn new(pages: &'a [PageLines], body: f32) -> ArticleBuilder<'a> {
        let lines = || {
            pages.iter().flat_map(|page| page.lines.windows(2)).filter(|pair| {
                pair[0].column == pair[1].column && (pair[1].size - body).abs() < 0.6 && pair[1].base > pair[0].base
            })
        };
        let mut steps: Vec<f32> = lines().map(|pair| pair[1].base - pair[0].base).collect();
        steps.sort_by(f32::total_cmp);
        // The lower third, since space between paragraphs only makes steps longer.
        let leading = steps.get(steps.len() / 3).copied().unwrap_or(body * 1.2).clamp(body, body * 2.5);
        let indented = lines().filter(|pair| is_indented(&pair[1]) && !is_indented(&pair[0])).count();
        let words = pages.iter().flat_map(|page| &page.lines).flat_map(|line| line.text.split(' ')).map(bare).collect();
        let indents = indented * 25 > steps.len() && indented > 1;
        let bytes = |all: bool| -> usize {
            let lines = pages.iter().flat_map(|page| &page.lines).filter(|line| all || line.bold);
            lines.map(|line| line.text.len()).sum()
        };
        let bold = bytes(false) as f32 <= MAX_BOLD_SHARE * bytes(true) as f32;
        let head: Vec<&str> =
            pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str()).take(LEARNING_LINES).collect();
        let transcript = Transcript::detect(&head.join("\n"));
        ArticleBuilder {
            parts: Vec::new(),
            before: None,
            earlier: None,
            body,
            leading,
            indents,
            bold,
            transcript,
            words,
        }
    }

    fn push(&mut self, line: &'a TextLine, page: usize) {
        let goes_on = self.before.is_some_and(|(before, there)| !self.breaks(before, there, line, page));
        match self.parts.last_mut().filter(|_| goes_on) {
            Some(part) => {
                join(&mut part.text, &line.text, &self.words);
                part.bold &= line.bold;
                self.earlier = self.before.map(|(before, _)| before);
            }
            None => {
                let bold = line.bold && self.bold;
                self.parts.push(Paragraph { text: line.text.clone(), size: line.size, aside: false, bold });
                self.earlier = None;
            }
        }
        self.before = Some((line, page));
    }

    /// Adds words that are not part of the text.
    fn aside(&mut self, words: &str) {
        self.close();
        self.parts.push(Paragraph { text: words.to_owned(), size: self.body, aside: true, bold: false });
    }

    fn close(&mut self) {
        (self.before, self.earlier) = (None, None);
    }

    /// Whether `line`, after `before`, begins a paragraph.
    fn breaks(&self, before: &TextLine, there: usize, line: &TextLine, page: usize) -> bool {
        if (line.size / before.size.max(0.1) - 1.0).abs() > 0.08 {
            return true;
        }
        if self.transcript.turn(&line.text) != TurnStart::None
            || self.transcript.turn(&before.text) == TurnStart::LabelOnly
        {
            return true;
        }
        let ended = ends_sentence(&before.text);
        let lower = line.text.starts_with(char::is_lowercase);
        let together = there == page && line.base > before.base;
        // One of two lines may go across all columns.
        let right = if together { before.column_right.max(line.column_right) } else { before.column_right };
        let width = (right - before.column_left).max(1.0);
        let left_over = right - before.right;
        // The next word would have fitted: the line ended on purpose.
        let short = left_over > line.first_word + 0.35 * line.size && left_over > 0.04 * width;
        let indented = is_indented(line);
        // A bold question or heading above other text.
        if self.bold && before.bold != line.bold && (short || ended) {
            return true;
        }
        if !together {
            let divided = before.text.ends_with(['-', '\u{ad}']);
            return !lower && !divided && (short || indented || ended && !self.indents);
        }
        let usual = self.leading * (line.size / self.body).max(0.8);
        if line.base - before.base > usual * 1.35 {
            return true;
        }
        if is_item(&line.text) && (ended || short || indented) {
            return true;
        }
        let deeper = line.left - before.left > 0.7 * line.size;
        if deeper && indented && (ended || short || !lower) {
            return true;
        }
        let set_in = self.earlier.is_some_and(|earlier| is_indented(earlier) && is_indented(before));
        if set_in && !indented && ended {
            return true;
        }
        short && !lower && (ended || left_over > 0.35 * width)
    }

    fn finish(self, mut meta: Meta) -> Article {
        let mut sizes: Vec<i64> =
            self.parts.iter().filter(|part| is_heading(part, self.body)).map(|part| rounded(part.size)).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.dedup();
        let largest = self.parts.iter().take(6).position(|part| {
            is_heading(part, self.body) && sizes.first().is_some_and(|largest| *largest == rounded(part.size))
        });
        // The title is not repeated in the text.
        let is_title =
            |part: &Paragraph| meta.title.as_deref().is_none_or(|title| letters(title) == letters(&part.text));
        let title = largest.filter(|&at| self.parts.len() > 1 && self.parts.get(at).is_some_and(is_title));
        if let Some(part) = title.and_then(|at| self.parts.get(at)) {
            meta.title = Some(part.text.clone());
        }
        let mut text = String::new();
        let (mut blocks, mut inlines) = (Vec::new(), Vec::new());
        for (number, part) in self.parts.iter().enumerate() {
            if title == Some(number) {
                continue;
            }
            let rank = sizes.iter().position(|size| *size == rounded(part.size)).unwrap_or(0);
            let kind = if part.aside {
                BlockKind::Boilerplate
            } else if is_heading(part, self.body) {
                BlockKind::Heading((rank + 1).min(6) as u8)
            } else if is_bold_heading(part, self.body) {
                BlockKind::Heading((sizes.len() + 1).min(6) as u8)
            } else if is_item(&part.text) {
                BlockKind::Item(1)
            } else {
                BlockKind::Paragraph
            };
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(&part.text);
            let span = Span::new(start, text.len());
            blocks.push(Block { kind, span });
            if part.bold && kind == BlockKind::Paragraph {
                inlines.push(Inline { kind: InlineKind::Strong, span });
            }
        }
        Article::new(text, blocks, meta).with_inlines(inlines)
    }
}

/// Joins a line to a paragraph. Hyphenation is undone; a hyphen that belongs to the word stays.
fn join(text: &mut String, line: &str, words: &HashSet<&str>) {
    if text.ends_with('\u{ad}') {
        text.pop();
    } else if text.ends_with('-') && line.starts_with(char::is_lowercase) {
        let head = bare(text.rsplit(' ').next().unwrap_or(""));
        let head = head.trim_end_matches('-');
        let tail = bare(line.split(' ').next().unwrap_or(""));
        if head.ends_with(char::is_alphabetic) {
            let hyphened = words.contains(format!("{head}-{tail}").as_str());
            let whole = words.contains(format!("{head}{tail}").as_str());
            let compound = COMPOUND_PREFIX.contains(head);
            if whole || !hyphened && !compound && !head.contains('-') {
                text.pop();
            }
        }
    } else if !text.ends_with(['—', '–']) || line.starts_with(['—', '–']) {
        text.push(' ');
    }
    text.push_str(line);
}

/// A word without surrounding punctuation.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn rounded(size: f32) -> i64 {
    (size * 2.0).round() as i64
}

fn is_heading(part: &Paragraph, body: f32) -> bool {
    !part.aside
        && part.size > body * HEADING_SIZE
        && part.text.len() <= MAX_HEADING
        && part.text.contains(char::is_alphabetic)
}

/// Whether it is a heading that is bold and no larger than the text. Bold questions and sentences are not.
fn is_bold_heading(part: &Paragraph, body: f32) -> bool {
    part.bold
        && part.size > body * NOTE_SIZE
        && part.text.len() <= MAX_BOLD
        && part.text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !part.text.ends_with(['.', ',', ';', ':', '?', '!', '…', '”', '"'])
        && !part.text.starts_with("By ")
}

fn is_indented(line: &TextLine) -> bool {
    line.left - line.column_left > 0.7 * line.size
}

fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('•' | '‣' | '▪' | '●' | '◦' | '■' | '∙' | '·')) && chars.next() == Some(' ')
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
    text.ends_with(['.', '!', '?', '…', ':', '。'])
}
