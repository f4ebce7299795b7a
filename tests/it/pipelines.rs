//! `onrecord extract` in pipelines: many threads, what is skipped, what is cut, and how it ends early.

use crate::run::{Folder, Run, program, run};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;

/// Fifty lines of different length, some of them bad.
fn lines() -> String {
    (0..50).fold(String::new(), |lines, number| {
        let text = format!("“No ferry {number},” said Ada Finch. She hoped for more. ").repeat(1 + number % 7 * 9);
        match number {
            13 => lines + "no JSON\n",
            21 => lines + "{\"id\":\"n21\",\"text\":\"a \\ud800 b\"}\n",
            _ => lines + &json!({"id": format!("n{number}"), "text": text}).to_string() + "\n",
        }
    })
}

fn ids(run: &Run) -> Vec<Value> {
    run.records().iter().map(|record| record["id"].clone()).collect()
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let folder = Folder::new();
    let mut sources: Vec<String> = (0..12)
        .map(|number| {
            let text = format!("“The horn stays {number},” said Ingrid Halloran.\n\n").repeat(1 + number * 5);
            folder.file(&format!("{number}.txt"), text.as_bytes()).to_str().unwrap().to_owned()
        })
        .collect();
    sources.insert(3, folder.path("missing.txt").to_str().unwrap().to_owned());
    sources.insert(5, folder.file("lines.jsonl", lines().as_bytes()).to_str().unwrap().to_owned());
    sources.push(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/harbour.rss").to_owned());
    for (model, sources) in [("fast", &sources[..]), ("auto", &sources[4..5]), ("auto", &sources[1..5])] {
        let with = |jobs: &str| {
            let options = ["extract", "--model", model, "--jobs", jobs].map(str::to_owned);
            run(options.iter().chain(sources), b"")
        };
        let one = with("1");
        assert!(!one.out.is_empty());
        for jobs in ["2", "5"] {
            let many = with(jobs);
            assert_eq!((many.status, many.out.as_str(), many.err.as_str()), (one.status, &*one.out, &*one.err));
        }
    }
    for wrong in ["0", "-1", "x", "100000"] {
        assert_eq!(run(["extract", &format!("--jobs={wrong}")], b"").status, Some(2), "{wrong}");
    }
}

#[test]
fn fail_fast_ends_at_the_first_failure() {
    let fail_fast = ["extract", "--model", "fast", "--fail-fast"];
    let of_lines = run(fail_fast, lines().as_bytes());
    of_lines.complains(1, "standard input: line 14: is not a JSON object");
    assert_eq!(of_lines.out.lines().count(), 13, "all before it are there");
    let folder = Folder::new();
    let (good, to) = (folder.file("good.txt", b"Some text."), folder.path("to.jsonl"));
    let (good, to, missing) = (good.to_str().unwrap(), to.to_str().unwrap(), folder.path("missing.txt"));
    let of_files = run([&fail_fast[..], &[good, missing.to_str().unwrap(), good]].concat(), b"");
    of_files.complains(1, "missing.txt: no such file");
    assert_eq!(of_files.records().len(), 1);
    let array = run([&fail_fast[..], &["--format", "json", good, missing.to_str().unwrap()]].concat(), b"");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&array.out).unwrap().len(), 1);
    run([&fail_fast[..], &["-o", to, good, missing.to_str().unwrap()]].concat(), b"").complains(1, "missing.txt");
    assert!(!Path::new(to).exists(), "a file is whole or not there");
}

#[test]
fn only_selected_fields_are_written() {
    let text = "“No,” said Ada Finch.".as_bytes();
    let whole = &run(["extract", "--model", "fast"], text).records()[0];
    let some = run(["extract", "--model", "fast", "--fields", "quotes,id"], text);
    assert_eq!(some.records()[0], json!({"id": "-", "quotes": whole["quotes"]}));
    assert!(some.out.starts_with("{\"id\""), "in the order of a record: {}", some.out);
    let array = run(["extract", "--model", "fast", "--format", "json", "--fields", "title"], text);
    assert_eq!(array.out, "[\n{\"title\":null}\n]\n");
    let all: Vec<&str> = whole.as_object().unwrap().keys().map(String::as_str).collect();
    let all = run(["extract", "--model", "fast", "--fields", &all.join(",")], text);
    assert_eq!(&all.records()[0], whole);
    let unknown = run(["extract", "--fields", "id,quotations"], text);
    assert_eq!((unknown.status, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("'quotations'") && unknown.err.contains("[possible values: schema, tool, id"));
    let csv = run(["extract", "--format", "csv", "--fields", "id"], text);
    assert_eq!((csv.status, csv.out.as_str()), (Some(2), ""));
    assert!(csv.err.contains("csv has no fields to choose from"), "{}", csv.err);
}

/// Runs `extract` with these arguments on what goes to the end of the file at `to`.
fn append(arguments: &[&str], input: &str, to: &Path) -> (Option<i32>, String) {
    let folder = Folder::new();
    let input = std::fs::File::open(folder.file("input", input.as_bytes())).unwrap();
    let output = std::fs::File::options().append(true).create(true).open(to).unwrap();
    let mut program = program();
    program.args(["extract", "--model", "fast"]).args(arguments).stdin(input).stdout(output);
    let done = program.stderr(Stdio::piped()).output().unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn complete_records_are_skipped_and_truncated_ones_rewritten() {
    let folder = Folder::new();
    let input = lines();
    let whole = run(["extract", "--model", "fast"], input.as_bytes()).out;
    let ends: Vec<usize> = whole.match_indices('\n').map(|(at, _)| at + 1).collect();
    // After the end of a record, inside one, and where only the end of the line is missing.
    for cut in [0, ends[6], ends[6] + 1, ends[9] - 100, ends[9] - 1, ends[47]] {
        let done = folder.file("done.jsonl", &whole.as_bytes()[..cut]);
        let skip = ["--skip-done", done.to_str().unwrap()];
        let rest = run([&["extract", "--model", "fast"], &skip[..]].concat(), input.as_bytes());
        let count = ends.iter().filter(|&&end| end <= cut + 1).count();
        assert_eq!(rest.records().len(), ends.len() - count, "{cut}");
        assert_eq!(std::fs::read(&done).unwrap(), &whole.as_bytes()[..cut], "only read");
        assert_eq!(append(&skip, &input, &done).0, Some(1));
        assert_eq!(std::fs::read_to_string(&done).unwrap(), whole, "{cut}");
        let again = append(&skip, &input, &done);
        assert_eq!((again.0, again.1.lines().count()), (Some(1), 2), "the bad lines are named again: {}", again.1);
        assert_eq!(std::fs::read_to_string(&done).unwrap(), whole);
    }
}

#[test]
fn done_sources_and_items_are_not_opened() {
    let folder = Folder::new();
    let (one, two) = (folder.file("one.txt", b"One text."), folder.file("two.txt", b"Two texts."));
    let feed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/harbour.rss");
    let sources = [one.to_str().unwrap(), feed, two.to_str().unwrap()];
    let extract = |more: &[&str]| run([&["extract", "--model", "fast"], more, &sources].concat(), b"");
    let whole = extract(&[]);
    assert!(whole.records().len() > 2);
    let first: String = whole.out.split_inclusive('\n').take(2).collect();
    let done = folder.file("done.jsonl", first.as_bytes());
    std::fs::remove_file(&one).unwrap();
    let rest = extract(&["--skip-done", done.to_str().unwrap()]);
    assert_eq!((rest.status, rest.err.as_str()), (Some(0), ""));
    assert_eq!(first + &rest.out, whole.out);
    // The same id of another source is another article.
    let line = "{\"id\":1,\"text\":\"a\"}\n{\"id\":\"1\",\"text\":\"b\"}\n";
    let a = folder.file("a.jsonl", line.as_bytes());
    let done = run(["extract", "--model", "fast", a.to_str().unwrap()], b"").out;
    let done = folder.file("done.jsonl", done.lines().next().unwrap().as_bytes());
    let skip = ["extract", "--model", "fast", "--skip-done", done.to_str().unwrap()];
    assert_eq!(ids(&run([&skip[..], &[a.to_str().unwrap()]].concat(), b"")), [json!("1")]);
    assert_eq!(ids(&run(skip, line.as_bytes())).len(), 2);
    // Where the source was cut from the records, the id alone says which they are.
    folder.file("done.jsonl", b"{\"id\":\"1\",\"quotes\":[]}\n");
    assert_eq!(ids(&run(skip, line.as_bytes())), [json!(1)]);
}

#[test]
fn files_without_records_are_refused() {
    let folder = Folder::new();
    let input = "{\"id\":1,\"text\":\"a\"}\n";
    let skip = |name: &str| {
        let path = folder.path(name);
        run(["extract", "--model", "fast", "--skip-done", path.to_str().unwrap()], input.as_bytes())
    };
    skip("missing.jsonl").complains(1, "missing.jsonl: no such file");
    folder.file("table.csv", b"document,title\na,b\n");
    skip("table.csv").complains(1, "table.csv: line 1 is not a record");
    folder.file("glued.jsonl", b"{\"id\":1,\"source\":null}\n{\"id\":2,\"sou{\"id\":3}\n");
    let glued = skip("glued.jsonl");
    glued.complains(0, "glued.jsonl: line 2 is not a record, so nothing is skipped for it");
    assert_eq!(glued.out, "");
    let notes = folder.file("notes.txt", b"Buy milk");
    let (status, said) = append(&["--skip-done", notes.to_str().unwrap()], input, &notes);
    assert_eq!((status, said.contains("notes.txt: line 1 is not a record")), (Some(1), true), "{said}");
    assert_eq!(std::fs::read(&notes).unwrap(), b"Buy milk");
    let done = folder.file("done.jsonl", b"");
    let done = done.to_str().unwrap();
    run(["extract", "--skip-done", done, "-o", done, "-f"], input.as_bytes()).complains(1, "add to it with >>");
    let (status, said) = append(&["--format", "csv", "--skip-done", done], input, Path::new(done));
    assert_eq!((status, said.contains("csv does not go with them")), (Some(1), true), "{said}");
}

#[test]
fn duplicate_and_missing_ids_are_reported_once() {
    let line = |id: &str| format!("{{\"id\":{id},\"text\":\"a\"}}\n");
    let doubled = run(["extract", "--model", "fast"], [line("1"), line("\"1\""), line("1")].concat().as_bytes());
    doubled.complains(0, "standard input: line 3: has the id of an earlier line");
    assert_eq!(doubled.records().len(), 3);
    let more = run(["extract", "--model", "fast"], line("\"a\"").repeat(9).as_bytes());
    more.complains(0, "line 2: has the id of an earlier line (the first of 8)");
    let folder = Folder::new();
    let done = folder.file("done.jsonl", b"");
    let none = "{\"text\":\"a\"}\n".repeat(2);
    let none = run(["extract", "--model", "fast", "--skip-done", done.to_str().unwrap()], none.as_bytes());
    none.complains(0, "line 1: has no id, so that it is never known as done (the first of 2)");
}

/// The most memory that `extract` takes for these lines, in bytes.
#[cfg(target_os = "linux")]
fn peak(lines: &str) -> u64 {
    use std::io::{BufRead, BufReader};
    let folder = Folder::new();
    let mut program = program();
    program.args(["extract", "--model", "fast"]).arg(folder.file("lines.jsonl", lines.as_bytes()));
    let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    // It has not ended before all of its output was read: the last part is longer than a pipe holds, or it is short.
    let (mut from, mut most) = (BufReader::new(child.stdout.take().unwrap()), 0);
    loop {
        let read = from.fill_buf().unwrap().len();
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        most = kilobytes.and_then(|number| number.parse::<u64>().ok()).map_or(most, |now| most.max(now * 1024));
        if read == 0 {
            break;
        }
        from.consume(read);
    }
    assert!(child.wait().unwrap().success());
    most
}

/// Neither the line nor its record, which is longer, is in memory twice. The language is one that takes no time.
#[test]
#[cfg(target_os = "linux")]
fn long_lines_are_in_memory_once() {
    let line = |count: usize| {
        let text = "Der Hafen bleibt bis zum Frühjahr offen, und niemand weiß so genau, wer es will.\n\n".repeat(count);
        json!({"id": 1, "text": text}).to_string() + "\n"
    };
    let (short, long) = (line(20_000), line(120_000));
    let grown = peak(&long).saturating_sub(peak(&short));
    let longer = (long.len() - short.len()) as u64;
    assert!(grown * 10 < longer * 29, "{grown} bytes for {longer} more bytes of text");
}

#[test]
#[cfg(unix)]
fn a_signal_leaves_complete_records() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::process::ExitStatusExt;
    for (number, format) in [(libc::SIGTERM, "jsonl"), (libc::SIGINT, "json")] {
        let mut child = program()
            .args(["extract", "--model", "fast", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut to, mut from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        // The second record is longer than a pipe holds: writing it waits for whoever reads.
        for (id, count) in [(1, 1), (2, 20_000), (3, 1)] {
            writeln!(to, "{}", json!({"id": id, "text": "So it goes. ".repeat(count)})).unwrap();
        }
        let mut out = String::new();
        while !out.contains("\"id\":1,") {
            assert_ne!(from.read_line(&mut out).unwrap(), 0);
        }
        let mut part = vec![0; 1000];
        from.read_exact(&mut part).unwrap();
        out += std::str::from_utf8(&part).unwrap();
        crate::tty::signal(child.id() as i32, number);
        std::thread::sleep(std::time::Duration::from_millis(100));
        from.read_to_string(&mut out).unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        drop(to);
        let records: Vec<Value> = match format {
            "json" => serde_json::from_str(&out).unwrap(),
            _ => out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        };
        assert!(out.ends_with('\n') && records.len() >= 2, "{} records", records.len());
    }
}
