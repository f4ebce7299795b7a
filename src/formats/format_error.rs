//! [`FormatError`]: the reason why bytes cannot be read as an article.

/// The reason why bytes cannot be read as an article, in one line.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    #[error("is binary, not text")]
    Binary,
    #[error("contains no text")]
    Empty,
    #[error("is longer than 1 GB, the limit for texts")]
    TooLong,
    #[error("is a zip archive, not an EPUB")]
    Archive,
    #[error("is an EPUB that cannot be read ({0})")]
    Epub(String),
    #[error("is copy-protected (DRM) and cannot be read")]
    Locked,
    #[error("is a PDF that cannot be read ({0})")]
    Pdf(&'static str),
    #[error("is a PDF of scanned pages, without text")]
    Scanned,
    #[error("is locked with a password")]
    Password,
    #[error("is an MHTML file without a complete web page")]
    NoPage,
    #[error("contains a feed that cannot be read ({0})")]
    Feed(String),
    #[error("is a feed without any text")]
    NoItem,
    #[error("is damaged so badly that its parser failed")]
    Failed,
    #[error("took too long to read")]
    Slow,
}
