//! [`LibraryReader`]: reads the library on its own thread and connection: the lists of the catalogue, and the articles
//! opened from it.

use crate::library::{Error, Library, SourceKey};
use crate::reader::event::{Answer, Event, JobId, LoadedArticle};
use crate::reader::runtime::catalogue_lists::{look_up, problem};
use crate::reader::state::catalogue::CatalogueRequest;
use crate::record::{self, FilteredAnalysis};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

enum Lookup {
    List(CatalogueRequest),
    Article(JobId, SourceKey),
}

/// The thread, once there was something to look up.
#[derive(Default)]
pub struct LibraryReader {
    jobs: Option<Sender<Lookup>>,
}

impl LibraryReader {
    /// Looks a list up in the library at `path`, and sends an [`Event::Listed`].
    pub fn list(&mut self, path: PathBuf, request: CatalogueRequest, to: &Sender<Event>) {
        self.start(path, Lookup::List(request), to);
    }

    /// Reads the article of this key, and sends an [`Event::ArticleLoaded`].
    pub fn open(&mut self, path: PathBuf, job: JobId, key: SourceKey, to: &Sender<Event>) {
        self.start(path, Lookup::Article(job, key), to);
    }

    fn start(&mut self, path: PathBuf, job: Lookup, to: &Sender<Event>) {
        if self.jobs.is_none() {
            let (send, jobs) = mpsc::channel();
            let (place, own) = (path.clone(), to.clone());
            let started = thread::Builder::new().spawn(move || work(&place, &jobs, &own));
            self.jobs = started.ok().map(|_| send);
        }
        match &self.jobs {
            // The thread ends only with the reader.
            Some(jobs) => drop(jobs.send(job)),
            // Without a thread it is looked up here, and the next request tries again to start one.
            None => {
                let (send, jobs) = mpsc::channel();
                drop(send.send(job));
                drop(send);
                work(&path, &jobs, to);
            }
        }
    }
}

fn work(path: &Path, jobs: &Receiver<Lookup>, to: &Sender<Event>) {
    let mut library: Option<Library> = None;
    while let Ok(first) = jobs.recv() {
        let mut all: Vec<Lookup> = std::iter::once(first).chain(jobs.try_iter()).collect();
        // Only the last of several lists is still wanted.
        let last = all.iter().rposition(|job| matches!(job, Lookup::List(_)));
        let mut nth = 0;
        all.retain(|job| {
            nth += 1;
            !matches!(job, Lookup::List(_)) || Some(nth - 1) == last
        });
        for job in all {
            let opened = match library.take().filter(|library| !library.is_new()) {
                Some(library) => Ok(library),
                None => Library::open(path),
            };
            let event = match (job, &opened) {
                (Lookup::List(request), Ok(library)) => {
                    let list = catch_unwind(AssertUnwindSafe(|| look_up(library, &request.page)));
                    let list = list.unwrap_or_else(|_| problem("The search failed".into()));
                    Event::Listed(request.number, Box::new(list))
                }
                (Lookup::List(request), Err(error)) => {
                    Event::Listed(request.number, Box::new(problem(error.to_string())))
                }
                (Lookup::Article(job, key), Ok(library)) => Event::ArticleLoaded(job, Box::new(read(library, &key))),
                (Lookup::Article(job, _), Err(error)) => Event::ArticleLoaded(job, Box::new(Err(error.to_string()))),
            };
            library = opened.ok();
            if to.send(event).is_err() {
                return;
            }
        }
    }
}

/// The article of `key`, its record under the reader's corrections. `None` if it is not stored.
fn read(library: &Library, key: &SourceKey) -> Result<Option<LoadedArticle>, String> {
    let read = || -> Result<Option<LoadedArticle>, Error> {
        let Some(stored) = library.article(key)? else { return Ok(None) };
        let corrections = library.corrections_of(key)?;
        let found = FilteredAnalysis::new(stored.analysis);
        let record = record::build(&stored.article, found.confident.clone(), &corrections);
        let answer = Answer { found: Arc::new(found), record: Arc::new(record), applied: corrections.len() };
        let (engine, model) = (stored.version.engine, stored.version.model);
        Ok(Some(LoadedArticle { article: stored.article, answer, engine, model }))
    };
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or(Ok(None)).map_err(|error| error.to_string())
}
