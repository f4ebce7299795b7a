//! The screen of the library: the tabs of its lists, and the rows of one.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::catalogue::{CatalogueRow, CatalogueView, WordStyle, columns};
use crate::reader::view::fit::{cover, fitted};
use crate::reader::view::theme::Theme;
use crate::text::{graphemes, one_line, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as StyledSpan};

/// The columns shown before a match in a row that is cut.
const BEFORE_MATCH: usize = 24;

/// Draws the catalogue: its head, and the visible rows.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let (catalogue, size) = (&app.catalogue, app.geometry.size);
    let all = usize::from(size.columns);
    frame.render_widget(head(app, theme, all), Rect::new(0, 0, size.columns, 1));
    let height = usize::from(size.rows.saturating_sub(2));
    if catalogue.list.rows.is_empty() {
        let text = match catalogue.list.summary.as_str() {
            _ if !catalogue.is_answered() => "looking…".to_owned(),
            _ if catalogue.list.is_problem => one_line(&catalogue.list.summary),
            _ if !catalogue.page.query.trim().is_empty() => {
                format!("nothing matches “{}”", one_line(&catalogue.page.query))
            }
            _ if catalogue.page.view == CatalogueView::Doubts => "nothing is doubtful".to_owned(),
            _ => "nothing is kept yet".to_owned(),
        };
        let style = if catalogue.list.is_problem { theme.warning() } else { theme.dim() };
        frame.render_widget(Line::styled(fitted(&format!("   {text}"), all), style), Rect::new(0, 1, size.columns, 1));
    }
    let mut y = 1;
    for (nth, row) in catalogue.list.rows.iter().enumerate().skip(catalogue.first_row(height)) {
        if usize::from(y) > height {
            break;
        }
        let area = Rect::new(0, y, size.columns, 1);
        frame.render_widget(first_line(row, theme, all), area);
        if nth == catalogue.cursor && row.target.is_some() {
            cover(frame, area, theme.cursor());
            if app.prompt().is_none() {
                frame.set_cursor_position(Position::new(3.min(size.columns - 1), y));
            }
        }
        y += 1;
        if !row.below.is_empty() && usize::from(y) <= height {
            let below = fitted(&row.below, all.saturating_sub(7));
            frame.render_widget(Line::styled(format!("     {below}"), theme.dim()), Rect::new(0, y, size.columns, 1));
            y += 1;
        }
    }
}

/// The lists with their keys, the present one highlighted, and its summary.
fn head(app: &App, theme: &Theme, all: usize) -> Line<'static> {
    let catalogue = &app.catalogue;
    let mut pieces = vec![StyledSpan::styled(" Library", theme.headline())];
    let mut taken = width(" Library");
    let views = [
        (CatalogueView::Articles, Action::Articles, "articles"),
        (CatalogueView::People, Action::People, "people"),
        (CatalogueView::Quotations, Action::Quotations, "quotations"),
    ];
    for (view, action, name) in views {
        let text = format!("  {} {name}", app.key(action));
        taken += width(&text);
        let style = if catalogue.page.view == view { theme.strong() } else { theme.dim() };
        pieces.push(StyledSpan::styled(text, style));
    }
    let inside = match &catalogue.page.view {
        // An empty list shows only the reason.
        _ if catalogue.list.is_absent => String::new(),
        CatalogueView::Person(_, name) => one_line(name),
        CatalogueView::SameAs(_, name) => format!("who is {}?", one_line(name)),
        CatalogueView::Doubts => "who may be the same".into(),
        CatalogueView::Reports(_) => "who reports it".into(),
        CatalogueView::Changes(_) => "what changed".into(),
        CatalogueView::Audit(Some(_)) => "who is quoted in this article".into(),
        CatalogueView::Audit(None) => "who is quoted".into(),
        CatalogueView::Articles | CatalogueView::People | CatalogueView::Quotations => String::new(),
    };
    let room = all.saturating_sub(taken + 4);
    let inside = fitted(&inside, room);
    if !inside.is_empty() {
        taken += width(&inside) + 3;
        pieces.push(StyledSpan::styled(format!(" · {inside}"), theme.strong()));
    }
    // A sign that applies to the whole program.
    let sign = if app.unsaved { " · NOT SAVED" } else { "" };
    let narrowed = match one_line(&catalogue.page.query) {
        query if query.is_empty() => String::new(),
        query => format!("/{query} · "),
    };
    let summary = if catalogue.list.is_problem { "" } else { catalogue.list.summary.as_str() };
    let room = all.saturating_sub(taken + width(sign) + 3);
    let summary = fitted(&format!("{narrowed}{summary}"), room);
    let gap = all.saturating_sub(taken + width(&summary) + width(sign) + 1);
    pieces.push(StyledSpan::raw(" ".repeat(gap)));
    pieces.push(StyledSpan::styled(summary, theme.dim()));
    pieces.push(StyledSpan::styled(sign, theme.warning()));
    Line::from(pieces)
}

/// The words of a row, as many as fit beside its note; they begin shortly before a match that would be cut off
/// otherwise.
fn first_line(row: &CatalogueRow, theme: &Theme, all: usize) -> Line<'static> {
    let note = fitted(&row.note, all / 2);
    let room = all.saturating_sub(4 + if note.is_empty() { 0 } else { width(&note) + 2 });
    let mut pieces = vec![StyledSpan::raw(format!(" {} ", row.sign.unwrap_or(' ')))];
    let whole = columns(&row.words);
    let first = row.words.iter().take_while(|(_, look)| *look != WordStyle::Matched);
    let before: usize = first.map(|(part, _)| width(part)).sum();
    let has_match = row.words.iter().any(|(_, look)| *look == WordStyle::Matched);
    let mut skip = match whole > room && has_match && before > room.saturating_sub(BEFORE_MATCH) {
        true => before - BEFORE_MATCH.min(before),
        false => 0,
    };
    let mut left = room;
    if skip > 0 {
        pieces.push(StyledSpan::raw("…"));
        left = left.saturating_sub(1);
    }
    let mut rest = whole.saturating_sub(skip);
    for (part, look) in &row.words {
        let mut text = String::new();
        for (_, grapheme, wide) in graphemes(part) {
            if skip > 0 {
                skip = skip.saturating_sub(wide);
            } else if wide <= left && (rest <= left || wide < left) {
                text.push_str(grapheme);
                left -= wide;
                rest = rest.saturating_sub(wide);
            } else {
                if left > 0 {
                    text.push('…');
                }
                left = 0;
                break;
            }
        }
        pieces.push(StyledSpan::styled(text, style_of(*look, theme)));
        if left == 0 {
            break;
        }
    }
    let drawn: usize = pieces.iter().map(|piece| width(&piece.content)).sum();
    if !note.is_empty() {
        let gap = all.saturating_sub(drawn + width(&note) + 1);
        pieces.push(StyledSpan::raw(" ".repeat(gap)));
        pieces.push(StyledSpan::styled(note, theme.dim()));
    }
    Line::from(pieces)
}

fn style_of(look: WordStyle, theme: &Theme) -> Style {
    match look {
        WordStyle::Plain => Style::new(),
        WordStyle::Heading => theme.heading(3),
        WordStyle::Matched => theme.matched(),
        WordStyle::LeftOut => theme.warning(),
        WordStyle::Added => theme.strong(),
    }
}
