//! Everything that is tested from outside the passes, as one binary: runs of the program, properties, the layers.

mod bad_input;
mod config;
mod corrections;
mod encodings;
mod extract;
mod feeds;
mod forms;
mod gold;
mod layers;
mod library;
mod marks;
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
mod stage;
mod terminal;
mod tty;
mod web;
