//! The status row: the prompt that is open, a notice, or the place in the text, and beside it the most useful keys.

use crate::layout::Row;
use crate::reader::keys::action::Action;
use crate::reader::state::app::{App, Overlay};
use crate::reader::state::document::Focus;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::evidence::{certainty, lower_confidence};
use crate::reader::state::input::mode::{Mode, PendingCommand, TextSelection};
use crate::reader::state::link_hints::{self, LinkTarget, readable_address};
use crate::reader::view::fit::{clear, fitted};
use crate::reader::view::prompt::{self, matches};
use crate::reader::view::theme::Theme;
use crate::record::{QuotationId, SpeechAct};
use crate::text::{graphemes, one_line, percent, pluralize, width, without_credentials};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as StyledSpan};

/// Columns of the shortest key hint, like `? help`, with room for a longer key.
const SHORTEST_KEY_HINT: usize = 10;

/// Draws the status row: the prompt that is open, the notice, or the place.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let size = app.geometry.size;
    let area = Rect::new(0, size.rows - 1, size.columns, 1);
    let columns = usize::from(size.columns);
    if app.prompt().is_some() {
        return prompt::draw(frame, app, theme);
    }
    // A question or a notice is never cut short.
    if let Some(rows) = notice_rows(app, columns.saturating_sub(2)) {
        let rows: Vec<String> = rows.into_iter().take(usize::from(size.rows / 2).max(1)).collect();
        let height = rows.len() as u16;
        let area = Rect::new(0, size.rows - height, size.columns, height);
        clear(frame, area);
        for (row, text) in area.rows().zip(rows) {
            frame.render_widget(Line::raw(format!(" {text}")), row);
        }
        return;
    }
    // A count has its place at the right.
    let taken = if app.input.count.is_some() { 8 } else { 2 };
    let left = fitted(&message(app, columns - taken), columns - taken);
    let hints = match app.input.count {
        Some(count) => count.to_string(),
        None => key_hints(app, columns.saturating_sub(width(&left) + 4)),
    };
    let gap = columns.saturating_sub(width(&left) + width(&hints) + 2);
    let line = Line::from(vec![
        StyledSpan::raw(" "),
        StyledSpan::raw(left),
        StyledSpan::raw(" ".repeat(gap)),
        StyledSpan::styled(hints, if app.input.count.is_some() { theme.strong() } else { theme.dim() }),
    ]);
    frame.render_widget(line, area);
}

/// The notice, or the keys that a command waits for, in rows of `columns` columns, if one row is too short.
fn notice_rows(app: &App, columns: usize) -> Option<Vec<String>> {
    let text = one_line(&app.notice.clone().or_else(|| asked(app))?);
    if width(&text) <= columns {
        return None;
    }
    Some(broken(&text, columns.max(1)))
}

/// `text` in rows of `columns` columns. Rows break after a dot if possible, otherwise between words, and inside words
/// only if these are longer than a row.
fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut put = |piece: &str| {
        let Some(row) = rows.last_mut() else { return };
        if !row.is_empty() && width(row) + 1 + width(piece) <= columns {
            row.push(' ');
            return row.push_str(piece);
        }
        if !row.is_empty() {
            rows.push(String::new());
        }
        for (_, grapheme, wide) in graphemes(piece) {
            if rows.last().is_some_and(|row| width(row) + wide > columns) {
                rows.push(String::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push_str(grapheme);
            }
        }
    };
    let mut parts = text.split(" · ").peekable();
    while let Some(part) = parts.next() {
        let part = if parts.peek().is_some() { format!("{part} ·") } else { part.to_owned() };
        match width(&part) <= columns {
            true => put(&part),
            false => part.split(' ').for_each(&mut put),
        }
    }
    for row in &mut rows {
        if let Some(words) = row.strip_suffix(" ·") {
            row.truncate(words.len());
        }
    }
    rows
}

/// The left of the status row: the notice, the keys that a command waits for, or the search and the place.
fn message(app: &App, columns: usize) -> String {
    if let Some(message) = app.notice.clone().or_else(|| asked(app)) {
        return one_line(&message);
    }
    if app.main_view.is_library() && app.overlay().is_none() {
        let catalogue = &app.catalogue;
        let opens = catalogue.list.rows.iter().filter(|row| row.target.is_some()).count();
        let here = catalogue.list.rows.iter().take(catalogue.cursor + 1).filter(|row| row.target.is_some()).count();
        return if opens == 0 { String::new() } else { format!("{here} of {opens}") };
    }
    // The document behind the library is not on the screen.
    if app.main_view.is_library() && matches!(app.overlay(), Some(Overlay::Help { .. })) {
        return String::new();
    }
    // In a list the place is the row.
    if let Some(Overlay::Picker { picker, .. }) = app.overlay() {
        return format!("{} of {}", picker.cursor() + 1, picker.matching.len());
    }
    if let Some(link) = link_hints::under_cursor(app) {
        return match link.to {
            LinkTarget::Address(address) => {
                format!("link to {}", one_line(&without_credentials(&readable_address(address))))
            }
            LinkTarget::Place(at) => format!("link to ¶{}", app.document.number_of(at)),
        };
    }
    let found = app.document.search.as_ref();
    let found = found.map(|search| format!("/{} · {} · ", one_line(&search.pattern), matches(app))).unwrap_or_default();
    // The key of the help has its place as well.
    let room = columns.saturating_sub(2 + width(&key_hints(app, SHORTEST_KEY_HINT)));
    let all = PlaceWording::ALL.map(|wording| found.clone() + &place(app, wording));
    let fits = |text: &&String| width(text) <= room;
    all.iter().find(fits).cloned().unwrap_or_else(|| fitted(&all[PlaceWording::ALL.len() - 1], room))
}

/// The question of a mode that takes all keys: the keys that complete a command, or work on a selection.
fn asked(app: &App) -> Option<String> {
    let key = |action| app.key(action);
    match app.mode {
        Mode::Pending(pending) => Some(match pending {
            PendingCommand::FollowLink(number) => {
                let address = match link_hints::link(&app.document, number).map(|link| link.to) {
                    Some(LinkTarget::Address(address)) => without_credentials(&readable_address(address)),
                    Some(LinkTarget::Place(_)) | None => String::new(),
                };
                format!("{} in the browser · {} here · {address}", key(Action::OpenSource), key(Action::Open))
            }
            PendingCommand::Link(_) => {
                "Type the letters of a link · lower case opens the browser, upper case opens it here".into()
            }
            PendingCommand::Forget => {
                let document = &app.document;
                let kept = [(document.marks.len(), "mark"), (document.analysis.corrections.len(), "correction")];
                let kept = kept.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| pluralize(count, noun));
                let kept = kept.collect::<Vec<_>>().join(" and ");
                let with = if kept.is_empty() { String::new() } else { format!(", with {kept}") };
                let key = key(pending.action());
                format!("Forget this article{with}? Press {key} again to forget it")
            }
            PendingCommand::ForgetRow => {
                let row = app.catalogue.row();
                let title: String = row.iter().flat_map(|row| &row.words).map(|(part, _)| part.as_str()).collect();
                let key = key(pending.action());
                format!("Forget “{title}”, with its marks and corrections? {key} again forgets it")
            }
            PendingCommand::Person(_) if app.catalogue.row().is_some_and(|row| row.quoted.is_some()) => {
                "Person: r rename · m same person as · s another person in this article".into()
            }
            PendingCommand::Person(_) => "Person: r rename · m same person as".into(),
            PendingCommand::Doubt(..) => "Are they one person? y yes · n no · d do not ask again".into(),
            PendingCommand::SetMark => "Mark this place: which letter?".into(),
            PendingCommand::GoToMark => format!("Go to which mark? {} goes back", key(pending.action())),
            PendingCommand::Correct => "Correct: s speaker · k kind · w words · r rename · m merge · p mention".into(),
            PendingCommand::Copy => "Copy: y quotation · a with speaker and source · l locator · m Markdown".into(),
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
        Mode::Normal | Mode::Prompt(_) | Mode::Help(_) | Mode::Picker(_) => None,
    }
}

/// The longest description of the place that fits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceWording {
    /// `¶3–7 of 17 · 18% · quotation 3/14 · …`
    Full,
    /// `¶3–7/17 · 18% · 3/14 · …`
    Short,
    /// `¶3–7/17 · 3/14 · …`
    WithoutShare,
    /// `3/14 · …`
    WithoutPlace,
}

impl PlaceWording {
    const ALL: [PlaceWording; 4] =
        [PlaceWording::Full, PlaceWording::Short, PlaceWording::WithoutShare, PlaceWording::WithoutPlace];
}

/// The paragraphs on the screen, and how many there are: `¶3–7 of 17`.
fn on_screen(app: &App, of: &str) -> String {
    let rows = app.document.viewport.rows();
    let number = |row: Option<&Row>| row.map_or(0, |row| row.block + 1);
    let (first, last) = (number(rows.first()), number(rows.iter().rfind(|row| !row.blank)));
    // Text after the last paragraph has no number.
    let all = app.document.last_number().max(first);
    match last.min(all) {
        last if last > first => format!("¶{first}–{last}{of}{all}"),
        _ => format!("¶{first}{of}{all}"),
    }
}

/// `¶3–7 of 17 · 18% · quotation 3/14 · Ilse Brandvold, direct, sure`, or less of it.
fn place(app: &App, wording: PlaceWording) -> String {
    let is_full = wording == PlaceWording::Full;
    if app.document.progress.phase == Phase::Loading {
        let some = app.document.progress.arriving.filter(|arriving| arriving.bytes > 0);
        let much = some.map_or_else(String::new, |arriving| format!(" {arriving}"));
        let cancel = app.key(Action::Back);
        return format!("opening {}…{much} · {cancel} cancels", one_line(&app.document.name));
    }
    if app.document.progress.phase == Phase::NotOpened {
        let (again, quit) = (app.key(Action::Reload), app.key(Action::Close));
        return format!("not opened · {again} tries again · {quit} quits · {}", one_line(&app.document.name));
    }
    let current = app.current();
    let mut parts = Vec::new();
    // Without a quotation there is only the place.
    if wording != PlaceWording::WithoutPlace || current.is_none() {
        parts.push(on_screen(app, if is_full { " of " } else { "/" }));
    }
    if matches!(wording, PlaceWording::Full | PlaceWording::Short) {
        parts.push(format!("{}%", app.document.percent()));
    }
    match &app.document.progress.phase {
        Phase::Unasked => parts.push(format!("not analysed · {} analyses", app.key(Action::Analyse))),
        Phase::Running(done) if app.document.article.text().len() > 100_000 => {
            parts.push(format!("analysing {}", percent(*done)));
        }
        Phase::Running(_) => parts.push("analysing…".into()),
        Phase::Failed(why) => parts.push(format!("analysis failed: {}", one_line(why))),
        Phase::Done if !app.document.record.language().is_english() => {
            parts.push(format!("not English ({}): direct speech only", app.document.record.language().code));
        }
        Phase::Done if let Some(done) = app.document.progress.refining => match done {
            0.0 => parts.push("refining…".into()),
            _ => parts.push(format!("refining… {}", percent(done))),
        },
        Phase::Done | Phase::Loading | Phase::NotOpened => {}
    }
    let sources = app.sources.listed().count();
    if sources > 1 && (is_full || wording == PlaceWording::Short && app.geometry.numbers) {
        let before = app.sources.listed().take_while(|&(nth, _)| nth < app.sources.shown()).count();
        parts.insert(0, format!("source {}/{sources}", before + 1));
    }
    if let Some(id) = current {
        let word = if is_full { "quotation " } else { "" };
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

/// The speaker, the kind of the quotation, and how sure both are.
fn attribution(app: &App, id: QuotationId) -> String {
    let quotation = &app.document.record.quotations()[id];
    let kind = quotation.kind.name();
    let act = if quotation.act == SpeechAct::Thought { " thought" } else { "" };
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
            let sure = certainty(lower_confidence(quotation));
            format!("{}, {kind}{act}, {sure}", one_line(&app.document.record.people()[person].name))
        }
    }
}

/// As many of the key hints as fit, the most useful last so that it stays.
fn key_hints(app: &App, room: usize) -> String {
    let all: &[(&[Action], &str)] = match (app.overlay(), app.document.focus) {
        (Some(Overlay::Help { .. }), _) => {
            &[(&[Action::Down, Action::Up], "scroll"), (&[Action::Search], "search"), (&[Action::Back], "back")]
        }
        (Some(Overlay::Picker { .. }), _) => &[
            (&[Action::Down, Action::Up], "choose"),
            (&[Action::Search], "narrow"),
            (&[Action::Follow], "opens"),
            (&[Action::Back], "back"),
        ],
        _ if matches!(app.mode, Mode::Pending(_)) => &[(&[Action::Back], "cancels")],
        (None, _) if app.main_view.is_library() && app.catalogue.page.view.is_of_people() => &[
            (&[Action::Undo], "undo"),
            (&[Action::Correct], "rename, merge, separate"),
            (&[Action::OtherPane], "other list"),
            (&[Action::Search], "narrow"),
            (&[Action::Follow], "opens"),
            (&[Action::Back], "back"),
            (&[Action::Help], "help"),
        ],
        (None, _) if app.main_view.is_library() => &[
            (&[Action::Open], "open"),
            (&[Action::OtherPane], "other list"),
            (&[Action::Unfold], "reports"),
            (&[Action::Search], "search"),
            (&[Action::Follow], "opens"),
            (&[Action::Back], "back"),
            (&[Action::Help], "help"),
        ],
        (Some(Overlay::Evidence(_)), _) => &[
            (&[Action::Unfold, Action::Fold], "steps"),
            (&[Action::ScrollDown, Action::ScrollUp], "scroll"),
            (&[Action::PreviousQuotation, Action::NextQuotation], "other quotations"),
            (&[Action::Back], "back"),
        ],
        (None, Focus::People) => &[
            (&[Action::ScrollDown, Action::ScrollUp], "scroll text"),
            (&[Action::Fold, Action::Unfold], "fold"),
            (&[Action::Why], "why"),
            (&[Action::Follow], "go there"),
            (&[Action::Back], "back"),
            (&[Action::Help], "help"),
        ],
        (None, Focus::Article) if link_hints::under_cursor(app).is_some() => &[
            (&[Action::PreviousLink, Action::NextLink], "other links"),
            (&[Action::Back], "back"),
            (&[Action::Follow], "open"),
        ],
        (None, Focus::Article) if app.document.viewport.overflows(&app.document.article) => &[
            (&[Action::NextQuotation], "next"),
            (&[Action::OtherPane], "people"),
            (&[Action::TableLeft, Action::TableRight], "more columns"),
            (&[Action::Help], "help"),
        ],
        (None, Focus::Article) => &[
            (&[Action::Spotlight], "spotlight"),
            (&[Action::NextOfPerson], "their next"),
            (&[Action::Why], "why"),
            (&[Action::Follow], "in the panel"),
            (&[Action::NextQuotation], "next"),
            (&[Action::OtherPane], "people"),
            (&[Action::Help], "help"),
        ],
    };
    let bound = |action: &Action| !app.input.keymap.keys_of(*action).is_empty();
    // A key that would have no effect is not hinted at.
    let has_object = |action: &Action| match action {
        Action::Why => app.current().is_some(),
        Action::Follow if app.overlay().is_none() && app.document.focus == Focus::Article => {
            app.current().is_some() || link_hints::under_cursor(app).is_some()
        }
        Action::Spotlight | Action::NextOfPerson => app.person().is_some(),
        Action::Back if app.main_view.is_library() && app.overlay().is_none() => {
            app.catalogue.can_go_back() || app.document.is_open() || matches!(app.mode, Mode::Pending(_))
        }
        _ => true,
    };
    let hint = |(actions, does): &(&[Action], &str)| {
        let keys: Vec<String> = actions
            .iter()
            .filter(|action| {
                bound(action) && (app.main_view.is_library() && **action != Action::Back || has_object(action))
            })
            .map(|&action| app.key(action))
            .collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_break_between_words() {
        for (text, columns, rows) in [
            ("a colour · ] next quotation · ? help", 20, vec!["a colour", "] next quotation", "? help"]),
            ("must end in .xml, .ann or .srt", 17, vec!["must end in .xml,", ".ann or .srt"]),
            ("o here · https://example.org/a", 10, vec!["o here", "https://ex", "ample.org/", "a"]),
            ("", 5, vec![""]),
            ("大江大江", 5, vec!["大江", "大江"]),
        ] {
            assert_eq!(broken(text, columns), rows, "{text}");
        }
    }
}
