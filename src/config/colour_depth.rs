//! [`Depth`]: how many colours the terminal shows, as its environment tells.

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: `NO_COLOR` is set, or the terminal has none.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// Red, green and blue.
    True,
}

impl Depth {
    /// What the environment says.
    pub fn of_environment() -> Depth {
        Depth::of(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// What the variables say that `variable` looks up.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Depth {
        let variable = |name: &str| variable(name).unwrap_or_default();
        let terminal = variable("TERM");
        if !variable("NO_COLOR").is_empty() || terminal == "dumb" || terminal.ends_with("-m") {
            Depth::None
        } else if matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") || terminal.ends_with("-direct") {
            Depth::True
        } else if terminal.contains("256color") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_say() {
        for (variables, depth) in [
            (&[][..], Depth::Sixteen),
            (&[("TERM", "xterm")], Depth::Sixteen),
            (&[("TERM", "xterm-256color")], Depth::Indexed),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
            (&[("TERM", "screen"), ("COLORTERM", "24bit")], Depth::True),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "vt100-m")], Depth::None),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Depth::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::Indexed),
        ] {
            let found = Depth::of(|name| {
                variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(found, depth, "{variables:?}");
        }
    }
}
