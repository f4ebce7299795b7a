//! Quoted mail: lines that open with `>`, one for each reply they went through. The signs are not part of the words,
//! and the lines behind them were wrapped like all others.

use super::margins::{LineKind, Margins, SpecialLine};
use crate::article::word_lists::{MAIL_HEAD, MAIL_VERB};
use crate::text::words::capitalised;

/// The longest line that can run on into the next, and the shortest, in bytes.
const RUNS_ON: std::ops::Range<usize> = 40..120;

/// The quoted lines of `text`, if it has quoted mail in it.
pub(super) fn margins(text: &str) -> Option<Margins> {
    let first = first_quoted(text)?;
    let mut at = first;
    let mut lines = Vec::new();
    for line in text[first..].split_inclusive('\n') {
        let (depth, words) = signs(line);
        if depth > 0 {
            lines.push(SpecialLine { start: at, words: at + line.len() - words.len(), kind: LineKind::Quoted(depth) });
        }
        at += line.len();
    }
    Some(Margins::new(lines))
}

/// The byte at which quoted mail begins: below a line that says who wrote it, or where quoted lines run on.
fn first_quoted(text: &str) -> Option<usize> {
    memchr::memchr(b'>', text.as_bytes())?;
    let mut before: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let (depth, words) = signs(line);
        if depth > 0 {
            match before {
                Some((_, above)) if names_writer(above) => return Some(start),
                _ if begins_head(words) => return Some(start),
                Some((above, quoted)) if runs_on(quoted, words, depth) => return Some(above),
                _ => {}
            }
        }
        before = Some((start, line.trim_end()));
    }
    None
}

/// The number of signs before `line`, and the rest. `>:(` has none.
fn signs(line: &str) -> (u8, &str) {
    let (mut depth, mut rest) = (0u8, line);
    while let Some(after) = rest.strip_prefix('>') {
        (depth, rest) = (depth.saturating_add(1), after);
        // “> > words”, but “>  words” keeps its indentation.
        if let Some(next) = rest.strip_prefix(' ').filter(|next| next.starts_with('>')) {
            rest = next;
        }
    }
    let spaced = rest.starts_with(|c: char| c.is_whitespace() || c.is_alphanumeric() || !c.is_ascii());
    match depth {
        0 => (0, line),
        _ if spaced || rest.is_empty() => (depth, rest.strip_prefix(' ').unwrap_or(rest)),
        _ if line.as_bytes().get(depth as usize) == Some(&b' ') => (depth, rest),
        _ => (0, line),
    }
}

/// “On 3 May 2024, Lena Strand wrote:”, “Lena Strand <lena@tern.example> writes:”, “* Lena Strand <…> [3 May]:”.
fn names_writer(line: &str) -> bool {
    const LONGEST: usize = 300;
    let Some(lead) = line.strip_suffix(':').map(str::trim_end).filter(|lead| lead.len() <= LONGEST) else {
        return false;
    };
    let last = lead.rsplit(' ').next().unwrap_or("");
    let address = lead.contains('@') && lead.ends_with(['>', ']', ')']);
    let writes = lead.split(' ').any(|word| MAIL_VERB.contains(word) && word != "said");
    MAIL_VERB.contains(last) || last.contains('@') || address || writes
}

/// Whether a quoted line with these `words` begins the header of a forwarded mail.
fn begins_head(words: &str) -> bool {
    MAIL_HEAD.iter().any(|head| words.starts_with(&capitalised(head)))
}

/// Whether the quoted line `above` runs on into one with the same signs and these `words`.
fn runs_on(above: &str, words: &str, depth: u8) -> bool {
    let (quoted, head) = signs(above);
    quoted == depth
        && above.starts_with("> ")
        && RUNS_ON.contains(&head.len())
        && head.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && words.trim_start().starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lines = margins(text).unwrap_or_default();
        let mut at = 0;
        let shown: Vec<String> = text
            .split_inclusive('\n')
            .map(|line| {
                let (kind, words) = lines.line(at);
                at += line.len();
                let depth = if let LineKind::Quoted(depth) = kind { depth } else { 0 };
                format!("{depth}{}", text[words..at].trim_end())
            })
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn reply_signs_are_not_words() {
        check("Ada wrote:\n> No.\n>> Why?\n>\n> > So.\nYes.", "0Ada wrote:|1No.|2Why?|1|2So.|0Yes.");
        check(
            "Ada Lind <ada@lind.example> writes:\n\n>I go.\n>:(\n",
            "0Ada Lind <ada@lind.example> writes:|0|1I go.|0>:(",
        );
        check(
            "> It was late when the boat came in, and nobody\n> was there.\n",
            "1It was late when the boat came in, and nobody|1was there.",
        );
        check(">> ADA LIND: No.\n>> Good.\n>>> Next.\n", "0>> ADA LIND: No.|0>> Good.|0>>> Next.");
        check("> quote\nSo what?\n", "0> quote|0So what?");
    }
}
