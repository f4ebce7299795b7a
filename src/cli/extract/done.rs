//! [`Done`]: the ids that an earlier run of `extract` has done, read from its records.

use crate::cli::jsonl;
use crate::cli::line_reader::each_line;
use crate::cli::messages::warn;
use crate::export::Id;
use crate::source::{self, LIMIT, Source};
use anyhow::Context;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

/// The records of an earlier run: the ids of each source.
#[derive(Debug, Default)]
pub(super) struct Done {
    ids: FxHashMap<Option<Box<str>>, FxHashSet<Box<str>>>,
    /// The ids of records that were cut to fields without the source.
    ids_anywhere: FxHashSet<Box<str>>,
    /// Whether records of this run follow them in the same file.
    pub is_continued: bool,
}

/// Lines that are not records.
#[derive(Default)]
struct OtherLines {
    /// The number of the first.
    first: Option<u64>,
    count: usize,
}

/// The end of a file of records.
enum Ending {
    /// Ends with a newline, or is empty.
    Line,
    /// Ends with a complete record but no newline.
    Other,
    /// Ends with this many bytes of an incomplete record.
    Cut(u64),
}

impl Ending {
    /// Removes an incomplete last line from the file at `path`, so that others can follow.
    fn complete(self, path: &Path) -> io::Result<()> {
        match self {
            Ending::Line => Ok(()),
            Ending::Other => File::options().append(true).open(path)?.write_all(b"\n"),
            Ending::Cut(bytes) => {
                let length = path.metadata()?.len().saturating_sub(bytes);
                File::options().write(true).open(path)?.set_len(length)
            }
        }
    }
}

/// Whether standard output is written to the file at `path`.
#[cfg(unix)]
fn is_stdout(path: &Path) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let output = io::stdout().as_fd().try_clone_to_owned().and_then(|output| File::from(output).metadata());
    match (output, path.metadata()) {
        (Ok(output), Ok(file)) => output.is_file() && (output.dev(), output.ino()) == (file.dev(), file.ino()),
        _ => false,
    }
}

/// On other systems standard output counts as another file.
#[cfg(not(unix))]
fn is_stdout(_: &Path) -> bool {
    false
}

/// The fields of a record that identify it.
#[derive(Deserialize)]
struct RecordHead<'l> {
    #[serde(borrow)]
    id: &'l RawValue,
    /// `None` if there is no such field.
    #[serde(default, deserialize_with = "present")]
    source: Option<Option<Box<str>>>,
}

/// The value of a field, of any type.
fn present<'l, D: Deserializer<'l>, T: Deserialize<'l>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl Done {
    /// Reads the records in the file at `path`. If standard output continues in that file, an incomplete last line is
    /// removed first.
    ///
    /// # Errors
    /// If the file cannot be read or holds something else.
    pub fn read(path: &Path) -> anyhow::Result<Done> {
        let mut input = source::open_raw(&Source::File(path.to_owned()))?;
        let name = std::mem::take(&mut input.name);
        let mut done = Done { is_continued: is_stdout(path), ..Done::default() };
        let (mut whole, mut others, mut ending) = (0_usize, OtherLines::default(), Ending::Line);
        each_line(&mut input.reader, LIMIT * 4, |number, line| {
            let bytes = line.as_ref().map_or(0, |line| line.len() as u64);
            let is_ended = line.as_ref().is_ok_and(|line| line.ends_with(b"\n"));
            let begins = line.as_ref().is_ok_and(|line| line.starts_with(b"{"));
            let is_record = line.is_ok_and(|line| done.add(&line));
            let is_cut = !is_record && !is_ended && begins;
            whole += usize::from(is_record);
            ending = match (is_ended, is_cut) {
                (true, _) => Ending::Line,
                (false, true) => Ending::Cut(bytes),
                (false, false) => Ending::Other,
            };
            if !is_record && !is_cut {
                others.first.get_or_insert(number);
                others.count += 1;
            }
            true
        });
        match others {
            OtherLines { first: None, .. } => {}
            OtherLines { first: Some(first), .. } if whole == 0 => {
                anyhow::bail!("{name}: line {first} is not a record")
            }
            OtherLines { first: Some(first), count: 1 } => {
                warn(format_args!("{name}: line {first} is not a record, so nothing is skipped for it"));
            }
            OtherLines { first: Some(first), count } => {
                warn(format_args!(
                    "{name}: line {first} and {} more lines are not records, so nothing is skipped for them",
                    count - 1
                ));
            }
        }
        if done.is_continued {
            ending.complete(path).with_context(|| name)?;
        }
        Ok(done)
    }

    /// Adds the record on this line; false if the line is not a record.
    fn add(&mut self, line: &[u8]) -> bool {
        let Ok(RecordHead { id, source }) = serde_json::from_slice(line) else { return false };
        if id.get() == "null" {
            return true;
        }
        let id = match jsonl::Id::parse(id) {
            Ok(jsonl::Id::Name(name)) => key(&Id::Name(&name)),
            Ok(jsonl::Id::Number(number)) => key(&Id::Number(&number)),
            Ok(jsonl::Id::None) | Err(_) => return false,
        };
        let Some(id) = id else { return false };
        match source {
            Some(source) => self.ids.entry(source).or_default().insert(id),
            None => self.ids_anywhere.insert(id),
        };
        true
    }

    /// Whether the record of `name` of this source is done.
    pub fn has(&self, source: Option<&str>, name: &str) -> bool {
        self.has_id(source, &Id::Name(name))
    }

    /// Whether the record with this id of this source is done.
    pub fn has_id(&self, source: Option<&str>, id: &Id) -> bool {
        if self.ids.is_empty() && self.ids_anywhere.is_empty() {
            return false;
        }
        let Some(id) = key(id) else { return false };
        self.ids_anywhere.contains(&id) || self.ids.get(&source.map(Box::from)).is_some_and(|ids| ids.contains(&id))
    }
}

/// An id as JSON, so that a number is not the same as its digits.
fn key(id: &Id) -> Option<Box<str>> {
    match id {
        Id::Name(name) => serde_json::to_string(name).ok().map(Box::from),
        Id::Number(number) => Some(number.get().into()),
        Id::None => None,
    }
}

/// A hash of the id of a source; `None` if there is no id.
pub(super) fn hash(source: Option<&str>, id: &Id) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    (source, key(id)?).hash(&mut hasher);
    Some(hasher.finish())
}
