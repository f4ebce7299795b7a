//! Single quotation marks, distinguished from apostrophes: *’tis*, *the Joneses’*, *’90s*, *goin’*, *rock ’n’ roll*. A
//! mark that can open is matched with a closing mark before the next mark that can open.

use crate::article::Article;
use crate::language::lexical::tokens::Tokens;
use crate::language::lexical::word_classes::{CLIPPED, ELIDED};
use crate::text::chars;
use crate::text::words::WordSet;
use std::ops::Range;

/// The search for a closing mark ends once this many double quotations are open inside a single one.
const MAX_OPEN_DOUBLES: usize = 3;

/// Whether a mark after a word surely closes a quotation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// It may also end a plural possessive (*the boys’ house*) or a shortened word (*goin’ home*).
    Doubtful,
    Certain,
}

/// The single quotation marks of the block `range`, in order, each with whether it opens. They come in pairs, except
/// for an unclosed mark at the start of the block: its quotation continues in the next one.
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

/// The result of the search for a closing mark.
struct ClosingMark {
    closes: Option<usize>,
    /// The search ended at the closing mark of an enclosing double quotation.
    enclosed: bool,
}

impl<'a> SingleMarks<'a> {
    fn word(&self, at: usize) -> &'a str {
        if self.range.contains(&at) { self.tokens.text(self.article, at) } else { "" }
    }

    /// The word that touches token `at` on its left; empty after a space or at the start of the block.
    fn before(&self, at: usize) -> &'a str {
        let touches = at > self.range.start && self.tokens.tokens[at - 1].span.end == self.tokens.tokens[at].span.start;
        if touches { self.word(at - 1) } else { "" }
    }

    fn after(&self, at: usize) -> &'a str {
        let touches =
            at + 1 < self.range.end && self.tokens.tokens[at + 1].span.start == self.tokens.tokens[at].span.end;
        if touches { self.word(at + 1) } else { "" }
    }

    /// Whether a quotation that begins at `at` may continue in the next block. A straight mark is an apostrophe unless
    /// the next block opens with one as well.
    fn goes_on(&self, at: usize) -> bool {
        let next = self.tokens.text(self.article, self.range.end);
        self.word(at) == "‘" || self.word(at) == "'" && next == "'"
    }

    /// Whether the mark at `at` can open a quotation. A right mark `’` at the start of a word never does.
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

    /// Whether the mark at `at` replaces letters or digits at the start of a word.
    fn elides(&self, at: usize) -> bool {
        let next = self.after(at);
        if next.len() == 2 && next.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        ELIDED.has(next)
    }

    /// The mark that closes the quotation opened at `open`, searched for up to the next mark that can open.
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
                // Bounds the searches that pass over each mark; otherwise nested marks would take quadratic time.
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

    /// Whether, and how surely, the mark at `at` closes a quotation.
    fn closes(&self, at: usize) -> Option<Closing> {
        let (before, after) = (self.before(at), self.after(at));
        if before.is_empty() || after.starts_with(char::is_alphanumeric) {
            return None;
        }
        if !before.ends_with(char::is_alphanumeric) {
            return (!chars::is_single_mark(before.chars().next_back()?)).then_some(Closing::Certain);
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
        let lost_both = before.eq_ignore_ascii_case("n") && at >= 2 && chars::is_single_mark(first(self.word(at - 2)));
        if lost_both {
            return None;
        }
        let possessive = before.ends_with('s') && word_follows;
        let shortened = word_follows && (before.ends_with("in") && before.len() > 3 || CLIPPED.contains(before));
        Some(if possessive || shortened { Closing::Doubtful } else { Closing::Certain })
    }
}

fn first(word: &str) -> char {
    word.chars().next().unwrap_or(' ')
}
