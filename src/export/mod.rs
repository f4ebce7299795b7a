//! Writes records in each [`Format`]. Nothing is read or decided here.

pub mod atomic_file;
pub mod brat;
pub mod csv;
mod exported_article;
mod fields;
mod format;
pub mod html;
pub mod json;
pub mod markdown;
mod markup;
pub mod report;
mod runs;
mod sidecar;
pub mod subtitles;
pub mod tei;
mod text_fragment;
pub mod web_annotation;
pub mod wording;

pub use exported_article::{ExportedArticle, Id};
pub use fields::{Field, Fields};
pub use format::{Format, WriteOptions};
pub use sidecar::{sidecar_path, write_sidecar};
