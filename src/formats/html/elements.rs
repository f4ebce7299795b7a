//! Properties of an element by its name and attributes alone.

use dom_query::Element;

/// The value of the attribute `name`.
pub(super) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.as_ref())
}

/// Whether the element is marked as hidden.
pub(super) fn is_hidden(element: &Element) -> bool {
    hides(&|name| attribute(element, name))
}

pub(super) fn hides<'e>(attribute: &dyn Fn(&str) -> Option<&'e str>) -> bool {
    attribute("hidden").is_some_and(|value| value != "until-found")
        || attribute("aria-hidden") == Some("true")
        || attribute("style").is_some_and(|style| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Whether the content of elements called `name` is not text of the page.
pub(super) fn is_unseen(name: &str) -> bool {
    #[rustfmt::skip]
    let unseen = matches!(name,
        "script" | "style" | "noscript" | "template" | "head" | "title" | "svg" | "desc" | "metadata" | "defs" | "button"
        | "annotation" | "annotation-xml" | "input" | "select"
        | "textarea" | "option" | "iframe" | "object" | "embed" | "video" | "audio" | "canvas" | "map" | "nav"
        | "rt" | "rp" | "datalist" | "dialog" | "amp-ad" | "amp-iframe" | "amp-video");
    unseen
}

/// Whether the lines and spaces in elements called `name` are shown unchanged.
pub(super) fn is_preformatted(name: &str) -> bool {
    matches!(name, "pre" | "listing" | "xmp" | "plaintext")
}

pub(super) fn is_block(name: &str) -> bool {
    #[rustfmt::skip]
    let block = matches!(name,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details" | "dir"
        | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "header" | "hgroup" | "html" | "legend" | "li" | "main" | "menu" | "ol" | "p" | "section"
        | "summary" | "svg" | "text" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "ul" | "hr");
    block || is_preformatted(name)
}

/// Whether this is the number of a footnote or of a printed page, as books mark them.
pub(super) fn is_reference<'e>(attribute: &dyn Fn(&str) -> Option<&'e str>) -> bool {
    matches!(attribute("epub:type"), Some("noteref" | "pagebreak"))
}

/// Whether `words` look like a footnote number: a few digits, signs, or a letter in brackets.
pub(super) fn is_note_number(words: &str) -> bool {
    let words = words.trim();
    words.len() <= 8 && words.chars().all(|c| !c.is_alphabetic() || words.starts_with('['))
}
