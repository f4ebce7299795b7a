//! The title row: the article's title, and its site, author, date and reading time.

use crate::article::{Block, BlockKind, Meta};
use crate::reader::state::app::App;
use crate::reader::state::document::Document;
use crate::reader::view::fit::fitted;
use crate::reader::view::theme::Theme;
use crate::text::{Day, host, one_line, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as StyledSpan};

/// Words that people read in a minute.
const WORDS_A_MINUTE: usize = 230;
/// Bytes of an English word with its space, to estimate how long a text takes to read.
const BYTES_A_WORD: usize = 6;
/// The columns around the title, and between it and the facts.
const GAPS: usize = 4;
/// The fewest columns in which a cut author's name is worth showing.
const MIN_AUTHOR: usize = 10;
/// With more blocks than this they are not examined one by one in each frame.
const MANY_BLOCKS: usize = 20_000;

/// Draws the title row.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let columns = usize::from(app.geometry.size.columns);
    let meta = &app.document.article.meta;
    let minutes = (to_read(&app.document) / BYTES_A_WORD / WORDS_A_MINUTE).max(1);
    let read = if minutes < 100 { format!("{minutes} min") } else { format!("{} h", minutes / 60) };
    let read = Some(read).filter(|_| app.document.length() > 0);
    let facts = [site(meta), meta.byline.clone(), meta.published.as_deref().map(Day::readable), read];
    let facts = facts.map(|fact| fact.map(|fact| one_line(&fact)));
    // Always shown: it matters to users who mark and correct.
    let sign = if app.unsaved { " · NOT SAVED" } else { "" };
    let name = one_line(meta.title.as_deref().unwrap_or(&app.document.name));
    // Half of the row, or what the title leaves of it.
    let room = (columns / 2).max(columns.saturating_sub(width(&name) + width(sign) + GAPS));
    let facts = fitting(facts, room);
    let taken = width(&facts) + width(sign);
    let name = fitted(&name, columns.saturating_sub(taken + GAPS));
    let gap = columns.saturating_sub(width(&name) + taken + 2);
    let line = Line::from(vec![
        StyledSpan::raw(" "),
        StyledSpan::styled(name, theme.headline()),
        StyledSpan::raw(" ".repeat(gap)),
        StyledSpan::styled(facts, theme.dim()),
        StyledSpan::styled(sign, theme.warning()),
    ]);
    frame.render_widget(line, Rect::new(0, 0, app.geometry.size.columns, 1));
}

/// The site, author, date and reading time that fit into `room` columns. If there is no room for all, the author is cut
/// or dropped first, then the reading time, then the site.
fn fitting(mut facts: [Option<String>; 4], room: usize) -> String {
    let some = |facts: &[Option<String>; 4], wanted: &[usize]| {
        wanted.iter().filter_map(|&nth| facts[nth].as_deref()).collect::<Vec<_>>().join(" · ")
    };
    let others = width(&some(&facts, &[0, 2, 3]));
    let left = room.saturating_sub(if others > 0 { others + width(" · ") } else { 0 });
    let author = facts[1].take().filter(|author| width(author) <= left || left >= MIN_AUTHOR);
    facts[1] = author.map(|author| fitted(&author, left));
    let all = [&[0, 1, 2, 3][..], &[0, 2, 3], &[0, 2], &[2], &[0]].map(|wanted| some(&facts, wanted));
    all.into_iter().find(|facts| !facts.is_empty() && width(facts) <= room).unwrap_or_default()
}

/// Bytes of the text that are read word by word: without code, tables and boilerplate.
fn to_read(document: &Document) -> usize {
    let blocks = document.article.blocks();
    if document.progress.full_length.is_some() || blocks.len() > MANY_BLOCKS {
        return document.length();
    }
    let is_read = |block: &&Block| !matches!(block.kind, BlockKind::Code | BlockKind::Table | BlockKind::Boilerplate);
    blocks.iter().filter(is_read).map(|block| (block.span.end - block.span.start) as usize).sum()
}

/// The name of the site, else the host of the address.
fn site(meta: &Meta) -> Option<String> {
    meta.site.clone().or_else(|| host(meta.url.as_deref()?))
}
