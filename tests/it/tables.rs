//! Tables and code on the screen: columns stand below each other, what does not fit is wrapped, nothing is lost.

use crate::run::run;
use crate::stage::Stage;
use onrecord::article::Article;
use onrecord::formats::{self, Hint};
use onrecord::language::{Analysis, Engine, Language, analyse};
use onrecord::record::{self, Correction, Kind, Quotation, Record, Referent, anchor_at};
use onrecord::text::Span;

fn read(body: &str) -> Article {
    let before = "The council of the harbor published its numbers on Tuesday, as it does in every year that has them.";
    let page = format!("<html><body><article><h1>Numbers</h1><p>{before}</p>{body}</article></body></html>");
    formats::article(page.into_bytes(), &Hint::default()).expect("an article")
}

/// The page on a screen of `columns` and `rows`.
fn stage(body: &str, columns: u16, rows: u16) -> Stage {
    let (people, quotations) = (Vec::new(), Vec::new());
    let nobody = Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations };
    Stage::of(read(body), columns, rows).analysed(nobody)
}

/// A table of these rows, cells divided by `|`; the first are headings.
fn table(rows: &str) -> String {
    let row = |(number, row): (usize, &str)| {
        let name = if number == 0 { "th" } else { "td" };
        let cells: String = row.split('|').map(|cell| format!("<{name}>{}</{name}>", cell.trim())).collect();
        format!("<tr>{cells}</tr>")
    };
    format!("<table>{}</table>", rows.lines().enumerate().map(row).collect::<String>())
}

/// Asserts that the screen has these lines one after another, behind the margin.
#[track_caller]
fn check(body: &str, columns: u16, expected: &[&str]) {
    let text = stage(body, columns, 40).text();
    let lines: Vec<&str> = text.lines().collect();
    let is_there = |at: usize| {
        expected.iter().zip(&lines[at..]).filter(|(expected, line)| line.contains(*expected)).count() == expected.len()
    };
    assert!((0..lines.len()).any(is_there), "{expected:#?}\n{text}");
}

#[test]
fn columns_are_aligned() {
    check(
        &table(
            "Item | 2024 | 2025 | Change\nDredging | 1,200 | 980 | −18 %\nLights | 40 | | –\n大江 jetty | 7 | 12,345 | +9 %",
        ),
        60,
        &[
            "Item         2024    2025  Change",
            "Dredging    1,200     980   −18 %",
            "Lights         40               –",
            "大江 jetty      7  12,345    +9 %",
        ],
    );
}

#[test]
fn a_cell_may_span_columns_and_rows() {
    let body = "<table><tr><th rowspan=2>Year</th><th colspan=2>Catch in the harbor</th></tr><tr><th>cod</th><th>eel</th></tr>\
                <tr><td>2024</td><td>7</td><td>11</td></tr></table>";
    check(body, 60, &["Year  Catch in the harbor", "           cod        eel", "2024         7         11"]);
}

#[test]
fn paragraphs_do_not_split_cells() {
    let cell = |words: &str| format!("<td><p>{words}</p></td>");
    let row = |one: &str, two: &str| format!("<tr>{}{}</tr>", cell(one), cell(two));
    let body = format!("<table>{}{}</table>", row("Item", "Cost"), row("Dredging", "980"));
    check(&body, 60, &["Item      Cost", "Dredging  980"]);
    // A table that only lays out a page is no table.
    let arranged = "<table><tr><td><p>The fog came in at noon.</p><p>It stayed.</p></td><td><p>Nobody saw it.</p></td></tr></table>";
    check(arranged, 60, &["The fog came in at noon.", "", "It stayed.", "", "Nobody saw it."]);
}

#[test]
fn cell_separators_belong_to_no_quotation() {
    let mut rows = "Who | What | When\nThe mate | “Never again,” said Ada Quill. | Monday\n".to_owned();
    rows += "“One | 120 | 3,” said Bo Holt.\n";
    let body = table(&rows) + "<p>“The fog came in,” said Ada Quill, and she meant it.</p>";
    let article = read(&body);
    let row = article.blocks().iter().find(|block| article.slice(block.span).starts_with("“One")).unwrap().span;
    let words = |span| article.words_in(span).into_iter().map(|part| article.slice(part)).collect::<Vec<_>>();
    assert_eq!(words(row), ["“One", "120", "3,” said Bo Holt."]);
    assert_eq!(words(Span { end: row.end - 14, ..row }), ["“One", "120", "3,”"]);
    let all = Span::new(row.start as usize - 8, article.text().len());
    assert_eq!(words(all)[..2], ["Monday", "“One"]);
    assert!(words(all).last().unwrap().starts_with("“The fog"));
    // Nor does a correction say what stands between two cells, and it holds when it is applied again.
    let analysis = || analyse(&article);
    let bar = |record: &Record| {
        let pieces = record.quotations().iter().flat_map(|quotation| &quotation.content);
        pieces.filter(|&&piece| article.slice(piece).contains('|')).count()
    };
    let words = anchor_at(&article, Span { end: row.end - 14, ..row });
    let missed = Correction::Missed { words, kind: Kind::Direct, speaker: Referent::Nobody };
    for corrections in [&[][..], std::slice::from_ref(&missed), &[missed.clone(), missed.clone()]] {
        let record = record::build(&article, analysis(), corrections);
        assert_eq!((bar(&record), record.orphaned.len()), (0, 0));
        let is_row = |quotation: &&Quotation| quotation.content.first().is_some_and(|piece| piece.start == row.start);
        let said = record.quotations().iter().find(is_row);
        assert_eq!(said.map(|said| said.content.len()), Some(3));
    }
    for format in ["text", "markdown", "csv", "html"] {
        let page = format!("<html><body><article><h1>Numbers</h1>{body}</article></body></html>");
        let said = run(["extract", "--format", format, "--input", "html"], page.as_bytes()).out;
        assert!(!said.contains("One | 120 | 3,” ("), "{said}");
    }
}

#[test]
fn consecutive_tables_have_a_blank_line_and_separate_columns() {
    let two = table("Lamp | Hours\nOld | 12") + &table("A much longer name of a lamp | Hours\nNew | 9");
    check(&two, 80, &["Lamp  Hours", "Old      12", "", "A much longer name of a lamp  Hours"]);
    // A row of heads below another belongs to the same table.
    let heads = "<tr><th>Lamp</th><th>Hours</th></tr><tr><th>kind</th><th>a day</th></tr>";
    let one = format!("<table>{heads}<tr><td>Old</td><td>12</td></tr></table>");
    check(&one, 80, &["Lamp  Hours", "kind  a day", "Old      12"]);
}

#[test]
fn wide_cells_are_wrapped_in_their_column() {
    let rows = "Who | What they asked for | Answer\nFishermen | a longer quay with room for forty boats | half of it, \
                because nobody could pay for the rest\nThe school | a bus | no";
    check(
        &table(rows),
        60,
        &[
            "Who         What they asked    Answer",
            "            for",
            "",
            "Fishermen   a longer quay      half of it,",
            "            with room for      because nobody",
        ],
    );
}

#[test]
fn two_hundred_columns_take_a_line_a_row_and_are_shifted() {
    let row = |head: &str| (0..200).map(|n| format!("{head}{n}x")).collect::<Vec<_>>().join(" | ");
    let body = table(&format!("{}\n{}\n{}", row("h"), row("a"), row("b")));
    for (columns, rows) in [(40, 12), (60, 18), (120, 32), (200, 50)] {
        let mut stage = stage(&body, columns, rows);
        let start = stage.keys("G").text();
        let line = |head: &str| start.lines().position(|line| line.contains(&format!("{head}0x")));
        assert_eq!((line("a"), line("b")), (line("h").map(|at| at + 1), line("h").map(|at| at + 2)), "{start}");
        let mut seen = String::new();
        for _ in 0..100 {
            seen += &stage.text();
            stage.keys("<Alt-l>");
        }
        for head in ["h", "a", "b"] {
            for n in 0..200 {
                assert!(seen.contains(&format!(" {head}{n}x")), "{head}{n} at {columns}\n{}", stage.text());
            }
        }
        let end = stage.text();
        assert_eq!(stage.keys("<Alt-l>").text(), end);
        assert_eq!(stage.keys("100<Alt-h>").text(), start);
        // The target of a jump comes into view.
        assert!(stage.keys("/a150x<Enter>").text().contains(" a150x"), "{}", stage.text());
        assert!(stage.keys("<Esc>/h3x<Enter>").text().contains("h3x"), "{}", stage.text());
    }
    let text = stage("<p>The fog came in.</p>", 60, 18).keys("<Alt-l>").text();
    assert!(text.contains("No table or code here is wider than the screen"), "{text}");
}

#[test]
fn a_match_in_a_wrapped_cell_is_found_and_shown() {
    let rows = "Who | What\nFishermen | a longer quay with room for forty boats and a shed for the nets that are mended in \
                winter by those who have them\nThe school | a bus";
    let mut stage = stage(&(table(rows) + &"<p>The fog came in at noon, and nobody saw it go.</p>".repeat(20)), 60, 12);
    for (keys, shows) in [("/mended<Enter>", "mended"), ("G/Fishermen<Enter>", "Fishermen"), ("G/bus<Enter>", "a bus")]
    {
        assert!(stage.keys(keys).text().contains(shows), "{keys}\n{}", stage.text());
    }
}

#[test]
fn code_keeps_lines_and_spaces_and_is_not_speech() {
    let code = "<pre><code>def total(rows):\n    # “Everything counts,” said Ada Quill\n\tfor row in rows:\n        s  +=  row\n\n    \
                return s</code></pre>";
    check(
        code,
        60,
        &[
            "def total(rows):",
            "     # “Everything counts,” said Ada Quill",
            "     for row in rows:",
            "         s  +=  row",
            "",
            "     return s",
        ],
    );
    let fenced = "# Notes\n\nThe script is here.\n\n```\nif said:\n    print(\"No,\" said the, md)\n```\n";
    let mut input = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
    std::io::Write::write_all(&mut input, fenced.as_bytes()).unwrap();
    let record = &run(["extract", input.path().to_str().unwrap()], b"").records()[0];
    assert!(record["text"].as_str().unwrap().contains("if said:\n    print("), "{record}");
    assert_eq!(record["quotes"].as_array().unwrap().len(), 0, "{record}");
}

#[test]
fn a_line_of_code_of_a_megabyte_is_shown() {
    let line = format!("<pre><code>let x = [{}];\n  end</code></pre>", "1, ".repeat(350_000));
    let mut stage = stage(&line, 80, 24);
    assert!(stage.text().contains("let x = [1, 1,"), "{}", stage.text());
    assert!(stage.keys("G").text().contains("  end"), "{}", stage.text());
}

#[test]
fn tables_that_continue_to_the_side_show_marks() {
    let row = |head: &str| (0..60).map(|n| format!("{head}{n}x")).collect::<Vec<_>>().join(" | ");
    let mut wide = stage(&table(&format!("{}\n{}", row("h"), row("a"))), 60, 18);
    let line = |text: &str, words: &str| text.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
    let start = line(&wide.keys("G").text(), "h0x");
    assert!(start.contains('›') && !start.contains('‹'), "{start}");
    let middle = line(&wide.keys("<Alt-l>").text(), "h10x");
    assert!(middle.contains('›') && middle.contains('‹'), "{middle}");
    let end = line(&wide.keys("100<Alt-l>").text(), "h59x");
    assert!(!end.contains('›') && end.contains('‹'), "{end}");
}

#[test]
fn a_long_line_of_code_is_cut_and_shifted_with_the_others() {
    let code = format!("<pre><code>let ferries = [{}];\n    sail();</code></pre>", "quay, ".repeat(30));
    let mut stage = stage(&code, 60, 18);
    let text = stage.text();
    let rows: Vec<&str> = text.lines().filter(|row| row.contains("quay")).collect();
    assert_eq!(rows.len(), 1, "{text}");
    assert!(rows[0].contains("let ferries = [quay,") && rows[0].contains('›'), "{text}");
    assert!(!text.lines().any(|row| row.contains("sail();") && row.contains('›')), "{text}");
    // The lines move together.
    let shifted = stage.keys("<Alt-l>").text();
    assert!(!shifted.contains("let ferries") && !shifted.contains("sail();"), "{shifted}");
    assert!(stage.keys("9<Alt-l>").text().contains("];"), "{}", stage.text());
    assert_eq!(stage.keys("9<Alt-h>").text(), text);
    assert!(stage.keys("/];<Enter>").text().contains("];"), "{}", stage.text());
}

#[test]
fn table_captions_are_captions() {
    let article = read(&table("Who | Boats\nAda | 3").replace("<table>", "<table><caption>The fleet</caption>"));
    let kinds: Vec<_> = article.blocks().iter().map(|block| (block.kind, article.slice(block.span))).collect();
    assert!(kinds.contains(&(onrecord::article::BlockKind::Caption, "The fleet")), "{kinds:?}");
}

#[test]
fn consecutive_tables_and_code_are_separated() {
    let rows = |names: [&str; 2]| names.map(|name| format!("<tr><td>{name}</td><td>{name} sails</td></tr>")).concat();
    let tables = format!("<table>{}</table><table>{}</table>", rows(["Ada", "Bo"]), rows(["Cornelius", "Di"]));
    let code = "<pre><code>let a = 1;\nlet b = 2;</code></pre><pre><code>let c = 3;</code></pre>";
    let text = stage(&(tables + code), 60, 30).text();
    let at =
        |words: &str| text.lines().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}: {text}"));
    assert_eq!((at("Bo") - at("Ada"), at("Cornelius") - at("Bo"), at("Di") - at("Cornelius")), (1, 2, 1), "{text}");
    assert_eq!((at("let b") - at("let a"), at("let c") - at("let b")), (1, 2), "{text}");
    // Each has columns of its own.
    let column = |words: &str| text.lines().find_map(|row| row.find(words));
    assert!(column("Ada sails") < column("Cornelius sails"), "{text}");
    // Rows between which something else was left out are of one table.
    let one = stage(&format!("<table>{}<tr><td></td></tr>{}</table>", rows(["Ada", "Bo"]), rows(["Cy", "Di"])), 60, 30)
        .text();
    let at = |words: &str| one.lines().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}: {one}"));
    assert_eq!(at("Cy") - at("Bo"), 1, "{one}");
}

#[test]
fn a_line_of_code_too_long_for_a_row_says_that_it_goes_on() {
    let shown = |calls: usize| {
        let code = format!("<pre><code>first();\n{}\nlast();</code></pre>", "sail(1, 2);".repeat(calls));
        stage(&code, 60, 40).text()
    };
    let long = shown(12_000);
    assert_eq!(long.lines().filter(|row| row.contains("sail(")).count(), 1, "{long}");
    // A megabyte and more.
    let text = shown(120_000);
    let rows: Vec<&str> = text.lines().filter(|row| row.contains("sail(")).collect();
    assert!(rows.len() > 1, "{text}");
    for (nth, row) in rows.iter().enumerate() {
        assert_eq!((row.contains('‹'), row.contains('›')), (nth > 0, true), "{row}");
    }
    assert!(
        text.lines().filter(|row| row.contains("();")).all(|row| !row.contains('‹') && !row.contains('›')),
        "{text}"
    );
}
