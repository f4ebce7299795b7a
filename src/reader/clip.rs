//! What is copied: a quotation, with or without who said it and where, its locator, the same as Markdown.

use super::overlay::clean;
use super::state::State;
use crate::record::QuotationId;

/// How a quotation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Words,
    Attributed,
    Locator,
    Markdown,
}

impl Form {
    /// The form that a key after `y` asks for.
    pub fn of(key: char) -> Option<Form> {
        match key {
            'y' => Some(Form::Words),
            'a' => Some(Form::Attributed),
            'l' => Some(Form::Locator),
            'm' => Some(Form::Markdown),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Form::Words => "quotation",
            Form::Attributed => "quotation, speaker, source",
            Form::Locator => "locator",
            Form::Markdown => "quotation as Markdown",
        }
    }
}

/// The quotation `id` in the form that was asked for.
pub fn copy(state: &State, id: QuotationId, form: Form) -> String {
    let quotation = &state.record.quotations()[id];
    let words: Vec<String> = quotation.content.iter().map(|&piece| clean(state.article.slice(piece))).collect();
    let words = words.join(" […] ");
    let locator = format!("¶{}", state.number_of(quotation.extent().start as usize));
    let meta = &state.article.meta;
    let title = meta.title.as_deref().map(clean);
    let origin = meta.url.clone().unwrap_or_else(|| state.source.clone());
    match form {
        Form::Words => words,
        Form::Locator => locator,
        Form::Attributed => {
            let title = title.map(|title| format!("“{title}”"));
            let place = [title, meta.site.as_deref().map(clean), Some(clean(&origin)), Some(locator)];
            let place: Vec<String> = place.into_iter().flatten().collect();
            format!("{words} — {} ({})", speaker(state, id), place.join(", "))
        }
        Form::Markdown => {
            let title = title.unwrap_or_else(|| clean(&origin));
            let source = match &meta.url {
                Some(url) => format!("[{}](<{url}>)", escaped(&title)),
                None => escaped(&title),
            };
            format!("> {}\n>\n> — {}, {source}, {locator}\n", escaped(&words), escaped(&speaker(state, id)))
        }
    }
}

/// Who said it, with their role, and what has to be said about how sure that is.
fn speaker(state: &State, id: QuotationId) -> String {
    let Some(person) = state.record.quotations()[id].speaker.and_then(|person| state.record.people().get(person))
    else {
        return "speaker unknown".into();
    };
    let role = person.role.as_deref().map(|role| format!(", {}", clean(role))).unwrap_or_default();
    let doubt = if state.record.uncertain(id) { " (uncertain)" } else { "" };
    format!("{}{role}{doubt}", clean(&person.name))
}

/// `text` with what Markdown would take for its own escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
