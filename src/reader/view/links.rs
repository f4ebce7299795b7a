//! The links on the screen: the terminal's own links under their words, and the letters over them while one is chosen.

use crate::layout::column_of;
use crate::reader::state::app::App;
use crate::reader::state::link_hints;
use crate::reader::state::mode::{Mode, Pending};
use crate::reader::view::link_colour::link_colour;
use crate::reader::view::theme::Theme;
use crate::text::Span;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Draws the links.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let text = app.geometry.text;
    let right = text.x + text.width;
    let rows = |span: Span| {
        let rows = app.document.viewport.rows().iter().zip(text.y..text.y + text.height);
        rows.filter(move |(row, _)| !row.blank && row.span.overlaps(span))
    };
    for link in link_hints::links(&app.document) {
        for (&row, y) in rows(link.span) {
            let column = |at: u32| text.x + column_of(&app.document.article, row, at as usize) as u16;
            let (from, to) = (column(link.span.start).min(right), column(link.span.end).min(right));
            let style = Style::new().underline_color(link_colour(link.number));
            frame.buffer_mut().set_style(Rect::new(from, y, to - from, 1), style);
        }
    }
    let Mode::Pending(Pending::Link(first)) = app.mode else { return };
    for (link, label) in link_hints::hints(&app.document) {
        let typed = first.map_or(0, |first| usize::from(label.starts_with(first.to_ascii_lowercase())));
        let Some((&row, y)) = rows(link.span).next().filter(|_| first.is_none() || typed > 0) else { continue };
        let x = text.x + column_of(&app.document.article, row, link.span.start as usize) as u16;
        let area = Rect::new(x, y, (label.len() as u16).min(right.saturating_sub(x)), 1);
        frame.render_widget(Line::styled(label, theme.cursor().patch(theme.strong())), area);
    }
}
