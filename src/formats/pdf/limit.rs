//! Whether what is packed in a PDF stays within what one holds: the library unpacks each part whole, however long.

use super::Cause;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// Bytes that one part of a file may unpack to, a large picture say, and all of them together.
const LONGEST: u64 = 256 << 20;
const LONGEST_FILE: u64 = 2 << 30;
/// How often a part may be packed over.
const DEEPEST: usize = 3;
const CHUNK: usize = 64 << 10;

/// Unpacks every part of a file that is packed by deflate, keeping nothing.
///
/// # Errors
/// When one of them is too long.
pub(super) fn check(pdf: &[u8]) -> Result<(), Cause> {
    let mut whole = 0;
    for at in memmem::find_iter(pdf, b"stream") {
        let rest = &pdf[at + b"stream".len()..];
        let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r")).unwrap_or(rest);
        if is_packed(rest) {
            whole += unpacked(rest, DEEPEST).filter(|length| *length <= LONGEST).ok_or(Cause::Pdf(TOO_LONG))?;
        }
        if whole > LONGEST_FILE {
            return Err(Cause::Pdf(TOO_LONG));
        }
    }
    Ok(())
}

const TOO_LONG: &str = "it unpacks to far more than a text";

/// Does it begin as what deflate packs does?
fn is_packed(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// How long `packed` is unpacked, and unpacked again where that is packed; `None` when it is too long.
fn unpacked(packed: &[u8], deep: usize) -> Option<u64> {
    let mut inflate = Decompress::new(true);
    let mut chunk = vec![0; CHUNK];
    let mut inner: Vec<u8> = Vec::new();
    let mut is_inner = None;
    loop {
        let (read, written) = (inflate.total_in() as usize, inflate.total_out());
        let rest = packed.get(read..).unwrap_or_default();
        let status = inflate.decompress(rest, &mut chunk, FlushDecompress::None);
        let some = (inflate.total_out() - written) as usize;
        let again = *is_inner.get_or_insert_with(|| deep > 1 && is_packed(&chunk[..some]));
        // What is packed twice is small after being unpacked once: nobody packs pictures that way.
        if again && inner.len() < CHUNK * 64 {
            inner.extend_from_slice(&chunk[..some]);
        }
        if inflate.total_out() > LONGEST {
            return None;
        }
        let stuck = some == 0 && inflate.total_in() as usize == read;
        if !matches!(status, Ok(Status::Ok)) || stuck {
            break;
        }
    }
    let inside = if inner.is_empty() { 0 } else { unpacked(&inner, deep - 1)? };
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
    fn what_unpacks_without_end_is_refused() {
        let zeros = vec![0; 1 << 20];
        let bomb = packed(&zeros, 300);
        assert!(check_stream(&packed(b"BT (words) Tj ET", 9)));
        assert!(!check_stream(&bomb));
        assert!(!check_stream(&packed(&bomb, 1)));
        assert!(check_stream(b"\x78\x9cno such thing") && check_stream(b"") && check(b"stream").is_ok());
    }
}
