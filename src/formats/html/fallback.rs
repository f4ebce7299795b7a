//! Finds the text of a page that scripts would show: in its linked data, or in its content for browsers without
//! scripts.

use super::metadata;
use dom_query::Document;

/// Fewer bytes than this may be all that a page shows without scripts.
const HARDLY_ANYTHING: usize = 250;
/// There must be this many times as much text elsewhere.
const TIMES: usize = 2;

/// The body of the article as HTML, if the page `html` shows only `shown` bytes of text and has much more elsewhere.
pub(super) fn elsewhere(html: &str, shown: usize) -> Option<String> {
    let holds = |name: &str| memchr::memmem::find(html.as_bytes(), name.as_bytes()).is_some();
    if shown >= HARDLY_ANYTHING || !(holds("articleBody") || holds("<noscript")) {
        return None;
    }
    // The first pass has removed the data for scripts.
    let document = Document::from(html);
    let body =
        metadata::article_body(&document).map(|body| if body.contains("</p>") { body } else { marked_up(&body) });
    let unscripted = || {
        let nodes = document.select("body noscript");
        let markup = |node: &dom_query::NodeRef| {
            let parsed = node.descendants_it().any(|inner| inner.is_element());
            if parsed { node.inner_html().to_string() } else { node.text().to_string() }
        };
        let longest = nodes.nodes().iter().map(markup).max_by_key(String::len)?;
        let text = Document::fragment(longest.as_str()).text().trim().len();
        // “You need to enable JavaScript to run this app.”
        (text > HARDLY_ANYTHING / 2 && longest.contains("<p")).then_some(longest)
    };
    body.filter(|body| body.len() > shown * TIMES).or_else(|| unscripted().filter(|body| body.len() > shown * TIMES))
}

/// `text` as HTML, a paragraph for each line.
fn marked_up(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let lines = escaped.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{line}</p>")).collect()
}
