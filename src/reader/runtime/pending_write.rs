//! [`PendingWrite`]: a change of a source that is to be stored, and [`UnsavedChanges`]: the changes that could not be
//! stored, in words.

use crate::library::{self, Library, ReadingPosition, SourceKey};
use crate::record::Correction;
use crate::text::TextAnchor;
use std::collections::VecDeque;
use std::fmt;

/// The most unsaved changes that are named.
const MAX_NAMED: usize = 6;

/// A change of a source that is to be stored.
pub(super) struct PendingWrite {
    pub key: SourceKey,
    /// The displayed name of the source.
    pub name: String,
    pub write: LibraryChange,
}

pub(super) enum LibraryChange {
    Place(Option<String>, ReadingPosition),
    Mark(char, TextAnchor),
    Correction(Correction),
    Undone(Correction),
    /// An item of a feed was read.
    Read(String),
}

/// The changes that could not be stored in the end, and why. Its display is one line.
#[derive(Debug)]
pub struct UnsavedChanges {
    pub why: library::Error,
    /// In words; empty if there was nothing to store.
    pub changes: Vec<String>,
}

impl fmt::Display for UnsavedChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.why)?;
        match self.changes.len() {
            0 => Ok(()),
            1..=MAX_NAMED => write!(f, "; not saved: {}", self.changes.join(", ")),
            many => write!(f, "; not saved: {} and {} more", self.changes[..MAX_NAMED].join(", "), many - MAX_NAMED),
        }
    }
}

impl PendingWrite {
    /// Writes it to `library`.
    ///
    /// # Errors
    /// If that cannot be done now.
    pub fn write_to(&self, library: &mut Library) -> Result<(), library::Error> {
        let key = &self.key;
        match &self.write {
            LibraryChange::Place(title, stop) => library.save_position(key, title.as_deref(), stop),
            LibraryChange::Mark(letter, place) => library.set_mark(key, *letter, place),
            LibraryChange::Correction(correction) => library.add_correction(key, correction),
            LibraryChange::Undone(correction) => library.remove_correction(key, correction),
            LibraryChange::Read(id) => library.mark_read(key, id),
        }
    }

    /// Whether it replaces `before`, which was never stored.
    pub fn replaces(&self, before: &PendingWrite) -> bool {
        let same = match (&self.write, &before.write) {
            (LibraryChange::Place(..), LibraryChange::Place(..)) => true,
            (LibraryChange::Mark(letter, _), LibraryChange::Mark(other, _)) => letter == other,
            (LibraryChange::Read(id), LibraryChange::Read(other)) => id == other,
            _ => false,
        };
        same && self.key == before.key
    }
}

impl fmt::Display for PendingWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.write {
            LibraryChange::Place(..) => write!(f, "the place in {name}"),
            LibraryChange::Mark(letter, _) => write!(f, "mark {letter} of {name}"),
            LibraryChange::Correction(_) => write!(f, "a correction of {name}"),
            LibraryChange::Undone(_) => write!(f, "an undone correction of {name}"),
            LibraryChange::Read(_) => write!(f, "{name} as read"),
        }
    }
}

/// The changes in `waiting` in words, grouped by kind and source.
pub(super) fn named(waiting: &VecDeque<PendingWrite>) -> Vec<String> {
    let mut groups: Vec<Vec<&PendingWrite>> = Vec::new();
    for change in waiting {
        let is_alike = |group: &Vec<&PendingWrite>| {
            let first = group[0];
            first.name == change.name && std::mem::discriminant(&first.write) == std::mem::discriminant(&change.write)
        };
        match groups.iter_mut().find(|group| is_alike(group)) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    let in_words = |group: &Vec<&PendingWrite>| {
        let (name, count) = (&group[0].name, group.len());
        match &group[0].write {
            _ if count == 1 => group[0].to_string(),
            LibraryChange::Mark(..) => {
                let letter = |change: &&PendingWrite| match change.write {
                    LibraryChange::Mark(letter, _) => Some(letter.to_string()),
                    _ => None,
                };
                format!("marks {} of {name}", group.iter().filter_map(letter).collect::<Vec<_>>().join(" "))
            }
            LibraryChange::Correction(_) => format!("{count} corrections of {name}"),
            LibraryChange::Undone(_) => format!("{count} undone corrections of {name}"),
            LibraryChange::Place(..) | LibraryChange::Read(_) => group[0].to_string(),
        }
    };
    groups.iter().map(in_words).collect()
}
