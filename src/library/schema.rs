//! The tables of the library, and their migrations.

use super::error::Cause;
use rusqlite::{Connection, TransactionBehavior};

/// The version of a correction's JSON. Corrections of a newer version are left alone.
pub(super) const CORRECTIONS: i64 = 1;

/// Marks the file as ours (“onrd”).
const APPLICATION: i64 = 0x6f6e_7264;

/// The migrations to version 1, 2 and so on. A released one never changes: later tables are a further step that refers
/// to `source`.
const STEPS: &[&str] = &[
    "
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- canonical path or address
    title TEXT,
    text INTEGER NOT NULL DEFAULT 0,    -- fingerprint of the text that was read
    place TEXT,                         -- JSON of a place: the first words on the screen
    share REAL NOT NULL DEFAULT 0,      -- of the text above them, 0 to 1
    read_at INTEGER                     -- seconds since 1970
);
CREATE INDEX source_read_at ON source (read_at);
CREATE TABLE mark (
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    letter TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (source, letter)
) WITHOUT ROWID;
CREATE TABLE correction (
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,            -- in the order in which they were made
    version INTEGER NOT NULL,
    body TEXT NOT NULL,                 -- JSON of a correction
    PRIMARY KEY (source, number)
) WITHOUT ROWID;
",
    "
CREATE TABLE item (
    feed TEXT NOT NULL,                 -- key of the feed
    id TEXT NOT NULL,                   -- what the feed calls it
    read_at INTEGER NOT NULL,           -- seconds since 1970
    PRIMARY KEY (feed, id)
) WITHOUT ROWID;
CREATE TABLE answer (
    address TEXT PRIMARY KEY,
    etag TEXT,
    modified TEXT,
    content_type TEXT,
    url TEXT NOT NULL,                  -- after redirects
    body BLOB NOT NULL,
    kept_at INTEGER NOT NULL            -- seconds since 1970
);
CREATE INDEX answer_kept_at ON answer (kept_at);
",
];

/// Checks that the file is a library, and migrates it in one transaction.
pub(super) fn prepare(database: &mut Connection) -> Result<(), Cause> {
    // A rollback journal works on network drives and in read-only folders, and leaves no second file behind, unlike a
    // write-ahead log.
    database.execute_batch("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")?;
    if is_current(database)? {
        return Ok(());
    }
    let change = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it meanwhile.
    if !is_current(&change)? {
        for step in STEPS.iter().skip(number(&change, "user_version")? as usize) {
            change.execute_batch(step)?;
        }
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", STEPS.len() as i64)?;
    }
    change.commit()?;
    Ok(())
}

/// Whether it is a library of this version, rather than of an older one or an empty file.
fn is_current(database: &Connection) -> Result<bool, Cause> {
    let version = number(database, "user_version")?;
    let tables: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match number(database, "application_id")? {
        APPLICATION if version > STEPS.len() as i64 => Err(Cause::Newer),
        APPLICATION if version >= 0 => Ok(version == STEPS.len() as i64),
        0 if tables == 0 && version == 0 => Ok(false),
        _ => Err(Cause::Foreign),
    }
}

fn number(database: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    database.pragma_query_value(None, pragma, |row| row.get(0))
}
