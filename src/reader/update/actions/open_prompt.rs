//! Opens a prompt, with a default if there is one.

use crate::reader::state::app::App;
use crate::reader::state::input::candidates::Candidates;
use crate::reader::state::input::mode::{Correcting, Mode, Prompt, PromptKind};
use crate::reader::update::actions::panel;
use crate::reader::update::complete;
use crate::reader::update::effect::Effect;
use crate::text::one_line;
use tui_input::Input;

/// Opens the prompt for `kind`.
pub(in crate::reader::update) fn open(app: &mut App, kind: PromptKind) -> Effect {
    let offered = match kind {
        PromptKind::Export => "quotations.json".to_string(),
        PromptKind::Filter => {
            app.document.panel.filter.as_ref().map(|filter| filter.pattern.clone()).unwrap_or_default()
        }
        PromptKind::Correct(Correcting::Name(person)) => {
            app.document.record.people().get(person).map(|person| one_line(&person.name)).unwrap_or_default()
        }
        PromptKind::Catalogue => app.catalogue.page.query.clone(),
        PromptKind::Rename(_) => app.catalogue.person().map(|(_, name)| one_line(name)).unwrap_or_default(),
        PromptKind::Search(_)
        | PromptKind::GoTo
        | PromptKind::Open
        | PromptKind::Help
        | PromptKind::Replace
        | PromptKind::Picker(_)
        | PromptKind::Correct(_) => String::new(),
    };
    open_with(app, kind, offered);
    if let Mode::Prompt(prompt) = &mut app.mode {
        // A name or a filter is there to be edited; the name of a file is a default that typing replaces.
        prompt.is_offered = kind == PromptKind::Export;
    }
    complete::wanted(app)
}

/// Asks whether an export may replace the file called `name`.
pub fn ask_to_replace(app: &mut App, name: String) {
    open_with(app, PromptKind::Replace, name);
}

/// Opens the export prompt again with the `name` that was refused, and says why.
pub fn ask_again(app: &mut App, name: String, refusal: String) {
    open_with(app, PromptKind::Export, name);
    if let Mode::Prompt(prompt) = &mut app.mode {
        prompt.refusal = Some(refusal);
    }
}

fn open_with(app: &mut App, kind: PromptKind, offered: String) {
    let (origin, selection, focus) = (app.document.viewport.anchor(), app.document.selection, app.document.focus);
    // A filter is typed in sight of the panel.
    if kind == PromptKind::Filter {
        panel::focus(app);
    }
    app.mode = Mode::Prompt(Box::new(Prompt {
        kind,
        input: Input::new(offered.clone()),
        origin,
        selection,
        focus,
        stale: false,
        picker: None,
        candidates: Candidates::default(),
        folder: None,
        past: 0,
        typed: offered,
        confirms_new_person: false,
        is_offered: false,
        refusal: None,
    }));
    complete::refresh(app);
}
