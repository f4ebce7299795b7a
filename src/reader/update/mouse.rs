//! The mouse: clicks and the wheel.

use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::item::PanelItem;
use crate::reader::state::geometry::Area;
use crate::reader::state::input::mode::Mode;
use crate::reader::state::link_hints;
use crate::reader::update::actions::back::close_overlay;
use crate::reader::update::actions::{catalogue, help, motion, navigate, panel, picker, prompt};
use crate::reader::update::choose::choose;
use crate::reader::update::complete;
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;

/// A click on column `x`, row `y` of the screen: closes an overlay, otherwise goes to the item there.
pub fn click(app: &mut App, x: u16, y: u16) -> Effect {
    (app.notice, app.input.count) = (None, None);
    if matches!(app.mode, Mode::Select(_) | Mode::Pending(_)) {
        app.mode = Mode::Normal;
    }
    if app.main_view.is_library() && matches!(app.mode, Mode::Normal) {
        return catalogue::click(app, y);
    }
    let geometry = app.geometry;
    let height = geometry.panel_rows();
    if let Some((area, top, rows)) =
        picker::shown(app).map(|picker| (picker.area(&geometry), picker.first_row(height), picker.matching.len()))
    {
        let area = area.inner();
        let row = top + usize::from(y.saturating_sub(area.y));
        if is_inside(area, x, y) && row < rows {
            return picker::take(app, Some(row)).map_or(Effect::Draw, |(target, count)| choose(app, target, count));
        }
        app.mode = Mode::Normal;
    } else if !close_overlay(app) {
        go_to(app, x, y);
    }
    sync_panel(app);
    Effect::Draw
}

/// A click on a candidate of the open prompt: puts it into the line, or accepts it if it is there already.
pub fn click_candidate(app: &mut App, index: usize) -> Effect {
    match complete::put(app, index) {
        true => Effect::Draw,
        false => prompt::press(app, Key::plain(Code::Enter)),
    }
}

/// The wheel over column `x`: scrolls by `by` rows of an overlay, of the text, or of the panel.
pub fn wheel(app: &mut App, x: u16, by: isize) -> Effect {
    if picker::scroll(app, by) || help::scroll(app, by) || catalogue::scroll(app, by) {
        return Effect::Draw;
    }
    if app.shows_panel() && x >= app.geometry.panel.x {
        let last = app.panel_tree().len().saturating_sub(app.geometry.panel_rows());
        app.document.panel.top = app.document.panel.top.saturating_add_signed(by).min(last);
    } else {
        motion::scroll(app, by);
        sync_panel(app);
    }
    Effect::Draw
}

fn is_inside(area: Area, x: u16, y: u16) -> bool {
    (area.x..area.x + area.width).contains(&x) && (area.y..area.y + area.height).contains(&y)
}

fn go_to(app: &mut App, x: u16, y: u16) {
    let map = app.geometry.map();
    let text = app.geometry.text;
    let panel = app.geometry.panel.inner();
    let inside = |area: Area| is_inside(area, x, y);
    if app.shows_panel() && inside(panel) {
        let item = app.panel_tree().get(app.document.panel.top + usize::from(y - panel.y));
        if let Some(item) = item.map(PanelItem::whole).filter(|item| item.is_selectable()) {
            panel::focus(app);
            let follows = app.document.panel.cursor == Some(item) || matches!(item, PanelItem::Quotation(_));
            app.document.panel.cursor = Some(item);
            if follows {
                navigate::follow_link(app);
            } else {
                panel::preview(app);
            }
        }
    } else if inside(map) {
        let at = app.document.article.text().len() * usize::from(y - map.y) / usize::from(map.height.max(1));
        app.document.jumps.leave(app.document.viewport.anchor());
        app.document.viewport.lift(&app.document.article, at);
        app.document.focus = Focus::Article;
    } else if inside(text) {
        let Some(&row) = app.document.viewport.rows().get(usize::from(y - text.y)) else { return };
        let at = app.document.viewport.byte_at(&app.document.article, row, usize::from(x - text.x));
        app.document.focus = Focus::Article;
        let link = link_hints::link_at(&app.document, at).map(|link| link.number);
        if let Some(id) = app.document.record.quotation_at(at).filter(|&id| app.shows(id)) {
            app.document.selection.select_quotation(id);
        }
        if let Some(mention) = app.document.record.mention_at(at) {
            let (person, index) = (mention.person, mention.index);
            app.document.selection.select_mention(person, index);
            navigate::select_person(app, person);
        }
        if let Some(number) = link {
            app.document.selection.select_link(number);
            app.notice = None;
        }
    }
}
