//! [`LibraryQuery`]: a typed search, parsed into words and fields. Typed text never reaches an index unchanged:
//! everything but fields is split into words.

use crate::library::store::SourceKey;
use crate::library::words::{BEGINNING, fold, words};
use crate::record::{Kind, SpeechAct};
use crate::text::Day;
use std::fmt;

/// The most terms of a query, and the most words of a phrase.
const MAX_TERMS: usize = 32;
const MAX_PHRASE: usize = 64;

/// A search. All its parts must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryQuery {
    /// The terms that must be there, and below those that must not.
    pub terms: Vec<Term>,
    pub without: Vec<Term>,
    /// Terms that must be in one quotation.
    pub about: Vec<Term>,
    /// Terms for the names of the speaker.
    pub by: Vec<Term>,
    /// Terms for the role of the speaker.
    pub role: Vec<Term>,
    /// The outlets that the article must be from, each a host, the name of a site, or the beginning of a path or an
    /// address.
    pub outlets: Vec<String>,
    /// The article, under its own key or the key of a copy.
    pub article: Option<SourceKey>,
    /// The first and the last day of publication.
    pub since: Option<Day>,
    pub until: Option<Day>,
    pub kind: Option<Kind>,
    pub act: Option<SpeechAct>,
}

/// Words that stand one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Without case and accents.
    words: Vec<String>,
    /// Whether the last word is a prefix.
    is_prefix: bool,
}

/// An error in a query. Displayed as one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("there is no field {0}: (there are by:, about:, in:, since:, until:, kind:, act: and role:)")]
    Field(String),
    #[error("{0}: needs a value")]
    Empty(&'static str),
    #[error("{0}:{1} is not a date (2026, 2026-03, 2026-03-02, today, yesterday, or 7d, 2w, 3m, 1y ago)")]
    Date(&'static str, String),
    #[error("{0}: must be {2}, not {1}")]
    Choice(&'static str, String, &'static str),
    #[error("-{0} only words can be left out")]
    Without(String),
    #[error("a search has at most {MAX_TERMS} words and fields")]
    Long,
}

impl Term {
    /// The term for typed text, if there is a word in it. A `*` at the end makes the last word a prefix.
    pub fn new(typed: &str) -> Option<Term> {
        let bare = typed.trim_end().trim_end_matches('*');
        let is_prefix = bare.len() < typed.trim_end().len() && bare.ends_with(|c: char| c.is_alphanumeric());
        let folded = |range: std::ops::Range<usize>| {
            let mut word = String::new();
            fold(&bare[range], &mut word);
            word
        };
        let words: Vec<String> = words(bare).take(MAX_PHRASE).map(folded).filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then_some(Term { words, is_prefix })
    }

    /// The words, without case and accents.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the last word is a prefix.
    pub fn is_prefix(&self) -> bool {
        self.is_prefix
    }

    /// Its word, if it is a prefix of a length that has an index.
    pub(in crate::library) fn beginning(&self) -> Option<&str> {
        let [word] = self.words.as_slice() else { return None };
        (self.is_prefix && BEGINNING.contains(&word.chars().count())).then_some(word)
    }

    /// Splits off the last word, if it is a prefix of a length that has an index. The words before it come first, if
    /// there are any. A text that matches both may have them in different places.
    pub(in crate::library) fn split_last_word(&self) -> Option<(Option<Term>, Term)> {
        let (last, before) = self.words.split_last()?;
        let begun = Term { words: vec![last.clone()], is_prefix: self.is_prefix };
        begun.beginning()?;
        Some(((!before.is_empty()).then(|| Term { words: before.to_vec(), is_prefix: false }), begun))
    }

    /// Whether `folded` matches its word number `nth`.
    pub(in crate::library) fn is_word(&self, nth: usize, folded: &str) -> bool {
        let Some(wanted) = self.words.get(nth) else { return false };
        let may_go_on = self.is_prefix && nth + 1 == self.words.len();
        if may_go_on { folded.starts_with(wanted.as_str()) } else { folded == wanted }
    }
}

impl LibraryQuery {
    /// Parses a typed search: words, `"phrases"`, `prefix*`, `-without`, and fields, whose values may be quoted:
    /// `by:"Ada Quill"`. Dates like `7d` count from `today`.
    ///
    /// # Errors
    /// If a field is unknown, or its value is not valid.
    pub fn parse(typed: &str, today: Day) -> Result<LibraryQuery, QueryError> {
        let mut query = LibraryQuery::default();
        let mut count = 0;
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (is_without, after) = match rest.strip_prefix('-') {
                Some(after) if !after.starts_with(|c: char| c.is_whitespace() || c == '-') => (true, after),
                _ => (false, rest),
            };
            let (field, after) = field(after);
            let (value, after) = value(after);
            rest = after.trim_start();
            count += 1;
            if count > MAX_TERMS {
                return Err(QueryError::Long);
            }
            match field {
                Some(field) if is_without => return Err(QueryError::Without(format!("{field}:"))),
                Some(field) => query.add(field, &value, today)?,
                None if is_without => query.without.extend(Term::new(&value)),
                None => query.terms.extend(Term::new(&value)),
            }
        }
        Ok(query)
    }

    /// [`LibraryQuery::parse`] for a search that is still being typed: the last word is a prefix.
    ///
    /// # Errors
    /// As for [`LibraryQuery::parse`]; also if a field is not complete yet.
    pub fn parse_typing(typed: &str, today: Day) -> Result<LibraryQuery, QueryError> {
        let last = typed.rsplit(char::is_whitespace).next().unwrap_or("");
        let is_of_words = match field(last.strip_prefix('-').unwrap_or(last)).0 {
            Some(field) => ["by", "about", "role"].iter().any(|name| name.eq_ignore_ascii_case(field)),
            None => true,
        };
        // One letter matches too much.
        let letters = typed.chars().rev().take_while(|c| c.is_alphanumeric()).take(2).count();
        let mut query = match is_of_words && letters == 2 {
            true => LibraryQuery::parse(&format!("{typed}*"), today)?,
            false => LibraryQuery::parse(typed, today)?,
        };
        // A name that is still being typed is not complete.
        for name in query.by.iter_mut().filter(|name| name.words.last().is_some_and(|word| word.chars().count() > 2)) {
            name.is_prefix = true;
        }
        Ok(query)
    }

    /// Adds a field.
    ///
    /// # Errors
    /// If it is unknown, or `value` is not valid.
    pub fn add(&mut self, field: &str, value: &str, today: Day) -> Result<(), QueryError> {
        let value = value.trim();
        let name = FIELDS.into_iter().find(|name| name.eq_ignore_ascii_case(field));
        let name = name.ok_or_else(|| QueryError::Field(field.to_owned()))?;
        if value.is_empty() {
            return Err(QueryError::Empty(name));
        }
        let dates = || Day::typed(&value.to_lowercase(), today).ok_or_else(|| QueryError::Date(name, value.to_owned()));
        let choice = |choices| QueryError::Choice(name, value.to_owned(), choices);
        match name {
            // The words of a name may stand in any order, with other words between.
            "by" => self.by.extend(each_word(value)),
            "role" => self.role.extend(each_word(value)),
            "about" => self.about.extend(each_word(value)),
            "in" => self.outlets.push(value.to_owned()),
            "since" => self.since = Some(dates()?.0),
            "until" => self.until = Some(dates()?.1),
            "kind" => {
                self.kind = Some(match value.to_lowercase().as_str() {
                    "direct" => Kind::Direct,
                    "mixed" => Kind::Mixed,
                    "indirect" => Kind::Indirect,
                    _ => return Err(choice("direct, mixed or indirect")),
                });
            }
            _ => {
                self.act = Some(match value.to_lowercase().as_str() {
                    "said" => SpeechAct::Said,
                    "thought" => SpeechAct::Thought,
                    _ => return Err(choice("said or thought")),
                });
            }
        }
        Ok(())
    }

    /// Whether it is about quotations rather than about texts.
    pub fn is_of_quotations(&self) -> bool {
        let LibraryQuery { by, about, role, kind, act, .. } = self;
        !by.is_empty() || !about.is_empty() || !role.is_empty() || kind.is_some() || act.is_some()
    }

    /// Whether nothing is searched.
    pub fn is_empty(&self) -> bool {
        *self == LibraryQuery::default()
    }
}

/// The fields.
const FIELDS: [&str; 8] = ["by", "about", "in", "since", "until", "kind", "act", "role"];

/// Each of the words of `value` as a term; a phrase in marks stays one.
fn each_word(value: &str) -> Vec<Term> {
    let (mut terms, mut rest) = (Vec::new(), value.trim_start());
    while !rest.is_empty() {
        let (term, after) = self::value(rest);
        terms.extend(Term::new(&term));
        rest = after.trim_start();
    }
    terms
}

/// The field that `rest` begins with, and the text after its colon. Times and addresses are words.
fn field(rest: &str) -> (Option<&str>, &str) {
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    match rest[end..].strip_prefix(':') {
        Some(after) if end > 0 && !after.starts_with("//") => (Some(&rest[..end]), after),
        _ => (None, rest),
    }
}

/// The value that `rest` begins with, up to the next blank or the closing quotation mark, and the text after it.
fn value(rest: &str) -> (String, &str) {
    let mut chars = rest.chars();
    let close = match chars.next() {
        Some('"') => '"',
        Some('“' | '„') => '”',
        _ => {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            return (rest[..end].to_owned(), &rest[end..]);
        }
    };
    let inside = chars.as_str();
    let is_close = |c: char| c == close || close == '”' && c == '“';
    match inside.find(is_close) {
        Some(end) => {
            let after = &inside[end + inside[end..].chars().next().map_or(0, char::len_utf8)..];
            // `"phrase"*`
            match after.strip_prefix('*') {
                Some(after) => (format!("{}*", &inside[..end]), after),
                None => (inside[..end].to_owned(), after),
            }
        }
        None => (inside.to_owned(), ""),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.words.join(" "), if self.is_prefix { "*" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str) -> String {
        shown(LibraryQuery::parse(typed, Day::from_date(2026, 3, 10).unwrap()))
    }

    fn shown(query: Result<LibraryQuery, QueryError>) -> String {
        let query = match query {
            Ok(query) => query,
            Err(error) => return error.to_string(),
        };
        let terms =
            |name: &str, terms: &[Term]| terms.iter().map(|term| format!("{name}[{term}] ")).collect::<String>();
        let day = |name: &str, day: Option<Day>| day.map(|day| format!("{name}{day} ")).unwrap_or_default();
        let shown = terms("", &query.terms)
            + &terms("-", &query.without)
            + &terms("by", &query.by)
            + &terms("about", &query.about)
            + &terms("role", &query.role)
            + &query.outlets.iter().map(|outlet| format!("in[{outlet}] ")).collect::<String>()
            + &day("since", query.since)
            + &day("until", query.until)
            + &query.kind.map(|kind| format!("{kind:?} ")).unwrap_or_default()
            + &query.act.map(|act| format!("{act:?} ")).unwrap_or_default();
        shown.trim_end().to_owned()
    }

    #[test]
    fn the_last_word_is_a_prefix_while_typing() {
        for (typed, expected) in [
            ("ferry la", "[ferry] [la*]"),
            ("ferry ", "[ferry]"),
            ("ferry l", "[ferry] [l]"),
            ("by:hall", "by[hall*]"),
            ("by:hall fer", "[fer*] by[hall*]"),
            ("\"the har", "[the har*]"),
            ("a -fo", "[a] -[fo*]"),
            ("a since:2026", "[a] since2026-01-01"),
            ("kind:direct", "Direct"),
            ("a in:bay", "[a] in[bay]"),
            ("", ""),
        ] {
            let today = Day::from_date(2026, 3, 10).unwrap();
            assert_eq!(shown(LibraryQuery::parse_typing(typed, today)), expected, "{typed}");
        }
    }

    #[test]
    fn words_phrases_and_fields() {
        for (typed, expected) in [
            ("", ""),
            ("Ferry LATE", "[ferry] [late]"),
            ("\"The ferry\" “Is Late”", "[the ferry] [is late]"),
            ("harb* \"the har\"* -fog -\"no way\"", "[harb*] [the har*] -[fog] -[no way]"),
            ("by:brandvold by:\"Ilse Brandvold\"", "by[brandvold] by[ilse] by[brandvold]"),
            ("BY:O’Brien about:ferry in:bay.example", "by[o brien] about[ferry] in[bay.example]"),
            (
                "since:2026-02 until:7d kind:direct act:said role:mayor",
                "role[mayor] since2026-02-01 until2026-03-10 Direct Said",
            ),
            ("it's 12:30 https://a.example/x", "[it s] [12 30] [https a example x]"),
            ("a OR b AND NOT c NEAR(d)", "[a] [or] [b] [and] [not] [c] [near d]"),
            ("\" * ( ) ^ : - -- + \\ ' ; DROP", "[drop]"),
            ("* ** \"\" ''", ""),
            ("\"open", "[open]"),
            ("é* Ł", "[e*] [l]"),
            ("from:me", "there is no field from: (there are by:, about:, in:, since:, until:, kind:, act: and role:)"),
            ("by:", "by: needs a value"),
            ("by: ada", "by: needs a value"),
            (
                "since:soon",
                "since:soon is not a date (2026, 2026-03, 2026-03-02, today, yesterday, or 7d, 2w, 3m, 1y ago)",
            ),
            ("kind:odd", "kind: must be direct, mixed or indirect, not odd"),
            ("act:odd", "act: must be said or thought, not odd"),
            ("-by:ada", "-by: only words can be left out"),
        ] {
            assert_eq!(check(typed), expected, "{typed}");
        }
        assert_eq!(check(&"a ".repeat(99)), "a search has at most 32 words and fields");
    }
}
