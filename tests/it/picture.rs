//! The picture in the README: the reader on the sample, drawn as SVG. `UPDATE=1 cargo test picture` rewrites
//! `assets/screen.svg`; otherwise the test compares the two.

use crate::stage::Stage;
use onrecord::language;
use onrecord::source::{self, Source};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

const COLUMN: f32 = 8.4;
const ROW: f32 = 18.0;
const BACKGROUND: &str = "#1b1d23";
const FOREGROUND: &str = "#d7dae0";

#[test]
fn picture() {
    let article = source::open(&Source::Sample).expect("the sample opens");
    let found = language::analyse(&article);
    let mut stage = Stage::of(article, 120, 36).analysed(found);
    let svg = svg(&stage.keys("]]").draw());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/screen.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, svg).unwrap();
    } else {
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == svg, "the picture is not the screen any more: UPDATE=1 cargo test picture");
    }
}

fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (f32::from(columns) * COLUMN + 20.0, f32::from(rows) * ROW + 20.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         font-family=\"'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            // Cells of one style are drawn together, which keeps the file small.
            let first = &buffer[(x, y)];
            let end = (x + 1..columns).find(|&next| !same_style(first, &buffer[(next, y)])).unwrap_or(columns);
            let text: String = (x..end).map(|x| buffer[(x, y)].symbol()).collect();
            run(&mut out, first, &text, x, end, y);
            x = end;
        }
    }
    out + "</svg>\n"
}

fn same_style(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn run(out: &mut String, style: &Cell, text: &str, start: u16, end: u16, y: u16) {
    let (left, columns) = (10.0 + f32::from(start) * COLUMN, f32::from(end - start) * COLUMN);
    let top = 10.0 + f32::from(y) * ROW;
    let (mut ink, mut paper) = (hex(style.fg).unwrap_or(FOREGROUND), hex(style.bg));
    if style.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper.unwrap_or(BACKGROUND), Some(ink));
    }
    if let Some(paper) = paper {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{columns:.1}\" height=\"{ROW}\" fill=\"{paper}\"/>"
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut attributes = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.55\""),
    ] {
        if style.modifier.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{columns:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{ink}\"{attributes}>{escaped}</text>",
        top + ROW * 0.75
    );
}

/// A typical terminal palette.
fn hex(colour: Color) -> Option<&'static str> {
    Some(match colour {
        Color::Black => "#1b1d23",
        Color::Red => "#e06c75",
        Color::Green => "#98c379",
        Color::Yellow => "#e5c07b",
        Color::Blue => "#61afef",
        Color::Magenta => "#c678dd",
        Color::Cyan => "#56b6c2",
        Color::LightRed => "#ff8b92",
        Color::LightGreen => "#b5e090",
        Color::LightYellow => "#ffd98f",
        Color::LightBlue => "#8cc8ff",
        Color::LightMagenta => "#e0a0f0",
        Color::LightCyan => "#86dbe5",
        _ => return None,
    })
}
