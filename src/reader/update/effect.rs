//! [`Effect`]: the part of an update that the event loop has to carry out.

use crate::library::SourceKey;
use crate::reader::state::document::viewport::ViewPosition;
use crate::record::Correction;
use crate::text::TextAnchor;

/// The job that an update leaves to the event loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Redraw everything.
    Redraw,
    Suspend,
    /// Enter the terminal again after a suspension.
    Resume,
    Quit,
    /// Copy a text, and show the second string as the message.
    Copy(String, String),
    /// Print the page to the plain screen.
    Print,
    /// Open an address or a file with the desktop's program for it.
    Open(String),
    /// Show this address or file as a further source.
    Add(String),
    /// List this folder, written as typed, for the prompt.
    ListFolder(String),
    /// Show another of the sources.
    Source(usize),
    /// Cancel opening this source.
    Cancel,
    /// Read the source again.
    Reload,
    /// Analyse the article, however long.
    Analyse,
    /// Cancel the running analysis.
    StopAnalysis,
    /// Turn mouse reporting on or off.
    Mouse(bool),
    /// Export to the file of this name; replace an existing one only if wanted.
    Export {
        name: String,
        replace: bool,
    },
    /// Save a change for the next run.
    Save(Change),
    /// Open the article of this key from the library, at these words.
    OpenStored(SourceKey, Option<Box<TextAnchor>>),
    /// List the quotations of the article on the screen that changed.
    ListChanges,
    /// Count who is quoted in the article on the screen.
    Audit,
    /// Store the article on the screen in the library.
    StoreArticle,
    /// Forget the article on the screen, with everything that the library knows about it.
    ForgetArticle,
    /// Forget the article of this key in the same way.
    ForgetStored(SourceKey),
    /// Store a decision about people of the library.
    Decide(PeopleChange),
}

/// A decision about people of the library, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleChange {
    /// Two people are one.
    Same(i64, i64),
    /// Two people are not one.
    Different(i64, i64),
    /// Do not ask again whether two people are one.
    Undecided(i64, i64),
    /// In this article the name belongs to another person.
    Split(i64, SourceKey),
    Renamed(i64, String),
    /// Undo the last decision.
    Undone,
}

/// A change that outlives the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Marked(char, ViewPosition),
    Corrected(Correction),
    /// The last correction was undone.
    Undone(Correction),
}
