//! The lists one chooses from: the headings of the article, the sources, the marks and jumps, the commands; their rows, and
//! which of them match what is typed.

use crate::article::BlockKind;
use crate::reader::keys::action::{Action, TABLE};
use crate::reader::state::app::App;
use crate::reader::state::documents::Entry;
use crate::reader::state::geometry::Area;
use crate::reader::state::help;
use crate::reader::state::mode::{List, ListOf, ListRow, Target};
use crate::reader::state::viewport::ViewPosition;
use crate::text::one_line;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of the text that stand for a place in it.
const WORDS_OF_A_PLACE: usize = 200;

impl List {
    /// The list as it is now, all of it, with the cursor on `chosen`.
    pub fn new(app: &App, of: ListOf, chosen: Option<Target>) -> List {
        let all = rows(app, of);
        let matching = (0..all.len()).collect();
        List { of, all, revision: app.documents.revision(), matching, chosen, top: 0 }
    }

    /// Narrows the list to the rows that match `filter`: those that hold all its words, in the order of the list; of the
    /// commands those that hold its letters in their order, the best first.
    pub fn narrow(&mut self, filter: &str) {
        self.matching = match self.of {
            _ if filter.trim().is_empty() => (0..self.all.len()).collect(),
            ListOf::Commands => best(&self.all, filter),
            _ => holding(&self.all, filter),
        };
    }

    /// The rows that are listed.
    pub fn rows(&self) -> impl Iterator<Item = &ListRow> {
        self.matching.iter().filter_map(|&index| self.all.get(index))
    }

    /// What row `row` of those that are listed leads to.
    pub fn target(&self, row: usize) -> Option<Target> {
        self.all.get(*self.matching.get(row)?).map(|row| row.target)
    }

    /// The row under the cursor.
    pub fn cursor(&self) -> usize {
        self.rows().position(|row| Some(row.target) == self.chosen).unwrap_or(0)
    }

    /// The first row on a screen of `height` rows. The cursor is on it.
    pub fn first_row(&self, height: usize) -> usize {
        let (cursor, last) = (self.cursor(), self.matching.len().saturating_sub(height));
        self.top.min(last).clamp((cursor + 1).saturating_sub(height), cursor)
    }
}

/// The area of a list on the screen, with its border.
pub fn area(app: &App, of: ListOf) -> Area {
    if of == ListOf::Commands { help::area(&app.geometry) } else { app.geometry.panel }
}

/// All rows of a list.
pub fn rows(app: &App, of: ListOf) -> Vec<ListRow> {
    match of {
        ListOf::Contents => headings(app),
        ListOf::Sources => {
            let label = |entry: &Entry| one_line(&entry.label());
            let listed = app.documents.listed();
            listed
                .map(|(nth, entry)| ListRow { keys: None, label: label(entry), target: Target::Source(nth) })
                .collect()
        }
        ListOf::Places => places(app),
        ListOf::Commands => commands(app),
    }
}

fn headings(app: &App) -> Vec<ListRow> {
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
            ListRow { keys: None, label, target: Target::Heading(at) }
        })
        .collect()
}

/// The marks by letter, then the jumps back, the latest first, then those forward. Each has the keys that go there.
fn places(app: &App) -> Vec<ListRow> {
    let document = &app.document;
    let row = |keys: String, place: ViewPosition, target| {
        let rest = document.article.text().get(place.at..).unwrap_or_default();
        let words = rest.trim_start().lines().next().unwrap_or_default();
        let words = &words[..words.floor_char_boundary(WORDS_OF_A_PLACE)];
        let label = format!("¶{}  {}", document.number_of(place.at), one_line(words));
        ListRow { keys: Some(keys), label, target }
    };
    let mark = app.key(Action::GoToMark);
    let marks =
        document.marks.iter().map(|(&letter, &place)| row(format!("{mark}{letter}"), place, Target::Mark(letter)));
    let jump = |back, action| {
        let (key, row) = (app.key(action), &row);
        move |(index, place)| {
            let steps = index + 1;
            let keys = if steps == 1 { key.clone() } else { format!("{steps}{key}") };
            row(keys, place, Target::Jump { back, steps })
        }
    };
    let earlier = document.jumps.earlier().enumerate().map(jump(true, Action::JumpBack));
    let later = document.jumps.later().enumerate().map(jump(false, Action::JumpForward));
    marks.chain(earlier).chain(later).collect()
}

/// Every command of the key table but the one that lists them, with its first key.
fn commands(app: &App) -> Vec<ListRow> {
    let others = TABLE.iter().filter(|binding| binding.action != Action::Commands);
    others
        .map(|binding| {
            let key = app.keymap.keys_of(binding.action).first().map(|key| key.to_string());
            let target = Target::Command(binding.action);
            ListRow { keys: Some(key.unwrap_or_default()), label: binding.does.into(), target }
        })
        .collect()
}

/// The rows that hold all words of `filter`, whatever the case and the accents.
fn holding(rows: &[ListRow], filter: &str) -> Vec<usize> {
    let filter = folded(filter);
    let words: Vec<&str> = filter.split_whitespace().collect();
    let holds = |row: &ListRow| {
        let label = folded(&row.label);
        words.iter().all(|word| label.contains(word))
    };
    (0..rows.len()).filter(|&index| holds(&rows[index])).collect()
}

/// `text` in lower case and without accents.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(std::iter::once(c).nfd().filter(|&part| !is_combining_mark(part)).flat_map(char::to_lowercase));
        }
    }
    out
}

/// The rows that hold the letters of `filter` in their order, in the label or in the name of the command; the best first.
fn best(rows: &[ListRow], filter: &str) -> Vec<usize> {
    let pattern = Pattern::new(filter, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let (mut matcher, mut buffer) = (Matcher::new(Config::DEFAULT), Vec::new());
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let mut scored: Vec<(u32, usize)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let name = if let Target::Command(action) = row.target { action.name() } else { String::new() };
        if let Some(score) = score(&row.label).max(score(&name)) {
            scored.push((score, index));
        }
    }
    // Of two that match alike the shorter one holds less besides.
    scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), rows[index].label.len()));
    scored.into_iter().map(|(_, index)| index).collect()
}
