//! Preformatted text: code, or a text broken into lines by hand.

use crate::article::transcript::{Transcript, TurnStart};
use crate::article::{BlockKind, plain};
use crate::text::chars;

/// Columns between the places to which a tab leads.
const TAB: usize = 4;
/// The fewest letters of a sentence.
const MIN_LETTERS: usize = 12;

/// Whether `raw`, the content of a `<pre>`, is code, or anything else whose lines and spaces must stay; `marked` if the
/// page says so.
pub(super) fn is_code(raw: &str, marked: bool) -> bool {
    let (mut signs, mut letters, mut lines, mut ends) = (0usize, 0usize, 0usize, 0usize);
    for line in raw.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        lines += 1;
        signs += line
            .chars()
            .filter(|c| {
                matches!(
                    c,
                    '{' | '}'
                        | '='
                        | '<'
                        | '>'
                        | ';'
                        | '$'
                        | '_'
                        | '\\'
                        | '/'
                        | '#'
                        | '|'
                        | '+'
                        | '*'
                        | '['
                        | ']'
                        | '`'
                )
            })
            .count();
        letters += line.chars().filter(|c| c.is_alphabetic()).count();
        ends += usize::from(line.ends_with(['{', '}', ';', '\\', '>']) || line.ends_with("):"));
    }
    let words = raw.split_whitespace().count();
    let prose = raw.matches(". ").count() + raw.matches(".\n").count();
    let looks = signs * 12 > letters || ends * 3 > lines;
    let looks = looks || is_settings(raw) || has_command(raw);
    looks || marked && (words < 40 || prose * 30 < words) || letters > 0 && !is_prose(raw)
}

/// Whether most of `raw` is prose: paragraphs of sentences, or turns of a transcript. Text in which lines and spaces
/// carry meaning (columns, listings, logs) has few sentences.
fn is_prose(raw: &str) -> bool {
    // The signs of quoted mail are no words.
    let article = plain::article(raw.to_owned()).without_margins();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let blocks = || article.blocks().iter().map(|block| article.slice(block.span));
    let prose: usize = blocks().filter(|words| is_paragraph(words)).map(letters).sum();
    prose * 2 > blocks().map(letters).sum() || is_transcript(raw)
}

/// Whether `words` begin and end as a sentence does, without columns.
fn is_paragraph(words: &str) -> bool {
    let (mut lines, mut columned) = (0, 0);
    for line in words.lines().map(str::trim) {
        (lines, columned) = (lines + 1, columned + usize::from(line.contains("   ") || line.contains('\t')));
    }
    let first = words.chars().find(|c| c.is_alphabetic());
    let ends = ['.', '!', '?', '…', '。', ':'];
    let closes = |c: char| matches!(c, ')' | ']') || chars::is_quotation_mark(c);
    columned * 4 <= lines
        && first.is_some_and(|first| !first.is_lowercase())
        && words.trim_end_matches(closes).ends_with(ends)
        && words.chars().filter(|c| c.is_alphabetic()).count() >= MIN_LETTERS
}

/// Whether half the lines of `raw` begin turns, and some of those end as sentences do.
fn is_transcript(raw: &str) -> bool {
    let transcript = Transcript::detect(raw);
    let lines = || raw.lines().map(str::trim).filter(|line| !line.is_empty());
    let turns = || lines().filter(|line| transcript.turn(line) != TurnStart::None);
    let ended = turns().filter(|line| line.ends_with(['.', '!', '?', '…', '”', '"'])).count();
    turns().count() * 2 >= lines().count() && ended * 3 >= turns().count() && ended > 0
}

/// Whether a line of `raw` is typed at the prompt of a shell.
fn has_command(raw: &str) -> bool {
    let typed =
        |line: &str| line.strip_prefix("$ ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    raw.lines().any(|line| typed(line.trim_start()))
}

/// Whether `raw` are settings: `Host: "localhost"`. What people say ends as a sentence does.
fn is_settings(raw: &str) -> bool {
    let (mut all, mut set) = (0, 0);
    for line in raw.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let value = line.split_once(':').map_or("", |(_, value)| value.trim().trim_end_matches(','));
        let quoted = value.strip_prefix(['"', '\'']).and_then(|value| value.strip_suffix(['"', '\'']));
        let is_value = quoted.is_some_and(|value| !value.ends_with(['.', '?', '!', ',', '…']));
        (all, set) = (all + 1, set + usize::from(is_value));
    }
    all > 1 && set * 2 > all
}

/// The lines of code `raw` that say something, each with its spaces and the number of empty lines before it. Tabs lead
/// to every fourth column.
pub(super) fn lines(raw: &str) -> Vec<(String, usize)> {
    let mut lines = Vec::new();
    let mut blank = 0;
    for line in raw.lines().map(str::trim_end) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        let mut spaced = String::with_capacity(line.len());
        let mut column = 0;
        for c in line.chars().filter(|&c| c == '\t' || !c.is_control()) {
            let columns = if c == '\t' { TAB - column % TAB } else { 1 };
            spaced.extend(std::iter::repeat_n(if c == '\t' { ' ' } else { c }, columns));
            column += columns;
        }
        lines.push((spaced, std::mem::take(&mut blank)));
    }
    lines
}

/// The paragraphs of `raw`, each on one line, with their kinds.
pub(super) fn paragraphs(raw: &str) -> Vec<(String, BlockKind)> {
    // The signs of quoted mail are no words.
    let article = plain::article(raw.to_owned()).without_margins();
    let words = |span| article.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = |kind| match kind {
        BlockKind::Quote(_) | BlockKind::Item(_) => kind,
        _ => BlockKind::Paragraph,
    };
    article.blocks().iter().map(|block| (words(block.span), kind(block.kind))).collect()
}
