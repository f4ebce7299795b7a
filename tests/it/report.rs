//! The plain report and the JSON record of a hand-written analysis, word for word.

use onrecord::article::{Article, plain};
use onrecord::export::{ExportedArticle, Fields, Id, json, report};
use onrecord::language::{Analysis, Engine, Language};
use onrecord::record::{self, Kind, Mention, MentionType, Person, PersonKind, Quotation, Reason, Record, SpeechAct};
use onrecord::text::Span;
use serde_json::{Value, json};

const TEXT: &str = "Ferry late\n\nBy Ana Cruz\n\n“É late,” said Captain Bo Holt. “Again.”\n\nA guard feared worse.\n\nShare this article\n\n“So it goes, and so it went, and so it will go on until somebody finds the key.”\n";

fn find(words: &str) -> Span {
    let start = TEXT.find(words).expect(words);
    Span::new(start, start + words.len())
}

fn person(name: &str, kind: PersonKind, role: Option<&str>, mention: &str, mention_type: MentionType) -> Person {
    let mention =
        Mention { span: find(mention), mention_type, antecedent: None, reason: Reason::Introduces, confidence: 1.0 };
    Person { name: name.into(), kind, role: role.map(str::to_owned), mentions: vec![mention], members: Vec::new() }
}

fn quotation(
    kind: Kind,
    content: &[&str],
    cue: Option<&str>,
    source: Option<&str>,
    speaker: Option<usize>,
) -> Quotation {
    Quotation {
        kind,
        act: SpeechAct::Said,
        content: content.iter().map(|words| find(words)).collect(),
        cue: cue.map(find),
        source: source.map(find),
        speaker,
        confidence: 0.9876,
        speaker_confidence: if speaker.is_some() { 0.93 } else { 0.0 },
        inside: None,
    }
}

fn found() -> (Article, Record) {
    let article = plain::article(TEXT.to_owned());
    let people = vec![
        person("Ana Cruz", PersonKind::Person, None, "Ana Cruz", MentionType::Name),
        person("Bo Holt", PersonKind::Person, Some("Captain"), "Captain Bo Holt", MentionType::Name),
        person("A guard", PersonKind::Unnamed, None, "A guard", MentionType::Description),
    ];
    let mut feared = quotation(Kind::Indirect, &["worse"], Some("feared"), Some("A guard"), Some(2));
    (feared.act, feared.speaker_confidence, feared.confidence) = (SpeechAct::Thought, 0.41, 0.5);
    let long = "“So it goes, and so it went, and so it will go on until somebody finds the key.”";
    let quotations = vec![
        quotation(Kind::Direct, &["“É late,”", "“Again.”"], Some("said"), Some("Captain Bo Holt"), Some(1)),
        feared,
        quotation(Kind::Direct, &[long], None, None, None),
    ];
    let record = record::build(
        &article,
        Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations },
        &[],
    );
    (article, record)
}

fn report(columns: Option<usize>) -> String {
    let (article, record) = found();
    let mut to = Vec::new();
    let exported = ExportedArticle { id: Id::Name("late.txt"), source: None, article: &article, record: &record };
    report::write(&mut to, &exported, columns).unwrap();
    String::from_utf8(to).unwrap()
}

#[test]
fn as_text() {
    let expected = "\
Ferry late
Source: late.txt

3 quotations (2 direct, 1 indirect) from 2 speakers.

- Bo Holt, Captain: 1 quotation (1 direct), 3 words, 14% of all words said, 1 mention
- A guard (unnamed): 1 quotation (1 indirect), 0 words, 0% of all words said, 1 mention
- speaker unknown: 1 quotation (1 direct)
- mentioned, not quoted: Ana Cruz (1 mention)

¶1 Headline: Ferry late

¶2 By Ana Cruz

¶3 “É late,” said Captain Bo Holt. “Again.”
  [1] Bo Holt said (direct, 93% sure): “É late,” / “Again.”

¶4 A guard feared worse.
  [2] perhaps A guard thought (indirect, 41% sure, 50% likely to be a quotation): worse

¶6 “So it goes, and so it went, and so it will go on until somebody finds the key.”
  [3] speaker unknown (direct): “So it goes, and so it went, … somebody finds the key.”

Left out, as no text of the article: ¶5

";
    assert_eq!(report(None), expected);
}

#[test]
fn as_text_wrapped() {
    let wrapped = report(Some(40));
    assert!(wrapped.lines().all(|line| onrecord::text::width(line) <= 40), "{wrapped}");
    assert!(wrapped.contains("  [3] speaker unknown (direct): “So it\n    goes,"), "{wrapped}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&wrapped), words(&report(None)));
}

#[test]
fn as_json() {
    let (article, record) = found();
    let mut to = Vec::new();
    let exported =
        ExportedArticle { id: Id::Name("late"), source: Some("late.txt"), article: &article, record: &record };
    json::write(&mut to, &exported, Fields::ALL).unwrap();
    let value: Value = serde_json::from_slice(&to).unwrap();
    assert_eq!(value["title"], "Ferry late");
    assert_eq!(value["byline"], "Ana Cruz");
    assert_eq!(
        value["people"][1],
        json!({"id": 1, "name": "Bo Holt", "kind": "person", "role": "Captain",
               "mentions": [{"start": 40, "end": 55, "form": "name"}]})
    );
    assert_eq!(
        value["quotes"][0],
        json!({"id": 0, "kind": "direct", "act": "said", "block": 3,
               "content": [{"start": 25, "end": 34}, {"start": 57, "end": 65}],
               "cue": {"start": 35, "end": 39}, "source": {"start": 40, "end": 55}, "speaker": 1,
               "confidence": 0.988, "speaker_confidence": 0.93, "inside": null, "edited": false})
    );
    assert_eq!(value["quotes"][1]["act"], "thought");
    assert_eq!(value["quotes"][2]["speaker"], Value::Null);
    assert_eq!(value["quotes"][2]["block"], 6);
    let points: Vec<char> = TEXT.chars().collect();
    let span = &value["quotes"][1]["content"][0];
    let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
    assert_eq!(points[start..end].iter().collect::<String>(), "worse");
}

#[test]
fn another_language_is_named() {
    let french = "Le maire a parlé mardi soir devant une foule nombreuse réunie sur le port.\n\n« La corne reste », a déclaré le maire, avant de rentrer chez lui sans répondre aux questions.\n";
    let run = crate::run::run(["extract", "-"], french.as_bytes());
    let record = &run.records()[0];
    assert_eq!(record["language"], "fr");
    assert!(record["quotes"].as_array().unwrap().iter().all(|quote| quote["kind"] == "direct"), "{record}");
    let report = crate::run::run(["-"], french.as_bytes());
    assert!(report.out.contains("Language: fr. Only marked direct speech is given"), "{}", report.out);
}
