//! The library on the screen: its lists in themes and widths, what keys do in it, and the program that opens with it.

use crate::run::{Folder, run};
use crate::stage::{Stage, everywhere, parse};
use onrecord::article::plain;
use onrecord::config::ThemeName;
use onrecord::library::{Library, PreparedArticle, ReadingPosition, SourceKey, fingerprint};
use onrecord::reader::state::app::App;
use onrecord::reader::state::document::progress::Phase;
use onrecord::reader::state::geometry::Size;
use onrecord::reader::state::main_view::MainView;
use onrecord::reader::state::preferences::Preferences;
use onrecord::reader::update::effect::Effect;
use onrecord::reader::{self, update};
use onrecord::text::TextAnchor;
use std::sync::Arc;

/// The articles: address, date, site, text.
const ARTICLES: [[&str; 4]; 5] = [
    [
        "https://www.bay.example/ferry",
        "2 March 2026",
        "The Bay",
        "The ferry\n\n“The horn stays until the spring,” said Ingrid Halloran, the harbour master. “It is not loud at all,” \
         Halloran added.\n\nBo Renn, a fisherman, said that the horn woke his children. The ferry left at noon.",
    ],
    [
        "https://news.coast.example/horn",
        "2026-03-09",
        "Coast News",
        "A new horn for the whole of the northern coast, and who is to pay for it\n\nPrime Minister Jürgen Østergård said \
         the horn would be paid for by the state. “Every horn is a promise,” Østergård said.",
    ],
    [
        "https://coast.example/old",
        "2019-05-01",
        "Coast News",
        "Late again\n\n“The ferry is late,” said Ada Quill, the mayor of Bay. “We cannot wait,” Quill said.",
    ],
    [
        "https://daily.example/horn",
        "2026-03-03",
        "Daily",
        "Harbour master speaks\n\n“The horn stays until the spring,” said Ingrid Halloran, head of the port of Bay.",
    ],
    [
        "https://evening.example/horn",
        "2026-03-04",
        "Evening",
        "Port chief\n\n“The horn stays open until the spring,” Ingrid Halloran said.",
    ],
];

fn prepared(address: &str, date: &str, site: &str, text: &str) -> PreparedArticle {
    let mut article = plain::article(text.to_owned());
    (article.meta.published, article.meta.site) = (Some(date.into()), Some(site.into()));
    article.meta.url = Some(address.into());
    let analysis = onrecord::language::analyse(&article);
    PreparedArticle::new(SourceKey::named(address), &article, analysis, &[])
}

/// A library of the articles, one of them half read.
fn library(folder: &Folder) -> Library {
    let mut library = Library::open(&folder.path("library.sqlite")).unwrap();
    library.store(&ARTICLES.map(|[address, date, site, text]| prepared(address, date, site, text))).unwrap();
    let text = ARTICLES[2][3];
    let stop = ReadingPosition { place: TextAnchor::from(text, 12), share: 0.4, fingerprint: fingerprint(text) };
    library.save_position(&SourceKey::named(ARTICLES[2][0]), Some("Late again"), &stop).unwrap();
    library
}

/// The reader that opened with the library.
fn start(columns: u16, rows: u16) -> App {
    let mut app = App::new(&[], Preferences::default(), Arc::default(), Size { columns, rows });
    (app.main_view, app.catalogue.is_start) = (MainView::Library, true);
    app.catalogue.refresh();
    app
}

/// Presses keys, with lists looked up at once. Gives the last effect.
fn press(app: &mut App, library: &Library, keys: &str) -> Effect {
    let mut effect = Effect::Draw;
    look(app, library);
    for key in parse(keys) {
        effect = update::press(app, key);
        update::catch_up(app);
        look(app, library);
    }
    effect
}

fn look(app: &mut App, library: &Library) {
    while app.main_view.is_library()
        && let Some(request) = app.catalogue.take_request()
    {
        let list = reader::look_up(library, &request.page);
        app.catalogue.take(request.number, list);
    }
}

/// The views, with the keys that lead to them.
const VIEWS: [(&str, &str); 9] = [
    ("articles", "j"),
    ("search", "/by:halloran horn"),
    ("searched", "/horn<Down><Down>"),
    ("people", "P"),
    ("people_narrowed", "P/hal"),
    ("quotations", "S"),
    ("person", "P/hal<Enter>"),
    ("reports", "S/spring<Down>"),
    ("wrong_field", "/of:halloran"),
];

#[test]
fn views() {
    let folder = Folder::new();
    let library = library(&folder);
    for (name, keys) in VIEWS {
        let screens = everywhere(16, |Size { columns, rows }, theme| {
            let mut app = start(columns, rows);
            press(&mut app, &library, keys);
            if name == "reports" {
                // The list stays narrowed while one goes on in it.
                app.mode = Default::default();
                press(&mut app, &library, "l");
            }
            Stage::showing(app, theme)
        });
        insta::with_settings!({ description => keys, omit_expression => true }, {
            insta::assert_snapshot!(format!("library_{name}"), screens);
        });
    }
}

#[test]
fn an_article_of_the_library_leads_back_to_it() {
    use onrecord::source::Source;
    for key in ["<Esc>", "H"] {
        let folder = Folder::new();
        let library = library(&folder);
        for (source, expected) in [(Source::Stored(ARTICLES[0][0].into()), true), (Source::Sample, false)] {
            let mut app = App::new(&[source], Preferences::default(), Arc::default(), Size { columns: 90, rows: 24 });
            app.document.progress.phase = Phase::Done;
            press(&mut app, &library, key);
            assert_eq!(app.main_view.is_library(), expected, "{key}");
        }
    }
}

/// Also one that was open before, and on to where one came from.
#[test]
fn going_back_from_a_library_article_returns_to_the_previous_document() {
    use onrecord::source::Source;
    let folder = Folder::new();
    let library = library(&folder);
    let size = Size { columns: 90, rows: 24 };
    let file = |name: &str| Source::File(name.into());
    for opened in [file("b.txt"), Source::Stored(ARTICLES[0][0].into())] {
        let mut app = App::new(&[file("a.txt"), opened], Preferences::default(), Arc::default(), size);
        app.document.progress.phase = Phase::Done;
        app.sources.enter_from_library(1);
        update::actions::sources::show(&mut app, 1, size, true);
        app.document.progress.phase = Phase::Done;
        press(&mut app, &library, "H");
        assert!(app.main_view.is_library());
        let effect = press(&mut app, &library, "H");
        assert!(matches!(effect, Effect::Source(0)) && !app.main_view.is_library(), "{effect:?}");
    }
}

#[test]
fn the_audit_counts_sources_and_links_to_them() {
    let folder = Folder::new();
    let library = library(&folder);
    let mut app = start(100, 24);
    press(&mut app, &library, "%");
    let stage = Stage::showing(app, ThemeName::Dark).text();
    for words in ["who is quoted", "5 articles, ", "4 sources: 4 named", "Ingrid Halloran, ", "4 direct, 0 mixed"] {
        assert!(stage.contains(words), "{words}: {stage}");
    }
    let mut app = start(100, 24);
    press(&mut app, &library, "%/in:news.coast.example<Enter>");
    press(&mut app, &library, "");
    assert_eq!(app.catalogue.list.person, app.catalogue.person().map(|(person, _)| person));
}

/// Checks the source that `keys` open, as its address and the words there.
#[track_caller]
fn check(keys: &str, key: &str, words: &str) {
    let folder = Folder::new();
    let library = library(&folder);
    let mut app = start(100, 24);
    let effect = press(&mut app, &library, keys);
    let Effect::OpenStored(found, place) = &effect else { panic!("{keys}: {effect:?}") };
    assert_eq!(found.as_str(), key, "{keys}");
    let place = place.as_ref().map_or("", |place| place.words.as_str());
    assert!(place.contains(words) && place.is_empty() == words.is_empty(), "{keys}: {place}");
}

#[test]
fn rows_open_their_place() {
    // Half-read articles come first.
    check("<Enter>", ARTICLES[2][0], "");
    check("/promise<Enter>", ARTICLES[1][0], "promise");
    check("/ferry noon<Enter>", ARTICLES[0][0], "ferry");
    check("S/promise<Enter>", ARTICLES[1][0], "Every horn is a promise");
    check("S/by:quill wait<Enter>", ARTICLES[2][0], "We cannot wait");
    check("P/quill<Enter>G<Enter>", ARTICLES[2][0], "We cannot wait");
    check("P/quill<Enter>Gk<Enter>", ARTICLES[2][0], "The ferry is late");
}

#[test]
fn going_back_returns_to_the_previous_place() {
    let folder = Folder::new();
    let library = library(&folder);
    let mut app = start(100, 24);
    press(&mut app, &library, "P/hal<Enter>");
    assert_eq!(app.catalogue.trail.len(), 1);
    press(&mut app, &library, "<Esc>");
    assert_eq!((app.catalogue.page.query.as_str(), app.catalogue.trail.len()), ("hal", 0));
    press(&mut app, &library, "<Esc>");
    assert_eq!(app.catalogue.page.query, "");
    // Esc never ends the program, and there is nothing behind.
    assert_eq!(press(&mut app, &library, "<Esc><Esc>"), Effect::Draw);
    assert!(app.main_view.is_library());
    assert_eq!(press(&mut app, &library, "q"), Effect::Quit);
    // From the reader, both lead back to the text.
    let mut stage = Stage::new(100, 24);
    for back in ["B<Esc>", "Bq", "a<Esc>", "S/horn<Esc>q", "?<Esc>"] {
        assert_eq!(press(&mut stage.app, &library, back), Effect::Draw, "{back}");
        assert!(!stage.app.main_view.is_library(), "{back}");
    }
    // The help and the commands lie over the library, and lead back to it.
    press(&mut stage.app, &library, "B?<Esc>;theme<Enter>");
    assert!(stage.app.main_view.is_library());
    press(&mut stage.app, &library, "]");
    assert!(stage.app.notice.as_ref().is_some_and(|notice| notice.contains("does nothing in the library")));
}

#[test]
fn quotations_that_changed_are_compared() {
    let folder = Folder::new();
    let mut library = library(&folder);
    let [address, date, site, text] = ARTICLES[0];
    let text = text.replace("It is not loud at all", "It is loud").replace("woke his children", "woke nobody");
    library.store(&[prepared(address, date, site, &text)]).unwrap();
    let changes = library.changes(&SourceKey::named(address)).unwrap().unwrap();
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert!(library.changes(&SourceKey::named(ARTICLES[1][0])).unwrap().is_none());
    let mut app = start(100, 24);
    app.catalogue.go_into(onrecord::reader::state::catalogue::CatalogueView::Changes(SourceKey::named(address)));
    press(&mut app, &library, "");
    let shown = Stage::showing(app, ThemeName::Dark).text();
    assert!(shown.contains("It is [-not-] loud [-at all-]"), "{shown}");
    assert!(shown.contains("woke {+nobody+} [-his children-]"), "{shown}");
}

#[test]
fn changed_quotations_lead_back_to_the_text() {
    use onrecord::reader::state::catalogue::CatalogueView;
    let folder = Folder::new();
    let library = library(&folder);
    let mut stage = Stage::new(100, 24);
    // Whatever the library was left on.
    press(&mut stage.app, &library, "P<Esc>");
    stage.app.main_view = MainView::Library;
    stage.app.catalogue.begin_with(CatalogueView::Changes(SourceKey::named(ARTICLES[0][0])));
    assert_eq!(press(&mut stage.app, &library, "<Esc>"), Effect::Draw);
    assert!(!stage.app.main_view.is_library());
    press(&mut stage.app, &library, "B");
    assert_eq!(stage.app.catalogue.page.view, CatalogueView::Articles);
}

#[test]
fn days_are_written_in_words() {
    let folder = Folder::new();
    let library = library(&folder);
    let mut app = start(100, 24);
    for keys in ["", "S/horn<Enter>", "<Esc>P/hal<Enter><Enter>"] {
        press(&mut app, &library, keys);
        let rows = format!(
            "{:?}",
            app.catalogue.list.rows.iter().map(|row| (&row.words, &row.note, &row.below)).collect::<Vec<_>>()
        );
        assert!(rows.contains("March 2026"), "{keys}: {rows}");
        assert!(!rows.contains("2026-"), "{keys}: {rows}");
    }
}

#[cfg(unix)]
#[test]
fn without_sources_it_opens_the_library() {
    use crate::tty::Tty;
    let folder = Folder::new();
    let texts = folder.path("texts");
    std::fs::create_dir(&texts).unwrap();
    for (number, [_, _, _, text]) in ARTICLES.iter().take(3).enumerate() {
        let body = format!("{text}\n\n{}", "The fog came in at noon.\n\n".repeat(30));
        std::fs::write(texts.join(format!("{number}.txt")), body).unwrap();
    }
    let path = folder.path("library.sqlite");
    let path = path.to_str().unwrap();
    let added = run(["library", "add", texts.to_str().unwrap(), "--library", path], b"");
    assert!(added.out.starts_with("3 new"), "{}", added.out);
    // An article in the library no longer needs its file.
    std::fs::remove_dir_all(&texts).unwrap();
    let mut tty = Tty::onrecord(&["--library", path], 120, 24);
    tty.until("3 articles");
    tty.until("Late again");
    tty.keys("/promise");
    tty.until("1 place");
    tty.keys("\r");
    // The place, with its quotation, and all that was found there.
    tty.until("▾ Jürgen Østergård");
    tty.until("quotation 2/2");
    tty.keys("B");
    tty.until("a articles");
    tty.keys("q");
    tty.until("quotation 2/2");
    // Somewhere in another one; it is half read then.
    tty.keys("P");
    tty.until("Ingrid Halloran");
    tty.keys("/quill\r");
    tty.until("Roles");
    tty.until("We cannot wait");
    tty.keys("G\r");
    tty.until("▾ Ada Quill");
    tty.keys("jjjjj");
    tty.keys("a");
    tty.until("◐ Late again");
    tty.keys("\x1b");
    tty.until("Tab people");
    tty.keys("R");
    tty.until("is no longer there; this is what was kept");
    // A search in the prompt, an address that is none, a file that is.
    tty.keys("BO");
    tty.until("Open (address, file or a search)");
    tty.keys("children\r");
    tty.until("woke his children");
    tty.keys("OCargo.toml\r");
    tty.until("[package]");
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
    // Without anything in it, there is the sample.
    let empty = folder.path("empty.sqlite");
    let mut tty = Tty::onrecord(&["--library", empty.to_str().unwrap()], 120, 24);
    tty.until("Port Averil");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[cfg(unix)]
#[test]
fn people_are_joined_separated_and_renamed() {
    use crate::tty::Tty;
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let path = path.to_str().unwrap();
    for (number, text) in [
        "“It is late,” said Tom Baker, the mayor of Ashby.",
        "“It is early,” said Tom Baker, the headmaster of Corby.",
        "“It is noon,” said Anna Keller, a nurse. The Harbour Board said that it was not.",
    ]
    .iter()
    .enumerate()
    {
        let place = folder.path(&number.to_string());
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("a.txt"), text).unwrap();
        let added = run(["library", "add", place.to_str().unwrap(), "--model", "fast", "--library", path], b"");
        assert!(added.out.starts_with("1 new"), "{}", added.out);
    }
    let mut tty = Tty::onrecord(&["--library", path, "--model", "fast"], 120, 24);
    tty.until("3 articles");
    // The reader is asked once, and can take the answer back.
    tty.keys("P");
    tty.until("1 pair of people who may be the same");
    tty.until("Harbour Board ▣");
    tty.keys("g\r");
    tty.until("It is early");
    tty.keys("\r");
    tty.until("Are they one person? y yes · n no · d do not ask again");
    tty.keys("n");
    tty.until("and Tom Baker (");
    tty.until("are two people");
    tty.until("0 pairs");
    tty.keys("U");
    tty.until("Undone: Tom Baker (");
    tty.until("1 pair");
    tty.keys("\ry");
    tty.until("Tom Baker (headmaster of Corby) and Tom Baker (mayor of Ashby) are one person · U undoes");
    // On the page there is what both said, and one of them can be made another person again.
    tty.keys("P/baker\r");
    tty.until("2 quotations in 2 articles");
    tty.until("It is early");
    tty.keys("Ges");
    tty.until("Tom Baker in this article is another person");
    tty.until("1 quotation in 1 article");
    tty.keys("U");
    tty.until("2 quotations in 2 articles");
    // Another name, and somebody of another name.
    tty.keys("Ger");
    tty.until("New name: Tom Baker");
    tty.keys(" of Ashby\r");
    tty.until("Tom Baker is called Tom Baker of Ashby");
    tty.keys("P");
    tty.until("Harbour Board");
    tty.keys("gem");
    tty.until("who is Tom Baker of Ashby?");
    tty.keys("anna");
    tty.until("Enter: the same person · 1 person");
    tty.keys("\r");
    tty.until("are one person · U undoes");
    tty.keys("U");
    tty.until("Undone:");
    // An article of the list is forgotten, if the key is pressed again.
    tty.keys("a");
    tty.until("a.txt");
    tty.keys("F");
    tty.until("F again forgets it");
    tty.keys("x");
    tty.until("Nothing was forgotten");
    tty.keys("FF");
    tty.until("Forgotten: nothing of it is left in the library");
    tty.until("2 articles");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    let list = run(["library", "list", "--library", path], b"").out;
    assert_eq!(list.lines().count(), 2, "{list}");
}
