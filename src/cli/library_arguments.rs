//! The arguments of `onrecord library` and of the searches, with their help.

use super::output::expanded;
use super::people_arguments::{People, ShowPerson};
use super::rows::RowFormat;
use super::values::confidence;
use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum LibraryCommand {
    Add(Add),
    /// List the articles, most recently kept first
    List(List),
    /// Show an article as it was kept
    Show(Show),
    /// Remove articles; places, marks and corrections stay
    Remove(Chosen),
    /// Forget everything about some sources, or empty the library; prints how much was forgotten
    Forget(Forget),
    /// Write everything as JSON Lines, one line for each source
    Export(Export),
    Import(Import),
    /// Check that the file is intact and that everything found fits its text
    Check,
    /// Print the path of the file
    Path,
    /// Print how much is in the library
    Stats(Stats),
    /// Analyse again what another model or an older version analysed
    Analyse,
    Audit(AuditArguments),
    People(People),
    Person(ShowPerson),
}

/// Keep articles, with everything found in them
///
/// Reads everything that onrecord can read: files, web addresses, feeds (each item with a text), folders with
/// everything in them, JSON Lines (objects with "text", and "id", "title", "url", "date", "author" or "site"), and OPML
/// lists of feeds. An article whose text is kept is not read again; another text of the same source is its next
/// version. With --model auto texts of up to 200 kB are read with the best model, about ten a second on each core; with
/// --model fast it is ten times as many.
#[derive(Args, Debug)]
pub(super) struct Add {
    /// Files, folders or web addresses; - is standard input
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<PathBuf>,

    /// Print each article once it is kept
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The number of the article, or its file or address
    #[arg(value_name = "ID|SOURCE")]
    pub source: String,

    /// The version to show, from 1 [default: the latest]
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,

    /// The output format: those of extract
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: crate::export::Format,
}

#[derive(Args, Debug)]
pub(super) struct Chosen {
    /// The numbers of articles, or their files or addresses
    #[arg(value_name = "ID|SOURCE", required = true)]
    pub sources: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct Forget {
    /// The numbers of articles, or their files or addresses; without any, everything is forgotten
    #[arg(value_name = "ID|SOURCE")]
    pub sources: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct Export {
    /// Write to FILE, which appears only when it is complete
    #[arg(short, long, value_name = "FILE", value_parser = PathBufValueParser::new().map(expanded))]
    pub output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(short, long)]
    pub force: bool,
}

/// Import an export, or corrections from a table; what is there already stays
///
/// FILE is what library export wrote, or a table of quotations (extract --format csv, library show --format csv) of
/// articles in the library that was edited: another speaker (empty for nobody known), another kind, or a row removed
/// becomes a correction, as if it were made in the reader.
#[derive(Args, Debug)]
pub(super) struct Import {
    /// Files that were exported, and tables; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// The --min-confidence that the table was written with: what it left out does not count as removed
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f32>,
}

#[derive(Args, Debug)]
pub(super) struct Stats {
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

/// Search the articles in the library
///
/// Finds the texts that have all of the words, and prints the sentence with most of them, with its speaker, source and
/// date. With a field that is about quotations, finds those.
#[derive(Args, Debug)]
#[command(after_help = QUERY)]
pub(super) struct SearchArguments {
    /// Words, and fields like by:NAME
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,

    /// Print at most N places
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,

    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

const QUERY: &str = "\
A query has words, \"phrases in quotation marks\", beginnings of words (harb*) and words to leave out (-fog; put -- before a \
query that begins with one). Case and accents do not matter. Fields, each with a value after its \
colon, in quotation marks if it contains spaces:

  by:NAME      who says it: a surname, a full name, any of the names that the article gives
  role:WORDS   the speaker’s title or description
  about:WORDS  words in the quotation
  kind:KIND    direct, mixed or indirect
  act:ACT      said or thought
  in:PLACE     a host, the name of a site, a folder, or the beginning of an address
  since:DATE   published on that day or later: 2026, 2026-03, 2026-03-02, today, 7d, 2w, 3m, 1y
  until:DATE   published on that day or before

Articles without a date are found only where no date is asked for.";

/// Print quotations from the library
///
/// Only quotations that match every option are printed, those of the latest articles first.
#[derive(Args, Debug)]
pub(super) struct Quotes {
    /// Words in the quotation, as for search
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,

    /// Who says it: a surname, a full name, any of the names that the article gives
    #[arg(long, value_name = "NAME")]
    pub by: Vec<String>,

    /// The speaker’s title or description
    #[arg(long, value_name = "WORDS")]
    pub role: Vec<String>,

    /// Words in the quotation
    #[arg(long, value_name = "WORDS")]
    pub about: Vec<String>,

    /// Where: a host, the name of a site, a folder, or the beginning of an address
    #[arg(long = "in", value_name = "PLACE")]
    pub place: Vec<String>,

    #[command(flatten)]
    pub published: Published,

    /// direct, mixed or indirect
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,

    /// said or thought
    #[arg(long, value_name = "ACT")]
    pub act: Option<String>,

    /// Print at most N quotations
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

/// Find who said some words, and how they were worded
///
/// Finds the quotations in the library that are closest to the words, and shows how the two differ, word by word:
/// [-words left out-] and {+words added+}.
#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    /// The words; quote them for the shell
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,

    /// Who is supposed to have said them
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,

    /// Print at most N wordings
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,

    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

/// When articles were published.
#[derive(Args, Debug)]
pub(super) struct Published {
    /// Published on that day or later: 2026, 2026-03, 2026-03-02, today, yesterday, 7d, 2w, 3m, 1y
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Published on that day or before
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}

impl Published {
    /// The fields of a query that are given, with their values.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [("since", &self.since), ("until", &self.until)]
            .into_iter()
            .filter_map(|(field, day)| Some((field, day.as_ref()?)))
    }
}

/// Count who is quoted, how much, and how
#[derive(Args, Debug)]
pub(super) struct AuditArguments {
    /// Where: a host, the name of a site, a folder, or an article or the beginning of its address
    #[arg(long = "in", value_name = "PLACE")]
    pub place: Vec<String>,

    #[command(flatten)]
    pub published: Published,

    /// Print at most N sources
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// The format: a summary with the most quoted sources, or a row for each source
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}
