//! Output files: complete or absent, with the old file kept on failure, and one line that says why.

use crate::run::{Folder, run};
use std::path::Path;

const ARTICLE: &str = "“The horn stays,” said Ingrid Halloran.\n";

/// Writes the record of `from` to `to`, expecting `status` and this message.
#[track_caller]
fn extract(from: &[&Path], to: &Path, status: i32, complaint: &str) {
    let arguments = ["extract".as_ref(), "--force".as_ref(), "-o".as_ref(), to.as_os_str()];
    let done = run(arguments.into_iter().chain(from.iter().map(|path| path.as_os_str())), b"");
    if complaint.is_empty() {
        assert_eq!((done.status, done.err.as_str()), (Some(status), ""));
    } else {
        done.complains(status, complaint);
        assert!(!done.err.contains(".onrecord-"), "{}", done.err);
    }
    assert_eq!(done.out, "");
}

/// The names of the files in the folder.
fn names(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn readable_sources_are_written_and_others_reported() {
    let folder = Folder::new();
    let (good, to) = (folder.file("good.txt", ARTICLE.as_bytes()), folder.path("out.jsonl"));
    extract(&[&folder.path("missing.txt"), &good], &to, 1, "missing.txt: no such file");
    assert_eq!(std::fs::read_to_string(&to).unwrap().lines().count(), 1);
    assert_eq!(names(&folder), ["good.txt", "out.jsonl"]);
}

#[test]
fn existing_files_are_replaced_only_on_request() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    let to = folder.file("out.jsonl", b"of yesterday\n");
    let extract = |more: &[&str], to: &str| run([&["extract", good.to_str().unwrap(), "-o", to], more].concat(), b"");
    extract(&[], to.to_str().unwrap()).complains(1, "out.jsonl: already exists; --force replaces it");
    assert_eq!(std::fs::read(&to).unwrap(), b"of yesterday\n");
    assert_eq!(names(&folder), ["good.txt", "out.jsonl"]);
    assert_eq!(extract(&["--force"], to.to_str().unwrap()).status, Some(0));
    assert!(std::fs::read_to_string(&to).unwrap().contains("The horn stays"));
    // A device is written to as it is.
    assert_eq!(extract(&[], "/dev/null").status, Some(0));
}

#[test]
fn home_and_variables_are_expanded_without_a_shell() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    for (to, name) in [("~/home.jsonl", "home.jsonl"), ("$HOME/variable.jsonl", "variable.jsonl")] {
        let mut program = crate::run::program();
        let done = program.args(["extract", good.to_str().unwrap(), "-o", to]).env("HOME", folder.path("")).output();
        assert_eq!(done.unwrap().status.code(), Some(0), "{to}");
        assert!(names(&folder).contains(&name.to_owned()), "{to}");
    }
}

#[test]
fn the_name_of_a_file_and_its_format_agree() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    for (name, format, complaint) in [
        ("a", None, "FILE must end in .jsonl, "),
        ("a.odt", None, "no format is called .odt; FILE must end in .jsonl, "),
        ("a.json", Some("csv"), "--format csv does not go in a file called .json; leave out one of them"),
        ("a.md", Some("jsonl"), "--format jsonl does not go in a file called .md"),
        ("b", Some("csv"), ""),
        ("b.odt", Some("csv"), ""),
        ("b.json", Some("hypothesis"), ""),
        ("c.json", Some("w3c"), ""),
        ("/dev/null", None, ""),
        ("/dev/null", Some("csv"), ""),
    ] {
        let to = folder.path(name);
        let format = format.iter().flat_map(|format| ["--format", format]);
        let done = run(["extract", good.to_str().unwrap(), "-o", to.to_str().unwrap()].into_iter().chain(format), b"");
        match complaint {
            "" => assert_eq!((done.status, done.err.as_str()), (Some(0), ""), "{name}"),
            complaint => {
                assert!(done.status == Some(2) && done.err.contains(complaint), "{name}: {}", done.err);
            }
        }
    }
    assert_eq!(names(&folder), ["b", "b.json", "b.odt", "c.json", "good.txt"]);
}

#[test]
fn sources_are_never_overwritten() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    extract(&[&good], &good, 1, "good.txt: is also a source; nothing was written");
    assert_eq!(std::fs::read(&good).unwrap(), ARTICLE.as_bytes());
}

#[test]
fn the_file_stays_if_no_source_can_be_read() {
    let folder = Folder::new();
    let to = folder.file("out.jsonl", b"of yesterday\n");
    extract(&[&folder.path("missing.txt")], &to, 1, "missing.txt: no such file");
    assert_eq!(std::fs::read(&to).unwrap(), b"of yesterday\n");
    let new = folder.path("new.jsonl");
    extract(&[&folder.path("missing.txt")], &new, 1, "missing.txt: no such file");
    assert_eq!(names(&folder), ["out.jsonl"]);
}

#[test]
fn errors_name_the_requested_file() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    for (name, cause) in [
        ("nowhere/out.jsonl", "nowhere/out.jsonl: there is no such folder"),
        ("good.txt/out.jsonl", "good.txt/out.jsonl: there is no such folder"),
        ("", ": it is a folder; add the name of a file"),
    ] {
        extract(&[&good], &folder.path(name), 1, cause);
    }
    assert_eq!(names(&folder), ["good.txt"]);
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_existing_file() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.repeat(2_000).as_bytes());
    let to = folder.file("out.jsonl", b"of yesterday\n");
    // A limit on file sizes, in blocks of 512 bytes, stands in for a full disk: writing fails half way.
    let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" extract -f --model fast \"$1\" -o \"$2\"";
    for to in [&to, &folder.path("new.jsonl")] {
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", limited, env!("CARGO_BIN_EXE_onrecord")]).args([&good, to]);
        let done = shell.env("HOME", "/dev/null/nowhere").env("XDG_CONFIG_HOME", crate::run::CONFIG).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.contains(&format!("{}: File too large", to.display())), "{said}");
    }
    assert_eq!(std::fs::read(&to).unwrap(), b"of yesterday\n");
    assert_eq!(names(&folder), ["good.txt", "out.jsonl"]);
}

#[test]
#[cfg(unix)]
fn read_only_files_are_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    let to = folder.file("out.jsonl", b"of yesterday\n");
    std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::File::options().write(true).open(&to).is_ok() {
        return; // Whoever runs this may write everything.
    }
    extract(&[&good], &to, 1, "out.jsonl: Permission denied");
    assert_eq!(std::fs::read(&to).unwrap(), b"of yesterday\n");
}

#[test]
#[cfg(unix)]
fn new_files_follow_the_mask_and_replaced_ones_keep_their_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let (good, to) = (folder.file("good.txt", ARTICLE.as_bytes()), folder.path("out.jsonl"));
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    extract(&[&good], &to, 0, "");
    assert_eq!(mode(&to), mode(&good), "made as any program makes a file");
    std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o640)).unwrap();
    extract(&[&good], &to, 0, "");
    assert_eq!(mode(&to), 0o640);
}

#[test]
#[cfg(unix)]
fn links_stay_and_their_target_is_written() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    std::fs::create_dir(folder.path("kept")).unwrap();
    for (link, points_to) in [("there.jsonl", "kept/there.jsonl"), ("new.jsonl", "kept/new.jsonl")] {
        let link = folder.path(link);
        std::os::unix::fs::symlink(points_to, &link).unwrap();
        if points_to.contains("there") {
            folder.file(points_to, b"of yesterday\n");
        }
        extract(&[&good], &link, 0, "");
        assert_eq!(std::fs::read_link(&link).unwrap(), Path::new(points_to));
        assert!(std::fs::read_to_string(folder.path(points_to)).unwrap().contains("The horn stays"));
    }
    assert_eq!(names(&folder), ["good.txt", "kept", "new.jsonl", "there.jsonl"]);
}

#[test]
#[cfg(unix)]
fn a_signal_leaves_no_unfinished_file() {
    use std::os::unix::process::ExitStatusExt;
    for (number, ignored) in
        [(libc::SIGTERM, false), (libc::SIGINT, false), (libc::SIGHUP, false), (libc::SIGHUP, true)]
    {
        let folder = Folder::new();
        let to = folder.file("out.jsonl", b"of yesterday\n");
        // It waits for input once the file is begun.
        let script =
            if ignored { "trap '' HUP; exec \"$0\" extract -f -o \"$1\"" } else { "exec \"$0\" extract -f -o \"$1\"" };
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_onrecord")]).arg(&to).stdin(std::process::Stdio::piped());
        crate::run::signals_end(&mut shell);
        let mut child = shell.stdout(std::process::Stdio::piped()).spawn().unwrap();
        while names(&folder).len() < 2 {
            std::thread::yield_now();
        }
        // It may not handle signals yet.
        while !ignored && !is_caught(child.id(), number) {
            std::thread::yield_now();
        }
        crate::tty::signal(child.id() as i32, number);
        // Its input goes on while it runs, so that only the signal can end it.
        let input = child.stdin.take().filter(|_| !ignored);
        let status = child.wait().unwrap();
        drop(input);
        assert_eq!(status.signal(), (!ignored).then_some(number));
        assert_eq!(names(&folder), ["out.jsonl"]);
        assert!(ignored || std::fs::read(&to).unwrap() == b"of yesterday\n");
    }
}

/// Whether a process handles this signal, as far as the system tells.
#[cfg(unix)]
fn is_caught(process: u32, number: i32) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{process}/status")) else { return true };
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).map(str::trim);
    caught.and_then(|set| u64::from_str_radix(set, 16).ok()).is_some_and(|set| set >> (number - 1) & 1 == 1)
}

/// A limit on the size of files is an error like a full disk: it is told, and nothing remains.
#[cfg(unix)]
#[test]
fn a_file_over_the_limit_is_reported_and_leaves_nothing() {
    let folder = Folder::new();
    let good = folder.file("good.txt", ARTICLE.repeat(40).as_bytes());
    let script = "ulimit -f 1; exec \"$ONRECORD\" extract --model fast \"$1\" -o \"$2\"";
    let done = std::process::Command::new("/bin/sh")
        .args(["-c", script, "sh", good.to_str().unwrap(), folder.path("out.json").to_str().unwrap()])
        .env("ONRECORD", env!("CARGO_BIN_EXE_onrecord"))
        .env("HOME", folder.path("none"))
        .env_remove("XDG_DATA_HOME")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(1) && said.contains("out.json: File too large"), "{:?}: {said}", done.status);
    assert!(!said.contains(".onrecord-"), "{said}");
    assert_eq!(names(&folder), ["good.txt"]);
}

#[test]
fn help_that_cannot_be_written_is_an_error() {
    for arguments in [&["--help"][..], &["-h"], &["--version"], &["help", "library", "add"], &["extract", "--help"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let done = crate::run::program().args(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(said, "onrecord: standard output: No space left on device (os error 28)\n", "{arguments:?}");
        assert_eq!(done.status.code(), Some(1), "{arguments:?}");
        assert_eq!(run(arguments, b"").status, Some(0), "{arguments:?}");
    }
}

#[test]
fn a_full_standard_output_is_named() {
    let folder = Folder::new();
    let library = folder.path("library.sqlite");
    let good = folder.file("good.txt", ARTICLE.as_bytes());
    for arguments in
        [&["library", "add", "--verbose"][..], &["library", "stats"], &["search", "horn"], &["library", "list"]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut program = crate::run::program();
        program.args(arguments).args(["--model", "fast", "--library"]).arg(&library).stdout(full);
        let done = if arguments[1] == "add" { program.arg(&good).output() } else { program.output() }.unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.code() == Some(1) && said.contains("standard output: No space left"),
            "{arguments:?}: {said}"
        );
    }
}
