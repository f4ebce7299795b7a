//! The overlay on the screen: the help, a list, or the evidence, and its lines.

pub mod help;
pub mod legend;
pub mod picker;

use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::evidence;
use crate::reader::state::input::mode::PickerRow;
use crate::reader::state::overlay_line::OverlayLine;
use crate::text::{one_line, width};

/// The number of rows of the open overlay; 0 when none is open.
pub fn rows(app: &App) -> usize {
    lines(app).len()
}

/// `count` lines of the open overlay from line `top` on, and the columns of the widest keys in all.
pub fn lines_from(app: &App, top: usize, count: usize) -> (Vec<OverlayLine>, usize) {
    match app.overlay() {
        // Ten thousand rows may match; a screenful of them is needed.
        Some(Overlay::Picker { picker, .. }) if !picker.matching.is_empty() => {
            let keys = picker.all.iter().filter_map(|row| row.keys.as_deref()).map(width).max();
            (picker.rows().skip(top).take(count).map(line_of).collect(), keys.unwrap_or(0))
        }
        _ => {
            let all = lines(app);
            let keys = help::key_columns(&all);
            (all.into_iter().skip(top).take(count).collect(), keys)
        }
    }
}

fn line_of(row: &PickerRow) -> OverlayLine {
    match &row.keys {
        Some(keys) => OverlayLine::Keys(keys.clone(), row.label.clone()),
        None => OverlayLine::Plain(row.label.clone()),
    }
}

/// The lines of the open overlay, wrapped to its width.
pub fn lines(app: &App) -> Vec<OverlayLine> {
    let columns = usize::from(app.geometry.panel.inner().width.saturating_sub(2)).max(10);
    match app.overlay() {
        Some(Overlay::Help { filter, .. }) => {
            let lines = help::lines(filter, &app.input.keymap);
            // Two columns before the keys and two between both.
            let columns = usize::from(help::area(&app.geometry).width.saturating_sub(4));
            let columns = columns.saturating_sub(4 + help::key_columns(&lines)).max(10);
            lines.into_iter().flat_map(|line| line.wrapped(columns)).collect()
        }
        Some(Overlay::Evidence(shown)) => match app.current() {
            Some(id) => {
                let keys = [Action::Unfold, Action::Fold].map(|action| app.key(action));
                let lines = evidence::lines(&app.document, id, shown.unfolded, [&keys[0], &keys[1]]);
                lines.into_iter().flat_map(|line| line.wrapped(columns)).collect()
            }
            None => vec![OverlayLine::Plain("no quotation here".into())],
        },
        Some(Overlay::Picker { picker, filter }) if picker.matching.is_empty() => {
            vec![OverlayLine::Aside(format!("nothing matches “{}”", one_line(filter)))]
        }
        Some(Overlay::Picker { picker, .. }) => picker.rows().map(line_of).collect(),
        None => Vec::new(),
    }
}
