//! [`Geometry`]: the areas of a screen of a given size. The state uses it to measure how much text fits, the view to
//! draw; nothing else depends on columns of the screen.

use crate::reader::state::preferences::LayoutPreferences;

/// Below this the screen only says that it is too small.
pub const SMALLEST: Size = Size { columns: 40, rows: 12 };
/// From this width on the panel stands beside the article; on narrower screens it covers it.
const WIDE: u16 = 100;
/// Columns of the panel beside the article: a third of the screen, within these.
const PANEL: std::ops::RangeInclusive<u16> = 34..=72;
/// Columns at the right of the text: one free, two for the speaker map.
const MAP: u16 = 3;

/// Columns and rows of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// The area inside a border.
    pub fn inner(self) -> Area {
        Area {
            x: self.x + 1,
            y: self.y + 1,
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }
}

/// The areas of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    pub size: Size,
    /// Whether there is room for two panes.
    pub wide: bool,
    /// The article's pane; with its border when the screen is wide.
    pub article: Area,
    /// The people panel with its border, beside the article or over it.
    pub panel: Area,
    /// Columns ahead of the text: the number of the paragraph, the pointer, the doubt or the speaker's letter, the mark
    /// of the kind, and a free one.
    pub gutter: u16,
    /// Whether the gutter has room for the numbers of paragraphs.
    pub numbers: bool,
    /// The text itself, gutter excluded.
    pub text: Area,
}

impl Geometry {
    /// The geometry of an article of `blocks` blocks on a screen of `size`. The width of the text does not depend on
    /// the panel, so that toggling it does not rewrap the text.
    pub fn new(size: Size, layout: LayoutPreferences, blocks: usize) -> Geometry {
        let wide = size.columns >= WIDE;
        let body = Area { x: 0, y: 1, width: size.columns, height: size.rows.saturating_sub(2) };
        let panel_width =
            if wide { (size.columns / 3).clamp(*PANEL.start(), *PANEL.end()) } else { size.columns.min(48) };
        let panel = Area { x: size.columns - panel_width, width: panel_width, ..body };
        let beside = wide && layout.panel;
        let article = Area { width: if beside { size.columns - panel_width } else { size.columns }, ..body };
        let numbers = size.columns >= 60;
        let digits = blocks.max(10).ilog10() as u16 + 1;
        let gutter = if numbers { digits + 6 } else { 4 };
        let inside = if wide { article.inner() } else { article };
        let narrowest = if wide { size.columns - panel_width - 2 } else { size.columns };
        let width = narrowest.saturating_sub(gutter + MAP).clamp(1, layout.width.max(1));
        let spare = inside.width.saturating_sub(gutter + width + MAP);
        let text = Area { x: inside.x + gutter + spare / 2, y: inside.y, width, height: inside.height };
        Geometry { size, wide, article, panel, gutter, numbers, text }
    }

    /// Whether the screen is too small for anything.
    pub fn is_too_small(&self) -> bool {
        self.size.columns < SMALLEST.columns || self.size.rows < SMALLEST.rows
    }

    /// The speaker map: the columns right of the text.
    pub fn map(&self) -> Area {
        let inside = if self.wide { self.article.inner() } else { self.article };
        Area { x: inside.x + inside.width.saturating_sub(2), width: 2.min(inside.width), ..inside }
    }

    /// Rows of text.
    pub fn rows(&self) -> usize {
        usize::from(self.text.height).max(1)
    }

    /// Columns of text.
    pub fn columns(&self) -> usize {
        usize::from(self.text.width)
    }

    /// Rows of the panel's list.
    pub fn panel_rows(&self) -> usize {
        usize::from(self.panel.inner().height).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_fits_the_screen_and_the_panel_never_changes_the_width_of_the_text() {
        for columns in 1..260 {
            for rows in [1, 2, 5, 12, 24, 60] {
                let size = Size { columns, rows };
                let layout = LayoutPreferences::default();
                let with = Geometry::new(size, layout, 120);
                let without = Geometry::new(size, LayoutPreferences { panel: false, ..layout }, 120);
                assert_eq!(with.columns(), without.columns(), "{size:?}");
                assert_eq!(with.rows(), without.rows(), "{size:?}");
                if !with.is_too_small() {
                    for geometry in [with, without] {
                        assert!(geometry.text.x + geometry.text.width + MAP <= columns, "{geometry:?}");
                        assert!(geometry.text.x >= geometry.gutter, "{geometry:?}");
                        assert!(geometry.panel.x + geometry.panel.width <= columns);
                    }
                }
            }
        }
    }
}
