//! The word classes by which the parts of a PDF are recognised.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "compounds" {
        COMPOUND_PREFIX = "compound-prefix",
    }
    "bylines" {
        NO_AUTHOR = "no-author",
    }
    "documents" {
        NO_TITLE = "no-title",
    }
}
