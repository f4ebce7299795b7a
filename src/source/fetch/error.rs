//! [`Error`]: the reason why a fetch failed.

/// The most redirects that are followed.
pub(super) const MAX_REDIRECTS: u32 = 10;

/// The reason why a fetch failed, in one line without the address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the server answers {0}")]
    Status(String),
    #[error("no such server")]
    NoServer,
    #[error("the server's name cannot be resolved")]
    NoLookup,
    #[error("no connection ({0})")]
    NoConnection(String),
    #[error("took too long to {0}")]
    Slow(&'static str),
    #[error("more than {MAX_REDIRECTS} redirects")]
    Redirects,
    #[error("redirects to something other than a web page")]
    BadRedirect,
    #[error("redirects from https to http, which others can read")]
    Downgrade,
    #[error("is longer than 100 MB, the limit for downloads")]
    TooLong,
    #[error("the response ended early")]
    BrokeOff,
    #[error("its certificate is not trusted ({0})")]
    Untrusted(String),
    #[error("the connection is not safe ({0})")]
    Unsafe(String),
    #[error("{0} is not a valid proxy address")]
    Proxy(&'static str),
    #[error("no connection to the proxy {0} ({1})")]
    NoProxy(String, String),
    #[error("the proxy refused the connection ({0})")]
    ProxyRefuses(String),
    #[error("{0} names no certificates")]
    NoCertificates(&'static str),
    #[error("not a proper HTTP response ({0})")]
    Answer(String),
    #[error("cancelled")]
    Cancelled,
}
