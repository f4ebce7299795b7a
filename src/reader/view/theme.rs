//! [`Theme`]: the styles of everything that is drawn. Colours come from the terminal's own palette, so that they fit a
//! dark and a light background alike; without colour the same things are told apart by weight and underline.

use ratatui::style::{Color, Modifier, Style};

/// Colours of speakers, from the terminal's palette, the ones easiest to tell apart first.
const SPEAKERS: [Color; 10] = [
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

/// How things look.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With the terminal's colours, or without any.
    pub fn new(colour: bool) -> Theme {
        Theme { colour }
    }

    /// The colour of the speaker with this number; nobody known has none.
    pub fn speaker(&self, number: Option<usize>) -> Style {
        match number.filter(|_| self.colour) {
            Some(number) => Style::new().fg(SPEAKERS[number % SPEAKERS.len()]),
            None => Style::new(),
        }
    }

    pub fn headline(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn heading(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// What is there but not to be read first.
    pub fn dim(&self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Words in a source's paraphrase, on top of the speaker's colour.
    pub fn paraphrase(&self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// What was thought rather than said.
    pub fn thought(&self) -> Style {
        Style::new().add_modifier(Modifier::ITALIC)
    }

    /// The source of the current quotation, and what else the eye should find.
    pub fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A match of the search; the current one stands out from the rest.
    pub fn found(&self, current: bool) -> Style {
        match (self.colour, current) {
            (true, true) => Style::new().fg(Color::Black).bg(Color::Yellow),
            (true, false) => Style::new().add_modifier(Modifier::REVERSED),
            (false, true) => Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD),
            (false, false) => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The border and title of a pane.
    pub fn border(&self, focused: bool) -> Style {
        if focused { Style::new() } else { self.dim() }
    }

    /// Something that needs a look.
    pub fn warning(&self) -> Style {
        if self.colour { Style::new().fg(Color::Yellow) } else { self.strong() }
    }
}
