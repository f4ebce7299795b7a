//! The phrases between the names: descriptions, plurals and pronouns, and their positions in the clause.

pub mod descriptions;
pub mod kinship;
pub mod plurals;
pub mod position;
pub mod pronouns;
pub mod salutations;
