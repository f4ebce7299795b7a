//! PDF with a text layer → [`Article`]. A library interprets the pages; `glyphs` collects the drawn text and the values
//! of form `fields`, `lines` makes lines in reading order, `paragraphs` makes an article. `limits` refuses
//! decompression bombs before the file is opened.

mod codes;
mod fields;
mod glyphs;
mod limits;
mod lines;
mod paragraphs;
mod strings;
mod word_lists;

use super::format_error::FormatError;
use crate::article::{Article, Meta};
use crate::text::words::WordSet;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use strings::decoded;
use word_lists::{NO_AUTHOR, NO_TITLE};

/// The most pages that are read; the rest is cut off.
const MAX_PAGES: usize = 5_000;
/// The most glyphs that are read, as many as in ten thick books.
const MAX_GLYPHS: usize = 20_000_000;
/// If one glyph in this many is unknown, the text is not legible.
const UNKNOWN: usize = 4;

/// Reads a PDF.
///
/// # Errors
/// If it is not a PDF, is locked, or contains no text.
pub(super) fn article(bytes: Vec<u8>) -> Result<Article, FormatError> {
    limits::check(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => FormatError::Password,
        LoadPdfError::Decryption(_) => FormatError::Pdf("its encryption is unknown"),
        LoadPdfError::Invalid => FormatError::Pdf("it is broken"),
    })?;
    limits::check_open(&pdf)?;
    let (mut known, mut unknown, mut pages) = (0usize, 0usize, Vec::new());
    glyphs::each_page(&pdf, MAX_PAGES, MAX_GLYPHS, |sheet| {
        known += sheet.glyphs.len();
        unknown += sheet.unknown;
        pages.push(lines::lines(sheet));
    });
    if known == 0 && pages.iter().any(|page| page.is_picture) {
        return Err(FormatError::Scanned);
    }
    if unknown * UNKNOWN > known + unknown {
        return Err(FormatError::Pdf("its fonts do not map to letters"));
    }
    let article = paragraphs::article(&pages, meta(&pdf));
    if article.blocks().iter().any(|block| block.kind.is_text()) { Ok(article) } else { Err(FormatError::Empty) }
}

/// Metadata of the file. Word processors leave file names as titles, which are ignored.
fn meta(pdf: &Pdf) -> Meta {
    let known = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = decoded(bytes.as_deref()?);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| !text.is_empty() && text.len() < 1000)
    };
    let is_file = |title: &String| {
        let lower = title.to_ascii_lowercase();
        let endings = [".doc", ".docx", ".odt", ".tex", ".dvi", ".pdf", ".indd", ".qxd", ".rtf", ".txt"];
        endings.iter().any(|ending| lower.ends_with(ending))
            || lower.starts_with("microsoft ")
            || NO_TITLE.contains(&lower)
    };
    Meta {
        title: text(&known.title).filter(|title| !is_file(title)),
        byline: text(&known.author).filter(|name| !NO_AUTHOR.has(name)),
        // The file's date is when it was made, for instance printed from a page, which may be years after publication.
        // No date is better than a wrong one.
        published: None,
        site: None,
        url: None,
    }
}
