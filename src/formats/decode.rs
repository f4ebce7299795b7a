//! Bytes → text: byte-order marks, UTF-8, legacy encodings by statistics, and line ends. UTF-8 is decoded as by
//! Python's `encoding="utf-8-sig", errors="replace"`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that the detection of a legacy encoding looks at: more make it slower, not better.
const MAX_GUESSED: usize = 256 << 10;

/// Bytes of a page that may declare a charset.
const CHARSET_PROBE: usize = 4096;

/// Decodes `bytes`. A byte-order mark decides and is removed. Valid UTF-8 is not copied. Mostly valid UTF-8 gets U+FFFD
/// for each invalid part. Anything else is decoded as the most likely legacy encoding. `\r
/// ` and lone `\r` become `
/// `.
pub fn decode(mut bytes: Vec<u8>) -> String {
    if is_utf16(&bytes) && bytes.starts_with(b"\xff\xfe") {
        return normalise_line_ends(UTF_16LE.decode_without_bom_handling(&bytes[2..]).0.into_owned());
    }
    if is_utf16(&bytes) {
        return normalise_line_ends(UTF_16BE.decode_without_bom_handling(&bytes[2..]).0.into_owned());
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
        return normalise_line_ends(utf8_lossy(bytes));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            match legacy_encoding(&bytes) {
                Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
                None => utf8_lossy(bytes),
            }
        }
    };
    normalise_line_ends(text)
}

/// Decodes a text by its byte-order mark; else as UTF-8 if it is valid UTF-8 beyond ASCII, even if another charset is
/// declared; else by the charset of `content_type`; else as [`decode`] does.
pub fn decode_text(bytes: Vec<u8>, content_type: Option<&str>) -> String {
    with_charset(bytes, |_| content_type.and_then(|declared| charset(declared.as_bytes())))
}

/// Decodes a web page like [`decode_text`], but a charset declared in the page takes precedence over detection.
pub fn decode_html(bytes: Vec<u8>, content_type: Option<&str>) -> String {
    with_charset(bytes, |bytes| {
        let declared = content_type.and_then(|declared| charset(declared.as_bytes()));
        let start = &bytes[..bytes.len().min(CHARSET_PROBE)];
        declared
            .or_else(|| if start.starts_with(b"<?xml") { charset_after(start, b"encoding") } else { None })
            .or_else(|| charset(start))
    })
}

fn with_charset(bytes: Vec<u8>, claim: impl Fn(&[u8]) -> Option<&'static Encoding>) -> String {
    let marked = is_utf16(&bytes) || bytes.starts_with(b"\xef\xbb\xbf");
    if marked {
        return decode(bytes);
    }
    // ASCII is the same in all encodings that can be declared.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return normalise_line_ends(text),
        Err(error) => error.into_bytes(),
    };
    match claim(&bytes).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible()) {
        Some(encoding) => normalise_line_ends(encoding.decode_without_bom_handling(&bytes).0.into_owned()),
        None => decode(bytes),
    }
}

/// The encoding named by the first `charset=` in `start`.
fn charset(start: &[u8]) -> Option<&'static Encoding> {
    charset_after(start, b"charset")
}

/// The encoding named by the first value of `key` in `start`.
fn charset_after(start: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let lower = start.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, key)? + key.len();
    let value = lower[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_.:".contains(b)).unwrap_or(value.len());
    Encoding::for_label(&value[..end])
}

/// Whether `start` is not text: NUL bytes (outside UTF-16) or mostly control characters.
pub fn is_binary(start: &[u8]) -> bool {
    if is_utf16(start) {
        return false;
    }
    let controls = start.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x08));
    memchr::memchr(0, start).is_some() || controls.count() * 10 > start.len()
}

/// Whether it begins with the mark of UTF-16 and continues as UTF-16. Two stray bytes before ASCII are not a mark, and
/// UTF-32 has another.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff") {
        return false;
    }
    let text = &bytes[2..bytes.len().min(4096)];
    let ascii = text.iter().filter(|&&b| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..0x7f)).count();
    !text.starts_with(b"\0\0") && (text.contains(&0) || ascii * 5 < text.len() * 4)
}

fn utf8_lossy(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// The encoding of bytes that are not valid UTF-8, or `None` if they are damaged UTF-8.
fn legacy_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut evidence = CharsetEvidence::default();
    // The start and the end of the current run of invalid bytes.
    let (mut start, mut end) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_empty() {
            evidence.invalid(&bytes[start..end]);
            evidence.valid(chunk.valid());
            start = end + chunk.valid().len();
            end = start;
        }
        end += chunk.invalid().len();
    }
    evidence.invalid(&bytes[start..end]);
    if evidence.is_utf8() {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // ASCII before the first other byte proves nothing, and could fill the sample.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1024);
    let looked_at = &bytes[first..bytes.len().min(first + MAX_GUESSED)];
    detector.feed(looked_at, first + looked_at.len() == bytes.len());
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// Evidence for damaged UTF-8 and for a legacy encoding.
#[derive(Default)]
struct CharsetEvidence {
    /// Multi-byte characters, complete or truncated.
    utf8: usize,
    /// Bytes that are not UTF-8 and may be letters in a legacy encoding.
    legacy: usize,
    /// Bytes that hardly any legacy text contains, and no UTF-8 can: noise.
    noise: usize,
}

impl CharsetEvidence {
    fn valid(&mut self, text: &str) {
        self.utf8 += text.bytes().filter(|&b| b >= 0xc0).count();
    }

    /// Adds a run of bytes that are not valid UTF-8.
    fn invalid(&mut self, run: &[u8]) {
        let continues = |rest: &[u8]| rest.iter().all(|b| matches!(b, 0x80..=0xbf));
        match run {
            // Truncated and overlong characters, and halves of surrogate pairs: this was meant as UTF-8.
            [0xc0..=0xdf, rest @ ..] if rest.len() == 1 && continues(rest) => self.utf8 += 2,
            [0xe0..=0xef, rest @ ..] if (1..=2).contains(&rest.len()) && continues(rest) => self.utf8 += 2,
            [0xf0..=0xf7, rest @ ..] if (1..=3).contains(&rest.len()) && continues(rest) => self.utf8 += 2,
            _ => {
                for byte in run {
                    match byte {
                        0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xf5..=0xf7 | 0xfe | 0xff => self.noise += 1,
                        _ => self.legacy += 1,
                    }
                }
            }
        }
    }

    fn is_utf8(&self) -> bool {
        self.utf8 + self.noise >= self.legacy
    }
}

/// Replaces `\r
/// ` and lone `\r` by `
/// ` in place. A text without `\r` is only scanned.
fn normalise_line_ends(text: String) -> String {
    let Some(first) = memchr::memchr(b'\r', text.as_bytes()) else { return text };
    let mut bytes = text.into_bytes();
    let (mut from, mut to) = (first, first);
    while from < bytes.len() {
        // `from` is at a `\r` here.
        bytes[to] = b'\n';
        to += 1;
        from += if bytes.get(from + 1) == Some(&b'\n') { 2 } else { 1 };
        let next = memchr::memchr(b'\r', &bytes[from..]).map_or(bytes.len(), |at| from + at);
        bytes.copy_within(from..next, to);
        to += next - from;
        from = next;
    }
    bytes.truncate(to);
    utf8_lossy(bytes)
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
        check(b"\xff\xfe\xfa broken at the start", "\u{fffd}\u{fffd}\u{fffd} broken at the start");
        check(
            b"too long \xc0\xaf and half a pair \xed\xa0\x80",
            &format!("too long {0}{0} and half a pair {0}{0}{0}", '\u{fffd}'),
        );
        check(b"caf\xe9", "café");
        check(b"\xc0 la carte, \x80 5", "À la carte, € 5");
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
    fn pages_are_decoded_in_their_charset() {
        let page = |claim: &str, text: &[u8]| [b"<meta charset=\"", claim.as_bytes(), b"\"><p>", text].concat();
        for (claim, text, content_type, ends) in [
            ("windows-1252", &b"\x93Yes\x94"[..], None, "“Yes”"),
            ("iso-8859-1", "“Yes”".as_bytes(), None, "“Yes”"),
            ("utf-8", b"caf\xe9", Some("text/html; charset=ISO-8859-1"), "café"),
            ("utf-16", b"plain", None, "plain"),
            ("shift_jis", b"\x8b\xb4", None, "橋"),
            ("no-such", b"\x93It\x92s\x94 said", None, "“It’s” said"),
        ] {
            let decoded = decode_html(page(claim, text), content_type);
            assert!(decoded.ends_with(ends), "{claim}: {decoded}");
        }
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
