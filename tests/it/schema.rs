//! Real records against `assets/record.schema.json`, and against what a schema cannot express.

use crate::run::run;
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;

fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![std::fs::read_to_string(root.join("assets/sample.txt")).unwrap()];
    for entry in std::fs::read_dir(root.join("tests/people")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".gold.txt") {
            texts.push(without_tags(&std::fs::read_to_string(path).unwrap()));
        }
    }
    texts.push("👩‍👩‍👧 “É,” said Zoë 世. 世界 “说”, according to 李雷.".into());
    texts.push(String::new());
    texts
}

/// The text of an annotated file without header and tags.
fn without_tags(annotated: &str) -> String {
    let body = annotated.split_once("\n\n").map_or(annotated, |(_, body)| body);
    let mut text = String::new();
    for (index, part) in body.split('<').enumerate() {
        match part.split_once('>') {
            Some((tag, words)) if index > 0 && tag.trim_start_matches('/').starts_with(['q', 'p', 'x']) => {
                text += words
            }
            _ if index > 0 => text = text + "<" + part,
            _ => text += part,
        }
    }
    text
}

#[test]
fn records_follow_the_schema_and_its_invariants() {
    let schema: Value = serde_json::from_str(include_str!("../../assets/record.schema.json")).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let texts = texts();
    let line = |(id, text): (usize, &String)| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    let lines: String = texts.iter().enumerate().map(line).collect();
    let run = run(["extract", "--input", "jsonl"], lines.as_bytes());
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let records = run.records();
    assert_eq!(records.len(), texts.len());
    for (record, text) in records.iter().zip(&texts) {
        let errors: Vec<String> =
            schema.iter_errors(record).map(|error| format!("{error}: {}", error.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(record["text"], *text);
        consistent(record);
    }
    let first = run.out.lines().next().unwrap();
    let fields = "schema tool id source language title byline published site url text blocks people quotes";
    let places: Vec<_> = fields.split(' ').map(|field| first.find(&format!("\"{field}\":"))).collect();
    assert!(places.is_sorted() && places[0] == Some(1), "fields in the order of the contract");
}

#[test]
fn the_schema_refuses_other_json() {
    let schema: Value = serde_json::from_str(include_str!("../../assets/record.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let good = run(["extract", "-"], b"Some text.").records().remove(0);
    assert!(schema.is_valid(&good));
    for (field, value) in [("schema", "onrecord/2".into()), ("text", Value::Null), ("quotes", serde_json::json!([{}]))]
    {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(!schema.is_valid(&bad), "{field}");
    }
}

/// Checks what a schema cannot express: offsets, order, valid ids.
fn consistent(record: &Value) {
    let length = record["text"].as_str().unwrap().chars().count() as u64;
    let span = |value: &Value| {
        let (start, end) = (value["start"].as_u64().unwrap(), value["end"].as_u64().unwrap());
        assert!(start < end && end <= length, "{start}..{end} of {length}");
        (start, end)
    };
    let people = record["people"].as_array().unwrap();
    let quotes = record["quotes"].as_array().unwrap();
    let mut first_mentions = Vec::new();
    for (index, person) in people.iter().enumerate() {
        assert_eq!(person["id"], index);
        let mentions: Vec<_> = person["mentions"].as_array().unwrap().iter().map(span).collect();
        assert!(mentions.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{person}");
        first_mentions.extend(mentions.first().copied());
        for member in person["members"].as_array().into_iter().flatten() {
            assert!((member.as_u64().unwrap() as usize) < people.len() && *member != person["id"], "{person}");
        }
    }
    assert!(first_mentions.is_sorted_by_key(|mention| mention.0), "people in order of first mention");
    let mut starts = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        assert_eq!(quote["id"], index);
        let content: Vec<_> = quote["content"].as_array().unwrap().iter().map(span).collect();
        assert!(content.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{quote}");
        starts.push(content[0].0);
        if !quote["cue"].is_null() {
            span(&quote["cue"]);
        }
        if let (Some(speaker), false) = (quote["speaker"].as_u64(), quote["source"].is_null()) {
            let source = span(&quote["source"]);
            let mentions = people[speaker as usize]["mentions"].as_array().unwrap();
            assert!(mentions.iter().any(|mention| span(mention) == source), "{quote}: not a mention of {speaker}");
        }
        let mut seen = HashSet::from([index as u64]);
        let mut outer = quote["inside"].as_u64();
        while let Some(id) = outer {
            assert!(seen.insert(id), "{quote}: inside itself");
            outer = quotes[id as usize]["inside"].as_u64();
        }
    }
    assert!(starts.is_sorted(), "quotes in order of first span");
}
