//! [`State`]: everything the reader shows, as plain data. [`update`](super::update) changes it, the view reads it; the
//! questions that both ask of it are answered here.

use super::action::Action;
use super::geometry::{Geometry, Size, Wishes};
use super::jumps::Jumps;
use super::key::Key;
use super::keymap::Keymap;
use super::listing::Listing;
use super::overlay::clean;
use super::panel::{Item, Panel, Who, speaker_of};
use super::search::{Manner, Search};
use super::update::Carry;
use super::viewport::{Anchor, Viewport};
use super::voices::{Voice, voices};
use crate::article::{Article, BlockKind};
use crate::config::{Settings, ThemeName};
use crate::record::{self, Correction, Engine, FilteredAnalysis, Kind, PersonId, QuotationId, Record};
use crate::source::fetch;
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use tui_input::Input;

/// What the reader shows.
pub struct State {
    pub article: Arc<Article>,
    /// What the analysis found, before the corrections; the record is built from both.
    pub found: Option<Arc<FilteredAnalysis>>,
    pub corrections: Vec<Correction>,
    pub record: Arc<Record>,
    /// Where the article came from, for the eye.
    pub source: String,
    pub progress: Progress,
    /// Bytes of the whole text, as far as they are known, while `article` is only its beginning.
    pub beginning_of: Option<usize>,
    /// How much of the source has arrived, while it is opened or opened again.
    pub arriving: Option<fetch::Progress>,
    /// Share of the better answer that is done, 0 to 1, while one is on its way to take the place of what is shown.
    pub refining: Option<f32>,
    /// All sources that were given, for the eye, and which of them this is.
    pub sources: Arc<[String]>,
    pub nth: usize,
    /// Those that could not be opened or were given up: the keys for neighbours pass them over.
    pub failed: Vec<usize>,
    pub theme: ThemeName,
    pub wishes: Wishes,
    /// Which key does what.
    pub keymap: Arc<Keymap>,
    pub geometry: Geometry,
    pub viewport: Viewport,
    pub panel: Panel,
    pub focus: Focus,
    /// The quotation last chosen with a key.
    pub chosen: Option<QuotationId>,
    /// The person last chosen with a key.
    pub selected: Option<PersonId>,
    /// The mention last gone to, until a quotation is: of whom, and which of theirs.
    pub mention: Option<(PersonId, usize)>,
    /// Was the last gone to, of all that can be, a match of the search?
    pub at_match: bool,
    pub spotlight: bool,
    pub kinds: Kinds,
    pub search: Option<Search>,
    /// More keys are waiting: what is drawn of this one will never be seen.
    pub hurry: bool,
    /// The prompt holds what was not searched or filtered for yet.
    pub typed_due: bool,
    pub prompt: Option<Prompt>,
    pub overlay: Option<Overlay>,
    pub jumps: Jumps,
    /// Places with a letter.
    pub marks: BTreeMap<char, Anchor>,
    /// A key that waits for the next one.
    pub pending: Option<Pending>,
    /// Text that is being selected.
    pub selection: Option<Selection>,
    /// Are mouse clicks taken from the terminal?
    pub mouse: bool,
    /// Who speaks where, one slice of the text for each row of the map.
    pub map: Vec<Voice>,
    /// What the status line has to say until the next key.
    pub message: Option<String>,
    /// Can nothing be kept at present, though it should be?
    pub unkept: bool,
    /// Where the article stood when the panel took the focus.
    pub origin: Option<Anchor>,
    colours: Colours,
}

/// How far the analysis is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// The source is being opened.
    Loading,
    /// It was given up or could not be opened, and there is nothing else to show.
    NotOpened,
    /// The text is too long to be analysed unasked.
    Unasked,
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
    /// All, and those too that are too doubtful to be shown otherwise.
    Doubtful,
}

impl Kinds {
    pub fn next(self) -> Kinds {
        match self {
            Kinds::All => Kinds::DirectAndMixed,
            Kinds::DirectAndMixed => Kinds::Direct,
            Kinds::Direct => Kinds::Doubtful,
            Kinds::Doubtful => Kinds::All,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Kinds::All => "all quotations",
            Kinds::DirectAndMixed => "direct and mixed quotations",
            Kinds::Direct => "direct quotations",
            Kinds::Doubtful => "all quotations, the doubtful too",
        }
    }

    /// Are quotations of every kind shown?
    fn shows_all(self) -> bool {
        matches!(self, Kinds::All | Kinds::Doubtful)
    }

    fn shows(self, kind: Kind) -> bool {
        match self {
            Kinds::All | Kinds::Doubtful => true,
            Kinds::DirectAndMixed => kind != Kind::Indirect,
            Kinds::Direct => kind == Kind::Direct,
        }
    }
}

/// What the next key completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    SetMark,
    GoToMark,
    Copy,
    Correct,
    /// The letters of a link, of which this one was typed.
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

    /// What the status line says while it waits; `again` is the key that began it.
    fn asks(self, again: &str) -> String {
        let asks = match self {
            Pending::Link(_) => "link: its letters open it in the browser, as capitals here",
            Pending::SetMark => "mark this place with which letter?",
            Pending::GoToMark => return format!("go to which mark? {again} goes back"),
            Pending::Correct => "correct: s speaker · k kind · w words · r rename · m merge · p mention",
            Pending::Copy => "copy: y quotation · a with speaker and source · l locator · m Markdown",
        };
        asks.to_owned()
    }
}

/// Text that is being selected: from where it began to where the cursor is, whole words, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub from: usize,
    pub to: usize,
    /// The quotation whose extent is being set, if that is what it is for.
    pub extent_of: Option<QuotationId>,
}

impl Selection {
    /// What is selected, whichever way.
    pub fn span(self) -> Span {
        Span::new(self.from.min(self.to), self.from.max(self.to))
    }
}

/// What a typed name is to set right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correcting {
    /// The speaker of a quotation.
    Speaker(QuotationId),
    /// The speaker of words that were missed.
    Missed(Span),
    /// The name of a person.
    Name(PersonId),
    /// The person whom this one is.
    Merge(PersonId),
    /// Whom this mention of a person stands for.
    Mention(PersonId, usize),
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
    Search(Manner),
    GoTo,
    /// Narrows the help.
    Help,
    /// Narrows the panel.
    Filter,
    /// The file to write what was found to.
    Export,
    /// A name, to set something right.
    Correct(Correcting),
}

/// What lies over the panes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys, from row `top`, only those that hold `filter`.
    Help { top: usize, filter: String },
    /// Why this speaker, from row `top`.
    Why { top: usize },
    /// A list to choose from, with the cursor on item `cursor`.
    List { of: List, cursor: usize },
}

/// Lists to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The headings of the article.
    Contents,
    Sources,
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
            theme: ThemeName::Terminal,
            wishes: Wishes::default(),
            keymap: Arc::default(),
            geometry: Geometry::new(size, Wishes::default(), article.blocks().len()),
            sources: Arc::new([source.clone()]),
            failed: Vec::new(),
            nth: 0,
            article,
            found: None,
            corrections: Vec::new(),
            record: Arc::new(Record::empty()),
            source,
            progress: Progress::Running(0.0),
            beginning_of: None,
            arriving: None,
            refining: None,
            viewport: Viewport::default(),
            panel: Panel::default(),
            focus: Focus::Article,
            chosen: None,
            selected: None,
            mention: None,
            at_match: false,
            spotlight: false,
            kinds: Kinds::All,
            search: None,
            hurry: false,
            typed_due: false,
            prompt: None,
            overlay: None,
            jumps: Jumps::default(),
            marks: BTreeMap::new(),
            pending: None,
            selection: None,
            mouse: false,
            map: Vec::new(),
            message: None,
            unkept: false,
            origin: None,
            colours: Colours::default(),
        };
        state.viewport.resize(&state.article, state.geometry.columns(), state.geometry.rows());
        state
    }

    /// Starts as the user has set it.
    pub(super) fn start(&mut self, settings: &Settings, keymap: Arc<Keymap>) {
        self.keymap = keymap;
        self.theme = settings.theme;
        self.mouse = settings.mouse;
        self.wishes = Wishes { panel: settings.panel, width: settings.width };
        self.lay_out(self.geometry.size);
    }

    /// Lays everything out anew on a screen of `size`, under what the user wants of it.
    pub(super) fn lay_out(&mut self, size: Size) {
        let blocks = self.article.blocks().len();
        // As many as there will be, so that nothing moves when the rest of the text comes.
        let all = blocks as f32 * self.length() as f32 / self.article.text().len().max(1) as f32;
        self.geometry = Geometry::new(size, self.wishes, all as usize);
        self.viewport.resize(&self.article, self.geometry.columns(), self.geometry.rows());
    }

    /// Bytes of the whole text.
    pub fn length(&self) -> usize {
        self.beginning_of.unwrap_or(self.article.text().len())
    }

    /// Draws the map of voices anew: after an analysis, a resize, a change of what is shown.
    pub(super) fn draw_map(&mut self) {
        let rows = usize::from(self.geometry.map().height);
        self.map = voices(&self.record, self.length(), rows, |id| self.shows(id));
    }

    /// The record of what was found, under the corrections, of which kinds are to be shown. `None` before the analysis.
    pub(super) fn build_record(&self) -> Option<Record> {
        let found = self.found.as_ref()?;
        let found = if self.kinds == Kinds::Doubtful { found.whole().into() } else { found.confident.clone() };
        Some(record::build(&self.article, found, &self.corrections))
    }

    /// Gives every new speaker of the record a colour.
    pub(super) fn give_colours(&mut self) {
        let mut next = self.colours.given.values().max().map_or(0, |last| last + 1);
        for person in self.record.speakers() {
            self.colours.given.entry(self.record.people()[person].name.clone()).or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
    }

    /// Whoever is called otherwise in the new record keeps the colour they had in the one `before`.
    pub(super) fn keep_colours(&mut self, before: &Record, to: &Carry) {
        for person in before.speakers() {
            let name = |record: &Record, id: PersonId| Some(record.people().get(id)?.name.clone());
            let new = to.person(person).and_then(|id| name(&self.record, id));
            let had = self.colours.given.get(&before.people()[person].name).copied();
            if let Some((new, had)) = new.zip(had) {
                self.colours.given.entry(new).or_insert(had);
            }
        }
    }

    /// The number of a person's colour, from 0; those who say nothing have none.
    pub fn colour_of(&self, person: PersonId) -> Option<usize> {
        self.colours.given.get(&self.record.people().get(person)?.name).copied()
    }

    /// Can the best model be asked for a better answer than the one that is shown?
    pub fn has_better(&self) -> bool {
        let done = self.progress == Progress::Done && self.refining.is_none();
        let is_first = self.record.engine() == Engine::Fast && self.record.language().is_english();
        Engine::HAS_BEST && done && is_first
    }

    /// The key that does `action`, the first of several, as it is shown.
    pub fn key(&self, action: Action) -> String {
        self.keymap.keys_of(action).first().map_or_else(|| "no key".into(), Key::to_string)
    }

    /// What the status line asks for: the key that completes a command, or what is to be done with a selection.
    pub fn asks(&self) -> Option<String> {
        let key = |action| self.key(action);
        match (self.pending, self.selection) {
            (Some(pending), _) => Some(pending.asks(&key(pending.action()))),
            (None, Some(Selection { extent_of, .. })) => Some(format!(
                "{} · {} {} words · {} {} rows · {} {} paragraph · {} other end",
                match extent_of {
                    Some(_) =>
                        format!("its words: {} takes them · {} leaves them", key(Action::Follow), key(Action::Back)),
                    None => {
                        format!(
                            "selecting: {} copies · {} makes it a quotation",
                            key(Action::Copy),
                            key(Action::Correct)
                        )
                    }
                },
                key(Action::Fold),
                key(Action::Unfold),
                key(Action::Down),
                key(Action::Up),
                key(Action::PreviousParagraph),
                key(Action::NextParagraph),
                key(Action::OpenSource),
            )),
            (None, None) => None,
        }
    }

    /// A line for somebody who has never been here.
    pub fn welcome(&self) -> String {
        let key = |action| self.key(action);
        format!(
            "welcome · {} all keys · {} quits · {} next quotation · {} people · {} why this speaker",
            key(Action::Help),
            key(Action::Close),
            key(Action::NextQuotation),
            key(Action::OtherPane),
            key(Action::Why),
        )
    }

    /// Is the panel on the screen?
    pub fn panel_shown(&self) -> bool {
        if self.geometry.wide { self.wishes.panel } else { self.focus == Focus::People }
    }

    /// Is this quotation of a kind that is shown?
    pub fn shows(&self, quotation: QuotationId) -> bool {
        self.record.quotations().get(quotation).is_some_and(|q| self.kinds.shows(q.kind))
    }

    /// The quotations among `ids` that are shown, in order.
    pub fn shown_of(&self, ids: Range<QuotationId>) -> impl DoubleEndedIterator<Item = QuotationId> + '_ {
        ids.filter(|&id| self.shows(id))
    }

    /// Makes `id` the quotation last chosen, which the eye is then on.
    pub fn choose(&mut self, id: QuotationId) {
        self.chosen = Some(id);
        self.mention = None;
        self.at_match = false;
    }

    /// Makes a mention the one last gone to: which of whose.
    pub fn choose_mention(&mut self, person: PersonId, index: usize) {
        self.mention = Some((person, index));
        self.at_match = false;
    }

    /// The current quotation: the one last chosen while any of it is on the screen, else the first that starts there.
    pub fn current(&self) -> Option<QuotationId> {
        if let Some(chosen) = self.chosen.filter(|&id| self.shows(id))
            && self.record.quotations()[chosen].content.iter().any(|&piece| self.viewport.shows(piece))
        {
            return Some(chosen);
        }
        let on_screen = self.viewport.shown();
        self.record
            .pieces_in(on_screen)
            .map(|(_, id)| id)
            .find(|&id| self.shows(id) && self.record.quotations()[id].extent().start >= on_screen.start)
    }

    /// The selected person: in the panel the one under the cursor, else the one last chosen, else the speaker of the
    /// current quotation.
    pub fn person(&self) -> Option<PersonId> {
        let under_cursor = match self.panel.cursor.filter(|_| self.focus == Focus::People) {
            Some(Item::Speaker(Who::Person(id)) | Item::Detail(Who::Person(id)) | Item::Silent(id)) => Some(id),
            Some(Item::Quotation(id)) => self.record.quotations().get(id).and_then(|q| q.speaker),
            _ => None,
        };
        let chosen = self.selected.filter(|&id| id < self.record.people().len());
        under_cursor.or(chosen).or_else(|| self.record.quotations().get(self.current()?)?.speaker)
    }

    /// How many quotations are shown before `id`.
    pub fn shown_before(&self, id: QuotationId) -> usize {
        if self.kinds.shows_all() { id } else { (0..id).filter(|&id| self.shows(id)).count() }
    }

    /// The rows of the panel.
    pub fn listing(&self) -> Listing<'_> {
        self.listing_of(&self.record)
    }

    /// The rows of the panel for `record`, which is the one that is shown: for those who change the state meanwhile.
    pub(super) fn listing_of<'r>(&self, record: &'r Record) -> Listing<'r> {
        self.panel.listing(record, self.kinds.shows_all(), |id| self.shows(id))
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

    /// The rows of a list to choose from: what is shown, and the byte or number of the source that it leads to.
    pub fn list(&self, of: List) -> Vec<(String, usize)> {
        match of {
            List::Contents => {
                let headings = self.article.blocks().iter().filter_map(|block| match block.kind {
                    BlockKind::Headline => Some((0, block.span)),
                    BlockKind::Heading(level) => Some((usize::from(level), block.span)),
                    _ => None,
                });
                headings
                    .map(|(level, span)| {
                        let indent = "  ".repeat(level.saturating_sub(1));
                        let number = self.number_of(span.start as usize);
                        (format!("{indent}{}  ¶{number}", clean(self.article.slice(span))), span.start as usize)
                    })
                    .collect()
            }
            List::Sources => self.sources.iter().enumerate().map(|(nth, name)| (clean(name), nth)).collect(),
        }
    }

    /// The byte at this share of the text, on a character boundary.
    pub fn byte_at(&self, share: f32) -> usize {
        let text = self.article.text();
        let at = (text.len() as f64 * f64::from(share.clamp(0.0, 1.0))) as usize;
        (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    /// How far the last row on the screen is in the text, 0 to 100; 100 for an empty text.
    pub fn percent(&self) -> usize {
        let all = self.article.blocks().last().map_or(0, |block| block.span.end as usize);
        (self.viewport.shown().end as usize * 100).checked_div(all).unwrap_or(100)
    }
}
