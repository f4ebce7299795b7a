//! Electronic books (EPUB) → one [`Article`]: the chapters in reading order, under headings. The archive is unpacked in
//! memory, up to a limit; nothing is written to disk.

mod headings;
mod package;
mod xml;

use super::format_error::FormatError;
use super::html::PageBlocks;
use super::{decode, guard};
use crate::article::{Article, BlockKind};
use package::ContentsEntry;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes unpacked of one file, and of the whole book. No book has as many words.
const MAX_BYTES: u64 = 16 << 20;
const MAX_BOOK: u64 = 128 << 20;
/// The reason given for a damaged book or part of one.
const BROKEN: &str = "it is broken";
/// The most threads that read chapters.
const THREADS: usize = 4;

/// Reads a book.
///
/// # Errors
/// If it is not a book, is locked, or contains no text.
pub(super) fn article(bytes: Vec<u8>) -> Result<Article, FormatError> {
    let mut book = Book { archive: ZipArchive::new(Cursor::new(bytes)).map_err(broken)?, left: MAX_BOOK };
    if book.text("META-INF/encryption.xml").ok().flatten().is_some_and(|text| package::is_locked(&text)) {
        return Err(FormatError::Locked);
    }
    let container = book.text("META-INF/container.xml");
    let told = container.as_ref().ok().and_then(|container| package::rootfile(container.as_deref()?));
    let told = told.filter(|path| book.archive.index_for_name(path).is_some());
    // If no file says which one the package is, its name does.
    let path = told.or_else(|| {
        let mut names = book.archive.file_names().flatten();
        names.find(|name| name.ends_with(".opf")).map(Cow::into_owned)
    });
    let path = match (path, container) {
        (Some(path), _) => path,
        (None, Err(cause)) => return Err(cause),
        (None, Ok(None)) => return Err(missing("container")),
        (None, Ok(Some(_))) => return Err(missing("package")),
    };
    let opf = book.text(&path)?.ok_or_else(|| missing("package"))?;
    let package = package::package(&opf, &path);
    if package.spine.iter().any(Option::is_none) {
        return Err(FormatError::Epub("it refers to files outside the archive".into()));
    }
    let mut entries: HashMap<String, Vec<ContentsEntry>> = HashMap::new();
    for path in &package.contents {
        let contents = book.text(path).ok().flatten().map(|text| package::contents(&text, path)).unwrap_or_default();
        for entry in contents {
            entries.entry(entry.path.clone()).or_default().push(entry);
        }
        if !entries.is_empty() {
            break;
        }
    }
    let (mut chapters, mut damaged) = (Vec::new(), Vec::new());
    for path in package.spine.iter().flatten() {
        match book.part(path) {
            Ok(Some(BookFile { text, is_whole })) => {
                chapters.push((text, entries.remove(path).unwrap_or_default()));
                if !is_whole {
                    damaged.push(chapters.len());
                    chapters.push(("<p>[The part of the book above is damaged.]</p>".to_owned(), Vec::new()));
                }
            }
            // Far larger than a book, or locked: nothing in the archive can be trusted.
            Err(cause) if !matches!(&cause, FormatError::Epub(why) if why == BROKEN) => return Err(cause),
            // A missing part is noted in its place, and the rest is read.
            lost => {
                damaged.push(chapters.len());
                let why = if lost.is_ok() { "it is not in the book" } else { "it is damaged" };
                chapters.push((format!("<p>[A part of the book cannot be read: {why}.]</p>"), Vec::new()));
            }
        }
    }
    if damaged.len() == chapters.len() && !chapters.is_empty() {
        return Err(FormatError::Epub(BROKEN.into()));
    }
    let mut book_blocks = PageBlocks::default();
    for (nth, mut chapter) in read(&chapters)?.into_iter().enumerate() {
        if damaged.contains(&nth) {
            chapter.blocks.iter_mut().for_each(|block| block.kind = BlockKind::Boilerplate);
        }
        book_blocks.append(chapter);
    }
    let title = package.meta.title.as_deref().unwrap_or("");
    let first = book_blocks
        .blocks
        .first()
        .is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)) && block.span.of(&book_blocks.text) == title);
    let kept: Vec<bool> = (0..book_blocks.blocks.len()).map(|number| number > 0 || !first).collect();
    let article = book_blocks.article(&kept, package.meta);
    if article.blocks().is_empty() { Err(FormatError::Empty) } else { Ok(article) }
}

/// Reads the chapters in parallel: each is a page of its own.
fn read(chapters: &[(String, Vec<ContentsEntry>)]) -> Result<Vec<PageBlocks>, FormatError> {
    let pages: Vec<OnceLock<PageBlocks>> = chapters.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let walk = || {
        while let Some(((text, entries), done)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| chapters.get(at).zip(pages.get(at)))
        {
            let _ = done.set(headings::chapter(text, entries));
        }
    };
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get()).min(THREADS);
    thread::scope(|scope| {
        // Threads that fail to start or panic leave chapters unread, which is noticed below.
        let others: Vec<_> =
            (1..cores.min(chapters.len())).flat_map(|_| guard::thread().spawn_scoped(scope, walk)).collect();
        walk();
        others.into_iter().for_each(|other| drop(other.join()));
    });
    pages.into_iter().map(|chapter| chapter.into_inner().ok_or(FormatError::Failed)).collect()
}

/// A file of a book.
struct BookFile {
    text: String,
    /// Whether it was read to its end, and its checksum is right.
    is_whole: bool,
}

/// An open book.
struct Book {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Book {
    /// The text of the file at `path`, if there is one.
    fn text(&mut self, path: &str) -> Result<Option<String>, FormatError> {
        match self.part(path)? {
            Some(part) if !part.is_whole => Err(FormatError::Epub(BROKEN.into())),
            part => Ok(part.map(|part| part.text)),
        }
    }

    /// The file at `path`, if there is one, as far as it can be read.
    fn part(&mut self, path: &str) -> Result<Option<BookFile>, FormatError> {
        let file = match self.archive.by_name(path) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(error)),
        };
        let mut bytes = Vec::new();
        let limit = MAX_BYTES.min(self.left);
        let is_whole = file.take(limit + 1).read_to_end(&mut bytes).is_ok();
        // Bytes that are not text are no evidence. The last character may be cut.
        let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        if !is_whole && (valid == 0 || valid + 3 < bytes.len()) {
            return Err(FormatError::Epub(BROKEN.into()));
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(FormatError::Epub("it unpacks to far more than a book".into()));
        }
        Ok(Some(BookFile { text: decode::decode_html(bytes, None), is_whole }))
    }
}

fn missing(what: &str) -> FormatError {
    FormatError::Epub(format!("it has no {what}"))
}

fn broken(error: ZipError) -> FormatError {
    match error {
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => FormatError::Locked,
        ZipError::UnsupportedArchive(_) => FormatError::Epub("its compression is unknown".into()),
        _ => FormatError::Epub(BROKEN.into()),
    }
}
