//! [`Feed`] and [`FeedItem`], independent of the format of the feed.

use super::super::html;
use crate::article::{Article, Meta};
use std::borrow::Cow;
use url::Url;

/// The most items that are read; feeds of whole archives have more.
pub(super) const MAX_ITEMS: usize = 5000;
/// A feed with its items in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub title: Option<String>,
    pub items: Vec<FeedItem>,
}

/// An item of a feed. Its strings may contain control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// The id that the feed gives it, which stays the same.
    pub id: String,
    pub title: Option<String>,
    /// When it was published or else changed, as RFC 3339.
    pub published: Option<String>,
    /// The http or https address of its page.
    pub link: Option<String>,
    /// Its text; `None` if it has only a title.
    pub article: Option<Article>,
}

impl Feed {
    /// The number of items with a text.
    pub(super) fn text_count(&self) -> usize {
        self.items.iter().filter(|item| item.article.is_some()).count()
    }

    /// Uses the titles as texts, if a feed has nothing else.
    pub(super) fn read_titles(&mut self) {
        for item in &mut self.items {
            let meta = Meta { published: item.published.clone(), url: item.link.clone(), ..Meta::default() };
            item.article = item
                .title
                .as_deref()
                .and_then(|title| article(&title.replace('&', "&amp;").replace('<', "&lt;"), meta));
        }
    }
}

/// The article of `body`, the text of an item. Without markup, lines are paragraphs.
pub(super) fn article(body: &str, meta: Meta) -> Option<Article> {
    let body = unescaped(body);
    let body = &*paragraphs(&body);
    let is_plain = !body.contains('<') && body.trim().contains('\n');
    let wrapped = is_plain.then(|| html::marked_up(body));
    let link = meta.url.clone();
    html::fragment(wrapped.as_deref().unwrap_or(body), link.as_deref(), meta).ok()
}

/// `body` with its markup, if that was escaped twice.
fn unescaped(body: &str) -> Cow<'_, str> {
    let twice = !body.contains('<')
        && ["&lt;/p&gt;", "&lt;br", "&lt;/a&gt;", "&lt;/div&gt;"].iter().any(|tag| body.contains(tag));
    if !twice {
        return body.into();
    }
    body.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&").into()
}

/// `body` with elements for its paragraphs and captions, if it was written for a program that makes them from empty
/// lines and from `[caption]`.
fn paragraphs(body: &str) -> Cow<'_, str> {
    const BLOCKS: [&str; 9] = ["<p", "<div", "<br", "<ul", "<ol", "<table", "<blockquote", "<h", "<pre"];
    let body = captions(body);
    if !body.contains('<') || !body.contains("\n\n") || BLOCKS.iter().any(|block| body.contains(block)) {
        return body;
    }
    let parts = body.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let marked =
        parts.map(|part| if part.starts_with("<figcaption") { part.to_owned() } else { format!("<p>{part}</p>") });
    marked.collect::<String>().into()
}

/// `body` with an element for each `[caption …]`.
fn captions(body: &str) -> Cow<'_, str> {
    let (mut marked, mut rest) = (String::new(), body);
    while let Some((before, caption)) = rest.split_once("[caption ")
        && let Some((_, inside)) = caption.split_once(']')
    {
        marked += before;
        marked += "<figcaption>";
        rest = match inside.split_once("[/caption]") {
            Some((inside, after)) => {
                marked += inside;
                marked += "</figcaption>";
                after
            }
            None => inside,
        };
    }
    if marked.is_empty() { body.into() } else { (marked + rest).into() }
}

/// The address without credentials, if it is http or https.
pub(super) fn address(href: &str) -> Option<String> {
    let mut url = Url::parse(href.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    // Neither can fail for http.
    let _ = (url.set_username(""), url.set_password(None));
    Some(url.into())
}

/// `text` on one line, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
