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
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;

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

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
