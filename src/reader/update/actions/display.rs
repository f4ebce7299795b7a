//! The appearance of the screen: theme, width, kinds of quotations, spotlight, mouse, evidence.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::evidence::EvidenceView;
use crate::reader::state::main_view::MainView;
use crate::reader::state::preferences::{Kinds, LayoutPreferences};
use crate::reader::update::actions::{correct, navigate};
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::resize;

/// Actions that change the appearance of the screen.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Spotlight => spotlight(app),
        Action::Kinds => next_kinds(app),
        Action::NextTheme => next_theme(app),
        Action::Wider => widen(app, times, true),
        Action::Narrower => widen(app, times, false),
        Action::Why => evidence(app),
        Action::Mouse => return Some(mouse(app)),
        Action::Redraw => return Some(Effect::Redraw),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Changes to the next theme.
fn next_theme(app: &mut App) {
    app.preferences.theme = app.preferences.theme.next();
    app.notice = Some(format!("Theme: {}", app.preferences.theme.name()));
}

/// Columns by which a key changes the width of the text.
const WIDTH_STEP: i16 = 4;

/// Makes the text wider or narrower than it is on the screen by this many `steps`, as far as there is room.
fn widen(app: &mut App, steps: usize, wider: bool) {
    let by = WIDTH_STEP * steps.min(100) as i16;
    let layout = app.preferences.layout;
    let shown = app.geometry.columns() as u16;
    let room = app.document.geometry(app.geometry.size, LayoutPreferences { width: u16::MAX, ..layout }).columns();
    let wished = LayoutPreferences { width: shown, ..layout }.wider(if wider { by } else { -by });
    let width = usize::from(wished.width).min(room) as u16;
    let limit = match wider {
        true if width <= shown => " · as wide as the screen allows",
        false if width >= shown => " · as narrow as it gets",
        _ => {
            app.preferences.layout.width = width;
            resize(app, app.geometry.size);
            ""
        }
    };
    app.notice = Some(format!("Text width: {} columns{limit}", app.geometry.columns()));
}

/// Changes the kinds of quotations that are shown.
fn next_kinds(app: &mut App) {
    let before = app.preferences.kinds;
    app.preferences.kinds = before.next();
    if before == Kinds::Doubtful || app.preferences.kinds == Kinds::Doubtful {
        correct::rebuild(app);
    }
    app.draw_map();
    app.notice = Some(format!("Showing {}", app.preferences.kinds.name()));
}

/// Turns the spotlight on the selected person on or off.
fn spotlight(app: &mut App) {
    let was_on = app.preferences.spotlight;
    let person = app.person().filter(|_| !was_on);
    app.notice = Some(match person {
        Some(person) => format!("Spotlight: {}", app.document.record.people()[person].name),
        None if was_on => "Spotlight off".into(),
        None => navigate::nobody_selected(app),
    });
    app.preferences.spotlight = person.is_some();
}

/// Turns mouse support on or off.
fn mouse(app: &mut App) -> Effect {
    let on = !app.preferences.mouse;
    app.preferences.mouse = on;
    let (now, other) = if on { ("on", "off") } else { ("off", "on") };
    app.notice = Some(format!("Mouse {now} · {} turns it {other}", app.key(Action::Mouse)));
    Effect::Mouse(on)
}

/// Shows or hides the evidence for the current quotation.
fn evidence(app: &mut App) {
    if app.main_view.close_evidence() {
        return;
    }
    match app.current() {
        Some(_) => app.main_view = MainView::Evidence(EvidenceView::default()),
        None => app.notice = Some("No quotation here".into()),
    }
}
