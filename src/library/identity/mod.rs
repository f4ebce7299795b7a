//! People across articles: each person of an article is joined to the one that they are in the others, or begins a new
//! one. Only those with the same surname are compared. What is certain by form is decided by rule, the rest by weights
//! that were learned; what stays doubtful is put to the reader, whose decisions are stored by name and article.
//!
//! `profile` collects what all articles say of a person, `score` compares it with what one article says, `joining`
//! stores the joined people in the tables, `decisions` what the reader decided, and `anchors` finds the decisions that
//! concern an article.

mod anchors;
mod decisions;
mod joining;
pub(super) mod person_attributes;
mod profile;
mod score;

pub use anchors::Decision;
pub use decisions::ListedDecision;

pub(super) use decisions::{ExportedDecision, exported_decisions, forget_source, import};
pub(super) use joining::{join_article, join_unjoined, leave_article};
