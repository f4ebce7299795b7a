//! Everything the reader holds, as plain data without a screen or a thread: [`app::App`] for what is one for the
//! program, [`document::Document`] for what belongs to a source. `update` changes it, the view reads it.

pub mod app;
pub mod candidates;
pub mod catalogue;
pub mod citation;
pub mod colours;
pub mod document;
pub mod documents;
pub mod evidence;
pub mod feed_entry;
pub mod filter;
pub mod geometry;
pub mod help;
pub mod history;
pub mod jump_list;
pub mod legend;
pub mod link_hints;
pub mod mention_chain;
pub mod mode;
pub mod overlay;
pub mod overlay_line;
pub mod panel;
pub mod panel_item;
pub mod panel_tree;
pub mod person_lookup;
pub mod picker;
pub mod preferences;
pub mod remap;
pub mod screen;
pub mod search;
pub mod speaker_map;
pub mod viewport;
