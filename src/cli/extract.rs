//! `onrecord extract`: files one after the other, JSON Lines in parallel on all cores.

use super::analysis::analyse;
use super::arguments::{Arguments, Extract, GlobalOptions, InputFormat};
use super::messages::warn;
use super::outcome::Outcome;
use super::progress::Progress;
use super::records::{RecordFormat, RecordSink};
use super::{jsonl, library_command, output, settings};
use crate::export::{Document, Format, Id};
use crate::formats::{self, Content};
use crate::library::Library;
use crate::source::{self, RawInput, Source};
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;

/// Runs `extract`.
///
/// # Errors
/// If the output cannot be written. Sources that cannot be read are reported, and make the outcome incomplete.
pub(super) fn run(command: Extract, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let mut sources: Vec<Source> = command.sources.iter().cloned().map(Source::from_argument).collect();
    if sources.is_empty() {
        if io::stdin().is_terminal() {
            let message = "no SOURCE was given and standard input is a terminal";
            Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
        }
        sources.push(Source::Stdin);
    }
    if let Some(output) = command.output.as_deref().filter(|output| sources.iter().any(|source| source.is_file(output)))
    {
        anyhow::bail!("{}: is a source too; nothing was written", output.display());
    }
    let columns = output::columns().filter(|_| command.output.is_none());
    let format = output_format(&command, sources.len(), columns.is_some());
    let settings = settings::settings(general).0;
    let record_format = RecordFormat { format, columns, model: settings.model, min_confidence: command.min_confidence };
    // Records that appear on the terminal show the progress by themselves.
    let shows_progress = command.output.is_some() || !io::stdout().is_terminal();
    let mut sink = RecordSink::open(command.output.as_deref(), format, command.force)?;
    let progress = Progress::new(shows_progress);
    let library = library_command::open(&settings);
    let mut outcome = Outcome::Done;
    for (nth, source) in sources.iter().enumerate() {
        progress.source(nth + 1, sources.len());
        let kept = library_command::cached_response(library.as_ref(), source);
        let done = match source::open_raw_with(source, kept, &mut |_| ControlFlow::Continue(())) {
            Ok(bytes) => {
                write_source(source, bytes, command.input, record_format, library.as_ref(), &mut sink, &progress)?
            }
            Err(error) => {
                progress.aside(|| warn(error));
                Outcome::Incomplete
            }
        };
        if done == Outcome::Incomplete {
            outcome = done;
        }
    }
    if outcome == Outcome::Done || sink.records > 0 || command.output.is_none() {
        sink.finish()?;
    }
    // If nothing could be read, an existing file is worth more than an empty one.
    Ok(outcome)
}

/// Writes the record of `source`, or of each of its lines or items.
fn write_source(
    source: &Source,
    mut bytes: RawInput,
    input: InputFormat,
    record_format: RecordFormat,
    library: Option<&Library>,
    sink: &mut RecordSink,
    progress: &Progress,
) -> anyhow::Result<Outcome> {
    let path = source.location();
    let is_lines = match input {
        InputFormat::Format(_) => Ok(false),
        InputFormat::Jsonl => Ok(true),
        InputFormat::Auto => jsonl::first_is_object(&mut bytes),
    };
    let content = match is_lines {
        Ok(true) => return jsonl::run(bytes, path, record_format, sink, progress),
        Ok(false) => bytes.content(input.format()),
        Err(error) => Err(source::Error { name: bytes.name, cause: error.into() }),
    };
    match content {
        Ok(Content::Article(article)) => {
            let id = Id::Name(path.as_deref().unwrap_or("-"));
            let corrections = library_command::corrections(library, source, article.text());
            let record = record_format.build(
                &article,
                analyse(&article, record_format.engine(&article), progress),
                &corrections,
            );
            library_command::warn_of_orphaned(source, &record);
            let document = Document { id, source: path.as_deref(), article: &article, record: &record };
            put(&document, record_format, sink, progress)?;
        }
        Ok(Content::Feed(feed)) => {
            for item in &feed.items {
                if let Some(article) = &item.article {
                    let record =
                        record_format.build(article, analyse(article, record_format.engine(article), progress), &[]);
                    let document =
                        Document { id: Id::Name(&item.id), source: path.as_deref(), article, record: &record };
                    put(&document, record_format, sink, progress)?;
                }
            }
            if feed.items.iter().all(|item| item.article.is_none()) {
                let error = source::Error { name: source.name(), cause: formats::Cause::NoItem.into() };
                progress.aside(|| warn(error));
                return Ok(Outcome::Incomplete);
            }
        }
        Err(error) => {
            progress.aside(|| warn(error));
            return Ok(Outcome::Incomplete);
        }
    }
    sink.flush()?;
    Ok(Outcome::Done)
}

/// The format that was asked for, by name or by the extension of the output. If the extension names none, or if the
/// format holds one document and there are `sources`, prints why and exits with status 2.
fn output_format(command: &Extract, sources: usize, on_terminal: bool) -> Format {
    let wrong = |message: String| Arguments::command().error(ErrorKind::InvalidValue, message).exit();
    let by_extension = || {
        let path = command.output.as_deref()?;
        let is_file = path.metadata().map_or(true, |meta| meta.is_file());
        let extension = path.extension().filter(|_| is_file)?;
        Some(Format::of(path).unwrap_or_else(|| {
            let extension = extension.to_string_lossy();
            wrong(format!(
                "no format is called .{extension}; FILE must end in {}, or name one with --format",
                Format::extensions()
            ))
        }))
    };
    let otherwise = if on_terminal { Format::Text } else { Format::Jsonl };
    let format = command.format.or_else(by_extension).unwrap_or(otherwise);
    if sources > 1 && !format.holds_many() {
        wrong(format!("{} holds one document: give one SOURCE at a time", format.name()));
    }
    format
}

/// Writes a document, and reports what the format could not hold.
fn put(document: &Document, format: RecordFormat, sink: &mut RecordSink, progress: &Progress) -> anyhow::Result<()> {
    let left_out = sink.put(document.article.text(), |to| format.write(to, document))?;
    if let Some(left_out) = left_out {
        progress.aside(|| warn(format_args!("{}: {left_out}", document.name())));
    }
    Ok(())
}
