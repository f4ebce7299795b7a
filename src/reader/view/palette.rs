//! The colours of speakers in each theme, as data, and their conversion for terminals with fewer colours.

use crate::config::{ColourDepth, ThemeName};
use crate::reader::state::document::colours::{COLOURS, angle};
use ratatui::style::Color;

/// From the terminal's own palette, the most distinct ones first.
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

/// For a dark background and few colours; after Okabe and Ito's colours, which the colour-blind can tell apart, made
/// lighter.
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

/// For a light background and few colours; the same made darker.
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

/// The colours of speakers in `theme` on a terminal with `depth`; empty without colour. With the terminal's 16 colours
/// all themes have the same.
pub(super) fn speakers(theme: ThemeName, depth: ColourDepth) -> Vec<Color> {
    if let Some(shade) = shade(theme, depth) {
        return (0..COLOURS).map(|number| shade.at(angle(number))).collect();
    }
    let colours = match (theme, depth) {
        (ThemeName::Monochrome, _) | (_, ColourDepth::None) => return Vec::new(),
        (_, ColourDepth::Sixteen) | (ThemeName::Terminal | ThemeName::Auto | ThemeName::HighContrast, _) => TERMINAL,
        (ThemeName::Dark, _) => DARK,
        (ThemeName::Light, _) => LIGHT,
    };
    colours.into_iter().map(|colour| if depth == ColourDepth::True { colour } else { indexed(colour) }).collect()
}

/// A lightness and a chroma in OKLCH, at which any hue can be read on the background of a theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shade {
    lightness: f32,
    chroma: f32,
}

/// The shade of all speakers, with any number of hues; `None` on terminals with fewer colours.
pub(super) fn shade(theme: ThemeName, depth: ColourDepth) -> Option<Shade> {
    match (theme, depth) {
        (ThemeName::Dark, ColourDepth::True) => Some(Shade { lightness: 0.78, chroma: 0.12 }),
        (ThemeName::Light, ColourDepth::True) => Some(Shade { lightness: 0.46, chroma: 0.12 }),
        _ => None,
    }
}

impl Shade {
    /// The colour of this shade at `angle` degrees, with as much of the chroma as the screen can show.
    pub fn at(self, angle: f32) -> Color {
        let (sin, cos) = angle.to_radians().sin_cos();
        let at = |chroma: f32| linear(self.lightness, chroma * cos, chroma * sin);
        let fits = |rgb: &[f32; 3]| rgb.iter().all(|part| (0.0..=1.0).contains(part));
        let chromas = (0..=12u8).map(|step| self.chroma * (1.0 - f32::from(step) / 12.0));
        let [red, green, blue] = chromas.map(at).find(fits).unwrap_or_else(|| at(0.0)).map(encoded);
        Color::Rgb(red, green, blue)
    }
}

/// OKLab → linear sRGB, by Ottosson's matrices.
fn linear(lightness: f32, a: f32, b: f32) -> [f32; 3] {
    let [long, medium, short] = [
        lightness + 0.396_337_8 * a + 0.215_803_76 * b,
        lightness - 0.105_561_346 * a - 0.063_854_17 * b,
        lightness - 0.089_484_18 * a - 1.291_485_5 * b,
    ]
    .map(|cone| cone.powi(3));
    [
        4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
        -0.004_196_086 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
    ]
}

/// A part of a colour as the screen takes it.
fn encoded(linear: f32) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let encoded = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055f32.mul_add(linear.powf(1.0 / 2.4), -0.055) };
    (encoded * 255.0).round() as u8
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
    fn speaker_colours_are_readable_and_distinct() {
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
    fn any_number_of_hues_is_readable() {
        let grey = luminance(30, 30, 30);
        for (theme, background) in [(ThemeName::Dark, grey), (ThemeName::Light, 1.0)] {
            let shade = shade(theme, ColourDepth::True).unwrap();
            for number in 0..COLOURS + 500 {
                let colour = shade.at(angle(number));
                let ratio = contrast(colour, background);
                assert!(ratio >= 4.5, "{theme:?} {number} {colour}: {ratio:.1}");
            }
        }
        assert!(shade(ThemeName::Dark, ColourDepth::Indexed).is_none());
    }

    /// A lighter colour would look more important.
    #[test]
    fn all_hues_are_of_one_lightness() {
        for theme in [ThemeName::Dark, ThemeName::Light] {
            let lightness = |colour: &Color| match *colour {
                // The L* of CIELAB, from the luminance.
                Color::Rgb(red, green, blue) => 116.0 * luminance(red, green, blue).cbrt() - 16.0,
                other => panic!("{other}"),
            };
            let shade = shade(theme, ColourDepth::True).unwrap();
            let further = (COLOURS..60).map(|number| shade.at(angle(number)));
            let all: Vec<f64> =
                speakers(theme, ColourDepth::True).into_iter().chain(further).map(|c| lightness(&c)).collect();
            let (least, most) = (all.iter().copied().fold(100.0, f64::min), all.iter().copied().fold(0.0, f64::max));
            assert!(most - least < 7.0, "{theme:?}: {least:.1} to {most:.1}");
        }
    }

    #[test]
    fn monochrome_terminals_get_no_colour() {
        assert_eq!(speakers(ThemeName::Dark, ColourDepth::None), []);
        assert_eq!(speakers(ThemeName::Monochrome, ColourDepth::True), []);
        assert_eq!(speakers(ThemeName::Light, ColourDepth::Sixteen), TERMINAL);
    }
}
