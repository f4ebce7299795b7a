//! Web page → article. `limits` bounds the page, `metadata` reads its metadata. `extract` finds the article by the
//! contents of elements (`outline`) and their names (`class_names`), after `reveal` has shown elements that scripts
//! would show; if hardly any text is found, `fallback` takes it from the data for scripts. `dom_blocks` turns it into
//! blocks (`lists` numbers items, `terms` finds keys, `tables` finds transcripts, `preformatted` distinguishes code
//! from text), and `cleanup` drops blocks that turn out not to be part of the article, such as `author_lines`.

mod addresses;
mod author_lines;
mod cells;
mod class_names;
mod cleanup;
mod dom_blocks;
mod elements;
mod extract;
mod fallback;
mod limits;
mod lists;
mod metadata;
mod outline;
mod page_blocks;
mod preformatted;
mod reveal;
mod tables;
mod terms;
mod word_lists;
mod xhtml;

pub(super) use page_blocks::PageBlocks;

use super::format_error::FormatError;
use crate::article::{Article, BlockKind, Meta};
use dom_query::Document;
use url::Url;

/// The article of the page `html` from the address `url`, or from a file at `base`.
///
/// # Errors
/// If the page contains no text.
pub fn article(html: &str, url: Option<&str>, base: Option<&str>) -> Result<Article, FormatError> {
    let html = limits::within_limits(html);
    // The parser replaces a NUL in some places and drops it in others, unlike browsers.
    let html = if html.contains('\0') { html.replace('\0', "").into() } else { html };
    // The template of a custom element is shown where it stands.
    let shadowed = memchr::memmem::find(html.as_bytes(), b"shadowrootmode").is_some();
    let html = if shadowed { html.replace("<template", "<div").into() } else { html };
    let document = Document::from(html.as_ref());
    reveal::reveal(&document);
    let address = url.and_then(|url| Url::parse(url).ok());
    let mut meta = metadata::read(&document, address.as_ref());
    // Without an address, links are resolved against the canonical one, or else in the folder of the file.
    let base = address.or_else(|| meta.url.as_deref().or(base).and_then(|url| Url::parse(url).ok()));
    let base = declared_base(&document, base.as_ref()).or(base);
    let root = extract::extract(&document, meta.title.as_deref());
    let mut page = dom_blocks::blocks(root, base.as_ref(), &[]);
    let kept = cleanup::keep(&mut page, &meta);
    // A byline that is dropped from the text is shown as one.
    meta.byline = meta.byline.or_else(|| cleanup::dropped_byline(&page, &kept));
    let shown = page.blocks.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(block, _)| block.span.len()).sum();
    match fallback::elsewhere(html.as_ref(), shown) {
        Some(body) => fragment(&body, base.as_ref().map(Url::as_str), meta),
        None => not_empty(page.article(&kept, meta)),
    }
}

/// The base address that `document` declares for its links.
fn declared_base(document: &Document, address: Option<&Url>) -> Option<Url> {
    let base = document.select_single("base[href]");
    let element = base.nodes().first()?.element_ref()?;
    let href = elements::attribute(&element, "href")?.trim();
    Url::options().base_url(address).parse(href).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The article of `html`, a part of a page, with metadata `meta`.
///
/// # Errors
/// If it contains no text.
pub fn fragment(html: &str, url: Option<&str>, meta: Meta) -> Result<Article, FormatError> {
    let html = limits::within_limits(html);
    let document = Document::fragment(html.as_ref());
    let mut page = dom_blocks::blocks(document.root(), url.and_then(|url| Url::parse(url).ok()).as_ref(), &[]);
    let kept = cleanup::keep(&mut page, &meta);
    not_empty(page.article(&kept, meta))
}

/// The article of `html` with everything in it, except that a first heading of the first level becomes the title if it
/// agrees with `meta`.
///
/// # Errors
/// If it contains no text.
pub(super) fn titled(html: &str, url: Option<&str>, mut meta: Meta) -> Result<Article, FormatError> {
    let html = limits::within_limits(html);
    let document = Document::fragment(html.as_ref());
    let page = dom_blocks::blocks(document.root(), url.and_then(|url| Url::parse(url).ok()).as_ref(), &[]);
    let first = page.blocks.first().filter(|block| block.kind == BlockKind::Heading(1));
    let heading = first.map(|block| block.span.of(&page.text).to_owned());
    // The title in the front matter may contain markup.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let says = |heading: &String| meta.title.as_deref().is_none_or(|title| letters(title) == letters(heading));
    let is_title = heading.as_ref().is_some_and(says) && page.blocks.len() > 1;
    if is_title {
        meta.title = heading;
    }
    let kept: Vec<bool> = (0..page.blocks.len()).map(|number| number > 0 || !is_title).collect();
    not_empty(page.article(&kept, meta))
}

/// The blocks of `page`, a page of a book, with the blocks of the elements with `ids`. Relative links are dropped.
pub(super) fn page_blocks(page: &str, ids: &[&str]) -> PageBlocks {
    xhtml::blocks(page, ids).unwrap_or_else(|| {
        let html = xhtml::as_html(page);
        dom_blocks::book_blocks(Document::from(limits::within_limits(&html).as_ref()).root(), ids)
    })
}

/// The paragraphs of `text`, which has entities but no markup, as HTML.
pub(super) fn marked_up(text: &str) -> String {
    preformatted::paragraphs(text).into_iter().map(|(words, _)| format!("<p>{words}</p>")).collect()
}

fn not_empty(article: Article) -> Result<Article, FormatError> {
    if article.blocks().is_empty() { Err(FormatError::Empty) } else { Ok(article) }
}
