//! The arguments of each command, with their help.

use super::library_arguments::{CheckArguments, LibraryCommand, Quotes, SearchArguments};
use super::messages::{output_error, warn};
use super::output::expanded;
use super::values::confidence;
use crate::config::{self, ModelChoice, ThemeName};
use crate::export;
use crate::formats::Format;
use crate::text::{visible, without_credentials};
use clap::builder::{PathBufValueParser, PossibleValue, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

/// Read an article in the terminal and see who said what.
#[derive(Debug, Parser)]
#[command(version, about, bin_name = "onrecord", after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Files or web addresses to read; - is standard input. Without any, reads what is piped in, or else opens the
    /// library, or a sample article where nothing is kept
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,

    /// Print a plain report instead of opening the reader. This is the default if standard output is not a terminal
    #[arg(long)]
    pub plain: bool,

    #[command(flatten)]
    pub general: GlobalOptions,
}

impl Arguments {
    /// The arguments of this process. If they are wrong, prints why and exits with status 2.
    pub fn given() -> Arguments {
        let given: Vec<OsString> = std::env::args_os().collect();
        Arguments::try_parse_from(&given).unwrap_or_else(|error| {
            // clap echoes arguments unchanged. They are parsed again in printable form, since a file name may contain
            // control characters and an address a password.
            let shown = |argument: &OsString| {
                let argument = argument.to_string_lossy();
                visible(&match argument.split_once('=').filter(|(option, _)| option.starts_with('-')) {
                    Some((option, value)) => format!("{option}={}", without_credentials(value)),
                    None => without_credentials(&argument),
                })
            };
            match Arguments::try_parse_from(given.iter().map(shown)) {
                Err(error) => end(&error),
                Ok(_) => {
                    let said = error.render().to_string();
                    // If standard error is closed, there is nowhere to report it.
                    said.lines().for_each(|said| drop(writeln!(io::stderr(), "{}", visible(said))));
                    std::process::exit(error.exit_code())
                }
            }
        })
    }
}

/// Prints the help or the version that was asked for, or what is wrong with the arguments, and ends the program.
fn end(error: &clap::Error) -> ! {
    let printed = error.print().and_then(|()| io::stdout().flush());
    let is_lost = |error: &io::Error| error.kind() != io::ErrorKind::BrokenPipe;
    match printed.err().filter(|unprinted| !error.use_stderr() && is_lost(unprinted)) {
        Some(unprinted) => {
            warn(output_error(unprinted));
            std::process::exit(1)
        }
        None => std::process::exit(error.exit_code()),
    }
}

/// Options that all commands share.
#[derive(Args, Debug)]
pub(super) struct GlobalOptions {
    /// Keep articles, places, marks and corrections in FILE instead of the default library
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_library")]
    pub library: Option<PathBuf>,

    /// Neither read nor keep places, marks and corrections
    #[arg(long, global = true)]
    pub no_library: bool,

    /// Read the settings from FILE instead of the default configuration
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// The model to use: fast (instant), best (finds more, about a tenth of a second for a page) or auto (best for
    /// texts of up to 200 kB, fast for longer ones)
    #[arg(long, value_name = "NAME", global = true, value_parser = model)]
    pub model: Option<ModelChoice>,

    /// The colour theme: auto, terminal, dark, light, high-contrast or monochrome
    #[arg(long, value_name = "NAME", global = true, value_parser = theme)]
    pub theme: Option<ThemeName>,
}

fn model(name: &str) -> Result<ModelChoice, String> {
    ModelChoice::from_name(name).ok_or_else(|| format!("must be one of {}", config::model_names()))
}

fn theme(name: &str) -> Result<ThemeName, String> {
    let names = ThemeName::ALL.map(ThemeName::name).join(", ");
    ThemeName::from_name(name).ok_or_else(|| format!("must be one of {names}"))
}

const AFTER_HELP: &str = "\
To open a file named like a command, write ./NAME.

Web pages are fetched through the proxy that ALL_PROXY, HTTPS_PROXY or HTTP_PROXY names, but for the hosts in NO_PROXY. It \
has to allow CONNECT, for http as well. SSL_CERT_FILE and SSL_CERT_DIR name the certificates to trust.

Exit status: 0 success; 1 a source could not be read or contained no text, or something could not be kept; 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Extract(Extract),

    /// Keep articles, and manage what is kept between runs: articles, places, marks and corrections
    #[command(subcommand)]
    Library(LibraryCommand),

    Search(SearchArguments),

    Quotes(Quotes),

    Check(CheckArguments),

    /// Manage the configuration file
    #[command(subcommand)]
    Config(ConfigCommand),

    /// Print the completions for a shell, to be saved in its completions folder
    Completions(Completions),

    Man(ManPage),
}

#[derive(Args, Debug)]
pub(super) struct Completions {
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell that completes arguments.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
    Nushell,
}

/// Print the manual page of the program, or of a command
///
/// It is in the form that man reads: onrecord man extract | man -l -
#[derive(Args, Debug)]
pub(super) struct ManPage {
    /// The command in full: library add
    #[arg(value_name = "COMMAND", conflicts_with = "all")]
    pub command: Vec<String>,

    /// Write the pages of the program and of every command to FOLDER instead
    #[arg(long, value_name = "FOLDER", value_parser = PathBufValueParser::new().map(expanded))]
    pub all: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Create a file with all settings commented out, and print its path
    Init,
    /// Print the path of the file
    Path,
    /// Print the settings in effect, in the form of the file
    Show,
}

/// Write what was found, without opening the reader
///
/// Writes one record for each SOURCE, with its people and its quotations and their speakers. Without SOURCE, reads
/// standard input.
#[derive(Args, Debug)]
#[command(after_help = EXTRACT_AFTER_HELP)]
pub(super) struct Extract {
    /// Files or web addresses to read; - is standard input
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,

    /// The output format [default: by the extension of FILE; without FILE text on a terminal, otherwise jsonl]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<export::Format>,

    /// Write to FILE, which appears only when it is complete. Its extension names the format: .jsonl, .json, .txt,
    /// .csv, .md, .html, .jsonld (w3c), .xml (tei), .ann (brat), .vtt or .srt; --format names it for any other, or none
    #[arg(short, long, value_name = "FILE", value_parser = PathBufValueParser::new().map(expanded))]
    pub output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(short, long)]
    pub force: bool,

    /// Leave out quotations less certain than X, from 0 to 1; nine in ten of those at 0.9 are right
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<f32>,

    /// Write only these fields of each record, in JSON: names separated by commas
    #[arg(long, value_enum, value_name = "NAME,…", value_delimiter = ',')]
    pub fields: Option<Vec<export::Field>>,

    /// Analyse N articles at a time [default: one for each core]; the output does not depend on N
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=MAX_JOBS))]
    pub jobs: Option<u16>,

    /// Stop at the first source or line that gives no record instead of going on with the rest; FILE is then not
    /// written
    #[arg(long)]
    pub fail_fast: bool,

    /// Skip sources, lines and feed items that have a record in DONE, the jsonl output of an earlier run. Its records
    /// need their id, and their source if several sources share ids. Append the new ones with >> DONE; a last record
    /// that was cut off is then written again
    #[arg(long, value_name = "DONE", value_parser = PathBufValueParser::new().map(expanded))]
    pub skip_done: Option<PathBuf>,

    /// The format of the sources: auto, text, markdown, html, mhtml, mail, epub, pdf, feed, subtitles or jsonl
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = InputFormat::parse)]
    pub input: InputFormat,
}

/// More threads than any machine has cores.
const MAX_JOBS: i64 = 1024;

const EXTRACT_AFTER_HELP: &str = "\
With --input jsonl each line is an object with \"id\" (a string or a number) and \"text\"; records come out in the same \
order as the lines are read, with the same id, each as soon as it is done. A feed gives a record for each item that has \
a text, with the feed's own id for it. Otherwise the id of a record is the path or address as it was given, - for \
standard input. Offsets count code points. text, markdown, html, vtt and srt leave out what is too doubtful to be shown \
to people; the others give everything, with its confidence.";

impl ValueEnum for export::Field {
    fn value_variants<'a>() -> &'a [export::Field] {
        &export::Field::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for export::Format {
    fn value_variants<'a>() -> &'a [export::Format] {
        &export::Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.help()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputFormat {
    /// JSON Lines if the first line is an object with a text; otherwise sniffed.
    Auto,
    Jsonl,
    Format(Format),
}

impl InputFormat {
    fn parse(name: &str) -> Result<InputFormat, String> {
        let format =
            || Format::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| InputFormat::Format(*format));
        match name {
            "auto" => Ok(InputFormat::Auto),
            "jsonl" => Ok(InputFormat::Jsonl),
            _ => format().ok_or_else(|| {
                let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
                format!("must be auto, {} or jsonl", names.join(", "))
            }),
        }
    }

    /// The format of the sources, or `None` if it is sniffed.
    pub fn format(self) -> Option<Format> {
        match self {
            InputFormat::Auto | InputFormat::Jsonl => None,
            InputFormat::Format(format) => Some(format),
        }
    }
}
