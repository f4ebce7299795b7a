//! The links on the screen: the terminal's own links under their words, and the letters beside them while one is
//! chosen.

use crate::layout::{Piece, Row};
use crate::reader::state::app::App;
use crate::reader::state::link_hints;
use crate::reader::state::mode::{Mode, PendingCommand};
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
        for (_, piece, y) in pieces(app, link.span) {
            let shown = Span { start: piece.span.start.max(link.span.start), end: piece.span.end.min(link.span.end) };
            let from = (text.x + column_of(app, piece, shown.start) as u16).min(right);
            let to = (text.x + column_of(app, piece, shown.end) as u16).min(right);
            let style = Style::new().underline_color(link_colour(link.number));
            frame.buffer_mut().set_style(Rect::new(from, y, to - from, 1), style);
        }
    }
    let Mode::Pending(PendingCommand::Link(first)) = app.mode else { return };
    let hints = link_hints::hints(&app.document);
    // From the right, so that letters that make room for themselves move no other.
    let mut made: HashMap<u16, u16> = HashMap::new();
    for (link, label) in hints.iter().rev() {
        let next = match first {
            None => label.chars().next(),
            Some(first) => label.strip_prefix(first.to_ascii_lowercase()).and_then(|rest| rest.chars().next()),
        };
        if let (Some(letter), Some((row, piece, y))) = (next, pieces(app, link.span).next()) {
            let at = link.span.start.max(piece.span.start);
            if letter_beside(frame, app, theme, letter, (row, piece, y), at, made.get(&y).copied().unwrap_or(0)) {
                *made.entry(y).or_default() += 1;
            }
        }
    }
}

/// Draws `letter` ahead of byte `at`: on the space or the margin before it, else on a column made between the words,
/// beside those `made` before. Returns true if it made one.
fn letter_beside(
    frame: &mut Frame,
    app: &App,
    theme: &Theme,
    letter: char,
    (row, piece, y): (Row, Piece, u16),
    at: u32,
    made: u16,
) -> bool {
    let text = app.geometry.text;
    let column = column_of(app, piece, at) as u16;
    let x = (text.x + column).saturating_sub(1);
    let before = app.document.article.slice(Span { start: row.span.start, end: at });
    let is_free = at == piece.span.start || before.ends_with(char::is_whitespace);
    let style = theme.cursor().patch(theme.strong());
    let mut cell = Cell::default();
    cell.set_char(letter).set_style(style);
    let buffer = frame.buffer_mut();
    if is_free {
        if let Some(there) = buffer.cell_mut((x, y)) {
            *there = cell;
        }
        return false;
    }
    // The rest of the row moves right by one column.
    let last = text.x + (piece.column + width(app.document.article.slice(piece.span))) as u16 + made;
    for x in (x + 1..=last).rev() {
        if let Some(moved) = x.checked_sub(1).and_then(|left| buffer.cell((left, y))).cloned()
            && let Some(there) = buffer.cell_mut((x, y))
        {
            *there = moved;
        }
    }
    if let Some(there) = buffer.cell_mut((x + 1, y)) {
        *there = cell;
    }
    true
}

/// The pieces on the screen that show any of `span`, each with its row and where that stands.
fn pieces(app: &App, span: Span) -> impl Iterator<Item = (Row, Piece, u16)> {
    let text = app.geometry.text;
    let rows = app.document.viewport.rows().iter().copied().zip(text.y..text.y + text.height);
    rows.filter(move |(row, _)| !row.blank && row.span.overlaps(span)).flat_map(move |(row, y)| {
        let pieces = app.document.viewport.pieces(&app.document.article, row).into_iter();
        pieces.filter(move |piece| piece.span.overlaps(span)).map(move |piece| (row, piece, y))
    })
}

/// The column of byte `at` of a piece.
fn column_of(app: &App, piece: Piece, at: u32) -> usize {
    piece.column + width(app.document.article.slice(Span { start: piece.span.start, end: at }))
}
