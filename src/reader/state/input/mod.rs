//! The receivers of keys: the mode, the keys typed so far, and the candidates of a prompt.

pub mod candidates;
pub mod history;
pub mod key_input;
pub mod mode;
pub mod person_lookup;
