//! `onrecord extract`: formats, JSON Lines, ids.

use crate::run::{Folder, program, run};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

#[test]
fn lines_are_written_in_order_and_bad_ones_reported() {
    let mut input = String::new();
    for number in 0..500 {
        let text =
            if number % 7 == 0 { "“No,” said Ada Finch. ".repeat(100) } else { "“No,” said Ada Finch.".into() };
        input += &json!({"id": format!("n{number}"), "text": text, "other": [1, {"a": null}]}).to_string();
        input += if number == 250 { "\nthis is no JSON\n{\"id\": 5}\n\n" } else { "\n" };
    }
    let run = run(["extract", "--input", "jsonl"], input.as_bytes());
    assert_eq!(run.status, Some(1));
    let ids: Vec<String> = run.records().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..500).map(|number| format!("n{number}")).collect::<Vec<_>>());
    let complaints: Vec<&str> = run.err.lines().collect();
    assert_eq!(complaints.len(), 2, "{}", run.err);
    assert!(complaints[0].contains("standard input: line 252: is not a JSON object"), "{}", run.err);
    assert!(complaints[1].contains("line 253: missing field `text`"), "{}", run.err);
}

#[test]
fn text_of_json_lines_is_unchanged() {
    let texts = ["a\r\nb\rc", "", " \n", "\u{feff}x", "tab\tand \u{0} and \u{1b}[0m", "👩‍👩‍👧 “é”"];
    let lines: Vec<String> =
        texts.iter().enumerate().map(|(id, text)| json!({"id": id, "text": text}).to_string()).collect();
    let run = run(["extract", "--input", "jsonl", "-"], lines.join("\n").as_bytes());
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let found: Vec<Value> = run.records().into_iter().map(|record| record["text"].clone()).collect();
    assert_eq!(found, texts);
    assert_eq!(run.records()[1]["quotes"], json!([]));
}

#[test]
fn identities() {
    let folder = Folder::new();
    let path = folder.file("a.txt", b"Some text.");
    let path = path.to_str().unwrap();
    let record = &run(["extract", path], b"").records()[0];
    assert_eq!((&record["id"], &record["source"]), (&json!(path), &json!(path)));
    let record = &run(["extract", "-"], b"Some text.").records()[0];
    assert_eq!((&record["id"], &record["source"]), (&json!("-"), &Value::Null));
    let lines = b"{\"id\": 12345678901234567, \"text\": \"x\"}\n{\"text\": \"x\"}\n{\"id\": {}, \"text\": \"x\"}";
    let lines = run(["extract"], lines);
    assert_eq!(
        lines.records().iter().map(|r| r["id"].clone()).collect::<Vec<_>>(),
        [json!(12345678901234567u64), Value::Null]
    );
    lines.complains(1, "line 3: `id` is neither a string nor a number");
}

#[test]
fn the_format_is_detected_from_the_first_line() {
    for (input, records) in [
        ("\n {\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n", vec!["a", "b"]),
        ("{\"name\":\"1\"}\n", vec!["{\"name\":\"1\"}\n"]),
        ("{not JSON}\nat all\n", vec!["{not JSON}\nat all\n"]),
        ("plain {\"text\":\"a\"}", vec!["plain {\"text\":\"a\"}"]),
    ] {
        let run = run(["extract"], input.as_bytes());
        assert_eq!(run.status, Some(0), "{input}");
        assert_eq!(run.records().iter().map(|r| r["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), records);
    }
    let text = run(["extract", "--input", "text"], b"{\"id\":\"1\",\"text\":\"a\"}");
    assert_eq!(text.records()[0]["text"], "{\"id\":\"1\",\"text\":\"a\"}");
    let page = run(["extract", "--input", "text"], b"<!DOCTYPE html>");
    assert_eq!(page.records()[0]["text"], "<!DOCTYPE html>");
}

#[test]
fn formats() {
    let folder = Folder::new();
    let (a, b) = (folder.file("a.txt", b"First text."), folder.file("b.txt", b"Second text."));
    let (a, b) = (a.to_str().unwrap(), b.to_str().unwrap());
    let array = run(["extract", "--format", "json", a, b], b"");
    let array: Vec<Value> = serde_json::from_str(&array.out).unwrap();
    assert_eq!(array.iter().map(|r| r["text"].clone()).collect::<Vec<_>>(), ["First text.", "Second text."]);
    let none = run(["extract", "--format", "json", "missing"], b"");
    assert_eq!((none.status, none.out.as_str()), (Some(1), "[]\n"));
    let report = run(["extract", "--format", "text", a, b], b"");
    assert!(report.out.contains("¶1 First text.") && report.out.contains("¶1 Second text."), "{}", report.out);
    assert_eq!(report.out, run([a, b], b"").out);
    assert_eq!(report.out, run(["--plain", a, b], b"").out);
}

#[test]
fn minimum_confidence() {
    let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample.txt")).unwrap();
    let confidences = |least: &str, format: &str| {
        let run = run(["extract", "--model", "fast", "--min-confidence", least, "--format", format], &text);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
        if format == "csv" { vec![0.0; run.out.lines().count() - 1] } else { quoted(&run.records()[0]) }
    };
    let all = confidences("0", "jsonl");
    let sure = confidences("0.9", "jsonl");
    assert!(!sure.is_empty() && sure.len() < all.len() && sure.iter().all(|&confidence| confidence >= 0.9), "{all:?}");
    assert_eq!(confidences("0.9", "csv").len(), sure.len());
    assert_eq!(all, quoted(&run(["extract", "--model", "fast"], &text).records()[0]));
    for wrong in ["1.1", "-0.1", "x", "NaN", ""] {
        let run = run(["extract", &format!("--min-confidence={wrong}")], b"");
        assert_eq!(run.status, Some(2), "{wrong}");
        assert!(run.err.contains("from 0 to 1") || run.err.contains("a value is required"), "{}", run.err);
    }
}

/// The confidences of the quotations of a record.
fn quoted(record: &Value) -> Vec<f64> {
    record["quotes"].as_array().unwrap().iter().map(|quote| quote["confidence"].as_f64().unwrap()).collect()
}

#[test]
fn an_answer_comes_before_the_next_line_is_sent() {
    let mut child = program()
        .args(["extract", "--input", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (mut to, mut from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for number in 0..3 {
        writeln!(to, "{}", json!({"id": number, "text": "“Yes,” he said."})).unwrap();
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], number);
    }
    drop(to);
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_sample_is_read_when_nothing_is_given() {
    let output = program().stdin(Stdio::null()).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(out.contains("Source: sample") && out.contains("¶2 "), "{out}");
}
