//! [`Mode`]: where the next key goes. One at a time, so that a prompt, a two-key command, a text selection, the help and a
//! list are never open together.

use crate::reader::keys::action::Action;
use crate::reader::state::document::{Focus, Selection};
use crate::reader::state::search::SearchMode;
use crate::reader::state::viewport::ViewPosition;
use crate::record::{PersonId, QuotationId};
use crate::text::Span;
use tui_input::Input;

/// Where the next key goes before the key table sees it.
#[derive(Debug, Default)]
pub enum Mode {
    /// Straight through the key table, to the article or the panel.
    #[default]
    Normal,
    /// Into a line that is being typed.
    Prompt(Prompt),
    /// To the command that the last key began.
    Pending(Pending),
    /// To the text selection.
    Select(TextSelection),
    /// Through the key table, to the list of keys.
    Help(Help),
    /// Through the key table, to a list to choose from.
    List(List),
}

/// The first key of a command of two or three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    SetMark,
    GoToMark,
    Copy,
    Correct,
    /// The letters of a link, with the first of them once it is typed.
    Link(Option<char>),
}

impl Pending {
    /// The action that began it.
    pub fn action(self) -> Action {
        match self {
            Pending::SetMark => Action::SetMark,
            Pending::GoToMark => Action::GoToMark,
            Pending::Copy => Action::Copy,
            Pending::Correct => Action::Correct,
            Pending::Link(_) => Action::OpenLink,
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
    /// Where the article stood when the prompt was opened, with what was selected and had the focus, to return to.
    pub origin: ViewPosition,
    pub selection: Selection,
    pub focus: Focus,
    /// Whether the line has changed since it was last searched or filtered for.
    pub stale: bool,
}

impl Prompt {
    /// Bytes that a prompt takes, typed or pasted.
    pub const LONGEST: usize = 1000;

    /// Whether it takes no more.
    pub fn is_full(&self) -> bool {
        self.input.value().len() >= Prompt::LONGEST
    }
}

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
    /// The file to export to.
    Export,
    /// The same, of a name that is taken: accepted as it is, the file there is replaced.
    Replace,
    /// A name, for a correction.
    Correct(Correcting),
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
    /// The person of a mention: the present one, and the mention's index among theirs.
    Mention(PersonId, usize),
}

/// The list of keys, from row `top`, narrowed to those that hold `filter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    pub top: usize,
    pub filter: String,
}

/// A list to choose from, with the cursor on item `cursor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    pub of: ListOf,
    pub cursor: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// The headings of the article.
    Contents,
    Sources,
}
