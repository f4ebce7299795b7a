//! The people panel: who speaks, how much, and their quotations, one row each.

use crate::layout::wrap;
use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, quotation_room, words_in_panel};
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::progress::Phase;
use crate::reader::view::fit::{clear, cover, fitted, rect};
use crate::reader::view::quotation::{mark_of, speaker_style, spotlit};
use crate::reader::view::theme::Theme;
use crate::record::{PersonId, PersonKind, QuotationId, SpeechAct};
use crate::text::{Span, one_line, percent, pluralize, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as StyledSpan, Text};
use ratatui::widgets::{Block, BorderType};

/// Eighths of a cell, for bars.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Columns of the longest bar.
const BAR_COLUMNS: usize = 6;

/// The rows of a quotation in the panel, and the one that is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QuotationRows {
    Only,
    First,
    Second,
}

/// Draws the panel beside the article, or over it if there is no room for both.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let focused = app.document.focus == Focus::People;
    let area = rect(app.geometry.panel);
    clear(frame, area);
    let border = if focused { BorderType::Thick } else { BorderType::Plain };
    let title = StyledSpan::styled(" 2 People ", if focused { theme.strong() } else { theme.dim() });
    let summary = match &app.document.panel.filter {
        Some(filter) => Line::raw(format!(" only {} ", one_line(&filter.pattern))),
        None => {
            let room = usize::from(app.geometry.panel.width).saturating_sub(4);
            // The list has the number of those who are only mentioned as well.
            let all = SummaryWording::ALL.map(|wording| summary(app, wording));
            let fitting = all.iter().find(|text| width(text) <= room).unwrap_or(&all[all.len() - 1]);
            Line::styled(format!(" {} ", fitted(fitting, room)), theme.dim())
        }
    };
    let block = Block::bordered()
        .border_type(border)
        .border_style(theme.border(focused))
        .title(title)
        .title_bottom(summary.right_aligned());
    frame.render_widget(block, area);
    let inner = rect(app.geometry.panel.inner());
    let tree = app.panel_tree();
    if tree.is_empty() {
        let mut below = String::new();
        let text = match &app.document.progress.phase {
            Phase::Loading | Phase::Running(_) => "looking for quotations…".into(),
            Phase::Unasked => format!("not analysed · {} starts the analysis", app.key(Action::Analyse)),
            Phase::NotOpened => String::new(),
            Phase::Failed(_) => "the analysis failed".into(),
            Phase::Done if let Some(filter) = &app.document.panel.filter => {
                let room = usize::from(inner.width).saturating_sub(1 + width("nothing matches “”"));
                below = format!(" {} lists all", app.key(Action::Back));
                format!("nothing matches “{}”", fitted(&one_line(&filter.pattern), room))
            }
            Phase::Done => "no quotations".to_owned(),
        };
        let lines = [format!(" {text}"), below].map(|line| Line::styled(line, theme.dim()));
        frame.render_widget(Text::from_iter(lines), inner);
        return;
    }
    let current = app.current();
    for (index, item) in tree.from(app.document.panel.top).take(usize::from(inner.height)).enumerate() {
        let area = Rect::new(inner.x, inner.y + index as u16, inner.width, 1);
        let columns = usize::from(inner.width);
        let line = match item {
            PanelItem::Speaker(speaker_item) => speaker(app, theme, speaker_item, columns),
            PanelItem::Detail(who) => Line::styled(format!("   {}", detail(app, who, columns)), theme.dim()),
            PanelItem::Quotation(id) if tree.position(&app.document.record, PanelItem::Rest(id)).is_some() => {
                quotation(app, theme, id, current == Some(id), QuotationRows::First, columns)
            }
            PanelItem::Quotation(id) => quotation(app, theme, id, current == Some(id), QuotationRows::Only, columns),
            PanelItem::Rest(id) => quotation(app, theme, id, current == Some(id), QuotationRows::Second, columns),
            PanelItem::Mentioned => mentioned(app, theme, columns),
            PanelItem::Silent(id) => silent(app, theme, id, columns),
        };
        // The spotlight is on one person, and everyone else is dimmed.
        let is_aside =
            spotlit(app).is_some_and(|person| item.speaker(&app.document.record) != Some(PanelSpeaker::Person(person)));
        let line = if is_aside { dimmed(line, theme) } else { line };
        let under_cursor = focused && app.document.panel.cursor == Some(item.whole());
        frame.render_widget(line, area);
        if under_cursor {
            cover(frame, area, theme.cursor());
            if app.prompt().is_none() && item.is_selectable() {
                frame.set_cursor_position(Position::new(area.x, area.y));
            }
        }
    }
}

/// The longest line about the whole list that fits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SummaryWording {
    /// `5 speakers · 3 mentioned · 6 direct of 14 quotations`
    Full,
    /// `5 speakers · 6 direct of 14 quotations`
    WithoutMentioned,
    /// `5 speakers · 6 direct of 14`
    Short,
}

impl SummaryWording {
    const ALL: [SummaryWording; 3] = [SummaryWording::Full, SummaryWording::WithoutMentioned, SummaryWording::Short];
}

/// The numbers of speakers and of quotations.
fn summary(app: &App, wording: SummaryWording) -> String {
    let record = &app.document.record;
    let all = record.quotations().len();
    let kinds = app.preferences.kinds;
    let is_shown =
        |person: &PersonId| kinds.shows_all() || record.quotations_of(*person).iter().any(|&id| app.shows(id));
    let speak = record.speakers().filter(is_shown).count();
    let mentioned = match wording {
        SummaryWording::Full => record.people().len() - record.speakers().count(),
        SummaryWording::WithoutMentioned | SummaryWording::Short => 0,
    };
    // While kinds are hidden, the panel says so.
    let quotations = match kinds.adjective() {
        Some(kinds) if wording == SummaryWording::Short => format!("{} {kinds} of {all}", app.shown_before(all)),
        Some(kinds) => format!("{} {kinds} of {}", app.shown_before(all), pluralize(all, "quotation")),
        None => pluralize(all, "quotation"),
    };
    match app.document.progress.phase {
        Phase::Running(_) if app.document.record.people().is_empty() => "…".into(),
        _ if mentioned == 0 => format!("{} · {quotations}", pluralize(speak, "speaker")),
        _ => format!("{} · {mentioned} mentioned · {quotations}", pluralize(speak, "speaker")),
    }
}

/// A speaker's row: name, sign of their kind, bar and share.
fn speaker(app: &App, theme: &Theme, speaker: PanelSpeaker, columns: usize) -> Line<'static> {
    // Under a filter everything is unfolded.
    let unfolded = app.document.panel.is_unfolded(speaker) || app.document.panel.filter.is_some();
    let arrow = if unfolded { "▾" } else { "▸" };
    let PanelSpeaker::Person(id) = speaker else {
        let name = "speaker unknown ?";
        let count = app.document.record.unattributed().len();
        let room = columns.saturating_sub(3 + width(name) + 2);
        let count = Some(pluralize(count, "quotation")).filter(|text| width(text) <= room).unwrap_or(count.to_string());
        return Line::from(vec![
            StyledSpan::raw(format!(" {arrow} ")),
            StyledSpan::styled(name, theme.warning()),
            StyledSpan::styled(format!("  {count}"), theme.dim()),
        ]);
    };
    let person = &app.document.record.people()[id];
    let share = app.document.record.share_of(id);
    let sign = match person.kind {
        PersonKind::Person => "",
        PersonKind::Group => " ▣",
        PersonKind::Unnamed => " ◌",
    };
    let percent = format!("{:>5}", percent(share));
    let room = columns.saturating_sub(3 + BAR_COLUMNS + width(&percent) + 2);
    // None of the quotations listed here is certainly theirs.
    let doubt = if speaker.quotations(&app.document.record).iter().all(|&id| app.document.record.uncertain(id)) {
        " ?"
    } else {
        ""
    };
    let name = fitted(&one_line(&person.name), room.saturating_sub(width(sign) + width(doubt))) + sign;
    let gap = room.saturating_sub(width(&name) + width(doubt)) + 1;
    let style = theme.speaker(app.document.speaker_style_of(id));
    let chosen = app.person() == Some(id);
    let letter = app.document.speaker_style_of(id).filter(|_| theme.has_letters()).map_or(' ', |look| look.letter);
    Line::from(vec![
        StyledSpan::styled(letter.to_string(), style),
        StyledSpan::raw(format!("{arrow} ")),
        StyledSpan::styled(name, if chosen { style.patch(theme.strong()) } else { style }),
        StyledSpan::styled(doubt, theme.warning()),
        StyledSpan::raw(" ".repeat(gap)),
        StyledSpan::styled(bar(share / app.document.record.greatest_share().max(f32::MIN_POSITIVE)), style),
        StyledSpan::styled(percent, theme.dim()),
    ])
}

/// A row in which nothing stands out.
fn dimmed(line: Line<'static>, theme: &Theme) -> Line<'static> {
    line.spans.into_iter().map(|piece| StyledSpan::styled(piece.content, theme.dim())).collect()
}

/// A bar of [`BAR_COLUMNS`] columns for a part of 1, in eighths of a column, filled up with spaces.
fn bar(part: f32) -> String {
    // Everyone who said anything has a bar; some only have thoughts.
    let least = usize::from(part > 0.0);
    let eighths = ((part * (BAR_COLUMNS * 8) as f32).round() as usize).clamp(least, BAR_COLUMNS * 8);
    let bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    let columns = width(&bar);
    bar + &" ".repeat(BAR_COLUMNS - columns)
}

/// `Prime Minister · 4 quotations`, and mentions and words if there is room.
fn detail(app: &App, speaker: PanelSpeaker, columns: usize) -> String {
    let PanelSpeaker::Person(id) = speaker else { return "speaker unknown".into() };
    let person = &app.document.record.people()[id];
    let members: Vec<String> = person
        .members
        .iter()
        .filter_map(|&member| Some(one_line(&app.document.record.people().get(member)?.name)))
        .collect();
    let role = person.role.as_deref().map(one_line);
    let all = app.document.record.quotations_of(id);
    let room = columns.saturating_sub(3);
    let said = match all.iter().filter(|&&id| app.shows(id)).count() {
        // Half of the room is for the role.
        shown if shown < all.len() => {
            let whole = format!("{shown} of {}", pluralize(all.len(), "quotation"));
            if width(&whole) + 3 <= room / 2 { whole } else { format!("{shown} of {}", all.len()) }
        }
        _ => pluralize(all.len(), "quotation"),
    };
    let mut text = match role.or((!members.is_empty()).then(|| members.join(", "))) {
        // The role is cut before the count, but never entirely.
        Some(who) => format!("{} · {said}", fitted(&who, room.saturating_sub(width(&said) + 3).max(room / 2))),
        None => said,
    };
    for more in [pluralize(person.mentions.len(), "mention"), pluralize(app.document.record.words_of(id), "word")] {
        let longer = format!("{text} · {more}");
        if width(&longer) <= room {
            text = longer;
        }
    }
    fitted(&text, room)
}

/// A row of a quotation: the first with pointer, mark and paragraph, or the second. The words continue from the first
/// to the second.
fn quotation(
    app: &App,
    theme: &Theme,
    id: QuotationId,
    is_current: bool,
    rows: QuotationRows,
    columns: usize,
) -> Line<'static> {
    let record = &app.document.record;
    let quotation = &record.quotations()[id];
    let style = speaker_style(app, theme, id);
    let number = app.number_in_panel(record, id);
    let room = quotation_room(columns, &number);
    let words = words_in_panel(&app.document.article, record, id);
    let break_at = match rows {
        QuotationRows::Only => words.len(),
        QuotationRows::First | QuotationRows::Second => {
            let whole = Span::new(0, words.len());
            wrap(&words, whole, room.max(1)).first().map_or(words.len(), |row| row.end as usize)
        }
    };
    let (first, second) = words.split_at_checked(break_at).unwrap_or((&words, ""));
    let mut said = if is_current { style.patch(theme.strong()) } else { Style::new() };
    if quotation.act == SpeechAct::Thought {
        said = said.patch(theme.thought());
    }
    let mark = StyledSpan::styled(mark_of(quotation.kind, quotation.act), style);
    if rows == QuotationRows::Second {
        let indent = " ".repeat(2 + width(&number));
        let words = StyledSpan::styled(fitted(second.trim_start(), room), said);
        return vec![StyledSpan::raw("    "), mark, StyledSpan::raw(indent), words].into();
    }
    let pointer = if is_current { "▶" } else { " " };
    let doubt = match (record.edited(id), record.uncertain(id)) {
        (true, _) => "✎",
        (false, true) => "?",
        (false, false) => " ",
    };
    Line::from(vec![
        StyledSpan::raw("  "),
        StyledSpan::styled(pointer, style),
        StyledSpan::raw(" "),
        mark,
        StyledSpan::styled(doubt, theme.warning()),
        StyledSpan::styled(number, theme.dim()),
        StyledSpan::raw(" "),
        StyledSpan::styled(fitted(first, room), said),
    ])
}

/// The heading of people who are only mentioned, with their names while folded.
fn mentioned(app: &App, theme: &Theme, columns: usize) -> Line<'static> {
    let unfolded = app.document.panel.lists_mentioned();
    let arrow = if unfolded { "▾" } else { "▸" };
    let text = if unfolded {
        format!("mentioned: {}", app.document.record.silent().count())
    } else {
        // No more of them than a row could show.
        let names: Vec<String> = app
            .document
            .record
            .silent()
            .take(columns)
            .map(|id| one_line(&app.document.record.people()[id].name))
            .collect();
        format!("mentioned: {}", names.join(", "))
    };
    Line::styled(format!(" {arrow} {}", fitted(&text, columns.saturating_sub(3))), theme.dim())
}

fn silent(app: &App, theme: &Theme, id: PersonId, columns: usize) -> Line<'static> {
    let person = &app.document.record.people()[id];
    let role = person.role.as_deref().map(|role| format!(", {}", one_line(role))).unwrap_or_default();
    let text = format!("{}{role} · {}", one_line(&person.name), pluralize(person.mentions.len(), "mention"));
    let chosen = app.person() == Some(id);
    let text = format!("     {}", fitted(&text, columns.saturating_sub(5)));
    if chosen { Line::styled(text, theme.strong()) } else { Line::raw(text) }
}
