//! Cuts down pages whose tree would take too much time or memory, before they are parsed: parsing and extraction take
//! time in proportion to elements times depth.

use memchr::{memchr, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// The greatest depth of elements. Tags further down are dropped and their text stays. Real pages stay under 60.
const MAX_DEPTH: usize = 150;
/// The most elements for formatting that are open at once; the tags of further ones are dropped. Each is reopened in
/// every paragraph, and real pages have a handful.
const MAX_FORMATTING: usize = 16;
/// The most elements of a page; the rest is cut off. The longest real pages have some 100,000.
const MAX_ELEMENTS: usize = 400_000;
/// The most bytes of a page that are read; the rest is cut off.
const MAX_BYTES: usize = 32 << 20;
/// The most attributes of a tag; the others are dropped. The parser compares each with those before it. Real tags have
/// some dozens.
pub(super) const MAX_ATTRIBUTES: usize = 250;

/// Whether an element adds no depth: it has no content, or its end tag is commonly left out.
fn is_flat(name: &[u8]) -> bool {
    #[rustfmt::skip]
    let flat = matches!(name,
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" | b"p" | b"li" | b"dt" | b"dd" | b"option" | b"optgroup" | b"tr" | b"td" | b"th"
        | b"thead" | b"tbody" | b"tfoot" | b"colgroup" | b"rt" | b"rp" | b"html" | b"head" | b"body");
    flat
}

/// Whether an element is reopened in every paragraph until it is closed.
fn is_formatting(name: &[u8]) -> bool {
    #[rustfmt::skip]
    let formatting = matches!(name,
        b"a" | b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
        | b"tt" | b"u");
    formatting
}

/// Whether the content of an element is text up to its end tag.
fn is_raw(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"textarea" | b"title" | b"xmp" | b"iframe" | b"noembed" | b"noframes")
}

/// `html` without anything beyond the limits, and without opening tags of links that never end: all text after one
/// would belong to it. Other pages are not copied.
pub(super) fn within_limits(html: &str) -> Cow<'_, str> {
    let mut cut = Cut { html, dropped: Vec::new() };
    let mut open_link: Option<Range<usize>> = None;
    let end = html.floor_char_boundary(MAX_BYTES);
    let bytes = &html.as_bytes()[..end];
    let (mut depth, mut formatting, mut elements, mut drawings) = (0usize, 0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let rest = &bytes[start + 1..];
        if rest.starts_with(b"!--") {
            at = memmem::find(&rest[3..], b"-->").map_or(end, |found| start + 1 + 3 + found + 3);
            continue;
        }
        let closes = rest.first() == Some(&b'/');
        let after = &rest[usize::from(closes)..];
        let length =
            after.iter().take(32).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':')).count();
        if !after.first().is_some_and(u8::is_ascii_alphabetic) {
            at = start + 1;
            continue;
        }
        let name = after[..length].to_ascii_lowercase();
        let HtmlTag { end: tag_end, excess: mut dropped } = tag(bytes, start + 1 + usize::from(closes) + length);
        at = tag_end;
        if matches!(name.as_slice(), b"svg" | b"math") {
            drawings = if closes { drawings.saturating_sub(1) } else { drawings + 1 };
        } else if matches!(
            name.as_slice(),
            b"foreignobject" | b"desc" | b"annotation-xml" | b"mi" | b"mo" | b"mn" | b"ms" | b"mtext"
        ) {
            // The content of these is parsed as HTML again.
            drawings = 0;
        }
        // Only in drawings can a tag close itself.
        if !closes && drawings > 0 && bytes[..tag_end].ends_with(b"/>") {
            if matches!(name.as_slice(), b"svg" | b"math") {
                drawings -= 1;
            }
            elements += 1;
            cut.drop(dropped);
            continue;
        }
        if name == b"a" && drawings == 0 {
            // A link ends where the next one begins.
            if let Some(unended) = open_link.take().filter(|_| !closes) {
                (depth, formatting) = (depth.saturating_sub(1), formatting.saturating_sub(1));
                cut.drop(Some(unended));
            }
            open_link = (!closes).then_some(start..tag_end);
        }
        if closes {
            let is_beyond = is_formatting(&name) && formatting > MAX_FORMATTING;
            if is_formatting(&name) {
                formatting = formatting.saturating_sub(1);
            }
            if !is_flat(&name) {
                if depth > MAX_DEPTH || is_beyond {
                    dropped = Some(start..tag_end);
                }
                depth = depth.saturating_sub(1);
            }
            cut.drop(dropped);
            continue;
        }
        elements += 1 + if is_formatting(&name) { 0 } else { formatting.min(MAX_FORMATTING) };
        if elements > MAX_ELEMENTS {
            cut.drop(open_link);
            return cut.finish(start);
        }
        if is_raw(&name) {
            at = raw_end(bytes, tag_end, &name);
        } else if !is_flat(&name) {
            depth += 1;
            formatting += usize::from(is_formatting(&name));
            if depth > MAX_DEPTH || is_formatting(&name) && formatting > MAX_FORMATTING {
                dropped = Some(start..tag_end);
            }
        }
        cut.drop(dropped);
    }
    cut.drop(open_link);
    cut.finish(end)
}

/// A page with parts left out.
struct Cut<'h> {
    html: &'h str,
    /// The parts, of which one may lie in another.
    dropped: Vec<Range<usize>>,
}

impl<'h> Cut<'h> {
    fn drop(&mut self, dropped: Option<Range<usize>>) {
        self.dropped.extend(dropped);
    }

    fn finish(mut self, end: usize) -> Cow<'h, str> {
        if self.dropped.is_empty() {
            return Cow::Borrowed(&self.html[..end]);
        }
        self.dropped.sort_unstable_by_key(|part| part.start);
        let (mut out, mut copied) = (String::new(), 0);
        for part in self.dropped {
            if part.start >= copied {
                out.push_str(&self.html[copied..part.start]);
            }
            copied = copied.max(part.end);
        }
        out.push_str(&self.html[copied.min(end)..end]);
        Cow::Owned(out)
    }
}

/// A tag of a page.
struct HtmlTag {
    end: usize,
    /// The attributes beyond the limit.
    excess: Option<Range<usize>>,
}

/// A place in a tag.
#[derive(Clone, Copy)]
enum TagPlace {
    TagName,
    /// Where the next attribute may begin.
    Gap,
    Name,
    AfterName,
    BeforeValue,
    Value,
    /// In a value that ends with this mark.
    Quoted(u8),
}

/// Parses the tag whose name continues at `at` into attributes, as browsers do.
fn tag(bytes: &[u8], at: usize) -> HtmlTag {
    use TagPlace::*;
    let (mut place, mut attributes, mut excess) = (TagName, 0, None);
    for (offset, &byte) in bytes[at..].iter().enumerate() {
        place = match (place, byte) {
            (Quoted(mark), _) => {
                if byte == mark {
                    Gap
                } else {
                    place
                }
            }
            (_, b'>') => {
                let end = at + offset;
                return HtmlTag { end: end + 1, excess: excess.map(|start| start..end) };
            }
            (BeforeValue, b'"' | b'\'') => Quoted(byte),
            (TagName | Gap | Value, _) if byte.is_ascii_whitespace() => Gap,
            (Name | AfterName, _) if byte.is_ascii_whitespace() => AfterName,
            (BeforeValue, _) if byte.is_ascii_whitespace() => BeforeValue,
            (BeforeValue | Value, _) => Value,
            (_, b'/') => Gap,
            (Name | AfterName, b'=') => BeforeValue,
            (TagName | Name, _) => place,
            (Gap | AfterName, _) => {
                if attributes == MAX_ATTRIBUTES {
                    excess.get_or_insert(at + offset);
                }
                attributes += 1;
                Name
            }
        };
    }
    HtmlTag { end: bytes.len(), excess: excess.map(|start| start..bytes.len()) }
}

/// The start of the end tag of a raw element.
fn raw_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        let start = at + found;
        if bytes[start + 2..].get(..name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name)) {
            return start;
        }
        at = start + 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_within_the_limits_are_not_touched() {
        let page = "<!doctype html><p>One<p>Two <b title='a>b'>bold</b> 1 < 2 <script>if (a</b) '<div>'</script><!-- <div> -->";
        assert!(matches!(within_limits(page), Cow::Borrowed(same) if same == page));
    }

    #[test]
    fn tags_are_parsed_as_by_browsers() {
        let many = |start: &str, end: &str| {
            let mut page = format!("<p>One<{start}");
            (0..1000).for_each(|nth| page += &format!(" a{nth}{end}"));
            page + ">two<p>three"
        };
        for (start, end) in [
            ("br", ""),
            ("br", "=x"),
            ("br", " = \"b > c\""),
            ("br", "='it has \"'/"),
            ("/br", "=a/b"),
            ("p=\"a", "=x\""),
            ("p =\"a", ""),
            ("p a='>'b", "=''"),
            ("svg><path", "=\"\"/"),
            ("div", "/ / ="),
        ] {
            let page = many(start, end);
            let cut = within_limits(&page);
            let tree = dom_query::Document::from(cut.as_ref());
            let counts = |node: &dom_query::NodeRef| node.element_ref().map_or(0, |element| element.attrs.len());
            let most = tree.root().descendants_it().map(|node| counts(&node)).max();
            assert!(most.is_some_and(|most| most <= MAX_ATTRIBUTES), "{start}{end}: {most:?}");
            assert!(tree.text().ends_with("twothree"), "{start}{end}: {}", tree.text());
        }
        assert!(within_limits(&"<p a b ".repeat(100_000)).len() < 5 * MAX_ATTRIBUTES);
        let deep = many(&format!("i>{}<i", "<b>".repeat(500)), "");
        assert!(within_limits(&deep).ends_with("twothree") || within_limits(&deep).ends_with("two<p>three"));
    }

    #[test]
    fn elements_nested_too_deeply_keep_only_their_text() {
        let page = format!("{}word{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let cut = within_limits(&page);
        assert_eq!(cut.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(cut.matches("</div>").count(), MAX_DEPTH);
        assert!(cut.contains("<div>word</div>") && cut.ends_with("<p>after"));
    }

    #[test]
    fn unclosed_formatting_loses_no_text() {
        for open in ["<p><b>".repeat(3000), "<b><i><a><font>".repeat(600), "<p><b id=n>".repeat(20_000)] {
            let page = format!("<p>one{open}<p>two");
            let cut = within_limits(&page);
            assert!(cut.ends_with("<p>two") && cut.matches("<b").count() <= MAX_FORMATTING, "{}", cut.len());
            assert!(dom_query::Document::from(cut.as_ref()).text().ends_with("two"));
        }
        let page = format!("{}word{}<b>after", "<i>".repeat(100), "</i>".repeat(100));
        let cut = within_limits(&page);
        assert_eq!((cut.matches("<i>").count(), cut.matches("</i>").count()), (MAX_FORMATTING, MAX_FORMATTING));
    }

    #[test]
    fn unclosed_links_are_dropped() {
        for (page, cut) in [
            ("<a href=x><p>One<p>Two", "<p>One<p>Two"),
            ("<p>See <a href='x'>this<p>One <a href=y>two</a>", "<p>See this<p>One <a href=y>two</a>"),
            ("<p><a name=top />One <b>two</b>", "<p>One <b>two</b>"),
            ("<a href=x><p>One</p></a><p>Two", "<a href=x><p>One</p></a><p>Two"),
            ("<svg><a><path/></svg><p>One", "<svg><a><path/></svg><p>One"),
        ] {
            assert_eq!(within_limits(page), cut);
        }
        let page = format!("<a href=x {}>word", "b=c ".repeat(2 * MAX_ATTRIBUTES));
        assert_eq!(within_limits(&page), "word");
    }

    #[test]
    fn drawings_are_not_deep() {
        let page = format!("<svg>{}</svg><div>word</div>", "<symbol><path d='a'/></symbol>".repeat(1000));
        assert!(matches!(within_limits(&page), Cow::Borrowed(_)));
        let page = format!("<svg><foreignObject>{}", "<div/>".repeat(1000));
        assert_eq!(within_limits(&page).matches("<div/>").count(), MAX_DEPTH - 2);
    }

    #[test]
    fn elements_beyond_the_limit_are_cut_off() {
        let page = "<br>é".repeat(MAX_ELEMENTS + 5);
        assert_eq!(within_limits(&page).matches("<br>").count(), MAX_ELEMENTS);
        let fonts: String = (0..1000).map(|n| format!("<font id={n}>")).collect();
        let page = fonts + &"<p>x".repeat(100_000);
        assert!(within_limits(&page).matches("<p>").count() <= MAX_ELEMENTS / MAX_FORMATTING);
    }
}
