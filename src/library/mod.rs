//! The data stored between runs, in one SQLite file that only its owner may read: reading positions, marks,
//! corrections, articles with all that was found in them, and the items of feeds that were read. All access is by
//! methods of [`Library`] that return plain values; a caller that wants it in the background brings the thread.
//!
//! `store` opens the library and `schema` has its tables; `articles` stores articles, which `prepared` prepares and
//! `packed` packs; `feeds` stores items and cached responses. `query` parses searches and `search` runs them.
//! `identity` joins people of different articles, and `people` lists them. `recent` makes the start screen, `changes`
//! compares two versions, `copies` finds pages stored twice. `similar` finds the wordings of given words, `earlier_versions` those
//! in earlier versions. `audit` counts who is quoted; `revision` turns an edited list of quotations into corrections.

mod alignment;
mod articles;
mod audit;
mod changes;
mod copies;
mod earlier_versions;
mod error;
mod exchange;
mod feeds;
mod identity;
mod index;
mod inspect;
mod matching;
mod packed;
mod people;
mod person_attributes;
mod prepared;
mod query;
mod recent;
mod occurrence;
mod revision;
mod schema;
mod search;
mod similar;
mod store;
mod utterance;
mod words;

pub use crate::text::Day;
pub use alignment::Difference;
pub use articles::{ArticleOrder, ArticleSummary, StoreOutcome, StoredArticle, Version};
pub use audit::{Audit, AuditedSource};
pub use changes::ChangedQuotation;
pub use error::{Error, ErrorKind};
pub use exchange::{Imported, ImportedSource};
pub use feeds::KnownFeed;
pub use identity::{Decided, Decision};
pub use inspect::{IntegrityCheck, Statistics};
pub use people::{Associate, Doubt, Individual, PeopleOrder, PersonPage, RoleOverTime};
pub use prepared::PreparedArticle;
pub use query::{LibraryQuery, QueryError, Term};
pub use recent::ReadArticle;
pub use occurrence::Occurrence;
pub use revision::{Revision, WantedQuotation, revise};
pub use search::{Hit, Speaker, Speech};
pub use similar::ReportedWords;
pub use store::{
    Forgotten, Library, ReadingPosition, RecentSource, SourceKey, can_be_made, fingerprint, standard_path, today,
};
pub use utterance::utterances;
