//! `onrecord library list` and `show`.

use super::access::{named, wanted};
use crate::cli::arguments::GlobalOptions;
use crate::cli::library_arguments::{List, Show};
use crate::cli::outcome::Outcome;
use crate::cli::output;
use crate::cli::records::RecordSink;
use crate::cli::rows::{RowFormat, Rows};
use crate::export::{ExportedArticle, Id, WriteOptions};
use crate::library::{ArticleOrder, ArticleSummary, Day};
use crate::record::{self, Engine};
use crate::text::{one_line, pluralize};
use anyhow::Context;
use serde_json::Value;

/// Articles that are read in one go.
const PAGE: usize = 1000;

const COLUMNS: [&str; 12] = [
    "id",
    "source",
    "title",
    "byline",
    "outlet",
    "published",
    "day",
    "kept",
    "version",
    "words",
    "quotations",
    "model",
];

/// Runs `library list`.
///
/// # Errors
/// If the library cannot be read or the output cannot be written, here and below.
pub(super) fn list(command: &List, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    let mut rows = Rows::begin(command.format, &COLUMNS)?;
    let mut from = 0;
    loop {
        let page = library.articles(ArticleOrder::Stored, from, PAGE)?;
        for article in &page {
            rows.row(row(article), || line(article))?;
        }
        from += page.len();
        if page.len() < PAGE {
            break;
        }
    }
    if from == 0 && command.format == RowFormat::Text {
        rows.row(Vec::new(), || "The library has no articles.".into())?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn row(article: &ArticleSummary) -> Vec<Value> {
    vec![
        article.id.into(),
        article.key.as_str().into(),
        article.title.clone().into(),
        article.byline.clone().into(),
        article.outlet.clone().into(),
        article.published.clone().into(),
        article.day.map(|day| day.to_string()).into(),
        Day::at(article.stored_at).to_string().into(),
        article.version.into(),
        article.words.into(),
        article.quotations.into(),
        model(article.engine, article.model).into(),
    ]
}

fn line(article: &ArticleSummary) -> String {
    let title = one_line(article.title.as_deref().unwrap_or(article.key.as_str()));
    let mut parts = Vec::new();
    parts.extend(article.outlet.as_deref().map(one_line));
    parts.extend(article.day.map(|day| day.to_string()));
    parts.push(pluralize(article.words, "word"));
    parts.push(pluralize(article.quotations, "quotation"));
    if article.version > 1 {
        parts.push(format!("version {}", article.version));
    }
    format!("{:>6}  {title} · {}", article.id, parts.join(" · "))
}

/// `fast 12`.
pub(super) fn model(engine: Engine, version: u8) -> String {
    match engine {
        Engine::Fast => format!("fast {version}"),
        Engine::Best => format!("best {version}"),
    }
}

/// Runs `library show`.
pub(super) fn show(command: &Show, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    let key = named(&library, &command.source)?;
    let name = one_line(key.as_str());
    let stored = match command.version {
        Some(number) => {
            let stored = library.article_version(&key, number)?;
            stored.with_context(|| format!("{name}: there is no version {number}"))?
        }
        None => library.article(&key)?.with_context(|| format!("{name}: the library has no text of it"))?,
    };
    let corrections = library.corrections_of(&key)?;
    let record = if command.format.is_for_people() {
        record::build_confident(&stored.article, stored.analysis, &corrections)
    } else {
        record::build(&stored.article, stored.analysis, &corrections)
    };
    let record = record.by_model(stored.version.model);
    if let Some(refusal) = command.format.refusal(&stored.article) {
        anyhow::bail!("{name}: {refusal}");
    }
    let mut sink = RecordSink::open(None, command.format, false)?;
    let exported = ExportedArticle {
        id: Id::Name(key.as_str()),
        source: Some(key.as_str()),
        article: &stored.article,
        record: &record,
    };
    let how = WriteOptions { columns: output::columns(), ..WriteOptions::default() };
    sink.put(stored.article.text(), |to| command.format.write(to, &exported, how))?;
    sink.finish()?;
    Ok(Outcome::Done)
}
