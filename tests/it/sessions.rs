//! Random sessions: keys, resizes, pastes, mouse, analyses and reloads, one after the other. Nothing panics, and the words at
//! the top stay when only the screen or what is known changed; in a pseudo-terminal, the screen is what a full redraw makes
//! of it (ratatui's test screen keeps what a wide character hid, and cannot tell). A second or so;
//! `ONRECORD_SESSIONS=60` makes it a minute.

use crate::stage::{self, Stage};
use crate::tty::Tty;
use onrecord::article::{Article, plain};
use onrecord::config::Depth;
use onrecord::language::{Analysis, analyse};
use onrecord::reader::action::TABLE;
use onrecord::reader::geometry::Size;
use onrecord::reader::key::{Code, Key};
use onrecord::reader::state::State;
use onrecord::reader::update;
use onrecord::reader::view::{self, Theme};
use onrecord::record;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Numbers that only look random, the same in every run.
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

/// Texts of every kind with what is found in them.
fn texts() -> Vec<(Arc<Article>, Analysis)> {
    let mut texts = vec![(Arc::new(stage::article()), stage::analysis())];
    let long: String = (0..300)
        .map(|n| match n % 3 {
            0 => format!("“Word {n} of it,” said Ada Quill. “And {n} more.”\n\n"),
            1 => format!("Bo Holt said number {n} was enough for him and for everybody else on the harbor wall.\n\n"),
            _ => "大江 was 👩‍👩‍👧 there, e\u{301}lan and all, with \u{1b}[31m and \u{202e}more.\n\n".to_owned(),
        })
        .collect();
    for text in [long, String::new(), "x".repeat(70_000), "word ".repeat(30_000), "“\n\n".repeat(50)] {
        let article = plain::article(text);
        let found = analyse(&article);
        texts.push((Arc::new(article), found));
    }
    texts
}

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

/// Keys of the table, and others that prompts take.
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

/// One thing that happens; true when the words at the top must stay.
fn step(state: &mut State, texts: &[(Arc<Article>, Analysis)], random: &mut Random) -> bool {
    match random.below(40) {
        0 => {
            let size = random.of(&SIZES);
            update::resize(state, size);
            true
        }
        1 => {
            let pasted =
                random.of(&["", "Quill", "two\nlines", "\u{1b}[2J", "世界 and a long one that goes on and on"]);
            update::paste(state, pasted);
            false
        }
        2 | 3 => {
            let Size { columns, rows } = state.geometry.size;
            update::click(state, random.below(columns.into()) as u16, random.below(rows.into()) as u16);
            false
        }
        4 => {
            update::wheel(state, random.below(state.geometry.size.columns.into()) as u16, random.of(&[3, -3]));
            false
        }
        5 => {
            let (article, found) = &texts[random.below(texts.len())];
            update::opened(state, article.clone());
            if random.below(2) == 0 {
                let record = record::shown(article, found.clone(), &[]);
                update::analysed(state, Arc::new(found.clone()), Arc::new(record), 0);
            }
            false
        }
        6 => {
            let Some((_, found)) = texts.iter().find(|(article, _)| Arc::ptr_eq(article, &state.article)) else {
                return false;
            };
            let corrections = state.corrections.len();
            let record = record::shown(&state.article, found.clone(), &state.corrections);
            update::analysed(state, Arc::new(found.clone()), Arc::new(record), corrections);
            true
        }
        _ => {
            update::press(state, key(random));
            false
        }
    }
}

/// Plays one session of `steps` steps.
fn session(seed: u64, steps: usize, texts: &[(Arc<Article>, Analysis)]) {
    let mut random = Random(seed);
    let mut state = Stage::new(120, 40).state;
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    for number in 0..steps {
        let (size, anchor) = (state.geometry.size, state.viewport.anchor());
        let stays = step(&mut state, texts, &mut random);
        if stays {
            assert_eq!(state.viewport.anchor(), anchor, "seed {seed}, step {number}: the anchor is lost");
        }
        let theme = Theme::named(state.theme, Depth::True);
        if state.geometry.size != size {
            let Size { columns, rows } = state.geometry.size;
            terminal.backend_mut().resize(columns, rows);
            terminal.resize(Rect::new(0, 0, columns, rows)).unwrap();
        }
        terminal.draw(|frame| view::draw(frame, &state, &theme)).unwrap();
    }
}

/// How long to go on.
fn patience() -> Duration {
    let seconds = std::env::var("ONRECORD_SESSIONS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

#[test]
fn anything_may_happen_in_any_order() {
    let texts = texts();
    let end = Instant::now() + patience();
    let mut seed = 1;
    while seed <= 2 || Instant::now() < end {
        session(seed, 150, &texts);
        seed += 1;
    }
}

/// In the program itself: after many keys the screen is what a full redraw makes of it.
#[cfg(unix)]
#[test]
fn the_terminal_shows_what_a_redraw_shows() {
    let mut random = Random(7);
    // A better answer that arrives between the two looks would be a difference of its own.
    let mut tty = Tty::onrecord(&["--model", "fast"], 110, 30);
    tty.until("2 People");
    tty.until_gone("analysing");
    // Keys that neither leave the program nor the screen, nor change what is kept.
    let all: Vec<char> = "jkduGg{}+-JK][><)(!*isv\t12hlz&r/nN:HLT#VtM?\rf3".chars().collect();
    for round in 0..4 + patience().as_secs() / 4 {
        let mut typed: String = (0..20).map(|_| random.of(&all)).collect();
        typed += &format!("\x1b[<0;{};{}M\x1b[<65;20;10M", random.below(110) + 1, random.below(29) + 1);
        tty.keys(&typed);
        if round % 2 == 1 {
            let (columns, rows) = random.of(&[(110, 30), (80, 24), (60, 20), (130, 40)]);
            tty.resize(columns, rows);
        }
        // F9 does nothing but to end a command of two keys, in which a redraw would be none.
        tty.keys("jk\x1b[20~");
        let before = tty.quiet_rows();
        tty.keys("\x0c");
        let after = tty.quiet_rows();
        // The last row says what F9 does, until the next key.
        let rows = before.len() - 1;
        for (row, (before, after)) in before.iter().zip(&after).take(rows).enumerate() {
            assert_eq!(before, after, "round {round}, row {row}, {typed:?}");
        }
        tty.keys("\x15\r");
    }
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}
