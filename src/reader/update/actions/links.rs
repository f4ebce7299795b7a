//! Links: chosen by their letters or stepped to, and opened in the browser or here.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::input::mode::{Mode, PendingCommand};
use crate::reader::state::link_hints::{self, LinkTarget, readable_address};
use crate::reader::update::actions::navigate;
use crate::reader::update::effect::Effect;

/// Follows, offers and steps along links.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, count: Option<usize>) -> Option<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::Follow if follow(app) => {}
        // Without a link under the cursor: from the text to the panel, or back.
        Action::Follow => navigate::follow_link(app),
        Action::OpenLink => offer(app),
        Action::NextLink => step(app, true, times),
        Action::PreviousLink => step(app, false, times),
        _ => return None,
    }
    Some(Effect::Draw)
}

/// Offers the links on the screen.
fn offer(app: &mut App) {
    if link_hints::links(&app.document).next().is_some() {
        app.mode = Mode::Pending(PendingCommand::Link(None));
    } else {
        app.notice = Some("No links on the screen".into());
    }
}

/// Goes to the next or the previous link, `times` over or to the last: from the one under the cursor, else from what is
/// on the screen.
fn step(app: &mut App, next: bool, times: usize) {
    let document = &app.document;
    let (count, shown) = (document.article.inlines().len(), document.viewport.shown());
    let first = document.article.inlines().partition_point(|inline| inline.span.start < shown.start);
    let end = document.article.inlines().partition_point(|inline| inline.span.start < shown.end);
    let here = link_hints::under_cursor(app).map(|link| link.number);
    let is_link = |number: &usize| link_hints::link(document, *number).is_some();
    let found = match next {
        true => (here.map_or(first, |number| number + 1)..count).filter(is_link).take(times).last(),
        false => (0..here.unwrap_or(end)).rev().filter(is_link).take(times).last(),
    };
    let Some(number) = found else {
        let has_links = (0..count).any(|number| link_hints::link(document, number).is_some());
        app.notice = Some(match (has_links, next) {
            (false, _) => "No links in this text".into(),
            (true, true) => "No more links".into(),
            (true, false) => "No earlier links".into(),
        });
        return;
    };
    let at = document.article.inlines()[number].span.start as usize;
    app.document.focus = Focus::Article;
    app.document.selection.select_link(number);
    navigate::go(app, at);
}

/// Follows the link under the cursor: goes to its place in the text, or asks how to open its address. False if there is
/// none.
fn follow(app: &mut App) -> bool {
    let Some(link) = link_hints::under_cursor(app) else { return false };
    match link.to {
        LinkTarget::Place(at) => go_to(app, at),
        LinkTarget::Address(_) => app.mode = Mode::Pending(PendingCommand::FollowLink(link.number)),
    }
    true
}

/// Brings the target of a link to the top.
fn go_to(app: &mut App, at: usize) {
    app.document.jumps.leave(app.document.viewport.anchor());
    app.document.viewport.lift(&app.document.article, at);
}

/// Opens the link with index `number` in the way that `action` says: in the browser, or here.
pub(in crate::reader::update) fn open(app: &App, number: usize, action: Option<Action>) -> Effect {
    match (link_hints::link(&app.document, number).map(|link| link.to), action) {
        (Some(LinkTarget::Address(address)), Some(Action::OpenSource)) => Effect::Open(address.to_owned()),
        (Some(LinkTarget::Address(address)), Some(Action::Open)) => Effect::Add(readable_address(address)),
        _ => Effect::Draw,
    }
}

/// Takes a letter of a link, or the second after the `first`: a lower-case one opens it in the browser, a capital here.
pub(in crate::reader::update) fn press(app: &mut App, first: Option<char>, letter: char) -> Effect {
    let small = |c: char| c.to_ascii_lowercase();
    let typed: String = first.into_iter().chain([letter]).map(small).collect();
    let hints = link_hints::hints(&app.document);
    let chosen = hints.iter().find(|(_, label)| *label == typed).map(|(link, _)| link.to);
    let begins = hints.iter().any(|(_, label)| label.starts_with(&typed));
    match chosen {
        Some(LinkTarget::Address(address)) if letter.is_uppercase() => return Effect::Add(readable_address(address)),
        Some(LinkTarget::Address(address)) => return Effect::Open(address.to_owned()),
        Some(LinkTarget::Place(at)) => go_to(app, at),
        None if begins => app.mode = Mode::Pending(PendingCommand::Link(Some(letter))),
        None => app.notice = Some(format!("No link is labelled {typed}")),
    }
    Effect::Draw
}
