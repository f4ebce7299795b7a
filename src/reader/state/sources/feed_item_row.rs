//! [`FeedItemRow`]: an item of a feed in the list of sources, and the placeholder articles for a feed and for an item
//! without text.

use crate::article::{Article, Block, BlockKind, Meta};
use crate::formats::feed::{Feed, FeedItem};
use crate::library::SourceKey;
use crate::text::{Day, Span, one_line, without_embedded_credentials};

/// An item of a feed, as the list of sources shows it.
#[derive(Debug)]
pub struct FeedItemRow {
    pub feed: SourceKey,
    /// The number of the feed among the sources.
    pub feed_number: usize,
    /// The item's id in its feed.
    pub id: String,
    title: String,
    pub read: bool,
}

impl FeedItemRow {
    /// The item of `feed`, which is source `feed_number`; it was `read` before or not.
    pub fn new(feed: &SourceKey, feed_number: usize, item: &FeedItem, read: bool) -> FeedItemRow {
        FeedItemRow { feed: feed.clone(), feed_number, id: item.id.clone(), title: title_and_date(item), read }
    }

    /// Title and date on one line, after `●` while it is unread.
    pub fn label(&self) -> String {
        format!("{} {}", if self.read { ' ' } else { '●' }, self.title)
    }
}

/// The title of an item, or else its address or id, with its date.
fn title_and_date(item: &FeedItem) -> String {
    let title = item.title.as_deref().or(item.link.as_deref()).unwrap_or(&item.id);
    let title = one_line(&without_embedded_credentials(title));
    let date = item.published.as_deref().map(|date| one_line(&Day::readable(date)));
    date.map_or_else(|| title.clone(), |date| format!("{title} · {date}"))
}

/// The placeholder article for a feed: its items, one per line. None of it is analysed.
pub fn feed_placeholder(feed: &Feed) -> Article {
    without_analysis(feed.items.iter().map(title_and_date), Meta { title: feed.title.clone(), ..Meta::default() })
}

/// The placeholder article for an item without text in the feed; the key `reload` fetches its page.
pub fn item_placeholder(item: &FeedItem, reload: &str) -> Article {
    let page = item.link.as_deref().map_or_else(String::new, |link| format!(" {reload} fetches its page: {link}"));
    let meta = Meta {
        title: item.title.clone(),
        published: item.published.clone(),
        url: item.link.clone(),
        ..Meta::default()
    };
    without_analysis([format!("The feed has no text for this item.{page}")].into_iter(), meta)
}

fn without_analysis(lines: impl Iterator<Item = String>, meta: Meta) -> Article {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for line in lines {
        let start = text.len();
        text.push_str(line.trim());
        blocks.push(Block { kind: BlockKind::Boilerplate, span: Span::new(start, text.len()) });
        text.push('\n');
    }
    Article::new(text, blocks, meta)
}
