//! Each format of a hand-written record, word for word: the files in `tests/exports`, which `UPDATE=1` rewrites. And
//! which format a file gets.

use crate::run::{Folder, run};
use onrecord::article::{Article, plain};
use onrecord::export::{ExportedArticle, Format, Id};
use onrecord::language::{Analysis, Engine, Language};
use onrecord::record::{self, Kind, Mention, MentionType, Person, PersonKind, Quotation, Reason, Record, SpeechAct};
use onrecord::text::Span;

/// Quotations of every kind: one inside another, one in two pieces over a line break, one thought, one by nobody, one
/// by two together, and one that looks like a formula and like markup.
pub const TEXT: &str = "Ferry <late> & \"lost\"

By Ana Cruz

“É late,” said Captain Bo Holt. “Again, and so it
goes,” he added.

A guard feared worse, and *hoped* for the best.

Share this article

Holt recalled that the clerk had told him “no ferry, no fare” last year.

=1+1 is what Holt and Cruz, together, said.

“So it goes, and so it went, and so it will go on until somebody finds the key.”
";

fn find(words: &str) -> Span {
    let start = TEXT.find(words).expect(words);
    Span::new(start, start + words.len())
}

fn mention(words: &str, mention_type: MentionType) -> Mention {
    Mention { span: find(words), mention_type, antecedent: None, reason: Reason::Introduces, confidence: 1.0 }
}

fn person(name: &str, kind: PersonKind, role: Option<&str>, mentions: Vec<Mention>) -> Person {
    Person { name: name.into(), kind, role: role.map(str::to_owned), mentions, members: Vec::new() }
}

fn quotation(kind: Kind, content: &[&str], cue: &str, source: &str, speaker: Option<usize>) -> Quotation {
    let optional = |words: &str| Some(words).filter(|words| !words.is_empty()).map(find);
    Quotation {
        kind,
        act: SpeechAct::Said,
        content: content.iter().map(|words| find(words)).collect(),
        cue: optional(cue),
        source: optional(source),
        speaker,
        confidence: 0.9876,
        speaker_confidence: if speaker.is_some() { 0.93 } else { 0.0 },
        inside: None,
    }
}

/// The article of [`TEXT`], and its record.
pub fn found() -> (Article, Record) {
    let mut article = plain::article(TEXT.to_owned());
    article.meta.url = Some("https://bay.example/a?b=1&c=<2>#top".into());
    article.meta.published = Some("2026-11-02".into());
    let last = TEXT.rfind("Holt and Cruz").unwrap();
    let pair = Span::new(last, last + "Holt and Cruz".len());
    let mut both = person("Bo Holt and Ana Cruz", PersonKind::Group, None, vec![mention("A guard", MentionType::Name)]);
    both.mentions[0].span = pair;
    both.members = vec![1, 0];
    let people = vec![
        person("Ana Cruz", PersonKind::Person, None, vec![mention("Ana Cruz", MentionType::Name)]),
        person(
            "Bo Holt",
            PersonKind::Person,
            Some("Captain"),
            vec![mention("Captain Bo Holt", MentionType::Name), mention("he added", MentionType::Pronoun)],
        ),
        person("A guard", PersonKind::Unnamed, None, vec![mention("A guard", MentionType::Description)]),
        person("the clerk", PersonKind::Unnamed, None, vec![mention("the clerk", MentionType::Description)]),
        both,
    ];
    let mut feared = quotation(Kind::Indirect, &["worse"], "feared", "A guard", Some(2));
    (feared.act, feared.speaker_confidence, feared.confidence) = (SpeechAct::Thought, 0.41, 0.5);
    let recalled = "the clerk had told him “no ferry, no fare” last year";
    let mut inner = quotation(Kind::Direct, &["“no ferry, no fare”"], "had told", "the clerk", Some(3));
    inner.inside = Some(2);
    let quotations = vec![
        quotation(Kind::Direct, &["“É late,”", "“Again, and so it\ngoes,”"], "said", "Captain Bo Holt", Some(1)),
        feared,
        // Credited to nobody, as far as the analysis knows.
        quotation(Kind::Mixed, &[recalled], "recalled", "Holt recalled", None),
        inner,
        quotation(Kind::Indirect, &["=1+1 is what"], "", "Holt and Cruz", Some(4)),
        quotation(Kind::Direct, &[TEXT.trim_end().lines().last().unwrap()], "", "", None),
    ];
    let language = Language::ENGLISH;
    let record = record::build(&article, Analysis { language, engine: Engine::Fast, people, quotations }, &[]);
    (article, record)
}

/// The file of the record in this format.
pub fn written(format: Format) -> String {
    let (article, record) = found();
    let mut to = Vec::new();
    let exported =
        ExportedArticle { id: Id::Name("late.txt"), source: Some("late.txt"), article: &article, record: &record };
    assert_eq!(format.write_file(&mut to, &exported).unwrap(), None);
    String::from_utf8(to).unwrap()
}

#[track_caller]
fn check(format: Format, name: &str) {
    let path = format!("{}/tests/exports/{name}", env!("CARGO_MANIFEST_DIR"));
    let written = written(format);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, expected, "{name}: UPDATE=1 cargo test exports");
}

#[test]
fn every_format() {
    for format in Format::ALL {
        let name = match format {
            Format::Jsonl => "late.jsonl",
            Format::Json => {
                assert_eq!(written(Format::Json), written(Format::Jsonl), "alone, a record is an object");
                continue;
            }
            Format::Text => "late.txt",
            Format::Csv => "late.csv",
            Format::Markdown => "late.md",
            Format::Html => "late.html",
            Format::W3c => "late.jsonld",
            Format::Hypothesis => "late.hypothesis.json",
            Format::Tei => "late.xml",
            Format::Brat => "late.ann",
            // They need times; `timed.rs` has them.
            Format::Vtt | Format::Srt => continue,
        };
        check(format, name);
    }
}

const LINES: &str = "{\"id\":1,\"text\":\"“No,” said Ada Finch.\"}\n{\"id\":2,\"text\":\"\"}\n\
                     {\"id\":3,\"text\":\"“Yes,” said Bo Holt.\"}\n";

#[test]
fn files_of_several_documents() {
    let many = |format: &str, input: &str| {
        let run = run(["extract", "--model", "fast", "--input", "jsonl", "--format", format], input.as_bytes());
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{format}");
        run.out
    };
    let table = many("csv", LINES);
    let cells: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').take(2).collect()).collect();
    assert_eq!(cells, [["document", "title"], ["1", ""], ["3", ""]]);
    // A document without quotations leaves no trace, and no comma either.
    for (format, list) in [("w3c", "items"), ("hypothesis", "annotations")] {
        let page: serde_json::Value = serde_json::from_str(&many(format, LINES)).unwrap();
        assert_eq!(page[list].as_array().unwrap().len(), 2, "{format}");
        let none: serde_json::Value = serde_json::from_str(&many(format, "{\"text\":\"\"}")).unwrap();
        assert_eq!(none[list], serde_json::json!([]), "{format}");
    }
    assert_eq!(many("csv", "{\"text\":\"\"}").lines().count(), 1);
    assert_eq!(many("json", ""), "[]\n");
    assert_eq!(many("markdown", LINES).matches("# ").count(), 3 + 2 * 2 + 2);
}

#[test]
fn single_document_formats_refuse_a_second() {
    let folder = Folder::new();
    let one = folder.file("a.txt", b"One.");
    let one = one.to_str().unwrap();
    for format in ["html", "tei", "brat"] {
        assert_eq!(run(["extract", "--format", format, one], b"").status, Some(0));
        let two = run(["extract", "--format", format, one, one], b"");
        assert_eq!((two.status, two.out.as_str()), (Some(2), ""));
        assert!(two.err.contains("holds one document"), "{}", two.err);
        let to = folder.path(format);
        let lines = ["extract", "--model", "fast", "--format", format, "-o", to.to_str().unwrap()];
        run(lines, LINES.as_bytes()).complains(1, "holds one document, and the source has more");
        assert!(!to.exists());
    }
}

/// Runs `extract` on a text with this output, expecting `status` and a message, and returns what was written.
fn extract(folder: &Folder, to: &str, status: i32, complaint: &str) -> Option<String> {
    let text = folder.file("in.text", "“The horn stays,” said Ingrid Halloran.\n".as_bytes());
    let to = folder.path(to);
    let run = run(["extract", "-f", "--model", "fast", text.to_str().unwrap(), "-o", to.to_str().unwrap()], b"");
    assert_eq!((run.status, run.out.as_str()), (Some(status), ""), "{}", run.err);
    assert!(run.err.contains(complaint) && run.err.is_empty() == complaint.is_empty(), "{}", run.err);
    std::fs::read_to_string(to).ok()
}

#[test]
fn the_extension_names_the_format() {
    let folder = Folder::new();
    for (to, start) in [
        ("a.jsonl", "{\"schema\""),
        ("a.json", "[\n{\"schema\""),
        ("report.txt", ""),
        ("a.CSV", "document,title"),
        ("a.md", "# "),
        ("a.html", "<!DOCTYPE html>"),
        ("a.jsonld", "{\"@context\""),
        ("a.xml", "<?xml"),
        ("b.ann", "T1\t"),
    ] {
        let written = extract(&folder, to, 0, "").unwrap();
        assert!(written.starts_with(start), "{to}: {written}");
        assert!(written.contains("Halloran"), "{to}: {written}");
    }
    for to in ["a", "a.yaml", "a.json.gz", "a.docx"] {
        assert_eq!(extract(&folder, to, 2, "FILE must end in .jsonl, .json, .txt, .csv"), None, "{to}");
    }
}

#[test]
fn standoff_has_its_text_beside_it() {
    let folder = Folder::new();
    assert!(extract(&folder, "a.ann", 0, "").is_some());
    let text = std::fs::read_to_string(folder.path("a.txt")).unwrap();
    assert_eq!(text, "“The horn stays,” said Ingrid Halloran.\n");
    assert!(extract(&folder, "a.ann", 0, "").is_some(), "the same text is good as it is");
    folder.file("b.txt", b"Something else.");
    assert_eq!(extract(&folder, "b.ann", 1, "b.txt, which holds another"), None);
    assert_eq!(std::fs::read(folder.path("b.txt")).unwrap(), b"Something else.");
}

#[test]
fn characters_that_a_format_cannot_hold_are_reported() {
    let line = "{\"id\":\"a\",\"text\":\"\\u0000“No\\u001b,” said Ada Finch.\"}";
    let run = run(["extract", "--model", "fast", "--format", "tei"], line.as_bytes());
    run.complains(0, "line 1: 2 control characters that XML cannot hold replaced");
}
