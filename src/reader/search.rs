//! [`Search`]: a pattern and all its matches in the article, over soft line ends, with smart case.

use crate::article::Article;
use crate::text::Span;
use regex::{Regex, RegexBuilder};

/// Matches that are counted; a pattern with more is as good as none.
const MOST: usize = 1_000_000;

/// A search that stands.
#[derive(Debug, Default)]
pub struct Search {
    pub pattern: String,
    /// In order, never overlapping.
    pub matches: Vec<Span>,
    /// Index of the match last gone to.
    pub current: Option<usize>,
}

impl Search {
    /// Every place where `pattern` stands in the text of `article`. White space in the pattern matches any white space;
    /// case counts only when the pattern has a capital; straight quotation marks and apostrophes match curly ones too.
    pub fn new(article: &Article, pattern: &str) -> Search {
        let matches = match compile(pattern) {
            Some(regex) => regex.find_iter(article.text()).take(MOST).map(|found| Span::from(found.range())).collect(),
            None => Vec::new(),
        };
        Search { pattern: pattern.to_string(), matches, current: None }
    }

    /// The first match at or after byte `at`, else the first of all.
    pub fn at_or_after(&self, at: usize) -> Option<usize> {
        let next = self.matches.partition_point(|found| (found.start as usize) < at);
        if next < self.matches.len() { Some(next) } else { (!self.matches.is_empty()).then_some(0) }
    }

    /// The matches that overlap `span`, with their indexes.
    pub fn matches_in(&self, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
        let first = self.matches.partition_point(|found| found.end <= span.start);
        self.matches.iter().copied().enumerate().skip(first).take_while(move |(_, found)| found.start < span.end)
    }
}

/// `None` for a pattern without anything to find.
fn compile(pattern: &str) -> Option<Regex> {
    let words: Vec<String> = pattern.split_whitespace().map(|word| word.chars().map(class).collect()).collect();
    let mut source = words.join(r"\s+");
    if source.is_empty() {
        return None;
    }
    if pattern.starts_with(char::is_whitespace) {
        source.insert_str(0, r"\s");
    }
    if pattern.ends_with(char::is_whitespace) {
        source.push_str(r"\s");
    }
    let smart = !pattern.chars().any(char::is_uppercase);
    RegexBuilder::new(&source).case_insensitive(smart).build().ok()
}

/// The regular expression for one character of the pattern.
fn class(c: char) -> String {
    match c {
        '"' => "[\"“”„«»]".to_string(),
        '\'' => "['‘’]".to_string(),
        '-' => "[-‐‑–—]".to_string(),
        c => regex::escape(c.encode_utf8(&mut [0; 4])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Meta;

    #[test]
    fn matches() {
        for (text, pattern, expected) in [
            ("One two one", "one", vec!["One", "one"]),
            ("One two one", "One", vec!["One"]),
            ("soft\nline  end", "soft line end", vec!["soft\nline  end"]),
            ("it’s “so”", "it's \"so\"", vec!["it’s “so”"]),
            ("a.b axb", "a.b", vec!["a.b"]),
            ("anything", "", vec![]),
            ("anything", "   ", vec![]),
            ("ÆØÅ", "æø", vec!["ÆØ"]),
        ] {
            let article = Article::new(text.to_string(), Vec::new(), Meta::default());
            let found: Vec<&str> = Search::new(&article, pattern).matches.iter().map(|&found| found.of(text)).collect();
            assert_eq!(found, expected, "{pattern:?} in {text:?}");
        }
    }
}
