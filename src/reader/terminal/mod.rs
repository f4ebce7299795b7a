//! The terminal: entering and leaving it, writing cells, and reading keys and signals.

mod background_reply;
pub mod diff;
pub mod input;
pub mod output;
