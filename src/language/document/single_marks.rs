//! Single marks, which are apostrophes most of the time: *’tis*, *the Joneses’*, *’90s*, *goin’*, *rock ’n’ roll*. A mark
//! that can open looks for the one that closes it before the next that can open.

use crate::article::Article;
use crate::language::document::tokens::Tokens;
use crate::language::document::word_classes::{ELIDED, WordSet};
use crate::text::chars;
use std::ops::Range;

/// Double quotations open inside a single one, past which it is given up.
const MAX_OPEN_DOUBLES: usize = 3;

/// How sure it is that a mark after a word closes a quotation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// It may as well end a plural's possessive (*the boys’ house*) or a shortened word (*goin’ home*).
    Doubtful,
    Certain,
}

/// The single marks of the block `range` that are quotation marks, in order: token, and whether it opens. They come in
/// pairs, but for one at the start of the block that nothing closes: a quotation that goes on in the next.
pub(super) fn pairs(article: &Article, tokens: &Tokens, range: Range<usize>) -> Vec<(usize, bool)> {
    let marks = SingleMarks { article, tokens, range: range.clone() };
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if marks.opens(at) {
            let end = marks.closing(at);
            match end.closes {
                Some(closes) => {
                    found.push((at, true));
                    found.push((closes, false));
                    at = closes + 1;
                    continue;
                }
                None if at == range.start && marks.goes_on(at) && !end.enclosed => found.push((at, true)),
                None => {}
            }
        }
        at += 1;
    }
    found
}

struct SingleMarks<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    range: Range<usize>,
}

/// What the search for a closing mark came to.
struct ClosingMark {
    closes: Option<usize>,
    /// It ended at the end of the double marks around it.
    enclosed: bool,
}

impl<'a> SingleMarks<'a> {
    fn word(&self, at: usize) -> &'a str {
        if self.range.contains(&at) { self.tokens.text(self.article, at) } else { "" }
    }

    /// The word that touches token `at` on its left; empty where a space or the block's start does.
    fn before(&self, at: usize) -> &'a str {
        let touches = at > self.range.start && self.tokens.tokens[at - 1].span.end == self.tokens.tokens[at].span.start;
        if touches { self.word(at - 1) } else { "" }
    }

    fn after(&self, at: usize) -> &'a str {
        let touches =
            at + 1 < self.range.end && self.tokens.tokens[at + 1].span.start == self.tokens.tokens[at].span.end;
        if touches { self.word(at + 1) } else { "" }
    }

    /// May a quotation that begins at `at` go on in the next block? A straight mark is an apostrophe unless that opens with
    /// one as well.
    fn goes_on(&self, at: usize) -> bool {
        let next = self.tokens.text(self.article, self.range.end);
        self.word(at) == "‘" || self.word(at) == "'" && next == "'"
    }

    /// Can the mark at `at` open a quotation? A right mark `’` at the start of a word never does.
    fn opens(&self, at: usize) -> bool {
        if !matches!(self.word(at), "‘" | "'" | "‚" | "‛") {
            return false;
        }
        let next = self.after(at);
        let starts_words =
            next.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ')' | ';'));
        let room = match self.before(at) {
            "" | "(" | "[" | "—" | "–" | "-" | "--" | "/" | "“" | "«" | "„" => true,
            "\"" | "''" => {
                at >= 2
                    && (self.before(at - 1).is_empty() || matches!(self.before(at - 1), "(" | "[" | "—" | "–" | "-"))
            }
            _ => false,
        };
        starts_words && room && !self.elides(at)
    }

    /// Does the mark at `at` stand for lost letters or digits at the start of a word?
    fn elides(&self, at: usize) -> bool {
        let next = self.after(at);
        if next.len() == 2 && next.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        ELIDED.has(next)
    }

    /// The mark that closes what opens at `open`, sought up to the next that can open.
    fn closing(&self, open: usize) -> ClosingMark {
        let german = self.word(open) == "‚";
        let mut doubtful = None;
        let mut doubles = 0_usize;
        for at in open + 1..self.range.end {
            let word = self.word(at);
            match word {
                "“" | "«" | "„" => doubles += 1,
                "\"" if matches!(self.before(at), "" | "(" | "[" | "—" | "–") => doubles += 1,
                "”" | "»" | "\"" if doubles == 0 => return ClosingMark { closes: doubtful, enclosed: true },
                "”" | "»" | "\"" => doubles -= 1,
                "‘" if german => return ClosingMark { closes: Some(at), enclosed: false },
                // Every mark must be met by few searches, or marks in marks would cost their square.
                _ if doubles > MAX_OPEN_DOUBLES => break,
                _ if doubles > 0 => {}
                _ if self.opens(at) => break,
                "’" | "'" => match self.closes(at) {
                    Some(Closing::Certain) => return ClosingMark { closes: Some(at), enclosed: false },
                    Some(Closing::Doubtful) => doubtful = doubtful.or(Some(at)),
                    None => {}
                },
                _ => {}
            }
        }
        ClosingMark { closes: doubtful, enclosed: false }
    }

    /// Can the mark at `at` close a quotation, and how surely?
    fn closes(&self, at: usize) -> Option<Closing> {
        let (before, after) = (self.before(at), self.after(at));
        if before.is_empty() || after.starts_with(char::is_alphanumeric) {
            return None;
        }
        if !before.ends_with(char::is_alphanumeric) {
            return (!chars::single_mark(before.chars().next_back()?)).then_some(Closing::Certain);
        }
        // Feet: 5' 10".
        if before.ends_with(|c: char| c.is_ascii_digit())
            && self.word(at) == "'"
            && self.word(at + 1).starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let word_follows = after.is_empty() && self.word(at + 1).starts_with(char::is_alphanumeric);
        // ’n’: the word between two marks.
        let lost_both = before.eq_ignore_ascii_case("n") && at >= 2 && chars::single_mark(first(self.word(at - 2)));
        if lost_both {
            return None;
        }
        let possessive = before.ends_with('s') && word_follows;
        let shortened =
            word_follows && (before.ends_with("in") && before.len() > 3 || matches!(before, "o" | "th" | "an"));
        Some(if possessive || shortened { Closing::Doubtful } else { Closing::Certain })
    }
}

fn first(word: &str) -> char {
    word.chars().next().unwrap_or(' ')
}
