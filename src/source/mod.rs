//! Where articles come from: files, web addresses, standard input and the sample inside the program. Bytes are read here
//! and handed to [`formats`] with what is known about them, unpacked; what cannot be read is an [`Error`] of one line with its name
//! and cause.

pub mod fetch;
mod gzip;
mod redact;

pub use crate::formats::LIMIT;
pub use redact::without_credentials;

use crate::article::Article;
use crate::formats::feed::FeedItem;
use crate::formats::{self, Content, Format, Hint, PROBE_BYTES};
use crate::text::printable;
use fetch::{Address, Progress, Response};
use std::fs::File;
use std::io::{self, BufReader, Cursor, IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes from which on a text is long enough that its beginning is worth reading before the rest is there.
const MIN_PREVIEW_BYTES: u64 = 256 << 10;

/// Bytes read at a time where they are read in steps.
const BUFFER: usize = 64 << 10;

/// One place to read an article from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// An http or https address.
    Web(Address),
    /// Standard input, `-` on the command line.
    Stdin,
    /// An item of a feed, as the feed gave it.
    FeedItem(Arc<FeedItem>),
    /// The article inside the program.
    Sample,
}

impl Source {
    /// The source that `argument` names on the command line.
    pub fn from_argument(argument: PathBuf) -> Source {
        if argument.as_os_str() == "-" {
            return Source::Stdin;
        }
        match argument.to_str().and_then(Address::parse) {
            Some(Ok(address)) => Source::Web(address),
            _ => Source::File(argument),
        }
    }

    /// What the reader and messages call it; free of control characters.
    pub fn name(&self) -> String {
        match self {
            // A file that is there is what was meant, whatever it is called.
            Source::File(path) if path.exists() => printable(&path.to_string_lossy()),
            Source::File(path) => printable(&without_credentials(&path.to_string_lossy())),
            Source::Web(address) => printable(&address.to_string()),
            Source::Stdin => "standard input".into(),
            Source::FeedItem(item) => {
                let title = item.title.as_deref().or(item.link.as_deref()).unwrap_or(&item.id);
                printable(title)
            }
            Source::Sample => "sample".into(),
        }
    }

    /// The path as it was given; `None` when it is no file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Web(_) | Source::Stdin | Source::FeedItem(_) | Source::Sample => None,
        }
    }

    /// The path as it was given, or the address without credentials; `None` when it is neither.
    pub fn location(&self) -> Option<String> {
        match self {
            Source::File(path) => Some(path.to_string_lossy().into_owned()),
            Source::Web(address) => Some(address.to_string()),
            Source::FeedItem(item) => item.link.clone(),
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
    #[error("is no valid address ({0})")]
    Address(String),
    #[error("{0} addresses are not opened, only http and https")]
    Scheme(String),
    #[error("the feed gives no text of it")]
    Teaser,
    #[error("is packed with gzip and holds more than 200 MB, the most that is unpacked")]
    Packed,
    #[error(transparent)]
    Format(#[from] formats::Cause),
    #[error(transparent)]
    Fetch(#[from] fetch::Error),
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

/// Opens `source` and reads it as one article: of a feed the first item that has a text.
///
/// # Errors
/// When it cannot be read or holds no text.
pub fn open(source: &Source) -> Result<Article, Error> {
    match source {
        Source::FeedItem(item) => self::item(item),
        source => open_raw(source)?.read(None, formats::article, &mut |_, _| {}),
    }
}

/// The article that a feed gives of `item`.
fn item(item: &Arc<FeedItem>) -> Result<Article, Error> {
    let missing = || Error { name: Source::FeedItem(item.clone()).name(), cause: Cause::Teaser };
    item.article.clone().ok_or_else(missing)
}

/// What a source held, with what is worth keeping of it.
#[derive(Debug)]
pub struct Opened {
    pub content: Content,
    /// The answer of a server that can be asked next time whether it has changed.
    pub response: Option<Response>,
}

/// What can be told of a source while it is opened.
#[derive(Debug)]
pub enum OpenEvent {
    /// So much of a web address has arrived.
    Downloading(Progress),
    /// The beginning of a long text, and of how many bytes that is the beginning.
    Beginning(Article, u64),
}

/// Opens `source`, and reads all that it holds. Of a web address that has not changed since it was `kept` no more than
/// that is fetched. What `underway` is told of an arrival can be broken off.
///
/// # Errors
/// When it cannot be read or holds no text.
pub fn open_content(
    source: &Source,
    kept: Option<Response>,
    underway: &mut dyn FnMut(OpenEvent) -> ControlFlow<()>,
) -> Result<Opened, Error> {
    if let Source::FeedItem(item) = source {
        return Ok(Opened { content: Content::Article(self::item(item)?), response: None });
    }
    let mut bytes = open_raw_with(source, kept, &mut |progress| underway(OpenEvent::Downloading(progress)))?;
    let (response, size) = (bytes.response.take(), bytes.size);
    let content = bytes.read(None, formats::read, &mut |start, hint| {
        if let Some(beginning) = formats::beginning(start, hint) {
            // A text that has begun to be read is read to its end.
            let _ = underway(OpenEvent::Beginning(beginning, size));
        }
    })?;
    Ok(Opened { content, response })
}

/// The bytes of a source, not yet read.
pub struct RawInput {
    pub reader: gzip::Reader,
    /// How many there are; 0 when nobody knows.
    size: u64,
    /// Were they packed?
    packed: bool,
    pub name: String,
    hint: Hint,
    /// The answer they came with, when it is worth keeping.
    pub response: Option<Response>,
}

/// Bytes of an answer that is worth keeping, at most.
const MAX_CACHED_BYTES: usize = 4 << 20;

/// Opens `source` to read its bytes. A web address is fetched whole.
///
/// # Errors
/// When it cannot be opened or fetched.
pub fn open_raw(source: &Source) -> Result<RawInput, Error> {
    open_raw_with(source, None, &mut |_| ControlFlow::Continue(()))
}

/// [`bytes`], with what was kept of a web address, and what a fetching tells of its progress, which can break it off.
///
/// # Errors
/// When it cannot be opened or fetched.
pub fn open_raw_with(
    source: &Source,
    kept: Option<Response>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<RawInput, Error> {
    let name = source.name();
    let mut hint = Hint::default();
    let mut response = None;
    let opened: Result<(Box<dyn Read + Send>, u64), Cause> = match source {
        Source::Sample => Ok((Box::new(&include_bytes!("../../assets/sample.txt")[..]), 0)),
        Source::Stdin => Ok((Box::new(io::stdin()), 0)),
        // What a feed gives of an item is no bytes.
        Source::FeedItem(_) => Err(Cause::Teaser),
        Source::File(path) => {
            hint.name = source.location();
            open_file(path).map(|(file, size)| (Box::new(file) as _, size))
        }
        Source::Web(address) => fetch::fetch(address, kept, progress).map_err(Cause::from).map(|fetched| {
            // Nothing is kept of what only its owner may see.
            let worth =
                fetched.has_validator() && fetched.bytes.len() <= MAX_CACHED_BYTES && !address.has_credentials();
            response = worth.then(|| fetched.clone());
            hint.url = Some(fetched.url);
            hint.content_type = fetched.content_type;
            let size = fetched.bytes.len() as u64;
            (Box::new(Cursor::new(fetched.bytes)) as _, size)
        }),
    };
    let unpacked = opened.and_then(|(reader, size)| {
        let (reader, packed) = gzip::unpacked(BufReader::with_capacity(BUFFER, reader))?;
        Ok((reader, if packed { 0 } else { size }, packed))
    });
    match unpacked {
        Ok((reader, size, packed)) => {
            // What a server says of packed bytes is that they are packed.
            hint.content_type = hint.content_type.filter(|_| !packed);
            Ok(RawInput { reader, size, packed, name, hint, response })
        }
        Err(cause) => Err(Error { name, cause }),
    }
}

impl RawInput {
    /// How many there are, where that is known before they are read: packed ones are more than their size says.
    pub fn size(&self) -> Option<u64> {
        (self.size > 0 && !self.packed).then_some(self.size)
    }

    /// What they hold, taken as `form` when one is given.
    ///
    /// # Errors
    /// When they cannot be read to the end or hold no text.
    pub fn content(self, format: Option<Format>) -> Result<Content, Error> {
        self.read(format, formats::read, &mut |_, _| {})
    }

    fn read<T>(
        self,
        format: Option<Format>,
        read: impl Fn(Vec<u8>, &Hint) -> Result<T, formats::Cause>,
        begun: &mut dyn FnMut(&[u8], &Hint),
    ) -> Result<T, Error> {
        let hint = Hint { format, ..self.hint };
        let bytes = if self.packed {
            all(self.reader, 0, gzip::MAX_BYTES, &hint, begun).map_err(|cause| match cause {
                Cause::Format(formats::Cause::TooLong) => Cause::Packed,
                cause => cause,
            })
        } else {
            all(self.reader, self.size, LIMIT, &hint, begun)
        };
        let done = bytes.and_then(|bytes| read(bytes, &hint).map_err(Cause::from));
        done.map_err(|cause| Error { name: self.name, cause })
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
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing(path)),
        opened => opened?,
    };
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(Cause::Folder);
    }
    Ok((file, meta.len()))
}

/// Why there is no file at `path`: it may have been meant as an address.
fn missing(path: &Path) -> Cause {
    let text = path.to_string_lossy();
    if let Some(Err(why)) = Address::parse(&text) {
        return Cause::Address(why);
    }
    match text.split_once(':') {
        Some((scheme, rest))
            if rest.starts_with("//") || matches!(scheme, "file" | "data" | "javascript" | "mailto") =>
        {
            Cause::Scheme(scheme.to_owned())
        }
        _ => Cause::Missing,
    }
}

/// All bytes of `from`, at most `limit`, unless those at the beginning are refused already. `size` is how many to expect;
/// 0 when nobody knows. Where they are many, those at the beginning are shown to `begun` before the rest is read.
fn all(
    mut from: impl Read,
    size: u64,
    limit: u64,
    hint: &Hint,
    begun: &mut dyn FnMut(&[u8], &Hint),
) -> Result<Vec<u8>, Cause> {
    if size > limit {
        return Err(formats::Cause::TooLong.into());
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    from.by_ref().take(PROBE_BYTES as u64).read_to_end(&mut bytes)?;
    if let Some(cause) = formats::refusal(&bytes, hint) {
        return Err(cause.into());
    }
    if size >= MIN_PREVIEW_BYTES {
        begun(&bytes, hint);
    }
    from.take((limit + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(formats::Cause::TooLong.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_free_of_control_characters() {
        let source = Source::from_argument(PathBuf::from("a\x1b[2Jb\nc"));
        assert_eq!(source.name(), "a\u{241b}[2Jb c");
        let error = open(&source).unwrap_err();
        assert_eq!(error.to_string(), "a\u{241b}[2Jb c: no such file");
    }

    #[test]
    fn addresses_that_are_not_opened() {
        for (argument, line) in [
            (
                "ftp://ada:secret@bay.example/a",
                "ftp://bay.example/a: ftp addresses are not opened, only http and https",
            ),
            ("file:///etc/passwd", "file:///etc/passwd: file addresses are not opened, only http and https"),
            ("https://ada:secret@:80:1/", "https://:80:1/: is no valid address (empty host)"),
            ("https://ada:sec/ret@bay.example/a", "https://bay.example/a: is no valid address (invalid port number)"),
            ("htps://ada:secret@bay.example", "htps://bay.example: htps addresses are not opened, only http and https"),
            ("https//ada:secret@bay.example", "https//bay.example: no such file"),
            ("https:/ada:secret@bay.example", "https:/bay.example: no such file"),
            ("https;//ada:secret@bay.example/", "https;//bay.example/: no such file"),
            ("//ada:secret@bay.example/", "//bay.example/: no such file"),
            ("ada:secret@bay.example/@b", "b: no such file"),
            ("ada@bay.example", "ada@bay.example: no such file"),
            ("notes 12:30.txt", "notes 12:30.txt: no such file"),
        ] {
            let error = open(&Source::from_argument(argument.into())).unwrap_err();
            assert_eq!(error.to_string(), line);
        }
    }
}
