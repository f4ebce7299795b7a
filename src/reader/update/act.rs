//! The meaning of each [`Action`] where nothing lies over the text: the function of the concern that carries it out.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::catalogue::CatalogueView;
use crate::reader::state::document::{Document, Focus, Phase};
use crate::reader::state::mode::{Mode, Pending, PickerKind, PromptKind};
use crate::reader::state::search::SearchMode;
use crate::reader::update::effect::Effect;
use crate::reader::update::navigate::QuotationFilter;
use crate::reader::update::{
    catalogue, correct, display, documents, help, links, marks, motion, navigate, open_prompt, panel, pending, picker,
    prompt, select,
};

/// Carries out `action`: with a `count`, that many times, or at the place of that number. One that cannot be repeated
/// ignores it.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>) -> Effect {
    let times = count.unwrap_or(1);
    let rows = times as isize;
    match action {
        Action::Down => motion::step(app, rows),
        Action::Up => motion::step(app, -rows),
        Action::HalfPageDown => motion::step(app, rows * motion::half_page(app)),
        Action::HalfPageUp => motion::step(app, -rows * motion::half_page(app)),
        Action::PageDown => motion::step(app, rows * motion::page(app)),
        Action::PageUp => motion::step(app, -rows * motion::page(app)),
        Action::Top | Action::Bottom if let Some(number) = count => number_of_pane(app, number),
        Action::Top => motion::top(app),
        Action::Bottom => motion::bottom(app),
        Action::ScrollDown => motion::scroll(app, rows),
        Action::ScrollUp => motion::scroll(app, -rows),
        Action::NextParagraph => motion::paragraph(app, true, times),
        Action::PreviousParagraph => motion::paragraph(app, false, times),
        Action::Next => prompt::next(app, true, times),
        Action::Previous => prompt::next(app, false, times),
        Action::NextQuotation => navigate::quotation(app, true, QuotationFilter::Anyone, times),
        Action::PreviousQuotation => navigate::quotation(app, false, QuotationFilter::Anyone, times),
        Action::NextOfPerson => navigate::quotation(app, true, QuotationFilter::Selected, times),
        Action::PreviousOfPerson => navigate::quotation(app, false, QuotationFilter::Selected, times),
        Action::NextUncertain => navigate::quotation(app, true, QuotationFilter::Uncertain, times),
        Action::NextMention => navigate::mention(app, true, times),
        Action::PreviousMention => navigate::mention(app, false, times),
        Action::SelectPerson => navigate::select(app),
        Action::Follow if links::follow(app) => {}
        Action::Follow => navigate::follow_link(app),
        Action::OtherPane => match count {
            Some(1) => app.document.focus = Focus::Article,
            Some(2) => panel::focus(app),
            _ => panel::other_pane(app),
        },
        Action::FocusArticle => app.document.focus = Focus::Article,
        Action::FocusPeople => panel::focus(app),
        Action::TableRight => motion::shift_table(app, rows),
        Action::TableLeft => motion::shift_table(app, -rows),
        Action::Fold => panel::fold(app),
        Action::Unfold => panel::unfold(app),
        Action::TogglePanel => panel::toggle(app),
        Action::Order => panel::reorder(app),
        Action::Spotlight => display::spotlight(app),
        Action::Kinds => display::next_kinds(app),
        Action::NextTheme => display::next_theme(app),
        Action::Wider => display::widen(app, times, true),
        Action::Narrower => display::widen(app, times, false),
        Action::Why => display::evidence(app),
        Action::Mouse => return display::mouse(app),
        Action::Search => return open_prompt::open(app, PromptKind::Search(SearchMode::Words)),
        Action::GoTo => return open_prompt::open(app, PromptKind::GoTo),
        Action::Open => return open_prompt::open(app, PromptKind::Open),
        Action::Filter => return open_prompt::open(app, PromptKind::Filter),
        Action::Export => return open_prompt::open(app, PromptKind::Export),
        Action::JumpBack => return marks::jump(app, true, times),
        Action::JumpForward => return marks::jump(app, false, times),
        Action::SetMark => pending::wait(app, Pending::SetMark),
        Action::GoToMark => pending::wait(app, Pending::GoToMark),
        Action::Copy => pending::wait(app, Pending::Copy),
        Action::Correct => pending::wait(app, Pending::Correct),
        Action::Select => select::begin(app),
        Action::Dismiss => return correct::dismiss(app),
        Action::Undo => return correct::undo(app),
        Action::OpenLink => links::offer(app),
        Action::NextLink => links::step(app, true, times),
        Action::PreviousLink => links::step(app, false, times),
        Action::Contents => picker::open(app, PickerKind::Contents, None),
        Action::Sources => picker::open(app, PickerKind::Sources, None),
        Action::Places => picker::open(app, PickerKind::Places, None),
        Action::Commands => picker::open(app, PickerKind::Commands, count),
        Action::NextSource => return documents::neighbour(app, true, times),
        Action::PreviousSource => return documents::neighbour(app, false, times),
        Action::OpenSource => return open_source(app),
        Action::Analyse => return analyse(app),
        Action::Keep => return keep(app),
        Action::Library => return catalogue::open(app, None),
        Action::Articles => return catalogue::open(app, Some(CatalogueView::Articles)),
        Action::People => return catalogue::open(app, Some(CatalogueView::People)),
        Action::Quotations => return catalogue::open(app, Some(CatalogueView::Quotations)),
        Action::Changes => return Effect::ListChanges,
        Action::Help => help::open(app),
        Action::Back => return back(app),
        Action::Close => return close(app),
        Action::Print => return Effect::Print,
        Action::Reload => return Effect::Reload,
        Action::Quit => return Effect::Quit,
        Action::Suspend => return Effect::Suspend,
        Action::Redraw => return Effect::Redraw,
    }
    Effect::Draw
}

/// Goes to the paragraph of this number, or in the panel to the item.
fn number_of_pane(app: &mut App, number: usize) {
    match app.document.focus {
        Focus::Article => prompt::go_to(app, &number.to_string()),
        Focus::People => {
            panel::step(app, isize::MIN);
            panel::step(app, number as isize - 1);
        }
    }
}

/// Opens the source with the desktop's program for it.
fn open_source(app: &App) -> Effect {
    let document = &app.document;
    Effect::Open(document.article.meta.url.clone().unwrap_or_else(|| document.name.clone()))
}

/// Asks for the article to be kept, or forgotten; twice, where somebody has made marks or corrections of it.
fn keep(app: &mut App) -> Effect {
    let document = &app.document;
    match (document.is_open() && document.full_length.is_none(), document.kept) {
        (false, _) => app.notice = Some("There is nothing to keep yet".into()),
        (true, false) => return Effect::KeepArticle,
        (true, true) if document.marks.is_empty() && document.corrections.is_empty() => return Effect::ForgetArticle,
        (true, true) => pending::wait(app, Pending::Forget),
    }
    Effect::Draw
}

/// Asks for an analysis, where there is none yet or a better one to be had.
fn analyse(app: &mut App) -> Effect {
    if app.document.progress == Phase::Unasked || app.document.has_better() {
        return Effect::Analyse;
    }
    let is_under_way = app.document.refining.is_some() || matches!(app.document.progress, Phase::Running(_));
    app.notice = Some(match app.document.progress {
        Phase::Loading => "Nothing to analyse yet".into(),
        _ if is_under_way => "The analysis is already under way".into(),
        _ => "This is already the best analysis".into(),
    });
    Effect::Draw
}

/// Closes the open overlay; false where none is open.
pub(super) fn close_overlay(app: &mut App) -> bool {
    if matches!(app.mode, Mode::Help(_) | Mode::Picker(_)) {
        app.mode = Mode::Normal;
        return true;
    }
    app.evidence.take().is_some()
}

/// Backs out one level; with nothing left to back out of, gives up an opening or an analysis that is under way.
fn back(app: &mut App) -> Effect {
    let document = &mut app.document;
    // Once the beginning is shown, the rest is read to the end.
    let is_opening = document.progress == Phase::Loading || document.arriving.is_some();
    if is_opening && document.full_length.is_none() {
        return Effect::Cancel;
    }
    if close_overlay(app) {
        return Effect::Draw;
    }
    if app.document.focus == Focus::Article && app.document.selection.link.take().is_some() {
        return Effect::Draw;
    }
    let document = &mut app.document;
    if document.focus == Focus::People {
        if document.panel.filter.take().is_none() {
            leave_panel(document);
        }
    } else if document.search.take().is_some() || document.panel.filter.take().is_some() {
        // The search, or the filter of the people, was the level.
    } else if app.preferences.spotlight {
        app.preferences.spotlight = false;
    } else if document.selection.person.take().is_some() | document.selection.quotation.take().is_some() {
        // The selection was the level.
    } else if matches!(document.progress, Phase::Running(_)) {
        return Effect::StopAnalysis;
    }
    Effect::Draw
}

/// Gives the focus back to the article, with the place and the selection from before.
fn leave_panel(document: &mut Document) {
    document.focus = Focus::Article;
    if let Some(origin) = document.panel_origin.take() {
        document.viewport.set(&document.article, origin.place);
        document.selection = origin.selection;
    }
}

/// Closes what is open, else ends the reader.
fn close(app: &mut App) -> Effect {
    if close_overlay(app) {
        return Effect::Draw;
    }
    if !app.geometry.wide && app.document.focus == Focus::People {
        app.document.focus = Focus::Article;
        return Effect::Draw;
    }
    Effect::Quit
}
