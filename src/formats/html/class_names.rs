//! Hints from the class and id of an element. Sites use the same names for the same things, but also for many others: a
//! name is a hint, never a proof.

use dom_query::Element;

use super::elements::attribute;

/// A hint from the names of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameHint {
    /// Nothing.
    None,
    /// A name contains the name of something around articles, among other words: “category-social-issues”.
    Weak,
    /// A name is that of something around articles: “related-links”.
    Strong,
    /// A name is that of something nobody would read as an article, however it is written: advertisements, comments,
    /// cookie banners.
    Foreign,
}

/// Words or sequences of words in the names of things around articles. Names are split at punctuation and capitals.
const AROUND_NAMES: &[&[&str]] = &[
    &["breadcrumb"],
    &["breadcrumbs"],
    &["copyright"],
    &["disclaimer"],
    &["footer"],
    &["login"],
    &["masthead"],
    &["most", "popular"],
    &["most", "read"],
    &["most", "viewed"],
    &["nav"],
    &["navbar"],
    &["navigation"],
    &["newsletter"],
    &["newsletters"],
    &["pagination"],
    &["paywall"],
    &["promo"],
    &["promos"],
    &["read", "more"],
    &["read", "next"],
    &["recirc"],
    &["recirculation"],
    &["recommended"],
    &["related"],
    &["share"],
    &["sharebar"],
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
    &["toolbar"],
    &["trending"],
    &["widget"],
];

/// The same for things that are not written by the author or the site.
const FOREIGN_NAMES: &[&[&str]] = &[
    &["ad"],
    &["ads"],
    &["advert"],
    &["advertisement"],
    &["advertising"],
    &["about", "author"],
    &["author", "bio"],
    &["author", "box"],
    &["cc", "banner"],
    &["comment"],
    &["comments"],
    &["consent"],
    &["cookie"],
    &["cookies"],
    &["disqus"],
    &["gdpr"],
    &["outbrain"],
    &["popup"],
    &["respond"],
    &["sharedaddy"],
    &["taboola"],
];

/// Words that describe how an element is built, not what it is about.
const STRUCTURAL_WORDS: &[&str] = &[
    "area",
    "article",
    "articles",
    "banner",
    "bar",
    "block",
    "body",
    "bottom",
    "box",
    "btn",
    "button",
    "buttons",
    "col",
    "column",
    "component",
    "container",
    "content",
    "cta",
    "footer",
    "form",
    "group",
    "header",
    "holder",
    "icon",
    "icons",
    "inline",
    "inner",
    "item",
    "items",
    "js",
    "label",
    "left",
    "link",
    "links",
    "list",
    "main",
    "message",
    "modal",
    "module",
    "notice",
    "outer",
    "overlay",
    "page",
    "panel",
    "position",
    "post",
    "posts",
    "primary",
    "right",
    "row",
    "secondary",
    "section",
    "site",
    "slot",
    "stories",
    "story",
    "tab",
    "text",
    "thread",
    "title",
    "tool",
    "tools",
    "top",
    "unit",
    "wrap",
    "wrapper",
    "zone",
];

/// Words that reverse a name, or say that the element is beside the thing named.
const NEGATIONS: &[&str] = &["no", "not", "non", "without", "has", "with", "hide", "disable", "disabled", "is"];

/// The hint from the class and id of `element`.
pub(super) fn hint(element: &Element) -> NameHint {
    let names = ["class", "id"].iter().filter_map(|name| attribute(element, name));
    names.flat_map(|value| value.split_ascii_whitespace().take(40)).map(of_name).max().unwrap_or(NameHint::None)
}

/// Whether the element is named as a caption or credit of a picture.
pub(super) fn is_caption(element: &Element) -> bool {
    is_named(element, |words| {
        let ends = |sought: &[&str]| words.windows(sought.len()).any(|window| window == sought);
        words.iter().any(|word| word == "caption" || word == "figcaption")
            || ends(&["image", "credit"])
            || ends(&["photo", "credit"])
    })
}

/// Whether the element is named as a picture or several.
pub(super) fn is_picture(element: &Element) -> bool {
    const PICTURES: [&str; 12] = [
        "carousel",
        "figure",
        "gallery",
        "image",
        "images",
        "img",
        "photo",
        "photos",
        "picture",
        "pictures",
        "slide",
        "slideshow",
    ];
    is_named(element, |words| words.iter().any(|word| PICTURES.contains(&word.as_str()) || word.ends_with("gallery")))
}

/// Whether the element is named as a pull quote.
pub(super) fn is_pulled(element: &Element) -> bool {
    is_named(element, |words| {
        words.windows(2).any(|pair| pair == ["pull", "quote"]) || words.iter().any(|word| word == "pullquote")
    })
}

fn is_named(element: &Element, is: impl Fn(&[String]) -> bool) -> bool {
    let names = ["class", "id"].iter().filter_map(|name| attribute(element, name));
    names.flat_map(|value| value.split_ascii_whitespace().take(40)).any(|name| is(&words(name)))
}

fn of_name(name: &str) -> NameHint {
    let words = words(name);
    // An embedded post is part of the article.
    if words.iter().any(|word| word == "embed" || NEGATIONS.contains(&word.as_str())) {
        return NameHint::None;
    }
    let mut hint = NameHint::None;
    let mut known = vec![false; words.len()];
    for (roles, kind) in [(AROUND_NAMES, NameHint::Strong), (FOREIGN_NAMES, NameHint::Foreign)] {
        for role in roles {
            for at in (0..words.len()).filter(|&at| words[at..].len() >= role.len()) {
                if words[at..at + role.len()] == **role {
                    known[at..at + role.len()].fill(true);
                    hint = hint.max(kind);
                }
            }
        }
    }
    let builds = |word: &str| {
        STRUCTURAL_WORDS.contains(&word)
            || word.len() <= 2
            || word.chars().any(|c| c.is_ascii_digit())
            || !word.is_ascii()
    };
    match hint {
        NameHint::None => NameHint::None,
        hint if words.iter().zip(&known).all(|(word, known)| *known || builds(word)) => hint,
        _ => NameHint::Weak,
    }
}

/// The words of a name: `relatedLinks__box-2` → related, links, box, 2.
pub(super) fn words(name: &str) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hints() {
        for (name, hint) in [
            ("related", NameHint::Strong),
            ("relatedLinks__box-2", NameHint::Strong),
            ("share-buttons", NameHint::Strong),
            ("sharing-the-water", NameHint::Weak),
            ("category-social-issues", NameHint::Weak),
            ("elementor-widget", NameHint::Weak),
            ("no-share", NameHint::None),
            ("has-sidebar", NameHint::None),
            ("comments", NameHint::Foreign),
            ("comment-list", NameHint::Foreign),
            ("comments-of-the-union", NameHint::Weak),
            ("twitter-embed-share", NameHint::None),
            ("story", NameHint::None),
            ("", NameHint::None),
        ] {
            assert_eq!(of_name(name), hint, "{name}");
        }
    }
}
