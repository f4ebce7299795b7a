//! The terminal: entering it, leaving it so that it is always restored, and writing each frame at once.

use crate::reader::state::geometry::Size;
use crate::reader::state::link_hints::{Link, LinkTarget};
use crate::reader::terminal::diff::Cells;
use crate::reader::view::link_colour::link_colour;
use crate::text;
use crate::text::without_credentials;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, poll};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;
use ratatui::{Frame, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write, stdout};
use std::rc::Rc;
use std::sync::Once;
use std::time::Duration;

/// The wheel arrives as arrow keys on the alternate screen (mode 1007), so that the mouse still selects text.
const ALTERNATE_SCROLL_ON: &str = "\x1b[?1007h";
const ALTERNATE_SCROLL_OFF: &str = "\x1b[?1007l";

const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// The terminal while the reader uses it. Dropping it restores the terminal.
pub struct Terminal {
    inner: ratatui::Terminal<LinkBackend>,
    frame: FrameBuffer,
    links: Rc<RefCell<Vec<(Color, String)>>>,
    taken: RawModeGuard,
}

/// Sets up the terminal, and restores it when dropped, even if the set-up failed halfway.
struct RawModeGuard {
    /// Whether a page was printed on the plain screen, with a line on how to return.
    printed: bool,
    /// A spare file descriptor: restoring the terminal may need one.
    spare: Option<File>,
}

/// Collects the bytes of a frame, with terminal links (OSC 8) under the words of links.
pub struct LinkBackend {
    inner: CrosstermBackend<FrameBuffer>,
    frame: FrameBuffer,
    cells: Cells,
    /// The addresses of the links on the screen, by the colour of their underline.
    links: Rc<RefCell<Vec<(Color, String)>>>,
}

impl LinkBackend {
    /// Writes to `frame`, in which nothing is linked yet.
    pub fn new(frame: FrameBuffer) -> LinkBackend {
        LinkBackend {
            inner: CrosstermBackend::new(frame.clone()),
            frame,
            cells: Cells::default(),
            links: Rc::default(),
        }
    }
}

impl Backend for LinkBackend {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut bytes = String::new();
        self.cells.write(content, &self.links.borrow(), &mut bytes).map_err(io::Error::other)?;
        self.frame.write_all(bytes.as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.cells.clear();
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.cells.clear();
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<ratatui::layout::Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

/// Whether the terminal ignores unknown OSC sequences. Older Linux consoles do not.
fn supports_links() -> bool {
    !matches!(std::env::var("TERM").as_deref(), Err(_) | Ok("linux" | "dumb" | "vt100" | "vt220"))
}

/// `address` without characters that would end its escape sequence.
fn harmless(address: &str) -> String {
    address.chars().filter(|c| c.is_ascii_graphic()).collect()
}

/// Collects the bytes of a frame, so that it is sent in one write. The backend owns its writer; clones share the bytes.
#[derive(Clone, Debug, Default)]
pub struct FrameBuffer(Rc<RefCell<Vec<u8>>>);

impl FrameBuffer {
    /// Takes the collected bytes.
    pub fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing leaves before the frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Terminal {
    /// Enters the terminal: raw mode, the alternate screen, bracketed paste. From here on a panic restores it before
    /// its message is printed.
    pub fn enter() -> io::Result<Terminal> {
        restore_on_panic();
        let taken = RawModeGuard::enter()?;
        // Crossterm reports new sizes from its first poll on; an earlier change is seen in the size queried next, so
        // none is missed.
        poll(Duration::ZERO)?;
        let size = Terminal::size();
        let area = Rect::new(0, 0, size.columns, size.rows);
        // A fixed viewport never queries the terminal for its size or its cursor.
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let frame = FrameBuffer::default();
        let backend = LinkBackend::new(frame.clone());
        let links = Rc::clone(&backend.links);
        let inner = ratatui::Terminal::with_options(backend, options)?;
        Ok(Terminal { inner, frame, links, taken })
    }

    /// Columns and rows of the screen; 80×24 when the terminal does not say.
    pub fn size() -> Size {
        match size() {
            Ok((columns, rows)) if columns > 0 && rows > 0 => Size { columns, rows },
            _ => Size { columns: 80, rows: 24 },
        }
    }

    /// Draws a frame with `links`: only the cells that changed, in one write, and atomically on terminals that can.
    pub fn draw<'l>(&mut self, links: impl Iterator<Item = Link<'l>>, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if self.taken.printed {
            return Ok(());
        }
        if supports_links() {
            let address = |link: Link| match link.to {
                LinkTarget::Address(address) => {
                    Some((link_colour(link.number), harmless(&without_credentials(address))))
                }
                LinkTarget::Place(_) => None,
            };
            self.links.replace(links.filter_map(address).collect());
        }
        queue!(self.frame, BeginSynchronizedUpdate)?;
        self.inner.draw(view)?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        let mut bytes = self.frame.0.borrow_mut();
        let mut out = stdout().lock();
        out.write_all(&bytes)?;
        out.flush()?;
        bytes.clear();
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame draws everything, at the present size.
    pub fn forget(&mut self) -> io::Result<()> {
        let size = Terminal::size();
        self.inner.resize(Rect::new(0, 0, size.columns, size.rows))?;
        Ok(())
    }

    /// Asks the terminal to put `text` on its clipboard (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Queries the background colour (OSC 11). The reply, if any, arrives among the keys.
    pub fn ask_background(&mut self) -> io::Result<()> {
        execute!(stdout(), Print(ASK_BACKGROUND))
    }

    /// Turns mouse reporting on or off.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
    }

    /// Whether a page is printed on the plain screen. Nothing is drawn until [`Terminal::resume`].
    pub fn is_printed(&self) -> bool {
        self.taken.printed
    }

    /// Prints `lines` to the plain screen and leaves them there, with a line on how to return.
    pub fn print(&mut self, lines: &[String]) -> io::Result<()> {
        let mut out = stdout().lock();
        self.taken.printed = true;
        // The page is printed to select text with the mouse.
        execute!(out, DisableMouseCapture, LeaveAlternateScreen, Show)?;
        for line in lines {
            write!(out, "{}\r\n", text::printable(line))?;
        }
        write!(out, "— press any key to return to the reader —")?;
        out.flush()
    }

    /// Suspends the program, as Ctrl-Z does elsewhere, with the terminal restored; returns when it is resumed.
    #[cfg(unix)]
    pub fn suspend(&mut self) -> io::Result<()> {
        self.taken.leave()?;
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.resume()
    }

    /// Elsewhere nothing can be stopped.
    #[cfg(not(unix))]
    pub fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Enters the terminal again after a suspension; the shell may have changed its mode meanwhile.
    pub fn resume(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        if self.taken.printed {
            clear_line()?;
        }
        enter()?;
        self.taken.printed = false;
        self.forget()
    }
}

impl RawModeGuard {
    fn enter() -> io::Result<RawModeGuard> {
        let taken = RawModeGuard { printed: false, spare: File::open("/dev/null").ok() };
        enter()?;
        Ok(taken)
    }

    fn leave(&mut self) -> io::Result<()> {
        self.spare = None;
        let left = self.restore();
        self.spare = File::open("/dev/null").ok();
        left
    }

    /// Restores the terminal. On the plain screen the alternate screen is not left again: that would move the cursor to
    /// where it was at the start, above the page.
    fn restore(&self) -> io::Result<()> {
        if !self.printed {
            return leave();
        }
        clear_line()?;
        execute!(stdout(), DisableBracketedPaste, Print(ALTERNATE_SCROLL_OFF))?;
        disable_raw_mode()
    }
}

impl Drop for RawModeGuard {
    fn drop(&mut self) {
        self.spare = None;
        // If the terminal is gone, there is nothing to restore.
        let _ = self.restore();
    }
}

/// Clears the line on how to return; the page above it stays.
fn clear_line() -> io::Result<()> {
    execute!(stdout(), Print("\r"), Clear(crossterm::terminal::ClearType::CurrentLine))
}

/// Enters the terminal. Without an alternate screen the old contents must not show between the rows.
fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        stdout(),
        EnterAlternateScreen,
        Clear(crossterm::terminal::ClearType::All),
        Print(ALTERNATE_SCROLL_ON),
        EnableBracketedPaste
    )
}

/// Restores the terminal. Without an alternate screen the shell continues below the text.
fn leave() -> io::Result<()> {
    execute!(
        stdout(),
        MoveTo(0, Terminal::size().rows - 1),
        Clear(crossterm::terminal::ClearType::CurrentLine),
        DisableMouseCapture,
        DisableBracketedPaste,
        Print(ALTERNATE_SCROLL_OFF),
        LeaveAlternateScreen,
        Show
    )?;
    disable_raw_mode()
}

/// Restores the terminal before the message of a panic on this thread; other threads report their own panics.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let reader = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() == reader {
                let _ = leave();
                before(panic);
            }
        }));
    });
}
