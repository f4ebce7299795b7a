//! Repairs of the attributions of the tagger, one file for each kind of error.

pub(super) mod claims;
pub(super) mod obtained_documents;
pub(super) mod passives;
pub(super) mod relative_clauses;
