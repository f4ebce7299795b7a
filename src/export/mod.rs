//! Records written for others, in each [`Format`] that people and programs use. Nothing is read or decided here.

pub mod atomic_file;
pub mod brat;
mod companion;
pub mod csv;
mod document;
mod fields;
mod format;
pub mod html;
pub mod json;
pub mod markdown;
mod markup;
pub mod report;
mod runs;
pub mod subtitles;
pub mod tei;
mod text_fragment;
pub mod web_annotation;
pub mod wording;

pub use companion::{companion_path, write_companion};
pub use document::{Document, Id};
pub use fields::{Field, Fields};
pub use format::{Format, WriteOptions};
