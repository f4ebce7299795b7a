//! The reader: an article on the screen beside its people, walked with the keyboard. This file is its loop: wait for an
//! event, take in what else has come, draw once if anything changed.

pub mod action;
mod event;
pub mod geometry;
pub mod jumps;
pub mod key;
pub mod overlay;
pub mod panel;
pub mod search;
pub mod state;
pub mod terminal;
pub mod update;
pub mod view;
pub mod viewport;
mod worker;

use crate::article::Article;
use event::{Event, Signal};
use state::{Progress, State};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use terminal::Terminal;
use update::Effect;
use view::Theme;

/// Texts of up to this many bytes are given [`GRACE`] to be analysed before they are first drawn, so that they do not
/// flash from plain to coloured.
const SHORT: usize = 12 * 1024;
const GRACE: Duration = Duration::from_millis(3);

/// Events taken in before a frame is drawn; more wait for the next, so that a flood cannot freeze the screen.
const BATCH: usize = 64;

/// Shows `article`, which came from `source`, until the user quits.
///
/// # Errors
/// When the terminal cannot be taken or written to.
pub fn run(article: Article, source: &str) -> io::Result<()> {
    let article = Arc::new(article);
    let (to, events) = mpsc::channel();
    worker::analyse(article.clone(), to.clone());
    let mut state = State::new(article, source.to_string(), Terminal::size());
    if state.article.text().len() <= SHORT
        && let Ok(event) = events.recv_timeout(GRACE)
    {
        handle(&mut state, event);
    }
    let mut terminal = Terminal::enter()?;
    event::read_signals(to.clone())?;
    event::read_keys(to);
    let theme = Theme::new(std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()));
    run_loop(&mut state, &mut terminal, &theme, &events)
}

fn run_loop(state: &mut State, terminal: &mut Terminal, theme: &Theme, events: &Receiver<Event>) -> io::Result<()> {
    terminal.draw(|frame| view::draw(frame, state, theme))?;
    loop {
        let Ok(first) = events.recv() else { return Ok(()) };
        let mut next = Some(first);
        let mut taken = 0;
        while let Some(event) = next {
            match handle(state, event) {
                Effect::Draw => {}
                Effect::Redraw => terminal.forget()?,
                Effect::Suspend => {
                    terminal.suspend()?;
                    update::resize(state, Terminal::size());
                }
                Effect::Resume => {
                    terminal.resume()?;
                    update::resize(state, Terminal::size());
                }
                Effect::Quit => return Ok(()),
            }
            taken += 1;
            next = if taken < BATCH { events.try_recv().ok() } else { None };
        }
        terminal.draw(|frame| view::draw(frame, state, theme))?;
    }
}

/// What an event does to the state.
fn handle(state: &mut State, event: Event) -> Effect {
    match event {
        Event::Key(key) => update::press(state, key),
        Event::Paste(text) => update::paste(state, &text),
        Event::Resize(size) => {
            update::resize(state, size);
            Effect::Redraw
        }
        Event::Signal(Signal::Stop) => Effect::Suspend,
        Event::Signal(Signal::Continue) => Effect::Resume,
        Event::Signal(Signal::End) | Event::InputLost => Effect::Quit,
        Event::Analysed(record) => {
            update::analysed(state, record);
            Effect::Draw
        }
        Event::Failed(why) => {
            state.progress = Progress::Failed(why);
            Effect::Draw
        }
    }
}
