//! Credentials in names and addresses, which are removed before these are shown.

use super::width::printable;
use std::path::Path;

/// The signs before which user and password stand; some keyboards give wide ones, and some programs write it in code.
const AT: [&str; 4] = ["@", "＠", "﹫", "%40"];

/// `path` as messages have it, on one line: somebody may have given an address in its place.
pub fn shown_path(path: &Path) -> String {
    printable(&without_credentials(&path.to_string_lossy()))
}

/// `name` without the user and password of an address, even a mistyped one: without what precedes an `@` after
/// something like a scheme; and without those of addresses that stand in it further on.
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
        if let Some(host) = behind_at(&shown[from..end]) {
            shown.replace_range(from..from + host, "");
        }
    }
    shown
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
    let host = match behind_at(authority) {
        Some(host) if is_address => Some(host),
        // A password with a slash in it, or an address without a scheme. What another scheme begins is another address.
        _ => {
            let own = &rest[..rest.find("://").unwrap_or(rest.len())];
            // In a path the sign in code is no more than that.
            AT[..3]
                .iter()
                .filter_map(|sign| own.rfind(sign).map(|at| at + sign.len()))
                .max()
                .filter(|&host| own[..host].contains(':'))
        }
    };
    host.map_or_else(|| name.to_owned(), |host| format!("{}{}", &name[..start], &rest[host..]))
}

/// Where the host begins, behind the last sign that credentials end with.
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
