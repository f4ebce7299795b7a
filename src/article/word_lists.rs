//! The word classes by which the parts of a text are recognised: labels, times, bylines, boilerplate.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "abbreviations" {
        LABEL_ABBREVIATION = "in-label",
    }
    "names" {
        LABEL_PARTICLE = "in-label",
        BYLINE_PARTICLE = "in-byline",
        GENERATION = "generation",
        ELIDED_PARTICLE = "elided-particle",
    }
    "times" {
        MONTH_START = "month-start",
        DAY_START = "day-start",
        WEEKDAY = "weekday",
        BESIDE_TIME = "beside-time",
        HALF_DAY = "half-day",
    }
    "bylines" {
        BYLINE_OPENER = "opener",
        STAFF_BYLINE = "staff",
    }
    "documents" {
        DIVISION = "division",
    }
    ["speech", "foreign_speech"] {
        MAIL_VERB = "mail",
    }
    "mail_heads" {
        MAIL_HEAD = "head",
    }
    "court_filings" {
        FILING_OPENER = "opener",
        FILING_FIELD = "field",
    }
    "boilerplate" {
        WHOLE_LINE = "line",
        LINK_LIST_HEADING = "links",
        LINE_OPENER = "opener",
        COUNTED = "counted",
        MINUTES = "minutes",
        NETWORK = "network",
        SUBSCRIBES = "subscribes",
        SUBSCRIPTION_TO = "subscription-to",
        CONTACT = "contact",
    }
}
