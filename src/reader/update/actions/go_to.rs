//! Goes to a paragraph by its number, to a share of the text, or to a person by name.

use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Focus;
use crate::reader::state::input::mode::PromptKind;
use crate::reader::state::input::person_lookup::people_matching;
use crate::reader::update::actions::navigate;
use crate::reader::update::actions::open_prompt;
use crate::reader::update::effect::Effect;
use crate::record::PersonId;

/// The key that asks where to go.
pub(in crate::reader::update) fn handle(app: &mut App, action: Action, _: Option<usize>) -> Option<Effect> {
    match action {
        Action::GoTo => Some(open_prompt::open(app, PromptKind::GoTo)),
        _ => None,
    }
}

/// `12` and `¶12` go to a paragraph, `40%` into the text, anything else to a person of that name.
pub(in crate::reader::update) fn go_to(app: &mut App, wanted: &str) {
    if wanted.is_empty() {
        return;
    }
    let number = wanted.strip_prefix('¶').unwrap_or(wanted).trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(percent) = wanted.strip_suffix('%') {
        match percent.trim().parse::<f64>() {
            Ok(percent) if (0.0..=100.0).contains(&percent) => go_to_share(app, percent),
            _ => app.notice = Some(format!("“{wanted}” is not a percentage from 0 to 100")),
        }
    } else if is_number {
        go_to_paragraph(app, number);
    } else {
        match people_matching(&app.document.record, wanted).first() {
            Some(&person) => go_to_person(app, wanted, person),
            None => app.notice = Some(format!("Nobody here is called “{wanted}”")),
        }
    }
}

/// Brings the paragraph of this number to the top, or as near as the end of the text allows.
fn go_to_paragraph(app: &mut App, number: &str) {
    let last = app.document.last_number();
    let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|&index| index < last);
    let Some(block) = index.and_then(|index| app.document.article.blocks().get(index)) else {
        app.notice = Some(format!("No ¶{number}: the text has {last}"));
        return;
    };
    let at = block.span.start as usize;
    let is_still = jump_by(app, |app| app.document.viewport.lift(&app.document.article, at));
    app.document.selection.select_place(at);
    if is_still {
        app.notice =
            Some(format!("¶{number}, as far up as the text goes · {} selects from there", app.key(Action::Select)));
    }
}

/// Goes so far that `percent` of the text are above the foot of the screen, as the status line counts.
fn go_to_share(app: &mut App, percent: f64) {
    let blocks = app.document.article.blocks();
    let all = blocks.last().map_or(0, |block| block.span.end);
    let at = (f64::from(all) * percent / 100.0).ceil() as usize;
    // White space between two paragraphs counts as part of the one above, which ends too early.
    let below = blocks.iter().find(|block| block.span.end as usize >= at);
    let at = below.map_or(at, |block| at.max(block.span.start as usize));
    jump_by(app, |app| app.document.viewport.lower(&app.document.article, at));
}

/// Goes to the first words of `person`, whom `wanted` names.
pub(in crate::reader::update) fn go_to_person(app: &mut App, wanted: &str, person: PersonId) {
    navigate::select_person(app, person);
    match navigate::first_of(app, person) {
        Some(at) => {
            jump_by(app, |app| app.document.viewport.show(&app.document.article, at));
        }
        None => app.notice = Some(format!("“{wanted}” is not mentioned anywhere")),
    }
}

/// Scrolls the text by `scroll`, and adds the place left to the jump list. True if nothing moved.
fn jump_by(app: &mut App, scroll: impl Fn(&mut App)) -> bool {
    let before = app.document.viewport.anchor();
    scroll(app);
    let is_still = app.document.viewport.anchor() == before;
    if !is_still {
        app.document.jumps.leave(before);
    }
    app.document.focus = Focus::Article;
    is_still
}
