//! Names: where they stand, with the titles and roles before them.

pub mod body_names;
pub mod citizens;
pub mod generation;
pub mod honorific;
pub mod linked_parts;
pub mod name_mention;
pub mod picture_credit;
pub mod possessive_names;
pub mod role_complement;
pub mod title_case;
