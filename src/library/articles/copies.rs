//! Copies of one page are one article: a page that was saved twice, or is read at several addresses. The first of them
//! has the article; the others refer to it.

use super::prepared::PreparedArticle;
use crate::library::store::SourceKey;
use crate::library::words::folded;
use crate::text::host;
use rusqlite::{Connection, OptionalExtension, params};

/// The most articles of one address that are compared.
const MAX_ALIKE: usize = 8;

/// The key under which the article of `key` is stored: another one if it is a copy.
pub(in crate::library) fn original(from: &Connection, key: &SourceKey) -> rusqlite::Result<SourceKey> {
    let mut rows =
        from.prepare_cached("SELECT source.key FROM copy JOIN source ON source.id = copy.source WHERE copy.key = ?1")?;
    let found = rows.query_row([key.as_str()], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.map_or_else(|| key.clone(), SourceKey::named))
}

/// `original` and all its copies.
pub(in crate::library) fn all(from: &Connection, original: &SourceKey) -> rusqlite::Result<Vec<SourceKey>> {
    let mut rows =
        from.prepare_cached("SELECT copy.key FROM source JOIN copy ON copy.source = source.id WHERE source.key = ?1")?;
    let copies = rows.query_map([original.as_str()], |row| Ok(SourceKey::named(row.get::<_, String>(0)?)))?;
    std::iter::once(Ok(original.clone())).chain(copies).collect()
}

/// The key of the stored article of which `article`, of a new source, is a copy by its canonical address. Some sites
/// give one address on all pages; their titles distinguish these.
pub(in crate::library) fn of_page(to: &Connection, article: &PreparedArticle) -> rusqlite::Result<Option<SourceKey>> {
    let Some(url) = article.meta.url.as_deref().filter(|url| is_of_page(url)) else { return Ok(None) };
    let mut rows = to.prepare_cached(
        "SELECT source.id, source.key, article.text, article.title FROM article JOIN source ON source.id = source
         WHERE is_latest AND url = ?1
         UNION SELECT source.id, source.key, article.text, article.title
         FROM source JOIN article ON source = source.id WHERE key = ?1 AND is_latest LIMIT ?2",
    )?;
    let mut rows = rows.query(params![url, MAX_ALIKE as i64])?;
    let title = article.meta.title.as_deref().map(folded);
    while let Some(row) = rows.next()? {
        let (source, key, text): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let other = row.get::<_, Option<String>>(3)?.as_deref().map(folded);
        let is_same_title = title.as_deref().is_some_and(|title| !title.is_empty()) && title == other;
        if text == article.fingerprint as i64 || is_same_title {
            to.prepare_cached("INSERT OR REPLACE INTO copy (key, source) VALUES (?1, ?2)")?
                .execute(params![article.key.as_str(), source])?;
            return Ok(Some(SourceKey::named(key)));
        }
    }
    Ok(None)
}

/// Whether an address leads to a page rather than to a whole site.
fn is_of_page(url: &str) -> bool {
    let Some(host) = host(url) else { return false };
    let after = url.find(&host).map_or("", |at| &url[at + host.len()..]);
    after.trim_matches('/').chars().any(char::is_alphanumeric)
}
