//! The tables of the library, and their migrations.

use super::error::ErrorKind;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::HashSet;

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
    "
CREATE TABLE outlet (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- host, or site: and the name of a site, or the folder of a file
    name TEXT NOT NULL
);
CREATE TABLE article (                  -- a version of the text of a source
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,           -- from 1
    is_latest INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,           -- seconds since 1970
    text INTEGER NOT NULL,              -- fingerprint
    bytes INTEGER NOT NULL,
    words INTEGER NOT NULL,
    quotations INTEGER NOT NULL,        -- those certain enough to show
    title TEXT,
    byline TEXT,
    published TEXT,                     -- as the article has it
    day INTEGER,                        -- of publication, since 1970
    site TEXT,
    url TEXT,
    language TEXT NOT NULL,
    outlet INTEGER,
    engine INTEGER NOT NULL,            -- 0 fast, 1 best
    model INTEGER NOT NULL,             -- its version
    UNIQUE (source, version)
);
CREATE INDEX article_day ON article (day, id) WHERE is_latest;
CREATE INDEX article_kept ON article (kept_at, id) WHERE is_latest;
CREATE INDEX article_title ON article (title COLLATE NOCASE, id) WHERE is_latest;
CREATE INDEX article_outlet ON article (outlet, day) WHERE is_latest;
CREATE INDEX article_model ON article (engine, model) WHERE is_latest;
CREATE TABLE body (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    form INTEGER NOT NULL,              -- of the two below
    text BLOB NOT NULL,                 -- all packed
    structure BLOB NOT NULL,
    record BLOB NOT NULL
);
-- People and quotations of the latest versions, corrected, as far as they are certain enough to show.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,              -- 0 person, 1 group, 2 unnamed
    name TEXT NOT NULL,
    role TEXT,
    names TEXT NOT NULL,                -- the words of all names, as they are searched
    roles TEXT NOT NULL                 -- those of the role
);
CREATE INDEX person_article ON person (article, number);
CREATE TABLE quotation (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,              -- 0 direct, 1 mixed, 2 indirect
    act INTEGER NOT NULL,               -- 0 said, 1 thought
    speaker INTEGER,                    -- id of a person
    confidence REAL NOT NULL,
    speaker_confidence REAL NOT NULL,
    inside INTEGER NOT NULL,            -- whether it stands in another
    words INTEGER NOT NULL,
    spans BLOB NOT NULL                 -- of its pieces, in bytes of the text
);
CREATE INDEX quotation_article ON quotation (article, number);
CREATE INDEX quotation_speaker ON quotation (speaker);
-- Words alone, without the text that they are from. They are folded before, so all that a tokenizer does is to cut.
CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');
CREATE VIRTUAL TABLE quotation_words USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');
CREATE VIRTUAL TABLE person_words USING fts5
    (names, roles, content = 'person', content_rowid = 'id', columnsize = 0, tokenize = 'ascii');
-- The first letters of all words of an article, two to five of them, since a search goes on while somebody types. An index
-- of words finds beginnings only by putting all their places together, which takes seconds where there are many.
CREATE VIRTUAL TABLE article_beginnings USING fts5
    (words, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii');
-- What is removed leaves no word behind.
INSERT INTO article_beginnings (article_beginnings, rank) VALUES ('secure-delete', 1);
INSERT INTO article_words (article_words, rank) VALUES ('secure-delete', 1);
INSERT INTO quotation_words (quotation_words, rank) VALUES ('secure-delete', 1);
INSERT INTO person_words (person_words, rank) VALUES ('secure-delete', 1);
",
    "
CREATE TABLE individual (               -- a person, in all articles
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    names TEXT NOT NULL,                -- the words of all names, as they are searched
    articles INTEGER NOT NULL,
    quotations INTEGER NOT NULL,
    words INTEGER NOT NULL,             -- of all quotations
    profile BLOB NOT NULL               -- what the articles say, by which the person is known in others
);
CREATE INDEX individual_quotations ON individual (quotations DESC, articles DESC, id);
CREATE TABLE individual_name (          -- by which those are found whom somebody may be
    surname TEXT NOT NULL,              -- folded, in one spelling
    given TEXT NOT NULL,                -- each of the given names, or nothing
    individual INTEGER NOT NULL REFERENCES individual (id) ON DELETE CASCADE,
    PRIMARY KEY (surname, given, individual)
) WITHOUT ROWID;
CREATE INDEX individual_name_of ON individual_name (individual);
CREATE VIRTUAL TABLE individual_words USING fts5
    (names, content = 'individual', content_rowid = 'id', columnsize = 0, tokenize = 'ascii');
INSERT INTO individual_words (individual_words, rank) VALUES ('secure-delete', 1);
ALTER TABLE person ADD COLUMN individual INTEGER;   -- whom they are joined to, if they are a person with a name
ALTER TABLE person ADD COLUMN signature BLOB;       -- what the article says of them
CREATE INDEX person_individual ON person (individual) WHERE individual IS NOT NULL;
CREATE INDEX person_unjoined ON person (article) WHERE kind = 0 AND signature IS NULL;
CREATE TABLE doubt (                    -- two who may be one
    one INTEGER NOT NULL REFERENCES individual (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES individual (id) ON DELETE CASCADE,
    probability REAL NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX doubt_other ON doubt (other);
CREATE TABLE decision (                 -- of the reader
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    what INTEGER NOT NULL,              -- 0 same, 1 different, 2 renamed, 3 undecided
    name TEXT,                          -- the new one
    made_at INTEGER NOT NULL            -- seconds since 1970
);
CREATE TABLE anchor (                   -- somebody whom a decision is about
    source TEXT NOT NULL,               -- key
    name TEXT NOT NULL,                 -- as the article has it
    decision INTEGER NOT NULL REFERENCES decision (number) ON DELETE CASCADE,
    side INTEGER NOT NULL,              -- 0 the one, 1 the other
    individual INTEGER REFERENCES individual (id) ON DELETE SET NULL,   -- whom it stands for now
    PRIMARY KEY (source, name, decision, side)
) WITHOUT ROWID;
CREATE INDEX anchor_decision ON anchor (decision);
CREATE INDEX anchor_individual ON anchor (individual);
",
    "
ALTER TABLE individual ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;      -- 0 person, 1 group: joined by name alone
CREATE INDEX individual_by_name ON individual (name COLLATE NOCASE, id);
DROP INDEX person_unjoined;
CREATE INDEX person_unjoined ON person (article) WHERE kind < 2 AND signature IS NULL;
-- More is put together in memory before it is written, so that less is merged later.
INSERT INTO article_words (article_words, rank) VALUES ('hashsize', 8388608);
INSERT INTO article_beginnings (article_beginnings, rank) VALUES ('hashsize', 8388608);
INSERT INTO quotation_words (quotation_words, rank) VALUES ('hashsize', 8388608);
CREATE TABLE feed (
    key TEXT PRIMARY KEY,
    title TEXT,
    fetched_at INTEGER NOT NULL         -- seconds since 1970
) WITHOUT ROWID;
CREATE TABLE feed_item (                -- what a feed had when it was last fetched
    feed TEXT NOT NULL REFERENCES feed (key) ON DELETE CASCADE,
    id TEXT NOT NULL,                   -- what the feed calls it
    PRIMARY KEY (feed, id)
) WITHOUT ROWID;
",
    "
ALTER TABLE article ADD COLUMN is_from_feed INTEGER NOT NULL DEFAULT 0;    -- what a feed has of it, rather than its page
ALTER TABLE article ADD COLUMN has_words INTEGER NOT NULL DEFAULT 0;       -- of an earlier version: whether it is searched
CREATE INDEX article_url ON article (url) WHERE is_latest AND url IS NOT NULL;
CREATE INDEX article_earlier ON article (has_words, id) WHERE NOT is_latest;
CREATE TABLE copy (                     -- another file or address of the same page
    key TEXT PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX copy_source ON copy (source);
",
];

/// Removes everything but sources, marks and corrections.
pub(super) const EMPTY: &str = "
INSERT INTO article_words (article_words) VALUES ('delete-all');
INSERT INTO article_beginnings (article_beginnings) VALUES ('delete-all');
INSERT INTO quotation_words (quotation_words) VALUES ('delete-all');
INSERT INTO person_words (person_words) VALUES ('delete-all');
INSERT INTO individual_words (individual_words) VALUES ('delete-all');
DELETE FROM quotation;
DELETE FROM person;
DELETE FROM decision;
DELETE FROM individual;
DELETE FROM body;
DELETE FROM article;
DELETE FROM outlet;
DELETE FROM item;
DELETE FROM feed;
DELETE FROM answer;
";

/// The tables and indexes that `database` lacks.
pub(super) fn missing(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let names = |of: &Connection| {
        let mut names = of.prepare("SELECT type || ' ' || name FROM sqlite_schema ORDER BY rowid")?;
        names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
    };
    let whole = Connection::open_in_memory()?;
    STEPS.iter().try_for_each(|step| whole.execute_batch(step))?;
    let there = names(database)?;
    Ok(names(&whole)?.into_iter().filter(|name| !there.contains(name)).collect())
}

/// The tables of a library of this version, by name.
fn tables() -> impl Iterator<Item = &'static str> {
    let created = STEPS
        .iter()
        .flat_map(|step| step.lines())
        .filter_map(|line| line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE VIRTUAL TABLE ")));
    created.filter_map(|line| line.split(' ').next())
}

/// Checks that `database`, a library of this version, has all its tables.
fn check_tables(database: &Connection) -> Result<(), ErrorKind> {
    let mut names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let there = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<HashSet<String>>>()?;
    match tables().find(|table| !there.contains(*table)) {
        Some(table) => Err(ErrorKind::Incomplete(table.to_owned())),
        None => Ok(()),
    }
}

/// Checks that the file is a whole library, and migrates it in one transaction.
pub(super) fn prepare(database: &mut Connection) -> Result<(), ErrorKind> {
    // A rollback journal works on network drives and in read-only folders, and leaves no second file behind, unlike a
    // write-ahead log.
    database.execute_batch("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;")?;
    if is_current(database)? {
        return check_tables(database);
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

/// Whether it is a library of this version, not of an older one or an empty file.
fn is_current(database: &Connection) -> Result<bool, ErrorKind> {
    let version = number(database, "user_version")?;
    let tables: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match number(database, "application_id")? {
        APPLICATION if version > STEPS.len() as i64 => Err(ErrorKind::Newer),
        APPLICATION if version >= 0 => Ok(version == STEPS.len() as i64),
        0 if tables == 0 && version == 0 => Ok(false),
        _ => Err(ErrorKind::Foreign),
    }
}

fn number(database: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    database.pragma_query_value(None, pragma, |row| row.get(0))
}
