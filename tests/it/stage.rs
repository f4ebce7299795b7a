//! The reader without a terminal: a small article with a known analysis, keys, and the screen as text with styles.

use onrecord::article::{Article, Block, BlockKind, Meta};
use onrecord::config::{ColourDepth, ThemeName};
use onrecord::language::{
    Analysis, Engine, Kind, Language, Mention, MentionType, Person, PersonKind, Quotation, Reason, SpeechAct,
};
use onrecord::reader::keys::key::Key;
use onrecord::reader::state::app::App;
use onrecord::reader::state::geometry::Size;
use onrecord::reader::update;
use onrecord::reader::view::{self, Theme};
use onrecord::record::{self, FilteredAnalysis};
use onrecord::text::Span;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The article of the screen tests, one block per line.
const ARTICLE: &str = "\
Coalition wobbles as finance minister quits
By Sanna Oja
OSTERHAVN — The finance minister, Marek Hollender, resigned on Monday night, an hour before the vote on the pension bill, in a letter of eleven words.
Prime Minister Ilse Brandvold, speaking an hour later, said she accepted the resignation “with regret” but would put the bill to a vote on Thursday as planned. “Nobody in this government is indispensable, and that includes me,” she said. “We will vote.”
Follow
The bill would raise the retirement age to 68. Hollender wrote that it rested on “growth nobody has seen since the canal was dug.”
What happens next
A senior official feared that the coalition would not last the week. “Ask me on Friday,” somebody shouted from the stairs.
Petra Sund, the leader of the opposition, called the government “a house with the lights left on.” The novelist 大江 and a café owner 👩‍👩‍👧 waved from the square, e\u{301}lan and all.
Brandvold laughed. “I know who pays for the lights,” she said.";

/// The article of the screen tests.
pub fn article() -> Article {
    let mut at = 0;
    let mut blocks = Vec::new();
    for (index, line) in ARTICLE.lines().enumerate() {
        let kind = match index {
            0 => BlockKind::Headline,
            1 => BlockKind::Byline,
            4 => BlockKind::Boilerplate,
            6 => BlockKind::Heading(1),
            _ => BlockKind::Paragraph,
        };
        blocks.push(Block { kind, span: Span::new(at, at + line.len()) });
        at += line.len() + 1;
    }
    let meta = Meta {
        title: Some("Coalition wobbles as finance minister quits".into()),
        site: Some("Northern Wire".into()),
        published: Some("17 Nov".into()),
        ..Meta::default()
    };
    Article::new(ARTICLE.into(), blocks, meta)
}

/// Its analysis.
pub fn analysis() -> Analysis {
    let mut people = vec![
        person(
            "Marek Hollender",
            PersonKind::Person,
            Some("finance minister"),
            &["Marek Hollender", "Hollender wrote"],
        ),
        person("Ilse Brandvold", PersonKind::Person, Some("Prime Minister"), &["Prime Minister Ilse Brandvold"]),
        person("a senior official", PersonKind::Unnamed, None, &["A senior official"]),
        person("Petra Sund", PersonKind::Person, Some("leader of the opposition"), &["Petra Sund"]),
        person("大江", PersonKind::Person, Some("novelist"), &["大江"]),
    ];
    people[0].mentions[1].span = span("Hollender", 1);
    let introduction = people[1].mentions[0].span;
    for (words, nth) in [("she", 0), ("she", 1), ("she", 2)] {
        let mention = Mention {
            span: span(&format!(" {words} "), nth),
            mention_type: MentionType::Pronoun,
            antecedent: Some(introduction),
            reason: Reason::Subject,
            confidence: 0.9,
        };
        let inside = Span { start: mention.span.start + 1, end: mention.span.end - 1 };
        people[1].mentions.push(Mention { span: inside, ..mention });
    }
    let she = |nth: usize| Some(people[1].mentions[nth].span);
    let quotations = vec![
        quotation(
            Kind::Mixed,
            &["she accepted the resignation “with regret” but would put the bill to a vote on Thursday as planned"],
            Some("said"),
            Some(introduction),
            Some(1),
        ),
        quotation(
            Kind::Direct,
            &["“Nobody in this government is indispensable, and that includes me,”", "“We will vote.”"],
            Some("said"),
            she(2),
            Some(1),
        ),
        quotation(
            Kind::Mixed,
            &["it rested on “growth nobody has seen since the canal was dug.”"],
            Some("wrote"),
            Some(people[0].mentions[1].span),
            Some(0),
        ),
        Quotation {
            act: SpeechAct::Thought,
            speaker_confidence: 0.4,
            ..quotation(
                Kind::Indirect,
                &["the coalition would not last the week"],
                Some("feared"),
                Some(people[2].mentions[0].span),
                Some(2),
            )
        },
        quotation(Kind::Direct, &["“Ask me on Friday,”"], Some("shouted"), None, None),
        quotation(
            Kind::Mixed,
            &["the government “a house with the lights left on.”"],
            Some("called"),
            Some(people[3].mentions[0].span),
            Some(3),
        ),
        quotation(Kind::Direct, &["“I know who pays for the lights,”"], Some("said"), she(3), Some(1)),
    ];
    Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations }
}

/// The span of the `nth` occurrence of `words`, from 0.
fn span(words: &str, nth: usize) -> Span {
    let (at, _) = ARTICLE.match_indices(words).nth(nth).unwrap_or_else(|| panic!("“{words}” is not in the article"));
    Span::new(at, at + words.len())
}

fn person(name: &str, kind: PersonKind, role: Option<&str>, mentions: &[&str]) -> Person {
    let mention = |words: &&str| Mention {
        span: span(words, 0),
        mention_type: MentionType::Name,
        antecedent: None,
        reason: Reason::Introduces,
        confidence: 0.99,
    };
    let mentions = mentions.iter().map(mention).collect();
    Person { name: name.into(), kind, role: role.map(str::to_string), mentions, members: Vec::new() }
}

fn quotation(
    kind: Kind,
    content: &[&str],
    cue: Option<&str>,
    source: Option<Span>,
    speaker: Option<usize>,
) -> Quotation {
    Quotation {
        kind,
        act: SpeechAct::Said,
        content: content.iter().map(|words| span(words, 0)).collect(),
        cue: cue.map(|words| span(words, 0)),
        source,
        speaker,
        confidence: 0.97,
        speaker_confidence: if speaker.is_some() { 0.93 } else { 0.0 },
        inside: None,
    }
}

/// A reader with a screen in memory.
pub struct Stage {
    pub app: App,
    theme: Theme,
}

impl Stage {
    /// The article of the tests with its analysis, on a screen of `columns` and `rows`.
    pub fn new(columns: u16, rows: u16) -> Stage {
        Stage::of(article(), columns, rows).analysed(analysis())
    }

    /// A reader in any state, in a theme on a terminal with all colours.
    pub fn showing(app: App, theme: ThemeName) -> Stage {
        Stage { app, theme: Theme::named(theme, ColourDepth::True) }
    }

    /// Any article, without an analysis.
    pub fn of(article: Article, columns: u16, rows: u16) -> Stage {
        let app = App::reading(Arc::new(article), "a test".into(), Size { columns, rows });
        Stage { app, theme: Theme::named(ThemeName::Terminal, ColourDepth::Sixteen) }
    }

    /// Adds an analysis.
    pub fn analysed(mut self, analysis: Analysis) -> Stage {
        let found = FilteredAnalysis::new(analysis);
        let record = record::build(&self.app.document.article, found.confident.clone(), &[]);
        update::actions::sources::analysed(&mut self.app, 0, Arc::new(found), Arc::new(record), 0);
        self
    }

    /// Switches to a terminal without colour.
    pub fn monochrome(mut self) -> Stage {
        self.theme = Theme::named(ThemeName::Monochrome, ColourDepth::True);
        self
    }

    /// Switches to a theme on a terminal with all colours.
    pub fn theme(mut self, theme: ThemeName) -> Stage {
        self.theme = Theme::named(theme, ColourDepth::True);
        self
    }

    /// Presses keys: characters as they are, others by their names, as `<Tab>`, `<C-x>`.
    pub fn keys(&mut self, keys: &str) -> &mut Stage {
        for key in parse(keys) {
            update::press(&mut self.app, key);
        }
        self
    }

    /// The screen as cells.
    pub fn draw(&self) -> Buffer {
        let Size { columns, rows } = self.app.geometry.size;
        let backend = TestBackend::new(columns, rows);
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport: Viewport::Fullscreen }).unwrap();
        terminal.draw(|frame| view::draw(frame, &self.app, &self.theme)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        let buffer = self.draw();
        (0..buffer.area.height).map(|y| row(&buffer, y) + "\n").collect()
    }

    /// The screen as text, with a line of styles below each row that has any, one letter a column, and a legend at the
    /// end.
    pub fn styled(&self) -> String {
        let (rows, legend) = self.rows_and_legend();
        rows + &legend
    }

    /// The rows of the screen with their styles as letters, and what the letters mean.
    fn rows_and_legend(&self) -> (String, String) {
        let buffer = self.draw();
        let mut letters: BTreeMap<String, char> = BTreeMap::new();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let _ = writeln!(out, "{}", row(&buffer, y));
            let mut styles = String::new();
            for x in 0..buffer.area.width {
                let style = describe(buffer[(x, y)].style());
                let next = char::from(b'a' + (letters.len() as u8).min(25));
                styles.push(if style.is_empty() { ' ' } else { *letters.entry(style).or_insert(next) });
            }
            if !styles.trim().is_empty() {
                let _ = writeln!(out, "{}", styles.trim_end());
            }
        }
        let mut legend: Vec<(char, String)> = letters.into_iter().map(|(style, letter)| (letter, style)).collect();
        legend.sort();
        (out, legend.into_iter().map(|(letter, style)| format!("{letter}: {style}\n")).collect())
    }
}

/// The screens that `make` gives at the four sizes that matter, each in a dark, a light and a monochrome theme. Of a
/// screen that differs from one before it in its colours alone, these are all that is told.
pub fn everywhere(rows: u16, make: impl Fn(Size, ThemeName) -> Stage) -> String {
    let mut screens = String::new();
    for columns in [60, 80, 120, 200] {
        let mut before: Vec<(&str, String)> = Vec::new();
        for theme in [ThemeName::Dark, ThemeName::Light, ThemeName::Monochrome] {
            let (drawn, legend) = make(Size { columns, rows }, theme).rows_and_legend();
            let same = before.iter().find(|(_, other)| *other == drawn).map(|(name, _)| format!(", as in {name}"));
            let _ = writeln!(screens, "{columns}×{rows}, {}{}", theme.name(), same.as_deref().unwrap_or_default());
            if same.is_none() {
                screens += &drawn;
            }
            let _ = writeln!(screens, "{legend}");
            before.push((theme.name(), drawn));
        }
    }
    screens
}

/// The row as text, without the columns covered by wide characters.
fn row(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut covered = 0;
    for x in 0..buffer.area.width {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let symbol = buffer[(x, y)].symbol();
        covered = onrecord::text::width(symbol).saturating_sub(1);
        out.push_str(symbol);
    }
    out.trim_end().to_string()
}

fn describe(style: Style) -> String {
    let mut parts = Vec::new();
    if let Some(colour) = style.fg.filter(|&colour| colour != ratatui::style::Color::Reset) {
        parts.push(format!("{colour}").to_lowercase());
    }
    if let Some(colour) = style.bg.filter(|&colour| colour != ratatui::style::Color::Reset) {
        parts.push(format!("on {}", format!("{colour}").to_lowercase()));
    }
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if style.add_modifier.contains(modifier) {
            parts.push(name.to_string());
        }
    }
    parts.join(" ")
}

pub fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        let key = named.filter(|(name, _)| name.len() > 1).and_then(|(name, tail)| Some((name.parse().ok()?, tail)));
        let (key, tail) = key.unwrap_or_else(|| (Key::char(c), &rest[c.len_utf8()..]));
        parsed.push(key);
        rest = tail;
    }
    parsed
}
