//! Elements that are hidden until a script or the reader shows them, though they are part of the article: the whole
//! page, a tab, a slide, text behind “Read more”.

use super::class_names::{self, NameSignal};
use super::elements::{self, attribute};
use super::word_lists::UNFOLDS;
use dom_query::{Document, NodeRef};

/// The share of the page's paragraphs, in tenths, that an element must hide to be shown.
const MOST_TENTHS: usize = 6;
/// The most hidden elements that are looked at.
const COUNTED: usize = 50;
/// The fewest bytes of text that are worth showing.
const MIN_TEXT: usize = 30;
/// The most siblings that are compared on either side.
const NEAR: usize = 4;

/// Shows elements of `document` that belong to its article.
pub(super) fn reveal(document: &Document) {
    let marked = document.select("[hidden], [aria-hidden], [style]");
    let hides = |node: &&NodeRef| node.element_ref().is_some_and(|element| elements::is_hidden(&element));
    let mut hidden = marked.nodes().iter().filter(hides).take(COUNTED).peekable();
    if hidden.peek().is_none() {
        return;
    }
    let paragraphs = document.select("p").length();
    for node in hidden {
        let inside = node.descendants_it().filter(|inner| inner.has_name("p")).count();
        let most = paragraphs > 1 && inside * 10 >= paragraphs * MOST_TENTHS;
        if most || is_text(node) && (is_tab(node) || is_slide(node) || is_unfolded(node)) {
            ["hidden", "aria-hidden", "style"].iter().for_each(|name| node.remove_attr(name));
        }
    }
}

/// Whether the element has sentences, no form and no link, and is not named as boilerplate.
fn is_text(node: &NodeRef) -> bool {
    let text = node.text();
    let text = text.trim();
    let named = node.element_ref().is_some_and(|element| class_names::signal(&element) >= NameSignal::Strong);
    let fillable = ["form", "input", "select", "textarea", "a", "nav"];
    text.len() >= MIN_TEXT
        && text.ends_with(['.', '!', '?', '…', '”', '"', '’', ')'])
        && !named
        && !node.descendants_it().any(|inner| fillable.iter().any(|name| inner.has_name(name)))
}

fn is_tab(node: &NodeRef) -> bool {
    node.element_ref().is_some_and(|element| attribute(&element, "role") == Some("tabpanel"))
}

/// Whether an element of the same name and classes stands beside it and is shown, with other words.
fn is_slide(node: &NodeRef) -> bool {
    let called = |node: &NodeRef| {
        let element = node.element_ref()?;
        let classes = attribute(&element, "class").filter(|classes| !classes.trim().is_empty())?;
        Some((element.name.local.to_string(), classes.split_whitespace().next().unwrap_or("").to_owned()))
    };
    let is_shown = |other: &NodeRef| other.element_ref().is_some_and(|element| !elements::is_hidden(&element));
    let own = called(node);
    own.is_some()
        && beside(node).any(|other| {
            called(&other) == own && is_shown(&other) && is_text(&other) && other.text().trim() != node.text().trim()
        })
}

/// Whether “Read more” stands beside it, or beside the paragraph that it ends.
fn is_unfolded(node: &NodeRef) -> bool {
    let unfolds = |other: NodeRef| {
        (other.has_name("button") || other.has_name("a") || other.has_name("span"))
            && UNFOLDS.contains(other.text().trim().trim_end_matches(['…', '.', '»', '›', ' ']).to_lowercase().as_str())
    };
    beside(node).any(unfolds)
        || node.parent().is_some_and(|parent| parent.has_name("p") && beside(&parent).any(unfolds))
}

/// The elements beside `node`.
fn beside<'d>(node: &NodeRef<'d>) -> impl Iterator<Item = NodeRef<'d>> {
    let after = std::iter::successors(node.next_element_sibling(), NodeRef::next_element_sibling).take(NEAR);
    let before = std::iter::successors(node.prev_element_sibling(), NodeRef::prev_element_sibling).take(NEAR);
    after.chain(before)
}
