//! [`Label`]: the name or role that opens a line of a transcript, with times, numbers, seats, offices and markup beside
//! it: `[00:12] ADA LIND (North Quay): No.` It may also stand alone on its line. A single line does not show whether it
//! is speech: `Lind: no` may be a turn, a note or a key.

use super::timestamp::{closing_bracket, leading_times, timestamp_end};
use super::word_lists::{GENERATION, LABEL_ABBREVIATION, LABEL_PARTICLE};
use crate::text::chars::is_capitals;
use crate::text::words::WordSet;
use std::ops::Range;

/// Bytes of a line in which a label is looked for.
const MAX_REACH: usize = 240;
/// The most words and bytes of a name, and the most bytes of the remark beside it.
const MAX_NAME_WORDS: usize = 8;
const MAX_NAME: usize = 80;
const MAX_ASIDE: usize = 100;
/// The most words of a name that contains lower-case words other than particles.
const MAX_LOWER_WORDS: usize = 4;

/// The delimiter between a label and the words said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelStyle {
    /// `Ada Lind:`
    Colon,
    /// `Mr. LIND.`, as in printed records.
    Stop,
    /// `Ada Lind 0:12`
    Time,
    /// `[Ada Lind]`, `<ada>`
    Brackets,
    /// `LIND — No.`, or words in a column beside the name.
    Dash,
    /// The letter of a question or an answer with nothing after it: `Q Where were you?`
    Letter,
    /// `Ada Lind`, alone on its line.
    Line,
    /// `Ada Lind` in bold before words that are not. Only set where markup is known.
    Bold,
}

/// A label by its byte ranges in the line; see [`Label::of`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name, in bytes.
    pub name: Range<usize>,
    /// A remark on the name, without its brackets, in bytes; empty if there is none. Never a time.
    pub aside: Range<usize>,
    /// The byte at which the words said begin, or the length of the line if none follow.
    pub body: usize,
    pub style: LabelStyle,
    /// Whether a time stands beside the name.
    pub timed: bool,
}

impl Label {
    /// Parses the label that opens `line`, if there may be one. A line break ends a label that has no other delimiter.
    pub fn of(line: &str) -> Option<Label> {
        let end = line.floor_char_boundary(MAX_REACH);
        let mut scanner = LabelScanner { line: &line[..end], whole: end == line.len(), at: 0, timed: false };
        scanner.prefix();
        let mut label = scanner.letter().or_else(|| scanner.bracketed()).or_else(|| scanner.named())?;
        let trimmed = line.trim_end().len();
        label.body = if label.body >= trimmed { line.len() } else { label.body };
        Some(label)
    }

    /// Whether no words follow on the line.
    pub fn is_alone(&self, line: &str) -> bool {
        self.body >= line.len()
    }
}

struct LabelScanner<'l> {
    line: &'l str,
    /// Whether the line was not cut off.
    whole: bool,
    at: usize,
    timed: bool,
}

impl<'l> LabelScanner<'l> {
    fn rest(&self) -> &'l str {
        self.line.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self, skips: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c: char| !skips(c)).unwrap_or(rest.len());
    }

    /// Skips times, numbers, dashes, chevrons and markup before the name.
    fn prefix(&mut self) {
        self.skip(|c| c.is_whitespace() || is_markup(c) || c == '\u{feff}');
        let mut numbered = false;
        loop {
            let rest = self.rest();
            if let Some(end) = timestamp_end(self.line, self.at) {
                (self.at, self.timed) = (end, true);
                self.skip(|c| {
                    c.is_whitespace() || is_markup(c) || matches!(c, '-' | '–' | '—' | '|' | ',' | ':' | '·')
                });
                // “From Ada Lind to Everyone:”
                if let Some(after) = self.rest().strip_prefix("From ") {
                    self.at = self.line.len() - after.len();
                    self.skip(char::is_whitespace);
                }
                continue;
            }
            if rest.starts_with(['>', '»', '#', '•']) {
                self.skip(|c| matches!(c, '>' | '»' | '#' | '•') || c.is_whitespace() || is_markup(c));
                continue;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest[digits..].trim_start_matches(['.', ')']);
            if (1..=4).contains(&digits) && !numbered && after.starts_with([' ', '\t']) && rest.len() - after.len() <= 5
            {
                numbered = true;
                self.at += rest.len() - after.len();
                self.skip(|c| c.is_whitespace() || is_markup(c));
                continue;
            }
            if !numbered && let Some(length) = self.question_number() {
                numbered = true;
                self.at += length;
                continue;
            }
            let dashed = rest.strip_prefix(['-', '–', '—']).is_some_and(|rest| rest.starts_with(' '));
            if dashed && !numbered {
                numbered = true;
                self.skip(|c| matches!(c, '-' | '–' | '—') || c.is_whitespace() || is_markup(c));
                continue;
            }
            return;
        }
    }

    /// The length of the number of a question before the name of the questioner: `Q12  Ada Lind:`.
    fn question_number(&self) -> Option<usize> {
        const MAX_DIGITS: usize = 4;
        const MAX_WORDS: usize = 5;
        let rest = self.rest().strip_prefix('Q')?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest[digits..].trim_start_matches(['.', '*', '_']);
        let name = after.trim_start();
        let (words, _) =
            name.split_once(':').filter(|_| (1..=MAX_DIGITS).contains(&digits) && name.len() < after.len())?;
        let capital = |word: &str| word.starts_with(char::is_uppercase) || is_particle(word);
        let named = !words.is_empty() && words.len() <= MAX_NAME && words.split_whitespace().all(capital);
        let few = words.split_whitespace().count() <= MAX_WORDS;
        (named && few).then(|| self.rest().len() - name.len())
    }

    fn label(&self, name: Range<usize>, aside: Range<usize>, style: LabelStyle) -> Label {
        Label { name, aside, body: self.at, style, timed: self.timed }
    }

    /// Skips line breaks, markup and unmistakable times between a label and its words.
    fn find_body(&mut self) {
        loop {
            self.skip(|c| c.is_whitespace() || matches!(c, '*' | '_'));
            let Some(end) = timestamp_end(self.line, self.at) else { return };
            let time = &self.line[self.at..end];
            let after = &self.line[end..];
            let alone = after.trim_start_matches([' ', '\t']).is_empty() && self.whole || after.starts_with('\n');
            if !(alone || time.starts_with(['[', '(', '#', '{']) || time.matches(':').count() > 1) {
                return;
            }
            (self.at, self.timed) = (end, true);
        }
    }

    /// `Q.`, `A:`, `Q1:`, `Q (BY MR. LIND)`, `A Nothing.`
    fn letter(&mut self) -> Option<Label> {
        let rest = self.rest();
        if !rest.starts_with(['Q', 'A']) {
            return None;
        }
        let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count().min(3);
        let mut length = 1 + digits;
        let markup = |rest: &str| rest.len() - rest.trim_start_matches(is_markup).len();
        length += markup(&rest[length..]);
        let signed = rest[length..].starts_with(['.', ':', ')', '：']);
        let after = rest[length..].strip_prefix(['.', ':', ')', '：']).unwrap_or(&rest[length..]);
        let after = after.trim_start_matches(is_markup);
        let apart = after.is_empty() && (signed || length == 1 + digits) || after.starts_with(char::is_whitespace);
        let words = after.trim_start();
        let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"'‘[(-–—…".contains(c));
        // “A VOICE: No.”
        let article = !signed
            && words.split_once(':').is_some_and(|(name, _)| {
                name.len() <= MAX_NAME && is_capitals(name) && name.split_whitespace().count() <= 3
            });
        if article || !(apart && (signed || begins || words.is_empty() && digits == 0)) {
            return None;
        }
        let name = self.at..self.at + 1 + digits;
        self.at = self.line.len() - words.len();
        // The examiner: “(BY MR. LIND)”, “BY MR. LIND:”.
        let by = |open: &str, close: char| {
            let inner = words.strip_prefix(open)?;
            let by = inner.get(..3).filter(|by| by.eq_ignore_ascii_case("by "))?;
            let end = inner.find(close).filter(|&end| end <= MAX_NAME)?;
            let start = self.line.len() - inner.len() + by.len();
            Some((start..start + end - by.len(), self.line.len() - inner.len() + end + close.len_utf8()))
        };
        let by = by("(", ')').or_else(|| by("[", ']')).or_else(|| by("", ':'));
        let aside = by.map_or(0..0, |(by, end)| {
            self.at = end;
            self.skip(|c| c == ':');
            by
        });
        self.find_body();
        Some(self.label(name, aside, if signed { LabelStyle::Colon } else { LabelStyle::Letter }))
    }

    /// `[Ada Lind]`, `(ADA LIND)`, `<ada>`, with or without a colon.
    fn bracketed(&mut self) -> Option<Label> {
        let rest = self.rest();
        let open = rest.chars().next()?;
        let close = closing_bracket(open)?;
        let end = rest.find(close).filter(|&end| end <= MAX_NAME)?;
        let inner = rest.get(open.len_utf8()..end)?;
        // “[Ada Lind, 00:12]”
        let whole = inner;
        let mut spaces = inner.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
        let time =
            spaces.find(|&at| leading_times(&whole[at + 1..]).is_some_and(|length| at + 1 + length == whole.len()));
        let inner = time.map_or(whole, |at| whole[..at].trim_end_matches(','));
        let name =
            inner.trim_matches(|c: char| c.is_whitespace() || is_markup(c) || matches!(c, ':' | '@' | '+' | '%'));
        let words = name.split_whitespace().count();
        let capital = name.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic());
        let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || ".'’-_#&|[]\\`^{}".contains(c);
        let is_name = match open {
            '<' => words == 1 && name.starts_with(|c: char| c.is_alphanumeric() || "_[]\\`^{}|".contains(c)),
            _ => capital && (1..=6).contains(&words),
        };
        let lower = name.split_whitespace().filter(|word| word.starts_with(char::is_lowercase) && !is_particle(word));
        let abbreviated = name.split_whitespace().rev().skip(1).filter(|word| word.ends_with('.'));
        if !is_name
            || !name.chars().all(plain)
            || name.ends_with(['.', '?', '!'])
            || open != '<' && lower.count() > 0
            || abbreviated.clone().any(|word| !is_abbreviation(word))
        {
            return None;
        }
        let start = self.at + open.len_utf8() + (name.as_ptr() as usize - inner.as_ptr() as usize);
        self.timed |= inner.len() < whole.len();
        let name = start..start + name.len();
        self.at += end + close.len_utf8();
        self.skip(|c| matches!(c, ' ' | '\t') || is_markup(c));
        if let Some(end) = timestamp_end(self.line, self.at) {
            (self.at, self.timed) = (end, true);
        }
        self.skip(|c| matches!(c, ' ' | '\t' | ':' | '：') || is_markup(c));
        self.find_body();
        Some(self.label(name, 0..0, LabelStyle::Brackets))
    }

    /// A name in words, up to its delimiter.
    fn named(&mut self) -> Option<Label> {
        let start = self.at;
        let (mut end, mut aside) = (start, 0..0);
        let (mut words, mut lower, mut titled) = (0, 0, false);
        loop {
            let before = self.at;
            self.skip(|c| matches!(c, ' ' | '\t' | '\u{a0}') || is_markup(c));
            let gap = &self.line[before..self.at];
            let rest = self.rest();
            // A column of names beside one of words.
            let column = gap.contains('\t') || gap.len() > 3;
            if column
                && words > 0
                && lower == 0
                && timestamp_end(self.line, self.at).is_none()
                && rest.starts_with(char::is_alphanumeric)
            {
                return Some(self.label(start..end, aside, LabelStyle::Dash));
            }
            if words == 0 && !rest.starts_with(|c: char| c.is_alphabetic()) {
                return None;
            }
            if rest.is_empty() || rest.starts_with('\n') {
                let cut = rest.is_empty() && !self.whole;
                aside = self.aside_below().unwrap_or(aside);
                let sign = if self.timed { LabelStyle::Time } else { LabelStyle::Line };
                self.find_body();
                // User names are in lower case: “ada.lind  9:41 AM”.
                let handle = lower == 1 && words == 1 && self.timed;
                return (!cut && end > start && (lower == 0 || handle)).then(|| self.label(start..end, aside, sign));
            }
            if let Some(time) = timestamp_end(self.line, self.at) {
                (self.at, self.timed) = (time, true);
                self.skip(|c| matches!(c, ' ' | '\t') || is_markup(c));
                let colon = self.rest().starts_with([':', '：']);
                let dot = self.rest().starts_with(". ");
                if colon || dot {
                    self.skip(|c| matches!(c, ':' | '：' | '.'));
                    self.find_body();
                    return Some(self.label(
                        start..end,
                        aside,
                        if colon { LabelStyle::Colon } else { LabelStyle::Stop },
                    ));
                }
                self.skip(|c| matches!(c, ' ' | '\t' | '-' | '–' | '—' | '|'));
                if !self.rest().starts_with(['(', '[', '\n']) && !self.rest().is_empty() {
                    self.find_body();
                    return (lower == 0).then(|| self.label(start..end, aside, LabelStyle::Time));
                }
                continue;
            }
            if let Some(close) = rest.chars().next().and_then(closing_bracket) {
                let length = rest.find(close).filter(|&length| length <= MAX_ASIDE)?;
                if aside.is_empty() {
                    aside = self.at + 1..self.at + length;
                }
                self.at += length + close.len_utf8();
                // “(PPE). –”, “(during the reading).”
                match self.rest().trim_start_matches(is_markup).chars().next() {
                    Some(':' | '：') => {
                        self.skip(|c| matches!(c, ':' | '：') || is_markup(c));
                        self.find_body();
                        return Some(self.label(start..end, aside, LabelStyle::Colon));
                    }
                    Some('.') => {
                        self.skip(|c| c == '.' || is_markup(c));
                        return self.stop(start..end, aside, titled);
                    }
                    Some(',') => {
                        self.skip(|c| c == ',' || is_markup(c));
                        let dashed = self.rest().find(". –").or_else(|| self.rest().find(". —"));
                        if dashed.is_some_and(|at| at <= MAX_ASIDE) {
                            return self.office(start..end);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            if let Some(after) = rest.strip_prefix(['-', '–', '—', '|', '·', '•', '@']) {
                let sign = rest.len() - after.len();
                let next = self.line.len() - after.trim_start().len();
                if timestamp_end(self.line, next).is_some() {
                    self.at = next;
                    continue;
                }
                let dash = !rest.starts_with(['·', '•', '@']) && after.starts_with([' ', '\t']);
                let capitals = is_capitals(&self.line[start..end]);
                // “Ada Lind – harbour office: No.”
                let colon = after
                    .find(':')
                    .filter(|&colon| colon <= MAX_ASIDE && !after[..colon].contains(['.', '?', '!', ',']));
                self.at += sign;
                return if dash && (capitals || colon.is_none()) && lower == 0 && !after.trim().is_empty() {
                    self.find_body();
                    Some(self.label(start..end, aside, LabelStyle::Dash))
                } else {
                    self.office(start..end)
                };
            }
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '：')).unwrap_or(rest.len());
            let whole = &rest[..length];
            let word = whole.trim_end_matches(is_markup);
            let marks = ['"', '“', '”', '«', '»', '?', '!', ';', '„', '/', '=', '\\'];
            if word.contains(marks) || word.contains("://") || self.at - start > MAX_NAME {
                return None;
            }
            if rest[length..].starts_with('：') || word.ends_with([':', '：']) {
                let name = word.trim_end_matches([':', '：']).trim_end_matches(is_markup);
                end = if name.is_empty() { end } else { self.at + name.len() };
                words += usize::from(!name.is_empty());
                lower += usize::from(is_lower(name, words));
                self.at += length;
                self.skip(|c| matches!(c, ':' | '：') || is_markup(c));
                self.find_body();
                let fits = words <= MAX_NAME_WORDS && (lower == 0 || words <= MAX_LOWER_WORDS);
                return (end > start && fits).then(|| self.label(start..end, aside, LabelStyle::Colon));
            }
            if word.contains(':') || word.contains('：') {
                // Only scripts without spaces continue right after the colon.
                let (name, _) = word.split_once('：')?;
                end = self.at + name.len();
                self.at = end + '：'.len_utf8();
                return (words == 0).then(|| self.label(start..end, aside, LabelStyle::Colon));
            }
            words += 1;
            if let Some(name) = word.strip_suffix(',') {
                if let Some(suffix) = generation(&rest[length..]) {
                    (end, self.at) = (self.at + length + suffix, self.at + length + suffix);
                    let stop = self.rest().starts_with('.');
                    self.skip(|c| c == '.');
                    if !self.rest().starts_with([':', '：']) {
                        return if stop { self.stop(start..end, aside, titled) } else { None };
                    }
                    self.skip(|c| matches!(c, ':' | '：') || is_markup(c));
                    self.find_body();
                    return Some(self.label(start..end, aside, LabelStyle::Colon));
                }
                lower += usize::from(is_lower(name, words));
                (end, self.at) = (self.at + name.len(), self.at + length);
                let label = if lower == 0 || words <= MAX_LOWER_WORDS { self.office(start..end) } else { None };
                // “Find out, then” is no name.
                return label.filter(|label| lower == 0 || label.style != LabelStyle::Line);
            }
            // “to Everyone:”
            if word == "to" && self.timed && words > 1 {
                let rest = self.rest();
                let colon = rest.find(':').filter(|&colon| colon <= MAX_ASIDE)?;
                self.at += colon + 1;
                self.find_body();
                return Some(self.label(start..end, aside, LabelStyle::Colon));
            }
            if let Some(name) = word.strip_suffix('.').filter(|name| !name.contains('.')) {
                let letter = name.chars().count() == 1 && name.starts_with(char::is_uppercase);
                let next = rest[length..].trim_start();
                // “Some hon. members”
                let small = name.starts_with(char::is_lowercase) && next.starts_with(char::is_lowercase);
                let goes_on = small || next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
                let inside = letter && words < 4 || is_abbreviation(name);
                // “Rep. (Ohio) Lind:”, but “JONAS PIKE. (Shivering.) No.”
                let remark = next.starts_with('(') && (inside || !is_capitals(name));
                if !(inside && goes_on && words <= 3 || remark || next.starts_with(':')) {
                    (end, self.at) = (self.at + name.len(), self.at + length);
                    return if lower == 0 && !is_lower(name, words) {
                        self.stop(start..end, aside, titled)
                    } else {
                        None
                    };
                }
                titled |= !letter;
            }
            titled |= words == 1 && !is_capitals(word);
            lower += usize::from(is_lower(word, words));
            (end, self.at) = (self.at + word.len(), self.at + length);
            if words > MAX_NAME_WORDS || lower > 0 && words > MAX_LOWER_WORDS {
                return None;
            }
        }
    }

    /// A remark in brackets on the line below a name: a seat, a party.
    fn aside_below(&mut self) -> Option<Range<usize>> {
        let line = self.rest().trim_start().split('\n').next()?.trim_end();
        let start = self.line.len() - self.rest().trim_start().len();
        let inner = line.strip_prefix('(')?.strip_suffix(')')?;
        // “(North Quay) (Lab)” is such a line, “(No.) Yes (no)” is not.
        let brackets = inner.split(')').skip(1).all(|part| part.trim_start().starts_with('('));
        if !brackets || inner.len() > MAX_ASIDE || self.at == start {
            return None;
        }
        self.at = start + line.len();
        Some(start + 1..start + 1 + inner.find(')').unwrap_or(inner.len()))
    }

    /// A label that ends in a full stop: in capitals, with a title, or followed by a dash.
    fn stop(&mut self, name: Range<usize>, aside: Range<usize>, titled: bool) -> Option<Label> {
        let rest = self.rest();
        let dashed = rest.trim_start().starts_with(['–', '—', '-']);
        let spaced = rest.starts_with(char::is_whitespace);
        let begins = rest.trim_start().starts_with(|c: char| c.is_uppercase() || "“\"'‘([–—-".contains(c));
        let words = &self.line[name.clone()];
        let capitals = words.split([' ', '\t']).any(|word| word.chars().count() > 1 && is_capitals(word));
        let several = words.split_whitespace().count() > 1;
        if !spaced || !(begins || capitals && several) || !(capitals || titled && several || dashed) {
            return None;
        }
        if dashed {
            self.skip(|c| c.is_whitespace() || matches!(c, '–' | '—' | '-'));
        }
        self.find_body();
        Some(self.label(name, aside, LabelStyle::Stop))
    }

    /// A name followed by an office: “Ada Lind, ferry office:”, “Ada Lind, rapporteur. –”.
    fn office(&mut self, name: Range<usize>) -> Option<Label> {
        self.skip(|c| matches!(c, ' ' | '\t'));
        if let Some(time) = timestamp_end(self.line, self.at) {
            (self.at, self.timed) = (time, true);
            self.skip(|c| matches!(c, ' ' | '\t' | ':' | '：') || is_markup(c));
            self.find_body();
            return Some(self.label(name, 0..0, LabelStyle::Time));
        }
        let rest = self.rest();
        let end = rest.find([':', '：', '\n', '?', '!', ';', '“', '"', '”']).unwrap_or(rest.len());
        let dashed = rest.find(". –").or_else(|| rest.find(". —")).filter(|&at| at < end && at <= MAX_ASIDE);
        let end = dashed.unwrap_or(end);
        if end > MAX_ASIDE || end == rest.len() && !self.whole {
            return None;
        }
        let aside = self.at..self.at + rest[..end].trim_end_matches(|c: char| c.is_whitespace() || is_markup(c)).len();
        let sentence = rest[..end].trim_end().ends_with('.') || rest[..end].contains(". ");
        self.at += end;
        if dashed.is_some() {
            self.at += 1;
            return self.stop(name, aside, true);
        }
        match rest[end..].chars().next() {
            Some(':' | '：')
                if rest[end + 1..].starts_with(|c: char| c.is_whitespace() || is_markup(c))
                    || rest.len() == end + 1 =>
            {
                self.skip(|c| matches!(c, ':' | '：') || is_markup(c));
                self.find_body();
                Some(self.label(name, aside, LabelStyle::Colon))
            }
            None | Some('\n') if !sentence && end <= MAX_NAME => {
                self.find_body();
                Some(self.label(name, aside, LabelStyle::Line))
            }
            _ => None,
        }
    }
}

fn is_markup(c: char) -> bool {
    matches!(c, '*' | '_' | '`')
}

/// The length of “ Jr” at the start of `rest`, after the comma behind a name.
fn generation(rest: &str) -> Option<usize> {
    let word = rest.strip_prefix(' ')?.split(['.', ' ', ':']).next()?;
    (word.starts_with(char::is_uppercase) && GENERATION.has(word)).then(|| 1 + word.len())
}

fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    LABEL_ABBREVIATION.has(word)
}

fn is_particle(word: &str) -> bool {
    LABEL_PARTICLE.contains(word)
}

/// Whether `word`, the one of this number, cannot be part of a name because it is in lower case.
fn is_lower(word: &str, number: usize) -> bool {
    word.starts_with(char::is_lowercase) && (number == 1 || !is_particle(word)) && !word.starts_with("d’")
}

#[cfg(test)]
mod tests;
