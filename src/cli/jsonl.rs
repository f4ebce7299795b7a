//! JSON Lines in, records out in the same order: one thread reads, several analyse, the caller's thread writes. Only a
//! few lines are in memory at a time, however long the input.

use super::lines::each_line;
use super::messages::warn;
use super::outcome::Outcome;
use super::progress::Progress;
use super::records::{RecordFormat, RecordSink};
use crate::article::plain;
use crate::export::{self, Document};
use crate::source::{LIMIT, RawInput};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread;

/// The most lines in flight: enough to keep all threads busy while one analyses a long text.
const MAX_PENDING: usize = 32;
/// More threads would wait for the input.
const MAX_THREADS: usize = 8;

/// A line of input.
#[derive(Deserialize)]
struct JsonLine<'l> {
    #[serde(default, borrow)]
    id: Option<&'l RawValue>,
    text: String,
}

/// The id of a line. Numbers stay as they are written.
pub(super) enum Id {
    Name(String),
    Number(Box<RawValue>),
    None,
}

/// Parses a line. The error is one line of text.
pub(super) fn parse(line: &[u8]) -> Result<(Id, String), String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    // Serde would also accept an array of the fields.
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err("is not a JSON object".into());
    }
    let parsed: JsonLine = serde_json::from_slice(line).map_err(|error| {
        // Only one line was parsed, so the line number in the error says nothing.
        error.to_string().replace(" at line 1 column ", " at column ")
    })?;
    let id = match parsed.id.map(|id| (id, id.get().as_bytes().first())) {
        None => Id::None,
        Some((id, Some(b'"'))) => Id::Name(serde_json::from_str(id.get()).map_err(|error| error.to_string())?),
        Some((id, Some(b'-' | b'0'..=b'9'))) => Id::Number(id.to_owned()),
        Some(_) => return Err("`id` is neither a string nor a number".into()),
    };
    Ok((id, parsed.text))
}

/// Whether the first line is an object with a text. What was read is put back.
pub(super) fn first_is_object(bytes: &mut RawInput) -> io::Result<bool> {
    let start = bytes.reader.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().first() != Some(&b'{') {
        return Ok(false);
    }
    let mut head = Vec::new();
    while head.trim_ascii().is_empty() {
        let left = (LIMIT + 1).saturating_sub(head.len() as u64);
        if bytes.reader.by_ref().take(left).read_until(b'\n', &mut head)? == 0 {
            break;
        }
    }
    let is_object = parse(&head).is_ok();
    let rest = std::mem::replace(&mut bytes.reader, BufReader::with_capacity(0, Box::new(io::empty())));
    bytes.reader = BufReader::with_capacity(1 << 16, Box::new(Cursor::new(head).chain(rest)));
    Ok(is_object)
}

/// A line to analyse, and where to send the result.
struct Job {
    line: Vec<u8>,
    result: SyncSender<JobResult>,
}

/// The reason of a line whose analysis panicked.
const FAILED: &str = "the analysis failed";

/// A record as it is written, or the reason why there is none.
type JobResult = Result<Rendered, String>;

/// A record as it is written.
struct Rendered {
    bytes: Vec<u8>,
    /// Parts of the document that the format cannot hold.
    left_out: Option<String>,
    /// The text, if the format wants it beside.
    text: String,
}

/// A result that is not there yet.
struct Pending {
    /// The number of the line, from 1, and its length in bytes.
    line: u64,
    bytes: u64,
    result: Receiver<JobResult>,
}

/// Writes the record of each line of `bytes`, from the file at `path`, and reports bad lines.
///
/// # Errors
/// If the output cannot be written. The threads are left running, as the process is about to end.
pub(super) fn run(
    bytes: RawInput,
    path: Option<String>,
    format: RecordFormat,
    sink: &mut RecordSink,
    progress: &Progress,
) -> anyhow::Result<Outcome> {
    let name = bytes.name.clone();
    progress.expect(bytes.size());
    let (to_jobs, jobs) = mpsc::sync_channel::<Job>(MAX_PENDING);
    let (to_queue, queue) = mpsc::sync_channel::<Pending>(MAX_PENDING);
    let jobs = Arc::new(Mutex::new(jobs));
    let path: Option<Arc<str>> = path.map(Arc::from);
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS));
    for _ in 0..threads {
        let (jobs, path) = (jobs.clone(), path.clone());
        thread::spawn(move || analyse(&jobs, path.as_deref(), format));
    }
    thread::spawn(move || read(bytes, &to_jobs, &to_queue));
    let mut outcome = Outcome::Done;
    while let Some(Pending { line, bytes, result }) = next(&queue, sink)? {
        match result.recv().unwrap_or_else(|mpsc::RecvError| Err(FAILED.into())) {
            Ok(Rendered { bytes, left_out, text }) => {
                sink.put(&text, |to| to.write_all(&bytes))?;
                if let Some(left_out) = left_out {
                    progress.aside(|| warn(format_args!("{name}: line {line}: {left_out}")));
                }
            }
            Err(cause) => {
                progress.aside(|| warn(format_args!("{name}: line {line}: {cause}")));
                outcome = Outcome::Incomplete;
            }
        }
        progress.reach(progress.position() + bytes);
    }
    Ok(outcome)
}

/// The next result. Flushes the output if it has to wait.
fn next(queue: &Receiver<Pending>, sink: &mut RecordSink) -> anyhow::Result<Option<Pending>> {
    match queue.try_recv() {
        Ok(pending) => return Ok(Some(pending)),
        Err(TryRecvError::Empty) => sink.flush()?,
        Err(TryRecvError::Disconnected) => {}
    }
    Ok(queue.recv().ok())
}

/// Reads lines, sending each to the next free thread and its place in the order to the writer.
fn read(mut bytes: RawInput, jobs: &SyncSender<Job>, queue: &SyncSender<Pending>) {
    each_line(&mut bytes.reader, LIMIT, |number, line| {
        let (result, pending) = mpsc::sync_channel(1);
        let bytes = line.as_ref().map_or(0, |line| line.len() as u64);
        if queue.send(Pending { line: number, bytes, result: pending }).is_err() {
            return false;
        }
        match line {
            Ok(line) => jobs.send(Job { line, result }).is_ok(),
            Err(cause) => result.send(Err(cause)).is_ok(),
        }
    });
}

/// Analyses lines until there are no more.
fn analyse(jobs: &Mutex<Receiver<Job>>, path: Option<&str>, format: RecordFormat) {
    loop {
        // The lock is held while waiting, not while working.
        let job = match jobs.lock() {
            Ok(jobs) => jobs.recv(),
            Err(_) => return,
        };
        let Ok(Job { line, result }) = job else { return };
        // A panic costs its line, not the thread: with none left the reading would wait for ever.
        let record = catch_unwind(AssertUnwindSafe(|| record_of(line, path, format)));
        // The writer is gone if the output failed.
        let _ = result.send(record.unwrap_or_else(|_| Err(FAILED.into())));
    }
}

/// The record of one line.
fn record_of(line: Vec<u8>, path: Option<&str>, format: RecordFormat) -> JobResult {
    let parsed = parse(&line);
    // So that the text of a long line is in memory only once.
    drop(line);
    let (id, text) = parsed?;
    let id = match &id {
        Id::Name(name) => export::Id::Name(name),
        Id::Number(number) => export::Id::Number(number),
        Id::None => export::Id::None,
    };
    let article = plain::article(text);
    let record = format.record(&article);
    let mut bytes = Vec::new();
    let document = Document { id, source: path, article: &article, record: &record };
    let left_out = format.write(&mut bytes, &document).map_err(|error| error.to_string())?;
    let text = if format.format.companion().is_some() { article.text().to_owned() } else { String::new() };
    Ok(Rendered { bytes, left_out, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<String, String> {
        let id = |id| match id {
            Id::Name(name) => format!("{name:?}"),
            Id::Number(number) => number.get().to_owned(),
            Id::None => "null".to_owned(),
        };
        parse(line.as_bytes()).map(|(of, text)| format!("{} {text}", id(of)))
    }

    #[test]
    fn lines_good_and_bad() {
        assert_eq!(check(r#"{"id":"a","text":"T"}"#).as_deref(), Ok("\"a\" T"));
        assert_eq!(check("\u{feff}{\"text\":\"T\",\"more\":[1]}\r\n").as_deref(), Ok("null T"));
        assert_eq!(check(r#"{"id":12345678901234567,"text":""}"#).as_deref(), Ok("12345678901234567 "));
        let long = "123456789012345678901234567890.50";
        assert_eq!(check(&format!("{{\"id\": {long} ,\"text\":\"\"}}")), Ok(format!("{long} ")));
        assert_eq!(check(r#"{"id":null,"text":"T"}"#).as_deref(), Ok("null T"));
        assert!(check(r#"{"id":true,"text":"T"}"#).is_err() && check(r#"{"id":01,"text":"T"}"#).is_err());
        assert_eq!(check(r#"{"id":[1],"text":""}"#), Err("`id` is neither a string nor a number".into()));
        assert_eq!(check(r#"{"id":"a"}"#), Err("missing field `text` at column 10".into()));
        assert!(check(r#"{"id":"a","text":5}"#).is_err());
        assert!(check(r#"["a","T"]"#).is_err() && check("{").is_err() && check("text").is_err());
        assert!(check(&format!("{{\"id\":{}", "[".repeat(10_000))).is_err());
    }
}
