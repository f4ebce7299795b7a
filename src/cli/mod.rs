//! The command line: what is asked for, who does it, and the exit status. [`run`] is all of the program.

mod analysis;
mod arguments;
mod extract;
mod jsonl;
mod library_command;
mod output;
mod plain;
mod progress;
mod settings;

use crate::reader;
use crate::source::{self, Source};
use crate::text::line;
use arguments::{Arguments, Command};
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ended, short of wrong usage, which clap reports with status 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Some source could not be read or held no text, or something could not be kept; each was named.
    Incomplete,
}

/// Does what the arguments of this process ask for.
pub fn run() -> ExitCode {
    complain_of_faults();
    let arguments = Arguments::given();
    let outcome = match arguments.command {
        Some(_) if arguments.plain || !arguments.sources.is_empty() => {
            let message = "a command takes its options and sources after its name";
            Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
        Some(Command::Extract(extract)) => extract::run(extract, &arguments.general),
        Some(Command::Config(command)) => settings::run(command, &arguments.general),
        Some(Command::Library(command)) => library_command::run(command, &arguments.general),
        None => read(arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

/// Opens the reader on the first source that can be opened; without a screen, prints the report of each.
fn read(arguments: Arguments) -> anyhow::Result<Outcome> {
    let sources = match arguments.sources {
        none if none.is_empty() && source::stdin_is_given() => vec![Source::Stdin],
        none if none.is_empty() => vec![Source::Sample],
        some => some.into_iter().map(Source::from_argument).collect(),
    };
    let (settings, keymap, is_good) = settings::settings(&arguments.general);
    if arguments.plain || !io::stdout().is_terminal() {
        return plain::run(&sources, settings.model, library_command::open(&settings).as_ref());
    }
    // The lines that say what is wrong stand on the screen that the reader covers.
    let notice = (!is_good).then(|| "something in the configuration is wrong: quitting shows what".to_owned());
    let kept = settings.clone();
    let library = Box::new(move |patience| library_command::open_within(&kept, patience));
    let ended = reader::run(&sources, reader::Options { library, settings, keymap, notice })?;
    ended.failures.iter().for_each(complain);
    ended.lost.iter().for_each(complain);
    let is_kept = ended.lost.is_none_or(|lost| lost.what.is_empty());
    Ok(if ended.anything_read && is_kept { Outcome::Done } else { Outcome::Incomplete })
}

/// One line on standard error, through which all goes that is written there. Whoever closed that as well does not want to
/// know.
fn complain(message: impl Display) {
    let _ = writeln!(io::stderr(), "onrecord: {}", line(&message.to_string()));
}

/// One line on standard output.
fn say(message: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{}", line(&message.to_string()))
}

/// Has a fault of the program told in one line as well: what it says may hold what was read.
fn complain_of_faults() {
    std::panic::set_hook(Box::new(|fault| {
        let said = fault.payload();
        let said = said.downcast_ref::<&str>().copied().or(said.downcast_ref::<String>().map(String::as_str));
        let place = fault.location().map_or_else(String::new, |at| format!(" ({at})"));
        complain(format_args!("a fault of the program, please report it: {}{place}", said.unwrap_or("unknown")));
    }));
}

/// Did the reader of our output go away?
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
