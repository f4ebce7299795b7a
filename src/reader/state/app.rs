//! [`App`]: the whole state of the reader: everything that exists once in the program, and the document on the screen.
//! Queries that need both are here.

use crate::article::{Article, BlockKind};
use crate::language::attribute::reporting;
use crate::reader::keys::action::Action;
use crate::reader::keys::keymap::Keymap;
use crate::reader::state::catalogue::Catalogue;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::panel::tree::PanelTree;
use crate::reader::state::document::remap::Remap;
use crate::reader::state::document::speaker_map::speaker_map;
use crate::reader::state::document::{Document, Focus};
use crate::reader::state::evidence::EvidenceView;
use crate::reader::state::geometry::{Geometry, Size};
use crate::reader::state::input::candidates::Candidates;
use crate::reader::state::input::key_input::KeyInput;
use crate::reader::state::input::mode::{Correcting, Help, Mode, Picker, Prompt, PromptKind};
use crate::reader::state::main_view::MainView;
use crate::reader::state::preferences::{PanelOrder, Preferences};
use crate::reader::state::sources::Sources;
use crate::record::{Kind, PersonId, QuotationId, Record, SpeechAct};
use crate::source::Source;
use crate::text::{one_line, width};
use std::ops::Range;
use std::sync::Arc;

/// Bytes of a quotation that the panel may show: the widest has 72 columns, of characters of at most four bytes.
const MAX_PANEL_BYTES: usize = 1000;

/// Everything that the reader shows.
#[derive(Debug)]
pub struct App {
    pub preferences: Preferences,
    pub input: KeyInput,
    pub geometry: Geometry,
    pub mode: Mode,
    pub main_view: MainView,
    /// The message of the status line, until the next key.
    pub notice: Option<String>,
    /// The lists of the library.
    pub catalogue: Catalogue,
    /// The document on the screen.
    pub document: Document,
    /// All sources in order, with the documents that are not on the screen.
    pub sources: Sources,
    /// Whether nothing can be stored at present, though it should be.
    pub unsaved: bool,
    /// Whether the terminal's background is dark. `None` until it says so.
    pub dark: Option<bool>,
}

/// The overlay on the screen.
#[derive(Clone, Copy, Debug)]
pub enum Overlay<'a> {
    /// The keys, from row `top`, only those that hold `filter`.
    Help { top: usize, filter: &'a str },
    /// A picker, narrowed to what matches `filter`.
    Picker { picker: &'a Picker, filter: &'a str },
    /// The evidence for a speaker.
    Evidence(EvidenceView),
}

impl App {
    /// A reader of `sources` on a screen of `size`, the first of them being opened.
    pub fn new(sources: &[Source], preferences: Preferences, keymap: Arc<Keymap>, size: Size) -> App {
        let document = match sources.first() {
            Some(source) => Document::loading(source.name()),
            None => Document::absent(),
        };
        App::showing(document, Sources::new(sources), preferences, keymap, size)
    }

    /// A reader at the top of `article`, before its analysis, on a screen of `size`.
    pub fn reading(article: Arc<Article>, name: String, size: Size) -> App {
        let sources = Sources::new(&[Source::File(name.clone().into())]);
        App::showing(Document::new(article, name), sources, Preferences::default(), Arc::default(), size)
    }

    fn showing(document: Document, sources: Sources, preferences: Preferences, keymap: Arc<Keymap>, size: Size) -> App {
        let geometry = document.geometry(size, preferences.layout);
        let mut app = App {
            preferences,
            input: KeyInput { keymap, ..KeyInput::default() },
            geometry,
            mode: Mode::Normal,
            main_view: MainView::default(),
            notice: None,
            catalogue: Catalogue::default(),
            document,
            sources,
            unsaved: false,
            dark: None,
        };
        app.document.lay_out(&app.geometry);
        app
    }

    /// The document of source `nth`, on the screen or behind it. `None` where it is not open.
    pub fn document_mut(&mut self, nth: usize) -> Option<&mut Document> {
        if nth == self.sources.shown() { Some(&mut self.document) } else { self.sources.in_background(nth) }
    }

    /// Gives the status line a message about source `nth`: now, or once that is on the screen.
    pub fn notify(&mut self, nth: usize, message: String) {
        if nth == self.sources.shown() {
            self.notice = Some(message);
        } else if let Some(document) = self.sources.in_background(nth) {
            document.deferred.notice = Some(message);
        }
    }

    /// Lays out the document again for a screen of `size`.
    pub fn lay_out(&mut self, size: Size) {
        self.geometry = self.document.geometry(size, self.preferences.layout);
        self.document.lay_out(&self.geometry);
    }

    /// Redraws the speaker map: after an analysis, a resize, or a change of the kinds shown.
    pub fn draw_map(&mut self) {
        let rows = usize::from(self.geometry.map().height);
        let document = &self.document;
        self.document.map = speaker_map(&document.record, document.length(), rows, |id| self.shows(id));
    }

    /// Replaces the record of the document on the screen. An open correction stays open if the new record still has its
    /// subject.
    pub fn replace_record(&mut self, record: Arc<Record>) {
        let remap = self.document.replace_record(record);
        // The candidates of a prompt point into the old record.
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.candidates = Candidates::default();
            prompt.stale = true;
        }
        match &mut self.mode {
            Mode::Select(selection) => {
                selection.extent_of = selection.extent_of.and_then(|id| remap.quotation(id));
            }
            Mode::Prompt(prompt) => {
                let PromptKind::Correct(correcting) = &mut prompt.kind else { return self.draw_map() };
                match remapped(*correcting, &remap) {
                    Some(remapped) => *correcting = remapped,
                    None => {
                        self.mode = Mode::Normal;
                        self.notice =
                            Some("What you were correcting is no longer there, so the prompt was closed".into());
                    }
                }
            }
            Mode::Normal | Mode::Pending(_) | Mode::Help(_) | Mode::Picker(_) => {}
        }
        self.draw_map();
    }

    /// The open overlay. The help and a picker cover the evidence.
    pub fn overlay(&self) -> Option<Overlay<'_>> {
        match &self.mode {
            Mode::Help(Help { top, filter }) => Some(Overlay::Help { top: *top, filter }),
            Mode::Prompt(prompt) if prompt.kind == PromptKind::Help => {
                Some(Overlay::Help { top: 0, filter: prompt.input.value() })
            }
            Mode::Picker(picker) => Some(Overlay::Picker { picker, filter: "" }),
            Mode::Prompt(prompt) if let Some(picker) = &prompt.picker => {
                Some(Overlay::Picker { picker, filter: prompt.input.value() })
            }
            Mode::Normal | Mode::Prompt(_) | Mode::Pending(_) | Mode::Select(_) => {
                self.main_view.evidence().map(Overlay::Evidence)
            }
        }
    }

    /// The prompt that is open.
    pub fn prompt(&self) -> Option<&Prompt> {
        match &self.mode {
            Mode::Prompt(prompt) => Some(prompt),
            _ => None,
        }
    }

    /// The first key bound to `action`, for display.
    pub fn key(&self, action: Action) -> String {
        self.input.keymap.key_of(action)
    }

    /// The first line for a new user: how speakers are distinguished, and the first keys to try.
    pub fn welcome(&self, has_colours: bool) -> String {
        let key = |action| self.key(action);
        format!(
            "Welcome · each speaker has a {} · {} next quotation · {} people · {} help",
            if has_colours { "colour" } else { "letter" },
            key(Action::NextQuotation),
            key(Action::OtherPane),
            key(Action::Help),
        )
    }

    /// The same over the items of a feed.
    pub fn welcome_to_feed(&self) -> String {
        let [follow, search, help] = [Action::Follow, Action::Search, Action::Help].map(|action| self.key(action));
        format!("Welcome · {follow} opens an item · {search} narrows the list · {help} help")
    }

    /// Whether the panel is on the screen.
    pub fn shows_panel(&self) -> bool {
        if self.geometry.wide { self.preferences.layout.panel } else { self.document.focus == Focus::People }
    }

    /// Whether this quotation is of a kind that is shown.
    pub fn shows(&self, quotation: QuotationId) -> bool {
        let found = self.document.record.quotations().get(quotation);
        found.is_some_and(|quotation| self.preferences.kinds.shows(quotation.kind))
    }

    /// The quotations among `ids` that are shown, in order.
    pub fn shown_of(&self, ids: Range<QuotationId>) -> impl DoubleEndedIterator<Item = QuotationId> + '_ {
        ids.filter(|&id| self.shows(id))
    }

    /// The number of quotations shown before `id`.
    pub fn shown_before(&self, id: QuotationId) -> usize {
        if self.preferences.kinds.shows_all() { id } else { (0..id).filter(|&id| self.shows(id)).count() }
    }

    /// The current quotation, which the status line names, `▶` marks, and every command acts on. In the panel it is the
    /// one under the cursor, or the selected one of the person there; otherwise the one last selected, as long as any
    /// of it is on the screen; otherwise the first one there that was said, or if none was, the first in the text.
    pub fn current(&self) -> Option<QuotationId> {
        let Document { record, viewport, selection, .. } = &self.document;
        let selected = selection.quotation.filter(|&id| self.shows(id));
        let pointed_at = match self.under_cursor() {
            Some(PanelItem::Quotation(id)) => Some(id).filter(|&id| self.shows(id)),
            Some(PanelItem::Speaker(speaker)) => selected.filter(|&id| PanelSpeaker::of(record, id) == speaker),
            _ => None,
        };
        let is_on_screen =
            |id: &QuotationId| record.quotations()[*id].content.iter().any(|&piece| viewport.shows(piece));
        if let Some(id) = pointed_at.or(selected.filter(is_on_screen)) {
            return Some(id);
        }
        let on_screen = viewport.shown();
        let starts = |id: &QuotationId| self.shows(*id) && record.quotations()[*id].extent().start >= on_screen.start;
        let of_text = |id: &QuotationId| starts(id) && self.is_of_text(*id);
        let mut first = record.pieces_in(on_screen).map(|(_, id)| id).filter(of_text).peekable();
        let any = first.peek().copied();
        first.find(|&id| self.is_said(id)).or(any)
    }

    /// Whether a quotation stands in the text, not in the headline or under a picture.
    fn is_of_text(&self, id: QuotationId) -> bool {
        let article = &self.document.article;
        let start = self.document.record.quotations()[id].extent().start as usize;
        let block = article.block_at(start).and_then(|block| article.blocks().get(block));
        block.is_none_or(|block| block.kind.is_text() && block.kind != BlockKind::Headline)
    }

    /// Whether a quotation was said, by its own marks or by the word that reports it. A vote or a wish is not.
    fn is_said(&self, id: QuotationId) -> bool {
        let quotation = &self.document.record.quotations()[id];
        let says = |cue| reporting::says(self.document.article.slice(cue));
        quotation.act == SpeechAct::Said && (quotation.kind != Kind::Indirect || quotation.cue.is_some_and(says))
    }

    /// The first quotation under a head of the panel that is shown.
    pub fn first_shown(&self, speaker: PanelSpeaker) -> Option<QuotationId> {
        speaker.quotations(&self.document.record).iter().copied().find(|&id| self.shows(id))
    }

    /// The number of quotations that the panel's row under the cursor stands for: all that are shown of a person, on
    /// the head of the current quotation's speaker; 0 on the rows of people who are only mentioned; otherwise 1.
    pub fn stands_for(&self) -> usize {
        let record = &self.document.record;
        match (self.under_cursor(), self.current()) {
            // The evidence covers the panel and concerns one quotation.
            _ if self.main_view.evidence().is_some() => 1,
            (Some(PanelItem::Speaker(speaker)), Some(id)) if PanelSpeaker::of(record, id) == speaker => {
                speaker.quotations(record).iter().filter(|&&id| self.shows(id)).count()
            }
            (Some(PanelItem::Mentioned | PanelItem::Silent(_)), _) => 0,
            _ => 1,
        }
    }

    /// The item under the panel's cursor, while the panel has the focus.
    fn under_cursor(&self) -> Option<PanelItem> {
        self.document.panel.cursor.filter(|_| self.document.focus == Focus::People)
    }

    /// The selected person: in the panel the one under the cursor, else the one last selected, else the speaker of the
    /// current quotation.
    pub fn person(&self) -> Option<PersonId> {
        let record = &self.document.record;
        let speaker = |id: QuotationId| record.quotations().get(id).and_then(|quotation| quotation.speaker);
        let under_cursor = match self.under_cursor() {
            Some(PanelItem::Speaker(PanelSpeaker::Person(id)) | PanelItem::Detail(PanelSpeaker::Person(id))) => {
                Some(id)
            }
            Some(PanelItem::Silent(id)) => Some(id),
            Some(PanelItem::Quotation(id) | PanelItem::Rest(id)) => speaker(id),
            _ => None,
        };
        let selected = self.document.selection.person.filter(|&id| id < record.people().len());
        under_cursor.or(selected).or_else(|| speaker(self.current()?))
    }

    /// The rows of the panel.
    pub fn panel_tree(&self) -> PanelTree<'_> {
        self.panel_tree_of(&self.document.record)
    }

    /// The rows of the panel for `record`, a copy of the one shown, for callers that change the state meanwhile.
    pub fn panel_tree_of<'r>(&self, record: &'r Record) -> PanelTree<'r> {
        let kinds = self.preferences.kinds;
        let order = self.panel_order(record);
        let tree = self.document.panel.tree(record, order, kinds.shows_all(), |id| self.shows(id));
        // Long quotations get two rows if all of the panel still fits.
        if tree.len() < self.geometry.panel_rows() {
            let wrapped = tree.wrapped(|id| self.is_long(record, id));
            if wrapped.len() <= self.geometry.panel_rows() {
                return wrapped;
            }
        }
        tree
    }

    /// The order in which the panel lists the people of `record`.
    pub fn panel_order(&self, record: &Record) -> PanelOrder {
        self.preferences.order.unwrap_or_else(|| self.document.panel.usual_order(record))
    }

    /// Whether a quotation is longer than its row in the panel.
    fn is_long(&self, record: &Record, id: QuotationId) -> bool {
        let columns = usize::from(self.geometry.panel.inner().width);
        let room = quotation_room(columns, &self.number_in_panel(record, id));
        width(&words_in_panel(&self.document.article, record, id)) > room
    }

    /// The number of the paragraph of a quotation, as its row in the panel has it.
    pub fn number_in_panel(&self, record: &Record, id: QuotationId) -> String {
        let at = record.quotations().get(id).map_or(0, |quotation| quotation.extent().start);
        format!("¶{:<3}", self.document.number_of(at as usize))
    }
}

/// Columns of the words of a quotation on a row of the panel of `columns` columns, behind pointer, mark and `number`.
pub fn quotation_room(columns: usize, number: &str) -> usize {
    columns.saturating_sub(7 + width(number))
}

/// The words of a quotation as the panel has them, on one line, as far as two rows can show them.
pub fn words_in_panel(article: &Article, record: &Record, id: QuotationId) -> String {
    let content = record.quotations().get(id).map_or(&[][..], |quotation| &quotation.content);
    let mut words = String::new();
    for &piece in content {
        let text = article.slice(piece);
        let some = &text[..text.floor_char_boundary(MAX_PANEL_BYTES)];
        words += if words.is_empty() { "" } else { " … " };
        words += &one_line(some);
        if words.len() >= MAX_PANEL_BYTES {
            break;
        }
    }
    words
}

/// The subject of a correction, found again in the record that replaced the one it was begun in.
fn remapped(correcting: Correcting, to: &Remap) -> Option<Correcting> {
    match correcting {
        Correcting::Speaker(id) => to.quotation(id).map(Correcting::Speaker),
        Correcting::Missed(span) => Some(Correcting::Missed(span)),
        Correcting::Name(id) => to.person(id).map(Correcting::Name),
        Correcting::Merge(id) => to.person(id).map(Correcting::Merge),
        Correcting::Mention(id, index) => to.mention((id, index)).map(|(id, index)| Correcting::Mention(id, index)),
    }
}
