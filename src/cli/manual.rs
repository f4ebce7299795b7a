//! `onrecord completions` and `onrecord man`: both generated from the definitions of the arguments.

use super::arguments::{Arguments, Completions, ManPage, Shell};
use super::outcome::Outcome;
use crate::text::{printable, shown_path, without_credentials};
use anyhow::Context;
use clap::CommandFactory;
use clap::error::ErrorKind;
use clap_complete_nushell::Nushell;
use clap_mangen::Man;
use std::fs;
use std::io::{self, Write};

/// Runs `completions`.
///
/// # Errors
/// If standard output cannot be written to.
pub(super) fn completions(command: &Completions) -> anyhow::Result<Outcome> {
    let mut program = Arguments::command();
    let mut script = Vec::new();
    let name = program.get_name().to_owned();
    match command.shell {
        Shell::Bash => clap_complete::generate(clap_complete::Shell::Bash, &mut program, name, &mut script),
        Shell::Zsh => clap_complete::generate(clap_complete::Shell::Zsh, &mut program, name, &mut script),
        Shell::Fish => clap_complete::generate(clap_complete::Shell::Fish, &mut program, name, &mut script),
        Shell::Nushell => clap_complete::generate(Nushell, &mut program, name, &mut script),
    }
    // The generators panic if writing fails, so they write to memory.
    io::stdout().write_all(&script).context("standard output")?;
    Ok(Outcome::Done)
}

/// Runs `man`. If no command has the name that was given, says so and exits with status 2.
///
/// # Errors
/// If the pages cannot be written.
pub(super) fn man(command: &ManPage) -> anyhow::Result<Outcome> {
    // Otherwise every command would have a page for its own `help`.
    let mut program = Arguments::command().disable_help_subcommand(true);
    if let Some(folder) = &command.all {
        let pages = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
        pages.with_context(|| shown_path(folder))?;
        return Ok(Outcome::Done);
    }
    // This gives each command the names of its parents and the global options.
    program.build();
    let mut wanted = &program;
    for name in &command.command {
        wanted = wanted.find_subcommand(name).unwrap_or_else(|| {
            let name = printable(&without_credentials(name));
            let message = format!("{} has no command {name}", wanted.get_bin_name().unwrap_or("onrecord"));
            Arguments::command().error(ErrorKind::InvalidSubcommand, message).exit()
        });
    }
    let mut page = Vec::new();
    Man::new(wanted.clone()).render(&mut page)?;
    io::stdout().write_all(&page).context("standard output")?;
    Ok(Outcome::Done)
}
