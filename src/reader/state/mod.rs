//! Everything the reader holds, as plain data without a screen or a thread: [`app::App`] for what exists once in the
//! program, [`document::Document`] for what belongs to a source. `update` changes it, the view reads it.

pub mod app;
pub mod catalogue;
pub mod document;
pub mod evidence;
pub mod geometry;
pub mod input;
pub mod link_hints;
pub mod main_view;
pub mod overlay;
pub mod overlay_line;
pub mod preferences;
pub mod sources;
