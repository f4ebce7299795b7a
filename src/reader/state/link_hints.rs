//! The links on the screen, and the letters by which `f` offers them.

use crate::article::InlineKind;
use crate::reader::state::app::App;
use crate::reader::state::document::{Document, Focus};
use crate::text::Span;
use url::Url;

/// Letters of hints, those under the fingers first. A capital letter means the same link.
const LETTERS: [char; 20] =
    ['a', 's', 'd', 'f', 'j', 'k', 'l', 'e', 'w', 'i', 'o', 'g', 'h', 'r', 'u', 'n', 'v', 'c', 'm', 'p'];

/// The number of links above the screen that are checked for words on it.
const MAX_LOOKBACK: usize = 8;

/// A link of which some words are on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// Its index among the article's inlines.
    pub number: usize,
    pub span: Span,
    pub to: LinkTarget<'a>,
}

/// The target of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkTarget<'a> {
    Address(&'a str),
    /// A byte of the article.
    Place(usize),
}

/// The links on the screen, in order.
pub fn links(document: &Document) -> impl Iterator<Item = Link<'_>> {
    let inlines = document.article.inlines();
    let shown = document.viewport.shown();
    let first = inlines.partition_point(|inline| inline.span.start < shown.start).saturating_sub(MAX_LOOKBACK);
    inlines
        .iter()
        .enumerate()
        .skip(first)
        .take_while(move |(_, inline)| inline.span.start < shown.end)
        .filter(|(_, inline)| document.viewport.shows(inline.span))
        .filter_map(|(number, _)| link(document, number))
}

/// The link under the cursor: the one last selected, while any of it is on the screen.
pub fn under_cursor(app: &App) -> Option<Link<'_>> {
    if app.document.focus != Focus::Article {
        return None;
    }
    link(&app.document, app.document.selection.link?).filter(|link| app.document.viewport.shows(link.span))
}

/// The link with this index among the article's inlines.
pub fn link(document: &Document, number: usize) -> Option<Link<'_>> {
    let inline = document.article.inlines().get(number)?;
    let to = match &inline.kind {
        InlineKind::Link(address) if !address.is_empty() => LinkTarget::Address(address),
        InlineKind::Jump(at) => LinkTarget::Place(*at as usize),
        _ => return None,
    };
    Some(Link { number, span: inline.span, to })
}

/// An address for display; a file is shown by its path.
pub fn readable_address(address: &str) -> String {
    file_path(address).unwrap_or_else(|| address.to_owned())
}

/// The path of the file at `address`. `None` for addresses of the web.
pub fn file_path(address: &str) -> Option<String> {
    let path = Url::parse(address).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()?;
    Some(path.to_string_lossy().into_owned())
}

/// The innermost link at byte `at`.
pub fn link_at(document: &Document, at: usize) -> Option<Link<'_>> {
    links(document).filter(|link| link.span.holds(at)).last()
}

/// The links on the screen with the letters that each is offered by: one letter, or two where one is not enough.
pub fn hints(document: &Document) -> Vec<(Link<'_>, String)> {
    let links: Vec<Link> = links(document).take(LETTERS.len() * LETTERS.len()).collect();
    let letter = |nth: usize| LETTERS[nth % LETTERS.len()];
    let label = |nth: usize| match links.len() <= LETTERS.len() {
        true => letter(nth).to_string(),
        false => [letter(nth / LETTERS.len()), letter(nth)].iter().collect(),
    };
    links.iter().enumerate().map(|(nth, &link)| (link, label(nth))).collect()
}
