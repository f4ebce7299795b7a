//! [`LineIds`]: the ids of the lines, for the warnings at the end.

use super::job::{LineId, SourcePlace};
use crate::cli::messages::warn;
use rustc_hash::FxHashSet;

/// The ids of the lines that were analysed or skipped. Only a hash of each is stored, eight bytes.
#[derive(Default)]
pub(super) struct LineIds {
    seen: FxHashSet<u64>,
    /// Lines with the id of an earlier line of their source.
    doubled: LineNotes,
    /// Lines that were skipped although another line has the same id, so that only one of them can have a record.
    skipped: LineNotes,
    /// Lines without an id.
    missing: LineNotes,
}

/// Lines with the same problem.
#[derive(Default)]
struct LineNotes {
    first: Option<SourcePlace>,
    count: usize,
}

impl LineIds {
    /// Adds a line that was analysed, if it is one.
    pub fn add(&mut self, line: Option<(SourcePlace, LineId)>) {
        let Some((place, id)) = line else { return };
        match id {
            LineId::Missing => self.missing.add(place),
            LineId::Hashed(hash) if !self.seen.insert(hash) => self.doubled.add(place),
            LineId::Hashed(_) => {}
        }
    }

    /// Adds a line that was skipped.
    pub fn skip(&mut self, place: SourcePlace, id: LineId) {
        if let LineId::Hashed(hash) = id
            && !self.seen.insert(hash)
        {
            self.skipped.add(place);
        }
    }

    /// Reports duplicate ids and, with `--skip-done`, missing ones.
    pub fn report(&self, skips: bool) {
        self.doubled.report("has the id of an earlier line");
        self.skipped.report("has the id of an earlier line, which is done, and was skipped with it");
        if skips {
            self.missing.report("has no id, so that it is never known as done");
        }
    }
}

impl LineNotes {
    fn add(&mut self, place: SourcePlace) {
        self.first.get_or_insert(place);
        self.count += 1;
    }

    fn report(&self, what: &str) {
        match &self.first {
            None => {}
            Some(first) if self.count == 1 => warn(format_args!("{first}: {what}")),
            Some(first) => warn(format_args!("{first}: {what} (the first of {})", self.count)),
        }
    }
}
