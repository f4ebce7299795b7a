//! Bad files, bad output, bad arguments: one line with name and cause, and the right exit status.

use crate::run::{Folder, Run, program, run};
use crate::tty::Tty;
use std::process::Stdio;

const ARTICLE: &str = "“The horn stays,” said Ingrid Halloran.\n";

/// Both the report and `extract` report `name` with `cause` and go on with the others.
#[track_caller]
fn check(folder: &Folder, name: &str, cause: &str) {
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    let bad = folder.path(name);
    for command in [&["extract"][..], &[]] {
        let of = |paths: &[&std::path::Path]| -> Run {
            run(command.iter().map(std::ffi::OsStr::new).chain(paths.iter().map(|path| path.as_os_str())), b"")
        };
        let alone = of(&[&bad]);
        alone.complains(1, &format!("{name}: {cause}"));
        assert_eq!(alone.out, "");
        let both = of(&[&bad, &good]);
        both.complains(1, &format!("{name}: {cause}"));
        assert!(both.out.contains("The horn stays"), "{}", both.out);
    }
}

#[test]
fn files_without_text() {
    let folder = Folder::new();
    check(&folder, "missing.txt", "no such file");
    std::fs::create_dir(folder.path("folder")).unwrap();
    check(&folder, "folder", "is a folder");
    for (name, bytes, cause) in [
        ("empty.txt", &b""[..], "contains no text"),
        ("white.txt", b"\n \t\r\n\n", "contains no text"),
        ("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is binary, not text"),
        ("page.html", b"<!DOCTYPE html><html><title>A title alone</title><p> </p>", "contains no text"),
        (
            "feed.xml",
            b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>",
            "is a feed without any text",
        ),
        ("cut.xml", b"<?xml version='1.0'?><rss version='2.0'><channel><item", "contains a feed that cannot be read ("),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF that cannot be read (it is broken)"),
    ] {
        folder.file(name, bytes);
        check(&folder, name, cause);
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("secret.txt", ARTICLE.as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        return; // Whoever runs this may read everything.
    }
    check(&folder, "secret.txt", "cannot be read (permission denied)");
}

#[test]
fn a_file_over_the_limit_is_refused_unread() {
    let folder = Folder::new();
    let file = std::fs::File::create(folder.path("huge.txt")).unwrap();
    file.set_len(onrecord::source::LIMIT + 1).unwrap();
    check(&folder, "huge.txt", "is longer than 1 GB");
}

#[test]
fn names_cannot_send_escape_sequences() {
    let run = run(["a\u{1b}[2J\u{9b}b\n"], b"");
    run.complains(1, "a\u{241b}[2J\u{fffd}b : no such file");
}

#[test]
fn arguments_in_messages_never_control_the_terminal() {
    const CLIPBOARD: &str = "\u{1b}]52;c;aGFsbG8=\u{7}\u{9b}31m";
    for arguments in [
        vec![format!("--theme={CLIPBOARD}")],
        vec![format!("--{CLIPBOARD}")],
        vec!["extract".to_owned(), format!("--format={CLIPBOARD}")],
        vec!["library".to_owned(), CLIPBOARD.to_owned()],
        vec!["config".to_owned(), "init".to_owned(), CLIPBOARD.to_owned()],
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let tty = Tty::onrecord(&arguments, 80, 24);
        tty.until("'--help'");
        let written = String::from_utf8_lossy(&tty.raw()).into_owned();
        assert_eq!(tty.end().0, 2, "{arguments:?}");
        assert!(!written.contains("\u{1b}]52") && !written.contains('\u{9b}'), "{arguments:?}: {written:?}");
    }
}

#[test]
fn escape_sequences_in_the_text_stay_in_the_text() {
    let text = "The horn \u{1b}[31mred\u{1b}]0;title\u{7} and \u{9b}2J, \u{202e}said\u{202c}.\n\nMore text.\n";
    let report = run(["-"], text.as_bytes());
    assert_eq!(report.status, Some(0));
    assert!(!report.out.contains(|c: char| c != '\n' && c.is_control()), "{:?}", report.out);
    assert!(report.out.contains("\u{241b}[31mred"));
    let record = run(["extract", "-"], text.as_bytes());
    assert!(!record.out.contains(|c: char| c != '\n' && c.is_control()), "{:?}", record.out);
    assert_eq!(record.records()[0]["text"], text);
}

#[test]
fn wrong_usage() {
    for arguments in [
        &["--no-such-option"][..],
        &["extract", "--format", "yaml"],
        &["extract", "--input", "nonsense"],
        &["extract", "--output"],
    ] {
        let run = run(arguments, ARTICLE.as_bytes());
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
    }
    let run = run(["extract", "--input", "epub"], b"");
    run.complains(1, "standard input: is an EPUB that cannot be read (it is broken)");
}

#[test]
fn help_and_version() {
    for (arguments, words) in [
        (&["--help"][..], "Usage: onrecord"),
        (&["help", "extract"], "--format"),
        (&["extract", "--help"], "--input"),
        (&["--version"], concat!("onrecord ", env!("CARGO_PKG_VERSION"))),
    ] {
        let run = run(arguments, b"");
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(run.out.contains(words), "{}", run.out);
    }
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let folder = Folder::new();
    let text = ARTICLE.repeat(20_000);
    let path = folder.file("long.txt", text.as_bytes());
    let lines = format!("{{\"id\":1,\"text\":{:?}}}\n", ARTICLE.repeat(100)).repeat(100);
    let lines = folder.file("long.jsonl", lines.as_bytes());
    let path = path.to_str().unwrap();
    for arguments in [&[path][..], &["extract", path], &["extract", lines.to_str().unwrap()]] {
        let mut child = program()
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_named() {
    let folder = Folder::new();
    let path = folder.file("a.txt", ARTICLE.as_bytes());
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = program().arg("extract").arg(&path).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(err.contains("standard output: No space left on device"), "{err}");
    run(["extract", path.to_str().unwrap(), "-o", "/dev/full"], b"").complains(1, "/dev/full: No space left on device");
}

#[test]
fn output_files_are_complete_or_absent() {
    let folder = Folder::new();
    let path = folder.file("a.txt", ARTICLE.as_bytes());
    let to = folder.path("out.jsonl");
    let (path, to) = (path.to_str().unwrap(), to.to_str().unwrap());
    let done = run(["extract", path, "-o", to], b"");
    assert_eq!((done.status, done.out.as_str(), done.err.as_str()), (Some(0), "", ""));
    let first = std::fs::read_to_string(to).unwrap();
    assert_eq!(first.lines().count(), 1);
    // It is replaced as a whole, and nothing is left beside it.
    assert_eq!(run(["extract", "-f", path, path, "-o", to], b"").status, Some(0));
    assert_eq!(std::fs::read_to_string(to).unwrap(), first.repeat(2));
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 2);
    let nowhere = folder.path("nowhere/out.jsonl");
    run(["extract", path, "-o", nowhere.to_str().unwrap()], b"").complains(1, "out.jsonl: ");
}

#[test]
fn odd_texts_are_read() {
    let line = "word ".repeat(20_000);
    for text in ["\u{feff}", "“", "\"\"\"\"", ">", "# ", "-", "a\u{0301}", "\u{200b}", "1.", "By ", line.as_str()] {
        let report = run(["-"], format!("{text}x\n{text}").as_bytes());
        assert_eq!((report.status, report.err.as_str()), (Some(0), ""), "{}", &text[..text.len().min(20)]);
    }
}
