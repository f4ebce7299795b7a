//! Lists to choose from: what they hold, how they narrow as one types, and how keys and the mouse choose.

use crate::stage::{Stage, article, parse};
use onrecord::article::plain;
use onrecord::formats::feed::FeedItem;
use onrecord::library::SourceKey;
use onrecord::reader::keys::action::{Action, TABLE};
use onrecord::reader::keys::key::Key;
use onrecord::reader::state::app::App;
use onrecord::reader::state::geometry::Size;
use onrecord::reader::state::input::mode::{Mode, Picker, PickerKind, PickerTarget};
use onrecord::reader::state::overlay::picker;
use onrecord::reader::state::preferences::Preferences;
use onrecord::reader::state::sources::feed_item_row::FeedItemRow;
use onrecord::reader::update;
use onrecord::reader::update::actions::sources;
use onrecord::reader::update::effect::Effect;
use onrecord::reader::view;
use onrecord::source::Source;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The title of the article of the tests.
const TITLE: &str = "Coalition wobbles as finance minister quits";

const SIZE: Size = Size { columns: 120, rows: 24 };

/// A reader of files of these names, the first of which is open.
fn reader_of(names: &[&str]) -> App {
    let sources: Vec<Source> = names.iter().map(|name| Source::File(name.into())).collect();
    let mut app = App::new(&sources, Preferences::default(), Arc::default(), SIZE);
    sources::opened(&mut app, 0, Arc::new(article()));
    app
}

/// Presses `keys` and gives the last effect.
fn press(app: &mut App, keys: &str) -> Effect {
    parse(keys).into_iter().map(|key| update::press(app, key)).last().unwrap_or(Effect::Draw)
}

/// Presses `keys` in a reader of several sources and compares what comes of the last one.
#[track_caller]
fn check(keys: &str, expected: Effect) {
    let mut app = reader_of(&["ferry.txt", "horn.txt", "bell of the horn.txt", "Émile.txt"]);
    assert_eq!(press(&mut app, keys), expected, "{keys}");
    assert!(matches!(app.mode, Mode::Normal), "{keys}");
}

#[test]
fn lists_narrow_while_typing_and_keep_their_order() {
    check("#/horn<Enter>", Effect::Source(1));
    check("#/horn<Down><Enter>", Effect::Source(2));
    check("#/horn bell<Enter>", Effect::Source(2));
    check("#/horn<C-n><Tab><Enter>", Effect::Source(2));
    check("#/horn<C-n><C-p><Enter>", Effect::Source(1));
    check("#/HORN<PgDn><Enter>", Effect::Source(2));
    check("#/emile<Enter>", Effect::Source(3));
    // The cursor stays on what it was on while that is listed, and comes back to it.
    check("#jj/horn<Enter>", Effect::Source(2));
    check("#jj/ferry<Backspace><Backspace><Backspace><Backspace><Backspace><Enter>", Effect::Source(2));
    check("#/horn<Down><Esc>k<Enter>", Effect::Source(1));
    // Counts and numbers hold in a list as well.
    check("#2j<Enter>", Effect::Source(2));
    check("#G2k<Enter>", Effect::Source(1));
    check("#4G<Enter>", Effect::Source(3));
    check("#9G<Enter>", Effect::Source(3));
    check("#jjg<Enter>", Effect::Draw);
    check("#3<Enter>", Effect::Source(2));
    // With nothing listed there is nothing to choose, and nothing is lost.
    let mut app = reader_of(&["ferry.txt"]);
    press(&mut app, "#/zzz<Enter>");
    assert_eq!(app.prompt().map(|prompt| prompt.input.value()), Some("zzz"));
}

#[test]
fn marks_and_jumps_are_listed_with_the_keys_that_go_there() {
    let mut stage = Stage::new(120, 16);
    stage.keys("\"");
    assert_eq!(stage.app.notice.as_deref(), Some("No marks or jumps yet · m sets a mark"));
    let rows = |stage: &Stage| -> Vec<(String, String)> {
        let rows = picker::rows(&stage.app, PickerKind::Places).into_iter();
        rows.map(|row| (row.keys.unwrap_or_default(), row.label[..row.label.len().min(4)].to_owned())).collect()
    };
    let row = |keys: &str, label: &str| (keys.to_owned(), label.to_owned());
    stage.keys("3Gmb4GmaG");
    assert_eq!(rows(&stage), [row("'a", "¶4 "), row("'b", "¶3 "), row("H", "¶4 "), row("2H", "¶3 "), row("3H", "¶1 ")]);
    stage.keys("2H");
    assert_eq!(rows(&stage)[2..], [row("H", "¶1 "), row("L", "¶4 "), row("2L", &rows(&stage)[4].1)]);
    for (keys, place) in [("G\"jj<Enter>", "¶3–"), ("\"<Enter>", "¶4–"), ("g\"/¶3<Enter>", "¶3–")] {
        stage.keys(keys);
        let text = stage.text();
        assert!(text.lines().last().is_some_and(|line| line.contains(place)), "{keys}: {text}");
    }
}

#[test]
fn commands_are_found_by_their_letters_and_run() {
    for (keys, says) in [
        (";theme<Enter>", "Theme: "),
        (";nxtthm<Enter>", "Theme: "),
        (";headings<Enter>", "Contents · Enter goes there"),
        (";narrow t<Enter>", "Text width: 63 columns"),
        (";half-page-down<Enter>", "¶"),
        (";quotation unc<Enter>", "quotation 4/7"),
        (";<Down><Enter>", "¶1–"),
        (";undo<Enter>", "Nothing to undo"),
        ("?;undo<Enter>", "Nothing to undo"),
        ("<Tab>;zzz", "no match"),
        (";zzz<Enter><Esc>", "? help"),
        ("#;theme<Enter>", "Theme: "),
        // A count typed before holds for the command.
        ("3;next quotation<Enter>", "quotation 4/7"),
        ("4;bottom<Enter>", "¶4–"),
        ("2;narrower<Enter>", "Text width: 59 columns"),
        ("2;", "Commands · Enter runs one with the count 2"),
        ("2;<Esc>]", "quotation 2/7"),
        ("0;bottom<Enter>", "100%"),
    ] {
        let text = Stage::new(120, 16).keys(keys).text();
        assert!(text.contains(says), "{keys}: {text}");
    }
    // Each is there with its keys, and finds itself first.
    let mut stage = Stage::new(120, 16);
    for binding in TABLE.iter().filter(|binding| binding.action != Action::Commands) {
        stage.keys(";").keys(binding.does);
        let rows = stage.text();
        let first = rows.lines().nth(2).unwrap_or_default();
        assert!(first.contains(&format!("  {}", binding.keys[0])), "{first}: {}", binding.does);
        stage.keys("<Esc>");
    }
}

#[test]
fn equal_matches_keep_the_order_of_the_help() {
    let mut stage = Stage::new(120, 16);
    stage.keys(";half");
    let rows = stage.text();
    let (down, up) = (rows.find("down half a page"), rows.find("up half a page"));
    assert!(down.is_some() && down < up, "{rows}");
}

#[test]
fn a_click_chooses_a_candidate() {
    let mut stage = Stage::new(120, 20);
    stage.keys("][es");
    let row_of = |stage: &Stage, words: &str| {
        let text = stage.text();
        text.lines().position(|line| line.starts_with(&format!("  {words}"))).unwrap_or_else(|| panic!("{text}")) as u16
    };
    let row = row_of(&stage, "Petra Sund");
    assert_eq!(view::candidate_at(&stage.app, 3, row - 4), None, "{}", stage.text());
    assert_eq!(view::candidate_at(&stage.app, 3, 19), None);
    let click = |stage: &mut Stage, y: u16| {
        let index = view::candidate_at(&stage.app, 3, y).unwrap();
        update::click_candidate(&mut stage.app, index)
    };
    assert_eq!(click(&mut stage, row), Effect::Draw);
    assert_eq!(stage.app.prompt().map(|prompt| prompt.input.value()), Some("Petra Sund"));
    let again = row_of(&stage, "Petra Sund");
    assert!(matches!(click(&mut stage, again), Effect::Save(_)));
    assert!(stage.text().contains("Speaker: Petra Sund · U undoes"), "{}", stage.text());
    assert_eq!(view::candidate_at(&stage.app, 3, row), None);
}

#[test]
fn unread_items_come_first_after_a_reload_and_the_row_under_the_cursor_stays() {
    let mut app = long_feed(40);
    let labels = |app: &App| -> Vec<String> {
        let rows = picker::rows(app, PickerKind::Sources).into_iter();
        rows.map(|row| row.label.split(" of ").next().unwrap_or_default().to_owned()).collect()
    };
    press(&mut app, "#20j");
    let before = Picker::first_row(picker_of(&app), 10);
    let row = picker_of(&app).cursor() - before;
    // The first ten were read, and two have come.
    for nth in 1..=10 {
        app.sources.mark_read(nth);
    }
    let mut items: Vec<usize> = (11..=40).chain(1..=10).collect();
    items.splice(0..0, [42, 41]);
    let key = SourceKey::of(&Source::File("feed.xml".into()), "");
    for number in 40..42 {
        let item =
            FeedItem { id: number.to_string(), title: Some(format!("Item {number} of now")), ..FeedItem::default() };
        let entry = FeedItemRow::new(&key, 0, &item, false);
        app.sources.add_item(Source::FeedItem(Arc::new(item)), entry);
    }
    app.sources.list_below(0, &items);
    let chosen = picker_of(&app).chosen;
    update::catch_up(&mut app);
    assert_eq!(labels(&app)[..4], [&format!("{TITLE} · feed.xml"), "● Item 41", "● Item 40", "● Item 10"]);
    assert_eq!(labels(&app)[32..34], ["● Item 39", "  Item 0"]);
    let picker = picker_of(&app);
    assert_eq!(picker.chosen, chosen);
    assert_eq!(picker.target(picker.cursor()), chosen);
    assert_eq!(picker.cursor() - picker.first_row(10), row);
    // The keys for neighbours walk the sources as they are listed.
    assert_eq!(press(&mut app, "q<C-n>"), Effect::Source(42));
}

/// The open list.
fn picker_of(app: &App) -> &Picker {
    match &app.mode {
        Mode::Picker(picker) => picker,
        mode => panic!("{mode:?}"),
    }
}

#[test]
fn the_mouse_chooses_and_scrolls_in_lists() {
    let names: Vec<String> = (0..60).map(|number| format!("text {number}.txt")).collect();
    let mut app = reader_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let inside = app.geometry.panel.inner();
    press(&mut app, "#");
    assert_eq!(update::click(&mut app, inside.x + 3, inside.y + 4), Effect::Source(4));
    press(&mut app, "#");
    update::wheel(&mut app, inside.x + 3, 3);
    assert_eq!(update::click(&mut app, inside.x + 3, inside.y + 4), Effect::Source(7));
    press(&mut app, "#");
    update::wheel(&mut app, inside.x + 3, 300);
    update::wheel(&mut app, inside.x + 3, -1);
    assert_eq!(press(&mut app, "<Enter>"), Effect::Source(60 - usize::from(inside.height)));
    press(&mut app, "#/text 5");
    assert_eq!(update::click(&mut app, inside.x + 3, inside.y + 1), Effect::Source(15));
    // Beside the list it puts the list away.
    press(&mut app, "#");
    assert_eq!(update::click(&mut app, 5, 5), Effect::Draw);
    assert!(matches!(app.mode, Mode::Normal));
}

#[test]
fn requested_sources_that_failed_are_not_listed() {
    let mut app = reader_of(&["ferry.txt", "horn.txt"]);
    let labels =
        |app: &App| picker::rows(app, PickerKind::Sources).into_iter().map(|row| row.label).collect::<Vec<_>>();
    let asked = app.sources.add(Source::File("gone.txt".into()));
    let ferry = format!("{TITLE} · ferry.txt");
    assert_eq!(labels(&app), [&ferry, "horn.txt", "gone.txt"]);
    app.sources.get_mut(asked).unwrap().failed = true;
    // One that the reader was started with stays, since its keys are known.
    app.sources.get_mut(1).unwrap().failed = true;
    assert_eq!(labels(&app), [&ferry, "horn.txt"]);
    assert_eq!(press(&mut app, "9<C-n>"), Effect::Source(1));
    assert_eq!(app.sources.add(Source::File("gone.txt".into())), asked);
}

/// A reader of a feed of `count` items.
fn long_feed(count: usize) -> App {
    let mut app = reader_of(&["feed.xml"]);
    let key = SourceKey::of(&Source::File("feed.xml".into()), "");
    for number in 0..count {
        let item = FeedItem {
            id: number.to_string(),
            title: Some(format!("Item {number} of the harbour’s long news, with words enough for a row")),
            ..FeedItem::default()
        };
        let entry = FeedItemRow::new(&key, 0, &item, false);
        app.sources.add_item(Source::FeedItem(Arc::new(item)), entry);
    }
    app
}

#[test]
fn a_list_of_ten_thousand_rows_keeps_up_with_the_keys() {
    let mut stage = Stage::of(plain::article("A feed.".into()), 120, 24);
    stage.app = long_feed(10_000);
    let mut slowest = (Duration::ZERO, Key::char(' '));
    for key in parse("#jGg/item 99 news<PgDn><PgUp><Backspace>") {
        let start = Instant::now();
        update::press(&mut stage.app, key);
        update::catch_up(&mut stage.app);
        stage.draw();
        if start.elapsed() > slowest.0 {
            slowest = (start.elapsed(), key);
        }
    }
    assert!(stage.text().contains("Item 199 "), "{}", stage.text());
    // A tenth of this where nothing else runs.
    assert!(slowest.0 < Duration::from_millis(160), "{slowest:?}");
    eprintln!("{slowest:?}");
}

#[test]
fn going_back_from_an_item_returns_to_its_feed() {
    for back in ["<Esc>", "H"] {
        let mut app = long_feed(5);
        sources::show(&mut app, 3, SIZE, true);
        sources::opened(&mut app, 3, Arc::new(article()));
        assert_eq!(press(&mut app, back), Effect::Source(0), "{back}");
        sources::show(&mut app, 0, SIZE, true);
        assert_eq!(picker_of(&app).chosen, Some(PickerTarget::Source(3)), "{back}");
        // Out of the list, the feed stays.
        assert_eq!(press(&mut app, "<Esc><Esc>"), Effect::Draw);
        assert!(matches!(app.mode, Mode::Normal));
    }
}

#[test]
fn the_previous_source_is_listed_among_the_jumps() {
    let mut app = reader_of(&["ferry.txt", "horn.txt"]);
    sources::show(&mut app, 1, SIZE, true);
    sources::opened(&mut app, 1, Arc::new(article()));
    let rows = |app: &App| -> Vec<(String, String)> {
        let rows = picker::rows(app, PickerKind::Places).into_iter();
        rows.map(|row| (row.keys.unwrap_or_default(), row.label)).collect()
    };
    assert_eq!(rows(&app), [("H".to_owned(), format!("{TITLE} · ferry.txt"))]);
    // Behind the jumps within the text.
    press(&mut app, "G");
    let labels: Vec<String> = rows(&app).into_iter().map(|(keys, label)| format!("{keys} {label}")).collect();
    assert!(labels[0].starts_with("H ¶1") && labels[1] == format!(" {TITLE} · ferry.txt"), "{labels:?}");
    assert_eq!(press(&mut app, "\"j<Enter>"), Effect::Source(0));
    sources::show(&mut app, 0, SIZE, true);
    assert_eq!(rows(&app).last(), Some(&("L".to_owned(), format!("{TITLE} · horn.txt"))));
}

#[test]
fn sources_are_listed_by_title_once_known() {
    let mut app = reader_of(&["ferry.txt", "horn.txt"]);
    let labels = |app: &App| -> Vec<String> {
        picker::rows(app, PickerKind::Sources).into_iter().map(|row| row.label).collect()
    };
    assert_eq!(labels(&app), [format!("{TITLE} · ferry.txt"), "horn.txt".to_owned()]);
    sources::show(&mut app, 1, SIZE, true);
    sources::opened(&mut app, 1, Arc::new(article()));
    assert_eq!(labels(&app), [format!("{TITLE} · ferry.txt"), format!("{TITLE} · horn.txt")]);
    // Both are found by either.
    assert_eq!(press(&mut app, "#/wobbles ferry<Enter>"), Effect::Source(0));
}

#[test]
fn commands_that_begin_with_the_filter_come_first() {
    for (typed, action) in [("copy", Action::Copy), ("undo", Action::Undo), ("reload", Action::Reload)] {
        let mut app = reader_of(&["ferry.txt"]);
        press(&mut app, &format!(";{typed}"));
        update::catch_up(&mut app);
        let picker = app.prompt().and_then(|prompt| prompt.picker.clone()).unwrap();
        assert_eq!(picker.target(0), Some(PickerTarget::Command(action)), "{typed}");
    }
}
