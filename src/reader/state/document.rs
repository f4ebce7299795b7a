//! [`Document`]: everything that belongs to one source: its article and record, what is on the screen of it, what is
//! selected, and the marks and corrections of the person who reads it.

use crate::article::{Article, BlockKind};
use crate::reader::state::colours::{Colours, SpeakerLook};
use crate::reader::state::filter::Filter;
use crate::reader::state::geometry::{Geometry, Size};
use crate::reader::state::jump_list::JumpList;
use crate::reader::state::panel::Panel;
use crate::reader::state::panel_item::{PanelItem, Speaker};
use crate::reader::state::preferences::{Kinds, LayoutPreferences};
use crate::reader::state::remap::Remap;
use crate::reader::state::search::Search;
use crate::reader::state::speaker_map::Slice;
use crate::reader::state::viewport::{ViewPosition, Viewport};
use crate::record::{self, Correction, Engine, FilteredAnalysis, PersonId, QuotationId, Record};
use crate::source::fetch;
use crate::text::TextAnchor;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One source, opened or on its way.
#[derive(Debug)]
pub struct Document {
    /// The name of the source, as it is shown.
    pub name: String,
    pub article: Arc<Article>,
    /// The analysis before the corrections; the record is built from both.
    pub found: Option<Arc<FilteredAnalysis>>,
    pub corrections: Vec<Correction>,
    pub record: Arc<Record>,
    /// Whether the record holds the quotations that are too doubtful to be shown otherwise.
    pub doubtful: bool,
    pub progress: Phase,
    /// Bytes of the whole text, as far as they are known, while `article` is only its beginning.
    pub full_length: Option<usize>,
    /// The part of the source that has arrived, while it is opened or reloaded.
    pub arriving: Option<fetch::DownloadProgress>,
    /// Share of the better answer that is done, 0 to 1, while one is on its way to replace the first.
    pub refining: Option<f32>,
    /// Whether the analysis under way was asked for with a key, so that its end is told.
    pub requested: bool,
    pub viewport: Viewport,
    pub panel: Panel,
    pub focus: Focus,
    /// The view when the panel took the focus, to return to.
    pub panel_origin: Option<PanelOrigin>,
    pub selection: Selection,
    pub search: Option<Search>,
    /// Places with a letter.
    pub marks: BTreeMap<char, ViewPosition>,
    pub jumps: JumpList,
    /// The speaker map: one slice of the text for each of its rows.
    pub map: Vec<Slice>,
    /// Whether the library has this text.
    pub kept: bool,
    /// When the library last kept another text of this source, in seconds since 1970.
    pub changed_since: Option<i64>,
    /// Whether it was forgotten on request, so that nothing of it is kept unasked.
    pub forgotten: bool,
    /// Whether it is being kept on request, so that the end is told.
    pub keeping: bool,
    /// The words to go to as soon as there is a text.
    pub wanted: Option<TextAnchor>,
    /// News of this document for the status line, until it is on the screen.
    pub news: Option<String>,
    colours: Colours,
}

/// The phase of opening and analysing a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The source is being opened.
    Loading,
    /// It was given up or could not be opened, and there is nothing else to show.
    NotOpened,
    /// The text is too long to be analysed unasked.
    Unasked,
    /// Share of the text that is analysed, 0 to 1.
    Running(f32),
    Done,
    /// The analysis failed, and why.
    Failed(String),
}

/// The pane that takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Article,
    People,
}

/// The quotation, person and mention that were last gone to with a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub quotation: Option<QuotationId>,
    pub person: Option<PersonId>,
    /// The mention last gone to, until a quotation is: of whom, and its index among theirs.
    pub mention: Option<(PersonId, usize)>,
    /// The link last gone to, until a quotation or a mention is: its index among the article's inlines.
    pub link: Option<usize>,
    /// Whether a match of the search was gone to after all of them.
    pub at_match: bool,
}

/// The position in the article and the selection when the panel took the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelOrigin {
    pub place: ViewPosition,
    pub selection: Selection,
}

impl Selection {
    /// The same in a new record.
    fn remapped(self, to: &Remap) -> Selection {
        Selection {
            quotation: self.quotation.and_then(|id| to.quotation(id)),
            person: self.person.and_then(|id| to.person(id)),
            mention: self.mention.and_then(|mention| to.mention(mention)),
            ..self
        }
    }

    /// Selects a quotation, in place of a mention, a link or a match.
    pub fn select_quotation(&mut self, id: QuotationId) {
        *self = Selection { quotation: Some(id), mention: None, link: None, at_match: false, ..*self };
    }

    /// Selects the link with index `number` among the article's inlines.
    pub fn select_link(&mut self, number: usize) {
        *self = Selection { link: Some(number), mention: None, at_match: false, ..*self };
    }

    /// Selects the mention `index` of `person`.
    pub fn select_mention(&mut self, person: PersonId, index: usize) {
        *self = Selection { mention: Some((person, index)), link: None, at_match: false, ..*self };
    }
}

impl Document {
    /// An article before its analysis. It has no rows until it is laid out.
    pub fn new(article: Arc<Article>, name: String) -> Document {
        Document {
            name,
            article,
            found: None,
            corrections: Vec::new(),
            record: Arc::new(Record::empty()),
            doubtful: false,
            progress: Phase::Running(0.0),
            full_length: None,
            arriving: None,
            refining: None,
            requested: false,
            viewport: Viewport::default(),
            panel: Panel::default(),
            focus: Focus::Article,
            panel_origin: None,
            selection: Selection::default(),
            search: None,
            marks: BTreeMap::new(),
            jumps: JumpList::default(),
            map: Vec::new(),
            kept: false,
            changed_since: None,
            forgotten: false,
            keeping: false,
            wanted: None,
            news: None,
            colours: Colours::default(),
        }
    }

    /// A source that is being opened.
    pub fn loading(name: String) -> Document {
        Document { progress: Phase::Loading, ..Document::new(Arc::default(), name) }
    }

    /// A placeholder for the document where there is none.
    pub fn absent() -> Document {
        Document { progress: Phase::NotOpened, ..Document::new(Arc::default(), String::new()) }
    }

    /// The geometry of this document on a screen of `size`.
    pub fn geometry(&self, size: Size, layout: LayoutPreferences) -> Geometry {
        let blocks = self.article.blocks().len();
        // As many as there will be, so that nothing moves when the rest of the text comes.
        let all = blocks as f32 * self.length() as f32 / self.article.text().len().max(1) as f32;
        Geometry::new(size, layout, all as usize)
    }

    /// Lays the text out anew. The words at the top stay.
    pub fn lay_out(&mut self, geometry: &Geometry) {
        self.viewport.resize(&self.article, geometry.columns(), geometry.rows());
    }

    /// Bytes of the whole text.
    pub fn length(&self) -> usize {
        self.full_length.unwrap_or(self.article.text().len())
    }

    /// Builds the record of what was found, under the corrections. `None` before the analysis.
    pub fn build_record(&self, kinds: Kinds) -> Option<Record> {
        let found = self.found.as_ref()?;
        let found = if kinds == Kinds::Doubtful { found.whole().into() } else { found.confident.clone() };
        Some(record::build(&self.article, found, &self.corrections))
    }

    /// Replaces the record. Selection, panel and colours hold where the same people and quotations are in the new one.
    pub fn replace_record(&mut self, record: Arc<Record>) -> Remap {
        let before = std::mem::replace(&mut self.record, record.clone());
        let remap = Remap::new(before, record);
        self.selection = self.selection.remapped(&remap);
        if let Some(origin) = &mut self.panel_origin {
            origin.selection = origin.selection.remapped(&remap);
        }
        self.panel.remap(&remap);
        self.colours.remap(&remap);
        if let Some(filter) = &self.panel.filter {
            self.panel.filter = Some(Filter::new(&self.article, &self.record, &filter.pattern));
        }
        remap
    }

    /// The look of a person; those who say nothing have none.
    pub fn look_of(&self, person: PersonId) -> Option<SpeakerLook> {
        self.colours.of(&self.record, person)
    }

    /// Whether the best model can be asked for a better answer than the one that is shown.
    pub fn has_better(&self) -> bool {
        let done = self.progress == Phase::Done && self.refining.is_none();
        let is_first = self.record.engine() == Engine::Fast && self.record.language().is_english();
        Engine::HAS_BEST && done && is_first
    }

    /// Whether there is text to read, whole or its beginning.
    pub fn is_open(&self) -> bool {
        match self.progress {
            Phase::Loading => self.full_length.is_some(),
            Phase::NotOpened => false,
            Phase::Unasked | Phase::Running(_) | Phase::Done | Phase::Failed(_) => true,
        }
    }

    /// The number of the block that holds byte `at`, as in `¶3`.
    pub fn number_of(&self, at: usize) -> usize {
        self.article.block_at(at).map_or(0, |index| index + 1)
    }

    /// The number of the last paragraph that is text of the article.
    pub fn last_number(&self) -> usize {
        let blocks = self.article.blocks();
        blocks.iter().rposition(|block| block.kind != BlockKind::Boilerplate).map_or(0, |last| last + 1)
    }

    /// The item of the panel that stands for a quotation: its own row, or its speaker's while that is folded.
    pub fn panel_item_of(&self, quotation: QuotationId) -> PanelItem {
        let speaker = Speaker::of(&self.record, quotation);
        if self.panel.is_unfolded(speaker) { PanelItem::Quotation(quotation) } else { PanelItem::Speaker(speaker) }
    }

    /// The byte at this share of the text, on a character boundary.
    pub fn byte_at(&self, share: f32) -> usize {
        let text = self.article.text();
        let at = (text.len() as f64 * f64::from(share.clamp(0.0, 1.0))) as usize;
        text.floor_char_boundary(at)
    }

    /// The share of the text down to the last row on the screen, in percent; 100 for an empty text.
    pub fn percent(&self) -> usize {
        let all = self.article.blocks().last().map_or(0, |block| block.span.end as usize);
        (self.viewport.shown().end as usize * 100).checked_div(all).unwrap_or(100)
    }
}
