//! `onrecord completions` and `onrecord man`: shells and `man` take what they print.

use crate::run::{Folder, run};
use std::path::Path;
use std::process::Command;

const COMMANDS: [&str; 8] = ["extract", "library", "search", "quotes", "check", "config", "completions", "man"];

/// The messages of `program` about the file at `path`; `None` if it is not installed.
fn told(program: &str, arguments: &[&str], path: &Path) -> Option<(bool, String)> {
    let output = Command::new(program).args(arguments).arg(path).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8(said).unwrap()))
}

#[test]
fn shells_accept_their_completions() {
    let folder = Folder::new();
    for (shell, checker) in [
        ("bash", Some(("bash", &["-n"][..]))),
        ("zsh", Some(("zsh", &["-n"][..]))),
        ("fish", Some(("fish", &["--no-execute"][..]))),
        ("nushell", Some(("nu", &["--no-config-file"][..]))),
    ] {
        let script = run(["completions", shell], b"");
        assert_eq!((script.status, script.err.as_str()), (Some(0), ""), "{shell}");
        for word in COMMANDS.iter().chain(&["min-confidence", "skip-done", "fail-fast", "hypothesis"]) {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
        let path = folder.file(shell, script.out.as_bytes());
        if let Some((is_good, said)) = checker.and_then(|(program, arguments)| told(program, arguments, &path)) {
            assert!(is_good && said.is_empty(), "{shell}: {said}");
        }
    }
    assert_eq!(run(["completions", "csh"], b"").status, Some(2));
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = Folder::new();
    let script = folder.file("onrecord.bash", run(["completions", "bash"], b"").out.as_bytes());
    for (words, expected) in [
        ("ext", "extract"),
        ("library ad", "add"),
        ("extract --skip-d", "--skip-done"),
        ("extract --fields qu", "quotes"),
        ("completions nu", "nushell"),
    ] {
        // As bash itself does it when Tab is pressed at the end of the words.
        let typed = format!(
            "source \"$0\"; COMP_WORDS=(onrecord {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _onrecord onrecord \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        let Ok(done) = Command::new("bash").arg("-c").arg(typed).arg(&script).output() else { return };
        assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), expected, "{words}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::new();
    let all = folder.path("pages");
    let done = run(["man", "--all", all.to_str().unwrap()], b"");
    assert_eq!((done.status, done.out.as_str(), done.err.as_str()), (Some(0), "", ""));
    let mut names: Vec<String> =
        std::fs::read_dir(&all).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for command in COMMANDS {
        assert!(names.contains(&format!("onrecord-{command}.1")), "{command}: {names:?}");
    }
    assert!(names.contains(&"onrecord.1".to_owned()) && names.contains(&"onrecord-library-add.1".to_owned()));
    assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
    for name in names {
        let page = std::fs::read_to_string(all.join(&name)).unwrap();
        let words: Vec<&str> = name.trim_end_matches(".1").split('-').skip(1).collect();
        assert_eq!(run([&["man"], &words[..]].concat(), b"").out, page, "{name}");
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}");
        let options = run([&words[..], &["--help"]].concat(), b"").out;
        for option in options.split_whitespace().filter_map(|word| word.strip_prefix("--")) {
            let option: String = option.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
            assert!(page.replace('\\', "").contains(&option), "{name}: --{option}");
        }
        if let Some((is_good, said)) = told("groff", &["-man", "-Kutf8", "-Tutf8", "-ww", "-z"], &all.join(&name)) {
            assert!(is_good && said.is_empty(), "{name}: {said}");
        }
    }
    let unknown = run(["man", "library", "burn"], b"");
    assert_eq!((unknown.status, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("onrecord library has no command burn"), "{}", unknown.err);
}
