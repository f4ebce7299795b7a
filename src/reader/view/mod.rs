//! The view: draws an [`App`] into a frame and changes nothing.

mod article;
mod catalogue;
mod fit;
pub mod link_colour;
mod links;
mod map;
mod overlay;
mod palette;
mod panel;
mod prompt;
mod quotation;
mod status;
mod theme;
mod title;

pub use theme::Theme;

use crate::reader::state::app::App;
use crate::reader::state::geometry::{Area, SMALLEST};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The candidate of the prompt at column `x`, row `y` of the screen, by its number among all candidates.
pub fn candidate_at(app: &App, x: u16, y: u16) -> Option<usize> {
    prompt::candidate_at(app, x, y)
}

/// Draws everything.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    if app.geometry.is_too_small() {
        let Area { width, height, .. } = Area { x: 0, y: 0, width: frame.area().width, height: frame.area().height };
        let rows =
            [format!("onrecord needs {}×{}", SMALLEST.columns, SMALLEST.rows), format!("and this is {width}×{height}")];
        for (row, text) in rows.into_iter().enumerate().take(usize::from(height)) {
            frame.render_widget(Line::raw(text), Rect::new(0, row as u16, width, 1));
        }
        return;
    }
    if app.main_view.is_library() {
        catalogue::draw(frame, app, theme);
        overlay::draw(frame, app, theme);
        status::draw(frame, app, theme);
        return;
    }
    title::draw(frame, app, theme);
    article::draw(frame, app, theme);
    if app.shows_panel() {
        panel::draw(frame, app, theme);
    }
    overlay::draw(frame, app, theme);
    status::draw(frame, app, theme);
}
