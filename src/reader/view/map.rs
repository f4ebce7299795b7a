//! The speaker map beside the text: the speakers of each part, and the part on the screen.

use crate::reader::state::app::App;
use crate::reader::state::document::speaker_map::Slice;
use crate::reader::view::quotation::spotlit;
use crate::reader::view::theme::Theme;
use crate::text::Span;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Draws the map.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let area = app.geometry.map();
    let bytes = app.document.length().max(1);
    let shown = app.document.viewport.shown();
    let rows = usize::from(area.height).max(1);
    for (row, speaker) in app.document.map.iter().enumerate().take(rows) {
        let y = area.y + row as u16;
        let slice = Span::new(row * bytes / rows, ((row + 1) * bytes / rows).max(row * bytes / rows + 1));
        let (mark, style) = match *speaker {
            Slice::Nobody => (" ", Style::new()),
            Slice::Unknown => ("▐", theme.dim()),
            Slice::Person(person) if spotlit(app).is_some_and(|lit| lit != person) => ("▐", theme.dim()),
            Slice::Person(person) => ("▐", theme.speaker(app.document.speaker_style_of(person))),
        };
        frame.render_widget(Line::styled(mark, style), Rect::new(area.x, y, 1, 1));
        if slice.overlaps(shown) && area.width > 1 {
            frame.render_widget(Line::styled("▏", Style::new()), Rect::new(area.x + 1, y, 1, 1));
        }
    }
}
