//! The word classes by which the parts of a PDF are recognised.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "compounds" {
        COMPOUND_PREFIX = "prefix",
    }
    "bylines" {
        NO_AUTHOR = "nobody",
    }
    "documents" {
        NO_TITLE = "no-title",
    }
}
