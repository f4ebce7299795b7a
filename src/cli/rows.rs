//! [`Rows`]: results of the library as lines for people, CSV, JSON, JSON Lines or Markdown.

use super::messages::{output_error, warn};
use crate::export::csv::cell;
use crate::export::json::write_value;
use crate::export::markdown::escaped;
use crate::text::{one_line, shown};
use clap::ValueEnum;
use csv::{Terminator, Writer, WriterBuilder};
use serde_json::{Map, Value};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::ops::Range;

/// A format of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RowFormat {
    /// Plain lines, to be read
    Text,
    /// A table with a header row
    Csv,
    /// One object a line
    Jsonl,
    /// An array of objects
    Json,
    /// Markdown: a table, or block quotations
    #[value(alias = "md")]
    Markdown,
}

/// Rows on standard output.
pub(super) struct Rows {
    format: RowFormat,
    columns: &'static [&'static str],
    to: BufWriter<Stdout>,
    count: usize,
}

impl Rows {
    /// Begins a table of these columns.
    ///
    /// # Errors
    /// If standard output cannot be written to, here and below.
    pub fn begin(format: RowFormat, columns: &'static [&'static str]) -> io::Result<Rows> {
        let mut rows = Rows { format, columns, to: BufWriter::new(io::stdout()), count: 0 };
        rows.write_head().map_err(output_error)?;
        Ok(rows)
    }

    /// Writes a row; for people as `text`, which has no control characters from outside.
    pub fn row(&mut self, values: Vec<Value>, text: impl FnOnce() -> String) -> io::Result<()> {
        self.write_row(values, text).map_err(output_error)
    }

    fn write_head(&mut self) -> io::Result<()> {
        let columns = self.columns;
        match self.format {
            RowFormat::Csv => self.csv(columns.iter().map(|&name| name.to_owned()).collect()),
            RowFormat::Json => self.to.write_all(b"["),
            RowFormat::Markdown => {
                writeln!(self.to, "| {} |", columns.join(" | "))?;
                writeln!(self.to, "|{}", "---|".repeat(columns.len()))
            }
            RowFormat::Text | RowFormat::Jsonl => Ok(()),
        }
    }

    fn write_row(&mut self, values: Vec<Value>, text: impl FnOnce() -> String) -> io::Result<()> {
        self.count += 1;
        match self.format {
            RowFormat::Text => writeln!(self.to, "{}", text()),
            RowFormat::Csv => self.csv(values.iter().map(as_cell).collect()),
            RowFormat::Jsonl | RowFormat::Json => {
                if self.format == RowFormat::Json {
                    self.to.write_all(if self.count == 1 { b"\n" } else { b",\n" })?;
                }
                let names = self.columns.iter().map(|&name| name.to_owned());
                write_value(&mut self.to, &names.zip(values).collect::<Map<String, Value>>())?;
                if self.format == RowFormat::Jsonl { self.to.write_all(b"\n") } else { Ok(()) }
            }
            RowFormat::Markdown => {
                let cells: Vec<String> = values.iter().map(as_text).map(|cell| escaped(&cell)).collect();
                writeln!(self.to, "| {} |", cells.join(" | "))
            }
        }
    }

    /// Reports that only the first `limit` rows were written: in the output for people, otherwise on standard error.
    pub fn cut(&mut self, limit: usize) -> io::Result<()> {
        let line = format!("Only the first {limit} are printed; --limit N prints more.");
        if self.format == RowFormat::Text {
            return writeln!(self.to, "{line}").map_err(output_error);
        }
        warn(line);
        Ok(())
    }

    /// Flushes the buffer.
    pub fn finish(mut self) -> io::Result<()> {
        if self.format == RowFormat::Json {
            self.to.write_all(if self.count == 0 { b"]\n" } else { b"\n]\n" }).map_err(output_error)?;
        }
        self.to.flush().map_err(output_error)
    }

    fn csv(&mut self, cells: Vec<String>) -> io::Result<()> {
        let mut row: Writer<&mut BufWriter<Stdout>> =
            WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(&mut self.to);
        row.write_record(cells).map_err(io::Error::other)?;
        row.flush()
    }
}

/// `words` on one line with `ranges` highlighted, if standard output is a terminal that can do so.
pub(super) fn marked(words: &str, ranges: &[Range<usize>]) -> String {
    let is_plain = !io::stdout().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let [on, off] = if is_plain { ["", ""] } else { ["\u{1b}[1;4m", "\u{1b}[0m"] };
    let mut line = String::new();
    let mut at = 0;
    for range in ranges {
        add(words.get(at..range.start).unwrap_or(""), &mut line);
        line.push_str(on);
        add(words.get(range.clone()).unwrap_or(""), &mut line);
        line.push_str(off);
        at = range.end;
    }
    add(words.get(at..).unwrap_or(""), &mut line);
    line.trim_end().to_owned()
}

/// Adds `part` without control characters and with single blanks.
fn add(part: &str, to: &mut String) {
    for c in part.chars() {
        match if c.is_whitespace() { ' ' } else { shown(c) } {
            ' ' if to.is_empty() || to.ends_with(' ') => {}
            c => to.push(c),
        }
    }
}

/// A value as a cell that no spreadsheet takes for a formula.
fn as_cell(value: &Value) -> String {
    match value {
        Value::String(text) => cell(&one_line(text)),
        other => as_text(other),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => one_line(text),
        other => other.to_string(),
    }
}
