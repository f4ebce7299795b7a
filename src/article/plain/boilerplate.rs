//! Finds what pages have around their articles: “Advertisement”, “Follow”, “Sign up for our newsletter”. Only wording
//! that no article has counts; short lines of speech, verse and lists stay.

use crate::article::block::{Block, BlockKind};
use crate::text::chars::is_quotation_mark;

/// The longest block that is checked, in bytes.
const MAX_BYTES: usize = 240;
/// The longest phrase of the tables, in bytes.
const MAX_PHRASE: usize = 64;
/// The most blocks that follow the heading of a list of links.
const MAX_LINKS: usize = 12;

/// Phrases that make up a whole line. Sorted.
const WHOLE_LINES: &[&str] = &[
    "about us",
    "accept all cookies",
    "accept cookies",
    "ad",
    "ad feedback",
    "add a comment",
    "advert",
    "advertisement",
    "advertisement - scroll to continue",
    "advertisements",
    "advertising",
    "advertorial",
    "all rights reserved",
    "article continues after ad",
    "article continues below",
    "back to gallery",
    "back to top",
    "click here",
    "close",
    "close menu",
    "comment",
    "comments",
    "contact us",
    "continue reading",
    "cookie policy",
    "cookie settings",
    "copied",
    "copy link",
    "copy url",
    "create account",
    "download app",
    "e-mail",
    "email",
    "facebook",
    "follow",
    "follow us",
    "following",
    "getty images",
    "gift article",
    "gift this article",
    "give this article",
    "hide comments",
    "instagram",
    "leave a comment",
    "linkedin",
    "listen",
    "listen to article",
    "load comments",
    "load more",
    "loading",
    "log in",
    "log out",
    "login",
    "main menu",
    "manage cookies",
    "menu",
    "my account",
    "navigation",
    "newsletter",
    "newsletters",
    "next article",
    "next post",
    "open menu",
    "open navigation",
    "paid content",
    "paid post",
    "pinterest",
    "post a comment",
    "previous article",
    "previous post",
    "print",
    "print this article",
    "privacy policy",
    "promoted",
    "promoted content",
    "read full article",
    "read full story",
    "read in app",
    "read later",
    "read more",
    "read next",
    "reddit",
    "register",
    "reply",
    "report this ad",
    "republish this article",
    "save",
    "save article",
    "save for later",
    "scroll to continue",
    "search",
    "sections",
    "see all",
    "see more",
    "share",
    "share article",
    "share full article",
    "share this",
    "share this article",
    "share this story",
    "show comments",
    "show less",
    "show more",
    "sign in",
    "sign out",
    "sign up",
    "skip ad",
    "skip advertisement",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "sponsored",
    "sponsored content",
    "story continues",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "supported by",
    "tap to unmute",
    "terms & conditions",
    "terms and conditions",
    "terms of service",
    "terms of use",
    "text size",
    "thanks for reading",
    "toggle menu",
    "toggle navigation",
    "top of page",
    "tweet",
    "twitter",
    "view all",
    "view comments",
    "whatsapp",
    "your privacy choices",
];

/// Headings of lists of links to other articles. Sorted.
const LINK_LIST_HEADINGS: &[&str] = &[
    "also in the news",
    "also read",
    "around the web",
    "editor's picks",
    "editors' picks",
    "explore further",
    "explore more",
    "from our partners",
    "latest news",
    "latest stories",
    "more coverage",
    "more for you",
    "more from this section",
    "more news",
    "more on this",
    "more on this story",
    "more stories",
    "more to explore",
    "most popular",
    "most read",
    "most shared",
    "most viewed",
    "popular now",
    "read also",
    "recommended",
    "recommended for you",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related topics",
    "see also",
    "sponsored stories",
    "top stories",
    "trending",
    "trending now",
    "trending stories",
    "up next",
    "what to read next",
    "you may also like",
    "you might also like",
];

/// Beginnings of other lines. Sorted.
const PREFIXES: &[&str] = &[
    "(c) 19",
    "(c) 20",
    "all rights reserved",
    "already a subscriber",
    "already have an account",
    "also read:",
    "article continues ",
    "by clicking ",
    "by signing up",
    "by subscribing",
    "click here for ",
    "click here to ",
    "copyright (c)",
    "copyright 19",
    "copyright 20",
    "copyright ©",
    "don't miss:",
    "download our app",
    "download the app",
    "enter your email",
    "first published:",
    "follow @",
    "follow us ",
    "get our app",
    "get the app",
    "image caption,",
    "image source,",
    "jump to ",
    "last modified:",
    "last updated on ",
    "last updated:",
    "listen to this article",
    "more from ",
    "photo credit:",
    "please enable javascript",
    "posted:",
    "published:",
    "read also:",
    "read more:",
    "read next:",
    "read the full story",
    "recommended:",
    "related:",
    "scroll down to continue",
    "see also:",
    "share on ",
    "share to ",
    "share via ",
    "sign up here",
    "sign up now",
    "skip to ",
    "story continues ",
    "subscribe here",
    "subscribe today",
    "support our journalism",
    "thank you for subscribing",
    "this site uses cookies",
    "updated:",
    "we use cookies",
    "your browser does not support",
    "©",
];

/// The second letters of all phrases, one bit each, by their first letter. Most lines are in no table, and this rules
/// them out ten times faster than a search.
const SECOND_LETTERS: [u32; 26] = second_letters([WHOLE_LINES, LINK_LIST_HEADINGS, PREFIXES]);

const fn second_letters(tables: [&[&str]; 3]) -> [u32; 26] {
    let mut letters = [0; 26];
    let (mut table, mut place) = (0, 0);
    while table < tables.len() {
        while place < tables[table].len() {
            let phrase = tables[table][place].as_bytes();
            if phrase[0].is_ascii_lowercase() {
                letters[(phrase[0] - b'a') as usize] |= 1 << (phrase[1] % 32);
            }
            place += 1;
        }
        (table, place) = (table + 1, 0);
    }
    letters
}

/// Whether the first two letters of `line` are those of a phrase in the tables. True for anything but letters.
fn may_be_listed(line: &str) -> bool {
    match line.as_bytes() {
        [first, second, ..] if first.is_ascii_alphabetic() => {
            let seconds = SECOND_LETTERS[(first.to_ascii_lowercase() - b'a') as usize];
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
            Some(Match::List) => {
                block.kind = BlockKind::Boilerplate;
                links = MAX_LINKS;
                continue;
            }
            Some(Match::Line) => block.kind = BlockKind::Boilerplate,
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

enum Match {
    Line,
    /// The heading of a list of links.
    List,
}

fn find(line: &str) -> Option<Match> {
    if line.len() <= 40 && is_rule(line) {
        return Some(Match::Line);
    }
    if !may_be_listed(line) {
        return is_navigation(line).then_some(Match::Line);
    }
    let mut buffer = [0; MAX_PHRASE];
    let phrase = lowered(line, &mut buffer);
    let whole = phrase.trim_matches(|c: char| matches!(c, ' ' | ':' | '…' | '→' | '»' | '›' | '+' | '|' | '•'));
    if line.len() < MAX_PHRASE {
        if WHOLE_LINES.binary_search(&whole).is_ok() && !line.ends_with('.') || line == "LIVE" {
            return Some(Match::Line);
        }
        if LINK_LIST_HEADINGS.binary_search(&whole).is_ok() {
            return Some(Match::List);
        }
        if is_count(whole) {
            return Some(Match::Line);
        }
    }
    let place = PREFIXES.partition_point(|&beginning| beginning <= phrase);
    let begins = place.checked_sub(1).and_then(|i| PREFIXES.get(i)).is_some_and(|with| phrase.starts_with(with));
    // “Follow us,” she said.
    let reported = (line.contains(" said") || line.contains('”')) && line.ends_with(['.', '!', '?']);
    let begins = begins && !reported;
    (begins || (!reported && is_sign_up(phrase)) || is_follow(phrase) || is_navigation(line)).then_some(Match::Line)
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

/// “12 comments”, “4 min read”.
fn is_count(phrase: &str) -> bool {
    let mut words = phrase.split(' ');
    let number = words.next().is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    let rest = (words.next(), words.next(), words.next());
    number
        && matches!(
            rest,
            (Some("comments" | "comment" | "shares" | "share"), None, None)
                | (Some("min" | "mins" | "minute" | "minutes"), Some("read"), None)
        )
}

/// “Sign up for our newsletter”, but not a sentence about signing up for something else.
fn is_sign_up(phrase: &str) -> bool {
    ["sign up for ", "sign up to ", "subscribe to ", "subscribe for "].iter().any(|with| phrase.starts_with(with))
        && ["newsletter", "alerts", "updates", "briefing", "inbox", " our ", " $", " £", "digital access"]
            .iter()
            .any(|what| phrase.contains(what))
        && !phrase.starts_with("sign up for a ")
}

/// “Follow Jane Roe on Twitter @janeroe”.
fn is_follow(phrase: &str) -> bool {
    phrase.starts_with("follow ")
        && [" on twitter", " on facebook", " on instagram", " on x", " on bluesky", " on threads", " on mastodon"]
            .iter()
            .any(|site| phrase.contains(site))
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
            WHOLE_LINES.binary_search(&lowered(part, &mut buffer)).is_ok()
        })
}

/// Whether `line` can be one of a list of links: an item, or words that do not end as a sentence does.
fn is_link(line: &str, kind: BlockKind) -> bool {
    kind.is_item() || (line.len() <= 160 && !line.ends_with(['.', '!', ',', ';', ':', '"', '”', '…']))
}

/// The address of the reporter at the end: “Reach her at 555-0142.”
fn is_contact(line: &str) -> bool {
    let addressed =
        ["each him at ", "each her at ", "each them at ", "be reached at ", "ollow him on ", "ollow her on "];
    line.contains(|c: char| c == '@' || c.is_ascii_digit()) && addressed.iter().any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_in_lower_case_and_short() {
        for table in [WHOLE_LINES, LINK_LIST_HEADINGS, PREFIXES] {
            assert!(table.is_sorted());
            assert!(table.iter().all(|phrase| phrase.len() < MAX_PHRASE && *phrase == phrase.to_lowercase()));
        }
        // A longer phrase would hide a shorter one that it begins with from the search.
        for pair in PREFIXES.windows(2) {
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
