//! What a page has around its article, told by the names its makers gave it, removed before the article is looked for.

use super::walk::{attribute, is_hidden};
use dom_query::{Document, Element, NodeData, NodeRef};

/// Words in a class or id, or sequences of them, that say what the element is. Words are divided at signs and capitals.
const NAMES: &[&[&str]] = &[
    &["ad"],
    &["ads"],
    &["advert"],
    &["advertisement"],
    &["advertising"],
    &["breadcrumb"],
    &["breadcrumbs"],
    &["caption"],
    &["cc", "banner"],
    &["comments"],
    &["comment", "list"],
    &["comment", "thread"],
    &["consent"],
    &["cookie"],
    &["cookies"],
    &["copyright"],
    &["disqus"],
    &["gdpr"],
    &["image", "credit"],
    &["most", "popular"],
    &["most", "read"],
    &["most", "viewed"],
    &["nav"],
    &["navbar"],
    &["navigation"],
    &["newsletter"],
    &["newsletters"],
    &["outbrain"],
    &["pagination"],
    &["paywall"],
    &["photo", "credit"],
    &["popup"],
    &["promo"],
    &["promos"],
    &["pull", "quote"],
    &["pullquote"],
    &["read", "more"],
    &["read", "next"],
    &["recirc"],
    &["recirculation"],
    &["recommended"],
    &["related"],
    &["respond"],
    &["share"],
    &["sharebar"],
    &["sharedaddy"],
    &["sharing"],
    &["sidebar"],
    &["sign", "up"],
    &["signup"],
    &["skip", "link"],
    &["social"],
    &["sponsor"],
    &["sponsored"],
    &["subscribe"],
    &["subscription"],
    &["taboola"],
    &["toolbar"],
    &["trending"],
    &["widget"],
];

/// Bytes of links beyond which a cell is one of links.
const CELL: usize = 40;

/// An element of these names holds the whole page, however it is named.
const WHOLE: [&str; 5] = ["html", "body", "main", "article", "head"];

/// Removes from `document` all that is plainly around its article.
pub(super) fn strip(document: &Document) {
    let nodes = measure(document.root());
    let total = nodes.first().map_or(0, |whole| whole.words);
    let mut skip = 0;
    for (number, Measured { node, words, linked, under }) in nodes.iter().enumerate() {
        if number < skip {
            continue;
        }
        let Some(element) = node.element_ref() else { continue };
        // A cell of links, in the tables that pages were once laid out in.
        let is_links = matches!(element.name.local.as_ref(), "td" | "th") && *linked > words * 2 && *linked > CELL;
        let around = is_links || is_around(&element);
        drop(element);
        // What holds most of the words is the article, whatever it is called.
        if around && words * 2 <= total {
            node.remove_from_parent();
            skip = number + under;
        }
    }
}

/// An element with what is in it.
struct Measured<'d> {
    node: NodeRef<'d>,
    /// Bytes of text in paragraphs and other elements that are no links.
    words: usize,
    /// Bytes of text in links.
    linked: usize,
    /// Elements in it, with itself.
    under: usize,
}

/// The elements under `root`, with itself, each before those in it.
fn measure(root: NodeRef) -> Vec<Measured> {
    let mut all = vec![Measured { node: root, words: 0, linked: 0, under: 1 }];
    let mut open = vec![0usize];
    let mut next = root.first_child();
    while let Some(node) = next {
        let text = node.query_or(None, |node| match &node.data {
            NodeData::Text { contents } => Some(contents.trim().len()),
            _ => None,
        });
        if let (Some(text), Some(measured)) = (text, open.last().and_then(|&at| all.get_mut(at))) {
            let name = measured.node.qual_name_ref();
            match name.as_ref().map(|name| name.local.as_ref()) {
                Some("script" | "style" | "noscript" | "title" | "template") => {}
                Some("a") => measured.linked += text,
                _ => measured.words += text,
            }
        }
        let is_element = node.is_element();
        if is_element {
            open.push(all.len());
            all.push(Measured { node, words: 0, linked: 0, under: 1 });
        }
        if is_element && let Some(child) = node.first_child() {
            next = Some(child);
            continue;
        }
        next = node.next_sibling();
        let mut at = node;
        let mut leaves = is_element;
        loop {
            if leaves && let (Some(inner), Some(&outer)) = (open.pop(), open.last()) {
                let Measured { words, linked, under, .. } = all[inner];
                all[outer].words += words;
                all[outer].linked += linked;
                all[outer].under += under;
            }
            if next.is_some() || open.len() <= 1 && !leaves {
                break;
            }
            let Some(parent) = at.parent() else { break };
            if parent.id == root.id {
                break;
            }
            next = parent.next_sibling();
            at = parent;
            leaves = true;
        }
    }
    all
}

fn is_around(element: &Element) -> bool {
    let name = element.name.local.as_ref();
    if WHOLE.contains(&name) {
        return false;
    }
    if is_hidden(element) || matches!(name, "nav" | "aside" | "figcaption" | "button" | "form" | "dialog" | "amp-ad") {
        return true;
    }
    if matches!(attribute(element, "role"), Some("navigation" | "complementary" | "banner" | "dialog" | "search")) {
        return true;
    }
    let itemprop = attribute(element, "itemprop");
    if matches!(itemprop, Some("caption" | "comment")) {
        return true;
    }
    ["class", "id"].iter().filter_map(|name| attribute(element, name)).any(|value| {
        value.split_ascii_whitespace().any(|name| {
            let words = words(name);
            // A post that is shown inside an article is part of it.
            !words.iter().any(|word| word == "embed")
                && NAMES.iter().any(|sought| words.windows(sought.len()).any(|window| window == *sought))
        })
    })
}

/// The words of a name: `relatedLinks__box-2` → related, links, box, 2.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars().take(80) {
        if !c.is_alphanumeric() || (lower && c.is_uppercase()) {
            words.push(String::new());
        }
        lower = c.is_lowercase();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
