//! The people panel: its focus, its cursor, what is folded, whether it is on the screen.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::PanelOrigin;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::evidence::EvidenceView;
use crate::reader::state::main_view::MainView;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::resize;
use crate::record::QuotationId;

/// The panes, and what the panel shows.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    match action {
        Action::OtherPane => match count {
            Some(1) => app.document.focus = Focus::Article,
            Some(2) => focus(app),
            _ => other_pane(app),
        },
        Action::FocusArticle => app.document.focus = Focus::Article,
        Action::FocusPeople => focus(app),
        Action::Fold => fold(app),
        Action::Unfold => unfold(app),
        Action::TogglePanel => toggle(app),
        Action::Order => reorder(app),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Gives the focus to the other pane.
fn other_pane(app: &mut App) {
    match app.document.focus {
        Focus::Article => focus(app),
        Focus::People => app.document.focus = Focus::Article,
    }
}

/// Gives the focus to the panel, and shows it if it was hidden.
pub(in crate::reader::update) fn focus(app: &mut App) {
    if app.geometry.wide && !app.preferences.layout.panel {
        toggle(app);
    }
    if app.document.focus == Focus::Article {
        let (place, selection) = (app.document.viewport.anchor(), app.document.selection);
        app.document.panel.origin = Some(PanelOrigin { place, selection });
        app.document.focus = Focus::People;
        list_cursor(app);
    }
}

/// Puts the cursor on the first item if its own is not listed.
pub(in crate::reader::update) fn list_cursor(app: &mut App) {
    let is_listed = |cursor| app.panel_tree().position(&app.document.record, cursor).is_some();
    if !app.document.panel.cursor.is_some_and(is_listed) {
        app.document.panel.cursor = None;
        step(app, 0);
    }
}

/// Shows or hides the panel.
fn toggle(app: &mut App) {
    if app.geometry.wide {
        let shown = !app.preferences.layout.panel;
        app.preferences.layout.panel = shown;
        if !shown {
            app.document.focus = Focus::Article;
        }
        resize(app, app.geometry.size);
    } else if app.document.focus == Focus::People {
        app.document.focus = Focus::Article;
    } else {
        focus(app);
    }
}

/// Moves the cursor by `by` items, and shows its quotation in the text.
pub(in crate::reader::update) fn step(app: &mut App, by: isize) {
    move_cursor(app, by);
    preview(app);
}

/// Selects the quotation under the panel's cursor and previews it in the text. On a person's row that is their first
/// one, unless another one is selected.
pub(in crate::reader::update) fn preview(app: &mut App) {
    let record = &app.document.record;
    let id = match app.document.panel.cursor {
        Some(PanelItem::Quotation(id)) => Some(id),
        Some(PanelItem::Speaker(speaker)) => {
            let theirs = |id: &QuotationId| app.shows(*id) && PanelSpeaker::of(record, *id) == speaker;
            app.document.selection.quotation.filter(theirs).or_else(|| app.first_shown(speaker))
        }
        _ => None,
    };
    if let Some(id) = id {
        let at = record.quotations()[id].extent().start as usize;
        app.document.selection.select_quotation(id);
        app.document.viewport.show(&app.document.article, at);
    }
}

/// Selects a quotation. Where the panel has the focus its cursor goes to the quotation's own row.
pub(in crate::reader::update) fn select_quotation(app: &mut App, id: QuotationId) {
    app.document.selection.select_quotation(id);
    if app.document.focus == Focus::People {
        let record = app.document.record.clone();
        app.document.panel.unfold(&record, PanelItem::Quotation(id));
        app.document.panel.cursor = Some(PanelItem::Quotation(id));
    }
}

fn move_cursor(app: &mut App, by: isize) {
    let record = app.document.record.clone();
    let tree = app.panel_tree_of(&record);
    app.document.panel.move_cursor(&record, &tree, by);
}

/// Folds one level: the steps of the evidence, the evidence, then the group with the cursor.
fn fold(app: &mut App) {
    if let MainView::Evidence(evidence) = app.main_view {
        app.main_view =
            if evidence.unfolded { MainView::Evidence(EvidenceView::default()) } else { MainView::Document };
        return;
    }
    let Some(cursor) = app.document.panel.cursor.filter(|_| app.shows_panel()) else { return };
    let record = app.document.record.clone();
    app.document.panel.cursor = Some(app.document.panel.fold(&record, cursor));
}

/// Unfolds one level: the steps of the evidence, where it is shown, else the group with the cursor. From the head of an
/// unfolded one it goes on to the first quotation.
fn unfold(app: &mut App) {
    if let MainView::Evidence(evidence) = &mut app.main_view {
        *evidence = EvidenceView { top: 0, unfolded: true };
        return;
    }
    let Some(cursor) = app.document.panel.cursor.filter(|_| app.shows_panel()) else { return };
    let focused = app.document.focus == Focus::People;
    let record = app.document.record.clone();
    let is_unfolded = !app.document.panel.unfold(&record, cursor);
    if is_unfolded && focused && !matches!(cursor, PanelItem::Quotation(_)) {
        step(app, 1);
    }
}

/// Changes the order of the panel. The cursor stays on its item.
fn reorder(app: &mut App) {
    let order = app.panel_order(&app.document.record).next();
    app.document.panel.forget_order();
    app.preferences.order = Some(order);
    app.notice = Some(format!("People by {}", order.name()));
}
