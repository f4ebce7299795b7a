//! What takes keys: the mode, the keys typed so far, and what a prompt offers.

pub mod candidates;
pub mod history;
pub mod key_input;
pub mod mode;
pub mod person_lookup;
