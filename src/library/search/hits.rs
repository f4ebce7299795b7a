//! Searches: a [`LibraryQuery`] over all texts or all quotations of the library, and each hit with its sentence, its
//! speaker and its place.

use super::matching::{self, SentenceMatch};
use super::query::{LibraryQuery, Term};
use crate::article::Block;
use crate::library::articles::copies;
use crate::library::articles::packed::{self, Structure};
use crate::library::articles::prepared::{act_number, act_of, kind_number, kind_of, person_kind_of};
use crate::library::error::Error;
use crate::library::store::{Library, SourceKey};
use crate::library::words::folded;
use crate::record::{Kind, PersonKind, SpeechAct};
use crate::text::Day;
use crate::text::{Span, TextAnchor};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use std::ops::Range;

/// The least number of matches from which the latest are chosen, so that the order by date is right for all but the
/// most frequent words. For those words only the places stored last are used.
const MIN_CANDIDATES: usize = 500;
/// The most places read during typing, to check where an incomplete word stands.
const MAX_CHECKED: usize = 200;
/// The most articles of a person in which the latest quotations are looked for, those stored last.
const MAX_SPOKEN: i64 = 1000;

/// A place that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub key: SourceKey,
    pub title: Option<String>,
    /// The name of the outlet.
    pub outlet: Option<String>,
    /// The date as the article has it, and its day.
    pub published: Option<String>,
    pub day: Option<Day>,
    /// The sentence, or the words of the quotation, its pieces joined by “ … ”.
    pub words: String,
    /// The bytes of `words` that match.
    pub matches: Vec<Range<usize>>,
    /// The sentence or the quotation in the text of the article, in bytes and in code points.
    pub span: Span,
    pub code_points: Range<usize>,
    /// The first words that match, or the first words of the sentence; the anchor finds them in later versions of the
    /// text.
    pub anchor: TextAnchor,
    /// The quotation that contains them.
    pub quotation: Option<Speech>,
    /// The number of the version, if the latest one does not have the words.
    pub earlier_version: Option<u32>,
}

/// A listed quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Speech {
    /// Its number among the quotations of its article that are certain enough to show.
    pub number: usize,
    pub kind: Kind,
    pub act: SpeechAct,
    pub confidence: f32,
    pub speaker_confidence: f32,
    pub speaker: Option<Speaker>,
}

/// A speaker, as an article calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    pub name: String,
    pub role: Option<String>,
    pub kind: PersonKind,
}

/// The conditions of a query in SQL, and their parameters.
#[derive(Default)]
pub(in crate::library) struct Conditions {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Conditions {
    pub fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }
}

/// The article of a hit, with its text.
struct FoundArticle {
    id: i64,
    key: SourceKey,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    day: Option<Day>,
    text: String,
    blocks: Vec<Block>,
    earlier_version: Option<u32>,
}

impl Library {
    /// The first `limit` places that `query` finds: sentences, or quotations if it has a field of these. The latest
    /// articles come first, those without a date last.
    ///
    /// # Errors
    /// If the library cannot be read, here and below.
    pub fn search(&self, query: &LibraryQuery, limit: usize) -> Result<Vec<Hit>, Error> {
        if query.is_of_quotations() { self.quotations(query, limit) } else { self.texts(query, limit) }
    }

    /// The first `limit` quotations that `query` finds; its words must stand in them. Ordered like [`Library::search`].
    pub fn quotations(&self, query: &LibraryQuery, limit: usize) -> Result<Vec<Hit>, Error> {
        self.read(Vec::new(), |from| {
            let terms: Vec<&Term> = query.terms.iter().chain(&query.about).collect();
            let begun: Vec<&Term> = terms.iter().copied().filter(|term| term.split_last_word().is_some()).collect();
            if !begun.is_empty() {
                let found = found_quotations(from, query, &terms, true, MAX_CHECKED)?;
                let is_all = found.len() < MAX_CHECKED;
                let hits = quotation_hits(from, found, &terms, &begun, limit)?;
                if is_all || hits.len() >= limit {
                    return Ok(hits);
                }
            }
            quotation_hits(from, found_quotations(from, query, &terms, false, limit)?, &terms, &[], limit)
        })
    }

    /// The first `limit` quotations of a person in all articles, the latest first.
    pub fn person_quotations(&self, individual: i64, limit: usize) -> Result<Vec<Hit>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT article.id, quotation.id
                 FROM (SELECT id, article FROM person WHERE individual = ?1 ORDER BY id DESC LIMIT ?3) AS person
                 JOIN quotation ON quotation.speaker = person.id JOIN article ON article.id = person.article
                 ORDER BY day DESC, article.id DESC, quotation.number LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = rows
                .query_map(params![individual, limit, limit.max(MAX_SPOKEN)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let found: Vec<(i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
            quotation_hits(from, found, &[], &[], usize::MAX)
        })
    }

    fn texts(&self, query: &LibraryQuery, limit: usize) -> Result<Vec<Hit>, Error> {
        self.read(Vec::new(), |from| {
            // During typing of a phrase, an index would merge the places of all words that its last one is a prefix of.
            let is_begun = |term: &&Term| term.words().len() > 1 && term.split_last_word().is_some();
            let begun: Vec<&Term> = query.terms.iter().filter(is_begun).collect();
            if !begun.is_empty() {
                let split = |term: &Term| match term.split_last_word() {
                    Some((before, last)) => before.into_iter().chain([last]).collect(),
                    None => vec![term.clone()],
                };
                let looser = LibraryQuery { terms: query.terms.iter().flat_map(split).collect(), ..query.clone() };
                let found = found_texts(from, &looser, false, MAX_CHECKED)?;
                let is_all = found.len() < MAX_CHECKED;
                let hits = text_hits(from, found, &query.terms, &begun, limit)?;
                if is_all || hits.len() >= limit {
                    return with_earlier(from, hits, &looser, query, &begun, limit);
                }
            }
            let hits = text_hits(from, found_texts(from, query, false, limit)?, &query.terms, &[], limit)?;
            with_earlier(from, hits, query, query, &[], limit)
        })
    }
}

/// Adds hits in earlier versions of articles whose latest version has none, as far as there is room: words that a site
/// has removed. `looser` finds candidates, and those that have all of `checked` are hits.
fn with_earlier(
    from: &Connection,
    mut hits: Vec<Hit>,
    looser: &LibraryQuery,
    query: &LibraryQuery,
    checked: &[&Term],
    limit: usize,
) -> rusqlite::Result<Vec<Hit>> {
    if hits.len() < limit && !query.terms.is_empty() {
        let found = found_texts(from, looser, true, MAX_CHECKED)?;
        for hit in text_hits(from, found, &query.terms, checked, limit)? {
            if hits.len() < limit && hits.iter().all(|other| other.key != hit.key) {
                hits.push(hit);
            }
        }
    }
    Ok(hits)
}

/// The first `limit` hits in the articles `found` that have all of `checked`.
fn text_hits(
    from: &Connection,
    found: Vec<i64>,
    terms: &[Term],
    checked: &[&Term],
    limit: usize,
) -> rusqlite::Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for article in found {
        let Some(page) = read_page(from, article)? else { continue };
        if matching::has_all(&page.text, checked) {
            hits.push(text_hit(from, &page, terms)?);
            if hits.len() >= limit {
                break;
            }
        }
    }
    Ok(hits)
}

/// The articles that `query` finds, by their latest version or by an earlier one, in order.
fn found_texts(from: &Connection, query: &LibraryQuery, is_earlier: bool, limit: usize) -> rusqlite::Result<Vec<i64>> {
    let which = if is_earlier { "NOT article.is_latest AND article.has_words" } else { "article.is_latest" };
    let mut conditions = Conditions::default();
    let (begun, whole): (Vec<&Term>, Vec<&Term>) = query.terms.iter().partition(|term| term.beginning().is_some());
    let begun: Vec<String> =
        begun.iter().filter_map(|term| term.beginning()).map(|word| format!("\"{word}\"")).collect();
    let begun = (!begun.is_empty()).then(|| begun.join(" AND "));
    let whole = expression(&whole, &query.without);
    let is_without = whole.is_none();
    let (table, order) = match (whole, begun) {
        (Some(whole), begun) => {
            conditions.add("article_words MATCH ?", [whole.into()]);
            if let Some(begun) = begun {
                // The plus makes SQLite build the list once, not for each place.
                let sql = "+article_words.rowid IN
                           (SELECT rowid FROM article_beginnings WHERE article_beginnings MATCH ?)";
                conditions.add(sql, [begun.into()]);
            }
            ("article_words CROSS JOIN article ON article.id = article_words.rowid", "article_words.rowid DESC")
        }
        (None, Some(begun)) => {
            conditions.add("article_beginnings MATCH ?", [begun.into()]);
            (
                "article_beginnings CROSS JOIN article ON article.id = article_beginnings.rowid",
                "article_beginnings.rowid DESC",
            )
        }
        (None, None) => ("article", "article.day DESC, article.id DESC"),
    };
    if let Some(without) = any_of(&query.without).filter(|_| is_without) {
        let sql = "+article.id NOT IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)";
        conditions.add(sql, [without.into()]);
    }
    if !add_articles(from, query, &mut conditions)? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT article.id, article.day FROM {table} CROSS JOIN source ON source.id = article.source
         WHERE {which} {} ORDER BY {order} LIMIT {}",
        conditions.sql,
        candidates(limit)
    );
    let mut rows = from.prepare_cached(&sql)?;
    let rows = rows.query_map(params_from_iter(conditions.values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found: Vec<(i64, Option<i32>)> = rows.collect::<rusqlite::Result<_>>()?;
    found.sort_by_key(|&(article, day)| std::cmp::Reverse((day, article)));
    found.truncate(limit);
    Ok(found.into_iter().map(|(article, _)| article).collect())
}

/// The quotations that `query` finds, in order, each with its article. If it is `loose`, prefixes among `terms` need
/// only stand in the article, which is a fast look-up.
fn found_quotations(
    from: &Connection,
    query: &LibraryQuery,
    terms: &[&Term],
    loose: bool,
    limit: usize,
) -> rusqlite::Result<Vec<(i64, i64)>> {
    let mut conditions = Conditions::default();
    let (mut whole, mut begun): (Vec<Term>, Vec<String>) = (Vec::new(), Vec::new());
    for term in terms {
        match term.split_last_word().filter(|_| loose) {
            Some((before, last)) => {
                whole.extend(before);
                begun.extend(last.beginning().map(|word| format!("\"{word}\"")));
            }
            None => whole.push((*term).clone()),
        }
    }
    let said = expression(&whole.iter().collect::<Vec<_>>(), &query.without);
    let (table, order) = if let Some(speakers) = speakers(query) {
        let table = add_speakers(from, query, speakers, &mut conditions)?;
        if let Some(said) = &said {
            let sql = "+quotation.id IN (SELECT rowid FROM quotation_words WHERE quotation_words MATCH ?)";
            conditions.add(sql, [said.clone().into()]);
        }
        (table, "quotation.speaker DESC")
    } else if let Some(said) = &said {
        conditions.add("quotation_words MATCH ?", [said.clone().into()]);
        ("quotation_words CROSS JOIN quotation ON quotation.id = quotation_words.rowid", "quotation_words.rowid DESC")
    } else {
        ("", "article.day DESC, article.id DESC, quotation.number")
    };
    if let Some(without) = any_of(&query.without).filter(|_| said.is_none()) {
        let sql = "+quotation.id NOT IN (SELECT rowid FROM quotation_words WHERE quotation_words MATCH ?)";
        conditions.add(sql, [without.into()]);
    }
    if !begun.is_empty() {
        let sql = "+article.id IN (SELECT rowid FROM article_beginnings WHERE article_beginnings MATCH ?)";
        conditions.add(sql, [begun.join(" AND ").into()]);
    }
    if let Some(kind) = query.kind {
        conditions.add("quotation.kind = ?", [i64::from(kind_number(kind)).into()]);
    }
    if let Some(act) = query.act {
        conditions.add("quotation.act = ?", [i64::from(act_number(act)).into()]);
    }
    if !add_articles(from, query, &mut conditions)? {
        return Ok(Vec::new());
    }
    let table = match table {
        "" => "article CROSS JOIN quotation ON quotation.article = article.id".to_owned(),
        table => format!("{table} CROSS JOIN article ON article.id = quotation.article"),
    };
    let sql = format!(
        "SELECT article.id, article.day, quotation.number, quotation.id
         FROM {table} CROSS JOIN source ON source.id = article.source
         WHERE article.is_latest {} ORDER BY {order} LIMIT {}",
        conditions.sql,
        candidates(limit)
    );
    let mut rows = from.prepare_cached(&sql)?;
    let rows = rows.query_map(params_from_iter(conditions.values), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    let mut found: Vec<(i64, Option<i32>, i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
    found.sort_by_key(|&(article, day, number, _)| (std::cmp::Reverse((day, article)), number));
    found.truncate(limit);
    Ok(found.into_iter().map(|(article, _, _, quotation)| (article, quotation)).collect())
}

fn candidates(limit: usize) -> i64 {
    i64::try_from(limit.max(MIN_CANDIDATES)).unwrap_or(i64::MAX)
}

/// Adds the conditions of `query` on articles. False if no article can match.
pub(in crate::library) fn add_articles(
    from: &Connection,
    query: &LibraryQuery,
    conditions: &mut Conditions,
) -> rusqlite::Result<bool> {
    if let Some(since) = query.since {
        conditions.add("article.day >= ?", [i64::from(since.0).into()]);
    }
    if let Some(until) = query.until {
        conditions.add("article.day <= ?", [i64::from(until.0).into()]);
    }
    if let Some(key) = &query.article {
        conditions.add("source.key = ?", [copies::original(from, key)?.0.into()]);
    }
    for wanted in &query.outlets {
        if wanted.contains(['/', '\\']) {
            let path = std::fs::canonicalize(wanted).map(|path| path.to_string_lossy().into_owned());
            let path = path.unwrap_or_else(|_| wanted.clone());
            let path = path.trim_end_matches('/').to_owned();
            // `0` is the character after `/`, so the range has all paths below this one.
            let range = [path.clone(), format!("{path}/"), format!("{path}0")];
            conditions.add("(source.key = ? OR source.key >= ? AND source.key < ?)", range.map(Value::from));
            continue;
        }
        let mut outlets = from.prepare_cached("SELECT id, key, name FROM outlet")?;
        let mut outlets = outlets.query([])?;
        let mut ids = Vec::new();
        while let Some(row) = outlets.next()? {
            let (id, key, name): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if is_outlet(wanted, &key, &name) {
                ids.push(id.to_string());
            }
        }
        if !ids.is_empty() {
            conditions.add(&format!("article.outlet IN ({})", ids.join(", ")), []);
            continue;
        }
        // A page may have another name for its site than the feed of the host.
        let mut sites =
            from.prepare_cached("SELECT DISTINCT site FROM article WHERE is_latest AND site IS NOT NULL")?;
        let sites = sites.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let sites: Vec<String> = sites.into_iter().filter(|site| is_outlet(wanted, "", site)).collect();
        if sites.is_empty() {
            return Ok(false);
        }
        let places = vec!["?"; sites.len()].join(", ");
        conditions.add(&format!("article.site IN ({places})"), sites.into_iter().map(Value::from));
    }
    Ok(true)
}

/// Whether `wanted` is the host `key` or one that it belongs to, or stands in the name of the site.
fn is_outlet(wanted: &str, key: &str, name: &str) -> bool {
    let host = wanted.trim_start_matches("www.").to_lowercase();
    let is_host = key.strip_suffix(host.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    let (words, name) = (folded(wanted), folded(name));
    is_host || !words.is_empty() && format!(" {name} ").contains(&format!(" {words} "))
}

/// Adds the conditions of `query` on speakers, whose rows match `speakers`; a name also matches every person who is
/// joined to a person of that name. Returns the tables.
fn add_speakers(
    from: &Connection,
    query: &LibraryQuery,
    speakers: String,
    conditions: &mut Conditions,
) -> rusqlite::Result<&'static str> {
    let by = all_of(&query.by.iter().collect::<Vec<_>>());
    let is_joined = match &by {
        Some(by) => from
            .prepare_cached("SELECT 1 FROM individual_words WHERE individual_words MATCH ?1 LIMIT 1")?
            .exists([by])?,
        None => false,
    };
    let Some(by) = by.filter(|_| is_joined) else {
        conditions.add("person_words MATCH ?", [speakers.into()]);
        return Ok("person_words CROSS JOIN quotation ON quotation.speaker = person_words.rowid");
    };
    let mut joined = "SELECT person.id FROM individual_words JOIN person ON person.individual = individual_words.rowid
                      WHERE individual_words MATCH ?"
        .to_owned();
    let mut values: Vec<Value> = vec![speakers.into(), by.into()];
    if let Some(role) = all_of(&query.role.iter().collect::<Vec<_>>()) {
        joined.push_str(" AND person.id IN (SELECT rowid FROM person_words WHERE person_words MATCH ?)");
        values.push(format!("roles : ({role})").into());
    }
    let sql =
        format!("quotation.speaker IN (SELECT rowid FROM person_words WHERE person_words MATCH ? UNION {joined})");
    conditions.add(&sql, values);
    Ok("quotation")
}

/// The full-text expression for the speakers of a query.
fn speakers(query: &LibraryQuery) -> Option<String> {
    let column = |name: &str, terms: &[Term]| {
        let all = all_of(&terms.iter().collect::<Vec<_>>())?;
        Some(format!("{name} : ({all})"))
    };
    let both: Vec<String> = column("names", &query.by).into_iter().chain(column("roles", &query.role)).collect();
    (!both.is_empty()).then(|| both.join(" AND "))
}

/// The full-text expression for all of `terms` and none of `without`. `None` if there are no terms.
pub(in crate::library) fn expression(terms: &[&Term], without: &[Term]) -> Option<String> {
    let all = all_of(terms)?;
    Some(match any_of(without) {
        Some(any) => format!("({all}) NOT ({any})"),
        None => all,
    })
}

pub(in crate::library) fn all_of(terms: &[&Term]) -> Option<String> {
    let all: Vec<String> = terms.iter().map(|term| quoted(term)).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

fn any_of(terms: &[Term]) -> Option<String> {
    let all: Vec<String> = terms.iter().map(quoted).collect();
    (!all.is_empty()).then(|| all.join(" OR "))
}

/// A term as a phrase. Its words are letters and digits alone.
fn quoted(term: &Term) -> String {
    format!("\"{}\"{}", term.words().join(" "), if term.is_prefix() { " *" } else { "" })
}

fn read_page(from: &Connection, id: i64) -> rusqlite::Result<Option<FoundArticle>> {
    let mut rows = from.prepare_cached(
        "SELECT source.key, article.title, outlet.name, published, day, body.text, structure,
                iif(is_latest, NULL, version) FROM article JOIN source ON source.id = source JOIN body ON body.article = article.id
         LEFT JOIN outlet ON outlet.id = outlet WHERE article.id = ?1",
    )?;
    let page = |row: &Row| {
        let structure: Structure = packed::unpack(row.get_ref(6)?.as_blob()?).unwrap_or_default();
        Ok(FoundArticle {
            id,
            key: SourceKey::named(row.get::<_, String>(0)?),
            title: row.get(1)?,
            outlet: row.get(2)?,
            published: row.get(3)?,
            day: row.get::<_, Option<i32>>(4)?.map(Day),
            text: packed::unpack_text(row.get_ref(5)?.as_blob()?).unwrap_or_default(),
            blocks: structure.blocks,
            earlier_version: row.get(7)?,
        })
    };
    rows.query_row([id], page).optional()
}

/// The hit of a text: the sentence that has most of the terms.
fn text_hit(from: &Connection, page: &FoundArticle, terms: &[Term]) -> rusqlite::Result<Hit> {
    let terms: Vec<&Term> = terms.iter().collect();
    let SentenceMatch { sentence, first } = matching::best_sentence(&page.text, &page.blocks, &terms);
    let words = sentence.of(&page.text).to_owned();
    let matches = matching::matches(&words, &terms);
    let places: Vec<u32> = matches.iter().map(|range| sentence.start + range.start as u32).collect();
    let quotation = quotation_around(from, page.id, &places)?;
    Ok(hit(page, words, matches, sentence, first, quotation))
}

/// The innermost quotation of an article at the first of these bytes that stands in one.
fn quotation_around(from: &Connection, article: i64, places: &[u32]) -> rusqlite::Result<Option<Speech>> {
    if places.is_empty() {
        return Ok(None);
    }
    let mut rows = from.prepare_cached(&format!("{SPEECH} WHERE quotation.article = ?1 ORDER BY quotation.number"))?;
    let mut rows = rows.query([article])?;
    let mut best: Option<((usize, u32), Speech)> = None;
    while let Some(row) = rows.next()? {
        let spans = packed::unpack_spans(row.get_ref(8)?.as_blob()?);
        let at = places.iter().enumerate().find_map(|(nth, &place)| {
            let span = spans.iter().find(|span| span.holds(place as usize))?;
            Some((nth, u32::MAX - span.start))
        });
        if let Some(at) = at.filter(|at| best.as_ref().is_none_or(|(before, _)| at <= before)) {
            best = Some((at, speech(row)?));
        }
    }
    Ok(best.map(|(_, speech)| speech))
}

const SPEECH: &str = "SELECT quotation.number, quotation.kind, act, confidence, speaker_confidence, name, role, \
                      person.kind, spans FROM quotation LEFT JOIN person ON person.id = speaker";

fn speech(row: &Row) -> rusqlite::Result<Speech> {
    let speaker = match row.get::<_, Option<String>>(5)? {
        Some(name) => Some(Speaker { name, role: row.get(6)?, kind: person_kind_of(row.get(7)?) }),
        None => None,
    };
    Ok(Speech {
        number: row.get::<_, i64>(0)? as usize,
        kind: kind_of(row.get(1)?),
        act: act_of(row.get(2)?),
        confidence: row.get::<_, f64>(3)? as f32,
        speaker_confidence: row.get::<_, f64>(4)? as f32,
        speaker,
    })
}

/// The first `limit` hits among the quotations `found`, given as article and quotation, that have all of `checked`.
/// Consecutive quotations of an article read it once.
fn quotation_hits(
    from: &Connection,
    found: Vec<(i64, i64)>,
    terms: &[&Term],
    checked: &[&Term],
    limit: usize,
) -> rusqlite::Result<Vec<Hit>> {
    let mut hits = Vec::new();
    let mut page: Option<FoundArticle> = None;
    for (article, quotation) in found {
        if page.as_ref().is_none_or(|page| page.id != article) {
            page = read_page(from, article)?;
        }
        let Some(page) = &page else { continue };
        hits.extend(quotation_hit(from, page, quotation, terms)?.filter(|hit| matching::has_all(&hit.words, checked)));
        if hits.len() >= limit {
            break;
        }
    }
    Ok(hits)
}

fn quotation_hit(from: &Connection, page: &FoundArticle, id: i64, terms: &[&Term]) -> rusqlite::Result<Option<Hit>> {
    let mut rows = from.prepare_cached(&format!("{SPEECH} WHERE quotation.id = ?1"))?;
    let row = |row: &Row| Ok((speech(row)?, packed::unpack_spans(row.get_ref(8)?.as_blob()?)));
    let Some((speech, spans)) = rows.query_row(params![id], row).optional()? else { return Ok(None) };
    let words = spans.iter().map(|span| span.of(&page.text)).collect::<Vec<_>>().join(" … ");
    let matches = matching::matches(&words, terms);
    let span = spans.iter().copied().reduce(Span::join).unwrap_or_default();
    Ok(Some(hit(page, words, matches, span, spans.first().copied(), Some(speech))))
}

fn hit(
    page: &FoundArticle,
    words: String,
    matches: Vec<Range<usize>>,
    span: Span,
    first: Option<Span>,
    quotation: Option<Speech>,
) -> Hit {
    let text = &page.text;
    Hit {
        key: page.key.clone(),
        title: page.title.clone(),
        outlet: page.outlet.clone(),
        published: page.published.clone(),
        day: page.day,
        code_points: span.code_points(text),
        anchor: TextAnchor::new(text, first.unwrap_or(span)),
        words,
        matches,
        span,
        quotation,
        earlier_version: page.earlier_version,
    }
}
