//! XHTML, as in books. Well-formed pages are read in one pass without a tree, several times faster. Others go through
//! the HTML parser, which would take a self-closed element for an open one.

use super::dom_blocks::BlockBuilder;
use super::limits::MAX_ATTRIBUTES;
use super::page_blocks::PageBlocks;
use memchr::{memchr, memmem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// The greatest depth of elements.
const MAX_DEPTH: usize = 150;
/// Bytes after a `<sup>` within which a footnote number ends.
const MAX_NOTE: usize = 300;

/// The blocks of `page`, noting the blocks of the elements with `ids`. Returns `None` if it is not well-formed, is
/// nested too deeply, or uses entities that XML does not know.
pub(super) fn blocks(page: &str, ids: &[&str]) -> Option<PageBlocks> {
    let mut builder = BlockBuilder::for_book(ids);
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_comments = false;
    let (mut depth, mut skipped) = (0usize, 0usize);
    loop {
        match reader.read_event().ok()? {
            Event::Start(_) if skipped > 0 => skipped += 1,
            Event::Start(start) => {
                let at = usize::try_from(reader.buffer_position()).ok()?;
                if open(&mut builder, &start, || is_note(page.get(at..).unwrap_or("")))? {
                    depth += 1;
                } else {
                    skipped = 1;
                }
            }
            Event::Empty(_) if skipped > 0 => {}
            Event::Empty(start) => {
                let enters = open(&mut builder, &start, || false)?;
                if enters {
                    builder.leave(start.local_name().as_ref());
                }
            }
            Event::End(_) if skipped > 0 => skipped -= 1,
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                builder.leave(end.local_name().as_ref());
            }
            Event::Text(text) if skipped == 0 => builder.push(&text),
            Event::CData(text) if skipped == 0 => builder.push(&text),
            Event::GeneralRef(name) if skipped == 0 => {
                let known = CHARACTERS.iter().find(|(known, _)| *known == &*name).map(|(_, c)| *c);
                let c = known.or_else(|| name.resolve_char_ref().ok().flatten())?;
                builder.push(c.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return None;
        }
    }
    (depth == 0 && skipped == 0).then(|| builder.finish())
}

/// The entities that books use most.
const CHARACTERS: [(&str, char); 16] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("eacute", 'é'),
    ("copy", '©'),
];

/// Adds the start tag of an element. Returns whether to descend.
fn open(builder: &mut BlockBuilder, start: &BytesStart, is_note: impl FnOnce() -> bool) -> Option<bool> {
    let mut attributes: Vec<(&str, Cow<str>)> = Vec::new();
    for (count, attribute) in start.attributes().enumerate() {
        // Each is compared with those before it.
        let attribute = attribute.ok().filter(|_| count < MAX_ATTRIBUTES)?;
        attributes
            .push((attribute.key.into_inner(), attribute.normalized_value(quick_xml::XmlVersion::default()).ok()?));
    }
    let value = |name: &str| attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref());
    Some(builder.enter(start.local_name().as_ref(), &value, is_note))
}

/// Whether this, after a `<sup>`, is a footnote number: a link on a few digits or signs.
fn is_note(rest: &str) -> bool {
    let end = memmem::find(rest.as_bytes().get(..MAX_NOTE.min(rest.len())).unwrap_or_default(), b"</sup>");
    let Some(inside) = end.and_then(|end| rest.get(..end)) else { return false };
    let mut words = String::new();
    for (number, piece) in inside.split('<').enumerate() {
        words.push_str(if number == 0 { piece } else { piece.split_once('>').map_or("", |(_, words)| words) });
    }
    inside.contains("<a ") && super::elements::is_note_number(&words)
}

/// `page` with `<a id="x"/>` expanded to `<a id="x"></a>`.
pub(super) fn as_html(page: &str) -> Cow<'_, str> {
    let bytes = page.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let start = at + found + 1;
        let rest = &bytes[start..];
        if rest.starts_with(b"!--") {
            at = memmem::find(rest, b"-->").map_or(bytes.len(), |end| start + end);
            continue;
        }
        let Some(end) = memchr(b'>', rest) else { break };
        at = start + end;
        if rest[..end].last() != Some(&b'/') || !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count();
        let name = &page[start..start + length];
        if is_void(name) {
            continue;
        }
        out.push_str(&page[copied..at - 1]);
        out.push_str("></");
        out.push_str(name);
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    out.push_str(&page[copied..]);
    Cow::Owned(out)
}

/// Whether HTML elements called `name` have no end tag.
fn is_void(name: &str) -> bool {
    let void =
        ["br", "hr", "img", "input", "link", "meta", "col", "area", "base", "embed", "param", "source", "track", "wbr"];
    void.iter().any(|void| void.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_pages_give_the_blocks_of_the_html_parser() {
        let page = "<?xml version='1.0'?><html xmlns:epub='x'><head><title>No</title></head><body><h1>A&#160;b</h1>\n<p>One <i>two\
                    </i>,<br/>“three.”<sup><a href='#n'>1</a></sup><sup>th</sup> <a epub:type='noteref' href='#x'>2</a></p><p hidden=''>\
                    no</p><ul><li>a &amp; b</li><li>c</li></ul><![CDATA[<d>]]><q>e</q><a href='https://bay.example/'>f</a></body></html>";
        let shown = |walked: &PageBlocks| format!("{walked:?}");
        let walked = blocks(page, &[]).unwrap();
        assert_eq!(walked.text.replace('\n', "|"), "A b|One two, “three.”th|a & b|c|<d>“e”f");
        let tree = dom_query::Document::from(as_html(page).replace("<![CDATA[<d>]]>", "&lt;d>").as_str());
        assert_eq!(shown(&walked), shown(&super::super::dom_blocks::book_blocks(tree.root(), &[])));
    }

    #[test]
    fn malformed_pages_go_to_the_html_parser() {
        let many: String = (0..=MAX_ATTRIBUTES).map(|nth| format!(" a{nth}='b'")).collect();
        assert!(blocks(&format!("<p{many}>One</p>"), &[]).is_none());
        for page in ["<p>One<p>two", "<p>a &frac12; b</p>", "<p a=b>", "<p", "</p>", "<b><i></b></i>"] {
            assert!(blocks(page, &[]).is_none(), "{page}");
        }
        assert!(blocks(&"<i>".repeat(1000), &[]).is_none() && blocks("", &[]).is_some());
    }

    #[test]
    fn self_closed_elements() {
        for (page, html) in [
            ("<title/><p>One<br/>two", "<title></title><p>One<br/>two"),
            ("<a id=\"x\" />é<svg:g/>", "<a id=\"x\" ></a>é<svg:g></svg:g>"),
            ("<!-- <p/> --><p>a/b > c <", "<!-- <p/> --><p>a/b > c <"),
            ("1 </> < /> <", "1 </> < /> <"),
        ] {
            assert_eq!(as_html(page), html);
        }
    }
}
