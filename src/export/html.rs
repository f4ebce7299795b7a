//! A page of the article beside its people, each linked to the other. It is one file, and needs neither script nor
//! network; it can be printed, walked through by keyboard and read aloud.

use super::exported_article::ExportedArticle;
use super::markup::Escaped;
use super::runs::{Step, for_each_step};
use super::wording::{by_kind, described, shortened};
use crate::article::{Article, Block, BlockKind, InlineKind};
use crate::record::{Kind, PersonId, Quotation, QuotationId, Record, SpeechAct};
use crate::text::{Span, one_line, percent, pluralize};
use std::io::{self, Write};

const STYLE: &str = include_str!("../../assets/page.css");
/// Colours in the style sheet.
const COLOURS: usize = 8;

/// Writes the page of an article.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let mut page = Page::new(to, exported);
    page.head()?;
    writeln!(page.to, "<main><article>")?;
    page.text()?;
    writeln!(page.to, "</article></main>\n<aside aria-labelledby=people>\n<h2 id=people>People</h2>")?;
    page.people()?;
    writeln!(page.to, "</aside>\n</body></html>")
}

struct Page<'a, W> {
    to: W,
    exported: &'a ExportedArticle<'a>,
    article: &'a Article,
    record: &'a Record,
    /// For each person, the number among those who speak.
    speakers: Vec<Option<usize>>,
    /// The mentions that quotations are credited to, by their start.
    sources: Vec<(Span, PersonId)>,
    /// The list that is open.
    list: Option<&'static str>,
}

/// An element inside a block.
enum InlineElement<'a> {
    Quotation {
        id: QuotationId,
        is_first: bool,
        is_last: bool,
    },
    Speaker(PersonId),
    Emphasis,
    Strong,
    Link(&'a str),
    /// A link to a paragraph.
    Jump(usize),
}

impl<'a, W: Write> Page<'a, W> {
    fn new(to: W, exported: &'a ExportedArticle) -> Page<'a, W> {
        let ExportedArticle { article, record, .. } = *exported;
        let mut speakers = vec![None; record.people().len()];
        for (nth, person) in record.speakers().enumerate() {
            speakers[person] = Some(nth);
        }
        let sources = record.quotations().iter().filter_map(|quotation| Some((quotation.source?, quotation.speaker?)));
        let mut sources: Vec<(Span, PersonId)> = sources.collect();
        sources.sort_unstable();
        sources.dedup_by_key(|(span, _)| *span);
        Page { to, exported, article, record, speakers, sources, list: None }
    }

    fn head(&mut self) -> io::Result<()> {
        let title = self.exported.title();
        let language = self.record.language().code;
        writeln!(self.to, "<!DOCTYPE html>\n<html lang={language}><head><meta charset=utf-8>")?;
        writeln!(self.to, "<meta name=viewport content=\"width=device-width\">\n<title>{}</title>", Escaped(&title))?;
        writeln!(self.to, "<style>{STYLE}</style></head>\n<body>\n<a href=#people>To the people</a>\n<header>")?;
        let in_text = |kind: BlockKind| self.article.blocks().iter().any(|block| block.kind == kind);
        if !in_text(BlockKind::Headline) {
            writeln!(self.to, "<h1>{}</h1>", Escaped(&title))?;
        }
        let meta = &self.article.meta;
        let mut facts = Vec::new();
        let byline = meta.byline.as_deref().filter(|_| !in_text(BlockKind::Byline));
        facts.extend(byline.map(|byline| format!("By {}", Escaped(&one_line(byline)))));
        let others = [&meta.published, &meta.site].into_iter().flatten();
        facts.extend(others.map(|fact| Escaped(&one_line(fact)).to_string()));
        facts.push(match self.exported.address() {
            Some(address) => format!("<a href=\"{0}\">{0}</a>", Escaped(address)),
            None => Escaped(&one_line(self.exported.name())).to_string(),
        });
        writeln!(self.to, "<p>{}</p>\n</header>", facts.join(" · "))
    }

    fn text(&mut self) -> io::Result<()> {
        for (index, block) in self.article.blocks().iter().enumerate() {
            if block.kind != BlockKind::Boilerplate {
                self.block(index + 1, block)?;
            }
        }
        self.set_list(None)
    }

    fn block(&mut self, number: usize, block: &Block) -> io::Result<()> {
        let (list, element, attributes) = match block.kind {
            BlockKind::Headline => (None, "h1", String::new()),
            BlockKind::Heading(level) => {
                (None, ["h2", "h3", "h4", "h5"][usize::from(level.clamp(1, 4)) - 1], String::new())
            }
            BlockKind::Item(depth) => (Some("ul"), "li", indented(depth)),
            BlockKind::Numbered { depth, number } => (Some("ol"), "li", format!(" value={number}{}", indented(depth))),
            // A further paragraph of the item above, in a list of either kind.
            BlockKind::Continuation(_) => (self.list, "p", String::new()),
            BlockKind::Quote(_) => (None, "blockquote", String::new()),
            BlockKind::Code => (None, "pre", String::new()),
            BlockKind::Caption | BlockKind::Alternative => (None, "small", " style=display:block".into()),
            BlockKind::Paragraph | BlockKind::Byline | BlockKind::Table | BlockKind::Boilerplate => {
                (None, "p", String::new())
            }
        };
        // A list holds items alone.
        let (element, attributes) = match (block.kind, list) {
            (BlockKind::Continuation(_), Some(_)) => ("li", " style=\"list-style:none\"".to_owned()),
            _ => (element, attributes),
        };
        self.set_list(list)?;
        // Classes and links are short, so that the page stays small.
        write!(self.to, "<{element} id=¶{number}{attributes}>")?;
        self.inside(block)?;
        writeln!(self.to, "</{element}>")
    }

    fn set_list(&mut self, list: Option<&'static str>) -> io::Result<()> {
        if self.list != list {
            if let Some(open) = self.list {
                writeln!(self.to, "</{open}>")?;
            }
            if let Some(new) = list {
                writeln!(self.to, "<{new}>")?;
            }
            self.list = list;
        }
        Ok(())
    }

    fn inside(&mut self, block: &Block) -> io::Result<()> {
        let (article, record) = (self.article, self.record);
        let mut spans: Vec<(Span, InlineElement)> = Vec::new();
        for (span, id) in record.pieces_in(block.span) {
            let content = record.quotations().get(id).map_or(&[][..], |quotation| &quotation.content);
            let (is_first, is_last) = (content.first() == Some(&span), content.last() == Some(&span));
            spans.push((span, InlineElement::Quotation { id, is_first, is_last }));
        }
        let inlines = article.inlines();
        let after = inlines.partition_point(|inline| inline.span.start < block.span.start);
        let inlines = inlines[after..].iter().take_while(|inline| inline.span.start < block.span.end);
        // Links may not stand inside links.
        let mut linked = 0;
        let mut links: Vec<(Span, InlineElement)> = Vec::new();
        let mut styles = Vec::new();
        for inline in inlines {
            match &inline.kind {
                // An export must not reveal paths of this machine.
                InlineKind::Link(address) if inline.span.start >= linked && !address.starts_with("file:") => {
                    linked = inline.span.end;
                    links.push((inline.span, InlineElement::Link(address)));
                }
                InlineKind::Jump(at) if inline.span.start >= linked => {
                    linked = inline.span.end;
                    let paragraph = article.block_at(*at as usize).map_or(1, |index| index + 1);
                    links.push((inline.span, InlineElement::Jump(paragraph)));
                }
                InlineKind::Link(_) | InlineKind::Jump(_) => {}
                InlineKind::Emphasis => styles.push((inline.span, InlineElement::Emphasis)),
                InlineKind::Strong => styles.push((inline.span, InlineElement::Strong)),
                InlineKind::Cell(_) | InlineKind::Code | InlineKind::Timed(_) | InlineKind::Margin => {}
            }
        }
        let first = self.sources.partition_point(|(span, _)| span.start < block.span.start);
        let mut credited = 0;
        for &(span, person) in self.sources[first..].iter().take_while(|(span, _)| span.start < block.span.end) {
            let before = links.partition_point(|(link, _)| link.end <= span.start);
            if span.start >= credited && links.get(before).is_none_or(|(link, _)| !link.overlaps(span)) {
                credited = span.end;
                spans.push((span, InlineElement::Speaker(person)));
            }
        }
        spans.append(&mut links);
        spans.append(&mut styles);
        for_each_step(block.span, &spans, |step| self.step(step))
    }

    fn step(&mut self, step: Step<InlineElement>) -> io::Result<()> {
        match step {
            Step::Text(span) => write!(self.to, "{}", Escaped(self.article.slice(span))),
            Step::Open { item, first } => match *item {
                InlineElement::Quotation { id, is_first, .. } => self.open_quotation(id, is_first && first),
                InlineElement::Speaker(person) => write!(self.to, "<a href=#w{}>", person + 1),
                InlineElement::Emphasis => write!(self.to, "<em>"),
                InlineElement::Strong => write!(self.to, "<strong>"),
                InlineElement::Link(address) => write!(self.to, "<a href=\"{}\">", Escaped(address)),
                InlineElement::Jump(paragraph) => write!(self.to, "<a href=#¶{paragraph}>"),
            },
            Step::Close { item, last } => match *item {
                InlineElement::Quotation { id, is_last, .. } => {
                    write!(self.to, "</u>")?;
                    if is_last && last { self.number(id) } else { Ok(()) }
                }
                InlineElement::Speaker(_) | InlineElement::Link(_) | InlineElement::Jump(_) => write!(self.to, "</a>"),
                InlineElement::Emphasis => write!(self.to, "</em>"),
                InlineElement::Strong => write!(self.to, "</strong>"),
            },
        }
    }

    fn open_quotation(&mut self, id: QuotationId, begins: bool) -> io::Result<()> {
        let Some(quotation) = self.record.quotations().get(id) else { return write!(self.to, "<u>") };
        if begins {
            write!(self.to, "<u id=q{} class=", id + 1)?;
        } else {
            write!(self.to, "<u class=")?;
        }
        let kind = match quotation.kind {
            Kind::Direct => "d",
            Kind::Mixed => "m",
            Kind::Indirect => "i",
        };
        let thought = if quotation.act == SpeechAct::Thought { "t" } else { "" };
        let sure = quotation.speaker.filter(|_| !self.record.uncertain(id));
        match sure.and_then(|speaker| self.speakers.get(speaker).copied().flatten()) {
            Some(nth) => write!(self.to, "{kind}{thought}{}>", nth % COLOURS),
            None => write!(self.to, "{kind}{thought}>"),
        }
    }

    /// The number after a quotation, a link to its speaker.
    fn number(&mut self, id: QuotationId) -> io::Result<()> {
        let number = id + 1;
        let doubt = if self.record.uncertain(id) { "?" } else { "" };
        let speaker = self.record.quotations().get(id).and_then(|quotation| quotation.speaker);
        let speaker = speaker.and_then(|speaker| self.record.people().get(speaker));
        let speaker = speaker.map_or("speaker unknown".into(), |person| one_line(&person.name));
        let label = Escaped(&speaker);
        write!(self.to, "<sup><a href=#s{number} aria-label=\"{number}{doubt} {label}\">{number}{doubt}</a></sup>")
    }

    fn people(&mut self) -> io::Result<()> {
        let record = self.record;
        if record.quotations().is_empty() {
            return writeln!(self.to, "<p>No quotations found.</p>");
        }
        for (nth, person) in record.speakers().enumerate() {
            let said = record.quotations_of(person);
            let share = percent(record.share_of(person));
            let words = pluralize(record.words_of(person), "word");
            writeln!(
                self.to,
                "<section>\n<h3 id=w{} class=c{}>{}</h3>\n<p>{}, {words}, {share}</p>",
                person + 1,
                nth % COLOURS,
                Escaped(&described(record, person)),
                counts(record, said)
            )?;
            self.said(said)?;
        }
        if !record.unattributed().is_empty() {
            let said = record.unattributed();
            writeln!(self.to, "<section>\n<h3>Speaker unknown</h3>\n<p>{}</p>", counts(record, said))?;
            self.said(said)?;
        }
        let silent: Vec<String> = record.silent().map(|person| described(record, person)).collect();
        if !silent.is_empty() {
            writeln!(self.to, "<h3>Mentioned, not quoted</h3>\n<p>{}</p>", Escaped(&silent.join("; ")))?;
        }
        Ok(())
    }

    /// The list of a person's quotations.
    fn said(&mut self, said: &[QuotationId]) -> io::Result<()> {
        writeln!(self.to, "<ol>")?;
        for &id in said {
            let Some(quotation) = self.record.quotations().get(id) else { continue };
            let words = shortened(self.article, &quotation.content, [4, 3]);
            writeln!(
                self.to,
                "<li id=s{0} value={0}><a href=#q{0}>{1}</a> {2}",
                id + 1,
                Escaped(&one_line(&words)),
                self.details(id, quotation)
            )?;
        }
        writeln!(self.to, "</ol>\n</section>")
    }

    /// “direct, ¶3, perhaps”.
    fn details(&self, id: QuotationId, quotation: &Quotation) -> String {
        let mut details = format!("{}, ¶{}", quotation.kind.name(), self.exported.paragraph(quotation));
        let uncertain = quotation.speaker.is_some() && self.record.uncertain(id);
        let notes = [
            (quotation.act == SpeechAct::Thought, "thought"),
            (uncertain, "perhaps"),
            (self.record.edited(id), "corrected"),
        ];
        notes.iter().filter(|(holds, _)| *holds).for_each(|(_, note)| details += &format!(", {note}"));
        details
    }
}

/// The indentation of an item that is deeper than the first level.
fn indented(depth: u8) -> String {
    if depth > 1 { format!(" style=\"margin-left:{}em\"", 2 * (u32::from(depth) - 1)) } else { String::new() }
}

/// “3 quotations (2 direct, 1 indirect)”.
fn counts(record: &Record, said: &[QuotationId]) -> String {
    let kinds = by_kind(said.iter().filter_map(|&id| record.quotations().get(id)));
    format!("{} ({kinds})", pluralize(said.len(), "quotation"))
}
