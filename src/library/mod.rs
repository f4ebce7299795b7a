//! The data stored between runs, in one SQLite file that only its owner may read: reading positions, marks,
//! corrections, articles with all that was found in them, and the items of feeds that were read. All access is by
//! methods of [`Library`] that return plain values; a caller that wants it in the background brings the thread.
//!
//! `store` opens the library and `schema` has its tables. `articles` prepares, packs and stores articles and their
//! versions, and recognises copies of a page; `feeds` stores items and cached responses. `search` parses queries and
//! runs them. `identity` joins people of different articles, and `people` lists them. `compare` finds the wordings of
//! given words, also in earlier versions, and the quotations that a new version changed. `audit` counts who is quoted.

mod articles;
mod audit;
mod compare;
mod error;
mod exchange;
mod feeds;
mod identity;
mod inspect;
mod people;
mod schema;
mod search;
mod store;
mod words;

pub use crate::text::Day;
pub use articles::prepared::PreparedArticle;
pub use articles::recent::ReadArticle;
pub use articles::revision::{Revision, WantedQuotation, revise};
pub use articles::storage::{ArticleOrder, ArticleSummary, StoreOutcome, StoredArticle, Version};
pub use audit::{Audit, AuditedSource};
pub use compare::alignment::Difference;
pub use compare::changes::ChangedQuotation;
pub use compare::reporting_article::ReportingArticle;
pub use compare::similar::ReportedWords;
pub use compare::utterance::utterances;
pub use error::{Error, ErrorKind};
pub use exchange::{Imported, ImportedSource};
pub use feeds::KnownFeed;
pub use identity::{Decision, ListedDecision};
pub use inspect::{IntegrityCheck, Statistics};
pub use people::{Associate, Doubt, Individual, PeopleOrder, PersonPage, RoleOverTime};
pub use search::hits::{Hit, Speaker, Speech};
pub use search::query::{LibraryQuery, QueryError, Term};
pub use store::{
    Forgotten, Library, ReadingPosition, RecentSource, SourceKey, can_be_made, fingerprint, standard_path, today,
};
