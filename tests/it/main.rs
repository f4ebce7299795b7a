//! Tests of the whole program from outside, one module a subject, in one binary.

mod bad_input;
mod encodings;
mod extract;
mod layers;
mod paragraphs;
mod properties;
mod reading;
mod readme;
mod report;
mod run;
mod schema;
mod screens;
mod stage;
mod terminal;
mod tty;
