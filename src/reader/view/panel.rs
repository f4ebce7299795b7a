//! The people panel: who speaks, how much, and their quotations, one row each.

use super::super::action::Action;
use super::super::overlay::clean;
use super::super::panel::{Item, Who};
use super::super::state::{Focus, Progress, State};
use super::super::update::counted;
use super::article::{mark_of, speaker_style};
use super::{Theme, clear, rect};
use crate::record::{Act, PersonId, PersonKind, QuotationId};
use crate::text::{graphemes, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType};

/// Eighths of a cell, for bars.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Columns of the longest bar.
const BAR: usize = 6;

/// Draws the panel beside the article, or over it where there is no room for both.
pub fn draw(frame: &mut Frame, state: &State, theme: &Theme) {
    let focused = state.focus == Focus::People;
    let area = rect(state.geometry.panel);
    clear(frame, area);
    let border = if focused { BorderType::Thick } else { BorderType::Plain };
    let title = Piece::styled(" 2 People ", if focused { theme.strong() } else { theme.dim() });
    let summary = match &state.panel.filter {
        Some(filter) => Line::raw(format!(" only {} ", clean(&filter.pattern))),
        None => {
            let room = usize::from(state.geometry.panel.width).saturating_sub(4);
            // Those who are only mentioned are counted in the list as well.
            let all = [true, false].map(|mentioned| summary(state, mentioned));
            let fitting = all.iter().find(|text| width(text) <= room).unwrap_or(&all[1]);
            Line::styled(format!(" {} ", fitted(fitting, room)), theme.dim())
        }
    };
    let block = Block::bordered()
        .border_type(border)
        .border_style(theme.border(focused))
        .title(title)
        .title_bottom(summary.right_aligned());
    frame.render_widget(block, area);
    let inner = rect(state.geometry.panel.inner());
    let listing = state.listing();
    if listing.is_empty() {
        let text = match &state.progress {
            Progress::Loading | Progress::Running(_) => "looking for quotations …".into(),
            Progress::Unasked => format!("a long text: {} analyses it", state.key(Action::Analyse)),
            Progress::NotOpened => String::new(),
            Progress::Failed(_) => "the analysis failed".into(),
            Progress::Done if state.panel.filter.is_some() => "nothing matches".into(),
            Progress::Done => "nobody is quoted here".to_owned(),
        };
        frame.render_widget(Line::styled(format!(" {text}"), theme.dim()), inner);
        return;
    }
    let current = state.current();
    for (index, item) in listing.from(state.panel.top).take(usize::from(inner.height)).enumerate() {
        let area = Rect::new(inner.x, inner.y + index as u16, inner.width, 1);
        let columns = usize::from(inner.width);
        let line = match item {
            Item::Speaker(who) => speaker(state, theme, who, columns),
            Item::Detail(who) => Line::styled(format!("   {}", detail(state, who, columns)), theme.dim()),
            Item::Quotation(id) => quotation(state, theme, id, current == Some(id), columns),
            Item::Mentioned => mentioned(state, theme, columns),
            Item::Silent(id) => silent(state, theme, id, columns),
        };
        let under_cursor = focused && state.panel.cursor == Some(item);
        frame.render_widget(line, area);
        if under_cursor {
            frame.buffer_mut().set_style(area, theme.cursor());
            if state.prompt.is_none() {
                frame.set_cursor_position(Position::new(area.x, area.y));
            }
        }
    }
}

/// `5 speak · 3 mentioned · 14 quotations`, or without those who are only mentioned.
fn summary(state: &State, with_mentioned: bool) -> String {
    let speak = state.record.speakers().count();
    let mentioned = if with_mentioned { state.record.people().len() - speak } else { 0 };
    let quotations = counted(state.shown_before(state.record.quotations().len()), "quotation");
    match state.progress {
        Progress::Running(_) if state.record.people().is_empty() => "…".into(),
        _ if mentioned == 0 => format!("{speak} speak · {quotations}"),
        _ => format!("{speak} speak · {mentioned} mentioned · {quotations}"),
    }
}

/// A speaker's row: name, sign of their kind, bar and share.
fn speaker(state: &State, theme: &Theme, who: Who, columns: usize) -> Line<'static> {
    // What is filtered is always unfolded.
    let unfolded = state.panel.is_unfolded(who) || state.panel.filter.is_some();
    let arrow = if unfolded { "▾" } else { "▸" };
    let Who::Person(id) = who else {
        let count = state.record.unattributed().len();
        return Line::from(vec![
            Piece::raw(format!(" {arrow} ")),
            Piece::styled("speaker unknown ?", theme.warning()),
            Piece::styled(format!("  {}", counted(count, "quotation")), theme.dim()),
        ]);
    };
    let person = &state.record.people()[id];
    let share = state.record.share_of(id);
    let sign = match person.kind {
        PersonKind::Person => "",
        PersonKind::Group => " ▣",
        PersonKind::Unnamed => " ◌",
    };
    let percent = format!("{:>4.0} %", share * 100.0);
    let room = columns.saturating_sub(3 + BAR + width(&percent) + 2);
    let name = fitted(&clean(&person.name), room.saturating_sub(width(sign))) + sign;
    let gap = room.saturating_sub(width(&name)) + 1;
    let style = theme.speaker(state.colour_of(id));
    let chosen = state.person() == Some(id);
    Line::from(vec![
        Piece::raw(format!(" {arrow} ")),
        Piece::styled(name, if chosen { style.patch(theme.strong()) } else { style }),
        Piece::raw(" ".repeat(gap)),
        Piece::styled(bar(share / state.record.greatest_share().max(f32::MIN_POSITIVE)), style),
        Piece::styled(percent, theme.dim()),
    ])
}

/// A bar of [`BAR`] columns for a part of 1, in eighths of a column, filled up with spaces.
fn bar(part: f32) -> String {
    let eighths = ((part * (BAR * 8) as f32).round() as usize).clamp(1, BAR * 8);
    let bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    let columns = width(&bar);
    bar + &" ".repeat(BAR - columns)
}

/// `Prime Minister · 4 quotations`, and mentions and words where there is room.
fn detail(state: &State, who: Who, columns: usize) -> String {
    let Who::Person(id) = who else { return "nobody known to have said this".into() };
    let person = &state.record.people()[id];
    let members: Vec<String> =
        person.members.iter().filter_map(|&member| Some(clean(&state.record.people().get(member)?.name))).collect();
    let role = person.role.as_deref().map(clean);
    let said = counted(state.record.quotations_of(id).len(), "quotation");
    let room = columns.saturating_sub(3);
    let mut text = match role.or((!members.is_empty()).then(|| members.join(", "))) {
        // The role gives way to the count, but never all of it.
        Some(who) => format!("{} · {said}", fitted(&who, room.saturating_sub(width(&said) + 3).max(room / 2))),
        None => said,
    };
    for more in [counted(person.mentions.len(), "mention"), counted(state.record.words_of(id), "word")] {
        let longer = format!("{text} · {more}");
        if width(&longer) <= room {
            text = longer;
        }
    }
    fitted(&text, room)
}

/// A quotation's row: pointer, mark, paragraph, first words.
fn quotation(state: &State, theme: &Theme, id: QuotationId, current: bool, columns: usize) -> Line<'static> {
    let quotation = &state.record.quotations()[id];
    let style = speaker_style(state, theme, id);
    let pointer = if current { "▶" } else { " " };
    let doubt = match (state.record.edited(id), state.record.uncertain(id)) {
        (true, _) => "✎",
        (false, true) => "?",
        (false, false) => " ",
    };
    let number = format!("¶{:<3}", state.number_of(quotation.extent().start as usize));
    let room = columns.saturating_sub(7 + width(&number));
    let words: Vec<String> = quotation.content.iter().map(|&piece| clean(state.article.slice(piece))).collect();
    let mut said = if current { style.patch(theme.strong()) } else { Style::new() };
    if quotation.act == Act::Thought {
        said = said.patch(theme.thought());
    }
    Line::from(vec![
        Piece::raw("  "),
        Piece::styled(pointer, style),
        Piece::raw(" "),
        Piece::styled(mark_of(quotation.kind, quotation.act), style),
        Piece::styled(doubt, theme.warning()),
        Piece::styled(number, theme.dim()),
        Piece::raw(" "),
        Piece::styled(fitted(&words.join(" … "), room), said),
    ])
}

/// The heading of those who are only mentioned, with their names while they are not listed.
fn mentioned(state: &State, theme: &Theme, columns: usize) -> Line<'static> {
    let unfolded = state.panel.lists_mentioned();
    let arrow = if unfolded { "▾" } else { "▸" };
    let text = if unfolded {
        format!("mentioned: {}", state.record.silent().count())
    } else {
        // No more of them than a row could show.
        let names: Vec<String> =
            state.record.silent().take(columns).map(|id| clean(&state.record.people()[id].name)).collect();
        format!("mentioned: {}", names.join(", "))
    };
    Line::styled(format!(" {arrow} {}", fitted(&text, columns.saturating_sub(3))), theme.dim())
}

fn silent(state: &State, theme: &Theme, id: PersonId, columns: usize) -> Line<'static> {
    let person = &state.record.people()[id];
    let role = person.role.as_deref().map(|role| format!(", {}", clean(role))).unwrap_or_default();
    let text = format!("{}{role} · {}", clean(&person.name), counted(person.mentions.len(), "mention"));
    let chosen = state.person() == Some(id);
    let text = format!("     {}", fitted(&text, columns.saturating_sub(5)));
    if chosen { Line::styled(text, theme.strong()) } else { Line::raw(text) }
}

/// `text` cut to `columns` columns, with an ellipsis where anything was cut.
pub fn fitted(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let mut filled = 0;
    let mut end = 0;
    for (at, grapheme, wide) in graphemes(text) {
        if filled + wide + 1 > columns {
            break;
        }
        filled += wide;
        end = at + grapheme.len();
    }
    if columns == 0 { String::new() } else { format!("{}…", text[..end].trim_end_matches([' ', '…'])) }
}
