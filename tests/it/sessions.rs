//! Random sessions of keys, resizes, pastes, mouse events, analyses and reloads. Nothing panics; the words at the top
//! stay when only the screen or the analysis changes; incremental drawing equals a full redraw, in memory and in a
//! pseudo-terminal. Takes a second; `ONRECORD_SESSIONS=60` makes it a minute.

use crate::stage::{self, Stage};
use crate::tty::{self, Tty};
use onrecord::article::{Article, plain};
use onrecord::config::ColourDepth;
use onrecord::language::{Analysis, analyse};
use onrecord::reader::keys::action::TABLE;
use onrecord::reader::keys::key::{Code, Key};
use onrecord::reader::state::app::App;
use onrecord::reader::state::geometry::Size;
use onrecord::reader::terminal::output::{FrameBuffer, LinkBackend};
use onrecord::reader::update;
use onrecord::reader::view::{self, Theme};
use onrecord::record::{self, FilteredAnalysis};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A deterministic random generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound.max(1) as u64) as usize
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Texts of every kind with their analyses.
fn texts() -> Vec<(Arc<Article>, Analysis)> {
    let mut texts = vec![(Arc::new(stage::article()), stage::analysis())];
    let long: String = (0..300)
        .map(|n| match n % 3 {
            0 => format!("“Word {n} of it,” said Ada Quill. “And {n} more.”\n\n"),
            1 => format!("Bo Holt said number {n} was enough for him and for everybody else on the harbor wall.\n\n"),
            _ => format!("大江 was {UNSURE} there, e\u{301}lan and all, with \u{1b}[31m and \u{202e}more.\n\n"),
        })
        .collect();
    for text in [long, String::new(), "x".repeat(70_000), "word ".repeat(30_000), "“\n\n".repeat(50)] {
        let article = plain::article(text);
        let found = analyse(&article);
        texts.push((Arc::new(article), found));
    }
    texts
}

/// Characters whose width differs among terminals: joined emoji, flags, scripts with marks, half-width marks, tags.
const UNSURE: &str = "👩‍👩‍👧 🇳🇴🇳 क्षि กำ ｶﾞ a\u{200b}\u{200d}b \u{e0061} ⚠\u{fe0f}";

const SIZES: [Size; 9] = [
    Size { columns: 120, rows: 40 },
    Size { columns: 100, rows: 24 },
    Size { columns: 99, rows: 24 },
    Size { columns: 60, rows: 20 },
    Size { columns: 59, rows: 12 },
    Size { columns: 40, rows: 12 },
    Size { columns: 200, rows: 60 },
    Size { columns: 20, rows: 5 },
    Size { columns: 1, rows: 1 },
];

/// A key of the table, or one that prompts take.
fn key(random: &mut Random) -> Key {
    let all: Vec<Key> = TABLE.iter().flat_map(|binding| binding.keys).copied().collect();
    let typed = ['a', 'A', '9', '%', '?', '¶', '(', ' ', 'é', '世', 'y', 'r', 's', 'm'];
    match random.below(10) {
        0 => Key::char(random.of(&typed)),
        1 => random.of(&[Key::plain(Code::Enter), Key::plain(Code::Esc), Key::plain(Code::Backspace), Key::ctrl('r')]),
        2 => random.of(&[Key::ctrl('u'), Key::plain(Code::Delete), Key::ctrl('a'), Key::plain(Code::F(9))]),
        _ => random.of(&all),
    }
}

/// One event. Returns whether the words at the top must stay.
fn step(app: &mut App, texts: &[(Arc<Article>, Analysis)], random: &mut Random) -> bool {
    match random.below(40) {
        0 => {
            let size = random.of(&SIZES);
            update::resize(app, size);
            true
        }
        1 => {
            let pasted =
                random.of(&["", "Quill", "two\nlines", "\u{1b}[2J", "世界 and a long one that goes on and on"]);
            update::paste(app, pasted);
            false
        }
        2 | 3 => {
            let Size { columns, rows } = app.geometry.size;
            update::click(app, random.below(columns.into()) as u16, random.below(rows.into()) as u16);
            false
        }
        4 => {
            update::wheel(app, random.below(app.geometry.size.columns.into()) as u16, random.of(&[3, -3]));
            false
        }
        5 => {
            let (article, found) = &texts[random.below(texts.len())];
            update::actions::sources::opened(app, 0, article.clone());
            if random.below(2) == 0 {
                let found = FilteredAnalysis::new(found.clone());
                let record = record::build(article, found.confident.clone(), &[]);
                update::actions::sources::analysed(app, 0, Arc::new(found), Arc::new(record), 0);
            }
            false
        }
        6 => {
            let Some((_, found)) = texts.iter().find(|(article, _)| Arc::ptr_eq(article, &app.document.article)) else {
                return false;
            };
            let corrections = app.document.analysis.corrections.len();
            let found = FilteredAnalysis::new(found.clone());
            let record =
                record::build(&app.document.article, found.confident.clone(), &app.document.analysis.corrections);
            update::actions::sources::analysed(app, 0, Arc::new(found), Arc::new(record), corrections);
            true
        }
        _ => {
            update::press(app, key(random));
            false
        }
    }
}

/// A terminal in memory that receives the same bytes as a real one.
struct Screen {
    drawn: Terminal<LinkBackend>,
    sent: FrameBuffer,
    shown: vt100::Parser,
}

impl Screen {
    fn new(Size { columns, rows }: Size) -> Screen {
        let sent = FrameBuffer::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
        let drawn = Terminal::with_options(LinkBackend::new(sent.clone()), TerminalOptions { viewport }).unwrap();
        Screen { drawn, sent, shown: vt100::Parser::new(rows, columns, 0) }
    }

    /// Draws what has changed in `state` since the last time.
    // Many terminals show a word that is both bold and dim as whichever was set last.
    fn draw(&mut self, app: &App, here: &str) {
        let theme = Theme::named(app.preferences.theme, ColourDepth::True);
        let frame = self.drawn.draw(|frame| view::draw(frame, app, &theme)).unwrap();
        let both = Modifier::BOLD | Modifier::DIM;
        assert!(!frame.buffer.content().iter().any(|cell| cell.modifier.contains(both)), "{here}: bold and dim");
        // The emulator drops the replacement character, so another stands in. It splits joined emoji, as some terminals
        // do.
        let sent = String::from_utf8(self.sent.take()).unwrap();
        self.shown.process(sent.replace('\u{fffd}', "¤").as_bytes());
    }
}

/// Plays one session of `steps` steps.
fn session(seed: u64, steps: usize, texts: &[(Arc<Article>, Analysis)]) {
    let mut random = Random(seed);
    let mut app = Stage::new(120, 40).app;
    let mut screen = Screen::new(app.geometry.size);
    for number in 0..steps {
        let here = format!("seed {seed}, step {number}");
        let (size, anchor) = (app.geometry.size, app.document.viewport.anchor());
        let stays = step(&mut app, texts, &mut random);
        if stays {
            assert_eq!(app.document.viewport.anchor(), anchor, "{here}: the anchor is lost");
        }
        holds_its_anchor(&app, &here);
        if app.geometry.size != size {
            screen = Screen::new(app.geometry.size);
        }
        screen.draw(&app, &here);
        let mut anew = Screen::new(app.geometry.size);
        anew.draw(&app, &here);
        let rows = tty::rows(screen.shown.screen()).into_iter().zip(tty::rows(anew.shown.screen()));
        for (row, (drawn, anew)) in rows.enumerate() {
            tty::look_alike(&drawn, &anew, &format!("{here}, drawn bit by bit and anew, row {row}"));
        }
    }
}

/// The anchor of the viewport is in its first row.
#[track_caller]
fn holds_its_anchor(app: &App, here: &str) {
    let anchor = app.document.viewport.anchor();
    if app.document.article.blocks().is_empty() {
        return;
    }
    let first = app.document.viewport.rows().first().unwrap_or_else(|| panic!("{here}: no row"));
    let next = app.document.viewport.rows().get(1).map_or(usize::MAX, |next| next.span.start as usize);
    let from = first.span.start as usize;
    assert!((from..next.max(from + 1)).contains(&anchor.at), "{here}: {anchor:?} is not in {first:?}, before {next}");
}

/// The time to go on.
fn patience() -> Duration {
    let seconds = std::env::var("ONRECORD_SESSIONS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

#[test]
fn any_sequence_of_events_is_handled() {
    let texts = texts();
    let end = Instant::now() + patience();
    let mut seed = 1;
    while seed <= 2 || Instant::now() < end {
        session(seed, 150, &texts);
        seed += 1;
    }
}

/// In the program itself: after many keys the screen equals a full redraw.
#[cfg(unix)]
#[test]
fn the_screen_equals_a_full_redraw() {
    let mut random = Random(7);
    // A better answer between the two looks would be a difference of its own.
    let mut tty = Tty::onrecord(&["--model", "fast"], 110, 30);
    tty.until("2 People");
    tty.until_gone("analysing");
    // Keys that do not leave the program or the screen, nor change the library.
    let all: Vec<char> = "jkduGg{}+-JK][><)(!*isv\t12hlz&r/nN:HLT#VtM?\rf3".chars().collect();
    for round in 0..4 + patience().as_secs() / 4 {
        let mut typed: String = (0..20).map(|_| random.of(&all)).collect();
        typed += &format!("\x1b[<0;{};{}M\x1b[<65;20;10M", random.below(110) + 1, random.below(29) + 1);
        tty.keys(&typed);
        if round % 2 == 1 {
            let (columns, rows) = random.of(&[(110, 30), (80, 24), (60, 20), (130, 40)]);
            tty.resize(columns, rows);
        }
        // F9 only ends a command of two keys, during which there is no redraw.
        tty.keys("jk\x1b[20~");
        let before = tty.quiet_rows();
        tty.keys("\x0c");
        let after = tty.quiet_rows();
        // The last row shows the message about F9 until the next key.
        let rows = before.len() - 1;
        for (row, (before, after)) in before.iter().zip(&after).take(rows).enumerate() {
            tty::look_alike(before, after, &format!("round {round}, {typed:?}, row {row}"));
        }
        tty.keys("\x15\r");
    }
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}
