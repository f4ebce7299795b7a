//! The plain report of each source, or of each item of a feed, on standard output.

use super::analysis::analyse;
use super::library_command;
use super::messages::warn;
use super::outcome::Outcome;
use super::output::{self, Output};
use super::progress::Progress;
use crate::config::ModelChoice;
use crate::export::{ExportedArticle, Id, report};
use crate::formats::{self, Content};
use crate::library::Library;
use crate::record;
use crate::source::{self, Source};
use crate::threads::cores;
use std::ops::ControlFlow;

/// Writes the report of each of `sources`, and reports those that cannot be read.
///
/// # Errors
/// If standard output cannot be written to.
pub(super) fn run(sources: &[Source], model: ModelChoice, library: Option<&Library>) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut output = Output::stdout();
    let columns = output::columns();
    let progress = Progress::new(columns.is_none());
    for (nth, source) in sources.iter().enumerate() {
        progress.source(nth + 1, sources.len());
        let cached = library_command::cached_response(library, source);
        match source::open_content(source, cached, &mut |_| ControlFlow::Continue(())).map(|opened| opened.content) {
            Ok(Content::Article(article)) => {
                let corrections = library_command::corrections(library, source, article.text());
                let analysis = analyse(&article, model.engine(article.text().len()), cores(), &progress);
                let record = record::build_confident(&article, analysis, &corrections);
                library_command::orphaned(source, &record).iter().for_each(warn);
                let name = source.name();
                let exported =
                    ExportedArticle { id: Id::Name(&name), source: None, article: &article, record: &record };
                output.write(|to| report::write(to, &exported, columns))?;
            }
            Ok(Content::Feed(feed)) => {
                let items = || feed.items.iter().filter_map(|item| Some((&item.id, item.article.as_ref()?)));
                for (id, article) in items() {
                    let analysis = analyse(article, model.engine(article.text().len()), cores(), &progress);
                    let record = record::build_confident(article, analysis, &[]);
                    let exported = ExportedArticle { id: Id::Name(id), source: None, article, record: &record };
                    output.write(|to| report::write(to, &exported, columns))?;
                }
                if items().next().is_none() {
                    let error = source::Error { name: source.name(), cause: formats::FormatError::NoItem.into() };
                    progress.aside(|| warn(error));
                    outcome = Outcome::Incomplete;
                }
            }
            Err(error) => {
                progress.aside(|| warn(error));
                outcome = Outcome::Incomplete;
            }
        }
        output.flush()?;
    }
    output.finish()?;
    Ok(outcome)
}
