//! The help: the legend of the marks, and the keys from the live key table, under their headings.

use crate::reader::keys::action::{KeyGroup, TABLE};
use crate::reader::keys::keymap::Keymap;
use crate::reader::state::geometry::{Area, Geometry};
use crate::reader::state::overlay::legend::LEGEND;
use crate::reader::state::overlay_line::OverlayLine;
use crate::text::{one_line, width};

/// Columns of the help at most.
const WIDEST: u16 = 84;

/// The area of the help with its border, in the middle of the screen.
pub fn area(geometry: &Geometry) -> Area {
    let width = geometry.size.columns.saturating_sub(4).clamp(1, WIDEST);
    Area { x: geometry.size.columns.saturating_sub(width) / 2, width, ..geometry.panel }
}

/// Columns of the widest keys among `lines`.
pub fn key_columns(lines: &[OverlayLine]) -> usize {
    let keys =
        lines.iter().filter_map(|line| if let OverlayLine::Keys(keys, _) = line { Some(width(keys)) } else { None });
    keys.max().unwrap_or(0)
}

/// Whether no mark and no key contains `filter`.
pub fn is_nothing(filter: &str, keymap: &Keymap) -> bool {
    !lines(filter, keymap).iter().any(|line| matches!(line, OverlayLine::Keys(..)))
}

/// The marks and keys whose name or description contains `filter`, under their headings.
pub fn lines(filter: &str, keymap: &Keymap) -> Vec<OverlayLine> {
    let filter = filter.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&filter);
    let mut lines = Vec::new();
    let marks = LEGEND.iter().filter(|(mark, meaning)| holds(mark) || holds(meaning));
    lines.extend(marks.map(|&(mark, meaning)| OverlayLine::Keys(mark.into(), meaning.into())));
    if !lines.is_empty() {
        lines.insert(0, OverlayLine::Heading("Marks".into()));
    }
    for group in KeyGroup::ALL {
        let heading = lines.len();
        for binding in TABLE.iter().filter(|binding| binding.group == group) {
            let keys = keymap.keys_of(binding.action).iter().map(|key| key.to_string()).collect::<Vec<_>>().join(" ");
            if keys.is_empty() {
                continue;
            }
            if holds(&keys) || holds(binding.does) {
                lines.push(OverlayLine::Keys(keys, binding.does.into()));
            }
        }
        if lines.len() > heading {
            lines.insert(heading, OverlayLine::Heading(group.name().into()));
        }
    }
    if lines.is_empty() {
        lines.push(OverlayLine::Plain(format!("no key matches “{}”", one_line(&filter))));
    }
    lines
}
