//! The settings of a run: the configuration file, overridden by the arguments. Also `onrecord config`.

use super::arguments::{ConfigCommand, GlobalOptions};
use super::messages::{print_line, warn};
use super::outcome::Outcome;
use crate::config::{self, LibraryLocation, Problem, Settings};
use crate::reader::keys::keymap::Keymap;
use crate::text::shown_path;
use anyhow::Context;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Runs `config`.
///
/// # Errors
/// If there is no place for the file, or if it should be created and exists.
pub(super) fn run(command: ConfigCommand, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let path = path(general).context("there is no home folder for it; name a file with --config")?;
    match command {
        ConfigCommand::Path => print_line(name(&path))?,
        ConfigCommand::Init => {
            make(&path).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => anyhow::anyhow!("{}: already exists; not overwritten", name(&path)),
                _ => anyhow::Error::from(error).context(name(&path)),
            })?;
            print_line(name(&path))?;
        }
        ConfigCommand::Show => {
            let (settings, keymap, problems) = settings(general);
            let all = config::write(&settings, false) + &keymap.write(false);
            all.lines().try_for_each(print_line)?;
            return Ok(if problems.is_empty() { Outcome::Done } else { Outcome::Incomplete });
        }
    }
    Ok(Outcome::Done)
}

/// The settings and keys of this run, and the problems in the file, one per line, which are also reported.
pub(super) fn settings(general: &GlobalOptions) -> (Settings, Keymap, Vec<String>) {
    let loaded = path(general).map(|path| (config::load(&path), path));
    let (mut settings, keymap, problems) = match loaded {
        Some((Ok((settings, mut problems)), path)) => {
            let (keymap, clashes) = Keymap::new(&settings.keys);
            problems.extend(clashes);
            problems.sort_by_key(|problem| problem.line);
            let line = |problem: &Problem| format!("{}:{}: {}", name(&path), problem.line, problem.reason);
            (settings, keymap, problems.iter().map(line).collect())
        }
        // Most people have no configuration file.
        Some((Err(error), path)) => {
            let is_good = general.config.is_none() && is_absent(&error);
            let line = (!is_good).then(|| format!("{}: {error}; the defaults apply", name(&path)));
            (Settings::default(), Keymap::default(), line.into_iter().collect())
        }
        None => (Settings::default(), Keymap::default(), Vec::new()),
    };
    problems.iter().for_each(warn);
    settings.theme = general.theme.unwrap_or(settings.theme);
    settings.model = general.model.unwrap_or(settings.model);
    if general.no_library {
        settings.library = LibraryLocation::None;
    } else if let Some(path) = &general.library {
        settings.library = LibraryLocation::File(path.clone());
    }
    (settings, keymap, problems)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn path(general: &GlobalOptions) -> Option<PathBuf> {
    general.config.clone().or_else(config::standard_path)
}

/// Creates a file with all settings commented out.
fn make(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let text = config::write(&Settings::default(), true) + &Keymap::default().write(true);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

fn name(path: &Path) -> String {
    shown_path(path)
}
