//! The library's tables for the web: the items of feeds that were read, and cached responses that a server can confirm
//! as unchanged.

use super::error::Error;
use super::store::{Library, SourceKey, now};
use crate::source::fetch::Response;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashSet;

/// The most responses in the cache. The oldest go first.
const MAX_CACHED: i64 = 100;

/// A feed at the time of its last fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFeed {
    pub key: SourceKey,
    pub title: Option<String>,
    /// When it was fetched, in seconds since 1970.
    pub fetched_at: i64,
    /// The number of its items then, and of the unread ones.
    pub items: usize,
    pub unread: usize,
}

impl Library {
    /// The ids of the items of `feed` that were read.
    ///
    /// # Errors
    /// If the library cannot be read, here and below.
    pub fn read_items(&self, feed: &SourceKey) -> Result<HashSet<String>, Error> {
        self.read(HashSet::new(), |from| {
            let mut rows = from.prepare_cached("SELECT id FROM item WHERE feed = ?1")?;
            rows.query_map([feed.as_str()], |row| row.get(0))?.collect()
        })
    }

    /// Marks an item as read.
    pub fn mark_read(&mut self, feed: &SourceKey, id: &str) -> Result<(), Error> {
        self.write(|to| {
            to.prepare_cached("INSERT INTO item (feed, id, read_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
                .execute(params![feed.as_str(), id, now()])?;
            Ok(())
        })
    }

    /// Stores the present title of a feed and the ids of its items.
    pub fn note_feed(&mut self, feed: &SourceKey, title: Option<&str>, ids: &[&str]) -> Result<(), Error> {
        self.write(|to| {
            to.prepare_cached(
                "INSERT INTO feed (key, title, fetched_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET title = ?2, fetched_at = ?3",
            )?
            .execute(params![feed.as_str(), title, now()])?;
            to.prepare_cached("DELETE FROM feed_item WHERE feed = ?1")?.execute([feed.as_str()])?;
            let mut add = to.prepare_cached("INSERT OR IGNORE INTO feed_item (feed, id) VALUES (?1, ?2)")?;
            ids.iter().try_for_each(|id| add.execute([feed.as_str(), id]).map(|_| ()))
        })
    }

    /// The feeds that were fetched, those with most unread items first, at most `limit`.
    pub fn feeds(&self, limit: usize) -> Result<Vec<KnownFeed>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT key, title, fetched_at, count(feed_item.id) AS items, count(feed_item.id) - count(item.id) AS unread
                 FROM feed LEFT JOIN feed_item ON feed_item.feed = key
                 LEFT JOIN item ON item.feed = key AND item.id = feed_item.id
                 GROUP BY key ORDER BY unread DESC, fetched_at DESC LIMIT ?1",
            )?;
            let row = |row: &Row| {
                Ok(KnownFeed {
                    key: SourceKey::named(row.get::<_, String>(0)?),
                    title: row.get(1)?,
                    fetched_at: row.get(2)?,
                    items: row.get::<_, i64>(3)? as usize,
                    unread: row.get::<_, i64>(4)? as usize,
                })
            };
            rows.query_map([limit as i64], row)?.collect()
        })
    }

    /// Caches the response for `address`, in place of an older one.
    pub fn cache_response(&mut self, address: &str, response: &Response) -> Result<(), Error> {
        self.write(|to| {
            to.prepare_cached(
                "INSERT OR REPLACE INTO answer (address, etag, modified, content_type, url, body, kept_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                address,
                response.etag,
                response.modified,
                response.content_type,
                response.url,
                response.bytes,
                now()
            ])?;
            to.prepare_cached(
                "DELETE FROM answer WHERE address NOT IN (SELECT address FROM answer ORDER BY kept_at DESC LIMIT ?1)",
            )?
            .execute([MAX_CACHED])?;
            Ok(())
        })
    }

    /// The cached response for `address`.
    pub fn cached_response(&self, address: &str) -> Result<Option<Response>, Error> {
        self.read(None, |from| {
            let mut rows =
                from.prepare_cached("SELECT body, content_type, url, etag, modified FROM answer WHERE address = ?1")?;
            let row = |row: &rusqlite::Row| {
                Ok(Response {
                    bytes: row.get(0)?,
                    content_type: row.get(1)?,
                    url: row.get(2)?,
                    etag: row.get(3)?,
                    modified: row.get(4)?,
                })
            };
            rows.query_row([address], row).optional()
        })
    }
}
