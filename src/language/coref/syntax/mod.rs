//! The words of a text as coreference sees them: what the lexicon says of each token, and the phrases that they form.

pub mod citizens;
pub mod descriptions;
pub mod kinship;
pub mod plurals;
pub mod position;
pub mod pronouns;
pub mod role_complement;
pub mod salutations;
