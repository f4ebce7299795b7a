//! Metadata of a page: title, byline, date, site and canonical address, from JSON-LD, `<meta>`, `<link>`, `<time>` and
//! headings, in order of reliability.

use super::elements::attribute;
use crate::article::Meta;
use dom_query::{Document, NodeRef};
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

/// The longest value that is believed, in bytes.
const MAX_BYTES: usize = 1000;
/// The most bytes of JSON-LD that are parsed.
const MAX_JSON: usize = 1 << 20;
/// The greatest depth of JSON-LD that is searched.
const MAX_DEPTH: usize = 6;

/// Reads the metadata of `document`, which was at `address`.
pub(super) fn read(document: &Document, address: Option<&Url>) -> Meta {
    let linked = linked_data(document);
    let tags = meta_tags(document);
    let tag = |names: &[&str]| names.iter().find_map(|name| tags.get(*name).cloned());
    let site = (tag(&["og:site_name"]).or(linked.site)).or_else(|| tag(&["application-name"]));
    let first = |selector: &str| document.select_single(selector).nodes().first().and_then(words);
    let shown = first("head title").or_else(|| first("title"));
    let headline = sole_heading(document);
    // Some pages have the type of the page in place of its title.
    let said =
        linked.titles.into_iter().find(|said| agrees(said, shown.as_deref()) || agrees(said, headline.as_deref()));
    let title = (said.or_else(|| tag(&["og:title", "twitter:title", "dc.title"])).or_else(|| headline.clone()))
        .or(shown)
        .map(|title| without_heading(&title, document).unwrap_or_else(|| without_site(&title, site.as_deref())));
    let byline = (linked.byline.or_else(|| tag(&["author", "article:author", "parsely-author", "dc.creator", "byl"])))
        .filter(|name| !name.contains("://") && !name.starts_with('@'))
        .or_else(|| first("[rel=author]").or_else(|| first("[itemprop=author]")))
        .or_else(|| first(".byline, .author-name, .post-author, .article-author").filter(|line| line.len() < 120))
        .and_then(|line| byline(&line));
    let published = linked
        .published
        .or_else(|| tag(&["article:published_time", "datepublished", "parsely-pub-date", "dc.date", "date", "pubdate"]))
        .or_else(|| {
            let time = document.select_single("time[datetime]");
            time.nodes().first().and_then(|node| attribute(&*node.element_ref()?, "datetime").and_then(clean))
        });
    let link = document.select_single("link[rel=canonical]");
    let canonical = link.nodes().first().and_then(|node| attribute(&*node.element_ref()?, "href").and_then(clean));
    let url = (canonical.or_else(|| tag(&["og:url"])).or(linked.url))
        .and_then(|url| address.map_or_else(|| Url::parse(&url), |address| address.join(&url)).ok())
        .or_else(|| address.cloned())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|mut url| {
            // Neither can fail for http.
            let _ = (url.set_username(""), url.set_password(None));
            String::from(url)
        });
    Meta { title, byline, published, site, url }
}

/// Metadata from JSON-LD.
#[derive(Debug, Default)]
struct Linked {
    /// Possible titles, most likely first.
    titles: Vec<String>,
    byline: Option<String>,
    published: Option<String>,
    site: Option<String>,
    url: Option<String>,
}

fn linked_data(document: &Document) -> Linked {
    let read = |article: &Value| Linked {
        titles: ["headline", "name"].iter().filter_map(|key| string(article, &[key])).collect(),
        byline: names(article.get("author").or_else(|| article.get("creator"))),
        published: string(article, &["datePublished", "dateCreated"]),
        site: names(article.get("publisher")),
        url: string(article, &["url"]),
    };
    linked_article(document, read).unwrap_or_default()
}

/// The text of the article according to the linked data of `document`.
pub(super) fn article_body(document: &Document) -> Option<String> {
    linked_article(document, |article| Some(article.get("articleBody")?.as_str()?.to_owned())).flatten()
}

/// The result of `read` for the object of the linked data that describes an article.
fn linked_article<T>(document: &Document, read: impl Fn(&Value) -> T) -> Option<T> {
    let mut left = MAX_JSON;
    for node in document.select("script[type=\"application/ld+json\"]").nodes() {
        let text = node.text();
        left = left.saturating_sub(text.len());
        if left == 0 {
            break;
        }
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str::<Value>(text)
            && let Some(article) = article(&value, MAX_DEPTH)
        {
            return Some(read(article));
        }
    }
    None
}

/// The first object in `value` that describes an article.
fn article(value: &Value, depth: usize) -> Option<&Value> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Array(values) => values.iter().find_map(|value| article(value, depth)),
        Value::Object(object) => {
            let is_article = |kind: &str| {
                kind.ends_with("Article") || kind.ends_with("BlogPosting") || matches!(kind, "Report" | "Review")
            };
            let is = match object.get("@type") {
                Some(Value::String(kind)) => is_article(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article),
                _ => false,
            };
            let inside = || ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| object.get(*key));
            if is { Some(value) } else { article(inside()?, depth) }
        }
        _ => None,
    }
}

fn string(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| object.get(*key)?.as_str().and_then(clean))
}

/// The names in `value`: a string, an object with a name, or several of them.
fn names(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(name) => clean(name),
        Value::Array(values) => {
            let all: Vec<String> = values.iter().take(10).filter_map(names_of_one).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        value => names_of_one(value),
    }
}

fn names_of_one(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value.get("name")?.as_str()).and_then(clean)
}

/// The contents of `<meta>` elements by lower-case name. The first of each name counts.
fn meta_tags(document: &Document) -> HashMap<String, String> {
    let mut tags = HashMap::new();
    for node in document.select("meta[content]").nodes().iter().take(500) {
        let Some(element) = node.element_ref() else { continue };
        let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(&element, key));
        if let (Some(name), Some(content)) = (name, attribute(&element, "content").and_then(clean)) {
            tags.entry(name.trim().to_ascii_lowercase()).or_insert(content);
        }
    }
    tags
}

/// The words of the only `<h1>` of the page.
fn sole_heading(document: &Document) -> Option<String> {
    match document.select("h1").nodes() {
        [only] => words(only),
        _ => None,
    }
}

fn words(node: &NodeRef) -> Option<String> {
    clean(&node.text())
}

/// `value` on one line with doubly escaped entities resolved. Returns `None` if it is empty or too long.
fn clean(value: &str) -> Option<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let entities = [("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&rsquo;", "’"), ("&amp;", "&")];
    let value =
        entities.iter().fold(
            value,
            |value, (entity, character)| {
                if value.contains(entity) { value.replace(entity, character) } else { value }
            },
        );
    (!value.is_empty() && value.len() <= MAX_BYTES).then_some(value)
}

/// “By Jordan Maslow” → “Jordan Maslow”.
fn byline(line: &str) -> Option<String> {
    let without = line.get(..3).filter(|head| head.eq_ignore_ascii_case("by ")).map_or(line, |_| &line[3..]).trim();
    (!without.is_empty()).then(|| without.to_owned())
}

/// Whether two titles share half of their words, or one is missing. Titles for readers and for machines differ in many
/// words.
fn agrees(said: &str, shown: Option<&str>) -> bool {
    let words = |title: &str| -> Vec<String> {
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
        words.map(str::to_lowercase).collect()
    };
    let Some(shown) = shown.map(words) else { return true };
    let said = words(said);
    let same = said.iter().filter(|word| shown.contains(word)).count();
    same * 2 >= said.len() || said.is_empty() || shown.is_empty()
}

/// The heading that `title` begins with, if the name of the site follows.
fn without_heading(title: &str, document: &Document) -> Option<String> {
    let headings = document.select("h1");
    let mut headings = headings.nodes().iter().take(20).filter_map(words);
    headings.find(|heading| {
        let rest = title.strip_prefix(heading.as_str()).unwrap_or("").trim_start();
        heading.len() > 3 && rest.starts_with(['|', '-', '–', '—', '·', ':', '»', '«', '•'])
    })
}

/// “The late ferry | The Daily Harbour” → “The late ferry”.
fn without_site(title: &str, site: Option<&str>) -> String {
    for sign in [" | ", " - ", " – ", " — ", " · ", " :: ", " » "] {
        if let Some((before, after)) = title.rsplit_once(sign) {
            let is_site = site.is_some_and(|site| after.trim().eq_ignore_ascii_case(site.trim()));
            let unsaid = site.is_none() && sign == " | " && after.len() < 40;
            if (is_site || unsaid) && before.len() > 3 {
                return before.trim().to_owned();
            }
        }
    }
    title.to_owned()
}
