//! The reader: an article on the screen beside its people, for the keyboard. An event comes in from the [`terminal`] or
//! a job, [`update`] changes the [`state`], and the [`view`] draws it.

mod event;
pub mod keys;
mod runtime;
pub mod state;
pub mod terminal;
pub mod update;
pub mod view;

pub use runtime::pending_write::UnsavedChanges;
pub use runtime::{Options, ReaderOutcome, look_up, run};
