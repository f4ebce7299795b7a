//! [`ColourDepth`]: how many colours the terminal supports, by its environment.

/// The number of colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None: `NO_COLOR` is set, or the terminal has none.
    None,
    /// The sixteen of the terminal's palette.
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24-bit colours.
    True,
}

impl ColourDepth {
    /// The depth that the environment declares.
    pub fn from_env() -> ColourDepth {
        ColourDepth::from_variables(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// The depth that the variables looked up by `variable` declare.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> ColourDepth {
        let variable = |name: &str| variable(name).unwrap_or_default();
        let terminal = variable("TERM");
        if !variable("NO_COLOR").is_empty() || terminal == "dumb" || terminal.ends_with("-m") {
            ColourDepth::None
        } else if matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") || terminal.ends_with("-direct") {
            ColourDepth::True
        } else if terminal.contains("256color") {
            ColourDepth::Indexed
        } else {
            ColourDepth::Sixteen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_depth_follows_the_environment() {
        for (variables, depth) in [
            (&[][..], ColourDepth::Sixteen),
            (&[("TERM", "xterm")], ColourDepth::Sixteen),
            (&[("TERM", "xterm-256color")], ColourDepth::Indexed),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColourDepth::True),
            (&[("TERM", "screen"), ("COLORTERM", "24bit")], ColourDepth::True),
            (&[("TERM", "xterm-direct")], ColourDepth::True),
            (&[("TERM", "vt100-m")], ColourDepth::None),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], ColourDepth::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], ColourDepth::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], ColourDepth::Indexed),
        ] {
            let found = ColourDepth::from_variables(|name| {
                variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(found, depth, "{variables:?}");
        }
    }
}
