//! Selecting text, from the keyboard, to copy it or to make it a quotation.

use crate::article::{Article, Block, BlockKind};
use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::input::mode::{Mode, TextSelection};
use crate::reader::update::actions::copy::copied;
use crate::reader::update::actions::correct;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;
use crate::text::{Span, one_line, shown};

/// The key that begins a selection.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::Select => begin(app),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Begins a selection: at the paragraph that was last jumped to by number, otherwise at the current quotation,
/// otherwise at the first words on the screen.
fn begin(app: &mut App) {
    let viewport = &app.document.viewport;
    let place = app.document.selection.place.map(|at| Span::new(at, at + 1)).filter(|&place| viewport.shows(place));
    let start = match (place, app.current()) {
        (Some(place), _) => Span { end: place.start, ..place },
        (None, Some(id)) => app.document.record.quotations()[id].content.first().copied().unwrap_or_default(),
        (None, None) => {
            let Some(row) = viewport.rows().iter().find(|row| !row.blank) else { return };
            Span { end: row.span.start, ..row.span }
        }
    };
    app.document.focus = Focus::Article;
    let from = start.start as usize;
    let to = if start.is_empty() { word_end(app, from) } else { start.end as usize };
    app.mode = Mode::Select(TextSelection { from, to, extent_of: None });
}

/// A key while text is being selected. Moves extend the selection by words and rows, from its end; the key that opens
/// the source elsewhere switches to the other end.
pub(in crate::reader::update) fn press(app: &mut App, selection: TextSelection, key: Key) -> Effect {
    app.notice = None;
    let TextSelection { from, to, .. } = selection;
    let moved = match (app.input.keymap.action_of(key), key.code) {
        (Some(Action::Quit), _) => return Effect::Quit,
        (Some(Action::Suspend), _) => return Effect::Suspend,
        (Some(Action::Redraw), _) => return Effect::Redraw,
        (Some(Action::Back | Action::Select | Action::Close), _) => {
            app.mode = Mode::Normal;
            return Effect::Draw;
        }
        (Some(Action::Correct), _) => return correct::selected(app, selection),
        (Some(Action::Follow), _) if selection.extent_of.is_some() => return correct::selected(app, selection),
        (Some(Action::Copy | Action::Follow), _) => {
            app.mode = Mode::Normal;
            let text = lines_of(&app.document.article, selection.span());
            let description = copied(" the selection", &text);
            return Effect::Copy(text, description);
        }
        (Some(Action::OpenSource), _) => {
            app.mode = Mode::Select(TextSelection { from: to, to: from, ..selection });
            return Effect::Draw;
        }
        (Some(Action::Down), _) => row_from(app, to, 1),
        (Some(Action::Up), _) => row_from(app, to, -1),
        (Some(Action::NextParagraph), _) => block_edge(app, to, true),
        (Some(Action::PreviousParagraph), _) => block_edge(app, to, false),
        (Some(Action::Unfold), _) | (_, Code::Char('w')) => word_end(app, to),
        (Some(Action::Fold), _) | (_, Code::Char('b')) => word_start(app, to),
        // The status line lists the keys that do something.
        _ => return Effect::Draw,
    };
    app.mode = Mode::Select(TextSelection { to: moved, ..selection });
    app.document.viewport.show(&app.document.article, moved.saturating_sub(1).max(from.min(moved)));
    sync_panel(app);
    Effect::Draw
}

/// The text of `span` for copying, with a blank line between paragraphs, none between list items or table rows, and
/// code unchanged.
fn lines_of(article: &Article, span: Span) -> String {
    let blocks = article.blocks();
    let first = article.block_at(span.start as usize).unwrap_or(0);
    let here = blocks.iter().skip(first).take_while(|block| block.span.start < span.end);
    let mut text = String::new();
    let mut above: Option<&Block> = None;
    for block in here.filter(|block| block.span.overlaps(span)) {
        let words = article.slice(Span { start: block.span.start.max(span.start), end: block.span.end.min(span.end) });
        if let Some(above) = above {
            let both = |is: fn(BlockKind) -> bool| is(above.kind) && is(block.kind);
            let is_code = both(|kind| kind == BlockKind::Code);
            let between = article.slice(Span { start: above.span.end, end: block.span.start });
            let together = both(BlockKind::is_item) || both(|kind| kind == BlockKind::Table);
            let lines = if is_code { between.matches('\n').count() } else { 2 - usize::from(together) };
            text.extend(std::iter::repeat_n('\n', lines));
        }
        match block.kind {
            BlockKind::Code => text.extend(words.trim_end().chars().map(|c| if c == '\t' { c } else { shown(c) })),
            _ => text += &one_line(words),
        }
        above = Some(block);
    }
    text
}

/// The end of the word after `at`.
fn word_end(app: &App, at: usize) -> usize {
    let rest = app.document.article.text().get(at..).unwrap_or_default();
    let start = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
    let length = rest[start..].find(char::is_whitespace).unwrap_or(rest.len() - start);
    at + start + length
}

/// The end of the word before the one that ends at `at`, or the start of the text.
fn word_start(app: &App, at: usize) -> usize {
    let before = app.document.article.text().get(..at).unwrap_or_default().trim_end();
    let word = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    before[..word].trim_end().len()
}

/// The place `by` rows from `at`, in the same column.
fn row_from(app: &mut App, at: usize, by: isize) -> usize {
    app.document.viewport.place_below(&app.document.article, at, by)
}

/// The end or the start of the paragraph that holds `at`; from there, of the next one.
fn block_edge(app: &App, at: usize, end: bool) -> usize {
    let blocks = app.document.article.blocks();
    if end {
        blocks.iter().map(|block| block.span.end as usize).find(|&end| end > at).unwrap_or(at)
    } else {
        blocks.iter().map(|block| block.span.start as usize).rfind(|&start| start < at).unwrap_or(at)
    }
}
