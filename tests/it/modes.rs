//! In every mode of the reader, an answer, an error, a resize and a signal are handled. Esc never ends the program.
#![cfg(unix)]

use crate::run::Folder;
use crate::tty::{Tty, signal};
use onrecord::library::{Library, SourceKey};
use onrecord::source::Source;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::{fs, thread};

/// A mode: the keys that enter it, what it shows, whether it covers the status line, and the keys that leave it. None
/// of these is Esc, since Esc followed by a key means Alt.
const MODES: [(&str, &str, bool, &str); 20] = [
    ("", "Tab people", false, ""),
    ("/zzz", "no match", true, "\x15\x7f"),
    (":", "Go to ¶, % or name", true, "\x7f"),
    ("&x", "Show only:", true, "\x15\x7f"),
    ("O", "Open (address", true, "\x7f"),
    ("E", "Export to", true, "\x15\x7f"),
    ("er", "New name", true, "\x15\x7f"),
    ("p", "press any key", true, "k"),
    ("?", "direct quotation", false, "q"),
    ("?/", "Keys matching:", true, "\rq"),
    ("i", "Why this speaker?", false, "i"),
    ("#", "Sources · Enter", false, "q"),
    ("#/", "Sources with:", true, "\x7fq"),
    (";the", "Command: the", true, "\x15\x7f"),
    ("12", "  12", false, "\t\t"),
    ("V", "Select:", false, "V"),
    ("m", "Mark this place", false, "\r"),
    ("y", "Copy: y quotation", false, "\r"),
    ("e", "Correct: s speaker", false, "\r"),
    ("2\t", "Enter go there", false, "\x1b1"),
];

/// A text of two screens with `first` near the beginning.
fn text(first: &str) -> String {
    format!("Harbor news\n\nThe fog came in.\n\n“{first},” said Ada Quill.\n\n")
        + &"The fog came in at noon.\n\n".repeat(30)
}

/// A named pipe.
fn pipe(folder: &Folder, name: &str) -> PathBuf {
    let path = folder.path(name);
    let name = CString::new(path.as_os_str().as_bytes()).unwrap();
    // SAFETY: `name` is a string that outlives the call.
    assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
    path
}

/// The reader on a pipe that has delivered `text`.
fn opened(pipe: &Path, library: &Path, text: &str) -> Tty {
    let tty = Tty::onrecord(&["--library", library.to_str().unwrap(), pipe.to_str().unwrap()], 120, 30);
    fs::write(pipe, text).unwrap();
    tty.until("▾ Ada Quill");
    tty
}

/// Writes to the pipe and waits until it was read.
fn send(pipe: &Path, text: &str) {
    fs::write(pipe, text).unwrap();
    let name = CString::new(pipe.as_os_str().as_bytes()).unwrap();
    // SAFETY: `name` is a string that outlives the calls, and what was opened is closed.
    let is_read = || unsafe {
        let end = libc::open(name.as_ptr(), libc::O_WRONLY | libc::O_NONBLOCK);
        if end >= 0 {
            libc::close(end);
        }
        end >= 0
    };
    while is_read() {
        thread::yield_now();
    }
}

#[test]
fn an_answer_is_handled_in_every_mode() {
    let folder = Folder::new();
    let (pipe, library) = (pipe(&folder, "pipe"), folder.path("library.sqlite"));
    let mut tty = opened(&pipe, &library, &text("The first"));
    // A new text ends a selection.
    for (round, (enter, shows, _, leave)) in MODES.into_iter().filter(|mode| mode.0 != "V").enumerate() {
        tty.keys("R");
        tty.until("Reloading");
        tty.keys(enter);
        tty.until(shows);
        send(&pipe, &text(&format!("Word {round} of it")));
        tty.keys(leave);
        tty.until(&format!("“Word {round} of it,”"));
        // It is analysed as well.
        tty.keys("k");
        tty.until("quotation 1/1");
        tty.until_gone("analysing");
    }
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn typing_while_a_page_is_opened_stays_in_order() {
    let folder = Folder::new();
    let (pipe, library) = (pipe(&folder, "pipe"), folder.path("library.sqlite"));
    let good = folder.file("good.txt", text("The horn stays").as_bytes());
    let name = pipe.to_str().unwrap();
    for (typed, shows) in
        [("/abdgjkuG", "/abdgjkuG"), (":bridge", "name: bridge"), ("Obudge", "file): budge"), (";the", "Command: the")]
    {
        for fails in [false, true] {
            let mut tty = Tty::onrecord(&["--library", library.to_str().unwrap(), good.to_str().unwrap()], 120, 30);
            tty.until("▾ Ada Quill");
            tty.keys(&format!("O\x15{name}\r"));
            tty.until("opening");
            tty.keys(typed);
            tty.until(shows);
            fs::write(&pipe, if fails { " \n".to_owned() } else { text("The bell stays") }).unwrap();
            // The text comes, or the one before it comes back.
            tty.until_row("Harbor news", 0);
            tty.keys("x");
            tty.until(&format!("{shows}x"));
            tty.keys("\x15\x7f");
            if fails {
                tty.until("contains no text");
            }
            tty.until(if fails { "The horn stays" } else { "The bell stays" });
            tty.keys("\x03");
            assert_eq!(tty.end().0, 0, "{typed}");
        }
    }
    assert!(
        Library::open(&library).unwrap().corrections_of(&SourceKey::of(&Source::File(good), "")).unwrap().is_empty()
    );
    // There is nothing to mark yet.
    let mut tty = Tty::onrecord(&["--no-library", name], 120, 30);
    tty.until("opening");
    tty.keys("mq");
    tty.until("Nothing to mark yet");
    tty.keys("q");
    let (status, left) = tty.end();
    assert!(status == 1 && left.contains("cancelled"), "{left}");
}

#[test]
fn an_error_is_shown_in_every_mode() {
    let folder = Folder::new();
    let (pipe, library) = (pipe(&folder, "pipe"), folder.path("library.sqlite"));
    let mut tty = opened(&pipe, &library, &text("The first"));
    // The key that closes the help or a list also clears the status line.
    for (enter, shows, covers, leave) in MODES.into_iter().filter(|mode| !matches!(mode.0, "?/" | "#/")) {
        tty.keys("R");
        tty.until("Reloading");
        tty.keys(enter);
        tty.until(shows);
        send(&pipe, " \n");
        if !covers {
            tty.until("contains no text");
        }
        tty.keys(leave);
        if covers {
            tty.until("contains no text");
        }
        tty.keys("k");
        tty.until_gone("contains no text");
    }
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_new_size_is_applied_in_every_mode() {
    let folder = Folder::new();
    let file = folder.file("a.txt", text("The first").as_bytes());
    let mut tty = Tty::onrecord(&[file.to_str().unwrap()], 120, 30);
    tty.until("▾ Ada Quill");
    for (round, (enter, shows, _, leave)) in MODES.into_iter().enumerate() {
        let rows = if round % 2 == 0 { 26 } else { 30 };
        tty.keys(enter);
        tty.until(shows);
        tty.resize(120, rows);
        tty.keys(leave);
        tty.keys("k");
        tty.until_row("? help", usize::from(rows) - 1);
    }
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn asked_to_end_it_does_so_at_once_with_the_place_kept() {
    let folder = Folder::new();
    let file = folder.file("a.txt", text("The first").as_bytes());
    for (round, (enter, shows, _, _)) in MODES.into_iter().enumerate() {
        let library = folder.path(&format!("library-{round}"));
        let mut tty = Tty::onrecord(&["--library", library.to_str().unwrap(), file.to_str().unwrap()], 120, 30);
        tty.until("▾ Ada Quill");
        tty.keys("jj");
        tty.until("¶2–");
        tty.keys(enter);
        tty.until(shows);
        signal(tty.process(), [libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT][round % 3]);
        assert_eq!(tty.end().0, 0, "{enter}");
        let kept = Library::open(&library).unwrap().position_of(&SourceKey::of(&Source::File(file.clone()), ""));
        assert!(kept.unwrap().is_some_and(|stop| stop.share > 0.0), "{enter}");
    }
}

#[test]
fn escape_never_ends_the_program() {
    let folder = Folder::new();
    let (slow, slower) = (pipe(&folder, "slow"), pipe(&folder, "slower"));
    let good = folder.file("good.txt", text("The horn stays").as_bytes());
    let [slow_name, slower_name, good] = [&slow, &slower, &good].map(|path| path.to_str().unwrap());
    // The next source that can be opened takes its place, to the right or to the left.
    for sources in [[slow_name, slower_name, good], [slow_name, good, slower_name]] {
        let mut tty = Tty::onrecord(&sources, 120, 30);
        tty.until("opening");
        tty.keys("\x1b");
        if sources[1] == slower_name {
            tty.until(&format!("Opening {slow_name} was cancelled"));
            tty.keys("\x1b");
        }
        tty.until("“The horn stays,”");
        tty.keys("\x1b\x1b");
        tty.until("Tab people");
        tty.keys("q");
        let (status, left) = tty.end();
        assert!(status == 1 && left.contains(&format!("{slow_name}: cancelled")), "{status}: {left}");
    }
    // If there is none, that is said, and a retry is possible.
    let mut tty = Tty::onrecord(&[slow_name, folder.path("missing").to_str().unwrap()], 120, 30);
    tty.until("opening");
    tty.keys("\x1b");
    tty.until("missing: no such file");
    tty.keys("\x1b");
    tty.until("not opened · R tries again");
    tty.keys("q");
    let (status, left) = tty.end();
    assert!(status == 1 && left.contains("missing: no such file"), "{left}");
    let mut tty = Tty::onrecord(&[slow_name], 120, 30);
    tty.until("opening");
    tty.keys("\x1b");
    tty.until("not opened · R tries again");
    tty.keys("\x1b");
    tty.keys("\x1b");
    // Behind Esc a key may mean Alt and the key: one that means nothing either way keeps them apart.
    tty.keys("Q");
    tty.until("does nothing");
    tty.keys("R");
    tty.until("opening");
    fs::write(&slow, text("It came")).unwrap();
    // One of the two readers of the pipe gets it; the cancelled one does not count.
    tty.keys("q");
    tty.end();
    let mut tty = Tty::onrecord(&[slow_name], 120, 30);
    tty.until("opening");
    tty.keys("\x1b");
    tty.until("not opened");
    tty.keys("q");
    let (status, left) = tty.end();
    assert!(status == 1 && left.contains("slow: cancelled"), "{left}");
}
