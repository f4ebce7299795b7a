//! PDF with a text layer → [`Article`]. A library interprets the pages and says which glyph stands where; `glyphs` takes
//! them down, `lines` makes lines of them in the order in which they are read, `paragraphs` makes an article of the lines.
//! `limits` refuses files that unpack without end, before they are opened.

mod glyphs;
mod limits;
mod lines;
mod paragraphs;

use super::cause::Cause;
use crate::article::{Article, Meta};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// Pages that are read; what comes after is cut off.
const MAX_PAGES: usize = 5_000;
/// Glyphs that are read; as many as in ten thick books.
const MAX_GLYPHS: usize = 20_000_000;
/// Of how many glyphs one may be unknown, before the text is taken for no text.
const UNKNOWN: usize = 4;

/// What programs call an author whom they do not know.
const NOBODY: [&str; 6] = ["anonymous", "unknown", "unspecified", "user", "admin", "author"];

/// Reads a PDF.
///
/// # Errors
/// When it is none, is locked, or holds no text.
pub(super) fn article(bytes: Vec<u8>) -> Result<Article, Cause> {
    limits::check(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Cause::Password,
        LoadPdfError::Decryption(_) => Cause::Pdf("it is encrypted in a way that is not known"),
        LoadPdfError::Invalid => Cause::Pdf("it is broken"),
    })?;
    limits::check_open(&pdf)?;
    let (mut known, mut unknown, mut pages) = (0usize, 0usize, Vec::new());
    glyphs::each_page(&pdf, MAX_PAGES, MAX_GLYPHS, |sheet| {
        known += sheet.glyphs.len();
        unknown += sheet.unknown;
        pages.push(lines::lines(sheet));
    });
    if known == 0 && pages.iter().any(|page| page.is_picture) {
        return Err(Cause::Scanned);
    }
    if unknown * UNKNOWN > known + unknown {
        return Err(Cause::Pdf("its fonts do not say which letters they show"));
    }
    let article = paragraphs::article(&pages, meta(&pdf));
    if article.blocks().iter().any(|block| block.kind.is_text()) { Ok(article) } else { Err(Cause::Empty) }
}

/// What the file says of itself. Titles that are names of files, as word processors leave them, are none.
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
            || matches!(lower.as_str(), "untitled" | "document" | "title")
    };
    Meta {
        title: text(&known.title).filter(|title| !is_file(title)),
        byline: text(&known.author).filter(|name| !NOBODY.iter().any(|nobody| name.eq_ignore_ascii_case(nobody))),
        // A file knows when it was made: when a page was printed to it or a paper was set anew, which may be years after
        // the text was published. No date is better than one that is wrong.
        published: None,
        site: None,
        url: None,
    }
}

/// A text of the file's own: UTF-16 or UTF-8 with a mark, else what is nearly Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
