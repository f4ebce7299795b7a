//! [`Settings`]: the user's settings, read from a TOML file with every value checked. A wrong value is reported with
//! its line and the reason, and its default applies.

mod colour_depth;

pub use colour_depth::ColourDepth;

use crate::language::Engine;
use crate::text::printable;
use std::fmt;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The widths that can be set, in columns.
pub const WIDTH_RANGE: RangeInclusive<u16> = 20..=200;

/// All settings. The default applies without a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub theme: ThemeName,
    /// The most columns of a row of text, within [`WIDTH_RANGE`].
    pub width: u16,
    /// Whether the panel is open at the start.
    pub panel: bool,
    /// Whether mouse clicks are on at the start.
    pub mouse: bool,
    pub library: LibraryLocation,
    pub keep: KeepChoice,
    pub model: ModelChoice,
    /// Key bindings as written in the file; the reader knows actions and keys.
    pub keys: Vec<KeyBinding>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: ThemeName::Terminal,
            width: 72,
            panel: true,
            mouse: false,
            library: LibraryLocation::Standard,
            keep: KeepChoice::Opened,
            model: ModelChoice::Auto,
            keys: Vec::new(),
        }
    }
}

/// Which articles the reader keeps in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepChoice {
    /// Articles that are opened.
    Opened,
    /// Articles that are kept by a key.
    Asked,
}

impl KeepChoice {
    /// All choices, in the order of messages.
    pub const ALL: [KeepChoice; 2] = [KeepChoice::Opened, KeepChoice::Asked];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            KeepChoice::Opened => "opened",
            KeepChoice::Asked => "asked",
        }
    }

    /// The choice called `name`.
    pub fn from_name(name: &str) -> Option<KeepChoice> {
        KeepChoice::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// The choice of model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelChoice {
    Fast,
    Best,
    /// Best for texts of up to [`ModelChoice::MAX_AUTO_BYTES`], fast for longer ones.
    Auto,
}

impl ModelChoice {
    /// All choices, in the order of the help.
    pub const ALL: [ModelChoice; 3] = [ModelChoice::Fast, ModelChoice::Best, ModelChoice::Auto];

    /// The longest text, in bytes, for which `auto` asks the best model. That is a long magazine piece; anything longer
    /// is a book, which should not keep a core busy unasked. It is a length and not a time, so that the result is the
    /// same on every machine.
    pub const MAX_AUTO_BYTES: usize = 200_000;

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ModelChoice::Fast => "fast",
            ModelChoice::Best => "best",
            ModelChoice::Auto => "auto",
        }
    }

    /// The choice called `name`. Without the best model in this program, it is not a choice.
    pub fn from_name(name: &str) -> Option<ModelChoice> {
        ModelChoice::ALL.into_iter().find(|choice| choice.name() == name && choice.is_available())
    }

    /// Whether this program has the model.
    pub fn is_available(self) -> bool {
        Engine::HAS_BEST || self != ModelChoice::Best
    }

    /// The engine for a text of this many bytes.
    pub fn engine(self, bytes: usize) -> Engine {
        match self {
            ModelChoice::Fast => Engine::Fast,
            ModelChoice::Best => Engine::Best,
            ModelChoice::Auto if Engine::HAS_BEST && bytes <= ModelChoice::MAX_AUTO_BYTES => Engine::Best,
            ModelChoice::Auto => Engine::Fast,
        }
    }
}

/// The name of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// Dark or light, like the terminal.
    Auto,
    /// The terminal's palette.
    Terminal,
    Dark,
    Light,
    HighContrast,
    Monochrome,
}

impl ThemeName {
    /// All themes, in the order in which the key goes through them.
    pub const ALL: [ThemeName; 6] = [
        ThemeName::Auto,
        ThemeName::Terminal,
        ThemeName::Dark,
        ThemeName::Light,
        ThemeName::HighContrast,
        ThemeName::Monochrome,
    ];

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ThemeName::Auto => "auto",
            ThemeName::Terminal => "terminal",
            ThemeName::Dark => "dark",
            ThemeName::Light => "light",
            ThemeName::HighContrast => "high-contrast",
            ThemeName::Monochrome => "monochrome",
        }
    }

    /// Resolves [`ThemeName::Auto`] for a dark or a light background, or to the terminal's palette if that is unknown.
    /// Other themes are unchanged.
    pub fn of_background(self, dark: Option<bool>) -> ThemeName {
        match (self, dark) {
            (ThemeName::Auto, Some(true)) => ThemeName::Dark,
            (ThemeName::Auto, Some(false)) => ThemeName::Light,
            _ => self,
        }
    }

    /// The next theme, in a circle.
    pub fn next(self) -> ThemeName {
        let here = ThemeName::ALL.iter().position(|&theme| theme == self).unwrap_or(0);
        ThemeName::ALL[(here + 1) % ThemeName::ALL.len()]
    }

    /// The theme with this name.
    pub fn from_name(name: &str) -> Option<ThemeName> {
        ThemeName::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// The location of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryLocation {
    /// The standard path of the platform.
    Standard,
    /// No library.
    None,
    File(PathBuf),
}

/// A binding of keys to an action, replacing the default keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    pub action: String,
    pub keys: Vec<String>,
    /// The line in the file, from 1.
    pub line: usize,
}

/// A problem in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The problem, and what applies instead.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// The standard path of the file: in `~/.config`, as terminal programs have it, on macOS too. `None` without a home.
pub fn standard_path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let places = etcetera::base_strategy::choose_base_strategy().ok()?;
    Some(places.config_dir().join("onrecord").join("config.toml"))
}

/// Reads the settings in the file at `path`, with the problems in it.
///
/// # Errors
/// If the file cannot be read.
pub fn load(path: &Path) -> io::Result<(Settings, Vec<Problem>)> {
    Ok(parse(&String::from_utf8_lossy(&std::fs::read(path)?)))
}

/// Parses settings. The problems are in order of their lines.
pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut parser = Parser { text, settings: Settings::default(), problems: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        parser.problem(at, format!("is not TOML: {}", printable(error.message())));
    }
    for (name, value) in table.get_ref() {
        parser.setting(name, value);
    }
    parser.settings.keys.sort_by_key(|change| change.line);
    parser.problems.sort_by_key(|problem| problem.line);
    parser.problems.dedup();
    (parser.settings, parser.problems)
}

/// `settings` as a file, except for the keys. With `comment`, each value is commented out, as a file to start from.
pub fn write(settings: &Settings, comment: bool) -> String {
    let mark = if comment { "# " } else { "" };
    let themes: Vec<&str> = ThemeName::ALL.into_iter().map(ThemeName::name).collect();
    let library = match &settings.library {
        LibraryLocation::Standard => "true".to_owned(),
        LibraryLocation::None => "false".to_owned(),
        LibraryLocation::File(path) => toml::Value::from(path.to_string_lossy().as_ref()).to_string(),
    };
    let mut out = String::new();
    for (name, value, says) in [
        ("theme", format!("\"{}\"", settings.theme.name()), themes.join(", ")),
        (
            "width",
            settings.width.to_string(),
            format!("the maximum width of text in columns, {} to {}", WIDTH_RANGE.start(), WIDTH_RANGE.end()),
        ),
        ("panel", settings.panel.to_string(), "whether the panel is open at the start".into()),
        ("mouse", settings.mouse.to_string(), "whether mouse clicks are on at the start".into()),
        ("library", library, "articles, places, marks and corrections: true, false (keep nothing) or a file".into()),
        (
            "keep",
            format!("\"{}\"", settings.keep.name()),
            "the articles that the library keeps: opened (all that are read) or asked (by a key)".into(),
        ),
        ("model", format!("\"{}\"", settings.model.name()), format!("the model, one of {}", model_names())),
    ] {
        out += &format!("# {says}\n{mark}{name} = {value}\n\n");
    }
    out
}

/// The available models, for messages.
pub fn model_names() -> String {
    let names: Vec<&str> = ModelChoice::ALL.into_iter().filter(|c| c.is_available()).map(ModelChoice::name).collect();
    names.join(", ")
}

struct Parser<'t> {
    text: &'t str,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Parser<'_> {
    fn problem(&mut self, at: usize, reason: String) {
        let line = self.line(at);
        self.problems.push(Problem { line, reason });
    }

    /// The line of byte `at`, from 1.
    fn line(&self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
    }

    fn setting(&mut self, name: &Spanned<std::borrow::Cow<str>>, value: &Spanned<DeValue>) {
        let defaults = Settings::default();
        let name_at = name.span().start;
        let wrong = match (name.get_ref().as_ref(), value.get_ref()) {
            ("theme", DeValue::String(theme)) if ThemeName::from_name(theme).is_some() => {
                self.settings.theme = ThemeName::from_name(theme).unwrap_or(defaults.theme);
                return;
            }
            ("theme", _) => {
                let names: Vec<&str> = ThemeName::ALL.into_iter().map(ThemeName::name).collect();
                format!("`theme` must be one of {}; \"{}\" is used", names.join(", "), defaults.theme.name())
            }
            ("width", DeValue::Integer(width)) if columns(width.as_str()).is_some() => {
                self.settings.width = columns(width.as_str()).unwrap_or(defaults.width);
                return;
            }
            ("width", _) => {
                let (least, most) = (WIDTH_RANGE.start(), WIDTH_RANGE.end());
                format!("`width` must be a number from {least} to {most}; {} is used", defaults.width)
            }
            ("panel", DeValue::Boolean(panel)) => {
                self.settings.panel = *panel;
                return;
            }
            ("panel", _) => format!("`panel` must be true or false; {} is used", defaults.panel),
            ("mouse", DeValue::Boolean(mouse)) => {
                self.settings.mouse = *mouse;
                return;
            }
            ("mouse", _) => format!("`mouse` must be true or false; {} is used", defaults.mouse),
            ("library", DeValue::Boolean(keep)) => {
                self.settings.library = if *keep { LibraryLocation::Standard } else { LibraryLocation::None };
                return;
            }
            ("library", DeValue::String(path)) if !path.is_empty() => {
                self.settings.library = LibraryLocation::File(expand_path(path));
                return;
            }
            ("library", _) => "`library` must be true, false or the path of a file; true is used".to_owned(),
            ("keep", DeValue::String(keep)) if KeepChoice::from_name(keep).is_some() => {
                self.settings.keep = KeepChoice::from_name(keep).unwrap_or(defaults.keep);
                return;
            }
            ("keep", _) => format!("`keep` must be one of opened, asked; \"{}\" is used", defaults.keep.name()),
            ("model", DeValue::String(model)) if ModelChoice::from_name(model).is_some() => {
                self.settings.model = ModelChoice::from_name(model).unwrap_or(defaults.model);
                return;
            }
            ("model", _) => format!("`model` must be one of {}; \"{}\" is used", model_names(), defaults.model.name()),
            ("keys", DeValue::Table(keys)) => {
                for (action, keys) in keys {
                    self.keys(action, keys);
                }
                return;
            }
            ("keys", _) => "`keys` must be a table, [keys]; the default keys are used".to_owned(),
            (unknown, _) => format!("there is no setting `{}`", printable(unknown)),
        };
        self.problem(name_at, wrong);
    }

    fn keys(&mut self, action: &Spanned<std::borrow::Cow<str>>, keys: &Spanned<DeValue>) {
        let list = match keys.get_ref() {
            DeValue::String(key) => Some(vec![key.to_string()]),
            DeValue::Array(keys) => keys
                .iter()
                .map(|key| match key.get_ref() {
                    DeValue::String(key) => Some(key.to_string()),
                    _ => None,
                })
                .collect(),
            _ => None,
        };
        let at = action.span().start;
        let number = self.line(at);
        let action = action.get_ref().to_string();
        match list {
            Some(keys) => self.settings.keys.push(KeyBinding { action, keys, line: number }),
            None => {
                let reason = format!("`{}` must be a key or a list of keys, in quotation marks", printable(&action));
                self.problem(at, reason);
            }
        }
    }
}

/// The width, if it is allowed.
fn columns(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|width| WIDTH_RANGE.contains(width))
}

/// Expands `~` and variables, `$NAME` and `${NAME}`, as a shell does; but a variable that is not set is left unchanged.
pub fn expand_path(path: &str) -> PathBuf {
    expanded(path, etcetera::home_dir().ok().as_deref(), |name| std::env::var(name).ok())
}

/// [`expand_path`] for this `home` and these variables.
fn expanded(path: &str, home: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> PathBuf {
    let (mut out, mut rest) = (String::new(), path);
    if let Some((home, after)) = home.and_then(Path::to_str).zip(path.strip_prefix('~'))
        && (after.is_empty() || after.starts_with('/'))
    {
        (out, rest) = (home.to_owned(), after);
    }
    while let Some(at) = rest.find('$') {
        out += &rest[..at];
        rest = &rest[at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let bare = rest[1..].find(|c: char| !is_part(c)).unwrap_or(rest.len() - 1);
        let (name, end) = match rest.strip_prefix("${").and_then(|inside| Some((inside, inside.find('}')?))) {
            Some((inside, length)) => (&inside[..length], length + 3),
            None => (&rest[1..=bare], bare + 1),
        };
        match variable(name).filter(|_| !name.is_empty() && name.chars().all(is_part)) {
            Some(value) => out += &value,
            None => out += &rest[..end],
        }
        rest = &rest[end..];
    }
    PathBuf::from(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Settings, problems: &[&str]) {
        let (settings, found) = parse(text);
        assert_eq!(settings, expected, "{text}");
        assert_eq!(found.iter().map(Problem::to_string).collect::<Vec<_>>(), problems, "{text}");
    }

    #[test]
    fn all_valid_values_are_accepted() {
        let change = |action: &str, keys: &[&str], line| KeyBinding {
            action: action.into(),
            keys: keys.iter().map(|key| (*key).into()).collect(),
            line,
        };
        check(
            "theme = \"light\"\nwidth = 90\npanel = false\nmouse = true\nmodel = \"fast\"\nlibrary = \"/a/b\"\nkeep = \"asked\"\n[keys]\nup = \"w\"\ndown = [\"s\", \"Down\"]\n",
            Settings {
                theme: ThemeName::Light,
                width: 90,
                panel: false,
                mouse: true,
                library: LibraryLocation::File("/a/b".into()),
                keep: KeepChoice::Asked,
                model: ModelChoice::Fast,
                keys: vec![change("up", &["w"], 9), change("down", &["s", "Down"], 10)],
            },
            &[],
        );
        check("library = false", Settings { library: LibraryLocation::None, ..Settings::default() }, &[]);
    }

    #[test]
    fn invalid_settings_are_named_and_the_rest_applies() {
        check(
            "theme = \"blue\"\nwidth = 7\n\npanel = 1\nmouse = \"no\"\nlibrary = 3\nkeep = 3\nwidht = 80\n[keys]\nup = 4\ndown = [1]\n",
            Settings::default(),
            &[
                "line 1: `theme` must be one of auto, terminal, dark, light, high-contrast, monochrome; \"terminal\" is used",
                "line 2: `width` must be a number from 20 to 200; 72 is used",
                "line 4: `panel` must be true or false; true is used",
                "line 5: `mouse` must be true or false; false is used",
                "line 6: `library` must be true, false or the path of a file; true is used",
                "line 7: `keep` must be one of opened, asked; \"opened\" is used",
                "line 8: there is no setting `widht`",
                "line 10: `up` must be a key or a list of keys, in quotation marks",
                "line 11: `down` must be a key or a list of keys, in quotation marks",
            ],
        );
        check("keys = 3", Settings::default(), &["line 1: `keys` must be a table, [keys]; the default keys are used"]);
    }

    #[test]
    fn home_and_variables_are_expanded() {
        let variable = |name: &str| match name {
            "HOME" => Some("/home/ada".to_owned()),
            "A_1" => Some("x$HOME".to_owned()),
            _ => None,
        };
        for (path, expected) in [
            ("~/a", "/home/ada/a"),
            ("~", "/home/ada"),
            ("~ada/a", "~ada/a"),
            ("a~/b", "a~/b"),
            ("$HOME/a", "/home/ada/a"),
            ("${HOME}s/$A_1.txt", "/home/adas/x$HOME.txt"),
            ("$NOBODY/${NOBODY}/a", "$NOBODY/${NOBODY}/a"),
            ("a$", "a$"),
            ("$$HOME", "$/home/ada"),
            ("${", "${"),
            ("${}$", "${}$"),
            ("${HOME", "${HOME"),
            ("é$é/${é}", "é$é/${é}"),
            ("", ""),
        ] {
            assert_eq!(expanded(path, Some(Path::new("/home/ada")), variable), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn invalid_toml_affects_only_its_line() {
        let (settings, problems) = parse("width = 90\nthis is = = no toml\n");
        assert_eq!(settings.width, 90);
        assert!(!problems.is_empty() && problems.iter().all(|problem| problem.line == 2), "{problems:?}");
        for text in ["", "\u{0}", "[", "[[[", "\"", "a = '''", "width = 99999999999999999999", "= 1", "é = {"] {
            parse(text);
        }
    }

    #[test]
    fn written_settings_are_read_back() {
        let settings = Settings {
            theme: ThemeName::HighContrast,
            width: 60,
            library: LibraryLocation::File("/a \"b\"".into()),
            ..Settings::default()
        };
        assert_eq!(parse(&write(&settings, false)), (settings.clone(), Vec::new()));
        assert_eq!(parse(&write(&settings, true)), (Settings::default(), Vec::new()));
    }
}
