//! The meaning of each [`Action`] where nothing lies over the text: which concern takes it, and the function that carries
//! it out.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::catalogue::CatalogueView;
use crate::reader::state::document::Focus;
use crate::reader::state::mode::{PendingCommand, PickerKind, PromptKind};
use crate::reader::state::search::SearchMode;
use crate::reader::update::effect::Effect;
use crate::reader::update::navigate::QuotationFilter;
use crate::reader::update::{
    back, catalogue, copy, correct, display, documents, help, links, marks, motion, navigate, open_prompt, panel,
    pending, picker, prompt, requests, select,
};

/// One concern: carries out the actions that are its own, and passes on all others as `None`.
type Concern = fn(&mut App, Action, Option<usize>) -> Option<Effect>;

/// All concerns. Each action belongs to one of them.
const CONCERNS: [Concern; 9] =
    [reading, quotations, panes, appearance, finding, sources, copying_and_correcting, library, program];

/// Carries out `action`: with a `count`, that many times, or at the place of that number. One that cannot be repeated
/// ignores it.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>) -> Effect {
    CONCERNS.iter().find_map(|concern| concern(app, action, count)).unwrap_or(Effect::Draw)
}

/// Motion in the text and the panel.
fn reading(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
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
        Action::TableRight => motion::shift_table(app, rows),
        Action::TableLeft => motion::shift_table(app, -rows),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// From quotation to quotation and from mention to mention.
fn quotations(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::NextQuotation => navigate::quotation(app, true, QuotationFilter::Anyone, times),
        Action::PreviousQuotation => navigate::quotation(app, false, QuotationFilter::Anyone, times),
        Action::NextOfPerson => navigate::quotation(app, true, QuotationFilter::Selected, times),
        Action::PreviousOfPerson => navigate::quotation(app, false, QuotationFilter::Selected, times),
        Action::NextUncertain => navigate::quotation(app, true, QuotationFilter::Uncertain, times),
        Action::NextMention => navigate::mention(app, true, times),
        Action::PreviousMention => navigate::mention(app, false, times),
        Action::SelectPerson => navigate::select(app),
        Action::Why => display::evidence(app),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// The panes, and the way from one to the other.
fn panes(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    match action {
        Action::Follow if links::follow(app) => {}
        Action::Follow => navigate::follow_link(app),
        Action::OtherPane => match count {
            Some(1) => app.document.focus = Focus::Article,
            Some(2) => panel::focus(app),
            _ => panel::other_pane(app),
        },
        Action::FocusArticle => app.document.focus = Focus::Article,
        Action::FocusPeople => panel::focus(app),
        Action::Fold => panel::fold(app),
        Action::Unfold => panel::unfold(app),
        Action::TogglePanel => panel::toggle(app),
        Action::Order => panel::reorder(app),
        Action::Filter => return Some(open_prompt::open(app, PromptKind::Filter)),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Actions that change how the text and the panel look.
fn appearance(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Spotlight => display::spotlight(app),
        Action::Kinds => display::next_kinds(app),
        Action::NextTheme => display::next_theme(app),
        Action::Wider => display::widen(app, times, true),
        Action::Narrower => display::widen(app, times, false),
        Action::Mouse => return Some(display::mouse(app)),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Searches, places, links and lists.
fn finding(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Search => return Some(open_prompt::open(app, PromptKind::Search(SearchMode::Words))),
        Action::Next => prompt::next(app, true, times),
        Action::Previous => prompt::next(app, false, times),
        Action::GoTo => return Some(open_prompt::open(app, PromptKind::GoTo)),
        Action::JumpBack => return Some(marks::jump(app, true, times)),
        Action::JumpForward => return Some(marks::jump(app, false, times)),
        Action::SetMark => pending::wait(app, PendingCommand::SetMark),
        Action::GoToMark => pending::wait(app, PendingCommand::GoToMark),
        Action::OpenLink => links::offer(app),
        Action::NextLink => links::step(app, true, times),
        Action::PreviousLink => links::step(app, false, times),
        Action::Contents => picker::open(app, PickerKind::Contents, None),
        Action::Places => picker::open(app, PickerKind::Places, None),
        Action::Commands => picker::open(app, PickerKind::Commands, count),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// The source on the screen, and the others.
fn sources(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Sources => picker::open(app, PickerKind::Sources, None),
        Action::NextSource => return Some(documents::neighbour(app, true, times)),
        Action::PreviousSource => return Some(documents::neighbour(app, false, times)),
        Action::Open => return Some(open_prompt::open(app, PromptKind::Open)),
        Action::OpenSource => return Some(requests::open_source(app)),
        Action::Analyse => return Some(requests::analyse(app)),
        Action::Reload => return Some(Effect::Reload),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Actions that copy from the text or correct the record.
fn copying_and_correcting(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::Copy => copy::begin(app),
        Action::Select => select::begin(app),
        Action::Export => return Some(open_prompt::open(app, PromptKind::Export)),
        Action::Print => return Some(Effect::Print),
        Action::Correct => correct::begin(app),
        Action::Dismiss => return Some(correct::dismiss(app)),
        Action::Undo => return Some(correct::undo(app)),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// The library, and what it keeps of this text.
fn library(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    Some(match action {
        Action::Keep => requests::keep(app),
        Action::Library => catalogue::open(app, None),
        Action::Articles => catalogue::open(app, Some(CatalogueView::Articles)),
        Action::People => catalogue::open(app, Some(CatalogueView::People)),
        Action::Quotations => catalogue::open(app, Some(CatalogueView::Quotations)),
        Action::Changes => Effect::ListChanges,
        Action::Audit => Effect::Audit,
        _ => return None,
    })
}

/// The help, the ways out, and the terminal.
fn program(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    Some(match action {
        Action::Help => help::open(app),
        Action::Back => back::back(app),
        Action::Close => back::close(app),
        Action::Quit => Effect::Quit,
        Action::Suspend => Effect::Suspend,
        Action::Redraw => Effect::Redraw,
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::reader::keys::action::TABLE;
    use crate::reader::state::geometry::Size;
    use std::sync::Arc;

    #[test]
    fn each_action_belongs_to_one_concern() {
        for binding in TABLE {
            let takes = |concern: &Concern| {
                let article = Arc::new(plain::article("A line.".to_owned()));
                let mut app = App::reading(article, String::new(), Size { columns: 80, rows: 24 });
                concern(&mut app, binding.action, None).is_some()
            };
            let count = CONCERNS.iter().filter(|concern| takes(concern)).count();
            assert_eq!(count, 1, "{:?}", binding.action);
        }
    }
}
