//! What was found, written for others: [`json`] for programs, [`text`] for people and screen readers. Nothing is read or
//! decided here.

pub mod file;
pub mod json;
pub mod text;
