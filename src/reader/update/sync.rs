//! Keeps the panes in sync after a change: the panel follows the text, and the text fits the screen.

use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::geometry::Size;

/// Moves the panel to the current quotation while the text has the focus, and its cursor onto the screen.
pub(super) fn sync_panel(app: &mut App) {
    if app.document.focus == Focus::Article {
        if let Some(id) = app.current() {
            app.document.panel.auto_unfolded = Some(PanelSpeaker::of(&app.document.record, id));
            app.document.panel.cursor = Some(app.document.panel_item_of(id));
        }
    } else if let Some(PanelItem::Quotation(id)) = app.document.panel.cursor
        && !app.shows(id)
    {
        app.document.panel.cursor = Some(PanelItem::Speaker(PanelSpeaker::of(&app.document.record, id)));
    }
    let record = app.document.record.clone();
    let tree = app.panel_tree_of(&record);
    app.document.panel.scroll_to_cursor(&record, &tree, app.geometry.panel_rows());
}

/// Handles a new size of the screen. The words at the top stay.
pub fn resize(app: &mut App, size: Size) {
    app.lay_out(size);
    app.draw_map();
    sync_panel(app);
}
