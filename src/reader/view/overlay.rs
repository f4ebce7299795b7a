//! The overlays: help over everything, the evidence over the panel's place.

use super::super::geometry::Area;
use super::super::overlay::{Line as Content, help_columns, key_columns, lines};
use super::super::state::{List, Overlay, State};
use super::article::speaker_style;
use super::panel::fitted;
use super::{Theme, clear, rect};
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType};

/// Draws the open overlay, if any.
pub fn draw(frame: &mut Frame, state: &State, theme: &Theme) {
    let (area, title, top) = match &state.overlay {
        Some(Overlay::Help { top, .. }) => {
            let panel = state.geometry.panel;
            let width = help_columns(state);
            (
                Area { x: (state.geometry.size.columns - width) / 2, width, ..panel },
                " Keys · / to search · Esc back ",
                *top,
            )
        }
        Some(Overlay::List { of, cursor }) => {
            let title = match of {
                List::Contents => " Contents · Enter goes there ",
                List::Sources => " Sources · Enter opens ",
            };
            let height = usize::from(state.geometry.panel.inner().height).max(1);
            (state.geometry.panel, title, (cursor + 1).saturating_sub(height))
        }
        Some(Overlay::Why { top }) => (state.geometry.panel, " Why this speaker? ", *top),
        None => return,
    };
    clear(frame, rect(area));
    let block = Block::bordered().border_type(BorderType::Thick).title(Piece::styled(title, theme.strong()));
    frame.render_widget(block, rect(area));
    let inner = area.inner();
    if state.prompt.is_none() {
        frame.set_cursor_position(Position::new(inner.x + 1, inner.y));
    }
    let colour = state.in_question().map(|id| speaker_style(state, theme, id)).unwrap_or_default();
    let all = lines(state);
    let key_column = key_columns(&all);
    for (row, line) in all.into_iter().skip(top).take(usize::from(inner.height)).enumerate() {
        let columns = usize::from(inner.width.saturating_sub(2));
        let drawn = match line {
            Content::Heading(text) => Line::styled(text, theme.strong().patch(colour)),
            Content::Plain(text) => Line::raw(fitted(&text, columns)),
            Content::Words(text) => Line::styled(text, colour),
            Content::Aside(text) => Line::styled(text, theme.dim()),
            Content::Keys(keys, does) => {
                let gap = " ".repeat(key_column - width(&keys) + 2);
                let does = fitted(&does, columns.saturating_sub(key_column + 4));
                Line::from(vec![Piece::raw("  "), Piece::styled(keys, theme.strong()), Piece::raw(gap), does.into()])
            }
        };
        let area = Rect::new(inner.x + 1, inner.y + row as u16, inner.width.saturating_sub(2), 1);
        frame.render_widget(drawn, area);
        if matches!(state.overlay, Some(Overlay::List { cursor, .. }) if cursor == top + row) {
            frame.buffer_mut().set_style(area, theme.cursor());
            frame.set_cursor_position(area.as_position());
        }
    }
}
