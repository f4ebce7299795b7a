//! Names, titles, addresses, headers, arguments, settings and pastes with control sequences, through every message
//! there is. The output is parsed for anything that would control the terminal.
#![cfg(unix)]

use crate::run::{Folder, program, run};
use crate::tty::Tty;
use onrecord::reader::keys::action::TABLE;
use onrecord::reader::keys::key::{Code, Key};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

/// Writes the clipboard, clears the screen (also as a single character), reverses the direction of text, rings the
/// bell.
const HOSTILE: &str = "\u{1b}]52;c;aGFsbG8=\u{7}\u{1b}[2J\u{9b}2J\u{9d}52;c;aGFsbG8=\u{9c}\u{202e}\u{2066}\r\u{e}";

/// Finds what must not be sent to a terminal: any control character that does not draw, and any longer sequence that is
/// not the program's own.
#[track_caller]
fn is_harmless(written: &[u8], here: &str) {
    // Output may end inside a character.
    let written = String::from_utf8_lossy(written);
    let mut rest: &str = &written;
    while let Some(at) = rest.find(|c: char| c.is_control() || onrecord::text::shown(c) != c) {
        let found = &rest[at..];
        let excerpt = || found.chars().take(40).collect::<String>();
        let length = if let Some(sequence) = found.strip_prefix("\u{1b}[") {
            let end = sequence.find(|c: char| ('@'..='~').contains(&c)).unwrap_or(sequence.len());
            let (numbers, last) = (&sequence[..end], sequence[end..].chars().next());
            // The screen is cleared only at the start.
            let own = match last {
                Some('J') => numbers == "2",
                Some('m' | 'H' | 'C' | 'K' | 'h' | 'l') | None => true,
                _ => false,
            };
            assert!(own, "{here}: {:?}", excerpt());
            2 + end + usize::from(last.is_some())
        } else if let Some(sequence) = found.strip_prefix("\u{1b}]") {
            let Some(end) = sequence.find(['\u{1b}', '\u{7}']) else { return };
            let copied = sequence.strip_prefix("52;c;").is_some_and(|copied| !copied.starts_with("aGFsbG8="));
            let own = sequence.starts_with("8;;") || sequence.starts_with("11;?") || copied;
            let graphic = sequence[..end].chars().all(|c| c.is_ascii_graphic());
            assert!(own && graphic, "{here}: {:?}", excerpt());
            let close = if sequence[end..].starts_with('\u{7}') { 1 } else { 2 };
            (2 + end + close).min(found.len())
        } else if found == "\u{1b}" {
            return;
        } else {
            assert!(matches!(found.chars().next(), Some('\r' | '\n')), "{here}: {:?}", excerpt());
            1
        };
        rest = &found[length..];
    }
}

/// A page with hostile title, names and links.
fn page() -> String {
    let entities: String = HOSTILE.chars().map(|c| format!("&#{};", c as u32)).collect();
    format!(
        "<html><head><title>Title {HOSTILE}{entities}</title><meta name=author content='Ann {entities}'>\
         <meta property='og:site_name' content='Site {entities}'></head><body><article><h1>Head {entities}</h1>\
         <p>“It {entities} stays,” said Ada {HOSTILE}Quill, the {entities}mayor of {HOSTILE} the bay, on \
         <a href='https://a.example/{HOSTILE}'>Tuesday</a>.</p><p>“No,” Quill{HOSTILE} said. \
         <a href='https://ada:secret@a.example/'>More</a>.</p><h2>Part {entities}</h2></article></body></html>"
    )
}

/// The characters that a key sends.
fn typed(key: &Key) -> Option<String> {
    Some(match (key.code, key.ctrl, key.alt) {
        (Code::Char(c), false, false) => c.to_string(),
        (Code::Char(c), true, false) => char::from(c as u8 & 0x1f).to_string(),
        (Code::Enter, ..) => "\r".into(),
        (Code::Tab, ..) => "\t".into(),
        _ => return None,
    })
}

/// Presses every key in a reader on `sources`, and pastes into every prompt.
fn every_key(sources: &[&str]) {
    let mut tty = Tty::onrecord(sources, 110, 30);
    tty.until("Quill");
    tty.until_gone("analysing");
    let paste = format!("\x1b[200~{HOSTILE} pasted\x1b[201~");
    for key in TABLE.iter().flat_map(|binding| binding.keys).filter_map(typed) {
        // Not those that quit or suspend, nor those that write or open things elsewhere.
        if matches!(key.as_str(), "q" | "\u{3}" | "\u{1a}" | "o" | "f" | "p" | "E") {
            continue;
        }
        tty.keys(&format!("{key}{paste}"));
        for second in ["s", "\r"] {
            tty.keys(second);
        }
        tty.keys("\x1b[20~\x1b[20~");
    }
    // A hostile file name, and a message about it.
    for keys in [
        "E\x15/nowhere/",
        &paste,
        "\r",
        "\x15",
        "\u{c}",
        "]er\x15",
        &paste,
        "\r",
        "i",
        "*",
        ")",
        "s",
        "em",
        &paste,
        "\r",
        "fz",
        "p",
        "k",
    ] {
        tty.keys(keys);
    }
    tty.keys("\x1b[20~:¶1\r");
    tty.until("¶1");
    tty.keys("\x03");
    let raw = tty.raw();
    is_harmless(&raw, &format!("{sources:?}"));
    let (_, left) = tty.end();
    is_harmless(left.as_bytes(), "what is left");
}

#[test]
fn outside_text_never_controls_the_terminal() {
    let folder = Folder::new();
    let file = folder.file(&format!("{}.html", HOSTILE.replace('/', "")), page().as_bytes());
    let missing = folder.path(&format!("missing{HOSTILE}"));
    let settings = format!(
        "model = \"fast\"\n\"{}\" = 1\n[keys]\n\"{}\" = [\"{0}\"]\nup = [\"\\u001b]52\"]\n",
        "\\u009b", "\\u202e"
    );
    let settings = folder.file("settings.toml", settings.as_bytes());
    let settings = settings.to_str().unwrap();
    every_key(&["--config", settings, file.to_str().unwrap(), missing.to_str().unwrap()]);
}

#[test]
fn server_text_never_controls_the_terminal() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let hostile = HOSTILE.replace(['\r', '\n'], "");
            let page = page();
            // The client may be gone.
            let _ = match first.split(' ').nth(1).unwrap_or("") {
                "/status" => write!(stream, "HTTP/1.1 404 {hostile}\r\nContent-Length: 0\r\n\r\n"),
                "/moved" => {
                    write!(stream, "HTTP/1.1 302 Found\r\nLocation: /\u{9b}{hostile}\r\nContent-Length: 0\r\n\r\n")
                }
                "/type" => {
                    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/{hostile}\r\nContent-Length: 2\r\n\r\n\0\0")
                }
                _ => write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"\u{9b}\"\r\nContent-Length: {}\r\n\r\n{page}",
                    page.len()
                ),
            };
        }
    });
    every_key(&[&format!("http://{at}/page")]);
    for path in ["status", "moved", "type", "page", "%1b]52;c;aGFsbG8=%07", HOSTILE] {
        let output = program().args([&format!("http://{at}/{path}"), "--plain"]).output().unwrap();
        is_harmless(&output.stderr, path);
        is_harmless(&output.stdout, path);
        assert!(String::from_utf8_lossy(&output.stderr).lines().count() <= 1);
    }
}

#[test]
fn arguments_never_control_the_terminal() {
    let folder = Folder::new();
    let hostile: &str = &HOSTILE.replace('/', "");
    let file = folder.file(hostile, page().as_bytes());
    let library = folder.file(&format!("library{hostile}"), b"no library at all, not at all");
    let output = folder.path(&format!("nowhere{hostile}/out"));
    let name = |path: &Path| path.to_str().unwrap().to_owned();
    let settings = folder.file("settings.toml", format!("library = \"a\\u009b\\u202e{}\"", "\\u001b]52;").as_bytes());
    for arguments in [
        vec![name(&file)],
        vec![format!("{}-", name(&file))],
        vec![name(&file), "--plain".into(), "--library".into(), name(&library)],
        vec!["library".into(), "forget".into(), "--library".into(), name(&library)],
        vec!["library".into(), "forget".into(), "--library".into(), format!("{}-", name(&library))],
        vec!["extract".into(), name(&file), "-o".into(), name(&output)],
        vec!["extract".into(), name(&file), "--format".into(), "json".into()],
        vec!["extract".into(), name(&file), "--format".into(), "text".into()],
        vec!["config".into(), "path".into(), "--config".into(), name(&file)],
        vec!["config".into(), "init".into(), "--config".into(), name(&file)],
        vec!["config".into(), "show".into(), "--config".into(), name(&settings)],
        vec!["config".into(), "show".into(), "--config".into(), name(&file)],
        vec![hostile.into(), "--theme".into(), hostile.into()],
        vec![format!("--{hostile}")],
        vec!["help".into(), hostile.into()],
        vec!["man".into(), hostile.into()],
        vec!["man".into(), "--all".into(), name(&file)],
        vec![format!("https://{hostile}/")],
        vec![format!("ftp://{hostile}/")],
    ] {
        // Standard output as well, when a command writes it to a terminal.
        let plain = if arguments.len() == 1 { vec!["--plain".to_owned()] } else { Vec::new() };
        let all: Vec<&str> = plain.iter().chain(&arguments).map(String::as_str).collect();
        let tty = Tty::shell_with("\"$ONRECORD\" \"$@\"; echo over", &all, 200, 50);
        tty.until("over");
        is_harmless(&tty.raw(), &format!("{arguments:?}"));
        tty.end();
    }
}

#[test]
fn passwords_are_never_shown() {
    for address in [
        "https://ada:pass-word@bay.invalid:99999/",
        "https//ada:pass-word@bay.invalid/",
        "https:/ada:pass-word@bay.invalid/",
        "htps://ada:pass-word@bay.invalid/",
        "http;//ada:pass-word@bay.invalid/",
        "ada:pass-word@bay.invalid/",
        "https://ada:pass-word/@bay.invalid/",
        "ftp://ada:pass-word@bay.invalid/",
        "https://ada:pass-word#@bay.invalid/",
        "https://ada:pass-word?@bay.invalid/",
        "https://ada:pass-word＠bay.invalid/",
        "https://bay.invalid:99999/?of=https://ada:pass-word@sea.invalid/",
        "https://ada:pass-word%40bay.invalid:1/",
        "http://127.0.0.1:1/?of=http://ada:pass-word@sea.invalid/",
        "http://127.0.0.1:1/p;http://ada:pass-word@sea.invalid/",
        "http://127.0.0.1:1/ada:pass-word@sea.invalid/",
        "http://127.0.0.1:1?ada:pass-word@sea.invalid/",
    ] {
        for arguments in [
            &[address][..],
            &["extract", address],
            &["--theme", address],
            &["library", address],
            &["man", address],
            &["library", "person", address],
            &["--plain", "missing.txt", "--config", address],
            &["extract", "assets/sample.txt", "--model", "fast", "-o", address],
        ] {
            let run = run(arguments, b"");
            assert!(run.status != Some(0), "{arguments:?}");
            assert!(!run.err.contains("pass-word") && !run.out.contains("pass-word"), "{arguments:?}: {}", run.err);
        }
    }
}

/// Whether the password of the tests is on the screen.
fn shows_password(tty: &Tty) -> bool {
    let cells = tty.quiet_rows().concat();
    let shown: String = cells.iter().filter_map(|cell| cell.split(' ').next()).collect();
    shown.contains("pass-word")
}

/// Nor those that a page or a feed brings.
#[test]
fn passwords_of_links_are_not_shown() {
    let folder = Folder::new();
    let page = "<article><h1>The quay of the harbour</h1><p>“It stays open,” said Ada Quill of the <a \
                href='http://ada:pass-word@bay.example/quay'>harbour</a> on Tuesday.</p></article>";
    let feed = "<rss version='2.0'><channel><title>Bay</title><item><guid>http://ada:pass-word@bay.example/1</guid>\
                <link>ht!tp://ada:pass-word@bay.example/1</link><description>“It stays open,” said Ada Quill of the \
                harbour on Tuesday.</description></item></channel></rss>";
    for (name, text) in [("page.html", page), ("feed.xml", feed)] {
        let file = folder.file(name, text.as_bytes());
        let shown = run(["--plain", file.to_str().unwrap()], b"");
        assert!(shown.out.contains("It stays open") && !shown.out.contains("pass-word"), "{}", shown.out);
        let mut tty = Tty::onrecord(&[file.to_str().unwrap()], 110, 30);
        if name == "feed.xml" {
            tty.until("● http://bay.example/1");
            tty.keys("\r");
        }
        tty.until("Quill");
        tty.until_gone("analysing");
        // The link under the cursor, and the question how to open it.
        tty.keys(".\r");
        assert!(!shows_password(&tty), "{name}");
        tty.keys("\x1b[20~");
        // A name that a prompt has had.
        tty.keys("OHTTP://ada:pass-word@127.0.0.1:1/x");
        tty.until("ada:pass-word@127.0.0.1:1/x");
        tty.keys("\r");
        tty.until_gone("pass-word");
        tty.keys("O");
        tty.until("Open (address or file)");
        assert!(!shows_password(&tty), "{name}");
        tty.keys("\x03");
        tty.end();
    }
}
