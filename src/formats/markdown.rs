//! Markdown (CommonMark with tables, footnotes and front matter) → [`Article`]. A library renders it as HTML, which is
//! then read like any other, so that HTML inside it works.

use super::format_error::FormatError;
use super::html;
use crate::article::{Article, Meta};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// The most bytes of Markdown that are read; the rest is cut off.
const MAX_BYTES: usize = 32 << 20;
/// The most lines of front matter.
const FRONT: usize = 200;

/// Reads Markdown from the address `url`, or from a file at `base`. A first heading of the first level is the title.
///
/// # Errors
/// If it contains no text.
pub(super) fn article(text: &str, url: Option<&str>, base: Option<&str>) -> Result<Article, FormatError> {
    let text = (0..4).find_map(|less| text.get(..MAX_BYTES.min(text.len()).saturating_sub(less))).unwrap_or("");
    let (matter, body) = front_matter(text);
    let mut meta = meta(matter);
    meta.url = meta.url.or_else(|| url.map(str::to_owned));
    let address = meta.url.clone();
    html::titled(&to_html(body), address.as_deref().or(base), meta)
}

/// Renders `text` as HTML, with footnotes as a list at the end.
fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let (mut body, mut notes) = (Vec::new(), Vec::new());
    let mut in_note = false;
    let mut events: Vec<Event> = Parser::new_ext(text, options).collect();
    name_headings(&mut events);
    for event in events {
        match event {
            Event::FootnoteReference(_) => {}
            Event::Start(Tag::FootnoteDefinition(_)) => {
                in_note = true;
                notes.push(Event::Start(Tag::Item));
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                notes.push(Event::End(TagEnd::Item));
                in_note = false;
            }
            event if in_note => notes.push(event),
            event => body.push(event),
        }
    }
    if !notes.is_empty() {
        body.push(Event::Start(Tag::List(None)));
        body.append(&mut notes);
        body.push(Event::End(TagEnd::List(false)));
    }
    let mut html = String::with_capacity(text.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, body.into_iter());
    html
}

/// Gives each heading the id by which links of the text call it, as the sites do that show Markdown: its words in lower
/// case, with hyphens for spaces; a further one of the same words gets a number.
fn name_headings(events: &mut [Event]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for at in 0..events.len() {
        if !matches!(&events[at], Event::Start(Tag::Heading { id: None, .. })) {
            continue;
        }
        let mut name = String::new();
        let inside = events[at..].iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        for event in inside {
            match event {
                Event::Text(words) | Event::Code(words) => name.push_str(words),
                Event::SoftBreak | Event::HardBreak => name.push(' '),
                _ => {}
            }
        }
        let hyphenated = |c: char| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
            _ => None,
        };
        let name: String = name.trim().to_lowercase().chars().filter_map(hyphenated).collect();
        let before = taken.entry(name.clone()).or_default();
        let unique = if *before == 0 { name } else { format!("{name}-{before}") };
        *before += 1;
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
            *id = Some(unique.into());
        }
    }
}

/// The front matter between lines of `---` (YAML) or `+++` (TOML) at the very beginning, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let fence = text.get(..3).filter(|fence| matches!(*fence, "---" | "+++")).unwrap_or("");
    let Some(rest) =
        text[fence.len()..].trim_start_matches([' ', '\t']).strip_prefix('\n').filter(|_| !fence.is_empty())
    else {
        return ("", text);
    };
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').take(FRONT).enumerate() {
        let words = line.trim_end();
        if words == fence || words == "..." && fence == "---" {
            return (&rest[..at], &rest[at + line.len()..]);
        }
        // A text that begins with a rule has sentences before the next one.
        let is_field = |words: &str| {
            let key = words.split([':', '=']).next().unwrap_or("");
            key.len() < words.len() && !key.is_empty() && !key.trim_end().contains(' ')
        };
        let goes_on = number > 0 && (words.is_empty() || words.starts_with([' ', '\t', '-', '#', ']']));
        if !goes_on && !is_field(words) && !words.starts_with(['#', '[']) {
            break;
        }
        at += line.len();
    }
    ("", text)
}

/// Metadata from the front matter: `key: value` or `key = value`, with or without quotes, lists in brackets or with a
/// dash on each line. Articles use no more of YAML and TOML than that.
fn meta(matter: &str) -> Meta {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for line in matter.lines() {
        let words = line.trim();
        if let Some(item) = words.strip_prefix("- ") {
            // `- name: Ada Quill`
            let item = item.trim().strip_prefix("name:").unwrap_or(item);
            fields.last_mut().into_iter().for_each(|(_, values)| values.push(unquoted(item)));
        } else if let Some(at) = words.find([':', '=']).filter(|_| !line.starts_with([' ', '\t'])) {
            let value = words[at + 1..].trim();
            let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            let values = list.map_or_else(|| vec![unquoted(value)], |list| list.split(',').map(unquoted).collect());
            fields.push((words[..at].trim().to_ascii_lowercase(), values));
        }
    }
    let field = |names: &[&str]| {
        let values = |name: &&str| fields.iter().find(|(key, _)| key == name).map(|(_, values)| values.as_slice());
        names.iter().filter_map(values).find_map(|values| {
            let said: Vec<&str> = values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
            (!said.is_empty()).then(|| said.join(", "))
        })
    };
    let address = |url: String| (url.starts_with("https://") || url.starts_with("http://")).then_some(url);
    Meta {
        title: field(&["title"]),
        byline: field(&["byline", "author", "authors"]),
        published: field(&["date", "published"]),
        site: field(&["site", "publication", "publisher"]),
        url: field(&["canonical", "canonical_url", "url", "link", "source"]).and_then(address),
    }
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let within = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value).split_whitespace().collect::<Vec<_>>().join(" ")
}
