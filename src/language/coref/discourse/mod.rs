//! The state of coreference: what the whole text says of its entities, and what is decided so far.

pub mod genders;
pub mod issuers;
pub mod name_frequency;
pub mod relations;
pub mod roles;
pub mod salience;
pub mod state;
