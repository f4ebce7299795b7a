//! The word classes that tell the parts of a text: labels, times, bylines, boilerplate.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "abbreviations" {
        LABEL_ABBREVIATION = "in-label",
    }
    "names" {
        LABEL_PARTICLE = "in-label",
        BYLINE_PARTICLE = "in-byline",
    }
    "times" {
        MONTH_START = "month-start",
        DAY_START = "day-start",
        WEEKDAY = "weekday",
        BESIDE_TIME = "beside-time",
    }
    "bylines" {
        BYLINE_OPENER = "opener",
        STAFF_BYLINE = "staff",
    }
    "mails" {
        MAIL_VERB = "verb",
    }
    "boilerplate" {
        WHOLE_LINE = "line",
        LINK_LIST_HEADING = "links",
        LINE_OPENER = "opener",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_class_is_explained_and_used() {
        crate::text::words::tests::check(super::LISTS);
    }
}
