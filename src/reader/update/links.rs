//! Links on the screen, chosen by the letters laid over them.

use crate::reader::state::app::App;
use crate::reader::state::link_hints;
use crate::reader::state::mode::{Mode, Pending};
use crate::reader::update::effect::Effect;

/// Offers the links on the screen.
pub(super) fn offer(app: &mut App) {
    if link_hints::links(&app.document).next().is_some() {
        app.mode = Mode::Pending(Pending::Link(None));
    } else {
        app.notice = Some("No links on the screen".into());
    }
}

/// Takes a letter of a link, perhaps after a `first` one: a small one opens it in the browser, a capital one here.
pub(super) fn press(app: &mut App, first: Option<char>, letter: char) -> Effect {
    let small = |c: char| c.to_ascii_lowercase();
    let typed: String = first.into_iter().chain([letter]).map(small).collect();
    let hints = link_hints::hints(&app.document);
    let chosen = hints.iter().find(|(_, label)| *label == typed).map(|(link, _)| link.address.to_owned());
    let begins = hints.iter().any(|(_, label)| label.starts_with(&typed));
    match chosen {
        Some(address) if letter.is_uppercase() => return Effect::Add(address),
        Some(address) => return Effect::Open(address),
        None if begins => app.mode = Mode::Pending(Pending::Link(Some(letter))),
        None => app.notice = Some(format!("No link is labelled {typed}")),
    }
    Effect::Draw
}
