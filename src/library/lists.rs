//! The lists of a start screen: what was read recently, the people of all articles, and the page of one of them.

use super::articles::{self, ArticleSummary, Order};
use super::error::Error;
use super::prepared::person_kind_of;
use super::query::{Query, Term};
use super::search::Hit;
use super::store::Library;
use super::words::folded;
use crate::record::PersonKind;
use crate::text::Day;
use rusqlite::{Connection, Row, params};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The share of a text above the screen from which on it was begun to be read, and from which on it was read to the end.
const BEGUN: f64 = 0.005;
const ENDED: f64 = 0.95;

/// People of articles that are looked at for those whose names begin in some way.
const MAX_BEGUN: usize = 20_000;
/// The latest articles of a person that are looked at, and those of them for company.
const MAX_ARTICLES: usize = 1000;
const MAX_COMPANY: usize = 200;
/// Outlets, companions and roles of a person that are listed at most.
const MAX_LISTED: usize = 12;

/// An article as it is listed among those that were read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadArticle {
    pub article: ArticleSummary,
    /// The share of the text that was read, 0 to 1, if it was begun.
    pub share: Option<f32>,
    /// When it was read, or else kept, in seconds since 1970.
    pub at: i64,
}

/// Somebody in the articles of the library, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPerson {
    pub name: String,
    /// The role that is given most fully.
    pub role: Option<String>,
    pub kind: PersonKind,
    /// The articles that name them.
    pub articles: usize,
}

/// All that the library has of somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct NamePage {
    pub name: String,
    pub kind: PersonKind,
    /// The articles that name them and the quotations in those; of somebody whom very many name the latest.
    pub articles: usize,
    pub quotations: usize,
    /// Whether there are earlier articles, which were not looked at.
    pub is_cut: bool,
    /// Each role with the days of the first and the last article that gives it; the latest first.
    pub roles: Vec<PersonRole>,
    /// Where they are quoted or named, with the number of articles; the most first.
    pub outlets: Vec<(String, usize)>,
    /// The people whom the same articles name, with the number of those; the most first.
    pub company: Vec<(String, usize)>,
    /// What they said, the latest first.
    pub said: Vec<Hit>,
}

/// A role that articles give somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRole {
    pub role: String,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub articles: usize,
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

    /// The first `count` articles. In the order of [`Order::Kept`] these are those that were read or kept last: first those
    /// half read, then the others, each the latest first.
    pub fn read_articles(&self, order: Order, count: usize) -> Result<Vec<ReadArticle>, Error> {
        if order == Order::Kept {
            return self.lately_read(count);
        }
        let order = order.columns();
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(&format!(
                "SELECT {}, share, read_at FROM article CROSS JOIN source ON source.id = article.source
                 LEFT JOIN outlet ON outlet.id = outlet WHERE is_latest ORDER BY {order} LIMIT ?1",
                articles::COLUMNS
            ))?;
            rows.query_map([count as i64], read_article)?.collect()
        })
    }

    fn lately_read(&self, count: usize) -> Result<Vec<ReadArticle>, Error> {
        self.read(Vec::new(), |from| {
            let by_reading = "FROM source CROSS JOIN article ON article.source = source.id";
            let by_keeping = "FROM article CROSS JOIN source ON source.id = article.source";
            let half = format!("AND read_at IS NOT NULL AND share >= {BEGUN} AND share < {ENDED}");
            let mut found: FxHashMap<i64, ReadArticle> = FxHashMap::default();
            for (tables, condition, order) in [
                (by_reading, half.as_str(), "read_at"),
                (by_reading, "AND read_at IS NOT NULL", "read_at"),
                (by_keeping, "", "kept_at"),
            ] {
                let sql = format!(
                    "SELECT {}, share, read_at {tables} LEFT JOIN outlet ON outlet.id = outlet
                     WHERE is_latest {condition} ORDER BY {order} DESC LIMIT ?1",
                    articles::COLUMNS
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

    /// The `count` people whom most articles name, or the first `by_name`; if something is `typed`, those who have words that
    /// begin with it.
    pub fn people_by_name(&self, typed: &str, by_name: bool, count: usize) -> Result<Vec<KeptPerson>, Error> {
        let begun: Vec<String> = folded(typed).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        self.read(Vec::new(), |from| match begun.is_empty() {
            true => {
                let order = if by_name { "name" } else { "articles DESC, name" };
                let mut rows = from.prepare_cached(&format!(
                    "SELECT name, max(role), min(kind), count(*) AS articles FROM person WHERE kind < 2
                     GROUP BY name ORDER BY {order} LIMIT ?1"
                ))?;
                rows.query_map([count as i64], kept_person)?.collect()
            }
            false => people_begun(from, &begun, by_name, count),
        })
    }

    /// The page of the person called `name`, with the latest `count` quotations. `None` if no article names them.
    pub fn name_page(&self, name: &str, count: usize) -> Result<Option<NamePage>, Error> {
        let Some(by) = Term::new(name) else { return Ok(None) };
        let Some(mut page) = self.read(None, |from| read_name_page(from, name))? else { return Ok(None) };
        if page.quotations > 0 {
            page.said = self.quotations(&Query { by: vec![by], ..Query::default() }, count)?;
            let is_theirs = |hit: &Hit| {
                let speaker = hit.quotation.as_ref().and_then(|speech| speech.speaker.as_ref());
                speaker.is_some_and(|speaker| speaker.name == name)
            };
            page.said.retain(is_theirs);
        }
        Ok(Some(page))
    }
}

fn read_article(row: &Row) -> rusqlite::Result<ReadArticle> {
    let article = articles::summary(row)?;
    let read_at: Option<i64> = row.get(14)?;
    let share: f64 = row.get(13)?;
    let at = read_at.unwrap_or(0).max(article.kept_at);
    Ok(ReadArticle { at, share: read_at.map(|_| share as f32).filter(|&share| f64::from(share) >= BEGUN), article })
}

fn kept_person(row: &Row) -> rusqlite::Result<KeptPerson> {
    Ok(KeptPerson {
        name: row.get(0)?,
        role: row.get(1)?,
        kind: person_kind_of(row.get(2)?),
        articles: row.get::<_, i64>(3)? as usize,
    })
}

fn people_begun(from: &Connection, begun: &[String], by_name: bool, count: usize) -> rusqlite::Result<Vec<KeptPerson>> {
    let words: Vec<String> = begun.iter().map(|word| format!("\"{word}\" *")).collect();
    let mut rows = from.prepare_cached(
        "SELECT name, role, kind, 1 FROM person_words CROSS JOIN person ON person.id = person_words.rowid
         WHERE person_words MATCH ?1 AND kind < 2 ORDER BY person_words.rowid DESC LIMIT ?2",
    )?;
    let expression = format!("names : ({})", words.join(" AND "));
    let mut people: FxHashMap<String, KeptPerson> = FxHashMap::default();
    for person in rows.query_map(params![expression, MAX_BEGUN as i64], kept_person)? {
        let person = person?;
        match people.get_mut(&person.name) {
            Some(known) => {
                known.articles += 1;
                known.role = known.role.take().max(person.role);
            }
            None => drop(people.insert(person.name.clone(), person)),
        }
    }
    let mut people: Vec<KeptPerson> = people.into_values().collect();
    people.sort_by(|one, other| one.name.cmp(&other.name));
    if !by_name {
        people.sort_by_key(|person| Reverse(person.articles));
    }
    people.truncate(count);
    Ok(people)
}

fn read_name_page(from: &Connection, name: &str) -> rusqlite::Result<Option<NamePage>> {
    let phrase = format!("names : \"{}\"", folded(name));
    let mut rows = from.prepare_cached(
        "SELECT person.id, person.article, person.kind, role, day, outlet.name
         FROM person_words CROSS JOIN person ON person.id = person_words.rowid
         CROSS JOIN article ON article.id = person.article LEFT JOIN outlet ON outlet.id = outlet
         WHERE person_words MATCH ?1 AND person.name = ?2 ORDER BY person_words.rowid DESC LIMIT ?3",
    )?;
    let mut rows = rows.query(params![phrase, name, MAX_ARTICLES as i64])?;
    let (mut ids, mut kind) = (Vec::new(), None);
    let mut roles: FxHashMap<String, PersonRole> = FxHashMap::default();
    let mut outlets: FxHashMap<String, usize> = FxHashMap::default();
    while let Some(row) = rows.next()? {
        ids.push((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        kind.get_or_insert(person_kind_of(row.get(2)?));
        let day = row.get::<_, Option<i32>>(4)?.map(Day);
        if let Some(role) = row.get::<_, Option<String>>(3)? {
            let known = roles.entry(folded(&role)).or_insert(PersonRole { role, first: day, last: day, articles: 0 });
            known.articles += 1;
            known.first = [known.first, day].into_iter().flatten().min();
            known.last = known.last.max(day);
        }
        if let Some(outlet) = row.get::<_, Option<String>>(5)? {
            *outlets.entry(outlet).or_default() += 1;
        }
    }
    let Some(kind) = kind else { return Ok(None) };
    let mut count = from.prepare_cached("SELECT count(*) FROM quotation WHERE speaker = ?1")?;
    let mut others = from.prepare_cached("SELECT DISTINCT name FROM person WHERE article = ?1 AND kind = 0")?;
    let (mut quotations, mut company) = (0, FxHashMap::<String, usize>::default());
    for (nth, (id, article)) in ids.iter().enumerate() {
        quotations += count.query_row([id], |row| row.get::<_, i64>(0))? as usize;
        if nth < MAX_COMPANY {
            for other in others.query_map([article], |row| row.get::<_, String>(0))? {
                *company.entry(other?).or_default() += 1;
            }
        }
    }
    company.remove(name);
    let mut roles: Vec<PersonRole> = roles.into_values().collect();
    roles.sort_by(|one, other| other.last.cmp(&one.last).then_with(|| one.role.cmp(&other.role)));
    roles.truncate(MAX_LISTED);
    Ok(Some(NamePage {
        name: name.to_owned(),
        kind,
        articles: ids.len(),
        quotations,
        is_cut: ids.len() == MAX_ARTICLES,
        roles,
        outlets: most(outlets),
        company: most(company),
        said: Vec::new(),
    }))
}

/// The most frequent, the most first.
fn most(counts: FxHashMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    all.truncate(MAX_LISTED);
    all
}
