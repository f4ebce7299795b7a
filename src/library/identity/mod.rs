//! People across articles: each person of an article is joined to the same individual of other articles, or becomes a
//! new individual. Only people with the same surname are compared. Rules decide the clear cases and learned weights the
//! others; the reader is asked about doubtful ones. Decisions are stored by name and article.
//!
//! `profile` collects the evidence of all articles about a person, `score` compares it with the evidence of one
//! article, `joining` stores the joined people in the tables, `decisions` the reader's decisions, and `anchors` finds
//! the decisions that concern an article.

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
