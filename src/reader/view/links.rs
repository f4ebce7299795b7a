//! The links on the screen: the terminal's own links under their words, and the letters beside them while one is
//! chosen.

use crate::layout::{Row, Segment};
use crate::reader::state::app::App;
use crate::reader::state::input::mode::{Mode, PendingCommand};
use crate::reader::state::link_hints;
use crate::reader::view::link_colour::link_colour;
use crate::reader::view::theme::Theme;
use crate::text::{Span, width};
use ratatui::Frame;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::collections::HashMap;

/// Draws the links.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let text = app.geometry.text;
    let right = text.x + text.width;
    for link in link_hints::links(&app.document) {
        for (_, segment, y) in segments(app, link.span) {
            let shown =
                Span { start: segment.span.start.max(link.span.start), end: segment.span.end.min(link.span.end) };
            let from = (text.x + column_of(app, segment, shown.start) as u16).min(right);
            let to = (text.x + column_of(app, segment, shown.end) as u16).min(right);
            let style = Style::new().underline_color(link_colour(link.number));
            frame.buffer_mut().set_style(Rect::new(from, y, to - from, 1), style);
        }
    }
    let Mode::Pending(PendingCommand::Link(first)) = app.mode else { return };
    let hints = link_hints::hints(&app.document);
    let rest = |label: &'_ str| match first {
        None => Some(label.to_owned()),
        Some(first) => label.strip_prefix(first.to_ascii_lowercase()).map(str::to_owned),
    };
    let hint = |(link, label): &(link_hints::Link, String)| LinkHint::new(app, link.span, rest(label)?);
    let mut hints: Vec<LinkHint> = hints.iter().filter_map(hint).collect();
    // If a row has no room for all letters, each link shows its first; the second is shown once that is typed.
    let mut wanted: HashMap<u16, u16> = HashMap::new();
    hints.iter().for_each(|hint| *wanted.entry(hint.y).or_default() += hint.needed());
    for hint in &mut hints {
        if hint.end + wanted.get(&hint.y).copied().unwrap_or(0) > app.geometry.map().x {
            hint.letters.truncate(1);
        }
    }
    // From the right, so that inserted letters move only those that are drawn already.
    let mut made: HashMap<u16, u16> = HashMap::new();
    for hint in hints.iter().rev() {
        let made = made.entry(hint.y).or_default();
        hint.draw(frame, app, theme, *made);
        *made += hint.needed();
    }
}

/// The letters beside a link.
struct LinkHint {
    letters: String,
    /// The cell of the link's first letter on the screen.
    x: u16,
    y: u16,
    /// The column behind its row.
    end: u16,
    /// Whether the cell before it is free: a space or the margin.
    is_free: bool,
}

impl LinkHint {
    /// The hint of the link at `span`; `None` if none of it is on the screen.
    fn new(app: &App, span: Span, letters: String) -> Option<LinkHint> {
        let (row, segment, y) = segments(app, span).next()?;
        let at = span.start.max(segment.span.start);
        let text = app.geometry.text;
        let before = app.document.article.slice(Span { start: row.span.start, end: at });
        Some(LinkHint {
            letters,
            x: text.x + column_of(app, segment, at) as u16,
            y,
            end: text.x + column_of(app, segment, segment.span.end) as u16,
            is_free: at == segment.span.start || before.ends_with(char::is_whitespace),
        })
    }

    /// The columns that have to be inserted for it.
    fn needed(&self) -> u16 {
        (self.letters.len() as u16).saturating_sub(u16::from(self.is_free))
    }

    /// Draws the letters ahead of the link, the first on the free cell before it, the others on columns made between
    /// the words. `made` columns were inserted further right before.
    fn draw(&self, frame: &mut Frame, app: &App, theme: &Theme, made: u16) {
        let (needed, limit) = (self.needed(), app.geometry.map().x);
        let buffer = frame.buffer_mut();
        // The rest of the row moves right.
        for from in (self.x..self.end + made).rev().filter(|from| from + needed < limit && needed > 0) {
            if let Some(moved) = buffer.cell((from, self.y)).cloned()
                && let Some(there) = buffer.cell_mut((from + needed, self.y))
            {
                *there = moved;
            }
        }
        let style = theme.cursor().patch(theme.strong());
        let first = self.x.saturating_sub(u16::from(self.is_free));
        for (x, letter) in (first..limit).zip(self.letters.chars()) {
            let mut cell = Cell::default();
            cell.set_char(letter).set_style(style);
            if let Some(there) = buffer.cell_mut((x, self.y)) {
                *there = cell;
            }
        }
    }
}

/// The segments on the screen that show any of `span`, each with its row and where that stands.
fn segments(app: &App, span: Span) -> impl Iterator<Item = (Row, Segment, u16)> {
    let text = app.geometry.text;
    let rows = app.document.viewport.rows().iter().copied().zip(text.y..text.y + text.height);
    rows.filter(move |(row, _)| !row.blank && row.span.overlaps(span)).flat_map(move |(row, y)| {
        let segments = app.document.viewport.segments(&app.document.article, row).into_iter();
        segments.filter(move |segment| segment.span.overlaps(span)).map(move |segment| (row, segment, y))
    })
}

/// The column of byte `at` of a segment.
fn column_of(app: &App, segment: Segment, at: u32) -> usize {
    segment.column + width(app.document.article.slice(Span { start: segment.span.start, end: at }))
}
