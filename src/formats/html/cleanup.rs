//! Drops blocks of an extracted article that are not its text: a repeated title, links to other articles, dates,
//! credits, pull quotes.

use super::author_lines::author_line;
use super::page_blocks::{PageBlock, PageBlocks};
use super::word_lists::{
    AFTER_PICTURE_CREDIT, DATED, IN_DATE, MORE_LINKS, PICTURE_CREDIT, PUBLICATION_OPENER, SERVER_ERROR,
};
use crate::article::word_lists::{DAY_START, MONTH_START};
use crate::article::{Block, BlockKind, Meta, plain};
use crate::text::words::WordSet;
use std::collections::{HashMap, HashSet};

/// Blocks at the beginning that may repeat title and byline.
const HEAD_BLOCKS: usize = 8;
/// The length in bytes of a pull quote, and the most that are checked: each costs a search of the text.
const PULL_QUOTE_BYTES: std::ops::Range<usize> = 20..400;
const MAX_PULL_QUOTES: usize = 60;
/// The longest name under a pull quote, in bytes.
const MAX_NAME: usize = 60;

/// For each block, whether it belongs to the article. Also turns credits of pictures into captions.
pub(super) fn keep(page: &mut PageBlocks, meta: &Meta) -> Vec<bool> {
    let text = page.text.as_str();
    let mut blocks: Vec<Block> = page.blocks.iter().map(|block| Block { kind: block.kind, span: block.span }).collect();
    plain::mark_boilerplate(text, &mut blocks);
    let links = link_lists(&page.blocks);
    let mut alone: HashMap<&str, usize> = HashMap::new();
    blocks.iter().for_each(|block| *alone.entry(block.span.of(text).trim()).or_default() += 1);
    let title = meta.title.as_deref().map(bare).unwrap_or_default();
    let byline = meta.byline.as_deref().map(bare).unwrap_or_default();
    let mut kept: Vec<bool> = Vec::with_capacity(blocks.len());
    // Whether the running text has begun.
    let mut began = false;
    for (number, (found, block)) in page.blocks.iter_mut().zip(&blocks).enumerate() {
        let words = block.span.of(text);
        let in_front = number < HEAD_BLOCKS && words.len() < 300;
        let is_said = words.ends_with(['.', '!', '?', '”', '"', '…', ':']);
        began |= is_said && words.len() > 60 && block.kind == BlockKind::Paragraph;
        let about = !began && !is_said && words.len() < 160 && block.kind == BlockKind::Paragraph;
        let signs = in_front && !began && block.kind == BlockKind::Paragraph && signs(words, &alone);
        let front = in_front && repeats_title_or_byline(&bare(words), &title, &byline)
            || about && is_byline_or_date(words, &bare(words), &byline)
            || signs
            || is_machine_text(words)
            || is_server_error(words);
        let is_row = block.kind == BlockKind::Table;
        let around = front || !is_row && is_date(words) || is_link(found, words, &links);
        if block.kind == BlockKind::Paragraph && is_picture_credit(words) {
            found.kind = BlockKind::Caption;
        }
        // Code keeps all its lines.
        let is_code = found.kind == BlockKind::Code;
        kept.push(is_code || block.kind != BlockKind::Boilerplate && !around);
    }
    drop_captions(page, &mut kept);
    drop_pull_quotes(page, &mut kept);
    drop_empty_headings(page, &mut kept);
    kept
}

/// The author named by a line at the beginning that was dropped: “By Jordan Maslow”.
pub(super) fn dropped_byline(page: &PageBlocks, kept: &[bool]) -> Option<String> {
    let mut head = page.blocks.iter().zip(kept).take(HEAD_BLOCKS).filter(|(_, kept)| !**kept);
    head.find_map(|(block, _)| author_line(block.span.of(&page.text))).map(|line| line.authors)
}

/// Whether a line before the text names the author and nothing else. A name alone may be the label of a turn: then it
/// is repeated later.
fn signs(words: &str, alone: &HashMap<&str, usize>) -> bool {
    author_line(words).is_some_and(|line| !line.is_bare || alone.get(words.trim()) == Some(&1))
}

/// The letters and digits of `words` in lower case, words separated by a space.
fn bare(words: &str) -> String {
    let mut bare = String::with_capacity(words.len());
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !bare.is_empty() {
            bare.push(' ');
        }
        bare.extend(word.chars().flat_map(char::to_lowercase));
    }
    bare
}

/// Whether a line at the beginning repeats the title or the byline.
fn repeats_title_or_byline(bare: &str, title: &str, byline: &str) -> bool {
    let same = |known: &str| !known.is_empty() && bare == known;
    same(title) || same(byline) || bare.strip_prefix("by ").is_some_and(same)
}

/// Whether a line before the text names the author or a date.
fn is_byline_or_date(words: &str, bare: &str, byline: &str) -> bool {
    let year = |word: &str| {
        word.len() >= 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word[..4].bytes().all(|b| b.is_ascii_digit())
    };
    let dated = words.split(|c: char| !c.is_ascii_alphanumeric()).any(year)
        && words.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let by = bare == "by" || bare.starts_with("by ") && words.len() < 80;
    dated || by || !byline.is_empty() && bare.contains(byline) && bare.len() < byline.len() + 60
}

/// Whether `words` are for machines: addresses, or markup shown by mistake.
fn is_machine_text(words: &str) -> bool {
    let addresses = || words.split(' ').filter(|word| word.contains("://"));
    addresses().count() > 1 && addresses().map(str::len).sum::<usize>() * 2 > words.len()
        || words.starts_with("<") && words.ends_with('>') && words.contains('=')
}

/// Whether `words` are an error message of the server: “Warning: Undefined index in /srv/a.php on line 12”.
fn is_server_error(words: &str) -> bool {
    let lower = words.get(..24.min(words.len())).map_or_else(String::new, str::to_lowercase);
    let kind = SERVER_ERROR.iter().any(|kind| lower.starts_with(kind));
    let line = words.rfind(" on line ").is_some_and(|at| words[at + 9..].starts_with(|c: char| c.is_ascii_digit()));
    let file =
        [".php", ".inc", ".module", ".phtml", ".tpl"].iter().any(|file| words.contains(file)) || words.contains("/");
    let trace = words.starts_with("#0 ") || words.starts_with("Stack trace:") || words.starts_with("thrown in ");
    (kind && line && file) || trace && words.contains('/')
}

/// Drops captions with fewer than three words, and repeated ones. A caption above a table is its title.
fn drop_captions(page: &PageBlocks, kept: &mut [bool]) {
    let mut seen: HashSet<String> = HashSet::new();
    let below = page.blocks.iter().skip(1).map(|block| Some(block.kind)).chain([None]);
    let is_dropped =
        |kind, below| matches!(kind, BlockKind::Caption | BlockKind::Alternative) && below != Some(BlockKind::Table);
    let blocks = page.blocks.iter().zip(below).zip(kept);
    for ((block, _), kept) in blocks.filter(|((block, below), _)| is_dropped(block.kind, *below)) {
        let words = bare(block.span.of(&page.text));
        let says = words.split(' ').filter(|word| word.starts_with(char::is_alphabetic)).count() >= 3;
        *kept &= says && seen.insert(words);
    }
}

/// Whether `words` are only a date of publication: “Updated 11:21 pm, Tuesday”.
fn is_date(words: &str) -> bool {
    if words.len() > 120
        || words.ends_with(['.', '!', '?', '”', '"', ':'])
        || !words.bytes().any(|b| b.is_ascii_digit())
    {
        return false;
    }
    let first = words.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    if DATED.has(first) {
        return true;
    }
    let lower = words.to_lowercase();
    if PUBLICATION_OPENER.iter().any(|opener| lower.starts_with(opener)) {
        return true;
    }
    // Only a date and a time.
    let is_part = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || word.len() <= 9
                && word.get(..3).is_some_and(|start| MONTH_START.contains(start) || DAY_START.contains(start))
            || IN_DATE.contains(word)
    };
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_part)
}

/// “Photo: Jo Maslow / Agency”, “(Image: © Agency)”.
fn is_picture_credit(words: &str) -> bool {
    let start = words.trim_start_matches(['(', '[', '|', ' ']);
    let mut after = PICTURE_CREDIT.iter().filter_map(|word| {
        start.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &start[word.len()..])
    });
    let names =
        after.any(|after| after.starts_with(':') || AFTER_PICTURE_CREDIT.iter().any(|sign| after.starts_with(sign)));
    words.len() < 160 && (names || start.starts_with('©'))
}

/// For each list the number of its items, and of those that are only links.
fn link_lists(blocks: &[PageBlock]) -> HashMap<u32, (usize, usize)> {
    let mut lists: HashMap<u32, (usize, usize)> = HashMap::new();
    for block in blocks.iter().filter(|block| block.list > 0) {
        let (items, linked) = lists.entry(block.list).or_default();
        *items += 1;
        *linked += usize::from(is_linked(block));
    }
    lists
}

/// Whether nearly all of it is a link.
fn is_linked(block: &PageBlock) -> bool {
    block.linked as usize * 10 >= block.span.len() * 9
}

/// Whether this is a link to another article: a paragraph of one link, “Read more:” and a link, an item in a list of
/// links.
fn is_link(block: &PageBlock, words: &str, lists: &HashMap<u32, (usize, usize)>) -> bool {
    if block.linked == 0 {
        return false;
    }
    if block.list > 0 {
        return lists.get(&block.list).is_some_and(|(items, linked)| linked * 10 >= items * 8);
    }
    // “[edit]”
    let bracketed = words.strip_prefix('[').and_then(|words| words.strip_suffix(']'));
    if bracketed.is_some_and(|inner| block.linked as usize >= inner.len()) {
        return true;
    }
    if is_linked(block) {
        return !matches!(block.kind, BlockKind::Heading(_)) && words.len() < 300;
    }
    let head = words.split(':').next().unwrap_or("");
    words.len() < 300
        && head.len() < words.len()
        && MORE_LINKS.has(head.trim())
        && block.linked as usize * 2 >= words.len() - head.len()
}

/// Drops short quotations and headings that repeat words of a paragraph.
fn drop_pull_quotes(page: &PageBlocks, kept: &mut [bool]) {
    let mut looked = 0;
    let bodies: String = (page.blocks.iter().zip(&*kept))
        .filter(|(block, kept)| **kept && matches!(block.kind, BlockKind::Paragraph))
        .map(|(block, _)| bare(block.span.of(&page.text)) + "\n")
        .collect();
    let mut pulled = false;
    for (block, kept) in page.blocks.iter().zip(kept) {
        // The name under a pull quote is dropped with it.
        let under =
            std::mem::take(&mut pulled) && matches!(block.kind, BlockKind::Quote(_)) && block.span.len() < MAX_NAME;
        if under {
            *kept = false;
            continue;
        }
        let may_be = matches!(block.kind, BlockKind::Quote(_) | BlockKind::Heading(_)) || block.span.len() < 240;
        if !*kept || !may_be || !PULL_QUOTE_BYTES.contains(&block.span.len()) {
            continue;
        }
        let words = block.span.of(&page.text);
        let is_body = matches!(block.kind, BlockKind::Paragraph);
        if is_body && !words.starts_with(['“', '"', '‘', '«', '„']) {
            continue;
        }
        looked += 1;
        if looked > MAX_PULL_QUOTES {
            return;
        }
        let bare = bare(words);
        // A pull quote repeats part of a paragraph that continues before or after it. A whole paragraph that occurs
        // twice was written twice.
        let bytes = bodies.as_bytes();
        let goes_on = |at: usize| {
            let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + bare.len()));
            !matches!(before, None | Some(b'\n')) || !matches!(after, None | Some(b'\n'))
        };
        let found_elsewhere = memchr::memmem::find_iter(bytes, bare.as_bytes()).any(|at| !is_body || goes_on(at));
        let few = if is_body { 6 } else { 4 };
        *kept = bare.is_empty() || !found_elsewhere || bare.split(' ').count() < few;
        pulled = !*kept;
    }
}

/// Drops headings at the end: their text was dropped.
fn drop_empty_headings(page: &PageBlocks, kept: &mut [bool]) {
    for (block, kept) in page.blocks.iter().zip(kept).rev().filter(|(_, kept)| **kept) {
        if !matches!(block.kind, BlockKind::Heading(_)) {
            return;
        }
        *kept = false;
    }
}
