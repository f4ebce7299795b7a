//! [`Error`]: why a fetch failed.

/// The most redirects that are followed.
pub(super) const MAX_REDIRECTS: u32 = 10;

/// Why a fetch failed, in one line without the address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the server answers {0}")]
    Status(String),
    #[error("there is no such server")]
    NoServer,
    #[error("the name of the server cannot be looked up")]
    NoLookup,
    #[error("no connection ({0})")]
    NoConnection(String),
    #[error("took too long to {0}")]
    Slow(&'static str),
    #[error("more than {MAX_REDIRECTS} redirects")]
    Redirects,
    #[error("redirects to what is no web page")]
    BadRedirect,
    #[error("redirects from https to http, where others can read along")]
    Downgrade,
    #[error("is longer than 100 MB, the most that is fetched")]
    TooLong,
    #[error("the response ended early")]
    BrokeOff,
    #[error("its certificate is not trusted ({0})")]
    Untrusted(String),
    #[error("the connection is not safe ({0})")]
    Unsafe(String),
    #[error("{0} of the environment is no valid address of a proxy")]
    Proxy(&'static str),
    #[error("the proxy gives no connection ({0})")]
    ProxyRefuses(String),
    #[error("{0} of the environment names no certificate")]
    NoCertificates(&'static str),
    #[error("not a proper HTTP response ({0})")]
    Answer(String),
    #[error("given up")]
    Cancelled,
}
