//! [`Document`]: everything that belongs to one source: its article and record, its place on the screen, the selection,
//! and the reader's marks and corrections.

pub mod citation;
pub mod colours;
pub mod corrected_analysis;
pub mod deferred;
pub mod jump_list;
pub mod library_status;
pub mod panel;
pub mod progress;
pub mod remap;
pub mod search;
pub mod selection;
pub mod speaker_map;
pub mod viewport;

use crate::article::{Article, BlockKind};
use crate::reader::state::document::colours::{Colours, SpeakerStyle};
use crate::reader::state::document::corrected_analysis::CorrectedAnalysis;
use crate::reader::state::document::deferred::Deferred;
use crate::reader::state::document::jump_list::JumpList;
use crate::reader::state::document::library_status::LibraryStatus;
use crate::reader::state::document::panel::Panel;
use crate::reader::state::document::panel::filter::Filter;
use crate::reader::state::document::panel::item::{PanelItem, PanelSpeaker};
use crate::reader::state::document::progress::{DocumentProgress, Phase};
use crate::reader::state::document::remap::Remap;
use crate::reader::state::document::search::Search;
use crate::reader::state::document::selection::Selection;
use crate::reader::state::document::speaker_map::Slice;
use crate::reader::state::document::viewport::{ViewPosition, Viewport};
use crate::reader::state::geometry::{Geometry, Size};
use crate::reader::state::preferences::LayoutPreferences;
use crate::record::{Engine, PersonId, QuotationId, Record};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One source, opened or still loading.
#[derive(Debug)]
pub struct Document {
    /// The displayed name of the source.
    pub name: String,
    pub article: Arc<Article>,
    pub progress: DocumentProgress,
    /// The analysis of which the record is built.
    pub analysis: CorrectedAnalysis,
    pub record: Arc<Record>,
    pub viewport: Viewport,
    pub panel: Panel,
    pub focus: Focus,
    pub selection: Selection,
    pub search: Option<Search>,
    /// Places with a letter.
    pub marks: BTreeMap<char, ViewPosition>,
    pub jumps: JumpList,
    /// The speaker map: one slice of the text for each of its rows.
    pub map: Vec<Slice>,
    pub library: LibraryStatus,
    pub deferred: Deferred,
    colours: Colours,
}

/// The pane that takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Article,
    People,
}

impl Document {
    /// An article before its analysis. It has no rows until it is laid out.
    pub fn new(article: Arc<Article>, name: String) -> Document {
        Document {
            name,
            article,
            progress: DocumentProgress::new(Phase::Running(0.0)),
            analysis: CorrectedAnalysis::default(),
            record: Arc::new(Record::empty()),
            viewport: Viewport::default(),
            panel: Panel::default(),
            focus: Focus::Article,
            selection: Selection::default(),
            search: None,
            marks: BTreeMap::new(),
            jumps: JumpList::default(),
            map: Vec::new(),
            library: LibraryStatus::default(),
            deferred: Deferred::default(),
            colours: Colours::default(),
        }
    }

    /// A source that is being opened.
    pub fn loading(name: String) -> Document {
        Document { progress: DocumentProgress::new(Phase::Loading), ..Document::new(Arc::default(), name) }
    }

    /// A placeholder for the document where there is none.
    pub fn absent() -> Document {
        Document { progress: DocumentProgress::new(Phase::NotOpened), ..Document::new(Arc::default(), String::new()) }
    }

    /// The geometry of this document on a screen of `size`.
    pub fn geometry(&self, size: Size, layout: LayoutPreferences) -> Geometry {
        let blocks = self.article.blocks().len();
        // As many as the whole text will have, so that nothing moves when the rest of it arrives.
        let all = blocks as f32 * self.length() as f32 / self.article.text().len().max(1) as f32;
        Geometry::new(size, layout, all as usize)
    }

    /// Lays out the text again. The words at the top stay.
    pub fn lay_out(&mut self, geometry: &Geometry) {
        self.viewport.resize(&self.article, geometry.columns(), geometry.rows());
    }

    /// Bytes of the whole text.
    pub fn length(&self) -> usize {
        self.progress.full_length.unwrap_or(self.article.text().len())
    }

    /// Replaces the record. The selection, the panel and the colours stay with the people and quotations that the new
    /// one has too.
    pub fn replace_record(&mut self, record: Arc<Record>) -> Remap {
        let before = std::mem::replace(&mut self.record, record.clone());
        let remap = Remap::new(before, record);
        self.selection = self.selection.remapped(&remap);
        if let Some(origin) = &mut self.panel.origin {
            origin.selection = origin.selection.remapped(&remap);
        }
        self.panel.remap(&remap);
        self.colours.remap(&remap);
        if let Some(filter) = &self.panel.filter {
            self.panel.filter = Some(Filter::new(&self.article, &self.record, &filter.pattern));
        }
        remap
    }

    /// The style of a person; `None` for a person who says nothing.
    pub fn speaker_style_of(&self, person: PersonId) -> Option<SpeakerStyle> {
        self.colours.style_of(&self.record, person)
    }

    /// Whether the best model can be asked for a better answer than the one that is shown.
    pub fn has_better(&self) -> bool {
        let is_first = self.record.engine() == Engine::Fast && self.record.language().is_english();
        Engine::HAS_BEST && self.progress.is_done() && is_first
    }

    /// Whether there is text to read, whole or its beginning.
    pub fn is_open(&self) -> bool {
        self.progress.is_open()
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
        let speaker = PanelSpeaker::of(&self.record, quotation);
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
