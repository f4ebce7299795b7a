//! The records of `onrecord extract`: [`RecordFormat`] and [`RecordSink`].

use super::output::Output;
use crate::article::Article;
use crate::config::ModelChoice;
use crate::export::{ExportedArticle, Format, WriteOptions, sidecar_path, write_sidecar};
use crate::language::{Analysis, Engine};
use crate::record::{self, Correction, Record};
use crate::text::shown_path;
use anyhow::Context;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The format of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordFormat {
    pub format: Format,
    pub how: WriteOptions,
    pub model: ModelChoice,
    /// The minimum confidence of a quotation, 0 to 1, if one was given.
    pub min_confidence: Option<f32>,
}

impl RecordFormat {
    /// Builds the record of `article` with the given minimum confidence; without one, formats for people get only
    /// quotations that are certain enough to show, and formats for programs get all.
    pub fn build(self, article: &Article, analysis: Analysis, corrections: &[Correction]) -> Record {
        match self.min_confidence {
            Some(least) => record::build_at_least(article, analysis, corrections, least),
            None if self.format.is_for_people() => record::build_confident(article, analysis, corrections),
            None => record::build(article, analysis, corrections),
        }
    }

    /// The engine for `article`.
    pub fn engine(self, article: &Article) -> Engine {
        self.model.engine(article.text().len())
    }

    /// Writes an article. The returned line names what the format cannot hold.
    ///
    /// # Errors
    /// The errors of `to`.
    pub fn write(self, to: &mut dyn Write, exported: &ExportedArticle) -> io::Result<Option<String>> {
        self.format.write(to, exported, self.how)
    }
}

/// The destination of records, which also writes the frame of the format.
pub(super) struct RecordSink {
    output: Output,
    format: Format,
    /// The file for the text, if the format wants one beside its own.
    sidecar: Option<PathBuf>,
    /// The number of articles, and of articles that wrote anything.
    records: usize,
    written: usize,
}

impl RecordSink {
    /// The sink of a file at `path`, or of standard output if there is none. An existing file is replaced only if
    /// `replace` is set.
    ///
    /// # Errors
    /// If the file cannot be written to, or is not to be replaced.
    pub fn open(path: Option<&Path>, format: Format, replace: bool) -> anyhow::Result<RecordSink> {
        let is_device = |path: &&Path| path.metadata().is_ok_and(|meta| !meta.is_file());
        let sidecar = path.filter(|path| !is_device(path)).and_then(|path| sidecar_path(format, path));
        Ok(RecordSink { output: Output::open(path, replace)?, format, sidecar, records: 0, written: 0 })
    }

    /// Whether a record is visible once it is written, not only at the end.
    pub fn is_live(&self) -> bool {
        self.output.is_live()
    }

    /// Adds an article with this text, written by `write`. On standard output it is visible at once.
    ///
    /// # Errors
    /// If it cannot be written, or if the format allows only one, and there is one.
    pub fn put<R>(&mut self, text: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<R>) -> anyhow::Result<R> {
        if self.records > 0 && !self.format.holds_many() {
            anyhow::bail!("{} holds one document, and the source has more of them", self.format.name());
        }
        if let Some(path) = &self.sidecar {
            write_sidecar(path, text).with_context(|| shown_path(path))?;
        }
        self.records += 1;
        let frame = self.format.frame();
        let before = if self.written == 0 { frame.start } else { frame.between };
        let mut done = None;
        let mut has_written = false;
        self.output.write(|to| {
            let mut to = Prefixed { to, prefix: Some(before.as_bytes()) };
            done = Some(write(&mut to)?);
            has_written = to.prefix.is_none();
            if has_written { to.to.write_all(frame.after.as_bytes()) } else { Ok(()) }
        })?;
        self.written += usize::from(has_written);
        if self.output.is_live() {
            self.output.flush()?;
        }
        done.context("nothing was written")
    }

    /// Ends the output; a file now appears.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> anyhow::Result<()> {
        let frame = self.format.frame();
        let end = match self.written {
            // A file without an article would be invalid in a format for one article.
            0 if !self.format.holds_many() => String::new(),
            0 => frame.empty(),
            _ => frame.end.to_owned(),
        };
        self.output.write(|to| to.write_all(end.as_bytes()))?;
        self.output.finish()
    }
}

/// A destination that gets `prefix` before the first byte.
struct Prefixed<'p> {
    to: &'p mut dyn Write,
    prefix: Option<&'p [u8]>,
}

impl Write for Prefixed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !bytes.is_empty()
            && let Some(prefix) = self.prefix.take()
        {
            self.to.write_all(prefix)?;
        }
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
