//! Records written for others: [`json`] for programs, [`report`] for people and screen readers. Nothing is read or
//! decided here.

pub mod atomic_file;
pub mod json;
pub mod report;
