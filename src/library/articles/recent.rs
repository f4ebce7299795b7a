//! The list of the start screen: recently read articles.

use super::storage;
use super::storage::{ArticleOrder, ArticleSummary};
use crate::library::error::Error;
use crate::library::store::Library;
use rusqlite::Row;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The shares of a text above the screen from which it counts as begun, and as read to the end.
const BEGUN: f64 = 0.005;
const ENDED: f64 = 0.95;

/// An article in the list of those that were read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadArticle {
    pub article: ArticleSummary,
    /// The share of the text that was read, 0 to 1, if it was begun.
    pub share: Option<f32>,
    /// When it was read, or else stored, in seconds since 1970.
    pub at: i64,
}

impl ReadArticle {
    /// Whether it was begun and not read to the end.
    pub fn is_half_read(&self) -> bool {
        self.share.is_some_and(|share| (BEGUN..ENDED).contains(&f64::from(share)))
    }
}

impl Library {
    /// The number of articles.
    ///
    /// # Errors
    /// If the library cannot be read, here and below.
    pub fn count_articles(&self) -> Result<usize, Error> {
        self.read(0, |from| {
            let sql = "SELECT count(*) FROM article INDEXED BY article_kept WHERE is_latest";
            from.prepare_cached(sql)?.query_row([], |row| Ok(row.get::<_, i64>(0)? as usize))
        })
    }

    /// The first `count` articles. In the order of [`ArticleOrder::Stored`] these are those that were read or stored
    /// last: first those half read, then the others, each the latest first.
    pub fn read_articles(&self, order: ArticleOrder, count: usize) -> Result<Vec<ReadArticle>, Error> {
        if order == ArticleOrder::Stored {
            return self.recently_read(count);
        }
        let order = order.columns();
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(&format!(
                "SELECT {}, share, read_at FROM article CROSS JOIN source ON source.id = article.source
                 LEFT JOIN outlet ON outlet.id = outlet WHERE is_latest ORDER BY {order} LIMIT ?1",
                storage::COLUMNS
            ))?;
            rows.query_map([count as i64], read_article)?.collect()
        })
    }

    fn recently_read(&self, count: usize) -> Result<Vec<ReadArticle>, Error> {
        self.read(Vec::new(), |from| {
            let by_reading = "FROM source CROSS JOIN article ON article.source = source.id";
            let by_time_stored = "FROM article CROSS JOIN source ON source.id = article.source";
            let half = format!("AND read_at IS NOT NULL AND share >= {BEGUN} AND share < {ENDED}");
            let mut found: FxHashMap<i64, ReadArticle> = FxHashMap::default();
            for (tables, condition, order) in [
                (by_reading, half.as_str(), "read_at"),
                (by_reading, "AND read_at IS NOT NULL", "read_at"),
                (by_time_stored, "", "kept_at"),
            ] {
                let sql = format!(
                    "SELECT {}, share, read_at {tables} LEFT JOIN outlet ON outlet.id = outlet
                     WHERE is_latest {condition} ORDER BY {order} DESC LIMIT ?1",
                    storage::COLUMNS
                );
                let mut rows = from.prepare_cached(&sql)?;
                for article in rows.query_map([count as i64], read_article)? {
                    let article = article?;
                    found.entry(article.article.id).or_insert(article);
                }
            }
            let mut all: Vec<ReadArticle> = found.into_values().collect();
            all.sort_by_key(|read| (!read.is_half_read(), Reverse((read.at, read.article.id))));
            all.truncate(count);
            Ok(all)
        })
    }
}

fn read_article(row: &Row) -> rusqlite::Result<ReadArticle> {
    let article = storage::summary(row)?;
    let read_at: Option<i64> = row.get(14)?;
    let share: f64 = row.get(13)?;
    let at = read_at.unwrap_or(0).max(article.stored_at);
    Ok(ReadArticle { at, share: read_at.map(|_| share as f32).filter(|&share| f64::from(share) >= BEGUN), article })
}
