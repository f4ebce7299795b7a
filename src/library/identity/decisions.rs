//! The reader's decisions about people: that two people are one or are not, or that a person has another name. A
//! decision is anchored by names and their sources, so that it holds when these are read again.

use super::anchors::{Decision, are_apart, decision_number, decision_of};
use super::joining::{join_anew, load, merge, write_name};
use crate::library::error::Error;
use crate::library::store::{Library, SourceKey, now};
use crate::text::one_line;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most articles of a person that a decision names: this many of the first and of the last ones.
const ANCHORS: i64 = 8;

/// A listed decision. Displayed as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDecision {
    pub number: i64,
    pub what: Decision,
    /// The names of the people it is about, as an article has them, and their roles there.
    pub names: Vec<String>,
    pub roles: Vec<Option<String>>,
    /// The new name.
    pub name: Option<String>,
    /// When it was made, in seconds since 1970.
    pub made_at: i64,
}

impl fmt::Display for ListedDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_one_name = self.names.first() == self.names.get(1);
        let of = |at: usize| {
            let name = one_line(self.names.get(at).map_or("somebody", String::as_str));
            match self.roles.get(at).and_then(Option::as_deref).filter(|_| is_one_name) {
                Some(role) => format!("{name} ({})", one_line(role)),
                None => name,
            }
        };
        match self.what {
            Decision::Same => write!(f, "{} and {} are one person", of(0), of(1)),
            Decision::Different => write!(f, "{} and {} are two people", of(0), of(1)),
            Decision::Renamed => write!(f, "{} is called {}", of(0), one_line(self.name.as_deref().unwrap_or(""))),
            Decision::Undecided => write!(f, "whether {} and {} are one person is not asked", of(0), of(1)),
        }
    }
}

/// An exported decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct ExportedDecision {
    what: Decision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    made_at: i64,
    anchors: Vec<Anchor>,
}

/// A person whom a decision names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Anchor {
    /// The side of the decision, 0 or 1.
    side: u8,
    source: String,
    name: String,
}

impl Library {
    /// Joins two people for good. Returns the number of the remaining one; `None` if one does not exist, both are one
    /// already, or a decision says that they are two.
    ///
    /// # Errors
    /// If the library cannot be read or written to, here and below.
    pub fn join_people(&mut self, one: i64, other: i64) -> Result<Option<i64>, Error> {
        self.write(|to| {
            let (Some(first), Some(second)) = (load(to, one)?, load(to, other)?) else { return Ok(None) };
            if one == other || are_apart(to, one, other)? {
                return Ok(None);
            }
            decide(to, Decision::Same, None, &[anchors_of(to, one, 0)?, anchors_of(to, other, 1)?].concat())?;
            let is_larger = first.profile.articles >= second.profile.articles;
            let (remaining, gone) = if is_larger { (one, other) } else { (other, one) };
            merge(to, remaining, gone)?;
            Ok(Some(remaining))
        })
    }

    /// Decides that two people are not one, or, if `undecided`, that it is not asked again. False if one does not
    /// exist, or both are one.
    pub fn tell_apart(&mut self, one: i64, other: i64, undecided: bool) -> Result<bool, Error> {
        self.write(|to| {
            if one == other || load(to, one)?.is_none() || load(to, other)?.is_none() {
                return Ok(false);
            }
            let what = if undecided { Decision::Undecided } else { Decision::Different };
            decide(to, what, None, &[anchors_of(to, one, 0)?, anchors_of(to, other, 1)?].concat())?;
            to.execute("DELETE FROM doubt WHERE one = ?1 AND other = ?2 OR one = ?2 AND other = ?1", [one, other])?;
            Ok(true)
        })
    }

    /// Splits the person in these articles from the one in the rest. False if none or all of the articles have the
    /// person.
    pub fn split_person(&mut self, individual: i64, articles: &[SourceKey]) -> Result<bool, Error> {
        self.write(|to| {
            let mut rows = to.prepare_cached(
                "SELECT source.key, person.name FROM person JOIN article ON article.id = person.article
                 JOIN source ON source.id = source WHERE individual = ?1 ORDER BY person.id",
            )?;
            let all: Vec<(String, String)> =
                rows.query_map([individual], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            let is_split = |source: &str| articles.iter().any(|key| key.as_str() == source);
            let mut anchors = Vec::new();
            for (source, name) in all {
                let side = u8::from(is_split(&source));
                let so_far = anchors.iter().filter(|anchor: &&Anchor| anchor.side == 0).count();
                if side == 1 || so_far < 2 * ANCHORS as usize {
                    anchors.push(Anchor { side, source, name });
                }
            }
            if anchors.iter().all(|anchor| anchor.side == 0) || anchors.iter().all(|anchor| anchor.side == 1) {
                return Ok(false);
            }
            decide(to, Decision::Different, None, &anchors)?;
            join_anew(to, &[individual])?;
            Ok(true)
        })
    }

    /// Gives a person another name. False if there is no such person or no name.
    pub fn rename_person(&mut self, individual: i64, name: &str) -> Result<bool, Error> {
        let name = one_line(name.trim());
        self.write(|to| {
            if name.is_empty() || load(to, individual)?.is_none() {
                return Ok(false);
            }
            decide(to, Decision::Renamed, Some(&name), &anchors_of(to, individual, 0)?)?;
            write_name(to, individual)?;
            Ok(true)
        })
    }

    /// The decisions, the last one first.
    pub fn decisions(&self) -> Result<Vec<ListedDecision>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows =
                from.prepare_cached("SELECT number, what, name, made_at FROM decision ORDER BY number DESC")?;
            let mut rows = rows.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                let (mut names, mut roles) = (Vec::new(), Vec::new());
                for anchor in anchors(from, number)? {
                    let side = usize::from(anchor.side);
                    if names.len() <= side {
                        roles.push(role_of(from, &anchor)?);
                        names.push(anchor.name);
                    } else if let Some(role @ None) = roles.get_mut(side) {
                        *role = role_of(from, &anchor)?;
                    }
                }
                let what = decision_of(row.get(1)?);
                all.push(ListedDecision { number, what, names, roles, name: row.get(2)?, made_at: row.get(3)? });
            }
            Ok(all)
        })
    }

    /// Undoes a decision: the one with this number, or the last one. Returns it, if there was one.
    pub fn undo_decision(&mut self, number: Option<i64>) -> Result<Option<ListedDecision>, Error> {
        let all = self.decisions()?;
        let Some(decided) = all.into_iter().find(|decided| number.is_none_or(|number| decided.number == number)) else {
            return Ok(None);
        };
        self.write(|to| {
            let about = about(to, decided.number)?;
            to.execute("DELETE FROM decision WHERE number = ?1", [decided.number])?;
            if decided.what == Decision::Renamed {
                about.iter().try_for_each(|&individual| write_name(to, individual))
            } else {
                join_anew(to, &about)
            }
        })?;
        Ok(Some(decided))
    }
}

/// The role that the source of a decision gives a person.
fn role_of(from: &Connection, anchor: &Anchor) -> rusqlite::Result<Option<String>> {
    let found = from
        .prepare_cached(
            "SELECT role FROM source JOIN article ON article.source = source.id AND is_latest
             JOIN person ON person.article = article.id
             WHERE source.key = ?1 AND person.name = ?2 AND kind < 2 LIMIT 1",
        )?
        .query_row([&anchor.source, &anchor.name], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Some of the names and sources of a person.
fn anchors_of(from: &Connection, individual: i64, side: u8) -> rusqlite::Result<Vec<Anchor>> {
    let mut anchors = Vec::new();
    for order in ["", "DESC"] {
        let mut rows = from.prepare_cached(&format!(
            "SELECT source.key, person.name FROM person JOIN article ON article.id = person.article
             JOIN source ON source.id = source WHERE individual = ?1 ORDER BY person.id {order} LIMIT {ANCHORS}"
        ))?;
        let rows = rows.query_map([individual], |row| Ok(Anchor { side, source: row.get(0)?, name: row.get(1)? }))?;
        for anchor in rows {
            let anchor = anchor?;
            if !anchors.contains(&anchor) {
                anchors.push(anchor);
            }
        }
    }
    Ok(anchors)
}

/// Writes a decision, with the people whom its anchors name now.
fn decide(to: &Connection, what: Decision, name: Option<&str>, anchors: &[Anchor]) -> rusqlite::Result<()> {
    let decision = ExportedDecision { what, name: name.map(str::to_owned), made_at: now(), anchors: anchors.to_vec() };
    insert(to, &decision)?;
    Ok(())
}

/// Writes a decision. Returns its number.
fn insert(to: &Connection, decision: &ExportedDecision) -> rusqlite::Result<i64> {
    to.prepare_cached("INSERT INTO decision (what, name, made_at) VALUES (?1, ?2, ?3)")?.execute(params![
        decision_number(decision.what),
        decision.name,
        decision.made_at
    ])?;
    let number = to.last_insert_rowid();
    for Anchor { side, source, name } in &decision.anchors {
        to.prepare_cached(
            "INSERT OR IGNORE INTO anchor (source, name, decision, side, individual) VALUES (?1, ?2, ?3, ?4,
             (SELECT individual FROM source JOIN article ON article.source = source.id AND is_latest
              JOIN person ON person.article = article.id
              WHERE source.key = ?1 AND person.name = ?2 AND kind < 2 LIMIT 1))",
        )?
        .execute(params![source, name, number, side])?;
    }
    Ok(number)
}

/// The people whom a decision is about.
fn about(from: &Connection, decision: i64) -> rusqlite::Result<Vec<i64>> {
    let mut rows =
        from.prepare_cached("SELECT DISTINCT individual FROM anchor WHERE decision = ?1 AND individual IS NOT NULL")?;
    rows.query_map([decision], |row| row.get(0))?.collect()
}

fn anchors(from: &Connection, decision: i64) -> rusqlite::Result<Vec<Anchor>> {
    let mut rows =
        from.prepare_cached("SELECT side, source, name FROM anchor WHERE decision = ?1 ORDER BY side, source, name")?;
    rows.query_map([decision], |row| Ok(Anchor { side: row.get(0)?, source: row.get(1)?, name: row.get(2)? }))?
        .collect()
}

/// All decisions, the first one first.
pub(in crate::library) fn exported_decisions(from: &Connection) -> rusqlite::Result<Vec<ExportedDecision>> {
    let mut rows = from.prepare_cached("SELECT number, what, name, made_at FROM decision ORDER BY number")?;
    let mut rows = rows.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let what = decision_of(row.get(1)?);
        all.push(ExportedDecision {
            what,
            name: row.get(2)?,
            made_at: row.get(3)?,
            anchors: anchors(from, row.get(0)?)?,
        });
    }
    Ok(all)
}

/// Imports a decision of another library, unless it is here already.
pub(in crate::library) fn import(to: &Connection, decision: &ExportedDecision) -> rusqlite::Result<()> {
    let mut decision = decision.clone();
    decision.anchors.sort();
    if exported_decisions(to)?.contains(&decision) {
        return Ok(());
    }
    let number = insert(to, &decision)?;
    join_anew(to, &about(to, number)?)
}

/// Removes a source from all decisions; decisions left without people are deleted.
pub(in crate::library) fn forget_source(to: &Connection, key: &SourceKey) -> rusqlite::Result<()> {
    to.execute("DELETE FROM anchor WHERE source = ?1", [key.as_str()])?;
    to.execute(
        "DELETE FROM decision WHERE NOT EXISTS (SELECT 1 FROM anchor WHERE decision = number AND side = 0)
         OR what <> 2 AND NOT EXISTS (SELECT 1 FROM anchor WHERE decision = number AND side = 1)",
        [],
    )?;
    Ok(())
}
