//! [`host`]: the host of a web address.

use url::Url;

/// The host of `address`, without `www.`. `None` if it is not an address, and for files.
pub fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned()).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        for (address, expected) in [
            ("https://www.bay.example/a?b#c", Some("bay.example")),
            ("http://ada:secret@Bay.example:8080/", Some("bay.example")),
            ("file:///home/ada/a.html", None),
            ("bay.example/a", None),
            ("", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }
}
