//! Lines before the text that name the author: “By Karin Holt · 5 min read”, “Karin Holt, Staff Writer”, “Karin Holt 1
//! March 2026”.

use super::word_lists::PICTURE_CREDIT;
use crate::article::word_lists::{BYLINE_OPENER, BYLINE_PARTICLE};
use crate::language::lexical::lexicon::{self, Classes};

/// The longest line and the longest list of authors, in bytes.
const MAX_LINE: usize = 160;
const MAX_AUTHORS: usize = 120;
/// The words of a name.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Such a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthorLine {
    /// The author or authors as written, with the words after a comma: “Karin Holt, Harbour Press”.
    pub authors: String,
    /// Whether it is a name and nothing else.
    pub is_bare: bool,
}

/// The author whom `line` names, if it does nothing else.
pub(super) fn author_line(line: &str) -> Option<AuthorLine> {
    let line = line.trim();
    if line.len() > MAX_LINE {
        return None;
    }
    let opener =
        BYLINE_OPENER.iter().filter(|with| line.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with)));
    if let Some(opener) = opener.max_by_key(|with| with.len()) {
        return introduced(&line[opener.len()..]).map(|authors| AuthorLine { authors, is_bare: false });
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let entry = |word: &str| lexicon::look_up(&word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase());
    let ends = |word: &&str| word.starts_with(|c: char| !c.is_alphabetic()) || entry(word).is(Classes::CALENDAR);
    let comma = words.iter().position(|word| word.ends_with(',')).map_or(words.len(), |comma| comma + 1);
    // “Jan Dahl”
    let name = words[..comma].iter().enumerate().take_while(|(at, word)| *at == 0 || !ends(word)).count();
    let rest = &words[name..];
    let dated = rest.first().is_some_and(ends) && rest.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
    let name = &words[..name];
    let is_role = |word: &str| entry(word).is(Classes::HUMAN);
    let described = comma == name.len() && rest.len() < 6 && rest.last().is_some_and(|last| is_role(last));
    let is_said = line.ends_with(['.', '!', '?', ':', '”', '"']);
    (is_person(name) && (rest.is_empty() || dated || described) && !is_said)
        .then(|| AuthorLine { authors: name.join(" ").trim_end_matches(',').to_owned(), is_bare: rest.is_empty() })
}

/// The authors in the text after “By”.
fn introduced(after: &str) -> Option<String> {
    let line = after.split(['|', '·', '•', '–', '—']).next().unwrap_or(after).trim();
    // “Words by Karin Holt. Photographs by Jan Dahl.”
    let (authors, rest) = line.split_once(". ").unwrap_or((line, ""));
    let begins = |word: &str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let credits = rest.is_empty() || PICTURE_CREDIT.iter().any(begins);
    let authors = if rest.is_empty() { authors } else { authors.trim_end_matches('.') };
    let is_name = authors.len() < MAX_AUTHORS
        && authors.starts_with(char::is_uppercase)
        && !authors.contains(" ago")
        && !authors.contains(|c: char| c.is_ascii_digit());
    (is_name && credits).then(|| authors.to_owned())
}

/// Whether `words` are the name of a person, with a common given name first.
fn is_person(words: &[&str]) -> bool {
    let is_given = |word: &str| lexicon::look_up(&word.to_lowercase()).given > 0;
    let is_part = |word: &&str| word.starts_with(char::is_uppercase) || BYLINE_PARTICLE.contains(word);
    NAME_WORDS.contains(&words.len()) && words.iter().all(is_part) && is_given(words[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_the_author_and_nothing_else() {
        for (line, authors, is_bare) in [
            ("By Karin Holt", "Karin Holt", false),
            ("By Karin Holt · 5 min read", "Karin Holt", false),
            ("Words by Karin Holt. Photographs by Jan Dahl.", "Karin Holt", false),
            ("by Karin Holt and Jan Dahl, Harbour Press", "Karin Holt and Jan Dahl, Harbour Press", false),
            ("Karin Holt, Staff Writer", "Karin Holt", false),
            ("Karin Holt 1 March 2026", "Karin Holt", false),
            ("Karin Holt · March 1, 2026", "Karin Holt", false),
            ("Jan Marlow 1 March 2026", "Jan Marlow", false),
            ("Karin Holt", "Karin Holt", true),
        ] {
            assert_eq!(author_line(line), Some(AuthorLine { authors: authors.to_owned(), is_bare }), "{line}");
        }
        for line in [
            "By 12 votes to 9",
            "Karin Holt said no.",
            "Karin Holt, who was there",
            "Harbour Press 1 March 2026",
            "Local News",
            "Karin Holt:",
            "March 2026",
            "",
        ] {
            assert_eq!(author_line(line), None, "{line}");
        }
    }
}
