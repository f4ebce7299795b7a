//! The overlays: the help, the lists, and the evidence in place of the panel.

use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::evidence::EvidenceView;
use crate::reader::state::input::mode::PickerKind;
use crate::reader::state::overlay::help;
use crate::reader::state::overlay::lines_from;
use crate::reader::state::overlay_line::OverlayLine;
use crate::reader::view::fit::{clear, cover, fitted, rect};
use crate::reader::view::quotation::speaker_style;
use crate::reader::view::theme::Theme;
use crate::text::{graphemes, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as StyledSpan};
use ratatui::widgets::{Block, BorderType};

/// Draws the open overlay, if any.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let (area, title, top, cursor) = match app.overlay() {
        Some(Overlay::Help { top, .. }) => {
            let (search, commands) = (app.key(Action::Search), app.key(Action::Commands));
            let title =
                format!(" Keys · {search} to search · {commands} runs one by name · {} back ", app.key(Action::Back));
            (help::area(&app.geometry), title, top, None)
        }
        Some(Overlay::Picker { picker, .. }) => {
            let follow = app.key(Action::Follow);
            let title = match picker.of {
                PickerKind::Contents => format!(" Contents · {follow} goes there "),
                PickerKind::Sources => format!(" Sources · {follow} opens "),
                PickerKind::Places => format!(" Marks and jumps · {follow} goes there "),
                PickerKind::Commands => match picker.count {
                    Some(count) => format!(" Commands · Enter runs one with the count {count} "),
                    None => " Commands · Enter runs ".to_owned(),
                },
            };
            let cursor = (!picker.matching.is_empty()).then(|| picker.cursor());
            let top = picker.first_row(app.geometry.panel_rows());
            (picker.area(&app.geometry), title, top, cursor)
        }
        Some(Overlay::Evidence(EvidenceView { top, .. })) => {
            (app.geometry.panel, " Why this speaker? ".to_owned(), top, None)
        }
        None => return,
    };
    clear(frame, rect(area));
    // The name of the list matters more than its key.
    let name = title.split(" · ").next().map_or_else(String::new, |name| format!("{} ", name.trim_end()));
    let title = match usize::from(area.width.saturating_sub(2)) {
        room if width(&title) > room && width(&name) <= room && !name.trim().is_empty() => name,
        room if width(&title) > room => fitted(&title, room.saturating_sub(1)) + " ",
        _ => title,
    };
    let block = Block::bordered().border_type(BorderType::Thick).title(StyledSpan::styled(title, theme.strong()));
    frame.render_widget(block, rect(area));
    let inner = area.inner();
    if app.prompt().is_none() {
        frame.set_cursor_position(Position::new(inner.x + 1, inner.y));
    }
    let colour = app.current().map(|id| speaker_style(app, theme, id)).unwrap_or_default();
    let (lines, key_column) = lines_from(app, top, usize::from(inner.height));
    let matched = matched(app, &lines);
    for (row, line) in lines.into_iter().enumerate() {
        let label_column = if let OverlayLine::Keys(..) = line { key_column + 4 } else { 0 };
        let columns = usize::from(inner.width.saturating_sub(2));
        let drawn = match line {
            OverlayLine::Heading(text) => Line::styled(text, theme.strong().patch(colour)),
            OverlayLine::Plain(text) | OverlayLine::Hanging(text) => Line::raw(fitted(&text, columns)),
            OverlayLine::Words(text) => Line::styled(text, colour),
            OverlayLine::Aside(text) => Line::styled(text, theme.dim()),
            OverlayLine::Keys(keys, does) => {
                let gap = " ".repeat(key_column - width(&keys) + 2);
                let does = fitted(&does, columns.saturating_sub(key_column + 4));
                Line::from(vec![
                    StyledSpan::raw("  "),
                    StyledSpan::styled(keys, theme.strong()),
                    StyledSpan::raw(gap),
                    does.into(),
                ])
            }
        };
        let area = Rect::new(inner.x + 1, inner.y + row as u16, inner.width.saturating_sub(2), 1);
        frame.render_widget(drawn, area);
        if cursor == Some(top + row) {
            cover(frame, area, theme.cursor());
            frame.set_cursor_position(area.as_position());
        }
        for &(column, wide) in matched.get(row).into_iter().flatten() {
            let letter = Rect::new(area.x + (label_column + column) as u16, area.y, wide as u16, 1);
            frame.buffer_mut().set_style(letter.intersection(area), theme.matched());
        }
    }
}

/// The letters of each line of a picker that match what is typed: column in the label, and width.
fn matched(app: &App, lines: &[OverlayLine]) -> Vec<Vec<(usize, usize)>> {
    let Some(Overlay::Picker { picker, .. }) = app.overlay() else { return Vec::new() };
    let label = |line: &'_ OverlayLine| match line {
        OverlayLine::Plain(label) | OverlayLine::Keys(_, label) => label.clone(),
        OverlayLine::Heading(_) | OverlayLine::Hanging(_) | OverlayLine::Words(_) | OverlayLine::Aside(_) => {
            String::new()
        }
    };
    let labels: Vec<String> = lines.iter().map(label).collect();
    let found = picker.matched(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    let columns = |(label, found): (&String, Vec<usize>)| {
        let starts = graphemes(label).scan(0, |column, (_, _, wide)| {
            *column += wide;
            Some((*column - wide, wide))
        });
        starts.enumerate().filter(|(nth, _)| found.contains(nth)).map(|(_, place)| place).collect()
    };
    labels.iter().zip(found).map(columns).collect()
}
