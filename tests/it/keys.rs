//! Every row of the key table in a pseudo-terminal: each key is pressed in the program and must show an effect. A new
//! row without a script fails.
#![cfg(unix)]

use crate::tty::Tty;
use onrecord::reader::keys::action::{Action, TABLE};
use onrecord::reader::keys::key::{Code, Key};
use std::fmt::Write as _;
use std::path::Path;

/// The effect of a key.
enum Shows {
    /// These words appear.
    Words(&'static str),
    /// These words disappear.
    Without(&'static str),
    /// The program ends.
    End,
    /// The program is suspended.
    Stop,
    /// The screen is redrawn.
    Anew,
}

use Action::*;
use Shows::{End, Stop, Without, Words};

/// Keys to press first, how often the key is pressed, and its effect. It is pressed twice where once has no effect.
fn script(action: Action) -> (&'static str, usize, Shows) {
    match action {
        Down | ScrollDown => ("", 2, Words("¶2–")),
        Up | ScrollUp | HalfPageUp | PageUp => ("G", 1, Without("100%")),
        HalfPageDown | PageDown => ("", 1, Without("¶1–")),
        Top | JumpBack => ("G", 1, Words("¶1–")),
        Bottom => ("", 1, Words("100%")),
        PreviousParagraph => ("}}}", 1, Words("¶3–")),
        NextParagraph => ("", 1, Words("¶2–")),
        Wider | Narrower => ("", 1, Words("Text width")),
        NextQuotation => ("", 1, Words("quotation 2/")),
        PreviousQuotation => ("]]", 1, Words("quotation 2/")),
        NextOfPerson => ("][", 1, Words("quotation 3/")),
        PreviousOfPerson => ("]]", 1, Words("quotation 1/")),
        NextMention => ("][", 2, Words("Mention 2 of")),
        PreviousMention => ("][))", 1, Words("Mention 1 of")),
        NextUncertain => ("", 1, Words("No quotation has an uncertain speaker")),
        SelectPerson => ("][", 1, Words("Ada Quill · ")),
        Why => ("][", 1, Words("Why this speaker?")),
        Spotlight => ("][", 1, Words("Spotlight: Ada Quill")),
        Kinds => ("", 1, Words("Showing direct and mixed quotations")),
        Follow | OtherPane | FocusPeople => ("][", 1, Words("Enter go there")),
        FocusArticle => ("\t", 1, Words("Tab people")),
        TableRight | TableLeft => ("", 1, Words("No table or code here is wider than the screen")),
        Fold => ("][\r", 1, Words("▸ Ada Quill")),
        Unfold => ("][\rh", 1, Words("▾ Ada Quill")),
        TogglePanel => ("", 1, Without("2 People")),
        Filter => ("", 1, Words("Show only:")),
        Order => ("", 1, Words("People by words said")),
        Search => ("", 1, Words("Ctrl-r regex")),
        Next => ("/log\r", 1, Words("/log · 2/")),
        Previous => ("/log\r", 1, Words("Search wrapped to the bottom")),
        GoTo => ("", 1, Words("Go to ¶, % or name")),
        JumpForward => ("GH", 1, Words("100%")),
        SetMark => ("", 1, Words("Mark this place: which letter?")),
        GoToMark => ("", 1, Words("Go to which mark?")),
        Contents => ("", 1, Words("Contents · Enter goes there")),
        Sources => ("", 1, Words("Sources · Enter opens")),
        Places => ("ma", 1, Words("Marks and jumps · Enter goes there")),
        NextSource => ("", 1, Words("Quite another text")),
        PreviousSource => ("\x0e", 1, Words("Ferry runs late again")),
        Copy => ("", 1, Words("Copy: y quotation")),
        Select => ("", 1, Words("Select:")),
        Correct => ("", 1, Words("Correct: s speaker")),
        Dismiss => ("][", 1, Words("Quotation dismissed · U undoes")),
        Undo => ("][x", 1, Words("Undone")),
        Print => ("", 1, Words("press any key to return")),
        // A text from a pipe has nothing to open in a browser.
        OpenSource => ("", 1, Words("Nothing to open")),
        OpenLink => ("", 1, Words("No links on the screen")),
        NextLink | PreviousLink => ("", 1, Words("No links in this text")),
        Open => ("", 1, Words("Open (address or file)")),
        Export => ("", 1, Words("Export to (.json")),
        NextTheme => ("", 1, Words("Theme: dark")),
        Reload => ("", 1, Words("Reloaded")),
        Library | Articles | People | Quotations => ("", 1, Words("a articles")),
        Changes => ("", 1, Words("what changed")),
        Audit => ("", 1, Words("who is quoted")),
        Keep => ("", 1, Words("in the library")),
        Analyse => ("", 1, Words("Analysed with the best model")),
        Mouse => ("", 1, Words("Mouse on")),
        Commands => ("", 1, Words("Commands · Enter runs")),
        Help => ("", 1, Words("Keys · / to search")),
        Back | Close => ("?", 1, Without("Keys · / to search")),
        Quit => ("", 1, End),
        Suspend => ("", 1, Stop),
        Redraw => ("", 1, Shows::Anew),
    }
}

/// A text longer than a screen with two alternating speakers.
fn text() -> String {
    let mut text = String::from("Ferry runs late again\n\n");
    for day in 1..40 {
        let _ = match day % 4 {
            1 => write!(text, "“The ferry was late on day {day},” said Ada Quill, the captain.\n\n"),
            3 => write!(text, "“Nobody minded it on day {day},” said Bo Holt, the mate.\n\n"),
            _ => write!(text, "Entry {day} of the log tells of wind and of little else.\n\n"),
        };
    }
    text
}

/// The bytes that a terminal sends for `key`.
fn sent(key: Key) -> String {
    let plain = match key.code {
        Code::Char(c) if key.ctrl => char::from(c as u8 & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Up => "\x1b[A".into(),
        Code::Down => "\x1b[B".into(),
        Code::Right if key.alt => return "\x1b[1;3C".into(),
        Code::Left if key.alt => return "\x1b[1;3D".into(),
        Code::Right => "\x1b[C".into(),
        Code::Left => "\x1b[D".into(),
        Code::PageUp => "\x1b[5~".into(),
        Code::PageDown => "\x1b[6~".into(),
        Code::Home => "\x1b[H".into(),
        Code::End => "\x1b[F".into(),
        Code::Enter => "\r".into(),
        Code::Esc => "\x1b".into(),
        Code::Tab => "\t".into(),
        Code::BackTab => "\x1b[Z".into(),
        Code::Backspace => "\x7f".into(),
        Code::Delete => "\x1b[3~".into(),
        Code::F(1) => "\x1bOP".into(),
        Code::F(number) => panic!("nobody has told what F{number} sends"),
    };
    if key.alt { format!("\x1b{plain}") } else { plain }
}

/// Starts the program on both texts, or on the first through a pipe, and waits for the analysis.
fn start(folder: &Path, action: Action) -> Tty {
    let [first, second] = ["ferry.txt", "other.txt"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let mut tty = match action {
        OpenSource => Tty::shell(&format!("cat {first} | \"$ONRECORD\""), 140, 20),
        _ => Tty::onrecord(&[&first, &second], 140, 20),
    };
    tty.until("captain · ");
    // The first key removes the welcome from the status line.
    tty.until("Welcome");
    tty.keys("k");
    tty.until_gone("Welcome");
    tty
}

/// Presses `key` and waits for its effect.
fn check(folder: &Path, action: Action, key: Key) {
    let (before, times, shows) = script(action);
    let mut tty = start(folder, action);
    tty.keys(before);
    if let Without(words) = shows {
        tty.until(words);
    }
    let (drawn, pressed) = (tty.raw().len(), sent(key).repeat(times));
    tty.keys(&pressed);
    match shows {
        Words(words) => tty.until(words),
        Without(words) => tty.until_gone(words),
        End => {
            assert_eq!(tty.end().0, 0);
            return;
        }
        Stop => {
            tty.until_alternate(false);
            tty.kill();
            return;
        }
        Shows::Anew => tty.until_written(drawn + 1500),
    }
    // On the plain screen the first key only returns to the reader.
    tty.keys(if matches!(action, Print) { "k\x03" } else { "\x03" });
    assert_eq!(tty.end().0, 0, "{action:?} {key}");
}

#[test]
fn every_key_does_what_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ferry.txt"), text()).unwrap();
    std::fs::write(folder.path().join("other.txt"), "Quite another text\n\nIn which nobody says a word of it.\n")
        .unwrap();
    let rows: Vec<(Action, Key)> =
        TABLE.iter().flat_map(|binding| binding.keys.iter().map(|&key| (binding.action, key))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                while let Some(&(action, key)) = rows.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    check(folder.path(), action, key);
                }
            });
        }
    });
}
