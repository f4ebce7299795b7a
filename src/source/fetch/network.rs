//! The network settings of the environment: the proxy and the trusted certificates. Invalid settings are errors: a user
//! with a proxy does not want a request without it.

use super::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use ureq::Proxy;
use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

/// The variables that name a proxy.
const PROXIES: [&str; 6] = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// The proxy to use, if any.
///
/// # Errors
/// If a variable is not a valid proxy address.
pub(super) fn proxy() -> Result<Option<Proxy>, Error> {
    // The library skips invalid addresses.
    for name in PROXIES {
        if let Some(value) = variable(name) {
            let address = value.to_str().and_then(|value| Proxy::new(value).ok());
            let is_sound = |proxy: &Proxy| {
                let authority = proxy.uri().authority().map_or("", |authority| authority.as_str());
                let host = authority.rsplit('@').next().unwrap_or("");
                // The host may be followed by a port, which is a number.
                let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
                !proxy.host().is_empty() && port.is_none_or(|(_, port)| port.parse::<u16>().is_ok())
            };
            if !address.as_ref().is_some_and(is_sound) {
                return Err(Error::Proxy(name));
            }
        }
    }
    Ok(Proxy::try_from_env())
}

/// The trusted root certificates: those in the files named by `SSL_CERT_FILE` and `SSL_CERT_DIR`, or else those inside
/// the program.
///
/// # Errors
/// If what a variable names contains none.
pub(super) fn trusted() -> Result<RootCerts, Error> {
    let (file, folders) = (variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR"));
    if (&file, &folders) == (&None, &None) {
        return Ok(RootCerts::WebPki);
    }
    let of_file: Vec<Certificate> = file.iter().map(PathBuf::from).flat_map(in_file).collect();
    if file.is_some() && of_file.is_empty() {
        return Err(Error::NoCertificates("SSL_CERT_FILE"));
    }
    let files = folders.iter().flat_map(std::env::split_paths).filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let of_folders: Vec<Certificate> = files.flatten().flat_map(|entry| in_file(entry.path())).collect();
    if folders.is_some() && of_folders.is_empty() {
        return Err(Error::NoCertificates("SSL_CERT_DIR"));
    }
    Ok([of_file, of_folders].concat().into())
}

/// The certificates in the file at `path`; none if it cannot be read.
fn in_file(path: PathBuf) -> Vec<Certificate<'static>> {
    let bytes = if path.is_file() { fs::read(path).unwrap_or_default() } else { Vec::new() };
    let certificate = |item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    };
    parse_pem(&bytes).filter_map(certificate).collect()
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
