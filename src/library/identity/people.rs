//! People of the whole library as they are listed and shown: in how many articles, as what, where, when and with whom.

use crate::library::error::Error;
use crate::library::query::Term;
use crate::library::search::all_of;
use crate::library::store::{Library, SourceKey};
use crate::library::words::folded;
use crate::text::Day;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The latest articles of a person that a page counts roles, outlets and months in, and those it looks for companions in.
const PAGE: i64 = 5000;
const COMPANY: i64 = 300;
/// The most roles, outlets and companions on a page.
const SHOWN: usize = 12;

/// A person of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedPerson {
    /// A number that stays until the person is joined to another or is in no article any more.
    pub id: i64,
    /// The name that most articles write, or the one that the reader gave.
    pub name: String,
    /// The role in the article that was kept last.
    pub role: Option<String>,
    pub articles: usize,
    pub quotations: usize,
    /// Words of all quotations.
    pub words: usize,
}

/// All that is known of a person. Of very many articles the latest ones are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    pub person: JoinedPerson,
    /// As the articles write it, each with their number.
    pub names: Vec<(String, usize)>,
    /// The latest first.
    pub roles: Vec<RoleOverTime>,
    /// Where the person appears, each with the number of articles.
    pub outlets: Vec<(String, usize)>,
    pub companions: Vec<Companion>,
    /// Words said in each month, “2026-03”, with articles of it.
    pub months: Vec<(String, usize)>,
}

/// A role, and the days from which to which articles give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOverTime {
    pub role: String,
    pub days: Option<(Day, Day)>,
    pub articles: usize,
}

/// Somebody who is in articles with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    pub id: i64,
    pub name: String,
    /// Articles that have both.
    pub articles: usize,
}

/// Two who may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    pub one: JoinedPerson,
    pub other: JoinedPerson,
    /// How likely they are one, 0 to 1.
    pub probability: f64,
}

const PERSON: &str = "SELECT id, name, articles, quotations, words, (SELECT role FROM person WHERE individual = individual.id AND role IS NOT NULL \
                      ORDER BY id DESC LIMIT 1) FROM individual";

impl Library {
    /// `count` people from number `from` on, those first of whom there are most quotations.
    ///
    /// # Errors
    /// If the library cannot be read, here and below.
    pub fn people(&self, from: usize, count: usize) -> Result<Vec<JoinedPerson>, Error> {
        self.read(Vec::new(), |database| {
            let sql = format!("{PERSON} ORDER BY quotations DESC, articles DESC, id LIMIT ?1 OFFSET ?2");
            let mut rows = database.prepare_cached(&sql)?;
            rows.query_map(params![count as i64, from as i64], joined)?.collect()
        })
    }

    /// The person of this number.
    pub fn person(&self, id: i64) -> Result<Option<JoinedPerson>, Error> {
        self.read(None, |from| person(from, id))
    }

    /// The people of the latest version of an article that are joined to those of others: the number of each among the
    /// people that are certain enough to show, the name there, and the number of the person.
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

    /// At most `limit` people who have all words of `name` among their names; the last word may go on if a `*` ends it.
    /// Those of whom there are most quotations come first, those who have just this name before all others.
    pub fn people_named(&self, name: &str, limit: usize) -> Result<Vec<JoinedPerson>, Error> {
        let terms: Vec<Term> = name.split_whitespace().filter_map(Term::new).collect();
        let Some(expression) = all_of(&terms.iter().collect::<Vec<_>>()) else { return Ok(Vec::new()) };
        let mut found: Vec<JoinedPerson> = self.read(Vec::new(), |from| {
            let sql = format!(
                "{PERSON} WHERE id IN (SELECT rowid FROM individual_words WHERE individual_words MATCH ?1)
                 ORDER BY quotations DESC, articles DESC, id LIMIT ?2"
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
        self.read(None, |from| {
            let Some(person) = person(from, id)? else { return Ok(None) };
            Ok(Some(PersonPage {
                names: counted(from, id, "person.name")?,
                outlets: counted(from, id, "(SELECT name FROM outlet WHERE id = article.outlet)")?,
                roles: roles(from, id)?,
                companions: companions(from, id)?,
                months: months(from, id)?,
                person,
            }))
        })
    }

    /// At most `limit` pairs of people who may be one, those of whom there is most to read first. What was decided is not
    /// asked again.
    pub fn doubts(&self, limit: usize) -> Result<Vec<Doubt>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT one, other, probability FROM doubt JOIN individual AS mine ON mine.id = one
                 JOIN individual AS theirs ON theirs.id = other
                 WHERE NOT EXISTS (SELECT 1 FROM anchor AS first JOIN anchor AS second
                     ON second.decision = first.decision AND second.side <> first.side
                     WHERE first.individual = one AND second.individual = other)
                 ORDER BY min(mine.quotations, theirs.quotations) DESC, probability DESC, one, other LIMIT ?1",
            )?;
            let rows = rows.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
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

fn person(from: &Connection, id: i64) -> rusqlite::Result<Option<JoinedPerson>> {
    from.prepare_cached(&format!("{PERSON} WHERE id = ?1"))?.query_row([id], joined).optional()
}

fn joined(row: &Row) -> rusqlite::Result<JoinedPerson> {
    let count = |column: usize| row.get::<_, i64>(column).map(|count| usize::try_from(count).unwrap_or(0));
    Ok(JoinedPerson {
        id: row.get(0)?,
        name: row.get(1)?,
        articles: count(2)?,
        quotations: count(3)?,
        words: count(4)?,
        role: row.get(5)?,
    })
}

/// The latest articles of a person.
const OF_PERSON: &str = "FROM (SELECT * FROM person WHERE individual = ?1 ORDER BY id DESC LIMIT ?2) AS person \
                         JOIN article ON article.id = person.article";

/// How many articles of a person have each value of `what`, the most frequent first.
fn counted(from: &Connection, id: i64, what: &str) -> rusqlite::Result<Vec<(String, usize)>> {
    let sql = format!(
        "SELECT {what} AS what, count(*) AS articles {OF_PERSON} GROUP BY what HAVING what IS NOT NULL
         ORDER BY articles DESC, what LIMIT {SHOWN}"
    );
    let mut rows = from.prepare_cached(&sql)?;
    rows.query_map([id, PAGE], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?.collect()
}

fn roles(from: &Connection, id: i64) -> rusqlite::Result<Vec<RoleOverTime>> {
    let sql = format!(
        "SELECT role, min(day), max(day), count(*) AS articles {OF_PERSON} WHERE role IS NOT NULL GROUP BY role
         ORDER BY articles DESC, role LIMIT {SHOWN}"
    );
    let mut rows = from.prepare_cached(&sql)?;
    let rows = rows.query_map([id, PAGE], |row| {
        let days: (Option<i32>, Option<i32>) = (row.get(1)?, row.get(2)?);
        Ok(RoleOverTime {
            role: row.get(0)?,
            days: days.0.zip(days.1).map(|(first, last)| (Day(first), Day(last))),
            articles: row.get::<_, i64>(3)? as usize,
        })
    })?;
    let mut roles: Vec<RoleOverTime> = rows.collect::<rusqlite::Result<_>>()?;
    roles.sort_by_key(|role| std::cmp::Reverse(role.days.map(|(_, last)| last)));
    Ok(roles)
}

fn companions(from: &Connection, id: i64) -> rusqlite::Result<Vec<Companion>> {
    let sql = format!(
        "SELECT individual.id, individual.name, count(DISTINCT other.article) AS both
         FROM (SELECT article FROM person WHERE individual = ?1 ORDER BY id DESC LIMIT ?2) AS mine
         JOIN person AS other ON other.article = mine.article AND other.individual <> ?1
         JOIN individual ON individual.id = other.individual
         GROUP BY individual.id ORDER BY both DESC, individual.articles, individual.name LIMIT {SHOWN}"
    );
    let mut rows = from.prepare_cached(&sql)?;
    rows.query_map([id, COMPANY], |row| {
        Ok(Companion { id: row.get(0)?, name: row.get(1)?, articles: row.get::<_, i64>(2)? as usize })
    })?
    .collect()
}

fn months(from: &Connection, id: i64) -> rusqlite::Result<Vec<(String, usize)>> {
    let sql = format!(
        "SELECT day, sum(quotation.words) {OF_PERSON}
         JOIN quotation ON quotation.speaker = person.id WHERE day IS NOT NULL AND NOT inside GROUP BY day ORDER BY day"
    );
    let mut rows = from.prepare_cached(&sql)?;
    let mut rows = rows.query([id, PAGE])?;
    let mut months: Vec<(String, usize)> = Vec::new();
    while let Some(row) = rows.next()? {
        let month: String = Day(row.get(0)?).to_string().chars().take(7).collect();
        let words = row.get::<_, i64>(1)? as usize;
        match months.last_mut() {
            Some((last, sum)) if *last == month => *sum += words,
            _ => months.push((month, words)),
        }
    }
    Ok(months)
}
