//! The word classes that scores use.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "scoring" {
        STOP_WORD = "stop-word",
    }
}
