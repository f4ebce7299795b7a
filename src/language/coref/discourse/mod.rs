//! The state of coreference: facts from the whole text about its entities, and the decisions so far.

pub mod genders;
pub mod issuers;
pub mod name_frequency;
pub mod relations;
pub mod roles;
pub mod salience;
pub mod state;
