//! Web pages in the style of various sites: the article without boilerplate. Each file in `tests/pages` has a page,
//! strings that must not be found in it, and the expected article: metadata, then blocks, with `#` for headings, `*`
//! for items (and their numbers) and `>` for quotations. `UPDATE=1` rewrites the last part.

use onrecord::article::{Article, BlockKind, InlineKind};
use onrecord::formats::{self, Hint};
use std::fmt::Write;

/// The article of `page`.
pub fn read(page: &str) -> Article {
    formats::article(page.as_bytes().to_vec(), &Hint::default()).expect("an article")
}

/// The article as written in the files.
pub fn shown(article: &Article) -> String {
    let meta = &article.meta;
    let mut shown = String::new();
    for (name, value) in [
        ("title", &meta.title),
        ("byline", &meta.byline),
        ("published", &meta.published),
        ("site", &meta.site),
        ("url", &meta.url),
    ] {
        if let Some(value) = value {
            writeln!(shown, "{name}: {value}").unwrap();
        }
    }
    for block in article.blocks() {
        let sign = match block.kind {
            BlockKind::Heading(level) => "#".repeat(level.into()) + " ",
            BlockKind::Item(depth) => "*".repeat(depth.into()) + " ",
            BlockKind::Numbered { depth, number } => format!("{} {number}. ", "*".repeat(depth.into())),
            BlockKind::Continuation(depth) => " ".repeat(2 * usize::from(depth)),
            BlockKind::Quote(depth) => ">".repeat(depth.into()) + " ",
            BlockKind::Table => "row: ".to_owned(),
            BlockKind::Code => "code: ".to_owned(),
            BlockKind::Caption | BlockKind::Alternative => "caption: ".to_owned(),
            _ => String::new(),
        };
        writeln!(shown, "\n{sign}{}", article.slice(block.span)).unwrap();
    }
    shown
}

#[test]
fn the_article_and_nothing_around_it() {
    let mut pages = 0;
    for entry in std::fs::read_dir("tests/pages").unwrap() {
        let path = entry.unwrap().path();
        let file = std::fs::read_to_string(&path).unwrap();
        let (page, rest) = file.strip_prefix("=== page\n").unwrap().split_once("\n=== never\n").unwrap();
        let (never, expected) = rest.split_once("\n=== found\n").unwrap_or((rest.trim_end(), ""));
        let article = read(page);
        let shown = shown(&article);
        for never in never.lines() {
            assert!(!shown.contains(never), "{}: {never}\n{shown}", path.display());
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, format!("=== page\n{page}\n=== never\n{never}\n=== found\n{shown}")).unwrap();
        } else {
            assert_eq!(shown, expected, "{}", path.display());
        }
        pages += 1;
    }
    assert!(pages >= 15);
}

#[test]
fn a_removed_byline_names_the_author() {
    for (line, byline) in [
        ("By Karin Holt", Some("Karin Holt")),
        ("by Karin HOLT and Jan Dahl, Harbour Press", Some("Karin HOLT and Jan Dahl, Harbour Press")),
        ("By the sea, said Ada Quill, everything is late, and nobody minds it.", None),
        ("By 12 votes to 9", None),
        ("By Karin Holt · 5 min read", Some("Karin Holt")),
        ("Karin Holt, Staff Writer", Some("Karin Holt")),
        ("Words by Karin Holt. Photographs by Jan Dahl.", Some("Karin Holt")),
        ("<span>Karin Holt</span> <time datetime=2026-03-01>1 March 2026</time>", Some("Karin Holt")),
        ("Karin Holt", Some("Karin Holt")),
        ("Karin Holt, who keeps the quay, was not asked about it on the day.", None),
    ] {
        let page = format!(
            "<html><head><title>The quay is closed</title></head><body><article><h1>The quay is closed</h1><p>{line}</p>\
             <p>The quay was closed on Monday, said Ada Quill, who had wanted it closed for a year, and it stays so.</p>\
             </article></body></html>"
        );
        let article = read(&page);
        assert_eq!(article.meta.byline.as_deref(), byline, "{line}");
        assert_eq!(article.text().contains(line), byline.is_none() && !line.contains("12"), "{line}");
    }
}

#[test]
fn block_quotations_belong_to_their_signer() {
    let said = "The only thing this town ever built for itself was sold after midnight.";
    for body in [
        format!(
            "<figure><blockquote>“{said}” she wrote.</blockquote><figcaption>Rolf Asmund, in a letter</figcaption></figure>"
        ),
        format!("<blockquote>“{said}” he said.</blockquote><cite>Rolf Asmund</cite>"),
        format!("<blockquote><p>“{said}” he wrote.</p><p>— Rolf Asmund, clerk</p></blockquote>"),
        format!("<blockquote><p>{said}</p><p>— Rolf Asmund, union secretary</p></blockquote>"),
        format!("<blockquote><p>{said}</p><footer>Rolf Asmund, <cite>Letters</cite></footer></blockquote>"),
        format!("<blockquote>{said} <cite>Rolf Asmund</cite></blockquote>"),
        format!("<blockquote><p>{said}</p></blockquote><p>— Rolf Asmund</p>"),
        format!("<figure><blockquote>{said}</blockquote><figcaption>Rolf Asmund, clerk</figcaption></figure>"),
        format!("<blockquote><p>{said}</p>&mdash; Rolf Asmund (@rasmund) <a href='/1'>March 1, 2024</a></blockquote>"),
        format!("<blockquote><p>{said}</p><p>Rolf Asmund, <cite>Letters</cite></p></blockquote>"),
        format!("<blockquote><p>{said}</p><footer>Rolf Asmund in <cite>Letters</cite></footer></blockquote>"),
        format!("<blockquote><p>Rolf Asmund (@rasmund@bay.example)</p><p>{said}</p></blockquote>"),
        format!("<blockquote><p>{said}</p>&mdash; Rolf Asmund (<a href='/r'>@r.bay.example</a>) March 1</blockquote>"),
        format!("<blockquote><p>{said}</p><p>A post shared by Rolf Asmund (@rasmund) on March 1</p></blockquote>"),
        format!("<blockquote><p>{said}</p></blockquote><div>Rolf Asmund, clerk</div>"),
        format!("<p>Rolf Asmund, in a letter to the board: {said}</p>"),
        format!("<figure><img src='a.jpg'><figcaption>The quay. “{said}” said Rolf Asmund.</figcaption></figure>"),
    ] {
        let page = format!(
            "<!doctype html><article><h1>Sold</h1><p>The harbour board of the town sold the old terminal on Tuesday, after a long \
             night.</p><p>Mayor Ingrid Halloran said that the sale was final.</p>{body}<p>The county has still to confirm \
             it, and it turned down two earlier offers.</p></article>"
        );
        let record = &crate::run::run(["extract"], page.as_bytes()).records()[0];
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let words = |span: &serde_json::Value| -> String {
            text[span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize].iter().collect()
        };
        let quotes = record["quotes"].as_array().unwrap();
        let quote = quotes.iter().find(|quote| words(&quote["content"][0]).contains("The only thing")).expect(&body);
        let speaker = quote["speaker"].as_u64().map(|id| &record["people"][id as usize]["name"]);
        assert_eq!(speaker.and_then(|name| name.as_str()), Some("Rolf Asmund"), "{body}");
    }
}

#[test]
fn captions_without_marks_have_no_speaker() {
    for picture in [
        "<figure><img src='a.jpg'><figcaption>Rolf Asmund said the quay was sold after midnight. Photograph: Lena \
         Marsh</figcaption></figure>",
        "<p><img src='a.jpg' alt='Rolf Asmund says that the quay was sold after midnight'></p>",
    ] {
        let page = format!(
            "<!doctype html><article><h1>Sold</h1><p>The harbour board of the town sold the old terminal on Tuesday, after a long \
             night.</p><p>Mayor Ingrid Halloran said that the sale was final.</p>{picture}<p>“We had no choice,” she said, and \
             turned to the window of the hall.</p></article>"
        );
        let record = &crate::run::run(["extract"], page.as_bytes()).records()[0];
        let names: Vec<&str> =
            record["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect();
        assert!(!names.iter().any(|name| name.contains("Asmund") || name.contains("Marsh")), "{picture}: {names:?}");
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        for quote in record["quotes"].as_array().unwrap() {
            for piece in quote["content"].as_array().unwrap() {
                let at = |end: &str| piece[end].as_u64().unwrap() as usize;
                let words: String = text[at("start")..at("end")].iter().collect();
                assert!(!words.contains("midnight"), "{picture}: {words}");
            }
        }
    }
}

#[test]
fn truncated_pages_give_their_beginning() {
    let file = std::fs::read_to_string("tests/pages/01_news_related.page").unwrap();
    for end in (0..file.len()).step_by(97).filter(|&end| file.is_char_boundary(end)) {
        let bytes = file.as_bytes()[9.min(end)..end].to_vec();
        let _ = formats::article(bytes, &Hint::default());
    }
}

#[test]
fn links_and_emphasis_cover_their_words() {
    let page = "<!doctype html><base href='https://x.example/'><link rel=canonical href='https://bay.example/a/b'><p>One \
                <em>two <b>three</b></em> and <a href='../c?d'> four five </a>, <a href='javascript:x'>six</a>, <i></i>end.";
    let article = read(page);
    let found: Vec<(&str, String)> = (article.inlines().iter())
        .map(|inline| {
            (
                article.slice(inline.span),
                match &inline.kind {
                    InlineKind::Link(address) => address.to_string(),
                    kind => format!("{kind:?}"),
                },
            )
        })
        .collect();
    let expected = [("two three", "Emphasis"), ("three", "Strong"), ("four five", "https://x.example/c?d")];
    assert_eq!(found, expected.map(|(words, kind)| (words, kind.to_owned())));
}

#[test]
fn endless_pages_take_bounded_time() {
    let started = std::time::Instant::now();
    let words =
        "<p>“Words, and more words, and a comma or two,” she said, at some length, to nobody in particular.</p>";
    for page in [
        format!("<html>{}{words}", "<div>".repeat(100_000)),
        format!("<html>{}{words}", "<b><i>".repeat(50_000)),
        format!("<html>{}{words}", "<table><tr><td>".repeat(30_000)),
        format!("<html>{}{words}", "<ul><li>".repeat(50_000)),
        format!("<html>{}{words}", "<blockquote>".repeat(100_000)),
        format!("<html>{words}{}", "<i></i>".repeat(300_000)),
        format!("<html>{words}{}", "<p>a<br>".repeat(100_000)),
        format!("<html>{}{words}", (0..2000).map(|n| format!("<font size={n}>x<p>")).collect::<String>()),
        format!("<html><p>{}", "<a href=".repeat(100_000)),
        format!("<html>{}", "<!--".repeat(100_000)),
    ] {
        let start = std::time::Instant::now();
        let article = formats::article(page.clone().into_bytes(), &Hint::default());
        let took = start.elapsed().as_secs();
        assert!(took < 20, "{took} s: {}", &page[..60]);
        if page.contains("“") {
            assert!(article.is_ok_and(|article| article.text().contains("“Words,")), "{}", &page[..60]);
        }
    }
    assert!(started.elapsed().as_secs() < 120);
}
