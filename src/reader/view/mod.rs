//! The view: draws a [`State`] into a frame and changes nothing.

mod article;
mod chrome;
mod overlay;
mod palette;
mod panel;
mod theme;

pub use theme::Theme;

use super::geometry::{Area, SMALLEST};
use super::state::State;
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;
use ratatui::widgets::Clear;

/// The colour of the underline by which a cell tells the terminal which link it belongs to. The terminal never sees it:
/// it is given the link's address in its place.
pub fn link_colour(number: usize) -> Color {
    let [.., high, middle, low] = (number as u32).to_be_bytes();
    Color::Rgb(high, middle, low)
}

/// Draws everything.
pub fn draw(frame: &mut Frame, state: &State, theme: &Theme) {
    if state.geometry.too_small() {
        let Area { width, height, .. } = Area { x: 0, y: 0, width: frame.area().width, height: frame.area().height };
        let rows =
            [format!("onrecord needs {}×{}", SMALLEST.columns, SMALLEST.rows), format!("and this is {width}×{height}")];
        for (row, text) in rows.into_iter().enumerate().take(usize::from(height)) {
            frame.render_widget(Line::raw(text), Rect::new(0, row as u16, width, 1));
        }
        return;
    }
    chrome::title(frame, state, theme);
    article::draw(frame, state, theme);
    if state.panel_shown() {
        panel::draw(frame, state, theme);
    }
    overlay::draw(frame, state, theme);
    chrome::status(frame, state, theme);
}

/// Makes room for what lies over the rest. A wide character that would reach into it goes, or the terminal would show it
/// in place of the border.
fn clear(frame: &mut Frame, area: Rect) {
    frame.render_widget(Clear, area);
    let left = area.x.checked_sub(1);
    for place in left.into_iter().flat_map(|x| area.rows().map(move |row| (x, row.y))) {
        if let Some(cell) = frame.buffer_mut().cell_mut(place).filter(|cell| width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
