//! Classifies tables by their contents: data, with at most a paragraph in a cell, and transcripts, with a turn in each
//! row.

use super::elements::is_preformatted;
use super::page_blocks::PageBlocks;
use super::word_lists::SPEAKER_COLUMN;
use crate::article::BlockKind;
use crate::text::Span;
use crate::text::words::WordSet;
use dom_query::NodeRef;

/// The fewest rows of such a table.
const MIN_ROWS: usize = 3;
/// The longest name, in bytes.
const MAX_NAME: usize = 60;

/// The longest text of a cell of data, in bytes.
const MAX_CELL: usize = 300;
/// Nodes of a table that are looked at.
const MAX_NODES: usize = 20_000;

/// Whether the table at `node` holds data rather than layout: its cells are short and have one paragraph at most, so
/// paragraph breaks in them mean nothing. A table that only arranges a page has whole texts, headings, lists and
/// further tables in its cells.
pub(super) fn is_data(node: &NodeRef) -> bool {
    let (mut rows, mut cells, mut paragraphs, mut length) = (0usize, 0usize, 0usize, 0usize);
    let (mut at, mut depth) = (node.first_child(), 0usize);
    let mut left = MAX_NODES;
    while let Some(next) = at {
        left -= 1;
        let name = next.element_ref().map(|element| element.name.local.to_string());
        match name.as_deref() {
            Some("tr") => (rows, cells) = (rows + usize::from(cells > 1), 0),
            Some("td" | "th") => (cells, paragraphs, length) = (cells + 1, 0, 0),
            Some("p") => paragraphs += 1,
            Some("table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "figure" | "blockquote") => {
                return false;
            }
            Some(name) if is_preformatted(name) => return false,
            Some(_) => {}
            None => length += next.text().trim().len(),
        }
        if left == 0 || paragraphs > 1 || length > MAX_CELL {
            return false;
        }
        if let Some(child) = next.first_child() {
            (at, depth) = (Some(child), depth + 1);
            continue;
        }
        let mut last = next;
        at = last.next_sibling();
        while at.is_none() && depth > 0 {
            let Some(parent) = last.parent() else { break };
            (at, depth, last) = (parent.next_sibling(), depth - 1, parent);
        }
    }
    rows + usize::from(cells > 1) > 1
}

/// Turns a table into turns `Name (time): words`, if it is a transcript. Its blocks are those from `first` on; `rows`
/// has the block of each row and the places of its cell separators.
pub(super) fn make_turns(page: &mut PageBlocks, first: usize, rows: &[(usize, Vec<usize>)], edge: &str) {
    let Some(turns) = turns(page, rows, edge).filter(|turns| turns.len() == page.blocks.len() - first) else {
        return;
    };
    let Some(start) = page.blocks.get(first).map(|block| block.span.start as usize) else { return };
    page.text.truncate(start);
    page.inlines.retain(|inline| (inline.span.end as usize) <= start);
    for (number, turn) in turns.iter().enumerate() {
        if number > 0 {
            page.text.push('\n');
        }
        let from = page.text.len();
        page.text.push_str(turn);
        if let Some(block) = page.blocks.get_mut(first + number) {
            (block.span, block.linked) = (Span::new(from, page.text.len()), 0);
            if !turn.contains(edge) {
                block.kind = BlockKind::Paragraph;
            }
        }
    }
}

/// The rows as turns, or `None` if they are not.
fn turns(page: &PageBlocks, rows: &[(usize, Vec<usize>)], edge: &str) -> Option<Vec<String>> {
    let mut turns = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut sentences = 0;
    for (number, (block, edges)) in rows.iter().enumerate() {
        let span = page.blocks.get(*block)?.span;
        let mut from = span.start as usize;
        let mut cells: Vec<&str> = Vec::new();
        for &at in edges {
            cells.push(page.text.get(from..at)?);
            from = at + edge.len();
        }
        cells.push(page.text.get(from..span.end as usize)?);
        let (time, name, words) = match cells[..] {
            [name, words] => (None, name, words),
            [time, name, words] if is_time(time) => (Some(time), name, words),
            [name, time, words] if is_time(time) => (Some(time), name, words),
            // Column headings.
            [..] if number == 0 && cells.iter().all(|cell| cell.len() < 20) => {
                turns.push(cells.join(edge));
                continue;
            }
            _ => return None,
        };
        if number == 0 && SPEAKER_COLUMN.has(name) {
            turns.push(cells.join(edge));
            continue;
        }
        let name = name.trim_end_matches(':').trim();
        if name.len() > MAX_NAME
            || !name.starts_with(char::is_uppercase)
            || name.contains(['.', '?', '!']) && name.len() > 20
        {
            return None;
        }
        names.push(name);
        sentences += usize::from(words.contains(['.', '?', '!', '…']) || words.split(' ').count() > 6);
        turns.push(match time {
            Some(time) => format!("{name} ({}): {words}", time.trim_matches(['(', ')', '[', ']'])),
            None => format!("{name}: {words}"),
        });
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    // One speaker has two cells, and most cells are sentences.
    (count >= MIN_ROWS && names.len() < count && sentences * 2 > count).then_some(turns)
}

/// “00:01”, “1:02:03”, “[00:15.2]”.
fn is_time(cell: &str) -> bool {
    let bare = cell.trim_matches(['(', ')', '[', ']', ' ']);
    bare.contains(':')
        && bare.len() <= 16
        && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b'-' | b' '))
}
