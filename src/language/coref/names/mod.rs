//! Names: where they stand, what kind of entity they stand for, and which of them are one bearer’s.

pub mod entity_type;
pub mod generation;
pub mod linked_parts;
pub mod name_clusters;
pub mod name_mention;
pub mod picture_credit;
pub mod possessive_names;
pub mod style;
pub mod title_case;
