//! Letters from character codes, for fonts whose glyphs are named by code (`/G41`) and have no other mapping to text.
//! Most of these use the codes of the letters; the resulting letters show whether a font does.

/// The fewest letters that are enough to decide.
const MIN_LETTERS: usize = 20;
/// The least share of letters among the signs, and of the six most frequent ones among the letters, in percent. By
/// chance the latter is 23.
const LETTERS: usize = 70;
const FREQUENT: usize = 40;

/// The character with this code in most simple fonts.
pub(super) fn character(code: u32) -> Option<char> {
    let byte = u8::try_from(code).ok()?;
    let decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()?;
    (!decoded.is_control()).then_some(decoded)
}

/// Whether `characters` look like text.
pub(super) fn is_text(characters: impl Iterator<Item = char>) -> bool {
    let (mut signs, mut letters, mut frequent) = (0, 0, 0);
    for character in characters.filter(|character| !character.is_whitespace()) {
        signs += 1;
        letters += usize::from(character.is_alphabetic());
        frequent += usize::from(matches!(character, 'e' | 't' | 'a' | 'o' | 'i' | 'n'));
    }
    letters >= MIN_LETTERS && letters * 100 >= signs * LETTERS && frequent * 100 >= letters * FREQUENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_codes_that_are_letters() {
        let text = "“The beam has moved,” said Lena Strand, the engineer.";
        assert!(is_text(text.chars()));
        let shifted = text.chars().map(|c| char::from_u32(u32::from(c) + 3).unwrap_or(c));
        assert!(!is_text(shifted) && !is_text("12 %&/ 34".chars()) && !is_text("ten".chars()));
        assert_eq!(character(0x41), Some('A'));
        assert_eq!(character(0x93), Some('“'));
        assert_eq!((character(3), character(0x4e00)), (None, None));
    }
}
