//! The records of `onrecord extract`: [`RecordFormat`] and [`RecordSink`].

use super::analysis::analyse_alone;
use super::arguments::OutputFormat;
use super::output::Output;
use crate::article::Article;
use crate::config::ModelChoice;
use crate::export::{json, report};
use crate::language::{Analysis, Engine};
use crate::record::{self, Correction, Record};
use std::io::{self, Write};

/// The format of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordFormat {
    pub format: OutputFormat,
    pub columns: Option<usize>,
    pub model: ModelChoice,
}

impl RecordFormat {
    /// Builds the record of `article`: only what is certain enough for people, everything with its confidence for
    /// programs.
    pub fn build(self, article: &Article, analysis: Analysis, corrections: &[Correction]) -> Record {
        let build = if self.format == OutputFormat::Text { record::build_confident } else { record::build };
        build(article, analysis, corrections)
    }

    /// The engine for `article`.
    pub fn engine(self, article: &Article) -> Engine {
        self.model.engine(article.text().len())
    }

    /// Analyses `article`, one of many in parallel, and writes its record.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn record(self, to: impl Write, id: &json::Id, source: Option<&str>, article: &Article) -> io::Result<()> {
        let record = self.build(article, analyse_alone(article, self.engine(article)), &[]);
        self.write(to, id, source, article, &record)
    }

    /// Writes a record.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn write(
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
            OutputFormat::Json | OutputFormat::Jsonl => json::write(to, id, source, article, record),
            OutputFormat::Text => report::write(to, name, article, record, self.columns),
        }
    }
}

/// The destination of records, which also writes what separates them.
pub(super) struct RecordSink {
    pub output: Output,
    pub format: OutputFormat,
    pub records: usize,
}

impl RecordSink {
    /// Adds a record, written by `write`.
    pub fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        let before: &[u8] = match (self.format, self.records) {
            (OutputFormat::Json, 0) => b"[\n",
            (OutputFormat::Json, _) => b",\n",
            _ => b"",
        };
        let after: &[u8] = if self.format == OutputFormat::Jsonl { b"\n" } else { b"" };
        self.records += 1;
        self.output.write(|to| {
            to.write_all(before)?;
            write(to)?;
            to.write_all(after)
        })
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        self.output.flush()
    }

    /// Ends the output, so that a file is put in its place whole.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if self.format == OutputFormat::Json {
            let end: &[u8] = if self.records == 0 { b"[]\n" } else { b"\n]\n" };
            self.output.write(|to| to.write_all(end))?;
        }
        self.output.finish()
    }
}
