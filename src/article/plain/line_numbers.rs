//! Line numbers in the margin, as in court transcripts and printed records (` 7   Q.  Where were you?`). They are not
//! part of the words.

use super::margins::{LineKind, Margins, SpecialLine};
use crate::article::label::{Label, LabelStyle};

/// Lines that are checked for numbers, and the fewest that must have one.
const PROBED_LINES: usize = 40;
const MIN_NUMBERED: usize = 8;
/// The most lines between the numbered lines of two pages.
const MAX_BETWEEN: usize = 6;
/// The most lines of a page's head.
const MAX_HEAD: usize = 4;
/// The most lines of a page.
const MAX_NUMBER: u32 = 60;

/// The numbered lines of `text`, if it has some, and the lines between its pages: heads, feet and page numbers.
pub(super) fn margins(text: &str) -> Option<Margins> {
    if !has_line_numbers(text) {
        return None;
    }
    let (mut lines, mut between) = (Vec::new(), Vec::new());
    let mut begun = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match numbered(line) {
            Some((_, rest)) => {
                // A longer stretch is a part of the text that has no numbers.
                if begun && between.len() <= MAX_BETWEEN {
                    lines.append(&mut between);
                }
                between.clear();
                begun = true;
                lines.push(SpecialLine { start: at, words: at + line.len() - rest.len(), kind: LineKind::Plain });
            }
            None if line.trim().is_empty() => {}
            None => between.push(SpecialLine { start: at, words: at, kind: LineKind::Around }),
        }
        at += line.len();
    }
    Some(Margins::new(lines))
}

/// Whether the first lines of `text` count from one to the end of their page, with turns after the numbers.
fn has_line_numbers(text: &str) -> bool {
    let (mut all, mut head, mut counted, mut turns) = (0, 0, 0, 0);
    let (mut before, mut between) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(PROBED_LINES) {
        // The number of a page stands alone, out of turn.
        let in_turn = |(number, rest): &(u32, &str)| !rest.trim().is_empty() || *number == before + 1 || *number == 1;
        let Some((number, rest)) = numbered(line).filter(in_turn) else {
            // Only the few lines of a page's head stand before the first number.
            match counted {
                0 if head == MAX_HEAD => return false,
                0 => head += 1,
                _ => between += 1,
            }
            continue;
        };
        // Pages have a head and a foot, too.
        if number != 1 || between > MAX_BETWEEN {
            all += between;
        }
        between = 0;
        all += 1;
        if number == before + 1 || number == 1 {
            counted += 1;
        }
        before = number;
        turns += usize::from(Label::parse(rest).is_some_and(|label| {
            let name = &rest[label.name.clone()];
            let capitals = !name.contains(char::is_lowercase);
            label.style == LabelStyle::Letter || capitals && matches!(label.style, LabelStyle::Colon | LabelStyle::Stop)
        }));
    }
    all += between;
    counted >= MIN_NUMBERED && counted * 5 >= all * 4 && turns > 1
}

/// The number before `line`, and the rest of the line.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let words = line.trim_start_matches([' ', '\t', '\u{c}']);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &words[digits..];
    let number = words[..digits].parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number))?;
    (digits <= 2 && (rest.trim().is_empty() || rest.starts_with([' ', '\t']))).then_some((number, rest))
}
