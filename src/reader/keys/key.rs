//! [`Key`]: a key press, as the key table writes it.

use std::fmt;
use std::str::FromStr;

/// A key with its modifiers. Shift is part of the character (`G`), and a modifier only of named keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
}

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    F(u8),
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// Ctrl and a character.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Alt and a key.
    pub const fn alt(code: Code) -> Key {
        Key { code, ctrl: false, alt: true }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
            Code::Home => f.write_str("Home"),
            Code::End => f.write_str("End"),
            Code::Enter => f.write_str("Enter"),
            Code::Esc => f.write_str("Esc"),
            Code::Tab => f.write_str("Tab"),
            Code::BackTab => f.write_str("Shift-Tab"),
            Code::Backspace => f.write_str("Backspace"),
            Code::Delete => f.write_str("Del"),
            Code::F(n) => write!(f, "F{n}"),
        }
    }
}

impl FromStr for Key {
    type Err = ();

    /// Parses a key in its displayed form, or with names from other programs: `j`, `Ctrl-d`, `Alt-Left`, `PageDown`.
    /// Capitals matter only in single characters.
    fn from_str(name: &str) -> Result<Key, ()> {
        let (mut rest, mut ctrl, mut alt, mut shift) = (name, false, false, false);
        loop {
            let modifier = rest.split_once(['-', '+']).filter(|(_, key)| !key.is_empty());
            let Some((modifier, key)) = modifier else { break };
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => ctrl = true,
                "alt" | "a" | "m" => alt = true,
                "shift" | "s" => shift = true,
                _ => return Err(()),
            }
            rest = key;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some('↑'), None) => Code::Up,
            (Some('↓'), None) => Code::Down,
            (Some('←'), None) => Code::Left,
            (Some('→'), None) => Code::Right,
            // Terminals send the same code for both.
            (Some(c), None) if ctrl => Code::Char(c.to_ascii_lowercase()),
            (Some(c), None) if !c.is_control() && !shift => Code::Char(c),
            _ => named(&rest.to_ascii_lowercase()).ok_or(())?,
        };
        let code = match code {
            Code::Tab if shift => Code::BackTab,
            _ if shift => return Err(()),
            code => code,
        };
        Ok(Key { code, ctrl, alt })
    }
}

fn named(name: &str) -> Option<Code> {
    Some(match name {
        "space" => Code::Char(' '),
        "up" => Code::Up,
        "down" => Code::Down,
        "left" => Code::Left,
        "right" => Code::Right,
        "pgup" | "pageup" => Code::PageUp,
        "pgdn" | "pagedown" => Code::PageDown,
        "home" => Code::Home,
        "end" => Code::End,
        "enter" | "return" => Code::Enter,
        "esc" | "escape" => Code::Esc,
        "tab" => Code::Tab,
        "backtab" => Code::BackTab,
        "backspace" => Code::Backspace,
        "del" | "delete" => Code::Delete,
        _ => Code::F(name.strip_prefix('f')?.parse().ok().filter(|number| (1..=24).contains(number))?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keys::action::TABLE;

    #[test]
    fn displayed_keys_parse_back() {
        for key in TABLE.iter().flat_map(|binding| binding.keys) {
            assert_eq!(key.to_string().parse(), Ok(*key));
        }
        for (name, key) in [
            ("-", Key::char('-')),
            ("+", Key::char('+')),
            ("Ctrl--", Key::ctrl('-')),
            ("ctrl+D", Key::ctrl('d')),
            ("C-d", Key::ctrl('d')),
            ("alt-PageUp", Key::alt(Code::PageUp)),
            ("Shift-Tab", Key::plain(Code::BackTab)),
            ("世", Key::char('世')),
        ] {
            assert_eq!(name.parse(), Ok(key), "{name}");
        }
        for name in ["", "jj", "Hyper-j", "Ctrl-", "F0", "F25", "Shift-j", "\n", "a-b-c"] {
            assert_eq!(name.parse::<Key>(), Err(()), "{name}");
        }
    }
}
