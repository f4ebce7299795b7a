//! The word classes that tell the parts of a PDF.

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
