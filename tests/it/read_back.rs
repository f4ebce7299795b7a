//! Each format read back by a parser that knows nothing of us, for real texts and hostile ones: it is well-formed,
//! keeps the rules of its format, and says what the record says.

use crate::exports;
use dom_query::Document as Page;
use onrecord::article::{Article, Block, BlockKind, plain};
use onrecord::export::{ExportedArticle, Format, Id};
use onrecord::record::{self, Record};
use onrecord::text::Span;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Texts with their records: annotated ones of ours, the hand-written one, and one of everything that could be taken
/// for markup.
static DOCUMENTS: LazyLock<Vec<(String, Article, Record)>> = LazyLock::new(|| {
    let mut texts: Vec<(String, String)> = Vec::new();
    for name in
        ["05_science_she", "08_multipara", "11_transcript", "23_scraped_junk", "47_politics_sandbank", "f_lang_fr"]
    {
        let path = format!("{}/tests/people/{name}.gold.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        texts.push((name.into(), text.split_once("\n\n").map_or("", |(_, body)| body).into()));
    }
    texts.push(("sample".into(), include_str!("../../assets/sample.txt").into()));
    let hostile = "<script>alert(1)</script> said \"]]> -->\" & 'x'.\n\n“</said></a>\u{0}\u{1b}[1m\u{9b}\u{ffff}\t\
                   \u{2028}=1,2;\"3\"\r\n4,” said Ada <b>Finch</b>.\n\n`*_[x](y)_*` | # “É 世界 👩‍👩‍👧,” Ada Finch said.";
    texts.push(("hostile".into(), hostile.into()));
    texts.push(("empty".into(), String::new()));
    let mut all: Vec<(String, Article, Record)> = texts
        .into_iter()
        .map(|(name, text)| {
            let mut article = plain::article(text);
            article.meta.url = Some("https://bay.example/a?\"b\"=<c>&d".into());
            let record = record::build(&article, onrecord::language::analyse(&article), &[]);
            (name, article, record)
        })
        .collect();
    let (article, record) = exports::found();
    all.push(("late".into(), article, record));
    all
});

/// Calls `check` with what each document is in `format`.
fn check(format: Format, check: impl Fn(&str, &ExportedArticle)) {
    for (name, article, record) in DOCUMENTS.iter() {
        let exported = ExportedArticle { id: Id::Name(name), source: None, article, record };
        let mut to = Vec::new();
        format.write_file(&mut to, &exported).unwrap();
        check(&String::from_utf8(to).unwrap(), &exported);
    }
}

/// The characters `start..end` of a text, in code points.
fn points(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn tables_have_a_row_for_each_quotation_and_no_formula() {
    check(Format::Csv, |written, exported| {
        let mut table = csv::Reader::from_reader(written.as_bytes());
        let columns: HashMap<String, usize> =
            table.headers().unwrap().iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
        assert_eq!(columns.len(), 18);
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), exported.record.quotations().len());
        for (row, quotation) in rows.iter().zip(exported.record.quotations()) {
            let cell = |name: &str| &row[columns[name]];
            assert!(!row.iter().any(|cell| cell.starts_with(['=', '+', '-', '@']) || cell.contains(char::is_control)));
            let (start, end) = (cell("start").parse().unwrap(), cell("end").parse().unwrap());
            assert_eq!(points(exported.article.text(), start, end), exported.article.slice(quotation.extent()));
            let speaker = quotation.speaker.map_or("", |speaker| &exported.record.people()[speaker].name);
            assert_eq!(cell("speaker").trim_start_matches('\''), words(speaker).trim_start_matches('\''));
            assert!(["direct", "mixed", "indirect"].contains(&cell("kind")));
        }
    });
}

#[test]
fn markdown_links_to_every_quotation_twice() {
    use pulldown_cmark::{Event, Parser, Tag};
    check(Format::Markdown, |written, exported| {
        let mut links = 0;
        let mut text = String::new();
        for event in Parser::new(written) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => links += usize::from(dest_url.contains(":~:text=")),
                Event::Text(words) => text += &words,
                Event::SoftBreak => text.push(' '),
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
                _ => {}
            }
        }
        let quotations = exported.record.quotations();
        assert_eq!(links, 2 * quotations.len(), "{written}");
        for quotation in quotations {
            let piece = onrecord::text::one_line(exported.article.slice(quotation.content[0]));
            assert!(text.contains(&piece), "{piece}: {text}");
        }
    });
}

/// The text of the blocks that are shown, each on a line.
fn shown(exported: &ExportedArticle, block: &Block) -> String {
    words(&onrecord::text::printable(exported.article.slice(block.span)).replace('\u{ffff}', "\u{fffd}"))
}

#[test]
fn pages_contain_the_text_and_valid_links() {
    check(Format::Html, |written, exported| {
        let page = Page::from(written);
        let ids: Vec<String> =
            page.select("[id]").iter().map(|element| element.attr("id").unwrap().to_string()).collect();
        let unique: HashSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "an id stands twice");
        for link in page.select("a[href^='#']").iter() {
            let to = link.attr("href").unwrap().to_string();
            assert!(unique.contains(&to[1..].to_owned()), "{to} leads nowhere");
            assert!(!link.text().trim().is_empty());
        }
        assert!(page.select("script, a a").is_empty());
        for (id, quotation) in exported.record.quotations().iter().enumerate() {
            let clutter =
                |block: &Block| block.kind == BlockKind::Boilerplate && block.span.contains(quotation.extent());
            if !exported.article.blocks().iter().any(clutter) {
                assert_eq!(page.select(&format!("#q{}", id + 1)).length(), 1, "{written}");
                assert_eq!(page.select(&format!("sup a[href='#s{}']", id + 1)).length(), 1);
            }
            assert_eq!(page.select(&format!("#s{} a[href='#q{0}']", id + 1)).length(), 1);
        }
        let landmarks = ["header", "main", "article", "aside[aria-labelledby='people']", "html[lang]", "h1", "title"];
        landmarks.iter().for_each(|one| assert_eq!(page.select(one).length(), 1, "{one}: {written}"));
        // Without the numbers behind quotations the text is that of the article.
        page.select("sup").remove();
        for (index, block) in exported.article.blocks().iter().enumerate() {
            if block.kind != BlockKind::Boilerplate {
                let text = page.select(&format!("[id='¶{}']", index + 1)).text().to_string();
                assert_eq!(
                    words(&text.replace('\u{fffd}', " ")),
                    words(&shown(exported, block).replace('\u{fffd}', " "))
                );
            }
        }
    });
}

#[test]
fn a_page_is_at_most_three_times_its_text() {
    let text = include_str!("../../assets/sample.txt");
    let page = crate::run::run(["extract", "--model", "fast", "--format", "html"], text.as_bytes()).out;
    assert!(page.len() <= 3 * text.len(), "{} bytes of {}", page.len(), text.len());
}

#[test]
fn annotations_select_the_words() {
    check(Format::W3c, |written, exported| {
        let page: Value = serde_json::from_str(written).unwrap();
        assert_eq!(
            (&page["type"], &page["@context"]),
            (&"AnnotationPage".into(), &"http://www.w3.org/ns/anno.jsonld".into())
        );
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), exported.record.quotations().len());
        let ids: HashSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), items.len());
        for (item, quotation) in items.iter().zip(exported.record.quotations()) {
            let targets = item["target"].as_array().unwrap();
            assert_eq!(targets.len(), quotation.content.len());
            for (target, &piece) in targets.iter().zip(&quotation.content) {
                selects(target, exported, piece);
            }
        }
    });
    check(Format::Hypothesis, |written, exported| {
        let envelope: Value = serde_json::from_str(written).unwrap();
        let items = envelope["annotations"].as_array().unwrap();
        let pieces: Vec<Span> = exported.record.quotations().iter().flat_map(|one| one.content.clone()).collect();
        assert_eq!(items.len(), pieces.len());
        for (item, &piece) in items.iter().zip(&pieces) {
            assert!(item["uri"] == item["target"][0]["source"] && item["text"].is_string() && item["tags"].is_array());
            selects(&item["target"][0], exported, piece);
        }
    });
}

/// Asserts that both selectors of `target` lead to `piece`.
#[track_caller]
fn selects(target: &Value, exported: &ExportedArticle, piece: Span) {
    let text = exported.article.text();
    let [quote, place] = [&target["selector"][0], &target["selector"][1]];
    let part = |name: &str| quote[name].as_str().unwrap();
    assert_eq!(part("exact"), exported.article.slice(piece));
    let context = format!("{}{}{}", part("prefix"), part("exact"), part("suffix"));
    assert!(text[piece.start as usize - part("prefix").len()..].starts_with(&context));
    let offset = |name: &str| place[name].as_u64().unwrap() as usize;
    assert_eq!(points(text, offset("start"), offset("end")), part("exact"));
}

#[test]
fn tei_is_well_formed_with_valid_references() {
    use quick_xml::events::Event;
    check(Format::Tei, |written, exported| {
        let mut reader = quick_xml::Reader::from_str(written);
        let (mut ids, mut references, mut text) = (HashSet::new(), Vec::new(), String::new());
        let mut depth_of_text = 0;
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(element) | Event::Empty(element) => {
                    let is_start = matches!(event, Event::Start(_));
                    depth_of_text += usize::from(is_start && (depth_of_text > 0 || element.name().as_ref() == "text"));
                    for attribute in element.attributes().map(Result::unwrap) {
                        let value = attribute.value.to_string();
                        match attribute.key.as_ref() {
                            "xml:id" => assert!(ids.insert(value.clone()), "{value} twice"),
                            "who" | "ref" | "prev" | "corresp" | "active" | "passive" => {
                                references.extend(value.split(' ').map(str::to_owned));
                            }
                            _ => {}
                        }
                    }
                }
                Event::End(_) => depth_of_text = usize::saturating_sub(depth_of_text, 1),
                Event::Text(words) if depth_of_text > 0 => text += words,
                Event::GeneralRef(name) if depth_of_text > 0 => {
                    text += match name.as_ref() {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("{other:?}"),
                    };
                }
                Event::Eof => break,
                _ => {}
            }
        }
        for reference in &references {
            assert!(ids.contains(reference.trim_start_matches('#')), "{reference} leads nowhere");
        }
        for id in 1..=exported.record.quotations().len() {
            assert!(ids.contains(&format!("q{id}")), "q{id}: {written}");
        }
        // All of the text, character for character but for those that XML cannot hold.
        let all: String = exported.article.blocks().iter().map(|block| shown(exported, block) + " ").collect();
        let plain = |text: &str| words(&text.replace('\u{fffd}', " "));
        assert_eq!(plain(&text), plain(&all));
    });
}

#[test]
fn standoff_follows_the_rules_of_brat() {
    check(Format::Brat, |written, exported| {
        let text: Vec<char> = exported.article.text().chars().collect();
        let mut ids = HashSet::new();
        let mut said = 0;
        for line in written.lines() {
            let (id, rest) = line.split_once('\t').unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            let arguments: Vec<&str> = match id.as_bytes()[0] {
                b'T' => {
                    let (place, words) = rest.split_once('\t').unwrap();
                    let (kind, offsets) = place.split_once(' ').unwrap();
                    said += usize::from(["Direct", "Mixed", "Indirect"].contains(&kind));
                    let parts: Vec<String> = offsets
                        .split(';')
                        .map(|part| {
                            let (start, end) = part.split_once(' ').unwrap();
                            let part: String = text[start.parse().unwrap()..end.parse().unwrap()].iter().collect();
                            assert!(!part.is_empty() && part.trim() == part && !part.contains(['\n', '\t', '\r']));
                            part
                        })
                        .collect();
                    assert_eq!(parts.join(" "), words);
                    vec![]
                }
                b'R' => {
                    let parts: Vec<&str> = rest.split(' ').collect();
                    assert!(["said_by", "reported_by", "coref"].contains(&parts[0]));
                    vec![parts[1].strip_prefix("Arg1:").unwrap(), parts[2].strip_prefix("Arg2:").unwrap()]
                }
                b'A' => vec![rest.split_once(' ').unwrap().1],
                b'#' => vec![rest.split(['\t', ' ']).nth(1).unwrap()],
                _ => panic!("{line}"),
            };
            arguments.iter().for_each(|of| assert!(ids.contains(*of), "{line}: {of} is not there yet"));
        }
        assert_eq!(said, exported.record.quotations().len());
    });
    let declared =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/brat/annotation.conf")).unwrap();
    let written = exports::written(Format::Brat);
    for name in written.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(['\t', ' ']).nth(1))
    {
        assert!(declared.lines().any(|line| line.split('\t').next() == Some(name)), "{name} is not declared");
    }
}
