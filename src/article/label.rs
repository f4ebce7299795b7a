//! [`Label`]: the name or role that opens a line of a transcript, with times, numbers, seats, offices and markup beside
//! it: `[00:12] ADA LIND (North Quay): No.` It may also stand alone on its line. A single line does not show whether it
//! is speech: `Lind: no` may be a turn, a note or a key.

mod name_words;

use super::timestamp::{closing_bracket, leading_times, timestamp_end};
use super::word_lists::{GENERATION, LABEL_ABBREVIATION, LABEL_PARTICLE};
use crate::text::chars::is_capitals;
use crate::text::words::WordSet;
use name_words::NameWords;
use std::ops::ControlFlow::{self, Break, Continue};
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

/// A label by its byte ranges in the line; see [`Label::parse`].
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
    pub fn parse(line: &str) -> Option<Label> {
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
        let mut name = NameWords { start: self.at, end: self.at, ..NameWords::default() };
        loop {
            if let Break(label) = self.next_part(&mut name) {
                return label;
            }
        }
    }

    /// Takes the next word, time, remark or delimiter of `name`. Breaks with the label at its end, or with `None` if this
    /// is not a label.
    fn next_part(&mut self, name: &mut NameWords) -> ControlFlow<Option<Label>> {
        let before = self.at;
        self.skip(|c| matches!(c, ' ' | '\t' | '\u{a0}') || is_markup(c));
        let gap = &self.line[before..self.at];
        let rest = self.rest();
        let time = timestamp_end(self.line, self.at);
        // A column of names beside one of words.
        let column = gap.contains('\t') || gap.len() > 3;
        if column && name.words > 0 && name.lower == 0 && time.is_none() && rest.starts_with(char::is_alphanumeric) {
            return Break(Some(self.label_of(name, LabelStyle::Dash)));
        }
        if name.words == 0 && !rest.starts_with(|c: char| c.is_alphabetic()) {
            return Break(None);
        }
        if rest.is_empty() || rest.starts_with('\n') {
            return Break(self.end_of_line(name));
        }
        if let Some(time) = time {
            return self.time_after(name, time);
        }
        if let Some(close) = rest.chars().next().and_then(closing_bracket) {
            return self.remark_after(name, close);
        }
        if let Some(after) = rest.strip_prefix(['-', '–', '—', '|', '·', '•', '@']) {
            return self.dash_after(name, after);
        }
        self.next_word(name)
    }

    /// The label of a `name` that ends its line.
    fn end_of_line(&mut self, name: &mut NameWords) -> Option<Label> {
        let cut = self.rest().is_empty() && !self.whole;
        if let Some(aside) = self.aside_below() {
            name.aside = aside;
        }
        let sign = if self.timed { LabelStyle::Time } else { LabelStyle::Line };
        self.find_body();
        // User names are in lower case: “ada.lind  9:41 AM”.
        let handle = name.lower == 1 && name.words == 1 && self.timed;
        (!cut && name.end > name.start && (name.lower == 0 || handle)).then(|| self.label_of(name, sign))
    }

    /// Takes the time that ends at `end`, after `name`.
    fn time_after(&mut self, name: &NameWords, end: usize) -> ControlFlow<Option<Label>> {
        (self.at, self.timed) = (end, true);
        self.skip(|c| matches!(c, ' ' | '\t') || is_markup(c));
        let colon = self.rest().starts_with([':', '：']);
        if colon || self.rest().starts_with(". ") {
            self.skip(|c| matches!(c, ':' | '：' | '.'));
            self.find_body();
            return Break(Some(self.label_of(name, if colon { LabelStyle::Colon } else { LabelStyle::Stop })));
        }
        self.skip(|c| matches!(c, ' ' | '\t' | '-' | '–' | '—' | '|'));
        if !self.rest().starts_with(['(', '[', '\n']) && !self.rest().is_empty() {
            self.find_body();
            return Break((name.lower == 0).then(|| self.label_of(name, LabelStyle::Time)));
        }
        Continue(())
    }

    /// Takes the remark in brackets after `name`, up to `close`.
    fn remark_after(&mut self, name: &mut NameWords, close: char) -> ControlFlow<Option<Label>> {
        let Some(length) = self.rest().find(close).filter(|&length| length <= MAX_ASIDE) else { return Break(None) };
        if name.aside.is_empty() {
            name.aside = self.at + 1..self.at + length;
        }
        self.at += length + close.len_utf8();
        // “(PPE). –”, “(during the reading).”
        match self.rest().trim_start_matches(is_markup).chars().next() {
            Some(':' | '：') => return Break(Some(self.colon_after(name))),
            Some('.') => {
                self.skip(|c| c == '.' || is_markup(c));
                return Break(self.stop(name.range(), name.aside.clone(), name.titled));
            }
            Some(',') => {
                self.skip(|c| c == ',' || is_markup(c));
                let dashed = self.rest().find(". –").or_else(|| self.rest().find(". —"));
                if dashed.is_some_and(|at| at <= MAX_ASIDE) {
                    return Break(self.office(name.range()));
                }
            }
            _ => {}
        }
        Continue(())
    }

    /// Takes the dash or other sign after `name`, before `after`.
    fn dash_after(&mut self, name: &NameWords, after: &str) -> ControlFlow<Option<Label>> {
        let rest = self.rest();
        let next = self.line.len() - after.trim_start().len();
        if timestamp_end(self.line, next).is_some() {
            self.at = next;
            return Continue(());
        }
        let dash = !rest.starts_with(['·', '•', '@']) && after.starts_with([' ', '\t']);
        let capitals = is_capitals(&self.line[name.range()]);
        // “Ada Lind – harbour office: No.”
        let colon =
            after.find(':').filter(|&colon| colon <= MAX_ASIDE && !after[..colon].contains(['.', '?', '!', ',']));
        self.at += rest.len() - after.len();
        Break(if dash && (capitals || colon.is_none()) && name.lower == 0 && !after.trim().is_empty() {
            self.find_body();
            Some(self.label_of(name, LabelStyle::Dash))
        } else {
            self.office(name.range())
        })
    }

    /// Takes the next word of `name`, with a delimiter that it ends in.
    fn next_word(&mut self, name: &mut NameWords) -> ControlFlow<Option<Label>> {
        let rest = self.rest();
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '：')).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(is_markup);
        let marks = ['"', '“', '”', '«', '»', '?', '!', ';', '„', '/', '=', '\\'];
        if word.contains(marks) || word.contains("://") || self.at - name.start > MAX_NAME {
            return Break(None);
        }
        if rest[length..].starts_with('：') || word.ends_with([':', '：']) {
            let last = word.trim_end_matches([':', '：']).trim_end_matches(is_markup);
            name.end = if last.is_empty() { name.end } else { self.at + last.len() };
            name.words += usize::from(!last.is_empty());
            name.lower += usize::from(is_lower(last, name.words));
            self.at += length;
            let label = self.colon_after(name);
            let fits = name.words <= MAX_NAME_WORDS && (name.lower == 0 || name.words <= MAX_LOWER_WORDS);
            return Break(Some(label).filter(|_| name.end > name.start && fits));
        }
        if word.contains(':') || word.contains('：') {
            // Only scripts without spaces continue right after the colon.
            let Some((only, _)) = word.split_once('：') else { return Break(None) };
            name.end = self.at + only.len();
            self.at = name.end + '：'.len_utf8();
            return Break((name.words == 0).then(|| self.label_of(name, LabelStyle::Colon)));
        }
        name.words += 1;
        if let Some(last) = word.strip_suffix(',') {
            return Break(self.comma_after(name, last, length));
        }
        // “to Everyone:”
        if word == "to" && self.timed && name.words > 1 {
            let Some(colon) = rest.find(':').filter(|&colon| colon <= MAX_ASIDE) else { return Break(None) };
            self.at += colon + 1;
            self.find_body();
            return Break(Some(self.label_of(name, LabelStyle::Colon)));
        }
        if let Some(last) = word.strip_suffix('.').filter(|last| !last.contains('.')) {
            let letter = last.chars().count() == 1 && last.starts_with(char::is_uppercase);
            if is_full_stop(last, letter, rest[length..].trim_start(), name.words) {
                (name.end, self.at) = (self.at + last.len(), self.at + length);
                return Break(if name.lower == 0 && !is_lower(last, name.words) {
                    self.stop(name.range(), name.aside.clone(), name.titled)
                } else {
                    None
                });
            }
            name.titled |= !letter;
        }
        name.titled |= name.words == 1 && !is_capitals(word);
        name.lower += usize::from(is_lower(word, name.words));
        (name.end, self.at) = (self.at + word.len(), self.at + length);
        if name.words > MAX_NAME_WORDS || name.lower > 0 && name.words > MAX_LOWER_WORDS {
            return Break(None);
        }
        Continue(())
    }

    /// The label of `name` after its `last` word, whose `length` bytes end in a comma: an office or a generation follows.
    fn comma_after(&mut self, name: &mut NameWords, last: &str, length: usize) -> Option<Label> {
        if let Some(suffix) = generation(&self.rest()[length..]) {
            self.at += length + suffix;
            name.end = self.at;
            let stop = self.rest().starts_with('.');
            self.skip(|c| c == '.');
            return if self.rest().starts_with([':', '：']) {
                Some(self.colon_after(name))
            } else if stop {
                self.stop(name.range(), name.aside.clone(), name.titled)
            } else {
                None
            };
        }
        name.lower += usize::from(is_lower(last, name.words));
        (name.end, self.at) = (self.at + last.len(), self.at + length);
        let may_be = name.lower == 0 || name.words <= MAX_LOWER_WORDS;
        let label = if may_be { self.office(name.range()) } else { None };
        // “Find out, then” is not a name.
        label.filter(|label| name.lower == 0 || label.style != LabelStyle::Line)
    }

    /// The label of `name` before the colon here.
    fn colon_after(&mut self, name: &NameWords) -> Label {
        self.skip(|c| matches!(c, ':' | '：') || is_markup(c));
        self.find_body();
        self.label_of(name, LabelStyle::Colon)
    }

    fn label_of(&self, name: &NameWords, style: LabelStyle) -> Label {
        self.label(name.range(), name.aside.clone(), style)
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

/// Whether the full stop after `word` ends a name, rather than being part of an initial (`letter`) or an abbreviation.
/// `next` follows, and `words` is the number of words so far.
fn is_full_stop(word: &str, letter: bool, next: &str, words: usize) -> bool {
    // “Some hon. members”
    let small = word.starts_with(char::is_lowercase) && next.starts_with(char::is_lowercase);
    let goes_on = small || next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let inside = letter && words < 4 || is_abbreviation(word);
    // “Rep. (Ohio) Lind:”, but “JONAS PIKE. (Shivering.) No.”
    let remark = next.starts_with('(') && (inside || !is_capitals(word));
    !(inside && goes_on && words <= 3 || remark || next.starts_with(':'))
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
