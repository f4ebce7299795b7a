//! The people of the library, for lists and pages: their articles, roles, outlets, months and associates.

use crate::library::articles::prepared::person_kind_of;
use crate::library::error::Error;
use crate::library::search::hits::all_of;
use crate::library::search::query::Term;
use crate::library::store::Library;
#[cfg(feature = "train")]
use crate::library::store::SourceKey;
use crate::library::words::folded;
use crate::record::PersonKind;
use crate::text::Day;
use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The most articles of a person whose names, roles, outlets and months a page counts, and the most in which it looks
/// for associates.
const PAGE: i64 = 2000;
const COMPANY: i64 = 300;
/// The most roles, outlets and associates on a page.
const SHOWN: usize = 12;

/// A person of the library, or a group or organisation that is joined by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Individual {
    /// A number that stays the same until the person is joined to another, or is in no article any more.
    pub id: i64,
    /// The name in most articles, or the one that the reader gave.
    pub name: String,
    /// A person, or a group or organisation.
    pub kind: PersonKind,
    /// The role in the article that was stored last.
    pub role: Option<String>,
    pub articles: usize,
    pub quotations: usize,
    /// Words of all quotations.
    pub words: usize,
}

/// The order of a list of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeopleOrder {
    /// By the number of quotations, the greatest first.
    #[default]
    Quotations,
    Name,
}

impl PeopleOrder {
    fn columns(self) -> &'static str {
        match self {
            PeopleOrder::Quotations => "quotations DESC, articles DESC, id",
            PeopleOrder::Name => "name COLLATE NOCASE, id",
        }
    }
}

/// Everything known about a person. If there are very many articles, only the latest are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    pub person: Individual,
    /// The names as written, each with the number of articles.
    pub names: Vec<(String, usize)>,
    /// The latest first.
    pub roles: Vec<RoleOverTime>,
    /// The outlets in which the person appears, each with the number of articles.
    pub outlets: Vec<(String, usize)>,
    pub associates: Vec<Associate>,
    /// Words said in each month, “2026-03”, with articles of it.
    pub months: Vec<(String, usize)>,
    /// Whether there are earlier articles, which were not counted.
    pub is_cut: bool,
}

impl PersonPage {
    /// The latest `count` months with the words said in each, also as a share of the busiest month, 0 to 1.
    pub fn latest_months(&self, count: usize) -> impl Iterator<Item = (&str, usize, f64)> {
        let months = &self.months[self.months.len().saturating_sub(count)..];
        let most = months.iter().map(|(_, words)| *words).max().unwrap_or(0).max(1);
        months.iter().map(move |(month, words)| (month.as_str(), *words, *words as f64 / most as f64))
    }
}

/// A role, and the first and last day on which articles give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOverTime {
    pub role: String,
    pub days: Option<(Day, Day)>,
    pub articles: usize,
}

/// A person who appears in articles with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Associate {
    pub id: i64,
    pub name: String,
    /// Articles that have both.
    pub articles: usize,
}

/// Two people who may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    pub one: Individual,
    pub other: Individual,
    /// The probability that they are one, 0 to 1.
    pub probability: f64,
}

const PERSON: &str = "SELECT id, name, articles, quotations, words, (SELECT role FROM person WHERE individual = individual.id AND role IS NOT NULL \
                      ORDER BY id DESC LIMIT 1), kind FROM individual";

/// The condition that no decision has settled a doubt.
const UNDECIDED: &str = "NOT EXISTS (SELECT 1 FROM anchor AS first JOIN anchor AS second \
                         ON second.decision = first.decision AND second.side <> first.side \
                         WHERE first.individual = one AND second.individual = other)";

impl Library {
    /// `count` people from number `from` on.
    ///
    /// # Errors
    /// If the library cannot be read, here and below.
    pub fn people(&self, order: PeopleOrder, from: usize, count: usize) -> Result<Vec<Individual>, Error> {
        self.read(Vec::new(), |database| {
            let sql = format!("{PERSON} ORDER BY {} LIMIT ?1 OFFSET ?2", order.columns());
            let mut rows = database.prepare_cached(&sql)?;
            rows.query_map(params![count as i64, from as i64], joined)?.collect()
        })
    }

    /// The person of this number.
    pub fn person(&self, id: i64) -> Result<Option<Individual>, Error> {
        self.read(None, |from| person(from, id))
    }

    /// The people of the latest version of an article that are joined across articles: the number of each among the
    /// people that are certain enough to show, the name there, and the number of the person.
    #[cfg(feature = "train")]
    pub fn people_in(&self, key: &SourceKey) -> Result<Vec<(usize, String, i64)>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT person.number, person.name, individual FROM source
                 JOIN article ON article.source = source.id AND is_latest JOIN person ON person.article = article.id
                 WHERE key = ?1 AND individual IS NOT NULL ORDER BY person.number",
            )?;
            let row = |row: &Row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?, row.get(2)?));
            rows.query_map([key.as_str()], row)?.collect()
        })
    }

    /// At most `limit` people who have all words of `name` among their names; `*` at the end of a word stands for any
    /// ending. Exact matches come first.
    pub fn people_named(&self, name: &str, order: PeopleOrder, limit: usize) -> Result<Vec<Individual>, Error> {
        let terms: Vec<Term> = name.split_whitespace().filter_map(Term::new).collect();
        let Some(expression) = all_of(&terms.iter().collect::<Vec<_>>()) else { return Ok(Vec::new()) };
        let mut found: Vec<Individual> = self.read(Vec::new(), |from| {
            let sql = format!(
                "{PERSON} WHERE id IN (SELECT rowid FROM individual_words WHERE individual_words MATCH ?1)
                 ORDER BY {} LIMIT ?2",
                order.columns()
            );
            let mut rows = from.prepare_cached(&sql)?;
            rows.query_map(params![expression, limit as i64], joined)?.collect()
        })?;
        let wanted = folded(name);
        found.sort_by_key(|person| folded(&person.name) != wanted);
        Ok(found)
    }

    /// The page of a person.
    pub fn person_page(&self, id: i64) -> Result<Option<PersonPage>, Error> {
        self.read(None, |from| person(from, id)?.map(|person| read_page(from, person)).transpose())
    }

    /// The number of undecided pairs of people who may be one, at most `limit`.
    pub fn count_doubts(&self, limit: usize) -> Result<usize, Error> {
        self.read(0, |from| {
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM doubt WHERE {UNDECIDED} LIMIT ?1)");
            from.prepare_cached(&sql)?.query_row([limit as i64], |row| Ok(row.get::<_, i64>(0)? as usize))
        })
    }

    /// At most `limit` undecided pairs of people who may be one, those with most quotations first.
    pub fn doubts(&self, limit: usize) -> Result<Vec<Doubt>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(&format!(
                "SELECT one, other, probability FROM doubt JOIN individual AS mine ON mine.id = one
                 JOIN individual AS theirs ON theirs.id = other WHERE {UNDECIDED}
                 ORDER BY min(mine.quotations, theirs.quotations) DESC, probability DESC, one, other LIMIT ?1"
            ))?;
            let rows = rows.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            let pairs: Vec<(i64, i64, f64)> = rows.collect::<rusqlite::Result<_>>()?;
            let mut doubts = Vec::new();
            for (one, other, probability) in pairs {
                if let (Some(one), Some(other)) = (person(from, one)?, person(from, other)?) {
                    doubts.push(Doubt { one, other, probability });
                }
            }
            Ok(doubts)
        })
    }
}

fn person(from: &Connection, id: i64) -> rusqlite::Result<Option<Individual>> {
    from.prepare_cached(&format!("{PERSON} WHERE id = ?1"))?.query_row([id], joined).optional()
}

fn joined(row: &Row) -> rusqlite::Result<Individual> {
    let count = |column: usize| row.get::<_, i64>(column).map(|count| usize::try_from(count).unwrap_or(0));
    Ok(Individual {
        id: row.get(0)?,
        name: row.get(1)?,
        articles: count(2)?,
        quotations: count(3)?,
        words: count(4)?,
        role: row.get(5)?,
        kind: person_kind_of(row.get(6)?),
    })
}

/// Reads the latest articles of a person in one go: names, roles, outlets and the words of each month.
fn read_page(from: &Connection, person: Individual) -> rusqlite::Result<PersonPage> {
    let mut rows = from.prepare_cached(
        "SELECT person.name, role, day, outlet,
                (SELECT sum(words) FROM quotation WHERE speaker = person.id AND NOT inside)
         FROM (SELECT id, article, name, role FROM person WHERE individual = ?1 ORDER BY id DESC LIMIT ?2) AS person
         JOIN article ON article.id = person.article",
    )?;
    let mut rows = rows.query([person.id, PAGE])?;
    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    let mut roles: FxHashMap<String, RoleOverTime> = FxHashMap::default();
    let mut outlets: FxHashMap<i64, usize> = FxHashMap::default();
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    let mut articles = 0;
    while let Some(row) = rows.next()? {
        articles += 1;
        *names.entry(row.get(0)?).or_default() += 1;
        let day = row.get::<_, Option<i32>>(2)?.map(Day);
        if let Some(role) = row.get::<_, Option<String>>(1)? {
            let known = roles.entry(folded(&role)).or_insert(RoleOverTime { role, days: None, articles: 0 });
            known.articles += 1;
            if let Some(day) = day {
                let (first, last) = known.days.unwrap_or((day, day));
                known.days = Some((first.min(day), last.max(day)));
            }
        }
        if let Some(outlet) = row.get(3)? {
            *outlets.entry(outlet).or_default() += 1;
        }
        if let (Some(day), Some(words)) = (day, row.get::<_, Option<i64>>(4)?) {
            let month = day.to_string().chars().take(7).collect();
            *months.entry(month).or_default() += usize::try_from(words).unwrap_or(0);
        }
    }
    let mut named: FxHashMap<String, usize> = FxHashMap::default();
    for (outlet, count) in outlets {
        let mut name = from.prepare_cached("SELECT name FROM outlet WHERE id = ?1")?;
        if let Some(name) = name.query_row([outlet], |row| row.get::<_, String>(0)).optional()? {
            *named.entry(name).or_default() += count;
        }
    }
    let mut roles: Vec<RoleOverTime> = roles.into_values().collect();
    roles.sort_by(|one, other| other.articles.cmp(&one.articles).then_with(|| one.role.cmp(&other.role)));
    roles.truncate(SHOWN);
    roles.sort_by_key(|role| Reverse(role.days.map(|(_, last)| last)));
    Ok(PersonPage {
        names: by_frequency(names),
        roles,
        outlets: by_frequency(named),
        associates: associates(from, person.id)?,
        months: months.into_iter().collect(),
        is_cut: articles == PAGE,
        person,
    })
}

/// The most frequent, in descending order.
fn by_frequency(counts: FxHashMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    all.truncate(SHOWN);
    all
}

fn associates(from: &Connection, id: i64) -> rusqlite::Result<Vec<Associate>> {
    let sql = format!(
        "SELECT individual.id, individual.name, count(DISTINCT other.article) AS both
         FROM (SELECT article FROM person WHERE individual = ?1 ORDER BY id DESC LIMIT ?2) AS mine
         JOIN person AS other ON other.article = mine.article AND other.individual <> ?1 AND other.kind = 0
         JOIN individual ON individual.id = other.individual
         GROUP BY individual.id ORDER BY both DESC, individual.articles, individual.name LIMIT {SHOWN}"
    );
    let mut rows = from.prepare_cached(&sql)?;
    rows.query_map([id, COMPANY], |row| {
        Ok(Associate { id: row.get(0)?, name: row.get(1)?, articles: row.get::<_, i64>(2)? as usize })
    })?
    .collect()
}
