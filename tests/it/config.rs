//! The configuration file, from outside.

use crate::run::{Folder, run};

#[test]
fn the_file_is_created_once_with_all_settings() {
    let folder = Folder::new();
    let path = folder.path("deep/er/config.toml");
    let file = path.to_str().unwrap();
    let made = run(["config", "init", "--config", file], b"");
    assert_eq!((made.status, made.out.trim_end(), made.err.as_str()), (Some(0), file, ""));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("# theme = \"terminal\"") && text.contains("# half-page-down = [\"d\", \"Ctrl-d\"]"),
        "{text}"
    );
    run(["config", "init", "--config", file], b"").complains(1, "config.toml: already exists; not overwritten");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(run(["--config", file, "config", "path"], b"").out.trim_end(), file);
    let shown = run(["config", "show", "--config", file], b"");
    assert_eq!((shown.status, shown.err.as_str()), (Some(0), ""));
    assert_eq!(shown.out, run(["config", "show", "--model", "auto"], b"").out, "what is commented out changes nothing");
    // The output is a valid file.
    let whole = folder.file("whole.toml", shown.out.as_bytes());
    let again = run(["config", "show", "--config", whole.to_str().unwrap()], b"");
    assert_eq!((again.status, again.err.as_str(), again.out), (Some(0), "", shown.out));
}

#[test]
fn problems_are_named_once_and_the_rest_applies() {
    let folder = Folder::new();
    let text = "width = 90\ntheme = \"blue\"\n[keys]\nup = \"j\"\nfly = \"x\"\n";
    let file = folder.file("c.toml", text.as_bytes());
    let file = file.to_str().unwrap();
    let shown = run(["config", "show", "--config", file], b"");
    assert_eq!(shown.status, Some(1));
    let lines: Vec<&str> = shown.err.lines().collect();
    let reasons = [
        "c.toml:2: `theme` must be one of auto",
        "c.toml:4: `up`: j is a key of `down`",
        "c.toml:5: there is no action",
    ];
    assert_eq!(lines.len(), reasons.len(), "{}", shown.err);
    assert!(lines.iter().zip(reasons).all(|(line, reason)| line.contains(reason)), "{}", shown.err);
    assert!(shown.out.contains("width = 90") && shown.out.contains("theme = \"terminal\""), "{}", shown.out);
    // The program still starts.
    let extracted = run(["extract", "--config", file], b"A text.");
    assert_eq!((extracted.status, extracted.records().len(), extracted.err.lines().count()), (Some(0), 1, 3));
}

#[test]
fn arguments_override_the_file() {
    let folder = Folder::new();
    let file = folder.file("c.toml", b"theme = \"dark\"\nlibrary = false\n");
    let file = file.to_str().unwrap();
    let show = |arguments: &[&str]| run([&["config", "show", "--config", file], arguments].concat(), b"").out;
    assert!(show(&[]).contains("theme = \"dark\"") && show(&[]).contains("library = false"));
    assert!(show(&["--theme", "light"]).contains("theme = \"light\""));
    assert!(show(&["--library", "/a"]).contains("library = \"/a\""));
    assert_eq!(run(["--theme", "blue"], b"A text.").status, Some(2));
    assert_eq!(run(["--library", "/a", "--no-library"], b"A text.").status, Some(2));
    run(["--config", "/nowhere/c.toml"], b"A text.").complains(0, "/nowhere/c.toml: No such file");
}
