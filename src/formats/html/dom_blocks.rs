//! The element tree of an article → blocks of text with inlines. Collapses white space as browsers do, and omits hidden
//! elements.

use super::addresses;
use super::cells::ColumnCounter;
use super::elements::{attribute, hides, is_block, is_note_number, is_preformatted, is_reference, is_unseen};
use super::lists::OpenLists;
use super::page_blocks::{PageBlock, PageBlocks};
use super::terms::Terms;
use crate::article::{BlockKind, CELL_SEPARATOR, Cell, Inline, InlineKind};
use crate::text::{Span, chars};
use dom_query::{NodeData, NodeRef};
use std::collections::HashSet;
use url::Url;

/// The greatest depth of block quotations.
const MAX_DEPTH: u8 = 9;
/// The longest caption that is not marked as one, in bytes.
const MAX_CAPTION: usize = 400;
/// The most places on a page that its links can lead to.
const MAX_ANCHORS: usize = 20_000;

/// The blocks under `root`, a page of a book.
pub(super) fn book_blocks(root: NodeRef, ids: &[&str]) -> PageBlocks {
    traverse(root, BlockBuilder::for_book(ids))
}

/// The blocks under `root`. Links are resolved against `base`. The blocks in which the elements with `ids` begin are
/// noted.
pub(super) fn blocks(root: NodeRef, base: Option<&Url>, ids: &[&str]) -> PageBlocks {
    traverse(root, BlockBuilder { base, ..BlockBuilder::new(ids) })
}

fn traverse(root: NodeRef, mut builder: BlockBuilder) -> PageBlocks {
    let mut next = root.first_child();
    let mut depth = 0usize;
    let leave = |builder: &mut BlockBuilder, node: &NodeRef| {
        if let Some(element) = node.element_ref() {
            builder.leave(element.name.local.as_ref());
        }
    };
    while let Some(node) = next {
        let enters = builder.take(&node);
        if enters && let Some(child) = node.first_child() {
            depth += 1;
            next = Some(child);
            continue;
        }
        if enters {
            leave(&mut builder, &node);
        }
        next = node.next_sibling();
        let mut at = node;
        while next.is_none() && depth > 0 {
            let Some(parent) = at.parent() else { break };
            leave(&mut builder, &parent);
            depth -= 1;
            next = parent.next_sibling();
            at = parent;
        }
    }
    builder.finish()
}

/// Builds blocks from the start tags, end tags and texts of a page.
#[derive(Default)]
pub(super) struct BlockBuilder<'a> {
    base: Option<&'a Url>,
    /// Whether words in drawings are text.
    is_book: bool,
    /// The ids of elements that began since the last word.
    anchors: Vec<Box<str>>,
    /// The ids of elements whose blocks are noted.
    ids: HashSet<&'a str>,
    out: PageBlocks,
    /// The start of the open block, or `None` between blocks.
    start: Option<usize>,
    /// Whether there was white space since the last word.
    space: bool,
    /// The number of line breaks since the last word.
    breaks: usize,
    /// The places of soft line breaks in the open block.
    soft: Vec<usize>,
    /// Whether a cell begins before the next word of this block.
    cell: bool,
    heading: Option<u8>,
    lists: OpenLists,
    terms: Terms,
    quotes: u8,
    /// The number of open captions and figures.
    captions: usize,
    figures: usize,
    /// The index of the first block in the last figure.
    figure: usize,
    /// Whether a signature of a quotation is open, and whether it is still empty.
    signature: bool,
    unsigned: bool,
    /// Whether it is outside of the quotation.
    signed_outside: bool,
    /// Whether the last block is alternative text of a picture.
    is_alternative: bool,
    /// The alternative texts of pictures in the open block that are links, and their addresses.
    linked_pictures: Vec<(String, Box<str>)>,
    /// The open table: the index of its first block, and its nesting depth.
    table: (usize, usize),
    /// Whether it is a table of data, in whose cells paragraphs divide nothing.
    is_data: bool,
    columns: ColumnCounter,
    /// The places of cell separators in the open block.
    edges: Vec<usize>,
    /// The cells of the open block, each with its start.
    cells: Vec<(usize, Cell)>,
    /// The same for the rows of the open table, by the index of the row's block.
    rows: Vec<(usize, Vec<usize>)>,
    pre: usize,
    /// The content of the open `<pre>`, with its line breaks.
    raw: String,
    /// The lengths of text, blocks and inlines when it was opened.
    before_raw: (usize, usize, usize),
    /// Whether it contains an element for code.
    is_code: bool,
    /// The number of open `<q>` elements.
    marks: usize,
    open: Vec<OpenInline>,
    linked: usize,
}

/// An inline without an end yet.
struct OpenInline {
    kind: InlineKind,
    start: usize,
}

impl<'a> BlockBuilder<'a> {
    /// A builder that notes the blocks of the elements with `ids`.
    pub fn new(ids: &[&'a str]) -> BlockBuilder<'a> {
        BlockBuilder { ids: ids.iter().copied().collect(), ..BlockBuilder::default() }
    }

    /// The same for a book, in which pictures can be pages with words on them.
    pub fn for_book(ids: &[&'a str]) -> BlockBuilder<'a> {
        BlockBuilder { is_book: true, ..BlockBuilder::new(ids) }
    }

    /// The blocks built.
    pub fn finish(mut self) -> PageBlocks {
        self.flush();
        self.out
    }

    /// Adds a text or a start tag. Returns whether to descend.
    fn take(&mut self, node: &NodeRef) -> bool {
        let text = node.query_or(false, |node| match &node.data {
            NodeData::Text { contents } => {
                self.push(contents);
                true
            }
            _ => false,
        });
        if text {
            return false;
        }
        let Some(element) = node.element_ref() else { return false };
        let name = element.name.local.as_ref();
        if name == "table" && self.table.1 == 0 {
            self.is_data = super::tables::is_data(node);
        }
        self.enter(name, &|name| attribute(&element, name), || is_note(node))
    }

    /// Adds the start tag of element `name`. `is_note` is true for a footnote number. Returns whether to descend.
    pub fn enter<'e>(
        &mut self,
        name: &str,
        attribute: &dyn Fn(&str) -> Option<&'e str>,
        is_note: impl FnOnce() -> bool,
    ) -> bool {
        self.take_place(name, attribute);
        let drawn = self.is_book && name == "svg";
        if is_unseen(name) && !drawn || hides(attribute) || is_reference(attribute) {
            return false;
        }
        match name {
            "br" => {
                if self.pre > 0 {
                    self.push("\n");
                } else {
                    self.line_break();
                }
                return false;
            }
            "hr" => {
                self.flush();
                return false;
            }
            // A footnote number is not part of the words before it.
            "sup" if is_note() => return false,
            "td" | "th" => {
                self.cell = true;
                self.columns.begin_cell(attribute("colspan"), attribute("rowspan"), name == "th");
            }
            "img" | "amp-img" => {
                self.alternative(attribute("alt").unwrap_or(""));
                return false;
            }
            "code" | "samp" | "kbd" if self.pre > 0 => self.is_code = true,
            "code" | "samp" | "kbd" | "tt" if self.pre == 0 => self.mark(InlineKind::Code),
            "q" => {
                self.push(if self.marks.is_multiple_of(2) { "“" } else { "‘" });
                self.marks += 1;
            }
            "cite" if self.quotes > 0 && !self.signature && self.ends_sentence() => {
                self.flush();
                self.unsigned = true;
                self.mark(InlineKind::Emphasis);
            }
            "em" | "i" | "cite" | "dfn" => self.mark(InlineKind::Emphasis),
            "strong" | "b" => self.mark(InlineKind::Strong),
            "a" => match attribute("href").and_then(|href| addresses::resolve(href, self.base, self.is_book)) {
                Some(address) => self.mark(InlineKind::Link(address)),
                None => self.mark(InlineKind::Link("".into())),
            },
            _ if self.divides_nothing(name) => self.space = true,
            _ if is_block(name) => {
                self.flush();
                match name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name.as_bytes().last().map(|b| b - b'0'),
                    "ul" | "ol" | "menu" | "dir" => self.lists.enter(name, attribute),
                    "li" => self.lists.enter_item(attribute),
                    "dl" => self.terms.enter_list(),
                    "dt" => {
                        self.terms.enter_term(&self.out);
                        self.mark(InlineKind::Strong);
                    }
                    "blockquote" => self.quotes = self.quotes.saturating_add(1),
                    // Under a quotation, a caption names who is quoted.
                    "figcaption" if self.quoted_in_figure() => self.begin_signature(),
                    "figcaption" | "caption" => self.captions += 1,
                    "footer" if self.quotes > 0 => self.begin_signature(),
                    "figure" => {
                        self.figures += 1;
                        self.figure = self.out.blocks.len();
                    }
                    "table" => self.enter_table(),
                    "tr" => self.columns.begin_row(),
                    _ if is_preformatted(name) => self.enter_pre(attribute("class").unwrap_or("")),
                    _ => {}
                }
            }
            _ => {}
        }
        true
    }

    /// Notes the block in which an element begins: the open one, or the next.
    fn take_place<'e>(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<&'e str>) {
        if self.is_book && self.ids.is_empty() {
            return;
        }
        let Some(id) = attribute("id").or_else(|| attribute("name")) else { return };
        if !self.is_book
            && id.len() <= addresses::MAX_BYTES
            && self.out.anchors.len() + self.anchors.len() < MAX_ANCHORS
        {
            self.anchors.push(id.into());
        }
        if !self.ids.contains(id) {
            return;
        }
        let ends = self.start.is_some() && (is_block(name) || self.breaks > 1);
        let place = self.out.blocks.len() + usize::from(ends);
        self.out.places.entry(id.to_owned()).or_insert(place);
    }

    /// Whether an element with this name is a paragraph in a cell of data.
    fn divides_nothing(&self, name: &str) -> bool {
        self.is_data && self.table.1 > 0 && matches!(name, "p" | "div" | "center")
    }

    /// Adds the end tag of an element that was entered.
    pub fn leave(&mut self, name: &str) {
        match name {
            "q" => {
                self.marks = self.marks.saturating_sub(1);
                self.space = false;
                self.push(if self.marks.is_multiple_of(2) { "”" } else { "’" });
            }
            "em" | "i" | "cite" | "dfn" | "strong" | "b" | "a" => self.unmark(),
            "code" | "samp" | "kbd" | "tt" if self.pre == 0 => self.unmark(),
            name if self.divides_nothing(name) => self.space = true,
            name if is_block(name) => {
                self.flush();
                match name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
                    "ul" | "ol" | "menu" | "dir" => self.leave_list(),
                    "li" => self.lists.leave_item(),
                    "dl" => self.terms.leave_list(&mut self.out),
                    "dt" => {
                        self.terms.leave_term(&self.out);
                        self.unmark();
                    }
                    "blockquote" => self.quotes = self.quotes.saturating_sub(1),
                    "figcaption" | "footer" if self.signature => self.end_signature(),
                    "figcaption" | "caption" => self.captions = self.captions.saturating_sub(1),
                    "figure" => self.figures = self.figures.saturating_sub(1),
                    "table" => self.leave_table(),
                    "tr" => self.columns.end_row(),
                    _ if is_preformatted(name) => self.leave_pre(),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Ends a list. Corrects numbers that were counted down from its end.
    fn leave_list(&mut self) {
        let (counted, by) = self.lists.leave();
        for block in counted {
            if let Some(PageBlock { kind: BlockKind::Numbered { number, .. }, .. }) = self.out.blocks.get_mut(block) {
                *number = number.saturating_add(by);
            }
        }
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        if self.pre > 0 {
            self.raw.push_str(text);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                if self.pre > 0 {
                    self.flush();
                }
                self.space = true;
            }
            self.push_line(line);
        }
    }

    fn push_line(&mut self, line: &str) {
        let mut from = 0;
        for (at, c) in line.char_indices().filter(|(_, c)| is_space(*c) || is_invisible(*c)) {
            self.word(&line[from..at]);
            from = at + c.len_utf8();
            self.space |= is_space(c);
        }
        self.word(&line[from..]);
    }

    /// Appends `word`, which contains no white space.
    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        self.settle_breaks();
        let text = &mut self.out.text;
        match self.start {
            None => {
                // A caption describes its picture better than the alternative text.
                if std::mem::take(&mut self.is_alternative) && self.captions > 0 {
                    self.out.blocks.pop();
                    text.truncate(self.out.blocks.last().map_or(0, |last| last.span.end as usize));
                    let end = text.len() as u32;
                    self.out.inlines.retain(|inline| inline.span.start < end);
                }
                if !text.is_empty() {
                    text.push('\n');
                }
                self.start = Some(text.len());
                self.cells.push((text.len(), self.columns.cell));
                self.linked = 0;
                self.open.iter_mut().for_each(|open| open.start = text.len());
            }
            Some(_) if self.cell => {
                self.edges.push(text.len());
                text.push_str(CELL_SEPARATOR);
                self.cells.push((text.len(), self.columns.cell));
            }
            Some(_) if self.space => text.push(' '),
            Some(_) => {}
        }
        if std::mem::take(&mut self.unsigned) && !word.starts_with(chars::is_dash) && !word.starts_with("--") {
            text.push_str("— ");
        }
        (self.space, self.cell) = (false, false);
        let at = text.len();
        self.out.anchors.extend(self.anchors.drain(..).map(|id| (id, at)));
        text.push_str(word);
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        self.space = true;
    }

    /// A single line break inside a sentence is soft. After the end of a sentence, or with others, it ends the block.
    fn settle_breaks(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks == 0 || self.start.is_none() {
            return;
        }
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '”' | '"' | '’' | '\'' | '»' | ')' | ']');
        if breaks > 1 || self.out.text.ends_with(ends) || self.lists.in_item() {
            self.flush();
        } else {
            self.soft.push(self.out.text.len());
        }
    }

    fn mark(&mut self, kind: InlineKind) {
        self.open.push(OpenInline { kind, start: self.out.text.len() });
    }

    fn unmark(&mut self) {
        if let Some(open) = self.open.pop() {
            self.close(&open);
        }
    }

    fn close(&mut self, open: &OpenInline) {
        let words = self.out.text.get(open.start..).unwrap_or("");
        let start = open.start + words.len() - words.trim_start_matches([' ', '\n']).len();
        if self.start.is_none() || start >= self.out.text.len() {
            return;
        }
        if let InlineKind::Link(address) = &open.kind {
            self.linked += self.out.text.len() - start;
            if address.is_empty() {
                return;
            }
        }
        self.out.inlines.push(Inline { kind: open.kind.clone(), span: Span::new(start, self.out.text.len()) });
    }

    /// Ends the open block, with the inlines in it.
    fn flush(&mut self) {
        (self.space, self.cell, self.breaks) = (false, false, 0);
        if self.start.is_none() {
            return;
        }
        let open = std::mem::take(&mut self.open);
        open.iter().for_each(|open| self.close(open));
        self.open = open;
        let Some(start) = self.start.take() else { return };
        let edges = std::mem::take(&mut self.edges);
        let cells = std::mem::take(&mut self.cells);
        let kind =
            match (self.heading, self.quotes) {
                _ if self.captions > 0 => BlockKind::Caption,
                _ if !edges.is_empty() => {
                    let ends = edges.iter().copied().chain([self.out.text.len()]);
                    self.out.inlines.extend(cells.iter().zip(ends).map(|(&(start, cell), end)| Inline {
                        kind: InlineKind::Cell(cell),
                        span: Span::new(start, end),
                    }));
                    self.rows.push((self.out.blocks.len(), edges));
                    BlockKind::Table
                }
                (Some(level), _) => BlockKind::Heading(level),
                (None, quotes @ 1..) => BlockKind::Quote(quotes.min(MAX_DEPTH)),
                (None, 0) => match self.lists.kind(self.out.blocks.len()) {
                    None if self.figures > 0 && self.out.text.len() - start < MAX_CAPTION => BlockKind::Caption,
                    kind => kind.unwrap_or(BlockKind::Paragraph),
                },
            };
        let span = Span::new(start, self.out.text.len());
        self.out.blocks.push(PageBlock { kind, span, linked: self.linked as u32, list: self.lists.outermost() });
        let soft = std::mem::take(&mut self.soft);
        if self.pre == 0 && kind == BlockKind::Paragraph {
            self.out.split_turns(&soft);
        }
        for (words, address) in std::mem::take(&mut self.linked_pictures) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            self.out.add(&words, PageBlock { kind: BlockKind::Alternative, span, linked: 0, list: 0 });
            let link = self.out.blocks.last().map(|block| Inline { kind: InlineKind::Link(address), span: block.span });
            self.out.inlines.extend(link);
        }
        // Open elements go on after all that was added.
        let end = self.out.text.len();
        self.open.iter_mut().for_each(|open| open.start = open.start.max(end));
    }

    /// Adds the alternative text of a picture, if it says something. Inside running words it is only added, below them,
    /// if the picture is a link, which could not be followed otherwise.
    fn alternative(&mut self, words: &str) {
        let said = words.split_whitespace().count() >= 3 && words.len() < 1000;
        if said && self.start.is_some() {
            let link = self.open.iter().rev().find_map(|open| match &open.kind {
                InlineKind::Link(address) if !address.is_empty() => Some(address.clone()),
                _ => None,
            });
            let is_text = self.table.1 == 0 && self.pre == 0 && self.captions == 0;
            self.linked_pictures.extend(link.filter(|_| is_text).map(|address| (words.to_owned(), address)));
        }
        if said && self.start.is_none() {
            self.captions += 1;
            self.push(words);
            self.flush();
            self.captions -= 1;
            self.is_alternative = true;
            self.out.blocks.last_mut().into_iter().for_each(|block| block.kind = BlockKind::Alternative);
        }
    }

    /// Whether the open figure contains a block quotation.
    fn quoted_in_figure(&self) -> bool {
        self.figures > 0
            && self.out.blocks.iter().skip(self.figure).any(|found| matches!(found.kind, BlockKind::Quote(_)))
    }

    /// Whether the last words end a sentence or a block.
    fn ends_sentence(&self) -> bool {
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '”' | '"' | '’' | '»');
        self.start.is_none() || self.out.text.ends_with(ends)
    }

    /// Begins a signature: a paragraph of the quotation that begins with a dash.
    fn begin_signature(&mut self) {
        self.signed_outside = self.quotes == 0;
        self.quotes += u8::from(self.signed_outside);
        (self.signature, self.unsigned) = (true, true);
    }

    fn end_signature(&mut self) {
        self.quotes -= u8::from(std::mem::take(&mut self.signed_outside)).min(self.quotes);
        (self.signature, self.unsigned) = (false, false);
    }

    fn enter_table(&mut self) {
        self.out.part(BlockKind::Table);
        if self.table.1 == 0 {
            self.table.0 = self.out.blocks.len();
            self.rows.clear();
            self.columns.begin_table();
        }
        self.table.1 += 1;
    }

    /// Ends a table. One that is a transcript becomes turns.
    fn leave_table(&mut self) {
        self.table.1 = self.table.1.saturating_sub(1);
        if self.table.1 == 0 {
            let rows = std::mem::take(&mut self.rows);
            super::tables::make_turns(&mut self.out, self.table.0, &rows, CELL_SEPARATOR);
            let end = self.out.text.len();
            self.open.iter_mut().for_each(|open| open.start = open.start.max(end));
        }
    }

    fn enter_pre(&mut self, class: &str) {
        self.pre += 1;
        if self.pre == 1 {
            self.out.part(BlockKind::Code);
            self.raw.clear();
            self.before_raw = (self.out.text.len(), self.out.blocks.len(), self.out.inlines.len());
            self.is_code = ["language-", "highlight", "code", "brush:"].iter().any(|sign| class.contains(sign));
        }
    }

    /// Ends a `<pre>`. What looks like code is code; anything else is divided like plain text.
    fn leave_pre(&mut self) {
        self.pre = self.pre.saturating_sub(1);
        let (text, blocks, inlines) = self.before_raw;
        if self.pre > 0 || self.out.blocks.len() <= blocks || self.captions > 0 {
            return;
        }
        let raw = std::mem::take(&mut self.raw);
        let found = self.out.blocks.get(blocks).copied();
        let Some(found) = found else { return };
        if super::preformatted::is_code(&raw, self.is_code) {
            // The original lines: the text built so far has single spaces.
            self.out.text.truncate(text);
            self.out.blocks.truncate(blocks);
            self.out.inlines.truncate(inlines);
            for (line, blank) in super::preformatted::lines(&raw) {
                if self.out.blocks.len() > blocks {
                    self.out.text.extend(std::iter::repeat_n('\n', blank));
                }
                self.out.add(&line, PageBlock { kind: BlockKind::Code, linked: 0, ..found });
            }
            let end = self.out.text.len();
            self.open.iter_mut().for_each(|open| open.start = end);
            return;
        }
        let inside = super::preformatted::paragraphs(&raw);
        if inside.len() == self.out.blocks.len() - blocks {
            return;
        }
        self.out.text.truncate(text);
        self.out.blocks.truncate(blocks);
        self.out.inlines.truncate(inlines);
        for (words, kind) in inside {
            let kind = if kind == BlockKind::Paragraph { found.kind } else { kind };
            self.out.add(&words, PageBlock { kind, linked: 0, ..found });
        }
        let end = self.out.text.len();
        self.open.iter_mut().for_each(|open| open.start = end);
    }
}

/// Whether `c` is collapsible white space. A no-break space is, since the text is rewrapped.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{85}')
}

/// Whether `c` is an invisible character that would only divide words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// Whether this is a footnote number: a link on a few digits, signs or a letter in brackets.
fn is_note(node: &NodeRef) -> bool {
    let is_link = |node: &NodeRef| node.has_name("a");
    let linked = node
        .first_element_child()
        .is_some_and(|child| is_link(&child) || child.first_element_child().is_some_and(|inner| is_link(&inner)));
    linked && is_note_number(&node.text())
}
