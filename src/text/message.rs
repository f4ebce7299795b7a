//! Parts of messages: text from outside on one line, counts, shares.

use super::width::printable;

/// `text` fit to be shown on one line: control characters replaced, white space as single spaces.
pub fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A share of 1 in percent: `18%`; `<1%` for less than one in a hundred, but not nothing.
pub fn percent(share: f32) -> String {
    match share {
        some if some > 0.0 && some < 0.01 => "<1%".into(),
        most if (0.995..1.0).contains(&most) => ">99%".into(),
        _ => format!("{:.0}%", share * 100.0),
    }
}

/// `1 mention`, `2 mentions`.
pub fn pluralize(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
