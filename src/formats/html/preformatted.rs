//! What is preformatted in a page: code, or a text whose lines were broken by hand.

use crate::article::{BlockKind, plain};

/// Is `raw`, the content of a `<pre>`, code? `marked`: the page says so.
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
    if marked { looks || words < 40 || prose * 30 < words } else { looks }
}

/// The paragraphs of `raw`, lines of one put together, each with its kind.
pub(super) fn paragraphs(raw: &str) -> Vec<(String, BlockKind)> {
    let article = plain::article(raw.to_owned());
    let words = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = |kind| match kind {
        BlockKind::Quote(_) | BlockKind::Item(_) => kind,
        _ => BlockKind::Paragraph,
    };
    article.blocks().iter().map(|block| (words(article.slice(block.span)), kind(block.kind))).collect()
}
