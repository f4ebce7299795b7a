//! The article pane: the rows of the viewport with the quotations in their speakers' colours, and the gutter with the
//! number of the paragraph, the pointer and the mark of each quotation's kind.

use super::super::hints;
use super::super::state::{Focus, Pending, Progress, State};
use super::super::voices::Voice;
use super::{Theme, link_colour, rect};
use crate::article::{BlockKind, Inline, InlineKind};
use crate::layout::{Row, column_of, indent, marker_width, text_column};
use crate::record::{Act, Kind, QuotationId};
use crate::text::{Span, graphemes, shown, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType};

/// Draws the pane.
pub fn draw(frame: &mut Frame, state: &State, theme: &Theme) {
    let focused = state.focus == Focus::Article;
    if state.geometry.wide {
        let border = if focused { BorderType::Thick } else { BorderType::Plain };
        let title = Piece::styled(" 1 Article ", if focused { theme.strong() } else { theme.dim() });
        let block = Block::bordered().border_type(border).border_style(theme.border(focused)).title(title);
        frame.render_widget(block, rect(state.geometry.article));
    }
    let current = state.current();
    let text = state.geometry.text;
    let (item, mut cursor) = (focused_at(state, current), None);
    for (index, &row) in state.viewport.rows().iter().enumerate().take(usize::from(text.height)) {
        let y = text.y + index as u16;
        if row.blank {
            continue;
        }
        gutter(frame, state, theme, row, y, current);
        let x = text.x + text_column(&state.article, row) as u16;
        let line = styled_row(state, theme, row, current);
        frame.render_widget(line, Rect::new(x, y, text.width.saturating_sub(x - text.x), 1));
        bullet(frame, state, theme, row, y);
        if let Some(at) = item.filter(|&at| row.span.holds(at) || row.span.end as usize == at) {
            cursor = Some(Position::new(text.x + column_of(&state.article, row, at) as u16, y));
        }
    }
    link_up(frame, state, theme);
    map(frame, state, theme);
    if focused && state.prompt.is_none() {
        frame.set_cursor_position(cursor.unwrap_or(Position::new(text.x, text.y)));
    }
    if state.article.blocks().is_empty() {
        let words = match state.progress {
            Progress::Loading => "opening …",
            Progress::NotOpened => "nothing was opened",
            _ => "no text",
        };
        let empty = Line::styled(words, theme.dim());
        frame.render_widget(empty, Rect::new(text.x, text.y, text.width, 1));
    }
}

/// The byte of what the eye is on, and so where the terminal's cursor belongs: the end of the selection, the mention or
/// the match last gone to, the current quotation.
fn focused_at(state: &State, current: Option<QuotationId>) -> Option<usize> {
    let shown = |span: &Span| state.viewport.shows(*span);
    let mention = state.mention.and_then(|(person, index)| state.record.people().get(person)?.mentions.get(index));
    let search = state.search.as_ref().filter(|_| state.at_match);
    let found = search.and_then(|search| search.matches.get(search.current?).copied());
    let selected = state.selection.map(|selection| selection.to);
    let place = found.filter(shown).or(mention.map(|mention| mention.span).filter(shown));
    let quotation = current.map(|id| state.record.quotations()[id].extent());
    selected.or(place.or(quotation).map(|span| span.start as usize))
}

/// The number of an item of a list, or a bullet, where its text brings none of its own.
fn bullet(frame: &mut Frame, state: &State, theme: &Theme, row: Row, y: u16) {
    let kind = state.article.blocks()[row.block].kind;
    if !row.first || marker_width(kind, state.article.slice(row.span)) > 0 {
        return;
    }
    let bullet = match kind {
        BlockKind::Item(depth) => if depth % 2 == 1 { "•" } else { "◦" }.to_owned(),
        BlockKind::Numbered { number, .. } => format!("{number}."),
        _ => return,
    };
    let text = rect(state.geometry.text);
    let columns = width(&bullet) as u16;
    let x = text.x + (indent(kind) as u16).saturating_sub(columns + 1);
    frame.render_widget(Line::styled(bullet, theme.dim()), Rect::new(x, y, columns, 1).intersection(text));
}

/// Lays the terminal's own links under the words of links, and while one is to be chosen the letters over them.
fn link_up(frame: &mut Frame, state: &State, theme: &Theme) {
    let text = state.geometry.text;
    let right = text.x + text.width;
    let rows = |span: Span| {
        let rows = state.viewport.rows().iter().zip(text.y..text.y + text.height);
        rows.filter(move |(row, _)| !row.blank && row.span.overlaps(span))
    };
    for link in hints::links(state) {
        for (&row, y) in rows(link.span) {
            let column = |at: u32| text.x + column_of(&state.article, row, at as usize) as u16;
            let (from, to) = (column(link.span.start).min(right), column(link.span.end).min(right));
            let style = Style::new().underline_color(link_colour(link.number));
            frame.buffer_mut().set_style(Rect::new(from, y, to - from, 1), style);
        }
    }
    let Some(Pending::Link(first)) = state.pending else { return };
    for (link, label) in hints::hints(state) {
        let typed = first.map_or(0, |first| usize::from(label.starts_with(first.to_ascii_lowercase())));
        let Some((&row, y)) = rows(link.span).next().filter(|_| first.is_none() || typed > 0) else { continue };
        let x = text.x + column_of(&state.article, row, link.span.start as usize) as u16;
        let area = Rect::new(x, y, (label.len() as u16).min(right.saturating_sub(x)), 1);
        frame.render_widget(Line::styled(label, theme.cursor().patch(theme.strong())), area);
    }
}

/// The map of voices: who speaks where in the whole text, and beside it which part is on the screen.
fn map(frame: &mut Frame, state: &State, theme: &Theme) {
    let area = state.geometry.map();
    let bytes = state.length().max(1);
    let shown = state.viewport.shown();
    let rows = usize::from(area.height).max(1);
    for (row, voice) in state.map.iter().enumerate().take(rows) {
        let y = area.y + row as u16;
        let slice = Span::new(row * bytes / rows, ((row + 1) * bytes / rows).max(row * bytes / rows + 1));
        let (mark, style) = match *voice {
            Voice::Nobody => (" ", Style::new()),
            Voice::Unknown => ("▐", theme.dim()),
            Voice::Person(person) => ("▐", theme.speaker(state.colour_of(person))),
        };
        frame.render_widget(Line::styled(mark, style), Rect::new(area.x, y, 1, 1));
        if slice.overlaps(shown) && area.width > 1 {
            frame.render_widget(Line::styled("▏", Style::new()), Rect::new(area.x + 1, y, 1, 1));
        }
    }
}

/// The number of the paragraph on its first row, the pointer on the first row of the current quotation, and the mark of
/// the kind of what is quoted on this row.
fn gutter(frame: &mut Frame, state: &State, theme: &Theme, row: Row, y: u16, current: Option<QuotationId>) {
    let text = state.geometry.text;
    let clutter = state.article.blocks()[row.block].kind == BlockKind::Boilerplate;
    if state.geometry.numbers && row.first && !clutter {
        let number = format!("¶{}", row.block + 1);
        let columns = width(&number) as u16;
        let x = text.x - state.geometry.gutter;
        frame.render_widget(Line::styled(number, theme.dim()), Rect::new(x, y, columns, 1));
    }
    let here: Vec<QuotationId> =
        state.record.pieces_in(row.span).map(|(_, id)| id).filter(|&id| state.shows(id)).collect();
    // Where two quotations share a row the current one has the mark, else the first.
    let marked = current.filter(|id| here.contains(id)).or(here.first().copied());
    let Some(id) = marked else { return };
    let quotation = &state.record.quotations()[id];
    let style = speaker_style(state, theme, id);
    let mark = mark_of(quotation.kind, quotation.act);
    frame.render_widget(Line::styled(mark, style), Rect::new(text.x - 2, y, 1, 1));
    if state.record.uncertain(id) && row.span.holds(quotation.extent().start as usize) && state.geometry.numbers {
        frame.render_widget(Line::styled("?", theme.warning()), Rect::new(text.x - 4, y, 1, 1));
    }
    if current == Some(id) && row.span.overlaps(Span { end: quotation.extent().start + 1, ..quotation.extent() }) {
        let x = text.x - 3 - u16::from(state.geometry.numbers);
        frame.render_widget(Line::styled("▶", style), Rect::new(x, y, 1, 1));
    }
}

/// The mark that tells kinds apart without colour.
pub fn mark_of(kind: Kind, act: Act) -> &'static str {
    match (kind, act) {
        (Kind::Direct, Act::Said) => "┃",
        (Kind::Mixed, Act::Said) => "┇",
        (Kind::Indirect, Act::Said) => "┊",
        // Thought, not said: the same three weights, with gaps of their own.
        (Kind::Direct, Act::Thought) => "╏",
        (Kind::Mixed, Act::Thought) => "╎",
        (Kind::Indirect, Act::Thought) => "∙",
    }
}

/// The colour of a quotation's speaker; without one where the speaker is uncertain, so that no guess looks like a fact.
pub fn speaker_style(state: &State, theme: &Theme, quotation: QuotationId) -> Style {
    let speaker = state.record.quotations()[quotation].speaker.filter(|_| !state.record.uncertain(quotation));
    theme.speaker(speaker.and_then(|person| state.colour_of(person)))
}

/// The words of a row, each in the style of what it belongs to.
fn styled_row(state: &State, theme: &Theme, row: Row, current: Option<QuotationId>) -> Line<'static> {
    let base = match state.article.blocks()[row.block].kind {
        BlockKind::Headline => theme.headline(),
        BlockKind::Heading(level) => theme.heading(level),
        BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption => theme.dim(),
        BlockKind::Paragraph
        | BlockKind::Item(_)
        | BlockKind::Numbered { .. }
        | BlockKind::Continuation(_)
        | BlockKind::Quote(_)
        | BlockKind::Table
        | BlockKind::Code => Style::new(),
    };
    let layers = layers(state, theme, row, current);
    let dimmed = state.spotlight.then(|| state.person()).flatten().map(|person| {
        let said = state
            .record
            .pieces_in(row.span)
            .filter(move |&(_, id)| state.record.quotations()[id].speaker == Some(person));
        let named = state.record.people()[person].mentions.iter().map(|mention| mention.span);
        said.map(|(piece, _)| piece).chain(named).filter(|span| span.overlaps(row.span)).collect::<Vec<_>>()
    });
    let mut pieces: Vec<Piece> = Vec::new();
    let mut run = String::new();
    let mut run_style = base;
    for (offset, grapheme, _) in graphemes(state.article.slice(row.span)) {
        let at = row.span.start as usize + offset;
        let mut style = layers.iter().filter(|(span, _)| span.holds(at)).fold(base, |style, &(_, s)| style.patch(s));
        if dimmed.as_ref().is_some_and(|lit| !lit.iter().any(|span| span.holds(at))) {
            style = style.patch(theme.dim());
            style.fg = None;
        }
        if style != run_style && !run.is_empty() {
            pieces.push(Piece::styled(std::mem::take(&mut run), run_style));
        }
        run_style = style;
        run.extend(grapheme.chars().map(shown));
    }
    pieces.push(Piece::styled(run, run_style));
    Line::from(pieces)
}

/// The words set apart that reach into a row.
fn inlines_in(state: &State, row: Row) -> impl Iterator<Item = &Inline> {
    let inlines = state.article.inlines();
    let start = state.article.blocks().get(row.block).map_or(0, |block| block.span.start);
    let first = inlines.partition_point(|inline| inline.span.start < start);
    let here = inlines[first..].iter().take_while(move |inline| inline.span.start < row.span.end);
    here.filter(move |inline| inline.span.overlaps(row.span))
}

/// The styles that lie over a row, the later over the earlier.
fn layers(state: &State, theme: &Theme, row: Row, current: Option<QuotationId>) -> Vec<(Span, Style)> {
    let mut layers = Vec::new();
    for inline in inlines_in(state, row) {
        let style = match inline.kind {
            InlineKind::Emphasis => theme.emphasis(),
            InlineKind::Strong => theme.strong(),
            InlineKind::Link(_) => theme.link(),
        };
        layers.push((inline.span, style));
    }
    for (piece, id) in state.record.pieces_in(row.span).filter(|&(_, id)| state.shows(id)) {
        let quotation = &state.record.quotations()[id];
        let mut style = speaker_style(state, theme, id);
        if quotation.act == Act::Thought {
            style = style.patch(theme.thought());
        }
        if current == Some(id) {
            style = style.patch(theme.strong());
        }
        match quotation.kind {
            Kind::Direct => layers.push((piece, style)),
            Kind::Indirect => layers.push((piece, style.patch(theme.paraphrase()))),
            Kind::Mixed => {
                layers.push((piece, style.patch(theme.paraphrase())));
                for own in state.record.quoted_fragments(&state.article, piece) {
                    layers.push((own, Style::new().remove_modifier(theme.paraphrase().add_modifier)));
                }
            }
        }
    }
    if let Some(id) = current {
        let quotation = &state.record.quotations()[id];
        layers.extend(quotation.source.map(|source| (source, theme.strong().patch(speaker_style(state, theme, id)))));
    }
    if let Some((person, index)) = state.mention
        && let Some(mention) = state.record.people().get(person).and_then(|person| person.mentions.get(index))
    {
        layers.push((mention.span, theme.cursor()));
    }
    if let Some(selection) = state.selection {
        layers.push((selection.span(), theme.cursor()));
    }
    if let Some(search) = &state.search {
        for (index, found) in search.matches_in(row.span) {
            layers.push((found, theme.found(search.current == Some(index))));
        }
    }
    layers
}
