//! Mentions by name → entities: the kind of entity that each name stands for, and which names share a bearer.

pub mod entity_type;
pub mod name_clusters;
