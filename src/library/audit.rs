//! The audit of sources: who is quoted in a part of the library, how much, and in which way.

use super::error::Error;
use super::prepared::person_kind_of;
use super::query::LibraryQuery;
use super::search::{Conditions, add_articles};
use super::store::Library;
use crate::record::PersonKind;
use crate::text::pluralize;
use rusqlite::params_from_iter;
use rustc_hash::{FxHashMap, FxHashSet};

/// The sources quoted in some articles. A quotation inside another is not counted again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    pub articles: usize,
    /// Words of all texts.
    pub words: usize,
    /// Quotations and their words: direct, mixed, indirect.
    pub quotations: [usize; 3],
    pub quoted_words: [usize; 3],
    /// Quotations without a known speaker, and their words.
    pub unattributed: usize,
    pub unattributed_words: usize,
    /// Sources, those with most words first. People and bodies are those of all articles, joined; sources without a
    /// name are counted anew in each article.
    pub sources: Vec<AuditedSource>,
}

/// Somebody who is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedSource {
    pub name: String,
    /// The number of the person or body, where it is joined to that of other articles.
    pub individual: Option<i64>,
    pub kind: PersonKind,
    /// The role that is given most fully.
    pub role: Option<String>,
    pub articles: usize,
    /// Direct, mixed, indirect.
    pub quotations: [usize; 3],
    pub words: usize,
}

impl Audit {
    /// The number of sources of a kind: people with a name, bodies, or sources without a name.
    pub fn sources_of(&self, kind: PersonKind) -> usize {
        self.sources.iter().filter(|source| source.kind == kind).count()
    }

    /// What there is in all, as lines for people.
    pub fn summary(&self) -> Vec<String> {
        let quoted: usize = self.quoted_words.iter().sum();
        let of = |part: usize, all: usize| if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 };
        let [direct, mixed, indirect] = self.quotations;
        let [direct_words, mixed_words, indirect_words] = self.quoted_words.map(|words| of(words, quoted));
        let sources = pluralize(self.sources.len(), "source");
        let [named, bodies, unnamed] =
            [PersonKind::Person, PersonKind::Group, PersonKind::Unnamed].map(|kind| self.sources_of(kind));
        let bodies = if bodies == 1 { "1 body".into() } else { format!("{bodies} bodies") };
        vec![
            format!("{}, {}", pluralize(self.articles, "article"), pluralize(self.words, "word")),
            format!("{sources}: {named} named, {bodies} and {unnamed} unnamed"),
            format!("{:.1}% of words are quoted", of(quoted, self.words)),
            format!(
                "{direct} direct, {mixed} mixed, {indirect} indirect; of the quoted words {direct_words:.1}%, \
                 {mixed_words:.1}%, {indirect_words:.1}%"
            ),
            format!(
                "{} without a known speaker, {:.1}% of the quoted words",
                pluralize(self.unattributed, "quotation"),
                of(self.unattributed_words, quoted)
            ),
        ]
    }

    /// The share of `words` in all words that are quoted, 0 to 1.
    pub fn share(&self, words: usize) -> f64 {
        let all: usize = self.quoted_words.iter().sum();
        if all == 0 { 0.0 } else { words as f64 / all as f64 }
    }
}

impl Library {
    /// Audits the articles that `query` means by its outlets and dates; the rest of it is left aside.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn audit(&self, query: &LibraryQuery) -> Result<Audit, Error> {
        self.read(Audit::default(), |from| {
            let mut audit = Audit::default();
            let mut conditions = Conditions::default();
            if !add_articles(from, query, &mut conditions)? {
                return Ok(audit);
            }
            let articles = "FROM article JOIN source ON source.id = article.source";
            let asked = &conditions.sql;
            (audit.articles, audit.words) = from.query_row(
                &format!("SELECT count(*), coalesce(sum(article.words), 0) {articles} WHERE article.is_latest {asked}"),
                params_from_iter(&conditions.values),
                |row| Ok((row.get::<_, i64>(0)? as usize, row.get::<_, i64>(1)? as usize)),
            )?;
            let mut rows = from.prepare(&format!(
                "SELECT article.id, quotation.kind, quotation.words, person.id, person.kind,
                        coalesce(individual.name, person.name), role, individual.id {articles}
                 JOIN quotation ON quotation.article = article.id LEFT JOIN person ON person.id = speaker
                 LEFT JOIN individual ON individual.id = person.individual
                 WHERE article.is_latest AND NOT inside {asked}"
            ))?;
            let mut rows = rows.query(params_from_iter(&conditions.values))?;
            let mut places: FxHashMap<(bool, i64), usize> = FxHashMap::default();
            let mut seen: FxHashSet<(usize, i64)> = FxHashSet::default();
            while let Some(row) = rows.next()? {
                let kind = (row.get::<_, u8>(1)? as usize).min(2);
                let words = row.get::<_, i64>(2)? as usize;
                audit.quotations[kind] += 1;
                audit.quoted_words[kind] += words;
                let Some(person) = row.get::<_, Option<i64>>(3)? else {
                    audit.unattributed += 1;
                    audit.unattributed_words += words;
                    continue;
                };
                let (number, name): (u8, String) = (row.get(4)?, row.get(5)?);
                // Articles that name the same joined person name one source.
                let individual: Option<i64> = row.get(7)?;
                let key = match individual {
                    Some(individual) => (true, individual),
                    None => (false, person),
                };
                let sources = &mut audit.sources;
                let place = *places.entry(key).or_insert_with(|| {
                    sources.push(AuditedSource {
                        name,
                        individual,
                        kind: person_kind_of(number),
                        role: None,
                        articles: 0,
                        quotations: [0; 3],
                        words: 0,
                    });
                    sources.len() - 1
                });
                let source = &mut audit.sources[place];
                source.quotations[kind] += 1;
                source.words += words;
                source.articles += usize::from(seen.insert((place, row.get(0)?)));
                let role: Option<String> = row.get(6)?;
                if role.as_ref().map_or(0, String::len) > source.role.as_ref().map_or(0, String::len) {
                    source.role = role;
                }
            }
            audit.sources.sort_by(|one, other| (other.words, &one.name).cmp(&(one.words, &other.name)));
            Ok(audit)
        })
    }
}
