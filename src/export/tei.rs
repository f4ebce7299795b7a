//! The article as TEI: `<said who>` for quotations, `<person>` for people, references where the text mentions them.

use super::exported_article::ExportedArticle;
use super::json;
use super::markup::{Escaped, is_unfit};
use super::runs::{Step, for_each_step};
use super::wording::{mention_type, rounded};
use crate::article::{Block, BlockKind};
use crate::record::{Kind, MentionType, Person, PersonId, PersonKind, QuotationId, SpeechAct};
use crate::text::{Span, one_line, pluralize};
use std::io::{self, Write};

/// Writes an article. Characters that XML cannot hold are named in a line.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle) -> io::Result<Option<String>> {
    let mut tei = Tei { to, exported, parts: vec![0; exported.record.quotations().len()], cues: Vec::new() };
    tei.cues = (exported.record.quotations().iter().enumerate())
        .filter_map(|(id, quotation)| Some((quotation.cue?, id)))
        .collect();
    tei.cues.sort_unstable();
    tei.header()?;
    tei.text()?;
    let unfit = exported.article.text().chars().filter(|&c| is_unfit(c)).count();
    Ok((unfit > 0).then(|| format!("{} that XML cannot hold replaced", pluralize(unfit, "control character"))))
}

struct Tei<'a, W> {
    to: W,
    exported: &'a ExportedArticle<'a>,
    /// For each quotation, how many elements of it were written.
    parts: Vec<usize>,
    /// The cues by their start.
    cues: Vec<(Span, QuotationId)>,
}

/// An element inside a block.
enum InlineElement<'a> {
    Said(QuotationId),
    Cue(QuotationId),
    Mention(PersonId, &'a Person, MentionType),
}

impl<W: Write> Tei<'_, W> {
    fn header(&mut self) -> io::Result<()> {
        let ExportedArticle { article, record, .. } = *self.exported;
        let to = &mut self.to;
        let text = |text: &str| Escaped(&one_line(text)).to_string();
        writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">")?;
        writeln!(
            to,
            "<teiHeader>\n<fileDesc>\n<titleStmt><title>{}</title></titleStmt>",
            text(&self.exported.title())
        )?;
        writeln!(to, "<publicationStmt><p>Made from a source for analysis.</p></publicationStmt>\n<sourceDesc><bibl>")?;
        let meta = &article.meta;
        writeln!(to, "<title>{}</title>", text(&self.exported.title()))?;
        for (element, fact) in [("author", &meta.byline), ("publisher", &meta.site), ("date", &meta.published)] {
            if let Some(fact) = fact {
                writeln!(to, "<{element}>{}</{element}>", text(fact))?;
            }
        }
        match self.exported.address() {
            Some(address) => writeln!(to, "<ref target=\"{0}\">{0}</ref>", text(address))?,
            None => writeln!(to, "<idno>{}</idno>", text(self.exported.name()))?,
        }
        writeln!(to, "</bibl></sourceDesc>\n</fileDesc>\n<encodingDesc><appInfo>")?;
        let version = env!("CARGO_PKG_VERSION");
        let tool = json::tool(record);
        writeln!(to, "<application ident=\"onrecord\" version=\"{version}\"><label>{tool}</label></application>")?;
        writeln!(to, "</appInfo></encodingDesc>\n<profileDesc>")?;
        let code = record.language().code;
        writeln!(to, "<langUsage><language ident=\"{code}\">{code}</language></langUsage>")?;
        self.people()?;
        writeln!(self.to, "</profileDesc>\n</teiHeader>")
    }

    fn people(&mut self) -> io::Result<()> {
        let people = self.exported.record.people();
        if people.is_empty() {
            return Ok(());
        }
        let to = &mut self.to;
        writeln!(to, "<particDesc><listPerson>")?;
        for (id, person) in people.iter().enumerate() {
            let (element, name, attributes) = match person.kind {
                PersonKind::Person => ("person", "persName", ""),
                PersonKind::Unnamed => ("person", "persName", " role=\"unnamed\""),
                PersonKind::Group if person.members.is_empty() => ("org", "orgName", ""),
                PersonKind::Group => ("personGrp", "persName", ""),
            };
            let called = one_line(&person.name);
            write!(to, "<{element} xml:id=\"p{}\"{attributes}><{name}>{}</{name}>", id + 1, Escaped(&called))?;
            if let Some(role) = &person.role {
                let role = one_line(role);
                let (start, end) = match element {
                    "org" => ("<desc>", "</desc>"),
                    _ => ("<occupation>", "</occupation>"),
                };
                write!(to, "{start}{}{end}", Escaped(&role))?;
            }
            writeln!(to, "</{element}>")?;
        }
        let groups = people.iter().enumerate().filter(|(_, person)| !person.members.is_empty());
        let mut relations = String::new();
        for (id, group) in groups {
            let members: Vec<String> = group.members.iter().map(|member| format!("#p{}", member + 1)).collect();
            relations +=
                &format!("<relation name=\"member\" active=\"{}\" passive=\"#p{}\"/>\n", members.join(" "), id + 1);
        }
        if !relations.is_empty() {
            write!(to, "<listRelation>\n{relations}</listRelation>\n")?;
        }
        writeln!(to, "</listPerson></particDesc>")
    }

    fn text(&mut self) -> io::Result<()> {
        writeln!(self.to, "<text><body>\n<div>")?;
        let blocks = self.exported.article.blocks();
        // A division begins with its heading, and contains all that follows it.
        let mut is_empty = true;
        let mut in_list = false;
        for (index, block) in blocks.iter().enumerate() {
            let is_heading = matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_));
            if in_list && !block.kind.is_item() {
                writeln!(self.to, "</list>")?;
                in_list = false;
            }
            if is_heading && !is_empty {
                writeln!(self.to, "</div>\n<div>")?;
            }
            if block.kind.is_item() && !in_list {
                writeln!(self.to, "<list>")?;
                in_list = true;
            }
            is_empty = false;
            self.block(index + 1, block)?;
        }
        if in_list {
            writeln!(self.to, "</list>")?;
        }
        if blocks.is_empty() {
            writeln!(self.to, "<p/>")?;
        }
        writeln!(self.to, "</div>\n</body></text>\n</TEI>")
    }

    fn block(&mut self, number: usize, block: &Block) -> io::Result<()> {
        let (element, kind) = match block.kind {
            BlockKind::Headline | BlockKind::Heading(_) => ("head", ""),
            BlockKind::Item(_) | BlockKind::Numbered { .. } | BlockKind::Continuation(_) => ("item", ""),
            BlockKind::Quote(_) => ("quote", ""),
            BlockKind::Paragraph => ("p", ""),
            BlockKind::Byline => ("p", " rend=\"byline\""),
            BlockKind::Table => ("p", " rend=\"row\""),
            BlockKind::Caption | BlockKind::Alternative => ("p", " rend=\"caption\""),
            BlockKind::Code => ("ab", " type=\"code\""),
            BlockKind::Boilerplate => ("ab", " type=\"clutter\""),
        };
        write!(self.to, "<{element} xml:id=\"b{number}\" n=\"{number}\"{kind}>")?;
        self.inside(block)?;
        writeln!(self.to, "</{element}>")
    }

    fn inside(&mut self, block: &Block) -> io::Result<()> {
        let record = self.exported.record;
        let mut spans: Vec<(Span, InlineElement)> =
            record.pieces_in(block.span).map(|(span, id)| (span, InlineElement::Said(id))).collect();
        let first = self.cues.partition_point(|(cue, _)| cue.start < block.span.start);
        let cues = self.cues[first..].iter().take_while(|(cue, _)| cue.start < block.span.end);
        spans.extend(cues.map(|&(cue, id)| (cue, InlineElement::Cue(id))));
        let mentions = record.mentions();
        let first = mentions.partition_point(|mention| mention.span.start < block.span.start);
        for at in mentions[first..].iter().take_while(|mention| mention.span.start < block.span.end) {
            let Some(person) = record.people().get(at.person) else { continue };
            let Some(mention) = person.mentions.get(at.index) else { continue };
            spans.push((at.span, InlineElement::Mention(at.person, person, mention.mention_type)));
        }
        for_each_step(block.span, &spans, |step| self.step(step))
    }

    fn step(&mut self, step: Step<InlineElement>) -> io::Result<()> {
        match step {
            Step::Text(span) => write!(self.to, "{}", Escaped(self.exported.article.slice(span))),
            Step::Open { item: &InlineElement::Said(id), .. } => self.said(id),
            Step::Open { item: &InlineElement::Cue(id), .. } => {
                write!(self.to, "<seg type=\"cue\" corresp=\"#q{}\">", id + 1)
            }
            Step::Open { item: &InlineElement::Mention(id, person, of), .. } => {
                let (element, of) = (mention_element(person, of), mention_type(of));
                write!(self.to, "<{element} ref=\"#p{}\" type=\"{of}\">", id + 1)
            }
            Step::Close { item: &InlineElement::Said(_), .. } => write!(self.to, "</said>"),
            Step::Close { item: &InlineElement::Cue(_), .. } => write!(self.to, "</seg>"),
            Step::Close { item: &InlineElement::Mention(_, person, of), .. } => {
                write!(self.to, "</{}>", mention_element(person, of))
            }
        }
    }

    /// Begins an element of a quotation. Each further one refers to the one before.
    fn said(&mut self, id: QuotationId) -> io::Result<()> {
        let (Some(quotation), Some(part)) = (self.exported.record.quotations().get(id), self.parts.get_mut(id)) else {
            return write!(self.to, "<said>");
        };
        *part += 1;
        let number = id + 1;
        let name = |part: usize| if part == 1 { format!("q{number}") } else { format!("q{number}.{part}") };
        let direct = match quotation.kind {
            Kind::Direct => "true",
            Kind::Mixed => "unknown",
            Kind::Indirect => "false",
        };
        let aloud = quotation.act == SpeechAct::Said;
        write!(self.to, "<said xml:id=\"{}\" direct=\"{direct}\" aloud=\"{aloud}\"", name(*part))?;
        if let Some(speaker) = quotation.speaker {
            write!(self.to, " who=\"#p{}\"", speaker + 1)?;
        }
        if *part > 1 {
            return write!(self.to, " prev=\"#{}\">", name(*part - 1));
        }
        write!(self.to, " cert=\"{}\">", rounded(quotation.confidence))?;
        if quotation.speaker.is_some() {
            let degree = rounded(quotation.speaker_confidence);
            write!(self.to, "<certainty match=\"../@who\" locus=\"value\" degree=\"{degree}\"/>")?;
        }
        Ok(())
    }
}

/// The element of a mention.
fn mention_element(person: &Person, mention_type: MentionType) -> &'static str {
    match (mention_type, person.kind) {
        (MentionType::Name, PersonKind::Person | PersonKind::Unnamed) => "persName",
        (MentionType::Name, PersonKind::Group) if person.members.is_empty() => "orgName",
        _ => "rs",
    }
}
