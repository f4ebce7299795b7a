//! [`BackgroundReply`]: the reply of a terminal that was asked for the colour of its background (OSC 11). It arrives
//! among the keys, and crossterm, which does not know it, reads it as keys: here they are turned back into the reply.
//! Keys that only looked like its beginning are returned.

use crate::reader::keys::key::{Code, Key};

/// The longest answer, in keys.
const MAX_KEYS: usize = 40;

/// The keys that may be an answer, so far.
#[derive(Debug, Default)]
pub struct BackgroundReply {
    keys: Vec<Key>,
}

/// The outcome of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed {
    /// It may be part of an answer.
    Nothing,
    /// The background is dark, or is not.
    Dark(bool),
    /// These were keys.
    Keys(Vec<Key>),
}

impl BackgroundReply {
    /// Handles the next key.
    pub fn advance(&mut self, key: Key) -> Parsed {
        let begins = key == Key::alt(Code::Char(']'));
        if self.keys.is_empty() && !begins {
            return Parsed::Keys(vec![key]);
        }
        let ends = key == Key::alt(Code::Char('\\')) || key == Key::ctrl('g');
        self.keys.push(key);
        if ends {
            let keys = std::mem::take(&mut self.keys);
            return is_dark(&text(&keys)).map_or(Parsed::Keys(keys), Parsed::Dark);
        }
        let so_far = text(&self.keys);
        let fits = "11;rgba:".starts_with(&so_far) || so_far.starts_with("11;rgb");
        if fits && self.keys.len() < MAX_KEYS { Parsed::Nothing } else { Parsed::Keys(std::mem::take(&mut self.keys)) }
    }
}

/// The plain characters among `keys`.
fn text(keys: &[Key]) -> String {
    let character = |key: &Key| match key.code {
        Code::Char(c) if !key.alt && !key.ctrl => Some(c),
        _ => None,
    };
    keys.iter().filter_map(character).collect()
}

/// Whether the colour of a reply is dark. `None` when there is no colour in it.
fn is_dark(answer: &str) -> Option<bool> {
    let colour = answer.strip_prefix("11;rgb:").or_else(|| answer.strip_prefix("11;rgba:"))?;
    let part = |digits: &str| {
        let most = 16u32.checked_pow(digits.len() as u32)?.checked_sub(1).filter(|&most| most > 0)?;
        Some(u32::from_str_radix(digits, 16).ok()? as f32 / most as f32)
    };
    let parts: Vec<f32> = colour.split('/').take(3).map(part).collect::<Option<_>>()?;
    let &[red, green, blue] = parts.as_slice() else { return None };
    // The perceived brightness (ITU-R BT.709).
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outcomes of the keys that crossterm reads from `bytes`.
    fn heard(bytes: &str) -> Vec<Parsed> {
        let mut answer = BackgroundReply::default();
        let mut alt = false;
        let mut all = Vec::new();
        for c in bytes.chars() {
            let key = match c {
                '\x1b' => {
                    alt = true;
                    continue;
                }
                '\x07' => Key::ctrl('g'),
                c => Key { code: Code::Char(c), ctrl: false, alt: std::mem::take(&mut alt) },
            };
            all.push(answer.advance(key));
        }
        all.retain(|heard| *heard != Parsed::Nothing);
        all
    }

    #[test]
    fn answers_and_keys() {
        for (bytes, dark) in [
            ("\x1b]11;rgb:0000/0000/0000\x1b\\", true),
            ("\x1b]11;rgb:1e1e/1E1E/2e2e\x07", true),
            ("\x1b]11;rgb:ff/fd/f5\x1b\\", false),
            ("\x1b]11;rgba:ffff/ffff/ffff/ffff\x1b\\", false),
        ] {
            assert_eq!(heard(bytes), [Parsed::Dark(dark)], "{bytes:?}");
        }
        assert_eq!(heard("jk"), [Parsed::Keys(vec![Key::char('j')]), Parsed::Keys(vec![Key::char('k')])]);
        assert_eq!(heard("\x1b]j"), [Parsed::Keys(vec![Key::alt(Code::Char(']')), Key::char('j')])]);
        for odd in ["\x1b]11;rgb:0/0\x1b\\", "\x1b]11;rgb:x/y/z\x07", "\x1b]11;rgb://\x07"] {
            assert!(matches!(heard(odd).as_slice(), [Parsed::Keys(keys)] if keys.len() > 4), "{odd:?}");
        }
        let long = format!("\x1b]11;rgb:{}", "0".repeat(100));
        assert_eq!(
            heard(&long).iter().map(|heard| if let Parsed::Keys(keys) = heard { keys.len() } else { 0 }).sum::<usize>(),
            108
        );
    }
}
