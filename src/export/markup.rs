//! Text inside XML and HTML: escaped, and without the characters that neither can hold.

use crate::text::shown;
use std::fmt;

/// Text to be displayed inside an element or an attribute in double quotation marks.
pub(super) struct Escaped<'t>(pub &'t str);

/// Whether XML and HTML cannot hold `c`, which is then written as the reader shows it.
pub(super) fn is_unfit(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = 0;
        for (at, c) in self.0.char_indices() {
            let replaced = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                c if is_unfit(c) => {
                    f.write_str(&self.0[written..at])?;
                    written = at + c.len_utf8();
                    write!(f, "{}", if shown(c) == c { '\u{fffd}' } else { shown(c) })?;
                    continue;
                }
                _ => continue,
            };
            f.write_str(&self.0[written..at])?;
            f.write_str(replaced)?;
            written = at + c.len_utf8();
        }
        f.write_str(&self.0[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters() {
        assert_eq!(Escaped("a<b>&\"c\"").to_string(), "a&lt;b&gt;&amp;&quot;c&quot;");
        assert_eq!(Escaped("\0\u{1b}[1m\u{9b}\u{ffff}\n\té世").to_string(), "␀␛[1m\u{fffd}\u{fffd}\n\té世");
        assert_eq!(Escaped("").to_string(), "");
    }
}
