//! [`Cause`]: why bytes gave no article.

/// Why bytes gave no article, in one line.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("is binary, not text")]
    Binary,
    #[error("holds no text")]
    Empty,
    #[error("is longer than 1 GB, the most that is read")]
    TooLong,
    #[error("is a zip archive, and no EPUB")]
    Archive,
    #[error("is an EPUB that cannot be read ({0})")]
    Epub(String),
    #[error("is locked by copy protection (DRM), and cannot be read")]
    Locked,
    #[error("is a PDF that cannot be read ({0})")]
    Pdf(&'static str),
    #[error("is a PDF of scanned pages: pictures, without a text in them")]
    Scanned,
    #[error("is locked with a password")]
    Password,
    #[error("is an MHTML file without a whole web page in it")]
    NoPage,
    #[error("holds a feed that cannot be read ({0})")]
    Feed(String),
    #[error("is a feed without a text in it")]
    NoItem,
    #[error("is damaged in a way that its parser does not survive")]
    Failed,
    #[error("takes too long to read")]
    Slow,
}
