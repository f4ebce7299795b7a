//! Removes credentials from names before they are shown.

/// `name` without the user and password of an address, even a mistyped one: without what precedes an `@` after
/// something like a scheme.
pub fn without_credentials(name: &str) -> String {
    let sign = |c: char| matches!(c, ':' | ';' | '/' | '\\' | '.' | ',');
    let word = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-')).unwrap_or(name.len());
    let signs = name[word..].find(|c| !sign(c)).map_or(name.len(), |signs| word + signs);
    let is_address = name[word..signs].contains(['/', '\\']) || name[..word].to_ascii_lowercase().contains("http");
    let start = if is_address { signs } else { 0 };
    let rest = &name[start..];
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let credentials = match host.rfind('@') {
        Some(at) if is_address => Some(at),
        // A password with a slash in it, or an address without a scheme.
        _ => rest.rfind('@').filter(|&at| rest[..at].contains(':')),
    };
    credentials.map_or_else(|| name.to_owned(), |at| format!("{}{}", &name[..start], &rest[at + 1..]))
}
