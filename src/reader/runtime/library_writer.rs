//! Storing articles in the library, on separate threads, so that no key and no frame waits.

use crate::article::Article;
use crate::library::{Error, Library, PreparedArticle, SourceKey, StoreOutcome};
use crate::reader::event::Event;
use crate::reader::update::effect::PeopleChange;
use crate::record::{Correction, FilteredAnalysis};
use crate::text::one_line;
use crate::threads::run_once;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The time to wait for another program that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

/// The interval at which threads are checked for their end.
const INTERVAL: Duration = Duration::from_millis(2);

/// An article that is to be stored, with its analysis.
pub struct StoreJob {
    /// The number of its source in this run.
    pub nth: usize,
    pub key: SourceKey,
    pub article: Arc<Article>,
    pub found: Arc<FilteredAnalysis>,
    pub corrections: Vec<Correction>,
    /// Whether it is the text of an article in a feed.
    pub is_from_feed: bool,
}

/// A write in progress.
struct RunningWrite {
    thread: JoinHandle<Result<(), Error>>,
    /// The name of the article, if it is one.
    name: Option<String>,
}

/// The threads that store articles.
#[derive(Default)]
pub struct LibraryWriter {
    under_way: Vec<RunningWrite>,
    /// The last error of a write without a thread.
    failed: Option<Error>,
}

impl LibraryWriter {
    /// Whether anything is being stored.
    pub fn is_busy(&self) -> bool {
        self.under_way.iter().any(|write| !write.thread.is_finished())
    }

    /// Stores the article called `name` in the library at `path`, and sends an [`Event::Stored`].
    pub fn store(&mut self, path: PathBuf, job: StoreJob, name: String, to: Sender<Event>) {
        self.start(Some(name), move || {
            let (nth, corrections) = (job.nth, job.corrections.len());
            let stored = store(&path, job);
            let done = stored.as_ref().map(|_| ()).map_err(clone_of);
            // A reader that has ended fetches the result itself.
            let _ = to.send(Event::Stored { nth, corrections, stored });
            done
        });
    }

    /// Rebuilds the search index of an article after its corrections have changed. If that fails, searches find the old
    /// speakers.
    pub fn refresh(&mut self, path: PathBuf, key: SourceKey) {
        self.start(None, move || {
            let mut library = Library::open_within(&path, BUSY_TIMEOUT)?;
            let _ = catch_unwind(AssertUnwindSafe(|| library.refresh(&key)));
            Ok(())
        });
    }

    /// Stores a decision about people in the library at `path`, and sends an [`Event::Decided`].
    pub fn decide(&mut self, path: PathBuf, change: PeopleChange, to: Sender<Event>) {
        self.start(None, move || {
            let decided =
                Library::open_within(&path, BUSY_TIMEOUT).and_then(|mut library| decide(&mut library, change));
            let done = decided.as_ref().map(|_| ()).map_err(clone_of);
            let _ = to.send(Event::Decided(decided));
            done
        });
    }

    fn start(&mut self, name: Option<String>, work: impl FnOnce() -> Result<(), Error> + Send + 'static) {
        self.under_way.retain(|write| !write.thread.is_finished());
        let work = Arc::new(Mutex::new(Some(work)));
        let theirs = work.clone();
        let started = thread::Builder::new().spawn(move || {
            super::jobs::lower_priority();
            run_once(&theirs).unwrap_or(Ok(()))
        });
        match started {
            Ok(thread) => self.under_way.push(RunningWrite { thread, name }),
            // Without a thread the reader waits for it.
            Err(_) => self.failed = run_once(&work).and_then(Result::err).or(self.failed.take()),
        }
    }

    /// Waits for writes in progress, at most for `patience`.
    pub fn wait(&self, patience: Duration) {
        let begun = Instant::now();
        while self.is_busy() && begun.elapsed() < patience {
            thread::sleep(INTERVAL);
        }
    }

    /// All failed writes, with the name of the article, if it was one, and the error; `None` for writes still in
    /// progress.
    pub fn finish(&mut self) -> Vec<(Option<String>, Option<Error>)> {
        let failed = self.failed.take().map(|error| (None, Some(error)));
        let ended = self.under_way.drain(..).filter_map(|RunningWrite { thread, name }| match thread.is_finished() {
            true => Some((name, Some(thread.join().ok()?.err()?))),
            false => Some((name, None)),
        });
        failed.into_iter().chain(ended).collect()
    }
}

fn store(path: &std::path::Path, job: StoreJob) -> Result<Option<StoreOutcome>, Error> {
    let StoreJob { key, article, found, corrections, is_from_feed, .. } = job;
    // A panic costs this article its place in the library, and no more.
    let prepared =
        catch_unwind(AssertUnwindSafe(|| PreparedArticle::new(key, &article, found.whole(), &corrections))).ok();
    let Some(prepared) = prepared.map(|prepared| prepared.from_feed(is_from_feed)) else { return Ok(None) };
    let mut library = Library::open_within(path, BUSY_TIMEOUT)?;
    let prepared = [prepared];
    let stored = library.store(&prepared)?.into_iter().next();
    if stored == Some(StoreOutcome::Unchanged) {
        library.replace_older_analysis(&prepared[0])?;
    }
    Ok(stored)
}

/// Stores a decision. Returns a message, and if two people were joined their numbers, first the one that is gone.
fn decide(library: &mut Library, change: PeopleChange) -> Result<(String, Option<(i64, i64)>), Error> {
    let name = |library: &Library, person: i64| -> Result<String, Error> {
        Ok(library.person(person)?.map_or_else(|| "somebody".into(), |person| one_line(&person.name)))
    };
    // Namesakes are distinguished by their roles.
    let names = |library: &Library, one: i64, other: i64| -> Result<(String, String), Error> {
        let (first, second) = (name(library, one)?, name(library, other)?);
        let role = |of: i64| Ok::<_, Error>(library.person(of)?.and_then(|person| person.role));
        let called = |name: &str, role: Option<String>| {
            role.map_or_else(|| name.to_owned(), |role| format!("{name} ({})", one_line(&role)))
        };
        match first == second && one != other {
            true => Ok((called(&first, role(one)?), called(&second, role(other)?))),
            false => Ok((first, second)),
        }
    };
    Ok(match change {
        PeopleChange::Same(one, other) => {
            let (first, second) = names(library, one, other)?;
            match library.join_people(one, other)? {
                Some(remaining) => {
                    let gone = if remaining == one { other } else { one };
                    (format!("{first} and {second} are one person"), Some((gone, remaining)))
                }
                None if one == other => (format!("{first} is one person already"), None),
                None => (format!("{first} and {second} were told apart; that has to be undone first"), None),
            }
        }
        PeopleChange::Different(one, other) => {
            let (first, second) = names(library, one, other)?;
            library.tell_apart(one, other, false)?;
            (format!("{first} and {second} are two people"), None)
        }
        PeopleChange::Undecided(one, other) => {
            library.tell_apart(one, other, true)?;
            ("You will not be asked about them again".into(), None)
        }
        PeopleChange::Split(person, article) => {
            let name = name(library, person)?;
            match library.split_person(person, &[article])? {
                true => (format!("{name} in this article is another person"), None),
                false => (format!("{name} is in no other article, so there is nobody to tell apart"), None),
            }
        }
        PeopleChange::Renamed(person, new) => {
            let before = name(library, person)?;
            match library.rename_person(person, &new)? {
                true => (format!("{before} is called {}", one_line(new.trim())), None),
                false => (format!("{before} is no longer in any article"), None),
            }
        }
        PeopleChange::Undone => match library.undo_decision(None)? {
            Some(decided) => (format!("Undone: {decided}"), None),
            None => ("No decision to undo".into(), None),
        },
    })
}

/// A copy of the error, for later use.
pub(super) fn clone_of(error: &Error) -> Error {
    use crate::library::ErrorKind;
    let cause = match &error.cause {
        ErrorKind::Full => ErrorKind::Full,
        ErrorKind::ReadOnly => ErrorKind::ReadOnly,
        ErrorKind::NoHome => ErrorKind::NoHome,
        ErrorKind::Foreign => ErrorKind::Foreign,
        ErrorKind::Newer => ErrorKind::Newer,
        ErrorKind::Busy => ErrorKind::Busy,
        ErrorKind::Emptied => ErrorKind::Emptied,
        other => ErrorKind::Io(std::io::Error::other(other.to_string())),
    };
    Error { path: error.path.clone(), cause }
}
