//! OPML, the lists of feeds that feed readers export.

use super::decode::decode;
use super::format_error::FormatError;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The most feeds of a list.
const MAX_FEEDS: usize = 10_000;

/// Whether bytes that begin with `start` are a list of feeds.
pub fn is_opml(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.first() == Some(&b'<') && memchr::memmem::find(&start[..start.len().min(1000)], b"<opml").is_some()
}

/// The addresses of the feeds of a list, in its order, each once.
///
/// # Errors
/// If there are none, or the list is damaged before the first.
pub fn feeds(bytes: Vec<u8>) -> Result<Vec<String>, FormatError> {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut feeds: Vec<String> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    // Entries before an error are kept.
    while let Ok(event) = reader.read_event() {
        let element = match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => element,
            _ => continue,
        };
        for attribute in element.html_attributes().with_checks(false).flatten() {
            if !attribute.key.as_ref().eq_ignore_ascii_case("xmlUrl") {
                continue;
            }
            let Ok(address) = quick_xml::escape::unescape(&attribute.value).map(|a| a.trim().to_owned()) else {
                continue;
            };
            if !address.is_empty() && feeds.len() < MAX_FEEDS && seen.insert(address.clone()) {
                feeds.push(address);
            }
        }
    }
    if feeds.is_empty() { Err(FormatError::NoItem) } else { Ok(feeds) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_order_each_once() {
        let list = "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><head><title>Mine</title></head><body>\
                    <outline text=\"News\"><outline type=\"rss\" text=\"A & B\" xmlUrl=\"https://a.example/f?x=1&amp;y=2\"/>\
                    <outline XMLURL='https://b.example/feed'></outline></outline>\
                    <outline xmlUrl=\"https://b.example/feed\"/><outline text=\"no feed\"/></body></opml>";
        assert!(is_opml(list.as_bytes()) && !is_opml(b"<rss/>") && !is_opml(b"about <opml"));
        assert_eq!(feeds(list.into()).unwrap(), ["https://a.example/f?x=1&y=2", "https://b.example/feed"]);
        let cut = &list[..list.find("<outline xmlUrl").unwrap() + 20];
        assert_eq!(feeds(cut.into()).unwrap().len(), 2);
        assert!(feeds(b"<opml></opml>".to_vec()).is_err());
        assert!(feeds("<opml>".repeat(100_000).into()).is_err());
    }
}
