//! People across articles: each person of an article is joined to the one that they are in the others, or begins a new
//! one. Only those with the same surname are compared. What is certain by form is decided by rule, the rest by weights
//! that were learned; what stays doubtful is put to the reader, whose decisions are kept by name and article.
//!
//! `signature` is what an article says of somebody, `profile` what all of them say, `score` compares the two, `joining`
//! keeps the joined people in the tables, `decisions` those of the reader, `anchors` what these say of an article, and
//! `people` answers questions.

mod anchors;
mod decisions;
mod joining;
mod people;
mod profile;
mod score;
pub(super) mod signature;

pub use anchors::Decision;
pub use decisions::Decided;
pub use people::{Companion, Doubt, JoinedPerson, PeopleOrder, PersonPage, RoleOverTime};

pub(super) use decisions::{Exchanged, exchanged, forget_source, import};
pub(super) use joining::{join_article, join_unjoined, leave_article};
