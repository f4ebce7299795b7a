//! The package of a book: where it is, title and authors, reading order, table of contents, and whether it is locked.

use super::xml::{XmlNode, each_node};
use crate::article::Meta;
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// The most files of a book, and entries of its contents, that are read.
const MOST: usize = 20_000;
/// The two algorithms that obfuscate fonts, which leave the text readable.
const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// The content of the package file. Paths are those in the archive.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub meta: Meta,
    /// The files in reading order; `None` for a path that leads out of the book.
    pub spine: Vec<Option<String>>,
    /// The files with the table of contents, EPUB 3 first.
    pub contents: Vec<String>,
}

/// An entry of the table of contents. Its depth is counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ContentsEntry {
    pub path: String,
    /// The id of an element in that file; `None` for its beginning.
    pub fragment: Option<String>,
    pub label: String,
    pub depth: u8,
}

/// The path of the package file, from `META-INF/container.xml`.
pub(super) fn rootfile(container: &str) -> Option<String> {
    let mut path = None;
    each_node(container, |node| {
        if let XmlNode::Open("rootfile", attributes) = node
            && path.is_none()
        {
            path = attributes.get("full-path").and_then(|path| resolve("", path));
        }
    });
    path
}

/// Whether `META-INF/encryption.xml` locks more than fonts.
pub(super) fn is_locked(encryption: &str) -> bool {
    let mut locked = false;
    each_node(encryption, |node| {
        if let XmlNode::Open("EncryptionMethod", attributes) = node {
            locked |= attributes.get("Algorithm").is_none_or(|algorithm| !FONTS.contains(&algorithm));
        }
    });
    locked
}

/// Reads the package file `opf` at `path`.
pub(super) fn package(opf: &str, path: &str) -> Package {
    let folder = folder(path);
    let mut fields: HashMap<&str, Vec<String>> = HashMap::new();
    let mut files: HashMap<String, Option<String>> = HashMap::new();
    let (mut spine, mut aside) = (Vec::new(), Vec::new());
    let (mut newer, mut older) = (Vec::new(), Vec::new());
    let mut field = None;
    each_node(opf, |node| match node {
        XmlNode::Open(name @ ("title" | "creator" | "date" | "publisher"), _) => {
            let name = ["title", "creator", "date", "publisher"].into_iter().find(|known| *known == name);
            field = name;
            name.into_iter().for_each(|name| fields.entry(name).or_default().push(String::new()));
        }
        XmlNode::Close("title" | "creator" | "date" | "publisher") => field = None,
        XmlNode::Text(text) => {
            let value = field.and_then(|field| fields.get_mut(field)).and_then(|values| values.last_mut());
            value.into_iter().for_each(|value| value.push_str(text));
        }
        XmlNode::Open("item", attributes) => {
            let (Some(id), Some(href)) = (attributes.get("id"), attributes.get("href")) else { return };
            let path = resolve(folder, href);
            let kind = attributes.get("media-type").unwrap_or("");
            if attributes.has("properties", "nav") {
                newer.extend(path.clone());
            } else if kind == "application/x-dtbncx+xml" {
                older.extend(path.clone());
            }
            let is_text = ["html", "xml", "oeb", "dtbook"].iter().any(|part| kind.contains(part)) && !is_picture(kind);
            if files.len() < MOST && (is_text || kind.is_empty()) {
                files.insert(id.to_owned(), path);
            }
        }
        XmlNode::Open("itemref", attributes) => {
            let Some(id) = attributes.get("idref").filter(|_| spine.len() + aside.len() < MOST) else { return };
            let row = if attributes.get("linear") == Some("no") { &mut aside } else { &mut spine };
            row.push(id.to_owned());
        }
        _ => {}
    });
    spine.append(&mut aside);
    let value = |name: &str| {
        let values = fields.get(name)?.iter().map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        Some(values.filter(|value| !value.is_empty()).collect::<Vec<_>>()).filter(|values| !values.is_empty())
    };
    let first = |name| value(name).and_then(|values| values.into_iter().next());
    let meta = Meta {
        title: first("title"),
        byline: value("creator").map(|names| names.join(", ")),
        published: first("date"),
        site: first("publisher"),
        url: None,
    };
    newer.append(&mut older);
    let spine = spine.iter().filter_map(|id| files.remove(id)).filter(|path| !is_contents(path, &newer)).collect();
    Package { meta, spine, contents: newer }
}

/// Whether the media type is that of pictures, sounds or other files that are not chapters.
fn is_picture(kind: &str) -> bool {
    ["image/", "font/", "audio/", "ncx", "smil", "pls"].iter().any(|part| kind.contains(part))
}

fn is_contents(path: &Option<String>, contents: &[String]) -> bool {
    path.as_ref().is_some_and(|path| contents.contains(path))
}

/// The entries of the table of contents in the file `text` at `path`: nested lists of links (EPUB 3) or `navPoint`s
/// (EPUB 2).
pub(super) fn contents(text: &str, path: &str) -> Vec<ContentsEntry> {
    let folder = folder(path);
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let (mut depth, mut is_toc, mut in_nav) = (0u8, true, false);
    let mut label: Option<String> = None;
    let mut link: Option<String> = None;
    let mut aside = false;
    each_node(text, |node| match node {
        // EPUB 2 lists printed pages and pictures in the same way.
        XmlNode::Open("pageList" | "navList", _) => aside = true,
        XmlNode::Close("pageList" | "navList") => aside = false,
        _ if aside => {}
        XmlNode::Open("nav", attributes) => {
            is_toc = attributes.get("type").is_none_or(|_| attributes.has("type", "toc"));
            (in_nav, depth) = (true, 0);
        }
        XmlNode::Close("nav") => is_toc = false,
        XmlNode::Open("ol" | "navPoint", _) => depth = depth.saturating_add(1),
        XmlNode::Close("ol" | "navPoint") => depth = depth.saturating_sub(1),
        XmlNode::Open("a", attributes) if in_nav && is_toc => {
            link = attributes.get("href").map(str::to_owned);
            label = Some(String::new());
        }
        XmlNode::Open("navLabel", _) => label = Some(String::new()),
        XmlNode::Text(text) => {
            label.iter_mut().filter(|label| label.len() < 300).for_each(|label| label.push_str(text))
        }
        XmlNode::Open("content", attributes) => link = attributes.get("src").map(str::to_owned),
        _ if entries.len() >= MOST => {}
        XmlNode::Close(name @ ("a" | "navLabel" | "content")) => {
            // In EPUB 2 the label comes before the link.
            if (name == "a") == in_nav
                && let Some(href) = link.take()
                && let (Some(label), Some(path)) = (label.take(), resolve(folder, &href))
            {
                let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
                let fragment =
                    href.split_once('#').map(|(_, id)| percent_decode_str(id).decode_utf8_lossy().into_owned());
                if !label.is_empty() {
                    let fragment = fragment.filter(|id| !id.is_empty());
                    entries.push(ContentsEntry { path, fragment, label, depth: depth.clamp(1, 6) });
                }
            }
        }
        _ => {}
    });
    entries
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path in the archive that `href` in `folder` leads to. Returns `None` if it leads out of the archive.
fn resolve(folder: &str, href: &str) -> Option<String> {
    let href = href.split(['#', '?']).next().unwrap_or("");
    if href.is_empty() || href.contains("://") || href.starts_with('/') || href.contains('\\') {
        return None;
    }
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in href.split('/') {
        match percent_decode_str(part).decode_utf8_lossy().as_ref() {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part.to_owned()),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_book() {
        for (folder, href, path) in [
            ("OEBPS", "text/one.xhtml#a", Some("OEBPS/text/one.xhtml")),
            ("OEBPS/text", "../one%20two.xhtml", Some("OEBPS/one two.xhtml")),
            ("", "./a+b.xhtml", Some("a+b.xhtml")),
            ("OEBPS", "../../etc/passwd", None),
            ("OEBPS", "%2e%2e/%2e%2e/etc/passwd", None),
            ("OEBPS", "/etc/passwd", None),
            ("OEBPS", "..\\..\\a", None),
            ("OEBPS", "https://bay.example/a.xhtml", None),
        ] {
            assert_eq!(resolve(folder, href).as_deref(), path, "{folder} {href}");
        }
    }

    #[test]
    fn contents_of_both_forms() {
        let newer = "<html><nav epub:type='toc'><ol><li><a href='a.xhtml'>One <b>&amp;</b> only</a><ol><li><a href='b.xhtml#x'>\
                     Two</a></li></ol></li></ol></nav><nav epub:type='landmarks'><ol><li><a href='c.xhtml'>Cover</a></li></ol></nav>";
        let older = "<ncx><docTitle><text>Book</text></docTitle><navMap><navPoint><navLabel><text>One &#38; only</text></navLabel>\
                     <content src='a.xhtml'/><navPoint><navLabel><text>Two</text></navLabel><content src='b.xhtml#x'/></navPoint>";
        for text in [newer, older] {
            let entries = contents(text, "x/nav.xhtml");
            let shown: Vec<String> = (entries.iter())
                .map(|entry| format!("{} {} {:?} {}", entry.depth, entry.path, entry.fragment, entry.label))
                .collect();
            assert_eq!(shown, ["1 x/a.xhtml None One & only", "2 x/b.xhtml Some(\"x\") Two"]);
        }
    }

    #[test]
    fn obfuscated_fonts_do_not_lock_a_book() {
        let with = |algorithm: &str| format!("<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/>");
        assert!(!is_locked(&with(FONTS[0])) && !is_locked(&with(FONTS[1])) && !is_locked("<encryption/>"));
        assert!(is_locked(&with("http://www.w3.org/2001/04/xmlenc#aes256-cbc")));
    }
}
