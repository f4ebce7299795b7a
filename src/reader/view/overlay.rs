//! The overlays: the help, the lists, and the evidence in place of the panel.

use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::help;
use crate::reader::state::lines::OverlayLine;
use crate::reader::state::lists;
use crate::reader::state::mode::ListOf;
use crate::reader::state::overlay::lines_from;
use crate::reader::view::fit::{clear, cover, fitted, rect};
use crate::reader::view::quotation::speaker_style;
use crate::reader::view::theme::Theme;
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType};

/// Draws the open overlay, if any.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let (area, title, top, cursor) = match app.overlay() {
        Some(Overlay::Help { top, .. }) => {
            let (search, commands) = (app.key(Action::Search), app.key(Action::Commands));
            let title =
                format!(" Keys · {search} to search · {commands} runs one by name · {} back ", app.key(Action::Back));
            (help::area(&app.geometry), title, top, None)
        }
        Some(Overlay::List { list, .. }) => {
            let title = match list.of {
                ListOf::Contents => " Contents · Enter goes there ",
                ListOf::Sources => " Sources · Enter opens ",
                ListOf::Places => " Marks and jumps · Enter goes there ",
                ListOf::Commands => " Commands · Enter runs ",
            };
            let cursor = (!list.matching.is_empty()).then(|| list.cursor());
            let top = list.first_row(app.geometry.panel_rows());
            (lists::area(app, list.of), title.to_owned(), top, cursor)
        }
        Some(Overlay::Evidence { top }) => (app.geometry.panel, " Why this speaker? ".to_owned(), top, None),
        None => return,
    };
    clear(frame, rect(area));
    let block = Block::bordered().border_type(BorderType::Thick).title(Piece::styled(title, theme.strong()));
    frame.render_widget(block, rect(area));
    let inner = area.inner();
    if app.prompt().is_none() {
        frame.set_cursor_position(Position::new(inner.x + 1, inner.y));
    }
    let colour = app.current().map(|id| speaker_style(app, theme, id)).unwrap_or_default();
    let (lines, key_column) = lines_from(app, top, usize::from(inner.height));
    for (row, line) in lines.into_iter().enumerate() {
        let columns = usize::from(inner.width.saturating_sub(2));
        let drawn = match line {
            OverlayLine::Heading(text) => Line::styled(text, theme.strong().patch(colour)),
            OverlayLine::Plain(text) => Line::raw(fitted(&text, columns)),
            OverlayLine::Words(text) => Line::styled(text, colour),
            OverlayLine::Aside(text) => Line::styled(text, theme.dim()),
            OverlayLine::Keys(keys, does) => {
                let gap = " ".repeat(key_column - width(&keys) + 2);
                let does = fitted(&does, columns.saturating_sub(key_column + 4));
                Line::from(vec![Piece::raw("  "), Piece::styled(keys, theme.strong()), Piece::raw(gap), does.into()])
            }
        };
        let area = Rect::new(inner.x + 1, inner.y + row as u16, inner.width.saturating_sub(2), 1);
        frame.render_widget(drawn, area);
        if cursor == Some(top + row) {
            cover(frame, area, theme.cursor());
            frame.set_cursor_position(area.as_position());
        }
    }
}
