//! The meaning of each [`Action`] where nothing lies over the text: the function of the concern that carries it out.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::catalogue::CatalogueView;
use crate::reader::state::document::Focus;
use crate::reader::state::mode::{Pending, PickerKind, PromptKind};
use crate::reader::state::search::SearchMode;
use crate::reader::update::effect::Effect;
use crate::reader::update::navigate::QuotationFilter;
use crate::reader::update::{
    back, catalogue, correct, display, documents, help, links, marks, motion, navigate, open_prompt, panel, pending,
    picker, prompt, requests, select,
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
        Action::OpenSource => return requests::open_source(app),
        Action::Analyse => return requests::analyse(app),
        Action::Keep => return requests::keep(app),
        Action::Library => return catalogue::open(app, None),
        Action::Articles => return catalogue::open(app, Some(CatalogueView::Articles)),
        Action::People => return catalogue::open(app, Some(CatalogueView::People)),
        Action::Quotations => return catalogue::open(app, Some(CatalogueView::Quotations)),
        Action::Changes => return Effect::ListChanges,
        Action::Help => help::open(app),
        Action::Back => return back::back(app),
        Action::Close => return back::close(app),
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
