//! Searches: a query is parsed, run over all texts or all quotations, and each hit gives its sentence and place.

pub(super) mod hits;
pub(super) mod matching;
pub(super) mod query;
