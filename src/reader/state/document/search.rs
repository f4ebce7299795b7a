//! [`Search`]: a pattern and all its matches in the article, over soft line ends, with smart case: the words
//! themselves, or a regular expression.

use crate::article::Article;
use crate::text::Span;
use regex::{Regex, RegexBuilder};

/// Matches that are counted; a pattern with more is as good as none.
const MAX_MATCHES: usize = 1_000_000;

/// The size limit of a compiled expression, in bytes, so that a typed one cannot use up all memory.
const MAX_EXPRESSION_BYTES: usize = 1 << 20;

/// The ways to read a pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchMode {
    /// The words themselves. White space matches any white space, straight marks curly ones.
    #[default]
    Words,
    /// A regular expression, which matches inside one paragraph; `^` and `$` are its ends.
    Expression,
}

impl SearchMode {
    /// The mode to which the key changes.
    pub fn other(self) -> SearchMode {
        match self {
            SearchMode::Words => SearchMode::Expression,
            SearchMode::Expression => SearchMode::Words,
        }
    }
}

/// A search and its matches.
#[derive(Debug, Default)]
pub struct Search {
    pub pattern: String,
    pub mode: SearchMode,
    /// In order, never overlapping.
    pub matches: Vec<Span>,
    /// Index of the match last jumped to.
    pub current: Option<usize>,
    /// The error in the regular expression, if any.
    pub problem: Option<String>,
}

impl Search {
    /// Every place where `pattern` stands in the text of `article`. Case counts only when the pattern has a capital.
    pub fn new(article: &Article, pattern: &str, mode: SearchMode) -> Search {
        let mut search = Search { pattern: pattern.to_string(), mode, ..Search::default() };
        match mode {
            SearchMode::Words => {
                let found = words(pattern).map(|regex| matches(&regex, article.text(), 0).take(MAX_MATCHES).collect());
                search.matches = found.unwrap_or_default();
            }
            SearchMode::Expression => match expression(pattern) {
                Ok(regex) => search.matches = in_blocks(article, &regex),
                Err(problem) => search.problem = Some(problem),
            },
        }
        search
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

/// The non-empty matches of `regex` in `text`, which begins at byte `start`.
fn matches<'t>(regex: &'t Regex, text: &'t str, start: usize) -> impl Iterator<Item = Span> + 't {
    let found = regex.find_iter(text).filter(|found| !found.is_empty());
    found.map(move |found| Span::new(start + found.start(), start + found.end()))
}

/// The matches in each block by itself, in which soft line ends are spaces.
fn in_blocks(article: &Article, regex: &Regex) -> Vec<Span> {
    let mut all = Vec::new();
    for block in article.blocks() {
        let (text, start) = (article.slice(block.span), block.span.start as usize);
        let room = MAX_MATCHES - all.len();
        if text.contains('\n') {
            all.extend(matches(regex, &text.replace('\n', " "), start).take(room));
        } else {
            all.extend(matches(regex, text, start).take(room));
        }
    }
    all
}

/// Whether case matters: it does if the pattern has a capital.
fn has_capital(pattern: &str) -> bool {
    pattern.chars().any(char::is_uppercase)
}

/// The expression, or an error message.
fn expression(pattern: &str) -> Result<Regex, String> {
    // The class escapes (`\W`, `\S`, `\B`, `\P`) ask for no case.
    let mut plain = String::new();
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c == '\\' {
            characters.next();
        } else {
            plain.push(c);
        }
    }
    let built =
        RegexBuilder::new(pattern).case_insensitive(!has_capital(&plain)).size_limit(MAX_EXPRESSION_BYTES).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "it is too large".into(),
        // The last line of a long message names the problem.
        error => {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default().trim();
            last.strip_prefix("error: ").unwrap_or(last).to_string()
        }
    })
}

/// `None` for a blank pattern.
fn words(pattern: &str) -> Option<Regex> {
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
    RegexBuilder::new(&source).case_insensitive(!has_capital(pattern)).build().ok()
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
    use crate::article::{Block, BlockKind, Meta};

    /// The matches of `pattern` in `text`, whose blocks are separated by empty lines.
    fn found(text: &str, pattern: &str, mode: SearchMode) -> Vec<String> {
        let mut at = 0;
        let mut blocks = Vec::new();
        for block in text.split("\n\n") {
            blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(at, at + block.len()) });
            at += block.len() + 2;
        }
        let article = Article::new(text.to_string(), blocks, Meta::default());
        Search::new(&article, pattern, mode).matches.iter().map(|&found| found.of(text).to_string()).collect()
    }

    #[test]
    fn words_match() {
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
            assert_eq!(found(text, pattern, SearchMode::Words), expected, "{pattern:?} in {text:?}");
        }
    }

    #[test]
    fn expressions_match() {
        for (text, pattern, expected) in [
            ("One two one", "o.e", vec!["One", "one"]),
            ("One two one", "O.e", vec!["One"]),
            ("One two", r"\Wt", vec![" t"]),
            ("he never\nsaid it\n\nsaid", "never.said", vec!["never\nsaid"]),
            ("one\ntwo\n\ntwo one", "^two|one$", vec!["two", "one"]),
            ("one", "x*", vec![]),
            ("one", "(", vec![]),
        ] {
            assert_eq!(found(text, pattern, SearchMode::Expression), expected, "{pattern:?} in {text:?}");
        }
    }

    #[test]
    fn invalid_expressions_are_named() {
        for (pattern, problem) in
            [("(", "unclosed group"), ("[", "unclosed character class"), ("a{9999}{9999}", "it is too large")]
        {
            let search = Search::new(&Article::default(), pattern, SearchMode::Expression);
            assert_eq!(search.problem.as_deref(), Some(problem));
        }
    }
}
