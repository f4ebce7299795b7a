//! The reader: an article on the screen beside its people, walked with the keyboard. This file is its loop: wait for an
//! event, take in what else has come, draw once.

pub mod action;
mod answer;
pub mod cells;
mod clip;
mod desk;
mod effects;
mod event;
mod filter;
pub mod geometry;
pub mod hints;
mod inbox;
mod items;
pub mod jumps;
mod keeping;
pub mod key;
pub mod keymap;
pub mod listing;
pub mod overlay;
pub mod panel;
pub mod search;
pub mod state;
pub mod terminal;
pub mod update;
pub mod view;
pub mod viewport;
pub mod voices;
mod worker;

use crate::article::Article;
use crate::config::{ColourDepth, Settings, ThemeName};
use crate::source::{self, Source};
use desk::Desk;
use event::{Event, Signal};
use inbox::Inbox;
use keeping::{Keeper, Lost, Open};
use keymap::Keymap;
use state::Progress;
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use terminal::Terminal;
use update::Effect;
use view::Theme;

/// How long the first source may take to be opened before the screen shows that it is waited for.
const PATIENCE: Duration = Duration::from_millis(30);

/// Texts of up to this many bytes are given [`GRACE`] to be analysed before they are first drawn, so that they do not
/// flash from plain to coloured.
const SHORT: usize = 3 * 1024;
const GRACE: Duration = Duration::from_millis(3);

/// How long an answer of the terminal is waited for at the end; one that is later than [`LATE`] is not waited for.
const ANSWER: Duration = Duration::from_millis(40);
const LATE: Duration = Duration::from_secs(1);

/// Events taken in before a frame is drawn; more wait for the next, so that a flood cannot freeze the screen.
const BATCH: usize = 64;

/// How a run of the reader ended.
pub struct Ended {
    /// Sources that could not be opened.
    pub failures: Vec<source::Error>,
    /// Was there anything to read?
    pub anything_read: bool,
    /// What could not be kept, and why.
    pub lost: Option<Lost>,
}

/// With what the reader starts.
pub struct Options {
    /// Opens what keeps places, marks and corrections between runs: while the text is read.
    pub library: Open,
    pub settings: Settings,
    pub keymap: Keymap,
    /// What the status line is to say first.
    pub notice: Option<String>,
}

/// Shows `sources`, the first that can be opened first, until the user quits. When none can be opened the terminal is
/// never taken.
///
/// # Errors
/// When the terminal cannot be taken or written to.
pub fn run(sources: &[Source], options: Options) -> io::Result<Ended> {
    let Options { library, settings, keymap, notice } = options;
    let mouse = settings.mouse;
    let (to, events) = mpsc::channel();
    let mut desk = Desk::new(sources, Keeper::new(library), settings, keymap, Terminal::size(), to.clone());
    desk.open_library();
    let mut inbox = Inbox::new(events);
    wait_for_text(&mut desk, &inbox.events);
    if desk.state().is_none() {
        return Ok(Ended { failures: desk.into_failures(), anything_read: false, lost: None });
    }
    let notices: Vec<String> = desk.keeping_trouble().into_iter().chain(notice).collect();
    if !notices.is_empty() {
        desk.say(&notices.join(" · "));
    }
    event::read_signals(to.clone())?;
    let mut terminal = Terminal::enter()?;
    resize(&mut desk);
    if mouse {
        terminal.mouse(true)?;
    }
    let ended = run_loop(&mut desk, &mut terminal, to, &mut inbox);
    // Even a terminal that is gone costs no one their place.
    desk.leave();
    // Whoever has to wait for the library does so on a screen of their own.
    drop(terminal);
    let lost = desk.end_keeping();
    ended?;
    let anything_read = desk.anything_open();
    Ok(Ended { failures: desk.into_failures(), anything_read, lost })
}

/// Takes in what comes before the first frame: the text, of a long one its beginning, and of a short one the analysis as
/// well when it is quick.
fn wait_for_text(desk: &mut Desk, events: &Receiver<Event>) {
    let mut end = Instant::now() + PATIENCE;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        handle(desk, event);
        match desk.state() {
            Some(state) if state.progress == Progress::Loading && state.beginning_of.is_none() => {}
            Some(state) if state.progress != Progress::Done && is_short(&state.article) => {
                end = Instant::now() + GRACE;
            }
            _ => return,
        }
    }
}

/// Is this text analysed before it is first drawn?
fn is_short(article: &Article) -> bool {
    article.text().len() <= SHORT
}

fn run_loop(desk: &mut Desk, terminal: &mut Terminal, to: Sender<Event>, inbox: &mut Inbox) -> io::Result<()> {
    let depth = ColourDepth::from_env();
    let mut asked = None;
    let mut keyboard = Some(to);
    loop {
        let dark = desk.dark;
        desk.watch_keeping();
        let Some(state) = desk.state() else { return Ok(()) };
        update::settle(state);
        let theme = Theme::named(state.theme.of_background(dark), depth);
        terminal.draw(hints::links(state), |frame| view::draw(frame, state, &theme))?;
        // Nothing that can wait is begun before there is something to read.
        if let Some(to) = keyboard.take() {
            event::read_keys(to);
        }
        desk.analyse_due();
        let Some(state) = desk.state() else { return Ok(()) };
        // Asked behind the first frame, and once: a terminal that never answers costs nothing.
        if state.theme == ThemeName::Auto && depth > ColourDepth::Sixteen && asked.is_none() {
            terminal.ask_background()?;
            asked = Some(Instant::now());
        }
        let mut next = inbox.wait(state);
        if next.is_none() {
            return Ok(());
        }
        let mut taken = 0;
        while let Some(event) = next {
            taken += 1;
            next = None;
            if let Some(state) = desk.state() {
                next = if taken < BATCH { inbox.ready(state) } else { None };
                state.hurry = next.is_some();
            }
            let effect = if terminal.is_printed() && is_typed(&event) { Effect::Resume } else { handle(desk, event) };
            if !carry_out(desk, terminal, effect)? {
                if asked.is_some_and(|asked| asked.elapsed() < LATE) && desk.dark.is_none() {
                    wait_for_answer(&inbox.events);
                }
                return Ok(());
            }
        }
    }
}

/// Is it of the keyboard or the mouse? While a page is printed any of them goes back to the reader, and means no more.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_) | Event::Click(..) | Event::Wheel(..))
}

/// An answer that comes after the end would be typed into the shell.
fn wait_for_answer(events: &Receiver<Event>) {
    let end = Instant::now() + ANSWER;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if matches!(event, Event::Dark(_) | Event::InputLost) {
            return;
        }
    }
}

/// What an event does to the state on the screen.
fn handle(desk: &mut Desk, event: Event) -> Effect {
    match event {
        Event::Arriving(run, progress) => desk.arriving(run, progress),
        Event::Begun(run, beginning, bytes) => desk.begun(run, *beginning, bytes),
        Event::Opened(run, opened) => desk.opened(run, *opened),
        Event::Progress(run, share) => desk.progress(run, share),
        Event::First(run, found) | Event::SoFar(run, found) => desk.so_far(run, found),
        Event::Analysed(run, found) => desk.analysed(run, found),
        Event::Dark(dark) => desk.dark = Some(dark),
        Event::KeepAgain => desk.keep_again(),
        Event::Signal(Signal::Stop) => return Effect::Suspend,
        Event::Signal(Signal::Continue) => return Effect::Resume,
        Event::Signal(Signal::End) | Event::InputLost => return Effect::Quit,
        event => {
            let Some(state) = desk.state() else { return Effect::Quit };
            return match event {
                Event::Key(key) => update::press(state, key),
                Event::Paste(text) => update::paste(state, &text),
                Event::Click(x, y) => update::click(state, x, y),
                Event::Wheel(x, by) => update::wheel(state, x, by),
                Event::Resize(size) => {
                    update::resize(state, size);
                    Effect::Redraw
                }
                _ => Effect::Draw,
            };
        }
    }
    Effect::Draw
}

/// Does to the world what an update asks for; false when the reader is to end.
fn carry_out(desk: &mut Desk, terminal: &mut Terminal, effect: Effect) -> io::Result<bool> {
    match effect {
        Effect::Draw => {}
        Effect::Redraw => terminal.forget()?,
        Effect::Suspend => {
            terminal.suspend()?;
            take_back(desk, terminal)?;
        }
        Effect::Resume => {
            terminal.resume()?;
            take_back(desk, terminal)?;
        }
        Effect::Quit => return Ok(false),
        Effect::Copy(words, what) => {
            let said = effects::copy(terminal, &words, &what);
            desk.say(&said);
        }
        Effect::Print => {
            let lines = desk.state().map(|state| effects::page(state)).unwrap_or_default();
            terminal.print(&lines)?;
        }
        Effect::Open(address) => {
            let said = effects::open(&address);
            desk.say(&said);
        }
        Effect::Export(name) => {
            let said = desk.state().map(|state| effects::export(state, &name)).unwrap_or_default();
            desk.say(&said);
        }
        Effect::Source(nth) => desk.show(nth, Terminal::size()),
        Effect::Add(address) => desk.add(Source::from_argument(address.into()), Terminal::size()),
        Effect::Cancel => {
            desk.cancel(Terminal::size());
            return Ok(desk.state().is_some());
        }
        Effect::Keep(change) => desk.keep(&change),
        Effect::Reload => desk.reload(),
        Effect::Analyse => desk.analyse(),
        Effect::StopAnalysis => desk.stop_analysis(),
        Effect::Mouse(on) => terminal.mouse(on)?,
    }
    Ok(true)
}

/// Has the terminal as it was before it was given away: of the size that it has now.
fn take_back(desk: &mut Desk, terminal: &mut Terminal) -> io::Result<()> {
    resize(desk);
    if desk.state().is_some_and(|state| state.mouse) {
        terminal.mouse(true)?;
    }
    Ok(())
}

/// Takes the size that the screen has now.
fn resize(desk: &mut Desk) {
    if let Some(state) = desk.state() {
        update::resize(state, Terminal::size());
    }
}
