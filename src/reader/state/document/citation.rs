//! Formats in which a quotation is copied: its words, with or without speaker and place, its locator, or Markdown.

use crate::article::times::clock;
use crate::export::markdown::escaped;
use crate::reader::state::document::Document;
use crate::record::{Kind, QuotationId};
use crate::text::one_line;

/// The formats in which a quotation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationFormat {
    Words,
    Attributed,
    Locator,
    Markdown,
}

impl CitationFormat {
    /// The format that a key after `y` asks for.
    pub fn from_key(key: char) -> Option<CitationFormat> {
        match key {
            'y' => Some(CitationFormat::Words),
            'a' => Some(CitationFormat::Attributed),
            'l' => Some(CitationFormat::Locator),
            'm' => Some(CitationFormat::Markdown),
            _ => None,
        }
    }
}

/// The quotation `id` of `document` in this format.
pub fn cite(document: &Document, id: QuotationId, format: CitationFormat) -> String {
    let quotation = &document.record.quotations()[id];
    let words: Vec<String> = quotation.content.iter().map(|&piece| one_line(document.article.slice(piece))).collect();
    let words = words.join(" […] ");
    let time = document.article.times_of(&quotation.content).map(|times| format!(" [{}]", clock(times.start)));
    let number = document.number_of(quotation.extent().start as usize);
    let locator = format!("¶{number}{}", time.unwrap_or_default());
    let meta = &document.article.meta;
    let title = meta.title.as_deref().map(one_line);
    let origin = meta.url.clone().unwrap_or_else(|| document.name.clone());
    match format {
        CitationFormat::Words => words,
        CitationFormat::Locator => locator,
        CitationFormat::Attributed => {
            let title = title.map(|title| format!("“{title}”"));
            let place = [title, meta.site.as_deref().map(one_line), Some(one_line(&origin)), Some(locator)];
            let place: Vec<String> = place.into_iter().flatten().collect();
            format!("{words} — {} ({})", speaker(document, id), place.join(", "))
        }
        CitationFormat::Markdown => {
            let title = title.unwrap_or_else(|| one_line(&origin));
            let source = match &meta.url {
                Some(url) => format!("[{}](<{url}>)", escaped(&title)),
                None => escaped(&title),
            };
            format!(
                "> {}\n>\n> — {}, {source}, {}\n",
                escaped(&words),
                escaped(&speaker(document, id)),
                escaped(&locator)
            )
        }
    }
}

/// The speaker with their role, with a remark if the speaker is uncertain or the words are a paraphrase.
fn speaker(document: &Document, id: QuotationId) -> String {
    let quotation = &document.record.quotations()[id];
    let paraphrased = if quotation.kind == Kind::Indirect { ", paraphrased" } else { "" };
    let Some(person) = quotation.speaker.and_then(|person| document.record.people().get(person)) else {
        return format!("speaker unknown{paraphrased}");
    };
    let role = person.role.as_deref().map(|role| format!(", {}", one_line(role))).unwrap_or_default();
    let doubt = if document.record.uncertain(id) { " (uncertain)" } else { "" };
    format!("{}{role}{doubt}{paraphrased}", one_line(&person.name))
}
