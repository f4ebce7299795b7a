//! The library as lines of JSON, one for each source or feed, and back: everything in it but cached responses.

use super::articles::index;
use super::articles::packed::Findings;
use super::articles::prepared::PreparedArticle;
use super::articles::storage::{insert_version, latest, make_latest};
use super::error::Error;
use super::identity::{self, ExportedDecision};
use super::store::{Library, SourceKey, source};
use crate::article::{Article, Block, Inline, Meta};
use crate::language::{Engine, Language, Person, Quotation};
use crate::record::Correction;
use crate::text::TextAnchor;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// The format and version with which every line begins.
const PACKED_VERSION: &str = "onrecord-library/1";

/// A line of an export.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ExportLine {
    library: String,
    #[serde(flatten)]
    entry: ExchangeEntry,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum ExchangeEntry {
    Source(SourceLine),
    Feed { feed: String, items: Vec<ItemLine> },
    Decision { people: ExportedDecision },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SourceLine {
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reading: Option<PositionLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<(char, TextAnchor)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Correction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<VersionLine>,
}

/// The place where reading stopped.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PositionLine {
    title: Option<String>,
    place: Option<TextAnchor>,
    share: f64,
    text: i64,
    read_at: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct VersionLine {
    #[serde(rename = "kept_at")]
    stored_at: i64,
    title: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    site: Option<String>,
    url: Option<String>,
    language: String,
    engine: EngineName,
    model: u8,
    text: String,
    blocks: Vec<Block>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inlines: Vec<Inline>,
    people: Vec<Person>,
    quotations: Vec<Quotation>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum EngineName {
    Fast,
    Best,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ItemLine {
    id: String,
    read_at: i64,
}

/// A line of an export, parsed and ready to be imported. Parsing needs no library, so any thread can do it.
#[derive(Debug)]
pub struct ImportedSource {
    entry: ExchangeEntry,
    versions: Vec<(i64, PreparedArticle)>,
}

/// The changes that an import made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Articles of sources that had no stored article.
    pub new: usize,
    /// Articles that were there.
    pub unchanged: usize,
    /// Articles that got a further version.
    pub changed: usize,
    pub marks: usize,
    pub corrections: usize,
}

impl ImportedSource {
    /// Reads a line.
    ///
    /// # Errors
    /// If it is not a line of an export, or its spans do not fit its text.
    pub fn parse(line: &[u8]) -> Result<ImportedSource, String> {
        let no_line = |error: serde_json::Error| {
            format!(
                "is not a line of a library export ({})",
                error.to_string().replace(" at line 1 column ", " at column ")
            )
        };
        let line: ExportLine = serde_json::from_slice(line).map_err(no_line)?;
        if line.library != PACKED_VERSION {
            return Err("was exported by a newer onrecord".into());
        }
        let mut entry = line.entry;
        let mut versions = Vec::new();
        if let ExchangeEntry::Source(source) = &mut entry {
            let last = source.versions.len().saturating_sub(1);
            for (nth, version) in std::mem::take(&mut source.versions).into_iter().enumerate() {
                // Only the last version is searched.
                let corrections = if nth == last { &source.corrections[..] } else { &[] };
                let stored_at = version.stored_at;
                versions.push((stored_at, version.prepared(SourceKey::named(&source.source), corrections)?));
            }
        }
        Ok(ImportedSource { entry, versions })
    }
}

impl VersionLine {
    fn prepared(self, key: SourceKey, corrections: &[Correction]) -> Result<PreparedArticle, String> {
        let VersionLine { title, byline, published, site, url, text, blocks, inlines, people, quotations, .. } = self;
        let found = Findings { people, quotations };
        if !found.fits(&text) || blocks.iter().any(|block| text.get(block.span.range()).is_none()) {
            return Err("has spans that do not fit its text".into());
        }
        let article = Article::new(text, blocks, Meta { title, byline, published, site, url }).with_inlines(inlines);
        let engine = match self.engine {
            EngineName::Fast => Engine::Fast,
            EngineName::Best => Engine::Best,
        };
        let analysis = found.into_analysis(Language::from_code(&self.language), engine);
        Ok(PreparedArticle::by_model(key, &article, analysis, self.model, corrections))
    }
}

impl Library {
    /// Writes a line for each source, in the order of their keys, then for each feed, and for each decision about
    /// people.
    ///
    /// # Errors
    /// The inner error comes from `to`.
    pub fn export(&self, to: &mut dyn Write) -> Result<io::Result<()>, Error> {
        let mut after = None;
        while let Some(key) = self.source_after(after.as_ref())? {
            let line =
                ExportLine { library: PACKED_VERSION.into(), entry: ExchangeEntry::Source(self.source_line(&key)?) };
            if let Err(error) = write_line(to, &line) {
                return Ok(Err(error));
            }
            after = Some(key);
        }
        let feeds: Vec<String> = self.read(Vec::new(), |from| {
            from.prepare("SELECT DISTINCT feed FROM item ORDER BY feed")?.query_map([], |row| row.get(0))?.collect()
        })?;
        for feed in feeds {
            let items = self.read(Vec::new(), |from| {
                let mut rows = from.prepare_cached("SELECT id, read_at FROM item WHERE feed = ?1 ORDER BY id")?;
                rows.query_map([&feed], |row| Ok(ItemLine { id: row.get(0)?, read_at: row.get(1)? }))?.collect()
            })?;
            if let Err(error) = write_line(
                to,
                &ExportLine { library: PACKED_VERSION.into(), entry: ExchangeEntry::Feed { feed, items } },
            ) {
                return Ok(Err(error));
            }
        }
        for people in self.read(Vec::new(), identity::exported_decisions)? {
            if let Err(error) = write_line(
                to,
                &ExportLine { library: PACKED_VERSION.into(), entry: ExchangeEntry::Decision { people } },
            ) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    /// Imports sources, all of them or, after an error, none. Existing data stays: texts are added as further versions,
    /// places and marks only if there are none.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn import(&mut self, sources: &[ImportedSource]) -> Result<Imported, Error> {
        self.write(|to| {
            let mut imported = Imported::default();
            for source in sources {
                import(to, source, &mut imported)?;
            }
            index::insert_earlier(to)?;
            Ok(imported)
        })
    }

    fn source_after(&self, after: Option<&SourceKey>) -> Result<Option<SourceKey>, Error> {
        self.read(None, |from| {
            let mut rows = from.prepare_cached("SELECT key FROM source WHERE key > ?1 ORDER BY key LIMIT 1")?;
            rows.query_row([after.map_or("", SourceKey::as_str)], |row| Ok(SourceKey(row.get(0)?))).optional()
        })
    }

    fn source_line(&self, key: &SourceKey) -> Result<SourceLine, Error> {
        let reading = self.read(None, |from| {
            let mut rows =
                from.prepare_cached("SELECT title, place, share, text, read_at FROM source WHERE key = ?1")?;
            let row = |row: &rusqlite::Row| {
                Ok(PositionLine {
                    title: row.get(0)?,
                    place: row.get::<_, Option<String>>(1)?.and_then(|place| serde_json::from_str(&place).ok()),
                    share: row.get(2)?,
                    text: row.get(3)?,
                    read_at: row.get(4)?,
                })
            };
            rows.query_row([&key.0], row).optional()
        })?;
        let mut versions = Vec::new();
        for version in self.versions(key)? {
            let Some(stored) = self.article_version(key, version.number)? else { continue };
            let Meta { title, byline, published, site, url } = stored.article.meta.clone();
            versions.push(VersionLine {
                stored_at: version.stored_at,
                title,
                byline,
                published,
                site,
                url,
                language: stored.analysis.language.code.to_owned(),
                engine: match version.engine {
                    Engine::Fast => EngineName::Fast,
                    Engine::Best => EngineName::Best,
                },
                model: version.model,
                text: stored.article.given().to_owned(),
                blocks: stored.article.blocks().to_vec(),
                inlines: stored.article.inlines().to_vec(),
                people: stored.analysis.people,
                quotations: stored.analysis.quotations,
            });
        }
        Ok(SourceLine {
            source: key.0.clone(),
            reading: reading.filter(|reading| reading.read_at.is_some()),
            marks: self.marks_of(key)?,
            corrections: self.corrections_of(key)?,
            versions,
        })
    }
}

fn import(to: &Connection, imported: &ImportedSource, counts: &mut Imported) -> rusqlite::Result<()> {
    let line = match &imported.entry {
        ExchangeEntry::Source(line) => line,
        ExchangeEntry::Decision { people } => return identity::import(to, people),
        ExchangeEntry::Feed { feed, items } => {
            for item in items {
                to.prepare_cached("INSERT INTO item (feed, id, read_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
                    .execute(params![feed, item.id, item.read_at])?;
            }
            return Ok(());
        }
    };
    let key = SourceKey::named(&line.source);
    // In this library it is a separate article.
    to.prepare_cached("DELETE FROM copy WHERE key = ?1")?.execute([key.as_str()])?;
    let id = source(to, &key)?;
    if let Some(PositionLine { title, place, share, text, read_at }) = &line.reading {
        let place = place.as_ref().map(super::store::json);
        to.prepare_cached(
            "UPDATE source SET title = ?2, place = ?3, share = ?4, text = ?5, read_at = ?6
             WHERE id = ?1 AND read_at IS NULL",
        )?
        .execute(params![id, title, place, share, text, read_at])?;
    }
    for (letter, place) in &line.marks {
        counts.marks += to
            .prepare_cached("INSERT INTO mark (source, letter, place) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
            .execute(params![id, letter.to_string(), super::store::json(place)])?;
    }
    for correction in &line.corrections {
        counts.corrections += to
            .prepare_cached(
                "INSERT INTO correction (source, number, version, body)
                 SELECT ?1, 1 + coalesce((SELECT max(number) FROM correction WHERE source = ?1), 0), ?2, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM correction WHERE source = ?1 AND body = ?3)",
            )?
            .execute(params![id, super::schema::CORRECTIONS, super::store::json(correction)])?;
    }
    let before = latest(to, &key)?;
    let mut number = to
        .prepare_cached("SELECT coalesce(max(version), 0) FROM article WHERE source = ?1")?
        .query_row([id], |row| row.get::<_, u32>(0))?;
    let mut last = None;
    for (stored_at, article) in &imported.versions {
        let is_there = to
            .prepare_cached("SELECT 1 FROM article WHERE source = ?1 AND text = ?2")?
            .exists(params![id, article.fingerprint as i64])?;
        if !is_there {
            number += 1;
            last = Some((insert_version(to, id, article, number, *stored_at)?, article));
        }
    }
    match (last, before) {
        (Some((version, article)), before) => {
            make_latest(to, id, version, article)?;
            *(if before.is_some() { &mut counts.changed } else { &mut counts.new }) += 1;
        }
        (None, Some(_)) => counts.unchanged += usize::from(!imported.versions.is_empty()),
        (None, None) => {}
    }
    Ok(())
}

fn write_line(to: &mut dyn Write, line: &ExportLine) -> io::Result<()> {
    serde_json::to_writer(&mut *to, line)?;
    to.write_all(b"\n")
}
