//! [`Event`]: everything that can happen to the reader, from one channel; and the threads that feed it from the
//! keyboard and from signals.

use super::answer::{Answer, Heard};
use super::geometry::Size;
use super::key::Key;
use super::worker::{Found, Run};
use crate::article::Article;
use crate::source;
use crossterm::event::{self, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use std::sync::mpsc::Sender;
use std::thread;

/// What can happen.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    Resize(Size),
    Signal(Signal),
    /// A left click on a column and a row of the screen.
    Click(u16, u16),
    /// The wheel over a column of the screen: so many rows, down when positive.
    Wheel(u16, isize),
    /// How much of a source has arrived.
    Arriving(Run, source::fetch::Progress),
    /// The beginning of a long text, of so many bytes.
    Begun(Run, Box<Article>, u64),
    /// A source was opened, or why it was not.
    Opened(Run, Box<Result<source::Opened, source::Error>>),
    /// The terminal's background is dark, or is not.
    Dark(bool),
    /// Share of the text that is analysed, 0 to 1.
    Progress(Run, f32),
    /// The fast model's answer, while the better one takes its time.
    First(Run, Found),
    /// The better model has read what was on the screen.
    SoFar(Run, Found),
    /// The analysis is done, or why it failed.
    Analysed(Run, Result<Found, String>),
    /// What could not be kept may be tried again.
    KeepAgain,
    /// The keyboard is gone.
    InputLost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Asked to end: SIGTERM, SIGHUP, SIGINT, SIGQUIT.
    End,
    /// Asked to stop: SIGTSTP.
    Stop,
    /// Running again: SIGCONT.
    Continue,
}

/// Starts the thread that reads the keyboard.
pub fn read_keys(to: Sender<Event>) {
    thread::spawn(move || {
        let mut answer = Answer::default();
        loop {
            let event = match event::read() {
                Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => {
                    let Some(key) = Key::from_event(key) else { continue };
                    match answer.hear(key) {
                        Heard::Nothing => None,
                        Heard::Dark(dark) => Some(Event::Dark(dark)),
                        Heard::Keys(keys) => {
                            if keys.into_iter().any(|key| to.send(Event::Key(key)).is_err()) {
                                return;
                            }
                            None
                        }
                    }
                }
                Ok(event::Event::Paste(text)) => Some(Event::Paste(text)),
                Ok(event::Event::Resize(columns, rows)) => Some(Event::Resize(Size { columns, rows })),
                Ok(event::Event::Mouse(mouse)) => mouse_event(mouse),
                Ok(_) => None,
                Err(_) => {
                    // Nobody is left to press a key.
                    let _ = to.send(Event::InputLost);
                    return;
                }
            };
            if event.is_some_and(|event| to.send(event).is_err()) {
                return;
            }
        }
    });
}

/// A click or a turn of the wheel; moves and other buttons mean nothing here.
fn mouse_event(mouse: MouseEvent) -> Option<Event> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(mouse.column, mouse.row)),
        MouseEventKind::ScrollDown => Some(Event::Wheel(mouse.column, 3)),
        MouseEventKind::ScrollUp => Some(Event::Wheel(mouse.column, -3)),
        _ => None,
    }
}

/// Starts the thread that waits for signals.
#[cfg(unix)]
pub fn read_signals(to: Sender<Event>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let signal = match signal {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continue,
                _ => Signal::End,
            };
            if to.send(Event::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Elsewhere the terminal sends no signals.
#[cfg(not(unix))]
pub fn read_signals(_to: Sender<Event>) -> std::io::Result<()> {
    Ok(())
}
