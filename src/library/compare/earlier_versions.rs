//! Quotations of earlier versions of articles: quotations that a text had before it was changed. No index has them, so
//! the versions stored last are read.

use super::alignment::Wording;
use super::reporting_article::{MIN_CLOSENESS, ReportingArticle, SimilarQuotation};
use crate::library::articles::packed;
use crate::library::articles::storage::opened;
use crate::library::search::hits::Speaker;
use crate::library::store::SourceKey;
use crate::library::words::folded;
use crate::record;
use crate::text::{Day, Span, TextAnchor};
use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;

/// Versions that are read at most, those stored last.
const MAX_READ: i64 = 2000;

/// The quotations of earlier versions that have most of the words that were `given`.
pub(in crate::library) fn candidates(from: &Connection, given: &Wording) -> rusqlite::Result<Vec<SimilarQuotation>> {
    let mut rows = from.prepare_cached(
        "SELECT version, kept_at, article.text, words, engine, model, article.title, byline, published, site, url,
                language, form, body.text, structure, record, source.key, day, article.id
         FROM article JOIN source ON source.id = source JOIN body ON body.article = article.id
         WHERE article.id IN (SELECT id FROM article INDEXED BY article_earlier WHERE NOT is_latest
                              ORDER BY id DESC LIMIT ?1)
         ORDER BY article.id DESC",
    )?;
    let mut rows = rows.query(params![MAX_READ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        // Most versions have other words, and are not unpacked whole.
        let Some(text) = row.get_ref(13)?.as_blob().ok().and_then(packed::unpack_text) else { continue };
        let words = folded(&text);
        let words: FxHashSet<&str> = words.split(' ').collect();
        if (given.count_in(&words) as f32) < MIN_CLOSENESS * given.len() as f32 {
            continue;
        }
        let key = SourceKey::named(row.get::<_, String>(16)?);
        let Some(stored) = opened(row, &key) else { continue };
        let day = row.get::<_, Option<i32>>(17)?.map(Day);
        let record = record::build_confident(&stored.article, stored.analysis, &[]);
        let text = stored.article.text();
        for quotation in record.quotations() {
            let span = quotation.content.iter().copied().reduce(Span::join).unwrap_or_default();
            let person = quotation.speaker.and_then(|speaker| record.people().get(speaker));
            let speaker = person.map(|person| Speaker {
                name: person.name.clone(),
                role: person.role.clone(),
                kind: person.kind,
            });
            found.push(SimilarQuotation {
                article: row.get(18)?,
                speaker_id: quotation.speaker.map(|speaker| -1 - speaker as i64),
                individual: None,
                names: speaker.as_ref().map(|speaker| folded(&speaker.name)).unwrap_or_default(),
                speaker,
                reporting: ReportingArticle {
                    key: key.clone(),
                    title: stored.article.meta.title.clone(),
                    outlet: stored.article.meta.site.clone(),
                    published: stored.article.meta.published.clone(),
                    day,
                    kind: quotation.kind,
                    words: quotation.content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … "),
                    anchor: TextAnchor::new(text, quotation.content.first().copied().unwrap_or_default()),
                    code_points: span.code_points(text),
                    span,
                    earlier_version: Some(stored.version.number),
                },
            });
        }
    }
    Ok(found)
}
