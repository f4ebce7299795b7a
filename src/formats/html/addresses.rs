//! The addresses that links of a page lead to.

use percent_encoding::percent_decode_str;
use url::{Position, Url};

/// The longest address that is kept, in bytes.
pub(super) const MAX_BYTES: usize = 2048;

/// Resolves `href` against `base`. Keeps web addresses and files in the same folder; a link within the page becomes
/// `#id`. Links of a book lead nowhere: its files are one text.
pub(super) fn resolve(href: &str, base: Option<&Url>, is_book: bool) -> Option<Box<str>> {
    let href = href.trim();
    if href.is_empty() || href.len() > MAX_BYTES {
        return None;
    }
    let on_page = |id: &str| {
        let id = percent_decode_str(id).decode_utf8().ok().filter(|id| !id.is_empty() && !is_book)?;
        Some(format!("#{id}").into_boxed_str())
    };
    if let Some(id) = href.strip_prefix('#') {
        return on_page(id);
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    let is_same = |base: &Url| url[..Position::AfterQuery] == base[..Position::AfterQuery];
    if let Some(id) = url.fragment().filter(|_| base.is_some_and(is_same)) {
        return on_page(id);
    }
    // Only a file may name other files.
    let is_local = url.scheme() == "file" && url.host().is_none() && base.is_some_and(|base| base.scheme() == "file");
    (is_local || matches!(url.scheme(), "http" | "https")).then(|| String::from(url).into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, links: &[(&str, Option<&str>)]) {
        let base = Url::parse(base).ok();
        for (href, expected) in links {
            assert_eq!(resolve(href, base.as_ref(), false).as_deref(), *expected, "{href} on {base:?}");
        }
    }

    #[test]
    fn addresses_of_pages_places_and_files() {
        check(
            "https://bay.example/a/b?c",
            &[
                ("d", Some("https://bay.example/a/d")),
                (" #e%20f ", Some("#e f")),
                ("https://bay.example/a/b?c#e", Some("#e")),
                ("b?d#e", Some("https://bay.example/a/b?d#e")),
                ("#", None),
                ("", None),
                ("mailto:ada@bay.example", None),
                ("file:///etc/passwd", None),
                ("javascript:alert(1)", None),
            ],
        );
        check(
            "file:///home/ada/a.html",
            &[
                ("b.html#c", Some("file:///home/ada/b.html#c")),
                ("a.html#c", Some("#c")),
                ("//bay.example/d", None),
                ("https://bay.example/d", Some("https://bay.example/d")),
            ],
        );
        check("", &[("a", None), ("https://bay.example", Some("https://bay.example/"))]);
        assert_eq!(resolve("#a", None, true), None);
        assert_eq!(resolve(&"a".repeat(MAX_BYTES + 1), Url::parse("https://bay.example").ok().as_ref(), false), None);
    }
}
