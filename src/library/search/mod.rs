//! Searches: a query is parsed, run over all texts or all quotations, and each hit shows where its words stand.

pub(super) mod hits;
pub(super) mod matching;
pub(super) mod query;
