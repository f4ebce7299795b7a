//! [`Offsets`]: byte offsets of a text to code points and back.

use super::span::Span;

/// Bytes between two stored counts: small enough that a look-up scans little, large enough to cost little memory (one
/// part in 64 of the text).
const STEP: usize = 256;

/// Converts byte offsets of one text to code points and back. Building it takes one pass over the text; a look-up scans
/// at most 256 bytes.
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points before byte `STEP * i`. Empty if the text is ASCII.
    steps: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// The offsets of `text`, at its start.
    pub fn new(text: &'t str) -> Offsets<'t> {
        let mut steps = Vec::new();
        if !text.is_ascii() {
            let mut points = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                steps.push(points);
                points += code_points(chunk) as u32;
            }
        }
        Offsets { text, steps }
    }

    /// The number of code points before byte `at`, or in the whole text if `at` is past its end.
    pub fn code_point(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        match self.steps.get(at / STEP) {
            Some(&before) => before as usize + code_points(&self.text.as_bytes()[at / STEP * STEP..at]),
            None if self.steps.is_empty() => at,
            None => self.text.chars().count(),
        }
    }

    /// The byte at which code point number `point` starts, or the length of the text if there are fewer.
    pub fn byte(&self, point: usize) -> usize {
        if self.steps.is_empty() {
            return point.min(self.text.len());
        }
        let step = self.steps.partition_point(|&before| before as usize <= point).saturating_sub(1);
        // A step can fall inside a character, which then counts before it: start at the next boundary.
        let at = self.text.ceil_char_boundary(step * STEP);
        let skip = point.saturating_sub(self.steps.get(step).map_or(0, |&before| before as usize));
        self.text[at..].char_indices().nth(skip).map_or(self.text.len(), |(offset, _)| at + offset)
    }

    /// Both ends of `span` in code points.
    pub fn code_points(&self, span: Span) -> (usize, usize) {
        (self.code_point(span.start as usize), self.code_point(span.end as usize))
    }
}

/// The number of characters that start in `bytes`.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte as i8 >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_round_trip_at_every_boundary() {
        for text in ["", "plain", "“é世👩‍👩‍👧”", &"a“é世👩".repeat(3000), &"世".repeat(5000)] {
            let offsets = Offsets::new(text);
            for (point, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.code_point(at), point);
                assert_eq!(offsets.byte(point), at);
            }
            let points = text.chars().count();
            assert_eq!(offsets.code_point(text.len()), points);
            assert_eq!(offsets.byte(points), text.len());
        }
    }
}
