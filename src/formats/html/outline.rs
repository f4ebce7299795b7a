//! The elements of a page with statistics: text, linked text, sentences, headings. Extraction decides by these.

use super::elements::{is_block, is_hidden, is_unseen};
use crate::text::chars::is_quotation_mark;
use dom_query::{NodeData, NodeRef};

/// Bytes of the beginning of a run that are kept, to recognise phrases.
const HEAD_BYTES: usize = 80;
/// The fewest bytes outside of links that make a sentence.
const MIN_SENTENCE: usize = 20;

/// The elements of a page in document order. Those inside an element follow it up to its `end`.
#[derive(Default)]
pub(super) struct Outline<'d> {
    pub parts: Vec<OutlineElement<'d>>,
    pub runs: Vec<TextRun>,
    /// Elements that were skipped with everything inside.
    pub skipped: Vec<NodeRef<'d>>,
}

/// An element of the page.
pub(super) struct OutlineElement<'d> {
    pub node: NodeRef<'d>,
    /// The index of the parent; its own for the outermost.
    pub parent: usize,
    /// The index after its last descendant.
    pub end: usize,
    pub holds: TextStats,
    /// The range of the runs that begin in it.
    pub runs: (usize, usize),
}

/// Statistics of an element with everything inside.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TextStats {
    /// Bytes of text.
    pub text: usize,
    /// Bytes of text in links.
    pub linked: usize,
    pub links: usize,
    /// Bytes outside of links of runs with sentences.
    pub prose: usize,
    /// The number of such runs.
    pub prose_runs: usize,
    /// Form fields and buttons.
    pub controls: usize,
    pub pictures: usize,
}

/// A run of text between the edges of two blocks.
#[derive(Debug, Default)]
pub(super) struct TextRun {
    /// Its first bytes, white space collapsed.
    pub head: String,
    pub text: usize,
    pub linked: usize,
    /// Its level, if it is a heading.
    pub heading: Option<u8>,
    pub is_prose: bool,
    /// The number of ends of sentences.
    pub sentences: usize,
    /// Bytes in buttons.
    pub in_buttons: usize,
}

impl TextStats {
    fn add(&mut self, other: &TextStats) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.prose += other.prose;
        self.prose_runs += other.prose_runs;
        self.controls += other.controls;
        self.pictures += other.pictures;
    }

    /// Whether more than `tenths` tenths of the text are in links.
    pub fn is_linked(&self, tenths: usize) -> bool {
        self.linked * 10 > self.text * tenths
    }
}

impl<'d> Outline<'d> {
    /// The outline of `root`. Elements for which `skips` is true are skipped with everything inside.
    pub fn of(root: NodeRef<'d>, skips: impl Fn(&NodeRef<'d>, &str) -> bool) -> Outline<'d> {
        let mut measure = OutlineBuilder::default();
        measure.enter(root, "");
        let mut next = root.first_child();
        let mut at = root;
        loop {
            if let Some(node) = next {
                at = node;
                if measure.take(node, &skips)
                    && let Some(child) = node.first_child()
                {
                    next = Some(child);
                    continue;
                }
                measure.leave_element(node);
                next = node.next_sibling();
                continue;
            }
            if at.id == root.id {
                break;
            }
            let Some(parent) = at.parent() else { break };
            if parent.id == root.id {
                break;
            }
            measure.leave_element(parent);
            at = parent;
            next = parent.next_sibling();
        }
        measure.leave();
        measure.outline
    }

    /// The runs that begin in element `part`.
    pub fn runs_in(&self, part: usize) -> &[TextRun] {
        let (from, to) = self.parts[part].runs;
        self.runs.get(from..to).unwrap_or_default()
    }

    /// The children of element `part`.
    pub fn children(&self, part: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.parts[part].end;
        std::iter::successors(Some(part + 1), |&child| self.parts.get(child).map(|part| part.end))
            .take_while(move |&child| child < end)
    }
}

/// The open run.
#[derive(Default)]
struct OpenRun {
    run: TextRun,
    space: bool,
    /// Its last character, which may end a sentence.
    last: Option<char>,
    words: usize,
}

#[derive(Default)]
struct OutlineBuilder<'d> {
    outline: Outline<'d>,
    open: Vec<usize>,
    run: OpenRun,
    /// The innermost block, in which the open run counts.
    blocks: Vec<usize>,
    links: usize,
    buttons: usize,
    heading: Option<u8>,
}

impl<'d> OutlineBuilder<'d> {
    /// Adds a node. Returns whether to descend.
    fn take(&mut self, node: NodeRef<'d>, skips: &impl Fn(&NodeRef<'d>, &str) -> bool) -> bool {
        if node.is_text() {
            node.query_or((), |node| {
                if let NodeData::Text { contents } = &node.data {
                    self.push(contents);
                }
            });
            return false;
        }
        let Some(element) = node.element_ref() else { return false };
        let name = element.name.local.clone();
        let hidden = is_hidden(&element);
        drop(element);
        if hidden || skips(&node, &name) {
            self.outline.skipped.push(node);
            return false;
        }
        let is_picture = matches!(&*name, "img" | "amp-img" | "video" | "amp-video");
        if is_picture || is_unseen(&name) && &*name != "button" {
            if let Some(&part) = self.open.last() {
                let holds = &mut self.outline.parts[part].holds;
                holds.controls += usize::from(matches!(&*name, "input" | "select" | "textarea"));
                holds.pictures += usize::from(is_picture);
            }
            return false;
        }
        self.enter(node, &name);
        true
    }

    fn enter(&mut self, node: NodeRef<'d>, name: &str) {
        let is_block = self.open.is_empty() || is_block(name) || matches!(name, "td" | "th");
        if is_block {
            self.flush();
        }
        let part = self.outline.parts.len();
        let parent = self.open.last().copied().unwrap_or(part);
        let start = self.outline.runs.len();
        self.outline.parts.push(OutlineElement {
            node,
            parent,
            end: part + 1,
            holds: TextStats::default(),
            runs: (start, start),
        });
        self.open.push(part);
        if is_block {
            self.blocks.push(part);
        }
        match name {
            "a" => {
                self.links += 1;
                self.outline.parts[part].holds.links += 1;
            }
            "button" => {
                self.buttons += 1;
                self.outline.parts[part].holds.controls += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name.as_bytes().last().map(|b| b - b'0'),
            _ => {}
        }
    }

    fn leave_element(&mut self, node: NodeRef<'d>) {
        if self.open.len() > 1 && self.open.last().is_some_and(|&part| self.outline.parts[part].node.id == node.id) {
            self.leave();
        }
    }

    fn leave(&mut self) {
        let Some(&part) = self.open.last() else { return };
        if self.blocks.last() == Some(&part) {
            self.flush();
            self.blocks.pop();
        }
        self.open.pop();
        let name = self.outline.parts[part].node.qual_name_ref().map(|name| name.local.clone());
        match name.as_deref() {
            Some("a") => self.links = self.links.saturating_sub(1),
            Some("button") => self.buttons = self.buttons.saturating_sub(1),
            Some("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => self.heading = None,
            _ => {}
        }
        let end = self.outline.parts.len();
        let runs = self.outline.runs.len();
        let inner = &mut self.outline.parts[part];
        inner.end = end;
        inner.runs.1 = runs;
        let holds = inner.holds;
        if let Some(&outer) = self.open.last() {
            self.outline.parts[outer].holds.add(&holds);
        }
    }

    fn push(&mut self, text: &str) {
        let open = &mut self.run;
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if bare.is_empty() {
                open.space = true;
                continue;
            }
            if open.run.text == 0 {
                open.run.heading = self.heading;
            }
            let spaced = open.space && open.run.text > 0;
            let bytes = bare.len() + usize::from(spaced);
            open.run.text += bytes;
            open.words += usize::from(spaced || open.words == 0);
            if self.links > 0 {
                open.run.linked += bytes;
            }
            if self.buttons > 0 {
                open.run.in_buttons += bytes;
            }
            if open.run.head.len() < HEAD_BYTES {
                if spaced {
                    open.run.head.push(' ');
                }
                open.run.head.push_str(bare);
            }
            open.last = bare.chars().next_back();
            let mut back = bare.chars().rev().skip_while(|&c| is_quotation_mark(c) || matches!(c, ')' | ']' | '\''));
            open.run.sentences += usize::from(back.next().is_some_and(ends_sentence) && (bare.len() > 2 || !spaced));
            open.space = bare.len() < word.len();
        }
    }

    fn flush(&mut self) {
        let OpenRun { mut run, words, .. } = std::mem::take(&mut self.run);
        if run.text == 0 {
            return;
        }
        let own = run.text - run.linked;
        // Without spaces between words, a few of them are a sentence.
        let enough = words >= 4 || run.text >= words * 24;
        run.is_prose =
            run.sentences > 0 && enough && own >= MIN_SENTENCE && own * 2 >= run.text && run.heading.is_none();
        if let Some(&block) = self.blocks.last() {
            let holds = &mut self.outline.parts[block].holds;
            holds.text += run.text;
            holds.linked += run.linked;
            if run.is_prose {
                holds.prose += own;
                holds.prose_runs += 1;
            }
        }
        self.outline.runs.push(run);
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।')
}
