//! The prompt at the foot of the screen: the question, the typed line and a note, wrapped if they do not fit one row;
//! above it the candidates.

use crate::reader::state::app::App;
use crate::reader::state::document::search::{Search, SearchMode};
use crate::reader::state::geometry::Size;
use crate::reader::state::input::candidates::Candidates;
use crate::reader::state::input::mode::{Correcting, PickerKind, Prompt, PromptKind};
use crate::reader::state::input::person_lookup::person_named;
use crate::reader::state::overlay::help;
use crate::reader::view::fit::{clear, fitted, fitted_end};
use crate::reader::view::theme::Theme;
use crate::record::Record;
use crate::text::{graphemes, one_line, shown, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as StyledSpan};
use std::borrow::Cow;

/// Candidates on the screen at most.
const MAX_CANDIDATES: usize = 5;

/// The rows of a prompt, and where the cursor stands in them: column and row.
struct Wrapped {
    rows: Vec<Vec<(String, Style)>>,
    cursor: (usize, usize),
}

/// The styles of the parts of a prompt.
#[derive(Clone, Copy, Default)]
struct Styles {
    line: Style,
    note: Style,
}

impl Styles {
    /// The styles of `prompt`: a default looks selected, and a refusal looks like a warning.
    fn of(prompt: &Prompt, theme: &Theme) -> Styles {
        Styles {
            line: if prompt.is_offered { theme.cursor() } else { Style::new() },
            note: if prompt.refusal.is_some() { theme.warning() } else { theme.dim() },
        }
    }
}

/// Draws the open prompt, and above it the candidates.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let Some(prompt) = app.prompt() else { return };
    let size = app.geometry.size;
    let Wrapped { rows, cursor } = wrapped(app, Styles::of(prompt, theme), prompt, usize::from(size.columns));
    let (area, first) = area(size, rows.len(), cursor.1);
    clear(frame, area);
    for (row, pieces) in area.rows().zip(rows.into_iter().skip(first)) {
        let pieces: Vec<StyledSpan> = pieces.into_iter().map(|(text, style)| StyledSpan::styled(text, style)).collect();
        frame.render_widget(Line::from(pieces), row);
    }
    let (x, y) = (cursor.0 as u16, area.y + (cursor.1 - first) as u16);
    frame.set_cursor_position(Position::new(x.min(size.columns - 1), y));
    draw_candidates(frame, &prompt.candidates, theme, area);
}

/// The area of a prompt of `rows` rows, and the first row shown: those around the cursor, if there is no room for all.
fn area(size: Size, rows: usize, cursor: usize) -> (Rect, usize) {
    let most = usize::from(size.rows / 2).max(1);
    let first = (cursor + 1).saturating_sub(most).min(rows.saturating_sub(most));
    let count = rows.min(most) as u16;
    (Rect::new(0, size.rows - count, size.columns, count), first)
}

/// The candidate on column `x`, row `y` of the screen, by its number among all.
pub(super) fn candidate_at(app: &App, x: u16, y: u16) -> Option<usize> {
    let prompt = app.prompt()?;
    let size = app.geometry.size;
    let Wrapped { rows, cursor } = wrapped(app, Styles::default(), prompt, usize::from(size.columns));
    let (below, _) = area(size, rows.len(), cursor.1);
    let (area, first) = candidate_rows(&prompt.candidates, below)?;
    // The rule above them is not part of the list.
    let row = y.checked_sub(area.y + 1)?;
    area.contains(Position::new(x, y)).then(|| first + usize::from(row))
}

/// The area of the candidates with the rule above them, over the prompt in `below`, and the first of them on it.
fn candidate_rows(candidates: &Candidates, below: Rect) -> Option<(Rect, usize)> {
    let room = usize::from(below.y).saturating_sub(2).min(MAX_CANDIDATES);
    let count = candidates.all.len().min(room);
    let first = candidates.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(count));
    let height = count as u16 + 1;
    (count > 0).then(|| (Rect { y: below.y - height, height, ..below }, first))
}

/// The candidates around the chosen one, under a rule, above the prompt in `below`.
fn draw_candidates(frame: &mut Frame, candidates: &Candidates, theme: &Theme, below: Rect) {
    let Some((area, first)) = candidate_rows(candidates, below) else { return };
    let (all, count) = (candidates.all.len(), usize::from(area.height) - 1);
    clear(frame, area);
    let columns = usize::from(area.width);
    let rule = match all - count {
        0 => "─".repeat(columns),
        _ => {
            let (from, to) = (first + 1, first + count);
            let place = format!(" {from}–{to} of {all} ");
            "─".repeat(columns.saturating_sub(width(&place) + 2)) + &place + "──"
        }
    };
    let mut rows = area.rows();
    if let Some(row) = rows.next() {
        frame.render_widget(Line::styled(fitted(&rule, columns), theme.dim()), row);
    }
    for (row, (index, candidate)) in rows.zip(candidates.all.iter().enumerate().skip(first)) {
        let label = fitted_end(&one_line(&candidate.label), columns.saturating_sub(4));
        let note = fitted(&candidate.note, columns.saturating_sub(width(&label) + 6));
        let note = if note.is_empty() { note } else { format!("  {note}") };
        let is_chosen = candidates.chosen == Some(index);
        let style = if is_chosen { Style::new() } else { theme.dim() };
        frame.render_widget(
            Line::from(vec![StyledSpan::raw("  "), StyledSpan::raw(label), StyledSpan::styled(note, style)]),
            row,
        );
        if is_chosen {
            frame.buffer_mut().set_style(row, theme.cursor());
        }
    }
}

/// The prompt in rows of `columns` columns. The line breaks anywhere, the question and the note between words.
fn wrapped(app: &App, styles: Styles, prompt: &Prompt, columns: usize) -> Wrapped {
    let mut rows = vec![Vec::new()];
    let mut filled = 0;
    let words = |rows: &mut Vec<Vec<(String, Style)>>, filled: &mut usize, text: &str, style: Style| {
        for word in text.split_inclusive(' ') {
            if *filled > 0 && *filled + width(word.trim_end()) > columns {
                rows.push(vec![(" ".to_owned(), Style::new())]);
                *filled = 1;
            }
            *filled += width(word);
            if let Some(row) = rows.last_mut() {
                row.push((word.to_owned(), style));
            }
        }
    };
    words(&mut rows, &mut filled, &head(app, prompt), Style::new());
    let value: String = prompt.input.value().chars().map(shown).collect();
    let before: usize = value.chars().take(prompt.input.cursor()).map(char::len_utf8).sum();
    let mut cursor = (filled, rows.len() - 1);
    for (at, grapheme, wide) in graphemes(&value) {
        if filled + wide > columns {
            rows.push(Vec::new());
            filled = 0;
        }
        if at <= before {
            cursor = (filled, rows.len() - 1);
        }
        filled += wide;
        if at + grapheme.len() <= before {
            cursor = (filled, rows.len() - 1);
        }
        if let Some(row) = rows.last_mut() {
            row.push((grapheme.to_owned(), styles.line));
        }
    }
    // The cursor after a full row is at the start of the next.
    if cursor.0 >= columns {
        if cursor.1 + 1 == rows.len() {
            rows.push(Vec::new());
            filled = 0;
        }
        cursor = (0, cursor.1 + 1);
    }
    let note = note(app, prompt);
    // Broken only if it does not fit a row of its own.
    if note.is_empty() {
        return Wrapped { rows, cursor };
    }
    if filled + 2 + width(&note) > columns {
        rows.push(Vec::new());
        filled = 0;
        words(&mut rows, &mut filled, " ", styles.note);
    } else {
        words(&mut rows, &mut filled, "  ", styles.note);
    }
    words(&mut rows, &mut filled, &note, styles.note);
    Wrapped { rows, cursor }
}

/// The question.
fn head(app: &App, prompt: &Prompt) -> Cow<'static, str> {
    Cow::Borrowed(match prompt.kind {
        PromptKind::Search(SearchMode::Words) => " /",
        PromptKind::Search(SearchMode::Expression) => " regex /",
        PromptKind::GoTo => " Go to ¶, % or name: ",
        PromptKind::Open if app.main_view.is_library() => " Open (address, file or a search): ",
        PromptKind::Open => " Open (address or file): ",
        PromptKind::Help => " Keys matching: ",
        PromptKind::Filter => " Show only: ",
        PromptKind::Catalogue => " /",
        PromptKind::Picker(PickerKind::Contents) => " Headings with: ",
        PromptKind::Picker(PickerKind::Sources) => " Sources with: ",
        PromptKind::Picker(PickerKind::Places) => " Marks and jumps with: ",
        PromptKind::Picker(PickerKind::Commands) => " Command: ",
        PromptKind::Export => " Export to (.json .md .html .csv .txt …): ",
        PromptKind::Replace => {
            // The line behind it holds the whole path.
            let name = prompt.typed.rsplit('/').next().unwrap_or_default();
            return format!(" {} already exists. Enter replaces it, another name keeps it: ", one_line(name)).into();
        }
        PromptKind::Correct(Correcting::Speaker(_)) => " Speaker (? unknown): ",
        PromptKind::Correct(Correcting::Missed(_)) => " Speaker of the new quotation (? unknown): ",
        PromptKind::Correct(Correcting::Name(_)) | PromptKind::Rename(_) => " New name: ",
        PromptKind::Correct(Correcting::Merge(person)) => {
            let name = app.document.record.people().get(person).map_or("", |person| &person.name);
            return format!(" Merge {} with: ", one_line(name)).into();
        }
        PromptKind::Correct(Correcting::Mention(..)) => " Who is this (? nobody): ",
    })
}

/// The note on the line: its matches or its meaning.
fn note(app: &App, prompt: &Prompt) -> String {
    let value = prompt.input.value();
    let note = match (&app.document.search, prompt.kind) {
        _ if let Some(refusal) = &prompt.refusal => one_line(refusal),
        (_, PromptKind::Catalogue) if !app.catalogue.is_answered() => "…".into(),
        (_, PromptKind::Catalogue) if value.is_empty() => {
            "words, \"phrase\", by:name about: in:site since: kind: role:".into()
        }
        (_, PromptKind::Catalogue) => one_line(&app.catalogue.list.summary),
        (Some(_), PromptKind::Search(_)) => matches(app),
        (None, PromptKind::Search(SearchMode::Words)) => "Ctrl-r regex".into(),
        (None, PromptKind::Search(SearchMode::Expression)) => "Ctrl-r plain words".into(),
        (_, PromptKind::Picker(_)) => match prompt.picker.as_ref().map_or(0, |picker| picker.matching.len()) {
            0 => "no match".into(),
            count => format!("{count} · ↑ ↓ choose"),
        },
        (_, PromptKind::Correct(_)) if prompt.confirms_new_person => {
            format!("new person: {} · Enter again to add", one_line(value.trim()))
        }
        (_, PromptKind::Correct(correcting)) => {
            one_line(&meaning(&app.document.record, correcting, value, &prompt.candidates))
        }
        (_, PromptKind::Help) if help::is_nothing(value, &app.input.keymap) => "no match".into(),
        (_, PromptKind::GoTo) => match prompt.candidates.choice().or(prompt.candidates.all.first()) {
            Some(person) => format!("→ {}", person.text),
            None => String::new(),
        },
        (_, PromptKind::Open | PromptKind::Export) if !prompt.candidates.all.is_empty() => "Tab completes".into(),
        _ => String::new(),
    };
    let full = if prompt.is_full() { "full" } else { "" };
    [note.as_str(), full].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// `3/14`, or “no match”.
pub(super) fn matches(app: &App) -> String {
    match &app.document.search {
        Some(Search { problem: Some(problem), .. }) => one_line(problem),
        Some(search) if search.matches.is_empty() => "no match".into(),
        Some(search) => {
            let current = search.current.map_or("–".to_string(), |current| (current + 1).to_string());
            format!("{current}/{}", search.matches.len())
        }
        None => String::new(),
    }
}

/// The note beside a typed name: the person it means, or the one of `candidates` it may mean.
fn meaning(record: &Record, correcting: Correcting, typed: &str, candidates: &Candidates) -> String {
    let typed = typed.trim();
    let meant = candidates.choice().and_then(|choice| choice.person).or_else(|| person_named(record, typed));
    let offered = candidates.all.first().filter(|_| !typed.is_empty());
    match (correcting, meant, offered) {
        (Correcting::Name(_), ..) => String::new(),
        (_, Some(person), _) => format!("→ {}", record.people()[person].name),
        _ if typed.is_empty() => candidates.all.first().map_or_else(String::new, |_| "Tab chooses".into()),
        (Correcting::Merge(_), None, Some(first)) => format!("Tab: {}", first.text),
        (Correcting::Merge(_), None, None) => "no such person".into(),
        _ if typed == "?" => "unknown".into(),
        (_, None, Some(first)) => format!("→ new person · Tab: {}", first.text),
        (_, None, None) => "→ new person".into(),
    }
}
