//! Splits the input of `library add`: folders into files, lists into feeds, feeds into items, JSON Lines into lines;
//! each article analysed on one of several threads, and prepared for the library.

use crate::article::Article;
use crate::cli::analysis::analyse_alone;
use crate::cli::jsonl;
use crate::cli::line_reader::each_line;
use crate::config::ModelChoice;
use crate::formats::{Content, FormatError, opml};
use crate::library::{Library, PreparedArticle, SourceKey};
use crate::source::{self, LIMIT, RawInput, Source};
use std::fs;
use std::io::{BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender};

/// The extensions of files in folders that are read; others are skipped.
const EXTENSIONS: [&str; 21] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "mht", "mhtml", "eml", "epub", "pdf", "rss", "atom",
    "xml", "json", "jsonl", "ndjson", "opml", "vtt", "srt",
];

/// Something that is read as a whole by one thread.
pub(super) enum AddJob {
    Input {
        source: Source,
        input: Box<RawInput>,
        bytes: u64,
    },
    /// A line of the file or address `path`.
    Line {
        path: Arc<str>,
        name: Arc<str>,
        number: u64,
        line: Vec<u8>,
    },
    /// A source that cannot be opened.
    Refused {
        name: String,
        cause: String,
        bytes: u64,
    },
    /// A file whose extension is not one of the formats that are read.
    Skipped,
}

/// The outcome for an article, or for a source without one.
pub(super) enum Incoming {
    Ready(Box<PreparedArticle>),
    /// Its text is stored.
    Unchanged,
    Refused {
        name: String,
        cause: String,
    },
    Skipped,
    /// A feed, sent after all of its items that have a text.
    Feed {
        key: SourceKey,
        title: Option<String>,
        ids: Vec<String>,
    },
    /// This many bytes of the input are done.
    Done(u64),
}

/// The bytes of everything in `arguments`, if all are files and folders.
pub(super) fn size(arguments: &[PathBuf]) -> Option<u64> {
    let mut size = 0;
    for argument in arguments {
        if !matches!(Source::from_argument(argument.clone()), Source::File(_)) {
            return None;
        }
        walk(argument, true, &mut |found| {
            if let Ok((_, bytes, true)) = found {
                size += bytes;
            }
            true
        });
    }
    Some(size)
}

/// Opens everything in `arguments`, one after the other, and hands it to the threads.
pub(super) fn open(arguments: &[PathBuf], jobs: &SyncSender<AddJob>) {
    for argument in arguments {
        let source = Source::from_argument(argument.clone());
        let went_on = match &source {
            Source::File(path) => walk(path, true, &mut |found| match found {
                Ok((path, bytes, true)) => open_source(Source::File(path), bytes, jobs),
                Ok((_, _, false)) => jobs.send(AddJob::Skipped).is_ok(),
                Err(error) => refuse(error, 0, jobs),
            }),
            _ => open_source(source, 0, jobs),
        };
        if !went_on {
            return;
        }
    }
}

/// Calls `each` with every file in the folder `path`, its size, and whether it is to be read; with `path` itself if it
/// is not a folder. Stops and returns false if `each` does.
fn walk(
    path: &Path,
    is_named: bool,
    each: &mut dyn FnMut(Result<(PathBuf, u64, bool), source::Error>) -> bool,
) -> bool {
    let mut open: Vec<(PathBuf, bool)> = vec![(path.to_owned(), is_named)];
    while let Some((path, is_named)) = open.pop() {
        let meta = fs::metadata(&path);
        // A link to a folder could lead back to where it is.
        let is_folder = meta.as_ref().is_ok_and(|meta| meta.is_dir()) && (is_named || !path.is_symlink());
        if is_folder && !is_named && is_part_of_page(&path) {
            continue;
        }
        if !is_folder {
            let is_file = meta.as_ref().is_ok_and(|meta| meta.is_file());
            let bytes = meta.map_or(0, |meta| meta.len());
            if !each(Ok((path.clone(), bytes, is_named || is_file && is_for_reading(&path)))) {
                return false;
            }
            continue;
        }
        match fs::read_dir(&path) {
            Ok(entries) => {
                let hidden =
                    |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
                let mut entries: Vec<PathBuf> =
                    entries.flatten().map(|entry| entry.path()).filter(|path| !hidden(path)).collect();
                entries.sort_unstable_by(|one, other| other.cmp(one));
                open.extend(entries.into_iter().map(|entry| (entry, false)));
            }
            Err(error) => {
                let name = Source::File(path).name();
                if !each(Err(source::Error { name, cause: error.into() })) {
                    return false;
                }
            }
        }
    }
    true
}

/// Whether a file is a list of feeds by its name.
fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("opml"))
}

/// Whether a folder has the pictures and frames of a page that a browser saved beside it.
fn is_part_of_page(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let page = name.strip_suffix("_files").or_else(|| name.strip_suffix(".files"));
    let is_there = |page: &str| {
        ["html", "htm", "xhtml"].iter().any(|end| folder.with_file_name(format!("{page}.{end}")).is_file())
    };
    page.is_some_and(is_there)
}

fn is_for_reading(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

/// Opens a source, and splits one that has lines or is a list. False if the receiver is gone.
fn open_source(source: Source, bytes: u64, jobs: &SyncSender<AddJob>) -> bool {
    let mut input = match source::open_raw(&source) {
        Ok(input) => input,
        Err(error) => return refuse(error, bytes, jobs),
    };
    let name = input.name.clone();
    let failed = |cause| source::Error { name: name.clone(), cause };
    match input.reader.fill_buf() {
        Err(error) => return refuse(failed(error.into()), bytes, jobs),
        Ok(start) if opml::is_opml(start) => {
            let mut list = Vec::new();
            let read = input.reader.by_ref().take(LIMIT).read_to_end(&mut list);
            let feeds = match read.map_err(source::Cause::from).and_then(|_| Ok(opml::feeds(list)?)) {
                Ok(feeds) => feeds,
                Err(cause) => return refuse(failed(cause), bytes, jobs),
            };
            // Lists may name addresses, but no files of this computer.
            return feeds.into_iter().all(|feed| match Source::from_argument(feed.clone().into()) {
                feed @ Source::Web(_) => open_source(feed, 0, jobs),
                other => refuse(
                    source::Error { name: other.name(), cause: source::Cause::Address("not on the web".into()) },
                    0,
                    jobs,
                ),
            });
        }
        Ok(_) if source.path().is_some_and(is_list) => {
            return jobs.send(AddJob::Refused { name, cause: "is not a list of feeds".into(), bytes }).is_ok();
        }
        Ok(_) => {}
    }
    match jsonl::first_is_object(&mut input) {
        Ok(true) => send_lines(input, &source, jobs),
        Ok(false) => jobs.send(AddJob::Input { source, input: Box::new(input), bytes }).is_ok(),
        Err(error) => refuse(failed(error.into()), bytes, jobs),
    }
}

fn refuse(error: source::Error, bytes: u64, jobs: &SyncSender<AddJob>) -> bool {
    jobs.send(AddJob::Refused { cause: error.cause.to_string(), name: error.name, bytes }).is_ok()
}

fn send_lines(mut input: RawInput, source: &Source, jobs: &SyncSender<AddJob>) -> bool {
    let path: Arc<str> = SourceKey::of(source, "").as_str().into();
    let name: Arc<str> = input.name.as_str().into();
    each_line(&mut input.reader, LIMIT, |number, line| {
        let job = match line {
            Ok(line) => AddJob::Line { path: path.clone(), name: name.clone(), number, line },
            Err(cause) => AddJob::Refused { name: format!("{name}: line {number}"), cause, bytes: 0 },
        };
        jobs.send(job).is_ok()
    })
}

/// Runs jobs until there are no more. `library` is for looking up stored articles and corrections.
pub(super) fn work(
    jobs: &Mutex<Receiver<AddJob>>,
    library: Option<&Library>,
    model: ModelChoice,
    to: &SyncSender<Incoming>,
) {
    loop {
        let job = match jobs.lock() {
            // The lock is held while waiting, not while working.
            Ok(jobs) => jobs.recv(),
            Err(_) => return,
        };
        let Ok(job) = job else { return };
        let (name, bytes) = match &job {
            AddJob::Input { source, bytes, .. } => (source.name(), *bytes),
            AddJob::Line { name, number, line, .. } => (format!("{name}: line {number}"), line.len() as u64),
            AddJob::Refused { name, bytes, .. } => (name.clone(), *bytes),
            AddJob::Skipped => (String::new(), 0),
        };
        // A panic costs its source, not the thread.
        let done = catch_unwind(AssertUnwindSafe(|| take_apart(job, library, model, to)));
        let is_wanted = done.unwrap_or_else(|_| {
            let cause = "the analysis failed".to_owned();
            to.send(Incoming::Refused { name, cause }).is_ok()
        });
        if !is_wanted || to.send(Incoming::Done(bytes)).is_err() {
            return;
        }
    }
}

/// Sends every article of a job. False if the receiver is gone.
fn take_apart(job: AddJob, library: Option<&Library>, model: ModelChoice, to: &SyncSender<Incoming>) -> bool {
    let send = |key, article: Article| to.send(ready(key, &article, false, library, model)).is_ok();
    match job {
        AddJob::Skipped => to.send(Incoming::Skipped).is_ok(),
        AddJob::Refused { name, cause, .. } => to.send(Incoming::Refused { name, cause }).is_ok(),
        AddJob::Line { path, name, number, line } => match article_of(&line, &path) {
            Ok((key, article)) => send(key, article),
            Err(cause) => to.send(Incoming::Refused { name: format!("{name}: line {number}"), cause }).is_ok(),
        },
        AddJob::Input { source, input, .. } => match input.content(None) {
            Ok(Content::Article(article)) => send(SourceKey::of(&source, article.text()), article),
            Ok(Content::Feed(feed)) => {
                let name = source.name();
                let ids = feed.items.iter().map(|item| item.id.clone()).collect();
                let known = Incoming::Feed { key: SourceKey::of(&source, ""), title: feed.title.clone(), ids };
                let mut texts = 0;
                for mut item in feed.items {
                    let Some(article) = item.article.take() else { continue };
                    texts += 1;
                    let key = SourceKey::of(&Source::FeedItem(Arc::new(item)), article.text());
                    if to.send(ready(key, &article, true, library, model)).is_err() {
                        return false;
                    }
                }
                let cause = FormatError::NoItem.to_string();
                match &source {
                    Source::Stdin | Source::Sample => {}
                    _ if to.send(known).is_err() => return false,
                    _ => {}
                }
                texts > 0 || to.send(Incoming::Refused { name, cause }).is_ok()
            }
            Err(error) => to.send(Incoming::Refused { cause: error.cause.to_string(), name: error.name }).is_ok(),
        },
    }
}

fn ready(
    key: SourceKey,
    article: &Article,
    is_from_feed: bool,
    library: Option<&Library>,
    model: ModelChoice,
) -> Incoming {
    // If this look-up fails, the article is compared when it is stored.
    if library.is_some_and(|library| library.is_stored(&key, article.text(), is_from_feed).unwrap_or(false)) {
        return Incoming::Unchanged;
    }
    let corrections = library.and_then(|library| library.corrections_of(&key).ok()).unwrap_or_default();
    let analysis = analyse_alone(article, model.engine(article.text().len()));
    let prepared = PreparedArticle::new(key, article, analysis, &corrections);
    Incoming::Ready(Box::new(prepared.from_feed(is_from_feed)))
}

/// The article of a line of JSON Lines, with its metadata. Without an address it counts as a part of the file at
/// `path`.
fn article_of(line: &[u8], path: &str) -> Result<(SourceKey, Article), String> {
    let jsonl::ArticleLine { id, text, meta } = jsonl::parse(line)?;
    if text.trim().is_empty() {
        return Err(FormatError::Empty.to_string());
    }
    let url = meta.url.clone();
    let article = jsonl::article(text, meta);
    let key = match (url, id) {
        (Some(url), _) => SourceKey::named(url),
        (None, jsonl::Id::Name(id)) => SourceKey::named(format!("{path}#{id}")),
        (None, jsonl::Id::Number(id)) => SourceKey::named(format!("{path}#{}", id.get())),
        (None, jsonl::Id::None) => SourceKey::of(&Source::Stdin, article.text()),
    };
    Ok((key, article))
}
