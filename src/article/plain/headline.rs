//! Finds the headline and the byline of a plain text, if they are unmistakable. Many texts begin with their first
//! paragraph.

use crate::article::Meta;
use crate::article::block::{Block, BlockKind};
use crate::article::label::{Label, LabelStyle};
use crate::article::word_lists::{BYLINE_OPENER, BYLINE_PARTICLE, DIVISION, ELIDED_PARTICLE, STAFF_BYLINE, WEEKDAY};
use crate::text::chars::{is_capitals, is_dash, is_quotation_mark};
use crate::text::words::WordSet;

/// Blocks among which headline and byline are searched for.
const HEAD_BLOCKS: usize = 12;
/// The longest headline and byline, in bytes.
const MAX_BYTES: usize = 240;
/// The least length, in bytes, of a block of running text, which ends the head.
const MIN_RUNNING: usize = 200;

/// Marks the headline, the byline and headings in capitals. Returns the words of headline and byline.
pub(super) fn mark(text: &str, blocks: &mut [Block]) -> Meta {
    headings(text, blocks);
    let byline = byline(text, blocks);
    let title = headline(text, blocks, byline.is_some());
    Meta { title, byline, ..Meta::default() }
}

/// Finds “By Jordan Maslow, Staff Writer”. Returns the part after *By*.
fn byline(text: &str, blocks: &mut [Block]) -> Option<String> {
    let mut running = 0;
    for block in blocks.iter_mut().take(HEAD_BLOCKS) {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) {
            continue;
        }
        let line = block.span.of(text);
        if let Some(author) = author(line) {
            block.kind = BlockKind::Byline;
            return Some(one_line(author));
        }
        running += usize::from(line.len() >= MIN_RUNNING);
        if running > 1 {
            break;
        }
    }
    None
}

/// The author, if `line` names one and nothing else.
fn author(line: &str) -> Option<&str> {
    if line.len() > MAX_BYTES / 2 {
        return None;
    }
    if STAFF_BYLINE.has(line) {
        return Some(line);
    }
    let begins = |with: &str| line.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let author = line[BYLINE_OPENER.iter().find(|with| begins(with))?.len()..].trim();
    let name = author.split([',', '|', '•', '·', '\n', '(']).next().unwrap_or("").trim();
    let name = name.split(" for ").next().unwrap_or(name);
    let mut capitals = 0;
    let words = name.split_whitespace().count();
    for word in name.split_whitespace() {
        // “d’Arcy”, “O’Brien”
        let elided = ELIDED_PARTICLE.iter().find_map(|with| word.strip_prefix(with)?.strip_prefix(['\'', '’']));
        match elided.unwrap_or(word).chars().next() {
            Some(c) if c.is_uppercase() => capitals += 1,
            Some(_) if BYLINE_PARTICLE.contains(word) => {}
            // A name in a script without case.
            Some(c) if !c.is_ascii() && !c.is_lowercase() && c.is_alphabetic() => capitals += 1,
            _ => return None,
        }
    }
    let sentence = author.ends_with(['.', '!', '?', ':', ';', ',']) && !author.ends_with("r.");
    let name_like = (1..=10).contains(&words) && capitals >= 1 && !opens_with_day(name);
    (name_like && !sentence && !author.contains(['“', '"'])).then_some(author)
}

/// Whether `name` is not a person's: “Monday”, “The Tribune”.
fn opens_with_day(name: &str) -> bool {
    let begins =
        |day: &str| name.get(..day.len()).is_some_and(|head| head.eq_ignore_ascii_case(day) && head[1..] == day[1..]);
    name.starts_with("The ") || name.starts_with(char::is_uppercase) && WEEKDAY.iter().any(begins)
}

/// Marks the headline, if the text begins with one, and returns its words.
fn headline(text: &str, blocks: &mut [Block], has_byline: bool) -> Option<String> {
    let first = blocks.iter().take(HEAD_BLOCKS).position(|block| block.kind.is_text())?;
    let (head, rest) = blocks.split_at_mut(first + 1);
    let block = head.last_mut()?;
    let next = rest.first()?;
    let body = rest.iter().filter(|block| block.kind.is_text() && block.kind != BlockKind::Byline);
    let body = body.take(4).map(|block| block.span.len()).max()?;
    let line = block.span.of(text);
    let titled = match block.kind {
        BlockKind::Heading(level) if line.starts_with('#') => level == 1,
        BlockKind::Heading(_) => true,
        BlockKind::Paragraph => {
            let gap = text.get(block.span.end as usize..next.span.start as usize).unwrap_or("");
            let apart =
                gap.matches('\n').count() >= 2 || matches!(next.kind, BlockKind::Boilerplate | BlockKind::Byline);
            let length = line.len();
            // If each line is a paragraph, the one after a headline is much longer.
            let apart =
                apart || (next.kind == BlockKind::Paragraph && body >= MIN_RUNNING / 2 && body * 2 >= length * 3);
            let spoken = is_turn(text, line, rest);
            length <= MAX_BYTES && apart && !spoken && looks_like_title(line, has_byline, body)
        }
        _ => false,
    };
    if !titled {
        return None;
    }
    block.kind = BlockKind::Headline;
    Some(one_line(line.trim_start_matches('#').trim_end_matches('#')))
}

/// Whether `line` reads like a headline, given that it stands apart before `body` bytes of text.
fn looks_like_title(line: &str, has_byline: bool, body: usize) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let dateline =
        line.find(is_dash).is_some_and(|at| at <= 40 && is_capitals(line[..at].split(['(', ',']).next().unwrap_or("")));
    if inner_sentences(line) > 1
        || letters < 2
        || digits > letters
        || dateline
        || line.starts_with(is_dash)
        || line.starts_with(['(', '['])
    {
        return false;
    }
    let bare = line.trim_end_matches(is_quotation_mark);
    match bare.chars().next_back() {
        Some(',' | ';' | ':' | '。' | '।' | '۔' | '։') => false,
        // A headline with a full stop is a matter of style, and then in title case throughout.
        Some('.') => !bare.ends_with("..") && (is_title_case(bare) || (has_byline && line.len() <= 120)),
        Some('?' | '!' | '…') => {
            line.len() <= 120 && body > line.len() && (has_byline || !line.starts_with(['"', '“']))
        }
        _ if bare.len() < line.len() && line.starts_with(['"', '“']) => has_byline || body >= MIN_RUNNING,
        _ => true,
    }
}

/// The number of sentences that end inside `line`. A full stop after a short word marks an abbreviation.
fn inner_sentences(line: &str) -> usize {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ends = |word: &str| {
        let bare = word.trim_end_matches(is_quotation_mark);
        bare.ends_with(['.', '!', '?']) && bare.chars().filter(|c| c.is_alphanumeric()).count() > 3
    };
    let begins = |word: &str| word.starts_with(|c: char| c.is_uppercase() || is_quotation_mark(c));
    words.windows(2).filter(|pair| ends(pair[0]) && begins(pair[1])).count()
}

/// Whether `line` opens a turn of a transcript (`BLYTHE: `, `Q. `, `Ada Lind` above her words), as some of the blocks
/// `rest` after it do.
fn is_turn(text: &str, line: &str, rest: &[Block]) -> bool {
    const NEXT: usize = 5;
    const ALL: usize = 60;
    let Some(label) = Label::parse(line) else { return false };
    let of = |block: &Block| {
        let line = block.span.of(text);
        Label::parse(line).map(|label| (label.style, line.get(label.name).unwrap_or("")))
    };
    let name = &line[label.name.clone()];
    let again = rest.iter().take(ALL).filter_map(of).any(|(_, other)| other == name);
    match label.style {
        LabelStyle::Line | LabelStyle::Dash => again,
        sign => again || rest.iter().take(NEXT).filter_map(of).any(|(other, _)| other == sign),
    }
}

/// Whether there are three words or more, and each longer one has a capital.
fn is_title_case(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 4);
    let initial = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    line.split_whitespace().count() >= 3
        && line.contains(char::is_uppercase)
        && words.clone().count() >= 2
        && words.clone().all(|word| initial(word).is_some_and(|c| !c.is_lowercase()))
}

/// Marks lines in capitals before text (`HOW WILL IT END?`, `CHAPTER I.`) as headings.
fn headings(text: &str, blocks: &mut [Block]) {
    for index in 0..blocks.len() {
        let block = blocks[index];
        if block.kind != BlockKind::Paragraph || block.span.len() > 100 {
            continue;
        }
        let line = block.span.of(text);
        let is_paragraph = |at: Option<usize>| {
            at.and_then(|at| blocks.get(at)).is_some_and(|other| {
                let line = other.span.of(text);
                other.kind == BlockKind::Paragraph && !is_capitals(line.get(..40).unwrap_or(line))
            })
        };
        // Many lines in capitals are a telegram, a form or a poem.
        if is_heading(line) && is_paragraph(Some(index + 1)) {
            blocks[index].kind = BlockKind::Heading(2);
        }
    }
}

fn is_heading(line: &str) -> bool {
    let named = line.split_once(' ').filter(|(word, _)| word.starts_with(char::is_uppercase) && DIVISION.has(word));
    let chapter = named.is_some_and(|(_, rest)| {
        let number = rest.split([' ', '.', ':']).next().unwrap_or("");
        !number.is_empty()
            && rest.len() <= 60
            && (number.bytes().all(|b| b.is_ascii_digit()) || number.bytes().all(|b| b"IVXLCM".contains(&b)))
            && rest.trim_end_matches('.').find(". ").is_none_or(|at| at <= number.len())
    });
    let capitals = is_capitals(line)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !line.ends_with(['.', ',', ':', ';', '!', '"', '”', ')', ']'])
        && !line.starts_with(['"', '“', '‘', '\'', '(', '[', '@', '<'])
        && !line.contains(": ")
        // A place before a dateline that was cut off: “SALTBY, ORKNEY”.
        && (!line.contains(", ") || line.split(' ').count() > 3);
    chapter || capitals
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors() {
        for (line, expected) in [
            ("By Jordan Maslow, Staff Writer", Some("Jordan Maslow, Staff Writer")),
            ("BY JORDAN MASLOW", Some("JORDAN MASLOW")),
            ("By Ana de la Cruz and Wei O’Neil", Some("Ana de la Cruz and Wei O’Neil")),
            ("Written by J. R. Holt Jr.", Some("J. R. Holt Jr.")),
            ("By Wednesday", None),
            ("By the river she sat down and wept", None),
            ("By Jove, he was right.", None),
            ("By and by", None),
        ] {
            assert_eq!(author(line), expected, "{line}");
        }
    }

    #[test]
    fn titles() {
        for (line, expected) in [
            ("Port votes to keep its foghorn", true),
            ("‘You can’t toll a ghost’: Senator rips governor", true),
            ("Who will pay for the bridge?", true),
            ("Slow Boats Toward a Better Harbour.", true),
            ("“We would rather be found”", true),
            ("The harbour was closed on Monday.", false),
            ("LONDON — The harbour", false),
            ("Dear Sir,", false),
            ("18:42 GMT", false),
            ("— Where are you going?", false),
        ] {
            assert_eq!(looks_like_title(line, false, 400), expected, "{line}");
        }
    }

    #[test]
    fn capitals_and_chapters() {
        for line in ["HARBOUR OFFICE", "HOW WILL IT END?", "CHAPTER I.", "Chapter 12", "Chapter IV. The Storm"] {
            assert!(is_heading(line), "{line}");
        }
        for line in ["NO.", "BLYTHE: NO", "“STOP”", "Part of it", "USA", "Book Club"] {
            assert!(!is_heading(line), "{line}");
        }
    }
}
