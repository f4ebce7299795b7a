//! Rewrites a broken feed so that a parser accepts it: bare `&` and `<`, attributes without quotes, undeclared
//! prefixes, open elements, unescaped markup in texts, unknown types. Valid parts are not changed.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Elements that contain the text or the title of an item.
const TEXTS: [&str; 7] = ["title", "description", "encoded", "content", "summary", "body", "fulltext"];
/// Namespaces of common prefixes.
const PREFIXES: [(&str, &str); 5] = [
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
];
/// The greatest depth of elements; those further down are closed at once.
const MAX_DEPTH: usize = 100;
/// The most attributes of an element that are kept.
const MAX_ATTRIBUTES: usize = 40;

/// A rewritten feed with the places of its items.
pub(super) struct Repaired {
    pub xml: String,
    /// The spans of the items, in bytes.
    pub items: Vec<(usize, usize)>,
}

impl Repaired {
    /// The feed with item `nth` alone.
    pub fn only(&self, nth: usize) -> String {
        let (first, last) = (self.items.first().map_or(0, |item| item.0), self.items.last().map_or(0, |item| item.1));
        let (start, end) = self.items.get(nth).copied().unwrap_or((0, 0));
        let part = |from: usize, to: usize| self.xml.get(from..to).unwrap_or("");
        [part(0, first), part(start, end), part(last, self.xml.len())].concat()
    }
}

/// Rewrites `xml`.
pub(super) fn repair(xml: &str) -> Repaired {
    let mut writer = FeedWriter {
        xml,
        at: 0,
        out: String::new(),
        open: Vec::new(),
        items: Vec::new(),
        prefixes: BTreeSet::new(),
        declared: BTreeSet::new(),
        root: None,
        has_text: false,
        spare: String::new(),
    };
    writer.run();
    writer.finish()
}

struct FeedWriter<'x> {
    xml: &'x str,
    at: usize,
    out: String,
    open: Vec<&'x str>,
    items: Vec<(usize, usize)>,
    prefixes: BTreeSet<&'x str>,
    declared: BTreeSet<&'x str>,
    /// The place for declarations of the root element.
    root: Option<usize>,
    /// Whether the open item has a text, and the longest text in a place that parsers ignore, escaped.
    has_text: bool,
    spare: String,
}

impl<'x> FeedWriter<'x> {
    fn run(&mut self) {
        while let Some(found) = memchr::memchr(b'<', &self.xml.as_bytes()[self.at..]) {
            self.text(self.at, self.at + found);
            self.at += found;
            let rest = &self.xml[self.at..];
            if rest.starts_with("<!--") {
                self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
                let end = data.find("]]>").unwrap_or(data.len());
                if !self.open.is_empty() {
                    escape(&data[..end], &mut self.out);
                }
                self.at += (9 + end + 3).min(rest.len());
            } else if rest.starts_with("<?") || rest.starts_with("<!") {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            } else if let Some(closed) = rest.strip_prefix("</") {
                self.close(name(closed));
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            } else if name(&rest[1..]).is_empty() {
                self.out.push_str("&lt;");
                self.at += 1;
            } else {
                self.start();
            }
        }
        self.text(self.at, self.xml.len());
    }

    fn text(&mut self, from: usize, to: usize) {
        if !self.open.is_empty() {
            escape_loose(&self.xml[from..to], &mut self.out);
        }
    }

    /// Rewrites the start tag at the current position.
    fn start(&mut self) {
        let rest = &self.xml[self.at..];
        let tag_end = tag_end(rest);
        let inner = rest[1..tag_end].trim_end_matches('>');
        let full = name(inner);
        let (prefix, local) = full.split_once(':').unwrap_or(("", full));
        // An enclosure is always empty.
        let empty = inner.ends_with('/') || local == "enclosure";
        let attributes = attributes(inner[full.len()..].trim_end_matches('/'));
        if !prefix.is_empty() {
            self.prefixes.insert(prefix);
        }
        for (key, _) in &attributes {
            match key.split_once(':') {
                Some(("xmlns", declared)) if self.open.is_empty() => drop(self.declared.insert(declared)),
                Some(("xmlns" | "xml", _)) | None => {}
                Some((prefix, _)) => drop(self.prefixes.insert(prefix)),
            }
        }
        let is_item = matches!(local, "item" | "entry");
        if is_item {
            // Items do not nest: the open one was not closed.
            while self.open.iter().any(|open| matches!(local_of(open), "item" | "entry")) {
                self.pop();
            }
            self.items.push((self.out.len(), self.out.len()));
            (self.has_text, self.spare) = (false, String::new());
        }
        self.at += tag_end;
        if !empty && matches!((prefix, local), ("media", "description") | ("itunes", "summary" | "subtitle")) {
            self.note_spare(full);
        }
        let in_item = self.open.last().is_some_and(|open| matches!(local_of(open), "item" | "entry"));
        if in_item && !empty && TEXTS.contains(&local) && !matches!(prefix, "media" | "itunes") {
            return self.take_text(full, local, &attributes);
        }
        let _ = write!(self.out, "<{full}");
        if self.open.is_empty() && self.root.is_none() {
            self.root = Some(self.out.len());
        }
        for (key, value) in &attributes {
            let _ = write!(self.out, " {key}=\"");
            // The parser knows Atom 1.0 only.
            let value = if *value == "http://purl.org/atom/ns#" { "http://www.w3.org/2005/Atom" } else { value };
            escape_loose(value, &mut self.out);
            self.out.push('"');
        }
        if self.open.is_empty() && full == "rss" && !attributes.iter().any(|(key, _)| *key == "version") {
            self.out.push_str(" version=\"2.0\"");
        }
        if empty || self.open.len() >= MAX_DEPTH {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.open.push(full);
        }
    }

    /// Notes the text of the element `full` at the current position.
    fn note_spare(&mut self, full: &str) {
        let rest = &self.xml[self.at..];
        let end = rest.find(&format!("</{full}")).filter(|&end| item_end(&rest[..end]) == end);
        let Some(raw) = end.map(|end| rest[..end].trim()) else { return };
        let mut text = String::new();
        match raw.strip_prefix("<![CDATA[") {
            Some(data) => escape(data.strip_suffix("]]>").unwrap_or(data), &mut text),
            None => escape_loose(raw, &mut text),
        }
        if text.len() > self.spare.len() {
            self.spare = text;
        }
    }

    /// Rewrites a text, escaping its markup.
    fn take_text(&mut self, full: &'x str, local: &str, attributes: &[(&str, &str)]) {
        let rest = &self.xml[self.at..];
        let rest = &rest[..item_end(rest)];
        let (open, close) = (format!("<{full}"), format!("</{full}"));
        // A text that contains an element of the same name ends with the last end tag.
        let own =
            rest.find(&close).and_then(|end| if rest[..end].contains(&open) { rest.rfind(&close) } else { Some(end) });
        let raw = &rest[..own.unwrap_or(rest.len())];
        self.at += raw.len();
        if own.is_some() {
            let after = &rest[raw.len()..];
            self.at += after.find('>').map_or(after.len(), |close| close + 1);
        }
        let told = attributes.iter().find(|(key, _)| *key == "type").map(|(_, value)| value.trim());
        let is_atom = self.open.last().is_some_and(|open| local_of(open) == "entry");
        let unknown =
            told.is_some_and(|told| told.contains('/') && !told.starts_with("text/") && !told.contains("xml"));
        let mut content = String::new();
        let mut is_markup = matches!(told, Some("html" | "xhtml" | "text/html")) || !is_atom;
        if let Some(data) = raw.trim().strip_prefix("<![CDATA[") {
            escape(data.trim_end().strip_suffix("]]>").unwrap_or(data), &mut content);
        } else if raw.contains('<') {
            escape(raw, &mut content);
            is_markup = true;
        } else if !unknown {
            escape_loose(raw, &mut content);
        }
        self.has_text |= local != "title" && !content.trim().is_empty();
        let tag = if matches!(local, "body" | "fulltext") { "content:encoded" } else { full };
        if tag == "content:encoded" {
            self.prefixes.insert("content");
        }
        let kind = match (is_atom, is_markup) {
            (false, _) => "",
            (true, true) => " type=\"html\"",
            (true, false) => " type=\"text\"",
        };
        let _ = write!(self.out, "<{tag}{kind}>{content}</{tag}>");
    }

    fn close(&mut self, name: &str) {
        if !self.open.contains(&name) {
            return;
        }
        while self.pop().is_some_and(|closed| closed != name) {}
    }

    fn pop(&mut self) -> Option<&'x str> {
        let closed = self.open.pop()?;
        if matches!(local_of(closed), "item" | "entry") && !self.has_text && !self.spare.is_empty() {
            let tag = if local_of(closed) == "item" { "description" } else { "summary" };
            let kind = if tag == "summary" { " type=\"html\"" } else { "" };
            let _ = write!(self.out, "<{tag}{kind}>{}</{tag}>", std::mem::take(&mut self.spare));
        }
        let _ = write!(self.out, "</{closed}>");
        if matches!(local_of(closed), "item" | "entry")
            && let Some(item) = self.items.last_mut()
        {
            item.1 = self.out.len();
        }
        Some(closed)
    }

    fn finish(mut self) -> Repaired {
        while self.pop().is_some() {}
        let mut declarations = String::new();
        for prefix in self.prefixes.iter().filter(|prefix| !self.declared.contains(*prefix) && **prefix != "xml") {
            let known = PREFIXES.iter().find(|(known, _)| known == prefix).map(|(_, uri)| *uri);
            let _ = match known {
                Some(uri) => write!(declarations, " xmlns:{prefix}=\"{uri}\""),
                None => write!(declarations, " xmlns:{prefix}=\"urn:{prefix}\""),
            };
        }
        let mut xml = self.out;
        if let Some(root) = self.root {
            xml.insert_str(root, &declarations);
        }
        let moved = declarations.len();
        let items = self.items.into_iter().map(|(start, end)| (start + moved, end.max(start) + moved)).collect();
        Repaired { xml, items }
    }
}

/// The end of the item that `rest` is in, or the start of the next.
fn item_end(rest: &str) -> usize {
    const ENDS: [&str; 6] = ["</item", "</entry", "<item>", "<entry>", "<item ", "<entry "];
    let mut places = memchr::memchr_iter(b'<', rest.as_bytes());
    places.find(|&at| ENDS.iter().any(|end| rest[at..].starts_with(end))).unwrap_or(rest.len())
}

fn local_of(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name that `rest` begins with, or an empty string.
fn name(rest: &str) -> &str {
    let end =
        rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-' | '_' | '.')).unwrap_or(rest.len());
    let name = &rest[..end];
    let sound = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && !name.ends_with(':');
    if sound && name.matches(':').count() < 2 { name } else { "" }
}

/// The end of the tag that `rest` begins with.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            // An unclosed quote ends with its tag.
            Some(_) if byte == b'<' => return rest.find('>').map_or(rest.len(), |end| end + 1),
            Some(_) => {}
            None if byte == b'>' => return at + 1,
            None if matches!(byte, b'"' | b'\'') && rest[..at].trim_end().ends_with('=') => quote = Some(byte),
            None => {}
        }
    }
    rest.len()
}

/// The attributes in `rest`, without duplicates.
fn attributes(rest: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut rest = rest.trim_start();
    while !rest.is_empty() && found.len() < MAX_ATTRIBUTES {
        let key = name(rest);
        let skip = if key.is_empty() { rest.chars().next().map_or(1, char::len_utf8) } else { key.len() };
        rest = rest[skip..].trim_start();
        if key.is_empty() {
            continue;
        }
        let Some(value) = rest.strip_prefix('=') else { continue };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if !found.iter().any(|(other, _)| *other == key) {
            found.push((key, value));
        }
        rest = after.trim_start();
    }
    found
}

/// Writes `text` escaped.
fn escape(text: &str, out: &mut String) {
    for c in text.chars().filter(|&c| is_allowed(c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// Writes `text`, which may contain entities, escaping each `&` that does not begin one.
fn escape_loose(text: &str, out: &mut String) {
    for (number, piece) in text.split('&').enumerate() {
        if number > 0 {
            out.push_str(if begins_entity(piece) { "&" } else { "&amp;" });
        }
        for c in piece.chars().filter(|&c| is_allowed(c)) {
            match c {
                '<' => out.push_str("&lt;"),
                '"' => out.push_str("&quot;"),
                c => out.push(c),
            }
        }
    }
}

/// Whether `rest`, after an `&`, begins an entity that every XML parser knows. Others are left to the reader of the
/// text.
fn begins_entity(rest: &str) -> bool {
    let Some((name, _)) = rest.split_once(';') else { return false };
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        return code.and_then(char::from_u32).is_some_and(is_allowed);
    }
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

/// Whether `c` is allowed in XML.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &str) {
        assert_eq!(repair(xml).xml, expected);
    }

    #[test]
    fn broken_feeds_are_repaired() {
        check(
            "<feed a=1 a=2 b='x&y'><t>a & b &amp; &nbsp; <",
            "<feed a=\"1\" b=\"x&amp;y\"><t>a &amp; b &amp; &amp;nbsp; &lt;</t></feed>",
        );
        check("<feed><x:y/></z></feed>", "<feed xmlns:x=\"urn:x\"><x:y/></feed>");
        check("<!DOCTYPE x><feed>\u{1}<!-- c --><a><b></a></feed>", "<feed><a><b></b></a></feed>");
    }

    #[test]
    fn texts_are_escaped_and_items_separated() {
        let feed = "<rss><item><description><p>A & b.</p></description></item><item><body xmlns='x'><p>C</p></body><item><title>D</item></rss>";
        let repaired = repair(feed);
        assert_eq!(repaired.items.len(), 3);
        let items: Vec<&str> = repaired.items.iter().map(|&(start, end)| &repaired.xml[start..end]).collect();
        assert_eq!(
            items,
            [
                "<item><description>&lt;p&gt;A &amp; b.&lt;/p&gt;</description></item>",
                "<item><content:encoded>&lt;p&gt;C&lt;/p&gt;</content:encoded></item>",
                "<item><title>D</title></item>",
            ]
        );
    }
}
