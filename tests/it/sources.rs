//! Several sources in one reader: what belongs to the person holds for all, what belongs to a source stays with it.

use crate::stage::article;
use onrecord::article::plain;
use onrecord::config::ThemeName;
use onrecord::reader::keys::key::Key;
use onrecord::reader::state::app::App;
use onrecord::reader::state::document::progress::Phase;
use onrecord::reader::state::geometry::Size;
use onrecord::reader::state::input::mode::Mode;
use onrecord::reader::state::preferences::{Kinds, PanelOrder, Preferences};
use onrecord::reader::update::actions::sources;
use onrecord::reader::update::press;
use onrecord::source::Source;
use std::sync::Arc;

const SIZE: Size = Size { columns: 160, rows: 30 };

/// A reader of two sources, of which the first is open and on the screen.
fn two_sources() -> App {
    let sources = ["one.txt", "two.txt"].map(|name| Source::File(name.into()));
    let mut app = App::new(&sources, Preferences::default(), Arc::default(), SIZE);
    sources::opened(&mut app, 0, Arc::new(article()));
    app
}

fn keys(app: &mut App, keys: &str) {
    for key in keys.chars() {
        press(app, Key::char(key));
    }
}

#[test]
fn preferences_hold_for_every_source() {
    let mut app = two_sources();
    keys(&mut app, "t+zMc#sp");
    let chosen = app.preferences;
    assert_ne!(chosen.theme, ThemeName::Terminal);
    assert_ne!(chosen.layout, Preferences::default().layout);
    assert!(chosen.mouse);
    assert!(sources::show(&mut app, 1, SIZE, true), "the second source is opened when it is shown");
    sources::opened(&mut app, 1, Arc::new(plain::article("Another text.\n\nOf two paragraphs.".into())));
    assert_eq!(app.preferences, chosen);
    assert_eq!(app.geometry.columns(), usize::from(chosen.layout.width));
    assert!(!sources::show(&mut app, 0, SIZE, true), "the first is open already");
    assert_eq!(app.preferences, chosen);
}

#[test]
fn marks_searches_and_places_stay_with_their_source() {
    let mut app = two_sources();
    keys(&mut app, "jjjma/said");
    press(&mut app, Key::plain(onrecord::reader::keys::key::Code::Enter));
    let place = app.document.viewport.anchor();
    sources::show(&mut app, 1, SIZE, true);
    assert_eq!(app.document.progress.phase, Phase::Loading);
    sources::opened(&mut app, 1, Arc::new(plain::article("Another text.".into())));
    assert!(app.document.marks.is_empty() && app.document.search.is_none());
    sources::show(&mut app, 0, SIZE, true);
    assert_eq!(app.document.viewport.anchor(), place);
    assert!(app.document.marks.contains_key(&'a'));
    assert_eq!(app.document.search.as_ref().map(|search| search.pattern.as_str()), Some("said"));
}

#[test]
fn typing_goes_on_over_another_source_and_selections_end() {
    for typed in ["/sa", ":sa", "Osa", ";sa"] {
        let mut app = two_sources();
        keys(&mut app, typed);
        sources::show(&mut app, 1, SIZE, true);
        assert_eq!(app.prompt().map(|prompt| prompt.input.value()), Some("sa"), "{typed}");
    }
    for begun in ["V", "T"] {
        let mut app = two_sources();
        keys(&mut app, begun);
        sources::show(&mut app, 1, SIZE, true);
        assert!(matches!(app.mode, Mode::Normal), "{begun}");
    }
}

#[test]
fn kinds_hold_for_every_source() {
    let mut app = two_sources();
    app.preferences = Preferences { kinds: Kinds::Doubtful, order: Some(PanelOrder::Words), ..app.preferences };
    sources::show(&mut app, 1, SIZE, true);
    sources::opened(&mut app, 1, Arc::new(plain::article("“It is so,” she said.".into())));
    assert!(!app.document.analysis.doubtful, "nothing is analysed yet");
    sources::show(&mut app, 0, SIZE, true);
    assert_eq!((app.preferences.kinds, app.preferences.order), (Kinds::Doubtful, Some(PanelOrder::Words)));
}
