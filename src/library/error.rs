//! [`Error`]: why the library could not store or read something.

use crate::text::printable;
use rusqlite::ErrorCode;
use std::io;
use std::path::PathBuf;

/// Why the library could not store or read something. It is displayed as one line without control characters: the file
/// and the cause. What was stored before is intact.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", printable(&path.to_string_lossy()))]
pub struct Error {
    pub path: PathBuf,
    pub cause: Cause,
}

/// Why the library cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("the disk is full; nothing stored before was lost")]
    Full,
    #[error("cannot be written to")]
    ReadOnly,
    #[error("there is no home folder for it; name a file with --library")]
    NoHome,
    #[error("is not an onrecord library")]
    Foreign,
    #[error("is a folder; name a file with --library")]
    Folder,
    #[error("was made by a newer onrecord")]
    Newer,
    #[error("is damaged: {0}")]
    Damaged(rusqlite::Error),
    #[error("is in use by another program")]
    Busy,
    #[error("{0}")]
    Io(io::Error),
    #[error("{0}")]
    Other(rusqlite::Error),
}

impl Cause {
    /// Whether it may pass by itself, so that a retry makes sense.
    pub fn may_pass(&self) -> bool {
        matches!(self, Cause::Full | Cause::Busy)
    }
}

impl From<rusqlite::Error> for Cause {
    fn from(error: rusqlite::Error) -> Cause {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Cause::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Cause::ReadOnly,
            Some(ErrorCode::NotADatabase) => Cause::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => Cause::Damaged(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Cause::Busy,
            _ => Cause::Other(error),
        }
    }
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Cause {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Cause::ReadOnly,
            _ => Cause::Io(error),
        }
    }
}
