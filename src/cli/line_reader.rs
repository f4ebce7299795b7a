//! Reads the lines of an input with their numbers, with a limit on the length of a line.

use crate::formats::FormatError;
use std::io::{BufRead, Read};

/// Calls `each` with the number of every line that is not blank, from 1, and its bytes or an error, until it returns
/// false or the input ends. A line of more than `limit` bytes is skipped; a read error ends the input. Returns the last
/// answer.
pub(super) fn each_line(
    from: &mut impl BufRead,
    limit: u64,
    mut each: impl FnMut(u64, Result<Vec<u8>, String>) -> bool,
) -> bool {
    for number in 1.. {
        let mut line = Vec::new();
        let read = from.take(limit + 1).read_until(b'\n', &mut line);
        let line = match &read {
            Ok(0) => return true,
            Ok(_) if line.len() as u64 > limit => {
                drop(line);
                from.skip_until(b'\n').map_err(|error| error.to_string()).and(Err(FormatError::TooLong.to_string()))
            }
            Ok(_) if line.trim_ascii().is_empty() => continue,
            Ok(_) => Ok(line),
            Err(error) => Err(error.to_string()),
        };
        if !each(number, line) {
            return false;
        }
        if read.is_err() {
            return true;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, limit: u64) -> String {
        let mut lines = Vec::new();
        each_line(&mut input.as_bytes(), limit, |number, line| {
            lines.push(match line {
                Ok(line) => format!("{number} {}", String::from_utf8_lossy(&line).trim_end()),
                Err(cause) => format!("{number} {cause}"),
            });
            lines.len() < 4
        });
        lines.join("; ")
    }

    #[test]
    fn a_bad_line_does_not_affect_others() {
        let long = FormatError::TooLong.to_string();
        assert_eq!(check("", 9), "");
        assert_eq!(check("a\n\n \nb", 9), "1 a; 4 b");
        assert_eq!(check("a\n0123456789 and more\nb\n", 9), format!("1 a; 2 {long}; 3 b"));
        assert_eq!(check("0123456789", 9), format!("1 {long}"));
        assert_eq!(check("1\n2\n3\n4\n5\n", 9), "1 1; 2 2; 3 3; 4 4");
    }
}
