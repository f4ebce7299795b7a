//! Statistics of the library, and a check that it is intact.

use super::articles::packed::{self, Findings, PACKED_VERSION, Structure};
use super::error::Error;
use super::schema;
use super::store::{Library, fingerprint};
use crate::text::Day;
use rusqlite::ErrorCode;
use std::fs;

/// Statistics of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Sources of which anything is stored.
    pub sources: usize,
    pub articles: usize,
    /// Versions of texts, the latest ones included.
    pub versions: usize,
    pub outlets: usize,
    /// People and bodies with a name, each once.
    pub people: usize,
    pub quotations: usize,
    pub marks: usize,
    pub corrections: usize,
    pub words: usize,
    /// Bytes of the texts of all versions, and of the file.
    pub text_bytes: u64,
    pub file_bytes: u64,
    /// The first and the last day on which an article appeared.
    pub days: Option<(Day, Day)>,
    /// Articles by engine (0 fast, 1 best) and version of its model.
    pub models: Vec<(u8, u8, usize)>,
}

/// The result of a check of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityCheck {
    /// Versions of articles that were checked.
    pub versions: usize,
    /// One line for each problem, without control characters.
    pub problems: Vec<String>,
}

impl Library {
    /// The size of the library, in figures.
    ///
    /// # Errors
    /// If it cannot be read, here and below.
    pub fn statistics(&self) -> Result<Statistics, Error> {
        let mut found = self.read(Statistics::default(), |from| {
            let count = |what: &str| from.query_row(what, [], |row| row.get::<_, i64>(0)).map(|count| count as usize);
            let days = from.query_row("SELECT min(day), max(day) FROM article WHERE is_latest", [], |row| {
                Ok((row.get::<_, Option<i32>>(0)?, row.get::<_, Option<i32>>(1)?))
            })?;
            let mut models =
                from.prepare("SELECT engine, model, count(*) FROM article WHERE is_latest GROUP BY engine, model")?;
            let models = models.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)? as usize)))?;
            Ok(Statistics {
                sources: count("SELECT count(*) FROM source")?,
                articles: count("SELECT count(*) FROM article WHERE is_latest")?,
                versions: count("SELECT count(*) FROM article")?,
                outlets: count("SELECT count(*) FROM outlet")?,
                people: count("SELECT count(*) FROM individual")?,
                quotations: count("SELECT count(*) FROM quotation")?,
                marks: count("SELECT count(*) FROM mark")?,
                corrections: count("SELECT count(*) FROM correction")?,
                words: count("SELECT coalesce(sum(words), 0) FROM article WHERE is_latest")?,
                text_bytes: count("SELECT coalesce(sum(bytes), 0) FROM article")? as u64,
                file_bytes: 0,
                days: days.0.zip(days.1).map(|(first, last)| (Day(first), Day(last))),
                models: models.collect::<rusqlite::Result<_>>()?,
            })
        })?;
        found.file_bytes = fs::metadata(self.path()).map_or(0, |meta| meta.len());
        Ok(found)
    }

    /// Checks the file, its indexes, and that all records fit their texts. Calls `progress` with the number of versions
    /// checked, and of all.
    pub fn check(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<IntegrityCheck, Error> {
        self.read(IntegrityCheck::default(), |from| {
            let mut check = IntegrityCheck::default();
            let mut integrity = from.prepare("PRAGMA integrity_check(20)")?;
            let lines: Vec<String> = integrity.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            check
                .problems
                .extend(lines.into_iter().filter(|line| line != "ok").map(|line| crate::text::one_line(&line)));
            let missing = schema::missing(from)?;
            if !missing.is_empty() {
                check.problems.extend(missing.into_iter().map(|missing| format!("the {missing} is missing")));
                return Ok(check);
            }
            // The latest version is also compared with its source; of the others only words are indexed.
            for (index, depth) in [
                ("article_words", 0),
                ("article_beginnings", 0),
                ("quotation_words", 0),
                ("person_words", 1),
                ("individual_words", 1),
            ] {
                let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', {depth})");
                let done = from.execute(&sql, []);
                // The statement counts as a write; in a read-only library only the rest is checked.
                let is_read_only = |error: &rusqlite::Error| error.sqlite_error_code() == Some(ErrorCode::ReadOnly);
                if let Err(error) = done
                    && !is_read_only(&error)
                {
                    check
                        .problems
                        .push(format!("the index {index} is damaged: {}", crate::text::one_line(&error.to_string())));
                }
            }
            let all: i64 = from.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
            let mut versions = from.prepare(
                "SELECT article.id, key, version, article.text, form, body.text, structure, record
                 FROM article JOIN source ON source.id = source LEFT JOIN body ON body.article = article.id
                 ORDER BY article.id",
            )?;
            let mut spans = from.prepare("SELECT spans FROM quotation WHERE article = ?1")?;
            let mut rows = versions.query([])?;
            while let Some(row) = rows.next()? {
                let spans: Vec<Vec<u8>> =
                    spans.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                if let Some(problem) = problem_in(row, &spans)? {
                    let (key, version): (String, u32) = (row.get(1)?, row.get(2)?);
                    check.problems.push(format!("{}, version {version}: {problem}", crate::text::one_line(&key)));
                }
                check.versions += 1;
                progress(check.versions, all as usize);
            }
            Ok(check)
        })
    }
}

/// The fault of the version in a row, whose quotations have these spans.
fn problem_in(row: &rusqlite::Row, spans: &[Vec<u8>]) -> rusqlite::Result<Option<&'static str>> {
    let Some(packed): Option<Vec<u8>> = row.get(5)? else { return Ok(Some("has no text")) };
    let Some(text) = packed::unpack_text(&packed) else { return Ok(Some("its text is damaged")) };
    if fingerprint(&text) as i64 != row.get::<_, i64>(3)? {
        return Ok(Some("its text is not the one that was kept"));
    }
    if row.get::<_, i64>(4)? > PACKED_VERSION {
        return Ok(None);
    }
    let (structure, record): (Vec<u8>, Vec<u8>) = (row.get(6)?, row.get(7)?);
    let Some(structure) = packed::unpack::<Structure>(&structure) else { return Ok(Some("its structure is damaged")) };
    let Some(found) = packed::unpack::<Findings>(&record) else { return Ok(Some("its record is damaged")) };
    let is_span = |span: crate::text::Span| text.get(span.range()).is_some_and(|words| !words.is_empty());
    let fits = found.fits(&text)
        && structure.blocks.iter().all(|block| is_span(block.span))
        && spans.iter().flat_map(|spans| packed::unpack_spans(spans)).all(is_span);
    Ok((!fits).then_some("what was found does not fit its text"))
}
