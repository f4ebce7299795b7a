//! [`Mode`]: the receiver of the next key. There is one mode at a time, so that a prompt, a two-key command, a text
//! selection, the help and a picker are never open together.

use crate::reader::keys::action::Action;
use crate::reader::state::document::Focus;
use crate::reader::state::document::search::SearchMode;
use crate::reader::state::document::selection::Selection;
use crate::reader::state::document::viewport::ViewPosition;
use crate::reader::state::input::candidates::{Candidates, Folder};
use crate::record::{PersonId, QuotationId};
use crate::text::Span;
use tui_input::Input;

/// The receiver of the next key, before the key table.
#[derive(Debug, Default)]
pub enum Mode {
    /// Straight through the key table, to the article or the panel.
    #[default]
    Normal,
    /// Into a line that is being typed.
    Prompt(Box<Prompt>),
    /// To the command that the last key began.
    Pending(PendingCommand),
    /// To the text selection.
    Select(TextSelection),
    /// Through the key table, to the list of keys.
    Help(Help),
    /// Through the key table, to a list to choose from.
    Picker(Picker),
}

/// The first key of a command of two or three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingCommand {
    SetMark,
    GoToMark,
    Copy,
    Correct,
    /// The letters of a link, with the first of them once it is typed.
    Link(Option<char>),
    /// The way to open the link with this index among the article's inlines.
    FollowLink(usize),
    /// The same key again, to forget an article with its marks and corrections.
    Forget,
    /// The same key again, to forget the article under the cursor of the library.
    ForgetRow,
    /// The kind of correction to this person of the library.
    Person(i64),
    /// The answer whether these two are one person.
    Doubt(i64, i64),
}

impl PendingCommand {
    /// The action that began it.
    pub fn action(self) -> Action {
        match self {
            PendingCommand::SetMark => Action::SetMark,
            PendingCommand::GoToMark => Action::GoToMark,
            PendingCommand::Copy => Action::Copy,
            PendingCommand::Correct => Action::Correct,
            PendingCommand::Link(_) => Action::OpenLink,
            PendingCommand::FollowLink(_) => Action::Follow,
            PendingCommand::Forget | PendingCommand::ForgetRow => Action::Keep,
            PendingCommand::Person(_) => Action::Correct,
            PendingCommand::Doubt(..) => Action::Follow,
        }
    }
}

/// Text that is being selected, in whole words: bytes of the article from where it began to where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSelection {
    pub from: usize,
    pub to: usize,
    /// The quotation whose extent is being set, if that is the purpose.
    pub extent_of: Option<QuotationId>,
}

impl TextSelection {
    /// The selected bytes, whichever end the cursor is at.
    pub fn span(self) -> Span {
        Span::new(self.from.min(self.to), self.from.max(self.to))
    }
}

/// A line that is being typed.
#[derive(Debug)]
pub struct Prompt {
    pub kind: PromptKind,
    pub input: Input,
    /// The position in the article when the prompt was opened, with the selection and the focus, to return to.
    pub origin: ViewPosition,
    pub selection: Selection,
    pub focus: Focus,
    /// Whether the line has changed since it was last searched or filtered for.
    pub stale: bool,
    /// The picker that it narrows.
    pub picker: Option<Picker>,
    /// The completions of the line.
    pub candidates: Candidates,
    /// The folder that a path in the line is in, once it was asked for.
    pub folder: Option<Folder>,
    /// The position in the history, in lines back from the one being typed; 0 for that one.
    pub past: usize,
    /// The typed line, before a candidate or an earlier line replaced it; for a file that exists, its name.
    pub typed: String,
    /// Whether the prompt has said that no person has this name, so that the next Enter adds one.
    pub confirms_new_person: bool,
    /// Whether the line is a default, which the first typed character replaces.
    pub is_offered: bool,
    /// Why the line was not accepted, until it is changed.
    pub refusal: Option<String>,
}

impl Prompt {
    /// The most bytes that a prompt takes.
    pub const LONGEST: usize = 1000;

    /// Whether it is full.
    pub fn is_full(&self) -> bool {
        self.input.value().len() >= Prompt::LONGEST
    }
}

/// The input that a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    Search(SearchMode),
    GoTo,
    /// An address or a file to open.
    Open,
    /// Narrows the help.
    Help,
    /// Narrows the panel.
    Filter,
    /// Narrows the picker that is open.
    Picker(PickerKind),
    /// Narrows the list of the library.
    Catalogue,
    /// The file to export to.
    Export,
    /// The file to export to, if one of that name exists: Enter replaces it.
    Replace,
    /// A name, for a correction.
    Correct(Correcting),
    /// The name of a person of the library.
    Rename(i64),
}

/// The correction that a typed name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correcting {
    /// The speaker of a quotation.
    Speaker(QuotationId),
    /// The speaker of a quotation that was missed.
    Missed(Span),
    /// The name of a person.
    Name(PersonId),
    /// The person with whom this one is the same.
    Merge(PersonId),
    /// The person of a mention: the current one, and the mention's index among theirs.
    Mention(PersonId, usize),
}

/// The list of keys, from row `top`, narrowed to those that hold `filter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    pub top: usize,
    pub filter: String,
}

/// A list to choose from, narrowed to the rows that match the typed line.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    pub of: PickerKind,
    /// All rows at `revision` of the sources.
    pub all: Vec<PickerRow>,
    pub revision: u64,
    /// The rows that match, in the order in which they are shown: indices into `all`.
    pub matching: Vec<usize>,
    /// The target under the cursor. If it is not listed, the cursor is on the first row.
    pub chosen: Option<PickerTarget>,
    /// The first row on the screen, as far as the cursor allows.
    pub top: usize,
    /// The number that was typed ahead of the key for the commands, for the one that is chosen.
    pub count: Option<usize>,
    /// The filter that the rows were last narrowed by.
    pub(in crate::reader::state) filter: String,
    /// The labels of all rows, folded for comparison; empty until they are needed.
    pub(in crate::reader::state) folded: Vec<String>,
}

/// A row of a picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerRow {
    /// The keys that lead to the same; `None` in a picker that has no column for them.
    pub keys: Option<String>,
    pub label: String,
    pub target: PickerTarget,
}

/// The contents of a picker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PickerKind {
    /// The headings of the article.
    #[default]
    Contents,
    Sources,
    /// The marks, and the places that jumps have left.
    Places,
    /// The commands and their keys.
    Commands,
}

/// The target of a row in a picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickerTarget {
    /// A heading, by its byte in the article.
    Heading(usize),
    /// A source, by its number.
    Source(usize),
    /// The source that was read before this one, or after it.
    Visited {
        back: bool,
    },
    /// A mark, by its letter.
    Mark(char),
    /// This many steps back or forward along the jump list.
    Jump {
        back: bool,
        steps: usize,
    },
    Command(Action),
}
