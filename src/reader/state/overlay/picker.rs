//! The pickers, lists to choose from: the headings of the article, the sources, the marks and jumps, the commands.
//! Their rows, and the rows that match what is typed.

use crate::article::BlockKind;
use crate::reader::keys::action::{Action, TABLE};
use crate::reader::state::app::App;
use crate::reader::state::document::viewport::ViewPosition;
use crate::reader::state::geometry::{Area, Geometry};
use crate::reader::state::input::mode::{Picker, PickerKind, PickerRow, PickerTarget};
use crate::reader::state::overlay::help;
use crate::reader::state::sources::SourceEntry;
use crate::text::one_line;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of the text that a row shows for a place in it.
const WORDS_OF_A_PLACE: usize = 200;

impl Picker {
    /// The current list, all of it, with the cursor on `chosen`.
    pub fn new(app: &App, of: PickerKind, chosen: Option<PickerTarget>) -> Picker {
        let all = rows(app, of);
        let matching = (0..all.len()).collect();
        Picker { of, all, revision: app.sources.revision(), matching, chosen, ..Picker::default() }
    }

    /// Narrows the list to the rows that match `filter`: rows that contain all its words, in the order of the list; of
    /// the commands those that contain its letters in order, the best first.
    pub fn narrow(&mut self, filter: &str) {
        match self.of {
            _ if filter.trim().is_empty() => self.matching = (0..self.all.len()).collect(),
            PickerKind::Commands => self.matching = best(&self.all, filter),
            PickerKind::Contents | PickerKind::Sources | PickerKind::Places => self.retain_matching(&folded(filter)),
        }
        self.filter = filter.to_owned();
    }

    /// Narrows the list to the rows that contain all words of `filter`, ignoring case and accents.
    fn retain_matching(&mut self, filter: &str) {
        if self.folded.is_empty() {
            self.folded = self.all.iter().map(|row| folded(&row.label)).collect();
        }
        // A longer filter matches only rows that its prefix matched.
        let is_longer = !self.filter.trim().is_empty() && filter.starts_with(&folded(&self.filter));
        if !is_longer {
            self.matching = (0..self.all.len()).collect();
        }
        let words: Vec<&str> = filter.split_whitespace().collect();
        let labels = &self.folded;
        let holds = |label: &String| words.iter().all(|word| label.contains(word));
        self.matching.retain(|&index| labels.get(index).is_some_and(holds));
    }

    /// For each of these labels the indices of the graphemes that match the filter.
    pub fn matched(&self, labels: &[&str]) -> Vec<Vec<usize>> {
        if self.filter.trim().is_empty() {
            return vec![Vec::new(); labels.len()];
        }
        let pattern = pattern(self.of, &self.filter);
        let (mut matcher, mut buffer) = (Matcher::new(Config::DEFAULT), Vec::new());
        let in_label = |label: &&str| {
            let mut found = Vec::new();
            match pattern.indices(Utf32Str::new(label, &mut buffer), &mut matcher, &mut found) {
                Some(_) => found.into_iter().map(|nth| nth as usize).collect(),
                None => Vec::new(),
            }
        };
        labels.iter().map(in_label).collect()
    }

    /// The rows that are listed.
    pub fn rows(&self) -> impl Iterator<Item = &PickerRow> {
        self.matching.iter().filter_map(|&index| self.all.get(index))
    }

    /// The target of row `row` among those listed.
    pub fn target(&self, row: usize) -> Option<PickerTarget> {
        self.all.get(*self.matching.get(row)?).map(|row| row.target)
    }

    /// The row under the cursor.
    pub fn cursor(&self) -> usize {
        self.rows().position(|row| Some(row.target) == self.chosen).unwrap_or(0)
    }

    /// Its area on the screen, with its border.
    pub fn area(&self, geometry: &Geometry) -> Area {
        if self.of == PickerKind::Commands { help::area(geometry) } else { geometry.panel }
    }

    /// The first row on a screen of `height` rows. The cursor is on it.
    pub fn first_row(&self, height: usize) -> usize {
        let (cursor, last) = (self.cursor(), self.matching.len().saturating_sub(height));
        self.top.min(last).clamp((cursor + 1).saturating_sub(height), cursor)
    }
}

/// All rows of a list.
pub fn rows(app: &App, of: PickerKind) -> Vec<PickerRow> {
    match of {
        PickerKind::Contents => headings(app),
        PickerKind::Sources => {
            let listed = app.sources.listed();
            let label = |nth, entry| source_label(app, nth, entry);
            listed
                .map(|(nth, entry)| PickerRow {
                    keys: None,
                    label: label(nth, entry),
                    target: PickerTarget::Source(nth),
                })
                .collect()
        }
        PickerKind::Places => places(app),
        PickerKind::Commands => commands(app),
    }
}

/// The title of source `nth` where it is known, and its name; an item of a feed says both itself.
fn source_label(app: &App, nth: usize, entry: &SourceEntry) -> String {
    let document = if nth == app.sources.shown() { Some(&app.document) } else { entry.document() };
    let title = document.and_then(|document| document.article.meta.title.as_deref()).map(one_line);
    match title.filter(|title| entry.feed_item_row.is_none() && !title.is_empty()) {
        Some(title) => format!("{title} · {}", entry.label()),
        None => entry.label(),
    }
}

fn headings(app: &App) -> Vec<PickerRow> {
    let article = &app.document.article;
    let headings = article.blocks().iter().filter_map(|block| match block.kind {
        BlockKind::Headline => Some((0, block.span)),
        BlockKind::Heading(level) => Some((usize::from(level), block.span)),
        _ => None,
    });
    headings
        .map(|(level, span)| {
            let (indent, at) = ("  ".repeat(level.saturating_sub(1)), span.start as usize);
            let label = format!("{indent}{}  ¶{}", one_line(article.slice(span)), app.document.number_of(at));
            PickerRow { keys: None, label, target: PickerTarget::Heading(at) }
        })
        .collect()
}

/// The marks by letter, then the jumps back, the latest first, then those forward, and the sources at their ends. Each
/// has the keys that go there.
fn places(app: &App) -> Vec<PickerRow> {
    let document = &app.document;
    let row = |keys: String, place: ViewPosition, target| {
        let rest = document.article.text().get(place.at..).unwrap_or_default();
        let words = rest.trim_start().lines().next().unwrap_or_default();
        let words = &words[..words.floor_char_boundary(WORDS_OF_A_PLACE)];
        let label = format!("¶{}  {}", document.number_of(place.at), one_line(words));
        PickerRow { keys: Some(keys), label, target }
    };
    let mark = app.key(Action::GoToMark);
    let marks = document
        .marks
        .iter()
        .map(|(&letter, &place)| row(format!("{mark}{letter}"), place, PickerTarget::Mark(letter)));
    let jump = |back, action| {
        let (key, row) = (app.key(action), &row);
        move |(index, place)| {
            let steps = index + 1;
            let keys = if steps == 1 { key.clone() } else { format!("{steps}{key}") };
            row(keys, place, PickerTarget::Jump { back, steps })
        }
    };
    let earlier = document.jumps.earlier().enumerate().map(jump(true, Action::JumpBack));
    let later = document.jumps.later().enumerate().map(jump(false, Action::JumpForward));
    let source = |back, is_next: bool, action| {
        let nth = app.sources.visited(back)?;
        let keys = if is_next { app.key(action) } else { String::new() };
        let label = source_label(app, nth, app.sources.get(nth)?);
        Some(PickerRow { keys: Some(keys), label, target: PickerTarget::Visited { back } })
    };
    let before = source(true, document.jumps.earlier().next().is_none(), Action::JumpBack);
    let after = source(false, document.jumps.later().next().is_none(), Action::JumpForward);
    marks.chain(earlier).chain(before).chain(later).chain(after).collect()
}

/// Every command of the key table but the one that lists them, with its first key.
fn commands(app: &App) -> Vec<PickerRow> {
    let others = TABLE.iter().filter(|binding| binding.action != Action::Commands);
    others
        .map(|binding| {
            let key = app.input.keymap.keys_of(binding.action).first().map(|key| key.to_string());
            let target = PickerTarget::Command(binding.action);
            PickerRow { keys: Some(key.unwrap_or_default()), label: binding.does.into(), target }
        })
        .collect()
}

/// The pattern for the labels of a list: letters in order, or words.
fn pattern(of: PickerKind, filter: &str) -> Pattern {
    match of {
        // “Quote” is short for what the commands call a quotation.
        PickerKind::Commands => {
            let filter = filter.to_lowercase().replace("quote", "quot");
            Pattern::new(&filter, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy)
        }
        _ => Pattern::new(filter, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring),
    }
}

/// `text` in lower case and without accents.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Most labels are ASCII from end to end, which is quick.
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (plain, other) = rest.split_at(ascii);
        let before = out.len();
        out.push_str(plain);
        out[before..].make_ascii_lowercase();
        rest = other;
        if ascii == 0 {
            rest = &rest[c.len_utf8()..];
            if c.is_alphabetic() {
                out.extend(
                    std::iter::once(c).nfd().filter(|&part| !is_combining_mark(part)).flat_map(char::to_lowercase),
                );
            } else if !is_combining_mark(c) {
                out.push(c);
            }
        }
    }
    out
}

/// The rows that hold the letters of `filter` in their order, in the label or in the name of the command; the best
/// first.
fn best(rows: &[PickerRow], filter: &str) -> Vec<usize> {
    let pattern = pattern(PickerKind::Commands, filter);
    let (mut matcher, mut buffer) = (Matcher::new(Config::DEFAULT), Vec::new());
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let typed = folded(filter);
    let mut scored: Vec<(u32, bool, usize)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let name = if let PickerTarget::Command(action) = row.target { action.name() } else { String::new() };
        if let Some(score) = score(&row.label).max(score(&name)) {
            scored.push((score, name.starts_with(&typed) || folded(&row.label).starts_with(&typed), index));
        }
    }
    // Ties: first a label that begins with the filter, then the one with fewer words, then the order of the table.
    let words = |index: usize| rows[index].label.split_whitespace().count();
    scored.sort_by_key(|&(score, begins, index)| (std::cmp::Reverse(score), !begins, words(index), index));
    scored.into_iter().map(|(_, _, index)| index).collect()
}
