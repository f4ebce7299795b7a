//! The reader in a real (pseudo-)terminal, from start to a clean screen.
#![cfg(unix)]

use crate::tty::Tty;
use std::fmt::Write as _;

/// What the sample article begins with, and words further on.
const HEADLINE: &str = "Port Averil votes to keep its foghorn";

#[test]
fn reads_links_searches_and_quits_with_a_clean_screen() {
    let mut tty = Tty::onrecord(&[], 120, 40);
    tty.until(HEADLINE);
    tty.until("2 People");
    tty.until_gone("analysing");
    tty.keys("\t");
    tty.until("Enter go there");
    tty.keys("\x1b");
    tty.until("Tab people");
    tty.keys("/NINETEEN");
    tty.until("no match");
    tty.keys("\x15nineteen");
    tty.until("1/1");
    tty.until("Nineteen Kilometers");
    tty.keys("\r");
    tty.until("/nineteen · 1/1");
    // Escape by itself: with a key right behind it, terminals mean Alt.
    tty.keys("\x1b");
    tty.until_gone("/nineteen");
    tty.keys(":¶2\r");
    tty.until("PORT AVERIL");
    tty.keys("?");
    tty.until("Keys");
    tty.keys("qq");
    let (status, left) = tty.end();
    assert_eq!((status, left.trim()), (0, ""));
}

#[test]
fn a_resize_brings_the_same_words_to_the_top() {
    let mut tty = Tty::onrecord(&[], 120, 40);
    tty.until(HEADLINE);
    tty.keys(":¶9\r");
    let words = "He keeps the logbook";
    tty.until(words);
    for columns in [60, 200, 120] {
        tty.resize(columns, 30);
        tty.until_row(words, if columns < 100 { 1 } else { 2 });
    }
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn suspends_and_comes_back() {
    let mut tty = Tty::onrecord(&[], 80, 24);
    tty.until(HEADLINE);
    tty.keys("\x1a");
    wait_until_stopped(tty.process());
    tty.until_alternate(false);
    signal(tty.process(), libc::SIGCONT);
    tty.until_alternate(true);
    tty.until(HEADLINE);
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn ends_when_asked_to_with_a_clean_screen() {
    for number in [libc::SIGTERM, libc::SIGHUP] {
        let tty = Tty::onrecord(&[], 80, 24);
        tty.until(HEADLINE);
        signal(tty.process(), number);
        assert_eq!(tty.end(), (0, String::new()));
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let tty = Tty::test("terminal::panics_with_the_terminal_taken", 80, 24);
    let (status, left) = tty.end();
    assert_ne!(status, 0);
    assert!(left.contains("the reader is broken"), "{left}");
}

#[test]
#[ignore = "takes a terminal and panics: run by the test above"]
fn panics_with_the_terminal_taken() {
    let _terminal = onrecord::reader::terminal::Terminal::enter().unwrap();
    panic!("the reader is broken");
}

#[test]
fn reads_a_pipe_and_takes_its_keys_from_the_terminal() {
    let mut tty = Tty::shell("printf 'Heron lands\\n\\n“It is a heron,” said Ada Quill.\\n' | \"$ONRECORD\"", 80, 24);
    tty.until("Heron lands");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn without_a_terminal_it_writes_a_report() {
    let output = crate::run::program().arg("assets/sample.txt").output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && report.contains(HEADLINE), "{report}");
    assert!(!report.contains('\x1b'));
}

#[test]
fn nothing_from_the_text_reaches_the_terminal_as_a_control_character() {
    let mut text = String::from("Title \x1b]0;owned\x07 here\n\n");
    for c in (0..0x20u8).chain(0x7f..0xa0).map(char::from).filter(|c| !matches!(c, '\n' | '\r' | '\0')) {
        let _ = write!(text, "<{c}[31m> ");
    }
    text += "\u{202e}“Words,” said Ada\x1b[2J Quill.\n\nThe end of it all\n";
    let file = tempfile::Builder::new().suffix(".txt").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let mut tty = Tty::onrecord(&[file.path().to_str().unwrap()], 100, 30);
    tty.until("The end of it all");
    tty.keys("q");
    let raw = String::from_utf8(tty.raw()).unwrap();
    for forbidden in ["\x1b]0;", "\x07", "\x1b[2J Quill", "\u{9b}", "\u{202e}", "\x0e"] {
        assert!(!raw.contains(forbidden), "{forbidden:?}");
    }
    assert_eq!(tty.end().0, 0);
}

fn signal(process: i32, number: i32) {
    // SAFETY: kill takes any process and signal number and touches no memory of ours.
    assert_eq!(unsafe { libc::kill(process, number) }, 0);
}

fn wait_until_stopped(process: i32) {
    let mut status = 0;
    // SAFETY: status outlives the call, which writes nothing else.
    let stopped = unsafe { libc::waitpid(process, &mut status, libc::WUNTRACED) };
    assert!(stopped == process && libc::WIFSTOPPED(status), "it stopped");
}
