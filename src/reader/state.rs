//! [`State`]: everything the reader shows, as plain data. [`update`](super::update) changes it, the view reads it; the
//! questions that both ask of it are answered here.

use super::geometry::{Geometry, Size};
use super::jumps::Jumps;
use super::panel::{Item, Panel, Who, speaker_of};
use super::search::Search;
use super::viewport::{Anchor, Viewport};
use crate::article::Article;
use crate::record::{Kind, PersonId, QuotationId, Record};
use std::collections::HashMap;
use std::sync::Arc;
use tui_input::Input;

/// What the reader shows.
pub struct State {
    pub article: Arc<Article>,
    pub record: Arc<Record>,
    /// Where the article came from, for the eye.
    pub source: String,
    pub progress: Progress,
    pub geometry: Geometry,
    pub viewport: Viewport,
    pub panel: Panel,
    pub focus: Focus,
    /// The quotation last chosen with a key.
    pub chosen: Option<QuotationId>,
    /// The person last chosen with a key.
    pub selected: Option<PersonId>,
    /// The mention last gone to: of whom, and which of theirs.
    pub mention: Option<(PersonId, usize)>,
    pub spotlight: bool,
    pub kinds: Kinds,
    pub search: Option<Search>,
    pub prompt: Option<Prompt>,
    pub overlay: Option<Overlay>,
    pub jumps: Jumps,
    /// What the status line has to say until the next key.
    pub message: Option<String>,
    /// Where the article stood when the panel took the focus.
    pub origin: Option<Anchor>,
    colours: Colours,
}

/// How far the analysis is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Share of the text that is done, 0 to 1.
    Running(f32),
    Done,
    /// It could not be finished, and why.
    Failed(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Article,
    People,
}

/// Which kinds of quotations are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    All,
    DirectAndMixed,
    Direct,
}

impl Kinds {
    pub fn next(self) -> Kinds {
        match self {
            Kinds::All => Kinds::DirectAndMixed,
            Kinds::DirectAndMixed => Kinds::Direct,
            Kinds::Direct => Kinds::All,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Kinds::All => "all quotations",
            Kinds::DirectAndMixed => "direct and mixed quotations",
            Kinds::Direct => "direct quotations",
        }
    }

    fn shows(self, kind: Kind) -> bool {
        match self {
            Kinds::All => true,
            Kinds::DirectAndMixed => kind != Kind::Indirect,
            Kinds::Direct => kind == Kind::Direct,
        }
    }
}

/// A line that is being typed.
#[derive(Debug)]
pub struct Prompt {
    pub kind: PromptKind,
    pub input: Input,
    /// Where the article stood when it was opened, to return to.
    pub origin: Anchor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    Search,
    GoTo,
    /// Narrows the help.
    Help,
}

/// What lies over the panes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys, from row `top`, only those that hold `filter`.
    Help { top: usize, filter: String },
    /// Why this speaker, from row `top`.
    Why { top: usize },
}

/// A colour for everyone who speaks, by number: in the order in which they came, and kept by name when a new analysis
/// comes.
#[derive(Debug, Default)]
struct Colours {
    given: HashMap<String, usize>,
}

impl State {
    /// A reader at the top of `article`, before the analysis, on a screen of `size`.
    pub fn new(article: Arc<Article>, source: String, size: Size) -> State {
        let mut state = State {
            geometry: Geometry::new(size, true, article.blocks().len()),
            article,
            record: Arc::new(Record::empty()),
            source,
            progress: Progress::Running(0.0),
            viewport: Viewport::default(),
            panel: Panel::default(),
            focus: Focus::Article,
            chosen: None,
            selected: None,
            mention: None,
            spotlight: false,
            kinds: Kinds::All,
            search: None,
            prompt: None,
            overlay: None,
            jumps: Jumps::default(),
            message: None,
            origin: None,
            colours: Colours::default(),
        };
        state.viewport.resize(&state.article, state.geometry.columns(), state.geometry.rows());
        state
    }

    /// Gives every new speaker of the record a colour.
    pub(super) fn give_colours(&mut self) {
        for person in self.record.speakers() {
            let next = self.colours.given.len();
            self.colours.given.entry(self.record.people[person].name.clone()).or_insert(next);
        }
    }

    /// The number of a person's colour, from 0; those who say nothing have none.
    pub fn colour_of(&self, person: PersonId) -> Option<usize> {
        self.colours.given.get(&self.record.people.get(person)?.name).copied()
    }

    /// Is the panel on the screen?
    pub fn panel_shown(&self) -> bool {
        if self.geometry.wide { !self.panel.hidden } else { self.focus == Focus::People }
    }

    /// Is this quotation of a kind that is shown?
    pub fn shows(&self, quotation: QuotationId) -> bool {
        self.record.quotations.get(quotation).is_some_and(|q| self.kinds.shows(q.kind))
    }

    /// The quotations that are shown, in order.
    pub fn shown_quotations(&self) -> impl DoubleEndedIterator<Item = QuotationId> + '_ {
        (0..self.record.quotations.len()).filter(|&id| self.shows(id))
    }

    /// The current quotation: the one last chosen while any of it is on the screen, else the first that starts there.
    pub fn current(&self) -> Option<QuotationId> {
        if let Some(chosen) = self.chosen.filter(|&id| self.shows(id))
            && self.record.quotations[chosen].content.iter().any(|&piece| self.viewport.shows(piece))
        {
            return Some(chosen);
        }
        let on_screen = self.viewport.shown();
        self.record
            .pieces_in(on_screen)
            .map(|(_, id)| id)
            .find(|&id| self.shows(id) && self.record.quotations[id].extent().start >= on_screen.start)
    }

    /// The selected person: in the panel the one under the cursor, else the one last chosen, else the speaker of the
    /// current quotation.
    pub fn person(&self) -> Option<PersonId> {
        let under_cursor = match self.panel.cursor.filter(|_| self.focus == Focus::People) {
            Some(Item::Speaker(Who::Person(id)) | Item::Detail(Who::Person(id)) | Item::Silent(id)) => Some(id),
            Some(Item::Quotation(id)) => self.record.quotations.get(id).and_then(|q| q.speaker),
            _ => None,
        };
        let chosen = self.selected.filter(|&id| id < self.record.people.len());
        under_cursor.or(chosen).or_else(|| self.record.quotations.get(self.current()?)?.speaker)
    }

    /// The rows of the panel.
    pub fn items(&self) -> Vec<Item> {
        self.panel.items(&self.record, |id| self.shows(id))
    }

    /// The quotation that the evidence view is about: in the panel the one under the cursor, else the current one.
    pub fn in_question(&self) -> Option<QuotationId> {
        match self.panel.cursor.filter(|_| self.focus == Focus::People) {
            Some(Item::Quotation(id)) => Some(id),
            Some(Item::Speaker(Who::Person(id))) => self.record.quotations_of(id).first().copied(),
            _ => self.current(),
        }
    }

    /// The number of the block that holds byte `at`, as in `¶3`.
    pub fn number_of(&self, at: usize) -> usize {
        self.article.block_at(at).map_or(0, |index| index + 1)
    }

    /// The item of the panel that stands for the current quotation.
    pub(super) fn item_of(&self, quotation: QuotationId) -> Item {
        if self.panel.is_unfolded(speaker_of(&self.record, quotation)) {
            Item::Quotation(quotation)
        } else {
            Item::Speaker(speaker_of(&self.record, quotation))
        }
    }

    /// How far the last row on the screen is in the text, 0 to 100; 100 for an empty text.
    pub fn percent(&self) -> usize {
        let all = self.article.blocks().last().map_or(0, |block| block.span.end as usize);
        (self.viewport.shown().end as usize * 100).checked_div(all).unwrap_or(100)
    }
}
