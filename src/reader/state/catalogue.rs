//! [`Catalogue`]: the screen of the library: its articles, people and quotations as lists that can be narrowed by
//! typing. The lists are looked up elsewhere: the catalogue only requests them and shows the results.

use crate::library::{ArticleOrder, SourceKey};
use crate::text::{TextAnchor, shown, width};
use std::ops::Range;

/// The screen of the library.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Whether the reader started with it, so that there may be no document behind it.
    pub is_start: bool,
    pub page: CataloguePage,
    pub list: CatalogueList,
    /// The row under the cursor, and the first row on the screen.
    pub cursor: usize,
    pub top: usize,
    /// The pages to go back to, with the row that was under the cursor.
    pub trail: Vec<(CataloguePage, usize)>,
    /// The number of the latest request, and of the one that `list` answers.
    asked: u64,
    answered: u64,
    /// Whether that request is still to be made.
    is_stale: bool,
    /// Whether the row under the cursor is to be opened once the list is there.
    pub opens: bool,
    /// The row for the cursor once the list is there.
    wanted_row: Option<usize>,
}

/// The list, and the query that narrows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CataloguePage {
    pub view: CatalogueView,
    pub query: String,
    /// The order of articles; people are by name in any but the first.
    pub order: ArticleOrder,
}

/// The kinds of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CatalogueView {
    /// Articles read or stored recently; with a query, the hits of a search in all texts.
    #[default]
    Articles,
    People,
    Quotations,
    /// The page of a person, by number and name.
    Person(i64, String),
    /// Candidates for merging with this person.
    SameAs(i64, String),
    /// Pairs of people who may be the same.
    Doubts,
    /// The articles that report some words, and their wordings.
    Reports(String),
    /// The quotations that changed with the latest version of an article.
    Changes(SourceKey),
    /// The share of each speaker, in one article or in all articles that match the query.
    Audit(Option<SourceKey>),
}

impl CatalogueView {
    /// Whether it lists people, or is the page of one.
    pub fn is_of_people(&self) -> bool {
        use CatalogueView::{Doubts, People, Person, SameAs};
        matches!(self, People | Person(..) | SameAs(..) | Doubts)
    }
}

/// A request for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueRequest {
    pub number: u64,
    pub page: CataloguePage,
}

/// A list that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogueList {
    pub rows: Vec<CatalogueRow>,
    /// A line about the whole list: the number of its rows, or the reason why it is empty.
    pub summary: String,
    pub is_problem: bool,
    /// Whether there is no library.
    pub is_absent: bool,
    /// The present number of the person of the page.
    pub person: Option<i64>,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogueRow {
    /// A sign before it: half read, in several wordings.
    pub sign: Option<char>,
    /// Its words, and how each part of them looks.
    pub words: Vec<(String, WordStyle)>,
    /// A remark at the end of the row.
    pub note: String,
    /// A second row below: who said it, and where it stands.
    pub below: String,
    /// The target that Enter opens. A row without one is a heading or a remark.
    pub target: Option<CatalogueTarget>,
    /// Its words, if other articles may report them too.
    pub quoted: Option<String>,
}

/// The look of a part of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WordStyle {
    #[default]
    Plain,
    Heading,
    /// A match of the search.
    Matched,
    /// Words that one wording leaves out of another, or adds.
    LeftOut,
    Added,
}

/// The target of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogueTarget {
    /// An article, at the first match in it.
    Article(SourceKey, Option<TextAnchor>),
    Person(i64, String),
    /// A pair of people who may be the same.
    Doubt(i64, i64),
    Doubts,
    /// The feed at this address or in this file.
    Feed(String),
}

impl Catalogue {
    /// Shows `page`, from its first row on.
    pub fn turn_to(&mut self, page: CataloguePage) {
        self.page = page;
        (self.cursor, self.top, self.wanted_row, self.opens) = (0, 0, None, false);
        self.refresh();
    }

    /// Shows `page`, with this one to come back to.
    pub fn go_into(&mut self, view: CatalogueView) {
        self.trail.push((self.page.clone(), self.cursor));
        self.list = CatalogueList::default();
        self.turn_to(CataloguePage { view, ..CataloguePage::default() });
    }

    /// Shows `view`, with nothing to come back to but the document.
    pub fn begin_with(&mut self, view: CatalogueView) {
        self.trail.clear();
        self.list = CatalogueList::default();
        self.turn_to(CataloguePage { view, ..CataloguePage::default() });
    }

    /// Whether there is a query to empty, or a page to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.page.query.is_empty() || !self.trail.is_empty()
    }

    /// Goes back to the page before; false if there is none.
    pub fn go_back(&mut self) -> bool {
        let Some((page, row)) = self.trail.pop() else { return false };
        self.list = CatalogueList::default();
        self.turn_to(page);
        self.wanted_row = Some(row);
        true
    }

    /// Replaces the page of `gone` by the page of `remaining` everywhere, now that both are one person.
    pub fn replace_person(&mut self, gone: i64, remaining: i64) {
        let pages = self.trail.iter_mut().map(|(page, _)| page).chain([&mut self.page]);
        for page in pages {
            if let CatalogueView::Person(person, _) | CatalogueView::SameAs(person, _) = &mut page.view
                && *person == gone
            {
                *person = remaining;
            }
        }
    }

    /// Looks the list up again. The cursor stays in its row.
    pub fn refresh(&mut self) {
        self.asked += 1;
        self.is_stale = true;
    }

    /// The request for the list, where it was not made yet.
    pub fn take_request(&mut self) -> Option<CatalogueRequest> {
        let is_due = std::mem::take(&mut self.is_stale);
        is_due.then(|| CatalogueRequest { number: self.asked, page: self.page.clone() })
    }

    /// Takes the list for request `number`. An answer to an earlier request is out of date, but better than nothing
    /// while the user types.
    pub fn take(&mut self, number: u64, list: CatalogueList) {
        if number <= self.answered || number > self.asked {
            return;
        }
        self.answered = number;
        if let (Some(id), CatalogueView::Person(person, _)) = (list.person, &mut self.page.view) {
            *person = id;
        }
        let before = std::mem::replace(&mut self.list, list);
        if before != self.list {
            self.cursor = self.wanted_row.take().unwrap_or(self.cursor);
            self.move_cursor_to(self.cursor as isize, 1);
        }
    }

    /// Whether the list is the one that was asked for.
    pub fn is_answered(&self) -> bool {
        self.answered == self.asked
    }

    /// Puts the cursor on row `row`, or on the next one in the direction `by` that opens something; else on the
    /// nearest.
    pub fn move_cursor_to(&mut self, row: isize, by: isize) {
        let last = self.list.rows.len().saturating_sub(1);
        let wanted = row.clamp(0, last as isize) as usize;
        let opens = |row: &usize| self.list.rows.get(*row).is_some_and(|row| row.target.is_some());
        let (after, before) = (wanted..=last, 0..=wanted);
        let found = if by < 0 {
            before.rev().find(opens).or_else(|| after.clone().find(opens))
        } else {
            after.clone().find(opens).or_else(|| before.rev().find(opens))
        };
        self.cursor = found.unwrap_or(wanted);
        // Up to the headings above the first.
        if by < 0 && self.list.rows.iter().take(self.cursor).all(|row| row.target.is_none()) {
            self.top = 0;
        }
    }

    /// Number and name of the person under the cursor, or else of the one whose page it is.
    pub fn person(&self) -> Option<(i64, &str)> {
        match (self.row().and_then(|row| row.target.as_ref()), &self.page.view) {
            (Some(CatalogueTarget::Person(person, name)), _) | (_, CatalogueView::Person(person, name)) => {
                Some((*person, name))
            }
            _ => None,
        }
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<&CatalogueRow> {
        self.list.rows.get(self.cursor)
    }

    /// The first row that is drawn on a screen of `height` rows. The cursor is on it whole.
    pub fn first_row(&self, height: usize) -> usize {
        let mut top = self.top.min(self.cursor);
        let rows = |range: Range<usize>| -> usize {
            self.list.rows.get(range).unwrap_or(&[]).iter().map(CatalogueRow::height).sum()
        };
        while top < self.cursor && rows(top..self.cursor + 1) > height {
            top += 1;
        }
        top
    }

    /// The row that is drawn in row `y` of a screen of `height` rows.
    pub fn row_at(&self, y: usize, height: usize) -> Option<usize> {
        let mut at = 0;
        for (nth, row) in self.list.rows.iter().enumerate().skip(self.first_row(height)) {
            at += row.height();
            if y < at {
                return Some(nth);
            }
        }
        None
    }
}

impl CatalogueRow {
    /// The rows that it takes up on the screen.
    pub fn height(&self) -> usize {
        1 + usize::from(!self.below.is_empty())
    }

    /// A heading.
    pub fn heading(text: String) -> CatalogueRow {
        CatalogueRow { words: vec![(text, WordStyle::Heading)], ..CatalogueRow::default() }
    }
}

/// Splits `words` into parts, and marks those in `ranges` as matched. No control character is left in them.
pub fn parts(words: &str, ranges: &[Range<usize>]) -> Vec<(String, WordStyle)> {
    let clean = |range: Range<usize>| -> String { words.get(range).unwrap_or("").chars().map(shown).collect() };
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        parts.push((clean(at..range.start), WordStyle::Plain));
        parts.push((clean(range.clone()), WordStyle::Matched));
        at = range.end;
    }
    parts.push((clean(at..words.len()), WordStyle::Plain));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Columns of the words of a row.
pub fn columns(parts: &[(String, WordStyle)]) -> usize {
    parts.iter().map(|(part, _)| width(part)).sum()
}
