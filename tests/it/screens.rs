//! Screens as snapshots with styles: each view at the sizes that matter. `INSTA_UPDATE=always cargo test` rewrites
//! them; look at the changes before you commit them.

use crate::stage::{Stage, everywhere};
use onrecord::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
use onrecord::formats::{self, Hint};
use onrecord::language::{Analysis, Engine, Language};
use onrecord::reader::state::geometry::Size;
use onrecord::reader::state::input::candidates::Folder;
use onrecord::reader::update;
use onrecord::text::Span;

/// Compares the screen after `keys` with the snapshot `name`.
fn check(name: &str, stage: &mut Stage, keys: &str) {
    insta::with_settings!({ description => keys, omit_expression => true }, {
        insta::assert_snapshot!(name, stage.keys(keys).styled());
    });
}

#[test]
fn wide() {
    check("wide_at_the_top", &mut Stage::new(120, 40), "");
    check("wide_second_quotation", &mut Stage::new(120, 40), "]");
    check("wide_people", &mut Stage::new(120, 40), "<Tab>Gl");
    check("wide_why", &mut Stage::new(120, 40), "]i");
    check("wide_spotlight", &mut Stage::new(120, 40), "][s");
    check("wide_search", &mut Stage::new(120, 40), "/the<Enter>n");
    check("wide_without_panel", &mut Stage::new(120, 40), "z");
    check("wide_help", &mut Stage::new(120, 40), "?");
}

/// A page with everything that a page can have.
fn page() -> Article {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (kind, words) in [
        (BlockKind::Headline, "Harbor vote splits the council"),
        (BlockKind::Byline, "By Ada Quill"),
        (
            BlockKind::Paragraph,
            "The council voted on Tuesday night to keep the old light, and will not say why; a letter says it.",
        ),
        (BlockKind::Heading(2), "What was decided"),
        (BlockKind::Item(1), "The light stays on until the spring, whatever the cost of the lamps may turn out to be."),
        (BlockKind::Item(2), "so does the keeper"),
        (
            BlockKind::Item(1),
            "12. A survey comes first, and is to take no longer than it takes to walk round the harbor.",
        ),
        (BlockKind::Numbered { depth: 1, number: 9 }, "Then the harbor is swept."),
        (BlockKind::Continuation(1), "Nobody said by whom."),
        (
            BlockKind::Numbered { depth: 1, number: 10 },
            "The lamp is bought, and the stairs are mended where they are broken.",
        ),
        (BlockKind::Numbered { depth: 2, number: 100 }, "first the upper ones"),
        (BlockKind::Item(3), "then the lower"),
        (BlockKind::Heading(3), "The letter"),
        (
            BlockKind::Quote(1),
            "It is a light that has never failed anybody, and we should not fail it now, whatever it costs.",
        ),
        (BlockKind::Boilerplate, "Share this page"),
    ] {
        let start = text.len();
        text += words;
        blocks.push(Block { kind, span: Span::new(start, text.len()) });
        text += "\n\n";
    }
    let inline = |words: &str, kind: InlineKind| {
        let start = text.find(words).unwrap();
        Inline { kind, span: Span::new(start, start + words.len()) }
    };
    let inlines = vec![
        inline("Tuesday night", InlineKind::Link("https://example.org/vote".into())),
        inline("old light", InlineKind::Strong),
        inline("not", InlineKind::Emphasis),
        inline("a letter says", InlineKind::Link("https://example.org/letter".into())),
    ];
    Article::new(text, blocks, Meta::default()).with_inlines(inlines)
}

#[test]
fn pages() {
    let nobody =
        || Analysis { language: Language::ENGLISH, engine: Engine::Fast, people: Vec::new(), quotations: Vec::new() };
    check("page", &mut Stage::of(page(), 100, 32).analysed(nobody()), "");
    check("page_links_offered", &mut Stage::of(page(), 60, 24).analysed(nobody()), "f");
    check("page_contents", &mut Stage::of(page(), 60, 24).analysed(nobody()), "T");
}

/// A page with links, a table, code and a picture.
fn rich_page() -> Article {
    let page = "<html><body><article><h1>What changed in the budget</h1><p>The council published its budget on Tuesday, \
                and <a href='https://example.org/mayor'>Mayor Ingrid Halloran</a> calls it honest. A <a \
                href='https://example.org/report'>report</a> (<a href='https://example.org/note'>note</a>) follows.</p>\
                <figure><img src='a.jpg' alt=''><figcaption>The old pier at dawn. Photograph: Lena Marsh</figcaption></figure>\
                <table><tr><th>Item</th><th>2025</th><th>What was said of it in the hearing</th></tr>\
                <tr><td>Dredging</td><td>980</td><td>Less than it was, and more than anybody had asked for</td></tr>\
                <tr><td>Lamps</td><td>1,040</td><td><a href='https://example.org/lamps'>see there</a></td></tr></table>\
                <pre><code>total = 0\nfor row in rows:\n    total  +=  row</code></pre></article></body></html>";
    formats::article(page.into(), &Hint::default()).expect("an article")
}

/// Compares what `keys` lead to, at all sizes in all themes, with the snapshot `name`.
fn check_everywhere(name: &str, rows: u16, make: impl Fn(u16, u16) -> Stage, keys: &str) {
    let screens = everywhere(rows, |Size { columns, rows }, theme| {
        let mut stage = make(columns, rows).theme(theme);
        stage.keys(keys);
        stage
    });
    compare(name, &screens, keys);
}

fn compare(name: &str, screens: &str, keys: &str) {
    insta::with_settings!({ description => keys, omit_expression => true }, {
        insta::assert_snapshot!(name, screens);
    });
}

#[test]
fn links_tables_and_code() {
    let nobody =
        || Analysis { language: Language::ENGLISH, engine: Engine::Fast, people: Vec::new(), quotations: Vec::new() };
    let rich = |columns, rows| Stage::of(rich_page(), columns, rows).analysed(nobody());
    check_everywhere("rich_link_under_the_cursor", 22, rich, "..");
    check_everywhere("rich_link_asked", 22, rich, ".<Enter>");
    check_everywhere("rich_links_offered", 22, rich, "f");
}

#[test]
fn evidence() {
    check_everywhere("evidence_folded", 22, Stage::new, "]i");
    check_everywhere("evidence_unfolded", 22, Stage::new, "]il");
}

/// Every view with the keys that lead to it.
const VIEWS: [(&str, &str); 16] = [
    ("top", ""),
    ("quotation", "]"),
    ("uncertain", "!"),
    ("mention", "][))"),
    ("people", "<Tab>Gl"),
    ("why", "]i"),
    ("spotlight", "][s"),
    ("search", "/the<Enter>n"),
    ("expression", "/<C-r>th[a-e]t"),
    ("filter", "&bran"),
    ("selection", "][Vl"),
    ("correction", "][essund"),
    ("contents", "T"),
    ("copy", "][y"),
    ("help", "?"),
    ("keys_narrowed", "?/quot"),
];

#[test]
fn views() {
    for (name, keys) in VIEWS {
        check_everywhere(&format!("view_{name}"), 16, Stage::new, keys);
    }
}

/// The prompts and lists with the keys that lead to them.
const PROMPTS: [(&str, &str); 7] = [
    ("commands", ";quo<Down>"),
    ("places", "3Gma5Gmb\""),
    ("list_narrowed", "#/test"),
    ("people_offered", ":m<Tab>"),
    ("new_person", "][esHa<Enter>"),
    ("paths_offered", "O~/articles/"),
    ("count", "][12"),
];

#[test]
fn prompts() {
    let names = ["2026/", "ferry.txt", "harbour.html", "horn.epub", "notes.txt", "old.txt", "post.pdf"];
    for (name, keys) in PROMPTS {
        let screens = everywhere(16, |Size { columns, rows }, theme| {
            let mut stage = Stage::new(columns, rows).theme(theme);
            stage.keys(keys);
            let names = names.into_iter().map(str::to_owned).collect();
            update::listed(&mut stage.app, Folder::new("~/articles/".into(), names));
            update::catch_up(&mut stage.app);
            stage
        });
        compare(&format!("prompt_{name}"), &screens, keys);
    }
}

#[test]
fn medium() {
    check("medium_at_the_top", &mut Stage::new(80, 24), "");
    check("medium_uncertain", &mut Stage::new(80, 24), "!");
    check("medium_people_over_the_text", &mut Stage::new(80, 24), "<Tab>j");
    check("medium_direct_only", &mut Stage::new(80, 24), "vvG");
    check("medium_without_colour", &mut Stage::new(80, 24).monochrome(), "]");
}

#[test]
fn small() {
    check("small_at_the_top", &mut Stage::new(40, 12), "");
    check("small_people", &mut Stage::new(40, 12), "<Tab>");
    check("small_why", &mut Stage::new(40, 12), "][i");
    check("small_prompt", &mut Stage::new(40, 12), ":brand");
    check("too_small", &mut Stage::new(30, 8), "");
}
