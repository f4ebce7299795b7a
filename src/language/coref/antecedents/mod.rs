//! The antecedents of pronouns and descriptions: candidates, their features, and the choice.

pub mod choice;
pub mod description_antecedents;
pub mod description_constraints;
pub mod description_features;
pub mod mention_features;
pub mod owners;
pub mod pronoun_antecedents;
pub mod relative_clauses;
pub mod they_antecedents;
