//! [`JumpList`]: the places that jumps have left, and the way back and forth between them.

use crate::reader::state::document::viewport::ViewPosition;

/// Places that are remembered.
const MAX_PLACES: usize = 100;

/// The jump list.
#[derive(Debug, Default)]
pub struct JumpList {
    back: Vec<ViewPosition>,
    forward: Vec<ViewPosition>,
}

impl JumpList {
    /// Remembers `from` as the place that a jump left. Clears the way forward.
    pub fn leave(&mut self, from: ViewPosition) {
        if self.back.last() != Some(&from) {
            self.back.push(from);
        }
        if self.back.len() > MAX_PLACES {
            self.back.remove(0);
        }
        self.forward.clear();
    }

    /// The places of the jumps back, the latest first.
    pub fn earlier(&self) -> impl Iterator<Item = ViewPosition> + '_ {
        self.back.iter().rev().copied()
    }

    /// The places of the jumps forward, the next first.
    pub fn later(&self) -> impl Iterator<Item = ViewPosition> + '_ {
        self.forward.iter().rev().copied()
    }

    /// One jump back from `here`.
    pub fn back(&mut self, here: ViewPosition) -> Option<ViewPosition> {
        let to = self.back.pop()?;
        self.forward.push(here);
        Some(to)
    }

    /// One jump forward from `here`.
    pub fn forward(&mut self, here: ViewPosition) -> Option<ViewPosition> {
        let to = self.forward.pop()?;
        self.back.push(here);
        Some(to)
    }
}
