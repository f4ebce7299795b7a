//! The reader in a pseudo-terminal, from start to exit.
#![cfg(unix)]

use crate::tty::{Tty, signal};
use std::fmt::Write as _;

/// The beginning of the sample article, and words further on.
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
    // Escape alone: Escape followed by a key means Alt.
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
fn a_page_that_was_printed_stays_above_the_shell() {
    for keys in ["\x03", "k\x03"] {
        let mut tty = Tty::shell("\"$ONRECORD\" --no-library; echo over", 80, 24);
        tty.until(HEADLINE);
        tty.keys("p");
        tty.until("press any key to return");
        tty.keys(keys);
        let (status, left) = tty.end();
        assert_eq!(status, 0);
        assert!(left.contains(HEADLINE) && left.trim_end().ends_with("\nover"), "{left}");
        assert!(!left.contains("press any key"), "{left}");
    }
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
    let others = [libc::SIGUSR1, libc::SIGUSR2, libc::SIGALRM, libc::SIGXCPU, libc::SIGVTALRM, libc::SIGIO];
    for number in [libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT].into_iter().chain(others) {
        let tty = Tty::onrecord(&[], 80, 24);
        tty.until(HEADLINE);
        signal(tty.process(), number);
        assert_eq!(tty.end(), (0, String::new()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_lost_terminal_is_left_clean() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let mut tty = Tty::onrecord(&[], 80, 24);
    tty.until(HEADLINE);
    // The keyboard is being read.
    tty.keys("?");
    tty.until("/ to search");
    // Waiting for more files than it may have open is an error.
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    prlimit(Pid::from_raw(tty.process()), Resource::Nofile, none).unwrap();
    tty.keys("?");
    let (status, left) = tty.end();
    assert_eq!(status, 1);
    assert!(left.trim().ends_with("onrecord: the terminal cannot be read: Invalid argument (os error 22)"), "{left}");
}

#[test]
fn configuration_errors_are_shown_on_the_screen() {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    std::fs::write(file.path(), "model = \"fast\"\nwidth = 900\n").unwrap();
    let mut tty = Tty::onrecord(&["--config", file.path().to_str().unwrap()], 100, 30);
    tty.until(":2: `width` must be a number");
    tty.keys("k");
    tty.until_gone("`width`");
    tty.keys("q");
    let (status, left) = tty.end();
    assert_eq!(status, 0);
    assert!(left.contains(":2: `width` must be a number from 20 to 200; 72 is used"), "{left}");
}

/// Screen readers and magnifiers follow it.
#[test]
fn the_terminal_cursor_follows_the_focus() {
    let text = "Ferry runs late again\n\n“The ferry was late,” said Ada Quill, the captain.\n\n\
                “Nobody minded,” said Bo Holt, the mate. “Nobody at all.”\n";
    let file = tempfile::Builder::new().suffix(".txt").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    for (columns, rows) in [(120, 40), (60, 18)] {
        let mut tty = Tty::onrecord(&[file.path().to_str().unwrap()], columns, rows);
        // Before the analysis there is nothing to go to.
        tty.until_cursor_on("“The ferry was late");
        for (keys, on) in [
            ("]", "“Nobody minded"),
            // A mention, and a match of a search.
            (")", "Bo Holt, the mate"),
            ("/again\r", "again"),
            ("[", "“The ferry was late"),
            ("n", "again"),
            ("\x1b", "“The ferry was late"),
            ("]", "“Nobody minded"),
            // Panel items: a speaker, and a quotation.
            ("\x1b2", "  ▶ ┃ ¶3"),
            ("k", "H▾ Bo Holt"),
            ("k", "Q▸ Ada Quill"),
            ("lj", "  ▶ ┃ ¶2"),
            ("1\t", "“The ferry was late"),
            ("]", "“Nobody minded"),
            // The end of a selection, a word further each time.
            ("V", " said Bo Holt"),
            ("l", " Bo Holt"),
            ("\x1b", "“Nobody minded"),
            // Overlays.
            ("T", "Ferry runs late again"),
            ("\x1b", "“Nobody minded"),
        ] {
            tty.keys(keys);
            tty.until_cursor_on(on);
        }
        for (keys, behind) in [("/", " /"), ("late", " /late"), ("\r:", "name: "), ("12", "name: 12")] {
            tty.keys(keys);
            tty.until_cursor_behind(behind);
        }
        tty.keys("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn a_panic_restores_the_terminal_before_its_message() {
    let tty = Tty::test("terminal::panics_in_raw_mode", 80, 24);
    let (status, left) = tty.end();
    assert_ne!(status, 0);
    assert!(left.contains("the reader is broken"), "{left}");
}

#[test]
#[ignore = "takes a terminal and panics: run by the test above"]
fn panics_in_raw_mode() {
    let _terminal = onrecord::reader::terminal::output::Terminal::enter().unwrap();
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
fn a_terminal_without_colour_or_of_one_cell() {
    for setting in ["NO_COLOR=1", "TERM=dumb", "TERM=vt100"] {
        let mut tty = Tty::shell(&format!("{setting} \"$ONRECORD\""), 100, 24);
        tty.until(HEADLINE);
        tty.until_gone("analysing");
        let raw = tty.raw();
        let raw = String::from_utf8_lossy(&raw);
        let styles = raw.split("\x1b[").filter_map(|sequence| Some(sequence.split_once('m')?.0));
        let styles = styles.filter(|numbers| numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        for number in styles.flat_map(|numbers| numbers.split(';')).filter_map(|number| number.parse::<u8>().ok()) {
            let coloured = matches!(number, 30..=38 | 40..=48 | 90..=107);
            assert!(setting == "TERM=vt100" || !coloured, "{setting}: {number}");
        }
        tty.keys("q");
        assert_eq!(tty.end().0, 0);
    }
    let mut tty = Tty::onrecord(&[], 1, 1);
    tty.until_written(1);
    tty.keys("]?qj/x\r");
    tty.resize(100, 24);
    tty.until(HEADLINE);
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_paste_of_ten_megabytes_is_cut() {
    let mut tty = Tty::onrecord(&[], 100, 24);
    tty.until(HEADLINE);
    tty.keys("/");
    tty.until("Ctrl-r");
    tty.keys("\x1b[200~");
    tty.keys(&"paste ".repeat(1_700_000));
    tty.keys("\x1b[201~");
    tty.until("no match");
    tty.keys("\x15foghorn\r");
    tty.until("/foghorn · 1/");
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn failed_exports_are_reported_and_leave_no_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("there.json"), "kept").unwrap();
    let mut tty = Tty::onrecord(&[], 120, 24);
    tty.until(HEADLINE);
    tty.until_gone("analysing");
    for (name, said) in [
        ("/dev/full/q.json".to_owned(), "Could not write /dev/full/q.json: there is no such folder"),
        ("/proc/q.json".to_owned(), "Could not write /proc/q.json: "),
        (folder.path().display().to_string(), "is a folder; add the name of a file"),
        (format!("{}/", folder.path().display()), "is a folder; add the name of a file"),
        (format!("{}/no/new.json", folder.path().display()), "there is no such folder"),
        (format!("{}/new.json", folder.path().display()), "Wrote "),
        (format!("{}/new.txt", folder.path().display()), "Wrote "),
    ] {
        tty.keys(&format!("E\x15{name}\r"));
        tty.until(said);
        assert!(!String::from_utf8_lossy(&tty.raw()).contains("os error"), "{name}");
        tty.keys("k");
        tty.until_gone(said);
    }
    // A file that is there is asked about. Esc leaves it alone, and so does another name, which Enter alone replaces.
    let there = format!("{}/there.json", folder.path().display());
    let other = folder.path().join("there.jsonx");
    for (keys, said) in [("\x1b", ""), ("x\r", "Nothing written: ")] {
        tty.keys(&format!("E\x15{there}\r"));
        tty.until("there.json already exists. Enter replaces it");
        tty.keys(keys);
        tty.until_gone("exists.");
        tty.until(said);
        assert_eq!(std::fs::read(&there).unwrap(), b"kept");
    }
    assert!(!other.exists());
    tty.keys(&format!("E\x15{}/new.md\r", folder.path().display()));
    tty.until("Wrote ");
    tty.keys(&format!("E\x15{}/new.md\r", folder.path().display()));
    tty.until("new.md already exists. Enter replaces it");
    tty.keys("\r");
    tty.until("Wrote ");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    assert_eq!(std::fs::read(&there).unwrap(), b"kept");
    assert!(std::fs::read_to_string(folder.path().join("new.md")).unwrap().contains(HEADLINE));
    assert!(std::fs::read_to_string(folder.path().join("new.txt")).unwrap().contains(HEADLINE));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn the_terminal_is_asked_for_its_background_and_may_stay_silent() {
    let mut tty = Tty::shell("COLORTERM=truecolor \"$ONRECORD\" --theme auto", 120, 30);
    tty.until(HEADLINE);
    tty.until_raw("\x1b]11;?\x1b\\");
    tty.until("▾ ");
    // It answers late, with keys before and after.
    tty.keys("]\x1b]11;rgb:ffff/ffff/ffff\x1b\\]");
    tty.until("quotation 3/");
    // The first colour of the light theme.
    tty.until_raw("38;2;14;94;138");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    let mut silent = Tty::shell("COLORTERM=truecolor \"$ONRECORD\" --theme auto", 120, 30);
    silent.until("▾ ");
    silent.keys("]");
    silent.until("quotation 2/");
    silent.keys("q");
    assert_eq!(silent.end().0, 0);
}

#[test]
fn the_first_run_says_where_to_begin() {
    let script = "\"$ONRECORD\"; echo again; read line; \"$ONRECORD\"; echo over";
    let mut tty = Tty::shell(script, 120, 24);
    tty.until("Welcome · each speaker has a colour · ] next quotation");
    tty.keys("q");
    // Only after the program has ended: what is typed before is read raw, and ends no line.
    tty.until("again");
    tty.keys("\n");
    tty.until_gone("again");
    tty.until("quotation");
    tty.until_gone("Welcome");
    tty.keys("q");
    tty.until("over");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn links_are_terminal_links_with_letters() {
    let page = "<article><h1>Harbor vote splits the council</h1><p>The council voted on \
                <a href='https://example.org/vote'>Tuesday</a> to keep the light, said Ada Quill, who was there.</p></article>";
    let file = tempfile::Builder::new().suffix(".html").tempfile().unwrap();
    std::fs::write(file.path(), page).unwrap();
    let mut tty = Tty::onrecord(&[file.path().to_str().unwrap()], 100, 30);
    tty.until("Tuesday");
    let raw = tty.raw();
    let raw = String::from_utf8_lossy(&raw);
    let link =
        raw.split("\x1b]8;;https://example.org/vote\x1b\\").nth(1).and_then(|rest| rest.split("\x1b]8;;").next());
    assert!(link.is_some_and(|link| link.contains("Tuesday")), "{raw:?}");
    tty.keys("f");
    tty.until("onaTuesday");
    tty.keys("x");
    tty.until("No link is labelled x");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn control_characters_of_the_text_never_reach_the_terminal() {
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
    // Output may end inside a character.
    let raw = tty.raw();
    let raw = String::from_utf8_lossy(&raw);
    for forbidden in ["\x1b]0;", "\x07", "\x1b[2J Quill", "\u{9b}", "\u{202e}", "\x0e"] {
        assert!(!raw.contains(forbidden), "{forbidden:?}");
    }
    assert_eq!(tty.end().0, 0);
}

/// A folder with `a.txt`, “The horn stays.”, and `b.txt`, “The quay is closed.”; and the path of a name in it.
fn two_files() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let path = move |name: &str| place.join(name).to_str().unwrap().to_owned();
    for (name, words) in [("a.txt", "The horn stays.\n"), ("b.txt", "The quay is closed.\n")] {
        std::fs::write(path(name), words).unwrap();
    }
    (folder, path)
}

#[test]
fn a_failed_source_leaves_the_previous_one_on_the_screen() {
    let (_folder, path) = two_files();
    let mut tty = Tty::onrecord(&[&path("a.txt"), &path("b.txt"), &path("missing.txt")], 100, 30);
    tty.until("The horn stays.");
    tty.keys("\x0e");
    tty.until("The quay is closed.");
    tty.keys("\x0e");
    tty.until("no such file");
    tty.until("The quay is closed.");
    tty.keys("q");
    // One of the sources was not read.
    let (status, left) = tty.end();
    assert!(status == 1 && left.contains("missing.txt: no such file"), "{status}: {left}");
}

#[test]
fn the_keyboard_is_not_a_source() {
    let (_folder, path) = two_files();
    let mut tty = Tty::onrecord(&[&path("a.txt")], 100, 30);
    tty.until("The horn stays.");
    for name in ["-", "/dev/stdin", "/dev/tty"] {
        tty.keys(&format!("O{name}\r"));
        tty.until("this is the keyboard; pipe a text in, or name a file");
        // Each of these would be lost one time in two to whoever else reads it.
        tty.keys("/no such words");
        tty.until("/no such words");
        tty.keys("\x15\x7f");
        tty.until_gone("/no such words");
    }
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    let (status, left) = Tty::onrecord(&["-"], 100, 30).end();
    assert!(status == 1 && left.contains("standard input: this is the keyboard"), "{status}: {left}");
}

#[test]
fn recent_sources_are_offered() {
    let (_folder, path) = two_files();
    let library = path("library.sqlite");
    let mut tty = Tty::onrecord(&["--library", &library, &path("a.txt"), &path("b.txt")], 120, 24);
    tty.until("The horn stays.");
    tty.keys("\x0e");
    tty.until("The quay is closed.");
    tty.keys("O");
    tty.until("a.txt  opened recently");
    tty.keys("\x15\x7fq");
    tty.end();
    // Both were left where they begin.
    let mut tty = Tty::onrecord(&["--library", &library, "assets/sample.txt"], 120, 24);
    tty.until(HEADLINE);
    tty.keys("O");
    tty.until("a.txt  opened recently");
    tty.until("b.txt  opened recently");
    tty.keys("\x03");
    tty.end();
}

#[test]
fn the_source_is_never_overwritten() {
    let (_folder, path) = two_files();
    let path = path("a.txt");
    let mut tty = Tty::onrecord(&[&path], 120, 24);
    tty.until("The horn stays.");
    tty.keys(&format!("E\x15{path}\r"));
    tty.until("is the source itself");
    tty.keys("\x1b");
    tty.until_gone("is the source itself");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    assert_eq!(std::fs::read(&path).unwrap(), b"The horn stays.\n");
}

#[test]
fn mouse_capture_matches_the_setting() {
    let (_folder, path) = two_files();
    let mut tty = Tty::onrecord(&[&path("a.txt"), &path("b.txt")], 100, 30);
    tty.until("The horn stays.");
    tty.until_mouse(false);
    tty.keys("M");
    tty.until_mouse(true);
    // The other source, a stop and a page printed for selection: each time the terminal does what was asked for.
    tty.keys("\x0e");
    tty.until("The quay is closed.");
    tty.until_mouse(true);
    tty.keys("p");
    tty.until_alternate(false);
    tty.until_mouse(false);
    tty.keys(" ");
    tty.until_alternate(true);
    tty.until_mouse(true);
    tty.keys("\x1a");
    wait_until_stopped(tty.process());
    tty.until_mouse(false);
    signal(tty.process(), libc::SIGCONT);
    tty.until_mouse(true);
    tty.keys("M\x10");
    tty.until("The horn stays.");
    tty.until_mouse(false);
    tty.keys("Mq");
    assert_eq!(tty.end().0, 0);
}

fn wait_until_stopped(process: i32) {
    let mut status = 0;
    // SAFETY: status outlives the call, which writes nothing else.
    let stopped = unsafe { libc::waitpid(process, &mut status, libc::WUNTRACED) };
    assert!(stopped == process && libc::WIFSTOPPED(status), "it stopped");
}
