//! The plain report: the speakers, then the text in reading order, with a line for each quotation where it begins. It
//! uses words alone, no colour, lines or columns, so that it can be piped, searched and read aloud.

use super::exported_article::ExportedArticle;
use super::wording::{by_kind, described, shortened};
use crate::article::{Article, BlockKind, InlineKind};
use crate::record::{PersonId, Quotation, QuotationId, Record};
use crate::text::{percent, pluralize, shown, width, without_credentials, without_embedded_credentials};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the report of an article. Lines are wrapped to `columns`, or not at all.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle, columns: Option<usize>) -> io::Result<()> {
    let ExportedArticle { article, record, .. } = *exported;
    let mut report = ReportWriter { to, columns };
    report.head(exported.name(), article, record)?;
    report.people(record)?;
    report.text(article, record)
}

/// The confidence of a quotation, in percent, below which the report gives it.
const SURE_ENOUGH: f32 = 80.0;

struct ReportWriter<W> {
    to: W,
    columns: Option<usize>,
}

impl<W: Write> ReportWriter<W> {
    fn head(&mut self, source: &str, article: &Article, record: &Record) -> io::Result<()> {
        let source = without_embedded_credentials(source);
        let source = source.as_str();
        self.write_line(article.meta.title.as_deref().unwrap_or(source))?;
        let in_text = article.blocks().iter().any(|block| block.kind == BlockKind::Byline);
        if let Some(byline) = article.meta.byline.as_ref().filter(|_| !in_text) {
            self.write_line(&format!("By {byline}"))?;
        }
        let meta = &article.meta;
        for (what, fact) in [("Published", &meta.published), ("Site", &meta.site)] {
            if let Some(fact) = fact {
                self.write_line(&format!("{what}: {fact}"))?;
            }
        }
        if let Some(address) = meta.url.as_ref().filter(|address| *address != source) {
            self.write_line(&format!("Address: {address}"))?;
        }
        if meta.title.is_some() {
            self.write_line(&format!("Source: {source}"))?;
        }
        if !record.language().is_english() {
            let code = record.language().code;
            self.write_line(&format!(
                "Language: {code}. Only marked direct speech is given; speakers mostly are not."
            ))?;
        }
        self.write_line("")
    }

    fn people(&mut self, record: &Record) -> io::Result<()> {
        let found = record.quotations().len();
        if found == 0 {
            self.write_line("No quotations found.")?;
            return self.write_line("");
        }
        let kinds = by_kind(record.quotations().iter());
        let speakers: Vec<PersonId> = record.speakers().collect();
        let by = match speakers.len() {
            0 => "nobody who could be identified".to_owned(),
            some => pluralize(some, "speaker"),
        };
        self.write_line(&format!("{} ({kinds}) from {by}.", pluralize(found, "quotation")))?;
        self.write_line("")?;
        for person in speakers {
            let said = record.quotations_of(person);
            let kinds = by_kind(said.iter().filter_map(|&id| record.quotations().get(id)));
            let words = pluralize(record.words_of(person), "word");
            let share = percent(record.share_of(person));
            let counts = pluralize(said.len(), "quotation");
            let described = described(record, person);
            let mentions = mentions(record, person);
            let said = format!("{described}: {counts} ({kinds}), {words}, {share} of all words said, {mentions}");
            self.line("- ", "  ", &said)?;
        }
        let nobody = record.unattributed();
        if !nobody.is_empty() {
            let kinds = by_kind(nobody.iter().filter_map(|&id| record.quotations().get(id)));
            self.line("- ", "  ", &format!("speaker unknown: {} ({kinds})", pluralize(nobody.len(), "quotation")))?;
        }
        let silent: Vec<String> = (0..record.people().len())
            .filter(|&person| record.quotations_of(person).is_empty())
            .map(|person| format!("{} ({})", described(record, person), mentions(record, person)))
            .collect();
        if !silent.is_empty() {
            self.line("- ", "  ", &format!("mentioned, not quoted: {}", silent.join("; ")))?;
        }
        self.write_line("")
    }

    fn text(&mut self, article: &Article, record: &Record) -> io::Result<()> {
        let mut notes = record.quotations().iter().enumerate().peekable();
        let mut inlines = article.inlines().iter().peekable();
        let mut left_out = Vec::new();
        for (index, block) in article.blocks().iter().enumerate() {
            if block.kind == BlockKind::Boilerplate {
                left_out.push(format!("¶{}", index + 1));
                continue;
            }
            let number = format!("¶{} ", index + 1);
            let label = match block.kind {
                BlockKind::Headline => "Headline: ".to_owned(),
                BlockKind::Heading(level) => format!("Heading {level}: "),
                BlockKind::Item(1) => "Item: ".to_owned(),
                BlockKind::Item(depth) => format!("Item, level {depth}: "),
                BlockKind::Numbered { depth: 1, number } => format!("Item {number}: "),
                BlockKind::Numbered { depth, number } => format!("Item {number}, level {depth}: "),
                BlockKind::Continuation(1) => "Item, continued: ".to_owned(),
                BlockKind::Continuation(depth) => format!("Item, level {depth}, continued: "),
                BlockKind::Quote(_) => "Block quotation: ".to_owned(),
                BlockKind::Table => "Row: ".to_owned(),
                BlockKind::Code => "Code: ".to_owned(),
                BlockKind::Caption | BlockKind::Alternative => "Caption: ".to_owned(),
                BlockKind::Paragraph | BlockKind::Byline | BlockKind::Boilerplate => String::new(),
            };
            let words = article.slice(block.span);
            let words = if block.kind == BlockKind::Code { words.into() } else { unwrapped(words) };
            self.line(&format!("{number}{label}"), "", &words)?;
            while let Some(link) = inlines.next_if(|inline| inline.span.start < block.span.end) {
                if let InlineKind::Link(address) = &link.kind
                    && !address.starts_with("file:")
                {
                    self.line(
                        "  ",
                        "    ",
                        &format!("Link: {}: {}", article.slice(link.span), without_credentials(address)),
                    )?;
                }
            }
            while let Some((id, quotation)) = notes.next_if(|(_, q)| q.extent().start < block.span.end) {
                self.note(article, record, id, quotation)?;
            }
            self.write_line("")?;
        }
        if left_out.is_empty() {
            return Ok(());
        }
        self.write_line(&format!("Left out, as no text of the article: {}", left_out.join(" ")))?;
        self.write_line("")
    }

    /// The line of one quotation: speaker, kind, confidence, words.
    fn note(&mut self, article: &Article, record: &Record, id: QuotationId, quotation: &Quotation) -> io::Result<()> {
        let kind = quotation.kind.name();
        let verb = quotation.act.name();
        let name = quotation.speaker.and_then(|speaker| record.people().get(speaker)).map(|person| &person.name);
        let sure = percent(quotation.speaker_confidence);
        let (speaker, sure) = match name {
            Some(name) if record.uncertain(id) => (format!("perhaps {name} {verb}"), format!(", {sure} sure")),
            Some(name) => (format!("{name} {verb}"), format!(", {sure} sure")),
            None => match quotation.source.map(|source| article.slice(source)) {
                Some(mention) => (format!("{mention} (not identified) {verb}"), String::new()),
                None => ("speaker unknown".to_owned(), String::new()),
            },
        };
        let doubt = if (quotation.confidence * 100.0).round() < SURE_ENOUGH {
            format!(", {} likely to be a quotation", percent(quotation.confidence))
        } else {
            String::new()
        };
        let inside = quotation.inside.map_or(String::new(), |outer| format!(", inside [{}]", outer + 1));
        let edited = if record.edited(id) { ", as you corrected it" } else { "" };
        let words = shortened(article, &quotation.content, [7, 4]);
        self.line("  ", "    ", &format!("[{}] {speaker} ({kind}{sure}{doubt}{inside}{edited}): {words}", id + 1))
    }

    /// Writes a line.
    fn write_line(&mut self, words: &str) -> io::Result<()> {
        self.line("", "", words)
    }

    /// Writes `words` after `first`; wrapped rows begin with `rest`.
    fn line(&mut self, first: &str, rest: &str, words: &str) -> io::Result<()> {
        let Some(columns) = self.columns else {
            self.to.write_all(first.as_bytes())?;
            self.write_printable(words)?;
            return self.to.write_all(b"\n");
        };
        self.to.write_all(first.as_bytes())?;
        let mut at = width(first);
        let mut row_is_empty = true;
        for word in words.split_whitespace() {
            let wide = width(word);
            if !row_is_empty && at + 1 + wide > columns {
                self.to.write_all(b"\n")?;
                self.to.write_all(rest.as_bytes())?;
                (at, row_is_empty) = (width(rest), true);
            }
            if !row_is_empty {
                self.to.write_all(b" ")?;
                at += 1;
            }
            self.write_printable(word)?;
            at += wide;
            row_is_empty = false;
        }
        self.to.write_all(b"\n")
    }

    /// Writes `words` without control characters.
    fn write_printable(&mut self, words: &str) -> io::Result<()> {
        let mut rest = words;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| shown(c) != c) {
            write!(self.to, "{}{}", &rest[..at], shown(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.to.write_all(rest.as_bytes())
    }
}

/// `words` with one space for each soft line break and the white space around it.
fn unwrapped(words: &str) -> Cow<'_, str> {
    if !words.contains('\n') {
        return words.into();
    }
    words.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// “4 mentions”.
fn mentions(record: &Record, person: PersonId) -> String {
    let all = record.people().get(person).map_or(0, |person| person.mentions.len());
    pluralize(all, "mention")
}
