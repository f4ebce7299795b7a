//! [`Error`]: why the library could not store or read something.

use crate::text::shown_path;
use rusqlite::ErrorCode;
use std::io;
use std::path::PathBuf;

/// Why the library could not store or read something. It is displayed as one line without control characters: the file
/// and the cause. What was stored before is intact.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", shown_path(path))]
pub struct Error {
    pub path: PathBuf,
    pub cause: ErrorKind,
}

/// Why the library cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    #[error("the disk is full; nothing stored before was lost")]
    Full,
    #[error("cannot be written to")]
    ReadOnly,
    #[error("there is no home folder for it; name a file with --library")]
    NoHome,
    #[error("is not an onrecord library")]
    Foreign,
    #[error("was removed, or its folder was")]
    Gone,
    #[error("was emptied by another program")]
    Emptied,
    #[error("is a folder; name a file with --library")]
    Folder,
    #[error("cannot be made: what should be its folder is a file")]
    NoFolder,
    #[error("cannot be made there")]
    Unmade,
    #[error("cannot be read or written: the disk fails, or files of this size are not allowed")]
    Failing,
    #[error("was made by a newer onrecord")]
    Newer,
    #[error("is damaged: {0}")]
    Damaged(rusqlite::Error),
    #[error("is damaged: the table {0} is missing")]
    Incomplete(String),
    #[error("is in use by another program")]
    Busy,
    #[error("{0}")]
    Io(io::Error),
    #[error("{0}")]
    Other(rusqlite::Error),
}

impl ErrorKind {
    /// Whether it may pass by itself, so that a retry makes sense.
    pub fn may_pass(&self) -> bool {
        matches!(self, ErrorKind::Full | ErrorKind::Busy | ErrorKind::Emptied)
    }
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> ErrorKind {
        // SQLite says of a replaced file that it moved.
        if error.sqlite_error().is_some_and(|code| code.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED) {
            return ErrorKind::Gone;
        }
        if let Some(table) = error.to_string().strip_prefix("no such table: ") {
            let table = table.split_whitespace().next().unwrap_or_default();
            return ErrorKind::Incomplete(table.trim_start_matches("main.").to_owned());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => ErrorKind::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => ErrorKind::ReadOnly,
            Some(ErrorCode::NotADatabase) => ErrorKind::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => ErrorKind::Damaged(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ErrorKind::Busy,
            Some(ErrorCode::SystemIoFailure) => ErrorKind::Failing,
            _ => ErrorKind::Other(error),
        }
    }
}

impl From<io::Error> for ErrorKind {
    fn from(error: io::Error) -> ErrorKind {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => ErrorKind::NoFolder,
            io::ErrorKind::NotFound => ErrorKind::Unmade,
            io::ErrorKind::FileTooLarge => ErrorKind::Failing,
            _ => ErrorKind::Io(error),
        }
    }
}
