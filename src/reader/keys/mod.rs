//! Keys, the actions they are bound to, and the table that binds them.

pub mod action;
pub mod key;
pub mod keymap;
