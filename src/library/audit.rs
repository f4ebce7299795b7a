//! The audit of sources: who is quoted in a part of the library, how much, and in which way.

use super::articles::packed::unpack_spans;
use super::articles::prepared::{act_of, kind_number, person_kind_of};
use super::error::Error;
use super::search::hits::{Conditions, add_articles};
use super::search::query::LibraryQuery;
use super::store::Library;
use crate::article::Article;
use crate::record::{Person, PersonId, PersonKind, Record, SpeechAct, UNCERTAIN, count_words};
use crate::text::pluralize;
use rusqlite::params_from_iter;
use rustc_hash::{FxHashMap, FxHashSet};

/// The sources quoted in some articles. As in the record, thoughts count no words, and a quotation inside another of
/// the same speaker is not counted again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    pub articles: usize,
    /// Words of all texts.
    pub words: usize,
    /// Quotations, and the words that they take of the texts: direct, mixed, indirect.
    pub quotations: [usize; 3],
    pub quoted_words: [usize; 3],
    /// Words that were said, counting nested quotations again: the total of which shares are taken.
    pub said_words: usize,
    /// Quotations without a known speaker, and their words.
    pub unattributed: usize,
    pub unattributed_words: usize,
    /// Sources, those with most words first. People and bodies are joined over all articles; sources without a name are
    /// counted in each article.
    pub sources: Vec<AuditedSource>,
}

/// A person who is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedSource {
    pub name: String,
    /// The number of the person or body, if it is joined across articles.
    pub individual: Option<i64>,
    pub kind: PersonKind,
    /// The longest role that an article gives.
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

    /// The totals, as lines for people.
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
                100.0 * self.share(self.unattributed_words)
            ),
            "words that were only thought are not counted".into(),
        ]
    }

    /// The share of `words` in all words that were said, 0 to 1.
    pub fn share(&self, words: usize) -> f64 {
        if self.said_words == 0 { 0.0 } else { words as f64 / self.said_words as f64 }
    }

    /// Audits one article without a library.
    pub fn of(article: &Article, record: &Record) -> Audit {
        let mut audit = Audit { articles: 1, words: count_words(article.text()), ..Audit::default() };
        let is_certain = |person: &PersonId| record.quotations_of(*person).iter().any(|&id| !record.uncertain(id));
        let mut places: Vec<PersonId> = record.speakers().filter(is_certain).collect();
        places.sort_unstable();
        for &person in &places {
            let Person { name, kind, role, .. } = &record.people()[person];
            let source = AuditedSource { role: role.clone(), articles: 1, ..AuditedSource::new(name.clone(), *kind) };
            audit.sources.push(source);
        }
        for (id, quotation) in record.quotations().iter().enumerate() {
            let Some(words) = record.said_words(article, id) else { continue };
            let speaker = quotation.speaker.filter(|_| !record.uncertain(id));
            let place = speaker.and_then(|person| places.binary_search(&person).ok());
            audit.count(usize::from(kind_number(quotation.kind)), words, quotation.inside.is_some(), place);
        }
        audit.sort();
        audit
    }

    /// Counts a quotation of `words` words, of the source at `place`.
    fn count(&mut self, kind: usize, words: usize, is_inside: bool, place: Option<usize>) {
        self.quotations[kind] += 1;
        self.said_words += words;
        self.quoted_words[kind] += if is_inside { 0 } else { words };
        match place.and_then(|place| self.sources.get_mut(place)) {
            Some(source) => {
                source.quotations[kind] += 1;
                source.words += words;
            }
            None => {
                self.unattributed += 1;
                self.unattributed_words += words;
            }
        }
    }

    /// Brings the sources with most words to the front.
    fn sort(&mut self) {
        self.sources.sort_by(|one, other| (other.words, &one.name).cmp(&(one.words, &other.name)));
    }
}

impl AuditedSource {
    /// A source with nothing counted yet.
    fn new(name: String, kind: PersonKind) -> AuditedSource {
        AuditedSource { name, individual: None, kind, role: None, articles: 0, quotations: [0; 3], words: 0 }
    }
}

impl Library {
    /// Audits the articles that match the outlets and dates of `query`; the rest of it is ignored.
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
                        coalesce(individual.name, person.name), role, individual.id, act, inside, spans,
                        speaker_confidence {articles}
                 JOIN quotation ON quotation.article = article.id LEFT JOIN person ON person.id = speaker
                 LEFT JOIN individual ON individual.id = person.individual
                 WHERE article.is_latest {asked} ORDER BY article.id, quotation.number"
            ))?;
            let mut rows = rows.query(params_from_iter(&conditions.values))?;
            let mut places: FxHashMap<(bool, i64), usize> = FxHashMap::default();
            let mut seen: FxHashSet<(usize, i64)> = FxHashSet::default();
            let mut outer = OuterQuotations::default();
            while let Some(row) = rows.next()? {
                let (article, kind): (i64, u8) = (row.get(0)?, row.get(1)?);
                let speaker: Option<i64> = row.get(3)?;
                let (act, is_inside): (u8, bool) = (row.get(8)?, row.get(9)?);
                let holder = outer.speaker_around(article, is_inside, speaker, row.get(10)?);
                if holder.is_some_and(|holder| speaker.is_none() || holder == speaker) {
                    continue;
                }
                // A guessed speaker is not counted.
                let speaker = speaker.filter(|_| row.get::<_, f64>(11).is_ok_and(|sure| sure as f32 >= UNCERTAIN));
                let is_said = act_of(act) == SpeechAct::Said;
                let words = if is_said { row.get::<_, i64>(2)? as usize } else { 0 };
                let kind = usize::from(kind).min(2);
                let Some(person) = speaker else {
                    audit.count(kind, words, is_inside, None);
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
                    let source = AuditedSource::new(name, person_kind_of(number));
                    sources.push(AuditedSource { individual, ..source });
                    sources.len() - 1
                });
                audit.count(kind, words, is_inside, Some(place));
                let source = &mut audit.sources[place];
                source.articles += usize::from(seen.insert((place, article)));
                let role: Option<String> = row.get(6)?;
                if role.as_ref().map_or(0, String::len) > source.role.as_ref().map_or(0, String::len) {
                    source.role = role;
                }
            }
            audit.sort();
            Ok(audit)
        })
    }
}

/// The quotations of the current article that may contain others, in order.
#[derive(Default)]
struct OuterQuotations {
    article: i64,
    quotations: Vec<(Option<i64>, Vec<u8>)>,
}

impl OuterQuotations {
    /// The speaker of the quotation that contains this one, the next of `article`, if any.
    fn speaker_around(
        &mut self,
        article: i64,
        is_inside: bool,
        speaker: Option<i64>,
        spans: Vec<u8>,
    ) -> Option<Option<i64>> {
        if self.article != article {
            self.quotations.clear();
            self.article = article;
        }
        if !is_inside {
            self.quotations.push((speaker, spans));
            return None;
        }
        let own = unpack_spans(&spans).first().copied().unwrap_or_default();
        let holds = |spans: &[u8]| unpack_spans(spans).iter().any(|span| span.holds(own.start as usize));
        let outer = self.quotations.iter().rev().find(|(_, spans)| holds(spans)).map(|&(speaker, _)| speaker);
        // A nested quotation may contain another.
        self.quotations.push((speaker, spans));
        outer
    }
}
