//! The terms of a definition list: names of speakers, or keys and commands.

use super::page_blocks::PageBlocks;
use crate::article::{Inline, InlineKind, keys};

/// The terms of the open definition list.
#[derive(Default)]
pub(super) struct Terms {
    /// The number of blocks before the open term.
    before: usize,
    /// The blocks of the terms so far.
    blocks: Vec<usize>,
}

impl Terms {
    /// Begins a list.
    pub fn enter_list(&mut self) {
        self.blocks.clear();
    }

    /// Begins a term.
    pub fn enter_term(&mut self, page: &PageBlocks) {
        self.before = page.blocks.len();
    }

    /// Ends a term.
    pub fn leave_term(&mut self, page: &PageBlocks) {
        self.blocks.extend((page.blocks.len() == self.before + 1).then_some(self.before));
    }

    /// Ends the list, and marks its terms as code if they are keys.
    pub fn leave_list(&mut self, page: &mut PageBlocks) {
        let spans: Vec<_> = self.blocks.drain(..).filter_map(|block| Some(page.blocks.get(block)?.span)).collect();
        let terms: Vec<&str> = spans.iter().map(|span| span.of(&page.text)).collect();
        if !keys::are_keys(&terms) {
            return;
        }
        for span in spans {
            // Inlines are in the order of their ends.
            let place = page.inlines.partition_point(|inline| inline.span.end <= span.end);
            page.inlines.insert(place, Inline { kind: InlineKind::Code, span });
        }
    }
}
