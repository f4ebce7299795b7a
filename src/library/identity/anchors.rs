//! The reader's decisions about the people of an article: whom they are joined to, whom they are not, and what they are
//! called.

use super::person_attributes::PersonName;
use super::profile::Appearance;
use super::score::{NameRelation, relation};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// A kind of decision about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Two people are one.
    Same,
    /// Two are not.
    Different,
    /// A person has another name.
    Renamed,
    /// Whether two are one person is not to be asked again.
    Undecided,
}

/// The decisions about the people in one source.
pub(super) struct Anchors {
    source: String,
    /// For each anchor: the number, side and kind of the decision, the name in the decision, and the name in the
    /// article.
    all: Vec<(i64, u8, Decision, String, String)>,
}

/// The decisions about a person of an article.
#[derive(Default)]
pub(super) struct PersonDecisions {
    source: String,
    all: Vec<(i64, u8, Decision, String)>,
}

impl Anchors {
    pub fn of_source(from: &Connection, source: &str) -> rusqlite::Result<Anchors> {
        let mut rows = from.prepare_cached(
            "SELECT decision, side, what, anchor.name FROM anchor JOIN decision ON number = decision
             WHERE source = ?1 ORDER BY decision, side",
        )?;
        let rows = rows.query_map([source], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let found: Vec<(i64, u8, u8, String)> = rows.collect::<rusqlite::Result<_>>()?;
        let mut anchors = Anchors { source: source.to_owned(), all: Vec::new() };
        if found.is_empty() {
            return Ok(anchors);
        }
        let mut names = from.prepare_cached(
            "SELECT person.name FROM source JOIN article ON article.source = source.id AND is_latest
             JOIN person ON person.article = article.id WHERE source.key = ?1 AND kind < 2",
        )?;
        let names: Vec<String> = names.query_map([source], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for (decision, side, what, anchored) in found {
            if let Some(name) = matching_name(&anchored, &names) {
                anchors.all.push((decision, side, decision_of(what), anchored, name.clone()));
            }
        }
        Ok(anchors)
    }

    /// The decisions about `appearance`, who is in this source.
    pub fn of(&self, appearance: &Appearance) -> PersonDecisions {
        let mine = self.all.iter().filter(|(_, _, _, _, name)| *name == appearance.written);
        PersonDecisions {
            source: self.source.clone(),
            all: mine.map(|(decision, side, what, anchored, _)| (*decision, *side, *what, anchored.clone())).collect(),
        }
    }
}

/// The name among `names` that a decision means: the same, or the only possible one after another analysis.
fn matching_name<'n>(anchored: &str, names: &'n [String]) -> Option<&'n String> {
    if let Some(same) = names.iter().find(|name| *name == anchored) {
        return Some(same);
    }
    let wanted = PersonName::parse(anchored)?;
    let mut alike = names
        .iter()
        .filter(|name| PersonName::parse(name).is_some_and(|name| relation(&wanted, &name) != NameRelation::Different));
    alike.next().filter(|_| alike.next().is_none())
}

impl PersonDecisions {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The people to whom a person must be joined, and people to whom they must not.
    pub fn read(&self, from: &Connection) -> rusqlite::Result<(Vec<i64>, Vec<i64>)> {
        let (mut same, mut apart) = (Vec::new(), Vec::new());
        for (decision, side, what, _) in &self.all {
            let sides = match what {
                Decision::Same => "decision = ?1 AND ?2 = ?2",
                Decision::Different => "decision = ?1 AND side <> ?2",
                Decision::Renamed | Decision::Undecided => continue,
            };
            let mut rows = from.prepare_cached(&format!(
                "SELECT DISTINCT individual FROM anchor WHERE {sides} AND individual IS NOT NULL"
            ))?;
            let found: Vec<i64> =
                rows.query_map(params![decision, side], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let to = if *what == Decision::Same { &mut same } else { &mut apart };
            found.into_iter().for_each(|id| {
                if !to.contains(&id) {
                    to.push(id)
                }
            });
        }
        same.retain(|id| !apart.contains(id));
        Ok((same, apart))
    }

    /// Records which individual a person was joined to. Returns whether a decision gives the person a name.
    pub fn place(&self, to: &Connection, individual: i64) -> rusqlite::Result<bool> {
        for (decision, side, _, anchored) in &self.all {
            to.prepare_cached(
                "UPDATE anchor SET individual = ?5 WHERE decision = ?1 AND side = ?2 AND source = ?3 AND name = ?4",
            )?
            .execute(params![decision, side, self.source, anchored, individual])?;
        }
        Ok(self.all.iter().any(|(_, _, what, _)| *what == Decision::Renamed))
    }
}

/// Whether a decision says that two people are not one.
pub(super) fn are_apart(from: &Connection, one: i64, other: i64) -> rusqlite::Result<bool> {
    from.prepare_cached(
        "SELECT 1 FROM anchor AS mine JOIN anchor AS theirs ON theirs.decision = mine.decision
         AND theirs.side <> mine.side JOIN decision ON number = mine.decision
         WHERE mine.individual = ?1 AND theirs.individual = ?2 AND what = 1",
    )?
    .exists([one, other])
}

/// The last name that the reader gave to a person.
pub(super) fn given_name(from: &Connection, individual: i64) -> rusqlite::Result<Option<String>> {
    from.prepare_cached(
        "SELECT decision.name FROM anchor JOIN decision ON number = decision
         WHERE individual = ?1 AND what = 2 ORDER BY number DESC LIMIT 1",
    )?
    .query_row([individual], |row| row.get(0))
    .optional()
}

pub(super) fn decision_number(what: Decision) -> u8 {
    match what {
        Decision::Same => 0,
        Decision::Different => 1,
        Decision::Renamed => 2,
        Decision::Undecided => 3,
    }
}

pub(super) fn decision_of(number: u8) -> Decision {
    match number {
        0 => Decision::Same,
        1 => Decision::Different,
        2 => Decision::Renamed,
        _ => Decision::Undecided,
    }
}
