//! The colours of speakers in each theme, as data, and what becomes of them where there are fewer colours.

use crate::config::{ColourDepth, ThemeName};
use crate::reader::state::colours::COLOURS;
use ratatui::style::Color;

/// From the terminal's own palette, the ones easiest to tell apart first.
const TERMINAL: [Color; COLOURS] = [
    Color::Cyan,
    Color::Magenta,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Red,
    Color::LightMagenta,
    Color::LightGreen,
    Color::LightBlue,
    Color::LightRed,
];

/// For a dark background; after Okabe and Ito's colours, which the colour-blind can tell apart, made lighter.
const DARK: [Color; COLOURS] = [
    Color::Rgb(86, 180, 233),
    Color::Rgb(230, 159, 0),
    Color::Rgb(0, 190, 140),
    Color::Rgb(230, 140, 190),
    Color::Rgb(240, 228, 66),
    Color::Rgb(240, 120, 70),
    Color::Rgb(170, 160, 255),
    Color::Rgb(160, 210, 90),
    Color::Rgb(90, 215, 225),
    Color::Rgb(250, 155, 155),
];

/// For a light background; the same made darker.
const LIGHT: [Color; COLOURS] = [
    Color::Rgb(0, 90, 170),
    Color::Rgb(160, 65, 0),
    Color::Rgb(0, 100, 75),
    Color::Rgb(140, 45, 115),
    Color::Rgb(100, 90, 0),
    Color::Rgb(180, 20, 40),
    Color::Rgb(80, 70, 180),
    Color::Rgb(30, 105, 30),
    Color::Rgb(0, 95, 135),
    Color::Rgb(120, 70, 30),
];

/// The colours of speakers in `theme` on a terminal with `depth`; empty without colour. Where there are only the
/// terminal's own colours, those are what every theme has.
pub(super) fn speakers(theme: ThemeName, depth: ColourDepth) -> Vec<Color> {
    let colours = match (theme, depth) {
        (ThemeName::Monochrome, _) | (_, ColourDepth::None) => return Vec::new(),
        (_, ColourDepth::Sixteen) | (ThemeName::Terminal | ThemeName::Auto | ThemeName::HighContrast, _) => TERMINAL,
        (ThemeName::Dark, _) => DARK,
        (ThemeName::Light, _) => LIGHT,
    };
    colours.into_iter().map(|colour| if depth == ColourDepth::True { colour } else { indexed(colour) }).collect()
}

/// The nearest of the palette of 256.
fn indexed(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    // The steps of the cube are 0, 95, 135, 175, 215, 255.
    let step = |value: u8| if value < 48 { 0 } else { (value.max(75) - 35) / 40 };
    Color::Indexed(16 + 36 * step(red) + 6 * step(green) + step(blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The luminance of a colour, 0 to 1, as the WCAG measure it.
    fn luminance(red: u8, green: u8, blue: u8) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(colour: Color, background: f64) -> f64 {
        let (red, green, blue) = match colour {
            Color::Rgb(red, green, blue) => (red, green, blue),
            Color::Indexed(index) => {
                let part = |value: u8| if value == 0 { 0 } else { 55 + 40 * value };
                let cube = index - 16;
                (part(cube / 36), part(cube / 6 % 6), part(cube % 6))
            }
            other => panic!("{other}"),
        };
        let own = luminance(red, green, blue);
        (own.max(background) + 0.05) / (own.min(background) + 0.05)
    }

    #[test]
    fn every_speaker_can_be_read_and_told_from_the_others() {
        let grey = luminance(30, 30, 30);
        for depth in [ColourDepth::Indexed, ColourDepth::True] {
            for (theme, background) in [(ThemeName::Dark, grey), (ThemeName::Light, 1.0)] {
                let colours = speakers(theme, depth);
                for (index, &colour) in colours.iter().enumerate() {
                    let ratio = contrast(colour, background);
                    assert!(ratio >= 4.5, "{theme:?} {depth:?} {colour}: {ratio:.1}");
                    assert!(!colours[..index].contains(&colour), "{theme:?} {depth:?} {colour} twice");
                }
            }
        }
    }

    #[test]
    fn without_colour_there_is_none() {
        assert_eq!(speakers(ThemeName::Dark, ColourDepth::None), []);
        assert_eq!(speakers(ThemeName::Monochrome, ColourDepth::True), []);
        assert_eq!(speakers(ThemeName::Light, ColourDepth::Sixteen), TERMINAL);
    }
}
