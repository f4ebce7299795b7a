//! A quotation as it is copied: its words, with or without speaker and place, its locator, or Markdown.

use crate::export::markdown::escaped;
use crate::reader::state::document::Document;
use crate::record::QuotationId;
use crate::text::one_line;

/// The formats in which a quotation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Words,
    Attributed,
    Locator,
    Markdown,
}

impl Format {
    /// The format that a key after `y` asks for.
    pub fn of(key: char) -> Option<Format> {
        match key {
            'y' => Some(Format::Words),
            'a' => Some(Format::Attributed),
            'l' => Some(Format::Locator),
            'm' => Some(Format::Markdown),
            _ => None,
        }
    }

    /// The words for it in a message.
    pub fn name(self) -> &'static str {
        match self {
            Format::Words => "quotation",
            Format::Attributed => "quotation, speaker, source",
            Format::Locator => "locator",
            Format::Markdown => "quotation as Markdown",
        }
    }
}

/// The quotation `id` of `document` in this format.
pub fn cite(document: &Document, id: QuotationId, format: Format) -> String {
    let quotation = &document.record.quotations()[id];
    let words: Vec<String> = quotation.content.iter().map(|&piece| one_line(document.article.slice(piece))).collect();
    let words = words.join(" […] ");
    let locator = format!("¶{}", document.number_of(quotation.extent().start as usize));
    let meta = &document.article.meta;
    let title = meta.title.as_deref().map(one_line);
    let origin = meta.url.clone().unwrap_or_else(|| document.name.clone());
    match format {
        Format::Words => words,
        Format::Locator => locator,
        Format::Attributed => {
            let title = title.map(|title| format!("“{title}”"));
            let place = [title, meta.site.as_deref().map(one_line), Some(one_line(&origin)), Some(locator)];
            let place: Vec<String> = place.into_iter().flatten().collect();
            format!("{words} — {} ({})", speaker(document, id), place.join(", "))
        }
        Format::Markdown => {
            let title = title.unwrap_or_else(|| one_line(&origin));
            let source = match &meta.url {
                Some(url) => format!("[{}](<{url}>)", escaped(&title)),
                None => escaped(&title),
            };
            format!("> {}\n>\n> — {}, {source}, {locator}\n", escaped(&words), escaped(&speaker(document, id)))
        }
    }
}

/// The speaker with their role, marked where they are uncertain.
fn speaker(document: &Document, id: QuotationId) -> String {
    let Some(person) = document.record.quotations()[id].speaker.and_then(|person| document.record.people().get(person))
    else {
        return "speaker unknown".into();
    };
    let role = person.role.as_deref().map(|role| format!(", {}", one_line(role))).unwrap_or_default();
    let doubt = if document.record.uncertain(id) { " (uncertain)" } else { "" };
    format!("{}{role}{doubt}", one_line(&person.name))
}
