//! The one place where [`State`] changes: what each [`Action`] does, and what comes from outside (a new size, a finished
//! analysis). What has to be done to the world comes back as an [`Effect`].

mod carry;
mod correct;
mod links;
mod places;
mod prompt;
mod taking;

pub(super) use carry::Carry;
pub(super) use correct::meaning;
pub(super) use links::counted;
pub(super) use prompt::LONGEST;

use super::action::Action;
use super::clip::Form;
use super::geometry::{Area, Size};
use super::jumps::Jumps;
use super::key::{Code, Key};
use super::overlay;
use super::panel::{Item, speaker_of};
use super::search::Manner;
use super::state::{Focus, Kinds, List, Overlay, Pending, Progress, PromptKind, State};
use super::viewport::{Anchor, Viewport};
use crate::article::Article;
use crate::record::{Correction, FilteredAnalysis, Record};
use crate::text::TextAnchor;
use std::sync::Arc;

/// What the event loop has to do after an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Draw everything anew.
    Redraw,
    Suspend,
    /// Take the terminal again after a stop.
    Resume,
    Quit,
    /// Copy a text, of which the second says what it is.
    Copy(String, String),
    /// Print the page to the plain screen.
    Print,
    /// Open an address or a file with what the desktop opens it with.
    Open(String),
    /// Show this address as the next source.
    Add(String),
    /// Show another of the sources.
    Source(usize),
    /// Give up opening this source.
    Cancel,
    /// Read the source again.
    Reload,
    /// Analyse the article, however long.
    Analyse,
    /// Give up the analysis that is under way.
    StopAnalysis,
    /// Take mouse clicks from the terminal, or leave them to it.
    Mouse(bool),
    /// Write what was found to the file of this name.
    Export(String),
    /// Keep what changed, for the next time.
    Keep(Change),
}

/// Something of the user's own that outlives the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Marked(char, Anchor),
    Corrected(Correction),
    /// The last correction was taken back.
    Undone(Correction),
}

/// What a key press does in the present state: goes to the open prompt, or through the key table.
pub fn press(state: &mut State, key: Key) -> Effect {
    if state.prompt.is_some() {
        return prompt::press(state, key);
    }
    if let Some(pending) = state.pending.take() {
        return complete(state, pending, key);
    }
    if state.selection.is_some() {
        state.message = None;
        return taking::press(state, key);
    }
    match state.keymap.action_of(key) {
        Some(action) => update(state, action),
        None => {
            state.message = Some(format!("{key} does nothing · {} shows the keys", state.key(Action::Help)));
            Effect::Draw
        }
    }
}

/// Does what was put off while keys came faster than frames.
pub fn settle(state: &mut State) {
    state.hurry = false;
    prompt::catch_up(state);
}

/// The key that completes a two-key command; Esc and anything that is no character gives it up.
fn complete(state: &mut State, pending: Pending, key: Key) -> Effect {
    state.message = None;
    let Code::Char(letter) = key.code else { return Effect::Draw };
    let again = state.keymap.action_of(key) == Some(pending.action());
    let effect = match pending {
        _ if state.keymap.action_of(key) == Some(Action::Quit) => Effect::Quit,
        _ if key.ctrl || key.alt => Effect::Draw,
        // The key twice is what is wanted most; but its letter may have a meaning of its own.
        Pending::Copy if again && Form::of(letter).is_none() => taking::copy(state, 'y'),
        Pending::GoToMark if again && !letter.is_alphanumeric() => places::mark(state, pending, '\''),
        Pending::Copy => taking::copy(state, letter),
        Pending::Correct => correct::choose(state, letter),
        Pending::SetMark | Pending::GoToMark => places::mark(state, pending, letter),
        Pending::Link(first) => places::link(state, first, letter),
    };
    follow(state);
    effect
}

/// A click of the mouse on column `x`, row `y` of the screen.
pub fn click(state: &mut State, x: u16, y: u16) -> Effect {
    state.message = None;
    if state.overlay.take().is_none() {
        places::click(state, x, y);
    }
    follow(state);
    Effect::Draw
}

/// The wheel of the mouse over column `x`: `by` rows of the text, or items of the panel.
pub fn wheel(state: &mut State, x: u16, by: isize) -> Effect {
    let over_panel = state.panel_shown() && x >= state.geometry.panel.x;
    if over_panel {
        let last = state.listing().len().saturating_sub(state.geometry.panel_rows());
        state.panel.top = state.panel.top.saturating_add_signed(by).min(last);
    } else {
        state.viewport.scroll(&state.article, by);
        follow(state);
    }
    Effect::Draw
}

/// Text that was pasted: goes to the open prompt, up to its first line end, and nowhere else.
pub fn paste(state: &mut State, text: &str) -> Effect {
    prompt::paste(state, text);
    Effect::Draw
}

/// Carries out one action.
pub fn update(state: &mut State, action: Action) -> Effect {
    state.message = None;
    let helping = matches!(state.overlay, Some(Overlay::Help { .. }));
    let effect = if scrolls_overlay(state, action) {
        Effect::Draw
    } else if helping && action == Action::Search {
        prompt::open(state, PromptKind::Help)
    } else if matches!(state.overlay, Some(Overlay::List { .. })) && action == Action::Follow {
        places::choose_from_list(state)
    } else if matches!(state.overlay, Some(Overlay::Help { .. } | Overlay::List { .. })) && !ends_or_redraws(action) {
        // Nothing moves behind the help or a list: any other key puts it away.
        state.overlay = None;
        Effect::Draw
    } else {
        act(state, action)
    };
    follow(state);
    effect
}

/// Takes a new size of the screen. The words at the top stay.
pub fn resize(state: &mut State, size: Size) {
    state.lay_out(size);
    state.draw_map();
    follow(state);
}

/// Takes the beginning of a text of `bytes` bytes, the rest of which is being read, and shows it from byte `at` on.
pub fn begun(state: &mut State, beginning: Arc<Article>, bytes: usize, at: usize) {
    state.article = beginning;
    state.beginning_of = Some(bytes);
    state.lay_out(state.geometry.size);
    state.viewport.set(&state.article, Anchor { at, blank: false });
    state.draw_map();
}

/// Takes the article of a source that was opened, for the first time or anew. The words at the top stay there, wherever
/// they stand in the new text.
pub fn opened(state: &mut State, article: Arc<Article>) {
    let before = std::mem::replace(&mut state.article, article);
    let anchor = state.viewport.anchor();
    let begins = state.beginning_of.take().is_some() && state.article.text().starts_with(before.text());
    let place = |anchor: Anchor| {
        if begins {
            return anchor;
        }
        let found = TextAnchor::from(before.text(), anchor.at).find(state.article.text());
        // Where the words are gone, as far into the text as they were.
        let share = anchor.at as f32 / before.text().len().max(1) as f32;
        Anchor { at: found.map_or_else(|| state.byte_at(share), |span| span.start as usize), ..anchor }
    };
    let marks = state.marks.iter().map(|(&letter, &anchor)| (letter, place(anchor))).collect();
    let anchor = place(anchor);
    state.marks = marks;
    state.jumps = Jumps::default();
    state.search = None;
    state.selection = None;
    state.progress = Progress::Unasked;
    state.arriving = None;
    state.found = None;
    state.refining = None;
    state.viewport = Viewport::default();
    state.lay_out(state.geometry.size);
    state.viewport.set(&state.article, anchor);
    // What was found stands on the old text: nothing of it may be drawn on the new one.
    carry::replace(state, Arc::new(Record::empty()));
}

/// Takes what the analysis found. The text does not move; choices hold where the same people and quotations are found.
/// `record` was built from what is evident of it, under the first `applied` corrections.
pub fn analysed(state: &mut State, found: Arc<FilteredAnalysis>, record: Arc<Record>, applied: usize) {
    state.found = Some(found);
    let stale = state.corrections.len() != applied || state.kinds == Kinds::Doubtful;
    let anew = if stale { state.build_record().map(Arc::new) } else { None };
    carry::replace(state, anew.unwrap_or(record));
    state.progress = Progress::Done;
    state.refining = None;
    let unfitted = state.record.orphaned.len();
    if unfitted > 0 {
        let (count, fit) = (counted(unfitted, "correction"), if unfitted == 1 { "fits" } else { "fit" });
        state.message = Some(format!("{count} no longer {fit} this text: kept, and tried again next time"));
    }
    follow(state);
}

/// Takes in that the corrections have changed.
pub fn corrected(state: &mut State) {
    correct::rebuild(state);
}

/// Is there an opening to give up? A text of which the beginning is there is read to its end.
fn is_opening(state: &State) -> bool {
    state.beginning_of.is_none() && (state.progress == Progress::Loading || state.arriving.is_some())
}

/// Does `key` end, stop or redraw the reader, or give something up, where nothing lies over the text?
pub fn ends(state: &State, key: Key) -> bool {
    state.keymap.action_of(key).is_some_and(ends_or_redraws)
}

/// Does `key` only move the text, no further than what is there of one that has only begun to be read?
pub fn stays_near(state: &State, key: Key) -> bool {
    use Action::*;
    // Room for this key and another one that has come at the same time.
    let room = state.viewport.shown().end as usize * 4 <= state.article.text().len();
    let moves = |action: Action| {
        matches!(action, Down | Up | ScrollDown | ScrollUp | HalfPageDown | HalfPageUp | PageDown | PageUp | Top)
    };
    room && state.keymap.action_of(key).is_some_and(moves)
}

fn ends_or_redraws(action: Action) -> bool {
    matches!(action, Action::Back | Action::Close | Action::Quit | Action::Suspend | Action::Redraw)
}

/// Scrolls the open overlay, where `action` is one that scrolls.
fn scrolls_overlay(state: &mut State, action: Action) -> bool {
    let page = state.geometry.panel_rows() as isize;
    let by = match action {
        Action::Down | Action::ScrollDown => 1,
        Action::Up | Action::ScrollUp => -1,
        Action::HalfPageDown => page / 2,
        Action::HalfPageUp => -page / 2,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => -100_000,
        Action::Bottom => 100_000,
        _ => return false,
    };
    if matches!(state.overlay, Some(Overlay::List { .. })) {
        places::move_in_list(state, by);
        return true;
    }
    let last = overlay::rows(state).saturating_sub(page as usize);
    match &mut state.overlay {
        // The evidence lies beside the text and leaves the article's keys to the article.
        Some(Overlay::Why { .. }) if !matches!(action, Action::ScrollDown | Action::ScrollUp) => false,
        Some(Overlay::Help { top, .. } | Overlay::Why { top }) => {
            *top = top.saturating_add_signed(by).min(last);
            true
        }
        Some(Overlay::List { .. }) | None => false,
    }
}

fn act(state: &mut State, action: Action) -> Effect {
    let page = state.viewport.rows().len().max(1) as isize;
    match action {
        Action::Down => step(state, 1),
        Action::Up => step(state, -1),
        Action::HalfPageDown => step(state, (page / 2).max(1)),
        Action::HalfPageUp => step(state, -(page / 2).max(1)),
        // Two rows stay, so that the eye finds its place again.
        Action::PageDown => step(state, (page - 2).max(1)),
        Action::PageUp => step(state, -(page - 2).max(1)),
        Action::Top => end(state, false),
        Action::Bottom => end(state, true),
        Action::ScrollDown => state.viewport.scroll(&state.article, 1),
        Action::ScrollUp => state.viewport.scroll(&state.article, -1),
        Action::NextParagraph => paragraph(state, true),
        Action::PreviousParagraph => paragraph(state, false),
        Action::Next => prompt::next(state, true),
        Action::Previous => prompt::next(state, false),
        Action::NextQuotation => links::quotation(state, true, links::Of::Anyone),
        Action::PreviousQuotation => links::quotation(state, false, links::Of::Anyone),
        Action::NextOfPerson => links::quotation(state, true, links::Of::Selected),
        Action::PreviousOfPerson => links::quotation(state, false, links::Of::Selected),
        Action::NextUncertain => links::quotation(state, true, links::Of::Uncertain),
        Action::NextMention => links::mention(state, true),
        Action::PreviousMention => links::mention(state, false),
        Action::SelectPerson => links::select(state),
        Action::Follow => links::follow_link(state),
        Action::OtherPane => match state.focus {
            Focus::Article => focus_people(state),
            Focus::People => state.focus = Focus::Article,
        },
        Action::FocusArticle => state.focus = Focus::Article,
        Action::FocusPeople => focus_people(state),
        Action::Fold => fold(state, true),
        Action::Unfold => fold(state, false),
        Action::Spotlight => {
            let person = state.person().filter(|_| !state.spotlight);
            state.message = Some(match person {
                Some(person) => format!("spotlight: {}", state.record.people()[person].name),
                None if state.spotlight => "no spotlight".into(),
                None => links::nobody(state),
            });
            state.spotlight = person.is_some();
        }
        Action::Kinds => {
            let before = state.kinds;
            state.kinds = before.next();
            if before == Kinds::Doubtful || state.kinds == Kinds::Doubtful {
                correct::rebuild(state);
            }
            state.draw_map();
            state.message = Some(format!("shows {}", state.kinds.name()));
        }
        Action::TogglePanel => toggle_panel(state),
        Action::Why => match (&state.overlay, state.in_question()) {
            (Some(Overlay::Why { .. }), _) => state.overlay = None,
            (_, Some(_)) => state.overlay = Some(Overlay::Why { top: 0 }),
            (_, None) => state.message = Some("no quotation here".into()),
        },
        Action::Search => return prompt::open(state, PromptKind::Search(Manner::Words)),
        Action::GoTo => return prompt::open(state, PromptKind::GoTo),
        Action::JumpBack => places::jump(state, true),
        Action::JumpForward => places::jump(state, false),
        Action::Filter => return prompt::open(state, PromptKind::Filter),
        Action::Order => {
            state.panel.order = state.panel.order.next();
            state.message = Some(format!("people by {}", state.panel.order.name()));
        }
        Action::NextTheme => {
            state.theme = state.theme.next();
            state.message = Some(format!("theme {}", state.theme.name()));
        }
        Action::Wider => widen(state, 4),
        Action::Narrower => widen(state, -4),
        Action::SetMark => state.pending = Some(Pending::SetMark),
        Action::GoToMark => state.pending = Some(Pending::GoToMark),
        Action::Copy => state.pending = Some(Pending::Copy),
        Action::Select => taking::begin(state),
        Action::Correct => state.pending = Some(Pending::Correct),
        Action::Dismiss => return correct::dismiss(state),
        Action::Undo => return correct::undo(state),
        Action::Print => return Effect::Print,
        Action::OpenSource => {
            return Effect::Open(state.article.meta.url.clone().unwrap_or_else(|| state.source.clone()));
        }
        Action::OpenLink => places::offer_links(state),
        Action::Contents => places::open_list(state, List::Contents),
        Action::Sources => places::open_list(state, List::Sources),
        Action::NextSource => return places::neighbour(state, true),
        Action::PreviousSource => return places::neighbour(state, false),
        Action::Export => return prompt::open(state, PromptKind::Export),
        Action::Reload => return Effect::Reload,
        Action::Analyse if state.progress == Progress::Unasked || state.has_better() => return Effect::Analyse,
        Action::Analyse => state.message = Some("there is no better answer than this one".into()),
        Action::Mouse => {
            state.mouse = !state.mouse;
            let whose = if state.mouse { "clicks go to onrecord" } else { "the mouse selects text again" };
            state.message = Some(format!("{whose}; {} changes it", state.key(Action::Mouse)));
            return Effect::Mouse(state.mouse);
        }
        Action::Help => state.overlay = Some(Overlay::Help { top: 0, filter: String::new() }),
        Action::Back if is_opening(state) => return Effect::Cancel,
        Action::Back => return back(state),
        Action::Close => {
            if state.overlay.take().is_none() {
                if !state.geometry.wide && state.focus == Focus::People {
                    state.focus = Focus::Article;
                } else {
                    return Effect::Quit;
                }
            }
        }
        Action::Quit => return Effect::Quit,
        Action::Suspend => return Effect::Suspend,
        Action::Redraw => return Effect::Redraw,
    }
    Effect::Draw
}

/// Moves by rows in the article, by items in the panel.
fn step(state: &mut State, by: isize) {
    match state.focus {
        Focus::Article => state.viewport.scroll(&state.article, by),
        Focus::People => {
            move_cursor(state, by);
            links::preview(state);
        }
    }
}

/// Goes to the top or the bottom of what has the focus.
fn end(state: &mut State, bottom: bool) {
    match state.focus {
        Focus::Article => {
            state.jumps.leave(state.viewport.anchor());
            if bottom { state.viewport.bottom(&state.article) } else { state.viewport.top(&state.article) }
        }
        Focus::People => step(state, if bottom { isize::MAX } else { isize::MIN }),
    }
}

/// Brings the next or the previous paragraph to the top.
fn paragraph(state: &mut State, next: bool) {
    let Some(top) = state.viewport.rows().first().copied() else { return };
    let blocks = state.article.blocks();
    let index = match (next, top.blank) {
        (true, true) => top.block,
        (true, false) => top.block + 1,
        // From inside a paragraph back to its start, from its start to the one before.
        (false, _) if top.blank || top.first => match top.block.checked_sub(1) {
            Some(above) => above,
            None => return,
        },
        (false, _) => top.block,
    };
    if let Some(block) = blocks.get(index) {
        state.viewport.lift(&state.article, block.span.start as usize);
    }
}

/// Makes the text wider by `by` columns.
fn widen(state: &mut State, by: i16) {
    state.wishes = state.wishes.wider(by);
    resize(state, state.geometry.size);
    let (wished, given) = (state.wishes.width, state.geometry.columns());
    state.message = Some(match usize::from(wished) == given {
        true => format!("text of {given} columns"),
        false => format!("text of {given} columns: no room for {wished}"),
    });
}

fn focus_people(state: &mut State) {
    if state.geometry.wide && !state.wishes.panel {
        toggle_panel(state);
    }
    if state.focus == Focus::Article {
        state.origin = Some(state.viewport.anchor());
        state.focus = Focus::People;
        let listed = |cursor| state.listing().position(&state.record, cursor).is_some();
        if !state.panel.cursor.is_some_and(listed) {
            state.panel.cursor = None;
            move_cursor(state, 0);
        }
    }
}

fn toggle_panel(state: &mut State) {
    if state.geometry.wide {
        state.wishes.panel = !state.wishes.panel;
        if !state.wishes.panel {
            state.focus = Focus::Article;
        }
        resize(state, state.geometry.size);
    } else if state.focus == Focus::People {
        state.focus = Focus::Article;
    } else {
        focus_people(state);
    }
}

fn fold(state: &mut State, fold: bool) {
    let Some(cursor) = state.panel.cursor.filter(|_| state.panel_shown()) else { return };
    let record = state.record.clone();
    if let (false, Item::Quotation(_), Focus::People) = (fold, cursor, state.focus) {
        state.overlay = Some(Overlay::Why { top: 0 });
        let top = overlay::words_at(state);
        state.overlay = Some(Overlay::Why { top });
    } else if fold && state.overlay.take().is_some() {
        // What was unfolded last is folded first.
    } else if fold {
        state.panel.cursor = Some(state.panel.fold(&record, cursor));
    } else if !state.panel.unfold(&record, cursor) && state.focus == Focus::People {
        // What is unfolded already: on to its first quotation.
        move_cursor(state, 1);
        links::preview(state);
    }
}

/// Backs out one level; with nothing left to back out of, gives up an analysis that is under way.
fn back(state: &mut State) -> Effect {
    if state.overlay.take().is_some() || state.search.take().is_some() || state.panel.filter.take().is_some() {
        return Effect::Draw;
    }
    if state.focus == Focus::People {
        state.focus = Focus::Article;
        if let Some(origin) = state.origin.take() {
            state.viewport.set(&state.article, origin);
        }
    } else if state.spotlight {
        state.spotlight = false;
    } else if state.selected.take().is_some() | state.chosen.take().is_some() {
        // The choice was the level.
    } else if matches!(state.progress, Progress::Running(_)) {
        return Effect::StopAnalysis;
    }
    Effect::Draw
}

/// After every change: the panel follows the text while the text is read, and shows its cursor.
fn follow(state: &mut State) {
    let current = state.current();
    if state.focus == Focus::Article {
        if let Some(id) = current {
            state.panel.followed = Some(speaker_of(&state.record, id));
            state.panel.cursor = Some(state.item_of(id));
        }
    } else if let Some(Item::Quotation(id)) = state.panel.cursor
        && !state.shows(id)
    {
        state.panel.cursor = Some(Item::Speaker(speaker_of(&state.record, id)));
    }
    let record = state.record.clone();
    let listing = state.listing_of(&record);
    state.panel.scroll_to_cursor(&record, &listing, state.geometry.panel_rows());
}

/// Moves the panel's cursor by `by` items.
fn move_cursor(state: &mut State, by: isize) {
    let record = state.record.clone();
    let listing = state.listing_of(&record);
    state.panel.move_cursor(&record, &listing, by);
}
