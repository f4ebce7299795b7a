//! All integration tests as one binary: runs of the program, properties, layers.

mod accuracy;
mod bad_input;
mod beginnings;
mod better;
mod config;
mod corrections;
#[cfg(feature = "best")]
mod encoder;
mod encodings;
mod extract;
mod feeds;
mod formats;
mod fuzz;
#[path = "../../src/train/gold.rs"]
mod gold;
mod hostile;
mod imports;
mod keeping;
mod keys;
mod layers;
mod library;
mod marks;
mod models;
mod modes;
mod network;
mod output;
mod pages;
mod paragraphs;
mod people;
mod picture;
mod properties;
mod reading;
mod readme;
mod report;
mod run;
mod schema;
mod screens;
mod sessions;
mod sources;
mod stage;
mod tables;
mod terminal;
mod transcripts;
mod tty;
mod web;
mod who;
