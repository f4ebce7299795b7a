//! The data stored between runs, in one SQLite file that only its owner may read: reading positions, marks,
//! corrections, articles with all that was found in them, and the items of feeds that were read. Everything is asked of
//! a [`Library`] by a method that returns plain values; callers that want it done in the background bring the thread.
//!
//! `store` has the library itself, `schema` its tables, `feeds` those of the web, `articles` those of articles, which
//! `prepared` makes ready and `packed` packs. `query` is what people type, `search` what they get; `identity` joins the
//! people of all articles; `lists` has those of a start screen, `changes` what one version has and another has not,
//! `copies` pages that were stored twice. `alike` finds the wordings of what somebody said, `earlier` those of former
//! versions; `audit` counts who is quoted; `revision` makes corrections of a list of quotations that was edited.

mod alignment;
mod alike;
mod articles;
mod audit;
mod changes;
mod copies;
mod earlier;
mod error;
mod exchange;
mod feeds;
mod identity;
mod index;
mod inspect;
mod lists;
mod matching;
mod packed;
mod people;
mod person_attributes;
mod prepared;
mod query;
mod report;
mod revision;
mod schema;
mod search;
mod store;
mod utterance;
mod words;

pub use crate::text::Day;
pub use alignment::Difference;
pub use alike::ReportedWords;
pub use articles::{ArticleOrder, ArticleSummary, StoreOutcome, StoredArticle, Version};
pub use audit::{Audit, AuditedSource};
pub use changes::ChangedQuotation;
pub use error::{Error, ErrorKind};
pub use exchange::{Imported, ImportedSource};
pub use feeds::KnownFeed;
pub use identity::{Decided, Decision};
pub use inspect::{Check, Statistics};
pub use lists::ReadArticle;
pub use people::{Associate, Doubt, JoinedPerson, PeopleOrder, PersonPage, RoleOverTime};
pub use prepared::PreparedArticle;
pub use query::{LibraryQuery, QueryError, Term};
pub use report::Report;
pub use revision::{Revision, WantedQuotation, revise};
pub use search::{Hit, Speaker, Speech};
pub use store::{
    Forgotten, Library, ReadingPosition, RecentSource, SourceKey, can_be_made, fingerprint, standard_path, today,
};
pub use utterance::utterances;
