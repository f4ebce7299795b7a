//! The command line: arguments, commands, exit status. [`run`] is the whole program.

mod analysis;
mod arguments;
mod check;
mod extract;
mod hits;
mod interrupt;
mod jsonl;
mod library_arguments;
mod library_command;
mod line_reader;
mod manual;
mod messages;
mod outcome;
mod output;
mod people_arguments;
mod plain;
mod progress;
mod records;
mod rows;
mod search;
mod settings;
mod values;

use crate::reader;
use crate::source::{self, Source};
use crate::text::printable;
use arguments::{Arguments, Command};
use clap::CommandFactory;
use clap::error::ErrorKind;
use messages::{report_panics, warn};
use outcome::Outcome;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

/// Runs the program with the arguments of this process.
pub fn run() -> ExitCode {
    report_panics();
    let arguments = Arguments::given();
    let outcome = match arguments.command {
        Some(_) if arguments.plain || !arguments.sources.is_empty() => {
            let message = "options and sources go after the command";
            Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        Some(Command::Extract(extract)) => extract::run(extract, &arguments.general),
        Some(Command::Config(command)) => settings::run(command, &arguments.general),
        Some(Command::Search(command)) => search::search(&command, &arguments.general),
        Some(Command::Check(command)) => check::run(&command, &arguments.general),
        Some(Command::Quotes(command)) => search::quotes(&command, &arguments.general),
        Some(Command::Completions(command)) => manual::completions(&command),
        Some(Command::Man(command)) => manual::man(&command),
        Some(Command::Library(command)) => library_command::run(command, &arguments.general),
        None => read(arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            warn(format_args!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

/// Opens the reader, or prints the plain report of each source if there is no terminal.
fn read(arguments: Arguments) -> anyhow::Result<Outcome> {
    let is_plain = arguments.plain || !io::stdout().is_terminal();
    let sources = match arguments.sources {
        none if none.is_empty() && source::stdin_is_given() => vec![Source::Stdin],
        none if none.is_empty() && is_plain => vec![Source::Sample],
        some => some.into_iter().map(Source::from_argument).collect(),
    };
    let (settings, keymap, problems) = settings::settings(&arguments.general);
    if is_plain {
        return plain::run(&sources, settings.model, library_command::open(&settings).as_ref());
    }
    // The reader covers the screen with the messages.
    let notice = problems.first().map(|first| match problems.len() {
        1 => printable(first),
        count => format!("{} · {} more, listed on exit", printable(first), count - 1),
    });
    let settings_of_library = settings.clone();
    let library = Box::new(move |patience| library_command::open_within(&settings_of_library, patience));
    let ended = reader::run(&sources, reader::Options { library, settings, keymap, notice })?;
    ended.failures.iter().for_each(warn);
    ended.unsaved.iter().for_each(warn);
    if let Some(broken) = ended.broken {
        return Err(broken.into());
    }
    let is_all_saved = ended.unsaved.is_none_or(|unsaved| unsaved.changes.is_empty());
    Ok(if ended.anything_read && !ended.any_unread && is_all_saved { Outcome::Done } else { Outcome::Incomplete })
}

/// Whether the error is a broken pipe.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
