//! The title row above and the status row below.

use super::super::action::Action;
use super::super::overlay::clean;
use super::super::search::{Manner, Search};
use super::super::state::{Correcting, Focus, Overlay, Progress, PromptKind, State};
use super::super::update::{LONGEST, meaning};
use super::Theme;
use super::panel::fitted;
use crate::article::BlockKind;
use crate::config::ModelChoice;
use crate::record::{Act, Engine, Kind, QuotationId};
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

/// Words that people read in a minute.
const WORDS_A_MINUTE: usize = 230;
/// Bytes of an English word with its space, to estimate how long a text takes to read.
const BYTES_A_WORD: usize = 6;

/// Columns of `? help`, or of what else is the most useful to know, with a key of somebody's own.
const SHORTEST_HINT: usize = 10;

/// The article's title, and beside it where it is from, when, and how long it takes.
pub fn title(frame: &mut Frame, state: &State, theme: &Theme) {
    let columns = usize::from(state.geometry.size.columns);
    let meta = &state.article.meta;
    let minutes = (state.length() / BYTES_A_WORD / WORDS_A_MINUTE).max(1);
    let read = if minutes < 100 { format!("{minutes} min") } else { format!("{} h", minutes / 60) };
    let facts: Vec<String> =
        [meta.site.as_deref(), meta.byline.as_deref(), meta.published.as_deref(), Some(read.as_str())]
            .into_iter()
            .flatten()
            .map(clean)
            .collect();
    let facts = fitted(&facts.join(" · "), columns / 2);
    // Whoever marks and corrects has to know, all the time.
    let sign = if state.unkept { " · NOT KEPT" } else { "" };
    let taken = width(&facts) + width(sign);
    let name = meta.title.as_deref().unwrap_or(&state.source);
    let name = fitted(&clean(name), columns.saturating_sub(taken + 4));
    let gap = columns.saturating_sub(width(&name) + taken + 2);
    let line = Line::from(vec![
        Piece::raw(" "),
        Piece::styled(name, theme.headline()),
        Piece::raw(" ".repeat(gap)),
        Piece::styled(facts, theme.dim()),
        Piece::styled(sign, theme.warning()),
    ]);
    frame.render_widget(line, Rect::new(0, 0, state.geometry.size.columns, 1));
}

/// The status row: the prompt that is open, the message to give, or the place.
pub fn status(frame: &mut Frame, state: &State, theme: &Theme) {
    let size = state.geometry.size;
    let area = Rect::new(0, size.rows - 1, size.columns, 1);
    let columns = usize::from(size.columns);
    if let Some(prompt) = &state.prompt {
        let head = match prompt.kind {
            PromptKind::Search(Manner::Words) => " /",
            PromptKind::Search(Manner::Expression) => " regular expression /",
            PromptKind::GoTo => " go to ¶, % or name: ",
            PromptKind::Help => " keys with: ",
            PromptKind::Filter => " show only: ",
            PromptKind::Export => " write to (.json, .txt): ",
            PromptKind::Correct(Correcting::Speaker(_)) => " who said it (? nobody known): ",
            PromptKind::Correct(Correcting::Missed(_)) => " a quotation, said by (? nobody known): ",
            PromptKind::Correct(Correcting::Name(_)) => " the name is: ",
            PromptKind::Correct(Correcting::Merge(_)) => " the same person as: ",
            PromptKind::Correct(Correcting::Mention(..)) => " this mention is of (? nobody): ",
        };
        let tail = match (&state.search, prompt.kind) {
            (Some(_), PromptKind::Search(_)) => format!("  {}", matches(state)),
            (None, PromptKind::Search(Manner::Words)) => "  Ctrl-r regular expression".into(),
            (None, PromptKind::Search(Manner::Expression)) => "  Ctrl-r the words themselves".into(),
            (_, PromptKind::Correct(what)) => format!("  {}", clean(&meaning(state, what, prompt.input.value()))),
            _ => String::new(),
        };
        let full = if prompt.input.value().len() >= LONGEST { "  takes no more" } else { "" };
        let tail = tail + full;
        let room = columns.saturating_sub(width(head) + width(&tail) + 1);
        let scroll = prompt.input.visual_scroll(room);
        let value: String = clean_tail(prompt.input.value(), scroll, room);
        let x = width(head) + prompt.input.visual_cursor().saturating_sub(scroll);
        frame.render_widget(
            Line::from(vec![Piece::raw(head), Piece::raw(value), Piece::styled(tail, theme.dim())]),
            area,
        );
        frame.set_cursor_position(Position::new((x as u16).min(size.columns - 1), area.y));
        return;
    }
    let asks = || state.asks().map(|asks| if width(&asks) < columns { asks } else { asks.replace(" · ", ", ") });
    let left = match (state.message.clone().or_else(asks), &state.search) {
        (Some(message), _) => clean(&message),
        (None, search) => {
            let found = search.as_ref().map(|search| format!("/{} · {} · ", clean(&search.pattern), matches(state)));
            let found = found.unwrap_or_default();
            // The key of the help has its place as well, on every screen that has room for it.
            let room = columns.saturating_sub(4 + width(&hints(state, SHORTEST_HINT)));
            let told = [Told::All, Told::Place, Told::Briefly].map(|told| found.clone() + &place(state, told));
            let fitting = told.iter().find(|text| width(text) <= room);
            fitting.unwrap_or(&told[2]).clone()
        }
    };
    let left = fitted(&left, columns.saturating_sub(2));
    let hints = hints(state, columns.saturating_sub(width(&left) + 4));
    let gap = columns.saturating_sub(width(&left) + width(&hints) + 2);
    let line = Line::from(vec![
        Piece::raw(" "),
        Piece::raw(left),
        Piece::raw(" ".repeat(gap)),
        Piece::styled(hints, theme.dim()),
    ]);
    frame.render_widget(line, area);
}

/// What of `value` is shown in `room` columns when the first `scroll` are scrolled off.
fn clean_tail(value: &str, scroll: usize, room: usize) -> String {
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
fn matches(state: &State) -> String {
    match &state.search {
        Some(Search { problem: Some(problem), .. }) => clean(problem),
        Some(search) if search.matches.is_empty() => "no match".into(),
        Some(search) => {
            let current = search.current.map_or("–".to_string(), |current| (current + 1).to_string());
            format!("{current}/{}", search.matches.len())
        }
        None => String::new(),
    }
}

/// How much the status line says of the place.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    All,
    /// Without the model that answered, which nobody has to wait for or do anything about.
    Place,
    /// The same with numbers alone, as far as they are understood so.
    Briefly,
}

/// `¶3 of 17 · 18 % · quotation 3/14 · Ilse Brandvold, direct, sure`; briefly `¶3/17 · 18 % · 3/14 · …`.
fn place(state: &State, told: Told) -> String {
    let worded = told != Told::Briefly;
    let blocks = state.article.blocks();
    let all = blocks.iter().rposition(|block| block.kind != BlockKind::Boilerplate).map_or(0, |last| last + 1);
    let here = state.viewport.rows().first().map_or(0, |row| row.block + 1);
    let of = if worded { " of " } else { "/" };
    if state.progress == Progress::Loading {
        let some = state.arriving.filter(|arriving| arriving.bytes > 0);
        let much = some.map_or_else(String::new, |arriving| format!(" {arriving}"));
        return format!("opening {} …{much} · Esc gives up", clean(&state.source));
    }
    if state.progress == Progress::NotOpened {
        let (again, quit) = (state.key(Action::Reload), state.key(Action::Close));
        return format!("not opened · {again} opens it again · {quit} quits · {}", clean(&state.source));
    }
    let mut parts = vec![format!("¶{here}{of}{}", all.max(here)), format!("{} %", state.percent())];
    match &state.progress {
        Progress::Unasked => parts.push(format!("not analysed: {} does it", state.key(Action::Analyse))),
        Progress::Running(done) if state.article.text().len() > 100_000 => {
            parts.push(format!("analysing {:.0} %", done * 100.0));
        }
        Progress::Running(_) => parts.push("analysing …".into()),
        Progress::Failed(why) => parts.push(format!("no analysis: {}", clean(why))),
        Progress::Done if !state.record.language().is_english() => {
            parts.push(format!("not English ({}): only marked speech", state.record.language().code));
        }
        Progress::Done if let Some(done) = state.refining => match done {
            0.0 => parts.push("first answer, a better one comes".into()),
            _ => parts.push(format!("first answer, a better one comes: {:.0} %", done * 100.0)),
        },
        Progress::Done if state.has_better() && state.article.text().len() > ModelChoice::MAX_AUTO_BYTES => {
            parts.push(format!("first answer, {} asks for a better one", state.key(Action::Analyse)));
        }
        Progress::Done | Progress::Loading | Progress::NotOpened => {}
    }
    if state.sources.len() > 1 && (worded || state.geometry.numbers) {
        parts.insert(0, format!("source {}/{}", state.nth + 1, state.sources.len()));
    }
    if let Some(id) = state.current() {
        let word = if worded { "quotation " } else { "" };
        let all = state.shown_before(state.record.quotations().len());
        parts.push(format!("{word}{}/{all}", state.shown_before(id) + 1));
        parts.push(attribution(state, id));
    }
    if state.spotlight
        && let Some(person) = state.person()
    {
        parts.push(format!("spotlight: {}", clean(&state.record.people()[person].name)));
    }
    if told == Told::All
        && state.progress == Progress::Done
        && state.refining.is_none()
        && state.record.engine() == Engine::Best
    {
        parts.push("better answer".into());
    }
    parts.join(" · ")
}

/// Who said it, how, and how sure that is.
fn attribution(state: &State, id: QuotationId) -> String {
    let quotation = &state.record.quotations()[id];
    let kind = match quotation.kind {
        Kind::Direct => "direct",
        Kind::Mixed => "mixed",
        Kind::Indirect => "indirect",
    };
    let act = if quotation.act == Act::Thought { " thought" } else { "" };
    if state.record.edited(id) {
        let speaker = quotation.speaker.map_or("speaker unknown".into(), |id| clean(&state.record.people()[id].name));
        return format!("{speaker}, {kind}{act}, as you corrected it");
    }
    match quotation.speaker {
        None => format!("speaker unknown, {kind}{act}"),
        Some(person) if state.record.uncertain(id) => {
            format!("speaker uncertain ({}?), {kind}{act}", clean(&state.record.people()[person].name))
        }
        Some(person) => {
            let sure = match quotation.speaker_confidence {
                c if c >= 0.9 => "sure",
                c if c >= 0.7 => "likely",
                _ => "perhaps",
            };
            format!("{}, {kind}{act}, {sure}", clean(&state.record.people()[person].name))
        }
    }
}

/// As many of the key hints as fit, the most useful last so that it stays.
fn hints(state: &State, room: usize) -> String {
    let all: &[(&[Action], &str)] = match (&state.overlay, state.focus) {
        (Some(Overlay::Help { .. }), _) => {
            &[(&[Action::Down, Action::Up], "scroll"), (&[Action::Search], "search"), (&[Action::Back], "back")]
        }
        (Some(Overlay::List { .. }), _) => {
            &[(&[Action::Down, Action::Up], "choose"), (&[Action::Follow], "opens"), (&[Action::Back], "back")]
        }
        (Some(Overlay::Why { .. }), _) => &[
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
    let bound = |action: &Action| !state.keymap.keys_of(*action).is_empty();
    let hint = |(actions, does): &(&[Action], &str)| {
        let keys: Vec<String> =
            actions.iter().filter(|action| bound(action)).map(|&action| state.key(action)).collect();
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
