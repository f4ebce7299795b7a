//! [`Format`]: the table of all output formats, with the text around the articles in each.

use super::exported_article::ExportedArticle;
use super::fields::Fields;
use super::{brat, csv, html, json, markdown, report, subtitles, tei, web_annotation};
use crate::article::Article;
use std::io::{self, Write};
use std::path::Path;

/// A format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Records, one per line.
    Jsonl,
    /// An array of records.
    Json,
    /// The plain report.
    Text,
    /// A row for each quotation.
    Csv,
    /// The quotations, by person and in order.
    Markdown,
    /// A page of the article beside its people.
    Html,
    /// W3C Web Annotations, JSON-LD.
    W3c,
    /// The annotations that Hypothesis imports.
    Hypothesis,
    /// TEI, XML.
    Tei,
    /// Standoff annotations of brat.
    Brat,
    /// Subtitles, WebVTT.
    Vtt,
    /// Subtitles, SubRip.
    Srt,
}

/// Options of some formats.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    /// The width of a report; `None` for lines of any length.
    pub columns: Option<usize>,
    /// The fields of a record in JSON.
    pub fields: Fields,
}

impl Default for WriteOptions {
    fn default() -> WriteOptions {
        WriteOptions { columns: None, fields: Fields::ALL }
    }
}

impl Format {
    /// All formats, as the help lists them.
    pub const ALL: [Format; 12] = [
        Format::Jsonl,
        Format::Json,
        Format::Text,
        Format::Csv,
        Format::Markdown,
        Format::Html,
        Format::W3c,
        Format::Hypothesis,
        Format::Tei,
        Format::Brat,
        Format::Vtt,
        Format::Srt,
    ];

    /// The name, the extensions of its files without the dot, the usual one first, and a line of help.
    fn row(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Format::Jsonl => ("jsonl", &["jsonl"], "One record a line"),
            Format::Json => ("json", &["json"], "An array of records"),
            Format::Text => ("text", &["txt"], "A plain report"),
            Format::Csv => ("csv", &["csv"], "A table with a row for each quotation"),
            Format::Markdown => {
                ("markdown", &["md", "markdown"], "The quotations by person and in order, linked to their words")
            }
            Format::Html => ("html", &["html", "htm"], "A page with the article beside its people, one source"),
            Format::W3c => ("w3c", &["jsonld"], "Web Annotations in JSON-LD"),
            // Its files are called .json like the records, so it has to be requested by name.
            Format::Hypothesis => ("hypothesis", &[], "Annotations for the import of Hypothesis"),
            Format::Tei => ("tei", &["xml"], "TEI with <said who> and <person>, one source"),
            Format::Brat => (
                "brat",
                &["ann"],
                "Standoff annotations for brat, one source; -o writes its text to a .txt file beside them",
            ),
            Format::Vtt => ("vtt", &["vtt"], "WebVTT subtitles with their speakers as voices; one source, with times"),
            Format::Srt => ("srt", &["srt"], "SubRip subtitles with their speakers; one source, with times"),
        }
    }

    /// The name, as for `--format`.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Its description in the help, a line.
    pub fn help(self) -> &'static str {
        self.row().2
    }

    /// The format of a file called `path`, by its extension.
    pub fn from_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Format::ALL.into_iter().find(|format| format.row().1.contains(&extension.as_str()))
    }

    /// `.jsonl, .json … or .ann`: the extensions that [`Format::from_path`] knows.
    pub fn extensions() -> String {
        let all: Vec<String> =
            Format::ALL.iter().filter_map(|format| format.row().1.first()).map(|name| format!(".{name}")).collect();
        match all.split_last() {
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// Whether a file called `path` may hold this format: its extension is that of no other one. Annotations are JSON as
    /// well.
    pub fn fits(self, path: &Path) -> bool {
        match Format::from_path(path) {
            Some(Format::Json) => matches!(self, Format::Json | Format::W3c | Format::Hypothesis),
            Some(Format::W3c) => matches!(self, Format::W3c | Format::Hypothesis),
            Some(format) => format == self,
            None => true,
        }
    }

    /// Whether one file holds several articles.
    pub fn holds_many(self) -> bool {
        !matches!(self, Format::Html | Format::Tei | Format::Brat | Format::Vtt | Format::Srt)
    }

    /// Whether the format is for people, who see only quotations that are certain enough. Programs get all of them,
    /// with their confidence.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Text | Format::Markdown | Format::Html | Format::Vtt | Format::Srt)
    }

    /// The extension of the sidecar file with the text of the article, if the format needs one.
    pub fn sidecar(self) -> Option<&'static str> {
        (self == Format::Brat).then_some("txt")
    }

    /// Whether it holds the fields of a record, which can be chosen.
    pub fn has_fields(self) -> bool {
        matches!(self, Format::Jsonl | Format::Json)
    }

    /// The reason why `article` cannot be written in it, in a line; `None` if it can.
    pub fn refusal(self, article: &Article) -> Option<&'static str> {
        let needs_times = matches!(self, Format::Vtt | Format::Srt);
        (needs_times && article.timed().next().is_none()).then_some("the article has no times, which subtitles need")
    }

    /// Writes one article. What the format cannot hold is named in a line.
    ///
    /// # Errors
    /// The errors of `to`, and if the format refuses the article.
    pub fn write(
        self,
        to: &mut dyn Write,
        exported: &ExportedArticle,
        how: WriteOptions,
    ) -> io::Result<Option<String>> {
        if let Some(refusal) = self.refusal(exported.article) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, refusal));
        }
        match self {
            Format::Jsonl | Format::Json => json::write(to, exported, how.fields)?,
            Format::Text => report::write(to, exported, how.columns)?,
            Format::Csv => csv::write(to, exported)?,
            Format::Markdown => markdown::write(to, exported)?,
            Format::Html => html::write(to, exported)?,
            Format::W3c => web_annotation::write(to, exported)?,
            Format::Hypothesis => web_annotation::write_for_hypothesis(to, exported)?,
            Format::Tei => return tei::write(to, exported),
            Format::Brat => return brat::write(to, exported),
            Format::Vtt => subtitles::write_vtt(to, exported)?,
            Format::Srt => subtitles::write_srt(to, exported)?,
        }
        Ok(None)
    }

    /// The text around articles.
    pub fn frame(self) -> Frame {
        let [start, between, after, end] = match self {
            Format::Jsonl => ["", "", "\n", ""],
            Format::Json => ["[\n", ",\n", "", "\n]\n"],
            Format::Csv => [csv::HEADER, "", "", ""],
            Format::W3c => [web_annotation::START, ",\n", "", web_annotation::END],
            Format::Hypothesis => [web_annotation::HYPOTHESIS_START, ",\n", "", web_annotation::END],
            Format::Vtt => [subtitles::VTT_HEADER, "", "", ""],
            Format::Text | Format::Markdown | Format::Html | Format::Tei | Format::Brat | Format::Srt => {
                ["", "", "", ""]
            }
        };
        Frame { start, between, after, end }
    }

    /// Writes a file of one article, a record alone as an object. What the format cannot hold is named in a line.
    ///
    /// # Errors
    /// The errors of `to`.
    pub fn write_file(self, to: &mut dyn Write, exported: &ExportedArticle) -> io::Result<Option<String>> {
        let frame = if self == Format::Json { Format::Jsonl.frame() } else { self.frame() };
        to.write_all(frame.start.as_bytes())?;
        let left_out = self.write(to, exported, WriteOptions::default())?;
        to.write_all(frame.after.as_bytes())?;
        to.write_all(frame.end.as_bytes())?;
        Ok(left_out)
    }
}

/// The text of a format before all articles, between two, after each, and after all. An article that writes nothing
/// has none of it.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub start: &'static str,
    pub between: &'static str,
    pub after: &'static str,
    pub end: &'static str,
}

impl Frame {
    /// All of a file without articles.
    pub fn empty(self) -> String {
        match self.end {
            "" => self.start.to_owned(),
            end => format!("{}{}", self.start.trim_end(), end.trim_start()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_are_unique() {
        let mut names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let mut extensions: Vec<&str> = Format::ALL.iter().flat_map(|format| format.row().1).copied().collect();
        for extension in &extensions {
            let found = Format::from_path(Path::new(&format!("a.b.{}", extension.to_uppercase())));
            assert!(found.is_some_and(|format| format.row().1.contains(extension)));
        }
        for list in [&mut names, &mut extensions] {
            let count = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count);
        }
        assert_eq!(Format::from_path(Path::new("json")), None);
        assert_eq!(Format::from_path(Path::new("a.yaml")), None);
    }
}
