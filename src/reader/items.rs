//! The items of feeds among the sources: which feed each is of, whether it was read, and how it stands in the list.

use crate::article::{Article, Block, BlockKind, Meta};
use crate::formats::feed::{Feed, FeedItem};
use crate::library::SourceKey;
use crate::text::Span;
use std::collections::HashMap;

/// An item as it stands in the list of sources.
struct Entry {
    feed: SourceKey,
    id: String,
    label: String,
    read: bool,
}

/// The items of all feeds that were opened, by the number of their source.
#[derive(Default)]
pub struct Items {
    entries: HashMap<usize, Entry>,
}

impl Items {
    /// The source that is the item `id` of `feed`.
    pub fn source_of(&self, feed: &SourceKey, id: &str) -> Option<usize> {
        self.entries.iter().find(|(_, entry)| entry.feed == *feed && entry.id == id).map(|(&nth, _)| nth)
    }

    /// Takes in that source `nth` is an item of `feed`.
    pub fn add(&mut self, nth: usize, feed: &SourceKey, item: &FeedItem, read: bool) {
        let title = item.title.as_deref().or(item.link.as_deref()).unwrap_or(&item.id);
        let date = item.published.as_deref().and_then(|date| date.get(..10));
        let label = date.map_or_else(|| title.to_owned(), |date| format!("{title} · {date}"));
        self.entries.insert(nth, Entry { feed: feed.clone(), id: item.id.clone(), label, read });
    }

    /// Takes in that source `nth` was read. Says of which feed it is an item, when it is one that was not read before.
    pub fn read(&mut self, nth: usize) -> Option<(&SourceKey, &str)> {
        let entry = self.entries.get_mut(&nth).filter(|entry| !entry.read)?;
        entry.read = true;
        Some((&entry.feed, &entry.id))
    }

    /// Is source `nth` an item that was not read?
    pub fn is_unread(&self, nth: usize) -> bool {
        self.entries.get(&nth).is_some_and(|entry| !entry.read)
    }

    /// What the list says of source `nth`: `●` before what was not read. `None` when it is no item.
    pub fn label(&self, nth: usize) -> Option<String> {
        let entry = self.entries.get(&nth)?;
        Some(format!("{} {}", if entry.read { ' ' } else { '●' }, entry.label))
    }
}

/// What is shown of a feed itself: its items, a line each. None of it is text to be analysed.
pub fn listing(feed: &Feed) -> Article {
    let lines = feed.items.iter().map(|item| {
        let date = item.published.as_deref().and_then(|date| date.get(..10)).unwrap_or("");
        format!("{date}  {}", item.title.as_deref().or(item.link.as_deref()).unwrap_or(&item.id))
    });
    set_apart(lines, Meta { title: feed.title.clone(), ..Meta::default() })
}

/// What is shown of an item of which the feed gives no text.
pub fn teaser(item: &FeedItem) -> Article {
    let page = item.link.as_deref().map_or_else(String::new, |link| format!(" R fetches its page, {link}"));
    let meta = Meta {
        title: item.title.clone(),
        published: item.published.clone(),
        url: item.link.clone(),
        ..Meta::default()
    };
    set_apart([format!("The feed gives no text of this.{page}")].into_iter(), meta)
}

fn set_apart(lines: impl Iterator<Item = String>, meta: Meta) -> Article {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for line in lines {
        let start = text.len();
        text.push_str(line.trim());
        blocks.push(Block { kind: BlockKind::Boilerplate, span: Span::new(start, text.len()) });
        text.push('\n');
    }
    Article::new(text, blocks, meta)
}
