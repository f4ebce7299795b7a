//! The sources of articles: files, web addresses, standard input, and the sample inside the program. Reads their bytes,
//! decompresses them, and passes them to [`formats`] with their metadata. An [`Error`] is one line with the name and
//! the cause.

pub mod fetch;
mod gzip;

pub use crate::formats::LIMIT;

use crate::article::Article;
use crate::formats::feed::FeedItem;
use crate::formats::{self, Content, Format, Hint, PROBE_BYTES};
use crate::text::{printable, without_credentials, without_embedded_credentials};
use fetch::{Address, DownloadProgress, Response};
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Cursor, IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// The size in bytes from which a preview of the beginning is worthwhile.
const MIN_PREVIEW_BYTES: u64 = 256 << 10;

/// The size of read buffers, in bytes.
const BUFFER: usize = 64 << 10;

/// A source of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// An http or https address.
    Web(Address),
    /// Standard input: `-` on the command line.
    Stdin,
    /// An item of a feed, with the text that the feed has.
    FeedItem(Arc<FeedItem>),
    /// The sample article inside the program.
    Sample,
    /// An article in the library, by the path or address that it was stored under. Only code with access to the library
    /// can open it.
    Stored(Arc<str>),
}

impl Source {
    /// Whether it is read from the file at `path`, whichever name it was given by.
    pub fn is_file(&self, path: &Path) -> bool {
        let Source::File(own) = self else { return false };
        let (Ok(own), Ok(other)) = (own.canonicalize(), path.canonicalize()) else { return false };
        own == other
    }

    /// The source named by a command-line argument.
    pub fn from_argument(argument: PathBuf) -> Source {
        if argument.as_os_str() == "-" {
            return Source::Stdin;
        }
        match argument.to_str().and_then(Address::parse) {
            Some(Ok(address)) => Source::Web(address),
            _ => Source::File(argument),
        }
    }

    /// The name in messages and in the reader, without control characters.
    pub fn name(&self) -> String {
        match self {
            // A file that exists, or one in a folder that does, is what was meant, whatever its name looks like.
            Source::File(path) if path.exists() || is_in_folder(path) => printable(&path.to_string_lossy()),
            Source::File(path) => printable(&without_credentials(&path.to_string_lossy())),
            Source::Web(address) => printable(&address.to_string()),
            Source::Stdin => "standard input".into(),
            Source::FeedItem(item) => {
                let title = item.title.as_deref().or(item.link.as_deref()).unwrap_or(&item.id);
                printable(&without_embedded_credentials(title))
            }
            Source::Sample => "sample".into(),
            Source::Stored(key) => printable(&without_credentials(key)),
        }
    }

    /// The given path, if this is a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Web(_) | Source::Stdin | Source::FeedItem(_) | Source::Sample | Source::Stored(_) => None,
        }
    }

    /// The given path, or the address without credentials, if there is one.
    pub fn location(&self) -> Option<String> {
        match self {
            Source::File(path) => Some(path.to_string_lossy().into_owned()),
            Source::Web(address) => Some(address.to_string()),
            Source::FeedItem(item) => item.link.as_deref().map(without_embedded_credentials),
            Source::Stored(key) => Some(key.to_string()),
            Source::Stdin | Source::Sample => None,
        }
    }
}

/// The reason why a source gave no article. It is displayed as one line without control characters: name and cause.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {cause}")]
pub struct Error {
    pub name: String,
    pub cause: Cause,
}

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("no such file")]
    Missing,
    #[error("is a folder; name a file in it")]
    Folder,
    #[error("this is the keyboard; pipe a text in, or name a file")]
    Keyboard,
    #[error("cannot be read (permission denied)")]
    Denied,
    #[error("is not a valid address ({0})")]
    Address(String),
    #[error("{0} addresses are not opened, only http and https")]
    Scheme(String),
    #[error("the feed has no text for it")]
    Teaser,
    #[error("is compressed with gzip and unpacks to more than 200 MB, the limit")]
    Packed,
    #[error("is no longer in the library")]
    Forgotten,
    #[error(transparent)]
    Format(#[from] formats::FormatError),
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

/// Opens `source` as one article; of a feed, as the first item with a text.
///
/// # Errors
/// If it cannot be read or contains no text.
pub fn open(source: &Source) -> Result<Article, Error> {
    match source {
        Source::FeedItem(item) => self::item(item),
        source => open_raw(source)?.read(None, formats::article, &mut |_, _| {}).map(article_without_credentials),
    }
}

/// The article that the feed has of `item`.
fn item(item: &Arc<FeedItem>) -> Result<Article, Error> {
    let missing = || Error { name: Source::FeedItem(item.clone()).name(), cause: Cause::Teaser };
    item.article.clone().ok_or_else(missing)
}

/// The content of a source.
#[derive(Debug)]
pub struct Opened {
    pub content: Content,
    /// A response that is worth caching.
    pub response: Option<Response>,
}

/// An event while a source is opened.
#[derive(Debug)]
pub enum OpenEvent {
    /// A download has progressed.
    Downloading(DownloadProgress),
    /// The beginning of a long text, with the length of the whole in bytes.
    Beginning(Article, u64),
}

/// Opens `source` with all its content. A `cached` response is used if the server says that nothing has changed.
/// `on_event` is called with what happens and can cancel a download.
///
/// # Errors
/// If it cannot be read or contains no text.
pub fn open_content(
    source: &Source,
    cached: Option<Response>,
    on_event: &mut dyn FnMut(OpenEvent) -> ControlFlow<()>,
) -> Result<Opened, Error> {
    if let Source::FeedItem(item) = source {
        return Ok(Opened { content: Content::Article(self::item(item)?), response: None });
    }
    // Reading the keyboard as a text would take the keys from the reader.
    if *source == Source::Stdin && io::stdin().is_terminal() {
        return Err(Error { name: source.name(), cause: Cause::Keyboard });
    }
    let mut bytes = open_raw_with(source, cached, &mut |progress| on_event(OpenEvent::Downloading(progress)))?;
    let (response, size) = (bytes.response.take(), bytes.size);
    let content = bytes.read(None, formats::read, &mut |start, hint| {
        if let Some(beginning) = formats::beginning(start, hint) {
            // A text whose beginning is there is read to the end.
            let _ = on_event(OpenEvent::Beginning(beginning, size));
        }
    })?;
    Ok(Opened { content: discreet_content(content), response })
}

/// The article without the credentials of other addresses that its own contains.
fn article_without_credentials(mut article: Article) -> Article {
    article.meta.url = article.meta.url.as_deref().map(without_embedded_credentials);
    article
}

/// [`article_without_credentials`] for all articles of the content.
fn discreet_content(content: Content) -> Content {
    match content {
        Content::Article(article) => Content::Article(article_without_credentials(article)),
        Content::Feed(mut feed) => {
            for item in &mut feed.items {
                item.link = item.link.as_deref().map(without_embedded_credentials);
                item.article = item.article.take().map(article_without_credentials);
            }
            Content::Feed(feed)
        }
    }
}

/// A source opened for reading.
pub struct RawInput {
    pub reader: gzip::Reader,
    /// The size in bytes; 0 if unknown.
    size: u64,
    /// Whether it was compressed.
    packed: bool,
    pub name: String,
    hint: Hint,
    /// A response that is worth caching.
    pub response: Option<Response>,
}

/// The longest response that is cached, in bytes.
const MAX_CACHED_BYTES: usize = 4 << 20;

/// Opens `source`. A web address is fetched completely.
///
/// # Errors
/// If it cannot be opened or fetched.
pub fn open_raw(source: &Source) -> Result<RawInput, Error> {
    open_raw_with(source, None, &mut |_| ControlFlow::Continue(()))
}

/// [`open_raw`] with a cached response, and with `progress`, which is called during a download and can cancel it.
///
/// # Errors
/// If it cannot be opened or fetched.
pub fn open_raw_with(
    source: &Source,
    cached: Option<Response>,
    progress: &mut dyn FnMut(DownloadProgress) -> ControlFlow<()>,
) -> Result<RawInput, Error> {
    let name = source.name();
    let mut hint = Hint::default();
    let mut response = None;
    let opened: Result<(Box<dyn Read + Send>, u64), Cause> = match source {
        Source::Sample => Ok((Box::new(&include_bytes!("../../assets/sample.txt")[..]), 0)),
        Source::Stdin => Ok((Box::new(io::stdin()), size(source).unwrap_or(0))),
        // An item of a feed has no bytes.
        Source::FeedItem(_) => Err(Cause::Teaser),
        Source::Stored(_) => Err(Cause::Forgotten),
        Source::File(path) => {
            hint.name = source.location();
            hint.base =
                std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok()).map(String::from);
            open_file(path).map(|(file, size)| (Box::new(file) as _, size))
        }
        Source::Web(address) => fetch::fetch(address, cached, progress).map_err(Cause::from).map(|fetched| {
            // A private page is not cached.
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
        let (reader, packed) = gzip::decompressed(BufReader::with_capacity(BUFFER, reader))?;
        Ok((reader, if packed { 0 } else { size }, packed))
    });
    match unpacked {
        Ok((reader, size, packed)) => {
            // The server's content type describes the compressed bytes.
            hint.content_type = hint.content_type.filter(|_| !packed);
            Ok(RawInput { reader, size, packed, name, hint, response })
        }
        Err(cause) => Err(Error { name, cause }),
    }
}

impl RawInput {
    /// The size in bytes if it is known in advance, which it is not for compressed bytes.
    pub fn size(&self) -> Option<u64> {
        (self.size > 0 && !self.packed).then_some(self.size)
    }

    /// The content, read as `format` or sniffed.
    ///
    /// # Errors
    /// If it cannot be read to the end or contains no text.
    pub fn content(self, format: Option<Format>) -> Result<Content, Error> {
        self.read(format, formats::read, &mut |_, _| {}).map(discreet_content)
    }

    fn read<T>(
        self,
        format: Option<Format>,
        read: impl Fn(Vec<u8>, &Hint) -> Result<T, formats::FormatError>,
        on_beginning: &mut dyn FnMut(&[u8], &Hint),
    ) -> Result<T, Error> {
        let hint = Hint { format, ..self.hint };
        let bytes = if self.packed {
            read_all(self.reader, 0, gzip::MAX_BYTES, &hint, on_beginning).map_err(|cause| match cause {
                Cause::Format(formats::FormatError::TooLong) => Cause::Packed,
                cause => cause,
            })
        } else {
            read_all(self.reader, self.size, LIMIT, &hint, on_beginning)
        };
        let done = bytes.and_then(|bytes| read(bytes, &hint).map_err(Cause::from));
        done.map_err(|cause| Error { name: self.name, cause })
    }
}

/// Whether standard input is a pipe or a file.
pub fn stdin_is_given() -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        // `/dev/null` and its like have nothing to read.
        stdin_meta().is_ok_and(|meta| !meta.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    true
}

#[cfg(unix)]
fn stdin_meta() -> io::Result<Metadata> {
    use std::os::fd::AsFd;
    File::from(io::stdin().as_fd().try_clone_to_owned()?).metadata()
}

#[cfg(not(unix))]
fn stdin_meta() -> io::Result<Metadata> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The size in bytes of a source, if it is a file.
pub fn size(source: &Source) -> Option<u64> {
    let meta = match source {
        Source::File(path) if path.extension().is_some_and(|extension| extension == "gz") => return None,
        Source::File(path) => path.metadata(),
        Source::Stdin => stdin_meta(),
        _ => return None,
    };
    meta.map_or(Some(0), |meta| meta.is_file().then_some(meta.len()))
}

/// Opens the file, with its size in bytes.
fn open_file(path: &Path) -> Result<(File, u64), Cause> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing(path)),
        opened => opened?,
    };
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(Cause::Folder);
    }
    if file.is_terminal() {
        return Err(Cause::Keyboard);
    }
    Ok((file, meta.len()))
}

/// The reason why there is no file at `path`: it may have been meant as an address.
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

/// Reads all of `from`, at most `limit` bytes, unless the first bytes are refused. `size` is the expected size in
/// bytes, 0 if unknown. If it is large, `on_beginning` is called with the first bytes.
fn read_all(
    mut from: impl Read,
    size: u64,
    limit: u64,
    hint: &Hint,
    on_beginning: &mut dyn FnMut(&[u8], &Hint),
) -> Result<Vec<u8>, Cause> {
    if size > limit {
        return Err(formats::FormatError::TooLong.into());
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    from.by_ref().take(PROBE_BYTES as u64).read_to_end(&mut bytes)?;
    if let Some(cause) = formats::refusal(&bytes, hint) {
        return Err(cause.into());
    }
    if size >= MIN_PREVIEW_BYTES {
        on_beginning(&bytes, hint);
    }
    from.take((limit + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(formats::FormatError::TooLong.into()) } else { Ok(bytes) }
}

/// Whether `path` names a folder that exists, and something in it.
fn is_in_folder(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.file_name().is_some() && folder.is_dir())
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
            ("https://ada:secret@:80:1/", "https://:80:1/: is not a valid address (empty host)"),
            (
                "https://ada:sec/ret@bay.example/a",
                "https://bay.example/a: is not a valid address (invalid port number)",
            ),
            ("htps://ada:secret@bay.example", "htps://bay.example: htps addresses are not opened, only http and https"),
            ("https//ada:secret@bay.example", "https//bay.example: no such file"),
            ("https:/ada:secret@bay.example", "https:/bay.example: no such file"),
            ("https;//ada:secret@bay.example/", "https;//bay.example/: no such file"),
            ("//ada:secret@bay.example/", "//bay.example/: no such file"),
            ("ada:secret@bay.example/@b", "b: no such file"),
            ("ada@bay.example", "ada@bay.example: no such file"),
            ("notes 12:30.txt", "notes 12:30.txt: no such file"),
            ("src/re:ada@bay.txt", "src/re:ada@bay.txt: no such file"),
            ("nowhere/re:ada@bay.txt", "nowhere/bay.txt: no such file"),
        ] {
            let error = open(&Source::from_argument(argument.into())).unwrap_err();
            assert_eq!(error.to_string(), line);
        }
    }
}
