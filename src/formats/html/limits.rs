//! Cuts down pages whose tree would take too much time or memory, before they are parsed: parsing and extraction take
//! time in proportion to elements times depth.

use memchr::{memchr, memmem};
use std::borrow::Cow;

/// The greatest depth of elements. Tags further down are dropped and their text stays. Real pages stay under 60.
const MAX_DEPTH: usize = 150;
/// The most elements of a page; the rest is cut off. The longest real pages have some 100,000.
const MAX_ELEMENTS: usize = 400_000;
/// The most bytes of a page that are read; the rest is cut off.
const MAX_BYTES: usize = 32 << 20;

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

/// `html` without what exceeds the limits. Pages within the limits are not copied.
pub(super) fn within_limits(html: &str) -> Cow<'_, str> {
    let mut cut = Cut { html, out: String::new(), copied: 0 };
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
        let tag_end = tag_end(bytes, start + 1 + usize::from(closes) + length);
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
            continue;
        }
        if closes {
            if is_formatting(&name) {
                formatting = formatting.saturating_sub(1);
            }
            if !is_flat(&name) {
                if depth > MAX_DEPTH {
                    cut.drop(start, tag_end);
                }
                depth = depth.saturating_sub(1);
            }
            continue;
        }
        elements += 1 + if is_formatting(&name) { 0 } else { formatting.min(MAX_DEPTH) };
        if elements > MAX_ELEMENTS {
            return cut.finish(start);
        }
        if is_raw(&name) {
            at = raw_end(bytes, tag_end, &name);
        } else if !is_flat(&name) {
            depth += 1;
            formatting += usize::from(is_formatting(&name));
            if depth > MAX_DEPTH {
                cut.drop(start, tag_end);
            }
        }
    }
    cut.finish(end)
}

/// A page with parts left out. Nothing is copied before the first of them.
struct Cut<'h> {
    html: &'h str,
    out: String,
    /// Bytes of the page that are in `out` or were dropped.
    copied: usize,
}

impl<'h> Cut<'h> {
    fn drop(&mut self, start: usize, end: usize) {
        self.out.push_str(&self.html[self.copied..start]);
        self.copied = end;
    }

    fn finish(mut self, end: usize) -> Cow<'h, str> {
        if self.copied == 0 {
            return Cow::Borrowed(&self.html[..end]);
        }
        self.out.push_str(&self.html[self.copied.min(end)..end]);
        Cow::Owned(self.out)
    }
}

/// The end of the tag whose name ends at `at`. Quoted attributes may contain `>`.
fn tag_end(bytes: &[u8], at: usize) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (offset, &byte) in bytes[at..].iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at + offset + 1,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    bytes.len()
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
    fn what_is_too_deep_loses_its_tags_and_keeps_its_text() {
        let page = format!("{}word{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let cut = within_limits(&page);
        assert_eq!(cut.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(cut.matches("</div>").count(), MAX_DEPTH);
        assert!(cut.contains("<div>word</div>") && cut.ends_with("<p>after"));
    }

    #[test]
    fn drawings_are_not_deep() {
        let page = format!("<svg>{}</svg><div>word</div>", "<symbol><path d='a'/></symbol>".repeat(1000));
        assert!(matches!(within_limits(&page), Cow::Borrowed(_)));
        let page = format!("<svg><foreignObject>{}", "<div/>".repeat(1000));
        assert_eq!(within_limits(&page).matches("<div/>").count(), MAX_DEPTH - 2);
    }

    #[test]
    fn what_is_too_much_is_cut_off() {
        let page = "<br>é".repeat(MAX_ELEMENTS + 5);
        assert_eq!(within_limits(&page).matches("<br>").count(), MAX_ELEMENTS);
        let fonts: String = (0..1000).map(|n| format!("<font id={n}>")).collect();
        let page = fonts + &"<p>x".repeat(100_000);
        assert!(within_limits(&page).matches("<p>").count() < 10_000);
    }
}
