//! [`Theme`]: the styles of everything that is drawn. Colours come from the terminal's own palette, so that they fit a
//! dark and a light background alike; without colour the same things differ by weight and underline.

use crate::config::{ColourDepth, ThemeName};
use crate::reader::state::document::colours::{SpeakerStyle, angle};
use crate::reader::view::palette::{self, Shade};
use ratatui::style::{Color, Modifier, Style};

/// The styles of a theme.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Colours of speakers; none without colour.
    speakers: Vec<Color>,
    /// The lightness and the chroma of further speakers' colours on terminals with true colour.
    further: Option<Shade>,
    /// Nothing is dimmed. Bold is for the current quotation here too.
    undimmed: bool,
}

impl Theme {
    /// The theme called `name` on a terminal with this many colours. `Auto` is the terminal's own palette, which fits
    /// both dark and light.
    pub fn named(name: ThemeName, depth: ColourDepth) -> Theme {
        Theme {
            speakers: palette::speakers(name, depth),
            further: palette::shade(name, depth),
            undimmed: name == ThemeName::HighContrast,
        }
    }

    /// The colour of a speaker; an unknown one has none.
    pub fn speaker(&self, look: Option<SpeakerStyle>) -> Style {
        let colour = look.and_then(|look| match self.further {
            Some(shade) if look.hue >= self.speakers.len() => Some(shade.at(angle(look.hue))),
            Some(_) => self.speakers.get(look.hue).copied(),
            None => self.speakers.get(look.colour % self.speakers.len().max(1)).copied(),
        });
        match colour {
            Some(colour) => Style::new().fg(colour),
            None => Style::new(),
        }
    }

    /// Whether speakers need letters: there are no colours, or only the terminal's own.
    pub fn has_letters(&self) -> bool {
        !matches!(self.speakers.first(), Some(Color::Rgb(..) | Color::Indexed(_)))
    }

    /// The title of the article.
    pub fn headline(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A heading of this level, from 1.
    pub fn heading(&self, level: u8) -> Style {
        let more = if level <= 2 { Modifier::UNDERLINED } else { Modifier::empty() };
        Style::new().add_modifier(Modifier::BOLD | more)
    }

    /// Words that the article stresses.
    pub fn emphasis(&self) -> Style {
        Style::new().add_modifier(Modifier::ITALIC)
    }

    /// The words of a link. Without colour it is dim as well, or it would look like a paraphrase.
    pub fn link(&self) -> Style {
        let more = if self.speakers.is_empty() { Modifier::DIM } else { Modifier::empty() };
        Style::new().add_modifier(Modifier::UNDERLINED | more)
    }

    /// The words of a link inside a quotation in the style `speaker`: without its colour, or it would look like a
    /// paraphrase; dim if the quotation has no colour either.
    pub fn link_in_quotation(&self, speaker: Style) -> Style {
        let more = if speaker.fg.is_none() { self.dim() } else { Style::new() };
        Style::new().fg(Color::Reset).add_modifier(Modifier::UNDERLINED).patch(more)
    }

    /// Secondary text. Never bold as well: many terminals have one weight for a word, and show only the last one set.
    pub fn dim(&self) -> Style {
        if self.undimmed {
            Style::new()
        } else {
            Style::new().add_modifier(Modifier::DIM).remove_modifier(Modifier::BOLD)
        }
    }

    /// Words in a source's paraphrase, on top of the speaker's colour.
    pub fn paraphrase(&self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// A quotation of something thought rather than said.
    pub fn thought(&self) -> Style {
        Style::new().add_modifier(Modifier::ITALIC)
    }

    /// The source of the current quotation, and other things that should stand out. Never dim as well.
    pub fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD).remove_modifier(Modifier::DIM)
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A letter of a list that matches the filter, on top of the style of its row.
    pub fn matched(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// A match of the search; the current one stands out from the rest.
    pub fn found(&self, current: bool) -> Style {
        match (!self.speakers.is_empty(), current) {
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

    /// Something that needs attention.
    pub fn warning(&self) -> Style {
        if !self.speakers.is_empty() { Style::new().fg(Color::Yellow) } else { self.strong() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bold means the current quotation, as the legend says, in every theme.
    #[test]
    fn speaker_styles_are_not_bold() {
        for theme in ThemeName::ALL {
            for depth in [ColourDepth::None, ColourDepth::Sixteen, ColourDepth::Indexed, ColourDepth::True] {
                for number in 0..30 {
                    let look = SpeakerStyle { colour: number % 10, hue: number, letter: 'A' };
                    let style = Theme::named(theme, depth).speaker(Some(look));
                    assert!(!style.add_modifier.contains(Modifier::BOLD), "{theme:?} {depth:?}");
                }
            }
        }
    }
}
