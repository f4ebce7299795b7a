//! `onrecord library import` of an edited table of quotations: its changes become corrections.

use crate::cli::messages::warn;
use crate::export::csv::{BETWEEN_PIECES, text_of_cell};
use crate::library::{Library, SourceKey, StoredArticle, WantedQuotation, revise};
use crate::record::Kind;
use crate::source::Source;
use crate::text::{Offsets, Span, one_line};
use csv::{ReaderBuilder, StringRecord};
use rustc_hash::FxHashMap;

/// The delimiters of spreadsheets: they depend on the language of the user.
const DELIMITERS: [u8; 3] = *b",;\t";
const FIRST_COLUMN: &str = "document";

/// Whether `start` begins a table of quotations.
pub(super) fn is_table(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = start.strip_prefix(b"\"").unwrap_or(start);
    let rest = start.strip_prefix(FIRST_COLUMN.as_bytes());
    let rest = rest.map(|rest| rest.strip_prefix(b"\"").unwrap_or(rest));
    rest.is_some_and(|rest| rest.first().is_some_and(|next| DELIMITERS.contains(next)))
}

/// The outcome of a table.
#[derive(Debug, Default)]
pub(super) struct TableOutcome {
    pub corrections: usize,
    pub articles: usize,
    /// Whether something in it could not be applied. It was reported.
    pub is_incomplete: bool,
}

/// The rows of a document.
struct DocumentRows {
    /// Its name, and its address, if it has one.
    document: String,
    url: String,
    rows: Vec<TableRow>,
}

/// A quotation in a table. Offsets count code points.
struct TableRow {
    line: u64,
    start: usize,
    end: usize,
    words: String,
    kind: Kind,
    speaker: Option<String>,
}

/// Turns the changes in the table `text`, the file `name`, into corrections: other speakers and kinds, and removed
/// rows, if their quotations are at least as certain as `least`.
///
/// # Errors
/// If the library cannot be written to.
pub(super) fn import(library: &mut Library, name: &str, text: &str, least: f32) -> anyhow::Result<TableOutcome> {
    let mut done = TableOutcome::default();
    let report = |line: u64, what: &str| warn(format_args!("{name}: line {line}: {what}"));
    let (documents, wrong) = match rows(text) {
        Ok(rows) => rows,
        Err(cause) => {
            warn(format_args!("{name}: {cause}"));
            return Ok(TableOutcome { is_incomplete: true, ..done });
        }
    };
    done.is_incomplete = !wrong.is_empty();
    wrong.iter().for_each(|(line, what)| report(*line, what));
    for document in &documents {
        let Some(line) = document.rows.first().map(|row| row.line) else { continue };
        let Some((key, stored)) = stored(library, document)? else {
            report(line, &format!("the library has no text of {}", one_line(&document.document)));
            done.is_incomplete = true;
            continue;
        };
        let StoredArticle { article, analysis, .. } = stored;
        let offsets = Offsets::new(article.text());
        let extent =
            |row: &TableRow| Span::new(offsets.byte(row.start), offsets.byte(row.end).max(offsets.byte(row.start)));
        let (same, other): (Vec<&TableRow>, Vec<&TableRow>) =
            document.rows.iter().partition(|row| is_same(article.slice(extent(row)), &row.words));
        let want =
            |row: &&TableRow| WantedQuotation { extent: extent(row), kind: row.kind, speaker: row.speaker.clone() };
        let wanted: Vec<WantedQuotation> = same.iter().map(want).collect();
        // A row that cannot be read still counts: its quotation was not removed.
        let is_whole = other.is_empty() && wrong.is_empty();
        let least = if is_whole { least } else { f32::INFINITY };
        let revision = revise(&article, analysis, &library.corrections_of(&key)?, &wanted, least);
        let unknown = revision.unknown.iter().filter_map(|&index| same.get(index).copied());
        for row in other.iter().copied().chain(unknown) {
            report(row.line, "the library has no such quotation there; nothing is dismissed in its article");
            done.is_incomplete = true;
        }
        for row in revision.refused.iter().filter_map(|&index| same.get(index)) {
            report(row.line, "it cannot be corrected like that");
            done.is_incomplete = true;
        }
        for correction in &revision.taken_back {
            library.remove_correction(&key, correction)?;
        }
        if !revision.new_names.is_empty() {
            let names: Vec<String> = revision.new_names.iter().map(|name| format!("“{}”", one_line(name))).collect();
            warn(format_args!("{name}: new in {}: {}", one_line(&document.document), names.join(", ")));
        }
        for correction in &revision.corrections {
            library.add_correction(&key, correction)?;
        }
        let changes = revision.corrections.len() + revision.taken_back.len();
        if changes > 0 {
            library.refresh(&key)?;
            done.articles += 1;
            done.corrections += changes;
        }
    }
    Ok(done)
}

/// A line that cannot be read, with the reason.
type BadLine = (u64, String);

/// The rows of a table by document, and an error for each line that cannot be read. Fails if it is not a table.
fn rows(text: &str) -> Result<(Vec<DocumentRows>, Vec<BadLine>), String> {
    let first = text.lines().next().unwrap_or("");
    let count = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = DELIMITERS.into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let column =
        |name: &str| header.iter().position(|cell| cell.trim() == name).ok_or_else(|| format!("has no column {name}"));
    let [document, url, kind, words] = [column(FIRST_COLUMN)?, column("url")?, column("kind")?, column("quotation")?];
    let [speaker, start, end] = [column("speaker")?, column("start")?, column("end")?];
    let (mut documents, mut wrong): (Vec<DocumentRows>, Vec<BadLine>) = Default::default();
    let mut places: FxHashMap<(String, String), usize> = FxHashMap::default();
    for record in reader.records() {
        let record: StringRecord = match record {
            Ok(record) => record,
            Err(error) => {
                wrong.push((error.position().map_or(0, |at| at.line()), "cannot be read as a row".to_owned()));
                continue;
            }
        };
        let line = record.position().map_or(0, |at| at.line());
        let cell = |column: usize| record.get(column).unwrap_or("").trim();
        let text = |column: usize| text_of_cell(cell(column)).to_owned();
        let offset = |column: usize| cell(column).parse::<usize>().ok();
        let kinds = [Kind::Direct, Kind::Mixed, Kind::Indirect];
        let row = match (kinds.into_iter().find(|of| of.name() == cell(kind)), offset(start), offset(end)) {
            (Some(kind), Some(start), Some(end)) => {
                let speaker = Some(one_line(&text(speaker))).filter(|name| !name.is_empty());
                TableRow { line, start, end, words: text(words), kind, speaker }
            }
            (None, ..) => {
                wrong.push((line, "kind must be direct, mixed or indirect".to_owned()));
                continue;
            }
            _ => {
                wrong.push((line, "start and end must be the numbers that were there".to_owned()));
                continue;
            }
        };
        let (document, url) = (text(document), text(url));
        let place = *places.entry((document.clone(), url.clone())).or_insert(documents.len());
        match documents.get_mut(place) {
            Some(known) => known.rows.push(row),
            None => documents.push(DocumentRows { document, url, rows: vec![row] }),
        }
    }
    Ok((documents, wrong))
}

/// The stored article that the rows belong to, by the name of the document or by its address.
fn stored(library: &Library, rows: &DocumentRows) -> anyhow::Result<Option<(SourceKey, StoredArticle)>> {
    let names = [rows.document.as_str(), rows.url.as_str()].into_iter().filter(|name| !matches!(*name, "" | "-"));
    for name in names {
        for key in [SourceKey::named(name), SourceKey::of(&Source::from_argument(name.into()), "")] {
            if let Some(stored) = library.article(&key)? {
                return Ok(Some((key, stored)));
            }
        }
    }
    Ok(None)
}

/// Whether `words` from the table match the text, from the first piece to the last.
fn is_same(text: &str, words: &str) -> bool {
    let (text, words) = (one_line(text), one_line(words));
    let first = words.split(BETWEEN_PIECES).next().unwrap_or("");
    let last = words.rsplit(BETWEEN_PIECES).next().unwrap_or("");
    text == words
        || !words.is_empty() && words.contains(BETWEEN_PIECES) && text.starts_with(first) && text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_recognised_by_their_first_column() {
        for (start, expected) in [
            ("document,title\n", true),
            ("\u{feff}document;title", true),
            ("\"document\",\"title\"", true),
            ("document\ttitle", true),
            ("documents,title", false),
            ("{\"document\":1}", false),
            ("", false),
        ] {
            assert_eq!(is_table(start.as_bytes()), expected, "{start}");
        }
    }

    #[test]
    fn words_match_the_text() {
        assert!(is_same("a\nb", "a b") && is_same("“a” he said “b”", "“a” … “b”") && is_same("a … b", "a … b"));
        assert!(!is_same("a b", "a c") && !is_same("a b", "") && !is_same("“a” he said “c”", "“a” … “b”"));
    }
}
