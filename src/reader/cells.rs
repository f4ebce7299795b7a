//! [`Cells`]: cells that changed → the bytes that bring them to a terminal: each style told once as it changes, small gaps
//! written over with what they hold, others stepped over, the terminal's own links (OSC 8) under the cells that belong to
//! one.

use crate::text::width;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::{self, Write};

/// A gap of so many cells is written over rather than stepped over: that is as short.
const GAP: u16 = 3;

/// What the terminal shows.
#[derive(Debug, Default)]
pub struct Cells {
    /// Rows of what was written since the screen was cleared, as far as that went. A cell without a symbol is the second half
    /// of a wide character.
    shown: Vec<Vec<Cell>>,
}

/// What the terminal writes with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    text: Color,
    ground: Color,
    modifier: Modifier,
}

/// As the terminal starts a frame, and as it is left.
const PLAIN: Look = Look { text: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() };

/// The modifiers with the numbers that begin and end them. Bold and dim end together.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Cells {
    /// Takes in that the screen was cleared.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// Writes `cells`, which changed and stand in the order of reading. The colour of a cell's underline is for the eye of
    /// nobody: it says which of `links`, by the same colour, lies under the cell.
    ///
    /// # Errors
    /// When `out` takes no more.
    pub fn write<'c>(
        &mut self,
        cells: impl Iterator<Item = (u16, u16, &'c Cell)>,
        links: &[(Color, String)],
        out: &mut String,
    ) -> fmt::Result {
        let mut look = PLAIN;
        let mut link = Color::Reset;
        // Where the terminal's cursor is, as far as that is known; and up to which column of which row all is written.
        let mut cursor: Option<(u16, u16)> = None;
        let mut written = (0, 0);
        for (x, y, cell) in cells {
            if y == written.1 && x < written.0 {
                // It lies under the wide character before it.
                continue;
            }
            match cursor.and_then(|cursor| self.between(cursor, (x, y), look, link)) {
                Some(words) => out.push_str(&words),
                None => go(cursor, (x, y), out)?,
            }
            if cell.underline_color != link {
                let address = |colour| links.iter().find(|(other, _)| *other == colour).map(|(_, address)| address);
                match address(cell.underline_color) {
                    Some(address) => write!(out, "\x1b]8;;{address}\x1b\\")?,
                    None if address(link).is_some() => out.write_str("\x1b]8;;\x1b\\")?,
                    None => {}
                }
                link = cell.underline_color;
            }
            let next = Look::of(cell);
            change(look, next, out)?;
            look = next;
            let columns = width(cell.symbol()).max(1) as u16;
            let end = x.saturating_add(columns);
            if cell.symbol().chars().nth(1).is_some() {
                // Terminals do not agree on the width of characters made of several: what they leave free is blank, and where
                // the cursor is afterwards nobody knows.
                for _ in 0..columns {
                    out.push(' ');
                }
                go(None, (x, y), out)?;
                out.push_str(cell.symbol());
                cursor = None;
            } else {
                out.push_str(cell.symbol());
                cursor = Some((end, y));
            }
            written = (end, y);
            self.set((x, y), cell.clone());
            for x in x + 1..end {
                self.set((x, y), Cell::new(""));
            }
        }
        if links.iter().any(|(colour, _)| *colour == link) {
            out.write_str("\x1b]8;;\x1b\\")?;
        }
        change(look, PLAIN, out)
    }

    /// What stands between the cursor and a place further on, where that is as short as to step over it and needs no other
    /// look.
    fn between(&self, (x, y): (u16, u16), to: (u16, u16), look: Look, link: Color) -> Option<String> {
        if y != to.1 || x >= to.0 || to.0 - x > GAP {
            return None;
        }
        let row = self.shown.get(usize::from(y)).map_or(&[][..], Vec::as_slice);
        let mut words = String::new();
        for x in x..to.0 {
            let cell = row.get(usize::from(x)).unwrap_or(&Cell::EMPTY);
            let is_plain = cell.symbol().len() == 1 && Look::of(cell) == look && cell.underline_color == link;
            words.push_str(Some(cell.symbol()).filter(|_| is_plain)?);
        }
        Some(words)
    }

    fn set(&mut self, (x, y): (u16, u16), cell: Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        if self.shown.len() <= y {
            self.shown.resize(y + 1, Vec::new());
        }
        if let Some(row) = self.shown.get_mut(y) {
            if row.len() <= x {
                row.resize(x + 1, Cell::EMPTY);
            }
            if let Some(place) = row.get_mut(x) {
                *place = cell;
            }
        }
    }
}

impl Look {
    fn of(cell: &Cell) -> Look {
        Look { text: cell.fg, ground: cell.bg, modifier: cell.modifier }
    }
}

/// Brings the cursor from one column and row to another.
fn go(from: Option<(u16, u16)>, (x, y): (u16, u16), out: &mut String) -> fmt::Result {
    match from {
        Some(from) if from == (x, y) => Ok(()),
        Some((column, row)) if row == y && column + 1 == x => out.write_str("\x1b[C"),
        Some((column, row)) if row == y && column < x => write!(out, "\x1b[{}C", x - column),
        _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
    }
}

/// Changes what the terminal writes with.
fn change(from: Look, to: Look, out: &mut String) -> fmt::Result {
    if from == to {
        return Ok(());
    }
    if to == PLAIN {
        return out.write_str("\x1b[m");
    }
    out.write_str("\x1b[")?;
    let mut between = "";
    let mut say = |number: fmt::Arguments| {
        let said = write!(out, "{between}{number}");
        between = ";";
        said
    };
    let mut had = from.modifier;
    for (modifier, _, end) in MODIFIERS {
        if had.contains(modifier) && !to.modifier.contains(modifier) {
            say(format_args!("{end}"))?;
            for (other, _, _) in MODIFIERS.iter().filter(|(_, _, other)| *other == end) {
                had.remove(*other);
            }
        }
    }
    for (modifier, begin, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !had.contains(modifier) {
            say(format_args!("{begin}"))?;
        }
    }
    for (was, is, base) in [(from.text, to.text, 30), (from.ground, to.ground, 40)] {
        if was != is {
            match (number(is), is) {
                (Some(nth @ 0..8), _) => say(format_args!("{}", base + nth))?,
                (Some(nth), _) => say(format_args!("{}", base + 52 + nth))?,
                (None, Color::Indexed(nth)) => say(format_args!("{};5;{nth}", base + 8))?,
                (None, Color::Rgb(r, g, b)) => say(format_args!("{};2;{r};{g};{b}", base + 8))?,
                (None, _) => say(format_args!("{}", base + 9))?,
            }
        }
    }
    out.write_str("m")
}

/// The number of one of the terminal's sixteen colours.
fn number(colour: Color) -> Option<u8> {
    use Color::*;
    let all = [
        Black,
        Red,
        Green,
        Yellow,
        Blue,
        Magenta,
        Cyan,
        Gray,
        DarkGray,
        LightRed,
        LightGreen,
        LightYellow,
        LightBlue,
        LightMagenta,
        LightCyan,
        White,
    ];
    (0..16).find(|&nth| all[usize::from(nth)] == colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn small_gaps_are_written_over_with_what_they_hold() {
        let mut cells = Cells::default();
        let plain = |symbol: &'static str| Cell::new(symbol);
        let mut strong = Cell::new("s");
        strong.set_style(Style::new().add_modifier(Modifier::BOLD));
        let mut next = |changed: &[(u16, u16, Cell)]| {
            let mut out = String::new();
            cells.write(changed.iter().map(|(x, y, cell)| (*x, *y, cell)), &[], &mut out).unwrap();
            out
        };
        let first: Vec<_> = "abcdef".char_indices().map(|(x, _)| (x as u16, 0, plain(&"abcdef"[x..x + 1]))).collect();
        assert_eq!(next(&first), "\x1b[1;1Habcdef");
        assert_eq!(next(&[(0, 0, plain("A")), (3, 0, plain("D"))]), "\x1b[1;1HAbcD");
        assert_eq!(next(&[(0, 0, plain("a")), (5, 0, plain("F"))]), "\x1b[1;1Ha\x1b[4CF");
        assert_eq!(next(&[(1, 0, strong)]), "\x1b[1;2H\x1b[1ms\x1b[m");
        assert_eq!(next(&[(0, 0, plain("A")), (2, 0, plain("C"))]), "\x1b[1;1HA\x1b[CC");
        assert_eq!(next(&[(3, 0, plain("世"))]), "\x1b[1;4H世");
        assert_eq!(next(&[(2, 0, plain("c")), (5, 0, plain("f"))]), "\x1b[1;3Hc\x1b[2Cf");
    }

    #[test]
    fn each_style_is_told_once_and_gaps_are_stepped_over() {
        let cell = |symbol: &'static str, style: Style| {
            let mut cell = Cell::new(symbol);
            cell.set_style(style);
            cell
        };
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        let linked = plain.underline_color(Color::Rgb(0, 0, 1));
        for (cells, expected) in [
            (vec![(0, 0, cell("a", plain)), (1, 0, cell("b", plain))], "\x1b[1;1Hab"),
            (vec![(0, 0, cell("a", plain)), (2, 0, cell("b", plain))], "\x1b[1;1Ha b"),
            (vec![(3, 4, cell("a", plain)), (9, 4, cell("b", plain))], "\x1b[5;4Ha\x1b[5Cb"),
            (vec![(3, 4, cell("世", plain)), (4, 4, cell(" ", plain)), (5, 4, cell("b", plain))], "\x1b[5;4H世b"),
            (vec![(0, 0, cell("a", strong)), (0, 1, cell("b", strong))], "\x1b[1;1H\x1b[1ma\x1b[2;1Hb\x1b[m"),
            (
                vec![(0, 0, cell("a", strong.fg(Color::Red))), (1, 0, cell("b", plain.fg(Color::Red)))],
                "\x1b[1;1H\x1b[1;31ma\x1b[22mb\x1b[m",
            ),
            (
                vec![(0, 0, cell("a", plain.fg(Color::LightRed))), (1, 0, cell("b", plain.bg(Color::Indexed(7))))],
                "\x1b[1;1H\x1b[91ma\x1b[39;48;5;7mb\x1b[m",
            ),
            (
                vec![(0, 0, cell("a", linked)), (1, 0, cell("b", plain))],
                "\x1b[1;1H\x1b]8;;https://a.example\x1b\\a\x1b]8;;\x1b\\b",
            ),
            (vec![(0, 0, cell("a", linked))], "\x1b[1;1H\x1b]8;;https://a.example\x1b\\a\x1b]8;;\x1b\\"),
            (
                vec![(0, 0, cell("⚠\u{fe0f}", plain)), (1, 0, cell(" ", plain)), (2, 0, cell("b", plain))],
                "\x1b[1;1H  \x1b[1;1H⚠\u{fe0f}\x1b[1;3Hb",
            ),
        ] {
            let links = [(Color::Rgb(0, 0, 1), "https://a.example".to_owned())];
            let mut out = String::new();
            let changed = cells.iter().map(|(x, y, cell)| (*x, *y, cell));
            Cells::default().write(changed, &links, &mut out).unwrap();
            assert_eq!(out, expected);
        }
    }
}
