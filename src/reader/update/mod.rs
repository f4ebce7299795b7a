//! Changes of the state: [`press()`] for keys, [`update`] for actions, and functions for what comes from outside. What
//! has to be done in the world is given back as an [`effect::Effect`]. A key goes through layers: a prompt, a pending
//! command, a text selection, an overlay, the document; each takes it or passes it on.

mod back;
pub mod catalogue;
mod choose;
mod complete;
mod copy;
mod correct;
mod dispatch;
mod display;
pub mod documents;
pub mod effect;
mod go_to;
mod help;
mod links;
mod marks;
mod motion;
mod mouse;
mod navigate;
mod open_prompt;
mod panel;
mod pending;
mod picker;
mod press;
mod prompt;
mod requests;
mod select;
mod sync;

pub use complete::listed;
pub use mouse::{click, click_candidate, wheel};
pub use open_prompt::{ask_again, ask_to_replace};
pub use press::{catch_up, ends, moves, paste, press, stays_near, update};
pub use sync::resize;
