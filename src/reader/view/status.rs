//! The status row: the prompt that is open, a notice, or the place in the text, and beside it the most useful keys.

use crate::config::ModelChoice;
use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::document::{Focus, Phase};
use crate::reader::state::mode::{Correcting, Mode, Pending, Prompt, PromptKind, TextSelection};
use crate::reader::state::names::meaning;
use crate::reader::state::search::{Search, SearchMode};
use crate::reader::view::fit::fitted;
use crate::reader::view::theme::Theme;
use crate::record::{Act, Kind, QuotationId};
use crate::text::{one_line, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

/// Columns of `? help`, or of whatever else is the most useful to know, with a key of somebody's own.
const SHORTEST_HINT: usize = 10;

/// Draws the status row: the prompt that is open, the notice, or the place.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let size = app.geometry.size;
    let area = Rect::new(0, size.rows - 1, size.columns, 1);
    if let Some(prompt) = app.prompt() {
        draw_prompt(frame, app, theme, prompt, area);
        return;
    }
    let columns = usize::from(size.columns);
    let left = fitted(&message(app, columns), columns.saturating_sub(2));
    let hints = hints(app, columns.saturating_sub(width(&left) + 4));
    let gap = columns.saturating_sub(width(&left) + width(&hints) + 2);
    let line = Line::from(vec![
        Piece::raw(" "),
        Piece::raw(left),
        Piece::raw(" ".repeat(gap)),
        Piece::styled(hints, theme.dim()),
    ]);
    frame.render_widget(line, area);
}

/// The line that is being typed, between the question and a note.
fn draw_prompt(frame: &mut Frame, app: &App, theme: &Theme, prompt: &Prompt, area: Rect) {
    let columns = usize::from(area.width);
    let head = match prompt.kind {
        PromptKind::Search(SearchMode::Words) => " /",
        PromptKind::Search(SearchMode::Expression) => " regex /",
        PromptKind::GoTo => " Go to ¶, % or name: ",
        PromptKind::Open => " Open (address or file): ",
        PromptKind::Help => " Keys matching: ",
        PromptKind::Filter => " Show only: ",
        PromptKind::Export => " Export to (.json .md .html .csv .txt …): ",
        PromptKind::Replace => " It exists. Enter replaces it, or another name: ",
        PromptKind::Correct(Correcting::Speaker(_)) => " Speaker (? unknown): ",
        PromptKind::Correct(Correcting::Missed(_)) => " Speaker of the new quotation (? unknown): ",
        PromptKind::Correct(Correcting::Name(_)) => " New name: ",
        PromptKind::Correct(Correcting::Merge(_)) => " Same person as: ",
        PromptKind::Correct(Correcting::Mention(..)) => " Mention of (? nobody): ",
    };
    let tail = match (&app.document.search, prompt.kind) {
        (Some(_), PromptKind::Search(_)) => format!("  {}", matches(app)),
        (None, PromptKind::Search(SearchMode::Words)) => "  Ctrl-r regex".into(),
        (None, PromptKind::Search(SearchMode::Expression)) => "  Ctrl-r plain words".into(),
        (_, PromptKind::Correct(correcting)) => {
            format!("  {}", one_line(&meaning(&app.document.record, correcting, prompt.input.value())))
        }
        _ => String::new(),
    };
    let tail = tail + if prompt.is_full() { "  full" } else { "" };
    let room = columns.saturating_sub(width(head) + width(&tail) + 1);
    let scroll = prompt.input.visual_scroll(room);
    let value: String = visible(prompt.input.value(), scroll, room);
    let x = width(head) + prompt.input.visual_cursor().saturating_sub(scroll);
    frame.render_widget(Line::from(vec![Piece::raw(head), Piece::raw(value), Piece::styled(tail, theme.dim())]), area);
    frame.set_cursor_position(Position::new((x as u16).min(area.width.saturating_sub(1)), area.y));
}

/// The left of the status row: the notice, the keys that a command waits for, or the search and the place.
fn message(app: &App, columns: usize) -> String {
    let asked = || asked(app).map(|asked| if width(&asked) < columns { asked } else { asked.replace(" · ", ", ") });
    if let Some(message) = app.notice.clone().or_else(asked) {
        return one_line(&message);
    }
    let found = app.document.search.as_ref();
    let found = found.map(|search| format!("/{} · {} · ", one_line(&search.pattern), matches(app))).unwrap_or_default();
    // The key of the help has its place as well, on every screen that has room for it.
    let room = columns.saturating_sub(4 + width(&hints(app, SHORTEST_HINT)));
    let worded = found.clone() + &place(app, true);
    if width(&worded) <= room { worded } else { found + &place(app, false) }
}

/// The question of a mode that takes keys as they are: which key completes a command, or works on a selection.
fn asked(app: &App) -> Option<String> {
    let key = |action| app.key(action);
    match app.mode {
        Mode::Pending(pending) => Some(match pending {
            Pending::Link(_) => "Link: type its letters · lower case opens the browser, upper case opens here".into(),
            Pending::SetMark => "Mark this place: which letter?".into(),
            Pending::GoToMark => format!("Go to which mark? {} goes back", key(pending.action())),
            Pending::Correct => "Correct: s speaker · k kind · w words · r rename · m merge · p mention".into(),
            Pending::Copy => "Copy: y quotation · a with speaker and source · l locator · m Markdown".into(),
        }),
        Mode::Select(TextSelection { extent_of, .. }) => Some(format!(
            "{} · {} {} words · {} {} rows · {} {} paragraph · {} other end",
            match extent_of {
                Some(_) => format!("Adjust the words: {} saves · {} cancels", key(Action::Follow), key(Action::Back)),
                None => {
                    let (copy, correct) = (key(Action::Copy), key(Action::Correct));
                    format!("Select: {copy} copies · {correct} makes it a quotation")
                }
            },
            key(Action::Fold),
            key(Action::Unfold),
            key(Action::Down),
            key(Action::Up),
            key(Action::PreviousParagraph),
            key(Action::NextParagraph),
            key(Action::OpenSource),
        )),
        Mode::Normal | Mode::Prompt(_) | Mode::Help(_) | Mode::List(_) => None,
    }
}

/// The part of `value` in `room` columns when the first `scroll` are scrolled off.
fn visible(value: &str, scroll: usize, room: usize) -> String {
    let mut left = 0;
    let mut out = String::new();
    for c in value.chars().map(crate::text::shown) {
        let columns = width(c.encode_utf8(&mut [0; 4]));
        if left >= scroll && left + columns <= scroll + room {
            out.push(c);
        }
        left += columns;
    }
    out
}

/// `3/14`, or that there is none.
fn matches(app: &App) -> String {
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

/// `¶3 of 17 · 18 % · quotation 3/14 · Ilse Brandvold, direct, sure`; else `¶3/17 · 18 % · 3/14 · …`.
fn place(app: &App, worded: bool) -> String {
    let all = app.document.last_number();
    let here = app.document.viewport.rows().first().map_or(0, |row| row.block + 1);
    let of = if worded { " of " } else { "/" };
    if app.document.progress == Phase::Loading {
        let some = app.document.arriving.filter(|arriving| arriving.bytes > 0);
        let much = some.map_or_else(String::new, |arriving| format!(" {arriving}"));
        return format!("opening {}…{much} · Esc cancels", one_line(&app.document.name));
    }
    if app.document.progress == Phase::NotOpened {
        let (again, quit) = (app.key(Action::Reload), app.key(Action::Close));
        return format!("not opened · {again} tries again · {quit} quits · {}", one_line(&app.document.name));
    }
    let mut parts = vec![format!("¶{here}{of}{}", all.max(here)), format!("{} %", app.document.percent())];
    match &app.document.progress {
        Phase::Unasked => parts.push(format!("not analysed · {} analyses", app.key(Action::Analyse))),
        Phase::Running(done) if app.document.article.text().len() > 100_000 => {
            parts.push(format!("analysing {:.0} %", done * 100.0));
        }
        Phase::Running(_) => parts.push("analysing…".into()),
        Phase::Failed(why) => parts.push(format!("analysis failed: {}", one_line(why))),
        Phase::Done if !app.document.record.language().is_english() => {
            parts.push(format!("not English ({}): direct speech only", app.document.record.language().code));
        }
        Phase::Done if let Some(done) = app.document.refining => match done {
            0.0 => parts.push("refining…".into()),
            _ => parts.push(format!("refining… {:.0} %", done * 100.0)),
        },
        Phase::Done if app.document.has_better() && app.document.article.text().len() > ModelChoice::MAX_AUTO_BYTES => {
            parts.push(format!("fast model · {} analyses with the best", app.key(Action::Analyse)));
        }
        Phase::Done | Phase::Loading | Phase::NotOpened => {}
    }
    if app.documents.len() > 1 && (worded || app.geometry.numbers) {
        parts.insert(0, format!("source {}/{}", app.documents.shown() + 1, app.documents.len()));
    }
    if let Some(id) = app.current() {
        let word = if worded { "quotation " } else { "" };
        let all = app.shown_before(app.document.record.quotations().len());
        parts.push(format!("{word}{}/{all}", app.shown_before(id) + 1));
        parts.push(attribution(app, id));
    }
    if app.preferences.spotlight
        && let Some(person) = app.person()
    {
        parts.push(format!("spotlight: {}", one_line(&app.document.record.people()[person].name)));
    }
    parts.join(" · ")
}

/// The speaker, the kind of the quotation, and how sure the speaker is.
fn attribution(app: &App, id: QuotationId) -> String {
    let quotation = &app.document.record.quotations()[id];
    let kind = match quotation.kind {
        Kind::Direct => "direct",
        Kind::Mixed => "mixed",
        Kind::Indirect => "indirect",
    };
    let act = if quotation.act == Act::Thought { " thought" } else { "" };
    if app.document.record.edited(id) {
        let speaker =
            quotation.speaker.map_or("speaker unknown".into(), |id| one_line(&app.document.record.people()[id].name));
        return format!("{speaker}, {kind}{act}, corrected by you");
    }
    match quotation.speaker {
        None => format!("speaker unknown, {kind}{act}"),
        Some(person) if app.document.record.uncertain(id) => {
            format!("speaker uncertain ({}?), {kind}{act}", one_line(&app.document.record.people()[person].name))
        }
        Some(person) => {
            let sure = match quotation.speaker_confidence {
                c if c >= 0.9 => "sure",
                c if c >= 0.7 => "likely",
                _ => "perhaps",
            };
            format!("{}, {kind}{act}, {sure}", one_line(&app.document.record.people()[person].name))
        }
    }
}

/// As many of the key hints as fit, the most useful last so that it stays.
fn hints(app: &App, room: usize) -> String {
    let all: &[(&[Action], &str)] = match (app.overlay(), app.document.focus) {
        (Some(Overlay::Help { .. }), _) => {
            &[(&[Action::Down, Action::Up], "scroll"), (&[Action::Search], "search"), (&[Action::Back], "back")]
        }
        (Some(Overlay::List(_)), _) => {
            &[(&[Action::Down, Action::Up], "choose"), (&[Action::Follow], "opens"), (&[Action::Back], "back")]
        }
        (Some(Overlay::Evidence { .. }), _) => &[
            (&[Action::ScrollDown, Action::ScrollUp], "scroll"),
            (&[Action::PreviousQuotation, Action::NextQuotation], "other quotations"),
            (&[Action::Back], "back"),
        ],
        (None, Focus::People) => &[
            (&[Action::ScrollDown, Action::ScrollUp], "scroll text"),
            (&[Action::Fold, Action::Unfold], "fold, all of it"),
            (&[Action::Why], "why"),
            (&[Action::Follow], "go there"),
            (&[Action::Back], "back"),
            (&[Action::Help], "help"),
        ],
        (None, Focus::Article) => &[
            (&[Action::Spotlight], "spotlight"),
            (&[Action::NextOfPerson], "their next"),
            (&[Action::Why], "why"),
            (&[Action::Follow], "link"),
            (&[Action::NextQuotation], "next"),
            (&[Action::OtherPane], "people"),
            (&[Action::Help], "help"),
        ],
    };
    let bound = |action: &Action| !app.keymap.keys_of(*action).is_empty();
    let hint = |(actions, does): &(&[Action], &str)| {
        let keys: Vec<String> = actions.iter().filter(|action| bound(action)).map(|&action| app.key(action)).collect();
        (!keys.is_empty()).then(|| format!("{} {does}", keys.join(" ")))
    };
    let all: Vec<String> = all.iter().filter_map(hint).collect();
    for skip in 0..all.len() {
        let hints = all[skip..].join("  ");
        if width(&hints) <= room {
            return hints;
        }
    }
    String::new()
}
