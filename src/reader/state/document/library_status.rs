//! [`LibraryStatus`]: the status of a source in the library.

/// The status of a source in the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LibraryStatus {
    /// Whether it has this text.
    pub stored: bool,
    /// When it last stored another text of this source, in seconds since 1970.
    pub changed_since: Option<i64>,
    /// Whether the text was forgotten on request, so that nothing of it is stored unasked.
    pub forgotten: bool,
    /// Whether the text is being stored on request, so that the end is reported.
    pub storing: bool,
}
