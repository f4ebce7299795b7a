//! The threads that feed the reader's events from the keyboard and from signals.

use crate::reader::event::{Event, Signal};
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::geometry::Size;
use crate::reader::terminal::background_reply::{BackgroundReply, Parsed};
use crate::threads::NO_THREAD;
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// Starts the thread that reads the keyboard.
///
/// # Errors
/// If the system gives no thread for it.
pub fn read_keys(to: Sender<Event>) -> io::Result<()> {
    let read = move || {
        let mut reply = BackgroundReply::default();
        loop {
            let event = match event::read() {
                Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => {
                    let Some(key) = key_of(key) else { continue };
                    match reply.advance(key) {
                        Parsed::Nothing => None,
                        Parsed::Dark(dark) => Some(Event::Dark(dark)),
                        Parsed::Keys(keys) => {
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
                Err(error) => {
                    // The program is ending, so no key can follow.
                    let _ = to.send(Event::InputLost(error));
                    return;
                }
            };
            if event.is_some_and(|event| to.send(event).is_err()) {
                return;
            }
        }
    };
    thread::Builder::new().spawn(read).map(drop).map_err(no_thread)
}

/// The error where the system gives no thread.
fn no_thread(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), NO_THREAD)
}

/// A click or a turn of the wheel; moves and other buttons are ignored.
fn mouse_event(mouse: MouseEvent) -> Option<Event> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(mouse.column, mouse.row)),
        MouseEventKind::ScrollDown => Some(Event::Wheel(mouse.column, 3)),
        MouseEventKind::ScrollUp => Some(Event::Wheel(mouse.column, -3)),
        _ => None,
    }
}

/// Starts the thread that waits for signals. All signals that would end the process, and can be handled, end the reader
/// as a key would.
///
/// # Errors
/// If the system allows no thread for it, or no way to wait.
#[cfg(unix)]
pub fn read_signals(to: Sender<Event>) -> io::Result<()> {
    use crate::signals::ENDING;
    use signal_hook::consts::{SIGCONT, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new(ENDING.into_iter().chain([SIGTSTP, SIGCONT]))?;
    let read = move || {
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
    };
    thread::Builder::new().spawn(read).map(drop).map_err(no_thread)
}

/// Elsewhere the terminal sends no signals.
#[cfg(not(unix))]
pub fn read_signals(_to: Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// The key of an event; `None` for those that no binding can name (media keys, lone modifiers).
fn key_of(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        // Some terminals send control characters as such; they are not text.
        KeyCode::Char(c) if c.is_control() => return None,
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match code {
        Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        code => code,
    };
    Some(Key { code, ctrl, alt })
}
