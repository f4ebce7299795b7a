//! Decompresses gzip around any format while it is read, up to a limit.

use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The magic number of gzip.
const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// The most bytes that a file is decompressed to if it is read whole: far more than an article, far less than a
/// decompression bomb.
pub(super) const MAX_BYTES: u64 = 200_000_000;

/// A reader of bytes.
pub type Reader = BufReader<Box<dyn Read + Send>>;

/// Decompresses `packed` if it is gzip. Returns whether it is.
///
/// # Errors
/// If its first bytes cannot be read.
pub(super) fn decompressed(mut packed: Reader) -> io::Result<(Reader, bool)> {
    let capacity = packed.capacity();
    if !packed.fill_buf()?.starts_with(MAGIC) {
        return Ok((packed, false));
    }
    let unpacked: Box<dyn Read + Send> = Box::new(Decompressor(MultiGzDecoder::new(packed)));
    Ok((BufReader::with_capacity(capacity, unpacked), true))
}

struct Decompressor(MultiGzDecoder<Reader>);

impl Read for Decompressor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Users need to know that the file is broken, not which stream in it.
        let broken = |_| io::Error::new(io::ErrorKind::InvalidData, "is a damaged gzip file");
        self.0.read(buffer).map_err(broken)
    }
}
