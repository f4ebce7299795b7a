//! The overlay on the screen: the help, a list, or the evidence, and its lines.

use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::lines::OverlayLine;
use crate::reader::state::{evidence, help, lists};

/// The number of rows of the open overlay; 0 when none is open.
pub fn rows(app: &App) -> usize {
    lines(app).len()
}

/// The first row of the open overlay that belongs to the words of a quotation.
pub fn first_words(app: &App) -> usize {
    let all = lines(app);
    let blank = |line: &OverlayLine| matches!(line, OverlayLine::Plain(text) if text.is_empty());
    all.iter().position(blank).map_or(0, |blank| blank + 1)
}

/// The lines of the open overlay, wrapped to its width.
pub fn lines(app: &App) -> Vec<OverlayLine> {
    let columns = usize::from(app.geometry.panel.inner().width.saturating_sub(2)).max(10);
    match app.overlay() {
        Some(Overlay::Help { filter, .. }) => {
            let lines = help::lines(filter, &app.keymap);
            // Two columns before the keys and two between both.
            let columns = usize::from(help::columns(app.geometry.size).saturating_sub(4));
            let columns = columns.saturating_sub(4 + help::key_columns(&lines)).max(10);
            lines.into_iter().flat_map(|line| line.wrapped(columns)).collect()
        }
        Some(Overlay::Evidence { .. }) => match app.current() {
            Some(id) => {
                let keys = [Action::Unfold, Action::Fold].map(|action| app.key(action));
                let lines = evidence::lines(&app.document, id, app.unfolds_evidence, [&keys[0], &keys[1]]);
                lines.into_iter().flat_map(|line| line.wrapped(columns)).collect()
            }
            None => vec![OverlayLine::Plain("no quotation here".into())],
        },
        Some(Overlay::List(list)) => {
            lists::rows(app, list.of).into_iter().map(|(row, _)| OverlayLine::Plain(row)).collect()
        }
        None => Vec::new(),
    }
}
