//! Candidates for a mention or a quotation, and how likely each is.

pub mod buckets;
pub mod linker;
pub mod ranker;
