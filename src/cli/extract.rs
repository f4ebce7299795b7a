//! `onrecord extract`: records of files one after the other, of JSON Lines side by side on all cores.

use super::analysis::{analyse, analyse_alone};
use super::arguments::{Arguments, Extract, Format, General, Input};
use super::output::Output;
use super::progress::Progress;
use super::{Outcome, complain, jsonl, library_command, plain, settings};
use crate::article::Article;
use crate::config::ModelChoice;
use crate::export::{json, report};
use crate::formats::{self, Content};
use crate::language::{Analysis, Engine};
use crate::library::Library;
use crate::record::{self, Correction, Record};
use crate::source::{self, Bytes, Source};
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read, Write};
use std::ops::ControlFlow;

/// Does what was asked for with `extract`.
///
/// # Errors
/// When the output cannot be written. Sources that cannot be read are named, and make the outcome incomplete.
pub(super) fn run(asked: Extract, general: &General) -> anyhow::Result<Outcome> {
    let mut sources: Vec<Source> = asked.sources.into_iter().map(Source::from_argument).collect();
    if sources.is_empty() {
        if io::stdin().is_terminal() {
            let message = "no SOURCE is given, and standard input is a terminal";
            Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
        }
        sources.push(Source::Stdin);
    }
    let columns = plain::columns().filter(|_| asked.output.is_none());
    let format = asked.format.unwrap_or(if columns.is_some() { Format::Text } else { Format::Jsonl });
    let settings = settings::settings(general).0;
    let form = Form { format, columns, model: settings.model };
    // Where records are seen as they come, they show how far it is.
    let shows_progress = asked.output.is_some() || !io::stdout().is_terminal();
    let mut sink = Sink { output: Output::open(asked.output.as_deref())?, format, records: 0 };
    let progress = Progress::new(shows_progress);
    let library = library_command::open(&settings);
    let mut outcome = Outcome::Done;
    for (nth, source) in sources.iter().enumerate() {
        progress.source(nth + 1, sources.len());
        let kept = library_command::answer(library.as_ref(), source);
        let done = match source::bytes_with(source, kept, &mut |_| ControlFlow::Continue(())) {
            Ok(bytes) => one(source, bytes, asked.input, form, library.as_ref(), &mut sink, &progress)?,
            Err(error) => {
                progress.aside(|| complain(error));
                Outcome::Incomplete
            }
        };
        if done == Outcome::Incomplete {
            outcome = done;
        }
    }
    if outcome == Outcome::Done || sink.records > 0 || asked.output.is_none() {
        sink.finish()?;
    }
    // Else nothing could be read, and a file that was there is worth more than an empty one.
    Ok(outcome)
}

/// How a record is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    format: Format,
    columns: Option<usize>,
    model: ModelChoice,
}

impl Form {
    /// What is found in `article`: for the eye only what is evident, for programs everything, with its confidence.
    fn built(self, article: &Article, analysis: Analysis, corrections: &[Correction]) -> Record {
        let build = if self.format == Format::Text { record::shown } else { record::build };
        build(article, analysis, corrections)
    }

    /// The model that is asked about `article`.
    fn engine(self, article: &Article) -> Engine {
        self.model.engine(article.text().len())
    }

    /// Analyses `article`, one of many that are analysed side by side, and writes its record.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn record(self, to: impl Write, id: &json::Id, source: Option<&str>, article: &Article) -> io::Result<()> {
        let record = self.built(article, analyse_alone(article, self.engine(article)), &[]);
        self.write(to, id, source, article, &record)
    }

    /// Writes a record.
    ///
    /// # Errors
    /// Those of `to`.
    fn write(
        self,
        to: impl Write,
        id: &json::Id,
        source: Option<&str>,
        article: &Article,
        record: &Record,
    ) -> io::Result<()> {
        let name = match id {
            json::Id::Name("-") => "standard input",
            json::Id::Name(name) => name,
            json::Id::Number(number) => number.get(),
            json::Id::None => source.unwrap_or("standard input"),
        };
        match self.format {
            Format::Json | Format::Jsonl => json::write(to, id, source, article, record),
            Format::Text => report::write(to, name, article, record, self.columns),
        }
    }
}

/// Where records go, with what stands between them.
pub(super) struct Sink {
    output: Output,
    format: Format,
    records: usize,
}

impl Sink {
    /// Takes in the next record, which `write` writes.
    pub fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        let before: &[u8] = match (self.format, self.records) {
            (Format::Json, 0) => b"[\n",
            (Format::Json, _) => b",\n",
            _ => b"",
        };
        let after: &[u8] = if self.format == Format::Jsonl { b"\n" } else { b"" };
        self.records += 1;
        self.output.write(|to| {
            to.write_all(before)?;
            write(to)?;
            to.write_all(after)
        })
    }

    pub fn flush(&mut self) -> anyhow::Result<()> {
        self.output.flush()
    }

    fn finish(mut self) -> anyhow::Result<()> {
        if self.format == Format::Json {
            let end: &[u8] = if self.records == 0 { b"[]\n" } else { b"\n]\n" };
            self.output.write(|to| to.write_all(end))?;
        }
        self.output.finish()
    }
}

/// Writes the record of `source`, or of each of its lines.
fn one(
    source: &Source,
    mut bytes: Bytes,
    input: Input,
    form: Form,
    library: Option<&Library>,
    sink: &mut Sink,
    progress: &Progress,
) -> anyhow::Result<Outcome> {
    let path = source.place();
    let is_lines = match input {
        Input::Form(_) => Ok(false),
        Input::Jsonl => Ok(true),
        Input::Auto => first_is_object(&mut bytes),
    };
    let content = match is_lines {
        Ok(true) => return jsonl::run(bytes, path, form, sink, progress),
        Ok(false) => bytes.content(input.form()),
        Err(error) => Err(source::Error { name: bytes.name, cause: error.into() }),
    };
    match content {
        Ok(Content::Article(article)) => {
            let id = json::Id::Name(path.as_deref().unwrap_or("-"));
            let corrections = library_command::corrections(library, source, article.text());
            let record = form.built(&article, analyse(&article, form.engine(&article), progress), &corrections);
            library_command::tell_unfitted(source, &record);
            sink.put(|to| form.write(to, &id, path.as_deref(), &article, &record))?;
        }
        Ok(Content::Feed(feed)) => {
            for item in &feed.items {
                if let Some(article) = &item.article {
                    let record = form.built(article, analyse(article, form.engine(article), progress), &[]);
                    let id = json::Id::Name(&item.id);
                    sink.put(|to| form.write(to, &id, path.as_deref(), article, &record))?;
                }
            }
            if feed.items.iter().all(|item| item.article.is_none()) {
                let error = source::Error { name: source.name(), cause: formats::Cause::NoItem.into() };
                progress.aside(|| complain(error));
                return Ok(Outcome::Incomplete);
            }
        }
        Err(error) => {
            progress.aside(|| complain(error));
            return Ok(Outcome::Incomplete);
        }
    }
    sink.flush()?;
    Ok(Outcome::Done)
}

/// Is the first line an object with a text? What was read to tell is put back.
fn first_is_object(bytes: &mut Bytes) -> io::Result<bool> {
    let start = bytes.reader.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().first() != Some(&b'{') {
        return Ok(false);
    }
    let mut head = Vec::new();
    while head.trim_ascii().is_empty() {
        let left = (source::LIMIT + 1).saturating_sub(head.len() as u64);
        if bytes.reader.by_ref().take(left).read_until(b'\n', &mut head)? == 0 {
            break;
        }
    }
    let is_object = jsonl::parse(&head).is_ok();
    let rest = std::mem::replace(&mut bytes.reader, BufReader::with_capacity(0, Box::new(io::empty())));
    bytes.reader = BufReader::with_capacity(1 << 16, Box::new(Cursor::new(head).chain(rest)));
    Ok(is_object)
}
