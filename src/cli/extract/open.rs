//! The thread of `extract` that opens sources, one after the other, and makes jobs of them and of their lines.

use super::done::Done;
use super::job::{Assigned, ExtractEvent, Job, Pending, SourcePlace};
use crate::cli::arguments::InputFormat;
use crate::cli::line_reader::each_line;
use crate::cli::progress::Progress;
use crate::cli::{jsonl, library_command};
use crate::library::Library;
use crate::source::{self, LIMIT, RawInput, Source};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};

/// The state of the thread that opens sources.
pub(super) struct Opener {
    pub input: InputFormat,
    /// Whether there is only one source, whose size gives the progress of the run.
    pub is_alone: bool,
    /// The records of an earlier run.
    pub done: Arc<Done>,
    /// The library, for its cached responses of web servers.
    pub library: Option<Library>,
    pub progress: Arc<Progress>,
    pub jobs: SyncSender<Assigned>,
    pub queue: SyncSender<Pending>,
}

impl Opener {
    /// Opens all of `sources`, until the receiver is gone.
    pub fn run(&self, sources: Vec<Source>) {
        for (before, source) in sources.into_iter().enumerate() {
            if !self.open(before + 1, source) {
                return;
            }
        }
    }

    /// Opens source number `nth`. False if the receiver is gone.
    fn open(&self, nth: usize, source: Source) -> bool {
        let size = source::size(&source).unwrap_or(0);
        let location = source.location();
        if location.as_deref().is_some_and(|path| self.done.has(Some(path), path)) {
            return self.send(nth, size, |_| true);
        }
        let cached = library_command::cached_response(self.library.as_ref(), &source);
        let opened = source::open_raw_with(&source, cached, &mut |_| ControlFlow::Continue(()));
        let lines = opened.and_then(|mut input| match self.has_lines(&mut input) {
            Ok(has_lines) => Ok((input, has_lines)),
            Err(error) => Err(source::Error { name: input.name, cause: error.into() }),
        });
        match lines {
            Ok((input, true)) => self.send_lines(nth, input, location.map(Arc::from)),
            Ok((input, false)) => {
                // Alone, the analysis itself says how far it is.
                let size = if self.is_alone { 0 } else { size };
                let job = Job::Source { source, input: Box::new(input) };
                self.send(nth, size, |events| self.jobs.send(Assigned { job, events }).is_ok())
            }
            Err(error) => self.send(nth, size, |events| events.send(ExtractEvent::Failed(error.to_string())).is_ok()),
        }
    }

    fn has_lines(&self, input: &mut RawInput) -> std::io::Result<bool> {
        match self.input {
            InputFormat::Format(_) => Ok(false),
            InputFormat::Jsonl => Ok(true),
            InputFormat::Auto => jsonl::first_is_object(input),
        }
    }

    fn send_lines(&self, nth: usize, mut input: RawInput, path: Option<Arc<str>>) -> bool {
        if self.is_alone {
            self.progress.expect(input.size());
        }
        let name: Arc<str> = input.name.as_str().into();
        each_line(&mut input.reader, LIMIT, |number, line| {
            let place = SourcePlace { name: name.clone(), line: number };
            let bytes = line.as_ref().map_or(0, |line| line.len() as u64);
            self.send(nth, bytes, |events| match line {
                Ok(line) => {
                    self.jobs.send(Assigned { job: Job::Line { line, place, path: path.clone() }, events }).is_ok()
                }
                Err(cause) => events.send(ExtractEvent::Failed(format!("{place}: {cause}"))).is_ok(),
            })
        })
    }

    /// Reserves the next place in the order of the output for the job that `begin` starts.
    fn send(&self, source: usize, bytes: u64, begin: impl FnOnce(SyncSender<ExtractEvent>) -> bool) -> bool {
        let (to, events) = mpsc::sync_channel(1);
        self.queue.send(Pending { source, bytes, events }).is_ok() && begin(to)
    }
}
