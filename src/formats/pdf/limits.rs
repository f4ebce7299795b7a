//! Checks that the streams of a PDF decompress to a sane size: the library decompresses each of them whole.

use super::super::format_error::FormatError;
use super::super::guard;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Object;
use memchr::memmem;

/// The most bytes of one decompressed stream, for instance a large picture, and of all together.
const MAX_BYTES: u64 = 256 << 20;
const MAX_FILE: u64 = 2 << 30;
/// The most layers of compression of a stream.
const MAX_DEPTH: usize = 3;
const CHUNK: usize = 64 << 10;

/// The most bytes of a decompressed stream that is then decompressed again.
const MAX_INNER: u64 = 64 << 10;

/// Checks every stream of an open file by its declared filters, encrypted or not.
///
/// # Errors
/// If one of them is too long.
pub(super) fn check_open(pdf: &Pdf) -> Result<(), FormatError> {
    let mut whole = 0;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        if guard::is_cancelled() {
            return Err(FormatError::Slow);
        }
        let filters = stream.filters();
        if filters.iter().any(|filter| unpacks(*filter)) {
            whole += length(stream.raw_data().into_owned(), &filters).ok_or(FormatError::Pdf(TOO_LONG))?;
        }
        if whole > MAX_FILE {
            return Err(FormatError::Pdf(TOO_LONG));
        }
    }
    Ok(())
}

/// Whether the output of a filter can be far longer than its input.
fn unpacks(filter: Filter) -> bool {
    matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
}

/// The length of `bytes` after `filters`, or `None` if it is too long. Pictures are not decoded.
fn length(mut bytes: Vec<u8>, filters: &[Filter]) -> Option<u64> {
    let mut longest = bytes.len() as u64;
    for (nth, filter) in filters.iter().enumerate() {
        let inner = filters.get(nth + 1..)?.iter().any(|next| unpacks(*next));
        let length = match filter {
            Filter::AsciiHexDecode => {
                bytes = from_hex(&bytes);
                bytes.len() as u64
            }
            Filter::Ascii85Decode => {
                bytes = from_base85(&bytes);
                bytes.len() as u64
            }
            // Without a zlib header the library tries raw deflate.
            Filter::FlateDecode => inflated(&bytes, true, MAX_DEPTH)?.max(inflated(&bytes, false, 1)?),
            // The file names one of two variants.
            Filter::LzwDecode => lzw(&bytes, true).max(lzw(&bytes, false)),
            Filter::RunLengthDecode => run_length(&bytes),
            _ => return Some(longest),
        };
        longest = longest.max(length);
        // Output that would be decompressed again is excluded: no real file compresses long data twice.
        if longest > MAX_BYTES || unpacks(*filter) && inner && length > MAX_INNER {
            return None;
        }
        if unpacks(*filter) {
            return Some(longest);
        }
    }
    Some(longest)
}

fn from_hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text.iter().take_while(|&&b| b != b'>').filter_map(|&b| hex(b)).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn from_base85(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for &digit in text.iter().take_while(|&&b| b != b'~') {
        match digit {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(digit - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(base85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        bytes.extend_from_slice(&base85(&group)[..length]);
    }
    bytes
}

fn base85(group: &[u8]) -> [u8; 4] {
    group.iter().fold(0u32, |number, &digit| number.wrapping_mul(85).wrapping_add(digit.into())).to_be_bytes()
}

/// The length of a run-length stream once decoded.
fn run_length(packed: &[u8]) -> u64 {
    let (mut at, mut length) = (0, 0);
    while let Some(&run) = packed.get(at).filter(|run| **run != 128) {
        let run = u64::from(run);
        length += if run < 128 { run + 1 } else { 257 - run };
        at += if run < 128 { run as usize + 2 } else { 2 };
    }
    length
}

/// The length of an LZW stream once decoded, keeping only the lengths of table entries. If `early`, codes grow one
/// entry early.
fn lzw(packed: &[u8], early: bool) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const FULL: usize = 4096;
    let mut lengths: Vec<u64> = vec![1; 258];
    let (mut whole, mut before) = (0u64, None);
    let (mut bits, mut held) = (0u32, 0);
    for &byte in packed {
        (bits, held) = (bits << 8 | u32::from(byte), held + 8);
        let width = (usize::BITS - (lengths.len() + usize::from(early)).leading_zeros()).clamp(9, 12);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & (FULL - 1) & ((1 << width) - 1);
        match code {
            CLEAR => {
                lengths.truncate(258);
                before = None;
            }
            END => break,
            code => {
                let new = before.filter(|_| code == lengths.len()).map(|before: u64| before + 1);
                let Some(length) = lengths.get(code).copied().or(new) else { break };
                whole += length;
                if let Some(before) = before.filter(|_| lengths.len() < FULL) {
                    lengths.push(before + 1);
                }
                before = Some(length);
            }
        }
        if whole > MAX_BYTES {
            break;
        }
    }
    whole
}

/// Decompresses every deflate stream in the bytes of a file, keeping nothing.
///
/// # Errors
/// If one of them is too long.
pub(super) fn check(pdf: &[u8]) -> Result<(), FormatError> {
    let mut whole = 0;
    for at in memmem::find_iter(pdf, b"stream") {
        let rest = &pdf[at + b"stream".len()..];
        let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r")).unwrap_or(rest);
        if is_packed(rest) {
            whole += inflated(rest, true, MAX_DEPTH)
                .filter(|length| *length <= MAX_BYTES)
                .ok_or(FormatError::Pdf(TOO_LONG))?;
        }
        if whole > MAX_FILE {
            return Err(FormatError::Pdf(TOO_LONG));
        }
    }
    Ok(())
}

const TOO_LONG: &str = "it unpacks to far more than a text";

/// Whether it begins with a zlib header.
fn is_packed(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// The length of `packed` decompressed, and again if that is compressed too; `None` if it is too long. If `marked`, it
/// has a zlib header.
fn inflated(packed: &[u8], marked: bool, deep: usize) -> Option<u64> {
    let mut inflate = Decompress::new(marked);
    let mut chunk = vec![0; CHUNK];
    let mut inner: Vec<u8> = Vec::new();
    let mut is_inner = None;
    loop {
        let (read, written) = (inflate.total_in() as usize, inflate.total_out());
        let rest = packed.get(read..).unwrap_or_default();
        let status = inflate.decompress(rest, &mut chunk, FlushDecompress::None);
        let some = (inflate.total_out() - written) as usize;
        let again = *is_inner.get_or_insert_with(|| deep > 1 && is_packed(&chunk[..some]));
        // Data that is compressed twice is small after the first step: pictures are not compressed that way.
        if again && inner.len() < CHUNK * 64 {
            inner.extend_from_slice(&chunk[..some]);
        }
        if inflate.total_out() > MAX_BYTES {
            return None;
        }
        let stuck = some == 0 && inflate.total_in() as usize == read;
        if !matches!(status, Ok(Status::Ok)) || stuck {
            break;
        }
    }
    let inside = if inner.is_empty() { 0 } else { inflated(&inner, true, deep - 1)? };
    Some(inflate.total_out().max(inside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8], times: usize) -> Vec<u8> {
        let mut to = ZlibEncoder::new(Vec::new(), Compression::best());
        (0..times).for_each(|_| to.write_all(bytes).unwrap());
        to.finish().unwrap()
    }

    fn check_stream(packed: &[u8]) -> bool {
        check(&[b"1 0 obj <<>> stream\r\n", packed, b"\nendstream endobj"].concat()).is_ok()
    }

    #[test]
    fn streams_of_every_filter_are_measured() {
        use Filter::{Ascii85Decode, AsciiHexDecode, DctDecode, FlateDecode, LzwDecode, RunLengthDecode};
        let zeros = vec![0; 1 << 20];
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
        let small = packed(b"BT (words) Tj ET", 4);
        let bomb = packed(&zeros, 300);
        let raw = bomb[2..].to_vec();
        for (bytes, filters, expected) in [
            (small.clone(), &[FlateDecode][..], Some(64)),
            (hex(&small), &[AsciiHexDecode, FlateDecode], Some(64)),
            (bomb.clone(), &[FlateDecode], None),
            (raw, &[FlateDecode], None),
            (hex(&bomb), &[AsciiHexDecode, FlateDecode], None),
            (packed(&zeros, 1), &[FlateDecode, FlateDecode], None),
            (bomb[..99].to_vec(), &[DctDecode], Some(99)),
            (b"\x03abcd\xefx\x80".to_vec(), &[RunLengthDecode], Some(22)),
            ([0x81, 0].repeat(3 << 20), &[RunLengthDecode], None),
            // “-----A---B”, the example in the standard.
            (b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01".to_vec(), &[LzwDecode], Some(10)),
            (b"9jqo^BlbD-BleB1DJ+*+F(f,q".to_vec(), &[Ascii85Decode], Some(25)),
        ] {
            assert_eq!(length(bytes, filters), expected, "{filters:?}");
        }
        assert_eq!(from_base85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"), b"Man is distinguished");
        // Each code stands for one byte more than the last.
        let mut codes: Vec<bool> = Vec::new();
        let mut put = |code: u32, width: u32| (0..width).rev().for_each(|bit| codes.push(code >> bit & 1 == 1));
        for round in 0..40 {
            put(256, if round == 0 { 9 } else { 12 });
            put(0, 9);
            let mut entries = 258u32;
            while entries < 4094 {
                put(entries, (u32::BITS - entries.leading_zeros()).clamp(9, 12));
                entries += 1;
            }
        }
        let bytes: Vec<u8> =
            codes.chunks(8).map(|bits| bits.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect();
        assert!(bytes.len() < 300_000 && lzw(&bytes, false) > MAX_BYTES);
    }

    #[test]
    fn decompression_bombs_are_refused() {
        let zeros = vec![0; 1 << 20];
        let bomb = packed(&zeros, 300);
        assert!(check_stream(&packed(b"BT (words) Tj ET", 9)));
        assert!(!check_stream(&bomb));
        assert!(!check_stream(&packed(&bomb, 1)));
        assert!(check_stream(b"\x78\x9cno such thing") && check_stream(b"") && check(b"stream").is_ok());
    }
}
