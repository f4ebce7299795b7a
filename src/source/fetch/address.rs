//! [`Address`]: a web address that keeps its credentials apart.

use crate::text::without_embedded_credentials;
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

/// An http or https address. It is displayed without its credentials and without the credentials of addresses in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// The address without credentials and fragment.
    pub(super) url: Url,
    /// User and password.
    pub(super) credentials: Option<(String, String)>,
}

impl Address {
    /// Parses `text` if it begins like a web address. The error names the problem.
    pub fn parse(text: &str) -> Option<Result<Address, String>> {
        let scheme = text.split_once("://")?.0;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        Some(Url::parse(text).map_err(|error| error.to_string()).map(|mut url| {
            let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
            let user = decode(url.username());
            let password = decode(url.password().unwrap_or(""));
            url.set_fragment(None);
            // Neither can fail for http.
            let _ = (url.set_username(""), url.set_password(None));
            let credentials =
                Some((user, password)).filter(|(user, password)| !(user.is_empty() && password.is_empty()));
            Address { url, credentials }
        }))
    }

    /// Whether it, or an address in it, has a user or a password.
    pub fn has_credentials(&self) -> bool {
        self.credentials.is_some() || self.to_string() != self.url.as_str()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_embedded_credentials(self.url.as_str()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_kept_apart() {
        let address = Address::parse("https://ada:s%40cret@bay.example/a?b#c").unwrap().unwrap();
        assert_eq!(address.to_string(), "https://bay.example/a?b");
        assert_eq!(format!("{address:?}"), "Address(https://bay.example/a?b)");
        assert_eq!(address.credentials, Some(("ada".into(), "s@cret".into())));
        let inner = Address::parse("http://bay.example/?u=http://ada:secret@sea.example/").unwrap().unwrap();
        assert_eq!(inner.to_string(), "http://bay.example/?u=http://sea.example/");
        assert!(inner.has_credentials() && inner.url.as_str().contains("secret"));
        let misplaced = Address::parse("http://ad/a:secret@bay.example/x").unwrap().unwrap();
        assert_eq!(misplaced.to_string(), "http://ad/bay.example/x");
        assert!(Address::parse("ftp://bay.example/").is_none() && Address::parse("a.html").is_none());
        assert!(Address::parse("http://").unwrap().is_err());
    }
}
