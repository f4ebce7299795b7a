//! Quotations similar to given words: who said them, where, in which wordings.

use super::alignment::{Alignment, Difference, Wording, align, align_in_quotation, align_joined};
use super::earlier_versions;
use super::reporting_article::{MIN_CLOSENESS, ReportingArticle, SimilarQuotation};
use crate::library::articles::packed;
use crate::library::articles::prepared::{kind_of, person_kind_of};
use crate::library::error::Error;
use crate::library::search::hits::Speaker;
use crate::library::search::query::Term;
use crate::library::store::{Library, SourceKey};
use crate::library::words::{folded, words};
use crate::text::Day;
use crate::text::{Span, TextAnchor};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

/// A word in more quotations than this is too common to find candidates by.
const MAX_FREQUENT: usize = 2000;
/// The most words and pairs of words by which candidates are looked for, the rarest first.
const MAX_CLUES: usize = 16;
/// The most given words that are used for the look-up.
const MAX_GIVEN: usize = 48;
/// The most candidates that are compared word by word.
const MAX_COMPARED: usize = 150;
/// The least gain in similarity for which words count as joined.
const JOINED_GAIN: f32 = 0.08;
/// The greatest similarity of words that are not the same.
const MOST: f32 = 0.99;
/// The fewest consecutive words, missing from the closest quotation, that are also searched among the quotations of
/// other speakers, and the similarity at which they count as found.
const LEAST_BY_OTHERS: usize = 3;
const BY_OTHERS: f32 = 0.85;

/// Reported words in one wording, with all articles that report them in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedWords {
    /// The similarity to the words that were given, 0 to 1; 1 only if whole sentences are the same.
    pub closeness: f32,
    /// The two word by word, in whole sentences of the quotation.
    pub differences: Vec<Difference>,
    pub speaker: Option<Speaker>,
    /// Whether the speaker has the requested name; true if none was requested.
    pub is_by: bool,
    /// Its reports, the earliest first, those without a date last.
    pub reports: Vec<ReportingArticle>,
}

impl ReportedWords {
    /// The negating word that only one of the two has, and whether it is the stored one.
    pub fn negation(&self) -> Option<(&str, bool)> {
        self.differences.iter().find_map(|part| Some((part.negation()?, matches!(part, Difference::LeftOut(_)))))
    }

    /// Whether the given words are all there, in order, as a part of the quotation.
    pub fn is_part(&self) -> bool {
        let is_other = |part: &Difference| matches!(part, Difference::Added(_) | Difference::Joined);
        let same = self.differences.iter().filter(|part| matches!(part, Difference::Same(_))).count();
        same == 1 && self.differences.len() > 1 && !self.differences.iter().any(is_other)
    }

    /// The number of the version, if only an earlier one of an article has the words.
    pub fn earlier_version(&self) -> Option<u32> {
        self.reports.first()?.earlier_version
    }

    /// Whether the given words join separate parts.
    pub fn is_joined(&self) -> bool {
        self.differences.contains(&Difference::Joined)
    }
}

impl Library {
    /// The stored quotations that are like `given`, at most `limit` wordings, the closest first; the words of `by`
    /// come before others of the same closeness. Words of the same wording by the same speaker are one utterance.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn alike(&self, given: &str, by: &[Term], limit: usize) -> Result<Vec<ReportedWords>, Error> {
        let wording = Wording::of(given);
        if wording.len() == 0 {
            return Ok(Vec::new());
        }
        self.read(Vec::new(), |from| {
            let mut candidates = candidates(from, given)?;
            let mut earlier = earlier_versions::candidates(from, &wording)?;
            // Words that the latest version still has are not reported for an earlier one.
            let said =
                |quotation: &SimilarQuotation| (quotation.reporting.key.clone(), folded(&quotation.reporting.words));
            let now: FxHashSet<(SourceKey, String)> = candidates.iter().map(said).collect();
            earlier.retain(|before| !now.contains(&said(before)));
            candidates.extend(earlier);
            let found = compared(&wording, &candidates);
            Ok(grouped(found, &candidates, by, limit))
        })
    }
}

/// The quotations that have the rarest words, and pairs of words, of `given`.
fn candidates(from: &Connection, given: &str) -> rusqlite::Result<Vec<SimilarQuotation>> {
    let single: Vec<String> =
        words(given).take(MAX_GIVEN).map(|range| folded(&given[range])).filter(|word| !word.is_empty()).collect();
    let pairs = single.windows(2).map(|pair| pair.join(" "));
    let mut clues: Vec<String> = single.iter().cloned().chain(pairs).collect();
    clues.sort_unstable();
    clues.dedup();
    let mut count = from.prepare_cached(
        "SELECT count(*) FROM (SELECT 1 FROM quotation_words WHERE quotation_words MATCH ?1 LIMIT ?2)",
    )?;
    let mut counted: Vec<(usize, String)> = Vec::new();
    for clue in clues {
        let phrase = format!("\"{clue}\"");
        let found: i64 = count.query_row(params![phrase, MAX_FREQUENT as i64 + 1], |row| row.get(0))?;
        if found > 0 {
            counted.push((found as usize, phrase));
        }
    }
    counted.sort();
    let mut weights: FxHashMap<i64, f32> = FxHashMap::default();
    let mut rows = from.prepare_cached("SELECT rowid FROM quotation_words WHERE quotation_words MATCH ?1 LIMIT ?2")?;
    for (nth, (found, clue)) in counted.iter().take(MAX_CLUES).enumerate() {
        if *found > MAX_FREQUENT && nth >= MAX_CLUES / 4 {
            break;
        }
        let weight = 1.0 / (2.0 + *found as f32).ln();
        let ids = rows.query_map(params![clue, MAX_FREQUENT as i64], |row| row.get::<_, i64>(0))?;
        for id in ids {
            *weights.entry(id?).or_default() += weight;
        }
    }
    let mut best: Vec<(i64, f32)> = weights.into_iter().collect();
    best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    best.truncate(MAX_COMPARED);
    let mut found = Vec::new();
    for (id, _) in best {
        found.extend(candidate(from, id)?);
    }
    Ok(found)
}

fn candidate(from: &Connection, id: i64) -> rusqlite::Result<Option<SimilarQuotation>> {
    from.prepare_cached(
        "SELECT article.id, speaker, coalesce(individual.name, person.name), role, person.kind,
                concat_ws(' ', person.names, individual.names), source.key, article.title, outlet.name, published, day,
                quotation.kind, spans, body.text, person.individual
         FROM quotation JOIN article ON article.id = quotation.article JOIN source ON source.id = source
         JOIN body ON body.article = article.id LEFT JOIN outlet ON outlet.id = outlet
         LEFT JOIN person ON person.id = speaker LEFT JOIN individual ON individual.id = person.individual
         WHERE quotation.id = ?1",
    )?
    .query_row([id], |row| {
        let text = packed::unpack_text(row.get_ref(13)?.as_blob()?).unwrap_or_default();
        let spans = packed::unpack_spans(row.get_ref(12)?.as_blob()?);
        let span = spans.iter().copied().reduce(Span::join).unwrap_or_default();
        let speaker = match row.get(2)? {
            Some(name) => Some(Speaker { name, role: row.get(3)?, kind: person_kind_of(row.get(4)?) }),
            None => None,
        };
        Ok(SimilarQuotation {
            article: row.get(0)?,
            speaker_id: row.get(1)?,
            individual: row.get(14)?,
            speaker,
            names: row.get(5)?,
            reporting: ReportingArticle {
                key: SourceKey::named(row.get::<_, String>(6)?),
                title: row.get(7)?,
                outlet: row.get(8)?,
                published: row.get(9)?,
                day: row.get::<_, Option<i32>>(10)?.map(Day),
                kind: kind_of(row.get(11)?),
                words: spans.iter().map(|span| span.of(&text)).collect::<Vec<_>>().join(" … "),
                anchor: TextAnchor::new(&text, spans.first().copied().unwrap_or_default()),
                code_points: span.code_points(&text),
                span,
                earlier_version: None,
            },
        })
    })
    .optional()
}

/// A candidate's match.
struct ComparedCandidate {
    candidate: usize,
    alignment: Alignment,
}

fn compared(given: &Wording, candidates: &[SimilarQuotation]) -> Vec<ComparedCandidate> {
    let stored: Vec<Wording> =
        candidates.iter().map(|candidate| Wording::in_sentences(&candidate.reporting.words)).collect();
    let mut found: Vec<ComparedCandidate> = Vec::new();
    for (candidate, stored) in stored.iter().enumerate() {
        found.push(ComparedCandidate { candidate, alignment: align_in_quotation(given, stored) });
    }
    // Words of one speaker that stand apart in one article may have been joined.
    let mut by_speaker: FxHashMap<(i64, i64), Vec<usize>> = FxHashMap::default();
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some(speaker) = candidate.speaker_id {
            by_speaker.entry((candidate.article, speaker)).or_default().push(at);
        }
    }
    for all in by_speaker.values() {
        let all = &all[..all.len().min(4)];
        for (&first, &second) in all.iter().flat_map(|first| all.iter().map(move |second| (first, second))) {
            let alone = found[first].alignment.closeness.max(found[second].alignment.closeness);
            if first == second || alone > 1.0 - JOINED_GAIN {
                continue;
            }
            let joined = align_joined(given, &stored[first], &stored[second]);
            if let Some(joined) = joined.filter(|joined| joined.closeness >= alone + JOINED_GAIN) {
                found[first].alignment = joined;
            }
        }
    }
    let added = added_by_closest(&found);
    let added: Vec<Wording> = added.iter().map(|words| Wording::of(words)).collect();
    let is_of_others = |nth: usize| added.iter().any(|words| align(words, &stored[nth]).closeness >= BY_OTHERS);
    found.retain(|found| found.alignment.closeness >= MIN_CLOSENESS || is_of_others(found.candidate));
    found
}

/// The given words that the closest wording lacks.
fn added_by_closest(found: &[ComparedCandidate]) -> Vec<String> {
    let closest = found.iter().max_by(|one, other| one.alignment.closeness.total_cmp(&other.alignment.closeness));
    let Some(closest) = closest.filter(|closest| closest.alignment.closeness >= MIN_CLOSENESS) else {
        return Vec::new();
    };
    let added = closest.alignment.differences.iter().filter_map(|part| match part {
        Difference::Added(words) if words.split(' ').count() >= LEAST_BY_OTHERS => Some(words.clone()),
        _ => None,
    });
    added.collect()
}

/// The key that all reports of one wording share: the words and how they differ from those that were given.
fn key(differences: &[Difference]) -> String {
    let part = |part: &Difference| match part {
        Difference::Same(words) => folded(words),
        Difference::LeftOut(words) => format!("- {}", folded(words)),
        Difference::Added(words) => format!("+ {}", folded(words)),
        Difference::Joined => "|".to_owned(),
    };
    differences.iter().map(part).collect::<Vec<_>>().join("\n")
}

/// The matches, grouped into utterances by wording and speaker.
fn grouped(
    found: Vec<ComparedCandidate>,
    candidates: &[SimilarQuotation],
    by: &[Term],
    limit: usize,
) -> Vec<ReportedWords> {
    let mut utterances: Vec<ReportedWords> = Vec::new();
    let mut places: FxHashMap<(String, Option<i64>, String, bool), usize> = FxHashMap::default();
    for ComparedCandidate { candidate, alignment } in found {
        let candidate = &candidates[candidate];
        let wording = key(&alignment.differences);
        // A speaker without a name, or of an earlier version, is identified by name or description.
        let called = candidate.speaker.as_ref().filter(|_| candidate.individual.is_none());
        let called = called.map(|speaker| folded(&speaker.name)).unwrap_or_default();
        let version = candidate.reporting.earlier_version;
        let place = *places.entry((wording, candidate.individual, called, version.is_some())).or_insert_with(|| {
            let names: Vec<&str> = candidate.names.split(' ').collect();
            let has = |term: &Term| (0..term.words().len()).all(|nth| names.iter().any(|name| term.is_word(nth, name)));
            let is_same = alignment.differences.iter().all(|part| matches!(part, Difference::Same(_)));
            utterances.push(ReportedWords {
                closeness: if is_same { alignment.closeness } else { alignment.closeness.min(MOST) },
                differences: alignment.differences.clone(),
                speaker: candidate.speaker.clone(),
                is_by: by.iter().all(has),
                reports: Vec::new(),
            });
            utterances.len() - 1
        });
        let utterance = &mut utterances[place];
        if let (Some(Speaker { role: role @ None, .. }), Some(new)) = (&mut utterance.speaker, &candidate.speaker) {
            *role = new.role.clone();
        }
        let is_there = |other: &ReportingArticle| {
            other.key == candidate.reporting.key && other.span.overlaps(candidate.reporting.span)
        };
        if !utterance.reports.iter().any(is_there) {
            utterance.reports.push(candidate.reporting.clone());
        }
    }
    for utterance in &mut utterances {
        utterance.reports.sort_by(|one, other| {
            (one.day.is_none(), one.day, one.key.as_str()).cmp(&(other.day.is_none(), other.day, other.key.as_str()))
        });
    }
    utterances.sort_by(|one, other| {
        let order = other.closeness.total_cmp(&one.closeness).then(other.is_by.cmp(&one.is_by));
        let is_earlier = |words: &ReportedWords| words.earlier_version().is_some();
        order.then(is_earlier(one).cmp(&is_earlier(other))).then(other.reports.len().cmp(&one.reports.len()))
    });
    utterances.truncate(limit);
    utterances
}
