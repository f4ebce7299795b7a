//! [`History`]: the lines that were typed in prompts, to be called back.

/// Earlier input of the prompts that search, go to a place and open a source.
#[derive(Debug, Default)]
pub struct Histories {
    pub searches: History,
    pub places: History,
    pub opened: History,
    /// The sources that were read before, by the library; the latest first.
    pub recent_sources: Vec<String>,
}

/// The most lines that are remembered for a kind of prompt.
const MAX_LINES: usize = 100;

/// The lines of one kind of prompt, the oldest first.
#[derive(Debug, Default)]
pub struct History {
    lines: Vec<String>,
}

impl History {
    /// Remembers `line` as the latest.
    pub fn push(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        self.lines.retain(|other| other != line);
        self.lines.push(line.to_owned());
        if self.lines.len() > MAX_LINES {
            self.lines.remove(0);
        }
    }

    /// The line `back` lines ago, from 1.
    pub fn line(&self, back: usize) -> Option<&str> {
        let index = self.lines.len().checked_sub(back)?;
        self.lines.get(index).map(String::as_str)
    }

    /// The lines, the latest first.
    pub fn latest_first(&self) -> impl Iterator<Item = &String> {
        self.lines.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_line_comes_first_and_each_line_once() {
        let mut history = History::default();
        for line in ["a", "b", " ", "a", "c"] {
            history.push(line);
        }
        assert_eq!([1, 2, 3, 4, 0].map(|back| history.line(back)), [Some("c"), Some("a"), Some("b"), None, None]);
        (0..500).for_each(|number| history.push(&number.to_string()));
        assert_eq!((history.line(1), history.line(100), history.line(101)), (Some("499"), Some("400"), None));
    }
}
