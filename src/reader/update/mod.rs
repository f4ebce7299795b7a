//! Changes of the state: [`press()`] for keys, [`update`] for actions, and functions for events from outside.
//! Everything that must happen outside the state is returned as an [`effect::Effect`]. A key goes through layers: a
//! prompt, a pending command, a text selection, an overlay, the document; each takes it or passes it on.

pub mod actions;
mod choose;
mod complete;
pub mod effect;
mod mouse;
mod pending;
mod press;
mod sync;

pub use actions::open_prompt::{ask_again, ask_to_replace};
pub use complete::listed;
pub use mouse::{click, click_candidate, wheel};
pub use press::{catch_up, ends, moves, paste, press, stays_near, update};
pub use sync::resize;
