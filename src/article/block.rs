//! [`Block`]s divide the text of an article; [`Inline`]s set words apart inside them.

use crate::text::Span;

/// A paragraph, a heading, a line of a list: what is set off by line ends when it is shown. Its number, the one behind
/// the reader's `¶`, is its place in [`Article::blocks`] plus one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The article's own title, when it stands in the text.
    Headline,
    /// “By Jordan Maslow, Staff Writer”: who wrote it, set off before the text.
    Byline,
    /// A heading inside the text; 1 is the highest level.
    Heading(u8),
    Paragraph,
    /// An item of a list; the number is the depth, from 1.
    Item(u8),
    /// An item of an ordered list, with the number that stands before it and not in the text.
    Numbered {
        depth: u8,
        number: i32,
    },
    /// A further paragraph of an item, which has no mark of its own; the number is the depth, from 1.
    Continuation(u8),
    /// A paragraph of a block quotation; the number is the depth, from 1.
    Quote(u8),
    /// A row of a table, cells apart by ` | `.
    Table,
    /// A line of code: shown as it is, never analysed.
    Code,
    /// What stands beside a picture: its caption, its credit, or what stands for it. Only words in marks are analysed.
    Caption,
    /// What a page has around its article (“Follow”, “Advertisement”): shown dimmed, never analysed.
    Boilerplate,
}

/// Words set apart inside one block: emphasis, a link. They may overlap and lie inside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    pub kind: InlineKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    Emphasis,
    Strong,
    /// A link to this absolute http or https address.
    Link(Box<str>),
}

impl BlockKind {
    /// Is it a part of the running text?
    pub fn is_text(self) -> bool {
        !matches!(self, BlockKind::Boilerplate | BlockKind::Code | BlockKind::Caption)
    }

    /// Is it to be analysed?
    pub fn is_analysed(self) -> bool {
        self.is_text() || self == BlockKind::Caption
    }

    /// Is it an item of a list, or a part of one?
    pub fn is_item(self) -> bool {
        matches!(self, BlockKind::Item(_) | BlockKind::Numbered { .. } | BlockKind::Continuation(_))
    }
}
