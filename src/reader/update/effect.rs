//! [`Effect`]: the part of an update that is not state: what the event loop has to do in the world.

use crate::library::SourceKey;
use crate::reader::state::document::viewport::ViewPosition;
use crate::record::Correction;
use crate::text::TextAnchor;

/// The job that an update leaves to the event loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Draw everything anew.
    Redraw,
    Suspend,
    /// Take the terminal again after a stop.
    Resume,
    Quit,
    /// Copy a text, and tell with the second string that it was copied.
    Copy(String, String),
    /// Print the page to the plain screen.
    Print,
    /// Open an address or a file with the desktop's program for it.
    Open(String),
    /// Show this address or file as a further source.
    Add(String),
    /// Find the names in this folder, as it was typed, for the prompt.
    ListFolder(String),
    /// Show another of the sources.
    Source(usize),
    /// Give up opening this source.
    Cancel,
    /// Read the source again.
    Reload,
    /// Analyse the article, however long.
    Analyse,
    /// Give up the analysis that is under way.
    StopAnalysis,
    /// Take mouse clicks from the terminal, or leave them to it.
    Mouse(bool),
    /// Export to the file of this name, in place of one that is there only if that is wanted.
    Export {
        name: String,
        replace: bool,
    },
    /// Save a change for the next run.
    Save(Change),
    /// Open the article of this key out of the library, at these words.
    OpenStored(SourceKey, Option<Box<TextAnchor>>),
    /// List the quotations of the article on the screen that changed.
    ListChanges,
    /// Count who is quoted in the article on the screen.
    Audit,
    /// Store the article on the screen in the library.
    StoreArticle,
    /// Forget the article on the screen, with everything that the library has of it.
    ForgetArticle,
    /// Forget the article of this key in the same way.
    ForgetStored(SourceKey),
    /// Store what was decided about people of the library.
    Decide(PeopleChange),
}

/// A decision about people of the library, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleChange {
    /// Two are one.
    Same(i64, i64),
    /// Two are not.
    Different(i64, i64),
    /// Whether two are one is not to be asked again.
    Undecided(i64, i64),
    /// A name is another person's in this article.
    Split(i64, SourceKey),
    Renamed(i64, String),
    /// The last decision is taken back.
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
