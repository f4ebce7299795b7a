//! Credentials in names and addresses, which are removed before these are shown.

use super::width::printable;
use std::path::Path;

/// The signs that end user and password; some keyboards type wide ones, and some programs percent-encode them.
const AT: [&str; 4] = ["@", "＠", "﹫", "%40"];

/// The signs that count in a path as well, where a percent code is only part of a file's name.
const PLAIN_AT: [&str; 3] = ["@", "＠", "﹫"];

/// `path` for messages, on one line: it may really be an address.
pub fn shown_path(path: &Path) -> String {
    printable(&without_credentials(&path.to_string_lossy()))
}

/// `name` without the user and password of an address, even a mistyped one: without what precedes an `@` after
/// something like a scheme. Addresses inside it are treated alike.
pub fn without_credentials(name: &str) -> String {
    without_embedded_credentials(&without_first(name))
}

/// `text` without the user and password of the addresses that stand anywhere in it.
pub fn without_embedded_credentials(text: &str) -> String {
    let mut shown = text.to_owned();
    let mut from = 0;
    while let Some(found) = shown[from..].find("://") {
        from += found + "://".len();
        let end = shown[from..].find(['/', '?', '#', '&', ' ', '\n']).map_or(shown.len(), |end| from + end);
        match behind_at(&shown[from..end]) {
            Some(host) => shown.replace_range(from..from + host, ""),
            None => remove_misplaced(&mut shown, end),
        }
    }
    shown
}

/// Removes credentials behind the apparent host, which ends at `at`: the user name had a slash or a question mark in
/// it. A named value in a query is not a credential.
fn remove_misplaced(shown: &mut String, mut at: usize) {
    while shown[at..].starts_with(['/', '?', '#']) {
        at += 1;
        let end = shown[at..].find(['/', '?', '#', '&', '=', ' ', '\n']).map_or(shown.len(), |end| at + end);
        let part = &shown[at..end];
        let host = PLAIN_AT.iter().filter_map(|sign| part.rfind(sign).map(|found| found + sign.len())).max();
        match host.filter(|&host| is_secret(&part[..host])) {
            Some(host) => {
                shown.replace_range(at..at + host, "");
                at = end - host;
            }
            None => at = end,
        }
    }
}

/// `name` without the credentials at its beginning.
fn without_first(name: &str) -> String {
    let sign = |c: char| matches!(c, ':' | ';' | '/' | '\\' | '.' | ',');
    let word = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-')).unwrap_or(name.len());
    let signs = name[word..].find(|c| !sign(c)).map_or(name.len(), |signs| word + signs);
    let is_address = name[word..signs].contains(['/', '\\']) || name[..word].to_ascii_lowercase().contains("http");
    let start = if is_address { signs } else { 0 };
    let rest = &name[start..];
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host =
        match behind_at(authority) {
            Some(host) if is_address => Some(host),
            // A password with a slash in it, or an address without a scheme. Another scheme begins another address.
            _ => {
                let own = &rest[..rest.find("://").unwrap_or(rest.len())];
                // In a path a percent-encoded sign is part of a file's name.
                PLAIN_AT.iter().filter_map(|sign| own.rfind(sign).map(|at| at + sign.len())).max().filter(|&host| {
                    is_secret(own[port_end(authority)..].get(..host - port_end(authority)).unwrap_or(""))
                })
            }
        };
    host.map_or_else(|| name.to_owned(), |host| format!("{}{}", &name[..start], &rest[host..]))
}

/// Whether `part`, which ends where credentials end, has a user and a password.
fn is_secret(part: &str) -> bool {
    part.contains(':') && !part.contains("mailto:")
}

/// The end of a host with a numeric port that makes up all of `authority`; 0 if there is none.
fn port_end(authority: &str) -> usize {
    let port = authority.split_once(':').map_or("", |(_, port)| port);
    if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) { authority.len() } else { 0 }
}

/// The start of the host, after the last sign that ends credentials.
fn behind_at(authority: &str) -> Option<usize> {
    AT.iter().filter_map(|sign| authority.rfind(sign).map(|at| at + sign.len())).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_left_out() {
        for (name, shown) in [
            ("https://ada:secret@bay.example/a", "https://bay.example/a"),
            ("htps:/ada:secret@bay.example", "htps:/bay.example"),
            ("ada:secret@bay.example/x", "bay.example/x"),
            ("https://ada:se/cret@bay.example/", "https://bay.example/"),
            ("https://ada:secret＠bay.example/", "https://bay.example/"),
            ("https://bay.example/?u=http://ada:secret@sea.example/", "https://bay.example/?u=http://sea.example/"),
            (
                "https://a:b@bay.example/?u=http://ada:secret@sea.example/&v=x://c:d@e",
                "https://bay.example/?u=http://sea.example/&v=x://e",
            ),
            ("http://ad/a:secret@bay.example/x", "http://bay.example/x"),
            ("http://ad?a:secret＠bay.example/", "http://bay.example/"),
            ("https://bay.example/mailto:ada@sea.example", "https://bay.example/mailto:ada@sea.example"),
            ("https://bay.example:8080/@ada", "https://bay.example:8080/@ada"),
            ("http://ada:secret%40bay.example:1/", "http://bay.example:1/"),
            ("https://bay.example/p;http://ada:secret@sea.example/", "https://bay.example/p;http://sea.example/"),
            ("https://bay.example/@ada", "https://bay.example/@ada"),
            ("https://bay.example/ada%40home", "https://bay.example/ada%40home"),
            ("notes@home.txt", "notes@home.txt"),
            ("/home/ada/a.txt", "/home/ada/a.txt"),
            ("", ""),
        ] {
            assert_eq!(without_credentials(name), shown, "{name}");
        }
    }
}
