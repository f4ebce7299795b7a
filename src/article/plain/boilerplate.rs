//! Finds the text around the articles of pages: “Advertisement”, “Follow”, “Sign up for our newsletter”. Only wording
//! that articles never have counts; short lines of speech, verse and lists stay.

use crate::article::block::{Block, BlockKind};
use crate::article::word_lists::{
    CONTACT, COUNTED, FILING_FIELD, FILING_OPENER, LINE_OPENER, LINK_LIST_HEADING, MINUTES, NETWORK, SUBSCRIBES,
    SUBSCRIPTION_TO, WHOLE_LINE,
};
use crate::text::chars::is_quotation_mark;
use crate::text::words::capitalised;
use std::sync::LazyLock;

/// The longest block that is checked, in bytes.
const MAX_BYTES: usize = 240;
/// The longest phrase of the lists, in bytes.
const MAX_PHRASE: usize = 64;
/// The most blocks that follow the heading of a list of links.
const MAX_LINKS: usize = 12;

/// The phrases of `assets/words/boilerplate.txt`, ready to be searched.
struct Phrases {
    /// Sorted.
    openers: Vec<&'static str>,
    /// The second letters of all phrases, one bit each, by their first letter. Most lines are in no list, and this
    /// excludes them ten times faster than a search.
    second_letters: [u32; 26],
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut openers: Vec<&str> = LINE_OPENER.iter().collect();
    openers.sort_unstable();
    let mut second_letters = [0; 26];
    for phrase in WHOLE_LINE.iter().chain(LINK_LIST_HEADING.iter()).chain(LINE_OPENER.iter()) {
        if let [first @ b'a'..=b'z', second, ..] = phrase.as_bytes() {
            second_letters[usize::from(first - b'a')] |= 1 << (second % 32);
        }
    }
    Phrases { openers, second_letters }
});

/// Whether a phrase begins with the first two letters of `line`. True for anything but letters.
fn may_be_listed(line: &str) -> bool {
    match line.as_bytes() {
        [first, second, ..] if first.is_ascii_alphabetic() => {
            let seconds = PHRASES.second_letters[usize::from(first.to_ascii_lowercase() - b'a')];
            seconds & (1 << (second % 32)) != 0
        }
        _ => true,
    }
}

/// Marks the blocks that are boilerplate.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let count = blocks.len();
    let mut links = 0;
    let mut after = 0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let span = block.span;
        let adjoins = text.get(after..span.start as usize).is_some_and(|gap| gap.matches('\n').count() < 2);
        after = span.end as usize;
        if span.len() > MAX_BYTES || block.kind == BlockKind::Boilerplate {
            links = 0;
            continue;
        }
        let line = span.of(text);
        match find(line) {
            Some(PhraseMatch::List) => {
                block.kind = BlockKind::Boilerplate;
                links = MAX_LINKS;
                continue;
            }
            Some(PhraseMatch::Line) => block.kind = BlockKind::Boilerplate,
            None if links > 0 && (adjoins || links == MAX_LINKS) && is_link(line, block.kind) => {
                block.kind = BlockKind::Boilerplate;
                links -= 1;
                continue;
            }
            None if index + 8 >= count && is_contact(line) => block.kind = BlockKind::Boilerplate,
            None => {}
        }
        links = 0;
    }
}

/// Whether `line` is boilerplate.
pub(super) fn is_boilerplate(line: &str) -> bool {
    line.len() <= MAX_BYTES && find(line).is_some()
}

enum PhraseMatch {
    Line,
    /// The heading of a list of links.
    List,
}

fn find(line: &str) -> Option<PhraseMatch> {
    if line.len() <= 40 && is_rule(line) {
        return Some(PhraseMatch::Line);
    }
    if is_filing(line) {
        return Some(PhraseMatch::Line);
    }
    if !may_be_listed(line) {
        return is_navigation(line).then_some(PhraseMatch::Line);
    }
    let mut buffer = [0; MAX_PHRASE];
    let phrase = lowered(line, &mut buffer);
    let whole = phrase.trim_matches(|c: char| matches!(c, ' ' | ':' | '…' | '→' | '»' | '›' | '+' | '|' | '•'));
    if line.len() < MAX_PHRASE {
        if WHOLE_LINE.contains(whole) && !line.ends_with('.') || line == "LIVE" {
            return Some(PhraseMatch::Line);
        }
        if LINK_LIST_HEADING.contains(whole) {
            return Some(PhraseMatch::List);
        }
        if is_count(whole) {
            return Some(PhraseMatch::Line);
        }
    }
    let openers = &PHRASES.openers;
    let place = openers.partition_point(|&opener| opener <= phrase);
    let begins = place.checked_sub(1).and_then(|i| openers.get(i)).is_some_and(|opener| phrase.starts_with(opener));
    // “Follow us,” she said.
    let reported = (line.contains(" said") || line.contains('”')) && line.ends_with(['.', '!', '?']);
    let begins = begins && !reported;
    (begins || (!reported && is_sign_up(phrase)) || is_follow(phrase) || is_navigation(line))
        .then_some(PhraseMatch::Line)
}

/// The first characters of `line` in lower case, with straight apostrophes and single spaces.
fn lowered<'b>(line: &str, buffer: &'b mut [u8; MAX_PHRASE]) -> &'b str {
    let mut length = 0;
    let mut spaced = true;
    for c in line.chars() {
        let c = match c {
            '’' => '\'',
            '\t' | '\n' | '\u{a0}' => ' ',
            c => c.to_ascii_lowercase(),
        };
        if c == ' ' && spaced {
            continue;
        }
        spaced = c == ' ';
        let Some(room) = buffer.get_mut(length..length + c.len_utf8()) else { break };
        c.encode_utf8(room);
        length += c.len_utf8();
    }
    std::str::from_utf8(&buffer[..length]).unwrap_or("")
}

/// Whether `line` has nothing to read: no letter, digit, quotation mark or end of a sentence.
fn is_rule(line: &str) -> bool {
    !line
        .chars()
        .any(|c| c.is_alphanumeric() || is_quotation_mark(c) || matches!(c, '.' | '…' | '?' | '!') || c > '\u{2fff}')
}

/// “Case 1:24-cv-00017 Document 45 Filed 02/03/24 Page 5 of 30”: the stamp of a court on each page.
fn is_filing(line: &str) -> bool {
    if line.len() > 160 || !line.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let Some((first, rest)) = line.split_once(' ') else { return false };
    FILING_OPENER.iter().any(|opener| first == capitalised(opener))
        && FILING_FIELD.iter().all(|field| rest.split(' ').any(|word| word == capitalised(field)))
}

/// “12 comments”, “4 min read”.
fn is_count(phrase: &str) -> bool {
    let mut words = phrase.split(' ');
    let number = words.next().is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    number
        && match (words.next(), words.next(), words.next()) {
            (Some(counted), None, None) => COUNTED.contains(counted),
            (Some(minutes), Some("read"), None) => MINUTES.contains(minutes),
            _ => false,
        }
}

/// “Sign up for our newsletter”, but not a sentence about signing up for something else.
fn is_sign_up(phrase: &str) -> bool {
    SUBSCRIBES.iter().any(|with| phrase.starts_with(with))
        && SUBSCRIPTION_TO.iter().any(|what| phrase.contains(what))
        && !phrase.starts_with("sign up for a ")
}

/// “Follow Jane Roe on Twitter @janeroe”.
fn is_follow(phrase: &str) -> bool {
    let on_network = |rest: &str| NETWORK.iter().any(|network| rest.starts_with(network));
    phrase.starts_with("follow ") && phrase.split(" on ").skip(1).any(on_network)
}

/// “Home > News > State”, “Menu   Sections   Subscribe for $1”.
fn is_navigation(line: &str) -> bool {
    if line.len() > 120 || line.ends_with(['.', '!', '?', ',', '"', '”']) {
        return false;
    }
    let parted = |b| matches!(b, b'>' | b'|' | b'\t' | 0xc2 | 0xe2);
    if !line.bytes().any(parted) && !line.contains("  ") {
        return false;
    }
    let mut crumbs = line.split(['>', '›', '»', '→']).map(str::trim);
    let steps = crumbs.clone().count();
    if steps >= 3 && crumbs.all(|part| !part.is_empty() && part.len() <= 40 && part.split(' ').count() <= 4) {
        return true;
    }
    let mut parts =
        line.split(['|', '\t', '·']).flat_map(|part| part.split("  ")).map(str::trim).filter(|p| !p.is_empty());
    parts.clone().count() >= 2
        && parts.clone().all(|part| part.len() <= 40)
        && parts.any(|part| {
            let mut buffer = [0; MAX_PHRASE];
            WHOLE_LINE.contains(lowered(part, &mut buffer))
        })
}

/// Whether `line` can belong to a list of links: an item, or words that do not end like a sentence.
fn is_link(line: &str, kind: BlockKind) -> bool {
    kind.is_item() || (line.len() <= 160 && !line.ends_with(['.', '!', ',', ';', ':', '"', '”', '…']))
}

/// The address of the reporter at the end: “Reach her at 555-0142.”
fn is_contact(line: &str) -> bool {
    let addressed = || {
        let lower = line.to_lowercase();
        CONTACT.iter().any(|words| lower.contains(words))
    };
    line.contains(|c: char| c == '@' || c.is_ascii_digit()) && addressed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_short_and_hide_no_other() {
        for phrase in WHOLE_LINE.iter().chain(LINK_LIST_HEADING.iter()).chain(LINE_OPENER.iter()) {
            assert!(phrase.len() < MAX_PHRASE, "{phrase}");
        }
        // A longer phrase would hide a shorter one that it begins with from the search.
        for pair in PHRASES.openers.windows(2) {
            assert!(!pair[1].starts_with(pair[0]), "{pair:?}");
        }
    }

    #[test]
    fn lines_of_pages() {
        for line in [
            "Follow",
            "ADVERTISEMENT",
            "Advertisement:",
            "Skip to main content",
            "Share on FacebookShare on XCopy link",
            "Read more: The bridge, by the numbers",
            "Sign up for our newsletter “The Daily Carver”",
            "© 2026 Carver City Tribune. All rights reserved.",
            "Story continues below",
            "Menu   Sections   Subscribe for $1",
            "Home > News > State",
            "PUBLISHED: March 3, 2026 at 6:02 a.m. | UPDATED: March 3, 2026 at 9:47 a.m.",
            "Follow Jane Roe on Twitter @janeroe",
            "Editors’ Picks",
            "4 min read",
            "Case 1:24-cv-00017-AB   Document 45   Filed 02/03/24   Page 5 of 30",
            "-----",
            "• • •",
            "\u{200b}",
        ] {
            assert!(find(line).is_some(), "{line}");
        }
    }

    #[test]
    fn lines_of_articles() {
        for line in [
            "“Yes.”",
            "Follow.",
            "“Follow us,” she said.",
            "Follow us, he said, and you will see.”",
            "Follow the money",
            "Home",
            "Share the bread, share the wine",
            "WALLACE: Go on.",
            "The vote",
            "?",
            "“…”",
            "。",
            "1. Soup",
            "Sign up for it was slow, officials said.",
            "Advertisement revenue fell by a third",
            "He moved from a > b to b > c.",
            "Total   12   15",
        ] {
            assert!(find(line).is_none(), "{line}");
        }
    }
}
