//! [`Feed`] and its [`FeedItem`]s, whatever kind of feed they come from.

use super::super::html;
use crate::article::{Article, Meta};
use url::Url;

/// Items that are read; feeds of whole archives have more.
pub(super) const MAX_ITEMS: usize = 5000;
/// A feed, items in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub title: Option<String>,
    pub items: Vec<FeedItem>,
}

/// One item. What it shows is free of line ends and control characters' meaning only once it is `shown`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// What the feed calls it; stays the same from one reading to the next.
    pub id: String,
    pub title: Option<String>,
    /// When it was published, or else changed, as RFC 3339.
    pub published: Option<String>,
    /// Address of its page, http or https.
    pub link: Option<String>,
    /// The text it carries; `None` when it has none but a title.
    pub article: Option<Article>,
}

impl Feed {
    /// How many items have a text.
    pub(super) fn texts(&self) -> usize {
        self.items.iter().filter(|item| item.article.is_some()).count()
    }
}

/// The article that the text `body` of an item is; without markup its lines are paragraphs.
pub(super) fn article(body: &str, meta: Meta) -> Option<Article> {
    let is_plain = !body.contains('<') && body.trim().contains('\n');
    let wrapped = is_plain.then(|| html::marked_up(body));
    let link = meta.url.clone();
    html::fragment(wrapped.as_deref().unwrap_or(body), link.as_deref(), meta).ok()
}

/// The address without credentials, when it is one of a page.
pub(super) fn address(href: &str) -> Option<String> {
    let mut url = Url::parse(href.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    // Neither can fail for http.
    let _ = (url.set_username(""), url.set_password(None));
    Some(url.into())
}

/// `text` with runs of white space as single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
