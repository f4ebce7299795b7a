//! [`Cells`]: changed cells → the bytes that draw them: each style is sent once when it changes, small gaps are
//! overwritten with their contents, larger ones skipped, and links (OSC 8) put under the cells that belong to one.

use crate::text::{is_invisible, shown, width};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::{self, Write};

/// A gap of up to this many cells is overwritten, which takes no more bytes than skipping it.
const GAP: u16 = 3;

/// The cells that the terminal shows.
#[derive(Debug, Default)]
pub struct Cells {
    /// The rows written since the screen was cleared. A cell without a symbol is the second half of a wide character.
    shown: Vec<Vec<Cell>>,
}

/// The style with which the terminal writes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct CellStyle {
    text: Color,
    ground: Color,
    modifier: Modifier,
}

/// The style in which a frame starts and ends.
const PLAIN: CellStyle = CellStyle { text: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() };

/// The modifiers with the codes that begin and end them. Bold and dim end together.
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
    /// Notes that the screen was cleared.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// Writes the changed `cells`, in reading order. The colour of a cell's underline is never shown: it identifies the
    /// one of `links`, by the same colour, that lies under the cell.
    ///
    /// # Errors
    /// When `out` takes no more.
    pub fn write<'c>(
        &mut self,
        cells: impl Iterator<Item = (u16, u16, &'c Cell)>,
        links: &[(Color, String)],
        out: &mut String,
    ) -> fmt::Result {
        let mut cursor = CursorState { links, style: PLAIN, link: Color::Reset, at: None };
        let mut cells = cells.peekable();
        while let Some(y) = cells.peek().map(|&(_, y, _)| y) {
            let mut changed: Vec<(u16, &Cell)> = Vec::new();
            while let Some((x, _, cell)) = cells.next_if(|&(_, row, _)| row == y) {
                let end = changed.last().map_or(0, |(x, before)| x + columns(before));
                // Some cells are covered by the wide character before them.
                if x >= end {
                    changed.push((x, cell));
                }
            }
            if self.has_uncertain_width(y) || changed.iter().any(|(_, cell)| has_uncertain_width(cell.symbol())) {
                changed.into_iter().for_each(|(x, cell)| self.set_wide((x, y), cell));
                self.write_row(y, &mut cursor, out)?;
            } else {
                for (x, cell) in changed {
                    match cursor.at.and_then(|at| self.between(at, (x, y), cursor.style, cursor.link)) {
                        Some(words) => out.push_str(&words),
                        None => go(cursor.at, (x, y), out)?,
                    }
                    cursor.put((x, y), cell, out)?;
                    self.set_wide((x, y), cell);
                }
            }
        }
        cursor.lift(out)
    }

    /// Redraws all of row `y`. Terminals disagree on the width of some characters: if one was drawn wider than counted,
    /// it covers the cells after it, and its rest stays there unless they are redrawn.
    fn write_row(&self, y: u16, cursor: &mut CursorState, out: &mut String) -> fmt::Result {
        go(None, (0, y), out)?;
        cursor.change(PLAIN, out)?;
        out.push_str("\x1b[2K");
        cursor.at = Some((0, y));
        for (x, cell) in self.shown.get(usize::from(y)).into_iter().flatten().enumerate() {
            // Behind a wide character there is nothing to draw.
            if !cell.symbol().is_empty() {
                go(cursor.at, (x as u16, y), out)?;
                cursor.put((x as u16, y), cell, out)?;
            }
        }
        Ok(())
    }

    /// Whether row `y` has a character of uncertain width, or a wide one: if half of it is overwritten, some terminals
    /// keep its style under the other half.
    fn has_uncertain_width(&self, y: u16) -> bool {
        let has_uncertain_width = |cell: &Cell| cell.symbol().is_empty() || has_uncertain_width(cell.symbol());
        self.shown.get(usize::from(y)).is_some_and(|row| row.iter().any(has_uncertain_width))
    }

    /// The symbols between the cursor and a later place, if writing them is as short as skipping and needs no other
    /// style.
    fn between(&self, (x, y): (u16, u16), to: (u16, u16), style: CellStyle, link: Color) -> Option<String> {
        if y != to.1 || x >= to.0 || to.0 - x > GAP {
            return None;
        }
        let row = self.shown.get(usize::from(y)).map_or(&[][..], Vec::as_slice);
        let mut words = String::new();
        for x in x..to.0 {
            let cell = row.get(usize::from(x)).unwrap_or(&Cell::EMPTY);
            let is_plain = cell.symbol().len() == 1 && CellStyle::of(cell) == style && cell.underline_color == link;
            words.push_str(Some(cell.symbol()).filter(|_| is_plain)?);
        }
        Some(words)
    }

    /// Notes a cell, and that the rest of a wide character is empty.
    fn set_wide(&mut self, (x, y): (u16, u16), cell: &Cell) {
        self.set((x, y), cell.clone());
        for under in x + 1..x.saturating_add(columns(cell)) {
            self.set((under, y), Cell::new(""));
        }
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

/// The state of the terminal's cursor: its place, style and link.
struct CursorState<'l> {
    /// The addresses of links, by the colour of their cells.
    links: &'l [(Color, String)],
    style: CellStyle,
    link: Color,
    /// The place of its cursor, as far as that is known.
    at: Option<(u16, u16)>,
}

impl CursorState<'_> {
    /// Writes `cell`, at which the cursor is.
    fn put(&mut self, (x, y): (u16, u16), cell: &Cell, out: &mut String) -> fmt::Result {
        if cell.underline_color != self.link {
            match self.address(cell.underline_color) {
                Some(address) => write!(out, "\x1b]8;;{address}\x1b\\")?,
                None if self.address(self.link).is_some() => out.write_str("\x1b]8;;\x1b\\")?,
                None => {}
            }
            self.link = cell.underline_color;
        }
        self.change(CellStyle::of(cell), out)?;
        let start = out.len();
        out.extend(drawn(cell.symbol()));
        if out.len() == start {
            out.push(' ');
        }
        self.at = (!has_uncertain_width(cell.symbol())).then_some((x.saturating_add(columns(cell)), y));
        Ok(())
    }

    fn change(&mut self, to: CellStyle, out: &mut String) -> fmt::Result {
        change(std::mem::replace(&mut self.style, to), to, out)
    }

    /// Restores the style of the start.
    fn lift(mut self, out: &mut String) -> fmt::Result {
        if self.address(self.link).is_some() {
            out.write_str("\x1b]8;;\x1b\\")?;
        }
        self.change(PLAIN, out)
    }

    fn address(&self, colour: Color) -> Option<&String> {
        self.links.iter().find(|(other, _)| *other == colour).map(|(_, address)| address)
    }
}

/// Columns that a cell takes, at least one.
fn columns(cell: &Cell) -> u16 {
    width(cell.symbol()).max(1) as u16
}

/// The characters of `symbol` that are sent. Control characters do not get this far, and would be stopped here. A
/// joiner is sent only between two characters of one symbol, since some terminals join it with whatever comes next.
fn drawn(symbol: &str) -> impl Iterator<Item = char> {
    let joined = symbol.trim_matches(|c| is_invisible(c) || matches!(c, '\u{200c}' | '\u{200d}'));
    joined.chars().filter(|&c| shown(c) == c && !is_invisible(c))
}

/// Whether terminals differ on the width of a symbol: any of several code points (flags, families, letters with
/// marks), and all others but the scripts and signs that every terminal has long known.
fn has_uncertain_width(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    match (characters.next(), characters.next()) {
        (None, _) => false,
        (Some(_), Some(_)) => true,
        (Some(c), None) => !matches!(c,
            ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
            | '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}'
            | '\u{2190}'..='\u{22ff}' | '\u{2400}'..='\u{2421}' | '\u{2500}'..='\u{25ff}' | '\u{3000}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff60}' | '\u{fffd}'),
    }
}

impl CellStyle {
    fn of(cell: &Cell) -> CellStyle {
        CellStyle { text: cell.fg, ground: cell.bg, modifier: cell.modifier }
    }
}

/// Moves the cursor from one column and row to another.
fn go(from: Option<(u16, u16)>, (x, y): (u16, u16), out: &mut String) -> fmt::Result {
    match from {
        Some(from) if from == (x, y) => Ok(()),
        Some((column, row)) if row == y && column + 1 == x => out.write_str("\x1b[C"),
        Some((column, row)) if row == y && column < x => write!(out, "\x1b[{}C", x - column),
        _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
    }
}

/// Changes what the terminal writes with.
fn change(from: CellStyle, to: CellStyle, out: &mut String) -> fmt::Result {
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
    fn small_gaps_are_overwritten_with_their_contents() {
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
        // A row with a wide character is redrawn.
        assert_eq!(next(&[(2, 0, plain("c")), (5, 0, plain("f"))]), "\x1b[1;1H\x1b[2KA\x1b[1ms\x1b[mc世f");
    }

    #[test]
    fn rows_with_characters_of_uncertain_width_are_redrawn() {
        let mut cells = Cells::default();
        let mut next = |changed: &[(u16, u16, &'static str)]| {
            let changed: Vec<_> = changed.iter().map(|&(x, y, symbol)| (x, y, Cell::new(symbol))).collect();
            let mut out = String::new();
            cells.write(changed.iter().map(|(x, y, cell)| (*x, *y, cell)), &[], &mut out).unwrap();
            out
        };
        for symbol in ["🇳🇴", "👩‍👩‍👧", "क्षि", "กำ", "ｶﾞ", "\u{e0061}", "ﾞ", "🙂"]
        {
            next(&[(0, 0, "a"), (4, 0, "b"), (0, 1, "c")]);
            let columns = width(symbol).max(1);
            assert_eq!(
                next(&[(1, 0, symbol)]),
                format!("\x1b[1;1H\x1b[2Ka{symbol}\x1b[1;{}H{}b", columns + 2, &"   "[columns..])
            );
            // And when it goes, with its possible remains.
            let blank: Vec<_> = (1..=columns as u16).map(|x| (x, 0, " ")).collect();
            assert_eq!(next(&blank), "\x1b[1;1H\x1b[2Ka   b");
            assert_eq!(next(&[(4, 0, "d")]), "\x1b[1;5Hd");
        }
        assert_eq!(next(&[(0, 2, "e\u{202e}")]), "\x1b[3;1H\x1b[2Ke");
        for (row, (symbol, sent)) in
            [("\u{ad}", " "), ("x\u{ad}", "x"), ("a\u{200b}\u{200d}", "a"), ("क्\u{200d}ष", "क्\u{200d}ष")]
                .into_iter()
                .enumerate()
        {
            let row = row as u16 + 3;
            assert_eq!(next(&[(0, row, symbol)]), format!("\x1b[{};1H\x1b[2K{sent}", row + 1));
        }
    }

    #[test]
    fn styles_are_sent_once_and_gaps_skipped() {
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
                "\x1b[1;1H\x1b[2K⚠\u{fe0f}\x1b[1;3Hb",
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
