//! Feeds (RSS, Atom, JSON Feed) → a list of items with their articles.

mod item;
mod json;
mod repair;

pub use item::{Feed, FeedItem};

use super::format_error::FormatError;
use super::html;
use crate::article::Meta;
use crate::text::shown;
use feed_rs::model::{Entry, Link, Text};
use feed_rs::parser;
use item::{MAX_ITEMS, address, article, one_line};

/// The longest feed, in bytes.
const MAX_BYTES: usize = 64 << 20;
/// The longest message of the parser, in characters.
const MAX_ERROR: usize = 200;
/// A text shorter than this, in bytes, is a teaser if the item has a longer one.
const MAX_TEASER: usize = 400;

/// Reads a feed from `url`.
///
/// # Errors
/// If it cannot be parsed, or is longer than 64 MB.
pub fn read(bytes: &[u8], url: Option<&str>) -> Result<Feed, FormatError> {
    if bytes.len() > MAX_BYTES {
        return Err(FormatError::Feed("it is longer than 64 MB".into()));
    }
    // Entity definitions let a small feed expand without end, and no feed needs them.
    if memchr::memmem::find(&bytes[..bytes.len().min(super::sniff::PROBE_BYTES)], b"<!ENTITY").is_some() {
        return Err(FormatError::Feed("it defines entities".into()));
    }
    let feed = parsed(bytes, url);
    if feed.as_ref().is_ok_and(|feed| !feed.items.is_empty() && feed.text_count() == feed.items.len()) {
        return feed;
    }
    // A feed with a syntax error, or with texts in unusual elements, is repaired first.
    let repaired_feed = repaired_feed(bytes, url)
        .filter(|repaired_feed| repaired_feed.text_count() > feed.as_ref().map_or(0, Feed::text_count));
    let mut feed = repaired_feed.map_or(feed, Ok)?;
    if feed.text_count() == 0 {
        feed.read_titles();
    }
    Ok(feed)
}

fn parsed(bytes: &[u8], url: Option<&str>) -> Result<Feed, FormatError> {
    let parser = parser::Builder::new().base_uri(url).build();
    let feed = parser.parse(bytes).map_err(|error| FormatError::Feed(parser_message(&error.to_string())))?;
    let title = feed.title.as_ref().and_then(title_of);
    let items = feed.entries.into_iter().take(MAX_ITEMS).map(|entry| item(entry, title.as_deref())).collect();
    Ok(Feed { title, items })
}

/// Reads a feed that the parser rejects, wholly or in part.
fn repaired_feed(bytes: &[u8], url: Option<&str>) -> Option<Feed> {
    let text = super::decode::decode_html(bytes.to_vec(), None);
    if text.trim_start().starts_with('{') {
        return json::read(&text);
    }
    let repaired = repair::repair(&text);
    if let Ok(feed) = parsed(repaired.xml.as_bytes(), url) {
        return Some(feed);
    }
    let mut all = Feed::default();
    for nth in 0..repaired.items.len().min(MAX_ITEMS) {
        if let Ok(feed) = parsed(repaired.only(nth).as_bytes(), url) {
            all.title = all.title.or(feed.title);
            all.items.extend(feed.items);
        }
    }
    Some(all)
}

fn item(entry: Entry, site: Option<&str>) -> FeedItem {
    let link = entry.links.iter().find(|link| is_page(link)).and_then(|link| address(&link.href));
    let title = entry.title.as_ref().and_then(title_of);
    let published = entry.published.or(entry.updated).map(|date| date.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let authors: Vec<String> = entry.authors.iter().filter_map(|person| person.name.as_deref().map(one_line)).collect();
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or("");
    let summary = entry.summary.as_ref().map_or("", |summary| summary.content.as_str());
    let body = if content.len() < MAX_TEASER && summary.len() > content.len() { summary } else { content };
    // The notes of a podcast may stand with its recording alone.
    let notes = || entry.media.iter().find_map(|media| media.description.as_ref()).map(|notes| notes.content.as_str());
    let body = if body.trim().is_empty() { notes().unwrap_or("") } else { body };
    let meta = Meta {
        title: title.clone(),
        byline: (!authors.is_empty()).then(|| authors.join(", ")).filter(|names| !names.trim().is_empty()),
        published: published.clone(),
        site: site.map(str::to_owned),
        url: link.clone(),
    };
    let article = article(body, meta);
    FeedItem { id: entry.id, title, published, link, article }
}

/// Whether the link leads to the page of the item, rather than to an audio file or the feed.
fn is_page(link: &Link) -> bool {
    matches!(link.rel.as_deref(), None | Some("alternate")) && address(&link.href).is_some()
}

/// The words of a title, which may contain markup.
fn title_of(text: &Text) -> Option<String> {
    let plain = if text.content.contains(['<', '&']) {
        html::fragment(&text.content, None, Meta::default())
            .map(|article| article.text().to_owned())
            .unwrap_or_default()
    } else {
        text.content.clone()
    };
    Some(one_line(&plain)).filter(|title| !title.is_empty())
}

/// The parser's message, which may quote the feed, as one short printable line.
fn parser_message(error: &str) -> String {
    one_line(error).chars().take(MAX_ERROR).map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(feed: &str, expected: &str) {
        let feed = read(feed.as_bytes(), Some("https://harbour.example/feed")).unwrap();
        let mut shown = format!("{}\n", feed.title.unwrap_or_default());
        for item in feed.items {
            let text = item.article.as_ref().map_or("–", |article| article.text()).replace('\n', "/");
            let byline = item.article.and_then(|article| article.meta.byline).unwrap_or_default();
            let parts = [item.title, item.published, item.link].map(Option::unwrap_or_default);
            shown += &format!("{} [{byline}] {text}\n", parts.join(" "));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn rss_atom_and_json() {
        check(
            r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Harbour &amp; Bay</title>
                <item><title>Ferry &lt;i&gt;late&lt;/i&gt;</title><link>https://u:p@harbour.example/1</link>
                <dc:creator>Ada Quill</dc:creator><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
                <description>Short.</description>
                <content:encoded><![CDATA[<p>“It is late,” said Ada.</p><p>Then <b>rain</b>.]]></content:encoded></item>
                <item><title>Only a title</title><link>javascript:alert(1)</link></item></channel></rss>"#,
            "The Harbour & Bay\nFerry late 2026-03-02T10:00:00Z https://harbour.example/1 [Ada Quill] “It is late,” said \
             Ada.//Then rain.\nOnly a title   [] –\n",
        );
        check(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title><entry><id>x</id><title>One</title>
                <link href="https://bay.example/one"/><updated>2026-03-02T10:00:00Z</updated>
                <content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"#,
            "Bay\nOne 2026-03-02T10:00:00Z https://bay.example/one [] Words.\n",
        );
        check(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Bay", "items": [{"id": "1", "title": "One",
                "url": "https://bay.example/one", "content_html": "<p>Words.</p>"}]}"#,
            "Bay\nOne  https://bay.example/one [] Words.\n",
        );
    }

    #[test]
    fn a_broken_item_does_not_affect_others() {
        let rss = |items: &str| format!("<rss version=\"2.0\"><channel><title>Bay</title>{items}</channel></rss>");
        let good = "<item><title>Two</title><description>Good words.</description></item>";
        for bad in [
            "<item><title>One & only</title><description>Q&A with Ada.</description></item>",
            "<item><title>One</title><description>a < b</description></item>",
            "<item><title>One</title><description><p>Naked <b>markup</b></p></description></item>",
            "<item><title>One</title><enclosure url=x length=1 length=2><description>Words.</description></item>",
            "<item><title>One</title><content:encoded>&lt;p&gt;Words.</content:encoded></item>",
            "<item><title>One</title><description>Words.</item>",
            "<item><title>One</title><itunes:summary>Words.</itunes:summary></item>",
            "<item><title>One</title><body xmlns='http://www.w3.org/1999/xhtml'><p>Words.</p></body></item>",
        ] {
            for items in [[bad, good].concat(), [good, bad].concat()] {
                let feed = read(rss(&items).as_bytes(), None).expect(bad);
                assert_eq!((feed.items.len(), feed.text_count()), (2, 2), "{items}");
            }
        }
        let entry = |kind: &str| {
            format!("<entry><id>{kind}</id><title type=''>One</title><content type='{kind}'>Words.</content></entry>")
        };
        let atom = ["text", "", "odd", "HTML"].map(entry).concat();
        let feed = read(format!("<feed xmlns='http://www.w3.org/2005/Atom'>{atom}</feed>").as_bytes(), None).unwrap();
        assert_eq!(feed.text_count(), 4);
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_text": "A.\n\nB."},
                      {"id": "2", "content_html": 7, "summary": "C."}]}"#;
        let feed = read(json.as_bytes(), None).unwrap();
        assert_eq!(feed.items[0].article.as_ref().unwrap().text(), "A.\n\nB.");
        assert_eq!(feed.text_count(), 2);
    }

    #[test]
    fn bad_feeds_are_errors() {
        for feed in ["<rss><channel>", "<rss", "{}", "<!DOCTYPE x [<!ENTITY a \"b\">]><rss/>", "<feed><a><b></feed>"] {
            if let Ok(feed) = read(feed.as_bytes(), None) {
                assert!(feed.items.is_empty());
            }
        }
        let deep = format!("<rss version=\"2.0\"><channel>{}", "<item>".repeat(100_000));
        assert!(read(deep.as_bytes(), None).map_or(true, |feed| feed.items.len() <= MAX_ITEMS));
    }
}
