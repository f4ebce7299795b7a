//! The plain report of each source, on standard output.

use super::analysis::analyse;
use super::output::Output;
use super::{Outcome, complain, kept};
use crate::config::ModelChoice;
use crate::export::text;
use crate::library::Library;
use crate::record;
use crate::source::{self, Source};
use std::io::{self, IsTerminal};

/// Writes the report of each of `sources` that can be read, and names the others.
///
/// # Errors
/// When standard output cannot be written to.
pub(super) fn run(sources: &[Source], model: ModelChoice, library: Option<&Library>) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut output = Output::stdout();
    let columns = columns();
    for source in sources {
        let article = match source::open(source) {
            Ok(article) => article,
            Err(error) => {
                complain(error);
                outcome = Outcome::Incomplete;
                continue;
            }
        };
        let corrections = kept::corrections(library, source, article.text());
        let record = record::shown(&article, analyse(&article, model.opened(article.text().len())), &corrections);
        kept::tell_unfitted(source, &record);
        output.write(|to| text::write(to, &source.name(), &article, &record, columns))?;
        output.flush()?;
    }
    output.finish()?;
    Ok(outcome)
}

/// Columns to wrap a report to: those of the terminal, none where there is no terminal to wrap for.
pub(super) fn columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    Some(terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).max(20)))
}
