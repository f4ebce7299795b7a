//! Joins the people of an article to those of others, which are found by surname and chosen by score, and removes them
//! again.

use super::anchors::{Anchors, PersonDecisions, are_apart, given_name};
use super::person_attributes::{PersonAttributes, PersonName, skeleton};
use super::profile::{Appearance, Profile};
use super::score::{self, NameRelation, Surname};
use crate::language::lexical::lexicon::same_given_name;
use crate::library::store::fingerprint;
use crate::library::words::folded;
use crate::text::one_line;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

/// The most people of one surname that a person is compared with, those in most articles first.
const MAX_CANDIDATES: usize = 48;
/// The lead that the best candidate needs over one whose name fits as well, in log odds.
const MARGIN: f64 = 1.5;
/// The least probability for joining a person who has another role there and shares nothing but the name.
const CONTRADICTED: f64 = 0.93;
/// Above any probability: only the reader joins people of different places or bodies.
const NEVER: f64 = 2.0;
/// The least probability that a person is each of several others for the others to be merged.
const SURE: f64 = 0.95;
/// The least probability at which the reader is asked.
const DOUBTFUL: f64 = 0.3;
/// The most people that the reader is asked about for one name.
const MAX_DOUBTS: usize = 3;
/// The most people of an article that count as associates.
const MAX_ASSOCIATES: usize = 64;
/// The most bytes of all searched names of a person.
const MAX_NAMES: usize = 1000;

/// The stored row of a person or body that may be joined from several articles.
#[derive(Debug, Default)]
pub(super) struct IndividualRow {
    pub id: i64,
    /// Whether it is a group or organisation.
    is_body: bool,
    /// The names, folded for the search.
    names: String,
    pub quotations: i64,
    pub words: i64,
    pub profile: Profile,
}

/// A person of an article who is to be joined.
#[derive(Debug)]
struct UnjoinedPerson {
    person: i64,
    appearance: Appearance,
}

/// A candidate: an individual who may be the same person.
struct Namesake {
    individual: IndividualRow,
    relation: NameRelation,
    probability: f64,
    /// The least probability for joining them.
    enough: f64,
}

/// The least probability for joining two people whose names are in this relation. For a surname alone it is the one at
/// which 99 in 100 joins are right, by hand-labelled articles; with a given name, the one at which 98 in 100 are found
/// at once. Most of the others are joined as soon as more is known about them.
fn least_probability(relation: NameRelation) -> f64 {
    match relation {
        NameRelation::Full | NameRelation::SurnameAlone => 0.8,
        NameRelation::ShortForm | NameRelation::Spelling | NameRelation::Initial => 0.85,
        NameRelation::BothAlone | NameRelation::Different => 0.95,
    }
}

/// Joins the people of all articles who are not joined yet: the people of a library from before people were joined.
pub(in crate::library) fn join_unjoined(to: &Connection) -> rusqlite::Result<()> {
    let mut articles =
        to.prepare_cached("SELECT DISTINCT article FROM person WHERE kind < 2 AND signature IS NULL ORDER BY article")?;
    let articles: Vec<i64> = articles.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for article in articles {
        let mut rows = to.prepare_cached(
            "SELECT id, name, role, kind FROM person WHERE article = ?1 AND kind < 2 AND signature IS NULL",
        )?;
        let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let people: Vec<(i64, String, Option<String>, u8)> =
            rows.query_map([article], row)?.collect::<rusqlite::Result<_>>()?;
        for (id, name, role, kind) in people {
            let attributes = match kind {
                0 => PersonAttributes::new(&name, role.as_deref(), std::iter::empty()),
                _ => PersonAttributes::default(),
            };
            to.prepare_cached("UPDATE person SET signature = ?2 WHERE id = ?1")?
                .execute(params![id, attributes.pack()])?;
        }
        join_article(to, article)?;
    }
    Ok(())
}

/// Joins the people of an article, which are there with their quotations.
pub(in crate::library) fn join_article(to: &Connection, article: i64) -> rusqlite::Result<()> {
    let (people, source) = read_article(to, article, false)?;
    let anchors = Anchors::of_source(to, &source)?;
    for UnjoinedPerson { person, appearance } in people {
        place(to, person, &appearance, &anchors.of(&appearance))?;
    }
    Ok(())
}

/// Removes the people of an article from those they are joined to.
pub(in crate::library) fn leave_article(to: &Connection, article: i64) -> rusqlite::Result<()> {
    let (people, source) = read_article(to, article, true)?;
    for UnjoinedPerson { person, appearance } in people {
        leave(to, person, &appearance)?;
    }
    to.prepare_cached("UPDATE anchor SET individual = NULL WHERE source = ?1")?.execute([source])?;
    Ok(())
}

/// Joins all people of `individuals` again, first those that decisions name.
pub(super) fn join_anew(to: &Connection, individuals: &[i64]) -> rusqlite::Result<()> {
    let mut members: Vec<(i64, String, Appearance)> = Vec::new();
    for individual in individuals {
        let mut articles =
            to.prepare_cached("SELECT DISTINCT article FROM person WHERE individual = ?1 ORDER BY article")?;
        let articles: Vec<i64> =
            articles.query_map([individual], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for article in articles {
            let (people, source) = read_article(to, article, true)?;
            for UnjoinedPerson { person, appearance } in people {
                let of: Option<i64> = to
                    .prepare_cached("SELECT individual FROM person WHERE id = ?1")?
                    .query_row([person], |row| row.get(0))?;
                if of == Some(*individual) {
                    members.push((person, source.clone(), appearance));
                }
            }
        }
    }
    for (person, _, appearance) in &members {
        leave(to, *person, appearance)?;
    }
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for (person, source, appearance) in members {
        let is_free = Anchors::of_source(to, &source)?.of(&appearance).is_empty();
        (if is_free { &mut rest } else { &mut first }).push((person, source, appearance));
    }
    for (person, source, appearance) in first.into_iter().chain(rest) {
        place(to, person, &appearance, &Anchors::of_source(to, &source)?.of(&appearance))?;
    }
    Ok(())
}

/// The named people and bodies of an article, either the joined ones or the others, and its source.
fn read_article(from: &Connection, article: i64, is_joined: bool) -> rusqlite::Result<(Vec<UnjoinedPerson>, String)> {
    let (source, outlet, day): (String, Option<i64>, Option<i32>) = from
        .prepare_cached("SELECT key, outlet, day FROM article JOIN source ON source.id = source WHERE article.id = ?1")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut rows = from.prepare_cached(
        "SELECT id, kind, name, signature, individual IS NOT NULL FROM person WHERE article = ?1 ORDER BY number",
    )?;
    let mut rows = rows.query([article])?;
    let (mut associates, mut people) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (person, kind, written): (i64, u8, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if kind == 2 {
            continue;
        }
        let Some(name) = PersonName::parse(&written) else { continue };
        // Only the first entries of a long list count.
        if !name.given.is_empty() && associates.len() < MAX_ASSOCIATES {
            associates.push((person, hash(&name), weight(from, &name)?));
        }
        if row.get::<_, bool>(4)? == is_joined {
            let attributes = row.get_ref(3)?.as_blob_or_null()?.and_then(|blob| postcard::from_bytes(blob).ok());
            let attributes = attributes.unwrap_or_default();
            people.push(UnjoinedPerson {
                person,
                appearance: Appearance {
                    written,
                    name,
                    is_body: kind == 1,
                    attributes,
                    associates: Vec::new(),
                    outlet,
                    day,
                },
            });
        }
    }
    for UnjoinedPerson { person, appearance } in &mut people {
        let others = associates.iter().filter(|(other, _, _)| other != person);
        appearance.associates = others.map(|&(_, hash, weight)| (hash, weight)).collect();
    }
    Ok((people, source))
}

fn hash(name: &PersonName) -> u32 {
    fingerprint(&format!("{} {}", name.first(), name.surname)) as u32
}

/// The weight of an associate, a person named in the same article: the more articles name them, the weaker.
fn weight(from: &Connection, name: &PersonName) -> rusqlite::Result<f64> {
    let articles: Option<i64> = from
        .prepare_cached(
            "SELECT max(articles) FROM individual_name JOIN individual ON individual.id = individual
             WHERE surname = ?1 AND given = ?2",
        )?
        .query_row(params![skeleton(&name.surname), name.first()], |row| row.get(0))?;
    Ok(1.0 / (2.0 + articles.unwrap_or(0) as f64).log2())
}

/// Joins a person to the best candidate, or to none, following the decisions that name them.
fn place(to: &Connection, person: i64, appearance: &Appearance, anchors: &PersonDecisions) -> rusqlite::Result<()> {
    let (same, apart) = anchors.read(to)?;
    let mut candidates = candidates(to, appearance)?;
    candidates.retain(|candidate| !apart.contains(&candidate.individual.id));
    let chosen = if appearance.is_body { (!candidates.is_empty()).then_some(0) } else { chosen(&candidates) };
    let mut doubts = Vec::new();
    if chosen.is_none() {
        let is_doubtful = |candidate: &&Namesake| match candidate.relation {
            NameRelation::Different | NameRelation::BothAlone => false,
            NameRelation::SurnameAlone => candidate.probability >= 0.5,
            _ => candidate.probability >= DOUBTFUL,
        };
        let doubtful = candidates.iter().filter(is_doubtful).take(MAX_DOUBTS);
        doubts.extend(doubtful.map(|candidate| (candidate.individual.id, candidate.probability)));
    }
    let best = chosen.map(|at| candidates.swap_remove(at).individual);
    let best = match best {
        Some(best) => Some(best),
        None => merge_candidates(to, appearance, &candidates)?,
    };
    let mut individual = match (same.first(), best) {
        (Some(&id), best) => {
            let others = same[1..].iter().copied().chain(best.map(|best| best.id));
            let others: Vec<i64> = others.filter(|&other| other != id).collect();
            for other in others {
                if !are_apart(to, id, other)? {
                    merge(to, id, other)?;
                }
            }
            load(to, id)?.unwrap_or_default()
        }
        (None, Some(best)) => best,
        (None, None) => IndividualRow { is_body: appearance.is_body, ..IndividualRow::default() },
    };
    let (quotations, words) = spoken(to, person)?;
    individual.quotations += quotations;
    individual.words += words;
    individual.profile.add(appearance);
    let is_new = individual.id == 0;
    store(to, &mut individual)?;
    to.prepare_cached("UPDATE person SET individual = ?2 WHERE id = ?1")?.execute(params![person, individual.id])?;
    if is_new {
        for (other, probability) in doubts {
            to.prepare_cached("INSERT OR IGNORE INTO doubt (one, other, probability) VALUES (?1, ?2, ?3)")?
                .execute(params![individual.id, other, probability])?;
        }
    }
    if anchors.place(to, individual.id)? {
        write_name(to, individual.id)?;
    }
    if !appearance.is_body && !appearance.name.given.is_empty() && individual.profile.articles.is_power_of_two() {
        join_namesakes(to, &individual)?;
    }
    Ok(())
}

/// Joins people to `individual` who are likely the same, now that more is known: people with the surname alone, and
/// people with the same name.
fn join_namesakes(to: &Connection, individual: &IndividualRow) -> rusqlite::Result<()> {
    let name = individual.profile.as_appearance().name;
    let mut rows = to.prepare_cached(
        "SELECT DISTINCT individual FROM individual_name WHERE surname = ?1 AND given IN ('', ?2) ORDER BY individual",
    )?;
    let others = rows.query_map(params![skeleton(&name.surname), name.first()], |row| row.get(0))?;
    let others: Vec<i64> = others.collect::<rusqlite::Result<_>>()?;
    for id in others.into_iter().filter(|&id| id != individual.id).take(MAX_CANDIDATES) {
        let Some(other) = load(to, id)? else { continue };
        if other.profile.articles > individual.profile.articles {
            continue;
        }
        let candidates = candidates(to, &other.profile.as_appearance())?;
        let others: Vec<Namesake> = candidates.into_iter().filter(|candidate| candidate.individual.id != id).collect();
        let is_it = chosen(&others).is_some_and(|at| others[at].individual.id == individual.id);
        if is_it && !are_apart(to, individual.id, id)? {
            merge(to, individual.id, id)?;
        }
    }
    Ok(())
}

/// Joins several individuals into one if a person is almost surely each of them and nothing distinguishes them: they
/// were separate only because little was known about them.
fn merge_candidates(
    to: &Connection,
    appearance: &Appearance,
    candidates: &[Namesake],
) -> rusqlite::Result<Option<IndividualRow>> {
    let sure: Vec<&Namesake> = candidates
        .iter()
        .filter(|candidate| candidate.probability >= SURE.max(candidate.enough))
        .filter(|candidate| candidate.relation >= NameRelation::Spelling)
        .collect();
    let Some((first, others)) = sure.split_first().filter(|(_, others)| !others.is_empty()) else { return Ok(None) };
    // Only a person with the affiliations of both outweighs a difference.
    let belongs = |candidate: &Namesake| score::shares_affiliation(appearance, &candidate.individual.profile);
    for (at, one) in sure.iter().enumerate() {
        for other in &sure[at + 1..] {
            let is_both = belongs(one) && belongs(other);
            let (one, other) = (&one.individual, &other.individual);
            let (first, second) = (one.profile.as_appearance(), other.profile.as_appearance());
            let relation = score::relation_to(&first, &other.profile);
            let is_elsewhere =
                !is_both && score::is_elsewhere(&first, &other.profile) && score::is_elsewhere(&second, &one.profile);
            if is_elsewhere || relation < NameRelation::Spelling || are_apart(to, one.id, other.id)? {
                return Ok(None);
            }
        }
    }
    for other in others {
        merge(to, first.individual.id, other.individual.id)?;
    }
    load(to, first.individual.id)
}

/// The chosen one of the candidates, given best first.
fn chosen(candidates: &[Namesake]) -> Option<usize> {
    let log_odds = |probability: f64| (probability / (1.0 - probability).max(1e-9)).ln();
    let at = candidates.iter().position(|candidate| candidate.probability >= candidate.enough)?;
    let best = &candidates[at];
    let is_rival = |(other, candidate): &(usize, &Namesake)| {
        *other != at
            && candidate.enough < NEVER
            && candidate.relation >= best.relation
            && candidate.probability >= 0.5
            && log_odds(best.probability) - log_odds(candidate.probability) < MARGIN
    };
    let mut rivals = candidates.iter().enumerate().filter(is_rival);
    // One with the same name is better than one with another form of it.
    match rivals.next() {
        None => Some(at),
        Some((other, rival)) => {
            let is_clear = rival.relation > best.relation
                && rival.probability >= rival.enough
                && rivals.all(|(_, third)| third.relation < rival.relation);
            is_clear.then_some(other)
        }
    }
}

/// The bodies with this name, the one in most articles first.
fn bodies(from: &Connection, appearance: &Appearance) -> rusqlite::Result<Vec<Namesake>> {
    let mut rows = from.prepare_cached(
        "SELECT individual FROM individual_name JOIN individual ON individual.id = individual
         WHERE surname = ?1 AND given = '' ORDER BY articles DESC, individual LIMIT ?2",
    )?;
    let rows = rows.query_map(params![body_key(&appearance.written), MAX_CANDIDATES as i64], |row| row.get(0))?;
    let mut found = Vec::new();
    for id in rows {
        let Some(individual) = load(from, id?)? else { continue };
        found.push(Namesake { individual, relation: NameRelation::Full, probability: 1.0, enough: 0.5 });
    }
    Ok(found)
}

/// The key that organisations have in place of a surname. No surname has a slash.
fn body_key(name: &str) -> String {
    let name = folded(name);
    format!("/{}", name.strip_prefix("the ").unwrap_or(&name))
}

/// The individuals who may be the same by name, the likeliest first.
fn candidates(from: &Connection, appearance: &Appearance) -> rusqlite::Result<Vec<Namesake>> {
    if appearance.is_body {
        return bodies(from, appearance);
    }
    let mut rows = from.prepare_cached(
        "SELECT individual, given, articles FROM individual_name JOIN individual ON individual.id = individual
         WHERE surname = ?1",
    )?;
    let mut rows = rows.query([skeleton(&appearance.name.surname)])?;
    // Whether the individual has a given name, and whether it may be the same as this one.
    let mut block: FxHashMap<i64, (i64, bool, bool)> = FxHashMap::default();
    while let Some(row) = rows.next()? {
        let given = row.get_ref(1)?.as_str()?;
        let can_be = given.is_empty() || appearance.name.given.is_empty() || may_be(&appearance.name.given, given);
        let entry = block.entry(row.get(0)?).or_insert((row.get(2)?, false, false));
        entry.1 |= !given.is_empty();
        entry.2 |= can_be;
    }
    let with_given = block.values().filter(|(_, has_given, _)| *has_given);
    let (count, all) = with_given.fold((0, 0), |(count, all), (articles, _, _)| (count + 1, all + articles));
    let mut ids: Vec<(i64, i64)> =
        block.iter().filter(|(_, (_, _, can_be))| *can_be).map(|(&id, &(articles, _, _))| (articles, id)).collect();
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.truncate(MAX_CANDIDATES);
    let mut found = Vec::new();
    for (articles, id) in ids {
        let Some(individual) = load(from, id)? else { continue };
        let relation = score::relation_to(appearance, &individual.profile);
        if relation == NameRelation::Different {
            continue;
        }
        let surname = if appearance.name.given.is_empty() {
            Surname { share: articles as f64 / all.max(1) as f64, rivals: usize::try_from(count - 1).unwrap_or(0) }
        } else {
            // The share of a new individual that has only this article.
            Surname { share: 1.0 / (all + 1) as f64, rivals: usize::try_from(count).unwrap_or(0) }
        };
        let probability = score::probability(appearance, &individual.profile, relation, surname);
        let is_named = relation > NameRelation::SurnameAlone;
        let enough = match () {
            () if is_named && score::is_elsewhere(appearance, &individual.profile) => NEVER,
            () if score::is_contradicted(appearance, &individual.profile) => {
                least_probability(relation).max(CONTRADICTED)
            }
            () => least_probability(relation),
        };
        found.push(Namesake { individual, relation, probability, enough });
    }
    found.sort_by(|one, other| {
        other.probability.total_cmp(&one.probability).then(one.individual.id.cmp(&other.individual.id))
    });
    Ok(found)
}

/// Whether a given name may be a form of any of `names`.
fn may_be(names: &[String], given: &str) -> bool {
    names.iter().any(|name| name.chars().next() == given.chars().next() || same_given_name(name, given))
}

/// Joins all people of `other` to `individual`.
pub(super) fn merge(to: &Connection, individual: i64, other: i64) -> rusqlite::Result<()> {
    let (Some(mut remaining), Some(gone)) = (load(to, individual)?, load(to, other)?) else { return Ok(()) };
    to.prepare_cached("UPDATE person SET individual = ?1 WHERE individual = ?2")?.execute([individual, other])?;
    to.prepare_cached("UPDATE anchor SET individual = ?1 WHERE individual = ?2")?.execute([individual, other])?;
    to.prepare_cached("UPDATE OR IGNORE doubt SET one = ?1 WHERE one = ?2 AND other <> ?1")?
        .execute([individual, other])?;
    to.prepare_cached("UPDATE OR IGNORE doubt SET other = ?1 WHERE other = ?2 AND one <> ?1")?
        .execute([individual, other])?;
    remaining.profile.absorb(&gone.profile);
    remaining.quotations += gone.quotations;
    remaining.words += gone.words;
    delete(to, &gone)?;
    store(to, &mut remaining)
}

fn leave(to: &Connection, person: i64, appearance: &Appearance) -> rusqlite::Result<()> {
    let of: Option<i64> =
        to.prepare_cached("SELECT individual FROM person WHERE id = ?1")?.query_row([person], |row| row.get(0))?;
    to.prepare_cached("UPDATE person SET individual = NULL WHERE id = ?1")?.execute([person])?;
    let Some(mut individual) = of.map(|id| load(to, id)).transpose()?.flatten() else { return Ok(()) };
    let (quotations, words) = spoken(to, person)?;
    individual.quotations -= quotations;
    individual.words -= words;
    individual.profile.remove(appearance);
    if individual.profile.articles == 0 { delete(to, &individual) } else { store(to, &mut individual) }
}

/// The number of quotations and of words of a person of an article.
fn spoken(from: &Connection, person: i64) -> rusqlite::Result<(i64, i64)> {
    from.prepare_cached("SELECT count(*), coalesce(sum(iif(inside, 0, words)), 0) FROM quotation WHERE speaker = ?1")?
        .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn load(from: &Connection, id: i64) -> rusqlite::Result<Option<IndividualRow>> {
    from.prepare_cached("SELECT names, quotations, words, profile, kind = 1 FROM individual WHERE id = ?1")?
        .query_row([id], |row| {
            let profile = postcard::from_bytes(row.get_ref(3)?.as_blob()?).unwrap_or_default();
            let is_body = row.get(4)?;
            Ok(IndividualRow { id, is_body, names: row.get(0)?, quotations: row.get(1)?, words: row.get(2)?, profile })
        })
        .optional()
}

/// Writes `individual`, who gets a number if they have none.
pub(super) fn store(to: &Connection, individual: &mut IndividualRow) -> rusqlite::Result<()> {
    let profile = postcard::to_stdvec(&individual.profile).unwrap_or_default();
    let name = given_name(to, individual.id)?;
    let names = searched(&individual.profile, name.as_deref());
    let name = name.unwrap_or_else(|| one_line(individual.profile.name()));
    let articles = individual.profile.articles;
    let numbers = (individual.quotations, individual.words);
    if individual.id == 0 {
        to.prepare_cached(
            "INSERT INTO individual (name, names, articles, quotations, words, profile, kind)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![name, names, articles, numbers.0, numbers.1, profile, individual.is_body])?;
        individual.id = to.last_insert_rowid();
        add_names(to, individual, &names)?;
    } else {
        let is_same = names == individual.names;
        if !is_same {
            remove_names(to, individual)?;
        }
        to.prepare_cached(
            "UPDATE individual SET name = ?2, names = ?3, articles = ?4, quotations = ?5, words = ?6, profile = ?7
             WHERE id = ?1",
        )?
        .execute(params![individual.id, name, names, articles, numbers.0, numbers.1, profile])?;
        if !is_same {
            add_names(to, individual, &names)?;
        }
    }
    individual.names = names;
    Ok(())
}

/// Updates the name of an individual.
pub(super) fn write_name(to: &Connection, individual: i64) -> rusqlite::Result<()> {
    match load(to, individual)? {
        Some(mut individual) => store(to, &mut individual),
        None => Ok(()),
    }
}

fn delete(to: &Connection, individual: &IndividualRow) -> rusqlite::Result<()> {
    remove_names(to, individual)?;
    to.prepare_cached("DELETE FROM individual WHERE id = ?1")?.execute([individual.id])?;
    Ok(())
}

/// All words of all names, folded for the search.
fn searched(profile: &Profile, name: Option<&str>) -> String {
    let mut all: Vec<String> = Vec::new();
    let mut bytes = 0;
    for name in name.into_iter().chain(profile.names.iter().map(|(name, _)| name.as_str())) {
        for word in folded(name).split(' ').filter(|word| !word.is_empty()) {
            if bytes + word.len() < MAX_NAMES && !all.iter().any(|known| known == word) {
                bytes += word.len() + 1;
                all.push(word.to_owned());
            }
        }
    }
    all.join(" ")
}

fn add_names(to: &Connection, individual: &IndividualRow, names: &str) -> rusqlite::Result<()> {
    let IndividualRow { id, is_body, profile, .. } = individual;
    to.prepare_cached("INSERT INTO individual_words (rowid, names) VALUES (?1, ?2)")?.execute(params![id, names])?;
    let mut add =
        to.prepare_cached("INSERT OR IGNORE INTO individual_name (surname, given, individual) VALUES (?1, ?2, ?3)")?;
    for (name, _) in &profile.names {
        if *is_body {
            add.execute(params![body_key(name), "", id])?;
        } else if let Some(name) = PersonName::parse(name) {
            let surname = skeleton(&name.surname);
            let given = if name.given.is_empty() { vec![String::new()] } else { name.given };
            for given in given {
                add.execute(params![surname, given, id])?;
            }
        }
    }
    Ok(())
}

fn remove_names(to: &Connection, individual: &IndividualRow) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT INTO individual_words (individual_words, rowid, names) VALUES ('delete', ?1, ?2)")?
        .execute(params![individual.id, individual.names])?;
    to.prepare_cached("DELETE FROM individual_name WHERE individual = ?1")?.execute([individual.id])?;
    Ok(())
}
