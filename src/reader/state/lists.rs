//! The rows of the lists one chooses from: the headings of the article, the sources.

use crate::article::BlockKind;
use crate::reader::state::app::App;
use crate::reader::state::mode::ListOf;
use crate::text::one_line;

/// The rows of a list: each as it is shown, and the byte or the number of the source that it leads to.
pub fn rows(app: &App, of: ListOf) -> Vec<(String, usize)> {
    match of {
        ListOf::Contents => {
            let article = &app.document.article;
            let headings = article.blocks().iter().filter_map(|block| match block.kind {
                BlockKind::Headline => Some((0, block.span)),
                BlockKind::Heading(level) => Some((usize::from(level), block.span)),
                _ => None,
            });
            headings
                .map(|(level, span)| {
                    let indent = "  ".repeat(level.saturating_sub(1));
                    let number = app.document.number_of(span.start as usize);
                    (format!("{indent}{}  ¶{number}", one_line(article.slice(span))), span.start as usize)
                })
                .collect()
        }
        ListOf::Sources => {
            let entries = app.documents.entries().iter().enumerate();
            entries.map(|(nth, entry)| (one_line(&entry.label()), nth)).collect()
        }
    }
}
