//! The threads of `extract` that read and analyse, each one job at a time.

use super::done::{Done, hash};
use super::job::{Assigned, ExtractEvent, Job, LineId, Rendered, SourcePlace};
use super::parts::PartWriter;
use crate::article::Article;
use crate::cli::analysis::{analyse, analyse_alone, analyse_among};
use crate::cli::arguments::InputFormat;
use crate::cli::progress::Progress;
use crate::cli::records::RecordFormat;
use crate::cli::{jsonl, library_command};
use crate::export::{ExportedArticle, Id};
use crate::formats::{Content, FormatError};
use crate::language::{Analysis, Engine};
use crate::library::Library;
use crate::record::Record;
use crate::source::{RawInput, Source};
use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender};

/// A thread that works on jobs, with everything it needs.
#[derive(Clone)]
pub(super) struct Worker {
    pub input: InputFormat,
    pub format: RecordFormat,
    /// The threads for the analysis of one source.
    pub threads: usize,
    /// Whether there is only one source, which then reports its progress.
    pub is_alone: bool,
    /// The records of an earlier run.
    pub done: Arc<Done>,
    /// The library with the reader's corrections; JSON lines have none.
    pub library: Option<PathBuf>,
    pub progress: Arc<Progress>,
}

/// The error if the receiver of events is gone.
struct Disconnected;

impl Worker {
    /// Does jobs until there are no more.
    pub fn run(&self, jobs: &Mutex<Receiver<Assigned>>) {
        let library = OnceCell::new();
        loop {
            // The lock is held while waiting, not while working.
            let job = match jobs.lock() {
                Ok(jobs) => jobs.recv(),
                Err(_) => return,
            };
            let Ok(Assigned { job, events }) = job else { return };
            let name = match &job {
                Job::Line { place, .. } => place.to_string(),
                Job::Source { source, .. } => source.name(),
            };
            // A panic ends its job, not the thread: without threads the opening thread would wait for ever.
            let done = catch_unwind(AssertUnwindSafe(|| match job {
                Job::Line { line, place, path } => self.line(line, place, path.as_deref(), &events),
                Job::Source { source, input } => {
                    let open = || Library::open(self.library.as_deref()?).ok();
                    self.source(&source, *input, library.get_or_init(open).as_ref(), &events)
                }
            }));
            if done.is_err() {
                // The writer is gone if the output failed.
                let _ = events.send(ExtractEvent::Failed(format!("{name}: the analysis failed")));
            }
        }
    }

    /// Sends the record of a line.
    fn line(
        &self,
        line: Vec<u8>,
        place: SourcePlace,
        path: Option<&str>,
        to: &SyncSender<ExtractEvent>,
    ) -> Result<(), Disconnected> {
        let parsed = jsonl::parse(&line);
        // This keeps the text of a long line in memory only once.
        drop(line);
        let jsonl::ArticleLine { id, text, meta } = match parsed {
            Ok(parsed) => parsed,
            Err(cause) => return send(to, ExtractEvent::Failed(format!("{place}: {cause}"))),
        };
        let id = match &id {
            jsonl::Id::Name(name) => Id::Name(name),
            jsonl::Id::Number(number) => Id::Number(number),
            jsonl::Id::None => Id::None,
        };
        let line_id = hash(path, &id).map_or(LineId::Missing, LineId::Hashed);
        if self.done.has_id(path, &id) {
            return send(to, ExtractEvent::Skipped(place, line_id));
        }
        let article = jsonl::article(text, meta);
        let record = self.format.build(&article, analyse_alone(&article, self.format.engine(&article)), &[]);
        let name = place.to_string();
        let exported = ExportedArticle { id, source: path, article: &article, record: &record };
        self.render(&exported, &name, Some((place, line_id)), to)
    }

    /// Sends the record of a source, or of each item of a feed.
    fn source(
        &self,
        source: &Source,
        input: RawInput,
        library: Option<&Library>,
        to: &SyncSender<ExtractEvent>,
    ) -> Result<(), Disconnected> {
        let path = source.location();
        match input.content(self.input.format()) {
            Ok(Content::Article(article)) => {
                let id = Id::Name(path.as_deref().unwrap_or("-"));
                let corrections = library_command::corrections(library, source, article.text());
                let record = self.format.build(&article, self.analyse(&article), &corrections);
                if let Some(orphaned) = library_command::orphaned(source, &record) {
                    send(to, ExtractEvent::Note(orphaned))?;
                }
                self.exported(id, path.as_deref(), &article, &record, to)
            }
            Ok(Content::Feed(feed)) => {
                let items = || feed.items.iter().filter_map(|item| Some((&item.id, item.article.as_ref()?)));
                for (id, article) in items().filter(|(id, _)| !self.done.has(path.as_deref(), id)) {
                    let record = self.format.build(article, self.analyse(article), &[]);
                    self.exported(Id::Name(id), path.as_deref(), article, &record, to)?;
                }
                match items().next() {
                    Some(_) => Ok(()),
                    None => send(to, ExtractEvent::Failed(format!("{}: {}", source.name(), FormatError::NoItem))),
                }
            }
            Err(error) => send(to, ExtractEvent::Failed(error.to_string())),
        }
    }

    fn analyse(&self, article: &Article) -> Analysis {
        let engine: Engine = self.format.engine(article);
        match self.is_alone {
            true => analyse(article, engine, self.threads, &self.progress),
            false => analyse_among(article, engine, self.threads),
        }
    }

    fn exported(
        &self,
        id: Id,
        source: Option<&str>,
        article: &Article,
        record: &Record,
        to: &SyncSender<ExtractEvent>,
    ) -> Result<(), Disconnected> {
        let exported = ExportedArticle { id, source, article, record };
        self.render(&exported, exported.name(), None, to)
    }

    /// Sends the written article, and a note if the format could not hold all of it.
    fn render(
        &self,
        exported: &ExportedArticle,
        name: &str,
        line: Option<(SourcePlace, LineId)>,
        to: &SyncSender<ExtractEvent>,
    ) -> Result<(), Disconnected> {
        let is_beside = self.format.format.sidecar().is_some();
        let text = if is_beside { exported.article.given().to_owned() } else { String::new() };
        let mut parts = PartWriter::new(|parts| to.send(ExtractEvent::Record(Rendered { parts, text, line })).is_ok());
        let left_out = match self.format.write(&mut parts, exported) {
            Ok(left_out) => left_out,
            Err(error) => return send(to, ExtractEvent::Failed(format!("{name}: {error}"))),
        };
        if !parts.finish() {
            return Err(Disconnected);
        }
        left_out.map_or(Ok(()), |left_out| send(to, ExtractEvent::Note(format!("{name}: {left_out}"))))
    }
}

fn send(to: &SyncSender<ExtractEvent>, event: ExtractEvent) -> Result<(), Disconnected> {
    to.send(event).map_err(|_| Disconnected)
}
