//! JSON feeds that break the specification: every item is parsed separately.

use super::item::{Feed, FeedItem, MAX_ITEMS, address, article, one_line};
use crate::article::Meta;
use serde_json::Value;

/// Reads all items of the feed `text` that can be read.
pub(super) fn read(text: &str) -> Option<Feed> {
    let feed: Value = serde_json::from_str(text).ok()?;
    let title = string(&feed, "title");
    let items = feed.get("items")?.as_array()?.iter().take(MAX_ITEMS);
    let items = items.enumerate().filter_map(|(nth, value)| item(value, nth, title.as_deref())).collect();
    Some(Feed { title, items })
}

fn item(value: &Value, nth: usize, site: Option<&str>) -> Option<FeedItem> {
    let object = value.as_object()?;
    let title = string(value, "title");
    let link = ["url", "external_url"].iter().find_map(|key| address(value.get(*key)?.as_str()?));
    let published = ["date_published", "date_modified"].iter().find_map(|key| string(value, key));
    let authors = value.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
    let names: Vec<String> =
        authors.iter().chain(value.get("author")).filter_map(|author| string(author, "name")).collect();
    let body = ["content_html", "content_text", "summary"].iter().find_map(|key| value.get(*key)?.as_str());
    let meta = Meta {
        title: title.clone(),
        byline: Some(names.join(", ")).filter(|names| !names.is_empty()),
        published: published.clone(),
        site: site.map(str::to_owned),
        url: link.clone(),
    };
    let id = match object.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => link.clone().unwrap_or_else(|| format!("{nth}")),
    };
    Some(FeedItem { id, title, published, link, article: article(body.unwrap_or(""), meta) })
}

fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(one_line).filter(|value| !value.is_empty())
}
