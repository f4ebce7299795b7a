//! The title row: the article's title, and its site, author, date and reading time.

use crate::reader::state::app::App;
use crate::reader::view::fit::fitted;
use crate::reader::view::theme::Theme;
use crate::text::{one_line, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as Piece};

/// Words that people read in a minute.
const WORDS_A_MINUTE: usize = 230;
/// Bytes of an English word with its space, to estimate how long a text takes to read.
const BYTES_A_WORD: usize = 6;

/// Draws the title row.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let columns = usize::from(app.geometry.size.columns);
    let meta = &app.document.article.meta;
    let minutes = (app.document.length() / BYTES_A_WORD / WORDS_A_MINUTE).max(1);
    let read = if minutes < 100 { format!("{minutes} min") } else { format!("{} h", minutes / 60) };
    let facts: Vec<String> =
        [meta.site.as_deref(), meta.byline.as_deref(), meta.published.as_deref(), Some(read.as_str())]
            .into_iter()
            .flatten()
            .map(one_line)
            .collect();
    let facts = fitted(&facts.join(" · "), columns / 2);
    // Shown all the time: it matters to anyone who marks and corrects.
    let sign = if app.unsaved { " · NOT SAVED" } else { "" };
    let taken = width(&facts) + width(sign);
    let name = meta.title.as_deref().unwrap_or(&app.document.name);
    let name = fitted(&one_line(name), columns.saturating_sub(taken + 4));
    let gap = columns.saturating_sub(width(&name) + taken + 2);
    let line = Line::from(vec![
        Piece::raw(" "),
        Piece::styled(name, theme.headline()),
        Piece::raw(" ".repeat(gap)),
        Piece::styled(facts, theme.dim()),
        Piece::styled(sign, theme.warning()),
    ]);
    frame.render_widget(line, Rect::new(0, 0, app.geometry.size.columns, 1));
}
