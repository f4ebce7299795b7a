//! Signals from the class and id of an element. Sites use the same names for the same things, but also for many others:
//! a name is a signal, never a proof.

use dom_query::Element;

use super::elements::attribute;
use super::word_lists::{AROUND, CAPTION, CODE, CODE_BOX, FOREIGN, NEGATION, PICTURE, STRUCTURAL};

/// A signal from the names of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameSignal {
    /// Nothing.
    None,
    /// A name contains a boilerplate word among others: “category-social-issues”.
    Weak,
    /// A name stands for boilerplate: “related-links”.
    Strong,
    /// A name stands for something that is never part of an article: advertisements, comments, cookie banners.
    Foreign,
}

/// The most words of a listed name.
const LONGEST: usize = 2;

/// A signal from the class and id of `element`.
pub(super) fn signal(element: &Element) -> NameSignal {
    let names = ["class", "id"].iter().filter_map(|name| attribute(element, name));
    names.flat_map(|value| value.split_ascii_whitespace().take(40)).map(of_name).max().unwrap_or(NameSignal::None)
}

/// Whether the element is named as a caption or credit of a picture.
pub(super) fn is_caption(element: &Element) -> bool {
    is_named(element, |words| {
        words.iter().any(|word| CAPTION.contains(word))
            || words.windows(2).any(|pair| CAPTION.contains(&pair.join(" ")))
    })
}

/// Whether the element is named as a picture or several.
pub(super) fn is_picture(element: &Element) -> bool {
    is_named(element, |words| words.iter().any(|word| PICTURE.contains(word) || word.ends_with("gallery")))
}

/// Whether the element is named as a pull quote.
pub(super) fn is_pulled(element: &Element) -> bool {
    is_named(element, |words| {
        words.windows(2).any(|pair| pair == ["pull", "quote"]) || words.iter().any(|word| word == "pullquote")
    })
}

/// Whether the element is named as a box or a line of code.
pub(super) fn is_code(element: &Element) -> bool {
    is_named(element, |words| match words {
        [only] => CODE.contains(only),
        [first, second, ..] => CODE_BOX.contains(&format!("{first} {second}")),
        [] => false,
    })
}

/// Whether the element is named as a testimonial.
pub(super) fn is_testimonial(element: &Element) -> bool {
    is_named(element, |words| matches!(words, [.., last] if last == "testimonial"))
}

/// Whether the element is named as a comment or several, and as nothing else.
pub(super) fn is_comment(element: &Element) -> bool {
    is_named(element, |words| {
        let all = |word: &String| word == "comment" || word == "comments" || STRUCTURAL.contains(word);
        words.iter().all(all) && words.iter().any(|word| word.starts_with("comment"))
    })
}

fn is_named(element: &Element, is: impl Fn(&[String]) -> bool) -> bool {
    let names = ["class", "id"].iter().filter_map(|name| attribute(element, name));
    names.flat_map(|value| value.split_ascii_whitespace().take(40)).any(|name| is(&words(name)))
}

fn of_name(name: &str) -> NameSignal {
    let words = words(name);
    // An embedded post is part of the article.
    if words.iter().any(|word| word == "embed" || NEGATION.contains(word)) {
        return NameSignal::None;
    }
    let mut signal = NameSignal::None;
    let mut known = vec![false; words.len()];
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + LONGEST) {
            let phrase = words[start..end].join(" ");
            let found = match (FOREIGN.contains(&phrase), AROUND.contains(&phrase)) {
                (true, _) => NameSignal::Foreign,
                (_, true) => NameSignal::Strong,
                _ => continue,
            };
            known[start..end].fill(true);
            signal = signal.max(found);
        }
    }
    let builds = |word: &str| {
        STRUCTURAL.contains(word) || word.len() <= 2 || word.chars().any(|c| c.is_ascii_digit()) || !word.is_ascii()
    };
    match signal {
        NameSignal::None => NameSignal::None,
        signal if words.iter().zip(&known).all(|(word, known)| *known || builds(word)) => signal,
        _ => NameSignal::Weak,
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
    fn class_names_give_signals() {
        for (name, signal) in [
            ("related", NameSignal::Strong),
            ("relatedLinks__box-2", NameSignal::Strong),
            ("share-buttons", NameSignal::Strong),
            ("sharing-the-water", NameSignal::Weak),
            ("category-social-issues", NameSignal::Weak),
            ("elementor-widget", NameSignal::Weak),
            ("no-share", NameSignal::None),
            ("has-sidebar", NameSignal::None),
            ("comments", NameSignal::Foreign),
            ("comment-list", NameSignal::Foreign),
            ("comments-of-the-union", NameSignal::Weak),
            ("twitter-embed-share", NameSignal::None),
            ("story", NameSignal::None),
            ("", NameSignal::None),
        ] {
            assert_eq!(of_name(name), signal, "{name}");
        }
    }
}
