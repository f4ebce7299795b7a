//! Extracts the article from its page. What elements contain decides: sentences, links, form fields, the title. Names
//! of classes only add to doubts that exist already.

use super::class_names::{self, NameSignal};
use super::elements::{attribute, is_preformatted};
use super::outline::{Outline, OutlineElement, TextRun};
use super::word_lists::OFFER;
use crate::article::plain;
use crate::text::chars::is_quotation_mark;
use dom_query::{Document, Element, NodeRef};

/// The share of an element's text, in tenths, in one child that makes the search descend into that child.
const MAIN_CHILD_TENTHS: usize = 8;
/// The same for a child that is marked as the article.
const MARKED_CHILD_TENTHS: usize = 5;
/// The most elements that a search descends.
const MAX_DEPTH: usize = 200;
/// The levels around the column whose elements belong to the article unless there is evidence against it.
const NEAR_LEVELS: usize = 2;

/// The removal is undone if it takes more than this percentage of the sentences and leaves fewer bytes than this.
const MAX_CUT_PERCENT: usize = 80;
const MIN_LEFT_BYTES: usize = 200;

/// The longest header above an article with its title, in bytes.
const MAX_HEADER: usize = 800;
/// The shortest deck (the sentence under a headline), in bytes.
const MIN_DECK: usize = 60;
/// The shortest text that closes an article in a footer, in bytes.
const MIN_CLOSE: usize = 80;
/// The longest caption, in bytes.
const MAX_CAPTION: usize = 1200;

/// Removes from `document` everything that is not part of its article. Returns the element that contains the article.
/// `title` is the title according to the metadata.
pub(super) fn extract<'d>(document: &'d Document, title: Option<&str>) -> NodeRef<'d> {
    let body = document.select_single("body");
    let root = body.nodes().first().copied().unwrap_or(document.root());
    let page = WebPage::new(Outline::of(root, is_skipped), title);
    page.remove_boilerplate();
    root
}

struct WebPage<'d> {
    outline: Outline<'d>,
    signals: Vec<NameSignal>,
    /// For each element the weight of its sentences.
    weights: Vec<usize>,
    /// The elements `pre`, in order.
    codes: Vec<usize>,
    /// The heading that is the title.
    title: Option<usize>,
    /// For each element its last paragraph that is not named as boilerplate, 0 without one.
    last_paragraph: Vec<usize>,
    /// The chain of elements down to the column: the innermost element with most of the article.
    spine: Vec<usize>,
}

impl<'d> WebPage<'d> {
    fn new(outline: Outline<'d>, title: Option<&str>) -> WebPage<'d> {
        let signals: Vec<NameSignal> = (outline.parts.iter())
            .map(|part| part.node.element_ref().map_or(NameSignal::None, |element| signal(&element)))
            .collect();
        let title = find_title(&outline, title);
        let signals = without_comments(&outline, signals);
        let is_code =
            |part: &usize| outline.parts[*part].node.qual_name_ref().is_some_and(|name| is_preformatted(&name.local));
        let codes = (0..outline.parts.len()).filter(is_code).collect();
        let mut last_paragraph = vec![0; outline.parts.len()];
        for (child, part) in outline.parts.iter().enumerate().filter(|&(child, _)| signals[child] == NameSignal::None) {
            if part.node.has_name("p") && part.holds.prose_runs > 0 {
                last_paragraph[part.parent] = child;
            }
        }
        let mut page =
            WebPage { outline, signals, weights: Vec::new(), codes, title, last_paragraph, spine: Vec::new() };
        page.weigh();
        page.find_column();
        page
    }

    fn name(&self, part: usize) -> String {
        self.outline.parts[part].node.qual_name_ref().map(|name| name.local.to_string()).unwrap_or_default()
    }

    fn holds_title(&self, part: usize) -> bool {
        self.title.is_some_and(|title| (part..self.outline.parts[part].end).contains(&title))
    }

    /// Weighs sentences. Those in elements named as boilerplate count little, unless the title is there.
    fn weigh(&mut self) {
        let count = self.outline.parts.len();
        let mut light = vec![false; count];
        let teasers: Vec<bool> = (0..count).map(|part| is_teasers(self.outline.runs_in(part))).collect();
        let mut weights = vec![0; count];
        for part in 0..count {
            let parent = self.outline.parts[part].parent;
            let total = self.outline.parts[0].holds.prose;
            let named = self.signals[part] >= NameSignal::Strong && !self.holds_title(part);
            light[part] = part > 0 && light[parent]
                || (named || teasers[part]) && self.outline.parts[part].holds.prose * 2 <= total;
        }
        for part in (0..count).rev() {
            let holds = &self.outline.parts[part].holds;
            let inner: usize = self
                .outline
                .children(part)
                .map(|child| self.outline.parts[child].holds)
                .map(|holds| (holds.prose + holds.text - holds.linked) / 2)
                .sum();
            let own = (holds.prose + holds.text.saturating_sub(holds.linked)) / 2;
            let own = own.saturating_sub(inner);
            let weight = if light[part] { own / 4 } else { own };
            weights[part] += weight;
            let parent = self.outline.parts[part].parent;
            if parent != part {
                weights[parent] += weights[part];
            }
        }
        self.weights = weights;
    }

    /// Descends to the element that contains the article and little else.
    fn find_column(&mut self) {
        let mut at = 0;
        self.spine = vec![0];
        for _ in 0..MAX_DEPTH {
            let Some(best) = self.outline.children(at).max_by_key(|&child| self.weights[child]) else { break };
            let with_title = self.outline.children(at).find(|&child| self.holds_title(child));
            let whole = self.weights[at];
            // If the others are articles of their own, the one with the title is meant.
            let titled = with_title.filter(|&child| self.outline.parts[child].holds.prose_runs >= 2);
            let others = |child: usize| {
                let mut all = self.outline.children(at);
                all.all(|other| other == child || self.weights[other] == 0 || self.is_other(other, child))
            };
            let most = self.weights[best] > 0 && self.weights[best] * 10 >= whole * MAIN_CHILD_TENTHS;
            let next =
                titled.filter(|&child| others(child)).or(most.then_some(best)).or_else(|| self.only_marked_main(at));
            // A paragraph is not a column.
            let Some(child) = next.filter(|&child| self.outline.runs_in(child).len() > 1) else { break };
            self.spine.push(child);
            at = child;
        }
    }

    /// The only element in `part` that is marked as main, if much of the text is there.
    fn only_marked_main(&self, part: usize) -> Option<usize> {
        let mut marked = self.outline.children(part).filter(|&child| self.is_marked(child));
        let only = marked.next().filter(|_| marked.next().is_none())?;
        (self.weights[only] * 10 >= self.weights[part] * MARKED_CHILD_TENTHS).then_some(only)
    }

    /// Whether `other`, a sibling of `chosen` with the title, is another article or not an article at all.
    fn is_other(&self, other: usize, chosen: usize) -> bool {
        self.has_heading_like(other, chosen)
            || self.signals[other] >= NameSignal::Strong
            || self.outline.parts[other].holds.is_linked(3)
            || matches!(self.name(other).as_str(), "aside" | "footer")
    }

    /// Whether `other` is an element like `chosen`, with a heading as high as the title.
    fn has_heading_like(&self, other: usize, chosen: usize) -> bool {
        let level = self.title.and_then(|title| self.outline.runs_in(title).first()).and_then(|run| run.heading);
        let first = self.outline.runs_in(other).iter().take(4).find_map(|run| run.heading);
        first.is_some() && first <= level && self.name(other) == self.name(chosen)
    }

    /// Removes everything that is not part of the article.
    fn remove_boilerplate(&self) {
        self.outline.skipped.iter().for_each(NodeRef::remove_from_parent);
        let column = self.spine.last().copied().unwrap_or(0);
        let end = self.outline.parts.len();
        let mut removed = Vec::new();
        let (mut part, mut prose) = (1, 0);
        while part < end {
            let level = self.spine.iter().position(|&on| on == self.outline.parts[part].parent);
            let on_spine = self.spine.contains(&part);
            let beside = level.map(|level| self.spine.len() - 1 - level).filter(|&steps| steps > 0);
            let is_removed = match beside {
                _ if on_spine => false,
                Some(steps) => self.is_outside(part, steps, column) || self.is_boilerplate(part, column),
                None => self.is_boilerplate(part, column),
            };
            if is_removed {
                removed.push(part);
                prose += self.outline.parts[part].holds.prose;
                part = self.outline.parts[part].end;
                continue;
            }
            part += 1;
        }
        // If hardly anything would be left, the page is not an article with boilerplate around it.
        let whole = self.outline.parts[0].holds.prose;
        if prose * 100 > whole * MAX_CUT_PERCENT && whole - prose < MIN_LEFT_BYTES {
            removed.retain(|&part| self.outline.parts[part].holds.prose == 0);
        }
        removed.iter().for_each(|&part| self.outline.parts[part].node.remove_from_parent());
        (1..end).for_each(|part| self.rename(part));
    }

    /// Whether the element is marked as the body of an article or the main part of the page.
    fn is_marked(&self, part: usize) -> bool {
        if matches!(self.name(part).as_str(), "main" | "article") {
            return true;
        }
        let Some(element) = self.outline.parts[part].node.element_ref() else { return false };
        attribute(&element, "itemprop") == Some("articleBody") || attribute(&element, "role") == Some("main")
    }

    /// Whether `part`, at `steps` levels beside the column, is not part of the article.
    fn is_outside(&self, part: usize, steps: usize, column: usize) -> bool {
        let Contents { holds, name, runs } = self.contents(part);
        if self.holds_title(part) {
            // A header above the article: title, deck, author, date. Quoted words are text.
            let quoted = runs.iter().any(|run| run.heading.is_none() && run.head.contains(is_quotation_mark));
            return holds.prose_runs <= 1 && holds.text - holds.linked < MAX_HEADER && !quoted;
        }
        if holds.text == 0 {
            return false;
        }
        let level = self.spine.len().saturating_sub(steps);
        if self.is_lead_picture(part, column) {
            return false;
        }
        if self.spine.get(level..).is_some_and(|inner| inner.iter().any(|&on| self.is_marked(on))) {
            return true;
        }
        // The next article on an endless page.
        let chosen = self.spine.get(level).copied().filter(|&chosen| self.holds_title(chosen));
        if chosen.is_some_and(|chosen| self.has_heading_like(part, chosen)) {
            return true;
        }
        if self.spine.get(level).is_some_and(|&chosen| self.is_column_beside(part, chosen)) {
            return false;
        }
        let phrase = runs.first().is_some_and(|run| plain::is_boilerplate(&run.head));
        let doubtful = phrase || self.signals[part] > NameSignal::None || holds.controls > 0 || holds.is_linked(3);
        if doubtful {
            return true;
        }
        let is_text = matches!(
            name.as_str(),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "table" | "figure"
        ) || is_preformatted(&name);
        if steps <= NEAR_LEVELS {
            return holds.prose_runs == 0 && !is_text;
        }
        holds.prose_runs < 2 || holds.prose * 10 < self.outline.parts[column].holds.prose
    }

    /// Whether `part` is a picture with its caption above the column.
    fn is_lead_picture(&self, part: usize, column: usize) -> bool {
        let Contents { holds, name, .. } = self.contents(part);
        let captioned = || (part..self.outline.parts[part].end).any(|inner| self.name(inner) == "figcaption");
        part < column
            && holds.pictures == 1
            && (1..=2).contains(&holds.prose_runs)
            && holds.text < MAX_CAPTION
            && holds.links == 0
            && self.signals[part] < NameSignal::Strong
            && (name == "figure" || captioned())
    }

    /// Whether `part` is a column like `chosen`: an element that shares a class with it and has as many sentences,
    /// without links.
    fn is_column_beside(&self, part: usize, chosen: usize) -> bool {
        let classes = |part: usize| -> Vec<String> {
            let element = self.outline.parts[part].node.element_ref();
            let names = element.as_ref().and_then(|element| attribute(element, "class")).unwrap_or("");
            names.split_ascii_whitespace().map(str::to_owned).collect()
        };
        let (own, other) = (&self.outline.parts[part].holds, &self.outline.parts[chosen].holds);
        let alike = || classes(part).iter().any(|class| class.len() > 2 && classes(chosen).contains(class));
        self.name(part) == self.name(chosen)
            && own.prose_runs > 1
            && own.prose * 2 > other.prose
            && own.links == 0
            && own.controls == 0
            && alike()
    }

    /// Whether element `part` is boilerplate.
    fn is_boilerplate(&self, part: usize, column: usize) -> bool {
        let Contents { holds, name, runs } = self.contents(part);
        if Some(part) == self.title || self.is_deck(part) {
            return true;
        }
        if name == "button" {
            return !self.is_inline_button(part) && !self.unfolds(part);
        }
        if !self.holds_title(part) && is_teasers(runs) {
            return true;
        }
        if holds.text == 0 || self.holds_title(part) || holds.prose * 2 > self.outline.parts[column].holds.prose {
            return false;
        }
        let signal = self.signals[part];
        let is_block = super::elements::is_block(&name) || matches!(name.as_str(), "td" | "th" | "figcaption");
        if !is_block {
            return false;
        }
        // It names the person quoted, or is shown by the article.
        if self.is_in_quotation(part) || name == "blockquote" || self.holds_code(part) {
            return false;
        }
        let phrase = runs.first().is_some_and(|run| plain::is_boilerplate(&run.head));
        let wordless = holds.prose_runs == 0;
        let links = holds.links >= 2 && holds.is_linked(6);
        let offers = runs.iter().any(|run| run.is_prose && is_offer(&run.head));
        let linked = holds.is_linked(2) || signal > NameSignal::None;
        match name.as_str() {
            "td" | "th" => return holds.linked > (holds.text - holds.linked) * 2 && holds.linked > 40,
            "aside" => return wordless || linked || offers || phrase || holds.controls > 0,
            // An article may close in a footer of its own.
            "footer" => {
                let closes = part > column && part < self.outline.parts[column].end && holds.prose >= MIN_CLOSE;
                let linked = holds.is_linked(2) || signal > NameSignal::None && holds.prose_runs < 2;
                return linked || offers || phrase || holds.prose_runs < 2 && !closes;
            }
            "form" => return wordless || holds.prose_runs < 3,
            "figcaption" => return false,
            _ => {}
        }
        if phrase && (wordless || holds.is_linked(3)) && runs.len() > 1 {
            return true;
        }
        if wordless && links && !matches!(name.as_str(), "table" | "tr" | "tbody" | "li") {
            return true;
        }
        let doubts = usize::from(wordless)
            + usize::from(holds.is_linked(3))
            + usize::from(holds.controls > 0)
            + usize::from(offers)
            + usize::from(phrase && (wordless || holds.links > 0));
        match signal {
            NameSignal::None => false,
            NameSignal::Weak => doubts >= 2,
            NameSignal::Strong => doubts >= 1,
            NameSignal::Foreign => {
                doubts > 0 || holds.links > 0 || holds.pictures > 0 || !self.is_followed_by_article(part)
            }
        }
    }

    /// Whether paragraphs of the article follow `part`, which is named as a comment. Comments of readers come after the
    /// article.
    fn is_followed_by_article(&self, part: usize) -> bool {
        let named = self.outline.parts[part].node.element_ref().is_some_and(|element| is_comment(&element));
        let parent = self.outline.parts[part].parent;
        named && self.spine.contains(&parent) && self.last_paragraph[parent] > part
    }

    /// Whether code stands in `part`.
    fn holds_code(&self, part: usize) -> bool {
        let next = self.codes.partition_point(|&code| code <= part);
        self.codes.get(next).is_some_and(|&code| code < self.outline.parts[part].end)
    }

    /// Whether `part`, a button, heads the sentences that it unfolds.
    fn unfolds(&self, part: usize) -> bool {
        const LONGEST: usize = 200;
        let parent = self.outline.parts[part].parent;
        let Some(run) = self.outline.runs.get(self.outline.parts[part].runs.0) else { return false };
        if matches!(self.name(parent).as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary") {
            return run.in_buttons > 0;
        }
        let after = self.outline.parts.get(self.outline.parts[part].end);
        let prose = after.is_some_and(|after| after.parent == parent && after.holds.prose_runs > 0);
        prose && run.head.contains('?') && run.in_buttons == run.text && run.text < LONGEST
    }

    /// Whether the element is a deck: a heading right under the title that says in a sentence what the article is
    /// about.
    fn is_deck(&self, part: usize) -> bool {
        let run = self.outline.parts[part].runs.0;
        let under = self.title.is_some_and(|title| self.outline.parts[title].runs.1 == run && part > title);
        let run = self.outline.runs.get(run).filter(|_| under);
        let is_heading = matches!(self.name(part).as_str(), "h2" | "h3" | "h4" | "h5" | "h6");
        is_heading && run.is_some_and(|run| run.sentences > 0 && run.text > MIN_DECK)
    }

    /// Whether `part` is a button inside a sentence.
    fn is_inline_button(&self, part: usize) -> bool {
        let run = self.outline.runs.get(self.outline.parts[part].runs.0);
        run.is_some_and(|run| run.is_prose && run.in_buttons * 2 < run.text)
    }

    fn is_in_quotation(&self, part: usize) -> bool {
        let mut at = part;
        for _ in 0..4 {
            at = self.outline.parts[at].parent;
            if self.name(at) == "blockquote" {
                return true;
            }
        }
        false
    }

    /// Renames elements according to their role.
    fn rename(&self, part: usize) {
        let node = self.outline.parts[part].node;
        let name = self.name(part);
        if name == "button" {
            let parent = self.name(self.outline.parts[part].parent);
            let heads = self.unfolds(part) && matches!(parent.as_str(), "div" | "section" | "article" | "li");
            node.rename(if heads { "h4" } else { "span" });
        }
        let code =
            |part: usize| self.outline.parts[part].node.element_ref().is_some_and(|found| class_names::is_code(&found));
        if is_preformatted(&name) && self.above(part).skip(1).any(code) {
            node.set_attr("class", "code");
        } else if name == "td" && code(part) && !self.holds_code(part) {
            // A line of code in a table of its lines.
            node.rename("pre");
            node.set_attr("class", "code");
        }
        let is_block = super::elements::is_block(&name) || name == "span";
        if matches!(name.as_str(), "div" | "li" | "figure") && self.is_testimonial(part) {
            return node.rename("blockquote");
        }
        let pulled = || node.element_ref().is_some_and(|element| class_names::is_pulled(&element));
        if matches!(name.as_str(), "div" | "p" | "section") && pulled() {
            return node.rename("blockquote");
        }
        if is_block && !matches!(name.as_str(), "caption" | "figure" | "table") && self.is_caption(part) {
            node.rename("figcaption");
        }
    }

    /// Whether the element is named as a testimonial, and ends with a name.
    fn is_testimonial(&self, part: usize) -> bool {
        const LONGEST_NAME: usize = 80;
        let runs = self.outline.runs_in(part);
        let signed = runs.last().is_some_and(|run| !run.is_prose && run.text < LONGEST_NAME && run.heading.is_none());
        let node = self.outline.parts[part].node;
        runs.len() > 1
            && signed
            && runs[..runs.len() - 1].iter().all(|run| run.is_prose)
            && node.element_ref().is_some_and(|element| class_names::is_testimonial(&element))
            && !(part + 1..self.outline.parts[part].end).any(|inner| self.name(inner) == "blockquote")
    }

    /// Whether the element is the caption of a picture.
    fn is_caption(&self, part: usize) -> bool {
        let OutlineElement { node, holds, .. } = &self.outline.parts[part];
        let Some(element) = node.element_ref() else { return false };
        if holds.pictures > 0 && class_names::is_picture(&element) {
            return holds.prose_runs <= holds.pictures * 2 && holds.text < MAX_CAPTION * holds.pictures;
        }
        let mut above = self.above(part);
        let text = || if holds.text == 0 { node.text().trim().len() } else { holds.text };
        class_names::is_caption(&element)
            && (1..MAX_CAPTION).contains(&text())
            && above.any(|part| self.outline.parts[part].holds.pictures > 0)
    }

    /// `part` and a few elements around it, from the inside.
    fn above(&self, part: usize) -> impl Iterator<Item = usize> + '_ {
        const FAR: usize = 5;
        std::iter::successors(Some(part), |&part| Some(self.outline.parts[part].parent)).take(FAR)
    }

    fn contents(&self, part: usize) -> Contents<'_> {
        Contents { holds: self.outline.parts[part].holds, name: self.name(part), runs: self.outline.runs_in(part) }
    }
}

struct Contents<'p> {
    holds: super::outline::TextStats,
    name: String,
    runs: &'p [TextRun],
}

/// A signal from the names of `element`, and from its markup.
fn signal(element: &Element) -> NameSignal {
    if attribute(element, "itemprop") == Some("comment") {
        return NameSignal::Foreign;
    }
    class_names::signal(element)
}

/// `signals` without the signals of comments, if all sentences of the page stand in elements that are named as
/// something beside an article: then the page is a forum or a list of comments.
fn without_comments(outline: &Outline, mut signals: Vec<NameSignal>) -> Vec<NameSignal> {
    let mut around = vec![false; outline.runs.len()];
    let mut commented = false;
    let named = outline.parts.iter().zip(&signals).skip(1).filter(|(_, signal)| **signal >= NameSignal::Strong);
    for (part, _) in named {
        around[part.runs.0..part.runs.1].fill(true);
        commented |= part.node.element_ref().is_some_and(|element| is_comment(&element));
    }
    if commented && outline.runs.iter().zip(&around).all(|(run, around)| *around || !run.is_prose) {
        for (part, signal) in outline.parts.iter().zip(&mut signals) {
            if part.node.element_ref().is_some_and(|element| is_comment(&element)) {
                *signal = NameSignal::None;
            }
        }
    }
    signals
}

/// Whether `element` is named or marked as a comment.
fn is_comment(element: &Element) -> bool {
    attribute(element, "itemprop") == Some("comment") || class_names::is_comment(element)
}

/// Whether `runs` are teasers: headings that link to other pages, with a few words about each.
fn is_teasers(runs: &[TextRun]) -> bool {
    let leads = |run: &&TextRun| run.heading.is_some() && run.linked * 10 >= run.text * 9;
    let (headings, leading) = runs
        .iter()
        .filter(|run| run.heading.is_some())
        .fold((0, 0), |(all, leading), run| (all + 1, leading + usize::from(leads(&run))));
    let prose_runs = runs.iter().filter(|run| run.is_prose).count();
    leading >= 2 && leading * 10 >= headings * 7 && prose_runs <= leading * 2
}

/// Whether `words` ask to subscribe, to log in or to share.
fn is_offer(words: &str) -> bool {
    let words = words.to_lowercase();
    OFFER.iter().any(|offer| words.contains(offer))
}

/// Whether the element is never text, by its name and role.
fn is_skipped(node: &NodeRef, name: &str) -> bool {
    if matches!(name, "nav" | "dialog" | "amp-ad" | "html" | "template") {
        return name != "html";
    }
    let Some(element) = node.element_ref() else { return false };
    matches!(attribute(&element, "role"), Some("navigation" | "dialog" | "search" | "menu" | "menubar" | "alertdialog"))
        || attribute(&element, "amp-access").is_some_and(|access| access.starts_with("NOT "))
}

/// Whether `heading` shares a third of its longer words with `title`.
fn shares_words(heading: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_lowercase).collect()
    };
    let (heading, title) = (words(heading), words(title));
    heading.iter().filter(|word| title.contains(word)).count() * 3 >= heading.len()
}

/// The heading that is the title: it matches the title in the metadata, or is the only one of the first level.
fn find_title(outline: &Outline, title: Option<&str>) -> Option<usize> {
    let given = title.unwrap_or("");
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = title.map(bare).unwrap_or_default();
    let (mut same, mut firsts) = (None, Vec::new());
    for (number, part) in outline.parts.iter().enumerate() {
        let Some(name) = part.node.qual_name_ref().map(|name| name.local.clone()) else { continue };
        if !matches!(&*name, "h1" | "h2" | "h3") || part.holds.text == 0 {
            continue;
        }
        if &*name == "h1" {
            firsts.push(number);
        }
        let words = outline.runs_in(number).first().map(|run| bare(&run.head)).unwrap_or_default();
        let is_same = !title.is_empty() && words.len() >= 3 && (title.starts_with(&words) || words.starts_with(&title));
        if is_same && same.is_none() {
            same = Some(number);
        }
    }
    // A heading that shares nothing with the title is text, even if it is the only one.
    same.or(match firsts[..] {
        [only]
            if title.is_empty() || outline.runs_in(only).first().is_some_and(|run| shares_words(&run.head, given)) =>
        {
            Some(only)
        }
        _ => None,
    })
}
