//! gzip around a source: unpacked while it is read, up to a limit, whatever form is inside.

use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// What a gzip file begins with.
const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// Bytes that are unpacked of a file that is read whole: far more than an article, far less than a small file can hold
/// that was made to unpack without end.
pub(super) const MAX_BYTES: u64 = 200_000_000;

/// Bytes to be read in steps.
pub type Reader = BufReader<Box<dyn Read + Send>>;

/// `packed` unpacked, where it is packed; says whether it was.
///
/// # Errors
/// When its first bytes cannot be read.
pub(super) fn unpacked(mut packed: Reader) -> io::Result<(Reader, bool)> {
    let capacity = packed.capacity();
    if !packed.fill_buf()?.starts_with(MAGIC) {
        return Ok((packed, false));
    }
    let unpacked: Box<dyn Read + Send> = Box::new(Unpacking(MultiGzDecoder::new(packed)));
    Ok((BufReader::with_capacity(capacity, unpacked), true))
}

struct Unpacking(MultiGzDecoder<Reader>);

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Whatever is wrong is wrong with the file, and no user knows what a deflate stream is.
        let broken = |_| io::Error::new(io::ErrorKind::InvalidData, "is packed with gzip and broken");
        self.0.read(buffer).map_err(broken)
    }
}
