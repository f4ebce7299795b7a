//! The blocks of a page before they are an article, with more than their kind.

use crate::article::label::{Label, LabelStyle};
use crate::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
use crate::text::Span;
use std::collections::HashMap;

/// A block of a page: its words without surrounding white space.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageBlock {
    pub kind: BlockKind,
    pub span: Span,
    /// Bytes inside links.
    pub linked: u32,
    /// The number of its outermost list on the page; 0 if it is not an item.
    pub list: u32,
}

/// The blocks of a page and their text, separated by line breaks.
#[derive(Debug, Default)]
pub(crate) struct PageBlocks {
    pub text: String,
    pub blocks: Vec<PageBlock>,
    pub inlines: Vec<Inline>,
    /// The places that links of the page lead to: the ids of elements, with the byte of the first word in or after
    /// them.
    pub anchors: Vec<(Box<str>, usize)>,
    /// For the elements asked for by id, the index of the block in which they begin.
    pub places: HashMap<String, usize>,
}

impl PageBlocks {
    /// Inserts headings, each before the block of its index, with its words and level. They must be in order.
    pub fn with_headings(mut self, headings: &[(usize, &str, u8)]) -> PageBlocks {
        if headings.is_empty() {
            return self;
        }
        let mut out = PageBlocks::default();
        let mut headings = headings.iter().peekable();
        // Old starts of blocks, and how far they have moved.
        let mut moved: Vec<(u32, u32)> = Vec::with_capacity(self.blocks.len());
        for (nth, found) in self.blocks.iter().enumerate() {
            while let Some((_, words, level)) = headings.next_if(|(place, ..)| *place <= nth) {
                out.add(words, PageBlock { kind: BlockKind::Heading(*level), span: found.span, linked: 0, list: 0 });
            }
            let gap = nth
                .checked_sub(1)
                .and_then(|above| self.blocks.get(above))
                .map_or(1, |above| found.span.start.saturating_sub(above.span.end));
            if gap > 1 {
                out.text.push('\n');
            }
            out.add(found.span.of(&self.text), *found);
            let start = out.blocks.last().map_or(0, |block| block.span.start);
            moved.push((found.span.start, start.saturating_sub(found.span.start)));
        }
        for inline in &mut self.inlines {
            let block = moved.partition_point(|(start, _)| *start <= inline.span.start).checked_sub(1);
            let by = block.and_then(|block| moved.get(block)).map_or(0, |(_, by)| *by);
            inline.span = Span { start: inline.span.start + by, end: inline.span.end + by };
        }
        // Only books get headings, and their links lead nowhere.
        PageBlocks { inlines: self.inlines, ..out }
    }

    /// Separates the next block from the last one, if that is of this `kind`: another table, or another piece of code.
    pub fn part(&mut self, kind: BlockKind) {
        if self.blocks.last().is_some_and(|last| last.kind == kind && last.span.end as usize == self.text.len()) {
            self.text.push('\n');
        }
    }

    /// Adds a block of `words`.
    pub fn add(&mut self, words: &str, found: PageBlock) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(PageBlock { span: Span::new(start, self.text.len()), ..found });
    }

    /// Parts the last block at `soft`, the places of its soft line breaks, if each of its lines opens with a label and
    /// a colon.
    pub fn split_turns(&mut self, soft: &[usize]) {
        let Some(&whole) = self.blocks.last().filter(|_| !soft.is_empty()) else { return };
        let (start, end) = (whole.span.start as usize, whole.span.end as usize);
        let starts = || std::iter::once(start).chain(soft.iter().map(|&at| at + 1));
        let ends = soft.iter().copied().chain([end]);
        let lines: Vec<Span> =
            starts().zip(ends).filter(|(start, end)| start < end).map(|(start, end)| Span::new(start, end)).collect();
        let labelled = |line: &Span| {
            let line = line.of(&self.text);
            Label::parse(line).is_some_and(|label| label.style == LabelStyle::Colon && !label.is_alone(line))
        };
        if lines.len() < 2 || !lines.iter().all(labelled) {
            return;
        }
        self.blocks.pop();
        for (number, line) in lines.into_iter().enumerate() {
            if number > 0 {
                self.text.replace_range(line.start as usize - 1..line.start as usize, "\n");
            }
            self.blocks.push(PageBlock { span: line, linked: whole.linked.min(line.len() as u32), ..whole });
        }
    }

    /// Appends `other`. Lists of both may then have the same numbers.
    pub fn append(&mut self, other: PageBlocks) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let before = self.text.len();
        let moved = |span: Span| Span::new(span.start as usize + before, span.end as usize + before);
        self.text.push_str(&other.text);
        self.blocks.extend(other.blocks.into_iter().map(|found| PageBlock { span: moved(found.span), ..found }));
        let inlines = other.inlines.into_iter();
        self.inlines.extend(inlines.map(|inline| Inline { span: moved(inline.span), ..inline }));
    }

    /// The article of the `kept` blocks.
    pub fn article(self, kept: &[bool], meta: Meta) -> Article {
        let mut text = String::with_capacity(self.text.len());
        let (mut blocks, mut inlines) = (Vec::new(), Vec::new());
        let mut marked = self.inlines.into_iter().peekable();
        let mut anchors = self.anchors;
        anchors.sort_by_key(|&(_, at)| at);
        let mut anchors = anchors.into_iter().peekable();
        let mut places: HashMap<Box<str>, u32> = HashMap::new();
        let mut before = None;
        for (found, _) in self.blocks.iter().zip(kept).filter(|(_, kept)| **kept) {
            if let Some((before, end)) = before {
                let both = |is: fn(BlockKind) -> bool| is(before) && is(found.kind);
                // The empty lines of code stay in it, unless something else stood between its parts.
                let between = found.span.start.saturating_sub(end) as usize;
                let is_code = both(|kind| kind == BlockKind::Code);
                let joined = both(BlockKind::is_item) || is_code && between == 1;
                let blank = self.text[end as usize..found.span.start as usize].bytes().all(|byte| byte == b'\n');
                let is_apart =
                    both(|kind| kind == BlockKind::Table) && self.text[..found.span.start as usize].ends_with("\n\n");
                let more = if is_code && blank { between.saturating_sub(2) } else { usize::from(is_apart) };
                text.push_str(if joined { "\n" } else { "\n\n" });
                text.extend(std::iter::repeat_n('\n', more));
            }
            let start = text.len();
            text.push_str(found.span.of(&self.text));
            blocks.push(Block { kind: found.kind, span: Span::new(start, text.len()) });
            while let Some((id, at)) = anchors.next_if(|&(_, at)| at < found.span.end as usize) {
                // A link to a block that is left out leads to the next one.
                let place = at.saturating_sub(found.span.start as usize) + start;
                places.entry(id).or_insert(place as u32);
            }
            while marked.next_if(|inline| inline.span.end <= found.span.start).is_some() {}
            while let Some(inline) = marked.next_if(|inline| inline.span.end <= found.span.end) {
                let at = |place: u32| (place - found.span.start) as usize + start;
                inlines.push(Inline { span: Span::new(at(inline.span.start), at(inline.span.end)), ..inline });
            }
            before = Some((found.kind, found.span.end));
        }
        inlines.retain_mut(|inline| match &inline.kind {
            InlineKind::Link(address) if let Some(id) = address.strip_prefix('#') => {
                let place = places.get(id).copied();
                inline.kind = InlineKind::Jump(place.unwrap_or_default());
                place.is_some()
            }
            _ => true,
        });
        Article::new(text, blocks, meta).with_inlines(inlines)
    }
}
