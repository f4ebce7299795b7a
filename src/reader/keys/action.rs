//! [`Action`]: everything a user can do in the reader, each with its meaning, and the one [`TABLE`] of keys from which
//! the help, the README's list and the check for clashes are made.

use crate::reader::keys::key::{Code, Key};

/// Everything that a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row down in the text, or one item in the panel.
    Down,
    /// One row up, or one item.
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    /// The first row of the text, or the first item.
    Top,
    /// The last screenful of the text, or the last item.
    Bottom,
    PreviousParagraph,
    NextParagraph,
    /// The next match of an active search, otherwise the next quotation.
    Next,
    /// The previous match of an active search, otherwise the previous quotation.
    Previous,
    NextQuotation,
    PreviousQuotation,
    /// The next quotation of the selected person.
    NextOfPerson,
    PreviousOfPerson,
    /// The next mention of the selected person.
    NextMention,
    PreviousMention,
    /// The next quotation whose speaker is uncertain or unknown.
    NextUncertain,
    /// Selects the person of the current quotation or mention.
    SelectPerson,
    /// Follows the link: from the panel to the text, from the text to the panel.
    Follow,
    /// Moves the focus to the other pane.
    OtherPane,
    FocusArticle,
    FocusPeople,
    /// Scrolls the article one row down, with the focus on either pane.
    ScrollDown,
    ScrollUp,
    /// Shows columns further right of a table that is wider than the screen.
    TableRight,
    TableLeft,
    /// Folds a person in the panel.
    Fold,
    /// Unfolds a person in the panel.
    Unfold,
    /// Dims all but the selected person.
    Spotlight,
    /// Changes which kinds of quotations are shown.
    Kinds,
    /// Shows or puts away the people panel.
    TogglePanel,
    /// Shows the evidence for the speaker.
    Why,
    /// Opens the search prompt.
    Search,
    /// Opens the prompt for a place or a name.
    GoTo,
    JumpBack,
    JumpForward,
    /// Narrows the panel to matching people and quotations.
    Filter,
    /// Changes the order of the panel.
    Order,
    Wider,
    Narrower,
    NextTheme,
    /// Takes the next key as the name of a mark, and sets it here.
    SetMark,
    /// Takes the next key as the name of a mark, and goes there.
    GoToMark,
    /// Begins a selection of text, or ends it.
    Select,
    /// Takes the next key as the format to copy the quotation in; with a selection, copies that.
    Copy,
    /// Takes the next key as the kind of correction.
    Correct,
    /// Dismisses the current quotation: it is not one.
    Dismiss,
    /// Takes the last correction back.
    Undo,
    /// Prints the page to the plain screen, for the terminal's own selection.
    Print,
    /// Opens the source in the browser.
    OpenSource,
    /// Shows letters beside the links on the screen, and takes the next keys as the letters of one.
    OpenLink,
    /// Goes to the next link.
    NextLink,
    PreviousLink,
    /// Lists the headings.
    Contents,
    /// Lists the sources.
    Sources,
    /// Lists the marks and the jumps.
    Places,
    NextSource,
    PreviousSource,
    /// Opens the prompt for an address or a file.
    Open,
    /// Exports the quotations to a file.
    Export,
    Reload,
    /// Shows the library, on the list that was there last.
    Library,
    /// Lists recently read articles.
    Articles,
    /// Lists the people of all articles.
    People,
    /// Lists the quotations of all articles.
    Quotations,
    /// Lists the quotations that changed with the latest version of the text.
    Changes,
    /// Counts who is quoted how much.
    Audit,
    /// Keeps the article in the library, or forgets it.
    Keep,
    /// Analyses a text that is too long to be analysed by default.
    Analyse,
    /// Turns mouse clicks on or off.
    Mouse,
    /// Lists every command, to run one by its name.
    Commands,
    Help,
    /// Goes back one level; never quits.
    Back,
    /// Closes what is open, else quits.
    Close,
    Quit,
    Suspend,
    Redraw,
}

impl Action {
    /// Whether it works in every mode: quitting, redrawing, going back.
    pub fn ends_or_redraws(self) -> bool {
        matches!(self, Action::Back | Action::Close | Action::Quit | Action::Suspend | Action::Redraw)
    }

    /// Its name in the configuration, such as `half-page-down`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }
}

/// A row of the key table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub keys: &'static [Key],
    pub action: Action,
    pub group: KeyGroup,
    /// Its description in the help.
    pub does: &'static str,
}

/// The heading under which the help shows a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyGroup {
    Reading,
    Speech,
    Panel,
    Finding,
    Catalogue,
    CopyAndExport,
    Correcting,
    Program,
}

impl KeyGroup {
    /// All groups, in the order of the help.
    pub const ALL: [KeyGroup; 8] = [
        KeyGroup::Reading,
        KeyGroup::Speech,
        KeyGroup::Panel,
        KeyGroup::Finding,
        KeyGroup::Catalogue,
        KeyGroup::CopyAndExport,
        KeyGroup::Correcting,
        KeyGroup::Program,
    ];

    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            KeyGroup::Reading => "Reading",
            KeyGroup::Speech => "Quotations and people",
            KeyGroup::Panel => "People panel",
            KeyGroup::Finding => "Finding",
            KeyGroup::Catalogue => "Library",
            KeyGroup::CopyAndExport => "Copy and export",
            KeyGroup::Correcting => "Corrections",
            KeyGroup::Program => "Program",
        }
    }
}

const fn bind(keys: &'static [Key], action: Action, group: KeyGroup, does: &'static str) -> Binding {
    Binding { keys, action, group, does }
}

use Action::*;
use KeyGroup::*;

/// Every key of the reader. Prompts and the help take plain characters for themselves while they are open.
pub const TABLE: &[Binding] = &[
    bind(&[Key::char('j'), Key::plain(Code::Down)], Down, Reading, "down a line, or an item in the panel"),
    bind(&[Key::char('k'), Key::plain(Code::Up)], Up, Reading, "up a line, or an item in the panel"),
    bind(&[Key::char('d'), Key::ctrl('d')], HalfPageDown, Reading, "down half a page"),
    bind(&[Key::char('u'), Key::ctrl('u')], HalfPageUp, Reading, "up half a page"),
    bind(&[Key::char(' '), Key::plain(Code::PageDown), Key::ctrl('f')], PageDown, Reading, "down a page"),
    bind(&[Key::char('b'), Key::plain(Code::PageUp), Key::ctrl('b')], PageUp, Reading, "up a page"),
    bind(&[Key::char('g'), Key::plain(Code::Home)], Top, Reading, "top; 10g goes to ¶10"),
    bind(&[Key::char('G'), Key::plain(Code::End)], Bottom, Reading, "bottom; 10G goes to ¶10"),
    bind(&[Key::char('{')], PreviousParagraph, Reading, "previous paragraph"),
    bind(&[Key::char('}')], NextParagraph, Reading, "next paragraph"),
    bind(&[Key::char('+')], Wider, Reading, "wider text"),
    bind(&[Key::char('-')], Narrower, Reading, "narrower text"),
    bind(&[Key::char('J'), Key::ctrl('e')], ScrollDown, Reading, "scroll the text down, even from the panel"),
    bind(&[Key::char('K'), Key::ctrl('y')], ScrollUp, Reading, "scroll the text up, even from the panel"),
    bind(
        &[Key::alt(Code::Char('l'))],
        TableRight,
        Reading,
        "scroll a table or code that is wider than the screen to the right",
    ),
    bind(&[Key::alt(Code::Char('h'))], TableLeft, Reading, "scroll it back to the left"),
    bind(&[Key::char(']')], NextQuotation, Speech, "next quotation"),
    bind(&[Key::char('[')], PreviousQuotation, Speech, "previous quotation"),
    bind(&[Key::char('>')], NextOfPerson, Speech, "next quotation by the selected person"),
    bind(&[Key::char('<')], PreviousOfPerson, Speech, "previous quotation by the selected person"),
    bind(&[Key::char(')')], NextMention, Speech, "next mention of the selected person"),
    bind(&[Key::char('(')], PreviousMention, Speech, "previous mention of the selected person"),
    bind(&[Key::char('!')], NextUncertain, Speech, "next quotation with an uncertain speaker"),
    bind(&[Key::char('*')], SelectPerson, Speech, "select the speaker of this quotation"),
    bind(&[Key::char('i')], Why, Speech, "why this speaker? shows the evidence"),
    bind(&[Key::char('s')], Spotlight, Speech, "spotlight: dim all but the selected person"),
    bind(
        &[Key::char('v')],
        Kinds,
        Speech,
        "quotations shown: all, direct and mixed, direct only, or doubtful ones too",
    ),
    bind(&[Key::plain(Code::Enter)], Follow, Panel, "go to the same place in the other pane; on a link, open it"),
    bind(
        &[Key::plain(Code::Tab), Key::plain(Code::BackTab)],
        OtherPane,
        Panel,
        "switch panes; 1 Tab goes to the article, 2 Tab to the people",
    ),
    bind(&[Key::alt(Code::Char('1'))], FocusArticle, Panel, "go to the article"),
    bind(&[Key::alt(Code::Char('2'))], FocusPeople, Panel, "go to the people"),
    bind(&[Key::char('h'), Key::plain(Code::Left)], Fold, Panel, "fold a person, or the steps of the evidence"),
    bind(&[Key::char('l'), Key::plain(Code::Right)], Unfold, Panel, "unfold a person, or the steps of the evidence"),
    bind(&[Key::char('z')], TogglePanel, Panel, "hide or show the panel"),
    bind(&[Key::char('&')], Filter, Panel, "show only people and quotations that match"),
    bind(
        &[Key::char('r')],
        Order,
        Panel,
        "sort people by appearance, words said or name; articles by date read, date or title",
    ),
    bind(
        &[Key::char('/')],
        Search,
        Finding,
        "search as you type; Ctrl-r for a regular expression, ↑ for earlier searches",
    ),
    bind(&[Key::char('n')], Next, Finding, "next match, or next quotation"),
    bind(&[Key::char('N')], Previous, Finding, "previous match, or previous quotation"),
    bind(&[Key::char(':')], GoTo, Finding, "go to a paragraph (12), a place (40%) or a name; Tab completes"),
    bind(&[Key::char('H'), Key::ctrl('o'), Key::alt(Code::Left)], JumpBack, Finding, "jump back, across sources too"),
    bind(&[Key::char('L'), Key::alt(Code::Right)], JumpForward, Finding, "jump forward, across sources too"),
    bind(&[Key::char('.')], NextLink, Finding, "next link; Enter asks how to open it"),
    bind(&[Key::char(',')], PreviousLink, Finding, "previous link"),
    bind(&[Key::char('m')], SetMark, Finding, "mark this place with a letter"),
    bind(&[Key::char('\'')], GoToMark, Finding, "go to a mark by its letter; twice to jump back"),
    bind(&[Key::char('T')], Contents, Finding, "contents: the headings of the text; / narrows a list"),
    bind(&[Key::char('#')], Sources, Finding, "list the sources"),
    bind(&[Key::char('"')], Places, Finding, "list the marks and the jumps"),
    bind(&[Key::char('O')], Open, Finding, "open an address or a file; Tab completes, ~ and $HOME work"),
    bind(&[Key::ctrl('n')], NextSource, Finding, "next source"),
    bind(&[Key::ctrl('p')], PreviousSource, Finding, "previous source"),
    bind(&[Key::char('y')], Copy, CopyAndExport, "copy: y quotation, a with speaker and source, l locator, m Markdown"),
    bind(&[Key::char('V')], Select, CopyAndExport, "select text, to copy it or to make it a quotation"),
    bind(
        &[Key::char('e')],
        Correct,
        Correcting,
        "correct: s speaker, k kind, w words, r rename, m merge, p mention; in the library a person",
    ),
    bind(&[Key::char('x')], Dismiss, Correcting, "dismiss: not a quotation"),
    bind(
        &[Key::char('U')],
        Undo,
        Correcting,
        "undo the last correction, in the library the last decision about people",
    ),
    bind(&[Key::char('p')], Print, CopyAndExport, "print the page to the plain screen, to select text with the mouse"),
    bind(&[Key::char('o')], OpenSource, CopyAndExport, "open the source in the browser"),
    bind(
        &[Key::char('f')],
        OpenLink,
        CopyAndExport,
        "open a link by its letters: lower case in the browser, upper case here",
    ),
    bind(&[Key::char('E')], Export, CopyAndExport, "export to a file; Tab completes"),
    bind(&[Key::char('t')], NextTheme, Program, "next theme"),
    bind(&[Key::char('R')], Reload, Program, "reload the source"),
    bind(
        &[Key::char('B')],
        Library,
        Catalogue,
        "the library: / narrows a list, Enter opens, l shows who else reports a quotation",
    ),
    bind(&[Key::char('a')], Articles, Catalogue, "articles read recently; / searches all of them"),
    bind(&[Key::char('P')], People, Catalogue, "people in all articles, and which of them may be the same"),
    bind(&[Key::char('S')], Quotations, Catalogue, "quotations from all articles; / searches them"),
    bind(&[Key::char('C')], Changes, Catalogue, "quotations changed in the latest version of this text"),
    bind(
        &[Key::char('%')],
        Audit,
        Catalogue,
        "audit: who is quoted, how much and how, in this article or in the library; / takes in: and since:",
    ),
    bind(
        &[Key::char('F')],
        Keep,
        Catalogue,
        "keep this article in the library, or forget it; in a list the one under the cursor",
    ),
    bind(
        &[Key::char('A')],
        Analyse,
        Program,
        "analyse with the best model, which texts over 200 kB get only when asked",
    ),
    bind(&[Key::char('M')], Mouse, Program, "mouse clicks on or off"),
    bind(&[Key::char(';')], Commands, Program, "find a command by name and run it"),
    bind(&[Key::char('?'), Key::plain(Code::F(1))], Help, Program, "help"),
    bind(&[Key::plain(Code::Esc)], Back, Program, "go back one level; cancels loading and analysing, never quits"),
    bind(&[Key::char('q')], Close, Program, "close what is open, or quit"),
    bind(&[Key::ctrl('c')], Quit, Program, "quit"),
    bind(&[Key::ctrl('z')], Suspend, Program, "suspend; fg resumes"),
    bind(&[Key::ctrl('l')], Redraw, Program, "redraw the screen"),
];

/// The key table as Markdown, for the README.
pub fn markdown() -> String {
    let mut out = String::from("| key | does |\n|---|---|\n");
    for binding in TABLE {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
        out += &format!("| {} | {} |\n", keys.join(" "), binding.does);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_bound_twice() {
        let mut seen = std::collections::HashMap::new();
        for binding in TABLE {
            for key in binding.keys {
                let before = seen.insert(*key, binding.action);
                assert!(before.is_none(), "{key} does {before:?} and {:?}", binding.action);
            }
        }
    }

    #[test]
    fn every_group_has_a_binding() {
        for group in KeyGroup::ALL {
            assert!(TABLE.iter().any(|binding| binding.group == group), "{group:?}");
        }
    }
}
