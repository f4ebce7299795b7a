//! The word classes by which the parts of a web page are recognised.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "class_names" {
        AROUND = "around",
        FOREIGN = "foreign",
        STRUCTURAL = "structural",
        NEGATION = "negation",
        PICTURE = "picture",
        CODE = "code",
        CODE_BOX = "code-box",
        CAPTION = "caption",
    }
    "times" {
        DATED = "dated",
        IN_DATE = "in-date",
    }
    "bylines" {
        PICTURE_CREDIT = "picture-credit",
        AFTER_PICTURE_CREDIT = "after-picture-credit",
    }
    "boilerplate" {
        OFFER = "offer",
        UNFOLDS = "unfolds",
        SERVER_ERROR = "server-error",
        MORE_LINKS = "more-links",
        PUBLICATION_OPENER = "publication-opener",
    }
    "labels" {
        SPEAKER_COLUMN = "speaker-column",
    }
}
