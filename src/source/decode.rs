//! Bytes → text: byte-order marks, UTF-8, older encodings by what the bytes look like, and line ends. What comes out for
//! UTF-8 is what Python reads with `encoding="utf-8-sig", errors="replace"`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes that the guess of an older encoding looks at: more does not make it better, only slower.
const GUESSED_FROM: usize = 256 << 10;

/// Decodes `bytes`. A byte-order mark decides and goes; valid UTF-8 is taken as it is, without a copy; what is mostly
/// UTF-8 gets U+FFFD for each bad part; the rest is decoded as the older encoding that it looks most like. `\r\n` and
/// lone `\r` become `\n`.
pub fn decode(mut bytes: Vec<u8>) -> String {
    if bytes.starts_with(b"\xff\xfe") {
        return unify_line_ends(UTF_16LE.decode_without_bom_handling(&bytes[2..]).0.into_owned());
    }
    if bytes.starts_with(b"\xfe\xff") {
        return unify_line_ends(UTF_16BE.decode_without_bom_handling(&bytes[2..]).0.into_owned());
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
        return unify_line_ends(lossy(bytes));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            match older_encoding(&bytes) {
                Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
                None => lossy(bytes),
            }
        }
    };
    unify_line_ends(text)
}

/// Is this the beginning of something that is no text: NUL bytes (outside UTF-16) or mostly control characters?
pub fn is_binary(start: &[u8]) -> bool {
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return false;
    }
    let controls = start.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x08));
    memchr::memchr(0, start).is_some() || controls.count() * 10 > start.len()
}

fn lossy(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// The encoding of bytes that are not valid UTF-8; `None` when they are UTF-8 with some damage.
fn older_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut for_utf8, mut against, mut unlikely) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        for_utf8 += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        match chunk.invalid() {
            [] => {}
            // Bytes that hardly any older text holds and no UTF-8 text can hold: noise, not an encoding.
            [0x80 | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xc0 | 0xc1 | 0xf5..=0xff] => unlikely += 1,
            [_] => against += 1,
            // A character that lost its end is a sign of UTF-8 all the same.
            _ => for_utf8 += 2,
        }
    }
    if for_utf8 >= against + unlikely || (against == 0 && unlikely * 100 <= bytes.len().max(800)) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The ASCII before the first other byte says nothing, and could fill all that is looked at.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1024);
    let looked_at = &bytes[first..bytes.len().min(first + GUESSED_FROM)];
    detector.feed(looked_at, first + looked_at.len() == bytes.len());
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// `\r\n` and lone `\r` → `\n`, in place; text without `\r` is only looked through.
fn unify_line_ends(text: String) -> String {
    let Some(first) = memchr::memchr(b'\r', text.as_bytes()) else { return text };
    let mut bytes = text.into_bytes();
    let (mut from, mut to) = (first, first);
    while from < bytes.len() {
        // `from` stands on a `\r` here.
        bytes[to] = b'\n';
        to += 1;
        from += if bytes.get(from + 1) == Some(&b'\n') { 2 } else { 1 };
        let next = memchr::memchr(b'\r', &bytes[from..]).map_or(bytes.len(), |at| from + at);
        bytes.copy_within(from..next, to);
        to += next - from;
        from = next;
    }
    bytes.truncate(to);
    lossy(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str) {
        assert_eq!(decode(bytes.to_vec()), text);
    }

    #[test]
    fn utf8_with_and_without_damage() {
        check("“Naïve”".as_bytes(), "“Naïve”");
        check(b"\xef\xbb\xbfa\xef\xbb\xbfb", "a\u{feff}b");
        check(b"\xe2\x80\x9cYes,\xe2\x80\x9d he said.\xff\xfe", "“Yes,” he said.\u{fffd}\u{fffd}");
        check(b"plain \xe2\x80 cut", "plain \u{fffd} cut");
        check(b"plain \xff noise", "plain \u{fffd} noise");
        check(b"\xe2\x80\x9cSt\xc3\xb6r\xe2\x80\x9d \xf0\x9f\x91 \xc0\xaf", "“Stör” \u{fffd} \u{fffd}\u{fffd}");
        check(b"\xe2\x80\x9c\xed\xa0\x80\xe2\x80\x9d\xe2\x80\x9d", "“\u{fffd}\u{fffd}\u{fffd}””");
    }

    #[test]
    fn byte_order_marks() {
        check(b"\xff\xfeA\0\x1c\x20\r\0\n\0", "A“\n");
        check(b"\xfe\xff\0A\x20\x1c", "A“");
        check(b"\xff\xfeA\0\0\xd8", "A\u{fffd}");
    }

    #[test]
    fn line_ends() {
        check(b"a\r\nb\rc\n\r\nd\r\r\n", "a\nb\nc\n\nd\n\n");
        check(b"\r", "\n");
        check("é\r\n世\r".as_bytes(), "é\n世\n");
    }

    #[test]
    fn older_encodings() {
        for (label, text) in [
            ("windows-1252", "“It’s a naïve café,” said Zoë. “We’re glad – more or less.”"),
            ("shift_jis", "「この橋は閉鎖されます」と市長は述べた。住民は反対している。"),
            ("gbk", "市长说：“这座桥将关闭。”居民们表示反对，并要求重新考虑这个决定。"),
            ("koi8-r", "- Мы закроем мост, - сказал мэр. Жители города выступили против этого решения."),
            ("windows-1251", "«Мы закроем мост», — сказал мэр. Жители города выступили против этого решения."),
            ("windows-1250", "„Most zostanie zamknięty”, powiedział burmistrz. Mieszkańcy są źli i żądają zmian."),
        ] {
            let (bytes, _, _) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
            assert_eq!(decode(bytes.into_owned()), text, "{label}");
        }
    }
}
