//! The sources: going from one to another, and the results of opening and analysing them.

use crate::article::Article;
use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::jump_list::JumpList;
use crate::reader::state::document::progress::Phase;
use crate::reader::state::document::viewport::{ViewPosition, Viewport};
use crate::reader::state::document::{Document, Focus};
use crate::reader::state::geometry::Size;
use crate::reader::state::input::candidates::Candidates;
use crate::reader::state::input::mode::{Mode, PendingCommand, Picker, PickerKind, PickerTarget, PromptKind};
use crate::reader::state::preferences::{Kinds, LayoutPreferences};
use crate::reader::update::actions::correct;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::{resize, sync_panel};
use crate::record::{FilteredAnalysis, Record};
use crate::text::{TextAnchor, pluralize};
use std::sync::Arc;

/// The source on the screen, and the others.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    Some(match action {
        Action::NextSource => neighbour(app, true, times),
        Action::PreviousSource => neighbour(app, false, times),
        Action::Open => open_prompt::open(app, PromptKind::Open),
        Action::Reload => Effect::Reload,
        _ => return None,
    })
}

/// Asks for source `nth`.
pub(in crate::reader::update) fn go_to(app: &App, nth: usize) -> Effect {
    if nth == app.sources.shown() { Effect::Draw } else { Effect::Source(nth) }
}

/// Returns to source `nth`. A feed lists its items again, with the cursor on the one that was read.
pub(in crate::reader::update) fn return_to(app: &mut App, nth: usize) -> Effect {
    let item = app.sources.shown();
    if app.sources.feed() == Some(nth)
        && let Some(feed) = app.document_mut(nth)
    {
        feed.deferred.item = Some(item);
    }
    Effect::Source(nth)
}

/// Asks for the next source, or the previous one, or the one `times` further on.
fn neighbour(app: &mut App, next: bool, times: usize) -> Effect {
    if let Some(nth) = app.sources.neighbour(next, times) {
        return Effect::Source(nth);
    }
    let which = if next { "last" } else { "first" };
    app.notice = Some(match app.sources.listed().count() {
        1 => "There is only one source".into(),
        count => format!("This is the {which} of {count} sources"),
    });
    Effect::Draw
}

/// Brings source `nth` to a screen of `size`; the document that was there is kept or dropped. True if the source has to
/// be opened first.
pub fn show(app: &mut App, nth: usize, size: Size, keep: bool) -> bool {
    let mut is_new = false;
    if nth != app.sources.shown() {
        is_new = app.sources.switch_to(nth, &mut app.document, keep);
        leave_mode(app);
        app.main_view.close_evidence();
        app.notice = app.document.deferred.notice.take();
        if app.document.analysis.doubtful != (app.preferences.kinds == Kinds::Doubtful) {
            correct::rebuild(app);
        }
    }
    resize(app, size);
    if let Some(item) = app.document.deferred.item.take() {
        app.mode = Mode::Picker(Picker::new(app, PickerKind::Sources, Some(PickerTarget::Source(item))));
    }
    is_new
}

/// Closes prompts and commands about the document that was on the screen. Other prompts stay open, so that no typed
/// letter becomes a command.
fn leave_mode(app: &mut App) {
    let (origin, selection, focus) = (app.document.viewport.anchor(), app.document.selection, app.document.focus);
    match &mut app.mode {
        Mode::Select(_) | Mode::Pending(PendingCommand::FollowLink(_) | PendingCommand::Forget) => {
            app.mode = Mode::Normal;
        }
        Mode::Picker(Picker { of: PickerKind::Contents | PickerKind::Places, .. }) => app.mode = Mode::Normal,
        Mode::Prompt(prompt) if matches!(prompt.kind, PromptKind::Correct(_) | PromptKind::Replace) => {
            app.mode = Mode::Normal;
        }
        Mode::Prompt(prompt) => {
            (prompt.origin, prompt.selection, prompt.focus) = (origin, selection, focus);
            (prompt.candidates, prompt.stale) = (Candidates::default(), true);
        }
        Mode::Normal | Mode::Pending(_) | Mode::Help(_) | Mode::Picker(_) => {}
    }
}

/// Takes the beginning of a text of `bytes` bytes, the rest of which is being read, and shows it from byte `at` on.
pub fn begun(app: &mut App, nth: usize, beginning: Arc<Article>, bytes: usize, at: usize) {
    let (size, layout) = (app.geometry.size, app.preferences.layout);
    let Some(document) = app.document_mut(nth) else { return };
    document.article = beginning;
    document.progress.full_length = Some(bytes);
    let geometry = document.geometry(size, layout);
    document.lay_out(&geometry);
    document.viewport.set(&document.article, ViewPosition { at, blank: false });
    if nth == app.sources.shown() {
        app.geometry = geometry;
        app.draw_map();
    }
}

/// Takes the article of a source that was opened, for the first time or again. The words at the top stay there,
/// wherever they stand in the new text.
pub fn opened(app: &mut App, nth: usize, article: Arc<Article>) {
    let (size, layout) = (app.geometry.size, app.preferences.layout);
    let Some(document) = app.document_mut(nth) else { return };
    replace_article(document, article, size, layout);
    // The record belongs to the old text: nothing of it may be drawn on the new one.
    let nothing = Arc::new(Record::empty());
    if nth == app.sources.shown() {
        if matches!(app.mode, Mode::Select(_)) {
            app.mode = Mode::Normal;
        }
        app.geometry = app.document.geometry(size, layout);
        app.replace_record(nothing);
    } else if let Some(document) = app.sources.in_background(nth) {
        document.replace_record(nothing);
    }
}

fn replace_article(document: &mut Document, article: Arc<Article>, size: Size, layout: LayoutPreferences) {
    let before = std::mem::replace(&mut document.article, article);
    let selected = document.selection.quotation.and_then(|id| document.record.quotations().get(id));
    let selected = selected.map(|quotation| TextAnchor::from(before.text(), quotation.extent().start as usize));
    // One reload may follow another before there is an analysis.
    document.deferred.selected = selected.or(document.deferred.selected.take());
    let anchor = document.viewport.anchor();
    let begins = document.progress.full_length.take().is_some() && document.article.text().starts_with(before.text());
    let place = |anchor: ViewPosition| {
        if begins {
            return anchor;
        }
        let found = TextAnchor::from(before.text(), anchor.at).find(document.article.text());
        // If the words are gone, the same distance into the text.
        let share = anchor.at as f32 / before.text().len().max(1) as f32;
        ViewPosition { at: found.map_or_else(|| document.byte_at(share), |span| span.start as usize), ..anchor }
    };
    let marks = document.marks.iter().map(|(&letter, &anchor)| (letter, place(anchor))).collect();
    let anchor = place(anchor);
    document.marks = marks;
    document.jumps = JumpList::default();
    document.search = None;
    document.selection.link = None;
    document.progress.phase = Phase::Unasked;
    document.progress.arriving = None;
    document.analysis.found = None;
    document.analysis.doubtful = false;
    document.progress.refining = None;
    document.viewport = Viewport::default();
    document.lay_out(&document.geometry(size, layout));
    document.viewport.set(&document.article, anchor);
}

/// Takes the answer of an analysis of source `nth`. The text does not move; selections hold where the same people and
/// quotations are found. `record` was built from the confident part of `found`, under the first `applied` corrections.
pub fn analysed(app: &mut App, nth: usize, found: Arc<FilteredAnalysis>, record: Arc<Record>, applied: usize) {
    let kinds = app.preferences.kinds;
    let Some(document) = app.document_mut(nth) else { return };
    document.analysis.found = Some(found);
    let stale = document.analysis.corrections.len() != applied || kinds == Kinds::Doubtful;
    let anew = if stale { document.analysis.record(&document.article, kinds).map(Arc::new) } else { None };
    document.analysis.doubtful = anew.is_some() && kinds == Kinds::Doubtful;
    document.progress.phase = Phase::Done;
    document.progress.refining = None;
    let record = anew.unwrap_or(record);
    let orphaned = record.orphaned.len();
    if nth == app.sources.shown() {
        app.replace_record(record);
    } else if let Some(document) = app.sources.in_background(nth) {
        document.replace_record(record);
    }
    if let Some(document) = app.document_mut(nth)
        && let Some(place) = document.deferred.selected.take()
        && document.selection.quotation.is_none()
        && let Some(span) = place.find(document.article.text())
        && let Some(id) = document.record.quotation_at(span.start as usize)
    {
        document.selection.select_quotation(id);
    }
    if orphaned > 0 {
        let (count, fit) = (pluralize(orphaned, "correction"), if orphaned == 1 { "fits" } else { "fit" });
        app.notify(nth, format!("{count} no longer {fit} this text; kept, and tried again next time"));
    }
    sync_panel(app);
}

/// Goes to the words that are wanted of source `nth`, and selects the quotation there, once there is a text.
pub fn go_to_wanted(app: &mut App, nth: usize) {
    if nth != app.sources.shown() || app.document.article.text().is_empty() {
        return;
    }
    let Some(place) = app.document.deferred.place.take() else { return };
    let document = &mut app.document;
    let Some(span) = place.find(document.article.text()) else {
        app.notice = Some("These words are no longer in the text".into());
        return;
    };
    // It was not resumed where reading stopped.
    app.notice = None;
    let at = span.start as usize;
    document.jumps.leave(document.viewport.anchor());
    document.viewport.show(&document.article, at);
    document.focus = Focus::Article;
    if let Some(id) = document.record.quotation_at(at) {
        document.selection.select_quotation(id);
    }
    sync_panel(app);
}

/// Rebuilds the record of source `nth` after its corrections have changed.
pub fn corrected(app: &mut App, nth: usize) {
    if nth == app.sources.shown() {
        correct::rebuild(app);
        return;
    }
    let kinds = app.preferences.kinds;
    let Some(document) = app.sources.in_background(nth) else { return };
    if let Some(record) = document.analysis.record(&document.article, kinds) {
        document.analysis.doubtful = kinds == Kinds::Doubtful;
        document.replace_record(Arc::new(record));
    }
}
