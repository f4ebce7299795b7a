//! Where articles come from: files, standard input and the sample inside the program. Bytes are read here, decoded in
//! `decode`, and handed on as an [`Article`]; what cannot be read is an [`Error`] of one line with its name and cause.

mod decode;

pub use decode::decode;

use crate::article::{Article, plain};
use crate::text::shown;
use std::fs::File;
use std::io::{self, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// The longest text that is read, in bytes: offsets stay well inside `u32`, and memory inside what a laptop has.
pub const LIMIT: u64 = 1_000_000_000;

/// Bytes looked at first, to refuse what is no text before all of it is read.
const PROBE: u64 = 64 << 10;

/// Bytes read at a time where they are read in steps.
const BUFFER: usize = 64 << 10;

/// One place to read an article from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// Standard input, `-` on the command line.
    Stdin,
    /// The article inside the program.
    Sample,
}

impl Source {
    /// The source that `argument` names on the command line.
    pub fn from_argument(argument: PathBuf) -> Source {
        if argument.as_os_str() == "-" { Source::Stdin } else { Source::File(argument) }
    }

    /// What the reader and messages call it; free of control characters.
    pub fn name(&self) -> String {
        match self {
            Source::File(path) => path.to_string_lossy().chars().map(shown).collect(),
            Source::Stdin => "standard input".into(),
            Source::Sample => "sample".into(),
        }
    }

    /// The path as it was given; `None` when it is no file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Stdin | Source::Sample => None,
        }
    }
}

/// Why a source gave no article. Its display is one line without control characters: the name and the cause.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {cause}")]
pub struct Error {
    pub name: String,
    pub cause: Cause,
}

#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("no such file")]
    Missing,
    #[error("is a folder")]
    Folder,
    #[error("may not be read (permission denied)")]
    Denied,
    #[error("is binary, not text")]
    Binary,
    #[error("holds no text")]
    Empty,
    #[error("is longer than 1 GB, the most that is read")]
    TooLong,
    #[error("{0} cannot be read yet, only plain text")]
    Form(&'static str),
    #[error("{0}")]
    Io(io::Error),
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Cause {
        match error.kind() {
            io::ErrorKind::NotFound => Cause::Missing,
            io::ErrorKind::IsADirectory => Cause::Folder,
            io::ErrorKind::PermissionDenied => Cause::Denied,
            _ => Cause::Io(error),
        }
    }
}

/// Reads `source` as plain text and divides it into blocks. Forms that are known but not read yet (web pages, PDF, …)
/// are refused.
pub fn open(source: &Source) -> Result<Article, Error> {
    read(source, true).map(plain::article)
}

/// The decoded text of `source`; never empty. With `refuse_forms`, what is plainly another form than text is an error,
/// otherwise it is taken as the text it is made of.
pub fn read(source: &Source, refuse_forms: bool) -> Result<String, Error> {
    if *source == Source::Sample {
        return Ok(include_str!("../../assets/sample.txt").to_owned());
    }
    bytes(source)?.text(refuse_forms)
}

/// The bytes of a source, not yet read.
pub struct Bytes {
    pub reader: BufReader<Box<dyn Read + Send>>,
    /// How many there are; 0 when nobody knows.
    size: u64,
    pub name: String,
}

/// Opens `source` to read its bytes.
pub fn bytes(source: &Source) -> Result<Bytes, Error> {
    let name = source.name();
    let opened: Result<(Box<dyn Read + Send>, u64), Cause> = match source {
        Source::Sample => Ok((Box::new(&include_bytes!("../../assets/sample.txt")[..]), 0)),
        Source::Stdin => Ok((Box::new(io::stdin()), 0)),
        Source::File(path) => open_file(path).map(|(file, size)| (Box::new(file) as _, size)),
    };
    match opened {
        Ok((reader, size)) => Ok(Bytes { reader: BufReader::with_capacity(BUFFER, reader), size, name }),
        Err(cause) => Err(Error { name, cause }),
    }
}

impl Bytes {
    /// All of it, decoded; see [`read`].
    pub fn text(self, refuse_forms: bool) -> Result<String, Error> {
        from_bytes(self.reader, self.size, refuse_forms).map_err(|cause| Error { name: self.name, cause })
    }
}

/// Is there a pipe or a file on standard input, rather than a terminal or nothing?
pub fn stdin_is_given() -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        // `/dev/null` and its like are neither pipe nor file: there is nothing to read.
        let kind = io::stdin().as_fd().try_clone_to_owned().map(File::from).and_then(|file| file.metadata());
        kind.is_ok_and(|meta| !meta.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    true
}

/// The file and its size.
fn open_file(path: &Path) -> Result<(File, u64), Cause> {
    if let Some(address) = path.to_str()
        && (address.starts_with("http://") || address.starts_with("https://"))
    {
        return Err(Cause::Form("web addresses"));
    }
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(Cause::Folder);
    }
    Ok((file, meta.len()))
}

/// Reads, refuses what is no text, decodes. `size` is how many bytes to expect; 0 when nobody knows.
fn from_bytes(mut from: impl Read, size: u64, refuse_forms: bool) -> Result<String, Cause> {
    if size > LIMIT {
        return Err(Cause::TooLong);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    from.by_ref().take(PROBE).read_to_end(&mut bytes)?;
    if refuse_forms && let Some(form) = form(&bytes) {
        return Err(Cause::Form(form));
    }
    if decode::is_binary(&bytes) {
        return Err(Cause::Binary);
    }
    from.take((LIMIT + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Cause::TooLong);
    }
    let text = decode(bytes);
    if text.len() as u64 > LIMIT * 2 {
        return Err(Cause::TooLong);
    }
    if text.trim_start().is_empty() { Err(Cause::Empty) } else { Ok(text) }
}

/// The form that `bytes` are plainly in, when it is one that is not read yet.
fn form(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    if begins(b"%PDF-") {
        Some("PDF")
    } else if bytes.starts_with(b"PK\x03\x04") && bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip") {
        Some("EPUB")
    } else if begins(b"<!doctype html") || begins(b"<html") {
        Some("HTML")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<String, String> {
        from_bytes(bytes, 0, true).map_err(|cause| cause.to_string())
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_cause() {
        for (bytes, cause) in [
            (&b""[..], "holds no text"),
            (b" \n\t\r\n", "holds no text"),
            (b"\xef\xbb\xbf\n", "holds no text"),
            (b"\x7fELF\x02\x01\0\0\0", "is binary, not text"),
            (b"text\0text", "is binary, not text"),
            (b"\x01\x02\x03\x04\x05\x06\x07", "is binary, not text"),
            (b"%PDF-1.7 ", "PDF cannot be read yet, only plain text"),
            (b"\n<!DOCTYPE html><p>", "HTML cannot be read yet, only plain text"),
        ] {
            assert_eq!(check(bytes), Err(cause.to_owned()), "{:?}", bytes.escape_ascii().to_string());
        }
        assert_eq!(check(b"a\x1b[31mred").as_deref(), Ok("a\x1b[31mred"));
    }

    #[test]
    fn names_are_free_of_control_characters() {
        let source = Source::from_argument(PathBuf::from("a\x1b[2Jb\nc"));
        assert_eq!(source.name(), "a\u{241b}[2Jb c");
        let error = read(&source, true).unwrap_err();
        assert_eq!(error.to_string(), "a\u{241b}[2Jb c: no such file");
    }
}
