//! Fits text into columns, and areas onto the screen.

use crate::reader::state::geometry::Area;
use crate::text::{graphemes, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Clear;

/// `text` cut to `columns` columns, with an ellipsis where anything was cut.
pub fn fitted(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let mut filled = 0;
    let mut end = 0;
    for (at, grapheme, wide) in graphemes(text) {
        if filled + wide + 1 > columns {
            break;
        }
        filled += wide;
        end = at + grapheme.len();
    }
    if columns == 0 { String::new() } else { format!("{}…", text[..end].trim_end_matches([' ', '…'])) }
}

/// The end of `text` in `columns` columns, with an ellipsis where anything was cut. The end of a path says more than
/// its beginning.
pub fn fitted_end(text: &str, columns: usize) -> String {
    let mut cut = width(text).saturating_sub(columns);
    if cut == 0 {
        return text.to_string();
    }
    // The ellipsis takes a column as well.
    cut += 1;
    let mut start = text.len();
    for (at, _, wide) in graphemes(text) {
        if cut == 0 {
            start = at;
            break;
        }
        cut = cut.saturating_sub(wide);
    }
    if columns == 0 { String::new() } else { format!("…{}", &text[start..]) }
}

/// Clears the area of an overlay. A wide character that would reach into it is removed, or the terminal would show it
/// in place of the border.
pub fn clear(frame: &mut Frame, area: Rect) {
    frame.render_widget(Clear, area);
    let left = area.x.checked_sub(1);
    for place in left.into_iter().flat_map(|x| area.rows().map(move |row| (x, row.y))) {
        if let Some(cell) = frame.buffer_mut().cell_mut(place).filter(|cell| width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}

/// Gives all of `area` one style.
pub fn cover(frame: &mut Frame, area: Rect, style: Style) {
    frame.buffer_mut().set_style(area, Style::reset().patch(style));
}

/// The area as ratatui has it.
pub fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
