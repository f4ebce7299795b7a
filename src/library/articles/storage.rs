//! Articles in the library: stored with each version of their text, listed, opened and removed.

use super::copies;
use super::index;
use super::packed::{self, Findings, PACKED_VERSION, Structure};
use super::prepared::PreparedArticle;
use crate::article::{Article, Meta};
use crate::language::{Analysis, Engine, Language};
use crate::library::error::Error;
use crate::library::identity;
use crate::library::store::{Library, SourceKey, fingerprint, now, source};
use crate::record;
use crate::text::Day;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The outcome of storing an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreOutcome {
    /// Nothing of its source was stored before.
    New,
    /// This text was stored already, or is an excerpt of the one that was.
    Unchanged,
    /// Another text of its source was stored before: this is now the version with that number, an earlier one if the
    /// text went back to it.
    Changed(u32),
}

/// The order of a list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticleOrder {
    /// The one stored last comes first.
    #[default]
    Stored,
    /// The one published last comes first, those without a date at the end.
    Published,
    Title,
}

impl ArticleOrder {
    /// The columns by which articles are sorted.
    pub(in crate::library) fn columns(self) -> &'static str {
        match self {
            ArticleOrder::Stored => "kept_at DESC, article.id DESC",
            ArticleOrder::Published => "day DESC, article.id DESC",
            ArticleOrder::Title => "article.title COLLATE NOCASE, article.id",
        }
    }
}

/// An article in a list: its latest version.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleSummary {
    /// The number of its source, which stays the same for all versions.
    pub id: i64,
    pub key: SourceKey,
    pub title: Option<String>,
    pub byline: Option<String>,
    /// As the article has it.
    pub published: Option<String>,
    pub day: Option<Day>,
    /// The outlet: a site, a host or a folder.
    pub outlet: Option<String>,
    /// When this version was stored, in seconds since 1970.
    pub stored_at: i64,
    /// The number of this version, from 1.
    pub version: u32,
    pub words: usize,
    /// Quotations certain enough to show.
    pub quotations: usize,
    pub engine: Engine,
    /// The version of the model.
    pub model: u8,
}

/// A version of the text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// When it was stored, in seconds since 1970.
    pub stored_at: i64,
    /// The [`fingerprint`](crate::library::store::fingerprint) of the text.
    pub fingerprint: u64,
    pub words: usize,
    pub engine: Engine,
    /// The version of the model.
    pub model: u8,
}

/// An article loaded from the library, with its analysis before corrections.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    pub key: SourceKey,
    pub version: Version,
    pub article: Article,
    pub analysis: Analysis,
}

/// The columns that [`summary`] reads.
pub(in crate::library) const COLUMNS: &str = "source.id, source.key, article.title, byline, published, day, outlet.name, kept_at, \
                                  version, words, quotations, engine, model";

const TABLES: &str = "FROM article JOIN source ON source.id = source LEFT JOIN outlet ON outlet.id = outlet \
                      WHERE is_latest";

impl Library {
    /// Stores articles, all of them or, after an error, none. Returns the outcome of each.
    ///
    /// # Errors
    /// If they cannot be written, or the library cannot be read, here and below.
    pub fn store(&mut self, articles: &[PreparedArticle]) -> Result<Vec<StoreOutcome>, Error> {
        self.write(|to| {
            identity::join_unjoined(to)?;
            index::insert_earlier(to)?;
            articles.iter().map(|article| store(to, article)).collect()
        })
    }

    /// Replaces the records of articles whose text is the same. Returns the number of replaced records.
    pub fn replace_analyses(&mut self, articles: &[PreparedArticle]) -> Result<usize, Error> {
        self.write(|to| {
            let mut replaced = 0;
            for article in articles {
                let Some(LatestVersion { id, text, .. }) = latest(to, &article.key)? else { continue };
                if text != article.fingerprint as i64 {
                    continue;
                }
                index::remove(to, id)?;
                replace_analysis(to, id, article)?;
                index::insert(to, id, &article.index)?;
                replaced += 1;
            }
            Ok(replaced)
        })
    }

    /// Replaces the stored record of the same text by the record of `article` if an older or lesser model made it.
    /// Returns whether it did.
    pub fn replace_older_analysis(&mut self, article: &PreparedArticle) -> Result<bool, Error> {
        let Some(stored) = self.summary(&article.key)? else { return Ok(false) };
        let rank = |engine: Engine, model: u8| (engine_number(engine), model);
        if rank(stored.engine, stored.model) >= rank(article.engine, article.model) {
            return Ok(false);
        }
        Ok(self.replace_analyses(std::slice::from_ref(article))? > 0)
    }

    /// The latest version of the text of a source.
    pub fn latest_version(&self, key: &SourceKey) -> Result<Option<Version>, Error> {
        self.read(None, |from| {
            let mut rows = from.prepare_cached(
                "SELECT version, kept_at, article.text, words, engine, model
                 FROM source JOIN article ON source = source.id WHERE key = ?1 AND is_latest",
            )?;
            rows.query_row([copies::original(from, key)?.as_str()], version).optional()
        })
    }

    /// Whether no article is stored.
    pub fn has_no_article(&self) -> Result<bool, Error> {
        self.read(true, |from| Ok(!from.prepare_cached("SELECT 1 FROM article LIMIT 1")?.exists([])?))
    }

    /// Whether storing this text would change nothing: it is the latest one of its source, or, from a feed, any of them
    /// or an excerpt.
    pub fn is_stored(&self, key: &SourceKey, text: &str, is_from_feed: bool) -> Result<bool, Error> {
        let fingerprint = fingerprint(text) as i64;
        self.read(false, |from| {
            let Some(before) = latest(from, key)? else { return Ok(false) };
            let is_said = || -> rusqlite::Result<bool> {
                let former = version_with(from, before.source, fingerprint)?;
                Ok(former.is_some() || before.is_excerpt(text.len()))
            };
            Ok(before.text == fingerprint || is_from_feed && is_said()?)
        })
    }

    /// The latest version of an article.
    pub fn article(&self, key: &SourceKey) -> Result<Option<StoredArticle>, Error> {
        self.opened("article.is_latest AND source.key = ?1 AND ?2 = ?2", key, 0)
    }

    /// The version of an article of this number.
    pub fn article_version(&self, key: &SourceKey, number: u32) -> Result<Option<StoredArticle>, Error> {
        self.opened("source.key = ?1 AND version = ?2", key, number)
    }

    fn opened(&self, which: &str, key: &SourceKey, number: u32) -> Result<Option<StoredArticle>, Error> {
        self.read(None, |from| {
            let mut rows = from.prepare_cached(&format!(
                "SELECT version, kept_at, article.text, words, engine, model, article.title, byline, published, site, url,
                        language, form, body.text, structure, record
                 FROM source JOIN article ON source = source.id JOIN body ON body.article = article.id WHERE {which}"
            ))?;
            let original = copies::original(from, key)?;
            Ok(rows.query_row(params![original.as_str(), number], |row| Ok(opened(row, key))).optional()?.flatten())
        })
    }

    /// The versions of an article in order, but the latest text last, even if it went back to an earlier one.
    pub fn versions(&self, key: &SourceKey) -> Result<Vec<Version>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT version, kept_at, article.text, words, engine, model
                 FROM source JOIN article ON source = source.id WHERE key = ?1 ORDER BY is_latest, version",
            )?;
            rows.query_map([copies::original(from, key)?.as_str()], version)?.collect()
        })
    }

    /// `count` articles from number `from` of the list on.
    pub fn articles(&self, order: ArticleOrder, from: usize, count: usize) -> Result<Vec<ArticleSummary>, Error> {
        let order = order.columns();
        self.read(Vec::new(), |database| {
            let mut rows =
                database.prepare_cached(&format!("SELECT {COLUMNS} {TABLES} ORDER BY {order} LIMIT ?1 OFFSET ?2"))?;
            rows.query_map(params![count as i64, from as i64], summary)?.collect()
        })
    }

    /// The article of a source.
    pub fn summary(&self, key: &SourceKey) -> Result<Option<ArticleSummary>, Error> {
        self.read(None, |from| {
            from.prepare_cached(&format!("SELECT {COLUMNS} {TABLES} AND source.key = ?1"))?
                .query_row([copies::original(from, key)?.as_str()], summary)
                .optional()
        })
    }

    /// The key of the source of this number.
    pub fn key_of(&self, id: i64) -> Result<Option<SourceKey>, Error> {
        self.read(None, |from| {
            let mut rows = from.prepare_cached("SELECT key FROM source WHERE id = ?1")?;
            rows.query_row([id], |row| Ok(SourceKey(row.get(0)?))).optional()
        })
    }

    /// Whether anything of the source is stored.
    pub fn is_known(&self, key: &SourceKey) -> Result<bool, Error> {
        self.read(false, |from| {
            from.prepare_cached("SELECT 1 FROM source WHERE key = ?1 UNION ALL SELECT 1 FROM copy WHERE key = ?1")?
                .exists([&key.0])
        })
    }

    /// Removes all versions of an article. Its place, marks and corrections stay. Returns whether there was one.
    pub fn remove(&mut self, key: &SourceKey) -> Result<bool, Error> {
        self.erase(|to| remove(to, key))
    }

    /// Removes everything about a source: its article, place, marks, corrections, and items if it is a feed. Nothing of
    /// it remains in the file. Returns whether there was anything.
    pub fn forget_source(&mut self, key: &SourceKey) -> Result<bool, Error> {
        self.erase(|to| {
            // Removing the article forgets which its copies are.
            let keys = copies::all(to, &copies::original(to, key)?)?;
            let mut is_any = remove(to, key)?;
            for key in keys {
                identity::forget_source(to, &key)?;
                let items = to.execute("DELETE FROM item WHERE feed = ?1", [&key.0])?;
                to.execute("DELETE FROM feed WHERE key = ?1", [&key.0])?;
                let responses = to.execute("DELETE FROM answer WHERE address = ?1", [&key.0])?;
                let sources = to.execute("DELETE FROM source WHERE key = ?1", [&key.0])?;
                is_any |= items + responses + sources > 0;
            }
            Ok(is_any)
        })
    }

    /// Rebuilds the search index of an article after its corrections have changed. Returns whether there is one.
    pub fn refresh(&mut self, key: &SourceKey) -> Result<bool, Error> {
        let Some(stored) = self.article(key)? else { return Ok(false) };
        let record = record::build_confident(&stored.article, stored.analysis, &self.corrections_of(key)?);
        let new = super::prepared::Index::new(&stored.article, &record);
        self.write(|to| {
            let Some(LatestVersion { id, text, .. }) = latest(to, key)? else { return Ok(false) };
            // Another process may have stored another version meanwhile, with the corrections.
            if text != stored.version.fingerprint as i64 {
                return Ok(true);
            }
            index::remove(to, id)?;
            index::insert(to, id, &new)?;
            Ok(true)
        })
    }

    /// The articles whose record is not by version `model` of `engine`, from the one after `after` on, at most `count`.
    pub fn outdated(
        &self,
        (engine, model): (Engine, u8),
        after: i64,
        count: usize,
    ) -> Result<Vec<(i64, SourceKey)>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT article.id, key FROM article JOIN source ON source.id = source
                 WHERE is_latest AND article.id > ?3 AND NOT (engine = ?1 AND model = ?2)
                 ORDER BY article.id LIMIT ?4",
            )?;
            rows.query_map(params![engine_number(engine), model, after, count as i64], |row| {
                Ok((row.get(0)?, SourceKey(row.get(1)?)))
            })?
            .collect()
        })
    }
}

fn store(to: &Connection, article: &PreparedArticle) -> rusqlite::Result<StoreOutcome> {
    let mut key = copies::original(to, &article.key)?;
    let mut before = latest_of(to, &key)?;
    if before.is_none() {
        key = copies::of_page(to, article)?.unwrap_or_else(|| article.key.clone());
        before = latest_of(to, &key)?;
    }
    let fingerprint = article.fingerprint as i64;
    if let Some(before) = &before {
        let former = match before.text == fingerprint {
            true => None,
            false => version_with(to, before.source, fingerprint)?,
        };
        // A feed may have an excerpt of the page, or a text that the page had before.
        let is_no_news = article.is_from_feed && (former.is_some() || before.is_excerpt(article.bytes));
        if before.text == fingerprint || is_no_news {
            add_date(to, before.id, article)?;
            return Ok(StoreOutcome::Unchanged);
        }
        if let Some((id, version)) = former {
            index::remove_retired(to, id)?;
            make_latest(to, before.source, id, article)?;
            to.prepare_cached("UPDATE article SET kept_at = ?2 WHERE id = ?1")?.execute([id, now()])?;
            replace_analysis(to, id, article)?;
            return Ok(StoreOutcome::Changed(version));
        }
    }
    let source = source(to, &key)?;
    let version = to
        .prepare_cached("SELECT coalesce(max(version), 0) + 1 FROM article WHERE source = ?1")?
        .query_row([source], |row| row.get(0))?;
    let id = insert_version(to, source, article, version, now())?;
    if let Some(before) = before {
        // A page may lack text of its feed, and one version text of another.
        to.prepare_cached(
            "UPDATE article SET (published, day, byline) = (SELECT iif(article.day IS NULL, before.published, article.published),
                 coalesce(article.day, before.day), coalesce(article.byline, before.byline)
                 FROM article AS before WHERE before.id = ?2) WHERE id = ?1",
        )?
        .execute([id, before.id])?;
    }
    make_latest(to, source, id, article)?;
    Ok(if version == 1 { StoreOutcome::New } else { StoreOutcome::Changed(version) })
}

/// Below this share of a page's bytes the text of a feed is an excerpt of it.
const EXCERPT: f64 = 0.8;

/// Id and number of the version with this text.
fn version_with(from: &Connection, source: i64, fingerprint: i64) -> rusqlite::Result<Option<(i64, u32)>> {
    from.prepare_cached("SELECT id, version FROM article WHERE source = ?1 AND text = ?2 LIMIT 1")?
        .query_row([source, fingerprint], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Gives the version `id` the date of `article` if it has none.
fn add_date(to: &Connection, id: i64, article: &PreparedArticle) -> rusqlite::Result<()> {
    if let Some(day) = article.day {
        to.prepare_cached("UPDATE article SET published = ?2, day = ?3 WHERE id = ?1 AND day IS NULL")?
            .execute(params![id, article.meta.published, day.0])?;
    }
    Ok(())
}

/// Replaces the record of the version `id`, which has the same text, by the record of `article`.
fn replace_analysis(to: &Connection, id: i64, article: &PreparedArticle) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE article SET engine = ?2, model = ?3, language = ?4, title = ?5 WHERE id = ?1")?
        .execute(params![id, engine_number(article.engine), article.model, article.language, article.meta.title])?;
    to.prepare_cached("UPDATE body SET form = ?2, structure = ?3, record = ?4 WHERE article = ?1")?
        .execute(params![id, PACKED_VERSION, article.packed_structure, article.packed_findings])?;
    Ok(())
}

/// The latest version of an article.
pub(in crate::library) struct LatestVersion {
    source: i64,
    id: i64,
    /// The fingerprint of its text.
    text: i64,
    bytes: i64,
    is_from_feed: bool,
}

impl LatestVersion {
    /// Whether a text of this many bytes in a feed is an excerpt of the page.
    fn is_excerpt(&self, bytes: usize) -> bool {
        !self.is_from_feed && (bytes as f64) < EXCERPT * self.bytes as f64
    }
}

/// The latest version of the source, or of the one of which it is a copy.
pub(in crate::library) fn latest(from: &Connection, key: &SourceKey) -> rusqlite::Result<Option<LatestVersion>> {
    latest_of(from, &copies::original(from, key)?)
}

/// The latest version of a source that is not a copy.
fn latest_of(from: &Connection, original: &SourceKey) -> rusqlite::Result<Option<LatestVersion>> {
    from.prepare_cached(
        "SELECT source.id, article.id, article.text, article.bytes, is_from_feed
         FROM source JOIN article ON source = source.id WHERE key = ?1 AND is_latest",
    )?
    .query_row([original.as_str()], |row| {
        Ok(LatestVersion {
            source: row.get(0)?,
            id: row.get(1)?,
            text: row.get(2)?,
            bytes: row.get(3)?,
            is_from_feed: row.get(4)?,
        })
    })
    .optional()
}

/// Inserts a version that is not yet the latest one. Returns its number.
pub(in crate::library) fn insert_version(
    to: &Connection,
    source: i64,
    article: &PreparedArticle,
    version: u32,
    stored_at: i64,
) -> rusqlite::Result<i64> {
    let Meta { title, byline, published, site, url } = &article.meta;
    to.prepare_cached(
        "INSERT INTO article (source, version, is_latest, kept_at, text, bytes, words, quotations, title, byline,
                              published, day, site, url, language, engine, model, is_from_feed)
         VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        source,
        version,
        stored_at,
        article.fingerprint as i64,
        article.bytes as i64,
        article.word_count as i64,
        article.index.quotations.len() as i64,
        title,
        byline,
        published,
        article.day.map(|day| day.0),
        site,
        url,
        article.language,
        engine_number(article.engine),
        article.model,
        article.is_from_feed
    ])?;
    let id = to.last_insert_rowid();
    to.prepare_cached("INSERT INTO body (article, form, text, structure, record) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, PACKED_VERSION, article.packed_text, article.packed_structure, article.packed_findings])?;
    Ok(id)
}

/// Makes the version `id` the one that is listed and searched.
pub(in crate::library) fn make_latest(
    to: &Connection,
    source: i64,
    id: i64,
    article: &PreparedArticle,
) -> rusqlite::Result<()> {
    let before: Option<i64> = to
        .prepare_cached("SELECT id FROM article WHERE source = ?1 AND is_latest")?
        .query_row([source], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        index::retire(to, before)?;
        to.prepare_cached("UPDATE article SET is_latest = 0, outlet = NULL WHERE id = ?1")?.execute([before])?;
    }
    let outlet = match &article.outlet {
        Some(outlet) => Some(
            to.prepare_cached(
                "INSERT INTO outlet (key, name) VALUES (?1, ?2) ON CONFLICT (key)
                 DO UPDATE SET name = iif(name = key, excluded.name, name) RETURNING id",
            )?
            .query_row(params![outlet.key, outlet.name], |row| row.get::<_, i64>(0))?,
        ),
        None => None,
    };
    to.prepare_cached("UPDATE article SET is_latest = 1, outlet = ?2 WHERE id = ?1")?.execute(params![id, outlet])?;
    index::insert(to, id, &article.index)
}

fn remove(to: &Connection, key: &SourceKey) -> rusqlite::Result<bool> {
    let Some(LatestVersion { source, id, .. }) = latest(to, key)? else { return Ok(false) };
    index::remove(to, id)?;
    let mut earlier = to.prepare_cached("SELECT id FROM article WHERE source = ?1 AND NOT is_latest AND has_words")?;
    let earlier: Vec<i64> = earlier.query_map([source], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    earlier.into_iter().try_for_each(|id| index::remove_retired(to, id))?;
    to.prepare_cached("DELETE FROM copy WHERE source = ?1")?.execute([source])?;
    to.prepare_cached("DELETE FROM article WHERE source = ?1")?.execute([source])?;
    to.prepare_cached(
        "DELETE FROM source WHERE id = ?1 AND read_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM mark WHERE source = ?1)
         AND NOT EXISTS (SELECT 1 FROM correction WHERE source = ?1)",
    )?
    .execute([source])?;
    to.prepare_cached(
        "DELETE FROM outlet WHERE NOT EXISTS (SELECT 1 FROM article WHERE is_latest AND outlet = outlet.id)",
    )?
    .execute([])?;
    Ok(true)
}

pub(in crate::library) fn summary(row: &Row) -> rusqlite::Result<ArticleSummary> {
    Ok(ArticleSummary {
        id: row.get(0)?,
        key: SourceKey(row.get(1)?),
        title: row.get(2)?,
        byline: row.get(3)?,
        published: row.get(4)?,
        day: row.get::<_, Option<i32>>(5)?.map(Day),
        outlet: row.get(6)?,
        stored_at: row.get(7)?,
        version: row.get(8)?,
        words: row.get::<_, i64>(9)? as usize,
        quotations: row.get::<_, i64>(10)? as usize,
        engine: engine_of(row.get(11)?),
        model: row.get(12)?,
    })
}

/// The version in the first columns of a row.
fn version(row: &Row) -> rusqlite::Result<Version> {
    Ok(Version {
        number: row.get(0)?,
        stored_at: row.get(1)?,
        fingerprint: row.get::<_, i64>(2)? as u64,
        words: row.get::<_, i64>(3)? as usize,
        engine: engine_of(row.get(4)?),
        model: row.get(5)?,
    })
}

/// The article in a row. A damaged one, or one of a newer format, has at least its text.
pub(in crate::library) fn opened(row: &Row, key: &SourceKey) -> Option<StoredArticle> {
    let version = version(row).ok()?;
    let meta = Meta {
        title: row.get(6).ok()?,
        byline: row.get(7).ok()?,
        published: row.get(8).ok()?,
        site: row.get(9).ok()?,
        url: row.get(10).ok()?,
    };
    let language = Language::from_code(&row.get::<_, String>(11).ok()?);
    let is_known = row.get::<_, i64>(12).ok()? <= PACKED_VERSION;
    let text = packed::unpack_text(row.get_ref(13).ok()?.as_blob().ok()?)?;
    let structure: Option<Structure> =
        row.get_ref(14).ok()?.as_blob().ok().filter(|_| is_known).and_then(packed::unpack);
    let found: Option<Findings> = row.get_ref(15).ok()?.as_blob().ok().filter(|_| is_known).and_then(packed::unpack);
    let article = match structure {
        Some(structure) => Article::new(text, structure.blocks, meta).with_inlines(structure.inlines),
        None => {
            let mut article = crate::article::plain::article(text);
            article.meta = meta;
            article
        }
    };
    let found = found.filter(|found| found.fits(article.text())).unwrap_or_default();
    let analysis = found.into_analysis(language, version.engine);
    Some(StoredArticle { key: key.clone(), version, article, analysis })
}

pub(in crate::library) fn engine_number(engine: Engine) -> u8 {
    match engine {
        Engine::Fast => 0,
        Engine::Best => 1,
    }
}

pub(in crate::library) fn engine_of(number: u8) -> Engine {
    if number == 0 { Engine::Fast } else { Engine::Best }
}
