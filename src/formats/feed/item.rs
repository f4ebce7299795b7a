//! [`Feed`] and [`FeedItem`], whatever the format of the feed.

use super::super::html;
use crate::article::{Article, Meta};
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
}

/// The article of `body`, the text of an item. Without markup, lines are paragraphs.
pub(super) fn article(body: &str, meta: Meta) -> Option<Article> {
    let is_plain = !body.contains('<') && body.trim().contains('\n');
    let wrapped = is_plain.then(|| html::marked_up(body));
    let link = meta.url.clone();
    html::fragment(wrapped.as_deref().unwrap_or(body), link.as_deref(), meta).ok()
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
