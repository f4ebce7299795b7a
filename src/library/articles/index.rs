//! Writes the rows that searches read: people, quotations and words of the latest version of each article, and the
//! words of earlier versions. FTS5 deletes a row from an index only when it is given the very text that was put in, so
//! no other file writes to the indexes of articles.

use super::packed::{self, Structure};
use super::prepared::{Index, IndexedPerson, indexed_words, words_of};
use crate::library::identity;
use crate::library::words::beginnings;
use rusqlite::{Connection, OptionalExtension, params};

/// Inserts the rows of the article `id`.
pub(in crate::library) fn insert(to: &Connection, id: i64, index: &Index) -> rusqlite::Result<()> {
    insert_words(to, id, &index.words, &index.beginnings)?;
    let mut people = Vec::with_capacity(index.people.len());
    for (number, person) in index.people.iter().enumerate() {
        let IndexedPerson { kind, name, role, names, roles, attributes } = person;
        to.prepare_cached(
            "INSERT INTO person (article, number, kind, name, role, names, roles, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![id, number as i64, kind, name, role, names, roles, attributes])?;
        let person = to.last_insert_rowid();
        people.push(person);
        to.prepare_cached("INSERT INTO person_words (rowid, names, roles) VALUES (?1, ?2, ?3)")?
            .execute(params![person, names, roles])?;
    }
    for (number, quotation) in index.quotations.iter().enumerate() {
        let speaker = quotation.speaker.and_then(|speaker| people.get(speaker));
        to.prepare_cached(
            "INSERT INTO quotation
             (article, number, kind, act, speaker, confidence, speaker_confidence, inside, words, spans)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            number as i64,
            quotation.kind,
            quotation.act,
            speaker,
            f64::from(quotation.confidence),
            f64::from(quotation.speaker_confidence),
            quotation.inside,
            quotation.word_count as i64,
            quotation.spans
        ])?;
        to.prepare_cached("INSERT INTO quotation_words (rowid, words) VALUES (?1, ?2)")?
            .execute(params![to.last_insert_rowid(), quotation.words])?;
    }
    to.prepare_cached("UPDATE article SET quotations = ?2 WHERE id = ?1")?
        .execute(params![id, index.quotations.len() as i64])?;
    identity::join_article(to, id)
}

/// Deletes the rows of the article `id`.
pub(in crate::library) fn remove(to: &Connection, id: i64) -> rusqlite::Result<()> {
    if let Some((text, words)) = read(to, id)? {
        remove_found(to, id, &text)?;
        remove_words(to, id, &words)
    } else {
        remove_found(to, id, "")
    }
}

/// Deletes the people and quotations of the article `id`, which is now an earlier version. Its words stay searchable.
pub(in crate::library) fn retire(to: &Connection, id: i64) -> rusqlite::Result<()> {
    let text = read(to, id)?;
    remove_found(to, id, text.as_ref().map_or("", |(text, _)| text))?;
    to.prepare_cached("UPDATE article SET has_words = 1 WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Deletes the words of the article `id`, if it is an earlier version with words in the index.
pub(in crate::library) fn remove_retired(to: &Connection, id: i64) -> rusqlite::Result<()> {
    let mut has_words = to.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND NOT is_latest AND has_words")?;
    if has_words.exists([id])? {
        if let Some((_, words)) = read(to, id)? {
            remove_words(to, id, &words)?;
        }
        to.prepare_cached("UPDATE article SET has_words = 0 WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

/// Inserts the words of earlier versions that are not in the index, from an old library or an import.
pub(in crate::library) fn insert_earlier(to: &Connection) -> rusqlite::Result<()> {
    let mut rows = to.prepare_cached("SELECT id FROM article WHERE NOT is_latest AND has_words = 0 ORDER BY id")?;
    let earlier: Vec<i64> = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for id in earlier {
        if let Some((_, words)) = read(to, id)? {
            insert_words(to, id, &words, &beginnings(&words))?;
        }
        to.prepare_cached("UPDATE article SET has_words = 1 WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

/// The text of the article `id` and its indexed words. `None` for a damaged one: its words stay in the index, and lead
/// to no article.
fn read(from: &Connection, id: i64) -> rusqlite::Result<Option<(String, String)>> {
    let stored = from
        .prepare_cached(
            "SELECT title, body.text, structure FROM article JOIN body ON article = article.id WHERE article.id = ?1",
        )?
        .query_row([id], |row| {
            let text = packed::unpack_text(row.get_ref(1)?.as_blob()?);
            Ok((row.get::<_, Option<String>>(0)?, text, packed::unpack::<Structure>(row.get_ref(2)?.as_blob()?)))
        })
        .optional()?;
    let Some((title, Some(text), Some(Structure { blocks, .. }))) = stored else { return Ok(None) };
    let words = indexed_words(title.as_deref(), &text, &blocks);
    Ok(Some((text, words)))
}

fn insert_words(to: &Connection, id: i64, words: &str, beginnings: &str) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT INTO article_words (rowid, words) VALUES (?1, ?2)")?.execute(params![id, words])?;
    to.prepare_cached("INSERT INTO article_beginnings (rowid, words) VALUES (?1, ?2)")?
        .execute(params![id, beginnings])?;
    Ok(())
}

fn remove_words(to: &Connection, id: i64, words: &str) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT INTO article_beginnings (article_beginnings, rowid, words) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, beginnings(words)])?;
    to.prepare_cached("INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, words])?;
    Ok(())
}

/// Deletes the people and quotations of the article `id`, which has this text.
fn remove_found(to: &Connection, id: i64, text: &str) -> rusqlite::Result<()> {
    identity::leave_article(to, id)?;
    if !text.is_empty() {
        let mut rows = to.prepare_cached("SELECT id, spans FROM quotation WHERE article = ?1")?;
        let quotations: Vec<(i64, Vec<u8>)> =
            rows.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        for (quotation, spans) in quotations {
            to.prepare_cached("INSERT INTO quotation_words (quotation_words, rowid, words) VALUES ('delete', ?1, ?2)")?
                .execute(params![quotation, words_of(text, &packed::unpack_spans(&spans))])?;
        }
    }
    to.prepare_cached(
        "INSERT INTO person_words (person_words, rowid, names, roles)
         SELECT 'delete', id, names, roles FROM person WHERE article = ?1",
    )?
    .execute([id])?;
    to.prepare_cached("DELETE FROM person WHERE article = ?1")?.execute([id])?;
    to.prepare_cached("DELETE FROM quotation WHERE article = ?1")?.execute([id])?;
    Ok(())
}
