//! The arguments of `onrecord library people` and `person`, with their help.

use super::rows::RowFormat;
use clap::{Args, Subcommand};

/// List the people in all articles, and decide who is who
///
/// Somebody who is in several articles under one name, in forms of it, or with the same role and company is one person
/// here. Where that is doubtful they stay two, and `doubtful` and `ask` put it to you. What you decide is kept by name
/// and article, holds when these are read again, and can be undone. NAME is a name, or the number that the list shows.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct People {
    #[command(subcommand)]
    pub what: Option<PeopleCommand>,

    /// Only people with these names; hal* stands for any name that begins with hal
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,

    /// Print at most N people
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,

    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum PeopleCommand {
    /// Make two people one
    Same(Pair),
    /// Tell two people apart, or one in some articles from the same name in the others
    Different(Different),
    /// Give a person another name
    Rename(Rename),
    /// List people who may be the same
    Doubtful(Doubtful),
    /// Ask about each pair that may be the same person, once
    Ask,
    /// List the decisions
    Decisions(Decisions),
    /// Undo the last decision, or the one with a number
    Undo(Undo),
}

#[derive(Args, Debug)]
pub(super) struct Pair {
    /// One person
    #[arg(value_name = "NAME")]
    pub one: String,

    /// The other one
    #[arg(value_name = "NAME")]
    pub other: String,
}

#[derive(Args, Debug)]
pub(super) struct Different {
    /// One person
    #[arg(value_name = "NAME")]
    pub one: String,

    /// The other one; left out with --in
    #[arg(value_name = "NAME", required_unless_present = "articles", conflicts_with = "articles")]
    pub other: Option<String>,

    /// The articles in which it is another person: their numbers, files or addresses
    #[arg(long = "in", value_name = "ID|SOURCE", num_args = 1..)]
    pub articles: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct Rename {
    /// The person
    #[arg(value_name = "NAME")]
    pub person: String,

    /// The new name
    #[arg(value_name = "NEW")]
    pub name: String,
}

#[derive(Args, Debug)]
pub(super) struct Doubtful {
    /// Print at most N pairs
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,

    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

#[derive(Args, Debug)]
pub(super) struct Decisions {
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}

#[derive(Args, Debug)]
pub(super) struct Undo {
    /// The number of the decision
    #[arg(value_name = "N")]
    pub number: Option<i64>,
}

/// Show a person: roles over time, outlets, companions, words a month, quotations
#[derive(Args, Debug)]
pub(super) struct ShowPerson {
    /// A name, or the number that the list of people shows
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,

    /// Print at most N quotations, the latest first
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// The format: a page, or the quotations as rows
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: RowFormat,
}
