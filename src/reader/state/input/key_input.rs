//! [`KeyInput`]: the key table, and the input typed so far.

use crate::reader::keys::keymap::Keymap;
use crate::reader::state::input::history::Histories;
use std::sync::Arc;

/// The keys of the reader, and the input typed with them.
#[derive(Debug, Default)]
pub struct KeyInput {
    pub keymap: Arc<Keymap>,
    /// The number typed ahead of a command: how often it is carried out, or where it goes.
    pub count: Option<usize>,
    /// Earlier input of the prompts.
    pub histories: Histories,
    /// Whether more keys are waiting, so that no frame will be drawn for this one.
    pub more_waits: bool,
}
