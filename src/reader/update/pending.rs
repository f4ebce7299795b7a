//! Commands of two or three keys: the key that completes one.

use crate::reader::keys::action::Action;
use crate::reader::keys::key::{Code, Key};
use crate::reader::state::app::App;
use crate::reader::state::document::citation::CitationFormat;
use crate::reader::state::input::mode::{Mode, PendingCommand};
use crate::reader::update::actions::{catalogue, copy, correct, links, marks};
use crate::reader::update::effect::Effect;
use crate::reader::update::sync::sync_panel;

/// The key that completes `pending`; Esc, and any other key without a character, cancels it.
pub(super) fn press(app: &mut App, pending: PendingCommand, key: Key) -> Effect {
    app.mode = Mode::Normal;
    app.notice = None;
    let Code::Char(letter) = key.code else { return Effect::Draw };
    let action = app.input.keymap.action_of(key);
    let again = action == Some(pending.action());
    let effect = match pending {
        _ if action == Some(Action::Quit) => Effect::Quit,
        _ if key.ctrl || key.alt => Effect::Draw,
        // The same key twice is the most common choice, unless its letter has another meaning.
        PendingCommand::Copy if again && CitationFormat::from_key(letter).is_none() => copy::quotation(app, 'y'),
        PendingCommand::GoToMark if again && !letter.is_alphanumeric() => marks::go_to(app, '\''),
        PendingCommand::Copy => copy::quotation(app, letter),
        PendingCommand::Correct => correct::choose(app, letter),
        PendingCommand::Forget if again => Effect::ForgetArticle,
        PendingCommand::Forget => {
            app.notice = Some("Nothing was forgotten".into());
            Effect::Draw
        }
        PendingCommand::ForgetRow if again => catalogue::forget(app),
        PendingCommand::ForgetRow => {
            app.notice = Some("Nothing was forgotten".into());
            Effect::Draw
        }
        PendingCommand::Person(person) => catalogue::correct(app, person, letter),
        PendingCommand::Doubt(one, other) => catalogue::decide(app, one, other, letter),
        PendingCommand::SetMark => marks::set(app, letter),
        PendingCommand::GoToMark => marks::go_to(app, letter),
        PendingCommand::FollowLink(number) => links::open(app, number, action),
        PendingCommand::Link(first) => links::press(app, first, letter),
    };
    sync_panel(app);
    effect
}
