//! The word classes by which the parts of a text are recognised: labels, times, bylines, boilerplate.

use crate::text::words::{WordClass, word_classes};
use std::sync::LazyLock;

word_classes! {
    "abbreviations" {
        LABEL_ABBREVIATION = "label-abbreviation",
    }
    "names" {
        LABEL_PARTICLE = "label-particle",
        BYLINE_PARTICLE = "byline-particle",
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
        BYLINE_OPENER = "byline-opener",
        STAFF_BYLINE = "staff-byline",
    }
    "documents" {
        DIVISION = "division",
    }
    ["speech", "foreign_speech"] {
        MAIL_VERB = "mail-verb",
    }
    "mail_heads" {
        MAIL_HEAD = "mail-head",
    }
    "court_filings" {
        FILING_OPENER = "filing-opener",
        FILING_FIELD = "filing-field",
    }
    "boilerplate" {
        WHOLE_LINE = "whole-line",
        LINK_LIST_HEADING = "link-list-heading",
        LINE_OPENER = "line-opener",
        COUNTED = "counted",
        MINUTES = "minutes",
        NETWORK = "network",
        SUBSCRIBES = "subscribes",
        SUBSCRIPTION_TO = "subscription-to",
        CONTACT = "contact",
    }
}
