//! The colour by which a cell tells the terminal which link it belongs to.

use ratatui::style::Color;

/// The colour of the underline by which a cell tells the terminal which link it belongs to. The terminal never gets it:
/// it gets the link's address instead.
pub fn link_colour(number: usize) -> Color {
    let [.., high, middle, low] = (number as u32).to_be_bytes();
    Color::Rgb(high, middle, low)
}
