//! Turns the table of contents of a book into headings of its chapters, if the book itself has none, or only pictures
//! of them.

use super::super::html::{self, PageBlocks};
use super::package::ContentsEntry;
use crate::article::BlockKind;

/// Blocks after the target of an entry among which a heading of the book is searched for.
const HEAD_BLOCKS: usize = 4;

/// The blocks of chapter `text`, with headings from the `entries` of the contents where it has none.
pub(super) fn chapter(text: &str, entries: &[ContentsEntry]) -> PageBlocks {
    let ids: Vec<&str> = entries.iter().filter_map(|entry| entry.fragment.as_deref()).collect();
    let mut page = html::page_blocks(text, &ids);
    let mut places = places(&page, entries);
    places.sort_by_key(|(place, _)| *place);
    let mut added: Vec<(usize, &ContentsEntry)> = Vec::new();
    for &(place, entry) in &places {
        let next =
            places.get(places.partition_point(|(other, _)| *other <= place)).map_or(usize::MAX, |(next, _)| *next);
        let end = (place + HEAD_BLOCKS).min(next).min(page.blocks.len());
        let Some(blocks) = page.blocks.get_mut(place..end).filter(|blocks| !blocks.is_empty()) else { continue };
        if blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_))) {
            continue;
        }
        // The name of a chapter often stands above it as a plain paragraph.
        let first = &mut blocks[0];
        if first.span.of(&page.text).eq_ignore_ascii_case(&entry.label) {
            first.kind = BlockKind::Heading(entry.depth);
        } else {
            added.push((place, entry));
        }
    }
    let headings: Vec<(usize, &str, u8)> =
        added.iter().map(|(place, entry)| (*place, entry.label.as_str(), entry.depth)).collect();
    page.with_headings(&headings)
}

/// The target block of each entry. If it is unknown, the first entry of a chapter leads to its beginning.
fn places<'e>(page: &PageBlocks, entries: &'e [ContentsEntry]) -> Vec<(usize, &'e ContentsEntry)> {
    let place = |(nth, entry): (usize, &'e ContentsEntry)| {
        let place = match &entry.fragment {
            None => Some(0),
            Some(id) => page.places.get(id.as_str()).copied().or((nth == 0).then_some(0)),
        };
        Some((place?, entry))
    };
    entries.iter().enumerate().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formats the blocks of `text` under `entries` of id, label and depth.
    fn check(text: &str, entries: &[(&str, &str, u8)], expected: &str) {
        let entry = |(id, label, depth): &(&str, &str, u8)| ContentsEntry {
            path: "a.xhtml".into(),
            fragment: Some((*id).to_owned()).filter(|id| !id.is_empty()),
            label: (*label).to_owned(),
            depth: *depth,
        };
        let entries: Vec<ContentsEntry> = entries.iter().map(entry).collect();
        for html in [format!("<html><body>{text}</body></html>"), format!("<body>{text}<p>&frac12;")] {
            let page = chapter(&html, &entries);
            let shown: Vec<String> = (page.blocks.iter())
                .map(|block| match block.kind {
                    BlockKind::Heading(level) => "#".repeat(level.into()) + block.span.of(&page.text),
                    _ => block.span.of(&page.text).to_owned(),
                })
                .collect();
            assert_eq!(shown.join("|").trim_end_matches("|½"), expected, "{html}");
            for inline in &page.inlines {
                assert_eq!(inline.span.of(&page.text), "set apart", "{html}");
            }
        }
    }

    #[test]
    fn entries_lead_into_chapters() {
        let two =
            "<p>One.</p><p>And <i>set apart</i>.</p><div id='b'><img/><p>Two <i>set apart</i>.</p></div><p>Three.</p>";
        check(
            two,
            &[("", "First", 1), ("b", "Second", 2)],
            "#First|One.|And set apart.|##Second|Two set apart.|Three.",
        );
        check(two, &[("b", "Second", 1)], "One.|And set apart.|#Second|Two set apart.|Three.");
        check(two, &[("gone", "First", 1), ("lost", "Second", 1)], "#First|One.|And set apart.|Two set apart.|Three.");
        check(two, &[("", "Part", 1), ("", "First", 2)], "#Part|##First|One.|And set apart.|Two set apart.|Three.");
    }

    #[test]
    fn existing_headings_are_kept() {
        check("<a id='a'/><p>I</p><h2>The bell</h2><p>One.</p>", &[("a", "I. The bell", 1)], "I|##The bell|One.");
        check("<p>One.</p><p><a id='a'/>The bell</p><p>Two.</p>", &[("a", "THE BELL", 2)], "One.|##The bell|Two.");
        check(
            "<p id='a'>One.</p><p id='b'>Two.</p><h1>Three</h1>",
            &[("a", "First", 1), ("b", "Second", 1)],
            "#First|One.|Two.|#Three",
        );
    }
}
