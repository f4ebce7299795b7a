//! [`Block`]s, which divide the text of an article, and [`Inline`]s, which mark up words inside them.

use super::times::Times;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A paragraph, heading, list item or the like, which begins on a new row of the screen. Its number, shown by the
/// reader as `¶`, is its index in `Article::blocks` plus one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

/// The kind of a block. The library stores its index in this list: new ones go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The title of the article, if the text contains it.
    Headline,
    /// A byline before the text: “By Jordan Maslow, Staff Writer”.
    Byline,
    /// A heading inside the text. Level 1 is the highest.
    Heading(u8),
    Paragraph,
    /// A list item with its depth, from 1.
    Item(u8),
    /// An item of an ordered list. Its number is shown before it and is not part of the text.
    Numbered {
        depth: u8,
        number: i32,
    },
    /// A further paragraph of a list item, without a marker; with its depth, from 1.
    Continuation(u8),
    /// A paragraph of a block quotation with its depth, from 1.
    Quote(u8),
    /// A table row, its cells separated by ` | `.
    Table,
    /// A line of code: shown verbatim, never analysed.
    Code,
    /// The caption or credit of a picture: dimmed. Only words in quotation marks are analysed, with who says them
    /// there.
    Caption,
    /// Boilerplate: text around the article of a page (“Follow”, “Advertisement”): dimmed, never analysed.
    Boilerplate,
    /// The alternative text of a picture: dimmed, never analysed.
    Alternative,
}

/// Words marked up inside one block: emphasis, a link. Inlines may overlap and nest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    pub kind: InlineKind,
    pub span: Span,
}

impl Inline {
    /// When its words are spoken, if it has times.
    pub fn times(&self) -> Option<Times> {
        match self.kind {
            InlineKind::Timed(times) => Some(times),
            _ => None,
        }
    }
}

/// A cell of a table, whose rows are blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The column in which it begins, from 0, and the number of columns that it spans.
    pub column: u16,
    pub columns: u16,
    /// Whether it heads its column or its row.
    pub is_head: bool,
}

/// The markup of a part of a block. The library stores its index in this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InlineKind {
    Emphasis,
    Strong,
    /// A link to an address: http, https, or `file` from a page that was read from a file.
    Link(Box<str>),
    /// A link to a place in the article: its byte.
    Jump(u32),
    /// A cell of a table row.
    Cell(Cell),
    /// Code, a key or an output: never a name.
    Code,
    /// Words of a recording, with the start and end of their time.
    Timed(Times),
    /// A sign in the margin of a line, not part of its words: of quoted mail, a line number.
    Margin,
}

impl BlockKind {
    /// Whether it is part of the running text.
    pub fn is_text(self) -> bool {
        !matches!(self, BlockKind::Boilerplate | BlockKind::Code | BlockKind::Caption | BlockKind::Alternative)
    }

    /// Whether it is a list item or part of one.
    pub fn is_item(self) -> bool {
        matches!(self, BlockKind::Item(_) | BlockKind::Numbered { .. } | BlockKind::Continuation(_))
    }
}
