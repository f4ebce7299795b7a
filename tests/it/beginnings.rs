//! The beginning of a long text is on the screen while the rest is read. It is a prefix of the whole, nothing moves
//! when the rest arrives, and keys apply to the whole.

use crate::run::Folder;
use crate::stage::Stage;
use crate::tty::Tty;
use onrecord::article::Article;
use onrecord::formats::Content;
use onrecord::reader::state::document::progress::Phase;
use onrecord::reader::update;
use onrecord::source::{self, OpenEvent, Source};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

const HEADLINE: &str = "Harbour keeps its heron";

/// A long text with numbered paragraphs, separated by `between`.
fn text(paragraphs: usize, between: &str) -> String {
    let mut text = format!("{HEADLINE}{between}By Ada Quill{between}");
    for number in 1..=paragraphs {
        let _ = match number % 40 {
            0 => write!(text, "THE {number}TH COUNT{between}"),
            1 => write!(text, "Advertisement{between}"),
            2 => write!(text, "“Nobody counts after {number},” said Bo Holt, the mate, and went below.{between}"),
            _ => write!(
                text,
                "The heron of day {number} stood on one leg until the café opened; {}.{between}",
                "it waited, ".repeat(number % 9)
            ),
        };
    }
    text
}

/// The preview shown while a file with these bytes is opened, and its final content.
fn opened(name: &str, bytes: &[u8]) -> (Option<(Article, u64)>, Article) {
    let folder = Folder::new();
    let mut begun = None;
    let opened = source::open_content(&Source::File(folder.file(name, bytes)), None, &mut |underway| {
        if let OpenEvent::Beginning(beginning, bytes) = underway {
            assert!(begun.replace((beginning, bytes)).is_none(), "{name}: told once");
        }
        ControlFlow::Continue(())
    });
    match opened.unwrap().content {
        Content::Article(article) => (begun, article),
        Content::Feed(_) => panic!("{name} is no feed"),
    }
}

/// Texts with every kind of paragraph.
fn texts() -> Vec<(&'static str, String)> {
    let spaced = text(9000, "\n\n");
    let wrapped = textwrap::fill(&spaced, 72);
    vec![
        ("blank lines", spaced.clone()),
        ("a paragraph a line", text(9000, "\n")),
        ("Windows", text(9000, "\r\n\r\n")),
        ("hard-wrapped", wrapped),
        ("a byte-order mark", format!("\u{feff}{spaced}")),
    ]
}

#[test]
fn a_preview_is_a_prefix_of_the_whole() {
    for (name, text) in texts() {
        let (begun, whole) = opened("a.txt", text.as_bytes());
        let (beginning, bytes) = begun.unwrap_or_else(|| panic!("{name}: not told"));
        assert_eq!(bytes, text.len() as u64, "{name}");
        assert!(whole.text().starts_with(beginning.text()) && beginning.text().len() > 60_000, "{name}");
        // The last block may depend on what follows it.
        let same = beginning.blocks().len() - 1;
        assert_eq!(&beginning.blocks()[..same], &whole.blocks()[..same], "{name}");
        assert_eq!(beginning.meta, whole.meta, "{name}");
    }
}

#[test]
fn inputs_without_a_preview() {
    let long = text(9000, "\n\n");
    let utf16: Vec<u8> = "\u{feff}".chars().chain(long.chars()).flat_map(|c| (c as u32 as u16).to_le_bytes()).collect();
    let latin1: Vec<u8> = long.replace(['“', '”'], "\"").chars().map(|c| c as u32 as u8).collect();
    for (name, bytes) in [
        ("short.txt", text(100, "\n\n").into_bytes()),
        ("one-line.txt", long.replace('\n', " ").into_bytes()),
        ("page.html", format!("<!doctype html><p>{}", long.replace("\n\n", "<p>")).into_bytes()),
        ("text.md", long.clone().into_bytes()),
        ("utf16.txt", utf16),
        ("latin1.txt", latin1),
    ] {
        assert!(opened(name, &bytes).0.is_none(), "{name}");
    }
}

#[test]
fn nothing_moves_when_the_rest_arrives() {
    for (name, text) in texts() {
        let (begun, whole) = opened("a.txt", text.as_bytes());
        let (beginning, bytes) = begun.unwrap();
        let (beginning, whole) = (Arc::new(beginning), Arc::new(whole));
        let later = beginning.blocks()[9].span.start as usize;
        for ((columns, rows), at) in [((120, 40), 0), ((60, 18), 0), ((200, 70), later), ((44, 12), later)] {
            let mut stage = Stage::of(Article::default(), columns, rows);
            stage.app.document.progress.phase = Phase::Loading;
            update::actions::sources::begun(&mut stage.app, 0, beginning.clone(), bytes as usize, at);
            let before = stage.text();
            update::actions::sources::opened(&mut stage.app, 0, whole.clone());
            let after = stage.text();
            assert_eq!(stage.app.document.progress.full_length, None);
            // Everything but the progress and the position in the last row.
            let screen = |text: &str| text.lines().take(usize::from(rows) - 1).map(str::to_owned).collect::<Vec<_>>();
            let panel = |row: &String| row.split('│').next().unwrap_or("").to_owned();
            let (before, after) = (screen(&before), screen(&after));
            let beside = |rows: &[String]| rows.iter().map(panel).collect::<Vec<_>>();
            assert_eq!(beside(&before), beside(&after), "{name} at {columns}×{rows}");
            assert!(before.iter().any(|row| row.contains("heron of day")), "{name}: {before:?}");
        }
    }
}

/// `G` typed before there is anything to see means the end of the text.
#[test]
fn early_keys_wait_for_the_whole_text() {
    let folder = Folder::new();
    let file = folder.file("long.txt", (text(400_000, "\n\n") + "The last heron left.\n").as_bytes());
    let mut tty = Tty::onrecord(&["--no-library", file.to_str().unwrap()], 100, 24);
    tty.keys("G");
    tty.until("The last heron left.");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn any_position_is_restored() {
    let folder = Folder::new();
    let file = folder.file("long.txt", text(9000, "\n\n").as_bytes());
    let library = folder.path("library");
    // Without the line that says where articles are kept.
    let config = folder.file("c.toml", b"model = \"fast\"\nkeep = \"asked\"\n");
    let [config, library, file] = [&config, &library, &file].map(|path| path.to_str().unwrap());
    let start = || Tty::onrecord(&["--config", config, "--library", library, file], 100, 24);
    // Whoever was here before is not welcomed in the place of the position.
    let mut tty = start();
    tty.until("Welcome");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    for (keys, there, back) in [("}}}}", "¶5–", "¶5–"), ("G", "100%", "Resumed at 100%"), ("g", "¶1–", "¶1–")]
    {
        let mut tty = start();
        tty.keys(keys);
        tty.until(there);
        tty.keys("q");
        assert_eq!(tty.end().0, 0);
        let mut tty = start();
        tty.until(back);
        tty.keys("q");
        assert_eq!(tty.end().0, 0);
    }
}
