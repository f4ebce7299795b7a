//! Hands an [`Action`] to the file of its concern, if no overlay is open.

pub mod back;
pub mod catalogue;
pub mod copy;
pub mod correct;
pub mod display;
pub mod go_to;
pub mod help;
pub mod links;
pub mod marks;
pub mod motion;
pub mod navigate;
pub mod open_prompt;
pub mod panel;
pub mod picker;
pub mod prompt;
pub mod requests;
pub mod select;
pub mod sources;

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::update::effect::Effect;

/// Carries out the actions of one concern, and passes on all others as `None`.
type Handler = fn(&mut App, Action, Option<usize>) -> Option<Effect>;

/// One handler for each concern. Each action has exactly one that takes it.
const HANDLERS: [Handler; 17] = [
    motion::handle,
    navigate::handle,
    panel::handle,
    display::handle,
    prompt::handle,
    go_to::handle,
    marks::handle,
    links::handle,
    picker::handle,
    sources::handle,
    requests::handle,
    copy::handle,
    select::handle,
    correct::handle,
    catalogue::handle,
    help::handle,
    back::handle,
];

/// Carries out `action`: `count` times, or at the place with that number. An action that cannot be repeated ignores the
/// count.
pub(in crate::reader::update) fn dispatch(app: &mut App, action: Action, count: Option<usize>) -> Effect {
    HANDLERS.iter().find_map(|handle| handle(app, action, count)).unwrap_or(Effect::Draw)
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
            let takes = |handle: &Handler| {
                let article = Arc::new(plain::article("A line.".to_owned()));
                let mut app = App::reading(article, String::new(), Size { columns: 80, rows: 24 });
                handle(&mut app, binding.action, None).is_some()
            };
            let count = HANDLERS.iter().filter(|handle| takes(handle)).count();
            assert_eq!(count, 1, "{:?}", binding.action);
        }
    }
}
