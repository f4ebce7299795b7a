//! Pieces of messages: text of others on one line, and counts.

use super::width::printable;

/// `text` fit to be shown on one line: control characters replaced, white space as single spaces.
pub fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 mention`, `2 mentions`.
pub fn pluralize(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
