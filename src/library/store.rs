//! [`Library`]: the data stored between runs, in one SQLite file that only its owner may read: reading positions, marks
//! and corrections by source. Its methods for articles, searches and the rest are in the other files of this folder.

use super::error::{Error, ErrorKind};
use super::schema;
use crate::record::Correction;
use crate::source::Source;
use crate::text::{Day, TextAnchor};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time to wait for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_millis(1500);

/// The fewest bytes that a library takes with an article in it.
const LEAST_ROOM: usize = 256 << 10;

/// Prepared statements that are cached: enough for all that storing an article takes.
const STATEMENTS: usize = 48;

/// The data stored between runs. The file is created by the first write; until then every query is empty.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    database: Option<Connection>,
    timeout: Duration,
}

/// The identity of a source: a file or an address, regardless of its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceKey(pub(super) String);

/// The position at which reading stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingPosition {
    /// The first words on the screen.
    pub place: TextAnchor,
    /// The share of the text above them, 0 to 1, in case the words are gone.
    pub share: f32,
    /// The [`fingerprint`] of the text then. If it differs, the text has changed.
    pub fingerprint: u64,
}

/// A source that was read recently.
#[derive(Clone, Debug, PartialEq)]
pub struct RecentSource {
    pub key: SourceKey,
    pub title: Option<String>,
    /// The share of the text above the screen, 0 to 1.
    pub share: f32,
    /// When it was last read, in seconds since 1970.
    pub read_at: i64,
}

/// The contents removed by [`Library::forget`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Forgotten {
    pub sources: usize,
    /// Articles, each with all its versions.
    pub articles: usize,
    pub marks: usize,
    pub corrections: usize,
}

impl SourceKey {
    /// The key of `source`, whose text is `text`: the canonical path or the address, or the fingerprint of the text if
    /// there is neither.
    pub fn of(source: &Source, text: &str) -> SourceKey {
        match source.path() {
            Some(path) => {
                let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
                SourceKey(whole.as_deref().unwrap_or(path).to_string_lossy().into_owned())
            }
            None => SourceKey(source.location().unwrap_or_else(|| format!("text:{:016x}", fingerprint(text)))),
        }
    }

    /// The key called `name`, which a library listed.
    pub fn named(name: impl Into<String>) -> SourceKey {
        SourceKey(name.into())
    }

    /// The path or the address, or `text:` and a number for standard input.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A hash that identifies a text, the same in all versions. Not for secrets.
pub fn fingerprint(text: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let words = text.as_bytes().chunks_exact(8);
    let rest = words.remainder().iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let hash = words
        .fold(text.len() as u64, |hash, word| mix(hash, word.try_into().map(u64::from_le_bytes).unwrap_or_default()));
    mix(mix(hash, rest), FACTOR)
}

/// The standard path on this platform; `None` without a home.
pub fn standard_path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let places = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(places.data_dir().join("onrecord").join("library.sqlite"))
}

impl Library {
    /// Whether nothing was ever stored here.
    pub fn is_new(&self) -> bool {
        self.database.is_none()
    }

    /// The reason why nothing can be stored here, if it is known from the start: the file belongs to someone else, or
    /// is write-protected.
    pub fn read_only(&self) -> Option<Error> {
        let is_read_only = self.database.as_ref().is_some_and(|database| database.is_readonly("main").unwrap_or(false));
        is_read_only.then(|| self.error(ErrorKind::ReadOnly))
    }

    /// Opens the library at `path` and migrates older tables. Creates nothing if there is none.
    ///
    /// # Errors
    /// If the file is not a library, is damaged, was made by a newer version, or may not be read.
    pub fn open(path: &Path) -> Result<Library, Error> {
        Library::open_within(path, BUSY_TIMEOUT)
    }

    /// Opens the library at `path`, waiting up to `timeout` for another process that is writing.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_within(path: &Path, timeout: Duration) -> Result<Library, Error> {
        let mut library = Library { path: path.to_owned(), database: None, timeout };
        match fs::metadata(path) {
            // A crash during its creation, or `mktemp`, leaves an empty file.
            Ok(meta) if meta.is_file() && meta.len() > 0 => library.connect(false)?,
            Ok(meta) if meta.is_file() => {}
            Ok(meta) if meta.is_dir() => return Err(library.error(ErrorKind::Folder)),
            Ok(_) => return Err(library.error(ErrorKind::Foreign)),
            // Services may have a home that is not a folder; there is no library either.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(library.error(error.into())),
        }
        Ok(library)
    }

    /// Waits up to `timeout` from now on for another process that is writing.
    pub fn wait_for_others(&mut self, timeout: Duration) {
        if self.timeout != timeout {
            self.timeout = timeout;
            if let Some(database) = &self.database {
                // This only sets a number.
                let _ = database.busy_timeout(timeout);
            }
        }
    }

    /// The path of its file, which may not exist yet.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stores the position at which reading of the source called `title` stopped.
    ///
    /// # Errors
    /// If it cannot be written. Then nothing of it is stored, here and below.
    pub fn save_position(&mut self, key: &SourceKey, title: Option<&str>, stop: &ReadingPosition) -> Result<(), Error> {
        let place = json(&stop.place);
        self.write(|to| {
            let source = source(to, key)?;
            to.prepare_cached(
                "UPDATE source SET title = ?2, text = ?3, place = ?4, share = ?5, read_at = ?6 WHERE id = ?1",
            )?
            .execute(params![
                source,
                title,
                stop.fingerprint as i64,
                place,
                f64::from(stop.share),
                now()
            ])?;
            Ok(())
        })
    }

    /// The stored reading position.
    pub fn position_of(&self, key: &SourceKey) -> Result<Option<ReadingPosition>, Error> {
        self.read(None, |from| {
            let mut rows = from.prepare_cached("SELECT place, share, text FROM source WHERE key = ?1")?;
            let row = |row: &rusqlite::Row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?, row.get::<_, i64>(2)?));
            let found: Option<(_, f64, _)> = rows.query_row([&key.0], row).optional()?;
            Ok(found.and_then(|(place, share, text)| {
                let place = serde_json::from_str(&place?).ok()?;
                Some(ReadingPosition { place, share: share as f32, fingerprint: text as u64 })
            }))
        })
    }

    /// Sets the mark `letter`, replacing an earlier one.
    pub fn set_mark(&mut self, key: &SourceKey, letter: char, place: &TextAnchor) -> Result<(), Error> {
        let place = json(place);
        self.write(|to| {
            let source = source(to, key)?;
            to.prepare_cached("INSERT OR REPLACE INTO mark (source, letter, place) VALUES (?1, ?2, ?3)")?
                .execute(params![source, letter.to_string(), place])?;
            Ok(())
        })
    }

    /// The marks of a source by their letter.
    pub fn marks_of(&self, key: &SourceKey) -> Result<Vec<(char, TextAnchor)>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT letter, mark.place FROM mark JOIN source ON source.id = source WHERE key = ?1 ORDER BY letter",
            )?;
            let rows = rows.query_map([&key.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            let mut marks = Vec::new();
            for row in rows {
                let (letter, place) = row?;
                if let (Some(letter), Ok(place)) = (letter.chars().next(), serde_json::from_str(&place)) {
                    marks.push((letter, place));
                }
            }
            Ok(marks)
        })
    }

    /// Adds a correction after the stored ones.
    pub fn add_correction(&mut self, key: &SourceKey, correction: &Correction) -> Result<(), Error> {
        let body = json(correction);
        self.write(|to| {
            let source = source(to, key)?;
            to.prepare_cached(
                "INSERT INTO correction (source, number, version, body)
                 SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3 FROM correction WHERE source = ?1",
            )?
            .execute(params![source, schema::CORRECTIONS, body])?;
            Ok(())
        })
    }

    /// Removes only the last correction that equals this one, so that corrections by another process stay.
    pub fn remove_correction(&mut self, key: &SourceKey, correction: &Correction) -> Result<(), Error> {
        let body = json(correction);
        self.write(|to| {
            let source = source(to, key)?;
            to.prepare_cached(
                "DELETE FROM correction WHERE source = ?1 AND number =
                 (SELECT max(number) FROM correction WHERE source = ?1 AND body = ?2)",
            )?
            .execute(params![source, body])?;
            Ok(())
        })
    }

    /// The corrections of a source, in the order in which they were made.
    pub fn corrections_of(&self, key: &SourceKey) -> Result<Vec<Correction>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT body FROM correction JOIN source ON source.id = source
                 WHERE key = ?1 AND version <= ?2 ORDER BY number",
            )?;
            let rows = rows.query_map(params![key.0, schema::CORRECTIONS], |row| row.get::<_, String>(0))?;
            let mut corrections = Vec::new();
            for row in rows {
                corrections.extend(serde_json::from_str::<Correction>(&row?));
            }
            Ok(corrections)
        })
    }

    /// The last `count` sources that were read, latest first.
    pub fn recent(&self, count: usize) -> Result<Vec<RecentSource>, Error> {
        self.read(Vec::new(), |from| {
            let mut rows = from.prepare_cached(
                "SELECT key, title, share, read_at FROM source
                 WHERE read_at IS NOT NULL ORDER BY read_at DESC, id DESC LIMIT ?1",
            )?;
            let rows = rows.query_map([i64::try_from(count).unwrap_or(i64::MAX)], |row| {
                let share: f64 = row.get(2)?;
                Ok(RecentSource {
                    key: SourceKey(row.get(0)?),
                    title: row.get(1)?,
                    share: share as f32,
                    read_at: row.get(3)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Empties the library and overwrites what was in the file. Returns what was in it.
    pub fn forget(&mut self) -> Result<Forgotten, Error> {
        if self.database.is_none() {
            return Ok(Forgotten::default());
        }
        let forgotten = self.erase(|to| {
            let corrections = to.execute("DELETE FROM correction", [])?;
            let marks = to.execute("DELETE FROM mark", [])?;
            let articles =
                to.query_row("SELECT count(*) FROM article WHERE is_latest", [], |row| row.get::<_, i64>(0))? as usize;
            to.execute_batch(schema::EMPTY)?;
            let sources = to.execute("DELETE FROM source", [])?;
            Ok(Forgotten { sources, articles, marks, corrections })
        })?;
        self.despite_full_disk(|library| library.read((), |from| from.execute_batch("VACUUM")))?;
        Ok(forgotten)
    }

    /// Runs `erase` as one transaction, also on a full disk: there it is what helps.
    pub(super) fn erase<T>(&mut self, erase: impl Fn(&Transaction) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.despite_full_disk(|library| library.write(&erase))
    }

    /// Runs `work`. If the disk is full, does so again with the journal in memory. Without one on the disk, a power cut
    /// meanwhile damages the file, so this is not the usual way.
    fn despite_full_disk<T>(&mut self, work: impl Fn(&mut Library) -> Result<T, Error>) -> Result<T, Error> {
        match work(self) {
            Err(Error { cause: ErrorKind::Full, .. }) => {}
            done => return done,
        }
        self.read((), |from| from.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY"))?;
        let done = work(self);
        self.read((), |from| from.execute_batch("PRAGMA journal_mode = DELETE"))?;
        done
    }

    pub(super) fn error(&self, cause: ErrorKind) -> Error {
        Error { path: self.path.clone(), cause }
    }

    /// The error of the open database. SQLite's own message for a file that was emptied is misleading.
    fn failed(&self, error: rusqlite::Error) -> Error {
        let cause = ErrorKind::from(error);
        let is_emptied = !matches!(cause, ErrorKind::Full | ErrorKind::Busy | ErrorKind::Gone)
            && fs::metadata(&self.path).is_ok_and(|meta| meta.is_file() && meta.len() == 0);
        self.error(if is_emptied { ErrorKind::Emptied } else { cause })
    }

    /// Connects to the file. With `make`, creates it and its folders first.
    fn connect(&mut self, make: bool) -> Result<(), Error> {
        self.database = Some(connect(&self.path, make, self.timeout).map_err(|cause| self.error(cause))?);
        Ok(())
    }

    pub(super) fn read<T>(
        &self,
        nothing: T,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        match &self.database {
            Some(database) => read(database).map_err(|error| self.failed(error)),
            None => Ok(nothing),
        }
    }

    /// Runs `write` as one transaction.
    pub(super) fn write<T>(&mut self, write: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, Error> {
        if self.database.is_none() {
            self.connect(true)?;
        }
        let written = match &mut self.database {
            Some(database) => database.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|to| {
                let done = write(&to)?;
                to.commit()?;
                Ok(done)
            }),
            None => Err(rusqlite::Error::InvalidQuery),
        };
        written.map_err(|error| self.failed(error))
    }
}

fn connect(path: &Path, make: bool, timeout: Duration) -> Result<Connection, ErrorKind> {
    if make {
        make_file(path)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut database = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    database.busy_timeout(timeout)?;
    database.set_prepared_statement_cache_capacity(STATEMENTS);
    schema::prepare(&mut database)?;
    make_private(path);
    Ok(database)
}

/// Creates an empty file that only its owner may read and write, with its folders, unless there is one.
fn make_file(path: &Path) -> Result<(), ErrorKind> {
    let mut file = fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        file.mode(0o600);
    }
    let path = target(path);
    make_folder(&path)?;
    match file.write(true).create_new(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// `path`, or where it leads if it is a dangling link.
fn target(path: &Path) -> PathBuf {
    match (path.metadata(), path.read_link()) {
        (Err(_), Ok(target)) => path.parent().unwrap_or(path).join(target),
        _ => path.to_owned(),
    }
}

/// Creates the folder of the file at `path`, and its parents, for its owner alone. Returns the folder.
fn make_folder(path: &Path) -> io::Result<&Path> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(Path::new("."));
    };
    let mut folders = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        folders.mode(0o700);
    }
    folders.recursive(true).create(folder)?;
    Ok(folder)
}

/// Checks that there is a library at `path`, or that one can be created.
pub fn can_be_made(path: &Path) -> bool {
    let is_room = |mut file: fs::File| file.write_all(&[0; LEAST_ROOM]);
    path.is_file() || make_folder(&target(path)).and_then(tempfile::tempfile_in).and_then(is_room).is_ok()
}

/// Removes the access of everybody but the owner. The file of another owner is not changed.
fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// The row of the source, created if there is none.
pub(super) fn source(to: &Connection, key: &SourceKey) -> rusqlite::Result<i64> {
    to.prepare_cached("INSERT INTO source (key) VALUES (?1) ON CONFLICT (key) DO NOTHING")?.execute([&key.0])?;
    to.prepare_cached("SELECT id FROM source WHERE key = ?1")?.query_row([&key.0], |row| row.get(0))
}

pub(super) fn json(value: &impl serde::Serialize) -> String {
    // Values without maps always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

/// Today, in universal time.
pub fn today() -> Day {
    Day::at(now())
}

pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_keeps_what_was_kept_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library");
        let mut library = Library::open(&path).unwrap();
        let key = SourceKey("/a".into());
        library.set_mark(&key, 'a', &TextAnchor::from("some words", 0)).unwrap();
        library.database.as_ref().unwrap().execute_batch("PRAGMA max_page_count = 1").unwrap();
        let long = "word ".repeat(100_000);
        let place = TextAnchor::new(&long, crate::text::Span::new(0, long.len()));
        let error = library.set_mark(&key, 'b', &place).unwrap_err();
        assert!(error.to_string().ends_with("library: the disk is full; nothing stored before was lost"));
        for library in [&library, &Library::open(&path).unwrap()] {
            assert_eq!(library.marks_of(&key).unwrap(), [('a', TextAnchor::from("some words", 0))]);
        }
    }

    #[test]
    fn fingerprints_never_change() {
        for (text, expected) in [
            ("", 0x59c9_0b37_3be8_85a4),
            ("a", 0x535e_dcae_9878_6541),
            ("Nobody is indispensable.", 0x3e8c_6cda_f11e_30af),
        ] {
            assert_eq!(fingerprint(text), expected, "{text}");
        }
    }
}
