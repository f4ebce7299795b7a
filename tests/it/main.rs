//! Everything that is tested from outside the passes, as one binary: runs of the program, properties, the layers.

mod bad_input;
mod encodings;
mod extract;
mod layers;
mod paragraphs;
mod run;
mod schema;
