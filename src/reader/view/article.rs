//! The article pane: the rows of the viewport with the quotations in their speakers' colours, and the gutter with the
//! number of the paragraph, the pointer, the speaker's letter and the mark of each quotation's kind.

use crate::article::{BlockKind, Cell, Inline, InlineKind};
use crate::layout::{Row, Segment, indent, marker_width};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::input::mode::Mode;
use crate::reader::state::link_hints;
use crate::reader::view::fit::rect;
use crate::reader::view::quotation::{mark_of, speaker_style, spotlit};
use crate::reader::view::theme::Theme;
use crate::reader::view::{links, map};
use crate::record::{Kind, QuotationId, SpeechAct};
use crate::text::{Span, graphemes, shown, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as StyledSpan};
use ratatui::widgets::{Block, BorderType};

/// Draws the pane.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let focused = app.document.focus == Focus::Article;
    if app.geometry.wide {
        let border = if focused { BorderType::Thick } else { BorderType::Plain };
        let title = StyledSpan::styled(" 1 Article ", if focused { theme.strong() } else { theme.dim() });
        let block = Block::bordered().border_type(border).border_style(theme.border(focused)).title(title);
        frame.render_widget(block, rect(app.geometry.article));
    }
    let current = app.current();
    let text = app.geometry.text;
    let (item, mut cursor) = (focused_at(app, current), None);
    for (index, &row) in app.document.viewport.rows().iter().enumerate().take(usize::from(text.height)) {
        let y = text.y + index as u16;
        if row.blank {
            continue;
        }
        gutter(frame, app, theme, row, y, current);
        let pieces = app.document.viewport.segments(&app.document.article, row);
        for (words, line) in pieces.iter().zip(styled_pieces(app, theme, row, &pieces, current)) {
            let column = (words.column as u16).min(text.width);
            frame.render_widget(line, Rect::new(text.x + column, y, text.width - column, 1));
        }
        bullet(frame, app, theme, row, y);
        sides(frame, app, theme, row, y);
        let holds = |at: &usize| pieces.iter().any(|words| words.span.holds(*at) || words.span.end as usize == *at);
        if let Some(at) = item.filter(holds) {
            let column = app.document.viewport.column_of(&app.document.article, row, at) as u16;
            cursor = Some(Position::new(text.x + column.min(text.width.saturating_sub(1)), y));
        }
    }
    links::draw(frame, app, theme);
    map::draw(frame, app, theme);
    if focused && app.prompt().is_none() {
        frame.set_cursor_position(cursor.unwrap_or(Position::new(text.x, text.y)));
    }
    if app.document.article.blocks().is_empty() {
        let words = match app.document.progress.phase {
            Phase::Loading => "opening…",
            Phase::NotOpened => "nothing was opened",
            _ => "no text",
        };
        let empty = Line::styled(words, theme.dim());
        frame.render_widget(empty, Rect::new(text.x, text.y, text.width, 1));
    }
}

/// The byte where the terminal's cursor belongs: the end of the selection, the selected mention, match or paragraph, or
/// the current quotation.
fn focused_at(app: &App, current: Option<QuotationId>) -> Option<usize> {
    let shown = |span: &Span| app.document.viewport.shows(*span);
    let mention = app
        .document
        .selection
        .mention
        .and_then(|(person, index)| app.document.record.people().get(person)?.mentions.get(index));
    let search = app.document.search.as_ref().filter(|_| app.document.selection.at_match);
    let found = search.and_then(|search| search.matches.get(search.current?).copied());
    let selected = if let Mode::Select(selection) = app.mode { Some(selection.to) } else { None };
    let place = found.filter(shown).or(mention.map(|mention| mention.span).filter(shown));
    let quotation = current.map(|id| app.document.record.quotations()[id].extent().start as usize);
    let link = link_hints::under_cursor(app).map(|link| link.span);
    selected.or(link.or(place).map(|span| span.start as usize)).or(place_jumped_to(app)).or(quotation)
}

/// The first byte of the paragraph last jumped to by number, if it is on the screen.
fn place_jumped_to(app: &App) -> Option<usize> {
    app.document.selection.place.filter(|&at| app.document.viewport.shows(Span::new(at, at + 1)))
}

/// Signs beside a row that continues beyond the sides of the screen.
fn sides(frame: &mut Frame, app: &App, theme: &Theme, row: Row, y: u16) {
    let text = app.geometry.text;
    let (left, right) = app.document.viewport.goes_on(&app.document.article, row);
    for (goes_on, sign, x) in [(left, "‹", text.x.saturating_sub(1)), (right, "›", text.x + text.width)] {
        if goes_on {
            frame.render_widget(Line::styled(sign, theme.strong()), Rect::new(x, y, 1, 1));
        }
    }
}

/// The number of a list item, or a bullet, unless its text has one.
fn bullet(frame: &mut Frame, app: &App, theme: &Theme, row: Row, y: u16) {
    let kind = app.document.article.blocks()[row.block].kind;
    if !row.first || marker_width(kind, app.document.article.slice(row.span)) > 0 {
        return;
    }
    let bullet = match kind {
        BlockKind::Item(depth) => if depth % 2 == 1 { "•" } else { "◦" }.to_owned(),
        BlockKind::Numbered { number, .. } => format!("{number}."),
        _ => return,
    };
    let text = rect(app.geometry.text);
    let columns = width(&bullet) as u16;
    let x = text.x + (indent(kind) as u16).saturating_sub(columns + 1);
    frame.render_widget(Line::styled(bullet, theme.dim()), Rect::new(x, y, columns, 1).intersection(text));
}

/// The number of the paragraph on its first row, the pointer on the first row of the current quotation, and for a
/// quotation on this row the mark of its kind and, if colours are not enough, the letter of its speaker.
fn gutter(frame: &mut Frame, app: &App, theme: &Theme, row: Row, y: u16, current: Option<QuotationId>) {
    let text = app.geometry.text;
    let is_boilerplate = app.document.article.blocks()[row.block].kind == BlockKind::Boilerplate;
    if app.geometry.numbers && row.first && !is_boilerplate {
        let number = format!("¶{}", row.block + 1);
        let columns = width(&number) as u16;
        let x = text.x - app.geometry.gutter;
        let is_gone_to = place_jumped_to(app).is_some_and(|at| row.span.holds(at));
        let style = if is_gone_to { theme.strong() } else { theme.dim() };
        frame.render_widget(Line::styled(number, style), Rect::new(x, y, columns, 1));
    }
    let here: Vec<QuotationId> =
        app.document.record.pieces_in(row.span).map(|(_, id)| id).filter(|&id| app.shows(id)).collect();
    // Where two quotations share a row the current one has the mark, else the first.
    let marked = current.filter(|id| here.contains(id)).or(here.first().copied());
    let Some(id) = marked else { return };
    let quotation = &app.document.record.quotations()[id];
    let is_lit = spotlit(app).is_none_or(|person| quotation.speaker == Some(person));
    let toned = |style: Style| if is_lit { style } else { theme.dim() };
    let style = speaker_style(app, theme, id);
    let is_uncertain = app.document.record.uncertain(id);
    let mut draw = |sign: String, style: Style, left: u16| {
        frame.render_widget(Line::styled(sign, toned(style)), Rect::new(text.x - left, y, 1, 1));
    };
    draw(mark_of(quotation.kind, quotation.act).into(), style, 2);
    if is_uncertain && row.span.holds(quotation.extent().start as usize) {
        draw("?".into(), theme.warning(), 3);
    }
    let look = quotation.speaker.and_then(|person| app.document.speaker_style_of(person));
    if let Some(look) = look.filter(|_| !is_uncertain && theme.has_letters()) {
        draw(look.letter.into(), style, 3);
    }
    if current == Some(id) && row.span.overlaps(Span { end: quotation.extent().start + 1, ..quotation.extent() }) {
        draw("▶".into(), style, 4);
    }
}

/// The segments of a row, with their words in the style of what they belong to.
fn styled_pieces(
    app: &App,
    theme: &Theme,
    row: Row,
    pieces: &[Segment],
    current: Option<QuotationId>,
) -> Vec<Line<'static>> {
    let base = match app.document.article.blocks()[row.block].kind {
        BlockKind::Headline => theme.headline(),
        BlockKind::Heading(level) => theme.heading(level),
        BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption | BlockKind::Alternative => theme.dim(),
        BlockKind::Paragraph
        | BlockKind::Item(_)
        | BlockKind::Numbered { .. }
        | BlockKind::Continuation(_)
        | BlockKind::Quote(_)
        | BlockKind::Table
        | BlockKind::Code => Style::new(),
    };
    let layers = layers(app, theme, row, current);
    let dimmed = spotlit(app).map(|person| {
        let said = app
            .document
            .record
            .pieces_in(row.span)
            .filter(move |&(_, id)| app.document.record.quotations()[id].speaker == Some(person));
        let named = app.document.record.people()[person].mentions.iter().map(|mention| mention.span);
        said.map(|(piece, _)| piece).chain(named).filter(|span| span.overlaps(row.span)).collect::<Vec<_>>()
    });
    let styled = |words: &Segment| styled_words(app, theme, words.span, base, &layers, dimmed.as_deref());
    pieces.iter().map(styled).collect()
}

/// The words of `words` in the style `base` under `layers`; everything outside `lit`, if given, is dimmed.
fn styled_words(
    app: &App,
    theme: &Theme,
    words: Span,
    base: Style,
    layers: &[(Span, Style)],
    lit: Option<&[Span]>,
) -> Line<'static> {
    let mut pieces: Vec<StyledSpan> = Vec::new();
    let mut run = String::new();
    let mut run_style = base;
    for (offset, grapheme, _) in graphemes(app.document.article.slice(words)) {
        let at = words.start as usize + offset;
        let mut style = layers.iter().filter(|(span, _)| span.holds(at)).fold(base, |style, &(_, s)| style.patch(s));
        if lit.is_some_and(|lit| !lit.iter().any(|span| span.holds(at))) {
            style = style.patch(theme.dim());
            style.fg = None;
        }
        if style != run_style && !run.is_empty() {
            pieces.push(StyledSpan::styled(std::mem::take(&mut run), run_style));
        }
        run_style = style;
        run.extend(grapheme.chars().map(shown));
    }
    pieces.push(StyledSpan::styled(run, run_style));
    Line::from(pieces)
}

/// The words set apart that reach into a row.
fn inlines_in(app: &App, row: Row) -> impl Iterator<Item = &Inline> {
    let inlines = app.document.article.inlines();
    let start = app.document.article.blocks().get(row.block).map_or(0, |block| block.span.start);
    let first = inlines.partition_point(|inline| inline.span.start < start);
    let here = inlines[first..].iter().take_while(move |inline| inline.span.start < row.span.end);
    here.filter(move |inline| inline.span.overlaps(row.span))
}

/// The styles that lie over a row, the later over the earlier.
fn layers(app: &App, theme: &Theme, row: Row, current: Option<QuotationId>) -> Vec<(Span, Style)> {
    let mut layers = Vec::new();
    for inline in inlines_in(app, row) {
        let style = match inline.kind {
            InlineKind::Emphasis => theme.emphasis(),
            InlineKind::Strong | InlineKind::Cell(Cell { is_head: true, .. }) => theme.strong(),
            InlineKind::Link(_)
            | InlineKind::Jump(_)
            | InlineKind::Cell(_)
            | InlineKind::Code
            | InlineKind::Timed(_)
            | InlineKind::Margin => continue,
        };
        layers.push((inline.span, style));
    }
    for (piece, id) in app.document.record.pieces_in(row.span).filter(|&(_, id)| app.shows(id)) {
        let quotation = &app.document.record.quotations()[id];
        let mut style = speaker_style(app, theme, id);
        if quotation.act == SpeechAct::Thought {
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
                for own in app.document.record.quoted_fragments(&app.document.article, piece) {
                    layers.push((own, Style::new().remove_modifier(theme.paraphrase().add_modifier)));
                }
            }
        }
    }
    // Links stay recognisable inside quotations, where a paraphrase is underlined as well.
    for inline in inlines_in(app, row).filter(|inline| matches!(inline.kind, InlineKind::Link(_) | InlineKind::Jump(_)))
    {
        layers.push((inline.span, theme.link()));
        for (piece, id) in app.document.record.pieces_in(inline.span).filter(|&(_, id)| app.shows(id)) {
            let within = Span { start: piece.start.max(inline.span.start), end: piece.end.min(inline.span.end) };
            layers.push((within, theme.link_in_quotation(speaker_style(app, theme, id))));
        }
    }
    if let Some(id) = current {
        let quotation = &app.document.record.quotations()[id];
        layers.extend(quotation.source.map(|source| (source, theme.strong().patch(speaker_style(app, theme, id)))));
    }
    if let Some((person, index)) = app.document.selection.mention
        && let Some(mention) = app.document.record.people().get(person).and_then(|person| person.mentions.get(index))
    {
        layers.push((mention.span, theme.cursor()));
    }
    if let Some(link) = link_hints::under_cursor(app) {
        layers.push((link.span, theme.cursor()));
    }
    if let Mode::Select(selection) = app.mode {
        layers.push((selection.span(), theme.cursor()));
    }
    if let Some(search) = &app.document.search {
        for (index, found) in search.matches_in(row.span) {
            layers.push((found, theme.found(search.current == Some(index))));
        }
    }
    layers
}
