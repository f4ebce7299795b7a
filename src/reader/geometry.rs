//! [`Geometry`]: where things stand on a screen of a given size. The state asks it how much text fits, the view where
//! to draw; nothing else knows about columns of the screen.

/// Below this the screen only says that it is too small.
pub const SMALLEST: Size = Size { columns: 40, rows: 12 };
/// From this width on the panel stands beside the article; below it lies over it.
const WIDE: u16 = 100;
/// Columns of text that read well; wider screens leave the rest empty.
const COMFORTABLE: u16 = 72;

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
    /// What is left inside a border.
    pub fn inner(self) -> Area {
        Area {
            x: self.x + 1,
            y: self.y + 1,
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }
}

/// Where everything stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    pub size: Size,
    /// Is there room for two panes?
    pub wide: bool,
    /// The article's pane; with its border when the screen is wide.
    pub article: Area,
    /// The people panel with its border: beside the article, or where it would lie over it.
    pub panel: Area,
    /// Columns ahead of the text: the number of the paragraph, the pointer, the mark of the kind.
    pub gutter: u16,
    /// Does the gutter have room for numbers of paragraphs?
    pub numbers: bool,
    /// The text itself, gutter excluded.
    pub text: Area,
}

impl Geometry {
    /// For a screen of `size` with or without the panel beside the text, and an article of `blocks` blocks. The width of
    /// the text does not depend on the panel, so that no row breaks elsewhere when the panel comes or goes.
    pub fn new(size: Size, panel_beside: bool, blocks: usize) -> Geometry {
        let wide = size.columns >= WIDE;
        let body = Area { x: 0, y: 1, width: size.columns, height: size.rows.saturating_sub(2) };
        let panel_width = if wide { (size.columns * 34 / 100).clamp(34, 48) } else { size.columns.min(48) };
        let panel = Area { x: size.columns - panel_width, width: panel_width, ..body };
        let beside = wide && panel_beside;
        let article = Area { width: if beside { size.columns - panel_width } else { size.columns }, ..body };
        let numbers = size.columns >= 60;
        let digits = blocks.max(10).ilog10() as u16 + 1;
        let gutter = if numbers { digits + 6 } else { 3 };
        let inside = if wide { article.inner() } else { article };
        let narrowest = if wide { size.columns - panel_width - 2 } else { size.columns };
        // Two columns stay free at the right for the map of the text.
        let width = narrowest.saturating_sub(gutter + 2).clamp(1, COMFORTABLE);
        let spare = inside.width.saturating_sub(gutter + width + 2);
        let text = Area { x: inside.x + gutter + spare / 2, y: inside.y, width, height: inside.height };
        Geometry { size, wide, article, panel, gutter, numbers, text }
    }

    /// Is the screen too small for anything?
    pub fn too_small(&self) -> bool {
        self.size.columns < SMALLEST.columns || self.size.rows < SMALLEST.rows
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
                let with = Geometry::new(size, true, 120);
                let without = Geometry::new(size, false, 120);
                assert_eq!(with.columns(), without.columns(), "{size:?}");
                assert_eq!(with.rows(), without.rows(), "{size:?}");
                if !with.too_small() {
                    for geometry in [with, without] {
                        assert!(geometry.text.x + geometry.text.width + 2 <= columns, "{geometry:?}");
                        assert!(geometry.text.x >= geometry.gutter, "{geometry:?}");
                        assert!(geometry.panel.x + geometry.panel.width <= columns);
                    }
                }
            }
        }
    }
}
