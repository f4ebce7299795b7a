//! The terminal: the screen that is taken and given back, the cells that are written, keys and signals that come in.

mod background_reply;
pub mod diff;
pub mod input;
pub mod output;
