//! `onrecord search` and `onrecord quotes`.

use super::arguments::GlobalOptions;
use super::hits::print;
use super::library_arguments::{Quotes, SearchArguments};
use super::library_command;
use super::outcome::Outcome;
use crate::library::{self, LibraryQuery};

/// Runs `search`.
///
/// # Errors
/// If the query is invalid, the library cannot be read, or the output cannot be written, here and below.
pub(super) fn search(command: &SearchArguments, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let query = LibraryQuery::parse(&command.query.join(" "), library::today())?;
    let library = library_command::wanted(general)?;
    print(&library.search(&query, command.limit.saturating_add(1))?, command.limit, command.format)
}

/// Runs `quotes`.
pub(super) fn quotes(command: &Quotes, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let today = library::today();
    let mut query = LibraryQuery::parse(&command.words.join(" "), today)?;
    let many = [("by", &command.by), ("role", &command.role), ("about", &command.about), ("in", &command.place)];
    let many = many.iter().flat_map(|(field, values)| values.iter().map(move |value| (*field, value)));
    let one = [("kind", &command.kind), ("act", &command.act)];
    let one = one.iter().filter_map(|(field, value)| Some((*field, value.as_ref()?)));
    for (field, value) in many.chain(command.published.fields()).chain(one) {
        query.add(field, value, today)?;
    }
    let library = library_command::wanted(general)?;
    let limit = command.limit.unwrap_or(usize::MAX);
    print(&library.quotations(&query, limit.saturating_add(1))?, limit, command.format)
}
