//! Fetches web addresses, with limits on time and size. Makes no request that was not asked for. Credentials in an
//! address are sent to its own server only, and are never shown.

mod address;
mod error;
mod network;

pub use address::Address;
pub use error::Error;

use error::MAX_REDIRECTS;

use crate::formats::LIMIT;
use std::fmt;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};
use ureq::http::{self, StatusCode, header};
use ureq::tls::TlsConfig;
use ureq::{Agent, Body, Timeout};
use url::Url;

/// The longest time for a whole response, and for a connection.
const DEADLINE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(15);
/// The longest pause in a response.
const SILENCE: Duration = Duration::from_secs(20);
/// The longest response in bytes, decompressed. A page or a feed is far smaller.
const MAX_BYTES: u64 = if LIMIT < 100_000_000 { LIMIT } else { 100_000_000 };
/// The interval at which the caller can cancel.
const ASK: Duration = Duration::from_millis(50);
const CHUNK: usize = 64 << 10;
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, text/plain;q=0.9, */*;q=0.5";
const USER_AGENT: &str = concat!("onrecord/", env!("CARGO_PKG_VERSION"), " (article reader)");

/// The progress of a download.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DownloadProgress {
    /// Bytes received, decompressed.
    pub bytes: u64,
    /// Bytes announced by the server.
    pub of: Option<u64>,
}

impl fmt::Display for DownloadProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mb = |bytes: u64| bytes as f64 / 1e6;
        match self.of {
            Some(of) => write!(f, "{:.1} of {:.1} MB", mb(self.bytes), mb(of)),
            None => write!(f, "{:.1} MB", mb(self.bytes)),
        }
    }
}

/// A response with its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    /// The address that responded, after redirects, without credentials.
    pub url: String,
    /// The validators by which the server can tell whether it has changed: an entity tag and a date.
    pub etag: Option<String>,
    pub modified: Option<String>,
}

impl Response {
    /// Whether the server can be asked if this has changed.
    pub fn has_validator(&self) -> bool {
        self.etag.is_some() || self.modified.is_some()
    }
}

/// A message from the fetching thread.
enum Message {
    Progress(DownloadProgress),
    Done(Result<Response, Error>),
}

/// Fetches `address`. Returns `cached` if the server says that it has not changed. `progress` is called about twenty
/// times a second; if it breaks, the fetch is cancelled at once.
///
/// # Errors
/// See [`Error`].
pub fn fetch(
    address: &Address,
    cached: Option<Response>,
    progress: &mut dyn FnMut(DownloadProgress) -> ControlFlow<()>,
) -> Result<Response, Error> {
    let (to, from) = mpsc::sync_channel(4);
    let address = address.clone();
    // A blocking read cannot be interrupted, but waiting for a thread can.
    let spawned = thread::Builder::new().spawn(move || {
        let done = transfer(&address, cached, &to);
        let _ = to.send(Message::Done(done));
    });
    spawned.map_err(|error| Error::NoConnection(error.to_string()))?;
    let mut so_far = DownloadProgress::default();
    loop {
        match from.recv_timeout(ASK) {
            Ok(Message::Done(done)) => return done,
            Ok(Message::Progress(now)) => so_far = now,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(Error::BrokeOff),
        }
        if progress(so_far).is_break() {
            return Err(Error::Cancelled);
        }
    }
}

/// Requests `address` and follows redirects. Returns the response and the address that sent it. Credentials are only
/// sent to the scheme, host and port they were given for.
fn answer(address: &Address, cached: Option<&Response>) -> Result<(http::Response<Body>, Url), Error> {
    let started = Instant::now();
    let mut url = address.url.clone();
    for _ in 0..=MAX_REDIRECTS {
        let credentials = address.credentials.as_ref().filter(|_| url.origin() == address.url.origin());
        let left = DEADLINE.checked_sub(started.elapsed()).ok_or(Error::Slow("answer"))?;
        let response = ask(&url, credentials, cached, left)?;
        let location = response.headers().get(header::LOCATION).filter(|_| response.status().is_redirection());
        let Some(location) = location.filter(|_| response.status() != StatusCode::NOT_MODIFIED) else {
            return Ok((response, url));
        };
        let mut next = url.join(&String::from_utf8_lossy(location.as_bytes())).map_err(|_| Error::BadRedirect)?;
        match (url.scheme(), next.scheme()) {
            ("https", "http") => return Err(Error::Downgrade),
            (_, "http" | "https") => {}
            _ => return Err(Error::BadRedirect),
        }
        next.set_fragment(None);
        // Neither can fail for http.
        let _ = (next.set_username(""), next.set_password(None));
        url = next;
    }
    Err(Error::Redirects)
}

/// Makes one request for `url`.
fn ask(
    url: &Url,
    credentials: Option<&(String, String)>,
    cached: Option<&Response>,
    deadline: Duration,
) -> Result<http::Response<Body>, Error> {
    let roots = if url.scheme() == "https" { network::trusted()? } else { ureq::tls::RootCerts::WebPki };
    let proxy = network::proxy()?;
    let uri = http::Uri::try_from(url.as_str()).ok();
    let through = proxy.as_ref().filter(|proxy| !uri.is_some_and(|uri| proxy.is_no_proxy(&uri)));
    let through = through.map(|proxy| format!("{}:{}", proxy.host(), proxy.port()));
    let config = Agent::config_builder()
        .proxy(proxy)
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .timeout_global(Some(deadline))
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(SILENCE))
        .timeout_per_read(Some(SILENCE))
        // A connection kept open may be closed by the time a redirect needs it.
        .max_idle_connections(0)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(USER_AGENT)
        .accept(ACCEPT)
        .http_status_as_error(false)
        .build();
    let agent: Agent = config.into();
    let mut request = agent.get(url.as_str());
    if let Some((user, password)) = credentials {
        request = request.header(header::AUTHORIZATION, format!("Basic {}", base64(&format!("{user}:{password}"))));
    }
    if let Some(cached) = cached {
        let asks = [(header::IF_NONE_MATCH, &cached.etag), (header::IF_MODIFIED_SINCE, &cached.modified)];
        for (name, value) in asks.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            request = request.header(name, value);
        }
    }
    // A connection by a proxy is made to the proxy.
    request.call().map_err(|error| match (failure(&error), through) {
        (Error::NoConnection(why), Some(proxy)) => Error::NoProxy(proxy, why),
        (Error::NoServer | Error::NoLookup, Some(proxy)) => Error::NoProxy(proxy, "its name is not known".into()),
        (Error::ProxyRefuses(why), _) if url.scheme() == "http" => {
            Error::ProxyRefuses(format!("{why}; it has to allow CONNECT, for http as well"))
        }
        (error, _) => error,
    })
}

fn transfer(address: &Address, cached: Option<Response>, to: &SyncSender<Message>) -> Result<Response, Error> {
    let cached = cached.filter(Response::has_validator);
    let (response, url) = answer(address, cached.as_ref())?;
    let url = url.to_string();
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED
        && let Some(cached) = cached
    {
        return Ok(cached);
    }
    if !status.is_success() {
        let reason = status.canonical_reason().unwrap_or("an unknown status");
        let is_unasked = status == StatusCode::UNAUTHORIZED && address.credentials.is_none();
        let advice = if is_unasked { "; a user and a password go into the address, and are never kept" } else { "" };
        return Err(Error::Status(format!("{} {reason}{advice}", status.as_u16())));
    }
    let value = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let content_type = value(header::CONTENT_TYPE);
    let (etag, modified) = (value(header::ETAG), value(header::LAST_MODIFIED));
    // The announced length counts compressed bytes.
    let packed = value(header::CONTENT_ENCODING).is_some();
    let of = value(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).filter(|_| !packed);
    if of.is_some_and(|of| of > MAX_BYTES) {
        return Err(Error::TooLong);
    }
    let mut reader = response.into_body().into_with_config().limit(MAX_BYTES + 1).reader();
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(Response { bytes, content_type, url, etag, modified }),
            Ok(read) => bytes.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ureq::Error::from(error)).map_err(|error| failure(&error)),
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::TooLong);
        }
        // A full channel has enough to show; without a receiver the fetch was cancelled.
        if let Err(mpsc::TrySendError::Disconnected(_)) =
            to.try_send(Message::Progress(DownloadProgress { bytes: bytes.len() as u64, of }))
        {
            return Err(Error::Cancelled);
        }
    }
}

/// The error in words, without the address.
fn failure(error: &ureq::Error) -> Error {
    use ureq::Error as E;
    match error {
        E::HostNotFound => Error::NoServer,
        E::Timeout(Timeout::Resolve | Timeout::Connect) => Error::Slow("connect"),
        E::Timeout(_) => Error::Slow("answer"),
        E::BadUri(_) => Error::BadRedirect,
        E::BodyExceedsLimit(_) => Error::TooLong,
        E::Tls(why) => Error::Unsafe((*why).to_owned()),
        E::Rustls(why) => unsafe_for(&why.to_string()),
        E::ConnectionFailed => Error::NoConnection("refused".into()),
        E::ConnectProxyFailed(why) => {
            // “proxy server responded 403/403”
            let status =
                why.rsplit(['/', ' ']).next().filter(|status| status.bytes().all(|byte| byte.is_ascii_digit()));
            Error::ProxyRefuses(status.unwrap_or(why).to_owned())
        }
        // The system reports an unknown name, or a resolver that cannot be reached.
        E::Io(error) if error.to_string().starts_with("failed to lookup address") => {
            if error.to_string().contains("Temporary failure") { Error::NoLookup } else { Error::NoServer }
        }
        E::Io(error) if error.kind() == io::ErrorKind::InvalidData && error.get_ref().is_some() => {
            unsafe_for(&error.to_string())
        }
        E::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => Error::NoConnection("refused".into()),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
                Error::NoConnection("the network does not reach it".into())
            }
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
                Error::BrokeOff
            }
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Error::Slow("answer"),
            _ => Error::Answer(error.to_string()),
        },
        E::Protocol(why) => Error::Answer(why.to_string()),
        _ => Error::Answer("it is not HTTP".into()),
    }
}

/// Why a connection is not safe, from the message of the TLS library.
fn unsafe_for(why: &str) -> Error {
    let known = [
        ("UnknownIssuer", "no trusted authority has signed it"),
        ("CaUsedAsEndEntity", "it is an authority’s own, as many self-signed ones are, not a server’s"),
        ("BadSignature", "no trusted authority has signed it"),
        ("not valid for", "it is for another name"),
        ("NotValidForName", "it is for another name"),
        ("expired", "it has expired"),
        ("Expired", "it has expired"),
        ("not valid yet", "it is not valid yet"),
        ("NotValidYet", "it is not valid yet"),
        ("Revoked", "it was revoked"),
    ];
    match known.iter().find(|(words, _)| why.contains(words)) {
        Some((_, means)) => Error::Untrusted((*means).to_owned()),
        None if why.contains("InvalidContentType") => {
            Error::Unsafe("it does not answer in TLS, as https needs".to_owned())
        }
        None if why.contains("certificate") => Error::Untrusted(why.to_owned()),
        None => Error::Unsafe(why.to_owned()),
    }
}

/// Base64 for basic authentication.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for digit in 0..4usize {
            let value = bits >> (18 - 6 * digit) & 63;
            encoded.push(if digit <= three.len() { char::from(DIGITS[value as usize]) } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_every_length() {
        assert_eq!(["", "f", "fo", "foo", "foob"].map(base64), ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
