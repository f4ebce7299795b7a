//! onrecord reads an article in the terminal and shows **who said what**: the text on one side, the people in it and
//! their quotations on the other, each linked to the other.
//!
//! [`analyse`] does it for other programs. The crate has nothing of the terminal, the library of articles and the web
//! without its default feature `program`:
//!
//! ```toml
//! onrecord = { version = "0.1", default-features = false, features = ["best"] }
//! ```
//!
//! # The way of a text
//! ```text
//! bytes ── formats ── article ──┬── language ──┐
//!                               └── layout     ├── record ── reader ── screen
//!                                              │     └────── export
//! ```
//! Every arrow points one way. One owned `String` holds the article's text; positions are byte [`Span`](text::Span)s
//! into it. Only names, roles and anchors are copies.
//!
//! # Layers
//! The **core** does no input or output, spawns no thread and reads no clock. It returns values; what it could not make
//! sense of is data, not an error. It uses no panicking macro and no `unwrap`. It does index slices, so its inputs are
//! fuzzed in tests, and its callers guard against a bug: a panic in a parser, in a job of [`reader`], in a source or
//! line of `extract` or in an article that is added to the library becomes a message and the rest goes on; elsewhere it
//! ends the program with one line.
//!
//! | core | knows | uses |
//! |---|---|---|
//! | [`text`] | spans, text anchors, classes of characters and of words, days and hosts, the one width function | – |
//! | [`article`] | [`Article`]: the text and its blocks, numbered once; cleaning of plain text | `text` |
//! | [`language`] | tokens, sentences, quotations, cues, sources, people; the two embedded models | `text`, `article` |
//! | [`layout`] | wrapping: text → rows of spans; place ↔ row, column | `text`, `article` |
//! | [`record`] | what was found, linked both ways | `text`, `article`, `language` |
//!
//! | around it | knows |
//! |---|---|
//! | [`threads`] | the jobs of an analysis on several cores |
//! | [`signals`] | the signals that end a process |
//! | [`formats`] | text, Markdown, HTML, MHTML, EPUB, PDF, feeds, subtitles → [`Article`], behind limits |
//! | [`source`] | files, web addresses, standard input: bytes, with what is known about them |
//! | [`config`] | settings, each checked with line and reason; how many colours there are |
//! | [`library`] | what is stored between runs: places, marks, corrections, articles with their records, what was read of feeds; searches |
//! | [`export`] | the record → the formats of programs and people, in one table |
//! | [`reader`] | keys → `update` → `App` → `view`; the event loop and jobs around them, the terminal |
//! | [`cli`] | arguments, subcommands, exit status |
//! | [`train`] | learning and scoring the model; only with the feature of that name |
//!
//! # Invariants
//! - A core layer names only the layers in its row of the table, and nothing of `std` that touches the world
//!   (`tests/it/layers.rs`).
//! - `crossterm` appears only in `reader/terminal`; `ratatui` only there and in `reader/view` (`tests/it/layers.rs`).
//! - The view only reads state. `update(&mut App, Action) -> Effect` decides what a key does, without touching the
//!   world.
//! - The scroll position is a place in the text, never a row number, and stays the original until the reader scrolls.
//! - Text never shifts under the reader: analysis adds colour and marks, not rows. A speaker's colour stays theirs.
//! - The width of a string is measured by one function, [`text::width()`], and it agrees with what is drawn.
//! - Control characters from outside never reach the terminal: what is said went through [`text::printable`], on its
//!   way out of `cli` or `reader::terminal`; what is drawn through `reader::terminal::diff`, which lets nothing else
//!   by.

pub mod article;
#[cfg(feature = "program")]
pub mod cli;
#[cfg(feature = "program")]
pub mod config;
pub mod export;
pub mod formats;
pub mod language;
pub mod layout;
#[cfg(feature = "program")]
pub mod library;
#[cfg(feature = "program")]
pub mod reader;
pub mod record;
#[cfg(all(feature = "program", unix))]
pub mod signals;
#[cfg(feature = "program")]
pub mod source;
pub mod text;
pub mod threads;
#[cfg(feature = "train")]
pub mod train;

use article::Article;
use language::{Engine, Jobs};
use record::Record;

/// Finds who said what in `article`, with the best model that is inside, on this thread alone: about a tenth of a
/// second for a page. [`language::analyse`] asks the fast model, [`language::analyse_with`] takes a choice, and jobs to
/// several threads.
///
/// ```
/// use onrecord::article::plain;
///
/// let article = plain::article("“The horn stays,” said Ada Moss.".into());
/// let record = onrecord::analyse(&article);
/// let quotation = &record.quotations()[0];
/// assert_eq!(article.slice(quotation.content[0]), "“The horn stays,”");
/// let speaker = quotation.speaker.map(|speaker| record.people()[speaker].name.as_str());
/// assert_eq!(speaker, Some("Ada Moss"));
/// ```
///
/// Files of other formats become articles by [`formats::read`], and records are written by [`export::Format`]:
///
/// ```
/// use onrecord::export::{ExportedArticle, Format, Id};
/// use onrecord::formats::{self, Content, Hint};
///
/// let page = "<!DOCTYPE html><article><p>“No ferry, no fare,” the clerk said.</p></article>";
/// let Ok(Content::Article(article)) = formats::read(page.into(), &Hint::default()) else { panic!("an article") };
/// let record = onrecord::analyse(&article);
/// let exported = ExportedArticle { id: Id::Name("page"), source: None, article: &article, record: &record };
/// let mut json = Vec::new();
/// Format::Json.write_file(&mut json, &exported)?;
/// assert!(json.starts_with(br#"{"schema":"onrecord/1""#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn analyse(article: &Article) -> Record {
    let engine = if Engine::HAS_BEST { Engine::Best } else { Engine::Fast };
    let found = language::analyse_with(article, engine, |jobs: Jobs| threads::run_jobs(&jobs, 1, |_| true));
    // No job is cancelled here.
    record::build(article, found.unwrap_or_else(|| language::analyse(article)), &[])
}
