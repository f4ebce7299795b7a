//! The running program around the state: the event loop, the session with its sources, background jobs, storage between
//! runs, and effects outside the state.

mod analysis;
mod article_storage;
mod browsing;
mod catalogue_lists;
mod effects;
mod event_loop;
mod event_queue;
mod jobs;
mod library_reader;
mod library_writer;
mod opening;
pub mod pending_write;
mod persistence;
mod session;

pub use catalogue_lists::look_up;
pub use event_loop::{Options, ReaderOutcome, run};
